"""Acute stays: why, when, how long, and where people go from there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER, age_in_years
from careworld.discharge import DIED, HOME, LEFT_AGAINST_ADVICE, TO_HOME_HEALTH, TO_NURSING
from careworld.drg import typical_lengths
from careworld.dying import dies_in_hospital, in_hospice, last_stay_event, last_treated, terminal_rate
from careworld.encounters import (
    COUNT_MOST,
    KINDS,
    MONTHS_MOST,
    TEMPLATES,
    Care,
    Encounters,
    event_number,
    make,
    number_within,
    reasons,
    template_fact,
)
from careworld.parameters import PARAMETERS, alternatives, rows
from careworld.pregnancy import Pregnancies
from careworld.readiness import readiness

_READMISSION_DAYS = 30

_ADMISSION_BANDS = [
    (0, "weight_0_17"), (18, "weight_18_44"), (45, "weight_45_64"), (65, "weight_65_84"), (85, "weight_85_up"),
]  # fmt: skip


def stay(care: Care, pregnancies: Pregnancies) -> Encounters:
    """Acute stays of every origin, with their reasons but without lengths."""
    number = PARAMETERS.number
    conditions = care.illness.conditions
    base = care.by_age(PARAMETERS.admission_rate, "per_1000") / 1000
    ratio = care.ratio(conditions.admission_ratio, number["admission_ratio_cap"])
    need = ratio * readiness(care, "admission")
    table = PARAMETERS.admission_reason
    rate = (base * need + terminal_rate(care, "admission")) * care.in_season(table, _ADMISSION_BANDS)
    # Readmissions come on top, so that first admissions leave room for them.
    person, event, day = care.occurrences(
        rate * (1 - number["readmission_share"]), KINDS.index("admission"), "stay.admission"
    )
    row = care.reasons(table, person, event, day, _ADMISSION_BANDS, "stay.reason", _leaning(care, table, need))
    parts = [_of_reason(care, table, person, event, day, row)]
    parts.append(_infarctions(care, table))
    parts.append(_onsets(care, table))
    parts.append(_last_days(care, table))
    births = Encounters.joined(_births(care, pregnancies, table))
    first = Encounters.joined([*parts, births])
    stays = Encounters.joined([*parts, *_readmissions(care, table, first, rate)])
    # Who has chosen hospice goes to no hospital.
    stays = stays.take(np.flatnonzero(~in_hospice(care, stays.person, stays.start)))
    return Encounters.joined([births, stays])


def _leaning(care: Care, table, need: np.ndarray):
    """Further weights of reasons, people and days to people x rows: what the need of acute care (people x months)
    and the nearness of the end make more or less likely.

    A planned operation is about as frequent among the frail as among others, so it is a smaller part of the
    admissions of people who are admitted for much else. The dying come for what people die of.
    """
    number = PARAMETERS.number
    surgical = (table.admission_class == "surgical").to_numpy()
    planned = np.where(surgical, table.elective_share.to_numpy(float), 0) * number["planned_surgery_need_power"]
    deadly = _deadly(table) ** number["dying_reason_power"]
    end = last_treated(care)

    def weights(person: np.ndarray, day: np.ndarray) -> np.ndarray:
        against_typical = need[person, care.calendar.month_of(day)] / number["planned_surgery_typical_need"]
        by_need = np.exp(-np.log(np.maximum(against_typical, 1e-6))[:, None] * planned)
        is_dying = end[person] - day <= number["dying_reason_days"]
        return by_need * np.where(is_dying[:, None], deadly, 1.0)

    return weights


def _deadly(table) -> np.ndarray:
    """Share of stays that end in death, by row of the reason table."""
    share = PARAMETERS.hospital_death.set_index("reason").share.reindex(table.reason)
    return share.fillna(PARAMETERS.number["hospital_death_other_share"]).to_numpy(float)


def _of_reason(care: Care, table, person, event, day, row) -> Encounters:
    """Stays for rows of the reason table; those without any eligible reason do not happen."""
    happens = row >= 0
    person, event, day, row = person[happens], event[happens], day[happens], row[happens]
    admission_class = table.admission_class.to_numpy(object)[row]
    template = TEMPLATES.code(np.array([f"inpatient_{name}" for name in admission_class], dtype=object))
    stays = make(person, event, template, reasons().code(table.reason)[row], day)
    u = care.draw("stay.emergency", person, event)
    emergency, elective = (table[c].to_numpy(float)[row] for c in ("emergency_share", "elective_share"))
    stays.is_emergency = u < emergency
    stays.is_elective = ~stays.is_emergency & (u >= 1 - elective)
    return stays


def _infarctions(care: Care, table) -> Encounters:
    number = PARAMETERS.number
    person, day = care.illness.infarction_person, care.illness.infarction_day
    month = care.calendar.month_of(day)
    event = event_number(KINDS.index("infarction"), month, np.zeros(len(person), dtype=np.int64))
    reaches = care.draw("infarction.admitted", person, event) < number["infarction_admitted_share"]
    reaches &= day < care.people.death[person]
    person, event, day = person[reaches], event[reaches], day[reaches]
    stent = care.draw("infarction.stent", person, event) < number["infarction_stent_share"]
    names = list(table.reason)
    row = np.where(stent, names.index("acute_myocardial_infarction_stent"), names.index("acute_myocardial_infarction"))
    return _of_reason(care, table, person, event, day, row)


def _onsets(care: Care, table) -> Encounters:
    """Stays at the onset of illnesses that begin with one, such as a stroke."""
    illness, parts = care.illness, []
    for nth, options in enumerate(alternatives("onset_admission", "condition")):
        of = (illness.spell_condition == illness.conditions.index(options[0].condition)) & (
            illness.spell_onset >= care.calendar.first_day
        )
        person, day = illness.spell_person[of], illness.spell_onset[of]
        alive = day < care.people.death[person]
        person, day = person[alive], day[alive]
        # An infarction has count 0 of this kind of event.
        event = event_number(KINDS.index("infarction"), care.calendar.month_of(day), np.full(len(day), nth + 1))
        u = care.draw("stay.onset", person, event)
        names, reached, row = list(table.reason), 0.0, np.full(len(person), -1)
        for option in options:
            row[(u >= reached) & (u < reached + option.share)] = names.index(option.reason)
            reached += option.share
        parts.append(_of_reason(care, table, person, event, day, row))
    return Encounters.joined(parts)


def _last_days(care: Care, table) -> Encounters:
    """Stays that end in death: they begin before that day, for reasons like other stays but deadly ones first."""
    number = PARAMETERS.number
    person = np.flatnonzero(care.people.death < NEVER)
    person = person[dies_in_hospital(care, person)]
    death, event = care.people.death[person], last_stay_event(care, person)
    days = np.floor(care.draw("end_of_life.days", person, event) ** 2 * number["last_stay_longest_days"])
    start = np.maximum.reduce([death - days.astype(np.int64), care.people.birth[person] + 1])
    seen = (start >= care.calendar.first_day) & (start <= np.minimum(death, care.calendar.last_day))
    person, event, start = person[seen], event[seen], start[seen]
    deadly = _deadly(table)[None, :]
    row = care.reasons(
        table, person, event, start, _ADMISSION_BANDS, "end_of_life.reason", lambda person, day: deadly
    )
    row = np.where(row < 0, list(table.reason).index("end_of_life"), row)
    # Nobody dies of a planned operation or a psychiatric stay here.
    medical = (table.admission_class == "medical").to_numpy()[row]
    row = np.where(medical, row, list(table.reason).index("end_of_life"))
    return _of_reason(care, table, person, event, start, row)


def _births(care: Care, pregnancies: Pregnancies, table) -> list[Encounters]:
    number = PARAMETERS.number
    people, calendar = care.people, care.calendar
    here = np.flatnonzero(
        (pregnancies.delivery <= calendar.last_day) & (people.death[pregnancies.mother] > pregnancies.delivery)
    )
    p = pregnancies.take(here)
    event = event_number(KINDS.index("delivery"), calendar.month_of(p.delivery), np.zeros(len(p), np.int64))
    name = np.where(p.is_cesarean, "delivery_cesarean", "delivery_vaginal").astype(object)
    mothers = make(p.mother, event, TEMPLATES.code(name), reasons().code(name), p.delivery, role="obstetrics")
    child = np.flatnonzero((people.mother >= 0) & (people.birth <= calendar.last_day))
    born = people.birth[child]
    event = event_number(KINDS.index("newborn"), calendar.month_of(born), np.zeros(len(child), np.int64))
    u = care.draw("newborn.kind", child, event)
    care_by_week = PARAMETERS.gestation
    row = np.searchsorted(care_by_week.to_weeks, people.birth_weeks[child]).clip(max=len(care_by_week) - 1)
    intensive = care_by_week.intensive_share.to_numpy(float)[row]
    problems = intensive + number["newborn_problem_share"]
    reason = np.where(u < problems, "newborn_problems", "newborn_healthy").astype(object)
    reason = np.where(u < intensive, care_by_week.intensive_reason.to_numpy(object)[row], reason)
    template = np.where(u < intensive, TEMPLATES.code("newborn_intensive"), TEMPLATES.code("newborn"))
    newborns = make(child, event, template, reasons().code(reason), born, role="pediatrics")
    return [mothers, newborns]


def _readmissions(care: Care, table, first: Encounters, rate: np.ndarray) -> list[Encounters]:
    """Unplanned returns within 30 days of a stay, and returns after those.

    The published share of a reason includes stays that would have come anyway, as `rate` a year says (people x
    months); only what is missing from it is drawn here.
    """
    number = PARAMETERS.number
    share = reasons().lookup(table.set_index("reason").readmission_share.astype(float), 0.0)
    parts, index_stays, ready = [], first, readiness(care, "readmission")
    for kind in ("readmission", "second_readmission"):
        person, event = index_stays.person, index_stays.event
        month = care.calendar.month_of(index_stays.start)
        wanted = np.minimum(share[index_stays.reason] * ready[person, month], 1)
        chance = 1 - (1 - wanted) * np.exp(rate[person, month] * _READMISSION_DAYS / DAYS_PER_YEAR)
        back = care.draw(f"stay.{kind}", person, event) < chance
        stays = index_stays.take(np.flatnonzero(back))
        person, event = stays.person, stays.event
        # The length of the first stay is not known yet; a typical one is waited for.
        wait = np.floor(-np.log(care.draw(f"stay.{kind}.wait", person, event)) * number["readmission_mean_days"])
        day = stays.start + int(number["readmission_typical_stay_days"]) + wait.astype(np.int64).clip(0, 29)
        within = (day <= care.calendar.last_day) & (day < care.people.death[person])
        person, event, day = person[within], event[within], day[within]
        stays = stays.take(np.flatnonzero(within))
        event = event_number(KINDS.index(kind), care.calendar.month_of(day), number_within(person, care, day))
        row = care.reasons(table, person, event, day, _ADMISSION_BANDS, f"stay.{kind}.reason")
        before = (
            reasons().lookup(pd.Series(np.arange(len(table)), index=table.reason), -1).astype(np.int64)[stays.reason]
        )
        is_medical = (table.admission_class == "medical").to_numpy()[before]
        same = care.draw(f"stay.{kind}.same", person, event) < number["readmission_same_reason_share"]
        row = np.where(is_medical & same, before, row)
        index_stays = _of_reason(care, table, person, event, day, row)
        parts.append(index_stays)
    return parts


def _until_ready(care: Care, stays: Encounters, typical_days: np.ndarray, mean_days: np.ndarray):
    """Lengths of stays by which newborns in intensive care go home when they have the age of those born near term."""
    number = PARAMETERS.number
    weeks = care.people.birth_weeks[stays.person]
    early = np.where(weeks > 0, number["newborn_home_weeks"] - weeks, 0) * 7 / number["stay_length_ratio"]
    early = np.where(stays.is_template("newborn_intensive"), early, 0)
    return np.maximum(typical_days, early), np.maximum(mean_days, early * (mean_days / typical_days))


def _set_lengths(care: Care, stays: Encounters, typical_days: np.ndarray, mean_days: np.ndarray) -> None:
    """Draw the length of stays from the geometric and arithmetic mean of their DRG, then the discharge."""
    number = PARAMETERS.number
    sigma = np.sqrt(2 * np.log(np.maximum(mean_days / typical_days, 1.02)))
    z = special.ndtri(care.draw("stay.length", stays.person, stays.event))
    days = np.rint(typical_days * number["stay_length_ratio"] * np.exp(sigma * z)).clip(1, 120).astype(np.int64)
    death = care.people.death[stays.person]
    is_last = stays.event // (MONTHS_MOST * COUNT_MOST) == KINDS.index("end_of_life")
    stays.end = np.where(is_last, death, np.minimum(stays.start + days, death))
    # A stay that is open on the last simulated day is billed as far as it goes.
    stays.end = np.minimum(stays.end, care.calendar.last_day)
    table = PARAMETERS.admission_reason.set_index("reason")
    nursing = reasons().lookup(table.skilled_nursing_share.astype(float), 0.0)[stays.reason]
    home = reasons().lookup(table.home_health_share.astype(float), 0.0)[stays.reason]
    age = age_in_years(care.people.birth[stays.person], stays.start)
    nursing = nursing * np.where(age < 65, number["skilled_nursing_under_65_ratio"], 1.0)
    against = np.where(age < 18, 0, number["left_against_advice_share"])
    u = care.draw("stay.discharge", stays.person, stays.event)
    discharge = np.full(len(stays), HOME, dtype=object)
    reached = np.zeros(len(stays))
    classes = template_fact("admission_class")[stays.template]
    elsewhere = [
        (row.discharge_status_code, row.share * _leaves_for(row, stays, classes, age))
        for row in rows(PARAMETERS.discharge)
    ]
    shares = [(LEFT_AGAINST_ADVICE, against), *elsewhere, (TO_NURSING, nursing), (TO_HOME_HEALTH, home)]
    for code, share in shares:
        discharge[(u >= reached) & (u < reached + share)] = code
        reached = reached + share
    discharge[stays.end >= death] = DIED
    stays.discharge = discharge


def _leaves_for(row, stays: Encounters, classes: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Which stays a row of the discharge table speaks of."""
    fits = (age >= row.min_age) & (age <= row.max_age)
    if row.admission_class:
        fits &= classes == row.admission_class
    if row.reason:
        fits &= stays.reason == reasons().code(row.reason)
    return fits


def without_overlap(care: Care, stays: Encounters) -> Encounters:
    """Stays of which no two share a day, births and last days before others."""
    typical, mean = _until_ready(care, stays, *typical_lengths(care, stays))
    _set_lengths(care, stays, typical, mean)
    fixed = stays.is_template("delivery_vaginal", "delivery_cesarean", "newborn", "newborn_intensive")
    fixed |= stays.discharge == DIED
    order = np.lexsort((stays.event, stays.start, stays.person))
    stays, fixed = stays.take(order), fixed[order]
    while True:
        overlap = (stays.person[1:] == stays.person[:-1]) & (stays.start[1:] <= stays.end[:-1] + 1)
        if not overlap.any():
            return stays
        # Of each overlapping pair the second goes, unless only the second is fixed. Pairs in a chain wait.
        pair = np.flatnonzero(overlap)
        pair = pair[np.r_[True, np.diff(pair) > 1]]
        loser = np.where(fixed[pair + 1] & ~fixed[pair], pair, pair + 1)
        keep = np.ones(len(stays), dtype=bool)
        keep[loser] = False
        stays, fixed = stays.take(np.flatnonzero(keep)), fixed[keep]
