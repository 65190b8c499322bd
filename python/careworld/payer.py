"""What the payer sees: enrollment, medical claims with their lines, pharmacy claims, and the truth beside them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from careworld import enrollment, identifiers
from careworld.adjudication import (
    ADJUSTMENTS,
    FREQUENCIES,
    ID_SUFFIXES,
    ORIGINAL,
    REBILL,
    REPLACEMENT,
    STATUSES,
    VOID,
    Versions,
)  # fmt: skip
from careworld.arrow import dates, decimals, distinct, pick, table, text
from careworld.calendar import NEVER
from careworld.claims import BILLS_MOST, Claims, DrugClaims, Providers
from careworld.coverage import Coverage
from careworld.diagnoses import Diagnoses
from careworld.discharge import DIED, HOME, STILL_A_PATIENT
from careworld.encounters import EVENTS_PER_PERSON, STAYS, Care, Encounters, template_fact
from careworld.enrollment import member
from careworld.money import AMOUNTS
from careworld.parameters import PARAMETERS
from careworld.places import Places
from careworld.prescriptions import Courses
from careworld.schema import INSTITUTIONAL_DIAGNOSES, INSTITUTIONAL_PROCEDURES, PROFESSIONAL_DIAGNOSES, TABLES
from careworld.services import PARTS, Procedures

_AS_LISTED = 10  # in place of the last digit of a type of bill

# CPT ranges: visits that are paid beside a procedure with modifier 25 only, and such procedures.
_SEPARATE_VISIT = "25"
_VISITS = (("99202", "99215"), ("99281", "99285"), ("99381", "99397"))
_PROCEDURES = (("10004", "36410"), ("36420", "69990"), ("94640", "94640"), ("96372", "96372"))


def claim_id(person_key: np.ndarray, number: np.ndarray) -> pa.Array:
    """C, nine digits of the person and nine of the claim's number within the person."""
    number = identifiers.scramble(number, 9, 141421357)
    return identifiers.fixed_text(
        "C", identifiers.digits(identifiers.scramble(person_key, 9, 161803398), 9), identifiers.digits(number, 9)
    )


def fill_id(person_key: np.ndarray, number: np.ndarray) -> pa.Array:
    """R, nine digits of the person and nine of the claim's number within the person."""
    number = identifiers.scramble(number, 9, 173205080)
    return identifiers.fixed_text(
        "R", identifiers.digits(identifiers.scramble(person_key, 9, 161803398), 9), identifiers.digits(number, 9)
    )


def _version_ids(base: pa.Array, versions: Versions) -> tuple[pa.Array, pa.Array]:
    """Claim number of each version, and the number of the version that it puts out of force. `base` is the
    number of each version's claim."""
    later = np.flatnonzero(versions.kind != ORIGINAL)
    suffixed = identifiers.join(base.take(pa.array(later)), pa.array(ID_SUFFIXES).take(pa.array(versions.kind[later])))
    ids = pc.replace_with_mask(base, pa.array(versions.kind != ORIGINAL), suffixed)
    return ids, _blank(base, ~np.isin(versions.kind, (VOID, REPLACEMENT)))


def _ruling(versions: Versions, which: np.ndarray) -> dict[str, pa.Array]:
    """What the payer decided on the versions `which`, and why."""
    reasons = PARAMETERS.denial_reason
    return {
        "claim_status": pick(list(STATUSES), versions.status[which]),
        "denial_reason_code": pick(list(reasons.carc_code), versions.reason[which]),
        "remark_code": pick(list(reasons.rarc_code), versions.reason[which]),
        "denial_reason": pick(list(reasons.label), versions.reason[which]),
        "adjustment_reason": pick(list(ADJUSTMENTS), versions.adjustment[which]),
        "paid_date": dates(versions.paid[which]),
    }


def _money(cents: dict[str, np.ndarray], which: np.ndarray) -> dict[str, pa.Array]:
    return {f"{name}_amount": decimals(cents[name][which]) for name in AMOUNTS}


def _version_truth(ids: pa.Array, base: pa.Array, versions: Versions) -> pa.Table:
    """The answer key of one kind of claims: chains of versions and which is the last."""
    is_rebill = versions.kind == REBILL
    return table(
        "truth.claim_version",
        {
            "claim_id": ids,
            "chain_claim_id": pc.if_else(pa.array(is_rebill), ids, base),
            "is_final": pa.array(versions.is_final),
        },
    )


def tables(
    care: Care, encounters: Encounters, diagnoses: Diagnoses, procedures: Procedures, drg: np.ndarray, claims: Claims,
    courses: Courses, drugs: DrugClaims, coverage: Coverage, providers: Providers, places: Places,
    directory: pd.DataFrame, described: pd.DataFrame, encounter_ids: pa.Array,
) -> dict[str, pa.Table]:  # fmt: skip
    """All tables of the payer, and the truth of its claim lines."""
    billed = claims.of_versions()
    result = claim_tables(care, encounters, diagnoses, procedures, drg, billed, providers, places, encounter_ids)
    pharmacy = pharmacy_tables(care, courses, drugs, providers, places)
    return (
        result
        | enrollment.tables(care, encounters, coverage, described, places, directory)
        | {
            "raw.payer_provider": provider_table(directory),
            "raw.payer_pharmacy_claim": pharmacy["raw.payer_pharmacy_claim"],
            **{
                name: pa.concat_tables([result[name], pharmacy[name]]) for name in pharmacy if name.startswith("truth.")
            },
        }
    )


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
    """Raw medical claim tables, one row per version, and the truth of their lines and versions."""
    people, shapes, services = care.people, PARAMETERS.claim_shape, PARAMETERS.service
    person, versions = encounters.person[claims.encounter], claims.versions
    base = claim_id(people.key[person], claims.number(encounters))
    ids, replaced = _version_ids(base, versions)
    biller = claims.practice(places)
    is_facility = (shapes.claim_type == "institutional").to_numpy()[claims.shape]
    header = claims.header_amounts()

    def headers(which: np.ndarray) -> dict[str, pa.Array]:
        at = pa.array(which)
        return {
            "claim_id": ids.take(at),
            **member(people, person[which], claims.plan[which]),
            "start_date": dates(claims.start[which]),
            "end_date": dates(claims.end[which]),
            "billing_npi": distinct(identifiers.npi, biller[which]),
            "billing_tin": distinct(places.tin_of, biller[which]),
            "is_in_network": pa.array(claims.is_in_network[which]),
            "original_claim_id": replaced.take(at),
            "received_date": dates(versions.received[which]),
            **_ruling(versions, which),
            **_money(header, which),
        }

    tables = {}
    which = np.flatnonzero(~is_facility)
    # A laboratory of its own does its work at its own place, wherever the patient was.
    site = np.where(claims.facility[which] >= 0, -1, providers.site(claims.encounter[which]))
    codes, _ = _wide(diagnoses, len(encounters), claims, which, PROFESSIONAL_DIAGNOSES)
    tables["raw.payer_professional_claim"] = table(
        "raw.payer_professional_claim",
        headers(which)
        | {"service_facility_npi": distinct(identifiers.npi, site)}
        | {"resubmission_code": pick(list(FREQUENCIES), versions.kind[which])}
        | {f"diagnosis_code_{i + 1}": pick(_diagnosis_codes(), code) for i, code in enumerate(codes)},
    )
    which = np.flatnonzero(is_facility)
    codes, present = _wide(diagnoses, len(encounters), claims, which, INSTITUTIONAL_DIAGNOSES)
    is_stay = _is_stay(encounters, claims)[which]
    in_hospital = encounters.is_template(*STAYS)[claims.encounter[which]]
    tables["raw.payer_institutional_claim"] = table(
        "raw.payer_institutional_claim",
        headers(which)
        | _institutional(care, encounters, claims, drg, procedures, which)
        | {"admitting_diagnosis_code": pick(_diagnosis_codes(), np.where(is_stay, codes[0], -1))}
        | {f"diagnosis_code_{i + 1}": pick(_diagnosis_codes(), code) for i, code in enumerate(codes)}
        | {f"diagnosis_poa_{i + 1}": _poa(codes[i], present[i], in_hospital) for i in range(len(codes))},
    )
    line_is_facility = is_facility[claims.line_claim]
    hcpcs, revenue = list(services.hcpcs), list(services.revenue_center_code)

    def lines(which: np.ndarray) -> dict[str, pa.Array]:
        return {
            "claim_id": ids.take(pa.array(claims.line_claim[which])),
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
            "rendering_npi": distinct(identifiers.npi, rendering[at]),
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
            "claim_id": ids.take(pa.array(claims.line_claim)),
            "line_number": pa.array(claims.line_number.astype(np.int32)),
            "encounter_id": encounter_ids.take(pa.array(claims.line_encounter)),
        },
    )
    tables["truth.claim_version"] = _version_truth(ids, base, versions)
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


def _blank(values: pa.Array, where: np.ndarray) -> pa.Array:
    return pc.if_else(pa.array(where), pa.scalar(None, values.type), values)


def _is_stay(encounters: Encounters, claims: Claims) -> np.ndarray:
    return (template_fact("stay") != "")[encounters.template[claims.encounter]]


def _wide(diagnoses: Diagnoses, encounters: int, claims: Claims, which: np.ndarray, width: int):
    """Codes and present-on-admission flags of the claims `which` in columns: width x claims, -1 for no code."""
    count = np.bincount(diagnoses.encounter, minlength=encounters)
    start = (np.cumsum(count) - count)[claims.encounter[which]]
    most = PARAMETERS.claim_shape.diagnoses_most.to_numpy(np.int64)[claims.shape[which]]
    count = np.minimum(count[claims.encounter[which]], most)
    code, present = np.full((width, len(which)), -1, np.int32), np.zeros((width, len(which)), dtype=bool)
    # Few claims have many codes: each column looks only at those that reach it.
    there = np.arange(len(which))
    for i in range(width):
        there = there[count[there] > i]
        code[i, there] = diagnoses.code[start[there] + i]
        present[i, there] = diagnoses.is_present_on_admission[start[there] + i]
    return code, present


@cache
def _diagnosis_codes() -> pa.Array:
    return pa.array(PARAMETERS.icd_10_cm.icd_10_cm.to_numpy(object), type=pa.string())


@cache
def _is_status_code() -> np.ndarray:
    return pc.starts_with(_diagnosis_codes(), "Z").to_numpy(zero_copy_only=False)


def _poa(code: np.ndarray, present: np.ndarray, in_hospital: np.ndarray) -> pa.Array:
    """Y or N for stays in hospitals; status codes (Z) and everything else are exempt."""
    asked = (code >= 0) & in_hospital & ~_is_status_code()[code.clip(0)]
    return pick(["N", "Y"], np.where(asked, present.astype(np.int64), -1))


@cache
def _bill_types() -> list[str]:
    """Types of bill by row of the claim_shape table and last digit: 0 to 9, or the one that the table lists."""
    listed = PARAMETERS.claim_shape.bill_type_code
    return [code[:2] + last for code in listed for last in (*"0123456789", code[2:])]


def _institutional(care, encounters: Encounters, claims: Claims, drg, procedures: Procedures, which) -> dict:
    e = claims.encounter[which]
    stay = _is_stay(encounters, claims)[which]
    hospital = (template_fact("has_drg") == 1)[encounters.template[e]]
    newborn = encounters.is_template("newborn", "newborn_intensive")[e]
    nursing = (template_fact("stay") == "facility")[encounters.template[e]]
    emergency, elective = encounters.is_emergency[e], encounters.is_elective[e]
    # A stay that is open on the last simulated day: interim bill, still a patient.
    is_open = stay & (encounters.end[e] == care.calendar.last_day) & (encounters.discharge[e] != DIED)
    nth, bills = claims.bill[which], claims.bills[which]
    is_open = np.where(nth < bills - 1, stay, is_open)
    is_interim = stay & ((bills > 1) | is_open)
    last = np.where(is_interim, np.where(nth == 0, 2, np.where(is_open, 3, 4)), _AS_LISTED)
    # A void or a replacement says so in the last digit of its type of bill.
    kind = claims.versions.kind[which]
    last = np.where(np.isin(kind, (VOID, REPLACEMENT)), np.array(FREQUENCIES).astype(np.int64)[kind], last)
    discharge = np.where(encounters.discharge[e] == "", HOME, encounters.discharge[e])
    discharge = np.where(is_open, STILL_A_PATIENT, discharge)
    admit_type = np.where(newborn, "4", np.where(emergency, "1", np.where(elective | nursing, "3", "2")))
    admit_source = np.where(newborn, "5", np.where(nursing, "4", np.where(elective, "2", "1")))
    columns = {
        "admission_date": dates(np.where(stay, encounters.start[e], NEVER)),
        "discharge_date": dates(np.where(stay & ~is_open, claims.end[which], NEVER)),
        "bill_type_code": pick(_bill_types(), claims.shape[which] * (_AS_LISTED + 1) + last),
        "admit_type_code": text(np.where(stay | emergency, admit_type, "")),
        "admit_source_code": text(np.where(stay | emergency, admit_source, "")),
        "discharge_status_code": text(discharge),
        "drg_code": text(np.where(hospital, drg[e], "")),
        "facility_npi": distinct(identifiers.npi, claims.facility[which]),
        "attending_npi": distinct(identifiers.npi, claims.clinician[which]),
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


def pharmacy_tables(
    care: Care, courses: Courses, drugs: DrugClaims, providers: Providers, places: Places
) -> dict[str, pa.Table]:
    """Pharmacy claims, one row per version, and the truth of their lines and versions."""
    people, formulary, versions = care.people, PARAMETERS.drug, drugs.versions
    who = people.key[drugs.person]
    community = people.community[drugs.person]
    retail = places.provider_of("pharmacy", community, who, drugs.nth)
    mail = places.provider_of("mail_pharmacy", community, who, drugs.nth)
    quantity = formulary.quantity_per_day.to_numpy(float)[drugs.drug] * drugs.days_supply
    base = fill_id(who, drugs.number)
    fills = {
        **member(people, drugs.person, drugs.plan),
        "prescribing_npi": distinct(identifiers.npi, prescribers(care, courses, providers, places)[drugs.course]),
        "dispensing_npi": distinct(identifiers.npi, np.where(drugs.is_mail, mail, retail)),
        "prescribed_date": dates(courses.start[drugs.course]),
        "dispensed_date": dates(drugs.day),
        "ndc_code": pick(list(formulary.ndc_11), drugs.drug),
        "quantity": pa.array(np.maximum(np.rint(quantity), 1.0)),
        "days_supply": pa.array(drugs.days_supply.astype(np.int32)),
        "fill_number": pa.array(drugs.nth.astype(np.int32)),
        "is_in_network": pa.array(np.ones(len(drugs.day), dtype=bool)),
    }
    version, line = versions.lines(np.arange(len(drugs.day)), len(drugs.day))
    amounts = versions.amounts(drugs.amounts, version, line)
    at = pa.array(versions.claim)
    base = base.take(at)
    ids, replaced = _version_ids(base, versions)
    ruling = _ruling(versions, np.arange(len(versions.claim)))
    columns = {name: column.take(at) for name, column in fills.items()}
    columns |= {"claim_id": ids, "original_claim_id": replaced}
    columns |= {name: ruling[name] for name in ("claim_status", "adjustment_reason", "paid_date")}
    first_line = pa.array(np.ones(len(versions.claim), dtype=np.int32))
    return {
        "raw.payer_pharmacy_claim": table(
            "raw.payer_pharmacy_claim", columns | _money(amounts, np.arange(len(versions.claim)))
        ),
        "truth.claim_line": table("truth.claim_line", {"claim_id": ids, "line_number": first_line}),
        "truth.claim_version": _version_truth(ids, base, versions),
    }


def prescribers(care: Care, courses: Courses, providers: Providers, places: Places) -> np.ndarray:
    """Provider index of the prescriber of each course: of its visit, or else the primary physician."""
    visit = courses.encounter
    known = np.flatnonzero(visit >= 0)
    people = care.people
    prescriber = places.provider_of(
        "primary_care", people.community[courses.person], people.key[courses.person], courses.number
    )
    prescriber[known] = providers.clinician(visit[known])
    return prescriber


assert EVENTS_PER_PERSON * len(PARTS) * BILLS_MOST < 10**9, "claim ids have nine digits for event, part and bill"
