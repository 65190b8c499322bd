"""careworld as a package: tests/consumer, a project with a finished core of its own, takes its concepts and cohorts.

Ann has diabetes by two visits, then too little vitamin D; Bob too little vitamin D first; Cid is admitted for diabetes
and dies; Dot is seen once; Eve fills metformin. The clinic network has no laboratory, and no encounter of Eve's; it has
claims of one visit of Ann's and of Cid's two stays, and names months of coverage by keys of its own.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt.cli.main import dbtRunner, dbtRunnerResult

ROOT = Path(__file__).parents[2]
OWN = "cohort__vitamin_d_deficiency_with_diabetes"

Ask = Callable[[str], list[tuple]]


def dbt(project: Path, *arguments: str) -> dbtRunnerResult:
    """Run dbt in a project, as its user does."""
    paths = ["--project-dir", ".", "--profiles-dir", ".", "--log-path", "logs"]
    if arguments[0] != "deps":
        paths += ["--target-path", "target"]
    with chdir(project), redirect_stdout(io.StringIO()):
        return dbtRunner().invoke([*arguments, *paths, "--quiet"])


def told(done: dbtRunnerResult) -> str:
    """What went wrong."""
    return str(done.exception or [result.message for result in done.result if result.message])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """The project with two cohorts of careworld's and its own, and how each of its nodes ended."""
    project = tmp_path_factory.mktemp("consumer") / "project"
    shutil.copytree(ROOT / "tests/consumer", project)
    (project / "packages.yml").write_text(yaml.safe_dump({"packages": [{"local": str(ROOT)}]}), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DBT_PROFILES_DIR", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
            patch.delenv(name, raising=False)
        done = dbt(project, "deps")
        assert done.success, done.exception
        # His core stands before careworld comes.
        done = dbt(project, "seed", "--select", "path:seeds/tuva_core")
        assert done.success, told(done)
        wanted = [f"+{OWN}", "+cohort__type_2_diabetes", "cohorts__registry", "concepts__registry"]
        wanted += ["cohorts__unbroken_pharmacy_coverage"]
        done = dbt(project, "build", "--indirect-selection", "cautious", "--select", *wanted)
        assert done.success, told(done)
        status = {result.node.name: str(result.status) for result in done.result}
        # Marts compare all cohorts; here their tables are asked, not their tests.
        done = dbt(project, "build", "--exclude-resource-type", "test", "unit_test", "--select", "+careworld.marts")
        assert done.success, told(done)
        yield project, status


@pytest.fixture(scope="module")
def ask(built: tuple[Path, dict[str, str]]) -> Ask:
    """Answers SQL over the warehouse of that project."""
    file = built[0] / "clinic_network.duckdb"

    def answer(query: str) -> list[tuple]:
        with duckdb.connect(str(file)) as session:
            return session.execute(query).fetchall()

    return answer


def test_cohorts_of_careworld_are_found_in_a_core_of_another(ask: Ask):
    assert ask("""
        select person_id, cohort_start_date::varchar, cohort_end_date::varchar
        from careworld_cohorts.diabetes order by person_id
    """) == [
        ("ann", "2024-03-15", "2024-12-31"),
        ("bob", "2024-05-01", "2024-12-31"),
        ("cid", "2024-04-02", "2024-09-01"),
    ]


def test_a_fill_is_known_by_the_class_that_careworlds_own_list_of_drugs_gives_it(ask: Ask):
    assert ask("""
        select person_id, cohort_start_date::varchar, cohort_end_date::varchar, lost_to
        from careworld_cohorts.type_2_diabetes__screened where person_id = 'eve'
    """) == [("eve", "2024-03-09", "2024-10-31", None)]


def test_a_cohort_of_its_own_joins_its_concept_with_a_cohort_of_careworld(ask: Ask):
    assert ask(f"""
        select person_id, cohort_start_date::varchar, cohort_end_date::varchar, lost_to
        from main.{OWN}__screened order by person_id
    """) == [
        ("ann", "2024-06-01", "2024-12-31", None),
        ("bob", "2024-01-05", "2024-12-31", "diabetes at entry"),
        ("cid", "2024-05-20", "2024-09-01", None),
        ("dot", "2024-02-20", "2024-12-31", "diabetes at entry"),
    ]


def test_example_patients_of_both_projects_ran(built: tuple[Path, dict[str, str]]):
    _, status = built
    assert status["vitamin_d_deficiency_with_diabetes__example_patients"] == "pass"
    assert status["diabetes__example_patients"] == "pass"


def test_what_it_defines_stands_in_the_registries(ask: Ask):
    assert ask("""
        select cohort, owner, built_on, words from careworld_cohorts.registry
        where cohort in ('diabetes', 'vitamin_d_deficiency_with_diabetes') order by cohort desc
    """)[0] == (
        "vitamin_d_deficiency_with_diabetes",
        "clinic network",
        "cohort__diabetes, concept__vitamin_d_deficiency",
        "Enters on the day of the first record of vitamin d deficiency. Kept if: diabetes at entry (member of the "
        "cohort diabetes on the day of entry); adult at entry (at least 18 years old). Stays until coverage ends or "
        "death, whichever is first.",
    )
    assert ask("""
        select concept from careworld_concepts.registry
        where concept in ('asthma', 'vitamin_d_deficiency') order by concept
    """) == [("asthma",), ("vitamin_d_deficiency",)]


def test_events_lead_back_to_its_own_rows(ask: Ask):
    assert ask("""
        select source_table, code, setting from main.concept__vitamin_d_deficiency as event
        inner join main_tuva_core.condition on event.source_id = condition.condition_id
        where event.person_id = 'ann'
    """) == [("core.condition", "E559", "outpatient")]


def test_marts_count_what_its_core_holds(ask: Ask):
    # By the keys of its own member_months, where it has them.
    assert ask("""
        select year_month, payer_type, member_months, total_paid, inpatient_paid, office_based_paid
        from careworld_financial_pmpm.pmpm_payer_plan where year_month in ('202401', '202404') order by year_month
    """) == [
        ("202401", "commercial", 5, 20, 0, 20),
        ("202404", "commercial", 5, 2600, 2600, 0),
    ]
    assert ask("""
        select encounter_id, readmission_encounter_id, days_to_readmit, index_admission_flag, unplanned_readmit_30_flag,
            plan
        from careworld_readmissions.stay order by admission_date
    """) == [("v7", "v11", 14, 1, 1, "Harbor PPO"), ("v11", None, None, 1, 0, "Harbor PPO")]
    assert ask("""
        select population, stays from careworld_utilization.acute_inpatient
        where age_band = 'all' and sex = 'all' and population in ('everyone', 'diabetes') order by population
    """) == [("diabetes", 1), ("everyone", 2)], "the stay that made him a member is not one of a member"
    assert ask("select count(*) from careworld_acute_inpatient.summary") == [(2,)]


def test_cohorts_are_compared_by_its_own_claims(ask: Ask):
    # Whole months of membership: Cid's stays lie before his first, and nobody else is of the age and sex of the three.
    measured = """
        select comparison, persons, member_months, event_count, comparison_member_months,
            round(comparison_value, 2), compared_share
        from careworld_cohort_comparison.summary
    """
    assert ask(f"{measured} where cohort = 'diabetes' and measure = 'paid per member and month' order by all") == [
        ("everyone", 3, 21, 0, 115, 113.91, 1),
        ("matched", 3, 21, 0, 0, None, 0),
    ]
    own = OWN.removeprefix("cohort__")
    assert ask(f"{measured} where cohort = '{own}' and measure like 'deaths%' order by all") == [
        ("everyone", 2, 10, 1, 115, 104.35, 1),
        ("matched", 2, 10, 0, 0, None, 0),
    ]


def test_what_its_core_does_not_say_is_an_error_for_who_asks(ask: Ask):
    lacking = r"tuva_core\W+coverage\W+lacks the column pharmacy_benefit_flag"
    with pytest.raises(duckdb.InvalidInputException, match=lacking):
        ask("select count(person_id) from careworld_cohorts.unbroken_pharmacy_coverage")


def test_tables_it_lacks_are_empty_and_columns_it_calls_absent_are_null(ask: Ask):
    assert ask("""
        select (select count(*) from careworld_core.lab_result), (select count(*) from careworld_core.condition),
               (select count(onset_date) from careworld_core.condition)
    """) == [(0, 10, 0)]


# One table of core in a project with the macros alone, for what is refused.
TWIN = """
models:
  - name: core__patient
    columns: [{name: person_id, data_type: varchar}, {name: sex, data_type: varchar}, {name: race, data_type: varchar}]
"""
PROFILE = """
careworld:
  target: dev
  outputs:
    dev: {type: duckdb, path: scratch.duckdb, schema: main, threads: 1}
"""


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str | None]:
    """Builds core.patient with variables; says what is refused, or None."""
    for name in ("DBT_PROFILES_DIR", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(ROOT / "macros/project", tmp_path / "macros/project")
    project = {"name": "careworld", "version": "1.0", "config-version": 2, "profile": "careworld"}
    project["flags"] = {"send_anonymous_usage_stats": False}
    (tmp_path / "dbt_project.yml").write_text(yaml.safe_dump(project), encoding="utf-8")
    (tmp_path / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "models").mkdir()
    (tmp_path / "models/core__patient.sql").write_text("{{ own_table('core') }}\n", encoding="utf-8")
    (tmp_path / "models/core__patient.yml").write_text(TWIN, encoding="utf-8")
    with duckdb.connect(str(tmp_path / "scratch.duckdb")) as session:
        for schema in ("core", "elsewhere"):
            session.execute(f"create schema {schema}").fetchall()
            session.execute(f"create table {schema}.patient as select 1 as person_id, 'female' as sex").fetchall()
        session.execute("create schema bare").fetchall()

    def build(**variables: object) -> str | None:
        done = dbt(tmp_path, "run", "--vars", yaml.safe_dump(variables))
        return None if done.success else told(done)

    return build


def test_a_missing_column_is_named_unless_it_is_called_absent(scratch: Callable[..., str | None]):
    asked = {"core_schema": "elsewhere", "schema_prefix": "careworld_"}
    refused = scratch(**asked)
    assert refused is not None
    assert 'core_schema: "scratch"."elsewhere"."patient" lacks the column race' in refused
    assert "list it in the variable absent_columns as patient.race" in refused
    assert scratch(**asked, absent_columns=["patient.race"]) is None


def test_a_core_is_never_replaced_by_the_view_that_stands_for_it(scratch: Callable[..., str | None]):
    asked = {"core_schema": "core", "absent_columns": ["patient.race"]}
    refused = scratch(**asked)
    assert refused is not None
    assert "would be replaced by the view that stands for it; say with the variable schema_prefix" in refused
    assert scratch(**asked, schema_prefix="careworld_") is None


def test_a_schema_without_any_table_of_core_is_named(scratch: Callable[..., str | None]):
    refused = scratch(core_schema="bare", schema_prefix="careworld_")
    assert refused is not None
    assert "core_schema: scratch.bare holds no table of the core (patient)" in refused
