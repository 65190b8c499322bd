"""The compiled cohorts against a second implementation of the language, on random definitions over random people.

CAREWORLD_DEFINITIONS=200 asks fewer of them, CAREWORLD_DEFINITION_SEED=2 asks other ones.
"""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import pytest
from language_project import Project
from reference_language import Definition, Verb, World

DEFINITIONS = int(os.environ.get("CAREWORLD_DEFINITIONS", "2000"))
SEED = int(os.environ.get("CAREWORLD_DEFINITION_SEED", "1"))
# Definitions that one world is asked, and that dbt compiles as one file.
BATCH = 50

CONCEPTS = ["a", "b", "c"]
SETTINGS = ["inpatient", "emergency", "outpatient", "skilled_nursing", None]
# Few distances, and days that are multiples of five: every boundary is met again and again.
DISTANCES = [1, 5, 10, 30]
FIRST_DAY = date(2021, 7, 1)


# ---------------------------------------------------------------------------------------------------------------------
# Random definitions


def some(rng: Random, **choices: list) -> dict[str, object]:
    """A few of the arguments, each with one of its values."""
    return {name: rng.choice(values) for name, values in choices.items() if rng.random() < 0.4}


def on_events(rng: Random) -> dict[str, object]:
    """A concept, perhaps of a setting or two."""
    settings = [*SETTINGS[:4], SETTINGS[:2]]
    return {"concept": rng.choice(CONCEPTS)} | some(rng, setting=settings)


def leaf(rng: Random, names: list[str]) -> Verb:
    """An entry on the events of one concept, or on another cohort."""
    name = rng.choice(names)
    if name == "members_of":
        return Verb(name, {"name": "m"})
    if name == "one_or_two":
        return Verb(name, {"concept": rng.choice(CONCEPTS)} | some(rng, within_days=[30, 60], days_apart=DISTANCES))
    arguments = on_events(rng)
    count = rng.choice([1, 1, 2, 2, 3])
    if count > 1 or name == "nth":
        arguments["n" if name == "nth" else "at_least"] = count
    if count > 1:
        arguments |= some(rng, days_apart=DISTANCES)
        if rng.random() < 0.5:
            arguments["within_days"] = arguments.get("days_apart", 1) * (count - 1) + rng.choice([0, 5, 30, 60])
    return Verb(name, arguments)


ONCE = ["first", "first", "nth", "last", "one_or_two", "members_of"]


def an_entry(rng: Random, depth: int = 2) -> Verb:
    """An entry that is true once for a person, at most."""
    if depth == 0 or rng.random() < 0.5:
        return leaf(rng, ONCE)
    name = rng.choice(["any_of", "all_of", "at_least_k_of"])
    count = rng.choice([2, 2, 3])
    arguments = {"k": rng.randint(2, count)} if name == "at_least_k_of" else {}
    if name == "any_of":
        return Verb(name, {}, tuple(an_entry(rng, depth - 1) for _ in range(count)))
    arguments |= some(rng, within_days=[0, 5, 30, 90])
    parts = [an_entry(rng, depth - 1) if rng.random() < 0.5 else leaf(rng, ["every"]) for _ in range(count)]
    return Verb(name, arguments, tuple(parts))


def a_recurring_entry(rng: Random) -> Verb:
    """An entry that opens many spells."""
    parts = [leaf(rng, ["every"]) for _ in range(rng.choice([1, 1, 2]))]
    if rng.random() < 0.2:
        parts.append(Verb("members_of", {"name": "m", "every_spell": True}))
    return parts[0] if len(parts) == 1 else Verb("any_of", {}, tuple(parts))


KINDS_OF_RULES = ["enrolled", "age", "sex", "resides", "payer", "score", "in_cohort", "not_in_cohort"]
KINDS_OF_RULES += ["has_before", "never_before", "has_within", "never_within"]

BENEFITS = ["medical", "pharmacy", "both"]


def a_rule(rng: Random) -> Verb:
    """A rule of any kind."""
    name = rng.choice(KINDS_OF_RULES)
    low = rng.choice([0, 17, 18, 65])
    window = {"days_before": [0, 5, 30, 90], "days_after": [0, 5, 30, 90]}
    arguments = {
        "enrolled": lambda: some(rng, **window, max_gap=[0, 4, 5, 30], benefit=BENEFITS),
        "age": lambda: {"at_least": low} | some(rng, at_most=[low, low + 1, 80]),
        "sex": lambda: {"value": rng.choice(["female", "male"])},
        "resides": lambda: {"state": rng.choice(["MA", ["MA", "NH"]])},
        "payer": lambda: {"payer_type": rng.choice(["medicare", ["medicare", "medicaid"]])},
        "has_before": lambda: on_events(rng) | some(rng, within_days=DISTANCES, at_least=[1, 2, 3]),
        "never_before": lambda: on_events(rng) | some(rng, within_days=DISTANCES),
        "has_within": lambda: on_events(rng) | some(rng, **window, at_least=[1, 2, 3]),
        "never_within": lambda: on_events(rng) | some(rng, **window),
        "in_cohort": lambda: {"name": "m"},
        "not_in_cohort": lambda: {"name": "m"},
        "score": lambda: (
            {"feature": "f"} | rng.choice([{"at_least": 2}, {"at_most": 2}, {"at_least": 1, "at_most": 2}])
        ),
    }
    return Verb(name, arguments[name]())


def an_exit(rng: Random, depth: int = 1) -> Verb:
    """An exit of any kind."""
    names = ["end_of_enrollment", "death", "days_after", "end_of_drug_era", "until_event", "end_of_data"]
    name = rng.choice(names + ["earliest_of"] * depth)
    if name == "earliest_of":
        return Verb(name, {}, tuple(an_exit(rng, 0) for _ in range(rng.choice([2, 3]))))
    arguments = {
        "end_of_enrollment": lambda: some(rng, max_gap=[0, 4, 5, 30]),
        "days_after": lambda: {"days": rng.choice([0, 5, 30, 90])},
        "end_of_drug_era": lambda: {"concept": rng.choice(CONCEPTS)} | some(rng, gap=[0, 4, 5, 30]),
        "until_event": lambda: on_events(rng),
    }
    return Verb(name, arguments.get(name, dict)())


def a_definition(rng: Random) -> Definition:
    """A cohort of any kind."""
    recurs = rng.random() < 0.35
    entry = a_recurring_entry(rng) if recurs else an_entry(rng)
    rules = {f"rule {number}": a_rule(rng) for number in range(rng.choice([0, 1, 1, 2, 3]))}
    more = some(rng, collapse_gap=[0, 4, 5, 30]) if recurs else {}
    return Definition(entry, rules, an_exit(rng), **more, reference_years=rng.choice([1, 2] + [None] * 8))


# ---------------------------------------------------------------------------------------------------------------------
# Random people


def a_day(rng: Random, spread: int = 400) -> date:
    """One of the days on which things happen."""
    return FIRST_DAY + timedelta(days=5 * rng.randint(0, spread // 5))


def a_world(rng: Random) -> World:
    """Thirty people with events, coverage and much that is not known."""
    people = [f"person {number}" for number in range(30)]

    def later(day: date | None, choices: list[int]) -> date | None:
        return day and day + timedelta(days=rng.choice(choices))

    def unless(missing: float, value: object) -> object:
        return None if rng.random() < missing else value

    def events() -> list[tuple]:
        found = []
        for person in people:
            for _ in range(rng.choice([0, 1, 2, 3, 6])):
                day = unless(0.03, a_day(rng))
                found.append((person, day, unless(0.05, later(day, [0, 4, 9, 29, 29, -5])), rng.choice(SETTINGS)))
        return found

    def policies() -> list[tuple]:
        found = []
        file_date = unless(0.5, FIRST_DAY + timedelta(days=420))
        for person in people:
            day = a_day(rng, 60)
            for _ in range(rng.choice([0, 1, 1, 2, 3])):
                start = unless(0.02, day)
                end = (
                    rng.choice([None, date(9999, 12, 31)]) if rng.random() < 0.1 else later(day, [29, 99, 199, 399, -5])
                )
                state, payer = rng.choice(["MA", "NH", "VT", None]), rng.choice(["medicare", "medicaid", "commercial"])
                pays = rng.choice([1, 1, 0, None]), rng.choice([1, 1, 0, None])
                found.append((person, start, end, state, payer, *pays, file_date, date(2022, 12, 1)))
                day = later(day, [30, 100, 101, 104, 105, 106, 200, 205])
        return found

    def patients() -> list[tuple]:
        ages = [0, 17, 18, 18, 65, 66, 80]
        born = {person: a_day(rng).replace(day=1) - timedelta(days=rng.choice([0, 0, 1])) for person in people}
        return [
            (
                person,
                unless(0.1, date(2004, 2, 29) if rng.random() < 0.1 else born[person].replace(
                    year=born[person].year - rng.choice(ages), day=min(born[person].day, 28))),
                unless(0.7, a_day(rng, 500)),
                rng.choice(["female", "male", "unknown"]),
            )
            for person in people
            if rng.random() < 0.9
        ]  # fmt: skip

    def spells() -> list[tuple]:
        days = {person: a_day(rng) for person in people if rng.random() < 0.5}
        once = [(person, day, later(day, [0, 5, 30, 90])) for person, day in days.items()]
        return once + [(person, later(end, [1, 5, 30]), later(end, [30, 60])) for person, _, end in once[::2]]

    def values() -> list[tuple]:
        found = []
        for person in people:
            day = a_day(rng, 200)
            for value in range(rng.choice([0, 1, 2, 4])):
                next_day = later(day, [5, 30, 90])
                found.append((person, day, unless(0.2, next_day - timedelta(days=1)), float(value)))
                if found[-1][2] is None:
                    break
                day = next_day
        return found

    def frame(rows: list[tuple], names: str) -> pd.DataFrame:
        return pd.DataFrame(rows, columns=names.split(), dtype=object)

    event_columns = "person_id event_date event_end_date setting"
    return World(
        concepts={concept: frame(events(), event_columns) for concept in CONCEPTS},
        cohorts={"m": frame(spells(), "person_id cohort_start_date cohort_end_date")},
        features={"f": frame(values(), "person_id valid_from_date valid_to_date value")},
        patient=frame(patients(), "person_id birth_date death_date sex"),
        coverage=frame(
            policies(),
            "person_id enrollment_start_date enrollment_end_date fips_state_abbreviation payer_type "
            "medical_benefit_flag pharmacy_benefit_flag file_date tuva_last_run",
        ),
    )


# ---------------------------------------------------------------------------------------------------------------------
# The comparison

Batches = list[tuple[World, list[Definition]]]
ASKED = "-- definition "
TABLES = {
    **{f"concepts.{concept}": f"concept__{concept}" for concept in CONCEPTS},
    "cohorts.m": "cohort__m",
    "features.f": "features__f",
    "core.patient": "core__patient",
    "core.coverage": "core__coverage",
}
# dbt renders a model once to learn what it needs and once to compile it; told what is needed, once is enough.
# What stands between them and the definitions, and the types of columns that are not text, by how their names end.
BETWEEN = ["unbroken_coverage", "unbroken_pharmacy_coverage", "year"]
TYPES = {"date": "date", "run": "date", "value": "double", "flag": "integer"}
READ = [*TABLES.values(), *(f"cohorts__{name}" for name in BETWEEN)]
NEEDED = "\n".join(f"-- depends_on: {{{{ ref('{table}') }}}}" for table in READ)


@pytest.fixture(scope="module")
def batches() -> Batches:
    """Every world with the definitions that it is asked."""
    rng = Random(SEED)
    sizes = [min(BATCH, DEFINITIONS - begun) for begun in range(0, DEFINITIONS, BATCH)]
    return [(a_world(rng), [a_definition(rng) for _ in range(size)]) for size in sizes]


@pytest.fixture(scope="module")
def compiled(
    batches: list[tuple[World, list[Definition]]], tmp_path_factory: pytest.TempPathFactory
) -> list[list[str]]:
    """The SQL of every definition, and before them that of the tables they read, by batch."""
    project = Project(tmp_path_factory.mktemp("reference"))
    project.start()
    for name in BETWEEN:
        project.copy(f"cohorts/cohorts__{name}")
    for table in TABLES.values():
        project.give(table, [])
    for number, (_, definitions) in enumerate(batches):
        text = "".join(f"{ASKED}\n{{{{ {definition} }}}}\n" for definition in definitions)
        project.write(f"models/cohorts/batch_{number}.sql", f"{NEEDED}\n{{%- if execute %}}\n{text}{{%- endif %}}\n")
    result = project.dbt("compile")
    assert result.success, result.exception
    folder = Path("target/compiled/language/models/cohorts")
    shared = [
        f"create table cohorts.{name} as {project.read(str(folder / f'cohorts__{name}.sql'))}"
        for name in BETWEEN
    ]
    return [
        [*shared, *project.read(str(folder / f"batch_{number}.sql")).split(ASKED)[1:]] for number in range(len(batches))
    ]


def database(world: World) -> duckdb.DuckDBPyConnection:
    """The tables of a world where the compiled SQL looks for them."""
    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute("attach ':memory:' as careworld")
    connection.execute("use careworld")
    tables = {f"concepts.{name}": table for name, table in world.concepts.items()}
    tables |= {f"cohorts.{name}": table for name, table in world.cohorts.items()}
    tables |= {f"features.{name}": table for name, table in world.features.items()}
    tables |= {"core.patient": world.patient, "core.coverage": world.coverage}
    for name, table in tables.items():
        connection.execute(f"create schema if not exists {name.split('.')[0]}")
        types = [TYPES.get(column.rsplit("_", maxsplit=1)[-1], "varchar") for column in table.columns]
        declared = ", ".join(f"{column} {type_}" for column, type_ in zip(table.columns, types, strict=True))
        connection.execute(f"create table {name} ({declared})")
        connection.register("given", table)
        connection.execute(f"insert into {name} from given")
    return connection


def agreement(number: int, world: World, definitions: list[Definition], compiled: list[str]) -> Counter:
    """Ask both about every definition; how much there was to agree about."""
    agreed = Counter(members=0, spells=0, years=0)
    between, statements = compiled[: len(BETWEEN)], compiled[len(BETWEEN) :]
    with database(world) as connection:
        for table in between:
            connection.execute(table)
        for definition, statement in zip(definitions, statements, strict=True):
            said = f"batch {number}: {definition}"
            asked, *by_year = [part for part in statement.split(";\n") if part.strip()]
            found = connection.execute(asked).fetchall()
            expected = world.screened(definition)
            assert sorted(found, key=lambda row: (row[:3], row[3] or "")) == expected, said
            assert len(by_year) == (definition.reference_years is not None), said
            if by_year:
                flagged = sorted(connection.execute(by_year[0]).fetchall())
                assert flagged == world.yearly(definition), said
                agreed["years"] += len(flagged)
            agreed["members"] += sum(lost is None for *_, lost in expected)
            agreed["spells"] += len(expected) - len({person for person, *_ in expected})
    return agreed


def test_compiled_cohorts_agree_with_the_reference(batches: Batches, compiled: list[list[str]]):
    pairs = enumerate(zip(batches, compiled, strict=True))
    asked = [(number, *batch, statements) for number, (batch, statements) in pairs]
    with ThreadPoolExecutor(2) as both_cores:
        agreed = sum(both_cores.map(lambda batch: agreement(*batch), asked), Counter())
    # Agreement about nothing would be no agreement.
    assert min(agreed["members"], agreed["spells"], agreed["years"]) >= DEFINITIONS
