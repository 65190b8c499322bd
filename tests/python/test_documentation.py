"""The page of all tables says beside a cohort how often it is right, with the figures of the warehouse it describes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from dbt.task.docs import DOCS_INDEX_FILE_PATH

from careworld import documentation
from careworld.errors import CareworldError

WAREHOUSE = """
    create schema core;
    create table core.patient as from range(1500) as patient (person_id);
    create table core.coverage as
    from (values (date '2022-01-01', date '2023-05-31'), (date '2022-03-01', date '2024-12-31'))
    as coverage (enrollment_start_date, enrollment_end_date);
"""
JUDGE = """
    create schema judge;
    create table judge.cohort_accuracy as
    from (values
        ('asthma', 'charts', 'asthma', 900, 60, 40, 0.5, 0.8, 7.4),
        ('asthma', 'both', 'severe_asthma mild_asthma', 1500, 1100, 90, 0.8125, 0.9, 240.5),
        ('asthma', 'claims', 'asthma', 1400, 100, 0, 0.0, null, null),
        ('left_the_library', 'both', 'gout', 1500, 3, 2, 0.1, 0.2, 3.0)
    ) as accuracy (
        cohort, evidence, conditions, people_count, ill_count, member_count,
        sensitivity, positive_predictive_value, median_days_to_entry
    );
"""


def warehouse(folder: Path, *statements: str) -> Path:
    """A warehouse of these statements."""
    path = folder / "world.duckdb"
    with duckdb.connect(str(path)) as session:
        session.execute("".join(statements)).fetchall()
    return path


def model(name: str, description: str) -> dict[str, str]:
    return {"name": name, "resource_type": "model", "database": "world", "description": description}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder as `dbt docs generate` leaves it, with the page of the dbt that is installed."""
    folder = tmp_path / "target"
    folder.mkdir()
    nodes = {
        "model.careworld.cohort__asthma": model("cohort__asthma", "Who has </script> asthma.\n"),
        "model.careworld.cohort__smokers": model("cohort__smokers", "Who smokes."),
        "model.careworld.core__patient": model("core__patient", "Everybody."),
        "test.careworld.asthma": {"name": "cohort__asthma", "resource_type": "test", "description": ""},
    }
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    (folder / "catalog.json").write_text(json.dumps({"nodes": {}, "sources": {}}))
    shutil.copy(DOCS_INDEX_FILE_PATH, folder / "index.html")
    return folder


def shown(page: Path) -> dict[str, str]:
    """The descriptions of models that a page holds."""
    text = page.read_text(encoding="utf-8")
    begins = re.search(r'\{"nodes": \{"model\.careworld', text).start()
    manifest, _ = json.JSONDecoder().raw_decode(text[begins:])
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return {node["name"]: node["description"] for node in models}


def test_a_cohort_has_its_figures_and_others_their_words_alone(tmp_path: Path, target: Path):
    page, judged = documentation.write(target, documentation.read(warehouse(tmp_path, WAREHOUSE, JUDGE)))
    assert judged == ["asthma"]
    descriptions = shown(page)
    assert descriptions["cohort__smokers"] == "Who smokes."
    assert descriptions["core__patient"] == "Everybody."
    told = descriptions["cohort__asthma"].splitlines()
    assert told[0] == "Who has </script> asthma."
    assert [line for line in told if line.startswith("|")][2:] == [
        "| claims and charts | 1,500 | 1,100 | 90 | 81.2% | 90.0% | 240 |",
        "| claims only | 1,400 | 100 | 0 | 0.0% | - | - |",
        "| charts only | 900 | 60 | 40 | 50.0% | 80.0% | 7 |",
    ]
    assert "about 1,500 simulated people from 2022-01-01 to 2024-12-31, the ones in world.duckdb" in "\n".join(told)
    assert "Truly ill is who has: severe asthma or mild asthma." in "\n".join(told)


def test_the_page_holds_both_files_whole_and_leaves_them_as_they_were(tmp_path: Path, target: Path):
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    judgment = documentation.read(warehouse(tmp_path, WAREHOUSE, JUDGE))
    page, _ = documentation.write(target, judgment)
    first = page.read_bytes()
    assert {name: (target / name).read_bytes() for name in before} == before
    assert documentation.write(target, judgment)[0].read_bytes() == first, "twice is once"
    text = first.decode()
    assert "INLINE DATA" not in text
    assert text.count("</script>") == Path(DOCS_INDEX_FILE_PATH).read_text().count("</script>")


def test_without_a_judge_the_page_says_nothing_of_accuracy(tmp_path: Path, target: Path):
    assert documentation.read(warehouse(tmp_path, WAREHOUSE)) is None
    page, judged = documentation.write(target, None)
    assert judged == []
    assert shown(page)["cohort__asthma"] == "Who has </script> asthma.\n"


def test_figures_of_one_database_do_not_stand_beside_another(tmp_path: Path, target: Path):
    judgment = documentation.read(warehouse(tmp_path, WAREHOUSE, JUDGE))
    judgment.database.rename(tmp_path / "other.duckdb")
    with pytest.raises(CareworldError, match=r"dbt described the database world, not .*other.duckdb"):
        documentation.write(target, documentation.read(tmp_path / "other.duckdb"))


def test_what_is_missing_is_one_sentence(tmp_path: Path, target: Path):
    with pytest.raises(CareworldError, match=r"There is no warehouse .*nowhere.duckdb"):
        documentation.read(tmp_path / "nowhere.duckdb")
    (target / "catalog.json").unlink()
    with pytest.raises(CareworldError, match=r"There is no .*catalog.json. Run `make docs`"):
        documentation.write(target, None)
    (target / "catalog.json").write_text("{}")
    (target / "index.html").write_text("another page")
    with pytest.raises(CareworldError, match=r"has no room for manifest\.json"):
        documentation.write(target, None)
