"""What the payer sees: enrollment, medical claims with their lines, pharmacy claims, and the truth beside them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from careworld import identifiers
from careworld.arrow import dates, decimals, pick, table, text, words
from careworld.calendar import NEVER, Calendar
from careworld.claims import AMOUNTS, Claims, Providers
from careworld.coverage import UNINSURED, Coverage
from careworld.diagnoses import Diagnoses
from careworld.encounters import EVENTS_PER_PERSON, STAYS, Care, Encounters, template_fact
from careworld.parameters import PARAMETERS
from careworld.people import DEMOGRAPHICS
from careworld.places import Places
from careworld.prescriptions import FILLS_MOST, Courses, Fills
from careworld.schema import INSTITUTIONAL_DIAGNOSES, INSTITUTIONAL_PROCEDURES, PROFESSIONAL_DIAGNOSES, TABLES
from careworld.services import PARTS, Procedures

_STILL_A_PATIENT = "30"
_BILLS_MOST = 100

# CPT ranges: visits that are paid beside a procedure with modifier 25 only, and such procedures.
_SEPARATE_VISIT = "25"
_VISITS = (("99202", "99215"), ("99281", "99285"), ("99381", "99397"))
_PROCEDURES = (("10004", "36410"), ("36420", "69990"), ("94640", "94640"), ("96372", "96372"))


def claim_id(person_key: np.ndarray, event: np.ndarray, part: np.ndarray, bill: np.ndarray) -> pa.Array:
    """C, nine digits of the person and nine of the event, the part and the bill of a stay."""
    number = identifiers.scramble((event * len(PARTS) + part) * _BILLS_MOST + bill, 9, 141421357)
    return identifiers.join(
        "C", identifiers.digits(identifiers.scramble(person_key, 9, 161803398), 9), identifiers.digits(number, 9)
    )


def fill_id(person_key: np.ndarray, course: np.ndarray, fill: np.ndarray) -> pa.Array:
    """R, nine digits of the person and nine of the course and fill."""
    number = identifiers.scramble(course * FILLS_MOST + fill, 9, 173205080)
    return identifiers.join(
        "R", identifiers.digits(identifiers.scramble(person_key, 9, 161803398), 9), identifiers.digits(number, 9)
    )


def _money(cents: dict[str, np.ndarray], which: np.ndarray) -> dict[str, pa.Array]:
    return {f"{name}_amount": decimals(cents[name][which]) for name in AMOUNTS}


def _member(people, person: np.ndarray, plan: np.ndarray) -> dict[str, pa.Array]:
    plans = PARAMETERS.plan
    return {
        "member_id": identifiers.member_id(people.key[person], plans.payer_number.to_numpy(np.int64)[plan]),
        "payer": pick(list(plans.payer), plan),
        "plan": pick(list(plans.plan), plan),
    }


def tables(
    care: Care, encounters: Encounters, diagnoses: Diagnoses, procedures: Procedures, drg: np.ndarray, claims: Claims,
    courses: Courses, fills: Fills, coverage: Coverage, providers: Providers, places: Places, directory: pd.DataFrame,
    described: pd.DataFrame, encounter_ids: pa.Array,
) -> dict[str, pa.Table]:  # fmt: skip
    """All tables of the payer, and the truth of its claim lines."""
    result = claim_tables(care, encounters, diagnoses, procedures, drg, claims, providers, places, encounter_ids)
    pharmacy, truth = pharmacy_table(care, courses, fills, coverage, providers, places)
    enrollment, assignment = enrollment_tables(care, coverage, described, care.calendar, places, directory)
    return result | {
        "raw.payer_enrollment": enrollment,
        "raw.payer_pcp_assignment": assignment,
        "raw.payer_provider": provider_table(directory),
        "raw.payer_pharmacy_claim": pharmacy,
        "truth.claim_line": pa.concat_tables([result["truth.claim_line"], truth]),
    }


def provider_table(directory: pd.DataFrame) -> pa.Table:
    """The payer's directory."""
    names = [column.name for column in TABLES["raw.payer_provider"].columns]
    columns = {name: directory[name].to_numpy() for name in names if name != "entity_type"}
    kind = pick(["organization", "individual"], directory.is_individual.to_numpy().astype(np.int64))
    return table("raw.payer_provider", columns | {"entity_type": kind})


def claim_tables(
    care: Care,
    encounters: Encounters,
    diagnoses: Diagnoses,
    procedures: Procedures,
    drg: np.ndarray,
    claims: Claims,
    providers: Providers,
    places: Places,
    encounter_ids: pa.Array,
) -> dict[str, pa.Table]:
    """Raw medical claim tables and the truth of their lines."""
    people, shapes, services = care.people, PARAMETERS.claim_shape, PARAMETERS.service
    person = encounters.person[claims.encounter]
    ids = claim_id(people.key[person], encounters.event[claims.encounter], claims.part, claims.bill)
    npis = _npis(claims)
    practice = np.where(claims.clinician >= 0, places.practice_of(claims.clinician.clip(0)), claims.facility)
    biller = np.where(claims.facility >= 0, claims.facility, practice)
    is_facility = (shapes.claim_type == "institutional").to_numpy()[claims.shape]
    in_network = care.streams("claims.in_network").uniform(people.key[person], biller)
    codes = _diagnosis_codes()
    most = shapes.diagnoses_most.to_numpy(np.int64)[claims.shape]
    wide, present = _wide(diagnoses, len(encounters), claims.encounter, INSTITUTIONAL_DIAGNOSES, most)
    header = claims.header_amounts()
    common = {
        "claim_id": ids,
        **_member(people, person, claims.plan),
        "start_date": dates(claims.start),
        "end_date": dates(claims.end),
        "billing_npi": identifiers.npi(biller),
        "billing_tin": places.tin_of(biller),
        "is_in_network": pa.array(in_network >= PARAMETERS.number["out_of_network_share"]),
        "received_date": dates(claims.received),
        "paid_date": dates(claims.paid),
    } | {f"{name}_amount": decimals(header[name]) for name in AMOUNTS}

    def headers(which: np.ndarray) -> dict[str, pa.Array]:
        return {name: column.take(pa.array(which)) for name, column in common.items()}

    tables = {}
    which = np.flatnonzero(~is_facility)
    # A laboratory of its own does its work at its own place, wherever the patient was.
    site = np.where(claims.facility[which] >= 0, -1, providers.site(claims.encounter[which]))
    tables["raw.payer_professional_claim"] = table(
        "raw.payer_professional_claim",
        headers(which)
        | {"service_facility_npi": _blank(identifiers.npi(site.clip(0)), site < 0)}
        | {f"diagnosis_code_{i + 1}": pick(codes, wide[which, i]) for i in range(PROFESSIONAL_DIAGNOSES)},
    )
    which = np.flatnonzero(is_facility)
    tables["raw.payer_institutional_claim"] = table(
        "raw.payer_institutional_claim",
        headers(which)
        | _institutional(care, encounters, claims, drg, procedures, npis, which)
        | {"admitting_diagnosis_code": pick(codes, np.where(_is_stay(encounters, claims)[which], wide[which, 0], -1))}
        | {f"diagnosis_code_{i + 1}": pick(codes, wide[which, i]) for i in range(INSTITUTIONAL_DIAGNOSES)}
        | {
            f"diagnosis_poa_{i + 1}": _poa(wide, present, encounters, claims, which, i)
            for i in range(INSTITUTIONAL_DIAGNOSES)
        },
    )
    line_is_facility = is_facility[claims.line_claim]
    hcpcs, revenue = list(services.hcpcs), list(services.revenue_center_code)
    line_ids = ids.take(pa.array(claims.line_claim))

    def lines(which: np.ndarray) -> dict[str, pa.Array]:
        return {
            "claim_id": line_ids.take(pa.array(which)),
            "line_number": pa.array(claims.line_number[which].astype(np.int32)),
            "start_date": dates(claims.line_start[which]),
            "end_date": dates(claims.line_end[which]),
            "hcpcs_code": pick(hcpcs, claims.line_service[which]),
            "units": pa.array(claims.line_units[which]),
        } | _money(claims.amounts, which)

    which = np.flatnonzero(~line_is_facility)
    at = claims.line_claim[which]
    rendering = np.where(claims.clinician >= 0, claims.clinician, claims.facility)
    tables["raw.payer_professional_claim_line"] = table(
        "raw.payer_professional_claim_line",
        lines(which)
        | {
            "place_of_service_code": pick(list(shapes.place_of_service_code), claims.shape[at]),
            "modifier_1": _modifiers(claims, which),
            "diagnosis_pointer": pa.array(np.ones(len(which), dtype=np.int32)),
            "rendering_npi": identifiers.npi(rendering[at]),
        },
    )
    which = np.flatnonzero(line_is_facility)
    tables["raw.payer_institutional_claim_line"] = table(
        "raw.payer_institutional_claim_line",
        lines(which) | {"revenue_center_code": pick(revenue, claims.line_service[which])},
    )
    tables["truth.claim_line"] = table(
        "truth.claim_line",
        {
            "claim_id": line_ids,
            "line_number": pa.array(claims.line_number.astype(np.int32)),
            "encounter_id": encounter_ids.take(pa.array(claims.line_encounter)),
        },
    )
    return tables


def _modifiers(claims: Claims, which: np.ndarray) -> pa.Array:
    """First modifier of professional lines: the service's own before that of the biller; 25 for a visit that a
    procedure of the same claim would otherwise swallow."""
    services, shapes = PARAMETERS.service, PARAMETERS.claim_shape
    used = np.array([*services.modifier, *shapes.modifier, _SEPARATE_VISIT, ""], dtype=str)
    names, code = np.unique(used, return_inverse=True)
    of_service, of_shape = code[: len(services)], code[len(services) : -2]
    separate, none = code[-2:]
    hcpcs = services.hcpcs.to_numpy(str)
    is_visit = _within(hcpcs, _VISITS)
    is_procedure = _within(hcpcs, _PROCEDURES)
    has_procedure = np.bincount(claims.line_claim, weights=is_procedure[claims.line_service]) > 0
    service, claim = claims.line_service[which], claims.line_claim[which]
    modifier = np.where(of_service[service] != none, of_service[service], of_shape[claims.shape[claim]])
    modifier = np.where((modifier == none) & is_visit[service] & has_procedure[claim], separate, modifier)
    return pick(list(names), modifier)


def _within(hcpcs: np.ndarray, ranges: tuple[tuple[str, str], ...]) -> np.ndarray:
    return np.logical_or.reduce([(hcpcs >= first) & (hcpcs <= last) for first, last in ranges])


def _npis(claims: Claims) -> dict[str, pa.Array]:
    blank = lambda provider: _blank(identifiers.npi(provider.clip(0)), provider < 0)  # noqa: E731
    return {"facility": blank(claims.facility), "clinician": blank(claims.clinician)}


def _blank(values: pa.Array, where: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(where), pa.scalar(None, values.type), values)


def _is_stay(encounters: Encounters, claims: Claims) -> np.ndarray:
    return (template_fact("stay") != "")[encounters.template[claims.encounter]]


def _wide(diagnoses: Diagnoses, encounters: int, which: np.ndarray, width: int, most: np.ndarray):
    """Codes and present-on-admission flags in columns: encounters `which` x width, -1 where there is none."""
    count = np.bincount(diagnoses.encounter, minlength=encounters)
    start = np.cumsum(count) - count
    count = np.minimum(count[which], most)
    position = np.arange(width)
    at = start[which][:, None] + position
    there = position < count[:, None]
    at = np.where(there, at, 0)
    return np.where(there, diagnoses.code[at], -1), there & diagnoses.is_present_on_admission[at]


@cache
def _diagnosis_codes() -> pa.Array:
    return words(PARAMETERS.icd_10_cm.icd_10_cm)


@cache
def _is_status_code() -> np.ndarray:
    return PARAMETERS.icd_10_cm.icd_10_cm.str.startswith("Z").to_numpy()


def _poa(wide, present, encounters: Encounters, claims: Claims, which: np.ndarray, column: int) -> pa.Array:
    """Y or N for stays in hospitals; status codes (Z) and everything else are exempt."""
    codes = _is_status_code()
    code = wide[which, column]
    asked = (code >= 0) & encounters.is_template(*STAYS)[claims.encounter[which]] & ~codes[code.clip(0)]
    return pick(["N", "Y"], np.where(asked, present[which, column].astype(np.int64), -1))


def _institutional(care, encounters: Encounters, claims: Claims, drg, procedures: Procedures, npis, which) -> dict:
    e = claims.encounter[which]
    shapes = PARAMETERS.claim_shape
    stay = _is_stay(encounters, claims)[which]
    hospital = (template_fact("has_drg") == 1)[encounters.template[e]]
    newborn = encounters.is_template("newborn", "newborn_intensive")[e]
    nursing = (template_fact("stay") == "facility")[encounters.template[e]]
    emergency, elective = encounters.is_emergency[e], encounters.is_elective[e]
    # A stay that is open on the last simulated day: interim bill, still a patient.
    is_open = stay & (encounters.end[e] == care.calendar.last_day) & (encounters.discharge[e] != "20")
    nth, bills = claims.bill[which], claims.bills[which]
    is_open = np.where(nth < bills - 1, stay, is_open)
    is_interim = stay & ((bills > 1) | is_open)
    frequency = np.where(nth == 0, "2", np.where(is_open, "3", "4"))
    bill = shapes.bill_type_code.to_numpy(object)[claims.shape[which]]
    bill = np.where(is_interim, np.char.add(np.array([b[:2] for b in bill], dtype=str), frequency), bill).astype(object)
    discharge = np.where(is_open, _STILL_A_PATIENT, np.where(stay, encounters.discharge[e], "01"))
    admit_type = np.where(newborn, "4", np.where(emergency, "1", np.where(elective | nursing, "3", "2")))
    admit_source = np.where(newborn, "5", np.where(nursing, "4", np.where(elective, "2", "1")))
    columns = {
        "admission_date": dates(np.where(stay, encounters.start[e], NEVER)),
        "discharge_date": dates(np.where(stay & ~is_open, claims.end[which], NEVER)),
        "bill_type_code": text(bill),
        "admit_type_code": text(np.where(stay | emergency, admit_type, "")),
        "admit_source_code": text(np.where(stay | emergency, admit_source, "")),
        "discharge_status_code": text(discharge),
        "drg_code": text(np.where(hospital, drg[e], "")),
        "facility_npi": npis["facility"].take(pa.array(which)),
        "attending_npi": npis["clinician"].take(pa.array(which)),
    }
    count = np.bincount(procedures.encounter, minlength=len(encounters))
    start = np.cumsum(count) - count
    names, codes = np.unique(procedures.code.astype(str), return_inverse=True)
    for i in range(INSTITUTIONAL_PROCEDURES):
        there = hospital & (count[e] > i)
        at = np.where(there, start[e] + i, 0)
        code = np.where(there, codes[at], -1) if len(codes) else np.full(len(e), -1)
        day = np.where(there, procedures.day[at], NEVER) if len(codes) else np.full(len(e), NEVER)
        columns[f"procedure_code_{i + 1}"] = pick(list(names), code)
        columns[f"procedure_date_{i + 1}"] = dates(day)
    return columns


def pharmacy_table(
    care: Care, courses: Courses, fills: Fills, coverage: Coverage, providers: Providers, places: Places
) -> tuple[pa.Table, pa.Table]:
    """Pharmacy claims of fills in a span of coverage, and the truth of their lines."""
    number, people, drugs = PARAMETERS.number, care.people, PARAMETERS.drug
    person = courses.person[fills.course]
    plan = coverage.at(person, fills.day, care.calendar)
    keep = np.flatnonzero(plan != UNINSURED)
    course, day, plan, person = fills.course[keep], fills.day[keep], plan[keep], person[keep]
    key, drug, supply = people.key[person], courses.drug[course], fills.days_supply[keep]
    nth = fills.number[keep]
    price = drugs.price_per_30_days.to_numpy(float)[drug] * supply / 30
    spread = care.streams("claims.drug_price").lognormal(number["drug_price_sigma"], key, drug)
    allowed = np.rint(price * spread * 100).astype(np.int64)
    charge = np.maximum(np.rint(allowed * number["pharmacy_charge_ratio"]).astype(np.int64), allowed)
    terms = PARAMETERS.cost_sharing.set_index(["plan", "category"])
    slug = PARAMETERS.plan.slug.to_numpy(object)[plan]
    terms = terms.reindex(pd.MultiIndex.from_arrays([slug, ["pharmacy"] * len(slug)]))
    copayment = np.minimum(np.rint(terms.copayment.to_numpy(float) * 100).astype(np.int64), allowed)
    coinsured = np.rint((allowed - copayment) * terms.coinsurance_share.to_numpy(float)).astype(np.int64)
    amounts = {
        "charge": charge, "allowed": allowed, "paid": allowed - copayment - coinsured,
        "deductible": np.zeros_like(allowed), "copayment": copayment, "coinsurance": coinsured,
    }  # fmt: skip
    ids = fill_id(key, courses.number[course], nth)
    community = people.community[person]
    retail = places.provider_of("pharmacy", community, key, nth)
    mail = places.provider_of("mail_pharmacy", community, key, nth)
    prescriber = prescribers(care, courses, providers, places)[course]
    paid = day + np.floor(
        care.streams("claims.pharmacy_paid").uniform(key, courses.number[course], nth)
        * 2 * number["pharmacy_paid_days"]
    ).astype(np.int64)  # fmt: skip
    quantity = drugs.quantity_per_day.to_numpy(float)[drug] * supply
    claims = table(
        "raw.payer_pharmacy_claim",
        {
            "claim_id": ids,
            **_member(people, person, plan),
            "prescribing_npi": identifiers.npi(prescriber),
            "dispensing_npi": identifiers.npi(np.where(fills.is_mail[keep], mail, retail)),
            "prescribed_date": dates(courses.start[course]),
            "dispensed_date": dates(day),
            "ndc_code": pick(list(drugs.ndc_11), drug),
            "quantity": pa.array(np.maximum(np.rint(quantity), 1.0)),
            "days_supply": pa.array(supply.astype(np.int32)),
            "fill_number": pa.array(nth.astype(np.int32)),
            "is_in_network": pa.array(np.ones(len(day), dtype=bool)),
            "paid_date": dates(paid),
        }
        | {f"{name}_amount": decimals(cents) for name, cents in amounts.items()},
    )
    truth = table(
        "truth.claim_line",
        {"claim_id": ids, "line_number": pa.array(np.ones(len(day), dtype=np.int32))},
    )
    return claims, truth


def prescribers(care: Care, courses: Courses, providers: Providers, places: Places) -> np.ndarray:
    """Provider index of the prescriber of each course: of its visit, or else the primary physician."""
    visit = courses.encounter
    known = np.flatnonzero(visit >= 0)
    people = care.people
    prescriber = places.provider_of(
        "primary_care", people.community[courses.person], people.key[courses.person], courses.number
    )
    prescriber[known] = providers.of_roles(visit[known], providers.encounters.role[visit[known]])
    return prescriber


def enrollment_tables(
    care: Care,
    coverage: Coverage,
    described: pd.DataFrame,
    calendar: Calendar,
    places: Places,
    directory: pd.DataFrame,
) -> tuple[pa.Table, pa.Table]:
    """Enrollment spans and primary care assignments."""
    people, plans = care.people, PARAMETERS.plan
    person, plan = coverage.span_person, coverage.span_plan
    start, end = coverage.span_start, coverage.span_end
    row = described.iloc[person].reset_index(drop=True)
    payer_type = plans.payer_type.to_numpy(object)[plan]
    is_medicare = payer_type == "medicare"
    age = (start - people.birth[person]) / 365.25
    kidneys = care.illness.active[care.illness.conditions.index("end_stage_kidney_disease")]
    has_esrd = kidneys[person, calendar.month_of(start)]
    orec = np.where(~is_medicare, "", np.where(age >= 65, "0", np.where(has_esrd, "2", "1")))
    status = np.where(
        ~is_medicare, "",
        np.where(age >= 65, np.where(has_esrd, "11", "10"), np.where(has_esrd, "31", "20")),
    )  # fmt: skip
    members = _member(people, person, plan)
    is_group = np.isin(
        plans.slug.to_numpy(object)[plan].astype(str), ("meridian_ppo", "meridian_hmo", "harborview_hdhp")
    )
    employer = 1 + (care.streams("coverage.employer").uniform(people.key[person] // 8, plan) * 400).astype(np.int64)
    group_id = identifiers.join("G", identifiers.digits(employer, 5))
    group_name = identifiers.join("Employer ", identifiers.digits(employer, 3))
    # Children hang on a policy holder: the mother where she is in the same plan's payer, else someone outside.
    mother = people.mother[person]
    is_child = (age < 19) & (payer_type == "commercial")
    payer_number = plans.payer_number.to_numpy(np.int64)[plan]
    own = members["member_id"]
    of_mother = identifiers.member_id(people.key[mother.clip(0)], payer_number)
    outside = identifiers.join("S", identifiers.digits(identifiers.scramble(people.key[person], 9, 223606797), 9))
    holder = pc.if_else(pa.array(is_child & (mother >= 0)), of_mother, outside)
    subscriber = pc.if_else(pa.array(is_child), holder, own)
    columns = {name: row[name].to_numpy(object) for name in DEMOGRAPHICS}
    enrollment = table(
        "raw.payer_enrollment",
        columns
        | members
        | {
            "subscriber_id": subscriber,
            "relationship": pick(["self", "child"], is_child.astype(np.int64)),
            "birth_date": dates(people.birth[person]),
            "death_date": dates(people.death[person]),
            "payer_type": text(payer_type),
            "group_id": _blank(group_id, ~is_group),
            "group_name": _blank(group_name, ~is_group),
            "start_date": dates(start),
            "end_date": dates(end),
            "original_reason_entitlement_code": text(orec),
            "dual_status_code": pick(list(plans.dual_status_code), plan),
            "medicare_status_code": text(status),
            "has_hospice": pa.array(np.zeros(len(person), dtype=bool)),
            "has_long_term_institution": pa.array(np.zeros(len(person), dtype=bool)),
            "file_date": dates(np.full(len(person), calendar.last_day)),
        },
    )
    managed = np.flatnonzero(
        np.isin(
            plans.slug.to_numpy(object)[plan].astype(str), ("meridian_hmo", "medicaid_managed", "medicare_advantage")
        )
    )
    who = person[managed]
    role = np.where(age[managed] < 18, "pediatrics", "primary_care")
    doctor = np.full(len(who), 0)
    for name in ("pediatrics", "primary_care"):
        at = np.flatnonzero(role == name)
        doctor[at] = places.provider_of(name, people.community[who[at]], people.key[who[at]], np.zeros(len(at)))
    practices = directory.set_index("provider").loc[places.practice_of(doctor)]
    assignment = table(
        "raw.payer_pcp_assignment",
        {name: members[name].take(pa.array(managed)) for name in ("member_id", "payer", "plan")}
        | {
            "provider_npi": identifiers.npi(doctor),
            "practice_name": practices["organization_name"].to_numpy(object),
            "organization_name": practices["parent_organization_name"].to_numpy(object),
            "line_of_business": text(payer_type[managed]),
            "start_date": dates(start[managed]),
            "end_date": dates(end[managed]),
        },
    )
    return enrollment, assignment


assert EVENTS_PER_PERSON * len(PARTS) * _BILLS_MOST < 10**9, "claim ids have nine digits for event, part and bill"
