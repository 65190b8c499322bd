"""The language of cohorts a second time: person by person and day by day, in plain Python, without SQL.

It is slow and straightforward, and shares nothing with the macros but the meaning. A definition is a tree of `Verb`s,
which can also be written as the text that dbt compiles. A world is a few pandas tables with the columns of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import pandas as pd

DAY = timedelta(days=1)
Days = set[date]
# Settings that are parts of another, which finds them too.
LARGER_SETTING = {"skilled_nursing": "inpatient", "home_health": "outpatient"}


@dataclass(frozen=True)
class Verb:
    """A word of a definition with its arguments; `parts` are the verbs that stand in it."""

    name: str
    arguments: dict[str, object] = field(default_factory=dict)
    parts: tuple[Verb, ...] = ()

    def __str__(self) -> str:
        leading = [repr(self.arguments["k"])] if "k" in self.arguments else []
        named = [f"{name}={value!r}" for name, value in self.arguments.items() if name != "k"]
        return f"{self.name}({', '.join(leading + [str(part) for part in self.parts] + named)})"

    def get(self, argument: str, otherwise: object = None) -> object:
        """An argument, or what it is when nothing is said."""
        return self.arguments.get(argument, otherwise)

    @property
    def recurs(self) -> bool:
        """Whether it opens more than one spell."""
        if self.name == "any_of":
            return all(part.recurs for part in self.parts)
        return self.name == "every" or bool(self.get("every_spell"))


@dataclass(frozen=True)
class Definition:
    """A cohort: entry, named rules, exit."""

    entry: Verb
    rules: dict[str, Verb]
    exit: Verb
    collapse_gap: int | None = None
    reference_years: int | None = None

    def __str__(self) -> str:
        rules = ", ".join(f"{name!r}: {rule}" for name, rule in self.rules.items())
        more = [
            f"{name}={value}"
            for name in ("collapse_gap", "reference_years")
            if (value := getattr(self, name)) is not None
        ]
        return f"cohort({', '.join([f'entry={self.entry}', f'exit={self.exit}', f'rules={{{rules}}}', *more])})"


def filled(days: Days, gap: int) -> Days:
    """The days, and the open ones between two of them where no more than `gap` lie in a row."""
    ordered = sorted(days)
    bridged = set(days)
    for before, after in pairwise(ordered):
        if 0 < (after - before).days - 1 <= gap:
            bridged |= {before + DAY * step for step in range(1, (after - before).days)}
    return bridged


def run_end(days: Days, day: date) -> date:
    """The last of the days that follow one another from this one; the day itself if it is none of them."""
    while day in days and day + DAY in days:
        day += DAY
    return day


def span(start: date, end: date) -> Days:
    """Every day from start to end."""
    return {start + DAY * step for step in range((end - start).days + 1)}


def birthday(born: date, years: int) -> date:
    """That many years later; whoever was born on a leap day celebrates on 28 February."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28)


def rows_by_person(table: pd.DataFrame) -> dict[str, list[dict]]:
    """The rows of a table by person, with None for what is missing."""
    records = table.astype(object).where(table.notna(), None).to_dict("records")
    found: dict[str, list[dict]] = {}
    for record in records:
        found.setdefault(record["person_id"], []).append(record)
    return found


@dataclass
class World:
    """The tables that definitions are asked of: concepts, cohorts and features by name, patients and coverage."""

    concepts: dict[str, pd.DataFrame]
    cohorts: dict[str, pd.DataFrame]
    features: dict[str, pd.DataFrame]
    patient: pd.DataFrame
    coverage: pd.DataFrame

    @cached_property
    def events(self) -> dict[str, dict[str, list[dict]]]:
        """Events by concept and person."""
        return {name: rows_by_person(table) for name, table in self.concepts.items()}

    @cached_property
    def spells(self) -> dict[str, dict[str, list[dict]]]:
        """Membership by cohort and person."""
        return {name: rows_by_person(table) for name, table in self.cohorts.items()}

    @cached_property
    def values(self) -> dict[str, dict[str, list[dict]]]:
        """Features by name and person."""
        return {name: rows_by_person(table) for name, table in self.features.items()}

    @cached_property
    def patients(self) -> dict[str, dict]:
        """The patient by person."""
        return {person: found[0] for person, found in rows_by_person(self.patient).items()}

    @cached_property
    def policies(self) -> dict[str, list[dict]]:
        """Spans of coverage by person; one without an end, or with one beyond belief, still runs."""
        found = rows_by_person(self.coverage)
        spans = [policy for policies in found.values() for policy in policies]
        for policy in spans:
            policy["is_open"] = policy["enrollment_end_date"] is None or policy["enrollment_end_date"].year >= 2900
        known = [policy["enrollment_end_date"] for policy in spans if not policy["is_open"]]
        written = [policy["file_date"] for policy in spans if policy["file_date"]]
        last = max(known + written, default=None) or max(
            (policy["tuva_last_run"] for policy in spans if policy["tuva_last_run"]), default=None
        )
        for policy in spans:
            if policy["is_open"] and policy["enrollment_start_date"]:
                policy["enrollment_end_date"] = max(policy["enrollment_start_date"], last or date.min)
        return found

    @cached_property
    def covered(self) -> dict[str, Days]:
        """The days covered for medical care of every person; a policy that does not say pays for it."""
        return self.covered_by("medical_benefit_flag", {1, None})

    @cached_property
    def covered_for_drugs(self) -> dict[str, Days]:
        """The days covered for drugs of every person."""
        return self.covered_by("pharmacy_benefit_flag", {1})

    def covered_by(self, flag: str, allowed: set[int | None]) -> dict[str, Days]:
        """The days of policies whose flag has one of the values, by person."""
        return {
            person: set().union(
                *(
                    span(policy["enrollment_start_date"], policy["enrollment_end_date"])
                    for policy in policies
                    if policy["enrollment_start_date"] and policy["enrollment_end_date"] and policy[flag] in allowed
                )
            )
            for person, policies in self.policies.items()
        }

    @cached_property
    def last_day(self) -> date | None:
        """The last day of the data."""
        return max((day for days in self.covered.values() for day in days), default=None)

    @cached_property
    def years(self) -> list[int]:
        """The calendar years of the data."""
        days = {day for days in self.covered.values() for day in days}
        return list(range(min(days).year, max(days).year + 1)) if days else []

    @cached_property
    def people(self) -> list[str]:
        """Everybody of whom something is told that can be an entry."""
        return sorted({person for told in [*self.events.values(), *self.spells.values()] for person in told})

    def during(self, first: date, last: date) -> World:
        """The world as it would be if nothing but these days had been recorded of events and membership."""
        cut = World({}, {}, {}, self.patient, self.coverage)
        cut.events = {
            concept: {
                person: [event for event in told if event["event_date"] and first <= event["event_date"] <= last]
                for person, told in people.items()
            }
            for concept, people in self.events.items()
        }
        cut.spells = {
            cohort: {
                person: [
                    spell | {"cohort_start_date": max(spell["cohort_start_date"], first)}
                    for spell in told
                    if spell["cohort_start_date"] <= last and first <= spell["cohort_end_date"]
                ]
                for person, told in people.items()
            }
            for cohort, people in self.spells.items()
        }
        return cut

    # -----------------------------------------------------------------------------------------------------------------
    # Entries

    def event_days(self, person: str, concept: str, setting: object) -> Days:
        """The days with an event of a concept, of a setting if one is asked for."""
        wanted = [setting] if isinstance(setting, str) else setting
        return {
            event["event_date"]
            for event in self.events[concept].get(person, [])
            if event["event_date"]
            and (wanted is None or {event["setting"], LARGER_SETTING.get(event["setting"])} & set(wanted))
        }

    def entry_days(self, person: str, entry: Verb) -> Days:
        """The days on which the entry is true; one at most, unless it recurs."""
        if entry.name == "one_or_two":
            concept = entry.get("concept")
            pair = {name: value for name, value in entry.arguments.items() if value is not None}
            either = Verb("any_of", {}, (Verb("first", {"concept": concept, "setting": "inpatient"}),
                                         Verb("first", pair | {"at_least": 2})))  # fmt: skip
            return self.entry_days(person, either)
        if entry.name == "members_of":
            days = {spell["cohort_start_date"] for spell in self.spells[entry.get("name")].get(person, [])}
            return days if entry.recurs else earliest(days)
        if entry.parts:
            return self.combined(person, entry)

        recorded = self.event_days(person, entry.get("concept"), entry.get("setting"))
        needed = entry.get("n") or entry.get("at_least", 1)
        complete = {
            day
            for day in recorded
            if completes(recorded, day, needed, entry.get("days_apart") or 1, entry.get("within_days"), day)
        }
        if entry.name == "every":
            return complete
        return latest(complete) if entry.name == "last" else earliest(complete)

    def combined(self, person: str, entry: Verb) -> Days:
        """any_of(), all_of() and at_least_k_of(): the days on which enough of the parts are true."""
        parts = [self.entry_days(person, part) for part in entry.parts]
        if entry.name == "any_of":
            return set().union(*parts) if entry.recurs else earliest(set().union(*parts))
        needed = entry.get("k", len(parts))
        within = entry.get("within_days")

        def is_true(part: Days, day: date) -> bool:
            return any(one <= day and (within is None or (day - one).days <= within) for one in part)

        return earliest({day for day in set().union(*parts) if sum(is_true(part, day) for part in parts) >= needed})

    # -----------------------------------------------------------------------------------------------------------------
    # Rules

    def may_stay(self, person: str, day: date, rule: Verb) -> bool:
        """Whether a rule keeps the person who enters on the day."""
        return RULES[rule.name](self, person, day, rule)

    def has_events(self, person: str, day: date, rule: Verb) -> bool:
        """has_before(), has_within() and their opposites."""
        days = self.event_days(person, rule.get("concept"), rule.get("setting"))
        if rule.name.endswith("before"):
            back = rule.get("within_days")
            found = {one for one in days if one < day and (back is None or (day - one).days <= back)}
        else:
            found = days & span(day - DAY * rule.get("days_before", 0), day + DAY * rule.get("days_after", 0))
        return not found if rule.name.startswith("never") else len(found) >= rule.get("at_least", 1)

    def is_enrolled(self, person: str, day: date, rule: Verb) -> bool:
        """enrolled(): every day of the window is covered, or in a gap that is allowed, by each benefit asked for."""
        window = span(day - DAY * rule.get("days_before", 0), day + DAY * rule.get("days_after", 0))
        medical, drugs = self.covered.get(person, set()), self.covered_for_drugs.get(person, set())
        asked = {"medical": [medical], "pharmacy": [drugs], "both": [medical, drugs]}
        return all(
            window <= filled(covered, rule.get("max_gap", 0)) for covered in asked[rule.get("benefit", "medical")]
        )

    def is_of_age(self, person: str, day: date, rule: Verb) -> bool:
        """age(): the birthdays between which the day must lie."""
        born = self.patients.get(person, {}).get("birth_date")
        low, high = rule.get("at_least"), rule.get("at_most")
        return (
            born is not None
            and (low is None or birthday(born, low) <= day)
            and (high is None or day < birthday(born, high + 1))
        )

    def is_member(self, person: str, day: date, rule: Verb) -> bool:
        """in_cohort() and not_in_cohort()."""
        spells = self.spells[rule.get("name")].get(person, [])
        inside = any(spell["cohort_start_date"] <= day <= spell["cohort_end_date"] for spell in spells)
        return inside == (rule.name == "in_cohort")

    def is_covered_by(self, person: str, day: date, rule: Verb) -> bool:
        """resides() and payer(): what a policy of the day says."""
        column, wanted = ("payer_type", "payer_type") if rule.name == "payer" else ("fips_state_abbreviation", "state")
        allowed = rule.get(wanted)
        return any(
            policy["enrollment_start_date"]
            and (policy["is_open"] or day <= policy["enrollment_end_date"])
            and policy["enrollment_start_date"] <= day
            and policy[column] in ([allowed] if isinstance(allowed, str) else allowed)
            for policy in self.policies.get(person, [])
        )

    def scores(self, person: str, day: date, rule: Verb) -> bool:
        """score(): the value that held on the day."""
        held = [
            value["value"]
            for value in self.values[rule.get("feature")].get(person, [])
            if value["valid_from_date"] <= day and (value["valid_to_date"] is None or day <= value["valid_to_date"])
        ]
        low, high = rule.get("at_least"), rule.get("at_most")
        return any((low is None or value >= low) and (high is None or value <= high) for value in held)

    # -----------------------------------------------------------------------------------------------------------------
    # Exits and spells

    def exit_day(self, person: str, day: date, leave: Verb) -> date | None:
        """The day on which whoever entered on the day leaves; None for the end of the data."""
        died = self.patients.get(person, {}).get("death_date")
        if leave.name == "end_of_data":
            return None
        if leave.name == "earliest_of":
            return min(filter(None, (self.exit_day(person, day, part) for part in leave.parts)), default=None)
        left = None
        if leave.name == "days_after":
            left = day + DAY * leave.get("days")
        elif leave.name == "until_event":
            later = {one for one in self.event_days(person, leave.get("concept"), leave.get("setting")) if one > day}
            left = min(later, default=None)
        elif leave.name == "end_of_enrollment":
            left = run_end(filled(self.covered.get(person, set()), leave.get("max_gap", 0)), day)
        elif leave.name == "end_of_drug_era":
            supplied = set().union(
                *(
                    span(event["event_date"], event["event_end_date"])
                    for event in self.events[leave.get("concept")].get(person, [])
                    if event["event_date"] and event["event_end_date"]
                )
            )
            left = run_end(filled(supplied, leave.get("gap", 30)), day)
        return min(filter(None, (left, died)), default=None)

    def screened(self, definition: Definition) -> list[tuple]:
        """Everyone who met the entry: person, first and last day, the rule that lost them."""
        found = []
        for person in self.people:
            kept: list[tuple[date, date]] = []
            for day in sorted(self.entry_days(person, definition.entry)):
                left = self.exit_day(person, day, definition.exit) or self.last_day or day
                end = max(day, min(left, self.last_day or day))
                lost = next(
                    (name for name, rule in definition.rules.items() if not self.may_stay(person, day, rule)), None
                )
                if lost:
                    found.append((person, day, end, lost))
                else:
                    kept.append((day, end))
            member = filled(set().union(*(span(*spell) for spell in kept)), definition.collapse_gap or 0)
            found += [(person, day, run_end(member, day), None) for day in member if day - DAY not in member]
        return sorted(found, key=lambda row: (row[:3], row[3] or ""))

    def yearly(self, definition: Definition) -> list[tuple]:
        """The years in which the events of the reference period meet the entry: person, year, first day."""
        found = []
        for year in self.years:
            period = self.during(date(year - definition.reference_years + 1, 1, 1), date(year, 12, 31))
            for person in self.people:
                if days := period.entry_days(person, definition.entry):
                    found.append((person, year, min(days)))
        return sorted(found)


def earliest(days: Iterable[date]) -> Days:
    """The earliest of the days, if there is one."""
    return {min(days)} if days else set()


def latest(days: Iterable[date]) -> Days:
    """The latest of the days, if there is one."""
    return {max(days)} if days else set()


def completes(recorded: Days, day: date, needed: int, apart: int, within: int | None, last: date) -> bool:
    """Whether so many of the recorded days, the last of them this one, lie far enough apart, and together enough."""
    if within is not None and (last - day).days > within:
        return False
    return needed == 1 or any(
        completes(recorded, before, needed - 1, apart, within, last)
        for before in recorded
        if (day - before).days >= apart
    )


RULES: dict[str, Callable[[World, str, date, Verb], bool]] = {
    "enrolled": World.is_enrolled,
    "age": World.is_of_age,
    "sex": lambda world, person, _, rule: world.patients.get(person, {}).get("sex") == rule.get("value"),
    "resides": World.is_covered_by,
    "payer": World.is_covered_by,
    "has_before": World.has_events,
    "never_before": World.has_events,
    "has_within": World.has_events,
    "never_within": World.has_events,
    "in_cohort": World.is_member,
    "not_in_cohort": World.is_member,
    "score": World.scores,
}
