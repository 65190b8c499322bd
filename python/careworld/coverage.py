"""Who is insured by whom, month by month, and the spans that this makes.

Every policy holder moves through the market: holders leave their plan at their line's own pace and
draw the next one in proportion to share x pace, which keeps the shares of the parameter table for
ever. Families follow their holder, computed from the holder's key alone. On top of that comes what
belongs to the person: disability, kidney failure, pregnancy, birth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from careworld.calendar import Calendar, age_in_years, month_of_year
from careworld.disease import Illness
from careworld.families import CHILD, SPOUSE
from careworld.parameters import PARAMETERS, rows
from careworld.people import People
from careworld.pregnancy import Pregnancies
from careworld.rng import Streams
from careworld.spec import Payers, Spec

UNINSURED = -1
_GROWN, _INDEPENDENT, _AGED = 19, 26, 65
# Social Security pays for disability of one's own from this age on; before, Medicaid takes over.
_WORKED = 20
_LEAST_FRAILTY = 0.02


@dataclass
class Coverage:
    """Plan of each person in each month (a row of the plan table, UNINSURED for none), and its spans."""

    plan: np.ndarray  # int16, people x months
    second: np.ndarray  # int16, people x months: what stands beside Medicare, UNINSURED for none
    on_family_policy: np.ndarray  # bool, people x months: the plan is that of the policy holder
    is_disabled: np.ndarray  # bool, people x months: receives disability benefits, or did before 65
    is_pregnant: np.ndarray  # bool, people x months: in the months for which Medicaid takes pregnant women
    span_person: np.ndarray
    span_plan: np.ndarray
    span_start: np.ndarray  # day
    span_end: np.ndarray  # day
    dual_status: np.ndarray  # row of the dual_status table by person, where dual; -1 for none
    has_drug_plan: np.ndarray  # bool, people x plans

    def at(self, person: np.ndarray, day: np.ndarray, calendar: Calendar) -> np.ndarray:
        """Plan that covers each person on each day, UNINSURED for none; supplements are second and not asked."""
        return self.plan[person, calendar.month_of(day)].astype(np.int64)

    def of_payer(self, payer_type: str) -> np.ndarray:
        """Plan of one payer type, first or second, that each person has in each month: people x months, int64,
        UNINSURED where there is none."""
        # The last one, which is also UNINSURED, is of no type.
        is_of_type = np.append(PARAMETERS.plan.payer_type.eq(payer_type).to_numpy(), False)
        second = np.where(is_of_type[self.second], self.second, UNINSURED)
        return np.where(is_of_type[self.plan], self.plan, second).astype(np.int64)


class Market:
    """The coverage tables as arrays: options are the plans and, last, no coverage."""

    def __init__(self, payers: Payers):
        plans = PARAMETERS.plan
        self.uninsured = len(plans)
        self.lines = np.array([*plans.line, "uninsured"], dtype=object)
        options = {slug: i for i, slug in enumerate([*plans.slug, "uninsured"])}
        change = PARAMETERS.coverage_change.set_index("line").reindex(self.lines).fillna(0)
        types = [*plans.payer_type, "uninsured"]
        self.weight = {name: getattr(payers, name) for name in set(types)}
        share = PARAMETERS.coverage_share
        self.bands = sorted({(row.min_age, row.max_age) for row in rows(share)})
        self.share = np.zeros((len(self.bands), len(options)))
        for row in rows(share):
            self.share[self.bands.index((row.min_age, row.max_age)), options[row.plan]] = row.share
        self.share *= np.array([self.weight[name] for name in types])
        # A spec that removes every line of an age band leaves its people uninsured.
        self.share[self.share.sum(axis=1) == 0, self.uninsured] = 1
        self.pace = change.changes_per_month.to_numpy(float)
        self.december = change.december_ratio.to_numpy(float)
        self.is_medicare = self.lines == "medicare"
        self.is_family = np.isin(self.lines, ("employer", "direct", "tricare"))
        self.medicaid, self.fee_for_service, self.advantage = (
            options[slug] for slug in ("medicaid_managed", "medicare_ffs", "medicare_advantage")
        )
        self.dual = np.arange(len(options))
        for plain in ("medicare_ffs", "medicare_advantage"):
            self.dual[options[plain]] = options[plain.replace("_ffs", "") + "_dual"]
        pregnant = PARAMETERS.pregnancy_coverage.set_index("line").medicaid_share.reindex(self.lines).fillna(0)
        self.pregnant_medicaid = pregnant.to_numpy(float)
        children = PARAMETERS.child_coverage.set_index("family_line").reindex(self.lines).fillna(0)
        medicaid = children.medicaid_share.to_numpy(float) * self.weight["medicaid"]
        none = children.uninsured_share.to_numpy(float) * self.weight["uninsured"]
        family = np.where(self.is_family, 1 - children.medicaid_share - children.uninsured_share, 0)
        total = medicaid + none + family
        self.child_medicaid = np.divide(medicaid, total, out=np.zeros_like(total), where=total > 0)
        self.child_family = np.divide(family, total, out=np.zeros_like(total), where=total > 0)

    def band(self, age: np.ndarray) -> np.ndarray:
        """Row of `share` for ages in years."""
        return np.searchsorted([low for low, _ in self.bands], age, side="right").clip(1) - 1

    def minor(self, policy: np.ndarray, chance: np.ndarray) -> np.ndarray:
        """Option of minors by that of the family: its policy, Medicaid or nothing. `chance` is uniform."""
        takes = chance < self.child_medicaid[policy]
        none = ~takes & (chance >= self.child_medicaid[policy] + self.child_family[policy])
        return np.where(takes, self.medicaid, np.where(none, self.uninsured, policy))

    def walk(self, key: np.ndarray, birth: np.ndarray, calendar: Calendar, streams: Streams) -> np.ndarray:
        """Option of each holder in each month, int16 holders x months, from their keys and births alone."""
        states = np.empty((len(key), calendar.months), dtype=np.int16)
        state = streams("coverage.start").choice_rows(
            self.share[self.band(age_in_years(birth, calendar.first_day))], key
        )
        for month in range(calendar.months):
            first = calendar.starts[month]
            age = age_in_years(birth, first)
            # A change that takes effect in January left in December.
            in_december = month_of_year(first) == 1
            pace = self.pace * np.where(in_december, self.december, (12 - self.december) / 11)
            share = self.share[self.band(age)]
            turns = (age >= _AGED) & (age_in_years(birth, calendar.month_start(month - 1)) < _AGED)
            leaves = ((streams("coverage.leaves").uniform(key, month) < pace[state]) | turns) & (month > 0)
            who = np.flatnonzero(leaves)
            weight = np.where(turns[who, None], share[who], share[who] * self.pace)
            state[who] = streams("coverage.next").choice_rows(weight, key[who], month)
            states[:, month] = state
        return states

    def lapses(self, household: np.ndarray, calendar: Calendar, streams: Streams) -> np.ndarray:
        """Months in which a household with Medicaid goes without for a missed renewal, bool."""
        leave, back = PARAMETERS.number["medicaid_lapses_per_month"], PARAMETERS.number["medicaid_returns_per_month"]
        lapsed = streams("coverage.lapse").uniform(household, -1) < leave / (leave + back)
        months = np.empty((len(household), calendar.months), dtype=bool)
        for month in range(calendar.months):
            u = streams("coverage.lapse").uniform(household, month)
            lapsed = np.where(lapsed, u >= back, u < leave)
            months[:, month] = lapsed
        return months & (self.weight["uninsured"] > 0)


@cache
def _market(payers: Payers) -> Market:
    """The market of a spec, laid out once a process."""
    return Market(payers)


def enroll(
    people: People, pregnancies: Pregnancies, illness: Illness, spec: Spec, calendar: Calendar, streams: Streams
) -> Coverage:
    """Coverage of everyone from birth or the first day to death or the last day."""
    market = _market(spec.payers)
    n, key = len(people), people.key
    own, family = _walks(people, market, calendar, streams)
    lapses = market.lapses(people.household, calendar, streams)
    is_disabled = disabled(people, illness, calendar, streams)
    program = streams("coverage.disability_program").uniform(key)
    # A household's children often keep what the parents lose.
    has_lasting_coverage = (
        streams("coverage.child_lapse").uniform(people.household) >= PARAMETERS.number["child_lapse_share"]
    )
    # Medicaid takes pregnant women, all without coverage and some with, from the third month to two after delivery.
    pregnant = pregnancies.months(n, 2, 2, calendar)
    pregnancy_chance = streams("coverage.pregnancy").uniform(key)
    # Kidney failure brings Medicare after three months of dialysis.
    kidneys = illness.active[illness.conditions.index("end_stage_kidney_disease")]
    on_dialysis = np.cumsum(kidneys, axis=1) > 3
    born = np.flatnonzero(people.mother >= 0)
    child_chance = streams("coverage.child").uniform(people.household)
    choice = PARAMETERS.medicare_choice.set_index("population")
    dual_share = choice.dual_share.to_dict()
    program_share = PARAMETERS.disability[PARAMETERS.disability.kind == "program"].set_index("term").value
    medicare_share = program_share["medicare"] * min(1, market.weight["medicare"])
    medicaid_share = program_share["medicaid"] * min(1, market.weight["medicaid"])
    prefers_advantage = streams("coverage.advantage").uniform(key) < choice.advantage_share["disabled"]
    early_medicare = np.where(prefers_advantage, market.advantage, market.fee_for_service)
    dual_chance = streams("coverage.dual").uniform(key)
    dual = np.zeros(n, dtype=bool)
    had_medicaid = np.zeros(n, dtype=bool)
    plan = np.full((n, calendar.months), market.uninsured, dtype=np.int16)
    on_policy = np.zeros((n, calendar.months), dtype=bool)
    for month in range(calendar.months):
        first = calendar.starts[month]
        age = age_in_years(people.birth, first)
        policy = family[:, month]
        has_policy = market.is_family[policy]
        is_minor = age < _GROWN
        as_spouse = (people.relation == SPOUSE) & (age < _AGED) & ~market.is_medicare[policy]
        as_child = (people.relation == CHILD) & (age < _INDEPENDENT) & has_policy
        state = np.where(as_spouse | as_child, policy, own[:, month])
        state = np.where(is_minor, market.minor(policy, child_chance), state)
        # Renewals are missed, but not by those whose benefits do not hang on their income.
        is_young = is_disabled[:, month] & (age < _AGED)
        lapsed = lapses[:, month] & (state == market.medicaid) & ~is_young & ~(is_minor & has_lasting_coverage)
        state = np.where(lapsed, market.uninsured, state)
        # What disability brings: Medicare to those who worked, Medicaid to the others.
        to_medicare = is_young & (age >= _WORKED) & (program < medicare_share)
        to_medicaid = is_young & (program > 1 - medicaid_share) & ~to_medicare
        state = np.where(to_medicaid, market.medicaid, state)
        early = (to_medicare | on_dialysis[:, month]) & ~market.is_medicare[state]
        state = np.where(early, early_medicare, state)
        qualifies = pregnant[:, month] & (pregnancy_chance < market.pregnant_medicaid[state])
        state = np.where(qualifies, market.medicaid, state)
        # Children born in these years follow what the mother has, unless it hangs on her own mother.
        follows = (is_minor | as_spouse | as_child) & (state == policy)
        of_mother = state[people.mother[born]]
        of_grandmother = (follows & (people.relation == CHILD))[people.mother[born]]
        of_mother = np.where(of_grandmother, market.uninsured, of_mother)
        kept = market.minor(of_mother, child_chance[born])
        # Newborns of mothers with Medicaid have it for a year.
        state[born] = np.where((of_mother == market.medicaid) & (age[born] < 1), market.medicaid, kept)
        follows[born] = state[born] == of_mother
        # Medicare beside Medicaid: more often the disabled, and those who had Medicaid up to 65.
        share = np.where(age < _AGED, dual_share["disabled"], dual_share["aged"])
        keeps = had_medicaid & (dual_chance < PARAMETERS.number["medicaid_to_dual_share"])
        dual |= market.is_medicare[state] & ((dual_chance < share) | keeps)
        had_medicaid = state == market.medicaid
        is_there = (people.birth < calendar.starts[month + 1]) & (people.death >= first)
        plan[:, month] = np.where(is_there, state, market.uninsured)
        on_policy[:, month] = follows & market.is_family[state] & is_there
    # Duals whose state pays the member's share have plans without one; the others only a code.
    status = streams("coverage.dual_status").choice(PARAMETERS.dual_status.share.to_numpy(float), key)
    dual &= market.weight["medicaid"] > 0
    paid = dual & (PARAMETERS.dual_status.is_member_share_paid.to_numpy(bool)[status])
    plan = np.where(paid[:, None], market.dual[plan], plan).astype(np.int16)
    plan[plan == market.uninsured] = UNINSURED
    # A policy of one's own is another span than that of the family, and Medicare for age than for disability.
    is_aged = age_in_years(people.birth[:, None], calendar.starts[:-1]) >= _AGED
    apart = on_policy | (is_aged & market.is_medicare[plan])
    dual_status = np.where(dual, status, -1)
    second = _second(people, plan, dual_status, market, calendar, streams)
    parts = _spans(people, plan, calendar, apart), _spans(people, second, calendar, is_aged)
    spans = [np.concatenate(part) for part in zip(*parts, strict=True)]
    order = np.lexsort((spans[1], spans[2], spans[0]))
    return Coverage(
        plan, second, on_policy, is_disabled, pregnant, *(part[order] for part in spans),
        dual_status, _drug_plans(key, streams),
    )  # fmt: skip


def _walks(people: People, market: Market, calendar: Calendar, streams: Streams) -> tuple[np.ndarray, np.ndarray]:
    """Where the market leads each person alone, and each person's policy holder: people x months."""
    key = np.concatenate([people.key, people.holder])
    birth = np.concatenate([people.birth, people.holder_birth])
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    states = market.walk(key[first], birth[first], calendar, streams)[which]
    return states[: len(people)], states[len(people) :]


def disabled(people: People, illness: Illness, calendar: Calendar, streams: Streams) -> np.ndarray:
    """Who receives disability benefits in which month, or did before 65: people x months.

    The odds rise with age and with what people suffer from; who is disabled once stays so. What comes
    after 65 brings no benefits any more: those beyond 65 at the start have the odds of their age alone.
    """
    table = PARAMETERS.disability
    base = table[table.kind == "base"]
    age = age_in_years(people.birth[:, None], calendar.starts[:-1]).clip(0, _AGED)
    odds = np.interp(age, base.term.astype(float), special.logit(base.value.astype(float)))
    for row in rows(table):
        if row.kind == "frailty":
            odds += row.value * np.log(people.frailty.clip(_LEAST_FRAILTY))[:, None]
        elif row.kind == "odds_ratio":
            odds += np.log(row.value) * (illness.active[illness.conditions.index(row.term)] & (age < _AGED))
    chance = special.logit(streams("coverage.disability").uniform(people.key))[:, None]
    return np.maximum.accumulate((chance < odds) & (age > 0), axis=1)


def _drug_plans(key: np.ndarray, streams: Streams) -> np.ndarray:
    """Whether people take the drug benefit of each plan, people x plans: a choice of their own in Medicare."""
    share = PARAMETERS.drug_plan.set_index("plan").drug_plan_share.reindex(PARAMETERS.plan.slug)
    without = PARAMETERS.plan.line.eq("supplement").to_numpy()
    share = np.where(without, 0, share.fillna(1).to_numpy(float))
    return streams("coverage.drug_plan").uniform(key)[:, None] < share


def _second(
    people: People, plan: np.ndarray, dual_status: np.ndarray, market: Market, calendar: Calendar, streams: Streams
) -> np.ndarray:
    """Second coverage beside Medicare, people x months: what members buy or earned, or full Medicaid.

    Each goes on as long as the Medicare plan does.
    """
    slugs = list(PARAMETERS.plan.slug)
    second = np.full_like(plan, UNINSURED)
    u = streams("coverage.supplement").uniform(people.key)[:, None]
    age = age_in_years(people.birth[:, None], calendar.starts[:-1])
    passed = np.zeros(len(slugs))
    for row in rows(PARAMETERS.supplement):
        medicare = slugs.index(row.medicare_plan)
        takes = (plan == medicare) & (age >= _AGED) & (u >= passed[medicare]) & (u < passed[medicare] + row.share)
        second[takes] = slugs.index(row.supplement)
        passed[medicare] += row.share
    # Duals with limited benefits have their premium or their share paid, and no more.
    of_status = np.array([slugs.index(slug) if slug else UNINSURED for slug in PARAMETERS.dual_status.medicaid_plan])
    medicaid = np.where(dual_status >= 0, of_status[dual_status], UNINSURED)[:, None]
    full = market.is_medicare[plan] & (medicaid != UNINSURED)
    return np.where(full, medicaid, second).astype(plan.dtype)


def _spans(people: People, plan: np.ndarray, calendar: Calendar, apart: np.ndarray | int = 0) -> tuple:
    """Runs of months in one plan, and alike in `apart`, cut to the days between birth and death."""
    run = np.where(plan == UNINSURED, UNINSURED, plan * 2 + apart)
    before = np.pad(run, ((0, 0), (1, 0)), constant_values=UNINSURED)[:, :-1]
    after = np.pad(run, ((0, 0), (0, 1)), constant_values=UNINSURED)[:, 1:]
    person, month = np.nonzero((run != before) & (run != UNINSURED))
    _, last_month = np.nonzero((run != after) & (run != UNINSURED))
    start = np.maximum(calendar.starts[month], people.birth[person])
    end = np.minimum(calendar.starts[last_month + 1] - 1, people.death[person])
    return person, plan[person, month].astype(np.int64), start, end
