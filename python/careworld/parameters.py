"""The parameter tables: every assumption of the simulation as rows that a clinician can read and correct.

`PARAMETERS.condition` is seeds/parameters/condition.csv as a data frame; code lists of
seeds/terminology are read the same way. A row without a source is refused.
"""

from __future__ import annotations

from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from careworld.errors import CareworldError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seeds" / "parameters"
TERMINOLOGY = ROOT / "seeds" / "terminology"

# Columns of codes: digits that must not become numbers.
_TEXT = {
    "icd_10_cm", "icd_10_pcs", "hcpcs", "panel_hcpcs", "ndc_11", "rxcui", "cvx", "loinc", "drg_mcc", "drg_cc",
    "drg_none", "revenue_center_code", "modifier", "mdc", "ms_drg", "bill_type_code", "place_of_service_code",
    "admit_type_code", "admit_source_code", "strength", "taxonomy_code", "zip", "county_fips", "severity",
    "dual_status_code", "discharge_status_code", "drg_left_against_advice", "carc_code", "rarc_code",
    "bill_type_prefix", "first_hcpcs", "last_hcpcs",
}  # fmt: skip

# An age limit that is left out limits nothing.
_AGE_LIMITS = {"min_age": 0, "max_age": 999, "min_age_months": 0, "max_age_months": 9999}


def read(path: Path) -> pd.DataFrame:
    """Read one table. Raises CareworldError when it is missing, damaged, or a row has no source."""
    if not path.is_file():
        raise CareworldError(f"The parameter table {path.relative_to(ROOT)} is missing. Restore it from git.")
    try:
        table = pd.read_csv(path, dtype=dict.fromkeys(_TEXT, "string"), keep_default_na=True)
    except (ValueError, UnicodeDecodeError) as error:
        raise CareworldError(f"{path.relative_to(ROOT)} cannot be read as CSV: {error}") from None
    if not isinstance(table.index, pd.RangeIndex):
        raise CareworldError(f"{path.relative_to(ROOT)} cannot be read as CSV: its rows are longer than its header.")
    if "source" not in table:
        raise CareworldError(f"{path.relative_to(ROOT)} has no column `source`; every number needs one.")
    unsourced = table.index[table.source.isna() | (table.source.astype(str).str.strip() == "")]
    if len(unsourced):
        raise CareworldError(
            f"{path.relative_to(ROOT)}, line {unsourced[0] + 2}: the row has no source. "
            "Cite one, or write `assumption`."
        )
    for column, limit in _AGE_LIMITS.items():
        if column in table:
            table[column] = table[column].fillna(limit)
    columns = {}
    for name, column in table.items():
        is_text = column.dtype.name in ("object", "string", "str")
        if is_text or column.isna().all():
            values = column.to_numpy(object, na_value="") if is_text else [""] * len(table)
            column = pd.Series(values, index=table.index, dtype=object)  # noqa: PLW2901
        columns[name] = column
    return pd.DataFrame(columns)


def read_codes(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Read one code list. Raises CareworldError when it is missing or damaged."""
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, ValueError) as error:
        raise CareworldError(
            f"The code list {path.relative_to(ROOT)} cannot be read ({error}). Restore it from git."
        ) from None


class Parameters:
    """All tables, read on first use."""

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        table = read(FOLDER / f"{name}.csv")
        setattr(self, name, table)
        return table

    @cached_property
    def number(self) -> dict[str, float]:
        """The single numbers of seeds/parameters/number.csv by name."""
        table = read(FOLDER / "number.csv")
        value = pd.to_numeric(table["value"], errors="coerce")
        if value.isna().any():
            line = value.index[value.isna()][0] + 2
            raise CareworldError(f"seeds/parameters/number.csv, line {line}: the value is not a number.")
        twice = table["name"].duplicated()
        if twice.any():
            line = twice.index[twice][0] + 2
            raise CareworldError(f"seeds/parameters/number.csv, line {line}: the name stands there twice. Keep one.")
        return dict(zip(table["name"], value.astype(float), strict=True))

    @cached_property
    def zip_code(self) -> pd.DataFrame:
        """ZIP codes with state, county, center and population."""
        return read_codes(TERMINOLOGY / "zip_code.parquet").to_pandas()

    @cached_property
    def icd_10_cm(self) -> pd.DataFrame:
        """Billable ICD-10-CM codes with their complication level (MCC, CC or empty)."""
        codes = read_codes(TERMINOLOGY / "icd_10_cm.parquet", ["icd_10_cm", "is_billable"])
        codes = codes.filter(codes["is_billable"])["icd_10_cm"].to_pylist()
        levels = read_codes(TERMINOLOGY / "ms_drg_cc.parquet")
        level = dict(zip(levels["icd_10_cm"].to_pylist(), levels["level"].to_pylist(), strict=True))
        return pd.DataFrame({"icd_10_cm": codes, "level": [level.get(c, "") for c in codes]}, dtype=object)

    @cached_property
    def ms_drg(self) -> pd.DataFrame:
        """MS-DRGs with relative weight and lengths of stay."""
        return pd.read_csv(TERMINOLOGY / "terminology__ms_drg.csv", dtype={"ms_drg": str, "mdc": str})

    def read_all(self) -> None:
        """Read every table now, for processes that are forked later."""
        for name in ("number", "zip_code", "icd_10_cm", "ms_drg", *sorted(path.stem for path in FOLDER.glob("*.csv"))):
            getattr(self, name)


PARAMETERS = Parameters()

_ROWS: dict[int, tuple[pd.DataFrame, list]] = {}


def rows(table: pd.DataFrame) -> list:
    """The rows of a parameter table as named tuples, made once: frames are slow to walk."""
    if id(table) not in _ROWS:
        # The frame is kept beside its rows, so that its id is never given to another one.
        _ROWS[id(table)] = (table, list(table.itertuples()))
    return _ROWS[id(table)][1]


_GROUPS: dict[tuple, tuple[pd.DataFrame, dict]] = {}


def groups(table: pd.DataFrame, *columns: str) -> dict:
    """The table's parts by the values of columns, in order of appearance, made once."""
    key = (id(table), columns)
    if key not in _GROUPS:
        walked = rows(table)
        parts = {}
        found = table.groupby(columns[0] if len(columns) == 1 else list(columns), sort=False).indices
        for value, index in sorted(found.items(), key=lambda item: item[1][0]):
            part = table.iloc[index]
            _ROWS[id(part)] = (part, [walked[i] for i in index])
            parts[value] = part
        _GROUPS[key] = (table, parts)
    return _GROUPS[key][1]


_ALTERNATIVES: dict[tuple, tuple[pd.DataFrame, list[list]]] = {}


def alternatives(name: str, *columns: str) -> list[list]:
    """Sets of rows of a table that exclude each other: those of equal `columns` and equal
    choice_group. A row without a choice group is a set of its own. Made once."""
    table = getattr(PARAMETERS, name)
    key = (id(table), columns)
    if key not in _ALTERNATIVES:
        sets = {}
        for i, row in enumerate(rows(table)):
            choice = row.choice_group if row.choice_group != "" else ("row", i)
            sets.setdefault((*(getattr(row, column) for column in columns), choice), []).append(row)
        _ALTERNATIVES[key] = (table, list(sets.values()))
    return _ALTERNATIVES[key][1]


@cache
def fingerprint() -> str:
    """Hash of everything but the spec that decides the generator's bytes: code, parameters, code lists."""
    digest = blake2b(digest_size=12)
    files = [*Path(__file__).parent.glob("*.py"), *FOLDER.glob("*.csv"), *TERMINOLOGY.iterdir()]
    for path in sorted(files, key=lambda p: p.name):
        if path.name not in ("cli.py", "answer.py", "bench.py", "declare.py", "influence.py"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
