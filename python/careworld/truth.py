"""The answer key: people, illness and encounters as they truly were."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld import identifiers
from careworld.arrow import dates, distinct, pick, refer, table
from careworld.charts import Chart
from careworld.claims import Providers
from careworld.encounters import TEMPLATES, Care, Encounters, reasons, template_fact
from careworld.examination import examination_table
from careworld.parameters import PARAMETERS, rows
from careworld.prescriptions import Courses
from careworld.services import PARTS, Services


def encounter_id(care: Care, encounters: Encounters) -> pa.Array:
    """E, nine digits of the person and seven of the event."""
    person = identifiers.scramble(care.people.key[encounters.person], 9, 577215664)
    event = identifiers.scramble(encounters.event, 7, 6931471)
    return identifiers.fixed_text("E", identifiers.digits(person, 9), identifiers.digits(event, 7))


@cache
def _naming() -> tuple[np.ndarray, list[str]]:
    """Rank that a service gives to an encounter of a template, by template, part and service; and types by rank."""
    hcpcs = PARAMETERS.service.hcpcs.to_numpy(object)
    table = PARAMETERS.encounter_naming
    last = int(table["rank"].max()) + 1
    rank = np.full((len(TEMPLATES.names), len(PARTS), len(hcpcs)), last)
    types = [""] * last
    for row in rows(table):
        within = (hcpcs >= row.first_hcpcs) & (hcpcs <= row.last_hcpcs)
        cell = rank[TEMPLATES.code(row.template), PARTS.index(row.claim_part)]
        cell[within] = np.minimum(cell[within], row.rank)
        types[int(row.rank)] = row.encounter_type
    return rank, types


def encounter_types(encounters: Encounters, services: Services) -> pa.Array:
    """Tuva's name of each encounter: that of its template, unless something done there names it more narrowly."""
    rank, types = _naming()
    of_template = template_fact("encounter_type")
    best = np.full(len(encounters), len(types))
    of_service = rank[encounters.template[services.encounter], services.part, services.service]
    np.minimum.at(best, services.encounter, of_service)
    is_named = np.array([name != "" for name in (*types, "")])[best]
    return pick([*types, "", *of_template], np.where(is_named, best, len(types) + 1 + encounters.template))


def tables(
    care: Care, encounters: Encounters, services: Services, chart: Chart, courses: Courses, described: pd.DataFrame,
    providers: Providers,
) -> dict[str, pa.Table]:  # fmt: skip
    """People, conditions, encounters and the clinic's record of them."""
    people, illness = care.people, care.illness
    ids = pa.array(described.person_id.to_numpy(object), type=pa.string())
    mother = people.mother
    everyone = np.arange(len(encounters))
    facility = providers.site(everyone)
    practice = np.flatnonzero(facility < 0)
    facility[practice] = chart.places.practice_of(providers.clinician(practice))
    event_ids = encounter_id(care, encounters)
    return {
        "truth.person": table(
            "truth.person",
            {name: described[name].to_numpy(object) for name in ("person_id", "sex", "race", "ethnicity", "language")}
            | {
                "mother_person_id": ids.take(pa.array(mother, mask=mother < 0)),
                "birth_date": dates(people.birth),
                "death_date": dates(people.death_by(care.calendar.last_day)),
                "state": described.state.to_numpy(object),
                "county_fips": described.county_fips.to_numpy(object),
                "is_charted": pa.array(people.is_charted),
                "frailty": pa.array(np.round(people.frailty, 6)),
            },
        ),
        "truth.condition": table(
            "truth.condition",
            {
                "person_id": ids.take(pa.array(illness.spell_person)),
                "condition": pick(illness.conditions.names, illness.spell_condition),
                "onset_date": dates(illness.spell_onset),
                "resolved_date": dates(illness.spell_end),
                "known_date": dates(illness.spell_known),
            },
        ),
        "truth.examination": examination_table(care, courses, ids),
        "truth.encounter": table(
            "truth.encounter",
            {
                "encounter_id": event_ids,
                "person_id": refer(ids, encounters.person),
                "encounter_type": encounter_types(encounters, services),
                "start_date": dates(encounters.start),
                "end_date": dates(encounters.end),
                "reason": pick(list(reasons().names), encounters.reason),
                "is_through_emergency": pa.array(encounters.is_emergency),
                "facility_npi": distinct(identifiers.npi, facility),
            },
        ),
        "truth.chart_record": table(
            "truth.chart_record",
            {
                "clinic_encounter_id": identifiers.fixed_text(chart.visit_characters[chart.which]),
                "encounter_id": event_ids.take(pa.array(chart.which)),
            },
        ),
    }
