"""A page about one cohort: its definition in words, who was lost, who is in and why, how often it is right.

Everything is read from a built warehouse: cohorts.registry, cohorts.attrition, cohorts.member, core.patient, the
concepts of the entry, and judge.cohort_accuracy where the cohort names what it is to find.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any

import duckdb

from careworld import pages, warehouse
from careworld.errors import CareworldError

SHOWN = 12  # codes and cohorts that a table of the page shows
OLDEST = 90  # the last band of age is open

# Where the words of a code stand: table, its key. CPT and HCPCS codes stand without.
_WORDS_OF = {
    "icd-10-cm": ("terminology.icd_10_cm", "icd_10_cm"),
    "icd-10-pcs": ("terminology.icd_10_pcs", "icd_10_pcs"),
    "loinc": ("terminology.loinc", "loinc"),
    "rxnorm": ("terminology.rxnorm", "rxcui"),
    "ndc": ("terminology.ndc", "ndc"),
    "cvx": ("terminology.cvx", "cvx"),
    "encounter-type": ("terminology.encounter_type", "encounter_type"),
}

# What the page shows of judge.cohort_accuracy, as far as the table has it: column, heading, is a share.
_ACCURACY = [
    ("evidence", "evidence", None),
    ("ill_count", "truly ill", False),
    ("member_count", "members", False),
    ("sensitivity", "sensitivity", True),
    ("specificity", "specificity", True),
    ("positive_predictive_value", "PPV", True),
    ("negative_predictive_value", "NPV", True),
    ("median_days_to_entry", "median days from onset to entry", False),
]

Ask = Callable[..., list[tuple]]


@dataclass(frozen=True)
class Report:
    """What the page shows of a cohort."""

    name: str
    facts: dict[str, Any]  # its row of cohorts.registry
    definition: dict[str, Any]
    steps: list[tuple[str, int, int]]  # rule, lost, remaining
    spells: int
    everyone: int
    months: list[tuple[date, int]]  # entries in each month between the first and the last
    ages: list[tuple[int, str, int]]  # first year of a band of ten, sex, people
    overlap: list[tuple[str, int, int]]  # another cohort, people shared, people of the other
    codes: list[tuple[str, str, str | None, int]]  # system, code, words, people who carry it on their day of entry
    accuracy: list[dict[str, Any]]

    @property
    def people(self) -> int:
        """Members, each counted once."""
        return sum(count for _, _, count in self.ages)


def read(database: Path, name: str) -> Report:
    """The report of a cohort of a warehouse.

    Raises CareworldError when the warehouse is missing or unreadable, or does not hold the cohort.
    """
    with warehouse.opened(database, "lacks what the report reads: {error}. Run `make build`.") as connection:
        return _report(lambda query, *values: connection.execute(query, values).fetchall(), name)


def _report(ask: Ask, name: str) -> Report:
    known = [row[0] for row in ask("select cohort from cohorts.registry order by cohort")]
    if name not in known:
        near = get_close_matches(name, known, n=5, cutoff=0.4) or known
        raise CareworldError(f"There is no cohort {name}. There is {', '.join(near)}. `make build` adds a new one.")
    columns = ["shelf", "description", "status", "version", "owner", "reference", "definition", "file_name"]
    facts = dict(
        zip(columns, ask(f"select {', '.join(columns)} from cohorts.registry where cohort = ?", name)[0], strict=True)
    )
    definition = json.loads(facts["definition"])
    return Report(
        name=name,
        facts=facts,
        definition=definition,
        steps=ask(
            "select rule, lost_count, remaining_count from cohorts.attrition where cohort = ? order by step", name
        ),
        spells=ask("select count(*) from cohorts.member where cohort = ?", name)[0][0],
        everyone=ask("select count(*) from core.patient")[0][0],
        months=_months(ask, name),
        ages=_ages(ask, name),
        overlap=_overlap(ask, name),
        codes=_codes(ask, name, definition),
        accuracy=_accuracy(ask, name),
    )


def _months(ask: Ask, name: str) -> list[tuple[date, int]]:
    return ask(
        """
        with entry as (
            select cast(date_trunc('month', cohort_start_date) as date) as month
            from cohorts.member
            where cohort = ?
        ),
        span as (
            select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month
            from entry
        )
        select span.month, count(entry.month)
        from span
        left join entry on span.month = entry.month
        group by span.month
        order by span.month
        """,
        name,
    )


def _ages(ask: Ask, name: str) -> list[tuple[int, str, int]]:
    return ask(
        """
        with entered as (
            select person_id, min(cohort_start_date) as entry_date
            from cohorts.member
            where cohort = ?
            group by person_id
        ),
        aged as (
            select
                date_sub('year', patient.birth_date, entered.entry_date) // 10 * 10 as band,
                coalesce(patient.sex, 'unknown') as sex
            from entered
            left join core.patient on entered.person_id = patient.person_id
        )
        select case when band > ? then ? else band end as first_year, sex, count(*)
        from aged
        group by first_year, sex
        order by first_year, sex
        """,
        name,
        OLDEST,
        OLDEST,
    )


def _overlap(ask: Ask, name: str) -> list[tuple[str, int, int]]:
    return ask(
        """
        with person as (
            select distinct cohort, person_id
            from cohorts.member
        )
        select
            cohort,
            count(*) filter (person_id in (select own.person_id from person as own where own.cohort = ?)) as shared,
            count(*) as people
        from person
        where cohort <> ?
        group by cohort
        having shared > 0
        order by shared desc, people, cohort
        """,
        name,
        name,
    )


def concepts_of(entry: Any) -> list[str]:
    """The concepts that a definition names, in the order in which it names them."""

    def walk(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            for key, value in part.items():
                if key == "concept" and isinstance(value, str):
                    yield value
                else:
                    yield from walk(value)
        elif isinstance(part, list):
            for value in part:
                yield from walk(value)

    return list(dict.fromkeys(walk(entry)))


def _codes(ask: Ask, name: str, definition: dict[str, Any]) -> list[tuple[str, str, str | None, int]]:
    """The commonest codes that the concepts of the entry have on the day of entry, with their words."""
    concepts = concepts_of(definition.get("entry"))
    if not concepts:
        return []
    marks = ", ".join("?" * len(concepts))
    tables = ask(f"select table_name from concepts.registry where concept in ({marks}) order by concept", *concepts)
    events = " union all ".join(f"select person_id, event_date, code_type, code from {table}" for (table,) in tables)
    found = ask(
        f"""
        select event.code_type, event.code, count(distinct event.person_id) as people
        from ({events}) as event
        inner join cohorts.member
            on event.person_id = member.person_id
            and event.event_date = member.cohort_start_date
        where member.cohort = ? and event.code is not null
        group by event.code_type, event.code
        order by people desc, event.code_type, event.code
        limit {SHOWN}
        """,
        name,
    )
    return [(system, code, _words_of(ask, system, code), people) for system, code, people in found]


def _words_of(ask: Ask, system: str, code: str) -> str | None:
    if system not in _WORDS_OF:
        return None
    table, key = _WORDS_OF[system]
    try:
        rows = ask(f"select description from {table} where {key} = ? order by description limit 1", code)
    except duckdb.CatalogException:  # a warehouse need not hold every code list
        return None
    return rows[0][0] if rows else None


def _accuracy(ask: Ask, name: str) -> list[dict[str, Any]]:
    """Rows of judge.cohort_accuracy; none where a warehouse has no truth, or the cohort names none."""
    columns = [
        row[0]
        for row in ask(
            "select column_name from information_schema.columns "
            "where table_schema = 'judge' and table_name = 'cohort_accuracy'"
        )
    ]
    wanted = [column for column, _, _ in _ACCURACY if column in columns]
    if "evidence" not in wanted:
        return []
    order = "case evidence when 'both' then 0 else 1 end, evidence"
    rows = ask(f"select {', '.join(wanted)} from judge.cohort_accuracy where cohort = ? order by {order}", name)
    return [dict(zip(wanted, row, strict=True)) for row in rows]


def write_page(report: Report, page: Path) -> Path:
    """Write the report as one HTML page that needs no other file; returns its path.

    Raises CareworldError when it cannot be written.
    """
    return pages.write(page, f"cohort {report.name}", _STYLE, _page(report))


# --- the page ----------------------------------------------------------------------------------------

WIDTH, HEIGHT = 1000, 150  # of the chart of entries
BAR = 260  # pixels of a full bar

_STYLE = """
:root { --in: #1b7a45; --men: #86b899; --lost: #f3d3c4; }
body { font: 14px/1.45 system-ui, sans-serif; max-width: 1060px; margin: 32px auto; padding: 0 24px; }
h1 small, h2 small { color: var(--soft); font-weight: normal; font-size: 14px; margin-left: 8px; }
h2 { font-size: 17px; margin: 36px 0 8px; } p { max-width: 860px; margin: 4px 0 8px; }
dl { display: grid; grid-template-columns: 88px 1fr; gap: 6px 16px; margin: 16px 0; } dt { color: var(--soft); }
dd { margin: 0; } ol { margin: 0; padding-left: 20px; } li span { color: var(--soft); }
td, th { padding: 4px 14px 4px 0; vertical-align: middle; text-align: left; }
tr + tr td { border-top: 1px solid var(--line); }
table { width: auto; min-width: 640px; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.soft { color: var(--soft); } .code { font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; } svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
"""


def _page(report: Report) -> str:
    facts = report.facts
    head = f"{facts['shelf'].replace('_', ' ')}, {facts['status']}, version {facts['version']}"
    sections = [
        ("Definition", facts["file_name"], _definition(report)),
        ("Who was lost", "in the order of the rules", _attrition(report)),
        ("Entries", "by month", _entries(report.months)),
        ("Age and sex", "at first entry", _pyramid(report.ages)),
        ("What brought them in", "codes on the day of entry", _brought(report)),
        ("Shared with other cohorts", "people in both at any time", _shared(report)),
        ("How often it is right", "against the truth of this world", _right(report.accuracy)),
    ]
    return (
        f"<h1>{escape(_plain(report.name))}<small>{escape(head)}</small></h1><p>{escape(facts['description'])}</p>"
        + _tiles(report)
        + "".join(f"<h2>{title}<small>{escape(note)}</small></h2>{body}" for title, note, body in sections if body)
    )


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _share(part: float, whole: float) -> str:
    """A share in percent: one digit below ten, none above; a hyphen of nothing."""
    if not whole:
        return "-"
    percent = 100 * part / whole
    return f"{percent:.1f} %" if 0 < percent < 9.95 else f"{percent:.0f} %"


def _tiles(report: Report) -> str:
    women = sum(count for _, sex, count in report.ages if sex == "female")
    entered = report.steps[0][2] if report.steps else 0
    tiles = [
        (f"{report.people:,}", "people", f"{_share(report.people, report.everyone)} of {report.everyone:,}"),
        (f"{report.spells:,}", "spells", "times that somebody entered"),
        (_share(report.steps[-1][2], entered) if report.steps else "-", "kept", f"of {entered:,} who met the entry"),
        (_share(women, report.people), "female", f"{women:,} people"),
    ]
    return "<div class=tiles>{}</div>".format(
        "".join(f"<div class=tile><b>{big}</b>{name}<br><span>{note}</span></div>" for big, name, note in tiles)
    )


def _definition(report: Report) -> str:
    told = report.definition
    lines = []
    if told:
        rules = "".join(
            f"<li>{escape(part['name'])} <span>({escape(part['rule']['words'])})</span></li>" for part in told["rules"]
        )
        lines = [
            ("enters", escape(f"on the day of {told['entry']['words']}")),
            ("kept if", f"<ol>{rules}</ol>" if rules else "no rule is set"),
            ("stays", escape(told["exit"]["words"])),
        ]
    lines += [(key, escape(report.facts[key])) for key in ("owner", "reference") if report.facts[key]]
    return "<dl>" + "".join(f"<dt>{term}</dt><dd>{text}</dd>" for term, text in lines) + "</dl>"


def _bar(share: float, rest: float = 0.0, width: int = BAR) -> str:
    """A bar of `share` of the full width, and behind its end another of `rest`."""
    return (
        f"<svg width='{width}' height='14'><rect width='{width * share:.1f}' height='14' rx='2' fill='var(--in)'/>"
        f"<rect x='{width * share:.1f}' width='{width * rest:.1f}' height='14' rx='2' fill='var(--lost)'/></svg>"
    )


def _attrition(report: Report) -> str:
    if not report.steps or not report.steps[0][2]:
        return "<p>Nobody met the entry.</p>"
    entered = report.steps[0][2]
    lines = "".join(
        f"<tr><td>{escape(rule)}</td><td>{_bar(remaining / entered, rest=lost / entered)}</td>"
        f"<td class=number>{remaining:,}</td><td class=number>{_share(remaining, entered)}</td>"
        f"<td class='number soft'>{f'{lost:,}' if step else ''}</td></tr>"
        for step, (rule, lost, remaining) in enumerate(report.steps)
    )
    return (
        "<table><thead><tr><th>rule</th><th></th><th class=number>remain</th><th></th><th class=number>lost</th></tr>"
        f"</thead><tbody>{lines}</tbody></table>"
    )


def _entries(months: list[tuple[date, int]]) -> str:
    if not months:
        return "<p>Nobody entered.</p>"
    most = max(count for _, count in months)
    width = min(WIDTH / len(months), 60)
    top, floor = 16, HEIGHT - 20
    marks = [f"<line x1='0' x2='{WIDTH}' y1='{floor}' y2='{floor}' stroke='var(--line)'/>"]
    for i, (month, count) in enumerate(months):
        tall = (floor - top) * count / most
        marks.append(
            f"<rect x='{i * width + 1:.1f}' width='{max(width - 2, 1):.1f}' y='{floor - tall:.1f}' height='{tall:.1f}' "
            f"fill='var(--in)'><title>{month:%B %Y}: {count:,}</title></rect>"
        )
        # The first month, and every January that has room, so that no two years touch.
        if i == 0 or (month.month == 1 and i * width >= 40 and (width * 12 >= 40 or month.year % 5 == 0)):
            marks.append(f"<text x='{i * width + 1:.1f}' y='{HEIGHT - 4}'>{month.year}</text>")
    peak = next(month for month, count in months if count == most)
    marks.append(f"<text x='1' y='11'>most in {peak:%B %Y}: {most:,}</text>")
    return f"<svg width='{WIDTH}' height='{HEIGHT}'>{''.join(marks)}</svg>"


def _pyramid(ages: list[tuple[int, str, int]]) -> str:
    """Women to the left, men to the right, a row for every ten years; whose age nobody knows is not drawn."""
    known = {(band, sex): count for band, sex, count in ages if band is not None}
    if not known:
        return ""
    most = max(known.values())
    bands = range(min(band for band, _ in known), max(band for band, _ in known) + 10, 10)
    lines = "".join(_rung(band, known.get((band, "female"), 0), known.get((band, "male"), 0), most) for band in bands)
    drawn = sum(count for (_, sex), count in known.items() if sex in ("female", "male"))
    others = sum(count for _, _, count in ages) - drawn
    note = f"<p>{others:,} without a known age or sex.</p>" if others else ""
    return (
        "<table><thead><tr><th>age</th><th class=number>female</th><th></th><th></th><th>male</th></tr></thead>"
        f"<tbody>{lines}</tbody></table>{note}"
    )


def _rung(band: int, women: int, men: int, most: int) -> str:
    left, right = BAR * women / most, BAR * men / most
    age = f"{band} and older" if band == OLDEST else f"{band} to {band + 9}"
    return (
        f"<tr><td class=code>{age}</td><td class=number>{women:,}</td>"
        f"<td style='padding-right:1px'><svg width='{BAR}' height='14'><rect x='{BAR - left:.1f}' width='{left:.1f}' "
        f"height='14' fill='var(--in)'/></svg></td><td><svg width='{BAR}' height='14'><rect width='{right:.1f}' "
        f"height='14' fill='var(--men)'/></svg></td><td class=code>{men:,}</td></tr>"
    )


def _brought(report: Report) -> str:
    lines = "".join(
        f"<tr><td class='soft code'>{escape(system)}</td><td class=code>{escape(code)}</td>"
        f"<td>{escape(words or '')}</td>"
        f"<td>{_bar(people / report.people, width=150)}</td><td class=number>{people:,}</td>"
        f"<td class=number>{_share(people, report.people)}</td></tr>"
        for system, code, words, people in report.codes
    )
    if not lines:
        return ""
    return (
        "<table><thead><tr><th>system</th><th>code</th><th></th><th></th><th class=number>people</th><th></th></tr>"
        f"</thead><tbody>{lines}</tbody></table>"
    )


def _shared(report: Report) -> str:
    lines = "".join(
        f"<tr><td>{escape(other)}</td><td>{_bar(shared / report.people)}</td>"
        f"<td class=number>{shared:,}</td><td class=number>{_share(shared, report.people)}</td>"
        f"<td class=number>{_share(shared, people)}</td><td class=number>{_lift(report, shared, people)}</td></tr>"
        for other, shared, people in report.overlap[:SHOWN]
    )
    if not lines:
        return "<p>No other cohort shares anybody with it.</p>"
    hidden = len(report.overlap) - SHOWN
    more = f"<p>{hidden} more share fewer people.</p>" if hidden > 0 else ""
    return (
        "<table><thead><tr><th>cohort</th><th></th><th class=number>shared</th><th class=number>of this one</th>"
        "<th class=number>of the other</th><th class=number title='how many times as often as if membership of the one "
        f"said nothing about the other'>times expected</th></tr></thead><tbody>{lines}</tbody></table>{more}"
    )


def _lift(report: Report, shared: int, people: int) -> str:
    return f"{shared * report.everyone / (report.people * people):.1f}"


def _right(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    shown = [part for part in _ACCURACY if part[0] in rows[0]]
    heads = "".join(f"<th{'' if share is None else ' class=number'}>{title}</th>" for _, title, share in shown)
    lines = "".join(
        "<tr>"
        + "".join(
            f"<td{'' if share is None else ' class=number'}>{escape(_figure(row[column], share))}</td>"
            for column, _, share in shown
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"


def _figure(value: Any, share: bool | None) -> str:
    if value is None:
        return "-"
    if share:
        return f"{100 * value:.1f} %"
    return str(value) if share is None else f"{value:,.0f}"
