"""Visits without a night: preventive, acute and follow-up, prenatal, emergency, planned, dialysis."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from careworld.calendar import DAYS_PER_YEAR, age_in_years
from careworld.encounters import (
    COUNT_MOST,
    FOLLOW_UP_BASE,
    KINDS,
    PLANNED_BASE,
    TEMPLATES,
    Care,
    Encounters,
    event_number,
    make,
    number_within,
    reasons,
)
from careworld.parameters import PARAMETERS, groups, rows
from careworld.pregnancy import Pregnancies
from careworld.readiness import readiness

_VISIT_BANDS = [(0, "weight_0_17"), (18, "weight_18_44"), (45, "weight_45_64"), (65, "weight_65_up")]


def _rates(template: str) -> pd.DataFrame:
    """Visits per year by age and sex."""
    return groups(PARAMETERS.visit_rate, "template")[template]


def _primary_role(care: Care, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Pediatrics for children, family or internal medicine, chosen once, for adults."""
    child = age_in_years(care.people.birth[person], day) < 18
    internal = care.streams("visit.internal_medicine").uniform(care.people.key[person]) < 0.5
    return np.where(child, "pediatrics", np.where(internal, "internal_medicine", "primary_care")).astype(object)


def preventive(care: Care) -> Encounters:
    """Check-ups: by the schedule of early childhood, later at most one a year."""
    return Encounters.joined([_well_child(care), _yearly(care)])


def _well_child(care: Care) -> Encounters:
    table = PARAMETERS.well_child_schedule
    birth, calendar = care.people.birth, care.calendar
    young = np.flatnonzero(birth > calendar.first_day - 3 * DAYS_PER_YEAR)
    person = np.repeat(young, len(table))
    nth = np.tile(np.arange(len(table)), len(young))
    due = table.age_months.to_numpy(float)[nth] * DAYS_PER_YEAR / 12
    # Appointments slip by up to a fifth of the child's age, three weeks at most.
    slip = care.streams("visit.well_child.slip").uniform(care.people.key[person], nth) * np.minimum(due / 5, 21)
    day = birth[person] + np.ceil(due + slip).astype(np.int64)
    kept = care.streams("visit.well_child.kept").uniform(care.people.key[person], nth)
    happens = (kept < table.kept_share.to_numpy(float)[nth]) & (day >= calendar.first_day)
    happens &= (day <= calendar.last_day) & (day < care.people.death[person])
    person, nth, day = person[happens], nth[happens], day[happens]
    event = event_number(KINDS.index("preventive"), calendar.month_of(day), nth)
    reason = reasons().code(table.reason)[nth]
    return make(person, event, "preventive_visit", reason, day, role=_primary_role(care, person, day))


def _yearly(care: Care) -> Encounters:
    share = care.by_age(_rates("preventive_visit"), "per_year")[:, 6::12].clip(0, 0.97)
    share = 1 - (1 - share) ** readiness(care, "preventive")[:, 6::12]
    person, year = np.nonzero(
        care.streams("visit.yearly").uniform(care.people.key[:, None], np.arange(share.shape[1])) < share
    )
    first, following = care.calendar.starts[year * 12], care.calendar.starts[year * 12 + 12]
    u = care.streams("visit.yearly.day").uniform(care.people.key[person], year)
    day = first + (u * (following - first)).astype(np.int64)
    alive = (day >= care.people.birth[person]) & (day < care.people.death[person])
    person, day = person[alive], day[alive]
    # The counts below are those of the well-child schedule.
    event = event_number(KINDS.index("preventive"), care.calendar.month_of(day), np.full(len(day), COUNT_MOST - 1))
    age = age_in_years(care.people.birth[person], day)
    by_gynecologist = care.people.is_female[person] & (age >= 18) & (age < 65)
    by_gynecologist &= care.draw("visit.gynecologist", person, event) < PARAMETERS.number["gynecologist_checkup_share"]
    role = np.where(by_gynecologist, "obstetrics", _primary_role(care, person, day))
    return make(person, event, "preventive_visit", "preventive visit", day, role=role)


def acute_visits(care: Care) -> Encounters:
    """Visits for acute and episodic problems."""
    table = PARAMETERS.office_reason
    rate = care.by_age(_rates("office_visit"), "per_year")
    rate = rate * care.in_season(table, _VISIT_BANDS) * readiness(care, "office")
    person, event, day = care.occurrences(rate, KINDS.index("acute_visit"), "visit.acute")
    row = care.reasons(table, person, event, day, _VISIT_BANDS, "visit.acute.reason")
    possible = row >= 0
    person, event, day, row = person[possible], event[possible], day[possible], row[possible]
    by_video = care.draw("visit.telehealth", person, event) < table.telehealth_share.to_numpy(float)[row]
    template = np.where(by_video, TEMPLATES.code("telehealth_visit"), TEMPLATES.code("office_visit"))
    urgent = care.draw("visit.urgent_care", person, event) < PARAMETERS.number["urgent_care_share"]
    urgent &= ~by_video
    template = np.where(urgent, TEMPLATES.code("urgent_care_visit"), template)
    special = care.draw("visit.specialist", person, event) < table.specialty_share.to_numpy(float)[row]
    role = np.where(special, table.specialty.to_numpy(object)[row], _primary_role(care, person, day))
    role = np.where(urgent, "nurse_practitioner", role).astype(object)
    return make(person, event, template, reasons().code(table.reason)[row], day, role=role)


def follow_ups(care: Care) -> list[Encounters]:
    """Visits for known conditions. One visit serves several conditions of a specialty: the most demanding
    one counts in full, the others in part."""
    number = PARAMETERS.number
    conditions, ready, parts = care.illness.conditions, readiness(care, "follow_up"), []
    for nth, (specialty, names, of_names, per_year, telehealth_share) in enumerate(_specialties()):
        which = np.array([conditions.index(name) for name in names])
        known = care.known[which]
        who = np.flatnonzero(known.any(axis=(0, 2)))  # few know a cardiologist
        largest, total = np.zeros((2, len(who), care.calendar.months))
        for c, visits in enumerate(per_year):
            rate = visits * known[c, who]
            largest, total = np.maximum(largest, rate), total + rate
        rate = np.zeros(care.age.shape)
        rate[who] = ready[who] * (largest + number["shared_visit_share"] * (total - largest))
        person, event, day = care.occurrences(rate, FOLLOW_UP_BASE + nth, f"visit.{specialty}")
        month = care.calendar.month_of(day)
        weight = care.known[which[:, None], person, month].T * per_year
        row = care.streams(f"visit.{specialty}.focus").choice_rows(weight, care.people.key[person], event)
        by_video = care.draw("visit.telehealth", person, event) < telehealth_share[row]
        template = np.where(by_video, TEMPLATES.code("telehealth_visit"), TEMPLATES.code("office_visit"))
        if specialty != "primary_care":
            at_hospital = care.draw("visit.hospital_clinic", person, event) < number["hospital_clinic_share"]
            template = np.where(at_hospital & ~by_video, TEMPLATES.code("hospital_clinic_visit"), template)
        role = _primary_role(care, person, day) if specialty == "primary_care" else specialty
        parts.append(make(person, event, template, of_names[row], day, focus=which[row], role=role))
    return parts


@cache
def _specialties() -> list[tuple[str, list[str], np.ndarray, np.ndarray, np.ndarray]]:
    """Name of each specialty, its conditions, their codes as reasons, visits a year and share of visits by video."""
    return [
        (
            specialty, list(table.condition), reasons().code(table.condition), table.visits_per_year.to_numpy(float),
            table.telehealth_share.to_numpy(float),
        )
        for specialty, table in sorted(groups(PARAMETERS.condition_visit, "specialty").items())
    ]  # fmt: skip


def prenatal(care: Care, pregnancies: Pregnancies) -> Encounters:
    """Visits on the schedule of a pregnancy."""
    number = PARAMETERS.number
    schedule = PARAMETERS.prenatal_schedule.gestation_weeks.to_numpy(float)
    key = care.people.key[pregnancies.mother]
    early = (
        care.streams("prenatal.early").uniform(key, pregnancies.conception) < number["prenatal_first_trimester_share"]
    )
    from_week = np.where(early, 0, number["prenatal_late_start_week"])
    which, visit = np.nonzero(schedule[None, :] >= from_week[:, None])
    mother = pregnancies.mother[which]
    jitter = care.streams("prenatal.day").uniform(care.people.key[mother], pregnancies.conception[which], visit)
    # Weeks of gestation count from the last period, two weeks before conception.
    day = pregnancies.conception[which] + (7 * (schedule[visit] - 2 + jitter)).astype(np.int64)
    happens = (day < pregnancies.delivery[which]) & (day >= care.calendar.first_day) & (day <= care.calendar.last_day)
    happens &= day < care.people.death[mother]
    mother, day, visit = mother[happens], day[happens], visit[happens]
    event = event_number(KINDS.index("prenatal"), care.calendar.month_of(day), visit)
    return make(mother, event, "prenatal_visit", "prenatal care", day, role="obstetrics")


def emergencies(care: Care) -> Encounters:
    """Emergency visits that end with going home."""
    number = PARAMETERS.number
    table = PARAMETERS.emergency_reason
    rate = care.by_age(_rates("emergency_visit"), "per_year")
    ratio = care.ratio(care.illness.conditions.emergency_ratio, number["emergency_ratio_cap"])
    rate = rate * ratio * readiness(care, "emergency") * care.in_season(table, _VISIT_BANDS)
    person, event, day = care.occurrences(rate, KINDS.index("emergency"), "visit.emergency")
    row = care.reasons(table, person, event, day, _VISIT_BANDS, "visit.emergency.reason")
    possible = row >= 0
    person, event, day, row = person[possible], event[possible], day[possible], row[possible]
    reason = reasons().code(table.reason)[row]
    visits = make(person, event, "emergency_visit", reason, day, role="emergency_medicine")
    visits.is_emergency[:] = True
    return visits


def planned(care: Care) -> list[Encounters]:
    """Imaging, screening and same-day surgery in outpatient settings, one process per row of the table."""
    parts = []
    table, ready = PARAMETERS.planned_outpatient, readiness(care, "planned")
    for nth, row in enumerate(rows(table)):
        person, day = care.scattered(care.fitting(row), row.per_year, f"planned.{row.reason}", ready[:, 0])
        event = event_number(PLANNED_BASE + nth, care.calendar.month_of(day), number_within(person, care, day))
        center = care.draw("planned.surgery_center", person, event) < row.surgery_center_share
        template = np.where(center, TEMPLATES.code("surgery_center"), TEMPLATES.code(row.template))
        parts.append(make(person, event, template, row.reason, day, role=row.role))
    return parts


def dialysis(care: Care) -> Encounters:
    """A month of treatments for people whose kidneys failed and who have no transplant."""
    kidneys = care.illness.conditions.index("end_stage_kidney_disease")
    dialyzed = care.streams("dialysis.is_treated").uniform(care.people.key) < PARAMETERS.number["dialysis_share"]
    person, month = np.nonzero(care.illness.active[kidneys] & dialyzed[:, None] & care.is_there)
    start = care.calendar.starts[month]
    end = np.minimum(care.calendar.starts[month + 1] - 1, care.people.death[person])
    event = event_number(KINDS.index("dialysis"), month, np.zeros(len(person), np.int64))
    return make(person, event, "dialysis_month", "end_stage_kidney_disease", start, end, kidneys, "nephrology")
