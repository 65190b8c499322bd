"""Bring your own: the warehouse is built on somebody else's input layer, tests/foreign, and says what is wrong with it.

Two payers deliver three tables, filled as far as they could. Ann's stay is billed in two parts, without a facility;
Bob's visit to an emergency department has one line with the bill type of another; Cid's visit comes after his coverage.
"""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "tests/foreign"
PROFILE = """
careworld:
  target: dev
  outputs:
    dev: {type: duckdb, path: "{{ env_var('CAREWORLD_DB') }}", schema: main, threads: 2}
"""

Ask = Callable[[str], list[tuple]]


def contract(table: str) -> list[str]:
    """The columns of a table of the input layer that nobody may leave out."""
    twin = ROOT / f"models/input_layer/input_layer__{table}.yml"
    columns = yaml.safe_load(twin.read_text(encoding="utf-8"))["models"][0]["columns"]
    return [column["name"] for column in columns if not column.get("config", {}).get("meta", {}).get("is_optional")]


def bring(warehouse: Path) -> None:
    """Put the foreign tables into a schema of a warehouse, with null for what the files do not have."""
    with duckdb.connect(str(warehouse)) as session:
        session.execute("create schema foreign_tables").fetchall()
        for file in sorted(TABLES.glob("*.csv")):
            own = file.read_text(encoding="utf-8").split("\n", maxsplit=1)[0].split(",")
            absent = "".join(f", null as {column}" for column in contract(file.stem) if column not in own)
            session.execute(
                f"create table foreign_tables.{file.stem} as "
                f"select *{absent} from read_csv('{file}', all_varchar = true, header = true)"
            ).fetchall()


def copied(manifest: Manifest | None) -> Manifest | None:
    """A copy that a run may change. dbt's own mixes up its lookups, so they are made anew from what they look up."""
    made = copy.deepcopy(manifest)
    if made is not None:
        made.fixtures = {}
        for name in vars(made):
            if name.startswith("_") and name.endswith("_lookup"):
                setattr(made, name, None)
    return made


@dataclass
class Warehouse:
    """A warehouse on foreign tables and the parsed project that builds it."""

    file: Path
    manifest: Manifest | None = None

    def dbt(self, *arguments: str, schema: str = "foreign_tables") -> dbtRunnerResult:
        """Run dbt in this process; what was parsed once holds for every schema."""
        own = ["--vars", f"{{input_layer_schema: {schema}}}", "--project-dir", str(ROOT), "--quiet"]
        with contextlib.redirect_stdout(io.StringIO()):
            return dbtRunner(manifest=copied(self.manifest)).invoke([*arguments, *own])

    def ask(self, query: str) -> list[tuple]:
        """What it answers."""
        with duckdb.connect(str(self.file)) as session:
            return session.execute(query).fetchall()


# Everything down to core, the questions about it, and of the many cohorts one with its concepts.
BUILT = [
    "+path:models/core",
    "+path:models/preprocessing",
    "+path:models/judge/data_quality",
    "+path:models/marts/financial_pmpm",
    "+path:models/marts/readmissions",
    "+path:models/marts/acute_inpatient",
    "+path:models/marts/emergency_department",
    "+cohort__diabetes",
    "cohorts__unbroken_pharmacy_coverage",
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """The warehouse built on the foreign tables."""
    folder = tmp_path_factory.mktemp("foreign")
    warehouse = Warehouse(folder / "careworld.duckdb")
    bring(warehouse.file)
    (folder / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    settings = {
        "CAREWORLD_DB": warehouse.file,
        "DBT_PROFILES_DIR": folder,
        "DBT_TARGET_PATH": folder / "target",
        "DBT_LOG_PATH": folder / "logs",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name, value in settings.items():
            patch.setenv(name, str(value))
        warehouse.manifest = warehouse.dbt("parse").result
        done = warehouse.dbt("build", "--exclude-resource-type", "test", "unit_test", "--select", *BUILT)
        errors = [result.message for result in done.result or [] if result.status == "error"]
        assert done.success, done.exception or errors
        yield warehouse


@pytest.fixture(scope="module")
def ask(warehouse: Warehouse) -> Ask:
    """Answers SQL over that warehouse."""
    return warehouse.ask


def test_a_stay_billed_in_two_parts_without_a_facility_is_one_encounter(ask: Ask):
    assert ask("""
        select person_id, encounter_type, encounter_start_date::varchar, length_of_stay, claim_count, paid_amount::int
        from core.encounter order by encounter_start_date
    """) == [
        ("ann", "office visit", "2024-01-10", 0, 1, 80),
        ("cid", "telehealth", "2024-02-05", 0, 1, 70),
        ("ann", "office visit", "2024-02-14", 0, 1, 100),
        ("ann", "acute inpatient", "2024-03-01", 8, 3, 6490),
        ("bob", "emergency department", "2024-04-02", 0, 2, 770),
        ("cid", "office visit", "2024-05-20", 0, 1, 130),
    ]


def test_every_line_has_its_service_category(ask: Ask):
    assert ask("""
        select claim_id, string_agg(service_category_2, ', ' order by claim_line_number)
        from core.medical_claim group by claim_id order by claim_id
    """) == [
        ("H300", "emergency department, outpatient radiology, outpatient pharmacy"),
        ("H301", "emergency department"),
        ("H400", "office-based visit"),
        ("H401", "telehealth"),
        ("S100", "office-based visit"),
        ("S101", "office-based visit"),
        ("S200", "acute inpatient, acute inpatient"),
        ("S201", "acute inpatient"),
        ("S202", "acute inpatient"),
    ]


def test_what_was_corrected_in_the_codes_is_told(ask: Ask):
    assert ask("""
        select column_name, delivered_value, corrected_value, reason, count(*)
        from preprocessing.code_correction group by all order by all
    """) == [
        ("bill_type_code", "0112", "112", "spelling", 2),
        ("bill_type_code", "0114", "114", "spelling", 1),
        ("bill_type_code", "851", "131", "outvoted by the lines of its claim", 1),
        ("discharge_disposition_code", "1", "01", "spelling", 4),
        ("place_of_service_code", "2", "02", "spelling", 1),
        ("revenue_center_code", "120", "0120", "spelling", 2),
        ("revenue_center_code", "250", "0250", "spelling", 1),
        ("revenue_center_code", "320", "0320", "spelling", 1),
        ("revenue_center_code", "450", "0450", "spelling", 1),
    ]


def test_coverage_without_an_end_has_months_until_the_extract_of_its_source(ask: Ask):
    assert ask("""
        select person_id, min(year_month), max(year_month), sum(covered_days)
        from preprocessing.member_month group by person_id order by person_id
    """) == [
        ("ann", "202401", "202406", 182),
        ("bob", "202402", "202406", 142),
        ("cid", "202401", "202403", 91),
        ("dot", "202401", "202406", 182),
    ]


def test_spending_is_counted_over_covered_months_only(ask: Ask):
    assert ask("""
        select year_month, payer, member_months, total_paid from financial_pmpm.pmpm_payer
        where total_paid > 0 order by year_month, payer
    """) == [
        ("202401", "Sunrise Health", 1, 92.5),
        ("202402", "Harbor Mutual", 3, pytest.approx(70 / 3)),
        ("202402", "Sunrise Health", 1, 100),
        ("202403", "Sunrise Health", 1, 6490),
        ("202404", "Harbor Mutual", 2, 389),
    ]
    assert ask("select claim_id, reason from financial_pmpm.unenrolled_claim_line") == [("H400", "month not covered")]


def test_cohorts_are_found_in_foreign_claims(ask: Ask):
    """Ann has the diagnosis on two days; Cid has it once."""
    assert ask("select person_id, cohort_start_date::varchar from cohorts.diabetes") == [("ann", "2024-02-14")]


def test_who_has_a_pharmacy_benefit_is_unknown_until_the_column_is_there(warehouse: Warehouse):
    """Nothing else asks for it; who does is told which column is missing, and not that nobody has the benefit."""
    assert warehouse.ask("select distinct pharmacy_benefit_flag from core.coverage") == [(None,)]
    asked = """
        select person_id from core.patient where exists (
            select 1 from cohorts.unbroken_pharmacy_coverage as coverage
            where coverage.person_id = patient.person_id and coverage.coverage_start_date <= patient.birth_date
        )
    """
    refusal = r"foreign_tables\W+eligibility\W+lacks the column pharmacy_benefit_flag, by which enrolled\(\) knows"
    with pytest.raises(duckdb.InvalidInputException, match=refusal):
        warehouse.ask(asked)
    # With the column, null for everybody in the core that was built before, nobody has it.
    warehouse.ask("create schema told")
    told = "create table told.eligibility as select *, 1 as pharmacy_benefit_flag from foreign_tables.eligibility"
    warehouse.ask(told)
    done = warehouse.dbt("run", "--select", "cohorts__unbroken_pharmacy_coverage", schema="told")
    assert done.success, done.exception
    assert warehouse.ask("select count(*) from cohorts.unbroken_pharmacy_coverage") == [(0,)]


def test_data_quality_says_what_is_wrong(ask: Ask):
    assert ask("""
        select severity, table_name, sentence, data_source, rows_failing, rows_checked, split_part(example_key, '-', 1)
        from judge.data_quality where level <> 'analytical' and severity < 5 and not is_passed order by all
    """) == [
        (1, "eligibility", "row repeats the key of another", "harbor", 1, 4, "dot"),
        (2, "medical_claim", "diagnosis_code_1 is not in its code list", "harbor", 1, 6, "H401"),
        (2, "medical_claim", "line of a claim without any month of coverage", "harbor", 1, 6, "H400"),
        (3, "eligibility", "race is missing", "harbor", 4, 4, "bob"),
        (3, "eligibility", "race is missing", "sunrise", 1, 1, "ann"),
        (3, "eligibility", "state is not in its code list", "harbor", 1, 4, "bob"),
        (3, "medical_claim", "bill_type_code has several values for one claim_id", "harbor", 1, 4, "H300"),
        (3, "medical_claim", "facility_npi is missing", "sunrise", 3, 3, "S200"),
        (3, "medical_claim", "paid is more than allowed", "harbor", 1, 6, "H400"),
    ]


def test_figures_are_held_against_bounds_for_lines_of_business_that_are_there(ask: Ask):
    assert ask("""
        select column_name, measured_value, is_passed from judge.data_quality
        where table_name in ('prevalence', 'paid_pmpm')
            and (starts_with(column_name, 'diabetes') or starts_with(column_name, 'total'))
        order by column_name
    """) == [
        ("diabetes, commercial", pytest.approx(1 / 3), False),
        ("diabetes, medicare", 1, False),
        ("total, commercial", pytest.approx(848 / 14), False),
        ("total, medicare", pytest.approx(6682.5 / 6), True),
    ]


def test_what_is_severe_is_an_error_and_the_rest_a_warning(warehouse: Warehouse):
    done = warehouse.dbt(
        "test", "--select", "no_severe_check_of_data_quality_fails", "no_mild_check_of_data_quality_fails"
    )
    outcome = {result.node.name: (result.status, result.failures) for result in done.result}
    assert outcome["no_severe_check_of_data_quality_fails"] == ("fail", 3)
    assert outcome["no_mild_check_of_data_quality_fails"][0] == "warn"


def test_tables_that_nobody_brought_are_empty(ask: Ask):
    assert ask("""
        select (select count(*) from core.lab_result), (select count(*) from core.claim_version),
               (select count(*) from core.patient)
    """) == [(0, 0, 4)]


def test_a_schema_without_tables_of_the_input_layer_is_named(warehouse: Warehouse):
    done = warehouse.dbt("run", "--select", "input_layer__eligibility", schema="misspelled")
    assert not done.success
    assert "misspelled holds no table of the input layer (appointment, claim_version" in done.result[0].message


def test_missing_columns_are_named(warehouse: Warehouse):
    warehouse.ask("create schema narrow")
    warehouse.ask("create table narrow.eligibility as select * exclude (plan, race) from foreign_tables.eligibility")
    done = warehouse.dbt("run", "--select", "input_layer__eligibility", schema="narrow")
    assert not done.success
    assert '"narrow"."eligibility" lacks the columns race, plan' in done.result[0].message
