"""An examination of everyone on the last simulated day: what a national survey with a mobile clinic would find.

Published figures of the body (blood pressure, body mass index, A1c, cholesterol, kidney function) are about
everyone, whereas charts hold those who came. This is the truth they are held against.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from careworld.arrow import dates, table
from careworld.calendar import NEVER
from careworld.encounters import EVENTS_PER_PERSON, Care
from careworld.physiology import ADULT_MEASURES, GROWN_UP, Body, measures
from careworld.prescriptions import Courses
from careworld.schema import TABLES

_EVENT = EVENTS_PER_PERSON - 1  # no encounter has this number
_YOUNGEST = {"systolic_blood_pressure": 3, "diastolic_blood_pressure": 3, "bone_density_t_score": 50} | dict.fromkeys(
    ADULT_MEASURES, GROWN_UP
)


def examination_table(care: Care, courses: Courses, person_ids: pa.Array) -> pa.Table:
    """One row per person alive on the last day, one column per measure; empty where a person is too young."""
    last = care.calendar.last_day
    who = np.flatnonzero((care.people.birth <= last) & (care.people.death > last))
    body = Body(care, courses, who, np.full(len(who), _EVENT), np.full(len(who), last))
    everyone = np.arange(len(who))
    columns = {"person_id": person_ids.take(pa.array(who)), "examination_date": dates(np.full(len(who), last))}
    for column in TABLES["truth.examination"].columns[2:]:
        too_young = body.age < _YOUNGEST.get(column.name, 0)
        value = np.round(body.value(column.name, everyone), int(measures()[column.name].decimals))
        columns[column.name] = pa.array(value, mask=too_young)
    return table("truth.examination", columns)


assert _EVENT < NEVER
