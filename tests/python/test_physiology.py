"""One hidden physiology stands behind charts: values agree with each other, with illness and with treatment."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from conftest import Ask, Truth, plain

from careworld.encounters import Care
from careworld.parameters import PARAMETERS
from careworld.physiology import Body
from careworld.prescriptions import prescribe, therapies
from careworld.schema import TABLES


def test_average_glucose_of_the_quarter_before_goes_with_a1c(ask: Ask):
    found = ask(
        """with result as (
            select patient_id, loinc_code, collected_at, cast(result as double) as value from raw__clinic_lab_result
        )
        select corr(a1c, glucose), count(*) from (
            select a1c.value as a1c, avg(glucose.value) as glucose
            from result as a1c join result as glucose using (patient_id)
            where a1c.loinc_code = '4548-4' and glucose.loinc_code = '2345-7'
                and glucose.collected_at >= a1c.collected_at - interval 90 day
                and glucose.collected_at <= a1c.collected_at + interval 1 day
            group by a1c.patient_id, a1c.collected_at, a1c.value
        )"""
    )
    correlation, pairs = found[0]
    assert pairs > 100
    assert correlation > 0.7


def test_filtration_follows_creatinine_by_the_formula_of_2021(ask: Ask):
    rows = ask(
        """select e.value, c.value, p.sex, date_diff('day', p.birth_date, e.day) / 365.25
        from (select encounter_id, patient_id, cast(result as double) as value, cast(collected_at as date) as day
              from raw__clinic_lab_result where loinc_code = '33914-3') as e
        join (select encounter_id, cast(result as double) as value from raw__clinic_lab_result
              where loinc_code = '2160-0') as c using (encounter_id)
        join raw__clinic_patient as p using (patient_id)"""
    )
    assert len(rows) > 300
    for egfr, creatinine, sex, age in rows:
        kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
        ratio = creatinine / kappa
        expected = 142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * factor
        assert egfr == pytest.approx(np.clip(expected, 4, 150), abs=0.6)
        assert age >= 18


def test_cholesterol_is_the_sum_of_its_parts(ask: Ask):
    rows = ask(
        """select
            max(v) filter (loinc_code = '2093-3'), max(v) filter (loinc_code = '18262-6'),
            max(v) filter (loinc_code = '2085-9'), max(v) filter (loinc_code = '2571-8')
        from (select encounter_id, loinc_code, cast(result as double) as v from raw__clinic_lab_result)
        group by encounter_id having count(*) filter (loinc_code = '2093-3') = 1"""
    )
    assert len(rows) > 300
    for total, low, high, fat in rows:
        assert total == pytest.approx(np.clip(low + high + fat / 5, 70, 500), abs=1.1)


def test_no_value_lies_outside_of_what_a_body_can_show(ask: Ask):
    limits = {row.loinc: (row.minimum, row.maximum) for row in PARAMETERS.lab_test.itertuples()}
    limits |= {row.loinc: (row.minimum, row.maximum) for row in PARAMETERS.vital_sign.itertuples()}
    found = ask(
        """select loinc_code, min(v), max(v) from (
            select loinc_code, try_cast(result as double) as v from raw__clinic_lab_result
            union all select loinc_code, try_cast(result as double) from raw__clinic_observation
        ) where v is not null group by 1"""
    )
    assert len(found) > 40
    for code, low, high in found:
        assert limits[code][0] <= low <= high <= limits[code][1] * 1.06, code


def test_a_statin_lowers_cholesterol_in_the_months_after_it_was_begun(truth: Truth):
    care = Care(
        truth.people, truth.pregnancies, truth.illness, truth.coverage, truth.calendar, truth.streams
    )
    courses, _ = prescribe(care, truth.encounters)
    new = np.flatnonzero(
        (courses.therapy == therapies().index("statin"))
        & (courses.begun > truth.calendar.first_day + 60)
        & (courses.end > courses.start + 200)
    )
    assert len(new) > 60
    person, event = courses.person[new], np.zeros(len(new), dtype=np.int64)
    level = [
        Body(care, courses, person, event, courses.start[new] + days).value("ldl_cholesterol", np.arange(len(new)))
        for days in (-30, 30, 180)
    ]
    fall = [float((level[0] - after).mean()) for after in level[1:]]
    assert 5 < fall[0] < fall[1]
    assert fall[1] == pytest.approx(35, abs=8)


def test_everyone_alive_is_examined_once(block: dict[str, pa.Table]):
    examined = plain({"truth.examination": block["truth.examination"]})["truth.examination"]
    person = block["truth.person"]
    alive = {p for p, d in zip(person["person_id"].to_pylist(), person["death_date"].to_pylist(), strict=True) if not d}
    assert set(examined["person_id"].to_pylist()) == alive
    assert examined.num_rows == len(alive)
    assert examined.schema.equals(TABLES["truth.examination"].arrow_schema)


def test_notes_say_what_the_record_says(ask: Ask):
    wrong = ask(
        """select note_text from raw__clinic_note
        join (
            select encounter_id, max(result) filter (loinc_code = '8480-6') as systolic,
                max(result) filter (loinc_code = '8462-4') as diastolic
            from raw__clinic_observation group by 1
        ) using (encounter_id)
        where note_text like '%Blood pressure%'
            and note_text not like '%Blood pressure ' || systolic || '/' || diastolic || '%'"""
    )
    assert wrong == []
    assert ask("select count(*) from raw__clinic_note where note_text like '%Prescribed:%'")[0][0] > 50
