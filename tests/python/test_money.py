"""Cost sharing, by hand on tiny claims; rulings, in the long run, as the tables say."""

from __future__ import annotations

import numpy as np
import pytest

from careworld.adjudication import CLAIM_TYPES, DENIED, ORIGINAL, PAID, REPLACEMENT, VOID, rule
from careworld.money import _codes, _member_share, outlier_payment
from careworld.parameters import PARAMETERS
from careworld.rng import Streams


def share(plan: str, lines: list[tuple]) -> dict[str, np.ndarray]:
    """Cost sharing in dollars of lines (day, category, opens a claim, is a drug, allowed dollars) of one person."""
    day, category, opens, is_drug, allowed = (np.array(column) for column in zip(*lines, strict=True))
    n = len(lines)
    cents = _member_share(
        np.zeros(n, dtype=np.int64), np.full(n, list(PARAMETERS.plan.slug).index(plan)), day,
        _codes("category", category), opens, is_drug, np.zeros(n, dtype=bool), allowed.astype(np.int64) * 100,
    )  # fmt: skip
    return {name: values / 100 for name, values in cents.items()}


def terms(plan: str, category: str):
    """The cost sharing row of a plan and category, and the plan's."""
    table = PARAMETERS.cost_sharing
    row = table[(table.plan == plan) & (table.category == category)].iloc[0]
    return row, PARAMETERS.plan.set_index("slug").loc[plan]


def test_deductible_comes_first_then_coinsurance_then_the_maximum():
    row, plan = terms("harborview_hdhp", "inpatient")
    found = share(
        "harborview_hdhp", [(19000, "inpatient", True, False, 1000), (19010, "inpatient", True, False, 10**6)]
    )
    assert found["deductible"].tolist() == [min(1000, plan.deductible), plan.deductible - min(1000, plan.deductible)]
    member = found["deductible"] + found["copayment"] + found["coinsurance"]
    assert member.sum() == plan.out_of_pocket_maximum
    assert found["paid"].sum() == 1000 + 10**6 - plan.out_of_pocket_maximum
    assert row.is_deductible_applied == 1


def test_drugs_use_up_the_same_deductible_in_the_order_of_service_and_not_in_medicare():
    lines = [(19010, "outpatient", True, False, 5000), (19000, "pharmacy_specialty", True, True, 2000)]
    _, plan = terms("harborview_hdhp", "pharmacy_specialty")
    found = share("harborview_hdhp", lines)
    assert found["deductible"][1] == min(2000, plan.deductible), "the fill came first"
    assert found["deductible"].sum() == plan.deductible
    _, medicare = terms("medicare_ffs", "outpatient")
    found = share("medicare_ffs", lines)
    assert found["deductible"].tolist() == [medicare.deductible, medicare.drug_deductible]


def test_a_year_begins_anew():
    _, plan = terms("meridian_ppo", "inpatient")
    found = share("meridian_ppo", [(day, "inpatient", True, False, 10**5) for day in (19357, 19358)])  # New Year 2023
    assert found["deductible"].tolist() == [plan.deductible, plan.deductible]


def test_a_copayment_is_paid_once_a_claim_and_never_more_than_the_price():
    row, _ = terms("meridian_ppo", "office")
    found = share("meridian_ppo", [(19000, "office", True, False, 100), (19000, "office", False, False, 50),
                                   (19001, "office", True, False, 5)])  # fmt: skip
    assert found["copayment"].tolist() == [row.copayment, 0, 5]
    assert found["paid"].tolist() == [100 - row.copayment, 50, 0]


def outlier(plan: str, charge: float, payment: float) -> float:
    """Dollars that a plan pays beyond the rate of one stay."""
    row = list(PARAMETERS.plan.slug).index(plan)
    return outlier_payment(np.array([row]), np.array([charge]), np.array([payment]))[0]


def test_medicare_shares_the_cost_beyond_the_rate_and_the_fixed_loss():
    terms = PARAMETERS.outlier.set_index("payer_type").loc["medicare"]
    rate, beyond = 15_000.0, 20_000.0
    charge = (rate + terms.threshold + beyond) / terms.cost_share
    assert outlier("medicare_ffs", charge, rate) == pytest.approx(0.8 * beyond)
    assert outlier("medicare_ffs", (rate + terms.threshold) / terms.cost_share, rate) == pytest.approx(0)
    assert outlier("medicare_ffs", charge, rate) > outlier("medicare_ffs", charge, 2 * rate), "a higher rate pays more"


def test_commercial_plans_stop_the_loss_of_a_hospital_by_its_charges():
    terms = PARAMETERS.outlier.set_index("payer_type").loc["commercial"]
    for rate in (10_000.0, 50_000.0):
        assert outlier("meridian_ppo", terms.threshold + 1000, rate) == pytest.approx(1000 * terms.paid_share)
    assert outlier("meridian_ppo", terms.threshold - 1, 10_000.0) == 0


def test_every_payer_of_stays_has_terms_for_outliers():
    assert set(PARAMETERS.outlier.payer_type) == set(PARAMETERS.plan.payer_type)
    assert not PARAMETERS.outlier.payer_type.duplicated().any()


@pytest.fixture(scope="module")
def rulings():
    """A hundred thousand professional claims of commercial plans, all in the network."""
    n = 100_000
    key = (np.arange(n), np.ones(n, dtype=np.int64))
    end = np.full(n, 19000)
    plan = np.zeros(n, dtype=np.int64)
    claim_type = np.full(n, CLAIM_TYPES.index("professional"))
    return rule("claims", key, claim_type, plan, np.ones(n, dtype=bool), end, Streams(4))


def test_rulings_follow_the_table(rulings):
    table = PARAMETERS.claim_outcome.set_index(["claim_type", "payer_type"]).loc[("professional", "commercial")]
    first = rulings.kind == ORIGINAL
    assert (rulings.status[first] == DENIED).mean() == pytest.approx(table.denied_share, abs=0.004)
    lasting = table.denied_share * (1 - table.corrected_share - table.rebilled_share - table.appealed_share)
    assert rulings.is_denied_claim.mean() == pytest.approx(lasting, abs=0.003)
    assert rulings.is_withdrawn_claim.mean() == pytest.approx(table.withdrawn_share, abs=0.001)
    assert (rulings.kind == VOID).sum() / first.sum() == pytest.approx(
        table.adjusted_share + table.withdrawn_share, abs=0.002
    )


def test_lags_of_professional_claims_are_those_of_a_mixed_book(rulings):
    final = rulings.is_final & (rulings.status == PAID)
    lag = rulings.paid[final] - 19000
    assert 12 <= np.median(lag) <= 35
    assert 0.45 < (lag <= 30).mean() < 0.75
    assert 0.87 < (lag <= 90).mean() < 0.985
    assert (rulings.received > 19000).all()
    assert (rulings.paid >= rulings.received).all()


def test_versions_of_a_claim_net_to_the_final_amounts(rulings):
    lines = np.repeat(np.arange(len(rulings.is_denied_claim)), 2)
    version, line = rulings.lines(lines, len(rulings.is_denied_claim))
    allowed = np.where(rulings.is_denied_claim[lines], 0, 7777)
    final = {"charge": np.full(len(lines), 9999), "allowed": allowed, "deductible": allowed // 7,
             "copayment": allowed // 11, "coinsurance": allowed // 13}  # fmt: skip
    final["paid"] = allowed - final["deductible"] - final["copayment"] - final["coinsurance"]
    cents = rulings.amounts(final, version, line)
    owed = cents["paid"] + cents["deductible"] + cents["copayment"] + cents["coinsurance"]
    assert (owed == cents["allowed"]).all()
    stays = np.isin(rulings.kind, (VOID, REPLACEMENT)) & (rulings.adjustment > 0)
    assert stays.sum() > 5000
    net = np.bincount(line, weights=cents["allowed"], minlength=len(lines))
    assert (net == np.where(rulings.is_withdrawn_claim[lines], 0, allowed)).all()


def test_every_plan_has_terms_and_prices_for_all_that_is_billed():
    plans, shapes = PARAMETERS.plan, PARAMETERS.claim_shape
    own_level = (shapes.claim_type == "institutional") | (shapes.cost_sharing_category == "long_term")
    drugs = {"pharmacy", "pharmacy_brand", "pharmacy_specialty"}
    for table, column in (("cost_sharing", "category"), ("price_level", "setting")):
        rows = getattr(PARAMETERS, table)
        assert not rows.duplicated(["plan", column]).any()
        have = set(zip(rows.plan, rows[column], strict=True))
        for plan in plans.itertuples():
            # What stands beside Medicare is billed only what its kind of payer alone covers.
            is_first = plan.line != "supplement"
            billed = (shapes.payer_type == plan.payer_type) | ((shapes.payer_type == "") & is_first)
            wanted = set(shapes.cost_sharing_category[billed & (own_level | (column == "category"))])
            wanted |= (drugs if column == "category" else {"professional", "pharmacy"}) if is_first else set()
            assert {(plan.slug, name) for name in wanted} <= have, (table, plan.slug)


@pytest.mark.parametrize("name", ["claim_outcome", "claim_lag"])
def test_every_payer_rules_on_every_type_of_claim(name: str):
    table = getattr(PARAMETERS, name)
    have = set(zip(table.claim_type, table.payer_type, strict=True))
    kinds = ("professional", "institutional", "pharmacy")
    assert have == {(kind, payer) for kind in kinds for payer in set(PARAMETERS.plan.payer_type)}
    assert len(table) == len(have)


def test_what_follows_a_denial_is_not_more_than_the_denied():
    table = PARAMETERS.claim_outcome
    assert ((table.corrected_share + table.rebilled_share + table.appealed_share) < 1).all()
    assert (PARAMETERS.dual_status.share.sum()) == pytest.approx(1)
