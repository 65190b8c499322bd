"""Every category that the rules can give has an example that gets it."""

from __future__ import annotations

import csv
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


def rules(name: str) -> list[dict[str, str]]:
    """Rows of a table of rules."""
    with (ROOT / "seeds" / "rules" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def examples(model: str) -> list[dict]:
    """Expected rows of all unit tests of a preprocessing model."""
    text = (ROOT / "models" / "preprocessing" / f"{model}.yml").read_text(encoding="utf-8")
    return [row for test in yaml.safe_load(text)["unit_tests"] for row in test["expect"]["rows"]]


def test_every_service_category_has_an_example_and_every_example_a_rule():
    ruled = {(rule["service_category_2"], rule["service_category_3"]) for rule in rules("service_category_rule")}
    shown = {
        (row["service_category_2"], row["service_category_3"]) for row in examples("preprocessing__service_category")
    }
    assert shown == ruled


def test_every_encounter_type_that_an_anchor_names_has_a_rank():
    assert {rule["encounter_type"] for rule in rules("encounter_anchor")} <= {
        rule["encounter_type"] for rule in rules("encounter_type_rule")
    }
