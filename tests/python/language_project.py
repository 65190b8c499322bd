"""A small dbt project that speaks this project's macros, for the tests of the language."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import jinja2
import yaml
from dbt.cli.main import dbtRunner, dbtRunnerResult

import dbt_careworld

ROOT = Path(__file__).parents[2]

Rows = list[dict[str, str]]


def rows(text: str) -> Rows:
    """The rows of a drawn table: comma-separated, aligned by blanks as its author liked."""
    lines = csv.reader(io.StringIO(text), skipinitialspace=True)
    header, *records = [[cell.strip() for cell in line] for line in lines if line]
    assert all(len(record) == len(header) for record in records), f"a row does not fit its header:\n{text}"
    return [dict(zip(header, record, strict=True)) for record in records]


def macros(folder: str) -> dict[str, jinja2.nodes.Macro]:
    """The macros of a folder by name."""
    parser = jinja2.Environment(extensions=["jinja2.ext.do"])
    found = {}
    for path in (ROOT / "macros" / folder).glob("*.sql"):
        text = re.sub(
            r"{%-? *materialization.*?endmaterialization *-?%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        found |= {macro.name: macro for macro in parser.parse(text).find_all(jinja2.nodes.Macro)}
    return found


MACROS = {folder: macros(folder) for folder in ("concepts", "cohorts")}


PROJECT = """
name: language
version: "1.0.0"
config-version: 2
profile: language
flags: {send_anonymous_usage_stats: false}
models:
  language:
    +materialized: table
    concepts: {+schema: concepts}
    cohorts: {+schema: cohorts}
"""

PROFILE = """
language:
  target: dev
  outputs:
    dev: {{type: duckdb, path: '{folder}/careworld.duckdb', schema: main, threads: 1}}
"""

# Said aloud, so that no variable of the environment leads dbt elsewhere.
PATHS = ["--project-dir", ".", "--profiles-dir", ".", "--target-path", "target", "--log-path", "logs"]

# What the verbs read; the tables exist also when no case puts rows into them.
CORE = [
    *("patient", "practitioner", "coverage", "medical_claim", "pharmacy_claim", "encounter"),
    *("condition", "procedure", "medication", "lab_result", "observation", "immunization"),
]


def columns(table: str) -> dict[str, str]:
    """Columns and types of a table, as this project declares them."""
    layer = table.split("__", maxsplit=1)[0]
    if layer == "value_set":
        return dict.fromkeys(["code_type", "code", "match_type"], "varchar")
    if table == "terminology__ndc":
        return dict.fromkeys(["ndc", "atc_code"], "varchar")
    if layer == "concept":
        returned = next(MACROS["concepts"]["event_columns"].find_all(jinja2.nodes.Dict))
        return {pair.key.value: pair.value.value for pair in returned.items}
    file = {"cohort": "cohorts/endocrine/cohort__diabetes", "features": "features/_features"}
    twin = ROOT / f"models/{file.get(layer, f'{layer}/{table}')}.yml"
    declared = yaml.safe_load(twin.read_text(encoding="utf-8"))["models"][0]["columns"]
    return {column["name"]: column["data_type"] for column in declared}


@dataclass
class Project:
    """A dbt project in a folder of its own that speaks the language of this one."""

    folder: Path
    cohorts: list[str] = field(default_factory=list)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def start(self) -> None:
        self.write("dbt_project.yml", PROJECT)
        # The whole path: one process builds several projects, and would go on with a database of the same name.
        self.write("profiles.yml", PROFILE.format(folder=self.folder))
        for part in ("project", "engine", "concepts", "cohorts"):
            shutil.copytree(ROOT / "macros" / part, self.folder / "macros" / part)

    def copy(self, model: str) -> None:
        self.write(f"models/{model}.sql", (ROOT / f"models/{model}.sql").read_text(encoding="utf-8"))

    def define(self, name: str, definition: str, before: str = "") -> None:
        kind = name.split("__", maxsplit=1)[0]
        self.write(f"models/{kind}s/shelf/{name}.sql", before + "{{ " + definition + " }}\n")

    def give(self, table: str, records: Rows) -> None:
        """Write a table as a seed, with all its columns."""
        text = io.StringIO()
        types = columns(table)
        lines = csv.DictWriter(text, list(types), restval="")
        lines.writeheader()
        lines.writerows(records)
        self.write(f"seeds/{table}.csv", text.getvalue())
        layer = table.split("__", maxsplit=1)[0]
        schema = {"concept": "concepts", "cohort": "cohorts", "value_set": "value_sets"}.get(layer, layer)
        seed = {"name": table, "config": {"schema": schema, "column_types": types}}
        self.write(f"seeds/{table}.yml", yaml.safe_dump({"seeds": [seed]}))

    def dbt(self, command: str) -> dbtRunnerResult:
        """Run dbt here, quietly; it must not leave the tests standing in another folder."""
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(io.StringIO()):
            return dbtRunner().invoke([command, *PATHS, "--quiet"])

    def build(self) -> None:
        """List the definitions of the folder and build them all."""
        dbt_careworld.keep(self.folder)
        done = self.dbt("build")
        assert done.success, done.exception or [r.message for r in done.result if r.status not in ("success", "pass")]

    def opened(self) -> duckdb.DuckDBPyConnection:
        """The database that was built."""
        return duckdb.connect(str(self.folder / "careworld.duckdb"))
