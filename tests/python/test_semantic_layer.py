"""Metrics give the numbers that one can work out by hand: the semantic layer over marts of a few rows."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("dbt_metricflow", reason="an environment older than requirements.lock")

ROOT = Path(__file__).parents[2]
PROJECT = """
name: careworld
version: "1.0.0"
config-version: 2
profile: careworld
flags: {send_anonymous_usage_stats: false}
models: {careworld: {+materialized: table}}
"""
PROFILE = """
careworld:
  target: dev
  outputs:
    dev: {type: duckdb, path: careworld.duckdb, schema: main, threads: 1}
"""
# Ann is covered for two months, Bob for one. Ann is in hospital twice, the second time unplanned.
MARTS = {
    "core__coverage": """
        select date '2024-01-01' as enrollment_start_date, date '2024-03-31' as enrollment_end_date
    """,
    "financial_pmpm__pmpm_prep": """
        select
            member_month_key, 'gold' as plan, payer_type, month_start, 1 as member_months, total_paid,
            total_paid as total_allowed, total_paid as inpatient_paid
        from (values
            ('ann january', 'medicare', date '2024-01-01', 900.0),
            ('ann february', 'medicare', date '2024-02-01', 300.0),
            ('bob january', 'commercial', date '2024-01-01', 0.0)
        ) as month (member_month_key, payer_type, month_start, total_paid)
    """,
    "utilization__encounter_plan": """
        select *, case when member_month_key is null then 0 else 1 end as enrollment_flag
        from (values
            ('stay 1', 'ann january', 'acute inpatient', date '2024-01-05'),
            ('stay 2', 'ann january', 'acute inpatient', date '2024-01-20'),
            ('visit', 'ann february', 'office visit', date '2024-02-10'),
            ('not covered', null, 'acute inpatient', date '2024-03-05')
        ) as encounter (encounter_id, member_month_key, encounter_type, encounter_start_date)
    """,
    "acute_inpatient__summary": """
        select *
        from (values
            ('stay 1', 'medicare', date '2024-01-08', 3, 0, 1, 1),
            ('stay 2', 'medicare', date '2024-01-25', 5, 1, 0, 0),
            ('stay 3', 'commercial', date '2024-01-25', 4, 0, 1, 0)
        ) as stay (
            encounter_id, payer_type, discharge_date, length_of_stay, died_flag, index_admission_flag,
            unplanned_readmit_30_flag
        )
    """,
    "emergency_department__summary": """
        select 'visit' as encounter_id, date '2024-01-05' as visit_date, 'Friday' as day_of_week, 1 as admitted_flag
    """,
}


def run(folder: Path, module: str, *arguments: str) -> None:
    """Run a command line of Python in a folder and show what it said when it fails."""
    settings = {"DBT_PROFILES_DIR": str(folder), "DBT_TARGET_PATH": "target", "DBT_LOG_PATH": "logs"}
    done = subprocess.run(
        [sys.executable, "-c", f"from {module} import cli; cli()", *arguments],
        cwd=folder, env=os.environ | settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the semantic layer of this one over marts of a few rows, built."""
    folder = tmp_path_factory.mktemp("semantic")
    (folder / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (folder / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    for part in ("project", "engine"):
        shutil.copytree(ROOT / "macros" / part, folder / "macros" / part)
    shutil.copytree(ROOT / "models/semantic", folder / "models/semantic")
    for name, rows in MARTS.items():
        (folder / f"models/{name}.sql").write_text(rows, encoding="utf-8")
    run(folder, "dbt.cli.main", "run", "--quiet")
    return folder


def ask(folder: Path, metrics: str, by: str) -> list[tuple[str, ...]]:
    """What `mf query` answers, in order."""
    answer = folder / "answer.csv"
    run(folder, "dbt_metricflow.cli.main", "query", "--metrics", metrics, "--group-by", by, "--csv", str(answer))
    with answer.open(encoding="utf-8") as lines:
        return sorted(tuple(row) for row in list(csv.reader(lines))[1:])


def numbers(rows: list[tuple[str, ...]]) -> dict[str, list[float]]:
    return {key.split("T")[0].split(" ")[0]: [float(cell) for cell in cells] for key, *cells in rows}


def test_money_and_encounters_are_cut_by_the_member_month(warehouse: Path) -> None:
    metrics = "pmpm,member_months,stays_per_1000,office_visits_per_1000"
    assert numbers(ask(warehouse, metrics, "member_month__payer_type")) == {
        "commercial": [0, 1, 0, 0],
        "medicare": [600, 2, 12000, 6000],
    }


def test_months_without_an_encounter_have_a_rate_of_zero(warehouse: Path) -> None:
    assert numbers(ask(warehouse, "pmpm,stays_per_1000", "metric_time__month")) == {
        "2024-01-01": [450, 12000],
        "2024-02-01": [300, 0],
    }


def test_stays_have_length_deaths_and_readmissions(warehouse: Path) -> None:
    assert numbers(ask(warehouse, "alos,inpatient_mortality,readmission_rate", "stay__payer_type")) == {
        "commercial": [4, 0, 0],
        "medicare": [4, 0.5, 1],
    }


def test_every_metric_is_described() -> None:
    metrics = yaml.safe_load((ROOT / "models/semantic/_metrics.yml").read_text(encoding="utf-8"))["metrics"]
    assert all(metric["description"].endswith(".") and metric["label"] for metric in metrics)
