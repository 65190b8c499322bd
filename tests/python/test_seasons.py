"""Illness comes at its time of year, and over the year as often as without seasons."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.calendar import Calendar, month_of_year
from careworld.encounters import reasons
from careworld.parameters import PARAMETERS
from careworld.seasons import factors, rate_factor


def month_share(truth: Truth, names: list[str], months: list[int]) -> float:
    """Share of the encounters for some reasons that fall into some months."""
    encounters = truth.encounters
    wanted = np.isin(encounters.reason, reasons().code(np.array(names, dtype=object)))
    assert wanted.sum() > 200
    return np.isin(month_of_year(encounters.start[wanted]), months).mean()


def test_influenza_comes_in_winter(truth: Truth):
    # CDC FluView: 80 percent of influenza from December to March.
    assert month_share(truth, ["influenza"], [12, 1, 2, 3]) == pytest.approx(0.8, abs=0.08)


def test_colds_come_in_winter_and_injuries_in_summer(truth: Truth):
    assert month_share(truth, ["upper_respiratory_infection", "acute_bronchitis"], [12, 1, 2]) > 0.3
    assert month_share(truth, ["ankle_sprain", "minor_injury", "laceration"], [6, 7, 8]) > 0.26


@pytest.mark.parametrize("name", ["office_reason", "emergency_reason", "admission_reason"])
def test_a_year_has_as_many_of_each_reason_as_without_seasons(name: str):
    assert factors(getattr(PARAMETERS, name)).mean(axis=1) == pytest.approx(1)


def test_the_rate_follows_the_reasons_that_have_a_season():
    calendar = Calendar(2022, 2022)
    age = np.full((1, 12), 30.0)
    rate = rate_factor(PARAMETERS.office_reason, [(0, "weight_0_17"), (18, "weight_18_44")], age, calendar)
    assert rate.mean() == pytest.approx(1)
    assert rate[0, 0] > 1.03
    assert rate[0, 6] < 0.97


def test_every_season_has_twelve_months_and_reasons():
    months = PARAMETERS.season.groupby("season").month.apply(lambda month: sorted(month) == list(range(1, 13)))
    assert months.all()
    assert set(PARAMETERS.reason_season.season) == set(PARAMETERS.season.season)
    known = set(reasons().names)
    assert set(PARAMETERS.reason_season.reason) <= known, set(PARAMETERS.reason_season.reason) - known
