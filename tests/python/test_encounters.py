"""Encounters are numbered, placed and left out as a plain loop over them would do it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from conftest import Truth
from hypothesis import given
from hypothesis import strategies as st

from careworld.calendar import Calendar
from careworld.encounters import (
    COUNT_MOST,
    EVENTS_PER_PERSON,
    KINDS_MOST,
    MONTHS_MOST,
    STAYS,
    event_number,
    inside,
    make,
    number_within,
)

CALENDAR = Calendar(2022, 2024)
spells = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(0, 6)), max_size=12)


@given(spells, spells)
def test_a_visit_is_inside_a_stay_of_the_same_person_on_that_day(stays: list, visits: list):
    taken, apart = set(), []
    for person, start, length in stays:
        span = {(person, day) for day in range(start, start + length + 1)}
        if not span & taken:
            taken |= span
            apart.append((person, start, start + length))
    columns = lambda rows: [np.array(c, dtype=np.int64) for c in zip(*rows, strict=True)] or [np.zeros(0, np.int64)] * 3  # noqa: E731
    person, start, end = columns(apart)
    stays_made = make(person, np.arange(len(person)), "newborn", "preventive visit", start, end)
    person, day, _ = columns(visits)
    visits_made = make(person, np.arange(len(person)), "office_visit", "preventive visit", day)
    assert inside(visits_made, stays_made).tolist() == [(p, d) in taken for p, d, _ in visits]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 90)), min_size=1, max_size=20))
def test_numbers_within_a_month_count_by_day(entries: list[tuple[int, int]]):
    person, offset = (np.array(column) for column in zip(*entries, strict=True))
    day = CALENDAR.first_day + offset
    numbers = number_within(person, SimpleNamespace(calendar=CALENDAR), day)
    month = CALENDAR.month_of(day)
    for who, when in {(p, m) for p, m in zip(person, month, strict=True)}:
        group = (person == who) & (month == when)
        assert sorted(numbers[group]) == list(range(group.sum()))
        assert (np.diff(day[group][np.argsort(numbers[group])]) >= 0).all()


events_of_a_person = st.tuples(*(st.integers(0, most - 1) for most in (KINDS_MOST, MONTHS_MOST, COUNT_MOST)))


@given(st.lists(events_of_a_person, unique=True, min_size=1))
def test_events_of_a_person_have_numbers_of_their_own(events: list[tuple[int, int, int]]):
    kind, month, count = (np.array(column) for column in zip(*events, strict=True))
    numbers = event_number(kind, month, count)
    assert len(set(numbers.tolist())) == len(events)
    assert numbers.max() < EVENTS_PER_PERSON


def test_no_two_encounters_of_a_person_share_an_event_number(truth: Truth):
    encounters = truth.encounters
    event = encounters.person.astype(np.int64) * EVENTS_PER_PERSON + encounters.event
    assert len(np.unique(event)) == len(event)


def test_encounters_are_sorted_and_within_the_simulated_years(truth: Truth):
    encounters, people = truth.encounters, truth.people
    order = np.lexsort((encounters.event, encounters.start, encounters.person))
    assert (order == np.arange(len(order))).all()
    assert (encounters.start >= truth.calendar.first_day).all()
    assert (encounters.end <= truth.calendar.last_day).all()
    assert (encounters.start >= people.birth[encounters.person]).all()
    assert (encounters.end <= people.death[encounters.person]).all()
    assert (encounters.end >= encounters.start).all()


def test_a_stay_that_is_not_the_last_ends_alive(truth: Truth):
    encounters = truth.encounters
    stays = encounters.take(np.flatnonzero(encounters.is_template(*STAYS)))
    died = stays.discharge == "20"
    death = truth.people.death[stays.person]
    assert died.sum() > 20
    assert (stays.end[died] == death[died]).all()
    assert (stays.end[~died] < death[~died]).all()


def test_emergency_visits_are_as_many_as_published(truth: Truth):
    people, starts = truth.people, truth.calendar.starts
    alive = (people.birth[:, None] < starts[1:]) & (people.death[:, None] >= starts[:-1])
    per_1000 = truth.encounters.is_template("emergency_visit").sum() / alive.sum() * 12_000
    # HCUP: 378 treat-and-release visits per 1,000 people and year.
    assert per_1000 == pytest.approx(378, rel=0.15)


def test_visits_take_turns_with_stays(truth: Truth):
    encounters = truth.encounters
    stays = encounters.take(np.flatnonzero(encounters.is_template(*STAYS, "skilled_nursing")))
    outside = encounters.take(np.flatnonzero(~encounters.is_template(*STAYS, "skilled_nursing", "dialysis_month")))
    assert not inside(outside, stays).any()
