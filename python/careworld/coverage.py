"""Who is insured by whom, month by month, and the spans that this makes.

Within an age band people change their coverage at their line's own pace and draw the next one in
proportion to share x pace, which keeps the shares of the parameter table for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from careworld.calendar import Calendar, age_in_years, month_of_year
from careworld.disease import Illness
from careworld.parameters import PARAMETERS, rows
from careworld.people import People
from careworld.pregnancy import Pregnancies
from careworld.rng import Streams
from careworld.spec import Spec

UNINSURED = -1


@dataclass
class Coverage:
    """Plan of each person in each month (a row of the plan table, UNINSURED for none), and its spans."""

    plan: np.ndarray  # int16, people x months
    span_person: np.ndarray
    span_plan: np.ndarray
    span_start: np.ndarray  # day
    span_end: np.ndarray  # day

    def at(self, person: np.ndarray, day: np.ndarray, calendar: Calendar) -> np.ndarray:
        """Plan that covers each person on each day, UNINSURED for none."""
        return self.plan[person, calendar.month_of(day)].astype(np.int64)


class _Market:
    """The coverage tables as arrays: options are the plans and, last, no coverage."""

    def __init__(self, spec: Spec):
        plans = PARAMETERS.plan
        self.uninsured = len(plans)
        lines = [*plans.payer_type, "uninsured"]
        options = {slug: i for i, slug in enumerate([*plans.slug, "uninsured"])}
        change = PARAMETERS.coverage_change.set_index("line")
        weight = np.array([getattr(spec.payers, line) for line in lines])
        share = PARAMETERS.coverage_share
        self.bands = sorted({(row.min_age, row.max_age) for row in rows(share)})
        self.share = np.zeros((len(self.bands), len(options)))
        for row in rows(share):
            self.share[self.bands.index((row.min_age, row.max_age)), options[row.plan]] = row.share
        self.share *= weight
        # A spec that removes every line of an age band leaves its people uninsured.
        self.share[self.share.sum(axis=1) == 0, self.uninsured] = 1
        self.pace = change.changes_per_month.loc[lines].to_numpy(float)
        self.december = change.december_ratio.loc[lines].to_numpy(float)
        self.is_medicare = np.array([line == "medicare" for line in lines])
        self.medicaid = options["medicaid_managed"]
        self.medicare = options["medicare_ffs"]

    def band(self, age: np.ndarray) -> np.ndarray:
        """Row of `share` for ages in years."""
        return np.searchsorted([low for low, _ in self.bands], age, side="right").clip(1) - 1


def enroll(
    people: People, pregnancies: Pregnancies, illness: Illness, spec: Spec, calendar: Calendar, streams: Streams
) -> Coverage:
    """Coverage of everyone from birth or the first day to death or the last day."""
    market = _Market(spec)
    key = people.key
    first_month = calendar.month_of(people.birth).clip(0)
    # Medicaid takes pregnant women without coverage from the third month to two months after delivery.
    pregnant = pregnancies.months(len(people), 2, 2, calendar)
    kidneys = illness.active[illness.conditions.index("end_stage_kidney_disease")]
    plan = np.full((len(people), calendar.months), market.uninsured, dtype=np.int16)
    age = age_in_years(people.birth, calendar.first_day)
    state = streams("coverage.start").choice_rows(market.share[market.band(age)], key)
    months_of_dialysis = np.zeros(len(people), dtype=np.int64)
    for month in range(calendar.months):
        first = calendar.starts[month]
        age = age_in_years(people.birth, first)
        in_december = month_of_year(first) == 1  # a change that takes effect in January left in December
        pace = market.pace * np.where(in_december, market.december, (12 - market.december) / 11)
        share = market.share[market.band(age)]
        birthday = np.floor(age) > np.floor(age_in_years(people.birth, first - 31))
        turns = birthday & np.isin(np.floor(age), (19, 26, 65))
        leaves = (streams("coverage.leaves").uniform(key, month) < pace[state]) | turns
        leaves &= ~(market.is_medicare[state] & turns)
        leaves &= month > first_month
        weight = np.where(turns[:, None], share, share * market.pace)
        state = np.where(leaves, streams("coverage.next").choice_rows(weight, key, month), state)
        # Kidney failure brings Medicare after three months of dialysis.
        months_of_dialysis += kidneys[:, month]
        state = np.where((months_of_dialysis > 3) & ~market.is_medicare[state], market.medicare, state)
        # Newborns follow the mother; Medicaid takes those whose mother has no or only a Medicare plan.
        born = np.flatnonzero((first_month == month) & (people.mother >= 0))
        of_mother = state[people.mother[born]]
        no_family_plan = (of_mother == market.uninsured) | market.is_medicare[of_mother]
        state[born] = np.where(no_family_plan, market.medicaid, of_mother)
        held = np.where(pregnant[:, month] & (state == market.uninsured), market.medicaid, state)
        is_there = (people.birth < calendar.starts[month + 1]) & (people.death >= first)
        plan[:, month] = np.where(is_there, held, market.uninsured)
    plan[plan == market.uninsured] = UNINSURED
    return Coverage(plan, *_spans(people, plan, calendar))


def _spans(people: People, plan: np.ndarray, calendar: Calendar) -> tuple[np.ndarray, ...]:
    """Runs of months in one plan, cut to the days between birth and death."""
    before = np.pad(plan, ((0, 0), (1, 0)), constant_values=UNINSURED)[:, :-1]
    after = np.pad(plan, ((0, 0), (0, 1)), constant_values=UNINSURED)[:, 1:]
    person, month = np.nonzero((plan != before) & (plan != UNINSURED))
    _, last_month = np.nonzero((plan != after) & (plan != UNINSURED))
    start = np.maximum(calendar.starts[month], people.birth[person])
    end = np.minimum(calendar.starts[last_month + 1] - 1, people.death[person])
    return person, plan[person, month].astype(np.int64), start, end
