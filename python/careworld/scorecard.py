"""How close the world is to published figures: summary, failing rows and a page, read from judge.scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from rich.console import Console
from rich.table import Table

from careworld import pages, warehouse

_QUERY = """
    select
        target_id, domain, metric, population, frame, confidence, unit, target_value, low, high, value,
        standard_error, z_score, is_in_band, is_within_error, status, reason, method, source
    from judge.scorecard
    order by domain, target_id
"""


@dataclass(frozen=True)
class Row:
    """One published figure with ours: the columns of judge.scorecard that are shown."""

    target_id: str
    domain: str
    metric: str
    population: str
    frame: str
    confidence: str
    unit: str
    target: float
    low: float
    high: float
    value: float | None
    standard_error: float | None
    z_score: float | None
    is_in_band: bool | None
    is_within_error: bool | None
    status: str
    reason: str | None
    method: str | None
    source: str

    @property
    def is_scored(self) -> bool:
        """True when the data can hold the figure."""
        return self.status == "scored"


@dataclass(frozen=True)
class Tally:
    """How many figures of one kind are scored, in band, and in band when the sampling error is allowed for."""

    name: str
    all: int
    scored: int
    in_band: int
    within_error: int

    @classmethod
    def of(cls, name: str, rows: list[Row]) -> Tally:
        """Count rows under a name."""
        scored = [row for row in rows if row.is_scored]
        return cls(
            name, len(rows), len(scored), sum(bool(r.is_in_band) for r in scored),
            sum(bool(r.is_within_error) for r in scored),
        )  # fmt: skip

    def share(self, count: int) -> str:
        """A count as percent of the scored figures; a hyphen when nothing was scored."""
        return f"{100 * count / self.scored:.0f} %" if self.scored else "-"


def read(database: Path) -> list[Row]:
    """Rows of judge.scorecard by domain and id.

    Raises CareworldError when the warehouse is missing, unreadable, or was built without the scorecard.
    """
    lacks = "has no table judge.scorecard as it is today. Run `make build`."
    with warehouse.opened(database, lacks) as connection:
        return [Row(*row) for row in connection.execute(_QUERY).fetchall()]


def tallies(rows: list[Row]) -> list[Tally]:
    """One tally for all figures, one for those found at their source, then one per domain in alphabetical order."""
    domains = sorted({row.domain for row in rows})
    return [
        Tally.of("all", rows),
        Tally.of("found at the source", [row for row in rows if row.confidence == "found"]),
        *(Tally.of(domain, [row for row in rows if row.domain == domain]) for domain in domains),
    ]


def failing(rows: list[Row]) -> list[Row]:
    """Scored rows out of band, the farthest first; those without a figure of ours come last."""
    out = [row for row in rows if row.is_scored and not row.is_in_band]
    return sorted(out, key=lambda row: (row.z_score is None, -abs(row.z_score or 0), row.target_id))


def print_summary(rows: list[Row]) -> None:
    """Print shares in band, by domain."""
    table = Table(title="Published figures in band", title_justify="left", caption="judge.scorecard holds every row")
    for column in ("domain", "figures", "scored", "in band", "share", "within error"):
        table.add_column(column, justify="left" if column == "domain" else "right")
    for i, tally in enumerate(tallies(rows)):
        table.add_row(
            tally.name, str(tally.all), str(tally.scored), str(tally.in_band), tally.share(tally.in_band),
            tally.share(tally.within_error), style="bold" if i == 0 else None, end_section=i == 1,
        )  # fmt: skip
    Console(width=100).print(table)


def print_failing(rows: list[Row]) -> None:
    """Print the rows out of band, the farthest from their target first."""
    table = Table(title="Out of band, the farthest first", title_justify="left")
    for column in ("id", "figure", "among", "z", "ours", "target", "band"):
        table.add_column(column, justify="right" if column in ("z", "ours", "target") else "left")
    for row in failing(rows):
        table.add_row(
            row.target_id, row.metric, row.population, "" if row.z_score is None else f"{row.z_score:+.1f}",
            number(row.value), number(row.target), f"{number(row.low)} to {number(row.high)}",
        )  # fmt: skip
    Console(width=170).print(table)


def number(value: float | None) -> str:
    """A figure with three significant digits, thousands separated: 0.24, 11.6, 7,690."""
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value else "0"


def write_page(rows: list[Row], page: Path) -> Path:
    """Write the scorecard as one HTML page that needs no other file; returns its path.

    Raises CareworldError when it cannot be written.
    """
    return pages.write(page, "careworld scorecard", _STYLE, _page(rows))


# --- the page ----------------------------------------------------------------------------------------

# A strip is drawn in half-widths of the band: 0 is the target, values farther than EDGE half-widths stand at the edge.
EDGE = 4.0
WIDTH, HEIGHT = 240, 16
MARGIN = 0.94  # share of the width that is used, so that a mark at the edge is seen whole

_STYLE = """
:root { --band: #cfe3d6; --in: #1b7a45; --out: #c2410c; }
body { font: 14px/1.45 system-ui, sans-serif; max-width: 1240px; margin: 32px auto; padding: 0 24px; }
h2 { font-size: 17px; margin: 36px 0 8px; }
h2 small { color: var(--soft); font-weight: normal; font-size: 14px; margin-left: 8px; }
td, th { padding: 4px 8px; vertical-align: top; text-align: left; }
tr + tr td { border-top: 1px solid var(--line); }
.figures { table-layout: fixed; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.id, .among { color: var(--soft); } .id { font-size: 12px; white-space: nowrap; }
.out { color: var(--out); font-weight: 600; } .in { color: var(--in); font-weight: 600; }
.reason { color: var(--soft); font-style: italic; }
.domains td:nth-child(n+2), .domains th:nth-child(n+2) { text-align: right; font-variant-numeric: tabular-nums; }
.domains { width: auto; min-width: 640px; } .domains a { color: inherit; } svg { display: block; margin-top: 3px; }
"""

_TABLE = (
    "<table class=figures><colgroup><col width=72><col><col width=256><col width=86><col width=86><col width=140>"
    "<col width=150></colgroup><thead><tr><th>id</th><th>figure</th><th>far from the target</th>"
    "<th class=number>ours</th><th class=number>target</th><th class=number>band</th>"
    "<th>unit</th></tr></thead><tbody>{}</tbody></table>"
)


def _page(rows: list[Row]) -> str:
    counted = tallies(rows)
    domains = counted[2:]
    tiles = "".join(
        f"<div class=tile><b>{tally.share(tally.in_band)}</b>{escape(tally.name)}"
        f"<br><span>{tally.in_band} of {tally.scored} in band</span></div>"
        for tally in counted[:2]
    ) + (
        f"<div class=tile><b>{counted[0].share(counted[0].within_error)}</b>within error"
        f"<br><span>band widened by 2 standard errors</span></div>"
        f"<div class=tile><b>{counted[0].all - counted[0].scored}</b>not expressible"
        "<br><span>with the reason each</span></div>"
    )
    lines = "".join(
        f"<tr><td><a href='#{tally.name}'>{_words(tally.name)}</a></td><td>{tally.all}</td><td>{tally.scored}</td>"
        f"<td>{tally.in_band}</td><td>{tally.share(tally.in_band)}</td><td>{tally.share(tally.within_error)}</td></tr>"
        for tally in domains
    )
    sections = "".join(
        f"<h2 id='{tally.name}'>{_words(tally.name)}<small>{tally.in_band} of {tally.scored} in band</small></h2>"
        + _TABLE.format("".join(_line(row) for row in rows if row.domain == tally.name))
        for tally in domains
    )
    return (
        "<h1>Scorecard</h1><p>Published figures and the same figures measured in this world. Each strip shows the "
        "accepted band, the target as a tick and ours as a dot; whatever lies farther than the strip reaches stands at "
        "its edge as a triangle. Hover over a row for its source.</p>"
        f"<div class=tiles>{tiles}</div>"
        "<table class=domains><thead><tr><th>domain</th><th>figures</th><th>scored</th><th>in band</th><th>share</th>"
        f"<th>within error</th></tr></thead><tbody>{lines}</tbody></table>{sections}"
    )


def _words(name: str) -> str:
    words = escape(name.replace("_", " "))
    return "ED" if words == "ed" else words[:1].upper() + words[1:]


def _line(row: Row) -> str:
    hover = f"{row.source} ({row.confidence}, {row.frame})" + (f"\n{row.method}" if row.method else "")
    figure = f"{escape(row.metric)} <span class=among>{escape(row.population)}</span>"
    head = f"<tr title='{escape(hover, quote=True)}'><td class=id>{escape(row.target_id)}</td><td>{figure}</td>"
    tail = (
        f"<td class=number>{number(row.target)}</td><td class=number>{number(row.low)} to {number(row.high)}</td>"
        f"<td class=among>{escape(row.unit)}</td></tr>"
    )
    if not row.is_scored:
        return f"{head}<td colspan=2 class=reason>{escape(row.reason or '')}</td>{tail}"
    if row.value is None:
        return f"{head}<td class=reason>nothing to measure</td><td class='number out'>-</td>{tail}"
    kind = "in" if row.is_in_band else "out"
    return f"{head}<td>{strip(row)}</td><td class='number {kind}'>{number(row.value)}</td>{tail}"


def strip(row: Row) -> str:
    """The strip of one row as SVG, WIDTH by HEIGHT pixels: band, target in the middle, our figure."""
    half = (row.high - row.low) / 2 or 1.0
    low, high, ours = (
        WIDTH * (0.5 + MARGIN * max(-EDGE, min(EDGE, (figure - row.target) / half)) / (2 * EDGE))
        for figure in (row.low, row.high, row.value)
    )
    middle = HEIGHT / 2
    color = "var(--in)" if row.is_in_band else "var(--out)"
    if abs(row.value - row.target) > EDGE * half:
        tip = 5 if row.value > row.target else -5
        back, point = f"{ours - tip:.1f}", f"{ours + tip:.1f}"
        mark = f"<path d='M{back} {middle - 5} L{point} {middle} L{back} {middle + 5} Z' fill='{color}'/>"
    else:
        mark = f"<circle cx='{ours:.1f}' cy='{middle}' r='4.5' fill='{color}'/>"
    return (
        f"<svg width='{WIDTH}' height='{HEIGHT}'>"
        f"<line x1='0' x2='{WIDTH}' y1='{middle}' y2='{middle}' stroke='var(--line)'/>"
        f"<rect x='{low:.1f}' width='{high - low:.1f}' y='3' height='{HEIGHT - 6}' rx='2' fill='var(--band)'/>"
        f"<line x1='{WIDTH / 2}' x2='{WIDTH / 2}' y1='1' y2='{HEIGHT - 1}' stroke='var(--ink)'/>{mark}</svg>"
    )
