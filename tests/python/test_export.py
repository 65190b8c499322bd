"""An export holds the members of a cohort, whole and typed, or there is none."""

from __future__ import annotations

import datetime
from pathlib import Path

import duckdb
import pandas
import pytest

from careworld import cli
from careworld.errors import CareworldError
from careworld.export import Format, export

WAREHOUSE = """
create schema cohorts;
create schema core;
create table cohorts.diabetes__screened as
    select * from (values
        ('p2', date '2023-02-01', date '2024-12-31', null),
        ('p1', date '2022-01-01', date '2022-03-31', null),
        ('p1', date '2023-01-01', date '2023-03-31', null),
        ('p3', date '2022-01-01', date '2022-03-31', 'adult at entry')
    ) as screened (person_id, cohort_start_date, cohort_end_date, lost_to);
create view cohorts.diabetes as select * exclude (lost_to) from cohorts.diabetes__screened where lost_to is null;
create view cohorts.nobody as select * from cohorts.diabetes where false;
create table cohorts.registry as
    select * from (values
        ('diabetes', 'cohorts.diabetes'), ('nobody', 'cohorts.nobody'), ('unbuilt', 'cohorts.unbuilt')
    ) as registry (cohort, table_name);
create table core.patient as
    select * from (values
        ('p3', '02139', date '1950-01-01', null),
        ('p2', '02138', date '1960-01-01', date '2024-01-01'),
        ('p1', '10001', date '1970-01-01', null)
    ) as patient (person_id, zip_code, birth_date, death_date);
create table core.condition as
    select 'c' || i as condition_id, 'p' || i % 4 as person_id, 'E11' || i as code, i / 4.0 as amount
    from range(12) as numbers (i);
create view core.eligibility as select person_id, 'a, "quoted" plan' as plan from core.patient;
create table core.location as select 'l1' as location_id, 'General Hospital' as name;
create table main.elsewhere as select 'p1' as person_id;
"""

READ = {
    Format.PARQUET: pandas.read_parquet,
    Format.CSV: lambda path: pandas.read_csv(path, dtype=str),
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A tiny warehouse: a cohort of two, three people, four core tables."""
    path = tmp_path / "tiny.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(WAREHOUSE)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", list(Format))
def test_every_core_table_is_cut_to_the_members(warehouse: Path, tmp_path: Path, form: Format):
    to = tmp_path / "out" / "diabetes"
    rows = export(warehouse, "diabetes", form, to)

    assert rows == {"cohort": 3, "condition": 6, "eligibility": 2, "location": 1, "patient": 2}
    assert names(to) == [f"{table}.{form}" for table in sorted(rows)]
    found = {table: READ[form](to / f"{table}.{form}") for table in rows}
    assert {table: len(frame) for table, frame in found.items()} == rows
    # A member with two spells has one row in core.patient and two in the cohort; the lost are in neither.
    assert list(found["cohort"].person_id) == ["p1", "p1", "p2"]
    assert list(found["cohort"].columns) == ["person_id", "cohort_start_date", "cohort_end_date"]
    assert list(found["patient"].person_id) == ["p1", "p2"]
    assert list(found["patient"].zip_code) == ["10001", "02138"]
    assert set(found["condition"].person_id) == {"p1", "p2"}
    assert list(found["eligibility"].plan) == ['a, "quoted" plan'] * 2
    assert list(found["location"].name) == ["General Hospital"]


def test_parquet_keeps_types(warehouse: Path, tmp_path: Path):
    export(warehouse, "diabetes", Format.PARQUET, tmp_path / "out")
    deaths = pandas.read_parquet(tmp_path / "out/patient.parquet").death_date
    assert list(deaths.isna()) == [True, False]
    assert pandas.Timestamp(deaths[1]).date() == datetime.date(2024, 1, 1)
    assert pandas.read_parquet(tmp_path / "out/condition.parquet").amount.astype(float).sum() > 0


@pytest.mark.parametrize("form", list(Format))
def test_the_same_bytes_every_time(warehouse: Path, tmp_path: Path, form: Format):
    for to in ("one", "two"):
        export(warehouse, "diabetes", form, tmp_path / to)
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_cohort_without_members_has_files_without_rows(warehouse: Path, tmp_path: Path):
    rows = export(warehouse, "nobody", Format.CSV, tmp_path / "out")
    assert rows == {"cohort": 0, "condition": 0, "eligibility": 0, "location": 1, "patient": 0}
    assert list(READ[Format.CSV](tmp_path / "out/patient.csv.gz").columns) == [
        "person_id", "zip_code", "birth_date", "death_date",
    ]  # fmt: skip


def test_an_empty_folder_may_be_there(warehouse: Path, tmp_path: Path):
    (tmp_path / "out").mkdir()
    export(warehouse, "diabetes", Format.PARQUET, tmp_path / "out")
    assert len(names(tmp_path / "out")) == 5


@pytest.mark.parametrize(
    ("cohort", "database", "said"),
    [
        ("diabete", "tiny.duckdb", "There is no cohort 'diabete'. Cohorts of {0}: diabetes, nobody, unbuilt."),
        ("x'; --", "tiny.duckdb", """There is no cohort "x'; --". Cohorts of {0}: diabetes, nobody, unbuilt."""),
        (
            "unbuilt",
            "tiny.duckdb",
            "{0} knows the cohort 'unbuilt', but cohorts.unbuilt is not built. Run `make build`.",
        ),
        ("diabetes", "none.duckdb", "There is no warehouse {0}. Run `make build` first."),
        ("diabetes", "empty.duckdb", "{0} has no table cohorts.registry. Run `make build` to build it."),
        ("diabetes", "text.duckdb", "{0} cannot be exported to {1}: "),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    warehouse: Path, tmp_path: Path, cohort: str, database: str, said: str
):
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    (tmp_path / "text.duckdb").write_text("no warehouse")
    before = names(tmp_path)
    with pytest.raises(CareworldError) as error:
        export(tmp_path / database, cohort, Format.PARQUET, tmp_path / "out")
    assert said.format(tmp_path / database, tmp_path / "out") in str(error.value)
    assert names(tmp_path) == before


def test_nothing_is_overwritten(warehouse: Path, tmp_path: Path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("keep")
    with pytest.raises(CareworldError, match="mine is not empty"):
        export(warehouse, "diabetes", Format.PARQUET, tmp_path / "mine")
    with pytest.raises(CareworldError, match="is a file"):
        export(warehouse, "diabetes", Format.PARQUET, tmp_path / "mine/notes.txt")
    assert names(tmp_path / "mine") == ["notes.txt"]


def test_a_failure_on_the_way_leaves_nothing(warehouse: Path, tmp_path: Path):
    """The last table fails, after the others were written."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create view core.zoo as select person_id, error('no zoo') as animal from core.patient")
    before = names(tmp_path)
    with pytest.raises(duckdb.Error, match="no zoo"):
        export(warehouse, "diabetes", Format.PARQUET, tmp_path / "out")
    assert names(tmp_path) == before


def test_the_command_says_how_to_read(warehouse: Path, tmp_path: Path, monkeypatch, capsys):
    """And the line that it prints reads the members."""
    to = tmp_path / "out"
    arguments = ["--cohort", "diabetes", "--format", "csv.gz", "--to", str(to), "--database", str(warehouse)]
    monkeypatch.setattr("sys.argv", ["careworld", "export", *arguments])
    with pytest.raises(SystemExit) as exit_:
        cli.main()
    printed = capsys.readouterr().out.splitlines()
    assert not exit_.value.code
    assert printed[0] == f"{to}: 5 files, 14 rows, 3 of them members."
    line = printed[1].removeprefix("Each reads with a line such as ")
    assert len(eval(line, {"pandas": pandas})) == 3
