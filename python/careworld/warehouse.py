"""A built warehouse, opened to be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from careworld.errors import CareworldError


def must_exist(database: Path) -> None:
    """Raise CareworldError when there is no such file."""
    if not database.is_file():
        raise CareworldError(f"There is no warehouse {database}. Run `make build` first.")


@contextmanager
def opened(database: Path, lacks: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads a warehouse.

    Raises CareworldError when the file is missing, no warehouse, or without a table or column that is asked for; the
    last says what it `lacks`, in which `{error}` stands for the words of the database.
    """
    must_exist(database)
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise CareworldError(f"{database} {lacks.format(error=error)}") from None
    except (duckdb.IOException, duckdb.SerializationException) as error:
        raise CareworldError(f"{database} cannot be read as a DuckDB file: {error}. Run `make build` again.") from None
