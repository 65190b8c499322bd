"""How readily people use care: by temperament, by who pays, and by heritage.

Two people of the same age and illness do not come equally often. A lasting trait of the person, the
coverage of the month, the person's heritage and the nearness of death multiply the rate of a kind of care.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import special

from careworld.dying import rise
from careworld.encounters import Care
from careworld.parameters import PARAMETERS, groups, rows


def readiness(care: Care, use: str) -> np.ndarray:
    """Multiplier of the rate of a use of care (office, emergency, admission, ...), people x months."""
    by_line, by_heritage = _ratios(use)
    of_person = by_heritage[care.people.heritage][:, None] * _temperament(care, use)
    return by_line[care.coverage.plan] * of_person * rise(care, use) * _control(care, use)


@cache
def _ratios(use: str) -> tuple[np.ndarray, np.ndarray]:
    """Rate ratios of a use of care by plan, the last one, which is that at UNINSURED, for none; and by heritage."""
    plans, heritage = PARAMETERS.plan, PARAMETERS.race_ethnicity
    by_line, by_heritage = np.ones(len(plans) + 1), np.ones(len(heritage))
    for row in rows(groups(PARAMETERS.use_ratio, "use")[use]):
        if row.line == "uninsured":
            by_line[len(plans)] = row.ratio
        elif row.line:
            by_line[:-1][(plans.line == row.line).to_numpy()] = row.ratio
        else:
            of = ((heritage.race == row.race) | (row.race == "")) & (heritage.ethnicity == row.ethnicity)
            by_heritage[of.to_numpy()] *= row.ratio
    return by_line, by_heritage


def _control(care: Care, use: str) -> np.ndarray:
    """Badly controlled illness brings more care, people x months; the mean over the ill stays 1."""
    ratio = np.ones(care.age.shape)
    for row in rows(PARAMETERS.control_effect):
        if row.use == use:
            own = care.streams(f"measure.{row.factor}.factor").normal(care.people.key)
            factor = np.exp(row.log_ratio * own - row.log_ratio**2 / 2)
            ill = care.illness.active[care.illness.conditions.index(row.condition)]
            ratio *= np.where(ill, factor[:, None], 1.0)
    return ratio


def _temperament(care: Care, use: str) -> np.ndarray:
    """The part of the person, mean 1 over people, people x months or x 1: who seeks care readily in offices, who is
    frail elsewhere."""
    number = PARAMETERS.number
    power = number[f"{use}_temperament_power"]
    if use in ("emergency", "admission"):
        trait, variation = care.people.frailty[:, None], number["frailty_coefficient_of_variation"]
    else:
        trait, variation = care.care_seeking, number["care_seeking_coefficient_of_variation"]
    shape = 1 / variation**2
    mean = np.exp(special.gammaln(shape + power) - special.gammaln(shape) - power * np.log(shape))
    part = trait**power / mean
    return part if part.shape[1] == 1 else part[:, care.calendar_year]
