"""The clinical parameter tables agree with the code lists and with each other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seeds" / "parameters"
TERMINOLOGY = ROOT / "seeds" / "terminology"

CLINICAL = [
    "admission_code", "admission_procedure", "admission_reason", "admission_secondary", "admission_surgeon",
    "condition", "condition_code", "condition_drug", "condition_parent", "condition_prevalence",
    "condition_service", "condition_visit", "course", "discharge", "drug", "emergency_reason",
    "encounter_naming", "encounter_service", "immunization", "facility_stay", "hospice_reason", "hospice_share",
    "hospital_death", "last_year",
    "condition_awareness", "condition_heritage", "lab_test", "measure_effect", "office_reason", "planned_outpatient",
    "reason_season", "season", "service", "template", "transfer", "treatment_effect", "vital_sign",
]  # fmt: skip
KEYS = {
    "admission_reason": ["reason"],
    "admission_surgeon": ["reason"],
    "condition": ["condition"],
    "condition_parent": ["condition", "parent"],
    "condition_prevalence": ["condition", "sex", "age"],
    "condition_visit": ["condition", "specialty"],
    "drug": ["drug"],
    "course": ["course"],
    "facility_stay": ["template"],
    "hospice_reason": ["reason"],
    "hospital_death": ["reason"],
    "last_year": ["use", "days_left"],
    "planned_outpatient": ["reason"],
    "reason_season": ["reason"],
    "season": ["season", "month"],
    "template": ["template"],
    "transfer": ["reason"],
    "emergency_reason": ["reason"],
    "immunization": ["vaccine"],
    "measure_effect": ["condition", "measure", "only_known"],
    "lab_test": ["lab_test"],
    "office_reason": ["reason"],
    "service": ["service"],
    "treatment_effect": ["drug_group", "measure"],
    "vital_sign": ["vital_sign"],
    "admission_procedure": ["reason", "icd_10_pcs"],
    "admission_secondary": ["admission_class", "reason", "icd_10_cm"],
}
# Column of a table -> table and column in which its values must stand. Lists are split at | and &.
REFERENCES = {
    "condition": "condition.condition",
    "parent": "condition.condition",
    "requires_condition": "condition.condition",
    "excludes_condition": "condition.condition",
    "drug": "drug.drug",
    "service": "service.service",
    "surgeon_service": "service.service",
    "anesthesia_service": "service.service",
    "lab_test": "lab_test.lab_test",
    "vital_sign": "vital_sign.vital_sign",
}
PARTS = {
    "facility", "attending", "surgeon", "anesthesia", "radiology", "pathology", "laboratory",
    "emergency_physician", "ambulance", "equipment", "consultant",
}  # fmt: skip
NOT_NEGATIVE = re.compile(
    r"weight(_\d+_\w+)?|price.*|per_year|visits_per_year|sd_.*|units|odds_ratio|.*_rate_ratio|days_supply"
)


@cache
def table(name: str) -> pd.DataFrame:
    """A parameter table, every cell as text."""
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)


def numbers(values: pd.Series) -> pd.Series:
    """Values of a column of numbers, without the empty cells."""
    return values[values != ""].astype(float)


def numbers_or(values: pd.Series, empty: float) -> pd.Series:
    """Values of a column of numbers, with `empty` in its empty cells."""
    return values.replace("", str(empty)).astype(float)


@cache
def terminology(name: str) -> frozenset[str]:
    """Codes of one code list; for ICD-10-CM only those that may stand on a claim."""
    if name == "icd_10_cm":
        codes = pd.read_parquet(TERMINOLOGY / "icd_10_cm.parquet")
        return frozenset(codes[codes.is_billable.astype(bool)].icd_10_cm)
    if name == "icd_10_pcs":
        return frozenset(pd.read_parquet(TERMINOLOGY / "icd_10_pcs.parquet", columns=[name])[name])
    listing = pd.read_csv(TERMINOLOGY / f"terminology__{name}.csv", dtype=str)
    return frozenset(listing.iloc[:, 0])


def tables_with(column: str) -> list[str]:
    return [name for name in CLINICAL if column in table(name)]


@pytest.mark.parametrize("name", CLINICAL)
def test_every_row_has_a_source_and_the_columns_end_with_source_and_note(name: str):
    rows = table(name)
    assert list(rows.columns[-2:]) == ["source", "note"]
    assert (rows.source.str.strip() != "").all()
    assert len(rows) > 0


@pytest.mark.parametrize("name", sorted(KEYS))
def test_no_row_stands_twice(name: str):
    repeated = table(name)[table(name).duplicated(KEYS[name], keep=False)]
    assert repeated.empty, repeated[KEYS[name]].to_string()


@pytest.mark.parametrize("name", tables_with("icd_10_cm"))
def test_every_diagnosis_code_is_billable(name: str):
    used = set(table(name).icd_10_cm)
    assert used <= terminology("icd_10_cm"), used - terminology("icd_10_cm")


def test_every_procedure_code_exists():
    used = set(table("admission_procedure").icd_10_pcs)
    assert used <= terminology("icd_10_pcs"), used - terminology("icd_10_pcs")


def test_every_drg_exists():
    used = set(table("admission_reason")[["drg_mcc", "drg_cc", "drg_none"]].to_numpy().ravel())
    assert used <= terminology("ms_drg"), used - terminology("ms_drg")


def test_every_revenue_code_exists():
    used = set(table("service").revenue_center_code) - {""}
    assert used <= terminology("revenue_center"), used - terminology("revenue_center")


def test_every_vaccine_code_exists():
    used = set(table("immunization").cvx)
    assert used <= terminology("cvx"), used - terminology("cvx")


def test_a_surgical_reason_groups_to_surgical_drgs():
    types = pd.read_csv(TERMINOLOGY / "terminology__ms_drg.csv", dtype=str).set_index("ms_drg").drg_type
    rows = table("admission_reason")
    for column in ("drg_mcc", "drg_cc", "drg_none"):
        kind = rows[column].map(types)
        surgical = rows.admission_class == "surgical"
        medical = rows.admission_class.isin(["medical", "psychiatric", "newborn"])
        assert (kind[surgical] == "surgical").all(), rows[surgical & (kind != "surgical")].reason.tolist()
        assert (kind[medical] == "medical").all(), rows[medical & (kind != "medical")].reason.tolist()


@pytest.mark.parametrize(("column", "target"), REFERENCES.items())
def test_every_reference_resolves(column: str, target: str):
    name, key = target.split(".")
    known = set(table(name)[key])
    for user in tables_with(column):
        used = {part for cell in table(user)[column] for part in re.split(r"[|&]", cell) if part}
        assert used <= known, (user, used - known)


def test_every_admission_table_speaks_of_known_reasons():
    known = set(table("admission_reason").reason)
    for name in ("admission_code", "admission_procedure", "admission_secondary", "admission_surgeon"):
        assert set(table(name).reason) - {""} <= known, name
    assert known == set(table("admission_code").reason), "a reason without a principal diagnosis"


def test_every_surgical_reason_has_an_operation_and_a_surgeon():
    rows = table("admission_reason")
    surgical = set(rows.reason[rows.admission_class == "surgical"])
    assert surgical <= set(table("admission_procedure").reason)
    assert surgical <= set(table("admission_surgeon").reason)


def test_alternative_operations_of_a_surgical_reason_leave_no_gap():
    rows = table("admission_procedure").merge(table("admission_reason")[["reason", "admission_class"]])
    rows = rows[(rows.admission_class == "surgical") & (rows.choice_group != "")]
    total = rows.share.astype(float).groupby(rows.reason).sum()
    assert ((total - 1).abs() < 1e-9).all(), total.to_string()


@pytest.mark.parametrize("name", CLINICAL)
def test_shares_lie_between_0_and_1(name: str):
    rows = table(name)
    for column in rows.columns:
        if column == "share" or column.endswith("_share"):
            values = numbers(rows[column])
            assert values.between(0, 1).all(), (column, values[~values.between(0, 1)].tolist())


@pytest.mark.parametrize("name", CLINICAL)
def test_weights_and_rates_are_not_negative(name: str):
    rows = table(name)
    if name in ("lab_test", "vital_sign"):
        rows = rows.drop(columns="units")  # units of measure, not counts
    for column in rows.columns:
        if NOT_NEGATIVE.fullmatch(column):
            assert (numbers(rows[column]) >= 0).all(), column


@pytest.mark.parametrize("name", CLINICAL)
def test_ages_are_whole_years_and_in_order(name: str):
    rows = table(name)
    for column in ("min_age", "max_age"):
        if column in rows:
            values = numbers(rows[column])
            assert (values % 1 == 0).all()
            assert values.between(0, 120).all()
    if {"min_age", "max_age"} <= set(rows):
        both = rows[(rows.min_age != "") & (rows.max_age != "")]
        assert (both.min_age.astype(int) <= both.max_age.astype(int)).all()


@pytest.mark.parametrize("name", tables_with("sex"))
def test_sex_is_male_female_or_empty(name: str):
    assert set(table(name).sex) <= {"male", "female", ""}


def test_alternatives_of_an_encounter_never_exceed_certainty():
    rows = table("encounter_service")
    rows = rows[rows.choice_group != ""]
    for (template, group), alternatives in rows.groupby(["template", "choice_group"]):
        limits = {0, 120, *numbers(alternatives.min_age), *numbers(alternatives.max_age)}
        for age in limits:
            for sex in ("male", "female"):
                for severity in ("low", "medium", "high"):
                    fits = (alternatives.min_age == "") | (numbers_or(alternatives.min_age, 0) <= age)
                    fits &= (alternatives.max_age == "") | (numbers_or(alternatives.max_age, 120) >= age)
                    fits &= alternatives.sex.isin([sex, ""]) & alternatives.severity.isin([severity, ""])
                    for part, chosen in alternatives[fits].groupby("claim_part"):
                        total = chosen.share.astype(float).sum()
                        assert total <= 1 + 1e-9, (template, group, part, age, sex, severity, total)


def test_a_choice_group_of_an_encounter_is_billed_by_one_part():
    rows = table("encounter_service")
    rows = rows[rows.choice_group != ""]
    parts = rows.groupby(["template", "choice_group"]).claim_part.nunique()
    assert (parts == 1).all(), parts[parts > 1].to_string()


def test_alternative_further_diagnoses_never_exceed_certainty():
    rows = table("admission_secondary")
    rows = rows[rows.choice_group != ""]
    total = rows.share.astype(float).groupby([rows.admission_class, rows.reason, rows.choice_group]).sum()
    assert (total <= 1 + 1e-9).all(), total[total > 1].to_string()


def test_claim_parts_and_severities_are_the_agreed_ones():
    assert set(table("encounter_service").claim_part) <= PARTS
    assert set(table("condition_service").claim_part) <= PARTS
    assert set(table("encounter_service").severity) <= {"low", "medium", "high", ""}
    assert set(table("emergency_reason").severity) <= {"low", "medium", "high"}


def test_what_a_facility_bills_has_a_revenue_code_and_the_rest_a_hcpcs_code():
    services = table("service").set_index("service")
    orders = pd.concat([table("encounter_service"), table("condition_service")])[["service", "claim_part"]]
    by_facility = orders.claim_part == "facility"
    facility, others = (services.loc[orders.service[side]] for side in (by_facility, ~by_facility))
    assert not set(facility.index[facility.revenue_center_code == ""])
    assert not set(others.index[others.hcpcs == ""])


def test_hcpcs_codes_have_five_characters():
    codes = pd.concat([table("service").hcpcs, table("immunization").hcpcs])
    assert codes[codes != ""].str.fullmatch(r"[0-9A-Z]{5}").all()


def test_every_ndc_has_eleven_digits_and_is_unique():
    codes = table("drug").ndc_11
    assert codes.str.fullmatch(r"\d{11}").all()
    assert codes.is_unique


def test_every_drug_lasts_and_costs_something():
    rows = table("drug")
    for column in ("quantity_per_day", "days_supply", "price_per_30_days"):
        assert (rows[column].astype(float) > 0).all(), column


def test_a_group_of_drugs_has_one_treated_share():
    shares = table("condition_drug").groupby(["condition", "drug_group"]).treated_share.nunique()
    assert (shares == 1).all(), shares[shares > 1].to_string()


def test_panels_of_laboratory_tests_are_services():
    known = set(table("service").hcpcs)
    for row in table("lab_test").itertuples():
        assert set(row.panel_hcpcs.split("|")) & known, row.lab_test


def test_laboratory_limits_are_in_order():
    for row in table("lab_test").itertuples():
        assert float(row.minimum) < float(row.maximum), row.lab_test
        if row.low and row.high:
            assert float(row.low) < float(row.high), row.lab_test
        if row.is_lognormal == "1":
            assert min(float(row.mean_male), float(row.mean_female)) > 0, row.lab_test


def test_parents_come_before_their_children():
    order = table("condition").set_index("condition").walk_order.astype(int)
    rows = table("condition_parent")
    assert (rows.parent.map(order) < rows.condition.map(order)).all()
    assert sorted(order) == list(range(1, len(order) + 1))


def test_every_condition_has_a_curve_for_both_sexes():
    rows = table("condition_prevalence")
    knots = rows.groupby(["condition", "sex"]).age.agg(lambda ages: tuple(int(a) for a in ages))
    # Nine ages for all, and more of them where a curve bends.
    assert all(set(ages) >= set(range(5, 95, 10)) and len(ages) == len(set(ages)) for ages in knots)
    assert all(knots[condition, "male"] == knots[condition, "female"] for condition, _ in knots.index)
    derived = set(table("progression").condition) | set(table("pregnancy_condition").condition)
    assert {c for c, _ in knots.index} == set(table("condition").condition) - derived
    assert rows.prevalence_percent.astype(float).between(0, 100).all()


def test_every_condition_has_a_code_that_asks_for_no_other_condition():
    rows = table("condition_code")
    arising = set(table("condition_prevalence").condition)
    assert arising <= set(rows.condition)
    for (condition,), codes in rows[rows.condition.isin(arising)].groupby(["condition"]):
        general = codes[codes.requires_condition == ""]
        assert len(general), condition
        assert (codes.weight.astype(float) > 0).all(), condition


def test_hypertension_is_coded_as_the_guidelines_say():
    codes = table("condition_code").query("condition == 'hypertension'").set_index("icd_10_cm")
    assert set(codes.index) == {"I10", "I110", "I120", "I129", "I130", "I132"}
    heart, kidney, failure = "heart_failure", "chronic_kidney_disease", "end_stage_kidney_disease"
    cases = {
        frozenset(): "I10",
        frozenset({heart}): "I110",
        frozenset({kidney}): "I129",
        frozenset({failure}): "I120",
        frozenset({kidney, failure}): "I120",
        frozenset({heart, kidney}): "I130",
        frozenset({heart, failure}): "I132",
        frozenset({heart, kidney, failure}): "I132",
    }
    for state, expected in cases.items():
        fits = []
        for row in codes.itertuples():
            required = not row.requires_condition or any(
                set(case.split("&")) <= state for case in row.requires_condition.split("|")
            )
            excluded = bool(state & set(row.excludes_condition.split("|")))
            if required and not excluded:
                fits.append((row.requires_condition != "", row.Index))
        special = [code for is_special, code in fits if is_special] or [code for _, code in fits]
        assert special == [expected], (state, special)
