"""Drugs: who is prescribed what, since when, and which fills follow.

People who know of a condition are treated or not, group of drugs by group; a course runs from diagnosis
or the first day to remission, death or the last day, with a refill whenever the supply, stretched by the
person's adherence, runs out. Acute problems bring short courses.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from scipy import special

from careworld.calendar import NEVER, age_in_years
from careworld.counting import first_in_run, nth_in_run, nth_repeat
from careworld.encounters import Care, Encounters, reasons
from careworld.parameters import PARAMETERS, groups, rows

# Courses and fills are numbered within a person: below this many fills each.
FILLS_MOST = 256
_LAG_DAYS = 20  # spread of the first fill after diagnosis or the first day


@dataclass
class Courses:
    """Arrays of equal length, one entry per prescription course."""

    person: np.ndarray
    number: np.ndarray  # unique within the person
    drug: np.ndarray  # row of the drug table
    start: np.ndarray  # day it was prescribed
    end: np.ndarray  # last day on which it is refilled
    encounter: np.ndarray  # visit at which it was prescribed, -1 when none is known
    condition: np.ndarray  # row of the condition, -1 for acute courses
    therapy: np.ndarray  # position in `therapies`, -1 for acute courses
    begun: np.ndarray  # day on which the therapy truly began, perhaps before the first simulated one

    def take(self, index: np.ndarray) -> Courses:
        """The courses at `index`."""
        return Courses(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


@dataclass
class Fills:
    """Arrays of equal length, one entry per fill, sorted by person, day and course."""

    course: np.ndarray  # position in Courses
    number: np.ndarray  # 0 for the first fill
    day: np.ndarray
    days_supply: np.ndarray
    is_mail: np.ndarray  # bool, filled by the mail pharmacy


@cache
def therapies() -> list[str]:
    """Names of the drug groups, in order of appearance."""
    return list(dict.fromkeys(PARAMETERS.condition_drug.drug_group))


def prescribe(care: Care, encounters: Encounters) -> tuple[Courses, Fills]:
    """Courses of all people and their fills."""
    drugs = {name: i for i, name in enumerate(PARAMETERS.drug.drug)}
    parts = [*_chronic(care, drugs), *_acute(care, encounters, drugs)]
    courses = Courses(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    courses = _once(courses.take(np.lexsort((courses.number, courses.start, courses.person))))
    courses.encounter = np.where(courses.encounter >= 0, courses.encounter, _prescribing_visit(courses, encounters))
    return courses, _fill(care, courses)


def _once(courses: Courses) -> Courses:
    """Courses without those that begin while another of the same therapy runs: one statin serves heart and sugar."""
    order = np.lexsort((courses.number, courses.start, courses.therapy, courses.person))
    group = courses.person[order] * len(therapies()) + courses.therapy[order]
    position = np.arange(len(order))
    first = first_in_run(group)
    # The latest end so far within the group: groups are lifted above each other.
    lift = (first + 1) * (1 << 20)
    latest = np.maximum.accumulate(courses.end[order] + lift)
    before = np.r_[-NEVER, latest[:-1]][: len(order)]
    runs = (position > first) & (courses.start[order] + lift <= before) & (courses.therapy[order] >= 0)
    return courses.take(np.sort(order[~runs]))


def _chronic(care: Care, drugs: dict[str, int]) -> list[tuple[np.ndarray, ...]]:
    illness, calendar, people = care.illness, care.calendar, care.people
    table = PARAMETERS.condition_drug
    parts = []
    for number, ((condition_name, group), options) in enumerate(groups(table, "condition", "drug_group").items()):
        condition = illness.conditions.index(condition_name)
        spell = np.flatnonzero((illness.spell_condition == condition) & (illness.spell_known < NEVER))
        person = illness.spell_person[spell]
        onset = illness.spell_known[spell]  # treatment begins with the diagnosis
        begins = np.maximum.reduce([onset, np.full(len(spell), calendar.first_day), people.birth[person]])
        stops = np.minimum.reduce(
            [illness.spell_end[spell], people.death[person], np.full(len(spell), calendar.last_day)]
        )
        key = people.key[person]
        name = f"drug.{condition_name}.{group}"
        # Whoever takes to a group of drugs does so for every condition that asks for it.
        treated = _takes_to(care, group, person, begins) < rows(options)[0].treated_share
        treated &= begins < stops
        person, begins, stops, key, onset = (
            person[treated],
            begins[treated],
            stops[treated],
            key[treated],
            onset[treated],
        )
        fits = care.eligible(options, person, begins, care.known)
        weight = fits * np.array([row.weight for row in rows(options)], dtype=float)
        choice = care.streams(f"{name}.drug").choice_rows(weight, key)
        drug = np.array([drugs[row.drug] for row in rows(options)])[choice]
        # New patients start within weeks of onset; those ill at the start are somewhere between two fills.
        lag = care.streams(f"{name}.lag").uniform(key)
        start = begins + (lag * np.where(onset >= calendar.first_day, _LAG_DAYS, 30)).astype(np.int64)
        stays_on = care.streams(f"{name}.persistence")
        leaves = stays_on.uniform(key) > PARAMETERS.number["known_rx_persistence"]
        quits = start + (30 + stays_on.uniform(key, 1) * 700).astype(np.int64)
        end = np.where(leaves & (onset >= calendar.first_day), np.minimum(stops, quits), stops)
        ok = (choice >= 0) & (start <= end)
        n = int(ok.sum())
        # A condition may come back: spells of one person keep numbers of their own.
        nth = nth_in_run(person)
        parts.append(
            (
                person[ok],
                number * 4 + nth[ok].clip(max=3),
                drug[ok],
                start[ok],
                end[ok],
                np.full(n, -1),
                np.full(n, condition),
                np.full(n, therapies().index(group)),
                np.minimum(onset, start)[ok],
            )
        )
    return parts


def _takes_to(care: Care, group: str, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Position of a person, 0 to 1, among those whom a group of drugs is for: the lowest are treated. Who takes one
    drug takes another sooner, and the old sooner than the young."""
    number, key = PARAMETERS.number, care.people.key[person]
    shared = number["medicine_correlation"]
    own = care.streams(f"drug.{group}.treated").normal(key)
    age = age_in_years(care.people.birth[person], day)
    habit = shared * care.streams("drug.medicine").normal(key) + np.sqrt(1 - shared**2) * own
    # Parents see to it that children are treated as people of middle age are.
    years = np.where(age < 18, number["medicine_child_age"], age.clip(18, 85)) - 55
    return special.ndtr(habit - number["medicine_age_slope"] * years)


# Acute courses are numbered after the chronic ones, which stay below this.
_ACUTE_FROM = 1 << 10


def _acute(care: Care, encounters: Encounters, drugs: dict[str, int]) -> list[tuple[np.ndarray, ...]]:
    filled = PARAMETERS.number["acute_prescription_filled_share"]
    parts = []
    for table, templates in (
        ("office_reason", ("office_visit", "telehealth_visit")),
        ("emergency_reason", ("emergency_visit",)),
    ):
        share, drug = _treatments(table)
        share = share * filled
        # A follow-up visit bears the name of its condition, never of an acute problem.
        which = np.flatnonzero(encounters.is_template(*templates) & (encounters.focus < 0))
        person, event = encounters.person[which], encounters.event[which]
        given = care.draw("drug.acute", person, event) < share[encounters.reason[which]]
        drug = _for_age(drug[encounters.reason[which]], care, person, encounters.start[which], drugs)
        given &= drug >= 0
        drug = drug[given]
        day = encounters.start[which][given]
        none = np.full(int(given.sum()), -1)
        parts.append((person[given], _ACUTE_FROM + event[given], drug, day, day, which[given], none, none, day))
    return parts


@cache
def _treatments(table: str) -> tuple[np.ndarray, np.ndarray]:
    """Share that is treated, and row of the drug table, -1 for none; laid out by reason code."""
    treated = getattr(PARAMETERS, table)
    treated = treated[treated.drug != ""].drop_duplicates("reason").set_index("reason")
    drugs = {name: i for i, name in enumerate(PARAMETERS.drug.drug)}
    drug = reasons().lookup(treated.drug.map(drugs), -1).astype(np.int64)
    return reasons().lookup(treated.drug_share.astype(float), 0.0), drug


def _for_age(drug: np.ndarray, care: Care, person: np.ndarray, day: np.ndarray, drugs: dict[str, int]) -> np.ndarray:
    """The drug, or the form for children of those too young for it; -1 where there is none."""
    too_young = PARAMETERS.drug.min_age.to_numpy()
    childs = np.array([drugs.get(name, -1) for name in PARAMETERS.drug.child_drug])
    age = age_in_years(care.people.birth[person], day)
    return np.where(age < too_young[drug], childs[drug], drug)


def _prescribing_visit(courses: Courses, encounters: Encounters) -> np.ndarray:
    """The last office visit up to two months before a course began, -1 for none."""
    visit = np.flatnonzero(
        encounters.is_template("office_visit", "telehealth_visit", "hospital_clinic_visit", "preventive_visit")
    )
    at = encounters.person[visit] * NEVER + encounters.start[visit]  # sorted, as encounters are
    found = np.searchsorted(at, courses.person * NEVER + courses.start, side="right") - 1
    candidate = visit[found.clip(0)] if len(visit) else found
    near = (found >= 0) & (encounters.person[candidate] == courses.person)
    near &= courses.start - encounters.start[candidate] <= 60
    return np.where(near, candidate, -1)


@cache
def _adherence() -> np.ndarray:
    """Mean share of days covered, by row of the drug table."""
    mean = PARAMETERS.condition_drug.groupby("drug").adherence_mean.mean()
    return mean.reindex(PARAMETERS.drug.drug).fillna(0.9).to_numpy(float)


@cache
def is_specialty() -> np.ndarray:
    """Which drugs are on the specialty tier by their price, bool by row of the drug table."""
    return PARAMETERS.drug.price_per_30_days.to_numpy(float) >= PARAMETERS.number["specialty_drug_price"]


_LEAST_ADHERENCE = 0.35  # who takes less has stopped


@cache
def _lateness(drug: int, supply: int) -> np.ndarray:
    """Share of people whose supply of so many days of a drug lasts longer than 0, 1, 2, ... days more, rising.

    The share of pills that people take has a beta distribution: some take every one, some every second one.
    """
    mean = _adherence()[drug]
    variance = np.minimum(PARAMETERS.number["adherence_sd"] ** 2, 0.9 * mean * (1 - mean))
    size = mean * (1 - mean) / variance - 1
    days = np.arange(supply, np.rint(supply / _LEAST_ADHERENCE))
    return special.betainc(mean * size, (1 - mean) * size, supply / (days + 0.5))[::-1]


def _days_late(care: Care, courses: Courses, supply: np.ndarray, again: np.ndarray) -> np.ndarray:
    """Days from the end of a supply to the next fill: of the courses `again`, 0 for all others."""
    late = np.zeros(len(supply), dtype=np.int64)
    drug, days = courses.drug[again], supply[again]
    u = care.streams("drug.adherence").uniform(care.people.key[courses.person[again]], drug)
    kind = drug * (days.max(initial=0) + 1) + days
    order = np.argsort(kind, kind="stable")
    for alike in np.split(order, np.flatnonzero(np.diff(kind[order])) + 1) if len(again) else []:
        # Whole days need no inverse of the distribution: they are told by where the draw lies among few shares.
        shares = _lateness(int(drug[alike[0]]), int(days[alike[0]]))
        late[again[alike]] = len(shares) - np.searchsorted(shares, u[alike], side="right")
    return late


def _fill(care: Care, courses: Courses) -> Fills:
    number, people = PARAMETERS.number, care.people
    key = people.key[courses.person]
    supply = PARAMETERS.drug.days_supply.to_numpy(np.int64)[courses.drug]
    is_acute = courses.condition < 0
    # Payers allow a month at a time of what costs thousands.
    long_term = ~is_acute & (supply == 30) & ~is_specialty()[courses.drug]
    ninety = long_term & (care.streams("drug.ninety_days").uniform(key, courses.number) < number["ninety_day_share"])
    mail = ninety & (
        care.streams("drug.mail").uniform(key) < number["mail_pharmacy_share"] / number["ninety_day_share"]
    )
    supply = np.where(ninety, 90, supply)
    filled = is_acute | (care.streams("drug.primary").uniform(key, courses.number) < number["primary_adherence_share"])
    gap = supply + _days_late(care, courses, supply, np.flatnonzero(filled & ~is_acute))
    count = np.where(is_acute, 1, 1 + (courses.end - courses.start) // gap)
    count = np.where(filled, np.minimum(count, FILLS_MOST), 0)
    course = np.repeat(np.arange(len(courses.person)), count)
    nth = nth_repeat(count)
    jitter = np.floor(care.streams("drug.refill_day").uniform(key[course], courses.number[course], nth) * 5)
    # Fills wander a few days; the order of a course's fills cannot change, as the gap is longer.
    day = courses.start[course] + nth * gap[course] + np.where(nth > 0, jitter, 0).astype(np.int64)
    last = np.minimum(people.death[courses.person[course]] - 1, care.calendar.last_day)
    ok = np.flatnonzero(day <= last)
    course, nth, day = course[ok], nth[ok], day[ok]
    order = np.lexsort((courses.number[course], courses.person[course] * NEVER + day))
    course, nth, day = course[order], nth[order], day[order]
    return Fills(course, nth, day, supply[course], mail[course])
