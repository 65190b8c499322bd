"""How likely is which illness: curves by age and sex, solved so that the tables hold whatever the parents are.

A condition's probability is a logistic curve in age and sex plus the log odds ratios of its parents and
of the person's heritage. The intercepts are solved on a reference panel, so that the prevalence at every
age and sex is the parameter table's.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from scipy import special

from careworld.calendar import DAYS_PER_YEAR
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS, rows
from careworld.people import age_and_sex
from careworld.rng import Streams
from careworld.spec import Spec

AGES = np.arange(121)
CONDITIONS_MOST = 256  # room for them in keys of person and condition
_CELL_AGES = np.concatenate([[1.0], np.arange(5.0, 100.0, 5.0)])
_PANEL = 1500  # people per cell of the reference panel: standard error of a 10 % prevalence under 1 point
_IMPOSSIBLE = -40.0  # logit of a condition that this sex or age cannot have
_BISECTIONS = 34
_MOST = 0.98  # of any age have a condition


@dataclass(frozen=True)
class Conditions:
    """The condition table in walking order, parents before children."""

    names: list[str]
    parents: list[list[tuple[int, float]]]  # per condition: (parent, log odds ratio)
    remission: np.ndarray  # per year
    death_ratio: np.ndarray
    admission_ratio: np.ndarray
    emergency_ratio: np.ndarray
    coding_ratio: np.ndarray  # how much more or less than others it is coded
    is_diagnosed_frame: np.ndarray  # bool: the table's prevalence counts those who know of it
    diagnosis_delay: np.ndarray  # mean days from onset to diagnosis
    known_share: np.ndarray  # conditions x ages: who of those ill for long knows of it
    heritage_logit: np.ndarray  # conditions x rows of race_ethnicity: log odds ratio, mean 0 over people
    arising: list[int]  # conditions that arise by themselves; the others follow from these or from pregnancies

    @classmethod
    @cache
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
            column("coding_ratio"),
            (table.prevalence_frame == "diagnosed").to_numpy(),
            column("diagnosis_delay_months") * DAYS_PER_YEAR / 12,
            _known_share(names),
            _heritage_logit(names),
            sorted(index[name] for name in PARAMETERS.condition_prevalence.condition.unique()),
        )

    def only(self, chosen: np.ndarray) -> Conditions:
        """The conditions of these rows and of no others; parents among the others are left out."""
        at = {row: i for i, row in enumerate(chosen.tolist())}
        facts = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(
            self,
            **{name: fact[chosen] for name, fact in facts.items() if isinstance(fact, np.ndarray)},
            names=[self.names[row] for row in at],
            parents=[[(at[parent], ratio) for parent, ratio in self.parents[row] if parent in at] for row in at],
            arising=[at[row] for row in self.arising if row in at],
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


def _known_share(names: list[str]) -> np.ndarray:
    """Share of those who have each condition that clinicians know of, conditions x ages, between the table's knots."""
    known = np.ones((len(names), len(AGES)))
    for name, points in PARAMETERS.condition_awareness.sort_values("age").groupby("condition", sort=False):
        known[names.index(name)] = np.interp(AGES, points.age.to_numpy(float), points.known_share.to_numpy(float))
    return known


def _heritage_logit(names: list[str]) -> np.ndarray:
    """Log odds ratio of each condition by row of the race_ethnicity table, shifted to a mean of 0 over people."""
    people = PARAMETERS.race_ethnicity
    logit = np.zeros((len(names), len(people)))
    for row in rows(PARAMETERS.condition_heritage):
        of = ((people.race == row.race) | (row.race == "")) & (people.ethnicity == row.ethnicity)
        logit[names.index(row.condition), of.to_numpy()] += np.log(row.odds_ratio)
    share = people.share_percent.to_numpy(float)
    return logit - np.log(np.exp(logit) @ share / share.sum())[:, None]


@dataclass(frozen=True)
class Calibration:
    """What was solved once for a spec; index sex 0 male, 1 female; age in whole years."""

    intercept: np.ndarray  # conditions x 2 x ages
    death_rate: np.ndarray  # 2 x ages, per year for people at mean risk
    mean_death_ratio: np.ndarray  # 2 x ages
    infarction_rate: np.ndarray  # 2 x ages, per year for people without any risk factor

    @property
    def relative_death_rate(self) -> np.ndarray:
        """Deaths per person-year of people without any condition, 2 x ages."""
        return self.death_rate / self.mean_death_ratio

    def only(self, chosen: np.ndarray) -> Calibration:
        """The same for the conditions of these rows alone."""
        return replace(self, intercept=self.intercept[chosen])


def prevalence_curve(conditions: Conditions, spec: Spec, streams: Streams) -> np.ndarray:
    """Logit of prevalence by condition, sex and year of age, shifted where the spec asks for another level."""
    table = PARAMETERS.condition_prevalence
    curve = np.full((len(conditions.names), 2, len(AGES)), _IMPOSSIBLE)
    for (name, sex), points in table.groupby(["condition", "sex"], sort=False):
        curve_points = points.sort_values("age")
        percent = curve_points.prevalence_percent.to_numpy(float)
        if percent.max() > 0:
            knots = special.logit(np.maximum(percent, 1e-4) / 100)
            # Nobody is born with these: from the first knot down to a thousandth of it at birth.
            ages = np.concatenate([[0.0], curve_points.age.to_numpy(float)])
            at = conditions.index(name), int(sex == "female")
            curve[at] = np.interp(AGES, ages, np.concatenate([[knots[0] - np.log(1000)], knots]))
            if conditions.is_diagnosed_frame[at[0]]:
                # The undiagnosed come on top of those whom the table counts.
                share = special.expit(curve[at]) / conditions.known_share[at[0]]
                curve[at] = special.logit(np.minimum(share, _MOST))
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
    # People differ in few ways: how many of each row are alike tells as much as all of them.
    values, kind = np.unique(logit, return_inverse=True)
    kind = kind.reshape(logit.shape) + len(values) * np.arange(len(logit))[:, None]
    share = np.bincount(kind.ravel(), minlength=len(logit) * len(values)).reshape(len(logit), -1) / logit.shape[1]
    low, high = np.full(len(logit), -60.0), np.full(len(logit), 60.0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        too_high = (special.expit(values + middle[:, None]) * share).sum(axis=1) > wanted
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
    for row in conditions.arising:
        name = conditions.names[row]
        parents = conditions.parent_logit(row, state)
        target = special.expit(curve[row, sexes, ages])
        possible = curve[row, sexes, ages] > _IMPOSSIBLE
        intercept[row] = np.where(possible, _solve(parents, target), _IMPOSSIBLE)
        probability = special.expit(intercept[row][:, None] + parents)
        state[row] = streams(f"calibration.{name}").uniform(panel) < probability

    def by_age(values: np.ndarray) -> np.ndarray:
        """Cells (2 sexes x cell ages) to every year of age."""
        values = values.reshape(2, len(_CELL_AGES))
        return np.stack([np.interp(AGES, _CELL_AGES, values[sex]) for sex in (0, 1)])

    log_ratio = np.tensordot(np.log(conditions.death_ratio), state, axes=(0, 0))
    death_ratio = np.minimum(np.exp(log_ratio), PARAMETERS.number["death_ratio_cap"]).mean(axis=1)
    factors = infarction_factor(conditions, state)
    return Calibration(
        intercept=np.stack([by_age(row) for row in intercept]),
        death_rate=_death_rate() * PARAMETERS.number["mortality_level"],
        mean_death_ratio=by_age(death_ratio),
        infarction_rate=_infarction_rate() / by_age(factors.mean(axis=1)),
    )


def _death_rate() -> np.ndarray:
    """Deaths per person-year by sex and age, on a straight line in logs between the bands' middles."""
    table = PARAMETERS.mortality
    rates = np.zeros((2, len(AGES)))
    for sex in (0, 1):
        rows = table[table.sex == ("male", "female")[sex]].sort_values("min_age")
        infant, later = rows.iloc[0], rows.iloc[1:]
        middle = (later.min_age + np.minimum(later.max_age, 93) + 1).to_numpy(float) / 2
        log_rate = np.log(later.deaths_per_100000.to_numpy(float) / 1e5)
        rates[sex] = np.exp(np.interp(AGES + 0.5, middle, log_rate))
        # Beyond the last middle the last slope goes on.
        slope = (log_rate[-1] - log_rate[-2]) / (middle[-1] - middle[-2])
        old = middle[-1] < AGES + 0.5
        rates[sex, old] = np.exp(log_rate[-1] + slope * (AGES[old] + 0.5 - middle[-1])).clip(max=0.9)
        rates[sex, 0] = infant.deaths_per_100000 / 1e5
    return rates


def _infarction_rate() -> np.ndarray:
    """Myocardial infarctions per person-year by sex and age."""
    table = PARAMETERS.infarction_rate
    rates = np.zeros((2, len(AGES)))
    for sex in (0, 1):
        rows = table[table.sex == ("male", "female")[sex]].sort_values("age")
        rates[sex] = np.exp(np.interp(AGES, rows.age.to_numpy(float), np.log(rows.per_1000.to_numpy(float) / 1000)))
    rates[:, :18] = 0
    return rates


def infarction_factor(conditions: Conditions, state: np.ndarray) -> np.ndarray:
    """Product of the rate ratios of infarction that apply; `state` is conditions x anything."""
    factor = np.ones(state.shape[1:])
    for row in rows(PARAMETERS.infarction_ratio):
        factor *= np.where(state[conditions.index(row.condition)] > 0, row.rate_ratio, 1.0)
    return factor
