"""What claims cost and who pays: charge, allowed amount, deductible, copayment, coinsurance, payment.

Amounts are integer cents throughout, so that lines add up to their header exactly. Prices are those of
Medicare times the level of plan and setting; stays are paid as a whole. Deductible and out-of-pocket
maximum accumulate over a person's year in a plan, in the order of service, medical claims and drugs
together unless the plan has limits of its own for drugs.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from careworld.calendar import year_of
from careworld.claims import Claims, DrugClaims
from careworld.counting import starts_run
from careworld.encounters import Care, Encounters
from careworld.parameters import PARAMETERS
from careworld.prescriptions import is_specialty

AMOUNTS = ("charge", "allowed", "paid", "deductible", "copayment", "coinsurance")


def settle(care: Care, encounters: Encounters, drg: np.ndarray, claims: Claims, drugs: DrugClaims) -> None:
    """Set the amounts of medical claims by line and of drug claims, as they finally are."""
    charge, allowed = _medical_prices(care, encounters, drg, claims)
    drug_charge, drug_allowed = _drug_prices(care, drugs)
    is_denied, is_withdrawn = claims.versions.is_denied_claim, claims.versions.is_withdrawn_claim
    allowed[is_denied[claims.line_claim]] = 0
    lines = len(allowed)
    category = _codes("category", PARAMETERS.claim_shape.cost_sharing_category)[claims.shape]
    shares = _member_share(
        person=np.r_[encounters.person[claims.encounter][claims.line_claim], drugs.person],
        plan=np.r_[claims.plan[claims.line_claim], drugs.plan],
        day=np.r_[claims.start[claims.line_claim], drugs.day],
        category=np.r_[category[claims.line_claim], _drug_category(drugs)],
        opens_claim=np.r_[claims.line_number == 1, np.ones(len(drugs.plan), dtype=bool)],
        is_drug=np.arange(lines + len(drugs.plan)) >= lines,
        is_free=np.r_[is_withdrawn[claims.line_claim], drugs.versions.is_withdrawn_claim],
        allowed=np.r_[allowed, drug_allowed],
    )
    claims.amounts = {"charge": charge, "allowed": allowed} | {name: cents[:lines] for name, cents in shares.items()}
    drugs.amounts = {"charge": drug_charge, "allowed": drug_allowed} | {
        name: cents[lines:] for name, cents in shares.items()
    }


def _codes(kind: str, names) -> np.ndarray:
    """Position of names among the categories of cost sharing, or among the settings of price levels."""
    known = sorted(set(PARAMETERS.cost_sharing.category if kind == "category" else PARAMETERS.price_level.setting))
    return np.array([known.index(name) for name in names])


@cache
def _by_plan(name: str, column: str, value: str, missing: float) -> np.ndarray:
    """A parameter table of plans and something else as a matrix in the order of the plan table."""
    wide = getattr(PARAMETERS, name).pivot_table(index="plan", columns=column, values=value, sort=True)
    return wide.reindex(PARAMETERS.plan.slug).sort_index(axis=1).fillna(missing).to_numpy(float)


def _medical_prices(care: Care, encounters: Encounters, drg: np.ndarray, claims: Claims):
    """Charge and allowed amount by line, cents."""
    number, shapes, services = PARAMETERS.number, PARAMETERS.claim_shape, PARAMETERS.service
    at = claims.line_claim
    person_key = care.people.key[encounters.person[claims.encounter]]
    # Clinicians have one level of prices; facilities and long-term services have that of their kind.
    has_level = (shapes.claim_type == "institutional") | (shapes.cost_sharing_category == "long_term")
    setting = np.where(has_level, shapes.cost_sharing_category, "professional")
    setting = _codes("setting", setting)[claims.shape]
    ratio = _by_plan("price_level", "setting", "ratio", 1.0)[claims.plan, setting]
    # Fee schedules leave no room for bargains: there the spread is small.
    spread = _by_plan("price_level", "setting", "spread", 0.0)[claims.plan, setting]
    bargain = _bargain(care, claims)
    need = care.streams("claims.person_price").lognormal(number["person_price_sigma"], person_key)
    of_claim = care.streams("claims.claim_price").lognormal(
        number["claim_price_sigma"], person_key, claims.number(encounters)
    )
    price = services.price.to_numpy(float)[claims.line_service] * claims.line_units
    charge_ratio = services.charge_ratio.to_numpy(float)[claims.line_service]
    charge = price * charge_ratio * (bargain * need)[at]
    allowed = price * (ratio * (bargain * need * of_claim) ** spread)[at]
    level = ratio * bargain**spread
    charge, allowed = _case_rates(care, encounters, drg, claims, level, spread, charge, allowed)
    allowed = np.rint(allowed * 100).astype(np.int64)
    return np.maximum(np.rint(charge * 100).astype(np.int64), allowed), allowed


def _bargain(care: Care, claims: Claims) -> np.ndarray:
    """How dear the biller of each claim is against others of its kind: for all its patients, every year."""
    number = PARAMETERS.number
    is_facility = claims.facility >= 0
    biller = np.where(is_facility, claims.facility, claims.clinician)
    sigma = np.where(is_facility, number["facility_price_sigma"], number["provider_price_sigma"])
    return np.exp(sigma * care.streams("claims.provider_price").normal(biller) - sigma**2 / 2)


def _case_rates(care: Care, encounters: Encounters, drg: np.ndarray, claims: Claims, level, spread, charge, allowed):
    """Stays are paid as a whole: by DRG weight or by the day, as the rows of case_rate have it, and more where they
    are outliers. The payment is spread over the lines in proportion to their charges."""
    number, rates = PARAMETERS.number, PARAMETERS.case_rate.set_index("bill_type_prefix")
    prefix = pd.Series(PARAMETERS.claim_shape.bill_type_code).str[:2]
    rate, per = (rates[column].reindex(prefix).to_numpy()[claims.shape] for column in ("rate", "per"))
    stay = np.flatnonzero(~np.isnan(rate.astype(float)))
    by_drg = per[stay] == "drg"
    weight = PARAMETERS.ms_drg.set_index("ms_drg").relative_weight.astype(float)
    weight = weight.reindex(drg[claims.encounter[stay]]).fillna(1.0).to_numpy()
    days = np.maximum(claims.end[stay] - claims.start[stay], 1)
    keys = (care.people.key[encounters.person[claims.encounter[stay]]], claims.number(encounters)[stay])
    standard = rate[stay].astype(float) * np.where(by_drg, weight, days)
    cost = care.streams("claims.stay_cost").lognormal(number["stay_cost_sigma"], *keys)
    payment = standard * level[stay] * cost ** spread[stay]
    total = np.bincount(claims.line_claim, weights=charge, minlength=len(rate))[stay]
    # Charges follow what was done, day by day, and what is usual for the DRG.
    power = number["inpatient_charge_lines_power"]
    usual = standard * number["inpatient_charge_ratio"]
    dear = care.streams("claims.stay_charge").lognormal(number["inpatient_charge_sigma"], *keys)
    wanted = np.where(by_drg, total**power * usual ** (1 - power) * dear, total)
    payment += np.where(by_drg, outlier_payment(claims.plan[stay], wanted, payment), 0)
    wanted = np.maximum(wanted, 1.15 * payment)  # nobody pays more than is charged
    scale, part = np.ones(len(rate)), np.zeros(len(rate))
    scale[stay] = wanted / np.maximum(total, 0.01)
    part[stay] = payment / np.maximum(total, 0.01)
    is_stay = np.zeros(len(rate), dtype=bool)
    is_stay[stay] = True
    at = claims.line_claim
    return charge * scale[at], np.where(is_stay[at], charge * part[at], allowed)


def outlier_payment(plan: np.ndarray, charge: np.ndarray, payment: np.ndarray) -> np.ndarray:
    """What a plan pays beyond the case rate for stays whose cost is far beyond it, dollars.

    `plan` holds rows of the plan table, `charge` and `payment` dollars. By the rows of outlier.csv the cost is a
    share of the charge, and a share of what it exceeds a threshold by is paid; some payers first take off the rate.
    """
    terms = PARAMETERS.outlier.set_index("payer_type").reindex(PARAMETERS.plan.payer_type)
    of_plan = terms[["cost_share", "is_beyond_rate", "threshold", "paid_share"]].to_numpy(float)
    cost_share, is_beyond, threshold, paid_share = of_plan[plan].T
    return paid_share * np.maximum(charge * cost_share - is_beyond * payment - threshold, 0)


def _drug_prices(care: Care, drugs: DrugClaims) -> tuple[np.ndarray, np.ndarray]:
    """Charge and allowed amount of each fill, cents."""
    number = PARAMETERS.number
    price = PARAMETERS.drug.price_per_30_days.to_numpy(float)[drugs.drug] * drugs.days_supply / 30
    level = _by_plan("price_level", "setting", "ratio", 1.0)[drugs.plan, _codes("setting", ["pharmacy"])[0]]
    key = care.people.key[drugs.person]
    spread = care.streams("claims.drug_price").lognormal(number["drug_price_sigma"], key, drugs.drug)
    allowed = np.rint(price * level * spread * 100).astype(np.int64)
    allowed[drugs.versions.is_denied_claim] = 0
    charge = np.rint(price * spread * number["pharmacy_charge_ratio"] * 100).astype(np.int64)
    return np.maximum(charge, allowed), allowed


def _drug_category(drugs: DrugClaims) -> np.ndarray:
    """Tier of each fill as a category of cost sharing."""
    table = PARAMETERS.drug
    brand = table.is_brand.to_numpy(bool)
    tier = np.where(is_specialty(), "pharmacy_specialty", np.where(brand, "pharmacy_brand", "pharmacy"))
    return _codes("category", tier)[drugs.drug]


@cache
def _limits(name: str) -> np.ndarray:
    """A yearly limit, cents: first those of all care by plan, then those that some plans have for drugs alone."""
    plans = PARAMETERS.plan
    return np.stack([plans[column].to_numpy(float) for column in (name, f"drug_{name}")]).astype(np.int64) * 100


def _member_share(person, plan, day, category, opens_claim, is_drug, is_free, allowed) -> dict[str, np.ndarray]:
    """Deductible, copayment, coinsurance and payment, cents, for lines and fills in one."""
    plans = PARAMETERS.plan
    copay, rate, applies = (
        _by_plan("cost_sharing", "category", column, 0.0)[plan, category]
        for column in ("copayment", "coinsurance_share", "is_deductible_applied")
    )
    apart = plans.has_drug_limits.to_numpy(bool)[plan] & is_drug
    limits = {name: _limits(name)[apart.astype(np.int64), plan] for name in ("deductible", "out_of_pocket_maximum")}
    year = year_of(day)
    group = ((person * len(plans) + plan) * 2 + apart) * 256 + (year - year.min() if len(year) else year)
    order = np.argsort(group * (1 << 20) + day, kind="stable")
    sorted_group = group[order]
    new = starts_run(sorted_group)

    def used(amount: np.ndarray, limit: np.ndarray) -> np.ndarray:
        """Part of each amount that falls under a limit which the group's amounts use up in turn."""
        mine, most = amount[order], limit[order]
        total = np.cumsum(mine)
        before = total - mine
        of_others = np.maximum.accumulate(np.where(new, before, 0))
        result = np.empty_like(amount)
        result[order] = np.minimum(total - of_others, most) - np.minimum(before - of_others, most)
        return result

    owed = np.where(is_free, 0, allowed)
    deductible = used(np.where(applies > 0, owed, 0), limits["deductible"])
    rest = owed - deductible
    copayment = np.where(opens_claim, np.minimum(np.rint(copay * 100).astype(np.int64), rest), 0)
    coinsured = np.rint((rest - copayment) * rate).astype(np.int64)
    share = deductible + copayment + coinsured
    # What exceeds the maximum is forgiven: coinsurance first, then copayment, then deductible.
    excess = share - used(share, limits["out_of_pocket_maximum"])
    forgiven = np.minimum(excess, coinsured)
    coinsured, excess = coinsured - forgiven, excess - forgiven
    forgiven = np.minimum(excess, copayment)
    copayment, excess = copayment - forgiven, excess - forgiven
    deductible = deductible - excess
    paid = allowed - deductible - copayment - coinsured
    return {"paid": paid, "deductible": deductible, "copayment": copayment, "coinsurance": coinsured}
