"""Falling ill, recovering and dying, month by month.

A condition's probability is a logistic curve in age and sex plus the odds ratios of its parents. The
intercepts are solved on a reference panel, so that the prevalence at every age and sex is the parameter
table's whatever the parents are. The same curve gives the hazard of onset: what a person's probability
gains with age, plus what remission and death take away from those who have it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER, Calendar, age_in_years
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS, rows
from careworld.people import People, age_and_sex
from careworld.pregnancy import Pregnancies
from careworld.rng import Streams
from careworld.spec import Spec

_AGES = np.arange(121)
_CELL_AGES = np.concatenate([[1.0], np.arange(5.0, 100.0, 5.0)])
_PANEL = 1500  # people per cell of the reference panel: standard error of a 10 % prevalence under 1 point
_IMPOSSIBLE = -40.0  # logit of a condition that this sex or age cannot have
_BISECTIONS = 34
_NEARLY_ONLY = np.log(10)  # log odds ratio from which a parent is all but necessary


@dataclass(frozen=True)
class Conditions:
    """The condition table in walking order, parents before children."""

    names: list[str]
    parents: list[list[tuple[int, float]]]  # per condition: (parent, log odds ratio)
    remission: np.ndarray  # per year
    death_ratio: np.ndarray
    admission_ratio: np.ndarray
    emergency_ratio: np.ndarray
    coded_share: np.ndarray

    @classmethod
    def load(cls) -> Conditions:
        """Conditions of the parameter tables."""
        table = PARAMETERS.condition.sort_values("walk_order")
        names = list(table.condition)
        index = {name: i for i, name in enumerate(names)}
        parents: list[list[tuple[int, float]]] = [[] for _ in names]
        for row in rows(PARAMETERS.condition_parent):
            parents[index[row.condition]].append((index[row.parent], float(np.log(row.odds_ratio))))
        column = lambda name: table[name].to_numpy(float)  # noqa: E731
        return cls(
            names,
            parents,
            column("remission_per_year"),
            column("death_rate_ratio"),
            column("inpatient_rate_ratio"),
            column("emergency_rate_ratio"),
            column("coded_share"),
        )

    def index(self, name: str) -> int:
        """Row of a condition."""
        return self.names.index(name)

    def holds(self, expression: str, state: np.ndarray, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """Whether people have what a parameter table asks for: `a|b` is either, `a&b` both; & binds first.

        `state` is conditions x people x months, active or known.
        """
        return np.logical_or.reduce(
            [
                np.logical_and.reduce([state[self.index(name), person, month] for name in all_of.split("&")])
                for all_of in expression.split("|")
            ]
        )

    def parent_logit(self, condition: int, state: np.ndarray) -> np.ndarray:
        """Sum of the log odds ratios of the parents that are present; `state` is conditions x people."""
        total = np.zeros(state.shape[1:])
        for parent, log_ratio in self.parents[condition]:
            total += log_ratio * state[parent]
        return total


@dataclass(frozen=True)
class Calibration:
    """What was solved once for a spec; index sex 0 male, 1 female; age in whole years."""

    intercept: np.ndarray  # conditions x 2 x ages
    death_rate: np.ndarray  # 2 x ages, per year for people at mean risk
    mean_death_ratio: np.ndarray  # 2 x ages
    infarction_rate: np.ndarray  # 2 x ages, per year for people without any risk factor


def prevalence_curve(conditions: Conditions, spec: Spec, streams: Streams) -> np.ndarray:
    """Logit of prevalence by condition, sex and year of age, shifted where the spec asks for another level."""
    table = PARAMETERS.condition_prevalence
    curve = np.full((len(conditions.names), 2, len(_AGES)), _IMPOSSIBLE)
    for (name, sex), points in table.groupby(["condition", "sex"], sort=False):
        curve_points = points.sort_values("age")
        percent = curve_points.prevalence_percent.to_numpy(float)
        if percent.max() > 0:
            knots = special.logit(np.maximum(percent, 1e-4) / 100)
            # Nobody is born with these: from the first knot down to a thousandth of it at birth.
            ages = np.concatenate([[0.0], curve_points.age.to_numpy(float)])
            curve[conditions.index(name), int(sex == "female")] = np.interp(
                _AGES, ages, np.concatenate([[knots[0] - np.log(1000)], knots])
            )
    if spec.conditions:
        age, is_female = age_and_sex(streams, spec, np.arange(1, 20_001) + (1 << 40))
        cell = (is_female.astype(int), age.astype(int))
        for name, wanted in spec.conditions.items():
            row = curve[conditions.index(name)]
            possible = row > _IMPOSSIBLE
            most = possible[cell].mean()
            if wanted.prevalence > most:
                raise CareworldError(
                    f"conditions.{name}.prevalence is {wanted.prevalence}, but only a share of {most:.2f} of these "
                    "people can have it. Ask for less in the spec."
                )
            shift = _solve(row[cell][None, :], np.array([wanted.prevalence]))[0]
            curve[conditions.index(name)] = np.where(possible, row + shift, _IMPOSSIBLE)
    return curve


def _solve(logit: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Shift per row of `logit` (rows x people) that makes the mean probability `wanted`, by bisection."""
    low, high = np.full(len(logit), -60.0), np.full(len(logit), 60.0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        too_high = special.expit(logit + middle[:, None]).mean(axis=1) > wanted
        low, high = np.where(too_high, low, middle), np.where(too_high, middle, high)
    return (low + high) / 2


def calibrate(spec: Spec, streams: Streams) -> Calibration:
    """Solve intercepts and the means that hazards are measured against, on the reference panel."""
    conditions = Conditions.load()
    curve = prevalence_curve(conditions, spec, streams)
    cells = [(sex, age) for sex in (0, 1) for age in _CELL_AGES]
    panel = np.arange(_PANEL)[None, :] + _PANEL * np.arange(len(cells))[:, None]
    state = np.zeros((len(conditions.names), len(cells), _PANEL))
    intercept = np.full((len(conditions.names), len(cells)), _IMPOSSIBLE)
    sexes = np.array([sex for sex, _ in cells])
    ages = np.array([age for _, age in cells]).astype(int)
    for row, name in enumerate(conditions.names):
        parents = conditions.parent_logit(row, state)
        target = special.expit(curve[row, sexes, ages])
        possible = curve[row, sexes, ages] > _IMPOSSIBLE
        intercept[row] = np.where(possible, _solve(parents, target), _IMPOSSIBLE)
        probability = special.expit(intercept[row][:, None] + parents)
        state[row] = streams(f"calibration.{name}").uniform(panel) < probability

    def by_age(values: np.ndarray) -> np.ndarray:
        """Cells (2 sexes x cell ages) to every year of age."""
        values = values.reshape(2, len(_CELL_AGES))
        return np.stack([np.interp(_AGES, _CELL_AGES, values[sex]) for sex in (0, 1)])

    death_ratio = np.exp(np.tensordot(np.log(conditions.death_ratio), state, axes=(0, 0))).mean(axis=1)
    factors = _infarction_factor(conditions, state)
    return Calibration(
        intercept=np.stack([by_age(row) for row in intercept]),
        death_rate=_death_rate(),
        mean_death_ratio=by_age(death_ratio),
        infarction_rate=_infarction_rate() / by_age(factors.mean(axis=1)),
    )


def _death_rate() -> np.ndarray:
    """Deaths per person-year by sex and age, on a straight line in logs between the bands' middles."""
    table = PARAMETERS.mortality
    rates = np.zeros((2, len(_AGES)))
    for sex in (0, 1):
        rows = table[table.sex == ("male", "female")[sex]].sort_values("min_age")
        infant, later = rows.iloc[0], rows.iloc[1:]
        middle = (later.min_age + np.minimum(later.max_age, 93) + 1).to_numpy(float) / 2
        log_rate = np.log(later.deaths_per_100000.to_numpy(float) / 1e5)
        rates[sex] = np.exp(np.interp(_AGES + 0.5, middle, log_rate))
        # Beyond the last middle the last slope goes on.
        slope = (log_rate[-1] - log_rate[-2]) / (middle[-1] - middle[-2])
        old = middle[-1] < _AGES + 0.5
        rates[sex, old] = np.exp(log_rate[-1] + slope * (_AGES[old] + 0.5 - middle[-1])).clip(max=0.9)
        rates[sex, 0] = infant.deaths_per_100000 / 1e5
    return rates


def _infarction_rate() -> np.ndarray:
    """Myocardial infarctions per person-year by sex and age."""
    table = PARAMETERS.infarction_rate
    rates = np.zeros((2, len(_AGES)))
    for sex in (0, 1):
        rows = table[table.sex == ("male", "female")[sex]].sort_values("age")
        rates[sex] = np.exp(np.interp(_AGES, rows.age.to_numpy(float), np.log(rows.per_1000.to_numpy(float) / 1000)))
    rates[:, :18] = 0
    return rates


def _infarction_factor(conditions: Conditions, state: np.ndarray) -> np.ndarray:
    """Product of the rate ratios of infarction that apply; `state` is conditions x anything."""
    factor = np.ones(state.shape[1:])
    for row in rows(PARAMETERS.infarction_ratio):
        factor *= np.where(state[conditions.index(row.condition)] > 0, row.rate_ratio, 1.0)
    return factor


@dataclass
class Illness:
    """The course of everyone's conditions over the simulated months."""

    conditions: Conditions
    active: np.ndarray  # bool, conditions x people x months: present at the start of the month
    is_known: np.ndarray  # bool, conditions x people: clinicians know of it
    spell_person: np.ndarray
    spell_condition: np.ndarray
    spell_onset: np.ndarray  # day
    spell_end: np.ndarray  # day of remission, NEVER if it lasts
    infarction_person: np.ndarray
    infarction_day: np.ndarray

    def known_at(self, condition: int, person: np.ndarray, month: np.ndarray) -> np.ndarray:
        """Whether clinicians know in `month` that `person` has the condition."""
        return self.active[condition, person, month] & self.is_known[condition, person]


def fall_ill(
    people: People, pregnancies: Pregnancies, calibration: Calibration, calendar: Calendar, streams: Streams
) -> Illness:
    """Simulate onset, remission, infarction and death. Sets `people.death`.

    Nobody dies while pregnant: such deaths (33 per 100,000 births) wait until after the delivery.
    """
    conditions = Conditions.load()
    count, n = len(conditions.names), len(people)
    key, sex = people.key, people.is_female.astype(np.int64)
    starts = calendar.starts
    state = _at_start(conditions, people, calibration, calendar, streams)
    is_known = np.stack(
        [streams(f"disease.is_known.{name}").uniform(key) < conditions.coded_share[c]
         for c, name in enumerate(conditions.names)]
    )  # fmt: skip
    onset = np.where(state, _past_onset(conditions, state, people, calibration, calendar, streams), NEVER)
    hazard = np.zeros((count, n))
    threshold = np.stack([streams(f"disease.onset.{name}").exponential(key, 0) for name in conditions.names])
    spell = np.zeros((count, n), dtype=np.int64)
    active = np.zeros((count, n, calendar.months), dtype=bool)
    death_hazard, death_threshold = np.zeros(n), streams("disease.death").exponential(key)
    log_death_ratio = np.log(conditions.death_ratio)
    ended: list[tuple[np.ndarray, ...]] = []
    infarctions: list[tuple[np.ndarray, np.ndarray]] = []
    heart = conditions.index("coronary_artery_disease")
    is_pregnant = pregnancies.months(len(people), 0, 0, calendar)
    for month in range(calendar.months):
        first, next_first = starts[month], starts[month + 1]
        is_there = (people.birth <= first) & (people.death >= first)
        age = age_in_years(people.birth, first).clip(0, 118)
        year = age.astype(np.int64)
        within = age - year
        now, next_year = calibration.intercept[:, sex, year], calibration.intercept[:, sex, year + 1]
        base = now + (next_year - now) * within
        slope = next_year - now
        active[:, :, month] = state & is_there
        # Death first: nothing else in this month may come after it.
        rate = calibration.death_rate[sex, year] / calibration.mean_death_ratio[sex, year]
        death_hazard += np.where(is_there, rate * np.exp(log_death_ratio @ state) / 12, 0)
        dies = is_there & (death_hazard >= death_threshold) & ~is_pregnant[:, month]
        length = next_first - first
        day = first + (streams("disease.death_day").uniform(key, month) * length).astype(np.int64)
        people.death[dies] = day[dies]
        # Onset and remission happen on a day before death; those who die this month start nothing new.
        lives = is_there & ~dies
        when = (streams("disease.day").uniform(key, month) * length).astype(np.int64) + first
        for c in range(count):
            p = special.expit(base[c] + conditions.parent_logit(c, state)).clip(max=1 - 1e-9)
            excess = rate * (conditions.death_ratio[c] - 1)
            gain = (1 - p) * slope[c] + conditions.remission[c] + excess
            hazard[c] += np.where(lives & ~state[c], p / (1 - p) * np.maximum(gain, 0) / 12, 0)
            begins = lives & ~state[c] & (hazard[c] >= threshold[c])
            if conditions.remission[c] > 0:
                u = streams(f"disease.remission.{conditions.names[c]}").uniform(key, month)
                ends = lives & state[c] & (u < conditions.remission[c] / 12)
                who = np.flatnonzero(ends)
                ended.append((who, np.full(len(who), c), onset[c, who], np.maximum(when[who], onset[c, who] + 1)))
                state[c, who] = False
                spell[c, who] += 1
                hazard[c, who] = 0
                again = streams(f"disease.onset.{conditions.names[c]}").exponential(key[who], spell[c, who])
                threshold[c, who] = again
            state[c, begins] = True
            onset[c, begins] = when[begins]
        risk = calibration.infarction_rate[sex, year] * _infarction_factor(conditions, state) / 12
        strikes = np.flatnonzero(lives & (streams("disease.infarction").uniform(key, month) < risk))
        infarctions.append((strikes, when[strikes]))
        new = strikes[~state[heart, strikes]]
        state[heart, new], onset[heart, new] = True, when[new]
        is_known[heart, strikes] = True
    condition, person = np.nonzero(state)
    ended.append((person, condition, onset[condition, person], np.full(len(person), NEVER)))
    spell_person, spell_condition, spell_onset, spell_end = (np.concatenate(part) for part in zip(*ended, strict=True))
    order = np.lexsort((spell_onset, spell_condition, spell_person))
    return Illness(
        conditions,
        active,
        is_known,
        spell_person[order],
        spell_condition[order],
        spell_onset[order],
        spell_end[order],
        np.concatenate([person for person, _ in infarctions]),
        np.concatenate([day for _, day in infarctions]),
    )


def _at_start(conditions, people, calibration, calendar, streams) -> np.ndarray:
    """Who has what on the first day: conditions x people."""
    age = age_in_years(people.birth, calendar.first_day)
    born = age >= 0
    sex = people.is_female.astype(np.int64)
    intercept = _interpolated(calibration.intercept, sex, age.clip(0, 118))
    state = np.zeros((len(conditions.names), len(people)), dtype=bool)
    for c, name in enumerate(conditions.names):
        p = special.expit(intercept[c] + conditions.parent_logit(c, state))
        state[c] = born & (streams(f"disease.start.{name}").uniform(people.key) < p)
    return state


def _interpolated(table: np.ndarray, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    year = age.astype(np.int64)
    return table[:, sex, year] + (table[:, sex, year + 1] - table[:, sex, year]) * (age - year)


def _past_onset(conditions, state, people, calibration, calendar, streams) -> np.ndarray:
    """Onset days of those ill at the start: the age at which the condition's own curve passed a uniform share
    of today's value, so that early diseases began early; but no earlier than people recover or die of it."""
    age = age_in_years(people.birth, calendar.first_day).clip(0.01, 118)
    sex = people.is_female.astype(np.int64)
    onset = np.zeros((len(conditions.names), len(people)), dtype=np.int64)
    for c, name in enumerate(conditions.names):
        u = streams(f"disease.past_onset.{name}").uniform(people.key)
        rate = calibration.death_rate[sex, age.astype(np.int64)] * (conditions.death_ratio[c] - 1)
        leaving = np.maximum(conditions.remission[c] + rate, 1e-3)
        duration = streams(f"disease.duration.{name}").exponential(people.key) / leaving
        for s in (0, 1):
            who = np.flatnonzero(sex == s)
            curve = np.maximum.accumulate(special.expit(calibration.intercept[c, s])) + _AGES * 1e-12
            today = np.interp(age[who], _AGES, curve)
            years = np.interp(curve[0] + u[who] * (today - curve[0]), curve, _AGES)
            years = np.maximum(years, age[who] - duration[who]).clip(0, age[who] * 0.999)
            onset[c, who] = people.birth[who] + (years * DAYS_PER_YEAR).astype(np.int64)
        for parent, log_ratio in conditions.parents[c]:
            # What comes almost only from another condition cannot have begun before it.
            if log_ratio > _NEARLY_ONLY:
                onset[c] = np.where(state[parent], np.maximum(onset[c], onset[parent]), onset[c])
    return onset
