"""The language of concepts and cohorts: what each verb means, how a wrong word fails, the SQL it compiles to.

The meaning stands in tests/python/language/*.yml, for people: a definition, the tables it is given, the rows it gives.
All cases are models of one small dbt project that speaks this project's macros and is built once.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import duckdb
import jinja2
import pytest
import yaml
from language_project import CORE, MACROS, ROOT, Project, Rows, rows

PAGES = Path(__file__).parent / "language"
SNAPSHOTS = PAGES / "snapshots"

@dataclass(frozen=True)
class Case:
    """One sentence of the language: a definition, what it is given and what it gives."""

    page: str
    number: int
    it: str
    gives: str = ""
    given: dict[str, str] = field(default_factory=dict)
    cohort: str | None = None
    concept: str | None = None
    says: str | None = None
    attrition: str | None = None
    fails: str | None = None
    years: str | None = None
    before: str = ""
    keep: str | None = None

    @property
    def kind(self) -> str:
        return "cohort" if self.cohort else "concept"

    @property
    def name(self) -> str:
        return f"{self.page}_{self.number:02}"

    @property
    def mark(self) -> str:
        return f"{self.name}: "

    def marked(self, row: dict[str, str]) -> dict[str, str]:
        """The row with the case's mark on its keys: the tables are shared, the people are not."""
        return {name: self.mark + cell if name.endswith("_id") and cell else cell for name, cell in row.items()}


SENTENCES = [
    Case(page.stem, number, **case)
    for page in sorted(PAGES.glob("*.yml"))
    for number, case in enumerate(yaml.safe_load(page.read_text(encoding="utf-8")), start=1)
]
CASES = [case for case in SENTENCES if not case.fails]
COHORTS = [case for case in CASES if case.cohort]

# Models of this project that the small one has too: the tables over all definitions, and what is kept as a snapshot.
OVERVIEWS = [
    "concepts/concepts__recorded_code",
    "concepts/concepts__encounter_setting",
    "concepts/concepts__registry",
    "cohorts/cohorts__unbroken_coverage",
    "cohorts/cohorts__unbroken_pharmacy_coverage",
    "cohorts/cohorts__year",
    "cohorts/cohorts__yearly",
    "cohorts/cohorts__registry",
    "cohorts/cohorts__attrition",
    "cohorts/cohorts__member",
]
KEPT = [
    "cohorts/endocrine/cohort__diabetes",
    "cohorts/endocrine/cohort__type_2_diabetes",
    "concepts/endocrine/concept__metformin",
]
READ_BY_KEPT = [
    "concept__diabetes",
    "concept__elevated_hemoglobin_a1c",
    "concept__type_1_diabetes",
    "concept__type_2_diabetes",
    "value_set__metformin",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """All cases in one project, built."""
    project = Project(tmp_path_factory.mktemp("language"))
    project.start()
    for model in OVERVIEWS + KEPT:
        project.copy(model)

    # The data ends when the last coverage does.
    last = {"person_id": "last", "enrollment_start_date": "2024-12-31", "enrollment_end_date": "2024-12-31"}
    given = {f"core__{table}": [] for table in CORE} | {"core__coverage": [last]}
    for case in CASES:
        project.define(f"{case.kind}__{case.name}", case.cohort or case.concept, case.before)
        for table, text in case.given.items():
            shared = table.startswith(("value_set__", "terminology__"))
            given.setdefault(table, []).extend(row if shared else case.marked(row) for row in rows(text))
    for needed in [*READ_BY_KEPT, "terminology__ndc"]:
        given.setdefault(needed, [])
    for table, records in given.items():
        project.give(table, records)

    project.build()
    return project


@pytest.fixture(scope="module")
def warehouse(project: Project) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the cases gave."""
    with project.opened() as connection:
        yield connection


def table(warehouse: duckdb.DuckDBPyConnection, like: str, source: str) -> Rows:
    """Rows as text, with the columns of a drawn table."""
    header = next(csv.reader([like.splitlines()[0]], skipinitialspace=True))
    names = [name.strip() for name in header]
    selected = ", ".join(f"coalesce(cast({name} as varchar), '')" for name in names)
    found = warehouse.execute(f"select {selected} from {source}").fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def in_order(records: Rows) -> Rows:
    return sorted(records, key=lambda row: list(row.values()))


# ---------------------------------------------------------------------------------------------------------------------
# What the verbs mean


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.page}: it {case.it}")
def test_the_language(case: Case, warehouse: duckdb.DuckDBPyConnection):
    everyone = f"{case.kind}s.{case.name}" + ("__screened" if case.cohort else "")
    found = table(warehouse, case.gives, f"{everyone} where starts_with(person_id, '{case.mark}')")
    unmarked = [{name: cell.removeprefix(case.mark) for name, cell in row.items()} for row in found]
    assert in_order(unmarked) == in_order(rows(case.gives))
    if case.says:
        words = f"select words from {case.kind}s.registry where {case.kind} = ?"
        assert warehouse.execute(words, [case.name]).fetchall() == [(case.says,)]
    if case.attrition:
        steps = f"cohorts.attrition where cohort = '{case.name}' order by step"
        assert table(warehouse, case.attrition, steps) == rows(case.attrition)
    if case.years:
        flags = f"cohorts.yearly where cohort = '{case.name}' and starts_with(person_id, '{case.mark}')"
        found = table(warehouse, case.years, flags)
        unmarked = [{name: cell.removeprefix(case.mark) for name, cell in row.items()} for row in found]
        assert in_order(unmarked) == in_order(rows(case.years))


@pytest.mark.parametrize("case", COHORTS, ids=lambda case: case.name)
def test_members_are_those_whom_no_rule_lost_each_once(case: Case, warehouse: duckdb.DuckDBPyConnection):
    def spells(source: str) -> list[tuple]:
        query = f"select person_id, cohort_start_date, cohort_end_date from {source} order by all"
        return warehouse.execute(query).fetchall()

    kept = spells(f"cohorts.{case.name}__screened where lost_to is null")
    assert spells(f"cohorts.{case.name}") == kept
    assert spells(f"cohorts.member where cohort = '{case.name}'") == kept
    assert all(start <= end for _, start, end in kept)
    # Spells of a person do not overlap; without every() there is one.
    for (person, _, end), (next_person, start, _) in pairwise(kept):
        assert person != next_person or (end < start and re.search("every|recurs", case.cohort))


def test_every_verb_has_a_case():
    """A verb without one is a word without a meaning."""
    said = Counter(word for case in CASES for word in re.findall(r"(\w+)\(", case.cohort or case.concept))
    assert {name for name, _ in VERBS} <= set(said)


def test_the_registry_says_what_a_definition_is_built_on(warehouse: duckdb.DuckDBPyConnection):
    query = "select table_name, shelf, built_on, file_name from cohorts.registry where cohort = 'diabetes'"
    assert warehouse.execute(query).fetchall() == [
        (
            "cohorts.diabetes",
            "endocrine",
            "concept__diabetes, concept__elevated_hemoglobin_a1c",
            "models/cohorts/endocrine/cohort__diabetes.sql",
        )
    ]


def test_the_registry_holds_each_definition_as_data(warehouse: duckdb.DuckDBPyConnection):
    query = """
        select
            definition ->> '$.entry.arguments.entries[0].arguments.days_apart',
            definition ->> '$.rules[1].name',
            definition ->> '$.rules[1].rule.verb',
            definition ->> '$.rules[1].rule.arguments.at_least',
            definition ->> '$.exit.verb'
        from cohorts.registry
        where cohort = 'type_2_diabetes'
    """
    assert warehouse.execute(query).fetchall() == [("30", "adult at entry", "age", "18", "end_of_enrollment")]


# ---------------------------------------------------------------------------------------------------------------------
# How a wrong word fails: while dbt parses, with the word, what is allowed and the file

ENTRIES = (
    "first(), nth(), last(), every(), one_or_two(), any_of(), all_of(), at_least_k_of(), members_of(), plain_sql()"
)
RULES = (
    "enrolled(), age(), sex(), resides(), payer(), has_before(), never_before(), has_within(), never_within(), "
    "in_cohort(), not_in_cohort(), score(), plain_sql()"
)
EXITS = (
    "end_of_enrollment(), death(), days_after(), end_of_drug_era(), until_event(), end_of_data(), earliest_of(), "
    "plain_sql()"
)
EVENTS = (
    "conditions(), procedures(), medications(), labs(), vitals(), encounters(), immunizations(), observations(), "
    "deaths(), enrollments()"
)
SETTINGS = "inpatient, skilled_nursing, emergency, outpatient, home_health, pharmacy, other"

MISTAKES = {
    # Names of models: dbt's own words.
    "cohort(entry=first('astma'), exit=death())": "depends on a node named 'concept__astma' which was not found",
    "concept(conditions('astma'))": "depends on a node named 'value_set__astma' which was not found",
    "cohort(first('asthma'), death(), {'smoker': in_cohort('smokers')})": "'cohort__smokers' which was not found",
    # Verbs.
    "cohort(entry=frist('asthma'), exit=death())": f"entry can not be frist(). Allowed: {ENTRIES}",
    "cohort(entry=any_of(first('asthma'), any('copd')), exit=death())": f"part 2 can not be any(). Allowed: {ENTRIES}",
    "cohort(entry=age(at_least=18), exit=death())": f"entry can not be age(). Allowed: {ENTRIES}",
    "cohort(entry='asthma', exit=death())": f'entry can not be "asthma". Allowed: {ENTRIES}',
    "cohort(entry=first('asthma'), exit=end())": f"exit can not be end(). Allowed: {EXITS}",
    "cohort(entry=first('asthma'), exit=death(), rules={'adult': agee(at_least=18)})": (
        f"rule 'adult' can not be agee(). Allowed: {RULES}"
    ),
    "cohort(entry=first('asthma'), exit=death(), rules={'asthma': first('asthma')})": (
        f"rule 'asthma' can not be first(). Allowed: {RULES}"
    ),
    "concept(diagnoses('asthma'))": f"part 1 can not be diagnoses(). Allowed: {EVENTS}",
    "concept(first('asthma'))": f"part 1 can not be first(). Allowed: {EVENTS}",
    "concept()": f"concept() needs at least one of {EVENTS}",
    "cohort(entry=any_of(first('asthma')), exit=death())": "any_of() needs at least two entries",
    # Arguments.
    "cohort(entry=first('asthma', at_leest=2), exit=death())": (
        "first() has no argument at_leest. Allowed: concept, at_least, days_apart, within_days, setting"
    ),
    "cohort(entry=first('asthma'), exits=death())": (
        "cohort() has no argument exits. Allowed: entry, exit, rules, collapse_gap, reference_years"
    ),
    "cohort(entry=all_of(first('asthma'), first('copd'), within=30), exit=death())": (
        "all_of() has no argument within. Allowed: within_days"
    ),
    "cohort(entry=any_of(first('asthma'), first('copd'), within_days=30), exit=death())": (
        "any_of() has no argument within_days"
    ),
    "cohort(entry=first('asthma'))": "parameter 'exit' was not provided",
    "concept(conditions('asthma', rank=1))": (
        "conditions() has no argument rank. Allowed: value_set, position, present_on_admission, setting, claim_type, "
        "specialty, source"
    ),
    "cohort(entry=first('asthma', concept='copd'), exit=death())": "first() was given concept twice",
    # Values.
    "cohort(entry=first(asthma), exit=death())": "for example 'type_2_diabetes', not asthma",
    "cohort(entry=first('asthma', setting='ward'), exit=death())": (
        f'setting="ward" is not known. Allowed: {SETTINGS}'
    ),
    "cohort(entry=first('asthma', setting=['inpatient', 'ward']), exit=death())": (
        f'setting="ward" is not known. Allowed: {SETTINGS}'
    ),
    "cohort(entry=first('asthma', setting=[]), exit=death())": f"setting=[] is not known. Allowed: {SETTINGS}",
    "cohort(entry=first('asthma', at_least='two'), exit=death())": (
        'at_least="two" must be a whole number of at least 1'
    ),
    "cohort(entry=first('asthma', at_least=2, days_apart=0), exit=death())": (
        "days_apart=0 must be a whole number of at least 1"
    ),
    "cohort(entry=first('asthma', days_apart=30), exit=death())": "one event has no distance; say at_least=2 or more",
    "cohort(entry=last('asthma', within_days=30), exit=death())": "one event has no distance; say at_least=2 or more",
    "cohort(entry=nth('asthma', 0), exit=death())": "n=0 must be a whole number of at least 1",
    "cohort(entry=nth('asthma', 1, days_apart=30), exit=death())": "one event has no distance; say n=2 or more",
    "cohort(entry=first('asthma', at_least=3, days_apart=30, within_days=59), exit=death())": (
        "3 events 30 days apart never lie within 59 days"
    ),
    "cohort(entry=at_least_k_of(3, first('asthma'), first('copd')), exit=death())": "there are only 2 entries to",
    "cohort(entry=at_least_k_of(1, first('asthma'), first('copd')), exit=death())": (
        "k=1 must be a whole number of at least 2"
    ),
    "cohort(entry=any_of(first('asthma'), every('copd')), exit=death())": "say every() in all parts or in none",
    "cohort(entry=first('asthma'), exit=death(), collapse_gap=30)": "only every() opens more than one",
    "cohort(entry=first('asthma'), exit=death(), reference_years=0)": (
        "reference_years=0 must be a whole number of at least 1"
    ),
    "cohort(entry=plain_sql('select 1', words='one'), exit=death(), reference_years=2)": (
        "reference_years can not cut the events of plain_sql()"
    ),
    "cohort(entry=plain_sql('select 1', words=''), exit=death())": 'its meaning in words; words is ""',
    "cohort(entry=first('asthma'), exit=earliest_of(death()))": "earliest_of() needs at least two exits",
    "cohort(entry=first('asthma'), exit=earliest_of(death(), first('copd')))": (
        f"earliest_of() part 2 can not be first(). Allowed: {EXITS}"
    ),
    "cohort(entry=first('asthma'), exit=days_after(-1))": "days=-1 must be a whole number of at least 0",
    "cohort(entry=first('asthma'), exit=until_event('copd', setting='ward'))": (
        f'setting="ward" is not known. Allowed: {SETTINGS}'
    ),
    "cohort(first('asthma'), death(), {'drugs': enrolled(benefit='drugs')})": (
        'benefit="drugs" is not known. Allowed: medical, pharmacy, both'
    ),
    "cohort(first('asthma'), death(), {'copd': has_within('copd', days_before='90')})": (
        'days_before="90" must be a whole number of at least 0'
    ),
    "cohort(first('asthma'), death(), {'local': resides('Ohio')})": 'state="Ohio" is not known. Allowed: AL, AK, AZ',
    "cohort(first('asthma'), death(), {'old': payer('Medicare')})": 'payer_type="Medicare" is not known. Allowed:',
    "cohort(first('asthma'), death(), {'ill': score('charlson')})": "score() needs at_least, at_most or both",
    "cohort(first('asthma'), death(), {'ill': score('charleston', at_least=3)})": (
        "'features__charleston' which was not found"
    ),
    "cohort(first('asthma'), death(), {'covered': enrolled(days_before=-1)})": (
        "days_before=-1 must be a whole number of at least 0"
    ),
    "cohort(first('asthma'), death(), {'new': never_before('copd', within_days=0)})": (
        "within_days=0 must be a whole number of at least 1"
    ),
    "cohort(first('asthma'), death(), {'adult': age()})": "age() needs at_least, at_most or both",
    "cohort(first('asthma'), death(), {'adult': age(at_least=18.5)})": (
        "at_least=18.5 must be a whole number of at least 0"
    ),
    "cohort(first('asthma'), death(), {'adult': age(at_least=65, at_most=18)})": (
        "nothing is at least 65 and at most 18"
    ),
    "cohort(first('asthma'), death(), {'women': sex('F')})": 'sex="F" is not known. Allowed: female, male',
    "cohort(first('asthma'), death(), [age(at_least=18)])": "rules pair English names with rules",
    "cohort(first('asthma'), death(), {'': age(at_least=18)})": 'a rule needs a name of one line, not ""',
    "concept(conditions('asthma', position='first'))": 'is not known. Allowed: any, primary, first_or_second',
    "concept(labs('urate', at_least=7))": "a threshold needs its unit, for example",
    "concept(labs('urate', at_least='7', unit='mg/dL'))": 'at_least is a number, not "7"',
    "concept(labs('urate', unit=mg))": "unit is a word in quotes, not mg",
}
MISTAKES |= {case.cohort or case.concept: case.fails for case in SENTENCES if case.fails}


@pytest.fixture(scope="module")
def draft(project: Project) -> Iterator[Project]:
    """The built project with room for one model that is wrong; dbt remembers what it has parsed of the others."""
    yield project
    for path in project.folder.glob("models/*/shelf/*__wrong.sql"):
        path.unlink()


@pytest.mark.parametrize("definition", MISTAKES)
def test_a_wrong_word_stops_the_parse(definition: str, draft: Project):
    for path in draft.folder.glob("models/*/shelf/*__wrong.sql"):
        path.unlink()
    kind = definition.split("(", maxsplit=1)[0]
    draft.define(f"{kind}__wrong", definition)
    result = draft.dbt("parse")
    assert not result.success
    assert MISTAKES[definition] in str(result.exception)
    assert f"models/{kind}s/shelf/{kind}__wrong.sql" in str(result.exception)


# ---------------------------------------------------------------------------------------------------------------------
# The SQL it compiles to


# By the name of the snapshot; a case of the manual is kept under the name that it gives.
SHOWN = {model.rsplit("/", maxsplit=1)[-1]: model for model in KEPT}
SHOWN |= {case.keep: f"{case.kind}s/shelf/{case.kind}__{case.name}" for case in CASES if case.keep}


@pytest.mark.parametrize("name", SHOWN)
def test_compiled_sql_is_what_the_snapshot_shows(name: str, project: Project):
    compiled = project.read(f"target/compiled/language/models/{SHOWN[name]}.sql").strip() + "\n"
    snapshot = SNAPSHOTS / f"{name}.sql"
    if os.environ.get("CAREWORLD_SNAPSHOTS") == "write":
        snapshot.write_text(compiled, encoding="utf-8")
    assert compiled == snapshot.read_text(encoding="utf-8"), (
        "The SQL has changed. If that is meant, run CAREWORLD_SNAPSHOTS=write .venv/bin/pytest "
        "tests/python/test_language.py and let the difference be reviewed."
    )


# ---------------------------------------------------------------------------------------------------------------------
# What stands in the files, without dbt

# The words of definitions: the macros that give SQL, words and arguments.
VERBS = [
    (name, macro)
    for found in MACROS.values()
    for name, macro in found.items()
    if not name.startswith("_")
    and {call.node.name for call in macro.find_all(jinja2.nodes.Call) if isinstance(call.node, jinja2.nodes.Name)}
    & {"_verb", "_combined", "_entry_on", "_rule_on_events", "_events", "_coded_events", "_measured"}
]


def known(macro: jinja2.nodes.Macro) -> list[str] | None:
    """The arguments that a macro names when it refuses others; None if it leaves that to Jinja."""
    for call in macro.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "_must_know":
            assert call.args[0].value == macro.name
            return [item.value for item in call.args[2].items]
    return None


def takes_many(macro: jinja2.nodes.Macro) -> bool:
    """Whether it takes any number of verbs; its other arguments are then by name alone."""
    return any(name.name == "varargs" for name in macro.find_all(jinja2.nodes.Name))


def test_error_messages_allow_the_verbs_that_there_are():
    allowed = re.findall(r"\w+", ", ".join([ENTRIES, RULES, EXITS, EVENTS]))
    assert set(allowed) == {name for name, _ in VERBS}


@pytest.mark.parametrize("folder", MACROS)
def test_every_macro_is_described_with_its_arguments(folder: str):
    described = yaml.safe_load((ROOT / f"macros/{folder}/_macros.yml").read_text(encoding="utf-8"))["macros"]
    written = {macro["name"]: macro for macro in described}
    assert set(written) - {"materialization_cohort_default"} == set(MACROS[folder])
    for name, macro in MACROS[folder].items():
        if not name.startswith("_"):
            taken = {argument.name for argument in macro.args} | set(known(macro) or [])
            assert {argument["name"] for argument in written[name].get("arguments", [])} == taken, (
                f"the arguments of {name}() in macros/{folder}/_macros.yml are not those it takes"
            )


@pytest.mark.parametrize(("name", "macro"), VERBS, ids=[name for name, _ in VERBS])
def test_every_verb_refuses_arguments_it_does_not_have(name: str, macro: jinja2.nodes.Macro):
    taken = [argument.name for argument in macro.args]
    if takes_many(macro):
        assert known(macro)[: len(taken)] == taken
    else:
        assert (known(macro) or []) == taken  # Jinja itself refuses names where there are none.


DEFINITIONS = sorted((ROOT / "models").glob("co*/*/co*__*.sql"))


COHORT_FILES = [path for path in DEFINITIONS if path.stem.startswith("cohort__")]


@pytest.mark.parametrize("path", COHORT_FILES, ids=lambda path: path.stem)
def test_every_cohort_has_a_twin_with_its_grain_and_example_patients(path: Path):
    twin = path.with_suffix(".yml")
    assert twin.exists(), f"{path.name} needs {twin.name} beside it"
    told = yaml.safe_load(twin.read_text(encoding="utf-8"))
    assert [model["name"] for model in told["models"]] == [path.stem]
    assert "One row per " in told["models"][0]["description"]
    assert told["models"][0]["config"]["meta"].keys() >= {"status", "reference"}
    assert [test["model"] for test in told["unit_tests"]], f"{twin.name} has no example patients"


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_no_definition_writes_a_name_twice(path: Path):
    """Jinja keeps the last of two rules with one name and says nothing."""
    for pairs in jinja2.Environment().parse(path.read_text(encoding="utf-8")).find_all(jinja2.nodes.Dict):
        names = Counter(pair.key.value for pair in pairs.items)
        assert [name for name, count in names.items() if count > 1] == [], f"{path.name} has two rules of one name"
