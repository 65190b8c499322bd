"""The MS-DRG of stays: the reason gives the base group, the secondary diagnoses its severity.

A complication does not count beside a principal diagnosis of its exclusion list (CMS table 6K).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from careworld.diagnoses import Diagnoses, diagnose
from careworld.encounters import Care, Encounters, reasons, template_fact
from careworld.parameters import PARAMETERS, TERMINOLOGY, read_codes

_LEVELS = {"MCC": 2, "CC": 1}
_LEFT_AGAINST_ADVICE = "07"


@cache
def _level() -> np.ndarray:
    """2 for a major complication, 1 for a complication, 0 otherwise, by row of the ICD-10-CM list."""
    return PARAMETERS.icd_10_cm.level.map(_LEVELS).fillna(0).to_numpy(np.int64)


@cache
def _exclusions() -> tuple[np.ndarray, np.ndarray]:
    """Collection of each complication by row of the ICD-10-CM list, -1 for none; and, sorted, collection x codes +
    principal diagnosis of every exclusion."""
    table = read_codes(TERMINOLOGY / "ms_drg_cc_exclusion.parquet").to_pandas()
    codes = pd.Index(PARAMETERS.icd_10_cm.icd_10_cm)
    table["row"] = codes.get_indexer(table.icd_10_cm)
    table = table[table.row >= 0]
    is_principal = (table.role == "principal").to_numpy()
    row, number = table.row.to_numpy(), table.collection.to_numpy(np.int64)
    collection = np.full(len(codes), -1)
    collection[row[~is_principal]] = number[~is_principal]
    return collection, np.sort(number[is_principal] * len(codes) + row[is_principal])


def severity(encounters: Encounters, diagnoses: Diagnoses) -> np.ndarray:
    """2 for encounters with a major complication, 1 with a complication, 0 otherwise."""
    level, codes = _level(), len(_level())
    collection, excluded = _exclusions()
    principal = np.full(len(encounters), -1)
    is_principal = diagnoses.rank == 1
    principal[diagnoses.encounter[is_principal]] = diagnoses.code[is_principal]
    counts = np.flatnonzero(~is_principal & (level[diagnoses.code] > 0))
    encounter, code = diagnoses.encounter[counts], diagnoses.code[counts]
    wanted = collection[code] * codes + principal[encounter]
    found = np.searchsorted(excluded, wanted).clip(max=len(excluded) - 1)
    is_excluded = (collection[code] >= 0) & (excluded[found] == wanted)
    result = np.zeros(len(encounters), dtype=np.int64)
    np.maximum.at(result, encounter[~is_excluded], level[code[~is_excluded]])
    return result


def drg(encounters: Encounters, diagnoses: Diagnoses) -> np.ndarray:
    """MS-DRG of stays, from the reason, the severity and, for some reasons, leaving against advice; empty elsewhere."""
    codes = np.full(len(encounters), "", dtype=object)
    stays = np.flatnonzero(template_fact("has_drg")[encounters.template] == 1)
    reason = encounters.reason[stays]
    by_severity, after_leaving = _groups()
    left = after_leaving[reason]
    has_left = (encounters.discharge[stays] == _LEFT_AGAINST_ADVICE) & (left != "")
    codes[stays] = np.where(has_left, left, by_severity[reason, severity(encounters, diagnoses)[stays]])
    return codes


@cache
def _groups() -> tuple[np.ndarray, np.ndarray]:
    """MS-DRGs by reason and severity, and by reason of those who left against advice."""
    table = PARAMETERS.admission_reason.set_index("reason")
    columns = [reasons().lookup(table[name], "") for name in ("drg_none", "drg_cc", "drg_mcc")]
    return np.stack(columns, axis=1), reasons().lookup(table.drg_left_against_advice, "")


@cache
def _lengths() -> pd.DataFrame:
    """Geometric and arithmetic mean length of stay by MS-DRG."""
    return PARAMETERS.ms_drg.set_index("ms_drg")[["geometric_mean_los", "arithmetic_mean_los"]].astype(float)


def typical_lengths(care: Care, stays: Encounters) -> tuple[np.ndarray, np.ndarray]:
    """Geometric and arithmetic mean length of the DRG that each stay will have, days."""
    codes = drg(stays, diagnose(care, stays))
    lengths = _lengths().reindex(codes).fillna(1.0).clip(lower=1.0)
    return lengths.geometric_mean_los.to_numpy(), lengths.arithmetic_mean_los.to_numpy()
