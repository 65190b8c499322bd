"""Newborns come when certificates of birth say, and the earlier they come the longer they stay."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.encounters import reasons
from careworld.parameters import PARAMETERS
from careworld.pregnancy import CONCEPTION_WEEK, _preterm_days

GESTATION = PARAMETERS.gestation


def test_preterm_births_are_spread_over_the_weeks_as_the_table_has_them():
    weeks = _preterm_days((np.arange(100_000) + 0.5) / 100_000) // 7 + CONCEPTION_WEEK
    preterm = GESTATION[GESTATION.to_weeks < 37]
    for row in preterm.itertuples():
        found = ((weeks >= row.from_weeks) & (weeks <= row.to_weeks)).mean()
        assert found == pytest.approx(row.birth_share / preterm.birth_share.sum(), abs=0.001)


def test_weeks_of_gestation_leave_no_gap():
    assert (GESTATION.from_weeks.to_numpy()[1:] == GESTATION.to_weeks.to_numpy()[:-1] + 1).all()
    assert GESTATION.birth_share.sum() == pytest.approx(1, abs=0.001)
    assert set(GESTATION.intensive_reason) <= set(PARAMETERS.admission_reason.reason)


def test_the_earlier_a_newborn_comes_the_longer_it_stays(truth: Truth):
    stays, people = truth.encounters, truth.people
    intensive = np.flatnonzero(stays.is_template("newborn_intensive"))
    weeks = people.birth_weeks[stays.person[intensive]]
    days = (stays.end - stays.start)[intensive]
    # Some die, and some are still there on the last day.
    home = (people.death[stays.person[intensive]] > stays.end[intensive]) & (
        stays.end[intensive] < truth.calendar.last_day
    )
    very, late, term = (home & (weeks >= a) & (weeks < b) for a, b in ((0, 32), (32, 37), (37, 50)))
    assert very.sum() >= 3
    ripe = 7 * (PARAMETERS.number["newborn_home_weeks"] - weeks[very])
    assert np.median(days[very] / ripe) == pytest.approx(1, abs=0.4)
    assert np.median(days[very]) > 1.5 * np.median(days[late]) > 1.5 * np.median(days[term])


def test_intensive_care_of_newborns_has_the_reason_of_their_week(truth: Truth):
    stays = truth.encounters
    intensive = np.flatnonzero(stays.is_template("newborn_intensive"))
    weeks = truth.people.birth_weeks[stays.person[intensive]]
    wanted = GESTATION.intensive_reason.to_numpy(object)[np.searchsorted(GESTATION.to_weeks, weeks)]
    assert len(intensive) > 20
    assert (stays.reason[intensive] == reasons().code(wanted)).all()
