"""Notes: short documents of visits and stays that say what the record says, in sentences."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from careworld.arrow import dates, distinct, number_text, pick, table
from careworld.calendar import age_in_years
from careworld.charts import Chart, clinician_id, prescriptions_written
from careworld.diagnoses import Diagnoses
from careworld.encounters import STAYS, TEMPLATES, reasons
from careworld.identifiers import join
from careworld.measurements import Measurements
from careworld.parameters import PARAMETERS
from careworld.prescriptions import Courses

_GROWN_UP = 18


def note_table(
    chart: Chart, diagnoses: Diagnoses, courses: Courses, results: Measurements, signs: Measurements
) -> pa.Table:
    """Notes of all charted stays and emergency visits and of a share of the other visits."""
    encounters, number = chart.encounters, PARAMETERS.number
    is_acute = encounters.is_template(*STAYS, "emergency_visit")[chart.which]
    drawn = chart.care.streams("charts.note").uniform(chart.providers.key[chart.which], encounters.event[chart.which])
    at = chart.which[is_acute | (drawn < number["note_share"])]
    kinds = [_KINDS.get(name, "Progress note") for name in TEMPLATES.names]
    sentences = [
        _who_and_why(chart, at),
        _sentence("Problems: ", _listed(_problems(diagnoses, at, len(encounters)))),
        _pressure(signs, at),
        _sentence("Laboratory: ", _listed(_laboratory(results, at, len(encounters)))),
        _sentence("Prescribed: ", _listed(_drugs(chart, courses, at, len(encounters)))),
    ]
    return table(
        "raw.clinic_note",
        {"note_id": chart.record_ids("N", at)}
        | chart.visit(at)
        | {
            "note_type": pick(kinds, encounters.template[at]),
            "note_date": dates(encounters.end[at]),
            "note_text": pc.utf8_rtrim_whitespace(join(*sentences)),
            "clinician_id": distinct(clinician_id, chart.clinician[at]),
        },
    )


_KINDS = dict.fromkeys(STAYS, "Discharge summary") | {
    "emergency_visit": "Emergency department note",
    "telehealth_visit": "Telehealth note",
}


def _who_and_why(chart: Chart, at: np.ndarray) -> pa.Array:
    encounters, people = chart.encounters, chart.care.people
    person = encounters.person[at]
    age = np.floor(age_in_years(people.birth[person], encounters.start[at])).clip(0).astype(np.int64)
    grown = (age >= _GROWN_UP).astype(np.int64)
    who = pick(["boy", "girl", "man", "woman"], 2 * grown + people.is_female[person])
    why = pick([name.replace("_", " ") for name in reasons().names], encounters.reason[at])
    how = pick([" seen for ", " admitted for "], encounters.is_template(*STAYS)[at].astype(np.int64))
    years = pick([str(year) for year in range(121)], age)
    years, who, how, why = (_plain(part) for part in (years, who, how, why))
    return join(years, "-year-old ", who, how, why, ". ")


def _plain(values: pa.Array) -> pa.Array:
    return values.cast(pa.string()) if isinstance(values, pa.DictionaryArray) else values


def _pressure(signs: Measurements, at: np.ndarray) -> pa.Array:
    """Blood pressure and weight, where they were taken."""
    names = list(PARAMETERS.vital_sign.vital_sign)
    found, text = [], []
    for name in ("systolic_blood_pressure", "diastolic_blood_pressure", "weight"):
        row = names.index(name)
        of = np.flatnonzero(signs.measure == row)
        where = np.searchsorted(signs.encounter[of], at).clip(0, max(len(of) - 1, 0))
        there = signs.encounter[of][where] == at if len(of) else np.zeros(len(at), bool)
        value = np.where(there, signs.value[of][where] if len(of) else 0.0, 0.0)
        decimals = np.full(len(at), int(PARAMETERS.vital_sign.decimals[row]))
        found.append(there)
        text.append(_plain(number_text(value, decimals)))
    sentence = join("Blood pressure ", text[0], "/", text[1], ", weight ", text[2], " kg. ")
    return pc.if_else(pa.array(np.logical_and.reduce(found)), sentence, pa.scalar("", pa.string()))


def _sentence(start: str, listed: pa.Array) -> pa.Array:
    """A sentence with a list, empty where there is nothing to list."""
    return pc.if_else(pc.equal(listed, ""), listed, join(pa.scalar(start), listed, ". "))


def _listed(parts: tuple[np.ndarray, pa.Array]) -> pa.Array:
    """Words by commas for each note: `parts` are the number of words per note and the words in order."""
    count, values = parts
    offsets = np.r_[0, np.cumsum(count)].astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), _plain(values)), ", ")


def _positions(encounter: np.ndarray, at: np.ndarray, encounters: int) -> tuple[np.ndarray, np.ndarray]:
    """How many entries, sorted by encounter, each note has, and their positions in the order of the notes."""
    wanted = np.zeros(encounters, dtype=bool)
    wanted[at] = True
    position = np.flatnonzero(wanted[encounter])
    return np.bincount(encounter[position], minlength=encounters)[at], position


def _problems(diagnoses: Diagnoses, at: np.ndarray, encounters: int) -> tuple[np.ndarray, pa.Array]:
    known = np.flatnonzero(diagnoses.condition >= 0)
    count, position = _positions(diagnoses.encounter[known], at, encounters)
    table = PARAMETERS.condition.sort_values("walk_order")
    return count, pick([name.replace("_", " ") for name in table.condition], diagnoses.condition[known][position])


def _laboratory(results: Measurements, at: np.ndarray, encounters: int) -> tuple[np.ndarray, pa.Array]:
    """The results a note mentions: few, and as the laboratory reported them."""
    tests = PARAMETERS.lab_test
    mentioned = np.flatnonzero(tests.is_in_notes.to_numpy(np.int64)[results.measure] == 1)
    count, position = _positions(results.encounter[mentioned], at, encounters)
    chosen = mentioned[position]
    value = number_text(results.value[chosen], tests.decimals.to_numpy(np.int64)[results.measure[chosen]])
    name, unit = (pick(list(tests[column]), results.measure[chosen]) for column in ("description", "units"))
    return count, join(_plain(name), " ", _plain(value), " ", _plain(unit))


def _drugs(chart: Chart, courses: Courses, at: np.ndarray, encounters: int) -> tuple[np.ndarray, pa.Array]:
    written, encounter = prescriptions_written(chart, courses)
    count, position = _positions(encounter, at, encounters)
    return count, pick(list(PARAMETERS.drug.description), courses.drug[written][position])
