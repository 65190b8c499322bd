"""Long-term services go to those who need them, by the month, and Medicaid pays whatever else comes first."""

from __future__ import annotations

import numpy as np
from conftest import Ask, Truth
from test_world import RESIDENCE, holds

from careworld.coverage import UNINSURED
from careworld.encounters import TEMPLATES
from careworld.parameters import PARAMETERS

ONLY_MEDICAID = tuple(PARAMETERS.claim_shape.template[PARAMETERS.claim_shape.cost_sharing_category == "long_term"])
LONG_TERM = tuple(PARAMETERS.service.hcpcs[PARAMETERS.service.service.isin(
    PARAMETERS.encounter_service.service[
        PARAMETERS.encounter_service.template.isin(ONLY_MEDICAID)
    ]
)])  # fmt: skip
SUPPORT = f"""
    select claim_id, line.start_date, line.end_date, hcpcs_code, units, plan, person_id
    from raw__payer_professional_claim_line as line join medical_claim using (claim_id)
    where hcpcs_code in {LONG_TERM}
"""


def test_medicaid_pays_for_long_term_services_even_where_medicare_is_first(ask: Ask):
    by_plan = dict(ask(f"select plan, count(*) from ({SUPPORT}) group by all"))
    assert set(by_plan) == {"Medicaid Managed Care", "Medicaid Fee For Service"}
    assert min(by_plan.values()) > 100


def test_a_bill_of_support_stays_within_its_month_and_within_its_hours(ask: Ask):
    assert holds(ask, f"from ({SUPPORT}) where date_trunc('month', start_date) != date_trunc('month', end_date)")
    quarters = ("T1019", "T1000", "H2015", "H0036", "H2019", "H0038", "T1017", "97153", "T1027")
    assert holds(
        ask, f"from ({SUPPORT}) where hcpcs_code in {quarters} and units > 96 * (end_date - start_date + 1)"
    )
    # Of a month that somebody does not live to the end, or not at home, less is billed.
    assert holds(
        ask, f"from ({SUPPORT}) where hcpcs_code in ('T2016', 'T2020', 'S5102') and units > end_date - start_date + 1"
    )


def test_nobody_has_two_bills_of_personal_care_in_a_month(ask: Ask):
    assert holds(
        ask,
        f"""select person_id, date_trunc('month', start_date) as month from ({SUPPORT})
        where hcpcs_code = 'T1019' group by all having count(distinct claim_id) > 1""",
    )


def test_support_ends_with_life_and_with_medicaid(truth: Truth):
    encounters, coverage, calendar = truth.encounters, truth.coverage, truth.calendar
    is_support = encounters.is_template(*ONLY_MEDICAID)
    person, start, end = (part[is_support] for part in (encounters.person, encounters.start, encounters.end))
    assert len(person) > 1000
    assert (end <= truth.people.death[person]).all()
    medicaid = coverage.of_payer("medicaid") != UNINSURED
    for day in (start, end):
        assert medicaid[person, calendar.month_of(day)].all()


def test_nobody_has_support_at_home_while_living_in_a_facility(truth: Truth):
    encounters = truth.encounters
    resident = np.flatnonzero(encounters.is_template("nursing_facility"))
    support = np.flatnonzero(encounters.is_template(*ONLY_MEDICAID))
    moves = 0
    for one in resident:
        mine = support[encounters.person[support] == encounters.person[one]]
        moves += (encounters.end[mine] < encounters.start[one]).sum()
        overlaps = (encounters.start[mine] <= encounters.end[one]) & (encounters.end[mine] >= encounters.start[one])
        assert not overlaps.any()
    assert moves > 20


def test_personal_care_is_for_the_aged_the_disabled_and_the_ill(truth: Truth):
    encounters, month = truth.encounters, truth.calendar.month_of(truth.encounters.start)
    at_home = encounters.template == TEMPLATES.code("home_support")
    person, month = encounters.person[at_home], month[at_home]
    aged = (truth.calendar.starts[month] - truth.people.birth[person]) / 365.25 > 64.9
    ill = truth.illness.known[[truth.illness.conditions.index(name) for name in (
        "dementia", "stroke", "parkinson_disease", "multiple_sclerosis")]].any(axis=0)[person, month]  # fmt: skip
    assert (aged | ill | truth.coverage.is_disabled[person, month]).all()
    assert 0.2 < aged.mean() < 0.9


RESIDENT = f"""
    select * from truth__encounter
    where encounter_type = 'inpatient skilled nursing' and reason in {RESIDENCE}
"""


def test_no_stay_in_a_hospital_is_for_a_reason_to_live_in_a_facility():
    assert not set(RESIDENCE) & {*PARAMETERS.admission_reason.reason, *PARAMETERS.discharge.reason_there}


def test_residents_are_few_old_and_mostly_covered_by_medicaid(truth: Truth):
    encounters, people, day = truth.encounters, truth.people, truth.calendar.starts[12]
    there = encounters.is_template("nursing_facility") & (encounters.start <= day) & (encounters.end > day)
    person = encounters.person[there]
    alive = (people.birth <= day) & (people.death > day)
    # Of 0.36 percent of the population who are in nursing facilities some are there for a while after a hospital stay.
    assert 0.0015 < len(person) / alive.sum() < 0.0055
    age = (day - people.birth) / 365.25
    assert (age[person] >= 65).mean() > 0.6
    medicaid = truth.coverage.of_payer("medicaid")[:, 12] != UNINSURED
    assert 0.35 < medicaid[person].mean() < 0.85
    assert medicaid[person].mean() > 2 * medicaid[alive].mean()


def test_who_lives_in_a_facility_stays_there_until_death_but_for_other_stays(truth: Truth):
    encounters, people = truth.encounters, truth.people
    resident = np.flatnonzero(encounters.is_template("nursing_facility"))
    # Encounters are sorted by person and day; the last part of a residence reaches the end of life or of time.
    is_last = np.append(np.diff(encounters.person[resident]) != 0, True)
    last = resident[is_last]
    until = np.minimum(people.death[encounters.person[last]], truth.calendar.last_day)
    goes_on = encounters.end[last] < until
    assert 0 < goes_on.mean() < 0.35, "died or stayed on elsewhere"
    assert (encounters.discharge[last[goes_on]] == "02").all()
    died = encounters.end[resident] == people.death[encounters.person[resident]]
    assert died.any()
    assert ((encounters.discharge[resident] == "20") == died).all()


def test_the_facility_bills_medicaid_by_the_month_and_the_physician_the_first_payer(ask: Ask):
    assert ask(f"""
        select count(distinct claim_id) from truth__claim_line semi join ({RESIDENT}) using (encounter_id)
        semi join raw__payer_institutional_claim using (claim_id)""")[0][0] > 20
    assert holds(
        ask,
        f"""select distinct claim_id from truth__claim_line
        semi join ({RESIDENT}) using (encounter_id)
        join raw__payer_institutional_claim as bill using (claim_id)
        where bill.plan not like 'Medicaid%' or left(bill_type_code, 2) != '21'
            -- Who leaves on the first of a month has spent the last night in the month before.
            or date_trunc('month', bill.start_date) != date_trunc('month', greatest(bill.end_date - 1, bill.start_date))
        """,
    )
    physicians = dict(ask(f"""
        select bill.plan, count(distinct claim_id) from truth__claim_line semi join ({RESIDENT}) using (encounter_id)
        join raw__payer_professional_claim as bill using (claim_id) group by all"""))
    assert "Medicaid Fee For Service" not in physicians
    assert sum(physicians.values()) > 20


def test_medicaid_is_second_for_duals_and_the_payer_says_why_it_covers_them(ask: Ask):
    why = dict(ask("""
        select medicaid_eligibility_group, count(*) from raw__payer_enrollment
        where plan = 'Medicaid Fee For Service' and coverage_order = 2 group by all"""))
    assert min(why.get("aged", 0), why.get("disabled", 0)) > 10
    assert why.get("adult", 0) < 0.1 * sum(why.values()), "Medicare came with kidney failure"
    assert holds(ask, "from raw__payer_enrollment where plan = 'Medicaid Fee For Service' and coverage_order != 2")
    assert holds(
        ask,
        """from raw__payer_enrollment where plan = 'Medicaid Fee For Service'
        and (medicaid_eligibility_group = 'aged') != (date_diff('month', birth_date, start_date) >= 65 * 12)""",
    )
