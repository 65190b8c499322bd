"""Courses of care: treatment that comes again, such as therapy, infusions, equipment at home and standing orders.

A row of the course table is either begun (so many a year, then some visits at an interval) or standing (a
share of those it is for have it as long as it is for them, one visit an interval).
"""

from __future__ import annotations

import numpy as np

from careworld.calendar import NEVER
from careworld.counting import first_in_run, nth_repeat
from careworld.encounters import (
    COURSE_BASE,
    KINDS_MOST,
    MONTHS_MOST,
    Care,
    Encounters,
    event_number,
    make,
    number_within,
)
from careworld.parameters import PARAMETERS, rows
from careworld.readiness import readiness

_JITTER_DAYS = 3


def courses(care: Care) -> list[Encounters]:
    """Visits of all courses, among them those that a stay will make impossible."""
    parts, ready = [], readiness(care, "planned")[:, 0]
    of_year = np.arange(care.calendar.months) % 12 + 1
    for nth, row in enumerate(rows(PARAMETERS.course)):
        fits = care.fitting(row)
        if row.months:
            fits &= np.isin(of_year, [int(month) for month in row.months.split("|")])
        person, day = _standing(care, row, fits) if row.share > 0 else _begun(care, row, fits, ready)
        alive = (day <= care.calendar.last_day) & (day < care.people.death[person]) & (day >= care.people.birth[person])
        person, day = person[alive], day[alive]
        event = event_number(COURSE_BASE + nth, care.calendar.month_of(day), number_within(person, care, day))
        focus = care.illness.conditions.names.index(row.reason) if row.reason in care.illness.conditions.names else -1
        lead = _first_of_month(care, person, event, day) if row.is_billed_monthly else event
        parts.append(make(person, event, row.template, row.reason, day, focus=focus, role=row.role, lead=lead))
    return parts


def _first_of_month(care: Care, person: np.ndarray, event: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Event of the first visit of each visit's person and month: hospitals bill such treatment by the month."""
    group = person * MONTHS_MOST + care.calendar.month_of(day)
    order = np.lexsort((event, day, group))
    lead = np.empty_like(event)
    lead[order] = event[order[first_in_run(group[order])]]
    return lead


def _begun(care: Care, row, fits: np.ndarray, ready: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person and day of the visits of courses that begin at a rate."""
    name = f"course.{row.course}"
    person, day = care.scattered(fits, row.per_year, name, ready)
    key = care.people.key[person]
    more = np.floor(-np.log(care.streams(f"{name}.visits").uniform(key, day)) * (row.visits_mean - 1))
    count = 1 + np.minimum(more, row.visits_most - 1).astype(np.int64)
    each, nth = np.repeat(np.arange(len(person)), count), nth_repeat(count)
    u = care.streams(f"{name}.slip").uniform(key[each], day[each], nth)
    slip = np.where(nth > 0, np.floor(u * min(row.interval_days / 2, _JITTER_DAYS)), 0)
    return person[each], (day[each] + nth * row.interval_days + slip).astype(np.int64)


def _standing(care: Care, row, fits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person and day of the visits of people who are on a course for as long as it is for them."""
    name = f"course.{row.course}"
    chosen = np.flatnonzero(fits.any(axis=1))
    chosen = chosen[care.streams(name).uniform(care.people.key[chosen]) < row.share]
    phase = care.streams(f"{name}.phase").uniform(care.people.key[chosen]) * row.interval_days
    calendar = care.calendar
    visits = int((calendar.last_day - calendar.first_day) // row.interval_days) + 1
    nth = np.arange(visits)
    u = care.streams(f"{name}.slip").uniform(care.people.key[chosen][:, None], nth)
    slip = u * min(row.interval_days / 4, _JITTER_DAYS)
    day = calendar.first_day + np.floor(phase[:, None] + nth * row.interval_days + slip).astype(np.int64)
    day = np.minimum(day, NEVER)
    person = np.broadcast_to(chosen[:, None], day.shape)
    month = calendar.month_of(day).clip(0, calendar.months - 1)
    on = fits[person, month]
    return person[on], day[on]


assert COURSE_BASE + len(PARAMETERS.course) <= KINDS_MOST, "there are more courses than kinds of event"
