"""A new disease is added by rows alone: with the example of CONTRIBUTING.md people fall ill, are found and treated."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Ask, asking

from careworld.parameters import FOLDER, ROOT

NAME, DRUG, REASON, LOINC = "vitamin_b12_deficiency", "99999095101", "pernicious_anemia", "2132-9"
PREVALENCE = 0.3

# In a process of its own: the parameter tables are read once, some of them on import.
SIMULATE = f"""
import sys
from pathlib import Path
import pyarrow.parquet as pq
from careworld import parameters
parameters.FOLDER = Path(sys.argv[1])
from careworld.calibration import calibrate
from careworld.rng import Streams
from careworld.schema import TABLES
from careworld.spec import Spec
from careworld.world import World
spec = Spec(people=1000, seed=5, age={{"youngest": 30}}, clinic={{"share_of_people": 1}},
            conditions={{"{NAME}": {{"prevalence": {PREVALENCE}}}}})
for name, table in World(spec, calibrate(spec, Streams(spec.seed))).block(1, 1000).items():
    pq.write_table(table.cast(TABLES[name].arrow_schema), Path(sys.argv[2]) / (name + ".parquet"))
"""


def example(title: str) -> dict[str, list[list[str]]]:
    """Rows of the example under a heading of CONTRIBUTING.md, by the file they belong to."""
    section = re.split(r"^## ", (ROOT / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith(title)).split("```csv\n")[1].split("```")[0]
    rows: dict[str, list[list[str]]] = {}
    for row in csv.reader(text.splitlines()):
        if len(row) == 1:
            name = row[0]
        else:
            rows.setdefault(name, []).append(row)
    return rows


def append(folder: Path, rows: dict[str, list[list[str]]]) -> None:
    """Add rows to the tables of a folder."""
    for name, added in rows.items():
        with (folder / name).open(newline="") as file:
            header = next(csv.reader(file))
        assert all(len(row) == len(header) for row in added), f"{name} has the columns {header}"
        with (folder / name).open("a", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(added)


@pytest.fixture(scope="module")
def ask_with_it(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Answers SQL over people of whom a third has the new disease."""
    folder, made = tmp_path_factory.mktemp("parameters"), tmp_path_factory.mktemp("world")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    append(folder, example("Add a disease"))
    path = os.pathsep.join([str(ROOT / "python"), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-c", SIMULATE, str(folder), str(made)],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return asking({file.stem: pq.read_table(file) for file in made.glob("*.parquet")})


def test_as_many_have_it_as_asked_for_and_half_of_them_know(ask_with_it: Ask):
    ill, known = ask_with_it(f"""
        select
            count(distinct person_id) filter (onset_date < date '2022-01-01') / 1000,
            count(distinct person_id) filter (known_date is not null) / count(distinct person_id)
        from truth__condition where condition = '{NAME}'
    """)[0]
    assert ill == pytest.approx(PREVALENCE, abs=0.045)
    assert 0.35 < known < 0.6


def test_it_is_coded_on_claims_and_in_charts_of_those_who_have_it(ask_with_it: Ask):
    for codes, column in (
        ("select person_id, code from claim_diagnosis", "code"),
        ("""select person_id, replace(icd_10_cm_code, '.', '') as code
            from raw__clinic_diagnosis join patient using (patient_id)""", "code"),
    ):
        coded, known = ask_with_it(f"""
            select count(distinct person_id), count(distinct person_id) filter (person_id in (
                select person_id from truth__condition where condition = '{NAME}' and known_date is not null
            ))
            from ({codes}) where {column} in ('E538', 'D510')
        """)[0]
        assert coded > 60
        # Injections for weakness are given with the same code, to a few.
        assert known > 0.8 * coded


def test_it_is_treated_with_its_drug_from_the_diagnosis_on(ask_with_it: Ask):
    fills, treated, early = ask_with_it(f"""
        with found as (
            select person_id, min(known_date) as known_date from truth__condition
            where condition = '{NAME}' and known_date is not null group by person_id
        )
        select count(*), count(distinct person_id), count(*) filter (known_date is null or dispensed_date < known_date)
        from pharmacy_claim left join found using (person_id) where ndc_code = '{DRUG}'
    """)[0]
    assert fills > 300
    assert treated > 40
    assert early == 0


def test_it_lowers_the_value_that_it_lowers(ask_with_it: Ask):
    values = dict(ask_with_it(f"""
        with result as (
            select person_id, cast(result as double) as value,
                person_id in (select person_id from truth__condition
                    where condition = '{NAME}' and onset_date < date '2022-01-01' and resolved_date is null) as is_ill,
                person_id in (select person_id from truth__condition where condition = '{NAME}') as is_ever_ill,
                patient_id in (
                    select patient_id from raw__clinic_medication_order where ndc_code = '{DRUG}'
                ) as is_treated
            from raw__clinic_lab_result join patient using (patient_id) where loinc_code = '{LOINC}'
        )
        select case when not is_ever_ill then 'healthy' when is_treated then 'treated' else 'untreated' end,
            median(value) from result where is_ill or not is_ever_ill group by all
    """))
    assert values["untreated"] < 0.5 * values["healthy"]
    assert 1.5 * values["untreated"] < values["treated"]


def test_it_brings_people_to_the_hospital(ask_with_it: Ask):
    stays, of_ill = ask_with_it(f"""
        select count(*), count(*) filter (
            person_id in (select person_id from truth__condition where condition = '{NAME}')
        )
        from truth__encounter where encounter_type = 'acute inpatient' and reason = '{REASON}'
    """)[0]
    assert stays >= 2
    assert of_ill == stays


def test_the_rows_of_the_new_target_have_the_columns_of_their_tables():
    for name, rows in example("Add a target").items():
        with (ROOT / "seeds/targets" / name).open(newline="") as file:
            header = next(csv.reader(file))
        assert all(len(row) == len(header) for row in rows), name
