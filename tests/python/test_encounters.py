"""Encounters are numbered, placed and left out as a plain loop over them would do it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
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
    Encounters,
    event_number,
    inside,
    make,
    number_within,
    template_fact,
)
from careworld.parameters import TERMINOLOGY

ENCOUNTER_TYPES = TERMINOLOGY / "terminology__encounter_type.csv"
AT_HOME = ("home_health_opening", "home_health_visit", "hospice_opening", "hospice_visit")
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


def stays_of(encounters: Encounters, kind: str) -> Encounters:
    """Stays of one kind, acute or facility."""
    return encounters.take(np.flatnonzero((template_fact("stay") == kind)[encounters.template]))


def without_residence(stays: Encounters) -> Encounters:
    """The stays but those of people who live in a nursing facility."""
    return stays.take(np.flatnonzero(~stays.is_template("nursing_facility")))


def test_visits_take_turns_with_stays(truth: Truth):
    encounters = truth.encounters
    is_stay = (template_fact("stay") != "")[encounters.template]
    stays = encounters.take(np.flatnonzero(is_stay))
    at_home = encounters.is_template(*AT_HOME, "dialysis_month")
    outside = encounters.take(np.flatnonzero(~is_stay & ~at_home))
    assert not inside(outside, without_residence(stays)).any()
    # Only an emergency takes those who live in a facility out of it.
    living = stays.take(np.flatnonzero(stays.is_template("nursing_facility")))
    from_there = inside(outside, living)
    assert from_there.any()
    assert outside.is_template("emergency_visit")[from_there].all()


def test_care_at_home_is_given_at_home(truth: Truth):
    encounters = truth.encounters
    home = encounters.take(np.flatnonzero(encounters.is_template(*AT_HOME)))
    for kind in ("acute", "facility"):
        # Hospice comes to where people live.
        stays = without_residence(stays_of(encounters, kind))
        # The day of discharge is spent at home, too.
        stays.end = stays.end - 1
        assert not inside(home, stays).any(), kind


@pytest.mark.parametrize("kind", ["acute", "facility"])
def test_nobody_is_in_two_stays_at_a_time(truth: Truth, kind: str):
    stays = stays_of(truth.encounters, kind)
    same = stays.person[1:] == stays.person[:-1]
    # Who lives in a facility comes back on the day that a stay elsewhere ends, and leaves on the day that one begins.
    moves = stays.is_template("nursing_facility")[1:] | stays.is_template("nursing_facility")[:-1]
    gap = stays.start[1:] - stays.end[:-1]
    assert (gap[same & ~moves] > 0).all()
    assert (gap[same & moves] >= 0).all()


def test_facility_stays_lie_between_acute_stays(truth: Truth):
    acute, facility = (stays_of(truth.encounters, kind) for kind in ("acute", "facility"))
    # The day of a move belongs to both.
    living = facility.take(np.flatnonzero(facility.is_template("nursing_facility")))
    assert len(living) > 50
    nights = living.take(np.flatnonzero(living.end - living.start > 1))
    facility = without_residence(facility)
    for stays in (facility, nights):
        stays.start = stays.start + 1
        assert not inside(stays, acute).any()
    acute.start, acute.end = acute.start + 1, acute.end - 1
    assert not inside(acute.take(np.flatnonzero(acute.start <= acute.end)), living).any()


def test_a_transfer_goes_on_the_next_day_in_another_hospital(truth: Truth):
    encounters = truth.encounters
    stays = stays_of(encounters, "acute")
    sent = np.flatnonzero(stays.discharge == "02")
    assert len(sent) > 20
    assert (stays.person[sent + 1] == stays.person[sent]).all()
    assert (stays.start[sent + 1] == stays.end[sent] + 1).all()
    sites = template_fact("site_role")[stays.template]
    assert (sites[sent + 1] == "referral_hospital").all()
    assert (sites[sent] != "referral_hospital").all()
    assert (stays.reason[sent + 1] == stays.reason[sent]).all()


def test_what_leads_visits_is_an_encounter_of_the_same_person_before_them(truth: Truth):
    encounters = truth.encounters
    leads = encounters.leads()
    assert (encounters.person[leads] == encounters.person).all()
    assert (encounters.event[leads] == encounters.lead).all()
    assert (encounters.start[leads] <= encounters.start).all()


def test_every_setting_is_reached(truth: Truth):
    reached = set(template_fact("encounter_type")[truth.encounters.template])
    assert reached == set(pd.read_csv(ENCOUNTER_TYPES).encounter_type)
