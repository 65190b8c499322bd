"""Courses of care: treatment that comes again, such as therapy, infusions, equipment at home and standing orders.

A row of the course table is either begun (so many a year, then some visits at an interval) or standing (a
share of those it is for have it as long as it is for them, one visit an interval). Standing rows of one
choice group exclude each other. Long-term services stand for a whole calendar month, as they are billed.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from careworld.calendar import NEVER
from careworld.counting import first_in_run, nth_repeat
from careworld.coverage import UNINSURED
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
    parts, ready, passed = [], readiness(care, "planned")[:, 0], {}
    of_year = np.arange(care.calendar.months) % 12 + 1
    covered = {payer: care.coverage.of_payer(payer) != UNINSURED for payer in {*_only_payer().values()}}
    for nth, row in enumerate(rows(PARAMETERS.course)):
        fits = _fitting(care, row, covered)
        if row.months:
            fits &= np.isin(of_year, [int(month) for month in row.months.split("|")])
        if row.share > 0:
            chosen = _chosen(care, row, fits, passed)
            person, day = _monthly(care, chosen, fits) if row.period == "month" else _standing(care, row, chosen, fits)
        else:
            person, day = _begun(care, row, fits, ready)
        alive = (day <= care.calendar.last_day) & (day < care.people.death[person]) & (day >= care.people.birth[person])
        person, day = person[alive], day[alive]
        month = care.calendar.month_of(day)
        end = day
        if row.period == "month":
            end = np.minimum(care.calendar.starts[month + 1] - 1, care.people.death[person])
        event = event_number(COURSE_BASE + nth, month, number_within(person, care, day))
        focus = care.illness.conditions.names.index(row.reason) if row.reason in care.illness.conditions.names else -1
        lead = _first_of_month(care, person, event, day) if row.is_billed_monthly else event
        parts.append(make(person, event, row.template, row.reason, day, end, focus=focus, role=row.role, lead=lead))
    return parts


def _fitting(care: Care, row, covered: dict[str, np.ndarray]) -> np.ndarray:
    """Months in which a course is for each person: people x months, bool. `covered` is by type of payer."""
    fits = care.fitting(row)
    if row.requires_disability:
        fits &= care.coverage.is_disabled
    if row.template in _only_payer():
        fits &= covered[_only_payer()[row.template]]
    return fits


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


@cache
def _only_payer() -> dict[str, str]:
    """Type of payer that alone covers a template, where there is one."""
    shapes = PARAMETERS.claim_shape[PARAMETERS.claim_shape.payer_type != ""]
    return dict(zip(shapes.template, shapes.payer_type, strict=True))


def _chosen(care: Care, row, fits: np.ndarray, passed: dict[str, np.ndarray]) -> np.ndarray:
    """Who is on a standing course whenever it is for them: its share of those whom it is ever for.

    Rows of a choice group are laid end to end on one draw; `passed` is what earlier rows took of it.
    """
    who = np.flatnonzero(fits.any(axis=1))
    u = care.streams(f"course.{row.choice_group or row.course}").uniform(care.people.key[who])
    if not row.choice_group:
        return who[u < row.share]
    low = passed.setdefault(row.choice_group, np.zeros(len(care.people.key)))
    chosen = who[(u >= low[who]) & (u < low[who] + row.share)]
    low[who] += row.share
    return chosen


def _monthly(care: Care, chosen: np.ndarray, fits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person and first day of every calendar month that people begin on a standing course."""
    nth, month = np.nonzero(fits[chosen])
    return chosen[nth], care.calendar.starts[month]


def _standing(care: Care, row, chosen: np.ndarray, fits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Person and day of the visits of people who are on a course for as long as it is for them."""
    name = f"course.{row.course}"
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
