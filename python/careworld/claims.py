"""Billing: which services become which claims, at what price, paid by whom and when.

A claim is what one biller asks for one encounter: services with the same encounter and part. Amounts
are integer cents throughout, so that lines add up to their header exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from careworld.calendar import year_of
from careworld.coverage import UNINSURED, Coverage
from careworld.diagnoses import Diagnoses
from careworld.encounters import TEMPLATES, Care, Encounters, template_fact
from careworld.parameters import PARAMETERS
from careworld.places import Places
from careworld.services import PARTS, Services

_HOSPITAL_STAY_BILL, _NURSING_BILL = "111", "211"

AMOUNTS = ("charge", "allowed", "paid", "deductible", "copayment", "coinsurance")


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
    start: np.ndarray
    end: np.ndarray
    received: np.ndarray
    paid: np.ndarray
    line_claim: np.ndarray  # position of the header
    line_encounter: np.ndarray  # position in Encounters
    line_number: np.ndarray
    line_service: np.ndarray  # row of the service table
    line_units: np.ndarray
    line_start: np.ndarray
    line_end: np.ndarray
    amounts: dict[str, np.ndarray]  # cents by line

    def header_amounts(self) -> dict[str, np.ndarray]:
        """Cents by claim."""
        return {
            name: np.bincount(self.line_claim, weights=cents, minlength=len(self.encounter)).astype(np.int64)
            for name, cents in self.amounts.items()
        }


class Providers:
    """Who treats whom at which encounter, for both recordings."""

    def __init__(self, care: Care, encounters: Encounters, drg: np.ndarray, places: Places):
        self.care, self.encounters, self.places = care, encounters, places
        self.community = care.people.community[encounters.person]
        self.key = care.people.key[encounters.person]
        mdc = PARAMETERS.ms_drg.set_index("ms_drg").mdc.reindex(drg).fillna("").to_numpy(object)
        surgeons = PARAMETERS.surgeon_role.set_index("mdc").role
        self.surgeon = surgeons.reindex(mdc).fillna("general_surgery").to_numpy(object)

    def of_roles(self, which: np.ndarray, role: np.ndarray) -> np.ndarray:
        """Provider index per encounter and role name."""
        provider = np.full(len(which), -1)
        role = np.where(role == "surgeon", self.surgeon[which], role)
        code, names = pd.factorize(role)
        for number, name in enumerate(names):
            if not name:
                continue
            at = np.flatnonzero(code == number)
            e = which[at]
            provider[at] = self.places.provider_of(name, self.community[e], self.key[e], self.encounters.event[e])
        return provider

    def site(self, which: np.ndarray) -> np.ndarray:
        """Facility at which each encounter takes place, -1 for offices."""
        return self.of_roles(which, template_fact("site_role")[self.encounters.template[which]])


def bill(
    care: Care,
    encounters: Encounters,
    diagnoses: Diagnoses,
    drg: np.ndarray,
    services: Services,
    coverage: Coverage,
    providers: Providers,
) -> Claims:
    """Claims for all encounters that fall into a span of coverage and have a diagnosis."""
    calendar = care.calendar
    plan = coverage.at(encounters.person, encounters.start, calendar)
    has_code = np.zeros(len(encounters), dtype=bool)
    has_code[diagnoses.encounter] = True
    lines = services.take(np.flatnonzero((plan != UNINSURED)[services.encounter]))
    # A claim bills the services of one part for one encounter, for all that an encounter leads (a period of
    # visits at home), or for one month of a long stay.
    lead = encounters.leads()[lines.encounter]
    is_billable = has_code[lead]
    lines, lead = lines.take(np.flatnonzero(is_billable)), lead[is_billable]
    is_monthly = (template_fact("bill_period") == "month")[encounters.template[lead]]
    is_monthly &= lines.part == PARTS.index("facility")
    month = np.where(is_monthly, calendar.month_of(lines.day), 0)
    day = np.where(is_monthly, np.maximum(encounters.start[lead], calendar.starts[month]), encounters.start[lead])
    payer = coverage.at(encounters.person[lead], day, calendar)
    covered = payer != UNINSURED
    lines, lead, month, payer = lines.take(np.flatnonzero(covered)), lead[covered], month[covered], payer[covered]
    order = np.lexsort((lines.service, lines.day, lines.encounter, month, lines.part, lead))
    lines, lead, month, payer = lines.take(order), lead[order], month[order], payer[order]
    is_monthly = is_monthly[covered][order]
    of_part = lead * len(PARTS) + lines.part
    new_part = np.r_[True, of_part[1:] != of_part[:-1]][: len(of_part)]
    first = new_part | np.r_[True, month[1:] != month[:-1]][: len(month)]
    line_claim = np.cumsum(first) - 1
    at = np.flatnonzero(first)
    encounter, part, month = lead[at], lines.part[at], month[at]
    shape = _shapes(encounters.template[encounter], part)
    shapes = PARAMETERS.claim_shape
    role = shapes.clinician_role.to_numpy(object)[shape]
    facility_role = shapes.facility_role.to_numpy(object)[shape]
    site_role = template_fact("site_role")[encounters.template[encounter]]
    facility_role = np.where(facility_role == "site", site_role, facility_role)
    # A laboratory bills for itself; everybody else's bill names the clinician in charge.
    by_itself = (facility_role != "") & (shapes.claim_type == "professional").to_numpy()[shape]
    in_charge = np.where((role == "") & ~by_itself, encounters.role[encounter], role)
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
    received, paid = _payment_days(care, encounters, encounter, part, end)
    claims = Claims(
        encounter, bill, bills, part, shape, payer[at], facility, clinician, start, end, received, paid,
        line_claim, lines.encounter, np.arange(len(line_claim)) - at[line_claim] + 1, lines.service, lines.units,
        line_start, line_end, {},
    )  # fmt: skip
    claims.amounts = _amounts(care, encounters, drg, claims)
    return claims


def _shapes(template: np.ndarray, part: np.ndarray) -> np.ndarray:
    table = PARAMETERS.claim_shape
    row = np.full((len(TEMPLATES.names), len(PARTS)), -1)
    row[TEMPLATES.code(table.template), [PARTS.index(p) for p in table.claim_part]] = np.arange(len(table))
    for code, like in enumerate(template_fact("like")):
        if like:
            row[code] = np.where(row[code] < 0, row[TEMPLATES.code(like)], row[code])
    found = row[template, part]
    if (found < 0).any():
        at = (found < 0).argmax()
        raise KeyError(f"claim_shape.csv lacks template {TEMPLATES.names[template[at]]}, part {PARTS[part[at]]}")
    return found


def _payment_days(care: Care, encounters: Encounters, encounter, part, end) -> tuple[np.ndarray, np.ndarray]:
    number = PARAMETERS.number
    keys = (care.people.key[encounters.person[encounter]], encounters.event[encounter], part)
    wait = number["received_mean_days"] * care.streams("claims.received").lognormal(number["received_sigma"], *keys)
    received = end + 1 + np.floor(wait).astype(np.int64).clip(0, 300)
    wait = number["adjudication_mean_days"] * care.streams("claims.paid").lognormal(number["adjudication_sigma"], *keys)
    return received, received + 2 + np.floor(wait).astype(np.int64).clip(0, 300)


def _amounts(care: Care, encounters: Encounters, drg: np.ndarray, claims: Claims) -> dict[str, np.ndarray]:
    """Charge, allowed and who pays it, in cents by line."""
    number, shapes, plans, services = (
        PARAMETERS.number, PARAMETERS.claim_shape, PARAMETERS.plan, PARAMETERS.service,
    )  # fmt: skip
    at = claims.line_claim
    encounter = claims.encounter[at]
    person_key = care.people.key[encounters.person[encounter]]
    price = services.price.to_numpy(float)[claims.line_service]
    charge_ratio = services.charge_ratio.to_numpy(float)[claims.line_service]
    is_facility = (shapes.claim_type == "institutional").to_numpy()[claims.shape]
    ratio = np.where(
        is_facility,
        plans.facility_price_ratio.to_numpy(float)[claims.plan],
        plans.professional_price_ratio.to_numpy(float)[claims.plan],
    )
    biller = np.where(claims.facility >= 0, claims.facility, claims.clinician)
    biller_ratio = care.streams("claims.provider_price").lognormal(number["provider_price_sigma"], biller)
    person_ratio = care.streams("claims.person_price").lognormal(number["person_price_sigma"], person_key)
    line_ratio = care.streams("claims.line_price").lognormal(
        number["line_price_sigma"], person_key, encounters.event[encounter], claims.line_service
    )
    charge = price * charge_ratio * biller_ratio[at] * person_ratio * claims.line_units
    allowed = price * (ratio * biller_ratio)[at] * line_ratio * claims.line_units
    charge, allowed = _case_rates(care, encounters, drg, claims, ratio, charge, allowed)
    allowed = np.rint(allowed * 100).astype(np.int64)
    charge = np.maximum(np.rint(charge * 100).astype(np.int64), allowed)
    return {"charge": charge, "allowed": allowed} | _shares(care, encounters, claims, allowed)


def _case_rates(care: Care, encounters: Encounters, drg: np.ndarray, claims: Claims, ratio, charge, allowed):
    """Stays are paid as a whole: by DRG weight in hospitals, by the day in nursing facilities. The payment is
    spread over the lines in proportion to their charges."""
    number = PARAMETERS.number
    bill = PARAMETERS.claim_shape.bill_type_code.to_numpy(object)[claims.shape]
    weight = PARAMETERS.ms_drg.set_index("ms_drg").relative_weight.astype(float)
    weight = weight.reindex(drg[claims.encounter]).fillna(1.0).to_numpy()
    days = np.maximum(claims.end - claims.start, 1)
    keys = (care.people.key[encounters.person[claims.encounter]], encounters.event[claims.encounter])
    spread = care.streams("claims.stay_cost").lognormal(number["stay_cost_sigma"], *keys)
    is_fixed = PARAMETERS.plan.payer.eq("Medicare").to_numpy()[claims.plan]
    payment = number["inpatient_base_rate"] * weight * ratio * np.where(is_fixed, 1.0, spread)
    payment = np.where(bill == _NURSING_BILL, number["skilled_nursing_day_rate"] * days * ratio, payment)
    is_case = np.isin(bill.astype(str), (_HOSPITAL_STAY_BILL, _NURSING_BILL))
    total = np.bincount(claims.line_claim, weights=charge, minlength=len(is_case))
    markup = number["inpatient_charge_ratio"] * care.streams("claims.stay_charge").lognormal(
        number["inpatient_charge_sigma"], *keys
    )
    # Charges follow the hospital's price list and the length of stay, but never fall below the payment.
    wanted = np.maximum(total, 1.15 * payment)
    wanted = np.where(bill == _HOSPITAL_STAY_BILL, np.sqrt(wanted * np.maximum(wanted, payment * markup)), wanted)
    at = claims.line_claim
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(total > 0, wanted / total, 0)[at]
        part = np.where(total > 0, payment / np.maximum(total, 1e-9), 0)[at]
    in_case = is_case[at]
    return np.where(in_case, charge * scale, charge), np.where(in_case, charge * part, allowed)


def _shares(care: Care, encounters: Encounters, claims: Claims, allowed: np.ndarray) -> dict[str, np.ndarray]:
    """Deductible, copayment, coinsurance and payment by line. Deductible and out-of-pocket maximum
    accumulate over a person's year in a plan, in the order of service."""
    sharing, plans = PARAMETERS.cost_sharing, PARAMETERS.plan
    terms = sharing.set_index(["plan", "category"])[["copayment", "coinsurance_share", "is_deductible_applied"]]
    category = PARAMETERS.claim_shape.cost_sharing_category.to_numpy(object)[claims.shape]
    slug = plans.slug.to_numpy(object)[claims.plan]
    found = terms.reindex(pd.MultiIndex.from_arrays([slug, category])).to_numpy(float)
    at = claims.line_claim
    copay, coinsurance, applies = (found[at, i] for i in range(3))
    cents = lambda column: (plans[column].to_numpy(float) * 100).astype(np.int64)[claims.plan][at]  # noqa: E731
    person = encounters.person[claims.encounter][at]
    year = year_of(claims.start)[at]
    order = np.lexsort((claims.line_number, at, claims.start[at], year, claims.plan[at], person))
    group = (person[order] * 64 + claims.plan[at][order]) * 4096 + year[order]
    new = np.r_[True, group[1:] != group[:-1]][: len(group)]

    def used(amount: np.ndarray, limit: np.ndarray) -> np.ndarray:
        """Part of each amount that falls under a limit which the group's amounts use up in turn."""
        total = np.cumsum(amount[order])
        before_group = np.maximum.accumulate(np.where(new, total - amount[order], 0))
        total = total - before_group
        limit = limit[order]
        result = np.empty_like(amount)
        result[order] = np.minimum(total, limit) - np.minimum(total - amount[order], limit)
        return result

    deductible = used(np.where(applies > 0, allowed, 0), cents("deductible"))
    first_line = claims.line_number == 1
    rest = allowed - deductible
    copayment = np.where(first_line, np.minimum(np.rint(copay * 100).astype(np.int64), rest), 0)
    coinsured = np.rint((rest - copayment) * coinsurance).astype(np.int64)
    share = deductible + copayment + coinsured
    bearable = used(share, cents("out_of_pocket_maximum"))
    # What exceeds the maximum is forgiven: coinsurance first, then copayment, then deductible.
    excess = share - bearable
    forgiven = np.minimum(excess, coinsured)
    coinsured, excess = coinsured - forgiven, excess - forgiven
    forgiven = np.minimum(excess, copayment)
    copayment, excess = copayment - forgiven, excess - forgiven
    deductible = deductible - excess
    paid = allowed - deductible - copayment - coinsured
    return {"paid": paid, "deductible": deductible, "copayment": copayment, "coinsurance": coinsured}
