"""Integers become dates, amounts and text without loss, in the declared columns only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careworld import arrow
from careworld.calendar import NEVER
from careworld.schema import TABLES


@given(st.lists(st.integers(-(10**11), 10**11)))
def test_cents_become_exact_dollars(cents: list[int]):
    assert arrow.decimals(np.array(cents, dtype=np.int64)).to_pylist() == [Decimal(c).scaleb(-2) for c in cents]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3)), min_size=1))
def test_numbers_have_their_number_of_decimals(pairs: list[tuple[int, int]]):
    scaled, places = (np.array(column) for column in zip(*pairs, strict=True))
    texts = arrow.number_text(scaled / 10.0**places, places).to_pylist()
    assert texts == [f"{Decimal(int(s)).scaleb(-int(p)):.{p}f}" for s, p in zip(scaled, places, strict=True)]


def test_never_is_no_date():
    days = np.array([0, 19_000, NEVER, NEVER + 5, -365])
    assert arrow.dates(days).to_pylist() == [date(1970, 1, 1), date(2022, 1, 8), None, None, date(1969, 1, 1)]


def test_a_timestamp_is_a_day_and_a_second():
    assert arrow.timestamps(np.array([19_000]), np.array([3661])).to_pylist() == [datetime(2022, 1, 8, 1, 1, 1)]


def test_nothing_is_picked_for_a_negative_place_and_empty_text_is_null():
    assert arrow.pick(["a", "", "c"], np.array([2, 1, -1, 0])).to_pylist() == ["c", None, None, "a"]
    assert arrow.text(np.array(["x", "", "x"], dtype=object)).to_pylist() == ["x", None, "x"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_declared_columns_and_nulls_where_nothing_was_given(name: str):
    column = TABLES[name].columns[0]
    made = arrow.table(name, {column.name: pa.nulls(2, TABLES[name].arrow_schema.field(0).type)})
    assert made.schema.equals(TABLES[name].arrow_schema)
    assert made.num_rows == 2
    assert all(c.null_count == 2 for c in made.columns)


def test_an_undeclared_column_is_refused():
    with pytest.raises(KeyError, match=r"truth\.person has no columns \['height'\]"):
        arrow.table("truth.person", {"person_id": ["P1"], "height": [180]})


@given(st.lists(st.integers(-1, 5), min_size=1))
def test_text_of_repeating_indices_is_made_once(index: list[int]):
    asked = []

    def name(distinct: np.ndarray) -> pa.Array:
        asked.extend(distinct.tolist())
        return pa.array([f"n{i}" for i in distinct], type=pa.string())

    texts = arrow.distinct(name, np.array(index))
    assert texts.to_pylist() == [None if i < 0 else f"n{i}" for i in index]
    assert sorted(asked) == sorted({i for i in index if i >= 0})
