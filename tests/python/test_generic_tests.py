"""The generic tests of this project and the rows of unit tests, on tables of a few rows that break them or do not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

ROOT = Path(__file__).parents[2]
MACROS = ("tests/repeated_keys", "tests/test_key", "tests/test_unique_combination", "tests/test_never_null",
          "engine/row_hash", "project/format_row")  # fmt: skip

PROFILE = {"type": "duckdb", "path": "tiny.duckdb", "schema": "main", "threads": 1}

# Claim A has line 1 twice, B lines 1 and 2, one claim has no number, C no line, and D no line twice.
BROKEN = """
select * from (values
    ('A', 1), ('A', 1), ('B', 1), ('B', 2), (null, 1), ('C', null), ('D', null), ('D', null)
) as line (claim_id, line_number)
"""
WHOLE = "select * from (values ('A', 1), ('A', 2), ('B', 1)) as line (claim_id, line_number)"
BOTH = ["claim_id", "line_number"]

# What a unit test may give: an apostrophe, a number, a null, capitals in the name of a column.
READER = "select name, size + 1 as size, day from {{ ref('given') }}"
GIVEN = "select cast(null as varchar) as name, cast(null as integer) as size, cast(null as date) as day where false"
ROWS = [{"name": "men's", "Size": 1, "day": "2024-02-29"}, {"name": None, "size": None}]
EXPECTED = [{"name": "men's", "size": 2, "day": "2024-02-29"}, {"name": None, "size": None, "day": None}]


def unit_test(name: str, given: list[dict], expected: list[dict]) -> dict:
    inputs = [{"input": "ref('given')", "rows": given}]
    return {"name": name, "model": "reader", "given": inputs, "expect": {"rows": expected}}


UNIT_TESTS = [
    unit_test("right", ROWS, EXPECTED),
    unit_test("wrong", ROWS, [*EXPECTED[:1], {"name": "null", "size": None, "day": None}]),
    unit_test("misspelled", [{"nmae": "men's"}], EXPECTED),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny project after its models and tests ran."""
    folder = tmp_path_factory.mktemp("tiny")
    told = {"name": "careworld", "version": "1.0", "profile": "careworld", "data_tests": {"+store_failures": True}}
    told["flags"] = {"send_anonymous_usage_stats": False}
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(told), encoding="utf-8")
    profile = {"careworld": {"target": "dev", "outputs": {"dev": PROFILE}}}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    for name in MACROS:
        (folder / "macros" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / f"macros/{name}.sql", folder / f"macros/{name}.sql")
    (folder / "models").mkdir()
    declared = []
    for model, sql in {"broken": BROKEN, "whole": WHOLE, "given": GIVEN, "reader": READER}.items():
        (folder / f"models/{model}.sql").write_text(sql, encoding="utf-8")
    for model in ("broken", "whole"):
        known = {"config": {"where": "claim_id in ('B', 'C')"}}
        tests = [
            {"key": {"name": f"key_of_{model}", "arguments": {"columns": BOTH}}},
            {"key": {"name": f"key_of_{model}_where", "arguments": {"columns": BOTH}, **known}},
            {"unique_combination": {"name": f"combination_of_{model}", "arguments": {"columns": BOTH}}},
            {"never_null": {"name": f"nulls_of_{model}", "arguments": {"columns": BOTH}}},
            {"never_null": {"name": f"nulls_of_{model}_where", "arguments": {"columns": BOTH}, **known}},
        ]
        of_column = [{"key": {"name": f"column_key_of_{model}"}}]
        declared.append(
            {"name": model, "data_tests": tests, "columns": [{"name": "claim_id", "data_tests": of_column}]}
        )
    (folder / "models/tiny.yml").write_text(
        yaml.safe_dump({"models": declared, "unit_tests": UNIT_TESTS}), encoding="utf-8"
    )
    # In a process of its own, for dbt keeps the file open.
    program = "from dbt.cli.main import dbtRunner; [dbtRunner().invoke([command]) for command in ('run', 'test')]"
    settings = os.environ | {"DBT_PROFILES_DIR": ".", "DBT_TARGET_PATH": "target", "DBT_LOG_PATH": "logs"}
    subprocess.run([sys.executable, "-c", program], cwd=folder, env=settings, capture_output=True, check=True)
    return folder


@pytest.fixture(scope="module")
def failing_rows(project: Path) -> dict[str, list[tuple]]:
    """The rows that each test returns, by the name of the test."""
    with duckdb.connect(str(project / "tiny.duckdb"), read_only=True) as session:
        names = session.execute("select table_name from duckdb_tables() where schema_name like '%audit'").fetchall()
        assert len(names) == 12
        return {
            name: session.execute(f"from main_dbt_test__audit.{name} order by all nulls last").fetchall()
            for (name,) in names
        }


def test_a_key_of_one_column_that_repeats_or_is_null_is_returned_with_its_rows(failing_rows: dict):
    assert failing_rows["column_key_of_broken"] == [("A", 2), ("B", 2), ("D", 2), (None, 1)]
    assert failing_rows["column_key_of_whole"] == [("A", 2)]


def test_a_key_of_two_columns_that_repeats_or_lacks_a_part_is_returned_with_its_rows(failing_rows: dict):
    assert failing_rows["key_of_broken"] == [("A", 1, 2), ("C", None, 1), ("D", None, 2), (None, 1, 1)]
    assert failing_rows["key_of_whole"] == []


def test_a_key_that_only_lacks_a_part_is_found_without_any_that_repeats(failing_rows: dict):
    assert failing_rows["key_of_broken_where"] == [("C", None, 1)]


def test_a_combination_that_repeats_is_returned_and_an_empty_part_is_a_value(failing_rows: dict):
    assert failing_rows["combination_of_broken"] == [("A", 1, 2), ("D", None, 2)]
    assert failing_rows["combination_of_whole"] == []


def test_each_column_with_nulls_is_returned_with_their_number(failing_rows: dict):
    assert failing_rows["nulls_of_broken"] == [("claim_id", 1), ("line_number", 3)]
    assert failing_rows["nulls_of_broken_where"] == [("line_number", 1)]
    assert failing_rows["nulls_of_whole"] == []


def test_a_unit_test_reads_its_rows_as_they_are_written(project: Path):
    results = json.loads((project / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    told = {row["unique_id"].rsplit(".", 1)[-1]: row for row in results if row["unique_id"].startswith("unit_test")}
    assert {name: row["status"] for name, row in told.items()} == {
        "right": "pass", "wrong": "fail", "misspelled": "error"
    }  # fmt: skip
    assert "no column 'nmae' in given, only name, size, day" in told["misspelled"]["message"]
