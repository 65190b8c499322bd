"""The documentation of every table as one page, with how often each cohort is right beside its definition.

dbt writes what it knows of a project (manifest.json) and of a database (catalog.json) and the page that shows them.
What the judge found stands in the warehouse alone, so it is put into the descriptions of the cohorts here, on the way
from dbt's files, which stay as they are, into the page. A new cohort that names true conditions is there by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from careworld import warehouse
from careworld.errors import CareworldError

PAGE = "static_index.html"

# Where dbt's page has room for its two files.
_PLACES = {"manifest.json": '"MANIFEST.JSON INLINE DATA"', "catalog.json": '"CATALOG.JSON INLINE DATA"'}
_EVIDENCE = {"both": "claims and charts", "claims": "claims only", "charts": "charts only"}


@dataclass(frozen=True)
class Accuracy:
    """How often a cohort is right by one kind of evidence: a row of judge.cohort_accuracy."""

    cohort: str
    evidence: str
    conditions: str
    people: int
    ill: int
    members: int
    sensitivity: float | None
    predictive_value: float | None
    days_to_entry: float | None


@dataclass(frozen=True)
class Judgment:
    """What the judge of a warehouse found, and of whom."""

    database: Path
    people: int
    first_day: date
    last_day: date
    rows: list[Accuracy]

    def of(self, cohort: str) -> list[Accuracy]:
        """The rows of a cohort; none if it names no true condition."""
        return [row for row in self.rows if row.cohort == cohort]


def read(database: Path) -> Judgment | None:
    """What the judge found in a warehouse; None when nothing was judged there.

    Raises CareworldError when the file is missing, or is no DuckDB file.
    """
    with warehouse.opened(database, "lacks what the page reads: {error}. Run `make build`.") as connection:
        judged = """
            select 1 from information_schema.tables where table_schema = 'judge' and table_name = 'cohort_accuracy'
        """
        if not connection.execute(judged).fetchall():
            return None
        return _judgment(connection, database)


def _judgment(connection: duckdb.DuckDBPyConnection, database: Path) -> Judgment | None:
    people = "select count(*) from core.patient"
    days = "select min(enrollment_start_date), max(enrollment_end_date) from core.coverage"
    rows = """
        select
            cohort, evidence, conditions, people_count, ill_count, member_count,
            sensitivity, positive_predictive_value, median_days_to_entry
        from judge.cohort_accuracy
        order by cohort, case evidence when 'both' then 0 when 'claims' then 1 else 2 end
    """
    (count,), (first, last) = (connection.execute(query).fetchall()[0] for query in (people, days))
    if not count or first is None:
        return None
    return Judgment(database, count, first, last, [Accuracy(*row) for row in connection.execute(rows).fetchall()])


def told(judgment: Judgment, cohort: str) -> str:
    """What is said of a cohort, in Markdown; nothing if it was not judged."""
    rows = judgment.of(cohort)
    if not rows:
        return ""
    conditions = " or ".join(condition.replace("_", " ") for condition in rows[0].conditions.split())
    lines = "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)
    return (
        "\n\n### How often it is right\n\n"
        f"Against the truth about {judgment.people:,} simulated people from {judgment.first_day} to "
        f"{judgment.last_day}, the ones in {judgment.database.name} when this page was written. Truly ill is who has: "
        f"{conditions}. [judge.cohort_accuracy](#!/model/model.careworld.judge__cohort_accuracy) holds the counts.\n\n"
        "| evidence | people it knows | truly ill | members | sensitivity | PPV | days from onset to entry |\n"
        f"|---|---:|---:|---:|---:|---:|---:|\n{lines}\n"
        "*Sensitivity*: how many of the truly ill are members. *PPV*: how many of the members are truly ill. *Days*: "
        "the median over members who fell ill while the evidence saw them.\n"
    )


def _cells(row: Accuracy) -> Iterator[str]:
    yield _EVIDENCE[row.evidence]
    yield from (f"{count:,}" for count in (row.people, row.ill, row.members))
    yield from ("-" if share is None else f"{share:.1%}" for share in (row.sensitivity, row.predictive_value))
    yield "-" if row.days_to_entry is None else f"{row.days_to_entry:,.0f}"


def described(manifest: dict[str, Any], judgment: Judgment) -> list[str]:
    """Put what the judge found into a manifest's descriptions of cohorts; the names of those that have it now."""
    named = {
        node["name"].removeprefix("cohort__"): node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["name"].startswith("cohort__")
    }
    found = {cohort: text for cohort in named if (text := told(judgment, cohort))}
    for cohort, text in found.items():
        named[cohort]["description"] = named[cohort]["description"].rstrip() + text
    return sorted(found)


def write(target: Path, judgment: Judgment | None) -> tuple[Path, list[str]]:
    """Write the page from what `dbt docs generate` left in a folder; its path and the cohorts that are judged on it.

    Raises CareworldError when dbt has not been there, or describes another database than the one that was judged.
    """
    try:
        page = (target / "index.html").read_text(encoding="utf-8")
        files = {name: json.loads((target / name).read_text(encoding="utf-8")) for name in _PLACES}
    except FileNotFoundError as error:
        raise CareworldError(f"There is no {error.filename}. Run `make docs`, which has dbt write it first.") from None
    judged = []
    if judgment:
        _must_describe(files["manifest.json"], judgment.database)
        judged = described(files["manifest.json"], judgment)
    for name, place in _PLACES.items():
        if place not in page:
            raise CareworldError(f"{target / 'index.html'} has no room for {name}: it is not the page that dbt writes.")
        # A description may hold the end of a script; it must not be the end of this one.
        page = page.replace(place, json.dumps(files[name]).replace("</", r"<\/"))
    (target / PAGE).write_text(page, encoding="utf-8")
    return target / PAGE, judged


def _must_describe(manifest: dict[str, Any], database: Path) -> None:
    """Refuse figures of one database beside the tables of another."""
    described_ones = {node["database"] for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    if database.stem not in described_ones:
        names = ", ".join(sorted(described_ones))
        raise CareworldError(f"dbt described the database {names}, not {database}. Name the right one by --database.")
