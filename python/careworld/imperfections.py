"""Named flaws of the recordings, in the order in which they are applied.

The recordings are complete before any of this happens. Each flaw has a rate in the spec, damages one
column of one table, and leaves the true value of every record it touched in truth.imperfection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld.arrow import table
from careworld.rng import Streams
from careworld.schema import TABLES
from careworld.spec import Spec


@dataclass(frozen=True)
class Imperfection:
    """A flaw: its name and rate in the spec, the column that it damages, and how."""

    name: str
    table: str
    column: str
    damage: Callable[[pd.Series, pd.DataFrame], pd.Series]


def _end_a_month_early(end: pd.Series, rows: pd.DataFrame) -> pd.Series:
    earlier = pd.to_datetime(end) - pd.Timedelta(days=30)
    return earlier.where(earlier >= pd.to_datetime(rows.start_date), pd.to_datetime(end)).dt.date


def _lose(values: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return pd.Series(None, index=values.index, dtype=object)


def _swap_letters(names: pd.Series, rows: pd.DataFrame) -> pd.Series:
    return names.map(lambda name: name[0] + name[2] + name[1] + name[3:] if len(name) > 3 else name)


REGISTRY = (
    Imperfection("late_termination", "raw.payer_enrollment", "end_date", _end_a_month_early),
    Imperfection("missing_rendering_npi", "raw.payer_professional_claim_line", "rendering_npi", _lose),
    Imperfection("misspelled_last_name", "raw.clinic_patient", "last_name", _swap_letters),
)


def damage(tables: dict[str, pa.Table], spec: Spec, streams: Streams) -> dict[str, pa.Table]:
    """Apply every flaw of the spec and add the table of what was damaged."""
    tables = dict(tables)
    receipts = []
    for flaw in REGISTRY:
        rate = getattr(spec.imperfections, flaw.name)
        if rate > 0:
            tables[flaw.table], receipt = _apply(flaw, tables[flaw.table], rate, streams)
            receipts.append(receipt)
    names = [column.name for column in TABLES["truth.imperfection"].columns]
    rows = pd.concat(receipts, ignore_index=True) if receipts else pd.DataFrame({name: [] for name in names})
    tables["truth.imperfection"] = table("truth.imperfection", {name: rows[name].to_numpy(object) for name in names})
    return tables


def _apply(flaw: Imperfection, clean: pa.Table, rate: float, streams: Streams) -> tuple[pa.Table, pd.DataFrame]:
    keys = [clean[column].cast(pa.string()).to_pandas() for column in TABLES[flaw.table].key]
    key = keys[0].str.cat(keys[1:], sep="|") if len(keys) > 1 else keys[0]
    number = np.array([int.from_bytes(blake2b(k.encode(), digest_size=8).digest(), "little") for k in key], np.uint64)
    hit = np.flatnonzero(streams(f"imperfections.{flaw.name}").uniform(number) < rate)
    values = clean[flaw.column].to_pandas()
    damaged = flaw.damage(values.iloc[hit], clean.take(pa.array(hit)).to_pandas().set_index(hit))
    before = values.astype(object)
    after = before.copy()
    after.iloc[hit] = damaged.to_numpy(object)
    changed = hit[before.iloc[hit].astype(str).to_numpy() != after.iloc[hit].astype(str).to_numpy()]
    index = clean.column_names.index(flaw.column)
    field = clean.schema.field(flaw.column)
    recorded = clean.set_column(index, field, pa.array(after, type=field.type, from_pandas=True))
    receipt = pd.DataFrame(
        {
            "imperfection": flaw.name,
            "table_name": flaw.table.removeprefix("raw."),
            "record_key": key.iloc[changed].to_numpy(object),
            "column_name": flaw.column,
            "true_value": before.iloc[changed].astype(str).to_numpy(object),
        }
    )
    return recorded, receipt
