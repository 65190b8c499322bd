"""A cohort in files: every core table of a built warehouse cut to the members of one cohort."""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from pathlib import Path

import duckdb

from careworld import warehouse
from careworld.errors import CareworldError

# The file of the members themselves stands beside those of the core tables.
MEMBERS = "cohort"


class Format(StrEnum):
    """How the files are written; the value is the end of their names."""

    CSV = "csv.gz"
    PARQUET = "parquet"


_COPY = {
    Format.CSV: "format csv, header, compression gzip",
    Format.PARQUET: "format parquet, compression zstd",
}

# Codes have leading zeros, which pandas would take away; Parquet knows its types.
_PANDAS = {
    Format.CSV: 'pandas.read_csv("{path}", dtype=str)',
    Format.PARQUET: 'pandas.read_parquet("{path}")',
}


def export(database: Path, cohort: str, form: Format, to: Path) -> dict[str, int]:
    """Write the cohort into the folder `to`, a file per core table, and return the rows of each.

    Tables about no person (practitioners, places) are written whole. The folder appears when all files are complete;
    until then they lie beside it under a hidden name, which is removed when anything fails.
    Raises CareworldError when there is no warehouse, no such cohort, or something in the folder already.
    """
    warehouse.must_exist(database)
    _must_be_free(to)
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            members = _members(connection, cohort, database)
            queries = {MEMBERS: f"select * from {members}"} | _cut(connection, members, database)
            return _write(connection, queries, form, to)
    except (duckdb.IOException, duckdb.SerializationException) as error:
        raise CareworldError(f"{database} cannot be exported to {to}: {error}") from None


def pandas_line(to: Path, form: Format) -> str:
    """The line of Python that reads the members, as an example for every other file."""
    return _PANDAS[form].format(path=to / f"{MEMBERS}.{form}")


def _must_be_free(to: Path) -> None:
    """Refuse a file, or a folder with something in it: nobody's work is overwritten."""
    if to.exists() and not to.is_dir():
        raise CareworldError(f"{to} is a file. Name a folder with --to.")
    if to.is_dir() and any(to.iterdir()):
        raise CareworldError(f"{to} is not empty. Name another folder with --to, or remove it first.")


def _members(connection: duckdb.DuckDBPyConnection, cohort: str, database: Path) -> str:
    """The table of the members of a cohort, quoted; only names that the registry knows get into SQL."""
    try:
        found = connection.execute("select cohort, table_name from cohorts.registry order by cohort").fetchall()
    except duckdb.CatalogException:
        raise CareworldError(f"{database} has no table cohorts.registry. Run `make build` to build it.") from None
    tables = dict(found)
    if cohort not in tables:
        raise CareworldError(f"There is no cohort {cohort!r}. Cohorts of {database}: {', '.join(tables) or 'none'}.")
    members = ".".join(f'"{part}"' for part in tables[cohort].split("."))
    try:
        connection.execute(f"select person_id from {members} limit 0").fetchall()
    except duckdb.CatalogException:
        raise CareworldError(
            f"{database} knows the cohort {cohort!r}, but {tables[cohort]} is not built. Run `make build`."
        ) from None
    return members


def _cut(connection: duckdb.DuckDBPyConnection, members: str, database: Path) -> dict[str, str]:
    """The query of each core table by its name, with the rows of members alone where rows are about persons."""
    tables = connection.execute(
        """
        select table_name, bool_or(column_name = 'person_id')
        from duckdb_columns()
        where schema_name = 'core' and database_name = current_database()
        group by table_name
        order by table_name
        """
    ).fetchall()
    if not tables:
        raise CareworldError(f"{database} has no core tables. Run `make build` to build them.")
    cut = f"where person_id in (select person_id from {members})"
    return {name: f'select * from core."{name}" {cut if about_persons else ""}' for name, about_persons in tables}


def _write(connection: duckdb.DuckDBPyConnection, queries: dict[str, str], form: Format, to: Path) -> dict[str, int]:
    """Write the rows of each query into a file, in one order, and show the folder when all is done."""
    unfinished = to.with_name(f".{to.name}.{os.getpid()}.unfinished")
    unfinished.mkdir(parents=True)
    try:
        rows = {}
        for name, query in queries.items():
            path = str(unfinished / f"{name}.{form}").replace("'", "''")
            copied = connection.execute(f"copy ({query} order by all) to '{path}' ({_COPY[form]})").fetchall()
            rows[name] = copied[0][0]
        if to.is_dir():
            to.rmdir()
        unfinished.rename(to)
        return rows
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
