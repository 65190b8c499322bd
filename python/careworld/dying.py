"""The end of life: who dies in a hospital bed, who chooses hospice and when, and how care rises before either.

Care that aims at cure rises towards death and ends where hospice begins. A person's days are therefore
counted to the `last_treated` day: the first day of hospice for those who choose it, death for the others.
All of this may begin within the simulated years and end after them: the last months are like the others.
"""

from __future__ import annotations

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


_STARTS: WeakKeyDictionary[Care, np.ndarray] = WeakKeyDictionary()


def hospice_start(care: Care) -> np.ndarray:
    """First day of hospice of everyone, maybe after the last simulated day, NEVER for those without it. Worked out
    once for each `care`, as many ask."""
    if care not in _STARTS:
        _STARTS[care] = _hospice_start(care)
        _STARTS[care].flags.writeable = False
    return _STARTS[care]


def _hospice_start(care: Care) -> np.ndarray:
    """So many days before death; who dies in a hospital bed never chooses hospice."""
    number, people, calendar = PARAMETERS.number, care.people, care.calendar
    start = np.full(len(people.key), NEVER)
    person = np.flatnonzero(people.death < NEVER)
    death, key = people.death[person], people.key[person]
    table = PARAMETERS.hospice_share
    age = (death - people.birth[person]) / DAYS_PER_YEAR
    band = np.searchsorted(table.min_age.to_numpy(float), age, side="right") - 1
    chosen = care.streams("hospice").uniform(key) < table.share.to_numpy(float)[band]
    chosen &= ~dies_in_hospital(care, person)
    z = special.ndtri(care.streams("hospice.days").uniform(key))
    days = np.rint(np.exp(np.log(number["hospice_median_days"]) + number["hospice_sigma"] * z))
    days = days.clip(1, number["hospice_most_days"]).astype(np.int64)
    begin = np.maximum(death - days, np.maximum(calendar.first_day, people.birth[person] + 1))
    chosen &= begin < death
    start[person[chosen]] = begin[chosen]
    return start


def last_treated(care: Care) -> np.ndarray:
    """Day on which treatment of everyone ends: with hospice or death, NEVER for those who live on for years."""
    return np.minimum(hospice_start(care), care.people.death)


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
