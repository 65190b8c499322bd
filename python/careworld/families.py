"""Who lives with whom, and whose policy covers them: couples and children within a community.

Families are made among all people of a community, drawn from their keys alone, even where the
population ends inside it: so people 1..n of a larger population have the families of the smaller one.
A holder may therefore lie outside of the data, and what happens to a holder later (death, disability)
is not known to the family.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from careworld.calendar import DAYS_PER_YEAR, NEVER
from careworld.counting import nth_in_run
from careworld.parameters import PARAMETERS, rows
from careworld.rng import Streams

SELF, SPOUSE, CHILD = 0, 1, 2
RELATIONS = ("self", "spouse", "child")

# Keys of parents who live outside of the community: far above those of its people.
OUTSIDE = 1 << 40

# Children who meet a sibling born too close look for another mother, this often.
_ROUNDS = 6
# Widths of the bands in which partners are looked for, in turn.
_BANDS = (1, 2, 4)
_ADULT, _GROWN = 19, 26
_YOUNGEST_MOTHER, _OLDEST_MOTHER = 16, 46


@dataclass
class Families:
    """Arrays of equal length, one entry per founder; keys are those of founders or from OUTSIDE on."""

    household: np.ndarray  # key that shares address and heritage
    surname: np.ndarray  # key that shares the family name
    holder: np.ndarray  # key of the policy holder, the own one for holders
    holder_birth: np.ndarray  # day
    relation: np.ndarray  # to the holder: SELF, SPOUSE or CHILD
    last_delivery: np.ndarray  # day on which a mother bore the youngest of her children at home, else long ago

    def take(self, index: np.ndarray) -> Families:
        """The entries at `index`."""
        return Families(**{f.name: getattr(self, f.name)[index] for f in fields(self)})


def found(key: np.ndarray, community: np.ndarray, birth: np.ndarray, age: np.ndarray, is_female: np.ndarray,
          streams: Streams) -> Families:  # fmt: skip
    """Families of whole communities. `age` in years on the first simulated day, `birth` in days."""
    draw = lambda name, at: streams(f"families.{name}").uniform(key[at])  # noqa: E731
    number, n = PARAMETERS.number, len(key)
    household = key.copy()
    holder, holder_birth = key.copy(), birth.copy()
    relation, surname = np.full(n, SELF), key.copy()
    her, his, is_partnered = _couples(key, community, age, is_female, streams)
    # The policy is his or hers, but never that of the one whom Medicare takes before the other.
    is_his = draw("holder", her) < number["holder_male_share"]
    is_his = np.where((age[her] >= 65) != (age[his] >= 65), age[his] < 65, is_his)
    head, spouse = np.where(is_his, his, her), np.where(is_his, her, his)
    household[her] = household[his] = key[head]
    surname[spouse] = np.where(draw("own_name", spouse) < number["spouse_own_name_share"], key[spouse], key[head])
    follows = draw("on_policy", spouse) < number["spouse_on_policy_share"]
    on_policy, policy = spouse[follows], head[follows]
    holder[on_policy], holder_birth[on_policy], relation[on_policy] = key[policy], birth[policy], SPOUSE
    # Children: the family's name and policy, or those of parents outside.
    child = np.flatnonzero((age < _GROWN) & ~is_partnered)
    child = child[(age[child] < _ADULT) | (draw("at_home", child) < number["young_adult_at_home_share"])]
    mother = _mothers(child, key, community, age, is_female, is_partnered, streams)
    parent = np.arange(n)
    parent[her] = parent[his] = head
    family = parent[mother.clip(0)]
    inside = mother >= 0
    outside_birth = birth[child] - int(number["mother_age_mean"] * DAYS_PER_YEAR)
    household[child] = np.where(inside, household[family], key[child])
    surname[child] = np.where(inside, surname[family], key[child])
    holder[child] = np.where(inside, key[family], key[child] + OUTSIDE)
    holder_birth[child] = np.where(inside, birth[family], outside_birth)
    relation[child] = CHILD
    last_delivery = np.full(n, -NEVER)
    np.maximum.at(last_delivery, mother[inside], birth[child[inside]])
    return Families(household, surname, holder, holder_birth, relation, last_delivery)


def _couples(key, community, age, is_female, streams) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions of women and men of couples, and who has a partner, if only outside of the community."""
    number = PARAMETERS.number
    share = np.zeros(len(key))
    for row in rows(PARAMETERS.partnered):
        share[(age >= row.min_age) & (age < row.max_age + 1) & (is_female == (row.sex == "female"))] = row.share
    is_partnered = streams("families.is_partnered").uniform(key) < share
    # Partners are of one band of ages, after the usual gap; within it chance brings them together. Whom that
    # leaves alone looks in wider bands.
    chance = streams("families.partner").uniform(key)
    level = age + number["couple_age_gap_years"] * is_female
    is_free = is_partnered.copy()
    her, his = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    for times in _BANDS:
        band = (level / (times * number["couple_age_band_years"])).astype(np.int64)
        place = []
        for sex in (True, False):
            who = np.flatnonzero(is_free & (is_female == sex))
            group = community[who] * 64 + band[who]
            order = np.lexsort((chance[who], group))
            who, group = who[order], group[order]
            place.append((who, group * 1024 + nth_in_run(group)))
        (women, of_women), (men, of_men) = place
        _, hers, of_his = np.intersect1d(of_women, of_men, assume_unique=True, return_indices=True)
        her, his = np.r_[her, women[hers]], np.r_[his, men[of_his]]
        is_free[her] = is_free[his] = False
    return her, his, is_partnered


def _mothers(child, key, community, age, is_female, is_partnered, streams) -> np.ndarray:
    """Position of each child's mother, -1 where she lies outside."""
    number = PARAMETERS.number
    share = np.where(is_partnered, number["mother_share_partnered"], number["mother_share_single"])
    at_home = streams("families.is_mother").uniform(key) < share
    at_home[child] = False  # who hangs on a parent's policy has nobody on her own
    women = np.flatnonzero(is_female & (age >= _ADULT) & at_home)
    mother = np.full(len(child), -1)
    if not len(women) or not len(child):
        return mother
    scale = 1000.0  # years between communities, so that the nearest woman is one of the same community
    women = women[np.argsort(community[women] * scale + age[women], kind="stable")]
    line = community[women] * scale + age[women]
    for attempt in range(_ROUNDS):
        open_ = np.flatnonzero(mother < 0)
        at_birth = number["mother_age_mean"] + number["mother_age_sd"] * streams("families.mother_age").normal(
            key[child[open_]], attempt
        )
        wanted = community[child[open_]] * scale + age[child[open_]] + at_birth
        found = women[np.searchsorted(line, wanted).clip(0, len(women) - 1)]
        gap = age[found] - age[child[open_]]
        fits = (community[found] == community[child[open_]]) & (gap >= _YOUNGEST_MOTHER) & (gap <= _OLDEST_MOTHER)
        mother[open_] = np.where(fits, found, -1)
        # Of two children born too close the one who came to this mother later leaves.
        is_new = np.zeros(len(child), dtype=bool)
        is_new[open_] = True
        have = np.flatnonzero(mother >= 0)
        order = have[np.lexsort((key[child[have]], age[child[have]], mother[have]))]
        close = (mother[order][1:] == mother[order][:-1]) & (np.diff(age[child[order]]) < number["sibling_gap_years"])
        left, right = order[:-1][close], order[1:][close]
        too_many = nth_in_run(mother[order]) >= number["children_at_home_most"]
        mother[np.where(is_new[right], right, left)] = -1
        mother[order[too_many]] = -1
    return mother
