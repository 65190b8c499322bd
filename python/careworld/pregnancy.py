"""Conceptions and deliveries, from fertility by age."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from careworld.calendar import Calendar, age_in_years
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS, rows
from careworld.people import KEYS_PER_FOUNDER, Births, People
from careworld.rng import Streams

# Conceptions before the first month matter when their delivery falls after it.
_MONTHS_BEFORE = 10
CONCEPTION_WEEK = 2  # two weeks after the last period
TERM_WEEKS = 37


@dataclass
class Pregnancies:
    """Arrays of equal length, one entry per pregnancy that is not over before the first simulated day."""

    mother: np.ndarray  # position in People
    conception: np.ndarray  # day
    delivery: np.ndarray  # day; may lie after the last simulated one
    is_cesarean: np.ndarray  # bool
    is_preterm: np.ndarray  # bool
    is_twin: np.ndarray  # bool

    def __len__(self) -> int:
        return len(self.mother)

    def take(self, index: np.ndarray) -> Pregnancies:
        """The pregnancies at `index`."""
        return Pregnancies(**{f.name: getattr(self, f.name)[index] for f in fields(self)})

    def weeks_at(self, day: np.ndarray) -> np.ndarray:
        """Completed weeks of gestation on a day of each pregnancy: they count from the last period."""
        return (day - self.conception) // 7 + CONCEPTION_WEEK

    def months(self, people: int, after_conception: int, after_delivery: int, calendar: Calendar) -> np.ndarray:
        """Who is pregnant in which month, people x months, from so many months after conception to so many
        after delivery."""
        month = np.arange(calendar.months)
        first = calendar.month_of(self.conception) + after_conception
        last = calendar.month_of(self.delivery) + after_delivery
        pregnant = np.zeros((people, calendar.months), dtype=bool)
        np.logical_or.at(pregnant, self.mother, (month >= first[:, None]) & (month <= last[:, None]))
        return pregnant


def conceive(people: People, calendar: Calendar, streams: Streams) -> Pregnancies:
    """Pregnancies of founders, sorted by mother and time."""
    number = PARAMETERS.number
    table = PARAMETERS.fertility
    by_age = np.zeros(121)
    for row in rows(table):
        by_age[row.min_age : row.max_age + 1] = row.births_per_1000 / 1000
    gap = number["months_from_delivery_to_next_conception"]
    # The youngest child at home at the start was born alone, too.
    last_month = calendar.month_of(people.last_delivery.clip(calendar.first_day - 999))
    free_from = np.maximum(last_month + int(gap), -_MONTHS_BEFORE)
    mothers, months = [], []
    for month in range(-_MONTHS_BEFORE, calendar.months):
        # Births are counted at the mother's age at delivery, nine months on.
        age = age_in_years(people.birth, calendar.month_start(month + 9)).clip(0, 120).astype(np.int64)
        births = np.where(people.is_female, by_age[age], 0)
        # Women who are pregnant or just delivered cannot conceive: the others make up for them.
        hazard = births / 12 / (1 - births * (9 + gap) / 12)
        conceives = streams("pregnancy.conception").uniform(people.key, month + 1000) < hazard
        who = np.flatnonzero(conceives & (free_from <= month))
        free_from[who] = month + 9 + int(gap)
        mothers.append(who)
        months.append(np.full(len(who), month))
    mother, month = np.concatenate(mothers), np.concatenate(months)
    order = np.lexsort((month, mother))
    mother, month = mother[order], month[order]
    key = people.key[mother]
    draw = lambda name: streams(f"pregnancy.{name}").uniform(key, month + 1000)  # noqa: E731
    is_preterm = draw("is_preterm") < number["births_preterm_share"]
    term = number["gestation_days"] + number["gestation_sd_days"] * (draw("gestation") - 0.5) * np.sqrt(12)
    preterm = _preterm_days(draw("gestation"))
    conception = calendar.month_start(month) + (draw("day") * 28).astype(np.int64)
    pregnancies = Pregnancies(
        mother=mother,
        conception=conception,
        delivery=conception + np.where(is_preterm, preterm, term).astype(np.int64),
        is_cesarean=draw("is_cesarean") < number["births_cesarean_share"],
        is_preterm=is_preterm,
        is_twin=draw("is_twin") < number["births_twin_share"],
    )
    return pregnancies.take(np.flatnonzero(pregnancies.delivery >= calendar.first_day))


def _preterm_days(u: np.ndarray) -> np.ndarray:
    """Days from conception to a preterm delivery, by the births of each week; `u` is a draw for each."""
    table = PARAMETERS.gestation[PARAMETERS.gestation.to_weeks < TERM_WEEKS]
    reached = np.r_[0, table.birth_share.cumsum()] / table.birth_share.sum()
    weeks = np.r_[table.from_weeks.iloc[0], table.to_weeks + 1]
    return np.interp(u, reached, (weeks - CONCEPTION_WEEK) * 7)


def births(pregnancies: Pregnancies, calendar: Calendar) -> Births:
    """Every child born in the simulated years."""
    within = pregnancies.delivery <= calendar.last_day
    children = np.where(within, 1 + pregnancies.is_twin, 0)
    mother = np.repeat(pregnancies.mother, children)
    day = np.repeat(pregnancies.delivery, children)
    weeks = np.repeat(pregnancies.weeks_at(pregnancies.delivery), children)
    # Sorted by mother: the order is the distance to the mother's first child.
    _, first, which = np.unique(mother, return_index=True, return_inverse=True)
    order = 1 + np.arange(len(mother)) - first[which] if len(mother) else mother
    if len(order) and order.max() >= KEYS_PER_FOUNDER:
        # The next key is another founder's: only centuries of twins come here.
        raise CareworldError("A mother has more children than there are keys for. Simulate fewer years.")
    return Births(mother, day, order, weeks, np.repeat(pregnancies.is_twin, children))
