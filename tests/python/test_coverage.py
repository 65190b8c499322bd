"""Coverage keeps the shares of the table, follows mothers and pregnancies, and makes spans that fit together."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth, truth_about

from careworld.calendar import age_in_years
from careworld.coverage import UNINSURED, Market
from careworld.families import CHILD, OUTSIDE, SELF
from careworld.parameters import PARAMETERS
from careworld.spec import Spec


def lines() -> np.ndarray:
    """Line of each plan; the last one, which is also -1, is no coverage."""
    return np.array([*PARAMETERS.plan.line, "uninsured"], dtype=object)


def plan_named(slug: str) -> int:
    return list(PARAMETERS.plan.slug).index(slug)


@pytest.mark.parametrize("month", [0, 12, 35])
def test_holders_keep_the_shares_of_the_table_at_every_age(truth: Truth, month: int):
    calendar = truth.calendar
    market, streams = Market(truth.spec.payers), truth.streams
    # Ages stay as they were: a holder is walked as if she was born so much later.
    birth = truth.people.birth + (calendar.starts[month] - calendar.first_day)
    line = lines()[market.walk(truth.people.key, birth, calendar, streams)[:, month]]
    age = age_in_years(birth, calendar.starts[month])
    for band, (low, high) in enumerate(market.bands):
        there = (age >= max(low, 18)) & (age < high + 1)
        for name in np.unique(market.lines):
            share = market.share[band][market.lines == name].sum() / market.share[band].sum()
            error = np.sqrt(share * (1 - share) / there.sum())
            assert (line[there] == name).mean() == pytest.approx(share, abs=3 * error + 0.02), (low, high, name)


def test_disability_is_of_the_ill_and_brings_public_coverage(truth: Truth):
    people, first = truth.people, truth.calendar.first_day
    age = age_in_years(people.birth, first)
    adult = (age >= 20) & (age < 65)
    disabled = truth.coverage.is_disabled[:, 0]
    assert 0.03 < disabled[adult].mean() < 0.1
    ill = truth.illness.active[truth.illness.conditions.index("severe_mental_illness")][:, 0]
    assert disabled[adult & ill].mean() > 3 * disabled[adult & ~ill].mean()
    line = lines()[truth.coverage.plan[:, 0]]
    public = np.isin(line[adult & disabled], ("medicare", "medicaid"))
    assert public.mean() > 0.8
    assert (line[adult & disabled] == "medicare").mean() > 0.4


def test_dual_eligibles_whose_state_pays_have_plans_without_member_share(truth: Truth):
    coverage = truth.coverage
    paid = PARAMETERS.dual_status.is_member_share_paid.to_numpy(bool)[coverage.dual_status]
    plans = {plan_named("medicare_dual"), plan_named("medicare_advantage_dual")}
    in_dual_plan = np.isin(coverage.plan, list(plans)).any(axis=1)
    assert in_dual_plan.sum() > 50
    assert (paid & (coverage.dual_status >= 0))[in_dual_plan].all()


def test_supplements_stand_beside_medicare(truth: Truth):
    coverage, calendar = truth.coverage, truth.calendar
    second = lines()[coverage.span_plan] == "supplement"
    assert second.sum() > 100
    person = coverage.span_person[second]
    for day in (coverage.span_start[second], coverage.span_end[second]):
        assert (lines()[coverage.at(person, day, calendar)] == "medicare").all()


def test_full_benefit_duals_have_medicaid_beside_medicare_as_long_as_it_lasts(truth: Truth):
    coverage, age = truth.coverage, age_in_years(truth.people.birth[:, None], truth.calendar.starts[:-1])
    status = np.array([*PARAMETERS.dual_status.dual_status_code, "none"], dtype=object)[coverage.dual_status]
    full = np.isin(status, ("02", "04", "08"))
    medicare, medicaid = lines()[coverage.plan] == "medicare", coverage.second == plan_named("medicaid_ffs")
    assert (medicaid == (medicare & full[:, None])).all()
    assert (medicaid & (age < 65)).any()
    assert (medicaid & (age >= 65)).any()
    assert 0.6 < full[status != "none"].mean() < 0.85
    # Asked for Medicaid, duals answer with their second plan, others with their first, and the rest with none.
    managed = coverage.plan == plan_named("medicaid_managed")
    found = coverage.of_payer("medicaid")
    assert (found[medicaid] == plan_named("medicaid_ffs")).all()
    assert (found[managed] == plan_named("medicaid_managed")).all()
    assert (found[~medicaid & ~managed] == UNINSURED).all()


def test_families_have_the_policy_of_their_holder(truth: Truth):
    people, coverage = truth.people, truth.coverage
    place = {key: position for position, key in enumerate(people.key)}
    dependent = np.flatnonzero((people.relation != SELF) & (people.holder < OUTSIDE) & (people.mother < 0))
    holder = np.array([place[key] for key in people.holder[dependent]])
    month = 6
    on_policy = coverage.on_family_policy[dependent, month]
    assert 0.4 < on_policy.mean() < 0.9
    alike = coverage.plan[dependent, month][on_policy] == coverage.plan[holder, month][on_policy]
    # The rest are holders whom disability or kidney failure took to Medicare or Medicaid, and who died.
    left = np.isin(lines()[coverage.plan[holder, month][on_policy]], ("medicare", "medicaid", "uninsured"))
    assert (alike | left).all()
    assert alike.mean() > 0.9


def test_people_do_change_their_coverage(truth: Truth):
    plan = truth.coverage.plan
    there = truth.people.death > truth.calendar.last_day
    changes = (plan[there, 1:] != plan[there, :-1]).sum() / there.sum() / 3
    assert 0.08 < changes < 0.45, "changes per person and year"


def test_newborns_follow_the_mother_or_have_medicaid(truth: Truth):
    people, plan = truth.people, truth.coverage.plan
    child = np.flatnonzero(people.mother >= 0)
    month = truth.calendar.month_of(people.birth[child])
    mother = people.mother[child]
    own, of_mother = plan[child, month], plan[mother, month]
    medicaid = plan_named("medicaid_managed")
    assert len(child) > 100
    family = np.isin(lines()[of_mother], ["employer", "direct", "tricare"]) & (people.relation[mother] != CHILD)
    assert family.sum() > 30
    follows = own == of_mother
    assert (follows | (own == medicaid) | (own == UNINSURED)).all()
    assert (follows | (own == medicaid))[lines()[of_mother] == "medicaid"].all()
    assert follows[family].mean() > 0.65


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
    first_coverage = lines()[coverage.span_plan] != "supplement"
    person, start, end = (
        part[first_coverage] for part in (coverage.span_person, coverage.span_start, coverage.span_end)
    )
    assert (start <= end).all()
    assert (start >= np.maximum(people.birth[person], calendar.first_day)).all()
    assert (end <= np.minimum(people.death[person], calendar.last_day)).all()
    same = person[1:] == person[:-1]
    assert same.any()
    assert (start[1:][same] > end[:-1][same]).all()
    plan = np.full_like(coverage.plan, UNINSURED)
    first, last = calendar.month_of(start), calendar.month_of(end)
    for p, from_, to, value in zip(person, first, last, coverage.span_plan[first_coverage], strict=True):
        plan[p, from_ : to + 1] = value
    assert (plan == coverage.plan).all()


def test_spans_of_one_plan_touch_only_where_the_policy_or_the_reason_for_medicare_changes(truth: Truth):
    coverage, calendar = truth.coverage, truth.calendar
    same = (coverage.span_person[1:] == coverage.span_person[:-1]) & (coverage.span_plan[1:] == coverage.span_plan[:-1])
    touch = np.flatnonzero(same & (coverage.span_start[1:] <= coverage.span_end[:-1] + 1)) + 1
    person, month = coverage.span_person[touch], calendar.month_of(coverage.span_start[touch])
    policy = coverage.on_family_policy
    other_policy = policy[person, month] != policy[person, month - 1]
    age = age_in_years(truth.people.birth[person], coverage.span_start[touch])
    assert (other_policy | ((age >= 65) & (age < 65.1))).all()


def test_coverage_of_a_day_is_that_of_its_month(truth: Truth):
    coverage, calendar = truth.coverage, truth.calendar
    first = lines()[coverage.span_plan] != "supplement"
    for day in (coverage.span_start[first], coverage.span_end[first]):
        assert (coverage.at(coverage.span_person[first], day, calendar) == coverage.span_plan[first]).all()


def test_a_spec_moves_the_shares():
    base, moved = (
        truth_about(Spec(people=1000, seed=5, years={"first": 2024, "last": 2024}, payers=payers))
        for payers in ({}, {"medicaid": 4, "uninsured": 0})
    )
    share = lambda truth, name: (lines()[truth.coverage.plan[:, 0]] == name)[truth.people.mother < 0].mean()  # noqa: E731
    assert share(moved, "medicaid") > 1.8 * share(base, "medicaid")
    assert share(base, "uninsured") > 0.05
    assert share(moved, "uninsured") == 0
