"""Sentences about a block of people that hold without exception, and about blocks that agree."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from conftest import Ask, asking, plain
from test_identifiers import luhn_is_valid

from careworld.calibration import calibrate
from careworld.identifiers import person_id
from careworld.parameters import PARAMETERS, TERMINOLOGY
from careworld.people import KEYS_PER_FOUNDER
from careworld.prescriptions import is_specialty
from careworld.rng import Streams
from careworld.schema import TABLES
from careworld.spec import Spec
from careworld.world import World

AMOUNTS = ["charge", "allowed", "paid", "deductible", "copayment", "coinsurance"]
STAYS = tuple(PARAMETERS.template.encounter_type[PARAMETERS.template.stay != ""].unique())
STAY = str(STAYS)
# Why people live in nursing facilities; nobody is sent to one from a hospital for these.
RESIDENCE = ("nursing_facility_care", *PARAMETERS.residence.term[PARAMETERS.residence.kind == "condition"])


def holds(ask: Ask, exceptions: str) -> bool:
    """Whether a query for exceptions finds none; shows some when it does."""
    found = ask(f"select * from ({exceptions}) limit 5")
    assert found == []
    return True


def test_the_block_has_what_the_sentences_are_about(ask: Ask):
    for some in (
        "truth__person where death_date is not null",
        "truth__person where mother_person_id is not null",
        "truth__person where not is_charted",
        "truth__condition where resolved_date is not null",
        "truth__encounter where encounter_type = 'inpatient skilled nursing'",
        "truth__encounter where encounter_type = 'dialysis'",
        "truth__encounter where encounter_type = 'emergency department'",
        "raw__payer_institutional_claim where procedure_code_1 is not null",
        "raw__payer_institutional_claim where discharge_status_code = '20'",
        "raw__payer_enrollment where payer_type = 'medicaid'",
        "raw__clinic_diagnosis where record_type = 'problem'",
        "raw__clinic_appointment where status = 'noshow'",
        "raw__clinic_immunization",
    ):
        assert ask(f"select count(*) from {some}")[0][0] >= 5, some


# --- time --------------------------------------------------------------------------------------------


def test_no_event_before_birth(ask: Ask):
    assert holds(ask, "from event join truth__person using (person_id) where first_day < birth_date")


def test_no_event_after_death(ask: Ask):
    assert holds(
        ask, "from event join truth__person using (person_id) where first_day > death_date or last_day > death_date"
    )


def test_no_event_ends_before_it_begins(ask: Ask):
    assert holds(ask, "from event where last_day < first_day")


def test_no_event_outside_the_simulated_years(ask: Ask):
    assert holds(
        ask,
        """from event
        where last_day > date '2024-12-31' or first_day > date '2024-12-31'
            or (first_day < date '2022-01-01' and what not in ('condition', 'problem', 'prescription'))""",
    )


def test_no_one_dies_or_is_born_outside_the_simulated_years(ask: Ask):
    assert holds(
        ask,
        """from truth__person
        where death_date not between date '2022-01-01' and date '2024-12-31' or death_date < birth_date
            or birth_date > date '2024-12-31' or (mother_person_id is null) != (birth_date < date '2022-01-01')""",
    )


def test_no_recording_tells_of_a_death_beyond_the_last_day(ask: Ask):
    deaths = "select death_date from raw__payer_enrollment union all select death_date from raw__clinic_patient"
    assert ask(f"select count(death_date) from ({deaths})")[0][0] > 20
    assert holds(ask, f"from ({deaths}) where death_date > date '2024-12-31'")
    # Care of the dying goes on over the last day, but nobody is discharged as dead who has no date of death.
    hospice = "truth__encounter join truth__person using (person_id) where encounter_type like '%hospice'"
    assert ask(f"select count(distinct person_id) from {hospice} and death_date is null")[0][0] > 0
    assert holds(
        ask,
        """from raw__payer_institutional_claim join member using (member_id) join truth__person using (person_id)
        where discharge_status_code in ('20', '40', '41', '42') and death_date is null""",
    )


def test_spans_of_enrollment_say_whether_a_hospice_came(ask: Ask):
    came = """exists (
        from truth__encounter as visit
        where visit.person_id = span.person_id and visit.encounter_type like '%hospice'
            and visit.start_date between span.start_date and span.end_date)"""
    assert ask("select count(*) from raw__payer_enrollment where has_hospice")[0][0] > 10
    assert holds(ask, f"from raw__payer_enrollment as span where has_hospice != {came}")


def test_discharge_is_not_before_admission(ask: Ask):
    assert holds(
        ask,
        """from raw__payer_institutional_claim
        where discharge_date < admission_date or admission_date > start_date or discharge_date != end_date
            or (admission_date != start_date and bill_type_code[3] not in ('3', '4', '7', '8'))""",
    )


def test_lines_lie_within_their_claim(ask: Ask):
    assert holds(
        ask,
        """from medical_line as l join medical_claim as c using (claim_id)
        where l.start_date < c.start_date or l.end_date > c.end_date or l.end_date < l.start_date""",
    )


def test_procedures_lie_within_their_stay(ask: Ask):
    days = ", ".join(f"procedure_date_{i}" for i in range(1, 7))
    assert holds(
        ask,
        f"""from (select claim_id, start_date, end_date, unnest([{days}]) as day from raw__payer_institutional_claim)
        where day not between start_date and end_date""",
    )
    assert holds(
        ask,
        """from raw__clinic_procedure join raw__clinic_encounter using (encounter_id)
        where procedure_date not between start_date and end_date""",
    )


def test_claims_are_received_after_the_service_and_paid_after_that(ask: Ask):
    assert holds(ask, "from medical_claim where received_date <= end_date or paid_date < received_date")
    assert holds(ask, "from pharmacy_claim where paid_date < dispensed_date or dispensed_date < prescribed_date")


def test_results_come_after_the_draw(ask: Ask):
    assert holds(ask, "from raw__clinic_lab_result where resulted_at <= collected_at")


# --- money -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", AMOUNTS)
def test_line_amounts_sum_to_header(ask: Ask, amount: str):
    assert holds(
        ask,
        f"""select claim_id, any_value(c.{amount}_amount) as header, sum(l.{amount}_amount) as lines
        from medical_claim as c join medical_line as l using (claim_id)
        group by claim_id having header != lines""",
    )


@pytest.mark.parametrize("table", ["medical_claim", "medical_line", "pharmacy_claim"])
def test_paid_plus_member_share_equals_allowed_and_is_within_charge(ask: Ask, table: str):
    assert holds(
        ask,
        f"""from {table}
        where paid_amount + deductible_amount + copayment_amount + coinsurance_amount != allowed_amount
            or allowed_amount > charge_amount or allowed_amount < 0 or paid_amount < 0
            or deductible_amount < 0 or copayment_amount < 0 or coinsurance_amount < 0""",
    )


# --- versions of claims ------------------------------------------------------------------------------


def test_a_chain_has_one_last_version_and_the_files_tell_which(ask: Ask):
    assert holds(
        ask,
        """select chain_claim_id from truth__claim_version
        group by chain_claim_id having count(*) filter (is_final) != 1""",
    )
    assert holds(
        ask,
        """from truth__claim_version full join claim_version using (claim_id) left join final_claim using (claim_id)
        where is_final is null or kind is null
            or (is_final and claim_status = 'paid') != (final_claim.claim_id is not null)""",
    )


def test_a_void_mirrors_what_it_voids_and_a_replacement_comes_later(ask: Ask):
    assert ask("select count(*) from claim_version where claim_status = 'reversed'")[0][0] > 500
    amounts = ("charge", "allowed", "paid", "deductible", "copayment", "coinsurance")
    differs = " or ".join(f"later.{name}_amount != -first.{name}_amount" for name in amounts)
    assert holds(
        ask,
        f"""select later.claim_id from claim_version as later
        left join claim_version as first on first.claim_id = later.original_claim_id
        where later.original_claim_id is not null and (
            first.claim_id is null or first.member_id != later.member_id or later.paid_date < first.paid_date
            or later.claim_status = 'reversed' and ({differs})
        )""",
    )


def test_the_code_of_a_bill_says_which_version_it_is(ask: Ask):
    for kind, code in (("professional", "resubmission_code"), ("institutional", "right(bill_type_code, 1)")):
        assert holds(
            ask,
            f"""from raw__payer_{kind}_claim
            where ({code} in ('7', '8')) != (original_claim_id is not null)
                or ({code} = '8') != (claim_status = 'reversed')""",
        )


def test_denied_claims_cost_nobody_anything_and_say_why(ask: Ask):
    known = set(zip(PARAMETERS.denial_reason.carc_code, PARAMETERS.denial_reason.rarc_code, strict=True))
    for kind in ("professional", "institutional"):
        assert holds(
            ask,
            f"""from raw__payer_{kind}_claim where (claim_status = 'denied') != (denial_reason_code is not null)
                or claim_status = 'denied' and (allowed_amount != 0 or paid_amount != 0 or charge_amount < 0)""",
        )
        reasons = ask(f"""select distinct denial_reason_code, coalesce(remark_code, '') from raw__payer_{kind}_claim
            where claim_status = 'denied'""")
        assert len(reasons) > 5
        assert set(reasons) <= known


def test_claims_are_denied_appealed_and_adjusted_as_often_as_published(ask: Ask):
    inside, outside, appealed, versions = ask("""
        select
            avg((claim_status = 'denied')::int) filter (is_in_network and original_claim_id is null),
            avg((claim_status = 'denied')::int) filter (not is_in_network and original_claim_id is null),
            count(*) filter (adjustment_reason = 'appealed') / count(*) filter (claim_status = 'denied'),
            (select avg((n > 1)::int) from (select count(*) as n from truth__claim_version group by chain_claim_id))
        from claim_version where kind != 'pharmacy'
    """)[0]
    assert 0.1 < inside < 0.21
    assert 0.28 < outside < 0.42
    assert 0.001 < appealed < 0.012
    assert 0.015 < versions < 0.08


def test_nobody_without_coverage_has_a_claim_nor_a_fill_without_a_drug_plan(ask: Ask):
    assert holds(
        ask,
        """from pharmacy_claim as c join raw__payer_enrollment as e
            on e.member_id = c.member_id and e.plan = c.plan and c.dispensed_date between e.start_date and e.end_date
        where not has_drug_benefit""",
    )


def test_no_one_pays_more_deductible_than_the_plan_asks_in_a_year(ask: Ask):
    # Medicine and drugs together, but where a plan has limits of its own for drugs.
    for row in PARAMETERS.plan.groupby("plan").max(numeric_only=True).itertuples():
        both = "claim_version" if not row.has_drug_limits else "medical_claim"
        assert holds(
            ask,
            f"""select member_id from {both} semi join final_claim using (claim_id)
            where plan = '{row.Index}' group by member_id, year(start_date)
            having sum(deductible_amount) > {row.deductible}
                or sum(deductible_amount + copayment_amount + coinsurance_amount) > {row.out_of_pocket_maximum}""",
        )
        assert holds(
            ask,
            f"""select member_id from pharmacy_claim where plan = '{row.Index}' and {row.has_drug_limits} = 1
            group by member_id, year(dispensed_date) having sum(deductible_amount) > {row.drug_deductible}""",
        )


# --- coverage ----------------------------------------------------------------------------------------


def test_no_claim_outside_enrollment(ask: Ask):
    for claims, day in (("medical_claim", "start_date"), ("pharmacy_claim", "dispensed_date")):
        assert holds(
            ask,
            f"""from {claims} as c
            where not exists (
                from raw__payer_enrollment as e
                where e.member_id = c.member_id and e.plan = c.plan and c.{day} between e.start_date and e.end_date
            )""",
        )


def test_enrollment_spans_of_a_person_do_not_overlap(ask: Ask):
    assert holds(
        ask,
        """select *, lead(start_date) over (partition by person_id, coverage_order order by start_date) as following
        from raw__payer_enrollment qualify following <= end_date""",
    )


def test_dependents_hang_on_a_policy_holder_of_the_same_payer(ask: Ask):
    assert holds(ask, "from raw__payer_enrollment where (relationship = 'self') != (subscriber_id = member_id)")
    # The holder is covered too, but when another program took over, or before and after the simulated life.
    assert holds(
        ask,
        """select dependent.person_id from raw__payer_enrollment as dependent
        join (select distinct member_id, person_id from raw__payer_enrollment) as holder
            on holder.member_id = dependent.subscriber_id
        join truth__person as p on p.person_id = holder.person_id
        where dependent.relationship != 'self' and (p.death_date is null or p.death_date > dependent.end_date)
            and not exists (
                from raw__payer_enrollment as own
                where own.person_id = holder.person_id
                    and own.start_date <= dependent.end_date and own.end_date >= dependent.start_date
                    and (own.payer_type in ('medicare', 'medicaid')
                        or own.relationship = 'self' and own.plan = dependent.plan)
            )""",
    )


def test_one_holder_a_policy_and_no_child_is_a_spouse(ask: Ask):
    assert holds(
        ask,
        """select subscriber_id from raw__payer_enrollment where relationship = 'self'
        group by all having count(distinct person_id) > 1""",
    )
    assert holds(
        ask,
        """from raw__payer_enrollment where relationship = 'spouse' and datediff('year', birth_date, start_date) < 18
            or relationship = 'child' and datediff('year', birth_date, start_date) > 26""",
    )
    shares = dict(ask("""
        select relationship, count(distinct subscriber_id || plan) / (select count(distinct subscriber_id || plan)
            from raw__payer_enrollment where payer_type = 'commercial')
        from raw__payer_enrollment where payer_type = 'commercial' group by all"""))
    assert 0.1 < shares["spouse"] < 0.5
    assert 0.1 < shares["child"] < 0.6


def test_families_share_their_home(ask: Ask):
    assert holds(
        ask,
        """from raw__payer_enrollment as dependent join raw__payer_enrollment as holder
            on holder.member_id = dependent.subscriber_id and dependent.relationship != 'self'
        where dependent.address != holder.address or dependent.zip_code != holder.zip_code""",
    )


# --- keys --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_every_key_is_unique(ask: Ask, name: str):
    key = ", ".join(TABLES[name].key)
    missing = " or ".join(f"{column} is null" for column in TABLES[name].key)
    view = name.replace(".", "__")
    assert holds(ask, f"select {key} from {view} group by all having count(*) > 1")
    assert holds(ask, f"select {key} from {view} where {missing}")


def test_claim_ids_are_globally_unique(ask: Ask):
    assert holds(ask, "select claim_id from claim_version group by claim_id having count(*) > 1")


def test_people_do_not_share_a_social_security_number_or_member_id(ask: Ask):
    for column in ("social_security_number", "member_id"):
        assert holds(
            ask, f"select {column} from raw__payer_enrollment group by all having count(distinct person_id) > 1"
        )


REFERENCES = [
    ("raw__payer_professional_claim_line.claim_id", "raw__payer_professional_claim.claim_id"),
    ("raw__payer_institutional_claim_line.claim_id", "raw__payer_institutional_claim.claim_id"),
    ("medical_claim.claim_id", "medical_line.claim_id"),
    ("truth__condition.person_id", "truth__person.person_id"),
    ("truth__encounter.person_id", "truth__person.person_id"),
    ("truth__person.mother_person_id", "truth__person.person_id"),
    ("raw__payer_enrollment.person_id", "truth__person.person_id"),
    ("raw__clinic_patient.person_id", "truth__person.person_id"),
    ("raw__payer_professional_claim.member_id", "raw__payer_enrollment.member_id"),
    ("raw__payer_institutional_claim.member_id", "raw__payer_enrollment.member_id"),
    ("raw__payer_pharmacy_claim.member_id", "raw__payer_enrollment.member_id"),
    ("raw__payer_pcp_assignment.member_id", "raw__payer_enrollment.member_id"),
    ("truth__chart_record.clinic_encounter_id", "raw__clinic_encounter.encounter_id"),
    ("raw__clinic_encounter.encounter_id", "truth__chart_record.clinic_encounter_id"),
    ("truth__chart_record.encounter_id", "truth__encounter.encounter_id"),
    ("truth__claim_line.encounter_id", "truth__encounter.encounter_id"),
] + [
    (f"raw__{table.name}.{column.name}", target)
    for table in TABLES.values()
    for column in table.columns
    for suffix, target in (
        ("_npi", "raw__payer_provider.npi"),
        ("patient_id", "raw__clinic_patient.patient_id"),
        ("clinician_id", "raw__clinic_clinician.clinician_id"),
        ("department_id", "raw__clinic_department.department_id"),
        ("encounter_id", "raw__clinic_encounter.encounter_id"),
    )
    if table.layer == "raw" and column.name.endswith(suffix) and f"raw__{table.name}.{column.name}" != target
]


@pytest.mark.parametrize(("column", "target"), REFERENCES)
def test_every_reference_leads_somewhere(ask: Ask, column: str, target: str):
    (view, name), (target_view, target_name) = column.split("."), target.split(".")
    assert holds(
        ask,
        f"""select distinct {name} from {view}
        where {name} is not null and {name} not in (select {target_name} from {target_view})""",
    )


def test_every_claim_line_points_to_the_encounter_it_came_from(ask: Ask):
    assert holds(
        ask,
        """select coalesce(l.claim_id, t.claim_id), coalesce(l.line_number, t.line_number)
        from (
            select claim_id, line_number from raw__payer_professional_claim_line
            union all select claim_id, line_number from raw__payer_institutional_claim_line
            union all select claim_id, 1 from raw__payer_pharmacy_claim
        ) as l
        full join truth__claim_line as t on t.claim_id = l.claim_id and t.line_number = l.line_number
        where l.claim_id is null or t.claim_id is null""",
    )
    assert holds(
        ask,
        """from truth__claim_line as t join medical_claim as c using (claim_id)
        join medical_line as l on l.claim_id = t.claim_id and l.line_number = t.line_number
        left join truth__encounter as e using (encounter_id)
        where e.encounter_id is null or e.person_id != c.person_id
            or l.start_date < e.start_date or l.end_date > e.end_date""",
    )


def test_every_visit_in_the_clinic_is_an_encounter_of_that_person_on_those_days(ask: Ask):
    assert holds(
        ask,
        """from raw__clinic_encounter as v join patient using (patient_id)
        join truth__chart_record as r on r.clinic_encounter_id = v.encounter_id
        join truth__encounter as e on e.encounter_id = r.encounter_id
        where e.person_id != patient.person_id or e.start_date != v.start_date or e.end_date != v.end_date""",
    )


CHART_RECORDS = [
    name for name, t in TABLES.items() if {"patient_id", "encounter_id"} < {column.name for column in t.columns}
]


@pytest.mark.parametrize("name", CHART_RECORDS)
def test_a_chart_record_and_its_visit_are_of_the_same_patient(ask: Ask, name: str):
    view = name.replace(".", "__")
    assert holds(
        ask,
        f"""from {view} as r join raw__clinic_encounter as v using (encounter_id)
        where r.patient_id != v.patient_id""",
    )


def test_charts_only_of_charted_people(ask: Ask):
    assert holds(
        ask,
        """select person_id from truth__person full join raw__clinic_patient using (person_id)
        where coalesce(is_charted, false) != (patient_id is not null)""",
    )


# --- care --------------------------------------------------------------------------------------------


def test_every_delivered_mother_has_a_newborn(ask: Ask):
    assert holds(
        ask,
        """from truth__encounter as e
        where encounter_type = 'acute inpatient' and reason in ('delivery_vaginal', 'delivery_cesarean')
            and not exists (
                from truth__person as child
                where child.mother_person_id = e.person_id and child.birth_date between e.start_date and e.end_date
            )""",
    )
    assert holds(
        ask,
        """from truth__person as child
        where mother_person_id is not null
            and not exists (
                from truth__encounter as e
                where e.person_id = child.person_id and e.start_date = child.birth_date
                    and e.encounter_type = 'acute inpatient' and e.reason like 'newborn%'
            )""",
    )


def test_a_newborns_mother_is_a_woman_who_could_bear_it(ask: Ask):
    assert holds(
        ask,
        """from truth__person as child join truth__person as mother on mother.person_id = child.mother_person_id
        where mother.sex != 'female' or datediff('year', mother.birth_date, child.birth_date) not between 11 and 56
            or child.birth_date > mother.death_date or child.is_charted != mother.is_charted
            or child.state != mother.state""",
    )


def test_stays_of_a_person_do_not_overlap(ask: Ask):
    assert holds(
        ask,
        """select *, lead(start_date) over (partition by person_id order by start_date, end_date) as following
        from truth__encounter where encounter_type = 'acute inpatient' qualify following <= end_date""",
    )
    assert holds(
        ask,
        f"""select *, lead(start_date) over (partition by person_id order by start_date, end_date) as following
        from truth__encounter where encounter_type in {STAY} qualify following < end_date""",
    )


def test_no_visit_during_a_stay(ask: Ask):
    assert holds(
        ask,
        f"""select visit.* from truth__encounter as visit join truth__encounter as stay using (person_id)
        where stay.encounter_type in {STAY} and visit.encounter_type not in {STAY}
            and visit.encounter_type != 'dialysis' and visit.start_date between stay.start_date and stay.end_date
            -- The day of discharge is spent at home, too; hospice and emergencies come to where people live.
            and not (visit.encounter_type in ('home health', 'outpatient hospice')
                     and visit.start_date = stay.end_date)
            and not (visit.encounter_type in ('outpatient hospice', 'emergency department')
                     and stay.reason in {RESIDENCE})""",
    )


def test_a_skilled_nursing_stay_begins_on_the_day_an_acute_one_ends(ask: Ask):
    assert holds(
        ask,
        f"""from truth__encounter as nursing
        where encounter_type = 'inpatient skilled nursing' and reason not in {RESIDENCE} and not exists (
            from truth__encounter as stay
            where stay.person_id = nursing.person_id
                and stay.encounter_type in ('acute inpatient', 'inpatient psych')
                and stay.end_date = nursing.start_date
        )""",
    )


def test_who_dies_in_a_stay_is_discharged_dead_and_nobody_else_is(ask: Ask):
    assert holds(
        ask,
        """from raw__payer_institutional_claim join medical_claim using (claim_id)
        join truth__person using (person_id)
        where discharge_status_code = '20'
            and (death_date is null or raw__payer_institutional_claim.end_date != death_date)""",
    )


# --- codes -------------------------------------------------------------------------------------------


def codes_of(ask: Ask, query: str) -> set[str]:
    """Distinct codes that a query finds; at least one."""
    found = {code for (code,) in ask(f"select distinct code from ({query}) where code is not null")}
    assert found
    return found


def listed(name: str) -> set[str]:
    """Codes of a code list in seeds/terminology."""
    table = pd.read_csv(TERMINOLOGY / f"terminology__{name}.csv", dtype=str)
    return set(table.iloc[:, 0])


def test_diagnosis_codes_exist_and_are_billable(ask: Ask):
    billable = set(PARAMETERS.icd_10_cm.icd_10_cm)
    assert codes_of(ask, "from claim_diagnosis") <= billable
    assert codes_of(ask, "select admitting_diagnosis_code as code from raw__payer_institutional_claim") <= billable
    charted = codes_of(ask, "select icd_10_cm_code as code from raw__clinic_diagnosis")
    assert {code.replace(".", "") for code in charted} <= billable
    assert all((len(code) <= 3) or code[3] == "." for code in charted)


def test_procedure_codes_exist(ask: Ask):
    known = set(pd.read_parquet(TERMINOLOGY / "icd_10_pcs.parquet", columns=["icd_10_pcs"]).icd_10_pcs)
    assert codes_of(ask, "from claim_procedure") <= known
    assert codes_of(ask, "from raw__clinic_procedure where code_type = 'icd-10-pcs'") <= known


def test_service_codes_exist(ask: Ask):
    known = set(PARAMETERS.service.hcpcs)
    for query in (
        "select hcpcs_code as code from raw__payer_professional_claim_line",
        # Revenue codes 0022 to 0024 carry a payment group in the place of a HCPCS code.
        """select hcpcs_code as code from raw__payer_institutional_claim_line
        where revenue_center_code not in ('0022', '0023', '0024')""",
        "from raw__clinic_procedure where code_type = 'hcpcs'",
        "select panel_hcpcs_code as code from raw__clinic_lab_result",
    ):
        codes = codes_of(ask, query)
        assert codes <= known
        # Five digits or a letter and four digits; categories II and III of CPT end in a letter.
        assert all(re.fullmatch(r"\d{5}|[A-V]\d{4}|\d{4}[FTUM]", code) for code in codes), codes


@pytest.mark.parametrize(
    ("view", "column", "code_list"),
    [
        ("raw__payer_institutional_claim", "drg_code", "ms_drg"),
        ("raw__payer_institutional_claim", "bill_type_code", "bill_type"),
        ("raw__payer_institutional_claim", "admit_type_code", "admit_type"),
        ("raw__payer_institutional_claim", "admit_source_code", "admit_source"),
        ("raw__payer_institutional_claim", "discharge_status_code", "discharge_disposition"),
        ("raw__payer_institutional_claim", "diagnosis_poa_1", "present_on_admission"),
        ("raw__payer_institutional_claim_line", "revenue_center_code", "revenue_center"),
        ("raw__payer_professional_claim_line", "place_of_service_code", "place_of_service"),
        ("raw__payer_provider", "taxonomy_code", "provider_taxonomy"),
        ("raw__payer_enrollment", "state", "us_state"),
        ("raw__clinic_immunization", "cvx_code", "cvx"),
    ],
)
def test_other_codes_stand_in_their_code_list(ask: Ask, view: str, column: str, code_list: str):
    unknown = codes_of(ask, f"select {column} as code from {view}") - listed(code_list)
    assert not unknown


def test_drug_codes_are_those_of_the_drug_table(ask: Ask):
    known = set(PARAMETERS.drug.ndc_11)
    assert codes_of(ask, "select ndc_code as code from raw__payer_pharmacy_claim") <= known
    assert codes_of(ask, "select ndc_code as code from raw__clinic_medication_order") <= known


def test_npis_pass_the_check_of_the_standard(ask: Ask):
    npis = codes_of(ask, "select npi as code from raw__payer_provider")
    assert all(luhn_is_valid(npi) for npi in npis)


# Pregnancy, female organs and breast, their screening; male organs and breast, their screening.
FEMALE = "'^(O|Z3[3-79]|Z3A|N7[0-7]|N8|N9[0-8]|C5[1-8]|C50.1|D25|Z0141|Z124)'"
MALE = "'^(C6[0-3]|C50.2|N4[0-9]|N5[0-3]|Z125|Z8546)'"


def test_sex_specific_codes(ask: Ask):
    charted = """
        select person_id, encounter_id, recorded_date, replace(icd_10_cm_code, '.', '') as code
        from raw__clinic_diagnosis join patient using (patient_id)
    """
    for query in ("from claim_diagnosis", charted):
        for pattern, other_sex in ((FEMALE, "male"), (MALE, "female")):
            sexed = f"from ({query}) join truth__person using (person_id) where regexp_matches(code, {pattern})"
            assert ask(f"select count(*) {sexed}")[0][0] > 0
            assert holds(ask, f"{sexed} and sex = '{other_sex}'")
    # The female (0U, 10) and male (0V) systems of ICD-10-PCS.
    assert holds(
        ask,
        """from claim_procedure join truth__person using (person_id)
        where sex = 'male' and regexp_matches(code, '^(0U|10)') or sex = 'female' and code like '0V%'""",
    )


def test_sex_specific_stays(ask: Ask):
    groups = PARAMETERS.ms_drg.set_index("ms_drg").mdc
    for mdc, other_sex in (("12", "female"), ("13", "male"), ("14", "male")):
        codes = ", ".join(f"'{code}'" for code in groups.index[groups.astype(str).str.zfill(2) == mdc])
        assert codes
        assert holds(
            ask,
            f"""from raw__payer_institutional_claim join member using (member_id) join truth__person using (person_id)
            where drg_code in ({codes}) and truth__person.sex = '{other_sex}'""",
        )


def test_no_more_than_a_month_of_a_specialty_drug_is_filled_at_once(ask: Ask):
    special = PARAMETERS.drug.ndc_11[is_specialty()].tolist()
    fills = ask(f"select days_supply from raw__payer_pharmacy_claim where ndc_code in {tuple(special)}")
    assert len(fills) > 50
    assert max(days for (days,) in fills) <= 30


def test_codes_of_birth_are_for_the_newborn(ask: Ask):
    assert holds(
        ask,
        """from claim_diagnosis join truth__person using (person_id)
        where code like 'Z38%' and start_date != birth_date""",
    )


def test_a_code_stands_once_on_a_claim_and_no_gap_is_left(ask: Ask):
    assert holds(ask, "select claim_id, code from claim_diagnosis group by all having count(*) > 1")
    for kind, most in (("professional", 12), ("institutional", 25)):
        gaps = " or ".join(
            f"(diagnosis_code_{i} is null and diagnosis_code_{i + 1} is not null)" for i in range(1, most)
        )
        assert holds(ask, f"from raw__payer_{kind}_claim where diagnosis_code_1 is null or {gaps}")


# --- blocks ------------------------------------------------------------------------------------------

DIRECTORIES = ("raw.payer_provider", "raw.clinic_department", "raw.clinic_clinician")


def of_people(tables: dict[str, pa.Table], first: int, last: int) -> dict[str, pa.Table]:
    """The rows about the founders numbered `first` to `last` and their children, in every table about people."""
    keys = np.arange(first * KEYS_PER_FOUNDER, (last + 1) * KEYS_PER_FOUNDER)
    known = {"person_id": person_id(keys)}

    def rows(name: str, column: str, id_name: str | None = None) -> pa.Table:
        table = tables[name]
        return table.filter(pc.is_in(table[column], pa.chunked_array([known[id_name or column]])))

    def learn(id_name: str, *sources: pa.Table) -> None:
        known[id_name] = pa.concat_arrays([chunk for table in sources for chunk in table[id_name].chunks])

    found = {name: rows(name, "person_id") for name in tables if "person_id" in tables[name].column_names}
    learn("member_id", found["raw.payer_enrollment"])
    learn("patient_id", found["raw.clinic_patient"])
    for owner in ("member_id", "patient_id"):
        found |= {
            name: rows(name, owner)
            for name in tables
            if name not in found and owner in tables[name].column_names
        }
    learn("claim_id", *(found[f"raw.payer_{kind}_claim"] for kind in ("professional", "institutional", "pharmacy")))
    learn("encounter_id", found["raw.clinic_encounter"])
    found |= {
        name: rows(name, "claim_id") for name in tables if name not in found and "claim_id" in tables[name].column_names
    }
    found["truth.chart_record"] = rows("truth.chart_record", "clinic_encounter_id", "encounter_id")
    assert set(found) == set(tables) - {*DIRECTORIES, "truth.imperfection"}
    return found


@pytest.fixture(scope="module")
def smaller(world: World) -> dict[str, pa.Table]:
    """The first people alone."""
    return plain(world.block(1, 300))


def test_people_of_a_smaller_population_are_people_of_the_larger(block: dict, smaller: dict):
    same = of_people(block, 1, 300)
    for name, table in of_people(smaller, 1, 300).items():
        assert table.num_rows == smaller[name].num_rows > 0, "the smaller world is about nobody else"
        assert table.equals(same[name]), name


def test_people_do_not_depend_on_the_block_they_are_in(block: dict, world: World):
    alone, same = of_people(plain(world.block(1501, 1600)), 1501, 1600), of_people(block, 1501, 1600)
    for name, table in alone.items():
        assert table.num_rows > 0
        assert table.equals(same[name]), name


def test_blocks_of_another_size_hold_the_same_rows(world: World):
    large = plain(world.block(1, 1000))
    small = [plain(world.block(first, first + 499)) for first in (1, 501)]
    for name, table in large.items():
        together = pa.concat_tables(part[name] for part in small)
        key = [(column, "ascending") for column in TABLES[name].key]
        assert table.sort_by(key).equals(together.sort_by(key)), name


def test_providers_of_a_smaller_population_are_among_those_of_the_larger(block: dict, smaller: dict):
    for name in DIRECTORIES:
        all_rows = {tuple(row.values()) for row in block[name].to_pylist()}
        some_rows = {tuple(row.values()) for row in smaller[name].to_pylist()}
        assert some_rows
        assert some_rows <= all_rows


def test_blocks_together_name_every_provider_once(block: dict, world: World):
    communities = [np.arange(0, 2), np.arange(2, 5)]
    parts = pd.concat([world.places.directory(c) for c in communities])
    assert parts.npi.is_unique
    assert set(parts.npi) == set(block["raw.payer_provider"]["npi"].to_pylist())


def test_a_world_of_another_seed_has_other_people(tiny: Spec, world: World, smaller: dict):
    other = World(tiny.model_copy(update={"seed": 12}), world.calibration).block(1, 100)
    assert not set(other["truth.person"]["frailty"].to_pylist()) & set(smaller["truth.person"]["frailty"].to_pylist())


@pytest.mark.parametrize(
    "fields",
    [
        {"people": 1},
        {"people": 60, "years": {"first": 2020, "last": 2029}, "sex": {"female": 1}},
        {
            "people": 60,
            "age": {"youngest": 100},
            "clinic": {"share_of_people": 0},
            "payers": {"commercial": 0, "medicaid": 0, "medicare": 0},
            "imperfections": {"late_termination": 1, "missing_rendering_npi": 1, "misspelled_last_name": 1},
        },
    ],
    ids=["one person", "ten years of women", "nobody insured or charted"],
)
@pytest.mark.filterwarnings("error")
def test_extreme_specs_make_a_world(fields: dict):
    spec = Spec(seed=5, **fields)
    tables = plain(World(spec, calibrate(spec, Streams(5))).block(1, spec.people))
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert table.schema.equals(TABLES[name].arrow_schema)
        keys = table.select(list(TABLES[name].key)).to_pylist()
        assert len({tuple(key.values()) for key in keys}) == len(keys), name
    assert tables["truth.person"].num_rows >= spec.people
    assert tables["truth.encounter"].num_rows > 0


def test_exceptions_are_found_when_there_are_some(block: dict):
    broken = dict(block)
    person = block["truth.person"].to_pandas()
    born = pd.to_datetime(person.birth_date)
    person["birth_date"] = born.where(born.index != 0, pd.Timestamp("2030-01-01")).dt.date
    broken["truth.person"] = pa.Table.from_pandas(person, block["truth.person"].schema, preserve_index=False)
    with pytest.raises(AssertionError):
        test_no_event_before_birth(asking(broken))


def test_bills_of_a_long_nursing_stay_go_by_the_month(ask: Ask):
    # Also when coverage ends within the stay: the bill of the last covered month is no last bill.
    assert ask("select count(*) from raw__payer_institutional_claim where bill_type_code in ('212', '213')")[0][0] > 20
    assert holds(
        ask,
        """from raw__payer_institutional_claim
        where (bill_type_code in ('212', '213')
                and (end_date != last_day(start_date) or discharge_status_code != '30' or discharge_date is not null)
                and end_date != (select max(end_date) from raw__payer_institutional_claim))
            or (bill_type_code in ('213', '214') and day(start_date) != 1)
            or (bill_type_code in ('211', '214') and (discharge_date is null or discharge_status_code = '30'))""",
    )


def test_a_visit_beside_a_procedure_carries_modifier_25_and_therapy_its_discipline(ask: Ask):
    assert ask("select count(*) from raw__payer_professional_claim_line where modifier_1 = '25'")[0][0] > 50
    assert holds(
        ask,
        """from raw__payer_professional_claim_line as visit
        where modifier_1 = '25' and not exists (
            from raw__payer_professional_claim_line as procedure
            where procedure.claim_id = visit.claim_id
                and (procedure.hcpcs_code between '10004' and '69990' or procedure.hcpcs_code in ('94640', '96372'))
        )""",
    )
    assert holds(
        ask,
        """from raw__payer_professional_claim_line
        where (hcpcs_code between 'E0600' and 'E1399' and modifier_1 not in ('RR', 'NU'))
            or (place_of_service_code = '10' and modifier_1 != '95')""",
    )
