"""The warehouse of a lake depends on what its rows say, not on their order or on the day it is built."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
LINKED = ("dbt_project.yml", "macros", "models", "profiles.yml", "python", "seeds", "tests")
SPEC = """
description: A village, to be built twice.
people: 300
seed: 5
years: {first: 2023, last: 2024}
geography: {states: [MA]}
"""
# When a table was built is the only thing that may differ.
TIMES = {"tuva_last_run", "ingest_datetime"}


def run(folder: Path, *command: str) -> None:
    """Run a command in a folder and show what it said when it fails."""
    path = os.pathsep.join([str(ROOT / "python"), os.environ.get("PYTHONPATH", "")])
    settings = {"PYTHONPATH": path, "DBT_PROFILES_DIR": str(folder), "DBT_TARGET_PATH": str(folder / "target")}
    settings["CAREWORLD_DB"] = str(folder / "careworld.duckdb")
    done = subprocess.run(
        [sys.executable, *command], cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


def build(folder: Path) -> Path:
    """Build the core of the lake that lies in the folder and return the warehouse."""
    dbt = "from dbt.cli.main import cli; cli()"
    run(folder, "-c", dbt, "build", "--quiet", "--vars", "{spec: village}", "--select", "+path:models/core",
        "--exclude", "raw__world", "--exclude-resource-type", "test", "unit_test")  # fmt: skip
    return folder / "careworld.duckdb"


def shuffle(lake: Path) -> None:
    """Write every raw table of a lake again with its rows in another order."""
    for file in sorted(lake.glob("raw/*/*.parquet")):
        table = duckdb.read_parquet(str(file)).to_arrow_table()
        with duckdb.connect() as session:
            session.register("rows", table)
            session.execute(f"copy (select * from rows order by random()) to '{file}' (format parquet)")


def content(warehouse: Path, schema: str) -> dict[str, tuple]:
    """Row count and a sum of hashes, which no order changes, of every table of a schema."""
    with duckdb.connect(str(warehouse), read_only=True) as session:
        columns = session.execute(
            "select table_name, column_name from information_schema.columns where table_schema = ? order by all",
            [schema],
        ).fetchall()
        tables: dict[str, list[str]] = {}
        for table, column in columns:
            tables.setdefault(table, [])
            if column not in TIMES:
                tables[table].append(f'"{column}"')
        return {
            table: session.execute(
                f"select count(*), sum(hash({', '.join(names)})::hugeint) from {schema}.{table}"
            ).fetchone()
            for table, names in tables.items()
        }


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project and the lake of a village."""
    folder = tmp_path_factory.mktemp("village")
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    (folder / "specs").mkdir()
    (folder / "specs" / "village.yml").write_text(SPEC, encoding="utf-8")
    run(folder, "-m", "careworld", "generate", "village", "--quiet")
    return folder


def test_rebuilt_and_shuffled_lakes_give_the_same_core(village: Path):
    first = content(build(village), "core")
    assert first["encounter"][0] > 1000
    shuffle(village / "data" / "lake" / "village")
    (village / "careworld.duckdb").unlink()
    assert content(build(village), "core") == first
