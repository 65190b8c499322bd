"""Coverage keeps the shares of the table, follows mothers and pregnancies, and makes spans that fit together."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth, truth_about

from careworld.calendar import age_in_years
from careworld.coverage import UNINSURED
from careworld.parameters import PARAMETERS
from careworld.spec import Spec


def lines() -> np.ndarray:
    """Line of business by plan; the last one, which is also -1, is no coverage."""
    return np.array([*PARAMETERS.plan.payer_type, "uninsured"], dtype=object)


def plan_named(slug: str) -> int:
    return list(PARAMETERS.plan.slug).index(slug)


@pytest.mark.parametrize("month", [0, 12, 35])
def test_shares_stay_near_the_table_at_every_age(truth: Truth, month: int):
    people, first = truth.people, truth.calendar.starts[month]
    age = np.floor(age_in_years(people.birth, first))
    there = (people.birth <= first) & (people.death >= first)
    # What Medicaid and Medicare take on top of the table: pregnancies and kidney failure.
    pregnant = truth.pregnancies.months(len(people), 2, 2, truth.calendar)[:, month]
    kidneys = truth.illness.active[truth.illness.conditions.index("end_stage_kidney_disease")][:, : month + 1]
    there &= ~pregnant & ~kidneys.any(axis=1)
    line = lines()[truth.coverage.plan[:, month]]
    table = PARAMETERS.coverage_share.assign(line=PARAMETERS.coverage_share.plan.map(
        dict(zip(PARAMETERS.plan.slug, PARAMETERS.plan.payer_type, strict=True)) | {"uninsured": "uninsured"}
    ))  # fmt: skip
    for (low, high), rows in table.groupby(["min_age", "max_age"]):
        band = there & (age >= low) & (age <= high)
        for name, share in (rows.groupby("line").share.sum() / rows.share.sum()).items():
            error = np.sqrt(share * (1 - share) / band.sum())
            assert (line[band] == name).mean() == pytest.approx(share, abs=3 * error + 0.025), (low, high, name)


def test_people_do_change_their_coverage(truth: Truth):
    plan = truth.coverage.plan
    there = truth.people.death > truth.calendar.last_day
    changes = (plan[there, 1:] != plan[there, :-1]).sum() / there.sum() / 3
    assert 0.08 < changes < 0.4, "changes per person and year"


def test_newborns_follow_the_mother_or_have_medicaid(truth: Truth):
    people, plan = truth.people, truth.coverage.plan
    child = np.flatnonzero(people.mother >= 0)
    month = truth.calendar.month_of(people.birth[child])
    own, of_mother = plan[child, month], plan[people.mother[child], month]
    medicaid = plan_named("medicaid_managed")
    assert len(child) > 100
    assert ((own == of_mother) | (own == medicaid)).all()
    family = np.isin(lines()[of_mother], ["commercial"])
    assert family.sum() > 30
    assert (own[family] == of_mother[family]).all()


def test_no_pregnant_woman_is_uninsured_from_the_third_month_to_two_months_after(truth: Truth):
    covered = truth.pregnancies.months(len(truth.people), 2, 2, truth.calendar)
    starts = truth.calendar.starts
    covered &= (truth.people.death[:, None] >= starts[:-1]) & (truth.people.birth[:, None] < starts[1:])
    assert covered.sum() > 1000
    assert (truth.coverage.plan[covered] != UNINSURED).all()


def test_some_women_have_medicaid_only_while_pregnant(truth: Truth):
    covered = truth.pregnancies.months(len(truth.people), 2, 2, truth.calendar)
    medicaid = truth.coverage.plan == plan_named("medicaid_managed")
    begins = covered[:, 1:] & ~covered[:, :-1]
    gains = medicaid[:, 1:] & (truth.coverage.plan[:, :-1] == UNINSURED)
    assert (begins & gains).sum() > 10


def test_kidney_failure_brings_medicare_after_three_months(truth: Truth):
    kidneys = truth.illness.active[truth.illness.conditions.index("end_stage_kidney_disease")]
    late = np.cumsum(kidneys, axis=1) > 3
    late &= truth.people.death[:, None] >= truth.calendar.starts[:-1]
    assert late.any()
    assert (lines()[truth.coverage.plan[late]] == "medicare").all()


def test_spans_are_the_months_of_the_plans_and_do_not_overlap(truth: Truth):
    coverage, people, calendar = truth.coverage, truth.people, truth.calendar
    person, start, end = coverage.span_person, coverage.span_start, coverage.span_end
    assert (start <= end).all()
    assert (start >= np.maximum(people.birth[person], calendar.first_day)).all()
    assert (end <= np.minimum(people.death[person], calendar.last_day)).all()
    same = person[1:] == person[:-1]
    assert same.any()
    assert (start[1:][same] > end[:-1][same]).all()
    plan = np.full_like(coverage.plan, UNINSURED)
    first, last = calendar.month_of(start), calendar.month_of(end)
    for p, from_, to, value in zip(person, first, last, coverage.span_plan, strict=True):
        plan[p, from_ : to + 1] = value
    assert (plan == coverage.plan).all()


def test_spans_of_one_plan_do_not_touch(truth: Truth):
    coverage = truth.coverage
    same = (coverage.span_person[1:] == coverage.span_person[:-1]) & (coverage.span_plan[1:] == coverage.span_plan[:-1])
    assert (coverage.span_start[1:][same] > coverage.span_end[:-1][same] + 1).all()


def test_coverage_of_a_day_is_that_of_its_month(truth: Truth):
    coverage, calendar = truth.coverage, truth.calendar
    person = coverage.span_person
    for day in (coverage.span_start, coverage.span_end):
        assert (coverage.at(person, day, calendar) == coverage.span_plan).all()


def test_a_spec_moves_the_shares():
    base, moved = (
        truth_about(Spec(people=1000, seed=5, years={"first": 2024, "last": 2024}, payers=payers))
        for payers in ({}, {"medicaid": 4, "uninsured": 0})
    )
    share = lambda truth, name: (lines()[truth.coverage.plan[:, 0]] == name)[truth.people.mother < 0].mean()  # noqa: E731
    assert share(moved, "medicaid") > 1.8 * share(base, "medicaid")
    assert share(base, "uninsured") > 0.05
    assert share(moved, "uninsured") == 0
