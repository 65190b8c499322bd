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


class _Onset:
    """When people fall ill: a condition begins when its cumulative hazard reaches a threshold of one's own.

    Most people cannot fall ill of most things in these years, as their threshold lies above any hazard that they
    could gather. Only the others are watched: one entry per condition and person in arrays of equal length.
    """

    def __init__(
        self, conditions: Conditions, calibration: Calibration, people: People, calendar: Calendar, streams: Streams
    ):
        self.conditions, self.key, self.streams = conditions, people.key, streams
        # By sex and year of age in one dimension: how likely the condition is, and what the next year adds to that.
        self.intercept = calibration.intercept.reshape(len(conditions.names), -1)
        self.yearly = np.diff(calibration.intercept, axis=2, append=0.0).reshape(self.intercept.shape)
        self.excess_death = conditions.death_ratio - 1
        self.spell = np.zeros((len(conditions.names), len(people)), dtype=np.int64)
        self.condition, self.person = np.zeros((2, 0), dtype=np.int64)
        self.hazard, self.threshold = np.zeros((2, 0))
        self.most = self._most(calibration, people, calendar)

    def _most(self, calibration: Calibration, people: People, calendar: Calendar) -> np.ndarray:
        """More than any cumulative hazard over the simulated time, conditions x people."""
        conditions = self.conditions
        years = calendar.months // 12
        ahead = lambda table: _highest(table, years + 1).reshape(*table.shape[:-2], -1)  # noqa: E731
        cell = _cell(people, age_in_years(people.birth, calendar.first_day).clip(0, 118).astype(np.int64))
        parents = np.array([sum(max(ratio, 0) for _, ratio in of) for of in conditions.parents])
        odds = ahead(calibration.intercept)[:, cell] + conditions.heritage_logit[:, people.heritage]
        odds = np.exp(odds + parents[:, None])
        gain = np.maximum(ahead(self.yearly.reshape(calibration.intercept.shape))[:, cell], 0)
        gain += conditions.remission[:, None]
        gain += np.maximum(self.excess_death, 0)[:, None] * ahead(calibration.relative_death_rate)[cell]
        return 1.001 * odds * gain * years

    def watch(self, condition: np.ndarray, who: np.ndarray) -> None:
        """Begin to gather hazard for the people `who`, who do not have a condition."""
        stream = self.streams.each("disease.onset.{}", self.conditions.names, condition)
        threshold = stream.exponential(self.key[who], self.spell[condition, who])
        near = np.flatnonzero(threshold <= self.most[condition, who])
        self.condition = np.append(self.condition, condition[near])
        self.person = np.append(self.person, who[near])
        self.hazard = np.append(self.hazard, np.zeros(len(near)))
        self.threshold = np.append(self.threshold, threshold[near])

    def month(self, logit, cell, within, death_rate, lives: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add a month and tell who falls ill of what: condition and person.

        `logit` is what heritage and other conditions add, conditions x people; the others are by person: sex and
        year of age, the part of that year that is over, the rate of death, and who lives through the month.
        """
        condition, person = self.condition, self.person
        at = cell[person]
        yearly = self.yearly[condition, at]
        odds = np.exp(self.intercept[condition, at] + yearly * within[person] + logit[condition, person])
        # What the share of the ill gains with age, and what those leave it who recover or die.
        leaving = self.conditions.remission[condition] + self.excess_death[condition] * death_rate[person]
        gain = yearly / (1 + odds) + leaving
        there = lives[person]
        self.hazard += np.where(there, odds * np.maximum(gain, 0) / 12, 0)
        begins = np.flatnonzero((self.hazard >= self.threshold) & there)
        self.threshold[begins] = np.inf
        return condition[begins], person[begins]

    def entries(self, condition: int, who: np.ndarray) -> np.ndarray:
        """Which entries are a condition of the people `who`, bool."""
        among = np.zeros(len(self.key), dtype=bool)
        among[who] = True
        return (self.condition == condition) & among[self.person]

    def end(self, condition: np.ndarray, who: np.ndarray) -> np.ndarray:
        """After remission all begins anew; returns the number of the next spell."""
        self.spell[condition, who] += 1
        self.watch(condition, who)
        return self.spell[condition, who]


class _Diagnosis:
    """When clinicians find what people have: after a delay, and only with those who are found at their age."""

    def __init__(self, conditions: Conditions, key: np.ndarray, onset: np.ndarray, streams: Streams):
        self.conditions, self.key, self.streams = conditions, key, streams
        every = np.arange(len(conditions.names))[:, None]
        self.reach = streams.each("disease.is_known.{}", conditions.names, every).uniform(key)
        self.delay = self._delay(every, np.arange(len(key)), np.zeros(len(key), dtype=np.int64))
        self.since = np.full(self.reach.shape, NEVER)
        # From when on an illness can be found that was not found yet; NEVER where there is nothing to find.
        self.ready = np.where(onset < NEVER, onset + self.delay, NEVER)

    def _delay(self, condition: np.ndarray, who: np.ndarray, spell: np.ndarray) -> np.ndarray:
        stream = self.streams.each("disease.diagnosis.{}", self.conditions.names, condition)
        return (stream.exponential(self.key[who], spell) * self.conditions.diagnosis_delay[condition]).astype(np.int64)

    def look(self, year: np.ndarray, before: int, today: int) -> np.ndarray:
        """Who has a known illness on the day `today`; those found since `before` get their day of diagnosis."""
        condition, who = np.divmod(np.flatnonzero(self.ready < today), len(self.key))
        found = self.reach[condition, who] < self.conditions.known_share[condition, year[who]]
        condition, who = condition[found], who[found]
        self.since[condition, who] = np.maximum(self.ready[condition, who], before)
        self.ready[condition, who] = NEVER
        return self.since < today

    def begin(self, condition: np.ndarray, who: np.ndarray, day: np.ndarray) -> None:
        """An illness that nobody knows of yet."""
        self.ready[condition, who] = day + self.delay[condition, who]

    def establish(self, condition: int, who: np.ndarray, day: np.ndarray) -> None:
        """An acute event shows what a person has."""
        self.since[condition, who] = np.minimum(self.since[condition, who], day)
        self.ready[condition, who] = NEVER

    def close(self, condition: np.ndarray, who: np.ndarray, spell: np.ndarray) -> np.ndarray:
        """Days of diagnosis of spells that end; the next spell waits to be found anew."""
        since = self.since[condition, who]
        self.since[condition, who] = self.ready[condition, who] = NEVER
        self.delay[condition, who] = self._delay(condition, who, spell)
        return since


class _Burden:
    """What people's conditions do to them: to their risk of further ones, of death and of infarction. It is worked
    out anew for those in whom a condition began or ended."""

    def __init__(self, conditions: Conditions, heritage: np.ndarray, state: np.ndarray):
        self.conditions, self.state = conditions, state
        self.heritage_logit = conditions.heritage_logit[:, heritage]
        self.log_death_ratio, self.most = np.log(conditions.death_ratio), PARAMETERS.number["death_ratio_cap"]
        self.logit = np.empty(state.shape)
        self.death_ratio, self.infarction = np.empty(state.shape[1]), np.empty(state.shape[1])
        self.work_out(np.arange(state.shape[1]))

    def work_out(self, who: np.ndarray) -> None:
        """Bring the people `who` up to date."""
        if not len(who):
            return
        state = self.state[:, who]
        logit = self.heritage_logit[:, who]
        for c, parents in enumerate(self.conditions.parents):
            if parents:
                logit[c] += self.conditions.parent_logit(c, state)
        self.logit[:, who] = logit
        self.death_ratio[who] = np.minimum(np.exp(_weighted(self.log_death_ratio, state)), self.most)
        self.infarction[who] = infarction_factor(self.conditions, state)


class _Mortality:
    """When people die: with the month in which their cumulative hazard reaches a threshold of their own."""

    def __init__(self, people: People, calibration: Calibration, calendar: Calendar, streams: Streams):
        self.people, self.rate, self.calendar = people, calibration.relative_death_rate, calendar
        self.sex, self.day = people.is_female.astype(np.int64), streams("disease.death_day")
        self.hazard, self.threshold = np.zeros(len(people)), streams("disease.death").exponential(people.key)
        self.season = PARAMETERS.death_season.sort_values("month").rate_ratio.to_numpy(float)

    def month(self, month: int, ratio: np.ndarray, is_spared: np.ndarray) -> np.ndarray:
        """Add a month, counted from the first simulated one, and set the day of death of those who die in it; returns
        them. `ratio` is what illness makes of the rate of death; who is spared (bool) dies no earlier than next month.
        """
        people, (first, following) = self.people, self.calendar.month_start([month, month + 1])
        is_there = (people.birth <= first) & (people.death >= first)
        rate = self.rate[self.sex, age_in_years(people.birth, first).clip(0, 118).astype(np.int64)]
        seasonal = rate * self.season[month_of_year(first) - 1]
        self.hazard += np.where(is_there, seasonal * ratio / 12, 0)
        dies = np.flatnonzero(is_there & (self.hazard >= self.threshold) & ~is_spared)
        last_day = self.day.uniform(people.key[dies], month) * (following - first)
        people.death[dies] = first + last_day.astype(np.int64)
        return dies


def fall_ill(
    people: People, pregnancies: Pregnancies, calibration: Calibration, calendar: Calendar, streams: Streams
) -> Illness:
    """Simulate onset, diagnosis, remission, infarction and death. Sets `people.death`, also of those who die in the
    years after the last day: their care rises and ends as that of the dying does, and nothing else tells of them.

    Nobody dies while pregnant: such deaths (33 per 100,000 births) wait until after the delivery.
    """
    everything = Conditions.load()
    arising = np.array(everything.arising)
    # Here nothing is known of conditions that follow from others.
    conditions, calibration = everything.only(arising), calibration.only(arising)
    key, sex = people.key, people.is_female.astype(np.int64)
    starts, months = calendar.starts, np.arange(calendar.months)
    state = _at_start(conditions, people, calibration, calendar, streams)
    onset = _past_onset(conditions, state, people, calibration, calendar, streams)
    heart, failure = conditions.index("coronary_artery_disease"), conditions.index("heart_failure")
    coming = _Onset(conditions, calibration, people, calendar, streams)
    # An infarction adds to this hazard, whatever it is.
    coming.most[failure] = np.inf
    coming.watch(*np.nonzero(~state))
    diagnosis = _Diagnosis(conditions, key, onset, streams)
    burden = _Burden(conditions, people.heritage, state)
    active = np.empty((calendar.months, *state.shape), dtype=bool)
    known = np.empty_like(active)
    mortality = _Mortality(people, calibration, calendar, streams)
    ended: list[tuple[np.ndarray, ...]] = []
    infarctions: list[tuple[np.ndarray, np.ndarray]] = []
    failing = -np.log1p(-PARAMETERS.number["heart_failure_after_infarction_share"])
    remitting = np.flatnonzero(conditions.remission > 0)
    is_pregnant = pregnancies.months(len(people), 0, 0, calendar)
    # Of all months at once, so that the keys of people are mixed only once.
    day_of_events = streams("disease.day").uniform(key, months[:, None])
    infarction_of = streams("disease.infarction").uniform(key, months[:, None])
    for month in months:
        first, next_first = starts[month], starts[month + 1]
        is_there = (people.birth <= first) & (people.death >= first)
        age = age_in_years(people.birth, first).clip(0, 118)
        year = age.astype(np.int64)
        active[month] = state & is_there
        known[month] = diagnosis.look(year, starts[max(month - 1, 0)], first) & is_there
        # Death first: nothing else in this month may come after it.
        dies = mortality.month(month, burden.death_ratio, is_pregnant[:, month])
        # Onset and remission happen on a day before death; those who die this month start nothing new.
        lives = is_there.copy()
        lives[dies] = False
        rate, length = calibration.relative_death_rate[sex, year], next_first - first
        when = (day_of_events[month] * length).astype(np.int64) + first
        which, who = coming.month(burden.logit, _cell(people, year), age - year, rate, lives)
        c, well = np.nonzero(state[remitting] & lives)
        c = remitting[c]
        u = streams.each("disease.remission.{}", conditions.names, c).uniform(key[well], month)
        recovers = np.flatnonzero(u < conditions.remission[c] / 12)
        c, well = c[recovers], well[recovers]
        found = diagnosis.close(c, well, coming.end(c, well))
        end = np.maximum(when[well], onset[c, well] + 1)
        ended.append((well, c, onset[c, well], np.where(found < end, found, NEVER), end))
        state[c, well] = False
        state[which, who], onset[which, who] = True, when[who]
        diagnosis.begin(which, who, when[who])
        # The month's new conditions count for the infarctions of the month.
        burden.work_out(np.unique(np.concatenate([who, well])))
        risk = calibration.infarction_rate[sex, year] * burden.infarction / 12
        strikes = np.flatnonzero(lives & (infarction_of[month] < risk))
        infarctions.append((strikes, when[strikes]))
        new = strikes[~state[heart, strikes]]
        state[heart, new], onset[heart, new] = True, when[new]
        coming.threshold[coming.entries(heart, new)] = np.inf
        diagnosis.establish(heart, strikes, when[strikes])
        # Some hearts fail after it.
        coming.hazard[coming.entries(failure, strikes)] += failing
        burden.work_out(new)
    # Beyond the last day illness stays as it is then, and so do pregnancies.
    for later in range(int(PARAMETERS.number["death_horizon_months"])):
        mortality.month(calendar.months + later, burden.death_ratio, is_pregnant[:, -1])
    condition, person = np.nonzero(state)
    since = diagnosis.since[condition, person]
    since = np.where(since <= np.minimum(people.death[person], calendar.last_day), since, NEVER)
    ended.append((person, condition, onset[condition, person], since, np.full(len(person), NEVER)))
    spells = tuple(np.concatenate(part) for part in zip(*ended, strict=True))
    order = np.lexsort((spells[2], spells[1], spells[0]))
    spell_person, spell_condition, spell_onset, spell_known, spell_end = (part[order] for part in spells)
    return Illness(
        everything,
        _by_person(active, everything),
        _by_person(known, everything),
        spell_person,
        arising[spell_condition],
        spell_onset,
        spell_known,
        spell_end,
        np.concatenate([person for person, _ in infarctions]),
        np.concatenate([day for _, day in infarctions]),
    )


def _cell(people: People, year: np.ndarray) -> np.ndarray:
    """Place of each person's sex and year of age in tables of 2 sexes x ages, flat."""
    return people.is_female * len(AGES) + year


def _highest(table: np.ndarray, ahead: int) -> np.ndarray:
    """The highest value from each age, the last axis, to so many years later."""
    padded = np.pad(table, [(0, 0)] * (table.ndim - 1) + [(0, ahead)], mode="edge")
    return np.lib.stride_tricks.sliding_window_view(padded, ahead + 1, axis=-1).max(axis=-1)


def _by_person(monthly: np.ndarray, conditions: Conditions) -> np.ndarray:
    """Months x arising conditions x people as conditions x people x months."""
    months, _, people = monthly.shape
    states = np.zeros((len(conditions.names), people, months), dtype=bool)
    for i, c in enumerate(conditions.arising):
        states[c] = monthly[:, i].T
    return states


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
    for c, name in enumerate(conditions.names):
        own = conditions.heritage_logit[c, people.heritage]
        p = special.expit(intercept[c] + own + conditions.parent_logit(c, state))
        state[c] = born & (streams(f"disease.start.{name}").uniform(people.key) < p)
    return state


def _interpolated(table: np.ndarray, sex: np.ndarray, age: np.ndarray) -> np.ndarray:
    year = age.astype(np.int64)
    return table[:, sex, year] + (table[:, sex, year + 1] - table[:, sex, year]) * (age - year)


def _past_onset(conditions, state, people, calibration, calendar, streams) -> np.ndarray:
    """Onset days of those ill at the start, NEVER for the others: the age at which the condition's own curve passed
    a uniform share of today's value, so that early diseases began early; but no earlier than people recover or die
    of it."""
    age = age_in_years(people.birth, calendar.first_day).clip(0.01, 118)
    sex = people.is_female.astype(np.int64)
    onset = np.full(state.shape, NEVER)
    for c, name in enumerate(conditions.names):
        for s in (0, 1):
            who = np.flatnonzero(state[c] & (sex == s))
            key, years = people.key[who], age[who]
            u = streams(f"disease.past_onset.{name}").uniform(key)
            rate = calibration.death_rate[s, years.astype(np.int64)] * (conditions.death_ratio[c] - 1)
            leaving = np.maximum(conditions.remission[c] + rate, 1e-3)
            duration = streams(f"disease.duration.{name}").exponential(key) / leaving
            curve = np.maximum.accumulate(special.expit(calibration.intercept[c, s])) + AGES * 1e-12
            today = np.interp(years, AGES, curve)
            begun = np.interp(curve[0] + u * (today - curve[0]), curve, AGES)
            begun = np.maximum(begun, years - duration).clip(0, years * 0.999)
            onset[c, who] = people.birth[who] + (begun * DAYS_PER_YEAR).astype(np.int64)
        for parent, log_ratio in conditions.parents[c]:
            # What comes almost only from another condition cannot have begun before it.
            if log_ratio > _NEARLY_ONLY:
                both = np.flatnonzero(state[c] & state[parent])
                onset[c, both] = np.maximum(onset[c, both], onset[parent, both])
    return onset
