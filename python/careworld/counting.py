"""Numbering within groups: which of its person's events an event is, which line of its claim a line is."""

from __future__ import annotations

import numpy as np


def nth_repeat(count: np.ndarray) -> np.ndarray:
    """0, 1, ... for each entry that `np.repeat(..., count)` makes of one entry."""
    total = int(np.sum(count))
    return np.arange(total) - np.repeat(np.cumsum(count) - count, count)


def nth_in_run(group: np.ndarray) -> np.ndarray:
    """0, 1, ... within each run of equal values; `group` has its equal values side by side."""
    return np.arange(len(group)) - first_in_run(group)


def groups_of(code: np.ndarray) -> list[np.ndarray]:
    """Positions of each code 0, 1, ... below 2**15, in their order: short integers are sorted by counting."""
    order = np.argsort(code.astype(np.int16), kind="stable")
    return np.split(order, np.cumsum(np.bincount(code))[:-1]) if len(code) else []


def is_among(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each value is one of the others; numpy's own way is slow for many."""
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    others = np.sort(others)
    return others[np.searchsorted(others, values).clip(max=len(others) - 1)] == values


def first_in_run(group: np.ndarray) -> np.ndarray:
    """For each entry the position of the first one of its run of equal values."""
    return np.maximum.accumulate(np.where(starts_run(group), np.arange(len(group)), 0))


def starts_run(group: np.ndarray) -> np.ndarray:
    """Whether an entry differs from the one before it; true for the first."""
    return np.r_[True, group[1:] != group[:-1]][: len(group)]
