"""What follows a stay: transfers, rehabilitation and nursing facilities, home health, and hospice before death."""

from __future__ import annotations

import numpy as np
from scipy import special

from careworld.calendar import NEVER
from careworld.counting import first_in_run, is_among, nth_repeat, starts_run
from careworld.discharge import (
    DIED,
    DIED_AT_HOME,
    HOME,
    STILL_A_PATIENT,
    TO_HOME_HEALTH,
    TO_HOSPICE_AT_HOME,
    TRANSFERRED,
)
from careworld.dying import hospice_spells, in_hospice, next_hospice
from careworld.encounters import (
    EVENTS_PER_PERSON,
    KINDS,
    TEMPLATES,
    Care,
    Encounters,
    event_number,
    inside,
    make,
    number_within,
    reasons,
    template_fact,
)
from careworld.parameters import PARAMETERS, rows

_DAYS_MOST = 1 << 17  # after 1970: more than three centuries



def transferred(care: Care, stays: Encounters) -> Encounters:
    """The stays, some of them cut in two: the second part begins the next day in a hospital that can do more."""
    table = PARAMETERS.transfer.set_index("reason").share
    share = reasons().lookup(table.astype(float), 0.0)[stays.reason]
    classes = template_fact("admission_class")[stays.template]
    nights = stays.end - stays.start
    goes = (care.draw("transfer", stays.person, stays.event) < share) & (nights >= 3)
    goes &= classes == "medical"
    which = np.flatnonzero(goes)
    first, second = stays.take(which), stays.take(which)
    split = np.minimum((care.draw("transfer.night", first.person, first.event) * 2).astype(np.int64), 1)
    first.end = first.start + split
    first.discharge = np.full(len(which), TRANSFERRED, dtype=object)
    second.start = first.end + 1
    second.is_emergency = np.zeros(len(which), dtype=bool)
    second.is_elective = np.zeros(len(which), dtype=bool)
    second.template = np.full(len(which), TEMPLATES.code("transfer_medical"))
    second.event = event_number(
        KINDS.index("transfer"), care.calendar.month_of(second.start), number_within(second.person, care, second.start)
    )
    second.lead = second.event
    return sorted_by_day(Encounters.joined([stays.take(np.flatnonzero(~goes)), first, second]))


def sorted_by_day(encounters: Encounters) -> Encounters:
    """Sorted by person, day and event."""
    # One number to sort by, as sorting by three takes three times as long.
    order = (encounters.person.astype(np.int64) * _DAYS_MOST + encounters.start) * EVENTS_PER_PERSON + encounters.event
    return encounters.take(np.argsort(order, kind="stable"))


def facility_stays(care: Care, stays: Encounters) -> Encounters:
    """Stays in facilities after a discharge there, up to the next admission, hospice or death."""
    following = np.full(len(stays), NEVER)
    if len(stays):
        same = stays.person[1:] == stays.person[:-1]
        following[:-1] = np.where(same, stays.start[1:], NEVER)
    parts = []
    for number, row in enumerate(rows(PARAMETERS.facility_stay)):
        moved = np.flatnonzero(stays.discharge == row.discharge_status_code)
        source = stays.take(moved)
        month = care.calendar.month_of(source.end)
        nth = number_within(source.person, care, source.end) * len(PARAMETERS.facility_stay) + number
        event = event_number(KINDS.index("facility_stay"), month, nth)
        z = special.ndtri(care.draw("facility_stay.days", source.person, event))
        days = np.rint(row.mean_days * np.exp(row.sigma * z - row.sigma**2 / 2)).clip(row.least_days, row.most_days)
        death = care.people.death[source.person]
        latest = np.minimum(np.minimum(following[moved] - 1, death), care.calendar.last_day)
        latest = np.minimum(latest, next_hospice(care, source.person, source.start))
        end = np.minimum(source.end + days.astype(np.int64), latest)
        reason = source.reason
        if row.template == "rehabilitation_stay":
            reason = _reason_there(reason)
        there = make(source.person, event, row.template, reason, source.end, end, role=row.role)
        u = care.draw("facility_stay.discharge", source.person, event)
        on = np.where(u < row.home_health_share, TO_HOME_HEALTH, HOME)
        there.discharge = np.where(end >= death, DIED, np.where(end >= following[moved] - 1, TRANSFERRED, on))
        there.discharge = there.discharge.astype(object)
        parts.append(there.take(np.flatnonzero(end > source.end)))
    return sorted_by_day(Encounters.joined(parts))


def _reason_there(reason: np.ndarray) -> np.ndarray:
    """Reason of a rehabilitation stay by the reason of the stay before it; weakness where no row says more."""
    table = PARAMETERS.discharge
    table = table[table.reason_there != ""]
    by_reason = dict(zip(table.reason, table.reason_there, strict=True))
    default = reasons().code("rehabilitation_weakness")
    codes = np.full(len(reasons().names), default)
    for name, there in by_reason.items():
        if name:
            codes[reasons().code(name)] = reasons().code(there)
    return codes[reason]


def home_health(care: Care, stays: Encounters) -> Encounters:
    """Visits at home in periods of 30 days: after stays that end with them, and for the frail without a stay."""
    number = PARAMETERS.number
    sent = stays.take(np.flatnonzero(stays.discharge == TO_HOME_HEALTH))
    rates = PARAMETERS.visit_rate
    rate = care.by_age(rates[rates.template == "home_health_opening"], "per_year") * care.people.frailty[:, None]
    person, _, day = care.occurrences(rate, KINDS.index("home_health"), "home_health")
    weak = np.full(len(person), reasons().code("home_health_weakness"))
    person, start = np.r_[sent.person, person], np.r_[sent.end + 2, day]
    reason = np.r_[sent.reason, weak]
    order = np.lexsort((start, person))
    person, start, reason = person[order], start[order], reason[order]
    key, period = care.people.key[person], int(number["home_health_period_days"])
    u = care.streams("home_health.periods").uniform(key, start)
    periods = 1 + np.floor(-np.log(u) * (number["home_health_periods_mean"] - 1)).astype(np.int64).clip(0, 11)
    each, nth = np.repeat(np.arange(len(person)), periods), nth_repeat(periods)
    # Who is at home with care gets no second agency: a new order waits for the end of the one that runs.
    end = start + periods * period
    free = np.ones(len(person), dtype=bool)
    if len(person):
        latest = np.maximum.accumulate(person * NEVER + end)
        free[1:] = person[1:] * NEVER + start[1:] >= latest[:-1]
    each, nth = each[free[each]], nth[free[each]]
    return _visits(
        care, "home_health", person[each], reason[each], start[each] + nth * period, np.full(len(each), period),
        number["home_health_visits"], "physical_therapy",
    )  # fmt: skip


def hospice(care: Care, stays: Encounters) -> tuple[Encounters, Encounters, Encounters]:
    """Hospice at home by calendar month, its inpatient days, and the stays with their discharge there.

    `stays` are all stays, sorted; a spell in hospice begins after the stay that leads to it.
    """
    number, calendar, spells = PARAMETERS.number, care.calendar, hospice_spells(care)
    seen = np.flatnonzero(spells.start <= calendar.last_day)
    person, start, end, is_alive = (
        part[seen] for part in (spells.person, spells.start, spells.end, spells.is_alive)
    )  # fmt: skip
    # None begins in hospice but births, hence this is the latest one before it.
    before = np.searchsorted(stays.person * NEVER + stays.start, person * NEVER + end, side="right") - 1
    before = np.where((before >= 0) & (stays.person[before] == person), before, -1)
    left = np.where(before >= 0, stays.end[before], 0)
    died_there = (before >= 0) & (stays.discharge[before] == DIED)
    follows = start <= left
    start = np.where(follows, left, start)
    here = (start < end) & ~died_there
    stays.discharge[before[here & follows]] = TO_HOSPICE_AT_HOME
    person, start, end, is_alive = (part[here] for part in (person, start, end, is_alive))
    # Some spend their last days in the hospice's own beds.
    key = care.people.key[person]
    beds = np.ceil(care.streams("hospice.bed_days").uniform(key) * number["hospice_inpatient_most_days"])
    inpatient = care.streams("hospice.inpatient").uniform(key) < number["hospice_inpatient_share"]
    inpatient &= ~is_alive & (end - start > beds)
    until = np.where(inpatient, end - beds.astype(np.int64), end)
    reason = _terminal_reason(care, person, start)
    event = event_number(KINDS.index("hospice_stay"), calendar.month_of(until), np.zeros(len(person), np.int64))
    last_day = np.minimum(end, calendar.last_day)
    in_bed = make(person, event, "hospice_stay", reason, until, last_day, role="internal_medicine")
    in_bed.discharge[:] = np.where(end > last_day, STILL_A_PATIENT, DIED)
    in_bed = in_bed.take(np.flatnonzero(inpatient & (until <= calendar.last_day)))
    # Months of care at home.
    last_day_home = np.minimum(np.where(inpatient, until - 1, end), calendar.last_day)
    first_month = calendar.month_of(start)
    months = (calendar.month_of(last_day_home) - first_month + 1).clip(0)
    each = np.repeat(np.arange(len(person)), months)
    month = first_month[each] + nth_repeat(months)
    begin = np.maximum(start[each], calendar.starts[month])
    length = np.minimum(last_day_home[each], calendar.starts[month + 1] - 1) - begin + 1
    discharge = np.where(begin + length > end[each], np.where(is_alive, HOME, DIED_AT_HOME)[each], STILL_A_PATIENT)
    at_home = _visits(
        care, "hospice", person[each], reason[each], begin, length, number["hospice_visits"] * length / 30,
        "internal_medicine", discharge,
    )  # fmt: skip
    return at_home, in_bed, stays


def _terminal_reason(care: Care, person: np.ndarray, day: np.ndarray) -> np.ndarray:
    """What people are dying of: the first row of the table whose condition they have."""
    month = care.calendar.month_of(day)
    reason = np.full(len(person), reasons().code("hospice_decline"))
    for row in reversed(rows(PARAMETERS.hospice_reason)):
        ill = care.illness.active[care.illness.conditions.index(row.requires_condition), person, month]
        reason[ill] = reasons().code(row.reason)
    return reason


def _visits(care: Care, program: str, person, reason, start, length, visits, role: str, discharge="") -> Encounters:
    """An opening visit per period and further ones on other days of it, billed with the opening one.

    Periods are given by person, reason, first day and length in days, and perhaps how they end; `visits` is the mean
    number beyond the first.
    """
    death = care.people.death[person]
    ok = (start <= care.calendar.last_day) & (start >= care.calendar.first_day) & (start <= death)
    person, reason, start, length = person[ok], reason[ok], start[ok], length[ok]
    mean = np.broadcast_to(np.asarray(visits, dtype=float), ok.shape)[ok]
    discharge = np.broadcast_to(np.asarray(discharge, dtype=object), ok.shape)[ok]
    key = care.people.key[person]
    u = care.streams(f"{program}.visits").uniform(key, start)
    count = np.minimum(np.maximum(np.rint(mean * (0.5 + u)), 1), np.maximum(length - 1, 0)).astype(np.int64)
    each, nth = np.repeat(np.arange(len(person)), count), nth_repeat(count)
    # Visits take turns through the period: each has its own stretch of days.
    slot = (nth + care.streams(f"{program}.visit_day").uniform(key[each], start[each], nth)) / count[each]
    day = start[each] + 1 + np.floor(slot * (length[each] - 1)).astype(np.int64)
    if program == "hospice":
        # Somebody comes on the last day, so that a month's bill reaches it.
        day = np.where(nth == count[each] - 1, start[each] + length[each] - 1, day)
    first = starts_run(each) | starts_run(day)
    each, day = each[first], day[first]
    kind = KINDS.index(program)
    everyone, days = np.r_[person, person[each]], np.r_[start, day]
    period = np.r_[np.arange(len(person)), each]
    order = np.lexsort((days, everyone))
    month = care.calendar.month_of(days[order])
    event = np.empty(len(order), dtype=np.int64)
    # At most one visit a day: the day of the month numbers it.
    first_day = care.calendar.month_start(month)
    event[order] = event_number(kind, month, days[order] - first_day)
    opening = np.arange(len(everyone)) < len(person)
    template = np.where(opening, TEMPLATES.code(f"{program}_opening"), TEMPLATES.code(f"{program}_visit"))
    visits_made = make(everyone, event, template, reason[period], days, role=role, lead=event[period])
    visits_made.discharge = discharge[period]
    alive = (days <= care.calendar.last_day) & (days <= care.people.death[everyone])
    return visits_made.take(np.flatnonzero(alive))


def at_home(visits: Encounters, stays: Encounters) -> Encounters:
    """Visits at home on days that are not spent in a stay; a period goes with its opening visit."""
    # The day of discharge is spent at home, too.
    shortened = stays.take(np.arange(len(stays)))
    shortened.end = stays.end - 1
    visits = visits.take(np.flatnonzero(~inside(visits, shortened)))
    return visits.take(np.flatnonzero(led(visits)))


def outside_hospice(care: Care, visits: Encounters) -> Encounters:
    """Visits that are not on days in hospice, where only emergencies still bring people to others."""
    return visits.take(np.flatnonzero(~in_hospice(care, visits.person, visits.start) | visits.is_emergency))


def lead_anew(visits: Encounters) -> Encounters:
    """Visits whose leading visit fell out are led by the first one that is left of their group."""
    group = visits.key_of(visits.lead)
    lost = np.flatnonzero(~led(visits))
    lost = lost[np.lexsort((visits.event[lost], visits.start[lost], group[lost]))]
    visits.lead = visits.lead.copy()
    visits.lead[lost] = visits.event[lost[first_in_run(group[lost])]]
    return visits


def led(encounters: Encounters) -> np.ndarray:
    """Which encounters have the one that they are billed with among them."""
    led = encounters.lead == encounters.event
    by_other = np.flatnonzero(~led)
    led[by_other] = is_among(encounters.key_of(encounters.lead)[by_other], encounters.key_of(encounters.event))
    return led
