"""What an illness turns into: complications, stages, phases of treatment; and what a pregnancy brings.

A derived condition follows a spell of another one: some of those who fall ill reach it, after a while, for
a while or for good. It is a condition like any other to everything that reads the course of an illness.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from careworld.calendar import DAYS_PER_YEAR, NEVER, Calendar
from careworld.disease import Illness
from careworld.parameters import PARAMETERS, alternatives, rows
from careworld.people import People
from careworld.pregnancy import CONCEPTION_WEEK, Pregnancies
from careworld.rng import Streams


def progress(
    people: People, pregnancies: Pregnancies, illness: Illness, calendar: Calendar, streams: Streams
) -> Illness:
    """The illness with the spells of derived conditions and of what pregnancies bring."""
    spells = [*_derived(people, illness, calendar, streams), *_of_pregnancy(people, pregnancies, illness, streams)]
    person, condition, onset, known, end = (np.concatenate(part) for part in zip(*spells, strict=True))
    end = np.minimum(end, people.death[person])
    happens = (onset <= np.minimum(end, calendar.last_day)) & (end > calendar.first_day)
    person, condition, onset, known, end = (part[happens] for part in (person, condition, onset, known, end))
    end = np.where((end >= people.death[person]) | (end > calendar.last_day), NEVER, end)
    starts = calendar.starts[:-1]
    active, found = illness.active, illness.known
    for c in np.unique(condition):
        at = np.flatnonzero(condition == c)
        within = (onset[at, None] < starts) & (end[at, None] > starts) & (people.death[person[at], None] >= starts)
        np.logical_or.at(active[c], person[at], within)
        np.logical_or.at(found[c], person[at], within & (known[at, None] < starts))
    last = np.minimum(people.death[person], calendar.last_day)
    both = [
        np.concatenate(pair)
        for pair in (
            (illness.spell_person, person),
            (illness.spell_condition, condition),
            (illness.spell_onset, onset),
            (illness.spell_known, np.where(known <= np.minimum(last, end), known, NEVER)),
            (illness.spell_end, end),
        )
    ]
    order = np.lexsort((both[2], both[1], both[0]))
    names = ("spell_person", "spell_condition", "spell_onset", "spell_known", "spell_end")
    return replace(illness, **{name: part[order] for name, part in zip(names, both, strict=True)})


def _derived(people: People, illness: Illness, calendar: Calendar, streams: Streams) -> list[tuple[np.ndarray, ...]]:
    """Spells of derived conditions: person, condition, onset, day of diagnosis, end."""
    conditions, parts = illness.conditions, []
    for options in alternatives("progression", "parent"):
        person, onset, found, until = _spells_of(options[0].parent, illness, parts)
        key = people.key[person]
        name = f"{options[0].parent}.{options[0].choice_group or options[0].condition}"
        u = streams(f"progression.{name}").uniform(key, onset)
        wait = streams(f"progression.{name}.delay").exponential(key, onset) * DAYS_PER_YEAR
        reached = np.zeros(len(person))
        for row in options:
            # Those who were ill at the start are the survivors of all who fell ill.
            share = np.where(onset < calendar.first_day, row.share_at_start, row.share)
            chosen = np.flatnonzero((u >= reached) & (u < reached + share))
            reached += share
            begins = onset[chosen] + (wait[chosen] * row.mean_delay_years).astype(np.int64)
            ends = until[chosen]
            if row.duration_days > 0:
                ends = np.minimum(ends, begins + int(row.duration_days))
            known = np.maximum(found[chosen], begins)
            condition = np.full(len(chosen), conditions.index(row.condition))
            parts.append((person[chosen], condition, begins, known, ends))
    return _without_overlap(parts)


def _spells_of(condition: str, illness: Illness, parts: list[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    """Person, onset, day of diagnosis and end of the spells of a condition: one that arises, or one that was derived
    by rows above."""
    number = illness.conditions.index(condition)
    of = np.flatnonzero(illness.spell_condition == number)
    spells = [(illness.spell_person[of], illness.spell_onset[of], illness.spell_known[of], illness.spell_end[of])]
    for person, which, onset, known, end in parts:
        at = np.flatnonzero(which == number)
        spells.append((person[at], onset[at], known[at], end[at]))
    return tuple(np.concatenate(part) for part in zip(*spells, strict=True))


def _without_overlap(parts: list[tuple[np.ndarray, ...]]) -> list[tuple[np.ndarray, ...]]:
    """Two parents may lead to the same condition: of spells that overlap the first stays."""
    person, condition, onset, known, end = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((onset, condition, person))
    person, condition, onset, known, end = (part[order] for part in (person, condition, onset, known, end))
    same = np.r_[False, (person[1:] == person[:-1]) & (condition[1:] == condition[:-1])]
    keep = ~(same & np.r_[False, onset[1:] <= end[:-1]])
    return [tuple(part[keep] for part in (person, condition, onset, known, end))]


def _of_pregnancy(
    people: People, pregnancies: Pregnancies, illness: Illness, streams: Streams
) -> list[tuple[np.ndarray, ...]]:
    """Pregnancy itself, its complications and the time after it."""
    parts = []
    key = people.key[pregnancies.mother]
    for row in rows(PARAMETERS.pregnancy_condition):
        u = streams(f"pregnancy.{row.condition}").uniform(key, pregnancies.conception)
        some = np.flatnonzero(u < row.share)
        delivery = pregnancies.delivery[some]
        begins = delivery + 1 if row.is_after_delivery else pregnancies.conception[some]
        begins = begins + int(7 * (row.from_week - (0 if row.is_after_delivery else CONCEPTION_WEEK)))
        ends = delivery + (int(7 * row.to_week) if row.is_after_delivery else 0)
        ok = begins < ends
        some, begins, ends = some[ok], begins[ok], ends[ok]
        condition = np.full(len(some), illness.conditions.index(row.condition))
        parts.append((pregnancies.mother[some], condition, begins, begins + 1, ends))
    return parts
