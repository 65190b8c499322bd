"""What is done with cohorts: asked of claims alone and of charts alone, and used by models as a condition."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from language_project import CORE, ROOT, Project, rows

SEVERAL = "first('asthma', at_least=2)"

DEFINITIONS = {
    "cohort__asthma": f"cohort(entry={SEVERAL}, exit=death(), rules={{'none of copd before': never_before('copd')}})",
    "cohort__covered": "cohort(entry=members_of('asthma'), exit=death(), rules={'covered': enrolled()})",
    # Its name begins with that of another concept, and nobody judges it.
    "cohort__of_both": "cohort(entry=first('asthma_emergency'), exit=death())",
}

ASTHMA = """
    person_id,   event_date, source_table,        source_id
    both,        2022-02-01, core.condition,      C1-diagnosis-2
    both,        2022-03-01, core.condition,      X1-01
    by claims,   2022-02-01, core.condition,      C2-diagnosis-1
    by claims,   2022-03-01, core.pharmacy_claim, F1
    by claims,   2022-04-01, core.procedure,      C2-1-service
    by claims,   2022-05-01, core.procedure,      C2-procedure-1
    by claims,   2022-06-01, core.encounter,      claims-1
    by charts,   2022-02-01, core.condition,      X2-01
    by charts,   2022-03-01, core.medication,     M1
    by charts,   2022-04-01, core.encounter,      V1
    ruled out,   2022-04-01, core.lab_result,     L1
    ruled out,   2022-05-01, core.lab_result,     L2
    not by both, 2022-04-01, core.condition,      C3-diagnosis-1
    not by both, 2022-05-01, core.condition,      C4-diagnosis-1
"""

COPD = """
    person_id,   event_date, source_table,   source_id
    ruled out,   2022-01-01, core.condition, X5-01
    not by both, 2022-01-01, core.condition, X6-01
"""

USE = """
select member.condition_id
from {{ ref('core__condition') }} as member
where {{ is_member_on('asthma', 'member.person_id', 'member.recorded_date') }}
"""

# The member "both" comes in on 2022-03-01 and dies on 2022-03-31.
USED = """
    condition_id,   person_id, recorded_date
    day before,     both,      2022-02-28
    first day,      both,      2022-03-01
    last day,       both,      2022-03-31
    day after,      both,      2022-04-01
    no day,         both,
    no member,      ruled out, 2022-06-01
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with three cohorts and a model that uses one, built; two of the cohorts name true conditions."""
    project = Project(tmp_path_factory.mktemp("use"))
    project.start()
    project.copy("cohorts/cohorts__unbroken_coverage")
    given = {f"core__{table}": [] for table in CORE}
    given["core__coverage"] = [
        {"person_id": "by charts", "enrollment_start_date": "2022-01-01", "enrollment_end_date": "2024-12-31"}
    ]
    given["core__condition"] = rows(USED)
    given["core__patient"] = [{"person_id": "both", "death_date": "2022-03-31"}]
    given |= {"concept__asthma": rows(ASTHMA), "concept__copd": rows(COPD), "concept__asthma_emergency": []}
    for table, records in given.items():
        project.give(table, records)
    twins = []
    for name, definition in DEFINITIONS.items():
        project.define(name, definition)
        if name != "cohort__of_both":
            twins.append({"name": name, "config": {"meta": {"truth": ["asthma"]}}})
    project.write("models/cohorts/shelf/_shelf.yml", yaml.safe_dump({"models": twins}))
    project.write("models/use.sql", USE)
    project.build()
    return project


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """What was built."""
    with project.opened() as connection:
        yield connection


def found(warehouse: duckdb.DuckDBPyConnection, cohort: str) -> set[tuple]:
    """Source, person, day of entry and rule that lost them, of everyone who met the entry by one source."""
    query = f"select source, person_id, cast(cohort_start_date as varchar), lost_to from cohorts.{cohort}__by_source"
    return set(warehouse.execute(query).fetchall())


def test_events_and_rules_see_one_source(warehouse: duckdb.DuckDBPyConnection):
    assert found(warehouse, "asthma") == {
        ("claims", "by claims", "2022-03-01", None),
        ("charts", "by charts", "2022-03-01", None),
        ("charts", "ruled out", "2022-05-01", "none of copd before"),
        # Claims do not know what charts rule out.
        ("claims", "not by both", "2022-05-01", None),
    }
    both = "select person_id, lost_to from cohorts.asthma__screened"
    assert set(warehouse.execute(both).fetchall()) == {
        ("both", None),
        ("by claims", None),
        ("by charts", None),
        ("ruled out", "none of copd before"),
        ("not by both", "none of copd before"),
    }


def test_cohorts_of_cohorts_see_the_members_by_one_source(warehouse: duckdb.DuckDBPyConnection):
    """Coverage is no event: a rule on it is asked as it stands."""
    assert found(warehouse, "covered") == {
        ("claims", "by claims", "2022-03-01", "covered"),
        ("claims", "not by both", "2022-05-01", "covered"),
        ("charts", "by charts", "2022-03-01", None),
    }


def test_only_cohorts_that_name_true_conditions_have_the_view(warehouse: duckdb.DuckDBPyConnection):
    views = "select view_name from duckdb_views() where contains(view_name, '__by_source') order by view_name"
    assert warehouse.execute(views).fetchall() == [("asthma__by_source",), ("covered__by_source",)]


def test_a_model_asks_for_members_on_a_day(warehouse: duckdb.DuckDBPyConnection):
    """The first and the last day count; a table named as the macro's own inside would be does no harm."""
    found = warehouse.execute("select condition_id from main.use order by condition_id").fetchall()
    assert found == [("first day",), ("last day",)]


@pytest.mark.parametrize(
    "call",
    ["'asthma', 'person_id', 'used.recorded_date'", "'asthma', 'used.person_id', 'recorded_date'"],
)
def test_a_column_without_its_table_is_refused(project: Project, call: str):
    """It would be the cohort's own column, and everybody a member."""
    try:
        project.write("models/misuse.sql", "select 1 as one where {{ is_member_on(" + call + ") }}")
        result = project.dbt("parse")
    finally:
        (project.folder / "models/misuse.sql").unlink()
    assert not result.success
    assert "is a column with its table, such as claim.person_id, not" in str(result.exception)
    assert "models/misuse.sql" in str(result.exception)


@pytest.mark.parametrize("twin", sorted(Path(ROOT, "models/cohorts").glob("*/*.yml")), ids=lambda path: path.stem)
def test_the_truth_that_a_twin_names_exists(twin: Path):
    """A misspelled condition would make a cohort look wrong."""
    with (ROOT / "seeds/parameters/condition.csv").open(encoding="utf-8") as lines:
        conditions = {line.split(",", maxsplit=1)[0] for line in lines}
    for model in yaml.safe_load(twin.read_text(encoding="utf-8")).get("models", []):
        named = model.get("config", {}).get("meta", {}).get("truth", [])
        assert set(named) <= conditions, f"{model['name']}: {set(named) - conditions} not in condition.csv"
