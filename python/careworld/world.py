"""The table of contents of the simulation: one block of people from birth to Parquet, one line a step."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from careworld import aftercare, charts, imperfections, notes, payer, truth, visits
from careworld.calendar import Calendar
from careworld.calibration import Calibration
from careworld.claims import Providers, bill, bill_drugs
from careworld.courses import courses
from careworld.coverage import enroll
from careworld.diagnoses import diagnose
from careworld.disease import fall_ill
from careworld.drg import drg
from careworld.encounters import Care, Encounters, inside
from careworld.measurements import lab_results, vital_signs
from careworld.money import settle
from careworld.people import children, describe, founders, joined
from careworld.physiology import Body
from careworld.places import COMMUNITY, Places
from careworld.pregnancy import Pregnancies, births, conceive
from careworld.prescriptions import prescribe
from careworld.progression import progress
from careworld.residence import before_residence, reside
from careworld.rng import Streams
from careworld.services import operate, perform
from careworld.spec import Spec
from careworld.stays import stay, without_overlap


class World:
    """Everything that blocks share: the spec, its places and what was solved for it."""

    def __init__(self, spec: Spec, calibration: Calibration):
        self.spec, self.calibration = spec, calibration
        self.streams = Streams(spec.seed)
        self.calendar = Calendar.of(spec)
        self.places = Places(spec, self.streams)

    def block(self, first: int, last: int) -> dict[str, pa.Table]:
        """All tables of the people numbered `first` to `last` and of their children, by name in the schema."""
        spec, streams, calendar, places = self.spec, self.streams, self.calendar, self.places

        # The truth: people, their illness, their care.
        parents = founders(np.arange(first, last + 1), spec, places, calendar, streams)
        pregnancies = conceive(parents, calendar, streams)
        people = joined(parents, children(births(pregnancies, calendar), parents, streams))
        pregnancies.mother = np.searchsorted(people.key, parents.key[pregnancies.mother])
        illness = fall_ill(people, pregnancies, self.calibration, calendar, streams)
        illness = progress(people, pregnancies, illness, calendar, streams)
        coverage = enroll(people, pregnancies, illness, spec, calendar, streams)
        care = Care(people, pregnancies, illness, coverage, calendar, streams)
        encounters = seek_care(care, pregnancies)
        diagnoses = diagnose(care, encounters)
        groups = drg(encounters, diagnoses)
        procedures = operate(care, encounters)
        services, vaccinations = perform(care, encounters)
        courses, fills = prescribe(care, encounters)
        providers = Providers(care, encounters, groups, places)
        directory = places.directory(np.arange((first - 1) // COMMUNITY, (last - 1) // COMMUNITY + 1))
        described = describe(people, places, streams)

        # The first recording: what the payer sees.
        claims = bill(care, encounters, diagnoses, services, coverage, providers)
        drug_claims = bill_drugs(care, courses, fills, coverage)
        settle(care, encounters, groups, claims, drug_claims)
        # The second recording: what the clinic sees.
        chart = charts.Chart(care, encounters, providers, places)
        body = Body(care, courses, encounters.person, encounters.event, encounters.start)
        results = lab_results(body, services, chart.is_charted)
        signs = vital_signs(care, encounters, body, chart.is_charted)
        tables = truth.tables(care, encounters, services, chart, courses, described, providers)
        tables |= payer.tables(
            care, encounters, diagnoses, procedures, groups, claims, courses, drug_claims, coverage, providers, places,
            directory, described, tables["truth.encounter"]["encounter_id"].combine_chunks(),
        )  # fmt: skip
        tables |= charts.tables(
            chart, diagnoses, procedures, groups, services, vaccinations, courses, fills, results, signs, directory,
            described,
        )  # fmt: skip

        tables["raw.clinic_note"] = notes.note_table(chart, diagnoses, courses, results, signs)

        # The flaws.
        return imperfections.damage(tables, spec, streams)


def seek_care(care: Care, pregnancies: Pregnancies) -> Encounters:
    """All encounters of a block, sorted by person, day and event."""
    acute = aftercare.transferred(care, without_overlap(care, stay(care, pregnancies)))
    facilities = aftercare.facility_stays(care, acute)
    stays = aftercare.sorted_by_day(Encounters.joined([acute, facilities]))
    dying, in_bed, stays = aftercare.hospice(care, stays)
    home = aftercare.home_health(care, stays)
    stays = aftercare.sorted_by_day(Encounters.joined([stays, in_bed]))
    living = aftercare.sorted_by_day(reside(care, stays))
    elsewhere, stays = stays, aftercare.sorted_by_day(Encounters.joined([stays, living]))
    home = aftercare.at_home(aftercare.outside_hospice(care, home), stays)
    outpatient = Encounters.joined(
        [
            visits.preventive(care),
            visits.acute_visits(care),
            *visits.follow_ups(care),
            visits.prenatal(care, pregnancies),
            visits.emergencies(care),
            *visits.planned(care),
            *courses(care),
        ]
    )
    # Clinicians come to those who live in a facility; only an emergency takes them out of it.
    stays_in = inside(outpatient, elsewhere) | (inside(outpatient, living) & ~outpatient.is_emergency)
    outpatient = before_residence(outpatient.take(np.flatnonzero(~stays_in)), living)
    outpatient = aftercare.lead_anew(aftercare.outside_hospice(care, outpatient))
    return aftercare.sorted_by_day(Encounters.joined([stays, home, dying, outpatient, visits.dialysis(care)]))
