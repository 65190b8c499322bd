"""Who lives in a nursing facility, from when to when: the old, the demented, the disabled, mostly with Medicaid.

Whoever comes to live there stays until death. A stay elsewhere interrupts: the person leaves for the hospital on the
day of admission and comes back on the day of discharge, and each part is a stay of its own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER
from careworld.coverage import UNINSURED
from careworld.discharge import DIED, HOME, TRANSFERRED
from careworld.encounters import KINDS, Care, Encounters, event_number, make, number_within, reasons
from careworld.parameters import PARAMETERS, rows

TEMPLATE = "nursing_facility"


def reside(care: Care, stays: Encounters) -> Encounters:
    """Stays of those who live in nursing facilities, between their other `stays` (which do not overlap)."""
    resident, first, last = residents(care)
    person, start, end = _between(care, resident, first, last, stays)
    until = np.full(len(care.people.key), NEVER)
    until[resident] = last
    reason, focus = _reason(care, person, start)
    month = care.calendar.month_of(start)
    event = event_number(KINDS.index(TEMPLATE), month, number_within(person, care, start))
    there = make(person, event, TEMPLATE, reason, start, end, focus=focus, role="internal_medicine")
    left = np.where(end < until[person], TRANSFERRED, HOME)
    there.discharge = np.where(end == care.people.death[person], DIED, left).astype(object)
    return there


def before_residence(visits: Encounters, living: Encounters) -> Encounters:
    """Months of support at home end on the day before somebody moves into a facility.

    `living` is sorted by person and day, and no month of support begins in it.
    """
    order = living.person * NEVER + living.start
    following = np.searchsorted(order, visits.person * NEVER + visits.start, side="right")
    moves = following < len(living)
    moves[moves] = living.person[following[moves]] == visits.person[moves]
    end = visits.end.copy()
    end[moves] = np.minimum(end[moves], living.start[following[moves]] - 1)
    return replace(visits, end=end)


def residents(care: Care) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Person, first and last day of living in a nursing facility, as if nothing interrupted it."""
    people, calendar = care.people, care.calendar
    # What is more likely than the draw says comes true, and is not undone: as with disability.
    lives_there = np.maximum.accumulate(_chance(care) > care.streams("residence").uniform(people.key)[:, None], axis=1)
    person = np.flatnonzero((lives_there & care.is_there).any(axis=1))
    month = (lives_there & care.is_there)[person].argmax(axis=1)
    first = calendar.starts[month]
    day = (care.streams("residence.day").uniform(people.key[person]) * (calendar.starts[month + 1] - first)).astype(int)
    # Those who live there in the first month have done so before.
    start = np.where(month == 0, first, first + day)
    longest = np.int64(PARAMETERS.number["residence_most_years"] * DAYS_PER_YEAR)
    end = np.minimum(np.minimum(people.death[person], calendar.last_day), start + longest)
    there = end > start
    return person[there], start[there], end[there]


def _chance(care: Care) -> np.ndarray:
    """Chance of living in a nursing facility, people x months: of age, illness, Medicaid and the end of life."""
    table, illness, first = PARAMETERS.residence, care.illness, care.calendar.starts[:-1]
    base = table[table.kind == "base"]
    odds = np.interp(care.age, base.term.astype(float), special.logit(base.value.astype(float)))
    states = {
        "medicaid": care.coverage.of_payer("medicaid") != UNINSURED,
        "disabled": care.coverage.is_disabled,
        "last_year_of_life": care.people.death[:, None] - first < DAYS_PER_YEAR,
    }
    for row in rows(table[table.kind != "base"]):
        is_ill = row.kind == "condition"
        odds += np.log(row.value) * (illness.active[illness.conditions.index(row.term)] if is_ill else states[row.term])
    return np.where(care.age >= float(base.term.iloc[0]), special.expit(odds), 0)


def _between(care: Care, person, start, end, stays: Encounters) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The times of residence without the other stays, where at least a night is left."""
    begins, ends = np.full(len(care.people.key), -1), np.full(len(care.people.key), -1)
    begins[person], ends[person] = start, end
    touch = (stays.end >= begins[stays.person]) & (stays.start <= ends[stays.person])
    at = np.flatnonzero(touch)
    # Each stay ends one part and begins the next: sorted, the nth begin and the nth end are one part.
    who = np.r_[person, stays.person[at]]
    first, last = np.r_[start, stays.end[at]], np.r_[end, stays.start[at]]
    by_begin, by_end = np.lexsort((first, who)), np.lexsort((last, who))
    who, first, last = who[by_begin], first[by_begin], last[by_end]
    left = last > first
    return who[left], first[left], last[left]


def _reason(care: Care, person: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Why people live there: the first condition of the table that they are known to have, and its row, or weakness."""
    month = care.calendar.month_of(day)
    reason, focus = np.full(len(person), reasons().code("nursing_facility_care")), np.full(len(person), -1)
    table = PARAMETERS.residence
    for row in reversed(rows(table[table.kind == "condition"])):
        condition = care.illness.conditions.index(row.term)
        known = care.known[condition, person, month]
        reason[known], focus[known] = reasons().code(row.term), condition
    return reason, focus
