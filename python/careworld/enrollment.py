"""The payer's enrollment file: spans of coverage with what the payer knows of the member, and who
their primary care clinician is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from careworld import identifiers
from careworld.arrow import dates, distinct, pick, table
from careworld.calendar import NEVER, age_in_years
from careworld.coverage import Coverage
from careworld.encounters import Care, Encounters
from careworld.families import OUTSIDE, RELATIONS, SELF
from careworld.parameters import PARAMETERS
from careworld.people import DEMOGRAPHICS, People
from careworld.places import Places
from careworld.residence import TEMPLATE as RESIDENCE

_AGED, _GROWN = 65, 19
_GROUPS = ("child", "adult", "pregnant", "disabled", "aged")
_EMPLOYERS = 400


def member(people: People, person: np.ndarray, plan: np.ndarray) -> dict[str, pa.Array]:
    """Member number, payer and plan of each person in each row of the plan table."""
    plans = PARAMETERS.plan
    payer = plans.payer_number.to_numpy(np.int64)
    payers = int(payer.max()) + 1
    number = lambda cell: identifiers.member_id(people.key[cell // payers], cell % payers)  # noqa: E731
    return {
        "member_id": distinct(number, person * payers + payer[plan]),
        "payer": pick(list(plans.payer), plan),
        "plan": pick(list(plans.plan), plan),
    }


def tables(
    care: Care, encounters: Encounters, coverage: Coverage, described: pd.DataFrame, places: Places,
    directory: pd.DataFrame,
) -> dict[str, pa.Table]:  # fmt: skip
    """Enrollment spans and primary care assignments."""
    people, calendar, plans = care.people, care.calendar, PARAMETERS.plan
    person, plan, start, end = coverage.span_person, coverage.span_plan, coverage.span_start, coverage.span_end
    month = calendar.month_of(start)
    age = np.floor(age_in_years(people.birth[person], calendar.starts[month]))
    members = member(people, person, plan)
    row = pa.Table.from_pandas(described[list(DEMOGRAPHICS)], preserve_index=False).take(pa.array(person))
    order = plans.line.eq("supplement").to_numpy()[plan].astype(np.int32) + 1
    enrollment = table(
        "raw.payer_enrollment",
        {name: row[name].combine_chunks() for name in DEMOGRAPHICS}
        | members
        | _policy(care, coverage, month, members["member_id"])
        | _medicare(people, care, coverage, month, age)
        | {
            "birth_date": dates(people.birth[person]),
            "death_date": dates(people.death_by(calendar.last_day)[person]),
            "payer_type": pick(list(plans.payer_type), plan),
            "medicaid_eligibility_group": _medicaid_group(coverage, month, age),
            "coverage_order": pa.array(order),
            "start_date": dates(start),
            "end_date": dates(end),
            "has_hospice": pa.array(_is_in_hospice(encounters, coverage)),
            "has_long_term_institution": pa.array(_lives_in_facility(encounters, coverage)),
            "file_date": dates(np.full(len(person), calendar.last_day)),
        },
    )
    assignment = _assignment(people, coverage, age, members, places, directory)
    return {"raw.payer_enrollment": enrollment, "raw.payer_pcp_assignment": assignment}


def _policy(care: Care, coverage: Coverage, month: np.ndarray, own: pa.Array) -> dict[str, pa.Array]:
    """Subscriber, relation to the subscriber, and the employer's group."""
    people, plans = care.people, PARAMETERS.plan
    person, plan = coverage.span_person, coverage.span_plan
    is_dependent = coverage.on_family_policy[person, month] & (people.relation[person] != SELF)
    holder = np.where(is_dependent, people.holder[person], people.key[person])
    is_outside = holder >= OUTSIDE
    known = np.where(is_outside, 0, holder)
    of_holder = identifiers.member_id(known, plans.payer_number.to_numpy(np.int64)[plan])
    outside = identifiers.fixed_text("S", identifiers.digits(identifiers.scramble(people.key[person], 9, 223606797), 9))
    subscriber = pc.if_else(pa.array(is_outside), outside, of_holder)
    is_group = plans.is_group.to_numpy(bool)[plan]
    employer = 1 + (care.streams("coverage.employer").uniform(holder, plan) * _EMPLOYERS).astype(np.int64)
    employer = pa.array(employer, mask=~is_group)
    number = pc.utf8_lpad(employer.cast(pa.string()), 5, "0")
    return {
        "subscriber_id": subscriber,
        "relationship": pick(list(RELATIONS), np.where(is_dependent, people.relation[person], SELF)),
        "group_id": identifiers.join("G", number),
        "group_name": identifiers.join("Employer ", pc.utf8_lpad(employer.cast(pa.string()), 3, "0")),
    }


def _medicare(people: People, care: Care, coverage: Coverage, month: np.ndarray, age: np.ndarray) -> dict:
    """Parts, drug plan, low income subsidy, entitlement and dual status."""
    plans = PARAMETERS.plan
    person, plan = coverage.span_person, coverage.span_plan
    is_medicare = plans.line.eq("medicare").to_numpy()[plan]
    nothing = np.full(len(person), -1)
    kidneys = care.illness.active[care.illness.conditions.index("end_stage_kidney_disease")][person, month]
    is_disabled = coverage.is_disabled[person, month]
    reason = np.where(is_disabled, np.where(kidneys & (age < _AGED), 3, 1), np.where(age >= _AGED, 0, 2))
    status = np.where(age >= _AGED, kidneys, np.where(is_disabled, 2 + kidneys, 4))
    code = coverage.dual_status[person]
    codes = [*PARAMETERS.dual_status.dual_status_code, "00"]
    subsidy = PARAMETERS.drug_plan.set_index("plan").low_income_share.reindex(plans.slug).fillna(0).to_numpy(float)
    has_drugs = coverage.has_drug_plan[person, plan]
    is_poor = care.streams("coverage.low_income").uniform(people.key[person]) < subsidy[plan]
    is_poor |= code >= 0
    part = pa.array(np.ones(len(person), dtype=bool), mask=~is_medicare)
    return {
        "has_part_a": part,
        "has_part_b": part,
        "has_drug_benefit": pa.array(has_drugs),
        "has_low_income_subsidy": pa.array(is_poor & has_drugs, mask=~is_medicare),
        "original_reason_entitlement_code": pick(["0", "1", "2", "3"], np.where(is_medicare, reason, nothing)),
        "medicare_status_code": pick(["10", "11", "20", "21", "31"], np.where(is_medicare, status, nothing)),
        "dual_status_code": pick(codes, np.where(is_medicare, np.where(code < 0, len(codes) - 1, code), nothing)),
    }


def _lives_in_facility(encounters: Encounters, coverage: Coverage) -> np.ndarray:
    """Whether the member lives in a nursing facility before the end of each span: who does stays there."""
    there = np.flatnonzero(encounters.is_template(RESIDENCE))
    begins = np.full(len(coverage.plan), NEVER)
    np.minimum.at(begins, encounters.person[there], encounters.start[there])
    return begins[coverage.span_person] <= coverage.span_end


def _is_in_hospice(encounters: Encounters, coverage: Coverage) -> np.ndarray:
    """Whether a hospice comes to the member within each span."""
    there = encounters.is_template("hospice_opening", "hospice_visit", "hospice_stay")
    days = np.sort(encounters.person[there] * NEVER + encounters.start[there])
    before = np.searchsorted(days, coverage.span_person * NEVER + coverage.span_start)
    return np.searchsorted(days, coverage.span_person * NEVER + coverage.span_end, side="right") > before


def _medicaid_group(coverage: Coverage, month: np.ndarray, age: np.ndarray) -> pa.Array:
    """Why Medicaid covers somebody, on the first day of the span."""
    person = coverage.span_person
    group = np.select(
        [age >= _AGED, coverage.is_disabled[person, month], coverage.is_pregnant[person, month], age < _GROWN],
        [4, 3, 2, 0],
        1,
    )
    is_medicaid = PARAMETERS.plan.payer_type.eq("medicaid").to_numpy()[coverage.span_plan]
    return pick(list(_GROUPS), np.where(is_medicaid, group, -1))


def _assignment(
    people: People, coverage: Coverage, age: np.ndarray, members: dict, places: Places, directory: pd.DataFrame
) -> pa.Table:
    """Who is assigned to which primary care practice, in plans that ask for one."""
    plans = PARAMETERS.plan
    managed = np.flatnonzero(plans.is_managed.to_numpy(bool)[coverage.span_plan])
    who = coverage.span_person[managed]
    is_child = age[managed] < 18
    doctor = np.zeros(len(who), dtype=np.int64)
    for name, at in (("pediatrics", np.flatnonzero(is_child)), ("primary_care", np.flatnonzero(~is_child))):
        doctor[at] = places.provider_of(name, people.community[who[at]], people.key[who[at]], np.zeros(len(at)))
    practices = directory.set_index("provider").loc[places.practice_of(doctor)]
    return table(
        "raw.payer_pcp_assignment",
        {name: column.take(pa.array(managed)) for name, column in members.items()}
        | {
            "provider_npi": distinct(identifiers.npi, doctor),
            "practice_name": practices["organization_name"].to_numpy(object),
            "organization_name": practices["parent_organization_name"].to_numpy(object),
            "line_of_business": pick(list(plans.payer_type), coverage.span_plan[managed]),
            "start_date": dates(coverage.span_start[managed]),
            "end_date": dates(coverage.span_end[managed]),
        },
    )
