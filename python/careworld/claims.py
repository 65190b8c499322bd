"""Billing: which services and fills become which claims, sent to which plan.

A claim is what one biller asks for one encounter: services with the same encounter and part.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache

import numpy as np
import pandas as pd

from careworld.adjudication import CLAIM_TYPES, Versions, rule
from careworld.calendar import Calendar
from careworld.counting import groups_of, starts_run
from careworld.coverage import UNINSURED, Coverage
from careworld.diagnoses import Diagnoses
from careworld.encounters import MONTHS_MOST, TEMPLATES, Care, Encounters, Vocabulary, template_fact
from careworld.parameters import PARAMETERS
from careworld.places import Places
from careworld.prescriptions import FILLS_MOST, Courses, Fills
from careworld.services import PARTS, Services

PHARMACY = CLAIM_TYPES.index("pharmacy")
BILLS_MOST = 100  # into which one stay may be cut


@dataclass
class Claims:
    """Medical claims as arrays: headers first, then lines, which point to their header."""

    encounter: np.ndarray  # position in Encounters, of the first one that the claim bills
    bill: np.ndarray  # 0 for the first of the bills that one stay is cut into
    bills: np.ndarray  # how many there are
    part: np.ndarray  # row of PARTS
    shape: np.ndarray  # row of the claim_shape table
    plan: np.ndarray  # row of the plan table
    facility: np.ndarray  # provider index, -1 for none
    clinician: np.ndarray  # provider index, -1 for none
    is_in_network: np.ndarray  # bool
    start: np.ndarray
    end: np.ndarray
    line_claim: np.ndarray  # position of the header
    line_encounter: np.ndarray  # position in Encounters
    line_number: np.ndarray
    line_service: np.ndarray  # row of the service table
    line_units: np.ndarray
    line_start: np.ndarray
    line_end: np.ndarray
    versions: Versions | None = None  # how the payer ruled
    amounts: dict[str, np.ndarray] = field(default_factory=dict)  # cents by line, as they finally are

    def number(self, encounters: Encounters) -> np.ndarray:
        """Number of each claim within its person."""
        return (encounters.event[self.encounter] * len(PARTS) + self.part) * BILLS_MOST + self.bill

    def practice(self, places: Places) -> np.ndarray:
        """Provider index of whoever sends the bill: the facility, or the clinician's practice."""
        practice = np.where(self.clinician >= 0, places.practice_of(self.clinician.clip(0)), self.facility)
        return np.where(self.facility >= 0, self.facility, practice)

    def of_versions(self) -> Claims:
        """One claim per version, with its lines and amounts."""
        version, line = self.versions.lines(self.line_claim, len(self.encounter))
        headers = {f.name: getattr(self, f.name)[self.versions.claim] for f in fields(self) if f.name in _HEADER}
        lines = {f.name: getattr(self, f.name)[line] for f in fields(self) if f.name in _LINE}
        amounts = self.versions.amounts(self.amounts, version, line)
        return Claims(**headers, **lines | {"line_claim": version}, versions=self.versions, amounts=amounts)

    def header_amounts(self) -> dict[str, np.ndarray]:
        """Cents by claim."""
        first = np.flatnonzero(starts_run(self.line_claim))  # every claim has a line
        return {name: np.add.reduceat(cents, first) if len(first) else cents for name, cents in self.amounts.items()}


_LINE = {f.name for f in fields(Claims) if f.name.startswith("line_")}
_HEADER = {f.name for f in fields(Claims)} - _LINE - {"versions", "amounts"}


@dataclass
class DrugClaims:
    """Claims for fills as arrays of equal length."""

    course: np.ndarray  # position in Courses
    nth: np.ndarray  # 0 for the first fill
    person: np.ndarray
    plan: np.ndarray  # row of the plan table
    drug: np.ndarray  # row of the drug table
    day: np.ndarray
    days_supply: np.ndarray
    is_mail: np.ndarray  # bool
    number: np.ndarray  # number of the claim within its person
    versions: Versions | None = None  # how the payer ruled
    amounts: dict[str, np.ndarray] = field(default_factory=dict)  # cents, as they finally are


class Providers:
    """Who treats whom at which encounter, for both recordings."""

    def __init__(self, care: Care, encounters: Encounters, drg: np.ndarray, places: Places):
        self.care, self.encounters, self.places = care, encounters, places
        self.community = care.people.community[encounters.person]
        self.key = care.people.key[encounters.person]
        role, names = pd.factorize(encounters.role)
        self.in_charge = roles().code(names)[role]
        group, groups = pd.factorize(drg)
        mdc = PARAMETERS.ms_drg.set_index("ms_drg").mdc.reindex(groups)
        surgeons = PARAMETERS.surgeon_role.set_index("mdc").role.reindex(mdc).fillna("general_surgery")
        self.surgeon = roles().code(surgeons.to_numpy(object))[group]

    def of_roles(self, which: np.ndarray, role: np.ndarray) -> np.ndarray:
        """Provider index per encounter and role, a code in `roles`; -1 for none."""
        provider = np.full(len(which), -1)
        role = np.where(role == roles().code("surgeon"), self.surgeon[which], role)
        for code, at in enumerate(groups_of(role)):
            name = roles().names[code]
            if not name or not len(at):
                continue
            e = which[at]
            provider[at] = self.places.provider_of(name, self.community[e], self.key[e], self.encounters.event[e])
        return provider

    def of_role(self, which: np.ndarray, role: str) -> np.ndarray:
        """Provider index per encounter for the role of that name."""
        return self.of_roles(which, np.full(len(which), roles().code(role)))

    def clinician(self, which: np.ndarray) -> np.ndarray:
        """Provider index of the clinician in charge of each encounter."""
        return self.of_roles(which, self.in_charge[which])

    def site(self, which: np.ndarray) -> np.ndarray:
        """Facility at which each encounter takes place, -1 for offices."""
        return self.of_roles(which, _site_roles()[self.encounters.template[which]])


@cache
def roles() -> Vocabulary:
    """Everyone who can be asked for: no one, the surgeon of the stay's DRG, the roles of the provider table."""
    return Vocabulary(["", "surgeon", "site", *PARAMETERS.provider.role])


@cache
def _site_roles() -> np.ndarray:
    return roles().code(template_fact("site_role"))


@cache
def _claim_types() -> np.ndarray:
    """Position in CLAIM_TYPES by row of the claim_shape table."""
    return np.array([CLAIM_TYPES.index(name) for name in PARAMETERS.claim_shape.claim_type])


def bill(
    care: Care,
    encounters: Encounters,
    diagnoses: Diagnoses,
    services: Services,
    coverage: Coverage,
    providers: Providers,
) -> Claims:
    """Claims for all encounters that fall into a span of coverage and have a diagnosis."""
    calendar = care.calendar
    has_code = np.zeros(len(encounters), dtype=bool)
    has_code[diagnoses.encounter] = True
    # The payer gets what is coded and was done to someone insured.
    leads = encounters.leads()
    payer = _payer(encounters, services.encounter, services, encounters.start[services.encounter], coverage, calendar)
    lines = services.take(np.flatnonzero(has_code[leads][services.encounter] & (payer != UNINSURED)))
    # A claim bills the services of one part for one encounter, for all that an encounter leads (a period of
    # visits at home), or for one month of a long stay.
    lead = leads[lines.encounter]
    is_monthly = (template_fact("bill_period") == "month")[encounters.template[lead]]
    is_monthly &= lines.part == PARTS.index("facility")
    is_monthly |= (template_fact("bill_period") == "month of each")[encounters.template[lead]]
    month = np.where(is_monthly, calendar.month_of(lines.day), 0)
    day = np.where(is_monthly, np.maximum(encounters.start[lead], calendar.starts[month]), encounters.start[lead])
    payer = _payer(encounters, lead, lines, day, coverage, calendar)
    of_claim = (lead * len(PARTS) + lines.part) * MONTHS_MOST + month
    within = (lines.encounter * (1 << 20) + lines.day) * len(PARAMETERS.service) + lines.service
    order = np.lexsort((within, of_claim))
    order = order[payer[order] != UNINSURED]
    lines, lead, month, payer, is_monthly = (
        lines.take(order), lead[order], month[order], payer[order], is_monthly[order]
    )  # fmt: skip
    of_part = lead * len(PARTS) + lines.part
    new_part = starts_run(of_part)
    first = new_part | starts_run(month)
    line_claim = np.cumsum(first) - 1
    at = np.flatnonzero(first)
    encounter, part, month = lead[at], lines.part[at], month[at]
    shape = _shapes(encounters.template[encounter], part)
    shapes = PARAMETERS.claim_shape
    nobody, at_site = roles().code(np.array(["", "site"], dtype=object))
    role, facility_role = (roles().code(shapes[f"{who}_role"])[shape] for who in ("clinician", "facility"))
    site_role = _site_roles()[encounters.template[encounter]]
    facility_role = np.where(facility_role == at_site, site_role, facility_role)
    # A laboratory bills for itself; everybody else's bill names the clinician in charge.
    by_itself = (facility_role != nobody) & (shapes.claim_type == "professional").to_numpy()[shape]
    in_charge = np.where((role == nobody) & ~by_itself, providers.in_charge[encounter], role)
    clinician = providers.of_roles(encounter, in_charge)
    facility = providers.of_roles(encounter, facility_role)
    start = encounters.start[encounter]
    end = np.maximum.reduceat(encounters.end[lines.encounter], at) if len(at) else at
    # Bills of a long stay are counted by its months, whether or not each of them is covered.
    cut = is_monthly[at]
    first_month = calendar.month_of(start)
    bill = np.where(cut, month - first_month, 0)
    bills = np.where(cut, calendar.month_of(np.maximum(end - 1, start)) - first_month + 1, 1)
    start = np.where(bill > 0, calendar.starts[month], start)
    end = np.where(bill < bills - 1, calendar.starts[month + 1] - 1, end)
    line_start = lines.day
    is_accommodation = lines.units > 1
    line_end = np.where(is_accommodation, np.minimum(encounters.end[lines.encounter], end[line_claim]), line_start)
    claims = Claims(
        encounter, bill, bills, part, shape, payer[at], facility, clinician, np.empty(0), start, end,
        line_claim, lines.encounter, np.arange(len(line_claim)) - at[line_claim] + 1, lines.service, lines.units,
        line_start, line_end,
    )  # fmt: skip
    key = care.people.key[encounters.person[encounter]]
    in_network = care.streams("claims.in_network").uniform(key, claims.practice(providers.places))
    claims.is_in_network = in_network >= PARAMETERS.number["out_of_network_share"]
    claims.versions = rule(
        "claims", (key, claims.number(encounters)), _claim_types()[shape], claims.plan,
        claims.is_in_network, end, care.streams,
    )  # fmt: skip
    return claims


def _payer(
    encounters: Encounters, which: np.ndarray, lines: Services, day: np.ndarray, coverage: Coverage, calendar: Calendar
) -> np.ndarray:
    """Plan that pays for each line on a day if it is billed with the encounter `which`; UNINSURED for none.

    It is the person's first plan, but for what one type of payer alone covers: there it is the plan of that payer.
    """
    plan = coverage.at(encounters.person[which], day, calendar)
    payer_types = PARAMETERS.claim_shape.payer_type.to_numpy(object)
    for payer_type in sorted(set(payer_types) - {""}):
        only = np.flatnonzero((payer_types == payer_type)[_shapes(encounters.template[which], lines.part)])
        plan[only] = coverage.of_payer(payer_type)[encounters.person[which[only]], calendar.month_of(day[only])]
    return plan


def bill_drugs(care: Care, courses: Courses, fills: Fills, coverage: Coverage) -> DrugClaims:
    """Claims for all fills of people whose plan pays for drugs on that day."""
    person = courses.person[fills.course]
    plan = coverage.at(person, fills.day, care.calendar)
    keep = np.flatnonzero((plan != UNINSURED) & coverage.has_drug_plan[person, plan])
    course, nth, plan, person = fills.course[keep], fills.number[keep], plan[keep], person[keep]
    number = courses.number[course] * FILLS_MOST + nth
    drugs = DrugClaims(
        course, nth, person, plan, courses.drug[course], fills.day[keep], fills.days_supply[keep],
        fills.is_mail[keep], number,
    )  # fmt: skip
    everywhere = np.ones(len(keep), dtype=bool)
    key = (care.people.key[person], number)
    drugs.versions = rule("fills", key, np.full(len(keep), PHARMACY), plan, everywhere, drugs.day, care.streams)
    return drugs


def _shapes(template: np.ndarray, part: np.ndarray) -> np.ndarray:
    found = _shape_rows()[template, part]
    if (found < 0).any():
        at = (found < 0).argmax()
        raise KeyError(f"claim_shape.csv lacks template {TEMPLATES.names[template[at]]}, part {PARTS[part[at]]}")
    return found


@cache
def _shape_rows() -> np.ndarray:
    """Row of the claim_shape table by template and part, -1 for none; a template may be billed like another one."""
    table = PARAMETERS.claim_shape
    row = np.full((len(TEMPLATES.names), len(PARTS)), -1)
    row[TEMPLATES.code(table.template), [PARTS.index(p) for p in table.claim_part]] = np.arange(len(table))
    for code, like in enumerate(template_fact("like")):
        if like:
            row[code] = np.where(row[code] < 0, row[TEMPLATES.code(like)], row[code])
    return row
