"""The headline question, asked of a built warehouse."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from careworld import warehouse

QUESTION = "How often are people with diabetes admitted to an acute inpatient stay, compared with everyone?"

# Whom the question is about; the table knows every cohort.
_POPULATIONS = ("everyone", "diabetes", "type_2_diabetes")

_QUERY = """
    select
        population,
        age_band,
        sex,
        persons,
        person_years,
        stays,
        stays_per_1000,
        stays_per_person,
        ratio_to_everyone
    from utilization.acute_inpatient
    where
        population in (select unnest($1))
        and (age_band = 'all' or sex = 'all')
    order by
        population != 'everyone',
        population,
        age_band != 'all',
        age_band,
        sex != 'all',
        sex
"""

_DESCRIPTIONS = """
    select
        cohort,
        description
    from cohorts.registry
    where cohort in (select unnest($1))
    order by cohort
"""


def rows(database: Path, query: str = _QUERY) -> list[tuple]:
    """Rows of a query; by default the answer: population, age band, sex, persons, person-years, stays, rates, ratio.

    Raises CareworldError when the warehouse is missing or was not built.
    """
    lacks = "has no table utilization.acute_inpatient. Run `make build` to build it."
    with warehouse.opened(database, lacks) as connection:
        return connection.execute(query, [list(_POPULATIONS)]).fetchall()


def print_answer(database: Path) -> None:
    """Print the answer as a table, a sentence, and where to find more."""
    console = Console(width=110)
    found = rows(database)
    table = Table(title=QUESTION, title_justify="left", caption="acute inpatient stays of enrolled people, from claims")
    columns = ("population", "age", "sex", "persons", "person-years", "stays", "per 1,000", "per person", "ratio")
    for column in columns:
        table.add_column(column, justify="left" if column in ("population", "age", "sex") else "right")
    for i, (population, age, sex, persons, years, stays, per_1000, per_person, ratio) in enumerate(found):
        table.add_row(
            population, age, sex, f"{persons:,}", f"{years:,.0f}", f"{stays:,}", f"{per_1000:,.0f}",
            f"{per_person:.2f}", f"{ratio:.2f}" if ratio is not None else "",
            style="bold" if age == sex == "all" else None,
            end_section=i + 1 < len(found) and found[i + 1][0] != population,
        )  # fmt: skip
    console.print(table)
    overall = {row[0]: row for row in found if row[1] == row[2] == "all"}
    if "diabetes" in overall and "everyone" in overall:
        diabetes, everyone = overall["diabetes"], overall["everyone"]
        console.print(
            f"People with diabetes: {diabetes[6]:,.0f} stays per 1,000 person-years; everyone: {everyone[6]:,.0f}. "
            f"That is [bold]{diabetes[8]:.2f} times[/] as often."
        )
    for cohort, description in rows(database, _DESCRIPTIONS):
        console.print(f"[bold]{cohort}[/]: {' '.join(description.split())}", highlight=False)
    console.print(f"The table is utilization.acute_inpatient in {database}; it knows every cohort of cohorts.registry.")
