"""Value sets are lists a clinician signs: every code exists, stands once, says what it is and where it is from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml

ROOT = Path(__file__).parents[2]
TERMINOLOGY = ROOT / "seeds" / "terminology"
CONCEPTS = ROOT / "models" / "concepts"
SETS = {path.stem: path for path in sorted((ROOT / "seeds" / "value_sets").glob("*/value_set__*.csv"))}
WITH, WITHOUT = ("exact", "prefix"), ("not_exact", "not_prefix")
COLUMNS = ["code_type", "code", "match_type", "description", "source"]
LISTED = {
    "cvx": "terminology__cvx.csv",
    "encounter-type": "terminology__encounter_type.csv",
    "icd-10-cm": "icd_10_cm.parquet",
    "icd-10-pcs": "icd_10_pcs.parquet",
    "loinc": "terminology__loinc.csv",
    "ms-drg": "terminology__ms_drg.csv",
    "rxnorm": "terminology__rxnorm.csv",
}
# CPT (five digits, or four and a letter) and the ATC have no list here: their shape is checked.
SHAPES = {
    "atc": r"[A-Z]\d\d[A-Z][A-Z]\d\d",
    "hcpcs": r"\d{4}[0-9FTU]",
    "ndc": r"\d{11}",
}
# What is left of a code when its end is missing, for each code system whose shape is checked.
LEADING = {"atc": r"[A-Z]\d\d[A-Z]?[A-Z]?", "hcpcs": r"\d{2,4}", "ndc": r"\d{5,10}"}
# Codes of HCPCS level II that are newer than the list.
NEWER = r"[GQ]\d{4}"


@cache
def rows(name: str) -> pd.DataFrame:
    """The rows of one value set, all text."""
    return pd.read_csv(SETS[name], dtype=str, keep_default_na=False)


@cache
def listed(code_type: str) -> tuple[str, ...]:
    """Codes of a code list, sorted; for ICD-10-CM those that may stand on a claim."""
    path = TERMINOLOGY / LISTED[code_type]
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    if code_type == "icd-10-cm":
        table = table[table.is_billable.astype(bool)]
    return tuple(sorted(table.iloc[:, 0]))


@cache
def level_2() -> tuple[str, ...]:
    """Codes of HCPCS level II, which begin with a letter; the list is of 2014 and later."""
    return tuple(sorted(pd.read_csv(TERMINOLOGY / "terminology__hcpcs_level_2.csv", dtype=str).hcpcs))


def covers(row: object, code: str) -> bool:
    """Whether a row names the code."""
    return code.startswith(row.code) if row.match_type.endswith("prefix") else code == row.code


def stands(row: object, codes: tuple[str, ...]) -> bool:
    """Whether one of the sorted codes is the row's, or begins like it."""
    place = bisect_left(codes, row.code)
    return place < len(codes) and covers(row, codes[place])


def exists(row: object) -> bool:
    """Whether the code, or one that begins like it, is in its list; without a list, whether it has the shape."""
    is_part = row.match_type.endswith("prefix")
    if row.code_type in LISTED:
        return stands(row, listed(row.code_type))
    if row.code_type == "hcpcs" and row.code[0].isalpha():
        return stands(row, level_2()) or (not is_part and re.fullmatch(NEWER, row.code) is not None)
    return re.fullmatch((LEADING if is_part else SHAPES)[row.code_type], row.code) is not None


def every_row() -> Iterator[tuple[str, object]]:
    """Every row of every value set, with the name of the set."""
    return ((name, row) for name in SETS for row in rows(name).itertuples())


def others(name: str, row: object, match_types: tuple[str, ...]) -> list[object]:
    """The other rows of the same value set and code system with one of these match types."""
    return [
        other
        for other in rows(name).itertuples()
        if other.Index != row.Index and other.code_type == row.code_type and other.match_type in match_types
    ]


def test_every_row_is_whole():
    for name in SETS:
        table = rows(name)
        assert list(table.columns) == COLUMNS, name
        assert len(table) > 0, name
        assert set(table.match_type) <= {*WITH, *WITHOUT}, name
        assert set(table.code_type) <= set(LISTED) | set(SHAPES), name
        for column in COLUMNS:
            assert (table[column].str.strip() == table[column]).all(), (name, column)
            assert (table[column] != "").all(), (name, column)


def test_every_code_exists():
    unknown = [(name, row.code) for name, row in every_row() if not exists(row)]
    assert not unknown, unknown


def test_no_code_stands_twice_or_under_a_prefix_that_covers_it():
    idle = [
        (name, row.code)
        for name, row in every_row()
        if any(covers(other, row.code) for other in others(name, row, WITH if row.match_type in WITH else WITHOUT))
    ]
    assert not idle, idle


def test_what_is_taken_out_was_in():
    idle = [
        (name, row.code)
        for name, row in every_row()
        if row.match_type in WITHOUT and not any(covers(other, row.code) for other in others(name, row, WITH))
    ]
    assert not idle, idle


@pytest.mark.parametrize(
    ("code_type", "code", "match_type"),
    [
        ("icd-10-cm", "I21", "exact"),
        ("icd-10-cm", "I21.4", "exact"),
        ("icd-10-cm", "I2140", "prefix"),
        ("icd-10-pcs", "0SR9", "exact"),
        ("loinc", "4548-5", "exact"),
        ("hcpcs", "9938", "exact"),
        ("hcpcs", "Z0001", "exact"),
        ("atc", "C10AA", "exact"),
        ("atc", "C10AA5", "prefix"),
        ("encounter-type", "inpatient", "exact"),
    ],
)
def test_a_code_that_does_not_exist_is_found(code_type: str, code: str, match_type: str):
    assert not exists(SimpleNamespace(code_type=code_type, code=code, match_type=match_type))


def named(kind: str, folder: Path) -> dict[str, dict]:
    """What the YAML of the shelves says about value sets (`seeds`) or concepts (`models`), by name."""
    said = {}
    for path in sorted(folder.glob("*/_*.yml")):
        assert path.stem == f"_{path.parent.name}"
        for entry in yaml.safe_load(path.read_text())[kind]:
            said[entry["name"]] = entry | {"shelf": path.parent.name}
    return said


def test_every_value_set_is_described_on_its_shelf():
    said = named("seeds", ROOT / "seeds" / "value_sets")
    assert {name: entry["shelf"] for name, entry in said.items()} == {n: p.parent.name for n, p in SETS.items()}
    assert all(entry["description"].strip().endswith(".") and entry["columns"] for entry in said.values())


def test_every_concept_is_described_on_its_shelf():
    files = {path.stem: path.parent.name for path in CONCEPTS.glob("*/concept__*.sql")}
    said = named("models", CONCEPTS)
    assert {name: entry["shelf"] for name, entry in said.items()} == files
    for name, entry in said.items():
        assert re.search(r"One row per [^.]+\.$", entry["description"].strip()), name
        meta = entry["config"]["meta"]
        assert meta["status"] in {"draft", "reviewed", "retired"}, name
        assert meta["reference"].strip(), name
        assert len(entry["columns"]) == 11, name


def test_every_value_set_is_read_by_a_concept():
    text = " ".join(path.read_text() for path in CONCEPTS.glob("*/concept__*.sql"))
    read = {f"value_set__{name}" for name in re.findall(r"\w+\('(\w+)'", text)}
    assert set(SETS) == read
