"""Ids cannot collide, and look like what they stand for."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careworld import identifiers
from careworld.people import KEYS_PER_FOUNDER
from careworld.places import COMMUNITY, Places
from careworld.rng import Streams
from careworld.spec import MOST_PEOPLE, Spec

LARGEST_KEY = MOST_PEOPLE * KEYS_PER_FOUNDER + KEYS_PER_FOUNDER - 1

indices = lambda below: st.lists(st.integers(0, below - 1), min_size=2, max_size=60, unique=True)  # noqa: E731


def luhn_is_valid(npi: str) -> bool:
    """The check of the NPI standard, digit by digit: the number with 80840 before it passes Luhn."""
    total = 0
    for position, digit in enumerate(reversed("80840" + npi)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


@pytest.mark.parametrize("digits", [7, 8, 9])
@given(data=st.data())
def test_scrambling_is_a_bijection(digits: int, data: st.DataObject):
    index = np.array(data.draw(indices(10**digits)))
    scrambled = identifiers.scramble(index, digits, data.draw(st.integers(0, 10**9)))
    assert len(set(scrambled.tolist())) == len(index)
    assert scrambled.min() >= 0
    assert scrambled.max() < 10**digits


def test_scrambling_uses_every_id_once():
    used = np.zeros(10**7, dtype=bool)
    used[identifiers.scramble(np.arange(10**7), 7)] = True
    assert used.all()


@pytest.mark.parametrize("digits", [7, 8, 9])
@pytest.mark.parametrize("beyond", [-1, 0])
def test_an_index_that_does_not_fit_is_refused(digits: int, beyond: int):
    index = -1 if beyond else 10**digits
    with pytest.raises(ValueError, match=f"does not fit into an id of {digits} digits"):
        identifiers.scramble(np.array([0, index]), digits)


@given(indices(LARGEST_KEY + 1))
def test_people_never_share_an_id_or_a_social_security_number(keys: list[int]):
    keys = np.array(keys)
    for make in (identifiers.person_id, identifiers.patient_id, identifiers.social_security_number):
        assert len(set(make(keys).to_pylist())) == len(keys)
    members = [identifiers.member_id(keys, np.full(len(keys), payer)).to_pylist() for payer in range(4)]
    assert len({member for of_payer in members for member in of_payer}) == 4 * len(keys)


MILLION = np.arange(KEYS_PER_FOUNDER, (1_000_000 + 1) * KEYS_PER_FOUNDER)


@pytest.mark.parametrize(
    ("make", "prefix"),
    [
        (identifiers.person_id, "P"),
        (identifiers.patient_id, "MRN"),
        (identifiers.social_security_number, ""),
        (lambda key: identifiers.member_id(key, np.zeros(len(key), dtype=np.int64)), "MH"),
    ],
    ids=["person", "medical record", "social security", "member"],
)
def test_nobody_shares_a_number_among_a_million_people_and_all_their_children(make, prefix: str):
    parts = [
        pc.cast(pc.utf8_slice_codeunits(make(keys), len(prefix)), pa.int64()).to_numpy()
        for keys in np.array_split(MILLION, 8)
    ]
    number = np.sort(np.concatenate(parts))
    assert len(number) == 8_000_000
    assert (np.diff(number) > 0).all()


def test_no_two_providers_of_a_million_people_share_a_number():
    places = Places(Spec(people=1_000_000, seed=1), Streams(1))
    directory = places.directory(np.arange(1_000_000 // COMMUNITY))
    assert len(directory) > 10_000
    assert directory.npi.is_unique
    # A tax number is of one organization.
    assert (directory.groupby("tin").practice.nunique() == 1).all()
    assert (directory.groupby("practice").tin.nunique() == 1).all()


def test_the_last_possible_person_still_fits():
    identifiers.person_id(np.array([LARGEST_KEY]))
    identifiers.social_security_number(np.array([LARGEST_KEY]))


@given(indices(LARGEST_KEY + 1))
def test_social_security_numbers_begin_with_9_and_have_nine_digits(keys: list[int]):
    for number in identifiers.social_security_number(np.array(keys)).to_pylist():
        assert len(number) == 9
        assert number.isdigit()
        assert number.startswith("9")


def test_the_check_digit_of_the_standards_example_is_3():
    assert identifiers.luhn_check_digit(np.array([123456789])).tolist() == [3]
    assert luhn_is_valid("1234567893")
    assert not luhn_is_valid("1234567894")


@given(indices(10**8))
def test_npis_are_valid_distinct_and_never_issued(providers: list[int]):
    npis = identifiers.npi(np.array(providers)).to_pylist()
    assert len(set(npis)) == len(providers)
    assert all(len(npi) == 10 and npi.startswith("2") and luhn_is_valid(npi) for npi in npis)


@given(indices(10**7))
def test_tax_numbers_are_distinct_and_begin_with_an_unassigned_prefix(organizations: list[int]):
    tins = identifiers.tin(np.array(organizations)).to_pylist()
    assert len(set(tins)) == len(organizations)
    assert all(len(tin) == 9 and tin.startswith("00") for tin in tins)


def test_digits_are_padded_to_their_width():
    assert identifiers.fixed_text(identifiers.digits(np.array([7, 123]), 3)).to_pylist() == ["007", "123"]
    assert identifiers.join("A", pa.array(["1", "2"]), "-", pa.array(["x", "y"])).to_pylist() == ["A1-x", "A2-y"]
