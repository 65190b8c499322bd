"""Named, counter-based streams of randomness.

A draw is a pure function of (seed, name of the stream, keys of what is drawn for). Keys are people,
months or events, never positions in an array: adding a stream moves no other, adding a person moves no
other person, and workers need not agree on anything. The mixing function is the finalizer of
SplitMix64 (Steele, Lea, Flood 2014), applied once per key.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from scipy import special

# Arrays without dimensions: numpy takes them as they are, while scalars are made into arrays at every operation.
_GOLDEN, _MIX_1, _MIX_2, _30, _27, _31, _11 = (
    np.array(number, dtype=np.uint64)
    for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 30, 27, 31, 11)
)
_HALF, _TO_UNIT = np.array(0.5), np.array(2.0**-53)


def _mix(bits: np.ndarray) -> np.ndarray:
    """Mix in place: the caller's array holds the result."""
    bits ^= bits >> _30
    bits *= _MIX_1
    bits ^= bits >> _27
    bits *= _MIX_2
    bits ^= bits >> _31
    return bits


def _among(wanted: np.ndarray, *arrays: np.ndarray) -> list[np.ndarray]:
    """Each array where `wanted`."""
    index = np.flatnonzero(wanted)
    return [array[index] for array in arrays]


def _unsigned(key) -> np.ndarray:
    key = np.asarray(key)
    return key.view(np.uint64) if key.dtype == np.int64 else key.astype(np.uint64)


class Stream:
    """One named stream. Keys are integer arrays that broadcast against each other."""

    def __init__(self, seed: int, name: str):
        digest = blake2b(f"{seed}\x1f{name}".encode(), digest_size=8).digest()
        self._salt = np.array([int.from_bytes(digest, "little")], dtype=np.uint64)

    @classmethod
    def among(cls, streams: list[Stream], which: np.ndarray) -> Stream:
        """Draws of many streams at once: `which` broadcasts against the keys and tells whose stream each draw is of."""
        joined = cls.__new__(cls)
        joined._salt = np.concatenate([stream._salt for stream in streams])[which]
        return joined

    def of(self, *keys) -> Stream:
        """The stream's draws for these keys: `stream.of(a).uniform(b)` is `stream.uniform(a, b)`. Whoever draws for the
        same keys again and again mixes them once."""
        narrowed = Stream.__new__(Stream)
        narrowed._salt = self._mixed(keys)
        return narrowed

    def at(self, index: np.ndarray) -> Stream:
        """Of a stream `of` keys, the draws for those at `index`."""
        chosen = Stream.__new__(Stream)
        chosen._salt = self._salt[index]
        return chosen

    def _mixed(self, keys) -> np.ndarray:
        mixed = self._salt
        for key in keys:
            mixed = mixed ^ _unsigned(key)
            mixed *= _GOLDEN
            mixed += _MIX_2
            _mix(mixed)
        return mixed

    def bits(self, *keys) -> np.ndarray:
        """64 random bits per key, uint64."""
        mixed = self._mixed(keys)
        return _mix(mixed if keys else mixed.copy())

    def uniform(self, *keys) -> np.ndarray:
        """Uniform in the open interval (0, 1), float64."""
        bits = self.bits(*keys)
        bits >>= _11
        uniform = bits.astype(np.float64)
        uniform += _HALF
        uniform *= _TO_UNIT
        return uniform

    def normal(self, *keys) -> np.ndarray:
        """Standard normal."""
        return special.ndtri(self.uniform(*keys))

    def exponential(self, *keys) -> np.ndarray:
        """Exponential with mean 1."""
        return -np.log(self.uniform(*keys))

    def lognormal(self, sigma: float, *keys) -> np.ndarray:
        """Lognormal with mean 1 and standard deviation `sigma` of its logarithm."""
        return np.exp(sigma * self.normal(*keys) - sigma * sigma / 2)

    def gamma(self, shape: float, *keys) -> np.ndarray:
        """Gamma with mean 1 and coefficient of variation 1/sqrt(shape)."""
        return special.gammaincinv(shape, self.uniform(*keys)) / shape

    def poisson(self, mean: np.ndarray, *keys, at_most: int = 12) -> np.ndarray:
        """Poisson counts by inversion, truncated at `at_most`; exact enough for monthly means below 4."""
        shape = np.broadcast_shapes(*(np.shape(key) for key in keys))
        mean = np.broadcast_to(np.asarray(mean, dtype=np.float64), shape).ravel()
        count = np.zeros(mean.shape, dtype=np.int64)
        # Few cells are left to count from step to step, and only where something can happen at all is it drawn.
        cell = np.flatnonzero(mean > 0)
        if 2 * len(cell) < len(mean):
            u = self.uniform(*(np.broadcast_to(key, shape)[np.unravel_index(cell, shape)] for key in keys))
        else:
            u = self.uniform(*keys).ravel()[cell]
        mean = mean[cell]
        # Nothing happens with a probability of exp(-mean), which is above 1 - mean and costs more.
        cell, u, mean = _among(u > 1 - mean, cell, u, mean)
        term = np.exp(-mean)
        cumulative = term.copy()
        for k in range(1, at_most + 1):
            cell, u, mean, term, cumulative = _among(u > cumulative, cell, u, mean, term, cumulative)
            if not len(cell):
                break
            count[cell] += 1
            term = term * mean / k
            cumulative += term
        return count.reshape(shape)

    def choice(self, weights: np.ndarray, *keys) -> np.ndarray:
        """Index drawn in proportion to `weights`, one vector for all keys."""
        cumulative = np.cumsum(weights, dtype=np.float64)
        return np.searchsorted(cumulative, self.uniform(*keys) * cumulative[-1], side="right").clip(
            0, len(cumulative) - 1
        )

    def choice_rows(self, weights: np.ndarray, *keys) -> np.ndarray:
        """Index drawn per row of `weights` (rows x options); -1 where a row has no weight at all."""
        cumulative = np.cumsum(weights, axis=1, dtype=np.float64)
        total = cumulative[:, -1]
        index = (cumulative <= (self.uniform(*keys) * total)[:, None]).sum(axis=1)
        return np.where(total > 0, index, -1)


class Streams:
    """All streams of one world: `streams("claims.paid_amount")` is the stream of that name."""

    def __init__(self, seed: int):
        self.seed = seed
        self._streams: dict[str, Stream] = {}

    def __call__(self, name: str) -> Stream:
        """The stream of that name."""
        if name not in self._streams:
            self._streams[name] = Stream(self.seed, name)
        return self._streams[name]

    def each(self, pattern: str, names: list[str], which: np.ndarray) -> Stream:
        """The streams of which `pattern` with a name in its braces is the name; `which` is the name's position, by key.
        Few draws of each of many streams are faster at once."""
        return Stream.among([self(pattern.format(name)) for name in names], which)
