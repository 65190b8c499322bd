"""The MS-DRG of a stay is one that its codes can give: its severity, its category, its kind.

`ms_drg_logic.csv` says of the codes in use what the CMS MS-DRG Definitions Manual (v43) says: the major
diagnostic category that a principal diagnosis leads to, and whether a procedure makes a stay surgical.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import Ask

from careworld.parameters import TERMINOLOGY
from careworld.schema import INSTITUTIONAL_DIAGNOSES, INSTITUTIONAL_PROCEDURES

LOGIC = pd.read_csv(Path(__file__).parent / "ms_drg_logic.csv", dtype=str, keep_default_na=False)
DRG = pd.read_csv(TERMINOLOGY / "terminology__ms_drg.csv", dtype=str).set_index("ms_drg")
LEVEL = pd.read_parquet(TERMINOLOGY / "ms_drg_cc.parquet").set_index("icd_10_cm").level
EXCLUSION = pd.read_parquet(TERMINOLOGY / "ms_drg_cc_exclusion.parquet")
RANK = {"MCC": 2, "CC": 1}


@pytest.fixture(scope="module")
def stays(ask: Ask) -> pd.DataFrame:
    """Bills of stays that end: DRG, discharge, diagnoses and procedures."""
    diagnoses = ", ".join(f"diagnosis_code_{i + 1}" for i in range(INSTITUTIONAL_DIAGNOSES))
    procedures = ", ".join(f"procedure_code_{i + 1}" for i in range(INSTITUTIONAL_PROCEDURES))
    rows = ask(
        f"""select drg_code, discharge_status_code, list_filter([{diagnoses}], lambda x: x is not null),
            list_filter([{procedures}], lambda x: x is not null)
        from raw__payer_institutional_claim where drg_code is not null"""
    )
    assert len(rows) > 300
    return pd.DataFrame(rows, columns=["drg", "discharge", "diagnoses", "procedures"])


def severity(diagnoses: list[str]) -> int:
    """2, 1 or 0: the highest level among secondary diagnoses that the principal one does not exclude."""
    principal, *others = diagnoses
    beside = EXCLUSION[(EXCLUSION.role == "principal") & (EXCLUSION.icd_10_cm == principal)].collection
    banned = EXCLUSION[(EXCLUSION.role == "complication") & EXCLUSION.collection.isin(beside)].icd_10_cm
    counting = set(others) - set(banned)
    return max((RANK.get(LEVEL.get(code, ""), 0) for code in counting), default=0)


def levels_of(drg: str) -> set[int]:
    """The severities that a DRG is for, read from its title; all where the title is silent."""
    title = DRG.description[drg]
    for ending, levels in (
        (" WITHOUT CC/MCC", {0}), (" WITHOUT MCC", {0, 1}), (" WITH CC/MCC", {1, 2}), (" WITH CC", {1}),
        (" WITH MCC", {2}),
    ):  # fmt: skip
        if ending in title:
            return levels
    return {0, 1, 2}


def test_severity_follows_from_diagnoses_that_are_not_excluded(stays: pd.DataFrame):
    # Titles such as "WITH CC OR ..." also let other facts raise the severity.
    plain = stays[~stays.drg.map(DRG.description).str.contains(" OR MAJOR| OR TPA|OR PERIPHERAL|, EXCEPT|AMA")]
    wrong = [row for row in plain.itertuples() if severity(row.diagnoses) not in levels_of(row.drg)]
    assert not wrong, wrong[:5]


def test_exclusions_matter(stays: pd.DataFrame):
    naive = [max((RANK.get(LEVEL.get(code, ""), 0) for code in row[1:]), default=0) for row in stays.diagnoses]
    ours = [severity(row) for row in stays.diagnoses]
    assert sum(a > b for a, b in zip(naive, ours, strict=True)) > 5


def test_the_category_is_one_the_principal_diagnosis_leads_to(stays: pd.DataFrame):
    principal = LOGIC[LOGIC.kind == "principal diagnosis"].set_index("code").mdc
    leads_to = stays.diagnoses.str[0].map(principal)
    assert leads_to.notna().all(), sorted(set(stays.diagnoses.str[0][leads_to.isna()]))
    category = stays.drg.map(DRG.mdc)
    numbered = category.str.isdigit()  # the others come before all categories
    wrong = stays[numbered & (leads_to != category)]
    assert wrong.empty, wrong.head().to_string()


def test_surgical_stays_have_an_operation_and_medical_ones_have_none(stays: pd.DataFrame):
    operations = set(LOGIC.code[LOGIC.kind == "operation"])
    known = operations | set(LOGIC.code[LOGIC.kind == "other procedure"])
    assert {code for row in stays.procedures for code in row} <= known
    operated = stays.procedures.map(lambda row: bool(operations & set(row)))
    surgical = stays.drg.map(DRG.drg_type) == "surgical"
    # In childbirth the stitches of a tear are an operation by list, but do not make a vaginal birth surgical.
    childbirth = stays.drg.map(DRG.mdc) == "14"
    wrong = stays[(operated != surgical) & (surgical | ~childbirth)]
    assert wrong.empty, wrong.head().to_string()


def test_every_code_of_the_admission_tables_has_its_logic():
    folder = TERMINOLOGY.parent / "parameters"
    principal = set(pd.read_csv(folder / "admission_code.csv", dtype=str).icd_10_cm)
    procedures = set(pd.read_csv(folder / "admission_procedure.csv", dtype=str).icd_10_pcs)
    assert principal | procedures <= set(LOGIC.code)
