"""Care rises towards the end of life, ends with hospice, and neither frailty nor surgery follows it blindly."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld import stays
from careworld.dying import dies_in_hospital, hospice_start, last_treated, rise, terminal_rate
from careworld.encounters import STAYS, Care, Encounters
from careworld.parameters import PARAMETERS

NO_START = ("delivery_vaginal", "delivery_cesarean", "newborn", "newborn_intensive", "transfer_medical")


@pytest.fixture(scope="module")
def care(truth: Truth) -> Care:
    """What decides on the encounters of the truth."""
    return Care(truth.people, truth.pregnancies, truth.illness, truth.coverage, truth.calendar, truth.streams)


@pytest.fixture(scope="module")
def acute(truth: Truth) -> Encounters:
    """Acute stays but those of births and the second parts of stays."""
    encounters = truth.encounters
    chosen = encounters.is_template(*STAYS) & ~encounters.is_template(*NO_START)
    return encounters.take(np.flatnonzero(chosen))


def test_nobody_in_hospice_is_admitted_to_be_cured(care: Care, acute: Encounters):
    begins = hospice_start(care)[acute.person]
    assert (begins <= care.calendar.last_day).sum() > 50
    assert (acute.start < begins).all()


def test_who_dies_in_a_hospital_bed_has_not_chosen_hospice(care: Care):
    dead = np.flatnonzero(care.people.death <= care.calendar.last_day)
    in_bed = dead[dies_in_hospital(care, dead)]
    assert len(in_bed) > 20
    assert (hospice_start(care)[in_bed] > care.calendar.last_day).all()


def test_stays_come_closer_together_towards_the_end(care: Care, acute: Encounters):
    end, calendar = last_treated(care), care.calendar
    left = end[acute.person] - acute.start
    per_day = []
    for nearest, farthest in ((1, 30), (31, 90), (91, 365)):
        # People whose whole stretch lies in the simulated years.
        whole = (end <= calendar.last_day) & (end - farthest >= calendar.first_day)
        count = ((left >= nearest) & (left <= farthest) & whole[acute.person]).sum()
        per_day.append(count / (farthest - nearest + 1) / whole.sum())
    assert per_day[0] > 2 * per_day[1]
    assert per_day[1] > 1.3 * per_day[2]


@pytest.mark.parametrize("use", ["admission", "emergency", "office"])
def test_a_month_has_the_mean_of_its_days(care: Care, use: str):
    table = PARAMETERS.last_year[PARAMETERS.last_year.use == use].sort_values("days_left")
    end, starts = last_treated(care), care.calendar.starts
    dying = np.flatnonzero(end <= care.calendar.last_day)[:40]
    ratio, more = rise(care, use), terminal_rate(care, use)
    for person in dying:
        for month in range(care.calendar.months):
            left = end[person] - np.arange(starts[month], min(starts[month + 1], end[person]))
            if len(left):
                row = np.searchsorted(table.days_left, left)  # the first row that reaches as far, else none
                assert ratio[person, month] == pytest.approx(np.r_[table.ratio, 1][row].mean())
                assert more[person, month] == pytest.approx(np.r_[table.more_per_year, 0][row].mean())
            else:
                assert (ratio[person, month], more[person, month]) == (1, 0)


def test_planned_operations_follow_the_need_of_care_less_than_other_stays_do(care: Care, acute: Encounters):
    frailty = care.people.frailty[acute.person]
    planned = acute.is_elective & acute.is_template("inpatient_surgical")
    others = acute.is_emergency & acute.is_template("inpatient_medical")
    assert planned.sum() > 100
    # Half of it is below a middle that no single person moves: means of frailty have a long tail.
    assert np.median(frailty[planned]) < 0.8 * np.median(frailty[others])


def test_those_who_return_anyway_are_not_readmitted_on_purpose(care: Care, truth: Truth):
    table = PARAMETERS.admission_reason
    first = truth.encounters.take(np.flatnonzero(truth.encounters.is_template("inpatient_medical")))
    often, never = np.full(care.age.shape, 50.0), np.zeros(care.age.shape)
    assert sum(len(part) for part in stays._readmissions(care, table, first, often)) == 0
    assert len(stays._readmissions(care, table, first, never)[0]) > 0.05 * len(first)
