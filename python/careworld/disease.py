"""Falling ill, being diagnosed, recovering and dying, month by month.

The curve that gives a condition's prevalence also gives the hazard of its onset: what a person's
probability gains with age, plus what remission and death take away from those who have it. Clinicians
know of an illness when enough time has passed since its onset and the person is one of those who, at this
age, know.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER, Calendar, age_in_years, month_of_year
from careworld.calibration import AGES, Calibration, Conditions, infarction_factor
from careworld.parameters import PARAMETERS
from careworld.people import People
from careworld.pregnancy import Pregnancies
from careworld.rng import Streams

_NEARLY_ONLY = np.log(10)  # log odds ratio from which a parent is all but necessary


@dataclass
class Illness:
    """The course of everyone's conditions over the simulated months."""

    conditions: Conditions
    active: np.ndarray  # bool, conditions x people x months: present at the start of the month
    known: np.ndarray  # bool, conditions x people x months: present, and clinicians know of it
    spell_person: np.ndarray
    spell_condition: np.ndarray
    spell_onset: np.ndarray  # day
    spell_known: np.ndarray  # day on which clinicians found it, NEVER if they did not
    spell_end: np.ndarray  # day of remission, NEVER if it lasts
    infarction_person: np.ndarray
    infarction_day: np.ndarray


class _Diagnosis:
    """When clinicians find what people have: after a delay, and only with those who are found at their age."""

    def __init__(self, conditions: Conditions, people: People, streams: Streams):
        self.conditions, self.names, self.key, self.streams = conditions, conditions.names, people.key, streams
        self.reach = np.stack([streams(f"disease.is_known.{name}").uniform(people.key) for name in self.names])
        none = np.zeros(len(people), dtype=np.int64)
        self.delay = np.stack([self._delay(c, slice(None), none) for c in range(len(self.names))])
        self.since = np.full(self.reach.shape, NEVER)

    def _delay(self, condition: int, who, spell: np.ndarray) -> np.ndarray:
        stream = self.streams(f"disease.diagnosis.{self.names[condition]}")
        return (stream.exponential(self.key[who], spell) * self.conditions.diagnosis_delay[condition]).astype(np.int64)

    def look(self, state: np.ndarray, onset: np.ndarray, year: np.ndarray, before: int, today: int) -> np.ndarray:
        """Who has a known illness on the day `today`; those found since `before` get their day of diagnosis."""
        ready = onset + self.delay
        found = state & (self.since == NEVER) & (ready < today) & (self.reach < self.conditions.known_share[:, year])
        self.since[found] = np.maximum(ready, before)[found]
        return state & (self.since < today)

    def establish(self, condition: int, who: np.ndarray, day: np.ndarray) -> None:
        """An acute event shows what a person has."""
        self.since[condition, who] = np.minimum(self.since[condition, who], day)

    def close(self, condition: int, who: np.ndarray, spell: np.ndarray) -> np.ndarray:
        """Days of diagnosis of spells that end; the next spell waits to be found anew."""
        since = self.since[condition, who]
        self.since[condition, who] = NEVER
        self.delay[condition, who] = self._delay(condition, who, spell)
        return since


def fall_ill(
    people: People, pregnancies: Pregnancies, calibration: Calibration, calendar: Calendar, streams: Streams
) -> Illness:
    """Simulate onset, diagnosis, remission, infarction and death. Sets `people.death`.

    Nobody dies while pregnant: such deaths (33 per 100,000 births) wait until after the delivery.
    """
    conditions = Conditions.load()
    count, n = len(conditions.names), len(people)
    key, sex = people.key, people.is_female.astype(np.int64)
    starts = calendar.starts
    state = _at_start(conditions, people, calibration, calendar, streams)
    onset = np.where(state, _past_onset(conditions, state, people, calibration, calendar, streams), NEVER)
    hazard = np.zeros((count, n))
    threshold = np.stack([streams(f"disease.onset.{name}").exponential(key, 0) for name in conditions.names])
    spell = np.zeros((count, n), dtype=np.int64)
    active = np.zeros((count, n, calendar.months), dtype=bool)
    known = np.zeros_like(active)
    diagnosis = _Diagnosis(conditions, people, streams)
    death_hazard, death_threshold = np.zeros(n), streams("disease.death").exponential(key)
    log_death_ratio = np.log(conditions.death_ratio)
    season = PARAMETERS.death_season.sort_values("month").rate_ratio.to_numpy(float)
    ended: list[tuple[np.ndarray, ...]] = []
    infarctions: list[tuple[np.ndarray, np.ndarray]] = []
    heart, failure = conditions.index("coronary_artery_disease"), conditions.index("heart_failure")
    failing = -np.log1p(-PARAMETERS.number["heart_failure_after_infarction_share"])
    arising = np.array(conditions.arising)
    remitting = [c for c in conditions.arising if conditions.remission[c] > 0]
    intercept = calibration.intercept[arising]
    excess_death = conditions.death_ratio[arising] - 1
    heritage = conditions.heritage_logit[arising][:, people.heritage]
    is_pregnant = pregnancies.months(len(people), 0, 0, calendar)
    for month in range(calendar.months):
        first, next_first = starts[month], starts[month + 1]
        is_there = (people.birth <= first) & (people.death >= first)
        age = age_in_years(people.birth, first).clip(0, 118)
        year = age.astype(np.int64)
        within = age - year
        now, next_year = (intercept[:, sex, y] for y in (year, year + 1))
        slope = next_year - now
        base = now + slope * within + heritage
        active[:, :, month] = state & is_there
        known[:, :, month] = diagnosis.look(state, onset, year, starts[max(month - 1, 0)], first) & is_there
        # Death first: nothing else in this month may come after it.
        rate = calibration.death_rate[sex, year] / calibration.mean_death_ratio[sex, year]
        seasonal = rate * season[month_of_year(first) - 1]
        death_hazard += np.where(is_there, seasonal * np.exp(_weighted(log_death_ratio, state)) / 12, 0)
        dies = is_there & (death_hazard >= death_threshold) & ~is_pregnant[:, month]
        length = next_first - first
        day = first + (streams("disease.death_day").uniform(key, month) * length).astype(np.int64)
        people.death[dies] = day[dies]
        # Onset and remission happen on a day before death; those who die this month start nothing new.
        lives = is_there & ~dies
        when = (streams("disease.day").uniform(key, month) * length).astype(np.int64) + first
        for i, c in enumerate(arising):
            for parent, log_ratio in conditions.parents[c]:
                base[i] += log_ratio * state[parent]
        odds = np.exp(base)
        # What the share of the ill gains with age, and what those leave it who recover or die.
        gain = slope / (1 + odds) + conditions.remission[arising, None] + excess_death[:, None] * rate
        at_risk = lives & ~state[arising]
        hazard[arising] += np.where(at_risk, odds * np.maximum(gain, 0) / 12, 0)
        begins = at_risk & (hazard[arising] >= threshold[arising])
        for c in remitting:
            u = streams(f"disease.remission.{conditions.names[c]}").uniform(key, month)
            who = np.flatnonzero(lives & state[c] & (u < conditions.remission[c] / 12))
            spell[c, who] += 1
            found = diagnosis.close(c, who, spell[c, who])
            end = np.maximum(when[who], onset[c, who] + 1)
            ended.append((who, np.full(len(who), c), onset[c, who], np.where(found < end, found, NEVER), end))
            state[c, who] = False
            hazard[c, who] = 0
            threshold[c, who] = streams(f"disease.onset.{conditions.names[c]}").exponential(key[who], spell[c, who])
        which, who = np.nonzero(begins)
        state[arising[which], who] = True
        onset[arising[which], who] = when[who]
        risk = calibration.infarction_rate[sex, year] * infarction_factor(conditions, state) / 12
        strikes = np.flatnonzero(lives & (streams("disease.infarction").uniform(key, month) < risk))
        infarctions.append((strikes, when[strikes]))
        new = strikes[~state[heart, strikes]]
        state[heart, new], onset[heart, new] = True, when[new]
        diagnosis.establish(heart, strikes, when[strikes])
        # Some hearts fail after it.
        hazard[failure, strikes] += failing
    condition, person = np.nonzero(state)
    since = diagnosis.since[condition, person]
    since = np.where(since <= np.minimum(people.death[person], calendar.last_day), since, NEVER)
    ended.append((person, condition, onset[condition, person], since, np.full(len(person), NEVER)))
    spells = tuple(np.concatenate(part) for part in zip(*ended, strict=True))
    order = np.lexsort((spells[2], spells[1], spells[0]))
    spell_person, spell_condition, spell_onset, spell_known, spell_end = (part[order] for part in spells)
    return Illness(
        conditions,
        active,
        known,
        spell_person,
        spell_condition,
        spell_onset,
        spell_known,
        spell_end,
        np.concatenate([person for person, _ in infarctions]),
        np.concatenate([day for _, day in infarctions]),
    )


def _weighted(weight: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Sum over conditions of the weight of those that are present. A product of matrices would start threads."""
    total = np.zeros(state.shape[1])
    for c in np.flatnonzero(weight):
        total += weight[c] * state[c]
    return total


def _at_start(conditions, people, calibration, calendar, streams) -> np.ndarray:
    """Who has what on the first day: conditions x people."""
    age = age_in_years(people.birth, calendar.first_day)
    born = age >= 0
    sex = people.is_female.astype(np.int64)
    intercept = _interpolated(calibration.intercept, sex, age.clip(0, 118))
    state = np.zeros((len(conditions.names), len(people)), dtype=bool)
    for c in conditions.arising:
        name = conditions.names[c]
        own = conditions.heritage_logit[c, people.heritage]
        p = special.expit(intercept[c] + own + conditions.parent_logit(c, state))
        state[c] = born & (streams(f"disease.start.{name}").uniform(people.key) < p)
    return state


def _interpolated(table: np.ndarray, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    year = age.astype(np.int64)
    return table[:, sex, year] + (table[:, sex, year + 1] - table[:, sex, year]) * (age - year)


def _past_onset(conditions, state, people, calibration, calendar, streams) -> np.ndarray:
    """Onset days of those ill at the start: the age at which the condition's own curve passed a uniform share
    of today's value, so that early diseases began early; but no earlier than people recover or die of it."""
    age = age_in_years(people.birth, calendar.first_day).clip(0.01, 118)
    sex = people.is_female.astype(np.int64)
    onset = np.zeros((len(conditions.names), len(people)), dtype=np.int64)
    for c in conditions.arising:
        name = conditions.names[c]
        u = streams(f"disease.past_onset.{name}").uniform(people.key)
        rate = calibration.death_rate[sex, age.astype(np.int64)] * (conditions.death_ratio[c] - 1)
        leaving = np.maximum(conditions.remission[c] + rate, 1e-3)
        duration = streams(f"disease.duration.{name}").exponential(people.key) / leaving
        for s in (0, 1):
            who = np.flatnonzero(sex == s)
            curve = np.maximum.accumulate(special.expit(calibration.intercept[c, s])) + AGES * 1e-12
            today = np.interp(age[who], AGES, curve)
            years = np.interp(curve[0] + u[who] * (today - curve[0]), curve, AGES)
            years = np.maximum(years, age[who] - duration[who]).clip(0, age[who] * 0.999)
            onset[c, who] = people.birth[who] + (years * DAYS_PER_YEAR).astype(np.int64)
        for parent, log_ratio in conditions.parents[c]:
            # What comes almost only from another condition cannot have begun before it.
            if log_ratio > _NEARLY_ONLY:
                onset[c] = np.where(state[parent], np.maximum(onset[c], onset[parent]), onset[c])
    return onset
