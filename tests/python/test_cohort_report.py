"""The page about a cohort counts what a warehouse holds, leaves out what it does not, and needs no other file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest

from careworld import cohort_report
from careworld.errors import CareworldError

DEFINITION = {
    "words": "Enters on the day of the earliest of two.",
    "entry": {
        "verb": "any_of",
        "words": "the earliest of (a record of asthma; the first record of inhaler)",
        "arguments": {
            "entries": [
                {"verb": "first", "words": "a record of asthma", "arguments": {"concept": "asthma", "setting": None}},
                {"verb": "first", "words": "the first record of inhaler", "arguments": {"concept": "inhaler"}},
                {"verb": "first", "words": "a second record of asthma", "arguments": {"concept": "asthma"}},
            ]
        },
    },
    "rules": [
        {"name": "adult <at> entry", "rule": {"verb": "age", "words": "at least 18 years old", "arguments": {}}},
        {"name": "no copd", "rule": {"verb": "never_before", "words": "no copd", "arguments": {"concept": "copd"}}},
    ],
    "exit": {"verb": "death", "words": "until death", "arguments": {}},
}

WAREHOUSE = f"""
    create schema cohorts; create schema concepts; create schema core; create schema terminology;
    create table cohorts.registry (
        cohort varchar, table_name varchar, shelf varchar, description varchar, status varchar, version integer,
        owner varchar, reference varchar, words varchar, built_on varchar, definition varchar, file_name varchar
    );
    insert into cohorts.registry values
        ('adult_asthma', 'cohorts.adult_asthma', 'respiratory', 'Adults & asthma.', 'draft', 2, 'us', 'a <book>', '',
         '', '{json.dumps(DEFINITION)}', 'models/cohorts/respiratory/cohort__adult_asthma.sql'),
        ('smokers', 'cohorts.smokers', 'prevention', 'Smokers.', 'draft', 1, '', '', '', '', '{{}}', 'a.sql'),
        ('nobody', 'cohorts.nobody', 'prevention', 'Nobody.', 'draft', 1, '', '', '', '', '{{}}', 'b.sql');
    create table cohorts.attrition as
    from (values
        ('adult_asthma', 0, 'met the entry', 0, 5, 1.0), ('adult_asthma', 1, 'adult <at> entry', 1, 4, 0.8),
        ('adult_asthma', 2, 'no copd', 1, 3, 0.6), ('smokers', 0, 'met the entry', 0, 2, 1.0),
        ('nobody', 0, 'met the entry', 0, 0, null)
    ) as attrition (cohort, step, rule, lost_count, remaining_count, remaining_share);
    create table cohorts.member as
    from (values
        ('adult_asthma', 'ann', date '2023-11-05', date '2023-12-01'),
        ('adult_asthma', 'ann', date '2024-02-01', date '2024-12-31'),
        ('adult_asthma', 'bob', date '2023-11-20', date '2024-12-31'),
        ('adult_asthma', 'cid', date '2024-02-09', date '2024-12-31'),
        ('smokers', 'bob', date '2020-01-01', date '2024-12-31'),
        ('smokers', 'dot', date '2020-01-01', date '2024-12-31')
    ) as member (cohort, person_id, cohort_start_date, cohort_end_date);
    create table core.patient as
    from (values
        ('ann', 'female', date '1963-11-06'), ('bob', 'male', date '1930-01-01'), ('cid', null, null),
        ('dot', 'female', date '2000-01-01'), ('eve', 'female', date '2000-01-01'), ('fay', 'female', date '2000-01-01')
    ) as patient (person_id, sex, birth_date);
    create table concepts.registry as
    from (values ('asthma', 'concepts.asthma'), ('inhaler', 'concepts.inhaler'), ('copd', 'concepts.copd'))
    as registry (concept, table_name);
    create table concepts.asthma as
    from (values
        ('ann', date '2023-11-05', 'icd-10-cm', 'J45909'), ('ann', date '2023-11-05', 'icd-10-cm', 'J45909'),
        ('ann', date '2024-02-01', 'icd-10-cm', 'J45909'), ('ann', date '2023-12-01', 'icd-10-cm', 'J45901'),
        ('bob', date '2023-11-20', 'icd-10-cm', 'J45909'), ('dot', date '2020-01-01', 'icd-10-cm', 'J45901')
    ) as event (person_id, event_date, code_type, code);
    create table concepts.inhaler as
    from (values ('cid', date '2024-02-09', 'ndc', '00001'), ('cid', date '2024-02-09', null, null))
    as event (person_id, event_date, code_type, code);
    create table terminology.icd_10_cm as
    from (values ('J45909', 'Asthma, uncomplicated')) as icd_10_cm (icd_10_cm, description);
"""
TRUTH = """
    create schema judge;
    create table judge.cohort_accuracy as
    from (values
        ('adult_asthma', 'claims', 4, 3, 0.5, 0.99, null), ('adult_asthma', 'both', 4, 3, 0.625, 0.995, 240.5),
        ('smokers', 'both', 1, 1, 1.0, 1.0, 1.0)
    ) as accuracy (cohort, evidence, ill_count, member_count, sensitivity, specificity, median_days_to_entry);
"""

Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Makes a warehouse of these statements."""

    def made(*statements: str) -> Path:
        path = tmp_path / "world.duckdb"
        with duckdb.connect(str(path)) as session:
            session.execute("".join(statements)).fetchall()
        return path

    return made


def test_members_are_counted_once_and_spells_each(build: Build):
    report = cohort_report.read(build(WAREHOUSE), "adult_asthma")
    assert (report.people, report.spells, report.everyone) == (3, 4, 6)
    assert report.steps == [("met the entry", 0, 5), ("adult <at> entry", 1, 4), ("no copd", 1, 3)]


def test_months_without_entries_are_there_too(build: Build):
    assert cohort_report.read(build(WAREHOUSE), "adult_asthma").months == [
        (date(2023, 11, 1), 2), (date(2023, 12, 1), 0), (date(2024, 1, 1), 0), (date(2024, 2, 1), 2),
    ]  # fmt: skip


def test_age_is_in_completed_years_at_the_first_entry_and_the_oldest_are_one_band(build: Build):
    """Ann enters on the day before her 60th birthday; of Cid nobody knows sex or birth."""
    ages = cohort_report.read(build(WAREHOUSE), "adult_asthma").ages
    assert sorted(ages, key=str) == sorted([(50, "female", 1), (90, "male", 1), (None, "unknown", 1)], key=str)


def test_overlap_counts_people_of_both(build: Build):
    assert cohort_report.read(build(WAREHOUSE), "adult_asthma").overlap == [("smokers", 1, 2)]


def test_codes_are_those_of_the_entrys_concepts_on_the_day_of_entry(build: Build):
    """Ann's two spells began with one code: she counts once. Her later code brought nobody in."""
    assert cohort_report.read(build(WAREHOUSE), "adult_asthma").codes == [
        ("icd-10-cm", "J45909", "Asthma, uncomplicated", 2),
        ("ndc", "00001", None, 1),
    ]


def test_concepts_of_an_entry_are_named_once_and_those_of_rules_not_at_all():
    assert cohort_report.concepts_of(DEFINITION["entry"]) == ["asthma", "inhaler"]


def test_accuracy_is_shown_where_there_is_a_truth(build: Build, tmp_path: Path):
    report = cohort_report.read(build(WAREHOUSE, TRUTH), "adult_asthma")
    assert [(row["evidence"], row["sensitivity"]) for row in report.accuracy] == [("both", 0.625), ("claims", 0.5)]
    page = cohort_report.write_page(report, tmp_path / "page.html").read_text(encoding="utf-8")
    right = page[page.index("How often it is right") :]
    assert "<td class=number>62.5 %</td>" in right
    assert "NPV" not in right  # the table has no such column


def test_without_a_truth_the_page_does_not_speak_of_it(build: Build, tmp_path: Path):
    page = cohort_report.write_page(cohort_report.read(build(WAREHOUSE), "adult_asthma"), tmp_path / "page.html")
    assert "How often it is right" not in page.read_text(encoding="utf-8")


def test_the_page_says_the_definition_and_needs_no_other_file(build: Build, tmp_path: Path):
    report = cohort_report.read(build(WAREHOUSE), "adult_asthma")
    page = cohort_report.write_page(report, tmp_path / "deep/page.html").read_text(encoding="utf-8")
    assert "on the day of the earliest of (a record of asthma; the first record of inhaler)" in page
    assert "<li>adult &lt;at&gt; entry <span>(at least 18 years old)</span></li>" in page
    assert "Adults &amp; asthma." in page
    assert "a &lt;book&gt;" in page
    assert "1 without a known age or sex" in page
    assert not re.search(r"https?:|src=|<link|<script|url\(", page)


def test_a_cohort_that_nobody_entered_has_a_page(build: Build, tmp_path: Path):
    page = cohort_report.write_page(cohort_report.read(build(WAREHOUSE), "nobody"), tmp_path / "page.html")
    text = page.read_text(encoding="utf-8")
    assert "Nobody met the entry." in text
    assert "Nobody entered." in text


def test_errors_say_what_to_do(build: Build, tmp_path: Path):
    with pytest.raises(CareworldError, match="Run `make build` first"):
        cohort_report.read(tmp_path / "none.duckdb", "adult_asthma")
    path = build(WAREHOUSE)
    with pytest.raises(CareworldError, match=r"no cohort adult_astma\. There is adult_asthma"):
        cohort_report.read(path, "adult_astma")
    with duckdb.connect(str(path)) as session:
        session.execute("drop table cohorts.attrition").fetchall()
    with pytest.raises(CareworldError, match="lacks what the report reads"):
        cohort_report.read(path, "adult_asthma")
