"""The answer key: people, illness and encounters as they truly were."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld import identifiers
from careworld.arrow import dates, pick, table
from careworld.charts import Chart
from careworld.claims import Providers
from careworld.encounters import Care, Encounters, reasons, template_fact
from careworld.examination import examination_table
from careworld.prescriptions import Courses


def encounter_id(care: Care, encounters: Encounters) -> pa.Array:
    """E, nine digits of the person and seven of the event."""
    person = identifiers.scramble(care.people.key[encounters.person], 9, 577215664)
    event = identifiers.scramble(encounters.event, 7, 6931471)
    return identifiers.join("E", identifiers.digits(person, 9), identifiers.digits(event, 7))


def tables(
    care: Care, encounters: Encounters, chart: Chart, courses: Courses, described: pd.DataFrame, providers: Providers
) -> dict[str, pa.Table]:
    """People, conditions, encounters and the clinic's record of them."""
    people, illness = care.people, care.illness
    ids = pa.array(described.person_id.to_numpy(object), type=pa.string())
    mother = people.mother
    everyone = np.arange(len(encounters))
    facility = providers.site(everyone)
    practice = np.flatnonzero(facility < 0)
    facility[practice] = chart.places.practice_of(providers.of_roles(practice, encounters.role[practice]))
    event_ids = encounter_id(care, encounters)
    return {
        "truth.person": table(
            "truth.person",
            {name: described[name].to_numpy(object) for name in ("person_id", "sex", "race", "ethnicity", "language")}
            | {
                "mother_person_id": ids.take(pa.array(mother, mask=mother < 0)),
                "birth_date": dates(people.birth),
                "death_date": dates(people.death),
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
                "person_id": ids.take(pa.array(encounters.person)),
                "encounter_type": pick(list(template_fact("encounter_type")), encounters.template),
                "start_date": dates(encounters.start),
                "end_date": dates(encounters.end),
                "reason": pick(list(reasons().names), encounters.reason),
                "is_through_emergency": pa.array(encounters.is_emergency),
                "facility_npi": identifiers.npi(facility),
            },
        ),
        "truth.chart_record": table(
            "truth.chart_record",
            {
                "clinic_encounter_id": chart.encounter_ids.take(pa.array(chart.which)),
                "encounter_id": event_ids.take(pa.array(chart.which)),
            },
        ),
    }
