"""What the tests share: a small spec, one block of its people to ask, and the truth about ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import settings

from careworld.calendar import Calendar
from careworld.calibration import Calibration, calibrate
from careworld.coverage import Coverage, enroll
from careworld.disease import Illness, fall_ill
from careworld.encounters import Care, Encounters
from careworld.people import People, children, founders, joined
from careworld.places import Places
from careworld.pregnancy import Pregnancies, births, conceive
from careworld.progression import progress
from careworld.rng import Streams
from careworld.schema import INSTITUTIONAL_DIAGNOSES, INSTITUTIONAL_PROCEDURES, PROFESSIONAL_DIAGNOSES, TABLES
from careworld.spec import Spec
from careworld.world import World, seek_care

# The same examples in every run, and none kept between runs.
settings.register_profile("careworld", deadline=None, derandomize=True, database=None)
settings.load_profile("careworld")

# Files that build dbt projects take minutes: first, so that no worker is left alone with one at the end.
LONGEST_FIRST = (
    "test_reference_language",
    "test_consumer",
    "test_language",
    "test_foreign",
    "test_new_definitions",
    "test_rebuild",
    "test_use_of_cohorts",
    "test_semantic_layer",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the order within a file stays."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


# Two blocks, the second a small one, so that a lake of it has everything and is still made in seconds.
TINY = {"people": 2600, "seed": 11, "geography": {"states": ["MA", "GA"]}}


@pytest.fixture(scope="session")
def tiny() -> Spec:
    """The spec of the block and of the lakes."""
    return Spec(**TINY)


@pytest.fixture(scope="session")
def world(tiny: Spec) -> World:
    """The world of the spec `tiny`."""
    return World(tiny, calibrate(tiny, Streams(tiny.seed)))


@pytest.fixture(scope="session")
def block(world: World) -> dict[str, pa.Table]:
    """All tables of its first block of people."""
    return plain(world.block(1, 2500))


def _coded(kind: str, column: str, count: int) -> str:
    columns = ", ".join(f"{column}_{i}" for i in range(1, count + 1))
    return f"select claim_id, unnest([{columns}]) as code from raw__payer_{kind}_claim"


def _version(kind: str) -> str:
    days = (
        ("dispensed_date", "dispensed_date", "null")
        if kind == "pharmacy"
        else ("start_date", "end_date", "received_date")
    )
    return f"""
        select '{kind}' as kind, claim_id, original_claim_id, claim_status, adjustment_reason, is_in_network, member_id,
               plan, {days[0]} as start_date, {days[1]} as end_date, {days[2]} as received_date, paid_date,
               charge_amount, allowed_amount, paid_amount, deductible_amount, copayment_amount, coinsurance_amount
        from raw__payer_{kind}_claim
    """


# What several questions begin with.
VIEWS = {
    "member": "select distinct member_id, person_id from raw__payer_enrollment",
    # Every version of a claim that the payer's files hold, and below those that stay in force.
    "claim_version": f"""
        {" union all ".join(_version(kind) for kind in ("professional", "institutional", "pharmacy"))}
    """,
    "final_claim": """
        select claim_id from claim_version
        where claim_status = 'paid'
            and claim_id not in (select original_claim_id from claim_version where original_claim_id is not null)
    """,
    "medical_claim": """
        select * from claim_version join member using (member_id) semi join final_claim using (claim_id)
        where kind != 'pharmacy'
    """,
    "medical_line": """
        from (
            select claim_id, line_number, start_date, end_date, hcpcs_code, units, charge_amount, allowed_amount,
                   paid_amount, deductible_amount, copayment_amount, coinsurance_amount
            from raw__payer_professional_claim_line
            union all
            select claim_id, line_number, start_date, end_date, hcpcs_code, units, charge_amount, allowed_amount,
                   paid_amount, deductible_amount, copayment_amount, coinsurance_amount
            from raw__payer_institutional_claim_line
        ) semi join final_claim using (claim_id)
    """,
    "pharmacy_claim": """
        select * from raw__payer_pharmacy_claim join member using (member_id) semi join final_claim using (claim_id)
    """,
    "claim_diagnosis": f"""
        select person_id, claim_id, start_date, code
        from ({_coded("professional", "diagnosis_code", PROFESSIONAL_DIAGNOSES)}
              union all {_coded("institutional", "diagnosis_code", INSTITUTIONAL_DIAGNOSES)})
        join medical_claim using (claim_id)
        where code is not null
    """,
    "claim_procedure": f"""
        select person_id, claim_id, code
        from ({_coded("institutional", "procedure_code", INSTITUTIONAL_PROCEDURES)})
        join medical_claim using (claim_id)
        where code is not null
    """,
    "patient": "select patient_id, person_id from raw__clinic_patient",
    # Everything that happens to somebody, with its first and last day.
    "event": """
        select person_id, start_date as first_day, end_date as last_day, 'encounter' as what from truth__encounter
        union all select person_id, onset_date, resolved_date, 'condition' from truth__condition
        union all select person_id, start_date, end_date, 'enrollment' from raw__payer_enrollment
        union all select person_id, start_date, end_date, 'medical claim' from medical_claim
        union all
        select person_id, medical_line.start_date, medical_line.end_date, 'line'
        from medical_line join medical_claim using (claim_id)
        union all select person_id, dispensed_date, dispensed_date, 'fill' from pharmacy_claim
        union all select person_id, prescribed_date, prescribed_date, 'prescription' from pharmacy_claim
        union all
        select person_id, start_date, end_date, 'visit' from raw__clinic_encounter join patient using (patient_id)
        union all
        select person_id, recorded_date, recorded_date, 'diagnosis'
        from raw__clinic_diagnosis join patient using (patient_id)
        union all
        select person_id, onset_date, onset_date, 'problem'
        from raw__clinic_diagnosis join patient using (patient_id) where onset_date is not null
        union all
        select person_id, procedure_date, procedure_date, 'procedure'
        from raw__clinic_procedure join patient using (patient_id)
        union all
        select person_id, prescribed_date, prescribed_date, 'order'
        from raw__clinic_medication_order join patient using (patient_id)
        union all
        select person_id, collected_at::date, collected_at::date, 'specimen'
        from raw__clinic_lab_result join patient using (patient_id)
        union all
        select person_id, observed_date, observed_date, 'observation'
        from raw__clinic_observation join patient using (patient_id)
        union all
        select person_id, occurrence_date, occurrence_date, 'vaccine'
        from raw__clinic_immunization join patient using (patient_id)
        union all
        select person_id, starts_at::date, starts_at::date, 'appointment'
        from raw__clinic_appointment join patient using (patient_id)
    """,
}

Ask = Callable[[str], list[tuple]]


def asking(tables: dict[str, pa.Table]) -> Ask:
    """A function that answers SQL over tables of the lake, named as in dbt: raw__payer_enrollment."""
    connection = duckdb.connect(config={"threads": 1})
    for name, table in tables.items():
        connection.register(name.replace(".", "__"), table)
    for name, query in VIEWS.items():
        connection.execute(f"create view {name} as {query}").fetchall()
    return lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="session")
def ask(block: dict[str, pa.Table]) -> Ask:
    """Answers SQL over the block."""
    return asking(block)


def plain(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Tables of a block as a reader of the lake sees them, without dictionaries."""
    return {name: table.cast(TABLES[name].arrow_schema) for name, table in tables.items()}


@dataclass
class Truth:
    """Ten thousand people and all that happened to them, without its recordings."""

    spec: Spec
    calendar: Calendar
    streams: Streams
    places: Places
    calibration: Calibration
    people: People
    pregnancies: Pregnancies
    illness: Illness
    coverage: Coverage
    encounters: Encounters


def truth_about(spec: Spec, change: Callable[[Calibration], Calibration] = lambda calibration: calibration) -> Truth:
    """The truth about everybody in a spec; `change` may touch what was solved for it."""
    world = World(spec, change(calibrate(spec, Streams(spec.seed))))
    calendar, places, streams = world.calendar, world.places, world.streams
    parents = founders(np.arange(1, spec.people + 1), spec, places, calendar, streams)
    pregnancies = conceive(parents, calendar, streams)
    people = joined(parents, children(births(pregnancies, calendar), parents, streams))
    pregnancies.mother = np.searchsorted(people.key, parents.key[pregnancies.mother])
    illness = fall_ill(people, pregnancies, world.calibration, calendar, streams)
    illness = progress(people, pregnancies, illness, calendar, streams)
    coverage = enroll(people, pregnancies, illness, spec, calendar, streams)
    encounters = seek_care(Care(people, pregnancies, illness, coverage, calendar, streams), pregnancies)
    return Truth(spec, calendar, streams, places, world.calibration, people, pregnancies, illness, coverage, encounters)


@pytest.fixture(scope="session")
def truth() -> Truth:
    """Ten thousand people of the whole country over three years."""
    return truth_about(Spec(people=10_000, seed=3))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder to stand in, with the spec `tiny` in it."""
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/tiny.yml").write_text(
        "description: A few people.\npeople: 300\nseed: 11\ngeography: {states: [MA, GA]}\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path
