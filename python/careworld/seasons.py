"""The time of year: how often people come for a reason in each month, and so how often at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from careworld.calendar import Calendar
from careworld.parameters import PARAMETERS

_FACTORS: dict[int, tuple[pd.DataFrame, np.ndarray]] = {}


def factors(table: pd.DataFrame) -> np.ndarray:
    """How often the reasons of a table come in each month against their yearly mean: rows x 12, mean 1."""
    if id(table) not in _FACTORS:
        seasons = PARAMETERS.season.pivot_table(index="season", columns="month", values="weight").astype(float)
        seasons = seasons.div(seasons.mean(axis=1), axis=0)
        of_reason = PARAMETERS.reason_season.set_index("reason").season
        found = seasons.reindex(of_reason.reindex(table.reason)).fillna(1.0).to_numpy()
        # The frame is kept beside its factors, so that its id is never given to another one.
        _FACTORS[id(table)] = (table, found)
    return _FACTORS[id(table)][1]


def rate_factor(table: pd.DataFrame, bands: list[tuple[int, str]], age: np.ndarray, calendar: Calendar) -> np.ndarray:
    """How often people come for any reason of a table, against the yearly mean: people x months.

    `bands` are lowest ages and the columns of weights from there on; `age` is people x months.
    """
    weights = np.stack([table[column].to_numpy(float) for _, column in bands])
    by_band = weights @ factors(table) / weights.sum(axis=1, keepdims=True)
    band = np.searchsorted([low for low, _ in bands], age, side="right").clip(1) - 1
    return by_band[band, np.arange(calendar.months) % 12]
