"""The manual of the language is written from what is tested, and is what was written last."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from careworld import manual

ROOT = Path(__file__).parents[2]
WRITTEN = (ROOT / manual.PAGE).read_text(encoding="utf-8")
EXAMPLES = [
    case
    for page in (ROOT / "tests/python/language").glob("*.yml")
    for case in yaml.safe_load(page.read_text(encoding="utf-8"))
]


def test_the_manual_is_up_to_date():
    assert manual.text(ROOT) == WRITTEN, "run `careworld manual` and let the difference be reviewed"


def test_every_example_stands_in_it_once_with_its_rows_and_words():
    for case in EXAMPLES:
        _, _, after = WRITTEN.partition(f"### It {case['it']}\n")
        told = re.split(r"^##", after, maxsplit=1, flags=re.MULTILINE)[0]
        assert case.get("gives", case.get("fails")).strip() in told, case["it"]
        assert case.get("says", "").strip().rstrip(".") in told, case["it"]
    assert WRITTEN.count("\n### It ") == len(EXAMPLES)


def test_every_event_verb_is_explained():
    allowed = re.findall(r"'(\w+)\(\)'", (ROOT / "macros/concepts/events.sql").read_text(encoding="utf-8"))
    assert allowed
    assert [verb for verb in allowed if f"**{verb}** - " not in WRITTEN] == []
