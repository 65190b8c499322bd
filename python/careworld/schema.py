"""Every raw and truth table, declared once: columns, types, keys and one sentence each.

The lake writer takes column order and types from here; models/raw and models/truth are written from
here by `careworld declare`, and a test fails when they differ.

A column is (name, type, sentence). Types are those of the lake's Parquet files:
string, date, timestamp, integer (32 bit), double, boolean, decimal (12 digits, 2 of them cents).
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

ARROW_TYPES = {
    "string": pa.string(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("s"),
    "integer": pa.int32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "decimal": pa.decimal64(12, 2),
}

SQL_TYPES = {
    "string": "varchar",
    "date": "date",
    "timestamp": "timestamp",
    "integer": "integer",
    "double": "double",
    "boolean": "boolean",
    "decimal": "decimal(12,2)",
}

# The widths of the paper: a CMS-1500 has room for 12 diagnoses, a UB-04 for 25 and, here, 6 procedures.
PROFESSIONAL_DIAGNOSES = 12
INSTITUTIONAL_DIAGNOSES = 25
INSTITUTIONAL_PROCEDURES = 6


@dataclass(frozen=True)
class Column:
    """One column: its name, its lake type (a key of ARROW_TYPES) and its sentence."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """One lake table. `layer` is raw or truth; `key` names the columns that identify a row."""

    layer: str
    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def arrow_schema(self) -> pa.Schema:
        """Arrow schema of the table's Parquet files, in declared order."""
        return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in self.columns])


def _table(layer: str, name: str, description: str, key: tuple[str, ...], *columns) -> Table:
    flat = []
    for column in columns:
        flat.extend(column if isinstance(column, list) else [column])
    return Table(layer, name, description, key, tuple(Column(*column) for column in flat))


def _numbered(stem: str, count: int, type_: str, sentence: str) -> list[tuple[str, str, str]]:
    return [(f"{stem}_{i}", type_, sentence.format(i=i)) for i in range(1, count + 1)]


# --- columns that several tables share ---------------------------------------------------------------

_NAMES = [
    ("first_name", "string", "Given name."),
    ("middle_name", "string", "Middle name or initial, where the source has one."),
    ("last_name", "string", "Family name."),
    ("name_suffix", "string", "Jr, Sr, II and the like."),
]
_HOME = [
    ("address", "string", "Street line of the home address."),
    ("city", "string", "City of the home address."),
    ("state", "string", "State of the home address, two letters."),
    ("zip_code", "string", "ZIP code of the home address, 5 digits."),
    ("phone", "string", "Phone number; always a 555-01xx number that nobody owns."),
    ("email", "string", "E-mail address under the reserved example.com domain."),
]
_MONEY = [
    ("charge_amount", "decimal", "Dollars billed."),
    ("allowed_amount", "decimal", "Dollars the contract or fee schedule allows."),
    ("paid_amount", "decimal", "Dollars the payer paid."),
    ("deductible_amount", "decimal", "Dollars the member owes under the deductible."),
    ("copayment_amount", "decimal", "Dollars of fixed copayment the member owes."),
    ("coinsurance_amount", "decimal", "Dollars of coinsurance the member owes."),
]
_MEMBER = [
    ("member_id", "string", "Member number that the payer assigned."),
    ("payer", "string", "Name of the payer."),
    ("plan", "string", "Name of the plan."),
]
_RULING = [
    (
        "original_claim_id",
        "string",
        "Claim number of the version that this one voids or replaces; empty for first versions.",
    ),
    ("claim_status", "string", "paid, denied, or reversed for voids, whose amounts are negative."),
    ("denial_reason_code", "string", "Claim adjustment reason code (CARC) of a denied claim."),
    ("remark_code", "string", "Remittance advice remark code (RARC) that explains the reason, where there is one."),
    ("denial_reason", "string", "Why the claim was denied, in words."),
    ("adjustment_reason", "string", "Why there is another version: corrected, appealed, repriced or withdrawn."),
    ("received_date", "date", "Date the payer received the version."),
    ("paid_date", "date", "Date the payer paid, denied or reversed the version."),
]
# A fill that is refused at the counter leaves no claim, and one that is billed is received at once.
_NOT_OF_FILLS = ("denial_reason_code", "remark_code", "denial_reason", "received_date")
_CHART = [
    ("patient_id", "string", "Medical record number of the patient in the clinic's system."),
    ("encounter_id", "string", "The clinic's key of the visit."),
]

_RAW = [
    _table(
        "raw",
        "payer_enrollment",
        "Spans during which a member was covered by a plan, with the member's demographics; a member who changes "
        "the policy or turns 65 begins a new one. One row per member, plan and continuous span.",
        ("member_id", "plan", "start_date"),
        ("person_id", "string", "The person, as the payer's and the clinic's shared person index knows them."),
        ("member_id", "string", "Member number that the payer assigned."),
        ("subscriber_id", "string", "Member number of the policy holder."),
        ("relationship", "string", "Relation to the policy holder: self, spouse or child."),
        *_NAMES,
        ("sex", "string", "Administrative sex: male or female."),
        ("race", "string", "Race in CDC wording."),
        ("ethnicity", "string", "Ethnicity in CDC wording."),
        ("birth_date", "date", "Date of birth."),
        ("death_date", "date", "Date of death, if the payer learned of one."),
        ("social_security_number", "string", "Nine digits from a range that was never issued (9xx)."),
        *_HOME,
        ("payer", "string", "Name of the payer."),
        ("payer_type", "string", "Line of business: commercial, medicare, medicaid, or other for TRICARE."),
        ("plan", "string", "Name of the plan."),
        ("group_id", "string", "Employer group number, for group coverage."),
        ("group_name", "string", "Employer group name, for group coverage."),
        ("start_date", "date", "First day of the span."),
        ("end_date", "date", "Last day of the span."),
        ("coverage_order", "integer", "1 for the coverage that pays first, 2 for what stands beside Medicare."),
        ("has_drug_benefit", "boolean", "True when the plan pays for drugs of pharmacies; in Medicare, Part D."),
        ("has_part_a", "boolean", "Medicare: True with hospital insurance."),
        ("has_part_b", "boolean", "Medicare: True with medical insurance."),
        ("has_low_income_subsidy", "boolean", "Medicare: True when Part D is subsidized for a low income."),
        ("medicaid_eligibility_group", "string", "Medicaid: child, adult, pregnant, disabled or aged, at the start."),
        ("original_reason_entitlement_code", "string", "Medicare: 0 age, 1 disability, 2 ESRD, 3 both."),
        ("dual_status_code", "string", "Medicare: dual eligibility code, 00 when not dual."),
        ("medicare_status_code", "string", "Medicare: status code (10 aged, 20 disabled, 31 ESRD only, ...)."),
        ("has_hospice", "boolean", "True when hospice was elected in the span."),
        ("has_long_term_institution", "boolean", "True when the member lived in a nursing facility long term."),
        ("file_date", "date", "Date of the extract that carried the row."),
    ),
    _table(
        "raw",
        "payer_pcp_assignment",
        "Spans during which a member was assigned to a primary care practice. One row per member and span.",
        ("member_id", "plan", "start_date"),
        *_MEMBER,
        ("provider_npi", "string", "NPI of the primary care clinician."),
        ("practice_name", "string", "Name of the practice."),
        ("organization_name", "string", "Name of the organization that owns the practice."),
        ("line_of_business", "string", "commercial, medicare, medicaid or other."),
        ("start_date", "date", "First day of the assignment."),
        ("end_date", "date", "Last day of the assignment."),
    ),
    _table(
        "raw",
        "payer_provider",
        "The payer's directory of clinicians and facilities. One row per NPI.",
        ("npi",),
        ("npi", "string", "National provider identifier, 10 digits with a valid check digit."),
        ("entity_type", "string", "individual or organization."),
        ("first_name", "string", "Given name of an individual."),
        ("last_name", "string", "Family name of an individual."),
        ("organization_name", "string", "Name of an organization, or of the practice an individual belongs to."),
        ("parent_organization_name", "string", "Name of the organization that owns it."),
        ("taxonomy_code", "string", "Health care provider taxonomy code."),
        ("specialty", "string", "Specialty or facility type in words."),
        ("tin", "string", "Tax identification number of the billing organization."),
        ("address", "string", "Street line of the practice location."),
        ("city", "string", "City of the practice location."),
        ("state", "string", "State of the practice location, two letters."),
        ("zip_code", "string", "ZIP code of the practice location."),
        ("latitude", "double", "Latitude of the ZIP code's center, degrees."),
        ("longitude", "double", "Longitude of the ZIP code's center, degrees."),
    ),
    _table(
        "raw",
        "payer_professional_claim",
        "Headers of claims billed by clinicians and suppliers (CMS-1500), in every version that was ruled on. "
        "One row per claim version.",
        ("claim_id",),
        ("claim_id", "string", "Claim number of this version, unique over all claim types."),
        *_MEMBER,
        ("start_date", "date", "First day of service."),
        ("end_date", "date", "Last day of service."),
        ("billing_npi", "string", "NPI that billed."),
        ("billing_tin", "string", "Tax identification number that billed."),
        ("service_facility_npi", "string", "NPI of the facility where the service took place, when not an office."),
        _numbered(
            "diagnosis_code", PROFESSIONAL_DIAGNOSES, "string", "Diagnosis {i} of the claim, ICD-10-CM without a dot."
        ),
        ("resubmission_code", "string", "1 original, 7 replacement, 8 void."),
        ("is_in_network", "boolean", "True when the billing provider is in the plan's network."),
        *_RULING,
        *_MONEY,
    ),
    _table(
        "raw",
        "payer_professional_claim_line",
        "Service lines of professional claims. One row per claim version and line.",
        ("claim_id", "line_number"),
        ("claim_id", "string", "Claim number."),
        ("line_number", "integer", "Line of the claim, from 1."),
        ("start_date", "date", "First day of the line's service."),
        ("end_date", "date", "Last day of the line's service."),
        ("place_of_service_code", "string", "CMS place of service, 2 digits."),
        ("hcpcs_code", "string", "HCPCS or CPT code."),
        ("modifier_1", "string", "First modifier."),
        ("modifier_2", "string", "Second modifier."),
        ("units", "double", "Units of service."),
        ("diagnosis_pointer", "integer", "Position on the header of the diagnosis that this line treats."),
        ("rendering_npi", "string", "NPI of the clinician who did it."),
        *_MONEY,
    ),
    _table(
        "raw",
        "payer_institutional_claim",
        "Headers of claims billed by facilities (UB-04), in every version that was ruled on. "
        "One row per claim version.",
        ("claim_id",),
        ("claim_id", "string", "Claim number of this version, unique over all claim types."),
        *_MEMBER,
        ("start_date", "date", "First day of the statement period."),
        ("end_date", "date", "Last day of the statement period."),
        ("admission_date", "date", "Day of admission, for stays."),
        ("discharge_date", "date", "Day of discharge, for stays."),
        ("bill_type_code", "string", "Type of bill, 3 characters."),
        ("admit_type_code", "string", "Priority of admission, UB-04 code."),
        ("admit_source_code", "string", "Point of origin, UB-04 code."),
        ("discharge_status_code", "string", "Patient discharge status, 2 digits."),
        ("drg_code", "string", "MS-DRG of an acute stay, 3 digits."),
        ("facility_npi", "string", "NPI of the facility."),
        ("billing_npi", "string", "NPI that billed."),
        ("billing_tin", "string", "Tax identification number that billed."),
        ("attending_npi", "string", "NPI of the attending clinician."),
        ("admitting_diagnosis_code", "string", "Diagnosis on admission, ICD-10-CM without a dot."),
        _numbered(
            "diagnosis_code",
            INSTITUTIONAL_DIAGNOSES,
            "string",
            "Diagnosis {i} of the claim, ICD-10-CM without a dot; 1 is the principal one.",
        ),
        _numbered("diagnosis_poa", INSTITUTIONAL_DIAGNOSES, "string", "Present-on-admission code of diagnosis {i}."),
        _numbered("procedure_code", INSTITUTIONAL_PROCEDURES, "string", "Procedure {i}, ICD-10-PCS."),
        _numbered("procedure_date", INSTITUTIONAL_PROCEDURES, "date", "Day of procedure {i}."),
        ("is_in_network", "boolean", "True when the facility is in the plan's network."),
        *_RULING,
        *_MONEY,
    ),
    _table(
        "raw",
        "payer_institutional_claim_line",
        "Revenue lines of institutional claims. One row per claim version and line.",
        ("claim_id", "line_number"),
        ("claim_id", "string", "Claim number."),
        ("line_number", "integer", "Line of the claim, from 1."),
        ("start_date", "date", "First day of the line's service."),
        ("end_date", "date", "Last day of the line's service."),
        ("revenue_center_code", "string", "UB-04 revenue code, 4 digits."),
        ("hcpcs_code", "string", "HCPCS or CPT code, where the line has one."),
        ("modifier_1", "string", "First modifier."),
        ("units", "double", "Units of service; days for accommodation."),
        ("rendering_npi", "string", "NPI of the operating or other clinician of the line, where billed."),
        *_MONEY,
    ),
    _table(
        "raw",
        "payer_pharmacy_claim",
        "Prescription fills, with their reversals and second billings. One row per claim version.",
        ("claim_id",),
        ("claim_id", "string", "Claim number of this version, unique over all claim types."),
        *_MEMBER,
        ("prescribing_npi", "string", "NPI of the prescriber."),
        ("dispensing_npi", "string", "NPI of the pharmacy."),
        ("prescribed_date", "date", "Date the prescription was written."),
        ("dispensed_date", "date", "Date of the fill."),
        ("ndc_code", "string", "National drug code, 11 digits."),
        ("quantity", "double", "Amount dispensed, in the drug's unit."),
        ("days_supply", "integer", "Days the amount lasts."),
        ("fill_number", "integer", "0 for the first fill of a prescription, 1 for the first refill, ..."),
        ("is_in_network", "boolean", "True when the pharmacy is in the plan's network."),
        *[column for column in _RULING if column[0] not in _NOT_OF_FILLS],
        *_MONEY,
    ),
    _table(
        "raw",
        "clinic_patient",
        "People registered in the clinic's system. One row per medical record number.",
        ("patient_id",),
        ("person_id", "string", "The person, as the payer's and the clinic's shared person index knows them."),
        ("patient_id", "string", "Medical record number."),
        *_NAMES,
        ("sex", "string", "Administrative sex: male or female."),
        ("race", "string", "Race in CDC wording."),
        ("ethnicity", "string", "Ethnicity in CDC wording."),
        ("language", "string", "Preferred language, ISO 639-1."),
        ("birth_date", "date", "Date of birth."),
        ("death_date", "date", "Date of death, if the clinic learned of one."),
        ("social_security_number", "string", "Nine digits from a range that was never issued (9xx)."),
        *_HOME,
        ("county", "string", "County of the home address."),
        ("latitude", "double", "Latitude of the home ZIP code's center, degrees."),
        ("longitude", "double", "Longitude of the home ZIP code's center, degrees."),
    ),
    _table(
        "raw",
        "clinic_encounter",
        "Visits and stays as the clinic recorded them. One row per visit.",
        ("encounter_id",),
        ("encounter_id", "string", "The clinic's key of the visit."),
        ("patient_id", "string", "Medical record number of the patient in the clinic's system."),
        (
            "visit_type",
            "string",
            "office visit, telehealth, emergency department, acute inpatient, ... in the clinic's words.",
        ),
        ("start_date", "date", "First day."),
        ("end_date", "date", "Last day."),
        ("reason", "string", "Reason for the visit in words."),
        ("admit_type_code", "string", "Priority of admission, UB-04 code, for stays."),
        ("admit_source_code", "string", "Point of origin, UB-04 code, for stays."),
        ("discharge_status_code", "string", "Patient discharge status, 2 digits, for stays."),
        ("drg_code", "string", "MS-DRG of an acute stay."),
        ("clinician_id", "string", "The clinic's key of the attending clinician."),
        ("department_id", "string", "The clinic's key of the place of care."),
    ),
    _table(
        "raw",
        "clinic_diagnosis",
        "Encounter diagnoses and problem list entries. One row per recorded diagnosis.",
        ("diagnosis_id",),
        ("diagnosis_id", "string", "Key of the record."),
        *_CHART,
        ("record_type", "string", "encounter_diagnosis or problem."),
        ("icd_10_cm_code", "string", "ICD-10-CM code with its dot, as the clinic writes it."),
        ("rank", "integer", "Order within the visit, 1 for the main diagnosis; empty for problems."),
        ("recorded_date", "date", "Day it was recorded."),
        ("onset_date", "date", "Day the patient says it began, where asked."),
        ("resolved_date", "date", "Day it ended, where it did."),
        ("status", "string", "active or resolved."),
        ("present_on_admission_code", "string", "Present-on-admission code, for stays."),
    ),
    _table(
        "raw",
        "clinic_procedure",
        "Procedures done at a visit. One row per procedure.",
        ("procedure_id",),
        ("procedure_id", "string", "Key of the record."),
        *_CHART,
        ("procedure_date", "date", "Day it was done."),
        ("code_type", "string", "hcpcs or icd-10-pcs."),
        ("code", "string", "The code."),
        ("modifier_1", "string", "First modifier, for HCPCS."),
        ("clinician_id", "string", "The clinic's key of the clinician who did it."),
    ),
    _table(
        "raw",
        "clinic_medication_order",
        "Prescriptions written. One row per order.",
        ("order_id",),
        ("order_id", "string", "Key of the record."),
        *_CHART,
        ("prescribed_date", "date", "Day it was written."),
        ("rxnorm_code", "string", "RxNorm concept, where known."),
        ("ndc_code", "string", "National drug code, 11 digits."),
        ("drug_name", "string", "Drug, strength and form in words."),
        ("atc_code", "string", "ATC class."),
        ("route", "string", "Route of administration."),
        ("strength", "string", "Strength."),
        ("quantity", "double", "Amount prescribed per fill."),
        ("quantity_unit", "string", "Unit of the amount."),
        ("days_supply", "integer", "Days the amount lasts."),
        ("refills", "integer", "Refills allowed."),
        ("clinician_id", "string", "The clinic's key of the prescriber."),
    ),
    _table(
        "raw",
        "clinic_lab_result",
        "Laboratory results. One row per analyte and specimen.",
        ("result_id",),
        ("result_id", "string", "Key of the record."),
        *_CHART,
        ("accession_number", "string", "Number of the specimen; results of one panel share it."),
        ("panel_hcpcs_code", "string", "CPT code of the panel that was ordered."),
        ("loinc_code", "string", "LOINC code of the analyte."),
        ("test_name", "string", "Analyte in words."),
        ("collected_at", "timestamp", "Time of the draw."),
        ("resulted_at", "timestamp", "Time of the result."),
        ("result", "string", "Value as text."),
        ("units", "string", "UCUM units."),
        ("reference_range_low", "string", "Lower limit of normal."),
        ("reference_range_high", "string", "Upper limit of normal."),
        ("abnormal_flag", "string", "H, L or empty."),
        ("specimen", "string", "Specimen type."),
        ("clinician_id", "string", "The clinic's key of the clinician who ordered."),
    ),
    _table(
        "raw",
        "clinic_observation",
        "Vital signs, social history and answers to questionnaires. One row per observation.",
        ("observation_id",),
        ("observation_id", "string", "Key of the record."),
        *_CHART,
        ("panel_id", "string", "Key shared by observations taken together."),
        ("observation_type", "string", "vital-signs, social-history or survey."),
        ("observed_date", "date", "Day it was taken."),
        ("loinc_code", "string", "LOINC code."),
        ("name", "string", "Observation in words."),
        ("result", "string", "Value as text."),
        ("units", "string", "UCUM units."),
    ),
    _table(
        "raw",
        "clinic_immunization",
        "Vaccines given. One row per dose.",
        ("immunization_id",),
        ("immunization_id", "string", "Key of the record."),
        *_CHART,
        ("cvx_code", "string", "CDC CVX code."),
        ("vaccine_name", "string", "Vaccine in words."),
        ("occurrence_date", "date", "Day it was given."),
        ("dose_number", "integer", "Number of the dose in its series."),
        ("lot_number", "string", "Lot."),
        ("body_site", "string", "Site on the body."),
        ("route", "string", "Route of administration."),
        ("clinician_id", "string", "The clinic's key of the clinician who gave it."),
        ("department_id", "string", "The clinic's key of the place of care."),
    ),
    _table(
        "raw",
        "clinic_note",
        "Notes of visits and stays, short documents that agree with the record. One row per note.",
        ("note_id",),
        ("note_id", "string", "Key of the note."),
        *_CHART,
        ("note_type", "string", "Progress note, telehealth note, emergency department note or discharge summary."),
        ("note_date", "date", "Date on which the note was signed."),
        ("note_text", "string", "The note in sentences."),
        ("clinician_id", "string", "The clinic's key of the author."),
    ),
    _table(
        "raw",
        "clinic_appointment",
        "Booked visits, kept or not. One row per appointment.",
        ("appointment_id",),
        ("appointment_id", "string", "Key of the record."),
        ("patient_id", "string", "Medical record number of the patient in the clinic's system."),
        ("encounter_id", "string", "The clinic's key of the visit, when it was kept."),
        ("starts_at", "timestamp", "Start."),
        ("duration_minutes", "integer", "Planned minutes."),
        ("appointment_type", "string", "Type in the clinic's words."),
        ("status", "string", "fulfilled, cancelled or noshow."),
        ("reason", "string", "Why it was booked."),
        ("cancellation_reason", "string", "Why it was cancelled."),
        ("clinician_id", "string", "The clinic's key of the clinician."),
        ("department_id", "string", "The clinic's key of the place of care."),
    ),
    _table(
        "raw",
        "clinic_department",
        "Places of care in the clinic's system. One row per department.",
        ("department_id",),
        ("department_id", "string", "The clinic's key of the place of care."),
        ("npi", "string", "NPI of the facility or practice."),
        ("name", "string", "Name."),
        ("facility_type", "string", "Kind of facility in words."),
        ("organization_name", "string", "Organization that owns it."),
        ("address", "string", "Street line."),
        ("city", "string", "City."),
        ("state", "string", "State, two letters."),
        ("zip_code", "string", "ZIP code."),
        ("latitude", "double", "Latitude of the ZIP code's center, degrees."),
        ("longitude", "double", "Longitude of the ZIP code's center, degrees."),
    ),
    _table(
        "raw",
        "clinic_clinician",
        "Clinicians in the clinic's system. One row per clinician.",
        ("clinician_id",),
        ("clinician_id", "string", "The clinic's key of the clinician."),
        ("npi", "string", "NPI."),
        ("first_name", "string", "Given name."),
        ("last_name", "string", "Family name."),
        ("specialty", "string", "Specialty in words."),
        ("practice_name", "string", "Practice the clinician belongs to."),
    ),
]

_TRUTH = [
    _table(
        "truth",
        "person",
        "Everyone who ever lived in this world. One row per person.",
        ("person_id",),
        ("person_id", "string", "The person."),
        ("mother_person_id", "string", "The mother, for those born in the simulated years."),
        ("birth_date", "date", "True date of birth."),
        ("death_date", "date", "True date of death, within the simulated years."),
        ("sex", "string", "male or female."),
        ("race", "string", "Race in CDC wording."),
        ("ethnicity", "string", "Ethnicity in CDC wording."),
        ("language", "string", "Language at home, ISO 639-1."),
        ("state", "string", "State of residence, two letters."),
        ("county_fips", "string", "County of residence."),
        ("is_charted", "boolean", "True when the clinic sees this person."),
        ("frailty", "double", "Persistent multiplier of acute admissions; mean 1 over people."),
    ),
    _table(
        "truth",
        "condition",
        "Who is truly ill with what, since when. One row per person, condition and spell.",
        ("person_id", "condition", "onset_date"),
        ("person_id", "string", "The person."),
        ("condition", "string", "Name of the condition in seeds/parameters/condition.csv."),
        ("onset_date", "date", "True onset; for those ill at the start an earlier date drawn from age of onset."),
        ("resolved_date", "date", "True remission, where it came."),
        ("known_date", "date", "Day on which clinicians found it, so that it can be coded; empty while nobody knows."),
    ),
    _table(
        "truth",
        "examination",
        "What an examination of everyone on the last simulated day would find, known or not. "
        "One row per person alive on that day.",
        ("person_id",),
        ("person_id", "string", "The person."),
        ("examination_date", "date", "The last simulated day."),
        ("height", "double", "Height, cm."),
        ("weight", "double", "Weight, kg."),
        ("body_mass_index", "double", "Body mass index, kg/m2."),
        ("systolic_blood_pressure", "double", "Systolic blood pressure, mmHg; empty under 3 years."),
        ("diastolic_blood_pressure", "double", "Diastolic blood pressure, mmHg; empty under 3 years."),
        ("hemoglobin_a1c", "double", "Hemoglobin A1c, percent."),
        ("glucose", "double", "Glucose, mg/dL."),
        ("total_cholesterol", "double", "Total cholesterol, mg/dL."),
        ("ldl_cholesterol", "double", "LDL cholesterol, mg/dL."),
        ("hdl_cholesterol", "double", "HDL cholesterol, mg/dL."),
        ("triglycerides", "double", "Triglycerides, mg/dL."),
        ("creatinine", "double", "Creatinine in serum, mg/dL."),
        ("egfr", "double", "Estimated filtration rate by CKD-EPI 2021, mL/min/1.73m2; empty under 18 years."),
        ("urine_albumin_creatinine_ratio", "double", "Albumin to creatinine in urine, mg/g."),
        ("bone_density_t_score", "double", "Bone density of the hip as a T-score; empty under 50 years."),
        ("phq_9", "double", "Score of the depression questionnaire PHQ-9, 0 to 27; empty under 18 years."),
        ("gad_7", "double", "Score of the anxiety questionnaire GAD-7, 0 to 21; empty under 18 years."),
    ),
    _table(
        "truth",
        "encounter",
        "What care truly happened. One row per encounter.",
        ("encounter_id",),
        ("encounter_id", "string", "True key of the encounter."),
        ("person_id", "string", "The person."),
        ("encounter_type", "string", "Tuva encounter type that a perfect grouper would find."),
        ("start_date", "date", "First day."),
        ("end_date", "date", "Last day."),
        ("reason", "string", "Why, in the words of the parameter tables."),
        ("is_through_emergency", "boolean", "True when an admission began in the emergency department."),
        ("facility_npi", "string", "NPI of the facility or practice."),
    ),
    _table(
        "truth",
        "claim_line",
        "Which true encounter each line of a claim version belongs to. One row per line, pharmacy included.",
        ("claim_id", "line_number"),
        ("claim_id", "string", "Claim number."),
        ("line_number", "integer", "Line of the claim, from 1."),
        ("encounter_id", "string", "True encounter; empty for pharmacy fills."),
    ),
    _table(
        "truth",
        "claim_version",
        "Which versions of a claim belong together, and which of them is the last. One row per claim version, "
        "pharmacy included.",
        ("claim_id",),
        ("claim_id", "string", "Claim number of the version."),
        ("chain_claim_id", "string", "Claim number of the first version; a denied claim billed anew begins a chain."),
        ("is_final", "boolean", "True for the last version of its chain, be it paid, denied or a void."),
    ),
    _table(
        "truth",
        "chart_record",
        "Which true encounter each visit in the clinic's system is. One row per clinic encounter.",
        ("clinic_encounter_id",),
        ("clinic_encounter_id", "string", "The clinic's key of the visit."),
        ("encounter_id", "string", "True encounter."),
    ),
    _table(
        "truth",
        "imperfection",
        "What was damaged on purpose in the recordings. One row per damaged value.",
        ("imperfection", "record_key"),
        ("imperfection", "string", "Name of the flaw in the spec."),
        ("table_name", "string", "Raw table that was damaged."),
        ("record_key", "string", "Key of the damaged record; parts of a key are joined by |."),
        ("column_name", "string", "Column that was damaged."),
        ("true_value", "string", "What stood there before."),
    ),
]

TABLES: dict[str, Table] = {f"{table.layer}.{table.name}": table for table in _RAW + _TRUTH}
