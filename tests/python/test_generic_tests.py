"""The generic tests of this project, run by dbt on a table of a few rows that breaks them and on one that does not."""

from __future__ import annotations

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
          "engine/row_hash")  # fmt: skip

PROFILE = {"type": "duckdb", "path": "tiny.duckdb", "schema": "main", "threads": 1}

# Claim A has line 1 twice, B lines 1 and 2, one claim has no number, C no line, and D no line twice.
BROKEN = """
select * from (values
    ('A', 1), ('A', 1), ('B', 1), ('B', 2), (null, 1), ('C', null), ('D', null), ('D', null)
) as line (claim_id, line_number)
"""
WHOLE = "select * from (values ('A', 1), ('A', 2), ('B', 1)) as line (claim_id, line_number)"
BOTH = ["claim_id", "line_number"]


@pytest.fixture(scope="module")
def failing_rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    """The rows that each test returns, by the name of the test."""
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
    for model, sql in {"broken": BROKEN, "whole": WHOLE}.items():
        (folder / f"models/{model}.sql").write_text(sql, encoding="utf-8")
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
    (folder / "models/tiny.yml").write_text(yaml.safe_dump({"models": declared}), encoding="utf-8")
    # In a process of its own, for dbt keeps the file open.
    command = [sys.executable, "-m", "dbt.cli.main", "build", "--target-path", "target", "--log-path", "logs"]
    settings = os.environ | {"DBT_PROFILES_DIR": "."}
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout[-3000:] + done.stderr[-3000:]
    with duckdb.connect(str(folder / "tiny.duckdb"), read_only=True) as session:
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
