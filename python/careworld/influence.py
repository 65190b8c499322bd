"""Which assumptions matter: raise the assumed numbers of a table by a tenth, simulate the same people again, compare.

Every draw is keyed by person and event, hence two worlds with different numbers share all their luck: what differs
between them is what the numbers did. Each world is simulated in a process of its own, forked from one that has read
the tables, and loads the simulator anew, because some of it reads tables on import.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from careworld import pages, parameters
from careworld.calendar import DAYS_PER_YEAR
from careworld.errors import CareworldError
from careworld.parameters import FOLDER, PARAMETERS

RAISE = 0.1
_NUMBER = "number"  # the table of single numbers, each of which is raised alone

# Keys, limits, flags and counts of whole things: not numbers that somebody measured.
_NOT_RAISED = re.compile(
    r"age|(min|max)_age.*|age_.*|(is|has|only)_.*|walk_order|rank|(season_)?month|(from_|to_|gestation_)?weeks?|decimals|"
    r"minimum|maximum|low|high|payer_number|doses|day_offset|units|days_supply|at_least|at_most|per_day|interval_days|"
    r"\w+_most|least_days|most_days"
)
# Parts of a whole and correlations, by column or by unit, stop just below 1: nobody is certain to do anything.
_NEARLY_ALL = 0.99
_PARTS = re.compile(r"(\w+_)?share(_at_start|_male|_out_of_network)?|adherence_mean|factor_loading")
_UNITS_OF_PARTS = ("share", "correlation")
_DAYS_PER_MONTH = DAYS_PER_YEAR / 12


class Figure(NamedTuple):
    """A headline figure and the number of events behind it, 0 where it is no count."""

    value: float
    events: int = 0


@dataclass
class Assumption:
    """A table, or one row of the table of single numbers, and what raising its assumed numbers does."""

    name: str
    cited: int  # rows that cite a source for everything
    mixed: int  # rows that cite a source and say what else is assumed
    assumed: int  # rows that are an assumption altogether
    is_read: bool = True  # False where the generator takes nothing from it
    error: str = ""  # why no world could be made with the raised numbers
    change: dict[str, float] = field(default_factory=dict)  # percent of each figure, beyond chance

    @property
    def influence(self) -> float:
        """Largest change of any figure, percent of the figure."""
        return max((abs(change) for change in self.change.values()), default=0.0)

    @property
    def moves_most(self) -> str:
        """Name of the figure that changes most, empty for none."""
        return max(self.change, key=lambda name: abs(self.change[name])) if self.influence else ""


def status(source: pd.Series) -> pd.Series:
    """cited, mixed or assumed by row, from the column `source`."""
    text = source.astype(str).str.strip()
    mixed = text.str.contains("assumption").map({True: "mixed", False: "cited"})
    return mixed.where(text != "assumption", "assumed")


def raised(table: pd.DataFrame, share: float = RAISE) -> pd.DataFrame | None:
    """The table with the assumed numbers raised by a share, None if it has none.

    Shares stop just below 1 and percentages below 100. Weights mean something against each other only: those of every
    other row are raised.
    """
    rows = (status(table.source) != "cited").to_numpy()
    changed = table.copy()
    for column in table.columns:
        if table[column].dtype.kind not in "if" or _NOT_RAISED.fullmatch(column):
            continue
        chosen = rows & (np.arange(len(table)) % 2 == 0) if column.startswith("weight") else rows
        old = table[column].to_numpy(float)
        new = np.where(chosen, old * (1 + share), old)
        limit = np.inf
        if _PARTS.fullmatch(column) or column.endswith("percent"):
            limit = _NEARLY_ALL * (100 if column.endswith("percent") else 1)
        most = np.where(table.unit.isin(_UNITS_OF_PARTS), _NEARLY_ALL, limit) if "unit" in table else limit
        changed[column] = np.where(new > most, np.maximum(old, most), new)
    return None if changed.equals(table.astype(changed.dtypes)) else changed


def assumptions(only: Iterable[str] = ()) -> list[tuple[Assumption, pd.DataFrame]]:
    """Every table with an assumption and every assumed single number, with the raised table beside it."""
    found = []
    known = {path.stem for path in FOLDER.glob("*.csv")}
    if unknown := set(only) - known:
        raise CareworldError(f"There is no parameter table {sorted(unknown)[0]}; see seeds/parameters.")
    for name in sorted(set(only) or known):
        table = parameters.read(FOLDER / f"{name}.csv")
        kinds = status(table.source)
        units = [(f"{name}: {row}", table.index == i) for i, row in enumerate(table["name"])] if name == _NUMBER else []
        for unit, rows in units or [(name, np.ones(len(table), dtype=bool))]:
            count = kinds[rows].value_counts()
            # Rows of other numbers are taken for cited, so that this one is raised alone.
            alone = table.assign(source=table.source.where(rows, "cited")) if units else table
            changed = raised(alone)
            if changed is not None:
                counts = (int(count.get(kind, 0)) for kind in ("cited", "mixed", "assumed"))
                found.append((Assumption(unit, *counts), changed))
    return found


# --- worlds ------------------------------------------------------------------------------------------


class _Reading:
    """The parameter tables, and which of them were read."""

    def __init__(self):
        self.seen: set[str] = set()

    def __getattr__(self, name: str):
        self.seen.add(name)
        table = getattr(PARAMETERS, name)
        return _Numbers(table, self.seen) if name == _NUMBER else table


class _Numbers(dict):
    """The single numbers, and which of them were read."""

    def __init__(self, numbers: dict[str, float], seen: set[str]):
        super().__init__(numbers)
        self._seen = seen

    def __getitem__(self, name: str) -> float:
        self._seen.add(f"{_NUMBER}: {name}")
        return super().__getitem__(name)


class _World(NamedTuple):
    """What one process hands back."""

    name: str
    figures: dict[str, Figure]
    error: str
    calibration: dict[str, np.ndarray]
    solving: set[str]  # what was read while intercepts were solved
    reading: set[str]  # what was read at all


class _Task(NamedTuple):
    """What one process is asked for."""

    name: str
    people: int
    changed: pd.DataFrame | None  # stands in for the table of that name
    calibration: dict[str, np.ndarray] | None  # solved already, where the table has no part in it


def _simulate(task: _Task) -> _World:
    """Simulate one world with a simulator that is loaded anew."""
    table = task.name.split(":")[0]
    if task.changed is not None:
        numbers = dict(zip(task.changed["name"], task.changed["value"], strict=True)) if table == _NUMBER else None
        setattr(PARAMETERS, table, numbers or task.changed)
    solved, solving = {}, set()
    with _anew() as reading:
        try:
            from careworld.calibration import Calibration, calibrate
            from careworld.rng import Streams
            from careworld.spec import Spec

            spec = Spec(people=task.people, seed=1)
            calibration = Calibration(**task.calibration) if task.calibration else calibrate(spec, Streams(spec.seed))
            solved, solving = vars(calibration), set(reading.seen)
            from careworld.world import World

            tables = World(spec, calibration).block(1, task.people)
            first, last = (int(np.datetime64(day, "D").astype(int)) for day in (spec.start, spec.end))
            return _World(task.name, figures(tables, first, last), "", solved, solving, reading.seen)
        except Exception as error:  # a number may be one that cannot be raised: say so and go on
            return _World(task.name, {}, f"{type(error).__name__}: {error}", solved, solving, reading.seen)


@contextmanager
def _anew() -> Iterator[_Reading]:
    """Without the loaded simulator, so that it is imported again; yields what it will have read."""
    package = sys.modules["careworld"]
    kept = ("careworld.parameters", "careworld.errors", __name__)
    mine = [name for name in sys.modules if name.startswith("careworld.") and name not in kept]
    loaded = {name: sys.modules.pop(name) for name in mine}
    for name in loaded:
        delattr(package, name.removeprefix("careworld."))
    parameters.PARAMETERS = reading = _Reading()
    try:
        yield reading
    finally:
        parameters.PARAMETERS = PARAMETERS
        for name, module in loaded.items():
            sys.modules[name] = module
            setattr(package, name.removeprefix("careworld."), module)


def measure(
    people: int, workers: int, only: Iterable[str] = (), advance: Callable[[int, int], None] = lambda done, total: None
) -> tuple[dict[str, Figure], list[Assumption]]:
    """Headline figures of `people` people, and all assumptions, those that move them most first.

    `only` names the tables to try, none for all; `advance` hears how many worlds are done, of how many.
    Raises CareworldError when a table is unknown or no world can be made.
    """
    units = assumptions(only)
    PARAMETERS.read_all()  # once, for all processes
    base = _simulate(_Task("", people, None, None))
    if base.error:
        raise CareworldError(f"The world as it is cannot be simulated: {base.error}")
    tasks = []
    for unit, changed in units:
        unit.is_read = unit.name in base.reading
        if unit.is_read:
            calibration = None if unit.name in base.solving else base.calibration
            tasks.append(_Task(unit.name, people, changed, calibration))
    by_name = {unit.name: unit for unit, _ in units}
    # A process a world: whatever was computed from the raised numbers ends with it.
    with get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        for done, world in enumerate(pool.imap_unordered(_simulate, tasks), start=1):
            by_name[world.name].error = world.error
            by_name[world.name].change = {} if world.error else changes(base.figures, world.figures)
            advance(done, len(tasks))
    return base.figures, sorted(by_name.values(), key=lambda unit: (-unit.influence, unit.name))


def changes(before: dict[str, Figure], after: dict[str, Figure]) -> dict[str, float]:
    """Percent by which each figure differs; one event more or fewer is chance and taken off."""
    result = {}
    for name, figure in before.items():
        percent = 100 * (after[name].value / figure.value - 1) if figure.value else 0.0
        chance = 100 / figure.events if figure.events else 0.0
        result[name] = float(np.sign(percent) * max(abs(percent) - chance, 0.0))
    return result


# --- figures -----------------------------------------------------------------------------------------


def figures(tables: dict[str, pa.Table], first: int, last: int) -> dict[str, Figure]:
    """Headline figures of a block of people; `first` and `last` are the simulated days since 1970."""
    person, encounter = tables["truth.person"], tables["truth.encounter"]
    birth, death = _days(person["birth_date"], first), _days(person["death_date"], last + 1)
    years = (np.minimum(death, last + 1) - np.maximum(birth, first)).clip(0).sum() / DAYS_PER_YEAR
    deaths = int((death <= last).sum())
    kind = encounter["encounter_type"]
    count = lambda *names: int(pc.sum(pc.is_in(kind, pa.array(names))).as_py() or 0)  # noqa: E731
    stays, emergencies = count("acute inpatient"), count("emergency department")
    visits = count("office visit", "office visit - other", "telehealth")
    days, again = _stays(encounter.filter(pc.is_in(kind, pa.array(["acute inpatient"]))))
    enrollment = tables["raw.payer_enrollment"].filter(pc.equal(tables["raw.payer_enrollment"]["coverage_order"], 1))
    covered = (_days(enrollment["end_date"], last) - _days(enrollment["start_date"], first) + 1).sum()
    medical = [tables[f"raw.payer_{kind}_claim"] for kind in ("professional", "institutional")]
    pharmacy = tables["raw.payer_pharmacy_claim"]
    allowed, paid = (
        sum(_total(table[f"{name}_amount"]) for table in (*medical, pharmacy)) for name in ("allowed", "paid")
    )
    new = [table.filter(pc.is_null(table["original_claim_id"])) for table in medical]
    denied = sum(_states(table, "denied") for table in new)
    fills = _states(pharmacy, "paid") - _states(pharmacy, "reversed")
    alive = person.filter(pa.array(death > last))["person_id"]
    sugar = tables["raw.clinic_lab_result"].filter(pc.equal(tables["raw.clinic_lab_result"]["loinc_code"], "4548-4"))
    return {
        "deaths per 100,000": Figure(deaths / years * 1e5, deaths),
        "diagnosed diabetes, percent": _known(tables, alive, "type_1_diabetes", "type_2_diabetes"),
        "diagnosed hypertension, percent": _known(tables, alive, "hypertension"),
        "acute stays per 1,000": Figure(stays / years * 1e3, stays),
        "days per acute stay": Figure(days / max(stays, 1)),
        "stays followed by another in 30 days, percent": Figure(100 * again / max(stays, 1), again),
        "emergency visits per 1,000": Figure(emergencies / years * 1e3, emergencies),
        "office visits per person": Figure(visits / years, visits),
        "fills per person": Figure(fills / years, fills),
        "allowed per covered month, dollars": Figure(allowed / (covered / _DAYS_PER_MONTH)),
        "paid by the payer, percent of allowed": Figure(100 * paid / allowed if allowed else 0.0),
        "medical claims denied, percent": Figure(100 * denied / max(sum(len(table) for table in new), 1), denied),
        "time without coverage, percent": Figure(100 * (1 - covered / DAYS_PER_YEAR / years)),
        "hemoglobin A1c of the tested, percent": Figure(_mean(sugar["result"])),
        "systolic blood pressure, mmHg": Figure(_mean(tables["truth.examination"]["systolic_blood_pressure"])),
    }


def _days(column: pa.ChunkedArray, missing: int) -> np.ndarray:
    return column.cast(pa.int32()).fill_null(missing).to_numpy()


def _total(column: pa.ChunkedArray) -> float:
    return float(pc.sum(column.cast(pa.float64())).as_py() or 0.0)


def _mean(column: pa.ChunkedArray) -> float:
    return float(pc.mean(column.cast(pa.string()).cast(pa.float64())).as_py() or 0.0)


def _states(claims: pa.Table, state: str) -> int:
    return int(pc.sum(pc.equal(claims["claim_status"], state)).as_py() or 0)


def _known(tables: dict[str, pa.Table], alive: pa.ChunkedArray, *names: str) -> Figure:
    """Percent of people alive at the end whom clinicians know to have one of the conditions."""
    spells = tables["truth.condition"]
    lasting = pc.and_(pc.is_valid(spells["known_date"]), pc.is_null(spells["resolved_date"]))
    ill = spells.filter(pc.and_(lasting, pc.is_in(spells["condition"], pa.array(names))))["person_id"]
    count = int(pc.sum(pc.is_in(alive, ill.combine_chunks())).as_py() or 0)
    return Figure(100 * count / len(alive), count)


def _stays(stays: pa.Table) -> tuple[int, int]:
    """Days of all stays, and how many are followed by another within 30 days."""
    person = stays["person_id"].combine_chunks().dictionary_encode().indices.to_numpy()
    start, end = _days(stays["start_date"], 0), _days(stays["end_date"], 0)
    order = np.lexsort((start, person))
    same = person[order][1:] == person[order][:-1]
    gap = start[order][1:] - end[order][:-1]
    return int((end - start).sum()), int((same & (gap <= 30)).sum())


# --- the page ----------------------------------------------------------------------------------------

_STYLE = """
body { font: 12px/1.4 system-ui, sans-serif; max-width: 1440px; margin: 32px auto; padding: 0 16px; }
p { max-width: 860px; font-size: 13px; }
td, th { padding: 3px 5px; text-align: right; white-space: nowrap; }
td { font-variant-numeric: tabular-nums; border-top: 1px solid var(--line); }
th { vertical-align: bottom; position: sticky; top: 0; background: white; }
th.figure span { display: block; writing-mode: vertical-rl; transform: rotate(180deg); text-align: left;
  white-space: normal; height: 172px; line-height: 1.15; margin: 0 auto; }
td:first-child, th:first-child { text-align: left; } td.most { font-weight: 600; }
.base td { color: var(--soft); } .note { color: var(--soft); text-align: left; }
"""


def counted(folder: Path = FOLDER) -> dict[str, int]:
    """How many parameter rows are cited, mixed and assumed."""
    kinds = pd.concat([status(parameters.read(path).source) for path in sorted(folder.glob("*.csv"))])
    return {kind: int((kinds == kind).sum()) for kind in ("cited", "mixed", "assumed")}


def write_page(people: int, base: dict[str, Figure], units: list[Assumption], path: Path) -> Path:
    """Write the page and return where it stands. Raises CareworldError when it cannot be written."""
    return pages.write(path, "careworld assumptions", _STYLE, _page(people, base, units))


def _page(people: int, base: dict[str, Figure], units: list[Assumption]) -> str:
    rows = counted()
    tiles = "".join(
        f"<div class=tile><b>{count:,}</b>{words}<br>"
        f"<span>{100 * count / sum(rows.values()):.0f} percent of rows</span></div>"
        for count, words in zip(
            rows.values(), ("rows cite a source", "cite one and say what is assumed", "are assumptions"), strict=True
        )
    )
    heads = "".join(f"<th class=figure><span>{escape(name)}</span></th>" for name in base)
    values = "".join(f"<td>{_short(figure.value)}</td>" for figure in base.values())
    lines = "".join(_line(unit, list(base)) for unit in units)
    return (
        "<h1>Assumptions by influence</h1><p>The assumed numbers of each table, and each assumed single number, were "
        f"raised by {100 * RAISE:.0f} percent, and the same {people:,} people simulated again with the same luck. "
        "Cells show by how many percent of itself a headline figure moved; the row with the largest move stands "
        "first. One event more or fewer is chance and taken off. Rows that cite a source for a part are raised whole; "
        "shares stop below 1; of weights every other one is raised, as all together they mean the same. Ages, limits, "
        "flags and counts of whole things stay as they are.</p>"
        f"<div class=tiles>{tiles}</div><table><thead><tr><th>table or number</th><th>cited</th><th>in part</th>"
        f"<th>assumed</th><th>largest move</th>{heads}</tr></thead><tbody>"
        f"<tr class=base><td>the world as it is</td><td></td><td></td><td></td><td></td>{values}</tr>{lines}"
        "</tbody></table>"
    )


def _line(unit: Assumption, names: list[str]) -> str:
    head = f"<tr><td>{escape(unit.name)}</td><td>{unit.cited}</td><td>{unit.mixed}</td><td>{unit.assumed}</td>"
    if unit.error or not unit.is_read:
        why = f"cannot be raised alone: {unit.error}" if unit.error else "not used by the generator"
        return f"{head}<td></td><td colspan={len(names)} class=note>{escape(why)}</td></tr>"
    return f"{head}<td>{unit.influence:.1f} %</td>{''.join(_cell(unit, name) for name in names)}</tr>"


def _cell(unit: Assumption, name: str) -> str:
    change = unit.change[name]
    if abs(change) < 0.05:
        return "<td></td>"
    strength = min(abs(change) / (100 * RAISE), 1.0)  # full where the figure moves as much as the numbers
    color = "194, 65, 12" if change > 0 else "29, 78, 137"
    most = " class=most" if name == unit.moves_most else ""
    return f"<td{most} style='background: rgba({color}, {0.75 * strength:.2f})'>{change:+.1f}</td>"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"
