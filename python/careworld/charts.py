"""What the clinic sees: patients, visits, diagnoses, orders, results and vital signs, insured or not."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld import identifiers
from careworld.arrow import dates, distinct, number_text, pick, refer, table, text, timestamps
from careworld.calendar import DAYS_PER_YEAR, NEVER, age_in_years
from careworld.calibration import CONDITIONS_MOST
from careworld.claims import Providers
from careworld.counting import nth_in_run, starts_run
from careworld.diagnoses import Diagnoses
from careworld.encounters import EVENTS_PER_PERSON, STAYS, TEMPLATES, Care, Encounters, reasons, template_fact
from careworld.measurements import Measurements
from careworld.parameters import PARAMETERS
from careworld.people import DEMOGRAPHICS
from careworld.places import Places
from careworld.prescriptions import Courses, Fills
from careworld.services import PARTS, Procedures, Services, Vaccinations

_BOOKED = tuple(TEMPLATES.names[template_fact("is_booked") == 1])
_EVALUATION_CODES = "99"  # CPT range of visits, which are encounters rather than procedures
_CANCELLATIONS = ["patient request", "provider unavailable", "weather", "transport"]
_SMOKING_STATUS = ("72166-2", "Tobacco smoking status")


class Chart:
    """The part of a block's care that the clinic records."""

    def __init__(self, care: Care, encounters: Encounters, providers: Providers, places: Places):
        self.care, self.encounters, self.providers, self.places = care, encounters, providers, places
        # Care outside the clinic's own walls leaves no chart there.
        elsewhere = template_fact("is_elsewhere")[encounters.template] == 1
        self.is_charted = care.people.is_charted[encounters.person] & ~elsewhere
        self.which = np.flatnonzero(self.is_charted)
        key = care.people.key[encounters.person]
        number = identifiers.scramble(encounters.event, 7, 2236067)
        # Characters of the keys of visits: those of their records begin with them.
        self.visit_characters = identifiers.characters(
            "V", identifiers.digits(identifiers.scramble(key, 9, 244948974), 9), identifiers.digits(number, 7)
        )
        self.encounter_ids = identifiers.fixed_text(self.visit_characters)
        self.patient_ids = identifiers.patient_id(care.people.key)
        # Who and where: the clinician in charge, at the practice or the hospital.
        self.clinician = np.full(len(encounters), -1)
        self.clinician[self.which] = providers.clinician(self.which)
        hospital = providers.of_role(self.which, "hospital")
        in_office = encounters.is_template(*_BOOKED)[self.which]
        practice = places.practice_of(self.clinician[self.which])
        self.department = np.full(len(encounters), -1)
        self.department[self.which] = np.where(in_office, practice, hospital)

    def visit(self, which: np.ndarray) -> dict[str, pa.Array]:
        """The columns that tie a record to its visit."""
        person = self.encounters.person[which]
        return {"patient_id": refer(self.patient_ids, person), "encounter_id": refer(self.encounter_ids, which)}

    def record_ids(self, letter: str, which: np.ndarray) -> pa.Array:
        """Key of records: the visit's key and a count within the visit. `which` must be sorted."""
        count = identifiers.digits(nth_in_run(which) + 1, 2)
        return identifiers.fixed_text(letter, self.visit_characters[which], "-", count)


def tables(
    chart: Chart, diagnoses: Diagnoses, procedures: Procedures, drg: np.ndarray, services: Services,
    vaccinations: Vaccinations, courses: Courses, fills: Fills, results: Measurements, signs: Measurements,
    directory: pd.DataFrame, described: pd.DataFrame,
) -> dict[str, pa.Table]:  # fmt: skip
    """All tables of the clinic."""
    departments, clinicians = staff_tables(directory)
    refills = np.bincount(fills.course, minlength=len(courses.person)) - 1
    return {
        "raw.clinic_patient": patient_table(chart.care, described),
        "raw.clinic_encounter": encounter_table(chart, drg),
        "raw.clinic_diagnosis": diagnosis_table(chart, diagnoses),
        "raw.clinic_procedure": procedure_table(chart, services, procedures),
        "raw.clinic_medication_order": order_table(chart, courses, refills),
        "raw.clinic_lab_result": result_table(chart, results),
        "raw.clinic_observation": observation_table(chart, signs),
        "raw.clinic_immunization": immunization_table(chart, vaccinations),
        "raw.clinic_appointment": appointment_table(chart),
        "raw.clinic_department": departments,
        "raw.clinic_clinician": clinicians,
    }


def _in_words(names: np.ndarray) -> list[str]:
    return [name.replace("_", " ") for name in names]


def clinician_id(provider: np.ndarray) -> pa.Array:
    """The clinic's key of a clinician."""
    return identifiers.fixed_text("D", identifiers.digits(identifiers.scramble(provider, 8, 3162277), 8))


def department_id(provider: np.ndarray) -> pa.Array:
    """The clinic's key of a place of care."""
    return identifiers.fixed_text("L", identifiers.digits(identifiers.scramble(provider, 8, 5099019), 8))


def encounter_table(chart: Chart, drg: np.ndarray) -> pa.Table:
    """Visits and stays."""
    encounters, which = chart.encounters, chart.which
    stay = encounters.is_template(*STAYS)[which]
    newborn = encounters.is_template("newborn", "newborn_intensive")[which]
    admit_type = np.where(newborn, "4", np.where(encounters.is_emergency[which], "1", "3"))
    is_open = stay & (encounters.end[which] == chart.care.calendar.last_day) & (encounters.discharge[which] != "20")
    return table(
        "raw.clinic_encounter",
        chart.visit(which)
        | {
            "visit_type": pick(list(template_fact("encounter_type")), encounters.template[which]),
            "start_date": dates(encounters.start[which]),
            "end_date": dates(encounters.end[which]),
            "reason": pick(_in_words(reasons().names), encounters.reason[which]),
            "admit_type_code": text(np.where(stay, admit_type, "")),
            "admit_source_code": text(np.where(stay, np.where(newborn, "5", "1"), "")),
            "discharge_status_code": text(np.where(is_open, "30", np.where(stay, encounters.discharge[which], ""))),
            "drg_code": text(drg[which]),
            "clinician_id": distinct(clinician_id, chart.clinician[which]),
            "department_id": distinct(department_id, chart.department[which]),
        },
    )


@cache
def _dotted_codes() -> pa.Array:
    codes = PARAMETERS.icd_10_cm.icd_10_cm
    return pa.array([code if len(code) <= 3 else f"{code[:3]}.{code[3:]}" for code in codes], type=pa.string())


def diagnosis_table(chart: Chart, diagnoses: Diagnoses) -> pa.Table:
    """Encounter diagnoses, and problems from the first visit at which a known condition came up."""
    care, encounters = chart.care, chart.encounters
    seen = np.flatnonzero(chart.is_charted[diagnoses.encounter])
    encounter, person = diagnoses.encounter[seen], encounters.person[diagnoses.encounter[seen]]
    condition = diagnoses.condition[seen]
    listed = np.flatnonzero(condition >= 0)
    _, first = np.unique(person[listed] * CONDITIONS_MOST + condition[listed], return_index=True)
    problem = listed[first]
    kept = care.streams("charts.problem").uniform(care.people.key[person[problem]], condition[problem])
    problem = np.sort(problem[kept < PARAMETERS.number["problem_list_share"]])
    onset, resolved = _spell(care, person[problem], condition[problem], encounters.start[encounter[problem]])
    record = np.concatenate([np.arange(len(seen)), problem])
    is_problem = np.r_[np.zeros(len(seen), bool), np.ones(len(problem), bool)]
    order = np.lexsort((is_problem, record, encounter[record]))
    record, is_problem = record[order], is_problem[order]
    onset = np.r_[np.full(len(seen), NEVER), onset][order]
    resolved = np.r_[np.full(len(seen), NEVER), resolved][order]
    at, row = encounter[record], seen[record]
    stay = encounters.is_template(*STAYS)[at] & ~is_problem
    present = diagnoses.is_present_on_admission[row].astype(np.int64)
    return table(
        "raw.clinic_diagnosis",
        {"diagnosis_id": chart.record_ids("X", at)}
        | chart.visit(at)
        | {
            "record_type": pick(["encounter_diagnosis", "problem"], is_problem.astype(np.int64)),
            "icd_10_cm_code": pick(_dotted_codes(), diagnoses.code[row]),
            "rank": pa.array(diagnoses.rank[row].astype(np.int32), mask=is_problem),
            "recorded_date": dates(encounters.start[at]),
            "onset_date": dates(onset),
            "resolved_date": dates(resolved),
            "status": pick(["active", "resolved"], (resolved < NEVER).astype(np.int64)),
            "present_on_admission_code": pick(["N", "Y"], np.where(stay, present, -1)),
        },
    )


def _spell(care: Care, person: np.ndarray, condition: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Onset and end of the spell of each condition that holds a day."""
    illness = care.illness
    when = lambda person, condition, day: (person * CONDITIONS_MOST + condition) * (1 << 20) + day + (1 << 18)  # noqa: E731
    at = when(illness.spell_person, illness.spell_condition, illness.spell_onset)
    wanted = when(person, condition, day)
    found = (np.searchsorted(at, wanted, side="right") - 1).clip(0)
    same = (illness.spell_person[found] == person) & (illness.spell_condition[found] == condition)
    onset = np.where(same, np.minimum(illness.spell_onset[found], day), day)
    end = np.where(same & (illness.spell_end[found] > day), illness.spell_end[found], NEVER)
    return np.maximum(onset, care.people.birth[person]), end


def procedure_table(chart: Chart, services: Services, procedures: Procedures) -> pa.Table:
    """What clinicians did, visits and laboratory work apart, and the ICD-10-PCS procedures of stays."""
    hcpcs = PARAMETERS.service.hcpcs.to_numpy(object)
    is_procedure = np.array([bool(c) and not c.startswith(_EVALUATION_CODES) and not c.startswith("8") for c in hcpcs])
    by_hand = np.isin(services.part, [PARTS.index(p) for p in ("attending", "surgeon", "radiology")])
    done = np.flatnonzero(by_hand & is_procedure[services.service] & chart.is_charted[services.encounter])
    coded = np.flatnonzero(chart.is_charted[procedures.encounter])
    names, index = np.unique(np.r_[hcpcs.astype(str), procedures.code[coded].astype(str)], return_inverse=True)
    encounter = np.r_[services.encounter[done], procedures.encounter[coded]]
    code = np.r_[index[: len(hcpcs)][services.service[done]], index[len(hcpcs) :]]
    day = np.r_[services.day[done], procedures.day[coded]]
    is_pcs = np.r_[np.zeros(len(done), np.int64), np.ones(len(coded), np.int64)]
    order = np.lexsort((code, is_pcs, encounter))
    at = encounter[order]
    return table(
        "raw.clinic_procedure",
        {"procedure_id": chart.record_ids("Q", at)}
        | chart.visit(at)
        | {
            "procedure_date": dates(day[order]),
            "code_type": pick(["hcpcs", "icd-10-pcs"], is_pcs[order]),
            "code": pick(list(names), code[order]),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
        },
    )


def order_table(chart: Chart, courses: Courses, fills_allowed: np.ndarray) -> pa.Table:
    """Prescriptions written at charted visits: new ones, and each year's renewal of those that go on.

    `fills_allowed` counts the fills of each course.
    """
    written, at = prescriptions_written(chart, courses)
    drug = courses.drug[written]
    drugs = PARAMETERS.drug
    supply = drugs.days_supply.to_numpy(np.int64)[drug]
    return table(
        "raw.clinic_medication_order",
        {"order_id": chart.record_ids("M", at)}
        | chart.visit(at)
        | {
            "prescribed_date": dates(chart.encounters.start[at]),
            "rxnorm_code": pick(list(drugs.rxcui), drug),
            "ndc_code": pick(list(drugs.ndc_11), drug),
            "drug_name": pick(list(drugs.description), drug),
            "atc_code": pick(list(drugs.atc_code), drug),
            "route": pick(list(drugs.route), drug),
            "strength": pick(list(drugs.strength), drug),
            "quantity": pa.array(np.maximum(np.rint(drugs.quantity_per_day.to_numpy(float)[drug] * supply), 1)),
            "quantity_unit": pick(list(drugs.quantity_unit), drug),
            "days_supply": pa.array(supply.astype(np.int32)),
            "refills": pa.array(fills_allowed[written].clip(0, 11).astype(np.int32)),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
        },
    )


def prescriptions_written(chart: Chart, courses: Courses) -> tuple[np.ndarray, np.ndarray]:
    """Course and encounter of every prescription that the clinic wrote, sorted by encounter."""
    begun = np.flatnonzero((courses.encounter >= 0) & chart.is_charted[courses.encounter.clip(0)])
    course, at = _renewals(chart, courses)
    written, at = np.r_[begun, course], np.r_[courses.encounter[begun], at]
    order = np.lexsort((courses.number[written], at))
    return written[order], at[order]


def _renewals(chart: Chart, courses: Courses) -> tuple[np.ndarray, np.ndarray]:
    """Course and visit of every renewal: the first charted office visit of a year in which the course runs."""
    encounters, calendar = chart.encounters, chart.care.calendar
    visit = np.flatnonzero(chart.is_charted & encounters.is_template(*_BOOKED, "hospital_clinic_visit"))
    day = encounters.person[visit] * NEVER + encounters.start[visit]  # sorted, as encounters are
    lasting = np.flatnonzero(courses.condition >= 0)
    parts = []
    for january in calendar.starts[:-1:12]:
        first = np.maximum(courses.start[lasting], january)
        last = np.minimum(courses.end[lasting], january + 364)
        found = np.searchsorted(day, courses.person[lasting] * NEVER + first)
        near = visit[found.clip(max=len(visit) - 1)] if len(visit) else found
        # The year in which a charted visit began the course needs no renewal.
        begins = (courses.encounter[lasting] >= 0) & (courses.start[lasting] >= january)
        ok = (found < len(visit)) & (first <= last) & ~begins
        ok[ok] &= (encounters.person[near[ok]] == courses.person[lasting[ok]]) & (
            encounters.start[near[ok]] <= last[ok]
        )
        parts.append((lasting[ok], near[ok]))
    course, at = zip(*parts, strict=True)
    return np.concatenate(course), np.concatenate(at)


def result_table(chart: Chart, results: Measurements) -> pa.Table:
    """Laboratory results."""
    tests, services = PARAMETERS.lab_test, PARAMETERS.service
    at, m = results.encounter, results.measure
    places = tests.decimals.to_numpy(np.int64)
    limits = {side: _limit_text(tests[side], places) for side in ("low", "high")}
    low, high = (tests[side].astype(str).replace("", "nan").to_numpy(float)[m] for side in ("low", "high"))
    value = np.round(results.value, 6)
    flag = np.where(value < low, 0, np.where(value > high, 1, -1))
    key, event = chart.providers.key[at], chart.encounters.event[at]
    drawn = starts_run(at)  # all tubes of a visit at once
    second = chart.care.streams("charts.draw_time").uniform(key[drawn], event[drawn]) * 32_400
    draw_second = (25_200 + second.astype(np.int64))[np.cumsum(drawn) - 1]
    wait = chart.care.streams("charts.result_time").exponential(key, event, results.panel)
    ready = draw_second + (3600 * (1 + wait * PARAMETERS.number["result_hours"]).clip(1, 240)).astype(np.int64)
    # Nothing is resulted after the last simulated day.
    ready = np.minimum(ready, (chart.care.calendar.last_day + 1 - chart.encounters.start[at]) * 86_400 - 1)
    panel = identifiers.digits(results.panel, 3)
    return table(
        "raw.clinic_lab_result",
        {"result_id": chart.record_ids("R", at)}
        | chart.visit(at)
        | {
            "accession_number": identifiers.fixed_text("A", chart.visit_characters[at], "-", panel),
            "panel_hcpcs_code": pick(list(services.hcpcs), results.panel),
            "loinc_code": pick(list(tests.loinc), m),
            "test_name": pick(list(tests.description), m),
            "collected_at": timestamps(chart.encounters.start[at], draw_second),
            "resulted_at": timestamps(chart.encounters.start[at], ready),
            "result": number_text(results.value, places[m]),
            "units": pick(list(tests.units), m),
            "reference_range_low": pick(limits["low"], m),
            "reference_range_high": pick(limits["high"], m),
            "abnormal_flag": pick(["L", "H"], flag),
            "specimen": pick(list(tests.specimen), m),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
        },
    )


def _limit_text(limits: pd.Series, places: np.ndarray) -> list[str]:
    return [f"{float(v):.{p}f}" if str(v) not in ("", "nan") else "" for v, p in zip(limits, places, strict=True)]


def observation_table(chart: Chart, signs: Measurements) -> pa.Table:
    """Vital signs, and tobacco use where it was asked."""
    vitals, care, encounters = PARAMETERS.vital_sign, chart.care, chart.encounters
    office = np.flatnonzero(chart.is_charted & encounters.is_template("office_visit", "preventive_visit"))
    key = chart.providers.key[office]
    asked = care.streams("charts.smoking").uniform(key, encounters.event[office])
    adult = encounters.start[office] - care.people.birth[encounters.person[office]] > 18 * DAYS_PER_YEAR
    office = office[(asked < PARAMETERS.number["smoking_asked_share"]) & adult]
    month = care.calendar.month_of(encounters.start[office])
    smokes = care.illness.active[care.illness.conditions.index("smoking"), encounters.person[office], month]
    at = np.r_[signs.encounter, office]
    measure = np.r_[signs.measure, np.full(len(office), len(vitals))]
    order = np.argsort(at * (len(vitals) + 1) + measure, kind="stable")
    at, measure = at[order], measure[order]
    places = vitals.decimals.to_numpy(np.int64)
    status = np.where(smokes, 1 + _has_quit(care, office, encounters), 0)
    words = pick(["Never smoker", "Current smoker", "Former smoker"], status)
    numbers = number_text(signs.value, places[signs.measure])
    result = pa.concat_arrays([numbers.dictionary_encode(), words.dictionary_encode()]).take(pa.array(order))
    return table(
        "raw.clinic_observation",
        {"observation_id": chart.record_ids("O", at)}
        | chart.visit(at)
        | {
            "panel_id": refer(identifiers.fixed_text("P", chart.visit_characters), at),
            "observation_type": pick([*vitals.observation_type, "social-history"], measure),
            "observed_date": dates(encounters.start[at]),
            "loinc_code": pick([*vitals.loinc, _SMOKING_STATUS[0]], measure),
            "name": pick([*vitals.description, _SMOKING_STATUS[1]], measure),
            "result": result,
            "units": pick([*vitals.units, ""], measure),
        },
    )


def _has_quit(care: Care, which: np.ndarray, encounters: Encounters) -> np.ndarray:
    """Which of the heavy smokers seen at the encounters `which` have quit by then, more of them with age."""
    number = PARAMETERS.number
    person = encounters.person[which]
    age = age_in_years(care.people.birth[person], encounters.start[which])
    share = np.interp(age, [25, 75], [number["former_smoker_share_at_25"], number["former_smoker_share_at_75"]])
    return care.streams("charts.has_quit").uniform(care.people.key[person]) < share


def immunization_table(chart: Chart, doses: Vaccinations) -> pa.Table:
    """Vaccines given at charted visits."""
    given = np.flatnonzero(chart.is_charted[doses.encounter])
    at, vaccine = doses.encounter[given], doses.vaccine[given]
    vaccines = PARAMETERS.immunization
    lot = (chart.care.streams("charts.lot").uniform(vaccine, chart.encounters.start[at] // 60) * 90_000).astype(
        np.int64
    )
    arm = chart.care.streams("charts.arm").uniform(chart.providers.key[at], vaccine) < 0.5
    return table(
        "raw.clinic_immunization",
        {"immunization_id": chart.record_ids("I", at)}
        | chart.visit(at)
        | {
            "cvx_code": pick(list(vaccines.cvx), vaccine),
            "vaccine_name": pick(list(vaccines.description), vaccine),
            "occurrence_date": dates(chart.encounters.start[at]),
            "dose_number": pa.array(doses.dose[given].astype(np.int32)),
            "lot_number": identifiers.fixed_text("LOT", identifiers.digits(10_000 + lot, 5)),
            "body_site": pick(["left arm", "right arm"], arm.astype(np.int64)),
            "route": pick(["intramuscular"], np.zeros(len(at), np.int64)),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
            "department_id": distinct(department_id, chart.department[at]),
        },
    )


def appointment_table(chart: Chart) -> pa.Table:
    """Booked visits: those that were kept, and, some days before some of them, one that was not."""
    encounters, care, number = chart.encounters, chart.care, PARAMETERS.number
    kept = np.flatnonzero(chart.is_charted & encounters.is_template(*_BOOKED))
    key, event = chart.providers.key[kept], encounters.event[kept]
    u = care.streams("charts.missed").uniform(key, event)
    missed_share, cancelled_share = number["no_show_share"], number["cancelled_share"]
    days_before = 3 + (care.streams("charts.missed_day").uniform(key, event) * 25).astype(np.int64)
    earlier = encounters.start[kept] - days_before
    could = (earlier >= care.calendar.first_day) & (earlier > care.people.birth[encounters.person[kept]])
    missed = np.flatnonzero((u < missed_share + cancelled_share) & could)
    at = np.r_[kept, kept[missed]]
    is_missed = np.r_[np.zeros(len(kept), bool), np.ones(len(missed), bool)]
    is_cancelled = np.r_[np.zeros(len(kept), bool), u[missed] >= missed_share]
    day = np.r_[encounters.start[kept], earlier[missed]]
    why = np.r_[np.zeros(len(kept)), care.streams("charts.cancellation").uniform(key[missed], event[missed])]
    order = np.lexsort((is_missed, at))
    at, is_missed, is_cancelled, day, why = (x[order] for x in (at, is_missed, is_cancelled, day, why))
    quarter = (care.streams("charts.slot").uniform(chart.providers.key[at], encounters.event[at]) * 36).astype(np.int64)
    status = np.where(is_cancelled, 1, np.where(is_missed, 2, 0))
    visit = chart.visit(at)
    minutes = template_fact("minutes").astype(np.int32)[encounters.template[at]]
    return table(
        "raw.clinic_appointment",
        {
            "appointment_id": chart.record_ids("B", at),
            "patient_id": visit["patient_id"],
            "encounter_id": refer(chart.encounter_ids, np.where(is_missed, -1, at)),
            "starts_at": timestamps(day, 28_800 + quarter * 900),
            "duration_minutes": pa.array(minutes),
            "appointment_type": pick(_in_words(TEMPLATES.names), encounters.template[at]),
            "status": pick(["fulfilled", "cancelled", "noshow"], status),
            "reason": pick(_in_words(reasons().names), encounters.reason[at]),
            "cancellation_reason": pick(
                _CANCELLATIONS, np.where(is_cancelled, (why * len(_CANCELLATIONS)).astype(np.int64), -1)
            ),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
            "department_id": distinct(department_id, chart.department[at]),
        },
    )


def patient_table(care: Care, described: pd.DataFrame) -> pa.Table:
    """Registered patients."""
    who = np.flatnonzero(care.people.is_charted)
    row = described.iloc[who].reset_index(drop=True)
    columns = {name: row[name].to_numpy(object) for name in (*DEMOGRAPHICS, "language", "county")}
    return table(
        "raw.clinic_patient",
        columns
        | {
            "patient_id": identifiers.patient_id(care.people.key[who]),
            "birth_date": dates(care.people.birth[who]),
            "death_date": dates(care.people.death_by(care.calendar.last_day)[who]),
            "latitude": pa.array(row.latitude.to_numpy(float)),
            "longitude": pa.array(row.longitude.to_numpy(float)),
        },
    )


def staff_tables(directory: pd.DataFrame) -> tuple[pa.Table, pa.Table]:
    """Departments and clinicians of the clinic."""
    sites = directory[~directory.is_individual & directory.role.isin(["practice", "hospital"])]
    departments = table(
        "raw.clinic_department",
        {
            "department_id": department_id(sites.provider.to_numpy()),
            "npi": sites.npi.to_numpy(object),
            "name": sites.organization_name.to_numpy(object),
            "facility_type": np.where(sites.role == "practice", "Clinic/Center", "General Acute Care Hospital"),
            "organization_name": sites.parent_organization_name.to_numpy(object),
            **{c: sites[c].to_numpy(object) for c in ("address", "city", "state", "zip_code")},
            **{c: sites[c].to_numpy(float) for c in ("latitude", "longitude")},
        },
    )
    staff = directory[directory.is_individual]
    clinicians = table(
        "raw.clinic_clinician",
        {
            "clinician_id": clinician_id(staff.provider.to_numpy()),
            "npi": staff.npi.to_numpy(object),
            "first_name": staff.first_name.to_numpy(object),
            "last_name": staff.last_name.to_numpy(object),
            "specialty": staff.specialty.to_numpy(object),
            "practice_name": staff.organization_name.to_numpy(object),
        },
    )
    return departments, clinicians


assert EVENTS_PER_PERSON < 10**7, "visit ids have seven digits for the event"
