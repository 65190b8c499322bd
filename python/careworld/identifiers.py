"""Ids that cannot collide: every one is a bijection of an index, printed at a fixed width.

The scrambling hides the order of the index (person 1 is not P000000001) and is an affine map modulo a
power of ten, with a multiplier that shares no factor with it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Odd and not divisible by 5, hence coprime to any power of ten; picked near the golden ratio so that
# neighbors land far apart. Small enough that index * multiplier stays inside 64 bits.
_MULTIPLIER = {7: 6180341, 8: 61803401, 9: 618033989}


def scramble(index: np.ndarray, digits: int, offset: int = 0) -> np.ndarray:
    """Permute the integers below 10**digits.

    Raises ValueError when an index does not fit: two ids would be equal.
    """
    index = np.asarray(index, dtype=np.int64)
    modulus = 10**digits
    if index.size and (index.min() < 0 or index.max() >= modulus):
        raise ValueError(f"an index of {index.max()} does not fit into an id of {digits} digits")
    return (index * _MULTIPLIER[digits] + offset) % modulus


# Four digits at a time, as the bytes of their text: dividing is what costs.
_GROUP = 4
_FOUR_DIGITS = np.array([f"{i:04d}".encode() for i in range(10**_GROUP)], dtype="S4").view(np.uint32)


def digits(number: np.ndarray, width: int) -> np.ndarray:
    """Characters of integers below 10**width, padded with zeros: numbers x width, uint8."""
    rest = np.asarray(number, dtype=np.int64)
    groups = -(-width // _GROUP)
    text = np.empty((len(rest), groups), dtype=np.uint32)
    for group in range(groups - 1, 0, -1):
        above = rest // 10**_GROUP
        text[:, group] = _FOUR_DIGITS[rest - above * 10**_GROUP]
        rest = above
    text[:, 0] = _FOUR_DIGITS[rest]
    return text.view(np.uint8).reshape(len(rest), groups * _GROUP)[:, groups * _GROUP - width :]


def characters(*parts: str | np.ndarray) -> np.ndarray:
    """Constants and characters side by side: texts x width, uint8. At least one part is an array."""
    length = next(len(part) for part in parts if not isinstance(part, str))
    parts = [np.frombuffer(part.encode(), np.uint8)[None] if isinstance(part, str) else part for part in parts]
    joined = np.empty((length, sum(part.shape[1] for part in parts)), dtype=np.uint8)
    at = 0
    for part in parts:
        joined[:, at : at + part.shape[1]] = part
        at += part.shape[1]
    return joined


def fixed_text(*parts: str | np.ndarray) -> pa.Array:
    """Text of one width from constants and characters side by side."""
    joined = characters(*parts)
    offsets = np.arange(len(joined) + 1, dtype=np.int32) * joined.shape[1]
    return pa.Array.from_buffers(pa.string(), len(joined), [None, pa.py_buffer(offsets), pa.py_buffer(joined)])


def join(*parts) -> pa.Array:
    """Concatenate text arrays and constants of any width element by element."""
    return pc.binary_join_element_wise(*parts, "")


def person_id(key: np.ndarray) -> pa.Array:
    """P and nine digits; `key` is 8 x founder number + birth order."""
    return fixed_text("P", digits(scramble(key, 9, 271828182), 9))


def member_id(key: np.ndarray, payer: np.ndarray) -> pa.Array:
    """Payer's letter pair and ten digits: one number per person and payer."""
    prefix = np.frombuffer(b"MHHMSMMBTR", np.uint8).reshape(-1, 2)[payer]
    return fixed_text(prefix, digits(scramble(key, 9, 314159265), 9), digits(payer, 1))


def patient_id(key: np.ndarray) -> pa.Array:
    """Medical record number: MRN and nine digits."""
    return fixed_text("MRN", digits(scramble(key, 9, 141421356), 9))


def social_security_number(key: np.ndarray) -> pa.Array:
    """Nine digits beginning with 9: the Social Security Administration never issued an area of 9xx."""
    return fixed_text("9", digits(scramble(key, 8, 57721566), 8))


def luhn_check_digit(number: np.ndarray) -> np.ndarray:
    """Check digit of 9-digit NPIs, with the 80840 prefix of the standard (its digits add a constant 24)."""
    number = np.asarray(number, dtype=np.int64)
    total = np.full(number.shape, 24, dtype=np.int64)
    for position in range(9):
        digit = (number // 10**position) % 10
        if position % 2 == 0:
            digit = digit * 2
            digit = digit - 9 * (digit > 9)
        total += digit
    return (10 - total % 10) % 10


def npi(provider: np.ndarray) -> pa.Array:
    """Ten digits with a valid check digit, beginning with 2: the registry has issued only 1 so far."""
    body = 200_000_000 + scramble(provider, 8, 16180339)
    return fixed_text(digits(body * 10 + luhn_check_digit(body), 10))


def tin(organization: np.ndarray) -> pa.Array:
    """Nine digits beginning with 00: a prefix that the Internal Revenue Service does not assign."""
    return fixed_text("00", digits(scramble(organization, 7, 2718281), 7))
