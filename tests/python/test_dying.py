"""Care rises towards the end of life, ends with hospice, and neither frailty nor surgery follows it blindly."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld import stays
from careworld.calendar import NEVER
from careworld.dying import (
    dies_in_hospital,
    hospice_spells,
    in_hospice,
    last_treated,
    next_hospice,
    rise,
    terminal_rate,
)
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
    spells = hospice_spells(care)
    assert np.isin(spells.person, acute.person).sum() > 50
    for person, start, end in zip(spells.person, spells.start, spells.end, strict=True):
        days = acute.start[acute.person == person]
        assert not ((days >= start) & (days <= end)).any()


def test_who_dies_in_a_hospital_bed_has_not_chosen_hospice(care: Care):
    dead = np.flatnonzero(care.people.death <= care.calendar.last_day)
    in_bed = dead[dies_in_hospital(care, dead)]
    assert len(in_bed) > 20
    assert not np.isin(in_bed, hospice_spells(care).person).any()


def test_spells_in_hospice_follow_one_another_and_end_with_death_or_alive(care: Care):
    spells, death = hospice_spells(care), care.people.death
    assert len(spells.person) > 100
    assert ((spells.end == death[spells.person]) == ~spells.is_alive).all()
    assert (spells.start < spells.end).all()
    again = spells.person[1:] == spells.person[:-1]
    assert again.sum() > 5
    assert (spells.start[1:] > spells.end[:-1])[again].all()
    assert spells.is_alive[:-1][again].all(), "nobody returns from the dead"


def test_a_sixth_of_the_discharges_from_hospice_are_of_the_living(care: Care):
    spells, number = hospice_spells(care), PARAMETERS.number
    # Of those whom hospice lost alive, the share that returned in time to be seen.
    leavers, n = np.unique(spells.person[spells.is_alive]), len(spells.person)
    died_there = np.unique(spells.person[~spells.is_alive])
    assert np.isin(leavers, died_there).mean() == pytest.approx(number["hospice_return_share"], abs=0.2)
    # MedPAC 2024: 17 percent.
    assert spells.is_alive.mean() == pytest.approx(0.17, abs=3 * np.sqrt(0.17 * 0.83 / n))


def test_half_of_those_who_die_in_hospice_are_there_for_less_than_three_weeks_and_a_few_for_long(care: Care):
    spells = hospice_spells(care)
    # Those whose whole time in hospice may lie in the simulated years, or after them.
    late = care.people.death[spells.person] > care.calendar.first_day + 1000
    days = np.bincount(spells.person[late], (spells.end - spells.start)[late])
    days = days[days > 0]
    assert len(days) > 100
    # MedPAC 2024: median 18 days, mean 95, a tenth beyond 275.
    assert 12 < np.median(days) < 30
    assert 65 < days.mean() < 125
    assert 0.05 < (days > 275).mean() < 0.16


def test_whether_people_are_in_hospice_and_when_next_agree_with_their_spells(care: Care):
    spells = hospice_spells(care)
    some = np.random.default_rng(1).integers(0, len(spells.person), 60)
    for person in spells.person[some]:
        mine = spells.person == person
        start, end = spells.start[mine], spells.end[mine]
        days = np.unique(np.r_[start - 1, start, start + 1, end - 1, end, end + 1])
        there = ((days[:, None] >= start) & (days[:, None] <= end)).any(axis=1)
        who = np.full(len(days), person)
        assert (in_hospice(care, who, days) == there).all()
        following = [min([day for day in start if day >= today], default=NEVER) for today in days]
        assert next_hospice(care, who, days).tolist() == following
    without = np.setdiff1d(np.arange(len(care.people)), spells.person)
    assert not in_hospice(care, without, np.full(len(without), care.calendar.last_day)).any()


def test_who_leaves_hospice_alive_is_treated_again(care: Care, truth: Truth):
    spells, encounters = hospice_spells(care), truth.encounters
    left = np.full(len(care.people), NEVER)
    left[spells.person[spells.is_alive]] = spells.end[spells.is_alive]
    hospice = encounters.is_template("hospice_opening", "hospice_visit", "hospice_stay")
    after = (encounters.start > left[encounters.person]) & ~in_hospice(care, encounters.person, encounters.start)
    assert not (after & hospice).any()
    assert len(np.unique(encounters.person[after])) > 0.5 * (left < care.calendar.last_day - 60).sum() > 3


def test_care_rises_before_a_death_beyond_the_last_day(care: Care, acute: Encounters):
    people, calendar = care.people, care.calendar
    old = people.birth < calendar.last_day - 50 * 365
    end = last_treated(care) - calendar.last_day
    late = acute.person[acute.start > calendar.last_day - 90]
    stays = np.bincount(late, minlength=len(people))
    soon, living = old & (end > 0) & (end <= 90), old & (people.death == NEVER)
    assert soon.sum() >= 20
    assert stays[soon].mean() > 5 * stays[living].mean()


def test_the_last_year_is_as_full_of_hospice_as_the_years_before(care: Care, truth: Truth):
    hospice = truth.encounters.is_template("hospice_opening", "hospice_visit", "hospice_stay")
    person, start = truth.encounters.person[hospice], truth.encounters.start[hospice]
    of_year = [len(np.unique(person[care.calendar.month_of(start) // 12 == year])) for year in range(3)]
    assert min(of_year) > 30
    assert of_year[2] == pytest.approx(np.mean(of_year[:2]), abs=3 * np.sqrt(of_year[1]))
    beyond = care.people.death[person] > care.calendar.last_day
    assert beyond.any()


def test_hospice_comes_up_to_the_last_day_of_a_spell(care: Care, truth: Truth):
    encounters, spells = truth.encounters, hospice_spells(care)
    hospice = encounters.is_template("hospice_opening", "hospice_visit", "hospice_stay")
    assert in_hospice(care, encounters.person[hospice], encounters.start[hospice]).all()
    # A spell that begins late in a stay may be left out, as may days of it that are spent in another one.
    seen = spells.end <= care.calendar.last_day
    reached = dict.fromkeys(zip(encounters.person[hospice], encounters.end[hospice], strict=True))
    ends = list(zip(spells.person[seen], spells.end[seen], strict=True))
    assert len(ends) > 80
    assert np.mean([end in reached for end in ends]) > 0.85


def test_bills_of_hospice_say_who_is_still_there_who_died_and_who_left(care: Care, truth: Truth):
    encounters, spells = truth.encounters, hospice_spells(care)
    opening = encounters.is_template("hospice_opening")
    person, code = encounters.person[opening], encounters.discharge[opening]
    assert set(code) == {"01", "30", "40"}
    assert (care.people.death[person[code == "40"]] <= care.calendar.last_day).all()
    assert np.isin(person[code == "01"], spells.person[spells.is_alive]).all()
    # Nothing follows death.
    last = np.append(person[1:] != person[:-1], True)
    assert last[code == "40"].all()


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
