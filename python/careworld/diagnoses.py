"""What is coded at each encounter: the reason first, then what the person is known to have.

Codes are rows of the ICD-10-CM list until they are written, so that everything here is integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from careworld.calendar import NEVER, age_in_years
from careworld.calibration import CONDITIONS_MOST
from careworld.counting import nth_in_run
from careworld.coverage import UNINSURED
from careworld.encounters import TEMPLATES, Care, Encounters, among_reasons, reasons, template_fact
from careworld.parameters import PARAMETERS, alternatives, groups, rows

# Order of the secondary diagnoses: what arose in the stay goes before what the person brought.
_PRINCIPAL, _ACUTE, _CHRONIC, _BESIDE = 0, 1, 2, 3
_OLDEST = 999.0  # an age limit that limits nothing


@dataclass
class Diagnoses:
    """Arrays of equal length, one entry per coded diagnosis, sorted by encounter and rank."""

    encounter: np.ndarray  # position in Encounters
    rank: np.ndarray  # 1 for the main diagnosis
    code: np.ndarray  # row of the ICD-10-CM list
    condition: np.ndarray  # row of the condition it stands for, -1 for none
    is_present_on_admission: np.ndarray  # bool


@cache
def _code_rows() -> dict[str, int]:
    return {code: i for i, code in enumerate(PARAMETERS.icd_10_cm.icd_10_cm)}


def code_rows(codes) -> np.ndarray:
    """Rows of the ICD-10-CM list for codes without dots."""
    rows = _code_rows()
    return np.array([rows[code] for code in codes], dtype=np.int64)


@cache
def _severity() -> np.ndarray:
    """2 for a major complication, 1 for a complication, 0 otherwise, by row of the ICD-10-CM list."""
    return PARAMETERS.icd_10_cm.level.map({"MCC": 2, "CC": 1}).fillna(0).to_numpy(np.int64)


_LEVELS = 3  # of severity


class Candidates:
    """The codes that compete for one reason or condition: rows of a parameter table, laid out as arrays."""

    def __init__(self, options: list):
        self.rows = options
        self.code = code_rows([row.icd_10_cm for row in options])
        self.weight = np.array([row.weight for row in options], dtype=float)
        self.cumulative = np.cumsum(self.weight)
        self.is_special = np.array([row.requires_condition != "" for row in options])
        self.is_for_everyone = not any(_limits(row) for row in options)


def _limits(row) -> bool:
    """Whether a row is for some people only."""
    by_age = getattr(row, "min_age", 0) > 0 or getattr(row, "max_age", _OLDEST) < _OLDEST
    return by_age or any(getattr(row, name, "") for name in ("sex", "requires_condition", "excludes_condition"))


@cache
def _reason_codes() -> dict[tuple[str, str], Candidates]:
    """Candidate codes of each reason, by kind of encounter and reason."""
    optional = {"requires_condition": "", "excludes_condition": "", "sex": "", "min_age": 0.0, "max_age": _OLDEST}
    parts = []
    for kind, table in (
        ("stay", PARAMETERS.admission_code),
        ("emergency", PARAMETERS.emergency_reason.assign(weight=1.0)),
        ("office", PARAMETERS.office_reason.assign(weight=1.0)),
        ("visit", PARAMETERS.visit_code),
    ):
        missing = {column: value for column, value in optional.items() if column not in table}
        parts.append(table.assign(kind=kind, **missing)[["kind", "reason", "icd_10_cm", "weight", *optional]])
    table = pd.concat(parts, ignore_index=True)
    options = {}
    for row in rows(table):
        options.setdefault((row.kind, row.reason), []).append(row)
    return {key: Candidates(of_key) for key, of_key in options.items()}


@cache
def _condition_codes() -> dict[str, Candidates]:
    return {name: Candidates(rows(part)) for name, part in groups(PARAMETERS.condition_code, "condition").items()}


class Coder:
    """Chooses codes for encounters of one block."""

    def __init__(self, care: Care, encounters: Encounters):
        self.care, self.encounters = care, encounters
        self.month = care.calendar.month_of(encounters.start)
        self.age = np.floor(age_in_years(care.people.birth[encounters.person], encounters.start))
        self.person_key = care.people.key[encounters.person]
        self.strays = care.streams("code.strays").of(self.person_key, encounters.event)
        self.cell = encounters.person * care.calendar.months + self.month  # of people x months, flat

    def knows(self, condition: int) -> np.ndarray:
        """Whether the person of each encounter is known to have a condition."""
        return self.care.known[condition].ravel()[self.cell]

    def fits(self, options: list, which: np.ndarray, required: np.ndarray, excluded: np.ndarray) -> np.ndarray:
        """Which rows apply to which of the encounters `which`: rows x encounters, bool. Conditions that a row asks
        for and those that it excludes are looked up in `required` and `excluded`, each active or known."""
        care, person, month, age = self.care, self.encounters.person[which], self.month[which], self.age[which]
        holds = care.illness.conditions.holds
        fits = np.ones((len(options), len(which)), dtype=bool)
        for i, row in enumerate(options):
            ok = fits[i]  # a view
            if row.min_age > 0:
                ok &= age >= row.min_age
            if getattr(row, "max_age", _OLDEST) < _OLDEST:
                ok &= age <= row.max_age
            if row.sex:
                ok &= care.people.is_female[person] == (row.sex == "female")
            if row.requires_condition:
                ok &= holds(row.requires_condition, required, person, month)
            if getattr(row, "excludes_condition", ""):
                ok &= ~holds(row.excludes_condition, excluded, person, month)
        return fits

    def choose(self, table: Candidates, which: np.ndarray, conditions: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Code per encounter for uniform draws `u`, by weight among the rows that apply; -1 where none does. Rows
        that name a condition the person has push out the general ones."""
        if table.is_for_everyone:
            row = np.searchsorted(table.cumulative, u * table.cumulative[-1], side="right")
            return table.code[row.clip(max=len(table.code) - 1)]
        fits = self.fits(table.rows, which, conditions, conditions)
        has_special = fits[table.is_special].any(axis=0)
        fits &= np.where(has_special, table.is_special[:, None], ~table.is_special[:, None])
        cumulative = np.cumsum(table.weight[:, None] * fits, axis=0)
        row = (cumulative <= u * cumulative[-1]).sum(axis=0).clip(max=len(table.code) - 1)
        return np.where(cumulative[-1] > 0, table.code[row], -1)

    def of_condition(self, condition: int, which: np.ndarray) -> np.ndarray:
        """Code of a condition at the encounters `which`; -1 where no row applies. A person keeps a code,
        but coders are not always of one mind."""
        name = self.care.illness.conditions.names[condition]
        key, event = self.person_key[which], self.encounters.event[which]
        stream = self.care.streams(f"code.{name}")
        u = stream.uniform(key)
        strays = np.flatnonzero(self.strays.at(which).uniform(condition) < PARAMETERS.number["code_change_share"])
        u[strays] = stream.uniform(key[strays], event[strays] + 1)
        return self.choose(_condition_codes()[name], which, self.care.known, u)

    def of_reason(self, kind: str, reason: str, which: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Main code of encounters that share a reason, for uniform draws `u`; -1 where no row applies."""
        table = _reason_codes().get((kind, reason))
        return np.full(len(which), -1) if table is None else self.choose(table, which, self.care.illness.active, u)


def diagnose(care: Care, encounters: Encounters) -> Diagnoses:
    """Code every encounter. Encounters for which no main code applies get none and are not billable."""
    coder = Coder(care, encounters)
    parts = [_main(coder), *_known(coder), *_arising(coder), *_measured(coder), *_accompanying(coder)]
    encounter, code, condition, group, present = (np.concatenate(column) for column in zip(*parts, strict=True))
    severity = _severity()[code]
    # One number to sort by, as sorting by five takes five times as long.
    order = (encounter * (_BESIDE + 1) + group) * _LEVELS + (_LEVELS - 1 - severity)
    order = (order * (CONDITIONS_MOST + 1) + condition + 1) * len(_severity()) + code
    order = np.argsort(order, kind="stable")
    encounter, code, condition, present = encounter[order], code[order], condition[order], present[order]
    # A code stands once per encounter: the first mention wins.
    _, first = np.unique(encounter * (1 << 20) + code, return_index=True)
    first = np.sort(first)
    encounter, code, condition, present = encounter[first], code[first], condition[first], present[first]
    return Diagnoses(encounter, nth_in_run(encounter) + 1, code, condition, present)


def _entries(which, code, condition, group: int, present=True) -> tuple[np.ndarray, ...]:
    keep = np.flatnonzero(code >= 0)
    fill = lambda value, dtype: value[keep] if np.ndim(value) else np.full(len(keep), value, dtype)  # noqa: E731
    return np.asarray(which)[keep], code[keep], fill(condition, np.int64), fill(group, np.int64), fill(present, bool)


def _main(coder: Coder) -> tuple[np.ndarray, ...]:
    encounters = coder.encounters
    code = np.full(len(encounters), -1)
    kinds = template_fact("diagnosis_table")  # which table holds the main codes of what is not a follow-up
    for condition in np.unique(encounters.focus[encounters.focus >= 0]):
        which = np.flatnonzero(encounters.focus == condition)
        code[which] = coder.of_condition(condition, which)
    rest = np.flatnonzero(encounters.focus < 0)
    group = encounters.template[rest] * len(reasons().names) + encounters.reason[rest]
    order = np.argsort(group, kind="stable")
    rest, group = rest[order], group[order]
    u = coder.care.streams("code.reason").uniform(coder.person_key[rest], encounters.event[rest])
    cuts = np.flatnonzero(np.diff(group)) + 1
    for which, drawn in zip(np.split(rest, cuts), np.split(u, cuts), strict=True) if len(rest) else []:
        template, reason = encounters.template[which[0]], encounters.reason[which[0]]
        code[which] = coder.of_reason(kinds[template], reasons().names[reason], which, drawn)
    return _entries(np.arange(len(encounters)), code, encounters.focus, _PRINCIPAL)


def _intensity(coder: Coder) -> np.ndarray:
    """How much more or less than usual is coded at each encounter: payers reward it differently."""
    plan = coder.care.coverage.at(coder.encounters.person, coder.encounters.start, coder.care.calendar)
    return _intensity_of_plan()[np.where(plan == UNINSURED, len(PARAMETERS.plan), plan)]


@cache
def _intensity_of_plan() -> np.ndarray:
    """The same by row of the plan table, and at the end for the uninsured."""
    ratio = PARAMETERS.coding_intensity.set_index("line").share_ratio
    of_plan = [float(ratio.get(p.slug, ratio.get(p.payer_type, 1.0))) for p in rows(PARAMETERS.plan)]
    return np.array([*of_plan, float(ratio["uninsured"])])


@cache
def _coding_share() -> np.ndarray:
    """Share of the known conditions that are coded at an encounter, laid out by template code."""
    return TEMPLATES.lookup(PARAMETERS.coding_share.set_index("template").share, 0.0)


def _known(coder: Coder) -> list[tuple[np.ndarray, ...]]:
    """Known conditions that the coder thinks worth a line."""
    encounters, care = coder.encounters, coder.care
    share = _coding_share()[encounters.template] * _intensity(coder)
    is_coded = care.streams("code.is_coded").of(coder.person_key, encounters.event)
    parts = []
    for name in _condition_codes():  # a phase of treatment has no code of its own
        condition = care.illness.conditions.index(name)
        stands_there = coder.knows(condition)
        if name in groups(PARAMETERS.condition_label, "condition"):
            stands_there |= _is_labeled(coder, name)
        which = np.flatnonzero(stands_there)
        which = which[encounters.focus[which] != condition]
        u = is_coded.at(which).uniform(condition)
        which = which[u < share[which] * care.illness.conditions.coding_ratio[condition]]
        parts.append(_entries(which, coder.of_condition(condition, which), condition, _CHRONIC))
    return parts


def _is_labeled(coder: Coder, condition: str) -> np.ndarray:
    """Encounters of people whose records carry a condition that they do not have: an old suspicion, copied on."""
    row = rows(groups(PARAMETERS.condition_label, "condition")[condition])[0]
    u = coder.care.streams(f"code.label.{condition}").uniform(coder.care.people.key)
    labeled = (u < row.share)[coder.encounters.person] & (coder.age >= row.min_age)
    if row.requires_condition:
        holds, person = coder.care.illness.conditions.holds, coder.encounters.person
        labeled &= holds(row.requires_condition, coder.care.known, person, coder.month)
    return labeled


def _arising(coder: Coder) -> list[tuple[np.ndarray, ...]]:
    """Secondary diagnoses of stays beyond known conditions: complications, findings, outcomes of delivery."""
    encounters, care = coder.encounters, coder.care
    classes = template_fact("admission_class")
    by_class = {name: np.flatnonzero((classes == name)[encounters.template]) for name in set(classes)}
    sets, parts, asked = alternatives("admission_secondary", "admission_class", "reason"), [], []
    for options in sets:
        which = by_class[options[0].admission_class]
        if options[0].reason:
            which = which[among_reasons(options[0].reason)[encounters.reason[which]]]
        asked.append(which)
    # One draw for all sets: most of them are asked at few encounters.
    number = np.repeat(np.arange(len(sets)), [len(which) for which in asked])
    asked = np.concatenate(asked)
    drawn = care.streams("code.arising").uniform(coder.person_key[asked], encounters.event[asked], number)
    share = np.array([sum(row.share for row in options) for options in sets])
    likely = np.flatnonzero(drawn < share[number])  # the others get no code, whoever they are
    asked, drawn = asked[likely], drawn[likely]
    cuts = np.searchsorted(number[likely], np.arange(1, len(sets)))
    for number, (options, which, u) in enumerate(zip(sets, np.split(asked, cuts), np.split(drawn, cuts), strict=True)):
        if not len(which):
            continue
        reached = np.zeros(len(which))
        for row, fits in zip(options, coder.fits(options, which, care.known, care.illness.active), strict=True):
            chosen = which[fits & (u >= reached) & (u < reached + row.share)]
            reached = reached + np.where(fits, row.share, 0)
            if len(chosen):
                code = code_rows([row.icd_10_cm])[0]
                parts.append((chosen, *np.full((2, len(chosen)), [[code], [number]]), row.present_on_admission_share))
    if not parts:
        return []
    chosen, code, number, share = zip(*parts, strict=True)
    share = np.repeat(share, [len(which) for which in chosen])
    chosen, code, number = (np.concatenate(column) for column in (chosen, code, number))
    u = care.streams("code.present").uniform(coder.person_key[chosen], encounters.event[chosen], number)
    return [_entries(chosen, code, -1, _ACUTE, u < share)]


def _measured(coder: Coder) -> list[tuple[np.ndarray, ...]]:
    """Codes that say a measure: weeks of gestation of mothers, weeks and weight at birth of newborns."""
    care, encounters = coder.care, coder.encounters
    newborns = np.flatnonzero(encounters.is_template("newborn", "newborn_intensive"))
    child = encounters.person[newborns]
    mothers = np.flatnonzero(encounters.is_template("prenatal_visit", "delivery_vaginal", "delivery_cesarean"))
    measures = {
        "birth_weeks": (newborns, care.people.birth_weeks[child]),
        "birth_weight": (newborns, care.people.birth_weight[child]),
        "gestation_weeks": (mothers, _gestation(coder, mothers)),
    }
    parts = []
    for measure, table in groups(PARAMETERS.measured_code, "measure").items():
        which, value = measures[measure]
        for row in rows(table):
            at = which[(value >= row.low) & (value <= row.high)]
            parts.append(_entries(at, np.full(len(at), code_rows([row.icd_10_cm])[0]), -1, _BESIDE))
    return parts


def _gestation(coder: Coder, which: np.ndarray) -> np.ndarray:
    """Completed weeks of the pregnancy that each encounter is about."""
    pregnancies, encounters = coder.care.pregnancies, coder.encounters
    if not len(which):
        return which
    order = np.lexsort((pregnancies.conception, pregnancies.mother))
    mother, conception = pregnancies.mother[order], pregnancies.conception[order]
    person, day = encounters.person[which], encounters.start[which]
    found = np.searchsorted(mother * NEVER + conception, person * NEVER + day, side="right") - 1
    return pregnancies.take(order[found.clip(0)]).weeks_at(day)


def _accompanying(coder: Coder) -> list[tuple[np.ndarray, ...]]:
    """Codes beside the problem at visits: long-term drugs, status, family history, screening, findings, and
    suspicions that are coded as if they were diagnoses. At most one of each set per visit."""
    encounters, care = coder.encounters, coder.care
    accompanying = care.streams("code.accompanying").of(coder.person_key, encounters.event)
    parts = []
    for number, options in enumerate(alternatives("visit_secondary", "template")):
        which = np.flatnonzero(encounters.is_template(*options[0].template.split("|")))
        if not len(which):
            continue
        u = accompanying.at(which).uniform(number)
        likely = np.flatnonzero(u < sum(row.share for row in options))  # the others get no code, whoever they are
        which, u, reached = which[likely], u[likely], np.zeros(len(likely))
        fits = coder.fits(options, which, care.known, care.illness.active)
        for i, row in enumerate(options):
            ok = fits[i]  # a view
            chosen = which[ok & (u >= reached) & (u < reached + row.share)]
            reached = reached + np.where(ok, row.share, 0)
            parts.append(_entries(chosen, np.full(len(chosen), code_rows([row.icd_10_cm])[0]), -1, _BESIDE))
    return parts
