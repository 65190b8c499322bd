"""models/raw and models/truth are what `careworld declare` writes from schema.py."""

from pathlib import Path

import pytest
import yaml

from careworld import declare
from careworld.schema import TABLES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", declare.texts())
def test_file_is_what_declare_writes(name):
    path = ROOT / name
    assert path.exists(), "missing: run `careworld declare`"
    assert path.read_text(encoding="utf-8") == declare.texts()[name], "stale: run `careworld declare`"


def test_no_view_outlives_its_table():
    assert declare.stale(ROOT) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: f"{table.layer}.{table.name}")
def test_every_table_says_its_grain_and_every_column_is_described(table):
    assert "One row per " in table.description
    assert all(column.description.endswith(".") for column in table.columns)
    assert set(table.key) <= {column.name for column in table.columns}


def test_written_yaml_reads_back_to_the_same_sentences():
    for layer in declare.LAYERS:
        models = yaml.safe_load(declare.texts()[f"models/{layer}/_{layer}.yml"])["models"]
        for model in models:
            table = TABLES[f"{layer}.{model['name'].removeprefix(f'{layer}__')}"]
            assert model["description"] == table.description
            assert [c["description"] for c in model["columns"]] == [c.description for c in table.columns]


def test_writing_twice_touches_nothing_and_removes_views_of_dropped_tables(tmp_path):
    assert sorted(declare.write(tmp_path)) == sorted(declare.texts())
    assert declare.write(tmp_path) == []
    orphan = tmp_path / "models/raw/raw__dropped_table.sql"
    orphan.write_text("select 1")
    assert declare.write(tmp_path) == ["models/raw/raw__dropped_table.sql"]
    assert not orphan.exists()
