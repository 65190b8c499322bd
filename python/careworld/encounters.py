"""Visits and stays: when, why and with whom care happens. Care follows the state of people's health.

Every encounter has an event number, unique within its person: its kind, its month and a count. Draws
about the encounter are keyed by person and event, hence an added kind of care moves no other.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, cached_property

import numpy as np
import pandas as pd
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER, Calendar, age_in_years, month_of_year, year_of
from careworld.counting import nth_in_run, nth_repeat
from careworld.coverage import Coverage
from careworld.disease import Illness
from careworld.parameters import PARAMETERS, rows
from careworld.people import People
from careworld.pregnancy import Pregnancies
from careworld.rng import Streams
from careworld.seasons import factors, rate_factor

# Kinds of event; each has a place of its own in the event number. Follow-up visits take one kind per
# specialty, planned outpatient care and courses of care one per row of their tables, from the bases on.
KINDS = [
    "preventive", "acute_visit", "emergency", "admission", "readmission", "second_readmission", "infarction",
    "delivery", "newborn", "end_of_life", "skilled_nursing", "dialysis", "prenatal", "transfer", "facility_stay",
    "home_health", "hospice", "hospice_stay", "nursing_facility",
]  # fmt: skip
FOLLOW_UP_BASE = 20
PLANNED_BASE = 60
COURSE_BASE = 96
KINDS_MOST, MONTHS_MOST, COUNT_MOST = 208, 128, 32
_AT_ONCE = 2048

# Stays in a hospital, and stays in facilities that follow one.
STAYS = tuple(PARAMETERS.template.template[PARAMETERS.template.stay == "acute"])
FACILITY_STAYS = tuple(PARAMETERS.template.template[PARAMETERS.template.stay == "facility"])


class Vocabulary:
    """Names as integers: arrays hold codes, tables of parameters are laid out by code."""

    def __init__(self, names: list[str]):
        self.names = np.array(names, dtype=object)
        self._code = {name: code for code, name in enumerate(names)}

    def code(self, names: str | np.ndarray) -> np.ndarray:
        """Codes of one name or of many."""
        if isinstance(names, str):
            return np.int64(self._code[names])
        return np.fromiter((self._code[name] for name in names), np.int64, len(names))

    def lookup(self, column: pd.Series, missing) -> np.ndarray:
        """Values of a series that is indexed by name, laid out by code."""
        return column.reindex(self.names).fillna(missing).to_numpy()


TEMPLATES = Vocabulary(list(PARAMETERS.template.template))


@cache
def template_fact(column: str) -> np.ndarray:
    """A column of the template table, laid out by template code."""
    return PARAMETERS.template[column].to_numpy()


@cache
def reasons() -> Vocabulary:
    """Every reason of any parameter table."""
    tables = (
        PARAMETERS.admission_reason, PARAMETERS.emergency_reason, PARAMETERS.office_reason, PARAMETERS.visit_code,
        PARAMETERS.course,
    )  # fmt: skip
    names = {name for table in tables for name in table.reason} | set(PARAMETERS.condition.condition)
    return Vocabulary(sorted(names))


@cache
def among_reasons(names: str) -> np.ndarray:
    """Which reasons stand in a list such as `a|b`, bool by reason code."""
    wanted = np.zeros(len(reasons().names), dtype=bool)
    wanted[reasons().code(np.array(names.split("|"), dtype=object))] = True
    return wanted


@dataclass
class Encounters:
    """Arrays of equal length, one entry per encounter."""

    person: np.ndarray  # position in People
    event: np.ndarray  # number unique within the person
    template: np.ndarray  # code in TEMPLATES
    reason: np.ndarray  # code in reasons()
    start: np.ndarray  # day
    end: np.ndarray  # day
    focus: np.ndarray  # row of the condition that a follow-up visit is for, -1 for none
    role: np.ndarray  # role of the clinician in charge, object
    is_emergency: np.ndarray  # bool, came through the emergency department
    is_elective: np.ndarray  # bool, a planned admission
    discharge: np.ndarray  # UB-04 discharge status of stays, object
    lead: np.ndarray  # event that this one is billed with: mostly itself, for visits at home the first of a period

    def __len__(self) -> int:
        return len(self.person)

    def take(self, index: np.ndarray) -> Encounters:
        """The encounters at `index`."""
        return Encounters(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    @classmethod
    def joined(cls, parts: list[Encounters]) -> Encounters:
        """All parts in one."""
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})

    def is_template(self, *names: str) -> np.ndarray:
        """Which encounters follow one of these templates."""
        wanted = np.zeros(len(TEMPLATES.names), dtype=bool)
        wanted[[TEMPLATES.code(name) for name in names]] = True
        return wanted[self.template]

    def leads(self) -> np.ndarray:
        """Position of the encounter that each one is billed with; encounters must be sorted by person."""
        key = self.key_of(self.event)
        order = np.argsort(key)
        return order[np.searchsorted(key[order], self.key_of(self.lead))]

    def key_of(self, event: np.ndarray) -> np.ndarray:
        """Key among all people of an event, own or leading, of each encounter's person."""
        return self.person.astype(np.int64) * EVENTS_PER_PERSON + event

    @property
    def template_name(self) -> np.ndarray:
        """Names of the templates, object."""
        return TEMPLATES.names[self.template]

    @property
    def reason_name(self) -> np.ndarray:
        """Names of the reasons, object."""
        return reasons().names[self.reason]


def event_number(kind: int, month: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Number of an event within its person, below 2**20."""
    return (kind * MONTHS_MOST + month) * COUNT_MOST + np.minimum(count, COUNT_MOST - 1)


EVENTS_PER_PERSON = KINDS_MOST * MONTHS_MOST * COUNT_MOST


def make(person, event, template, reason, start, end=None, focus=-1, role="hospitalist", lead=None) -> Encounters:
    """Encounters from arrays and constants, not elective and not by way of the emergency department.

    Template and reason are codes, or one name for all.
    """
    n = len(person)
    full = lambda value, dtype=object: np.broadcast_to(np.asarray(value, dtype=dtype), (n,)).copy()  # noqa: E731
    return Encounters(
        person=np.asarray(person),
        event=np.asarray(event),
        template=full(TEMPLATES.code(template) if isinstance(template, str) else template, np.int64),
        reason=full(reasons().code(reason) if isinstance(reason, str) else reason, np.int64),
        start=np.asarray(start),
        end=np.asarray(start if end is None else end),
        focus=full(focus, np.int64),
        role=full(role),
        is_emergency=np.zeros(n, dtype=bool),
        is_elective=np.zeros(n, dtype=bool),
        discharge=full(""),
        lead=np.asarray(event) if lead is None else np.asarray(lead),
    )


class Care:
    """Everything that decides on encounters, so that the steps below stay short."""

    def __init__(
        self, people: People, pregnancies: Pregnancies, illness: Illness, coverage: Coverage, calendar: Calendar,
        streams: Streams,
    ):  # fmt: skip
        self.people, self.illness, self.calendar, self.streams = people, illness, calendar, streams
        self.pregnancies, self.coverage = pregnancies, coverage
        middle = (calendar.starts[:-1] + calendar.starts[1:]) // 2
        self.age = age_in_years(people.birth[:, None], middle[None, :])  # people x months
        self.year = np.floor(self.age)
        self.is_there = (people.birth[:, None] < calendar.starts[None, 1:]) & (
            people.death[:, None] >= calendar.starts[None, :-1]
        )
        self.known = illness.known
        # The simulated years, and in which of them each month lies.
        self.calendar_years, self.calendar_year = np.unique(year_of(calendar.starts[:-1]), return_inverse=True)

    @cached_property
    def care_seeking(self) -> np.ndarray:
        """How readily people see a clinician, mean 1, people x calendar years: a lasting habit and what moves them in
        a year."""
        number, key = PARAMETERS.number, self.people.key[:, None]
        shape = 1 / number["care_seeking_coefficient_of_variation"] ** 2
        lasting = number["care_seeking_correlation"]
        of_year = self.streams("people.care_seeking_year").normal(key, self.calendar_years[None, :])
        z = lasting * self.streams("people.care_seeking").normal(key) + np.sqrt(1 - lasting**2) * of_year
        return special.gammaincinv(shape, special.ndtr(z)) / shape

    def draw(self, name: str, person: np.ndarray, event: np.ndarray) -> np.ndarray:
        """Uniform draw of each encounter, from the stream of that name."""
        return self.streams(name).uniform(self.people.key[person], event)

    def ratio(self, per_condition: np.ndarray, cap: float) -> np.ndarray:
        """Product of the rate ratios of active conditions, people x months, capped."""
        log_ratio = np.zeros(self.age.shape)
        for c in np.flatnonzero(per_condition != 1):
            log_ratio += np.log(per_condition[c]) * self.illness.active[c]
        return np.minimum(np.exp(log_ratio), cap)

    def occurrences(self, per_year: np.ndarray, kind: int, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Person, event number and day of a Poisson process whose yearly rate is people x months."""
        months = np.arange(self.calendar.months)
        rate = np.where(self.is_there, per_year, 0) / 12
        count = self.streams(f"{name}.count").poisson(rate, self.people.key[:, None], months)
        happens = np.flatnonzero(count)  # in few of the months
        total = count.ravel()[happens]
        person, month = np.divmod(np.repeat(happens, total), len(months))
        nth = nth_repeat(total)
        event = event_number(kind, month, nth)
        first, following = self.calendar.starts[month], self.calendar.starts[month + 1]
        day = first + (self.draw(f"{name}.day", person, event) * (following - first)).astype(np.int64)
        alive = (day >= self.people.birth[person]) & (day < self.people.death[person])
        return person[alive], event[alive], day[alive]

    def in_season(self, table, bands: list[tuple[int, str]]) -> np.ndarray:
        """How often people come for the reasons of a table against the yearly mean: people x months."""
        return rate_factor(table, bands, self.age, self.calendar)

    def scattered(
        self, fits: np.ndarray, per_year: float, name: str, readiness: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Person and day of a Poisson process with one yearly rate in the months that fit (people x months, bool),
        times the readiness of each person.

        Events are drawn over all of the time and kept where they fit: a draw a person, not a draw a month.
        """
        calendar, key = self.calendar, self.people.key
        days = calendar.last_day + 1 - calendar.first_day
        who = np.flatnonzero(fits.any(axis=1))
        mean = per_year * days / DAYS_PER_YEAR * (np.ones(len(who)) if readiness is None else readiness[who])
        count = self.streams(f"{name}.count").poisson(mean, key[who])
        person, nth = np.repeat(who, count), nth_repeat(count)
        day = calendar.first_day + (self.streams(f"{name}.day").uniform(key[person], nth) * days).astype(np.int64)
        kept = fits[person, calendar.month_of(day)]
        kept &= (day >= self.people.birth[person]) & (day < self.people.death[person])
        return person[kept], day[kept]

    def fitting(self, row) -> np.ndarray:
        """Months in which a parameter row is for each person: people x months, bool; known conditions count."""
        fits = (self.year >= row.min_age) & (self.year <= row.max_age)
        if row.sex:
            fits &= (self.people.is_female == (row.sex == "female"))[:, None]
        if row.requires_condition:
            everywhere = slice(None)
            fits &= self.illness.conditions.holds(row.requires_condition, self.known, everywhere, everywhere)
        return fits

    def by_age(self, table, value: str) -> np.ndarray:
        """Value of a table with min_age, max_age (and sex) for everyone and every month; rows add up."""
        rate = np.zeros(self.age.shape)
        for row in rows(table):
            fits = (self.year >= row.min_age) & (self.year <= row.max_age)
            sex = getattr(row, "sex", "")
            if sex:
                fits &= (self.people.is_female == (sex == "female"))[:, None]
            rate += np.where(fits, getattr(row, value), 0)
        return rate

    def eligible(self, table, person: np.ndarray, day: np.ndarray, conditions: np.ndarray) -> np.ndarray:
        """Rows of a parameter table that apply to each person on a day: people x rows, bool.

        `conditions` is active or known, conditions x people x months; a column that a table lacks limits nothing.
        """
        month = self.calendar.month_of(day)
        age = np.floor(age_in_years(self.people.birth[person], day))
        fits = np.ones((len(person), len(table)), dtype=bool)
        for i, row in enumerate(rows(table)):
            ok = np.ones(len(person), dtype=bool)
            if getattr(row, "sex", ""):
                ok &= self.people.is_female[person] == (row.sex == "female")
            ok &= (age >= getattr(row, "min_age", 0)) & (age <= getattr(row, "max_age", 999))
            if getattr(row, "requires_condition", ""):
                ok &= self.illness.conditions.holds(row.requires_condition, conditions, person, month)
            if getattr(row, "excludes_condition", ""):
                ok &= ~self.illness.conditions.holds(row.excludes_condition, conditions, person, month)
            fits[:, i] = ok
        return fits

    def reasons(self, table, person, event, day, bands: list[tuple[int, str]], name: str, more=None) -> np.ndarray:
        """Row of a reason table per encounter, by the weights of the age band among eligible rows.

        `more` gives further weights, encounters x rows, for people and days. -1 where no row is eligible.
        """
        age = age_in_years(self.people.birth[person], day)
        weights = np.stack([table[column].to_numpy(float) for _, column in bands])
        band = np.searchsorted([low for low, _ in bands], age, side="right").clip(1) - 1
        weights = weights[:, :, None] * factors(table)[None, :, :]  # bands x rows x months of the year
        month, key = month_of_year(day) - 1, self.people.key[person]
        fits = self.eligible(table, person, day, self.illness.active)
        row = np.empty(len(person), dtype=np.int64)
        # Some at a time: the weights of all of them would fill more memory than is near.
        for begin in range(0, len(person), _AT_ONCE):
            some = slice(begin, begin + _AT_ONCE)
            weight = weights[band[some], :, month[some]] * fits[some]
            if more is not None:
                weight *= more(person[some], day[some])
            row[some] = self.streams(name).choice_rows(weight, key[some], event[some])
        return row


def number_within(person: np.ndarray, care: Care, day: np.ndarray) -> np.ndarray:
    """0 for a person's first entry of a month, 1 for the second, ...; by day, then by position."""
    month = care.calendar.month_of(day)
    order = np.lexsort((day, month, person))
    group = person[order] * MONTHS_MOST + month[order]
    result = np.empty(len(group), dtype=np.int64)
    result[order] = nth_in_run(group)
    return result


def inside(visits: Encounters, stays: Encounters) -> np.ndarray:
    """Which visits fall on a day that the person spends in one of the stays (sorted, without overlap)."""
    if not len(stays):
        return np.zeros(len(visits), dtype=bool)
    order = np.lexsort((stays.start, stays.person))
    person, start, end = stays.person[order], stays.start[order], stays.end[order]
    at = np.searchsorted(person * NEVER + start, visits.person * NEVER + visits.start, side="right") - 1
    found = at.clip(0)
    return (at >= 0) & (person[found] == visits.person) & (visits.start <= end[found])
