"""Care follows care as it does in hospitals: transfers, readmissions, one bed at a time; prescriptions before fills."""

from __future__ import annotations

from conftest import Ask
from test_world import STAY, holds

from careworld.parameters import PARAMETERS


def test_a_transfer_is_followed_by_an_admission_elsewhere(ask: Ask):
    transferred = """
        select claim_id, person_id, c.end_date + 1 as next_day, facility_npi
        from medical_claim as c join raw__payer_institutional_claim as bill using (claim_id)
        where discharge_status_code = '02' and left(bill_type_code, 2) = '11'
            and exists (
                from raw__payer_enrollment as e where e.member_id = c.member_id and e.plan = c.plan
                    and c.end_date + 1 between e.start_date and e.end_date
            )
    """
    assert ask(f"select count(*) from ({transferred})")[0][0] > 0
    assert holds(
        ask,
        f"""from ({transferred}) as sent where not exists (
            from claim_version as c join raw__payer_institutional_claim as bill using (claim_id)
            join member on member.member_id = c.member_id
            where member.person_id = sent.person_id and left(bill_type_code, 2) = '11'
                and c.start_date in (next_day - 1, next_day) and bill.facility_npi != sent.facility_npi
        )""",
    )


def test_about_one_stay_in_seven_is_followed_by_another_within_a_month(ask: Ask):
    share, stays = ask("""
        select avg(coalesce(following <= end_date + 30, false)::int), count(*)
        from (
            select *, lead(start_date) over (partition by person_id order by start_date) as following
            from truth__encounter
            where encounter_type = 'acute inpatient' and reason not like 'newborn%' and reason not like 'delivery%'
        ) join truth__person using (person_id)
        where end_date < date '2024-12-01' and end_date is distinct from death_date
            and following is distinct from end_date + 1
    """)[0]
    assert stays > 300
    assert 0.08 < share < 0.2


def test_no_office_visit_is_billed_during_a_stay(ask: Ask):
    office = """
        select distinct person_id, line.start_date
        from raw__payer_professional_claim_line as line join medical_claim using (claim_id)
        where place_of_service_code in ('02', '10', '11')
            and regexp_matches(hcpcs_code, '^(9920[2-5]|9921[1-5]|993[89]|G043[89])')
    """
    assert ask(f"select count(*) from ({office})")[0][0] > 5000
    assert holds(
        ask,
        f"""from ({office}) as visit join truth__encounter as stay using (person_id)
        where stay.encounter_type in {STAY}
            and visit.start_date between stay.start_date and stay.end_date""",
    )


def test_no_vaccine_before_its_youngest_age(ask: Ask):
    youngest = PARAMETERS.immunization.groupby("cvx").min_age_months.min()
    rows = ask("""
        select cvx_code, min(datediff('day', birth_date, occurrence_date))
        from raw__clinic_immunization join patient using (patient_id) join truth__person using (person_id)
        group by cvx_code
    """)
    assert len(rows) > 15
    assert {cvx: days for cvx, days in rows if days < int(youngest[cvx] * 30.4) - 1} == {}


def test_no_vaccine_is_billed_before_its_youngest_age(ask: Ask):
    youngest = PARAMETERS.immunization.groupby("hcpcs").min_age_months.min()
    codes = ", ".join(f"'{code}'" for code in youngest.index)
    rows = ask(f"""
        select hcpcs_code, min(datediff('day', birth_date, line.start_date))
        from medical_line as line join medical_claim using (claim_id) join truth__person using (person_id)
        where hcpcs_code in ({codes}) group by hcpcs_code
    """)
    assert len(rows) > 15
    assert {code: days for code, days in rows if days < int(youngest[code] * 30.4) - 1} == {}


def test_every_fill_comes_after_its_prescription(ask: Ask):
    assert ask("select count(*) from claim_version where kind = 'pharmacy'")[0][0] > 10_000
    assert holds(ask, "from raw__payer_pharmacy_claim where dispensed_date < prescribed_date")
