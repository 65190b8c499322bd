"""Assumed numbers are raised where they are numbers, in the same world, and ranked by what they move."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from careworld import influence
from careworld.errors import CareworldError
from careworld.influence import Assumption, Figure, assumptions, changes, counted, figures, raised, status
from careworld.parameters import FOLDER, ROOT

TABLE = pd.DataFrame(
    {
        "reason": ["a", "b", "c", "d"],
        "min_age": [18, 18, 18, 18],
        "is_chronic": [1, 1, 0, 0],
        "weight": [2.0, 2.0, 2.0, 2.0],
        "treated_share": [0.5, 0.95, 1.0, 0.5],
        "adherence_mean": [0.8, 0.95, 0.95, 0.8],
        "prevalence_percent": [5.0, 95.0, 100.0, 5.0],
        "shift": [-2.0, 3.0, 0.0, -2.0],
        "source": ["assumption", "a book; spread: assumption", "assumption", "a book"],
    }
)


def test_a_row_is_cited_assumed_or_both():
    assert status(TABLE.source).tolist() == ["assumed", "mixed", "assumed", "cited"]


def test_assumed_numbers_are_raised_within_their_limits():
    changed = raised(TABLE)
    assert changed["shift"].tolist() == pytest.approx([-2.2, 3.3, 0, -2])
    assert changed.treated_share.tolist() == pytest.approx([0.55, 0.99, 1, 0.5])
    assert changed.adherence_mean.tolist() == pytest.approx([0.88, 0.99, 0.99, 0.8])
    assert changed.prevalence_percent.tolist() == pytest.approx([5.5, 99, 100, 5])
    assert changed.weight.tolist() == pytest.approx([2.2, 2, 2.2, 2]), "all weights together mean the same"
    for column in ("reason", "min_age", "is_chronic", "source"):
        assert changed[column].tolist() == TABLE[column].tolist()


def test_a_table_without_assumed_numbers_is_left_out():
    assert raised(TABLE.assign(source="a book")) is None
    assert raised(TABLE[["reason", "min_age", "source"]]) is None


def test_single_numbers_are_raised_one_at_a_time():
    numbers = pd.read_csv(FOLDER / "number.csv")
    found = assumptions(["number"])
    assumed = numbers[numbers.source.str.contains("assumption") & (numbers.value != 0)]
    assert {unit.name for unit, _ in found} <= {f"number: {name}" for name in assumed["name"]}
    assert len(found) > 0.9 * len(assumed)
    for unit, changed in found:
        assert unit.cited + unit.mixed + unit.assumed == 1
        assert (changed.value != numbers.value).sum() == 1


def test_an_unknown_table_is_named():
    with pytest.raises(CareworldError, match="no parameter table visit_rates"):
        assumptions(["visit_rate", "visit_rates"])


def test_every_parameter_row_is_counted_once():
    rows = sum(len(pd.read_csv(path)) for path in FOLDER.glob("*.csv"))
    assert sum(counted().values()) == rows


def test_one_event_more_is_chance():
    before = {"deaths": Figure(50.0, 20), "dollars": Figure(200.0)}
    after = {"deaths": Figure(52.5, 21), "dollars": Figure(190.0)}
    assert changes(before, after) == pytest.approx({"deaths": 0.0, "dollars": -5.0})
    assert changes(before, before | {"deaths": Figure(40.0, 16)}) == pytest.approx({"deaths": -15.0, "dollars": 0.0})


def test_figures_are_those_of_the_tables(block: dict[str, pa.Table], ask):
    first, last = (int(np.datetime64(day).astype(int)) for day in ("2022-01-01", "2024-12-31"))
    found = figures(block, first, last)
    years = ask("""
        select sum(datediff('day', greatest(birth_date, date '2022-01-01'),
            coalesce(death_date, date '2024-12-31')) + if(death_date is null, 1, 0)) / 365.25 from truth__person
    """)[0][0]
    expected = {
        "deaths per 100,000": "count(death_date) / {years} * 1e5 from truth__person",
        "acute stays per 1,000": """count(*) / {years} * 1000
            from truth__encounter where encounter_type = 'acute inpatient'""",
        "fills per person": "count(*) / {years} from pharmacy_claim",
        "diagnosed hypertension, percent": """100 * count(*) filter (person_id in (
                select person_id from truth__condition
                where condition = 'hypertension' and known_date is not null and resolved_date is null
            )) / count(*) from truth__person where death_date is null""",
        "allowed per covered month, dollars": """
            (select sum(allowed_amount) from claim_version)
            / sum(datediff('day', start_date, end_date) + 1) * 365.25 / 12
            from raw__payer_enrollment where coverage_order = 1""",
    }
    for name, query in expected.items():
        wanted = float(ask("select " + query.format(years=years))[0][0])
        assert found[name].value == pytest.approx(wanted, rel=1e-6), name
    assert all(figure.value > 0 for figure in found.values())


def test_the_command_ranks_two_tables_and_writes_a_page_of_its_own(tmp_path: Path):
    page = tmp_path / "page/assumptions.html"
    arguments = ["--people", "200", "--tables", "transfer", "--tables", "fertility", "--tables", "visit_rate"]
    path = os.pathsep.join([str(ROOT / "python"), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-m", "careworld", "assumptions", *arguments, "--workers", "1", "--page", str(page)],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    lines = [line for line in run.stdout.splitlines() if "visit_rate" in line or "transfer" in line]
    assert "visit_rate" in lines[0]
    assert "+" in lines[0]
    assert "transfer" in lines[1]
    html = page.read_text()
    assert "visit_rate" in html
    assert "http" not in html


def test_the_page_says_why_a_number_could_not_be_raised():
    units = [
        Assumption("a", 0, 0, 1, change={"stays": 4.0}), Assumption("b", 1, 2, 3, error="ValueError: <no>"),
        Assumption("c", 0, 0, 1, is_read=False),
    ]  # fmt: skip
    html = influence._page(100, {"stays": Figure(120.0, 30)}, units)
    assert "cannot be raised alone: ValueError: &lt;no&gt;" in html
    assert "not used by the generator" in html
    assert "+4.0" in html
