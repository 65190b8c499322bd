"""How the payer rules on claims: paid, denied, corrected, adjusted, withdrawn; and when.

A claim is one bill for one encounter; what the payer's files hold are its versions. Each version has
its own claim number; a void or a replacement names the version that it puts out of force. A denied
claim may also be billed anew: that begins a chain of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from careworld.counting import nth_repeat
from careworld.parameters import PARAMETERS
from careworld.rng import Streams

CLAIM_TYPES = ("professional", "institutional", "pharmacy")
ORIGINAL, VOID, REPLACEMENT, REBILL = range(4)
ID_SUFFIXES = ("", "V", "R", "N")
FREQUENCIES = ("1", "8", "7", "1")  # last digit of the type of bill; resubmission code of a CMS-1500
PAID, DENIED, REVERSED = range(3)
STATUSES = ("paid", "denied", "reversed")
ADJUSTMENTS = ("", "corrected", "appealed", "repriced", "withdrawn")


class _Step(NamedTuple):
    kind: int
    status: int
    is_final: bool  # the last version of its chain
    amounts: int  # of the final claim: 0 none, 1 all, -1 as first priced
    adjustment: int


# What a chain can look like. The order is that of the rows of `_reached`, the last is all the rest.
_FIRST_DENIED = _Step(ORIGINAL, DENIED, False, 0, 0)
_FIRST_PAID = _Step(ORIGINAL, PAID, False, -1, 0)
_CORRECTED, _REBILLED, _APPEALED, _DENIED, _ADJUSTED, _WITHDRAWN, _CLEAN = range(7)
_PATHS = {
    _CORRECTED: (_FIRST_DENIED, _Step(REPLACEMENT, PAID, True, 1, 1)),
    _REBILLED: (_FIRST_DENIED._replace(is_final=True), _Step(REBILL, PAID, True, 1, 0)),
    _APPEALED: (_FIRST_DENIED, _Step(REPLACEMENT, PAID, True, 1, 2)),
    _DENIED: (_FIRST_DENIED._replace(is_final=True),),
    _ADJUSTED: (_FIRST_PAID, _Step(VOID, REVERSED, False, -1, 3), _Step(REPLACEMENT, PAID, True, 1, 3)),
    _WITHDRAWN: (_FIRST_PAID._replace(amounts=1), _Step(VOID, REVERSED, True, 1, 4)),
    _CLEAN: (_Step(ORIGINAL, PAID, True, 1, 0),),
}


@dataclass
class Versions:
    """Arrays of equal length, one entry per claim version, sorted by claim and time."""

    claim: np.ndarray  # position of the claim
    kind: np.ndarray  # ORIGINAL, VOID, REPLACEMENT or REBILL
    status: np.ndarray  # PAID, DENIED or REVERSED
    is_final: np.ndarray  # bool, the last version of its chain
    factor: np.ndarray  # its part of the final claim's allowed amount; 0 when denied
    adjustment: np.ndarray  # position in ADJUSTMENTS
    reason: np.ndarray  # row of the denial_reason table, -1 where not denied
    received: np.ndarray  # day
    paid: np.ndarray  # day
    is_denied_claim: np.ndarray  # bool, by claim: nothing is ever paid for it
    is_withdrawn_claim: np.ndarray  # bool, by claim: what was paid is taken back

    def lines(self, line_claim: np.ndarray, claims: int) -> tuple[np.ndarray, np.ndarray]:
        """Version of each line of each version, and which line of the claims it is. `line_claim` is sorted."""
        count = np.bincount(line_claim, minlength=claims)
        first = np.cumsum(count) - count
        of_version = np.repeat(np.arange(len(self.claim)), count[self.claim])
        return of_version, first[self.claim[of_version]] + nth_repeat(count[self.claim])

    def amounts(self, final: dict[str, np.ndarray], version: np.ndarray, line: np.ndarray) -> dict[str, np.ndarray]:
        """Cents by line of each version, from those of the final claims."""
        cents = {name: values[line] for name, values in final.items()}
        other = np.flatnonzero((self.factor[version] != 1) | (self.kind[version] == VOID))
        factor = self.factor[version[other]]
        sign = np.where(self.kind[version[other]] == VOID, -1, 1)
        paid = np.rint(cents["allowed"][other] * factor).astype(np.int64)
        cents["allowed"][other] = paid * sign
        for name in ("deductible", "copayment", "coinsurance"):
            part = np.floor(cents[name][other] * factor).astype(np.int64)
            cents[name][other] = part * sign
            paid = paid - part
        cents["paid"][other] = paid * sign
        cents["charge"][other] *= sign
        return cents


def rule(
    name: str, key: tuple[np.ndarray, np.ndarray], claim_type: np.ndarray, plan: np.ndarray,
    is_in_network: np.ndarray, end: np.ndarray, streams: Streams,
) -> Versions:  # fmt: skip
    """Versions of claims. `name` begins the names of the streams; `key` are the person's key and the claim's
    number within the person; `claim_type` is a position in CLAIM_TYPES; `end` the last day of service."""
    payers, of_plan = np.unique(PARAMETERS.plan.payer_type.to_numpy(str), return_inverse=True)
    cell = claim_type * len(payers) + of_plan[plan]
    outcome, lag = (_by_cell(table, tuple(payers.tolist())) for table in ("claim_outcome", "claim_lag"))
    of = lambda table, column: table[column][cell]  # noqa: E731
    u = streams(f"{name}.outcome").uniform(*key)
    reached = _reached(outcome)
    network_cell = is_in_network * reached.shape[2] + cell
    path = np.zeros(len(cell), dtype=np.int64)
    for share in reached.reshape(len(reached), -1):
        path += share[network_cell] <= u
    wait = of(lag, "received_mean_days") * streams(f"{name}.received").lognormal(of(lag, "received_sigma"), *key)
    received = end + of(lag, "received_least_days").astype(np.int64) + wait.clip(0, 300).astype(np.int64)
    wait = of(lag, "adjudication_mean_days") * streams(f"{name}.paid").lognormal(of(lag, "adjudication_sigma"), *key)
    paid = received + of(lag, "adjudication_least_days").astype(np.int64) + wait.clip(0, 300).astype(np.int64)
    versions = _unfold(path, received, paid)
    _later(versions, name, key, lambda column: of(lag, column), streams)
    low = PARAMETERS.number["first_price_least_ratio"]
    repriced = np.flatnonzero(versions.factor < 0)
    u = streams(f"{name}.first_price").uniform(*(part[versions.claim[repriced]] for part in key))
    versions.factor[repriced] = np.floor((low + (1 - low) * u) * 100) / 100
    versions.reason = _reasons(versions, name, key, claim_type, is_in_network, streams)
    return versions


@cache
def _by_cell(name: str, payers: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Numbers of a parameter table by column, laid out by type of claim and of payer."""
    table = getattr(PARAMETERS, name).set_index(["claim_type", "payer_type"])
    table = table.reindex([(kind, payer) for kind in CLAIM_TYPES for payer in payers]).select_dtypes("number")
    return {column: values.to_numpy(float) for column, values in table.items()}


def _reached(outcome: dict[str, np.ndarray]) -> np.ndarray:
    """Probability of each path but the last or one before it: paths x out of or in the network x cells."""
    denied = np.stack([outcome["denied_share_out_of_network"], outcome["denied_share"]])
    corrected, rebilled, appealed = (
        denied * outcome[f"{what}_share"] for what in ("corrected", "rebilled", "appealed")
    )
    lasting = denied - corrected - rebilled - appealed
    others = (np.broadcast_to(outcome[f"{what}_share"], denied.shape) for what in ("adjusted", "withdrawn"))
    return np.cumsum(np.stack([corrected, rebilled, appealed, lasting, *others]), axis=0)


def _unfold(path: np.ndarray, received: np.ndarray, paid: np.ndarray) -> Versions:
    """The versions of each path, all with the days of the first."""
    count = np.array([len(_PATHS[number]) for number in range(len(_PATHS))])[path]
    claim = np.repeat(np.arange(len(path)), count)
    steps = [step for number in range(len(_PATHS)) for step in _PATHS[number]]
    before = np.cumsum([0, *(len(_PATHS[number]) for number in range(len(_PATHS)))])
    step = before[path[claim]] + nth_repeat(count)
    kind, status, is_final, amounts, adjustment = (np.array(fact)[step] for fact in zip(*steps, strict=True))
    return Versions(
        claim, kind, status, is_final, amounts.astype(float), adjustment, np.empty(0), received[claim], paid[claim],
        path == _DENIED, path == _WITHDRAWN,
    )  # fmt: skip


def _later(versions: Versions, name: str, key: tuple, lag: Callable[[str], np.ndarray], streams: Streams) -> None:
    """Set the days of all versions but the first: a correction, an appeal or an adjustment takes its time."""
    at = np.flatnonzero(versions.kind != ORIGINAL)
    claim = versions.claim[at]
    is_correction = versions.adjustment[at] <= ADJUSTMENTS.index("corrected")
    mean = np.where(is_correction, lag("correction_mean_days")[claim], lag("adjustment_mean_days")[claim])
    wait = mean * streams(f"{name}.later").lognormal(lag("later_sigma")[claim], *(part[claim] for part in key))
    again = streams(f"{name}.again").uniform(*(part[claim] for part in key))
    versions.received[at] = versions.paid[at] + 1 + wait.clip(0, 400).astype(np.int64)
    versions.paid[at] = versions.received[at] + (again * PARAMETERS.number["second_ruling_most_days"]).astype(np.int64)


def _reasons(versions: Versions, name: str, key, claim_type, is_in_network, streams: Streams) -> np.ndarray:
    """Row of the denial_reason table for denied versions, -1 for the others."""
    table = PARAMETERS.denial_reason
    at = np.flatnonzero(versions.status == DENIED)
    claim = versions.claim[at]
    weight = np.where(
        is_in_network[claim, None], table.weight.to_numpy(float), table.weight_out_of_network.to_numpy(float)
    )
    of_type = np.array([CLAIM_TYPES.index(name) for name in table.claim_type])
    weight = weight * (of_type == claim_type[claim, None])
    reason = np.full(len(versions.claim), -1)
    reason[at] = streams(f"{name}.denial_reason").choice_rows(weight, *(part[claim] for part in key))
    return reason
