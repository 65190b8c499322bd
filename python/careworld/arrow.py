"""Integer arrays to Arrow columns: the last step before Parquet, and the only one that makes text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld.calendar import NEVER
from careworld.schema import TABLES

_SMALL = 256  # a dictionary of so many words is kept whole
_POWERS_OF_TEN = 10.0 ** np.arange(10)


def table(name: str, columns: dict) -> pa.Table:
    """A table of the declared columns, order and types; absent columns are null. Text that repeats is kept as a
    dictionary, which the lake writes as it is.

    Raises KeyError for a column that the schema does not declare.
    """
    schema = TABLES[name].arrow_schema
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise KeyError(f"{name} has no columns {sorted(unknown)} in schema.py")
    length = len(next(iter(columns.values())))
    arrays = []
    for field in schema:
        values = columns.get(field.name)
        if values is None:
            arrays.append(pa.nulls(length, field.type))
        elif isinstance(values, pa.DictionaryArray):
            arrays.append(values)
        elif isinstance(values, (pa.Array, pa.ChunkedArray)):
            arrays.append(values if values.type == field.type else values.cast(field.type))
        else:
            arrays.append(pa.array(values, type=field.type, from_pandas=True))
    return pa.Table.from_arrays(arrays, names=schema.names)


def decimals(scaled: np.ndarray, places: int = 2) -> pa.Array:
    """Decimal numbers from integers that count units of 10**-places."""
    scaled = np.ascontiguousarray(scaled, dtype=np.int64)
    return pa.Array.from_buffers(pa.decimal64(12, places), len(scaled), [None, pa.py_buffer(scaled)])


def number_text(values: np.ndarray, places: np.ndarray) -> pa.Array:
    """Numbers as text with a number of decimals each, below ten: measurements repeat, hence each is put into words
    once."""
    scaled = np.rint(values * _POWERS_OF_TEN[places]).astype(np.int64)
    code, different = pd.factorize(scaled * 10 + places)
    scaled, places = different // 10, different % 10
    texts = [decimals(scaled[places == p], int(p)).cast(pa.string()) for p in range(10)]
    place = np.empty(len(different), dtype=np.int64)
    place[np.argsort(places, kind="stable")] = np.arange(len(different))
    return refer(pa.concat_arrays(texts), place[code])


def dates(day: np.ndarray) -> pa.Array:
    """Days since 1970 as dates; NEVER becomes null."""
    day = np.asarray(day)
    absent = day >= NEVER
    days = pa.array(day.astype(np.int32), type=pa.int32(), mask=absent if absent.any() else None)
    return days.view(pa.date32())


def timestamps(day: np.ndarray, second: np.ndarray) -> pa.Array:
    """Days since 1970 and seconds into the day as timestamps."""
    return pa.array(np.asarray(day, np.int64) * 86_400 + np.asarray(second, np.int64)).cast(pa.timestamp("s"))


def words(values) -> pa.Array:
    """A list of texts to pick from; empty text becomes null."""
    return pa.array([v if v is None or len(v) else None for v in values], type=pa.string())


def pick(values, index: np.ndarray) -> pa.Array:
    """Text at `index`; a negative index or an empty text becomes null. An array's words must differ and be there."""
    index = np.asarray(index)
    if not isinstance(values, pa.Array):
        encoded = words(values).dictionary_encode()
        code = np.append(encoded.indices.fill_null(-1).to_numpy(), np.int32(-1))
        index = code[np.maximum(index, -1)]
        values = encoded.dictionary
    return refer(values, index)


def refer(values: pa.Array, index: np.ndarray) -> pa.Array:
    """Values at `index`, null where it is negative; they must differ from each other, as ids and codes do. Text that
    repeats stays a dictionary of the words in use, so that it is made and written once."""
    index = np.asarray(index)
    absent = index < 0
    absent = absent if absent.any() else None  # Arrow takes an array without a mask as it is
    if len(values) > _SMALL:
        used = np.zeros(len(values) + 1, dtype=bool)
        used[index if absent is None else np.maximum(index, -1)] = True  # what is absent uses the place after the last
        used = used[:-1]
        rank = np.cumsum(used, dtype=np.int32) - np.int32(1)
        if int(rank[-1]) >= len(index) // 2:
            return values.take(pa.array(index, mask=absent))
        index = rank[index]
        values = values.take(pa.array(np.flatnonzero(used)))
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32, copy=False), mask=absent), values)


def distinct(make: Callable[[np.ndarray], pa.Array], index: np.ndarray) -> pa.Array:
    """The text that `make` has for each index, made once for equal ones; null where the index is negative. `make` must
    have another text for every index."""
    code, values = pd.factorize(index)
    absent = values < 0
    code = np.where(absent, -1, np.cumsum(~absent) - 1)[code]
    return refer(make(values[~absent]), code)


def text(values: np.ndarray) -> pa.Array:
    """Text from an object array; empty text becomes null."""
    index, words = pd.factorize(np.asarray(values, dtype=object))
    return pick(list(words), index)
