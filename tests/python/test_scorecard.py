"""The scorecard counts bands, sorts what fails and shows both as a page that needs no other file."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from careworld import scorecard
from careworld.errors import CareworldError

FIGURES = """
    ('INP001', 'inpatient', 'stays <all>', 'adults & children', 'claims', 'found', 'percent',
        10.0, 8.0, 12.0, 11.0, 0.5, 0.5, true, true, 'scored', null, null, 'A book'),
    ('INP002', 'inpatient', 'far off', 'adults', 'claims', 'recalled', 'percent',
        10.0, 8.0, 12.0, 100.0, 0.5, 45.0, false, false, 'scored', null, 'a detour', 'A book'),
    ('INP003', 'inpatient', 'near', 'adults', 'claims', 'recalled', 'percent',
        10.0, 8.0, 12.0, 7.5, 0.5, -1.25, false, true, 'scored', null, null, 'A book'),
    ('LAB001', 'lab', 'nothing there', 'adults', 'exam', 'found', 'percent',
        10.0, 8.0, 12.0, null, null, null, false, false, 'scored', null, null, 'A book'),
    ('LAB002', 'lab', 'no such data', 'adults', 'exam', 'found', 'percent',
        10.0, 8.0, 12.0, null, null, null, null, null, 'not_expressible', 'Nobody asks.', null, 'A book')
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A warehouse that holds nothing but five figures."""
    path = tmp_path / "world.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema judge")
        connection.execute(f"""
            create table judge.scorecard (
                target_id varchar, domain varchar, metric varchar, population varchar, frame varchar,
                confidence varchar, unit varchar, target_value double, low double, high double, value double,
                standard_error double, z_score double, is_in_band boolean, is_within_error boolean,
                status varchar, reason varchar, method varchar, source varchar
            );
            insert into judge.scorecard values {FIGURES}
        """).fetchall()
    return path


def test_figures_are_counted_by_confidence_and_domain(database: Path):
    counted = {tally.name: tally for tally in scorecard.tallies(scorecard.read(database))}
    assert list(counted) == ["all", "found at the source", "inpatient", "lab"]
    assert counted["all"] == scorecard.Tally("all", 5, 4, 1, 2)
    assert counted["found at the source"] == scorecard.Tally("found at the source", 3, 2, 1, 1)
    assert counted["inpatient"].share(counted["inpatient"].in_band) == "33 %"


def test_a_domain_in_which_nothing_is_scored_has_no_share():
    assert scorecard.Tally("lab", 2, 0, 0, 0).share(0) == "-"


def test_the_farthest_fails_first_and_what_has_no_figure_last(database: Path):
    out = scorecard.failing(scorecard.read(database))
    assert [row.target_id for row in out] == ["INP002", "INP003", "LAB001"]


def test_a_page_shows_every_figure_and_reason_and_needs_no_other_file(database: Path, tmp_path: Path):
    text = scorecard.write_page(scorecard.read(database), tmp_path / "new/page.html").read_text(encoding="utf-8")
    assert all(name in text for name in ("INP001", "INP002", "INP003", "LAB001", "LAB002", "Nobody asks.", "a detour"))
    assert "stays &lt;all&gt;" in text
    assert "adults &amp; children" in text
    assert not re.search(r"(src|href)='?(https?:|/|\.)", text)
    # A dot for a value the strip can reach, a triangle at its edge for one it cannot, nothing where nothing is known.
    assert (text.count("<circle"), text.count("<path")) == (2, 1)


def test_a_page_that_cannot_be_written_says_so(database: Path, tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(CareworldError, match=r"page\.html cannot be written: "):
        scorecard.write_page(scorecard.read(database), tmp_path / "file" / "page.html")


def test_the_dot_stands_where_the_value_is(database: Path):
    rows = {row.target_id: row for row in scorecard.read(database)}
    near, below = (
        float(re.search(r"cx='([\d.]+)'", scorecard.strip(rows[name])).group(1)) - scorecard.WIDTH / 2
        for name in ("INP001", "INP003")
    )
    assert below < 0 < near
    assert below == pytest.approx(-2.5 * near, abs=0.2)


@pytest.mark.parametrize(
    ("value", "words"), [(None, "-"), (0.0, "0"), (0.2361, "0.236"), (11.64, "11.6"), (7690.4, "7,690"), (-3.0, "-3")]
)
def test_numbers_have_three_digits(value: float | None, words: str):
    assert scorecard.number(value) == words


def test_a_missing_warehouse_and_a_missing_table_are_named(tmp_path: Path):
    with pytest.raises(CareworldError, match="no warehouse"):
        scorecard.read(tmp_path / "none.duckdb")
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    with pytest.raises(CareworldError, match=r"judge\.scorecard"):
        scorecard.read(empty)


def test_summary_and_failing_are_printed(database: Path, capsys: pytest.CaptureFixture):
    rows = scorecard.read(database)
    scorecard.print_summary(rows)
    scorecard.print_failing(rows)
    out = capsys.readouterr().out
    assert "found at the source" in out
    assert re.search(r"INP002.*\+45\.0.*100", out)
