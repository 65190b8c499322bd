"""What is done at each encounter: visits, days on the ward, tests, images, operations, vaccines.

A service is a row of the service table until it is written. `part` says who bills it: the facility, the
attending clinician, a surgeon, the laboratory, ...
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from careworld.calendar import DAYS_PER_YEAR, age_in_years, month_of_year, year_of
from careworld.counting import nth_repeat, starts_run
from careworld.encounters import STAYS, TEMPLATES, Care, Encounters, among_reasons, reasons, template_fact
from careworld.parameters import PARAMETERS, alternatives, rows
from careworld.rng import Stream

PARTS = [
    "facility", "attending", "surgeon", "anesthesia", "radiology", "pathology", "laboratory", "emergency_physician",
    "ambulance", "equipment", "consultant",
]  # fmt: skip

_OLDEST = 120
_DAYS_MOST = 1 << 17  # after 1970: more than three centuries
_ROOM_AND_BOARD = "01"  # first digits of the revenue codes of rooms on a ward
_INTENSIVE_CARE = ("intensive_care", "coronary_care")
_EMERGENCY_ROOM = "emergency_room_inpatient"
_FOLLOW_UP_TEMPLATES = ("office_visit", "telehealth_visit", "hospital_clinic_visit", "preventive_visit")


@dataclass
class Services:
    """Arrays of equal length, one entry per service, sorted by encounter, part and service."""

    encounter: np.ndarray  # position in Encounters
    service: np.ndarray  # row of the service table
    part: np.ndarray  # row of PARTS
    units: np.ndarray  # float
    day: np.ndarray  # first day of the service

    def __len__(self) -> int:
        return len(self.encounter)

    def take(self, index: np.ndarray) -> Services:
        """The services at `index`."""
        return Services(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


@dataclass
class Procedures:
    """ICD-10-PCS procedures of stays, sorted by encounter and order."""

    encounter: np.ndarray
    code: np.ndarray  # ICD-10-PCS code, object
    day: np.ndarray


@dataclass
class Vaccinations:
    """Doses given, sorted by encounter."""

    encounter: np.ndarray
    vaccine: np.ndarray  # row of the immunization table
    dose: np.ndarray  # 1 for the first


class _Order:
    """Collects services while they are decided on."""

    def __init__(self, care: Care, encounters: Encounters):
        self.care, self.encounters = care, encounters
        self.key = care.people.key[encounters.person]
        self.age = np.floor(age_in_years(care.people.birth[encounters.person], encounters.start))
        self.is_female = care.people.is_female[encounters.person]
        self.days = np.maximum(encounters.end - encounters.start, 1)
        # What leads other visits is billed with the days from the first to the last of them.
        leads = encounters.leads()
        followed = np.flatnonzero(leads != np.arange(len(leads)))
        np.maximum.at(self.days, leads[followed], encounters.end[followed] - encounters.start[leads[followed]] + 1)
        # What stands for a calendar month is as much as the days of it that the person lived at home.
        months = PARAMETERS.course.template[PARAMETERS.course.period == "month"]
        starts, month = care.calendar.starts, care.calendar.month_of(encounters.start)
        lived = (encounters.end - encounters.start + 1) / (starts[month + 1] - starts[month])
        self.share_of_month = np.where(encounters.is_template(*months), lived, 1.0)
        # A hospital's own laboratory serves its clinics and some of the offices around.
        outreach = care.streams("service.outreach_laboratory").uniform(self.key, encounters.event)
        self.by_hospital_laboratory = encounters.is_template("hospital_clinic_visit") | (
            encounters.is_template("office_visit", "preventive_visit", "prenatal_visit")
            & (outreach < PARAMETERS.number["outreach_laboratory_share"])
        )
        self.row = {name: i for i, name in enumerate(PARAMETERS.service.service)}
        services = PARAMETERS.service
        self.reading = list(zip(services.reading_service, services.reading_part, strict=True))
        self._of_template: dict[str, tuple[np.ndarray, Stream]] = {}
        self.parts: list[tuple] = []

    def uniform(self, name: str, which: np.ndarray, *more) -> np.ndarray:
        """Uniform draw of encounters from the stream of that name."""
        return self.stream(name, which).uniform(*more)

    def stream(self, name: str, which: np.ndarray) -> Stream:
        """Draws of the encounters `which` from the stream of that name."""
        return self.care.streams(name).of(self.key[which], self.encounters.event[which])

    def of_template(self, template: str) -> tuple[np.ndarray, Stream]:
        """Encounters that are served like those of a template, and their draws."""
        if template not in self._of_template:
            is_served = TEMPLATES.names == template
            is_served |= template_fact("like") == template
            which = np.flatnonzero(is_served[self.encounters.template])
            self._of_template[template] = which, self.stream(f"service.{template}", which)
        return self._of_template[template]

    def fits(self, which: np.ndarray, row) -> np.ndarray:
        """Whether the person of each encounter of `which` has the row's age and sex."""
        if row.min_age <= 0 and row.max_age >= _OLDEST and not getattr(row, "sex", ""):
            return np.ones(len(which), dtype=bool)
        ok = (self.age[which] >= row.min_age) & (self.age[which] <= row.max_age)
        if getattr(row, "sex", ""):
            ok &= self.is_female[which] == (row.sex == "female")
        return ok

    def fitting(self, which: np.ndarray, row) -> np.ndarray:
        """Those encounters of `which` whose person has the row's age and sex."""
        return which[self.fits(which, row)]

    def add(self, which: np.ndarray, service: str, part: str, units=1.0) -> None:
        """Order a service at the encounters `which`."""
        if not len(which):
            return
        biller = PARTS.index(part)
        # A hospital's own laboratory is part of its bill.
        if part == "laboratory":
            biller = np.where(self.by_hospital_laboratory[which], PARTS.index("facility"), biller)
        self._append(which, service, biller, units, self.encounters.start[which])
        # An image is read by someone else, who bills the reading.
        reading, reader = self.reading[self.row[service]]
        if reading:
            self.add(which, reading, reader)

    def _append(self, which: np.ndarray, service: str, biller, units, day: np.ndarray) -> None:
        self.parts.append((which, self.row[service], biller, units, day))

    def add_monthly(self, which: np.ndarray, service: str, part: str, per_day: bool, units: float) -> None:
        """Order a service in every calendar month of the encounters `which`: by its days, or `units` in 30 days."""
        starts, month_of = self.care.calendar.starts, self.care.calendar.month_of
        begin, end = self.encounters.start[which], self.encounters.end[which]
        first = month_of(begin)
        count = month_of(np.maximum(end - 1, begin)) - first + 1
        each = np.repeat(np.arange(len(which)), count)
        month = first[each] + nth_repeat(count)
        day = np.maximum(begin[each], starts[month])
        days = np.maximum(np.minimum(end[each], starts[month + 1]) - day, 1)
        amount = days * units if per_day else np.maximum(np.rint(days * units / 30), 1)
        self._append(which[each], service, PARTS.index(part), amount, day)

    def add_sessions(self, which: np.ndarray, service: str, part: str, per_day: float, units: float) -> None:
        """Order a service on some days of the encounters `which`, evenly: `per_day` is below 1."""
        count = np.floor(self.days[which] * per_day).astype(np.int64)
        each, nth = np.repeat(np.arange(len(which)), count), nth_repeat(count)
        day = self.encounters.start[which][each] + np.floor(nth / per_day).astype(np.int64)
        self._append(which[each], service, PARTS.index(part), units, day)

    def add_daily(self, which: np.ndarray, service: str, part: str) -> None:
        """Order a service on every day but the first of the encounters `which`."""
        days = self.days[which] - 1
        each = np.repeat(np.arange(len(which)), days)
        nth = nth_repeat(days)
        day = self.encounters.start[which][each] + 1 + nth
        self._append(which[each], service, PARTS.index(part), 1.0, day)

    def collected(self) -> Services:
        """All orders, one line per encounter, part, service and day; a line of no units is none."""
        count = sum(len(part[0]) for part in self.parts)
        # As one number each, in the order of the lines: encounter, part, service, day.
        line, units = np.empty(count, dtype=np.int64), np.empty(count)
        begin = 0
        for which, service, biller, amount, day in self.parts:
            end = begin + len(which)
            line[begin:end] = ((which * len(PARTS) + biller) * len(self.row) + service) * _DAYS_MOST + day
            units[begin:end] = amount
            begin = end
        kept = np.flatnonzero(units > 0)
        kept = kept[np.argsort(line[kept])]
        line, units = line[kept], units[kept]
        first = np.flatnonzero(starts_run(line))
        # The same test ordered for two reasons is done once.
        units = np.maximum.reduceat(units, first) if len(line) else units
        line, day = np.divmod(line[first], _DAYS_MOST)
        line, service = np.divmod(line, len(self.row))
        encounter, part = np.divmod(line, len(PARTS))
        return Services(encounter, service, part, units, day)


def perform(care: Care, encounters: Encounters) -> tuple[Services, Vaccinations]:
    """Services and vaccinations of all encounters."""
    order = _Order(care, encounters)
    _usual(order)
    _surgery(order)
    _for_conditions(order)
    _planned(order)
    vaccinations = _vaccinate(order)
    return order.collected(), vaccinations


def _usual(order: _Order) -> None:
    """Services of each template: independent ones by their share, alternatives by one draw per set."""
    in_intensive_care = _days_in_intensive_care(order)
    for number, options in enumerate(alternatives("encounter_service", "template")):
        which, stream = order.of_template(options[0].template)
        if options[0].service in _INTENSIVE_CARE:
            at = which[in_intensive_care[which] > 0]
            order.add(at, options[0].service, options[0].claim_part, in_intensive_care[at])
            continue
        if len(options) == 1:
            # Draws are keyed by event, hence only those whom a row is for need one.
            if not _is_for_everyone(options[0]):
                fits = np.flatnonzero(_is_for(order, which, options[0]))
                which, stream = which[fits], stream.at(fits)
            chosen = stream.uniform(number) < options[0].share
            _order_row(order, which[chosen], options[0], in_intensive_care)
            continue
        u = stream.uniform(number)
        # Alternatives are laid end to end on the unit interval; only those that fit take up room.
        likely = np.flatnonzero(u < sum(row.share for row in options))  # the others get none, whoever they are
        which, u, reached = which[likely], u[likely], np.zeros(len(likely))
        for row in options:
            fits = _is_for(order, which, row)
            _order_row(order, which[fits & (u >= reached) & (u < reached + row.share)], row, in_intensive_care)
            reached = reached + np.where(fits, row.share, 0)


def _is_for_everyone(row) -> bool:
    """Whether a row of the table speaks of all encounters of its template."""
    by_emergency = row.template in STAYS and _is_by_emergency(row)
    is_open = row.min_age <= 0 and row.max_age >= _OLDEST
    return is_open and not (row.sex or row.severity or row.requires_reason or by_emergency)


def _is_by_emergency(row) -> bool:
    """Whether a service comes only with the way through the emergency department."""
    return row.claim_part in ("emergency_physician", "ambulance") or row.service == _EMERGENCY_ROOM


def _is_for(order: _Order, which: np.ndarray, row) -> np.ndarray:
    """Which of the encounters `which` a row of the table speaks of."""
    fits = order.fits(which, row)
    if row.severity:
        fits &= _is_severe(row.severity)[order.encounters.reason[which]]
    if row.requires_reason:
        fits &= among_reasons(row.requires_reason)[order.encounters.reason[which]]
    if row.template in STAYS and _is_by_emergency(row):
        fits &= order.encounters.is_emergency[which]
    return fits


def _order_row(order: _Order, at: np.ndarray, row, in_intensive_care: np.ndarray) -> None:
    """Order the service of a row at the encounters `at`: once, by the day, on some days, or month by month."""
    per_day, units = float(row.per_day or 0), float(row.units or 1)
    if 0 < per_day < 1:
        order.add_sessions(at, row.service, row.claim_part, per_day, units)
    elif per_day == 1 and row.claim_part != "facility":
        order.add_daily(at, row.service, row.claim_part)
    elif row.claim_part == "facility" and template_fact("bill_period")[TEMPLATES.code(row.template)] != "":
        order.add_monthly(at, row.service, row.claim_part, per_day == 1, units)
    elif per_day == 1:
        # Days in intensive care are not days in another room.
        days = order.days[at] - (in_intensive_care[at] if _is_room()[order.row[row.service]] else 0)
        order.add(at, row.service, row.claim_part, units * days)
    else:
        share = order.share_of_month[at]
        if (share < 1).any():
            units = np.where(share < 1, np.maximum(np.rint(units * share), 1), units)
        order.add(at, row.service, row.claim_part, units)


@cache
def _is_room() -> np.ndarray:
    """Which services are a room on a ward, by row of the service table."""
    return PARAMETERS.service.revenue_center_code.str.startswith(_ROOM_AND_BOARD).to_numpy(bool)


@cache
def _is_severe(severity: str) -> np.ndarray:
    """Which reasons of emergency visits have a severity, bool by reason code."""
    table = PARAMETERS.emergency_reason.drop_duplicates("reason").set_index("reason").severity
    return reasons().lookup(table, "") == severity


@cache
def _intensive_care_share() -> np.ndarray:
    """Share of stays that reach intensive care, laid out by reason code."""
    return reasons().lookup(PARAMETERS.admission_reason.set_index("reason").icu_share.astype(float), 0.0)


def _days_in_intensive_care(order: _Order) -> np.ndarray:
    """Days of each encounter in intensive care, by the share of its reason."""
    everyone = np.arange(len(order.encounters))
    reached = order.uniform("service.intensive_care", everyone) < _intensive_care_share()[order.encounters.reason]
    reached &= np.isin(template_fact("admission_class"), ("medical", "surgical"))[order.encounters.template]
    days = np.maximum(np.rint(order.days * PARAMETERS.number["intensive_care_days_share"]), 1)
    return np.where(reached, days, 0).astype(np.int64)


def _surgery(order: _Order) -> None:
    """The surgeon's and the anesthesiologist's part of operations in hospital."""
    stays = np.flatnonzero(order.encounters.is_template(*STAYS))
    for row in rows(PARAMETERS.admission_surgeon):
        which = stays[order.encounters.reason[stays] == reasons().code(row.reason)]
        for service, part in ((row.surgeon_service, "surgeon"), (row.anesthesia_service, "anesthesia")):
            if service:
                order.add(which, service, part)


@cache
def _visits_per_year() -> dict[str, float]:
    """Follow-up visits per year by condition, to all specialties."""
    return PARAMETERS.condition_visit.groupby("condition").visits_per_year.sum().astype(float).to_dict()


def _for_conditions(order: _Order) -> None:
    """Tests and treatments ordered at a condition's follow-up visits, as often as the table says per year."""
    visits = _visits_per_year()
    index = order.care.illness.conditions.index
    encounters = order.encounters
    is_visit = encounters.is_template(*_FOLLOW_UP_TEMPLATES)
    visited, checkup = np.flatnonzero(is_visit), np.flatnonzero(encounters.is_template("preventive_visit"))
    month = order.care.calendar.month_of(encounters.start[checkup])
    of_condition = {}
    stream = order.stream("service.condition", np.arange(len(encounters)))
    for number, row in enumerate(rows(PARAMETERS.condition_service)):
        condition = index(row.condition)
        if condition not in of_condition:
            focused = visited[encounters.focus[visited] == condition]
            # A yearly check-up looks after known conditions, too.
            checked = checkup[order.care.known[condition, encounters.person[checkup], month]]
            of_condition[condition] = np.union1d(focused, checked)
        which = order.fitting(of_condition[condition], row)
        per_visit = row.per_year / max(visits.get(row.condition, 1.0), 1.0)
        which = which[stream.at(which).uniform(number) < per_visit]
        order.add(which, row.service, row.claim_part)


def _planned(order: _Order) -> None:
    template, reason = order.encounters.template, order.encounters.reason
    planned = np.flatnonzero(among_reasons("|".join(PARAMETERS.planned_outpatient.reason))[reason])
    for row in rows(PARAMETERS.planned_outpatient):
        which = planned[reason[planned] == reasons().code(row.reason)]
        which = which[np.isin(template[which], [TEMPLATES.code(row.template), TEMPLATES.code("surgery_center")])]
        order.add(which, row.facility_service, "facility")
        order.add(which, row.professional_service, row.professional_part)


def _vaccinate(order: _Order) -> Vaccinations:
    """Vaccines at check-ups of the right age, and seasonal ones at the first visit of a season."""
    encounters, people = order.encounters, order.care.people
    kept = PARAMETERS.number["vaccine_kept_share"]
    is_checkup = encounters.is_template("preventive_visit")
    is_office = is_checkup | encounters.is_template("office_visit")
    age_months = (encounters.start - people.birth[encounters.person]) / (DAYS_PER_YEAR / 12)
    month = month_of_year(encounters.start)
    parts = []
    for number, row in enumerate(rows(PARAMETERS.immunization)):
        in_age = (age_months >= row.min_age_months) & (age_months <= row.max_age_months)
        if row.yearly_share > 0:
            in_season = np.isin((month - int(row.season_month)) % 12, (0, 1, 2, 3))
            which = np.flatnonzero(is_office & in_age & in_season)
            # Seasons cross the new year: count them by the year in which they began.
            season = year_of(encounters.start[which]) - (month[which] < int(row.season_month))
            group = encounters.person[which] * 10_000 + season
            share, doses = float(row.yearly_share), 1
        else:
            which = np.flatnonzero(is_checkup & in_age)
            group = encounters.person[which]
            share, doses = kept, int(row.doses)
        u = order.care.streams("service.vaccine").uniform(order.key[which], number)
        which, group = which[u < share], group[u < share]
        _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
        dose = np.arange(len(group)) - first[inverse] + 1 if len(group) else group
        which, dose = which[dose <= doses], dose[dose <= doses]
        parts.append((which, np.full(len(which), number), dose))
        order.add(which, row.service, "attending")
    encounter, vaccine, dose = (np.concatenate(column) for column in zip(*parts, strict=True))
    by_encounter = np.lexsort((vaccine, encounter))
    encounter, vaccine, dose = encounter[by_encounter], vaccine[by_encounter], dose[by_encounter]
    given = np.unique(encounter)
    order.add(given, "vaccine_administration", "attending")
    return Vaccinations(encounter, vaccine, dose)


def operate(care: Care, encounters: Encounters) -> Procedures:
    """ICD-10-PCS procedures of stays."""
    key = care.people.key[encounters.person]
    stays = np.flatnonzero(template_fact("has_drg")[encounters.template] == 1)
    parts = []
    for number, options in enumerate(alternatives("admission_procedure", "reason")):
        which = stays[encounters.reason[stays] == reasons().code(options[0].reason)]
        u = care.streams("procedure").uniform(key[which], encounters.event[which], number)
        reached = 0.0
        for row in options:
            done = which[(u >= reached) & (u < reached + row.share)]
            reached += row.share
            day = np.minimum(encounters.start[done] + int(row.day_offset), encounters.end[done])
            parts.append((done, np.full(len(done), row.icd_10_pcs, dtype=object), day))
    encounter, code, day = (np.concatenate(column) for column in zip(*parts, strict=True))
    by_encounter = np.lexsort((code.astype(str), day, encounter))
    return Procedures(encounter[by_encounter], code[by_encounter], day[by_encounter])
