"""Laboratory values, vital signs and questionnaires: which are taken at which encounter, and what they show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from careworld.calendar import DAYS_PER_YEAR
from careworld.encounters import STAYS, Care, Encounters
from careworld.parameters import PARAMETERS, rows
from careworld.physiology import ADULT_MEASURES, GROWN_UP, Body
from careworld.services import Services

_IN_PERSON = (
    "office_visit", "hospital_clinic_visit", "preventive_visit", "prenatal_visit", "emergency_visit",
    "outpatient_surgery", *STAYS,
)  # fmt: skip
_FIRST_PRESSURE_AGE = 3  # blood pressure and body mass index wait until then
_DISTRESS = ("depression", "anxiety")


@dataclass
class Measurements:
    """Arrays of equal length, one entry per value, sorted by encounter and measure."""

    encounter: np.ndarray  # position in Encounters
    measure: np.ndarray  # row of the lab_test or vital_sign table
    value: np.ndarray
    panel: np.ndarray  # row of the service that ordered it, -1 for vital signs


def lab_results(body: Body, services: Services, charted: np.ndarray) -> Measurements:
    """Results of the laboratory services of charted encounters. `body` is read, and `charted` bool, by encounter."""
    tests = PARAMETERS.lab_test
    hcpcs = PARAMETERS.service.hcpcs.to_numpy(object).astype(str)
    seen = np.flatnonzero(charted[services.encounter])
    by_service = np.argsort(services.service[seen].astype(np.int16), kind="stable")  # short integers sort fast
    seen, ordered = seen[by_service], services.service[seen][by_service]
    parts = []
    for measure, row in enumerate(rows(tests)):
        panels = np.flatnonzero(np.isin(hcpcs, row.panel_hcpcs.split("|")))
        first, last = np.searchsorted(ordered, panels), np.searchsorted(ordered, panels, side="right")
        lines = np.concatenate([seen[:0], *(seen[begin:end] for begin, end in zip(first, last, strict=True))])
        if row.lab_test in ADULT_MEASURES:
            lines = lines[body.age[services.encounter[lines]] >= GROWN_UP]
        # Two panels that hold the same analyte report it once.
        which, at = np.unique(services.encounter[lines], return_index=True)
        value = body.value(row.lab_test, which)
        parts.append((which, np.full(len(which), measure), value, services.service[lines[at]]))
    return _collected(parts)


def vital_signs(care: Care, encounters: Encounters, body: Body, charted: np.ndarray) -> Measurements:
    """Vital signs of charted visits in person, and questionnaires of those who are asked. `body` is read, and
    `charted` bool, by encounter."""
    table, number = PARAMETERS.vital_sign, PARAMETERS.number
    key = care.people.key[encounters.person]
    taken = care.streams("measure.vitals").uniform(key, encounters.event) < number["vitals_share"]
    # Newborns on the ward have their own charts.
    in_person = encounters.is_template(*_IN_PERSON) & ~encounters.is_template("newborn", "newborn_intensive")
    measured = np.flatnonzero(charted & in_person & taken)
    asked = np.flatnonzero(charted & _is_asked(care, encounters))
    is_small = body.age < _FIRST_PRESSURE_AGE
    parts = []
    for measure, row in enumerate(rows(table)):
        which = {"vital-signs": measured, "survey": asked}.get(row.observation_type, measured[:0])
        if row.vital_sign in ("systolic_blood_pressure", "diastolic_blood_pressure", "body_mass_index"):
            which = which[~is_small[which]]
        parts.append((which, np.full(len(which), measure), body.value(row.vital_sign, which), np.full(len(which), -1)))
    return _collected(parts)


def _is_asked(care: Care, encounters: Encounters) -> np.ndarray:
    """Encounters of adults at which depression and anxiety are asked for: check-ups, and visits for either."""
    number = PARAMETERS.number
    share = np.where(encounters.is_template("preventive_visit"), number["questionnaire_share"], 0.0)
    distress = [care.illness.conditions.index(name) for name in _DISTRESS]
    share = np.where(np.isin(encounters.focus, distress), number["questionnaire_visit_share"], share)
    key = care.people.key[encounters.person]
    adult = encounters.start - care.people.birth[encounters.person] >= GROWN_UP * DAYS_PER_YEAR
    return adult & (care.streams("measure.questionnaire").uniform(key, encounters.event) < share)


def _collected(parts: list[tuple[np.ndarray, ...]]) -> Measurements:
    encounter, measure, value, panel = (np.concatenate(column) for column in zip(*parts, strict=True))
    # One number to sort by, as sorting by three takes three times as long.
    order = (encounter * (len(PARAMETERS.service) + 1) + panel + 1) * len(parts) + measure
    order = np.argsort(order, kind="stable")
    return Measurements(encounter[order], measure[order], value[order], panel[order])
