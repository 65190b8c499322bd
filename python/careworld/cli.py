"""The command line: commands for a spec, its lake, the questions to a warehouse and the files that are written."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from careworld import lake, spec
from careworld.errors import CareworldError
from careworld.export import Format

app = typer.Typer(
    help="Make a synthetic healthcare population and ask it.", no_args_is_help=True, pretty_exceptions_enable=False
)
errors = Console(stderr=True)

Name = Annotated[str, typer.Argument(help="Name of a spec under specs/, or the path of a YAML file.")]


def main() -> None:
    """Run the command line; errors that a user can act on are printed without a traceback."""
    try:
        app()
    except CareworldError as error:
        errors.print(f"[bold red]careworld:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


@app.command()
def validate(name: Name = "demo") -> None:
    """Check a spec and say what it asks for."""
    asked = spec.load(name)
    typer.echo(
        f"{spec.path_of(name)} is valid: {asked.people:,} people, {asked.start} to {asked.end}, "
        f"seed {asked.seed}, spec id {asked.id}."
    )


@app.command()
def preview(
    name: Name = "demo", people: Annotated[int, typer.Option(min=1, help="How many people to simulate.")] = 500
) -> None:
    """Simulate a few people of a spec and show what they are like, without writing anything."""
    from careworld.preview import summary

    table = Table("", "", title=f"{spec.path_of(name)}: the first {people:,} people", show_header=False)
    for label, value in summary(spec.load(name), people):
        table.add_row(label, value)
    Console().print(table)


@app.command()
def generate(
    name: Name = "demo",
    workers: Annotated[int, typer.Option(min=0, help="Processes, 0 for one per core; the bytes stay the same.")] = 0,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Write the lake again even if it is complete.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Write the lake of a spec under data/lake; a finished one is reused, an interrupted one completed."""
    asked = spec.load(name)
    folder = spec.name_of(name)
    if rebuild:
        lake.remove(folder)
    with _progress(asked.people, quiet) as advance:
        manifest = lake.generate(asked, folder, workers or os.cpu_count() or 1, advance)
    files = manifest["files"]
    typer.echo(
        f"{lake.LAKES / folder}: {manifest['people']:,} people, {sum(f['rows'] for f in files):,} rows, "
        f"{sum(f['bytes'] for f in files) / 1e6:,.0f} MB."
    )


@contextmanager
def _progress(people: int, quiet: bool):
    """A bar of people done with the time left; yields the function that moves it."""
    columns = (
        TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=errors, disable=quiet) as bar:
        task = bar.add_task("people", total=people)
        move: Callable[[int], None] = lambda done: bar.advance(task, done)  # noqa: E731
        yield move


@app.command()
def answer(
    database: Annotated[Path, typer.Option(help="The warehouse to ask.")] = Path("careworld.duckdb"),
) -> None:
    """How often are people with diabetes admitted to an acute inpatient stay, compared with everyone?"""
    from careworld.answer import print_answer

    print_answer(database)


@app.command()
def export(
    cohort: Annotated[str, typer.Option(help="Name of a cohort; cohorts.registry lists them.")],
    to: Annotated[Path, typer.Option(help="Folder to write; new or empty.")],
    form: Annotated[Format, typer.Option("--format", help="Parquet keeps the types of columns.")] = Format.PARQUET,
    database: Annotated[Path, typer.Option(help="The warehouse to read.")] = Path("careworld.duckdb"),
) -> None:
    """Write every core table, cut to the members of a cohort, into files that pandas reads in a line."""
    from careworld import export as exporting

    rows = exporting.export(database, cohort, form, to)
    typer.echo(f"{to}: {len(rows)} files, {sum(rows.values()):,} rows, {rows[exporting.MEMBERS]:,} of them members.")
    typer.echo(f"Each reads with a line such as {exporting.pandas_line(to, form)}")


@app.command()
def scorecard(
    database: Annotated[Path, typer.Option(help="The warehouse to judge.")] = Path("careworld.duckdb"),
    page: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("target/scorecard.html"),
    failing: Annotated[bool, typer.Option("--failing", help="Print the figures out of band instead.")] = False,
) -> None:
    """How close is the world to published figures? Print the shares in band and write a page."""
    from careworld import scorecard as card

    rows = card.read(database)
    if failing:
        card.print_failing(rows)
        return
    card.print_summary(rows)
    typer.echo(f"The page is {card.write_page(rows, page)}.")


@app.command()
def assumptions(
    people: Annotated[int, typer.Option(min=100, max=lake.BLOCK, help="How many people to simulate.")] = 1000,
    tables: Annotated[list[str], typer.Option(help="Tables to try, all if none is named.")] = [],  # noqa: B006
    workers: Annotated[int, typer.Option(min=0, help="Processes, 0 for one per core.")] = 0,
    page: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("target/assumptions.html"),
) -> None:
    """Which assumptions matter? Raise each by a tenth, simulate again, rank them and write a page."""
    from careworld import influence

    with Progress(console=errors) as bar:
        task = bar.add_task("worlds", total=None)
        move = lambda done, total: bar.update(task, completed=done, total=total)  # noqa: E731
        base, units = influence.measure(people, workers or os.cpu_count() or 1, tables, move)
    table = Table("table or number", "rows assumed", "of", "largest move", "figure")
    for unit in units[:15]:
        rows = unit.cited + unit.mixed + unit.assumed
        move = f"{unit.change[unit.moves_most]:+.1f} %" if unit.influence else "none"
        table.add_row(unit.name, str(unit.mixed + unit.assumed), str(rows), move, unit.moves_most)
    Console().print(table)
    typer.echo(f"The page is {influence.write_page(people, base, units, page)}.")


@app.command()
def declare() -> None:
    """Write models/raw and models/truth from schema.py."""
    from careworld.declare import write
    from careworld.parameters import ROOT

    for path in write(ROOT):
        typer.echo(path)


@app.command()
def manual() -> None:
    """Write the manual of the language, docs/language.md, from its examples."""
    from careworld.manual import write
    from careworld.parameters import ROOT

    typer.echo(write(ROOT))


@app.command()
def new_cohort(
    name: Annotated[str, typer.Argument(help="Name of the cohort, such as new_metformin_users.")],
    shelf: Annotated[str, typer.Argument(help="Its shelf, a folder of models/concepts or models/cohorts.")],
    concept: Annotated[str | None, typer.Option(help="What it begins with; else one that the name holds.")] = None,
    owner: Annotated[str, typer.Option(help="Who answers for the definition.")] = "careworld",
) -> None:
    """Write the model and the twin of a new cohort, with example patients to fill."""
    from careworld.new_cohort import write

    typer.echo(write(name, shelf, concept, owner))


@app.command()
def cohort_report(
    name: Annotated[str, typer.Argument(help="Name of the cohort.")],
    database: Annotated[Path, typer.Option(help="The warehouse to ask.")] = Path("careworld.duckdb"),
    page: Annotated[Path | None, typer.Option(help="The page; target/cohort_<name>.html unless said.")] = None,
) -> None:
    """Write a page about a cohort: who is in and why, who was lost, how often it is right."""
    from careworld import cohort_report as report

    written = report.write_page(report.read(database, name), page or Path(f"target/cohort_{name}.html"))
    typer.echo(f"The page is {written}.")


@app.command()
def docs(
    database: Annotated[Path, typer.Option(help="The warehouse that dbt described.")] = Path("careworld.duckdb"),
    target: Annotated[Path, typer.Option(help="Where dbt wrote what it knows.")] = Path("target"),
) -> None:
    """Write the page of all tables from what `dbt docs generate` left, with the accuracy of cohorts beside them."""
    from careworld import documentation

    page, judged = documentation.write(target, documentation.read(database))
    typer.echo(f"The page is {page}; it says of {len(judged)} cohorts how often they are right.")
    if not judged:
        typer.echo(f"{database} was not judged: `make build` does it.")


@app.command()
def bench(
    people: Annotated[list[int], typer.Option(help="Sizes to measure.")] = [10_000, 100_000],  # noqa: B006
    build: Annotated[bool, typer.Option(help="Also measure dbt build, of the smallest size.")] = True,
) -> None:
    """Measure people and rows per CPU-second and peak memory by size, and the share of time by step of a block."""
    from careworld.bench import measure, profile

    console = Console(width=160)
    results = [measure(n, build and n == min(people)) for n in people]
    names = list(dict.fromkeys(name for result in results for name in result))
    table = Table(*names, title="careworld bench")
    for result in results:
        table.add_row(*(str(result.get(name, "")) for name in names))
    console.print(table)
    size = min(lake.BLOCK, *people)
    steps = profile(size)
    whole = sum(seconds for _, seconds in steps)
    table = Table("step", "CPU-s", "share", title=f"where the time of {size:,} people goes")
    for step, seconds in steps:
        table.add_row(step, f"{seconds:.3f}", f"{seconds / whole:.1%}")
    console.print(table)
    typer.echo(json.dumps({"sizes": results, "steps": dict(steps)}))
