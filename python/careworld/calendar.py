"""Days and months as integers: a day counts from 1970-01-01, a month from the first simulated one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from careworld.spec import Spec

# Later than any day that is ever compared with it.
NEVER = 1 << 30

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Calendar:
    """The simulated time of a spec."""

    first_year: int
    last_year: int

    @classmethod
    def of(cls, spec: Spec) -> Calendar:
        """The spec's years."""
        return cls(spec.years.first, spec.years.last)

    @property
    def months(self) -> int:
        """How many months are simulated."""
        return 12 * (self.last_year - self.first_year + 1)

    def month_start(self, month: np.ndarray | int) -> np.ndarray:
        """First day of months counted from the first simulated one; negative months lie before it."""
        month = np.asarray(month)
        return (np.datetime64(f"{self.first_year}-01", "M") + month).astype("datetime64[D]").astype(np.int64)

    @cached_property
    def starts(self) -> np.ndarray:
        """First days of all months and, at the end, of the month after them; shape (months + 1,)."""
        return self.month_start(np.arange(self.months + 1))

    @cached_property
    def _month_of_day(self) -> np.ndarray:
        """Month of every simulated day: looking it up is faster than asking the calendar."""
        return np.repeat(np.arange(self.months), np.diff(self.starts))

    @property
    def first_day(self) -> int:
        """First simulated day."""
        return int(self.starts[0])

    @property
    def last_day(self) -> int:
        """Last simulated day."""
        return int(self.starts[-1]) - 1

    def month_of(self, day: np.ndarray) -> np.ndarray:
        """Month that holds each day, counted from the first simulated one; may lie outside the range."""
        since = np.asarray(day, dtype=np.int64) - self.first_day
        if since.size and since.min() >= 0 and since.max() < len(self._month_of_day):
            return self._month_of_day[since]
        month = np.asarray(day, dtype=np.int64).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        return month - (self.first_year - 1970) * 12


def _looked_up(day: np.ndarray, of_days: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """What the calendar says of each day, asked once for all days from the first to the last where that is less."""
    day = np.asarray(day, dtype=np.int64)
    if not day.size:
        return of_days(day)
    first, last = int(day.min()), int(day.max())
    return of_days(np.arange(first, last + 1))[day - first] if last - first < day.size else of_days(day)


def year_of(day: np.ndarray) -> np.ndarray:
    """Calendar year of each day."""
    return _looked_up(day, _year_of)


def _year_of(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def month_of_year(day: np.ndarray) -> np.ndarray:
    """Calendar month of each day, 1 to 12."""
    return _looked_up(day, _month_of_year)


def _month_of_year(day: np.ndarray) -> np.ndarray:
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months % 12 + 1


def age_in_years(birth: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Completed years, as float; below 0 before birth. Good to a day, which no decision here needs better."""
    return (np.asarray(day) - birth) / DAYS_PER_YEAR
