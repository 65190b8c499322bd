"""The end of life: who dies in a hospital bed, who chooses hospice and when, and how care rises before either.

Care that aims at cure rises towards death and ends where hospice begins. A person's days are therefore
counted to the `last_treated` day: the first day of the hospice that they die in, death for the others.
All of this may begin within the simulated years and end after them: the last months are like the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from scipy import special

from careworld.calendar import DAYS_PER_YEAR, NEVER
from careworld.encounters import KINDS, Care, event_number
from careworld.parameters import PARAMETERS, groups, rows


def dies_in_hospital(care: Care, person: np.ndarray) -> np.ndarray:
    """Whether each of the people `person`, whose death is known, has a stay that ends in death, bool."""
    share = PARAMETERS.number["deaths_in_hospital_share"]
    return care.draw("end_of_life.hospital", person, last_stay_event(care, person)) < share


def last_stay_event(care: Care, person: np.ndarray) -> np.ndarray:
    """Event number of the stay that ends in death, by person."""
    # Event numbers have room for the simulated months; nobody has two such stays.
    month = np.minimum(care.calendar.month_of(care.people.death[person]), care.calendar.months - 1)
    return event_number(KINDS.index("end_of_life"), month, np.zeros(len(person), np.int64))


@dataclass
class Hospice:
    """Spells in hospice: arrays of equal length, sorted by person and day. Some lie after the last simulated day."""

    person: np.ndarray  # position in People
    start: np.ndarray  # first day
    end: np.ndarray  # last day: of death, or of discharge
    is_alive: np.ndarray  # bool, discharged alive

    def key(self) -> np.ndarray:
        """Numbers that sort as person and first day do."""
        return self.person * NEVER + self.start


_SPELLS: WeakKeyDictionary[Care, Hospice] = WeakKeyDictionary()


def hospice_spells(care: Care) -> Hospice:
    """Everyone's spells in hospice. Worked out once for each `care`, as many ask."""
    if care not in _SPELLS:
        _SPELLS[care] = _spells(care)
    return _SPELLS[care]


def _spells(care: Care) -> Hospice:
    """So many days of hospice before death, but not for those who die in a hospital bed. Of those with long ones some
    leave alive, because they do better or want treatment again; some of these return for the last of their days.
    """
    number, people, table = PARAMETERS.number, care.people, PARAMETERS.hospice_share
    person = np.flatnonzero(people.death < NEVER)
    age = (people.death[person] - people.birth[person]) / DAYS_PER_YEAR
    share = table.share.to_numpy(float)[np.searchsorted(table.min_age.to_numpy(float), age, side="right") - 1]
    chosen = care.streams("hospice").uniform(people.key[person]) < share
    person = person[chosen & ~dies_in_hospital(care, person)]
    death, key = people.death[person], people.key[person]
    draw = lambda name: care.streams(f"hospice.{name}").uniform(key)  # noqa: E731
    z = special.ndtri(draw("days"))
    days = np.rint(np.exp(np.log(number["hospice_median_days"]) + number["hospice_sigma"] * z))
    days = days.clip(1, number["hospice_most_days"]).astype(np.int64)
    leaves = (days >= number["hospice_leaver_least_days"]) & (draw("leaves") < number["hospice_leaver_share"])
    returns = leaves & (draw("returns") < number["hospice_return_share"])
    before = np.where(returns, np.ceil(draw("before") * (days - 1)).astype(np.int64), days)
    after = np.where(leaves, days - before, days)
    away = np.ceil(-np.log(draw("away")) * number["hospice_away_mean_days"]).astype(np.int64)
    left, stays_on = (death - after - away)[leaves], after > 0
    who = np.r_[person[leaves], person[stays_on]]
    start, end = np.r_[left - before[leaves], (death - after)[stays_on]], np.r_[left, death[stays_on]]
    is_alive = np.arange(len(who)) < len(left)
    start = np.maximum(start, np.maximum(care.calendar.first_day, people.birth[who] + 1))
    order = np.lexsort((start, who))
    order = order[start[order] < end[order]]
    return Hospice(who[order], start[order], end[order], is_alive[order])


def in_hospice(care: Care, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Whether each of the people is in hospice on a day, bool."""
    spells = hospice_spells(care)
    at = np.searchsorted(spells.key(), person * NEVER + day, side="right") - 1
    there = at >= 0
    there[there] = (spells.person[at[there]] == person[there]) & (day[there] <= spells.end[at[there]])
    return there


def next_hospice(care: Care, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """First day of each person's next spell in hospice from a day on, NEVER where none follows."""
    spells = hospice_spells(care)
    at = np.searchsorted(spells.key(), person * NEVER + day)
    start, follows = np.full(len(person), NEVER), at < len(spells.person)
    follows[follows] = spells.person[at[follows]] == person[follows]
    start[follows] = spells.start[at[follows]]
    return start


def last_treated(care: Care) -> np.ndarray:
    """Day on which treatment of everyone ends: with the hospice that people die in, or with death; NEVER for those
    who live on for years."""
    spells, end = hospice_spells(care), care.people.death.copy()
    end[spells.person[~spells.is_alive]] = spells.start[~spells.is_alive]
    return end


def rise(care: Care, use: str) -> np.ndarray:
    """How much more of a use of care people need as the end of treatment comes near, a multiplier: people x months."""
    return 1 + _approach(care, use, "ratio", 1.0)


def terminal_rate(care: Care, use: str) -> np.ndarray:
    """What comes on top for everyone who is dying, frail or robust, a rate a year: people x months."""
    return _approach(care, use, "more_per_year", 0.0)


def _approach(care: Care, use: str, column: str, usual: float) -> np.ndarray:
    """A column of the table of the last year, less what is usual: the mean over the days of each month before the
    end of treatment, people x months; 0 for uses that the table does not name."""
    result = np.zeros(care.age.shape)
    table = groups(PARAMETERS.last_year, "use").get(use)
    if table is None:
        return result
    end = last_treated(care)
    dying = np.flatnonzero(end <= care.calendar.last_day + table.days_left.max())
    # Days left on the first day of each month, and after its last one.
    first = (end[dying, None] - care.calendar.starts[None, :-1]).clip(0)
    after = (end[dying, None] - care.calendar.starts[None, 1:]).clip(0)
    more, nearest = np.zeros(first.shape), 0
    for row in rows(table):
        days = first.clip(nearest, row.days_left) - after.clip(nearest, row.days_left)
        more += (getattr(row, column) - usual) * days
        nearest = row.days_left
    result[dying] = more / np.maximum(first - after, 1)
    return result
