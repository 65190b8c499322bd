"""Draws are fair, and depend on seed, stream and keys alone."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careworld.rng import Stream, Streams

N = 200_000
KEYS = np.arange(N)

keys = st.integers(-(2**62), 2**62)


def test_uniform_draws_have_the_moments_of_the_uniform_distribution():
    u = Stream(1, "test").uniform(KEYS)
    assert u.min() > 0
    assert u.max() < 1
    for power in (1, 2, 3):
        assert np.mean(u**power) == pytest.approx(1 / (power + 1), abs=0.003)
    assert np.histogram(u, 50, (0, 1))[0] == pytest.approx(N / 50, rel=0.08)


def test_neighboring_keys_months_and_streams_are_uncorrelated():
    one = Stream(1, "one")
    draws = [one.uniform(KEYS), one.uniform(KEYS + 1), one.uniform(KEYS, 1), one.uniform(KEYS, 2)]
    draws += [Stream(1, "two").uniform(KEYS), Stream(2, "one").uniform(KEYS), one.uniform(1, KEYS)]
    correlation = np.corrcoef(draws)
    assert np.abs(correlation - np.eye(len(draws))).max() < 0.012


def test_means_and_spreads_of_every_distribution():
    stream = Stream(5, "test")
    assert stream.normal(KEYS).mean() == pytest.approx(0, abs=0.01)
    assert stream.normal(KEYS).std() == pytest.approx(1, abs=0.01)
    assert stream.exponential(KEYS).mean() == pytest.approx(1, abs=0.01)
    assert stream.lognormal(0.5, KEYS).mean() == pytest.approx(1, abs=0.01)
    gamma = stream.gamma(1 / 1.1**2, KEYS)
    assert gamma.mean() == pytest.approx(1, abs=0.015)
    assert gamma.std() == pytest.approx(1.1, abs=0.03)


@pytest.mark.parametrize("mean", [0, 0.01, 0.3, 1, 3.5])
def test_poisson_counts_have_mean_and_variance_of_their_rate(mean: float):
    counts = Stream(5, "test").poisson(np.full(N, mean), KEYS)
    assert counts.mean() == pytest.approx(mean, abs=0.02)
    assert counts.var() == pytest.approx(mean, abs=0.06)


def test_poisson_counts_stop_at_the_limit():
    assert Stream(5, "test").poisson(np.full(N, 3.5), KEYS, at_most=4).max() == 4


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8).filter(any))
def test_choices_come_in_proportion_to_their_weights(weights: list[int]):
    chosen = Stream(5, "test").choice(np.array(weights), KEYS[:20_000])
    share = np.bincount(chosen, minlength=len(weights)) / 20_000
    assert share == pytest.approx(np.array(weights) / sum(weights), abs=0.015)
    assert not share[np.array(weights) == 0].any()


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=40))
def test_a_choice_per_row_takes_an_option_with_weight_or_none(weights: list[list[int]]):
    weights = np.array(weights)
    chosen = Stream(5, "test").choice_rows(weights, np.arange(len(weights)))
    assert ((chosen == -1) == (weights.sum(axis=1) == 0)).all()
    possible = chosen >= 0
    assert (weights[possible, chosen[possible]] > 0).all()


@given(st.lists(keys, min_size=1, max_size=30), st.permutations(range(30)))
def test_a_draw_does_not_depend_on_its_place_in_the_array(values: list[int], order: list[int]):
    stream = Stream(7, "test")
    order = [i for i in order if i < len(values)]
    alone = [float(stream.uniform(value)[0]) for value in values]
    assert stream.uniform(np.array(values)).tolist() == alone
    assert stream.uniform(np.array(values)[order]).tolist() == [alone[i] for i in order]


@given(keys, keys)
def test_keys_have_an_order_and_broadcast(first: int, second: int):
    stream = Stream(7, "test")
    grid = stream.uniform(np.array([first, second])[:, None], np.arange(3))
    assert grid.shape == (2, 3)
    assert grid[1, 2] == stream.uniform(second, 2)[0]
    assert (stream.uniform(first, second) == stream.uniform(second, first)).all() == (first == second)


def test_adding_a_stream_moves_no_other():
    before, after = Streams(3), Streams(3)
    expected = before("disease.death").uniform(KEYS[:100])
    for name in ("a.new.stream", "another"):
        after(name).uniform(KEYS)
    assert (after("disease.death").uniform(KEYS[:100]) == expected).all()


@given(st.integers(0, 2**63 - 1), st.lists(keys, max_size=3))
def test_bits_are_what_plain_integers_give(seed: int, of: list[int]):
    word = (1 << 64) - 1

    def mix(bits: int) -> int:
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & word
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & word
        return bits ^ bits >> 31

    mixed = int.from_bytes(blake2b(f"{seed}\x1ftest".encode(), digest_size=8).digest(), "little")
    for key in of:
        mixed = mix(((mixed ^ key & word) * 0x9E3779B97F4A7C15 + 0x94D049BB133111EB) & word)
    assert Stream(seed, "test").bits(*of).tolist() == [mix(mixed)]


def test_many_streams_at_once_draw_what_each_draws():
    streams, key = Streams(3), np.arange(100)
    which = key % 3
    drawn = streams.each("a.{}.b", ["x", "y", "z"], which).uniform(key, key + 1)
    for i, name in enumerate("xyz"):
        of = which == i
        assert np.array_equal(drawn[of], streams(f"a.{name}.b").uniform(key[of], key[of] + 1))
    every = streams.each("{}", ["x", "y"], np.array([[0], [1]])).uniform(key)
    assert np.array_equal(every, [streams("x").uniform(key), streams("y").uniform(key)])


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_counts_that_cannot_happen_are_zero_and_move_no_other(share: float):
    stream, key, month = Streams(3)("counts"), np.arange(300), np.arange(12)
    mean = np.full((300, 12), 0.7)
    possible = Streams(3)("possible").uniform(key[:, None], month) < share
    assert np.array_equal(
        stream.poisson(np.where(possible, mean, 0), key[:, None], month),
        np.where(possible, stream.poisson(mean, key[:, None], month), 0),
    )


def test_a_stream_of_keys_draws_what_the_stream_draws_for_them():
    stream, key, event = Streams(1)("test"), np.arange(50), np.arange(50) * 7
    narrowed = stream.of(key, event)
    assert (narrowed.uniform(3) == stream.uniform(key, event, 3)).all()
    chosen = np.array([4, 4, 49])
    assert (narrowed.at(chosen).uniform(3) == stream.uniform(key[chosen], event[chosen], 3)).all()
    assert (narrowed.uniform() == stream.uniform(key, event)).all()
