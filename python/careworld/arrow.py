"""Integer arrays to Arrow columns: the last step before Parquet, and the only one that makes text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from careworld.calendar import NEVER
from careworld.schema import TABLES


def table(name: str, columns: dict) -> pa.Table:
    """A table of the declared columns, order and types; absent columns are null.

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
        elif isinstance(values, (pa.Array, pa.ChunkedArray)):
            arrays.append(values.cast(field.type))
        else:
            arrays.append(pa.array(values, type=field.type, from_pandas=True))
    return pa.Table.from_arrays(arrays, schema=schema)


def decimals(scaled: np.ndarray, places: int = 2) -> pa.Array:
    """Decimal numbers from integers that count units of 10**-places."""
    scaled = np.ascontiguousarray(scaled, dtype=np.int64)
    words = np.empty((len(scaled), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = scaled, scaled >> 63
    return pa.Array.from_buffers(pa.decimal128(12, places), len(scaled), [None, pa.py_buffer(words)])


def number_text(values: np.ndarray, places: np.ndarray) -> pa.Array:
    """Numbers as text with a number of decimals each."""
    result = np.empty(len(values), dtype=object)
    for p in np.unique(places):
        which = np.flatnonzero(places == p)
        text = decimals(np.rint(values[which] * 10.0**p), int(p)).cast(pa.string())
        result[which] = text.to_numpy(zero_copy_only=False)
    return pa.array(result, type=pa.string())


def dates(day: np.ndarray) -> pa.Array:
    """Days since 1970 as dates; NEVER becomes null."""
    day = np.asarray(day)
    return pa.array(day.astype(np.int32), type=pa.int32(), mask=day >= NEVER).cast(pa.date32())


def timestamps(day: np.ndarray, second: np.ndarray) -> pa.Array:
    """Days since 1970 and seconds into the day as timestamps."""
    return pa.array(np.asarray(day, np.int64) * 86_400 + np.asarray(second, np.int64)).cast(pa.timestamp("s"))


def words(values) -> pa.Array:
    """A list of texts to pick from; empty text becomes null."""
    return pa.array([v if v is None or len(v) else None for v in values], type=pa.string())


def pick(values, index: np.ndarray) -> pa.Array:
    """Text at `index`; a negative index or an empty text becomes null."""
    if not isinstance(values, pa.Array):
        values = words(values)
    index = np.asarray(index)
    return values.take(pa.array(index, mask=index < 0))


def text(values: np.ndarray) -> pa.Array:
    """Text from an object array; empty text becomes null."""
    distinct, index = np.unique(np.asarray(values).astype(str), return_inverse=True)
    return pick(list(distinct), index)
