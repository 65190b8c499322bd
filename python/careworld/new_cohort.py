"""A new cohort: its model and its twin with example patients, written so that they build, to be filled with meaning."""

from __future__ import annotations

import re
from pathlib import Path

from careworld.errors import CareworldError
from careworld.parameters import ROOT

_MODEL = """\
{{{{ cohort(
    entry = first('{concept}'),
    rules = {{
        'enrolled on the day of entry': enrolled(),
        'adult at entry':               age(at_least=18)
    }},
    exit = end_of_enrollment()
) }}}}
"""

_TWIN = """\
models:
  - name: cohort__{name}
    # Who is in, from when and until when, in words of your own; the last sentence says what a row is.
    description: >
      Adults from the day of their first record of {words}, until coverage ends. One row per person.
    config:
      meta:
        status: draft
        version: 1
        owner: {owner}
        reference: assumption
        # truth: [names of truth.condition that it is to find], and judge.cohort_accuracy says how often it is right
    columns:
      - {{name: person_id, data_type: varchar, description: "{{{{ doc('cohort_person_id') }}}}"}}
      - {{name: cohort_start_date, data_type: date, description: "{{{{ doc('cohort_start_date') }}}}"}}
      - {{name: cohort_end_date, data_type: date, description: "{{{{ doc('cohort_end_date') }}}}"}}
      - {{name: lost_to, data_type: varchar, description: "{{{{ doc('cohort_lost_to') }}}}"}}

unit_tests:
  # The example patients: one in by each way, one lost to each rule, one on each boundary day.
  - name: {name}__example_patients
    description: >
      One person is in and leaves with coverage, one is lost to each rule, and each boundary day has someone on it: the
      last covered day, the 18th birthday and the day before it.
    model: cohort__{name}
    given:
      - input: ref('concept__{concept}')
        format: csv
        rows: |
          person_id,event_date
          in,2023-02-01
          in,2023-06-01
          last covered day,2023-02-01
          day after coverage,2023-02-01
          18th birthday,2023-02-01
          day before 18,2023-02-01
      - input: ref('core__patient')
        format: csv
        rows: |
          person_id,birth_date
          in,1960-01-01
          last covered day,1960-01-01
          day after coverage,1960-01-01
          18th birthday,2005-02-01
          day before 18,2005-02-02
      - input: ref('cohorts__unbroken_coverage')
        format: csv
        rows: |
          person_id,coverage_start_date,coverage_end_date
          in,2022-01-01,2023-09-30
          last covered day,2022-01-01,2023-02-01
          day after coverage,2022-01-01,2023-01-31
          18th birthday,2022-01-01,2024-12-31
          day before 18,2022-01-01,2024-12-31
    expect:
      format: csv
      rows: |
        person_id,cohort_start_date,cohort_end_date,lost_to
        in,2023-02-01,2023-09-30,
        last covered day,2023-02-01,2023-02-01,
        day after coverage,2023-02-01,2023-02-01,enrolled on the day of entry
        18th birthday,2023-02-01,2024-12-31,
        day before 18,2023-02-01,2024-12-31,adult at entry
"""

_NEXT = """\
Wrote {model}
  and {twin}.
It is made of the concept {concept}, and builds as it stands. Next:
  1. say in the .sql who you mean: entry, rules, exit (docs/language.md shows every word);
  2. in the .yml fill description, reference and example patients: one in, one lost to each rule, one on each boundary;
  3. dbt build --vars '{{spec: small}}' --select +cohort__{name}
  4. after a whole build: make cohort-report NAME={name}"""


def write(name: str, shelf: str, concept: str | None = None, owner: str = "careworld", root: Path = ROOT) -> str:
    """Write the two files of a cohort, and return what to do next.

    `concept` is what it begins with; unless said, the concept that the cohort's name contains.
    Raises CareworldError for a name, shelf or concept that can not be, or when there is such a cohort.
    """
    folder = root / "models" / "cohorts"
    _refuse_name(name, folder)
    shelves = _shelves(root)
    if shelf not in shelves:
        raise CareworldError(f"There is no shelf {shelf}. The shelves are {', '.join(shelves)}.")
    concept = _begin_with(name, shelf, concept, root)
    if not re.fullmatch(r"[\w .&'-]+", owner):
        raise CareworldError(f"An owner is a plain name, not {owner!r}.")

    files = {end: folder / shelf / f"cohort__{name}.{end}" for end in ("sql", "yml")}
    words = concept.replace("_", " ")
    texts = {
        "sql": _MODEL.format(concept=concept),
        "yml": _TWIN.format(name=name, concept=concept, words=words, owner=_quoted(owner)),
    }
    try:
        files["sql"].parent.mkdir(parents=True, exist_ok=True)
        for end, path in files.items():
            with path.open("x", encoding="utf-8") as file:
                file.write(texts[end])
    except OSError as error:
        raise CareworldError(f"{error.filename} cannot be written: {error.strerror}.") from None
    shown = {end: path.relative_to(root) for end, path in files.items()}
    return _NEXT.format(name=name, concept=concept, model=shown["sql"], twin=shown["yml"])


def _quoted(owner: str) -> str:
    return "'" + owner.replace("'", "''") + "'" if "'" in owner or not owner[0].isalpha() else owner


def _refuse_name(name: str, folder: Path) -> None:
    """A name is a table beside those over all cohorts, and the end of a file name."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise CareworldError(
            f"A cohort can not be named {name!r}: small letters and digits, words joined by one underscore, "
            "such as new_metformin_users."
        )
    taken = sorted(path.stem.removeprefix("cohorts__") for path in folder.glob("cohorts__*.sql"))
    if name in taken:
        raise CareworldError(f"cohorts.{name} is a table over all cohorts. Names taken so: {', '.join(taken)}.")
    for path in sorted(folder.rglob(f"cohort__{name}.*")):
        raise CareworldError(f"There is a cohort {name}: {path.relative_to(folder.parents[1])}.")


def _shelves(root: Path) -> list[str]:
    """The folders of concepts and cohorts."""
    kinds = (root / "models" / kind for kind in ("concepts", "cohorts"))
    return sorted({path.name for kind in kinds if kind.is_dir() for path in kind.iterdir() if path.is_dir()})


def _begin_with(name: str, shelf: str, concept: str | None, root: Path) -> str:
    """The concept that the cohort begins with: the one that was named, else the longest within the cohort's name."""
    files = sorted((root / "models" / "concepts").rglob("concept__*.sql"))
    shelf_of = {path.stem.removeprefix("concept__"): path.parent.name for path in files}
    if concept is not None:
        if concept not in shelf_of:
            raise CareworldError(f"There is no concept {concept}. {_concepts_on(shelf, shelf_of)}")
        return concept
    within = [known for known in shelf_of if f"_{known}_" in f"_{name}_"]
    if not within:
        raise CareworldError(
            f"No concept stands in the name {name}: say which one it begins with, CONCEPT=... or --concept. "
            + _concepts_on(shelf, shelf_of)
        )
    return max(within, key=lambda known: (len(known), known))


def _concepts_on(shelf: str, shelf_of: dict[str, str]) -> str:
    known = [concept for concept, place in shelf_of.items() if place == shelf]
    return f"Concepts on the shelf {shelf}: {', '.join(known) or 'none'}."
