"""What an illness turns into comes after it, as often as the tables say, and not without it."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.calendar import NEVER
from careworld.parameters import PARAMETERS
from careworld.pregnancy import CONCEPTION_WEEK

DERIVED = sorted(PARAMETERS.progression.condition.unique())


def spells(truth: Truth, *names: str) -> np.ndarray:
    """Spells of some conditions: person, onset, known and end, a row each."""
    illness = truth.illness
    at = np.isin(illness.spell_condition, [illness.conditions.index(name) for name in names])
    return np.stack([illness.spell_person, illness.spell_onset, illness.spell_known, illness.spell_end], axis=1)[at]


def test_the_truth_has_nearly_every_derived_condition(truth: Truth):
    found = [name for name in DERIVED if len(spells(truth, name))]
    assert len(found) > 0.8 * len(DERIVED)


@pytest.mark.parametrize("name", DERIVED)
def test_a_complication_begins_within_its_disease_and_is_known_after_it(truth: Truth, name: str):
    rows = PARAMETERS.progression[PARAMETERS.progression.condition == name]
    parents = spells(truth, *rows.parent)
    for person, onset, known, end in spells(truth, name):
        of_person = parents[parents[:, 0] == person]
        causes = of_person[(of_person[:, 1] <= onset) & (of_person[:, 3] >= min(onset, end))]
        assert len(causes), (person, onset)
        assert (known == NEVER) or (causes[:, 2] <= known).any(), (person, onset)
        assert known >= onset


def test_a_complication_for_a_while_ends(truth: Truth):
    longest = PARAMETERS.progression.groupby("condition").duration_days.agg(["min", "max"])
    for name, row in longest[longest["min"] > 0].iterrows():
        found = spells(truth, name)
        last = np.minimum(truth.people.death[found[:, 0]], truth.calendar.last_day)
        lasting = np.minimum(found[:, 3], last) - found[:, 1]
        assert (lasting <= row["max"]).all(), name


def test_stages_exclude_each_other(truth: Truth):
    staged = PARAMETERS.progression[PARAMETERS.progression.choice_group != ""]
    assert len(staged)
    for _, rows in staged.groupby(["parent", "choice_group"]):
        assert len(rows) > 1
        who = spells(truth, *rows.condition)[:, 0]
        # A second spell of the disease may have another stage; at one time there is one.
        assert len(who)
        illness = truth.illness
        active = illness.active[[illness.conditions.index(name) for name in rows.condition]]
        assert (active.sum(axis=0) <= 1).all()


def test_as_many_of_the_newly_ill_reach_a_stage_as_the_table_says(truth: Truth):
    wanted = reached = variance = 0.0
    for row in PARAMETERS.progression[PARAMETERS.progression.choice_group != ""].itertuples():
        new = spells(truth, row.parent)
        new = new[new[:, 1] >= truth.calendar.first_day]
        staged = {tuple(spell) for spell in spells(truth, row.condition)[:, :2].tolist()}
        reached += sum(tuple(spell) in staged for spell in new[:, :2].tolist())
        wanted += len(new) * row.share
        variance += len(new) * row.share * (1 - row.share)
    assert wanted > 10
    assert reached == pytest.approx(wanted, abs=4 * np.sqrt(variance))


def test_hearts_fail_more_often_after_an_infarction(truth: Truth):
    illness, calendar = truth.illness, truth.calendar
    failure = illness.conditions.index("heart_failure")
    month = calendar.month_of(illness.infarction_day)
    in_time = month < calendar.months - 2
    person, month = illness.infarction_person[in_time], month[in_time]
    healthy = ~illness.active[failure, person, month]
    failing = illness.active[failure, person[healthy], month[healthy] + 2]
    heart = illness.active[illness.conditions.index("coronary_artery_disease")]
    at_risk = heart[:, :-2] & ~illness.active[failure, :, :-2]
    elsewhere = illness.active[failure, :, 2:][at_risk].mean()
    assert healthy.sum() > 20
    assert failing.mean() > 3 * elsewhere


@pytest.mark.parametrize("row", list(PARAMETERS.pregnancy_condition.itertuples()), ids=lambda row: row.condition)
def test_what_a_pregnancy_brings_keeps_to_its_weeks(truth: Truth, row):
    pregnancies = truth.pregnancies
    windows: dict[int, list[tuple[int, int]]] = {}
    for mother, conception, delivery in zip(
        pregnancies.mother, pregnancies.conception, pregnancies.delivery, strict=True
    ):
        if row.is_after_delivery:
            window = delivery + 7 * row.from_week, delivery + 7 * row.to_week
        else:
            window = conception + 7 * (row.from_week - CONCEPTION_WEEK), delivery
        windows.setdefault(int(mother), []).append(window)
    found = spells(truth, row.condition)
    assert len(found) or row.share < 0.02
    for person, onset, _, end in found:
        ends = [last for first, last in windows[int(person)] if first - 1 <= onset <= last]
        assert ends
        assert end == NEVER or end <= max(ends) + 1
