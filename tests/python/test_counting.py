"""Counting and looking up within groups say the same as a plain walk does."""

from __future__ import annotations

import numpy as np
import pytest

from careworld.calendar import month_of_year, year_of
from careworld.counting import groups_of, is_among


def test_groups_hold_the_positions_of_each_code_in_order():
    code = np.array([3, 0, 3, 1, 0])
    assert [at.tolist() for at in groups_of(code)] == [[1, 4], [3], [], [0, 2]]
    assert groups_of(code[:0]) == []


@pytest.mark.parametrize("others", [[], [7], [9, 2, 2, -4]])
def test_values_are_found_among_others(others: list[int]):
    values = np.array([2, 7, 9, 10, -4, -5, 2])
    assert is_among(values, np.array(others, dtype=np.int64)).tolist() == [value in others for value in values]


@pytest.mark.parametrize("step", [1, 1000])
def test_days_close_together_or_far_apart_have_the_years_and_months_of_the_calendar(step: int):
    day = 18_900 + step * np.r_[np.arange(400), np.arange(400)]
    dates = day.astype("datetime64[D]").tolist()
    assert year_of(day).tolist() == [date.year for date in dates]
    assert month_of_year(day).tolist() == [date.month for date in dates]
