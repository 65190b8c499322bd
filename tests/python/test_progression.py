"""Complications, stages and phases follow the illness they belong to."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.parameters import PARAMETERS


def spells(truth: Truth, condition: str) -> tuple[np.ndarray, np.ndarray]:
    """Person and onset of the spells of a condition."""
    illness = truth.illness
    of = illness.spell_condition == illness.conditions.index(condition)
    return illness.spell_person[of], illness.spell_onset[of]


@pytest.mark.parametrize(
    "condition", ["diabetic_retinopathy", "diabetic_foot_ulcer", "cancer_chemotherapy", "pregnancy"]
)
def test_what_is_derived_happens_even_when_it_is_derived_from_the_derived(truth: Truth, condition: str):
    assert len(spells(truth, condition)[0]) > 3


def test_nothing_derived_comes_before_its_parent(truth: Truth):
    table = PARAMETERS.progression
    for condition, rows in table.groupby("condition"):
        first: dict[int, int] = {}
        for parent in rows.parent:
            for person, onset in zip(*spells(truth, parent), strict=True):
                first[person] = min(onset, first.get(person, onset))
        for person, onset in zip(*spells(truth, condition), strict=True):
            assert onset >= first[person], condition
