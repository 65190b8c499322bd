"""Days and months count as the calendar does."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from careworld.calendar import Calendar, age_in_years, month_of_year, year_of
from careworld.spec import Spec

EPOCH = date(1970, 1, 1)
CALENDAR = Calendar(2022, 2024)

days = st.dates(date(1900, 1, 1), date(2060, 12, 31))


def number(day: date) -> int:
    return (day - EPOCH).days


@given(days)
def test_a_day_has_its_year_and_month(day: date):
    assert year_of(number(day)) == day.year
    assert month_of_year(number(day)) == day.month
    month = CALENDAR.month_of(number(day))
    assert month == (day.year - 2022) * 12 + day.month - 1
    assert CALENDAR.month_start(month) == number(day.replace(day=1))


@given(st.integers(2020, 2049), st.integers(0, 9))
def test_the_simulated_time_is_full_years(first: int, more: int):
    last = min(first + more, 2049)
    calendar = Calendar.of(Spec(people=1, seed=1, years={"first": first, "last": last}))
    assert calendar.first_day == number(date(first, 1, 1))
    assert calendar.last_day == number(date(last, 12, 31))
    assert len(calendar.starts) == calendar.months + 1
    assert calendar.month_of(calendar.last_day) == calendar.months - 1


@given(days, st.integers(0, 110 * 365))
def test_ages_are_good_to_a_day(birth: date, lived: int):
    later = birth + timedelta(days=lived)
    completed = later.year - birth.year - ((later.month, later.day) < (birth.month, birth.day))
    age = float(age_in_years(np.array(number(birth)), number(later)))
    assert completed - 2 / 365 <= age < completed + 1 + 2 / 365
