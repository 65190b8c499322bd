"""A concept is one CSV and one line; a cohort is one file and its twin; nothing else is edited.

Both are added to a copy of the project and built there, on the finished core of tests/consumer.
"""

from __future__ import annotations

import filecmp
import io
import json
import shutil
from contextlib import chdir, redirect_stdout
from pathlib import Path

import duckdb
import pytest
import yaml
from dbt.cli.main import dbtRunner

from careworld import new_cohort

ROOT = Path(__file__).parents[2]
CORE = ROOT / "tests/consumer/seeds/tuva_core"
FOLDERS = ["macros", "models", "seeds", "tests/dbt"]

VALUE_SET = """\
code_type,code,match_type,description,source
icd-10-cm,E55,prefix,Vitamin D deficiency,ICD-10-CM 2026
"""
ADDED = {
    "seeds/value_sets/endocrine/value_set__scarce_vitamin_d.csv": VALUE_SET,
    "models/concepts/endocrine/concept__scarce_vitamin_d.sql": "{{ concept(conditions('scarce_vitamin_d')) }}\n",
}
COHORT = "adults_with_scarce_vitamin_d"
# The whole path: dbt keeps the database of an earlier project of this process when both say the same.
PROFILE = """
careworld:
  target: dev
  outputs:
    dev: {{type: duckdb, path: {folder}/scratch.duckdb, schema: main, threads: 2}}
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a concept and a cohort more, built."""
    project = tmp_path_factory.mktemp("scratch")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, project / folder)
    shutil.copy(ROOT / "dbt_project.yml", project)
    (project / "profiles.yml").write_text(PROFILE.format(folder=project), encoding="utf-8")
    with duckdb.connect(str(project / "scratch.duckdb")) as session:
        session.execute("create schema finished").fetchall()
        for file in sorted(CORE.glob("*.csv")):
            session.execute(
                f"create table finished.{file.stem} as from read_csv('{file}', all_varchar = true, header = true)"
            ).fetchall()

    for path, text in ADDED.items():
        (project / path).write_text(text, encoding="utf-8")
    new_cohort.write(COHORT, "endocrine", root=project)

    consumer = yaml.safe_load((ROOT / "tests/consumer/dbt_project.yml").read_text(encoding="utf-8"))
    variables = {"core_schema": "finished", "absent_columns": consumer["vars"]["absent_columns"]}
    arguments = ["--select", f"+cohort__{COHORT}", "cohorts__registry", "concepts__registry"]
    arguments += ["--indirect-selection", "cautious", "--vars", yaml.safe_dump(variables), "--quiet"]
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DBT_PROFILES_DIR", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
            patch.delenv(name, raising=False)
        with chdir(project), redirect_stdout(io.StringIO()):
            done = dbtRunner().invoke(["build", "--project-dir", ".", "--profiles-dir", ".", *arguments])
    errors = [result.message for result in done.result or [] if result.status not in ("success", "pass", "skipped")]
    assert done.success, done.exception or errors
    assert f"{COHORT}__example_patients" in {result.node.name for result in done.result}
    return project


def test_it_finds_its_people(scratch: Path):
    with duckdb.connect(str(scratch / "scratch.duckdb")) as session:
        assert session.execute(f"""
            select person_id, cohort_start_date::varchar, lost_to from cohorts.{COHORT}__screened order by person_id
        """).fetchall() == [
            ("ann", "2024-06-01", None),
            ("bob", "2024-01-05", None),
            ("cid", "2024-05-20", None),
            ("dot", "2024-02-20", "adult at entry"),
        ]


def test_both_stand_in_the_registries_and_the_tables_over_all(scratch: Path):
    with duckdb.connect(str(scratch / "scratch.duckdb")) as session:
        assert session.execute(f"select built_on from cohorts.registry where cohort = '{COHORT}'").fetchall() == [
            ("concept__scarce_vitamin_d",)
        ]
        # Without a word of YAML a concept is a draft that its own words describe.
        assert session.execute(
            "select status, description from concepts.registry where concept = 'scarce_vitamin_d'"
        ).fetchall() == [("draft", "a diagnosis of scarce vitamin d")]
    nodes = json.loads((scratch / "target/manifest.json").read_text(encoding="utf-8"))["nodes"]
    for table in ("cohorts__member", "cohorts__attrition"):
        assert f"model.careworld.cohort__{COHORT}" in nodes[f"model.careworld.{table}"]["depends_on"]["nodes"]


def test_nothing_else_was_edited(scratch: Path):
    def files(project: Path) -> dict[str, Path]:
        found = (path for folder in FOLDERS for path in (project / folder).rglob("*") if path.is_file())
        return {str(path.relative_to(project)): path for path in found}

    before, after = files(ROOT), files(scratch)
    twins = {f"models/cohorts/endocrine/cohort__{COHORT}.{end}" for end in ("sql", "yml")}
    assert set(after) - set(before) == set(ADDED) | twins
    changed = {name for name in before if not filecmp.cmp(before[name], after[name], shallow=False)}
    assert changed == {"macros/project/definitions.sql"}  # by dbt itself
