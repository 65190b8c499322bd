"""Families are couples of like age and their children, the same whatever the size of the population."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.calendar import age_in_years
from careworld.families import CHILD, OUTSIDE, SELF, SPOUSE
from careworld.parameters import PARAMETERS
from careworld.people import founders


@pytest.fixture(scope="module")
def family(truth: Truth) -> dict[str, np.ndarray]:
    """Founders of the truth with ages, and the position of their holder, -1 outside."""
    people = founders(np.arange(1, truth.spec.people + 1), truth.spec, truth.places, truth.calendar, truth.streams)
    place = {key: position for position, key in enumerate(people.key)}
    return {
        "people": people,
        "age": age_in_years(people.birth, truth.calendar.first_day),
        "holder": np.array([place.get(key, -1) for key in people.holder]),
    }


def test_holders_hold_their_own_policy(family):
    people, holder = family["people"], family["holder"]
    assert ((people.holder == people.key) == (people.relation == SELF)).all()
    inside = holder >= 0
    assert (people.relation[holder[inside]] == SELF).all()
    assert (people.holder_birth[inside] == people.birth[holder[inside]]).all()
    assert (people.community[inside] == people.community[holder[inside]]).all()


def test_couples_are_adults_of_like_age(family):
    people, age, holder = family["people"], family["age"], family["holder"]
    spouse = np.flatnonzero(people.relation == SPOUSE)
    assert 0.08 < len(spouse) / len(people) < 0.2
    assert age[spouse].min() >= 19
    assert (people.is_female[spouse] != people.is_female[holder[spouse]]).all()
    gap = np.where(people.is_female[spouse], 1, -1) * (age[holder[spouse]] - age[spouse])
    assert np.mean(gap) == pytest.approx(PARAMETERS.number["couple_age_gap_years"], abs=0.3)
    assert np.quantile(np.abs(gap), 0.8) < 7
    assert np.abs(gap).max() < 20
    same_name = people.surname[spouse] == people.surname[holder[spouse]]
    assert same_name.mean() == pytest.approx(1 - PARAMETERS.number["spouse_own_name_share"], abs=0.04)


def test_children_have_a_mother_old_enough_and_siblings_not_too_close(family):
    people, age, holder = family["people"], family["age"], family["holder"]
    child = np.flatnonzero(people.relation == CHILD)
    assert age[child].max() < 26
    assert (age < 19)[people.relation != CHILD].sum() == 0
    inside = child[people.holder[child] < OUTSIDE]
    assert len(inside) / len(child) > 0.9
    assert (age[holder[inside]] - age[inside]).min() > 9, "a holder may be younger than the mother, not a child"
    order = inside[np.lexsort((age[inside], people.household[inside]))]
    siblings = people.household[order][1:] == people.household[order][:-1]
    assert np.diff(age[order])[siblings].min() >= PARAMETERS.number["sibling_gap_years"]
    _, count = np.unique(people.household[inside], return_counts=True)
    assert count.max() <= PARAMETERS.number["children_at_home_most"]
    assert (people.zip[inside] == people.zip[holder[inside]]).all()


def test_a_community_cut_off_has_the_same_families(truth: Truth, family):
    some = founders(np.arange(1201, 1300), truth.spec, truth.places, truth.calendar, truth.streams)
    everyone = family["people"]
    for trait in ("household", "surname", "holder", "holder_birth", "relation", "heritage", "zip"):
        assert (getattr(some, trait) == getattr(everyone, trait)[1200:1299]).all(), trait


def test_a_mother_bears_no_child_within_months_of_the_infant_at_home(truth: Truth):
    people, pregnancies = truth.people, truth.pregnancies
    gap = pregnancies.conception - people.last_delivery[pregnancies.mother]
    assert (people.last_delivery > truth.calendar.first_day - 400).sum() > 30
    assert gap.min() > 90
