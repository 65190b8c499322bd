"""Flaws damage what they say, as often as they say, and leave the truth of every value they touched."""

from __future__ import annotations

import pyarrow as pa
import pytest

from careworld.imperfections import REGISTRY, Imperfection, damage
from careworld.rng import Streams
from careworld.schema import TABLES
from careworld.spec import Imperfections, Spec

FLAWS = pytest.mark.parametrize("flaw", REGISTRY, ids=lambda flaw: flaw.name)


def damaged(tables: dict[str, pa.Table], **rates: float) -> dict[str, pa.Table]:
    """The tables with flaws at these rates."""
    return damage(tables, Spec(people=1, seed=1, imperfections=rates), Streams(1))


def changes(flaw: Imperfection, clean: pa.Table, dirty: pa.Table) -> dict[str, tuple]:
    """Value before and after of every changed record, by its key."""
    key = [list(map(str, row.values())) for row in clean.select(list(TABLES[flaw.table].key)).to_pylist()]
    values = zip(clean[flaw.column].to_pylist(), dirty[flaw.column].to_pylist(), strict=True)
    return {"|".join(k): pair for k, pair in zip(key, values, strict=True) if pair[0] != pair[1]}


def test_the_registry_names_are_the_fields_of_the_spec_in_order():
    assert [flaw.name for flaw in REGISTRY] == list(Imperfections.model_fields)
    for flaw in REGISTRY:
        assert flaw.column in [column.name for column in TABLES[flaw.table].columns]
        assert flaw.column not in TABLES[flaw.table].key, "a key cannot be damaged"


def test_rate_0_changes_nothing(block: dict):
    tables = damaged(block)
    assert tables["truth.imperfection"].num_rows == 0
    for name, clean in block.items():
        assert tables[name].equals(clean), name


def test_the_tables_handed_in_stay_as_they_are(block: dict):
    before = dict(block)
    damaged(block, misspelled_last_name=1.0)
    assert block == before


@FLAWS
def test_a_flaw_changes_its_own_column_only(block: dict, flaw: Imperfection):
    tables = damaged(block, **{flaw.name: 0.1})
    for name, clean in block.items():
        for column in clean.column_names:
            if name != "truth.imperfection" and (name, column) != (flaw.table, flaw.column):
                assert tables[name][column].equals(clean[column]), (name, column)
    assert tables[flaw.table].schema.equals(clean_schema := block[flaw.table].schema), clean_schema


@FLAWS
def test_a_rate_of_a_tenth_damages_a_tenth_and_leaves_a_receipt_for_each(block: dict, flaw: Imperfection):
    every = len(changes(flaw, block[flaw.table], damaged(block, **{flaw.name: 1.0})[flaw.table]))
    tables = damaged(block, **{flaw.name: 0.1})
    changed = changes(flaw, block[flaw.table], tables[flaw.table])
    assert every > 0.5 * block[flaw.table].num_rows, "hardly anything can be damaged"
    assert len(changed) == pytest.approx(0.1 * every, abs=4 * (0.09 * every) ** 0.5)
    receipts = tables["truth.imperfection"].to_pylist()
    assert {r["record_key"]: r["true_value"] for r in receipts} == {k: str(v[0]) for k, v in changed.items()}
    assert len(receipts) == len(changed)
    assert {(r["imperfection"], "raw." + r["table_name"], r["column_name"]) for r in receipts} == {
        (flaw.name, flaw.table, flaw.column)
    }


@FLAWS
def test_more_of_a_flaw_damages_more_of_the_same_records(block: dict, flaw: Imperfection):
    few, many = (
        set(changes(flaw, block[flaw.table], damaged(block, **{flaw.name: rate})[flaw.table])) for rate in (0.1, 0.3)
    )
    assert few < many


def test_flaws_do_not_move_each_other(block: dict):
    together = damaged(block, **{flaw.name: 0.1 for flaw in REGISTRY})
    for flaw in REGISTRY:
        assert together[flaw.table].equals(damaged(block, **{flaw.name: 0.1})[flaw.table])


def test_late_termination_ends_a_span_a_month_early_but_never_before_it_begins(block: dict):
    table = damaged(block, late_termination=1.0)["raw.payer_enrollment"].to_pandas()
    clean = block["raw.payer_enrollment"].to_pandas()
    early = (clean.end_date - table.end_date).map(lambda delta: delta.days)
    assert set(early) == {0, 30}
    assert (table.end_date >= table.start_date).all()
    spans = (clean.end_date - clean.start_date).map(lambda delta: delta.days)
    assert ((early == 30) == (spans >= 30)).all()


def test_a_lost_rendering_npi_is_null(block: dict):
    table = damaged(block, missing_rendering_npi=1.0)["raw.payer_professional_claim_line"]
    assert table["rendering_npi"].null_count == table.num_rows


def test_a_misspelled_name_has_its_letters_swapped(block: dict):
    tables = (block, damaged(block, misspelled_last_name=1.0))
    for before, after in zip(*(t["raw.clinic_patient"]["last_name"].to_pylist() for t in tables), strict=True):
        assert sorted(before) == sorted(after)
        assert before[0] == after[0]
        assert before[3:] == after[3:]
