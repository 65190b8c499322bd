"""People are as ill as the tables and the spec say, illnesses come together, and admissions follow from them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conftest import Truth, truth_about
from scipy import special

from careworld.calendar import NEVER, age_in_years
from careworld.calibration import AGES, Conditions, calibrate
from careworld.disease import _Onset, fall_ill
from careworld.encounters import STAYS
from careworld.parameters import PARAMETERS
from careworld.people import KEYS_PER_FOUNDER, founders
from careworld.places import Places
from careworld.pregnancy import conceive
from careworld.rng import Streams
from careworld.spec import Spec
from careworld.world import World

BANDS = [(0, 17), (18, 44), (45, 64), (65, 120)]


def expected(name: str, age: np.ndarray, is_female: np.ndarray) -> np.ndarray:
    """Prevalence of the parameter table at each age: straight lines between the knots, in logits."""
    table = PARAMETERS.condition_prevalence
    share = np.zeros(len(age))
    conditions = Conditions.load()
    row = conditions.index(name)
    known = conditions.known_share[row] if conditions.is_diagnosed_frame[row] else np.ones(len(AGES))
    for sex in ("male", "female"):
        rows = table[(table.condition == name) & (table.sex == sex)].sort_values("age")
        at = is_female == (sex == "female")
        logit = special.logit(rows.prevalence_percent.to_numpy(float) / 100)
        diagnosed = special.expit(np.interp(age[at], rows.age.to_numpy(float), logit))
        share[at] = diagnosed / np.interp(age[at], AGES, known)
    return share


def states(truth: Truth, name: str, month: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Age, sex and illness of everyone alive in a month, children of the simulated years left out."""
    first = truth.calendar.starts[month]
    people = truth.people
    there = (people.mother < 0) & (people.death >= first)
    ill = truth.illness.active[truth.illness.conditions.index(name), :, month]
    return age_in_years(people.birth, first)[there], people.is_female[there], ill[there]


@pytest.mark.parametrize(
    "name", ["type_2_diabetes", "hypertension", "obesity", "chronic_kidney_disease", "asthma", "depression", "copd"]
)
@pytest.mark.parametrize(("month", "slack"), [(0, 0.006), (35, 0.02)])
def test_prevalence_is_the_tables_at_every_age_at_the_start_and_still_at_the_end(
    truth: Truth, name: str, month: int, slack: float
):
    age, is_female, ill = states(truth, name, month)
    for low, high in BANDS[1:]:
        band = (age >= low) & (age < high + 1)
        wanted = expected(name, age[band], is_female[band]).mean()
        error = np.sqrt(wanted * (1 - wanted) / band.sum())
        assert ill[band].mean() == pytest.approx(wanted, abs=3 * error + slack), (low, high)


def ill_at_the_start(spec: Spec, months: int | slice = 0) -> tuple[Conditions, np.ndarray]:
    """Conditions and who has them on the first day, conditions x people; or in other months."""
    streams = Streams(spec.seed)
    world = World(spec, calibrate(spec, streams))
    people = founders(np.arange(1, spec.people + 1), spec, world.places, world.calendar, streams)
    pregnancies = conceive(people, world.calendar, streams)
    illness = fall_ill(people, pregnancies, world.calibration, world.calendar, streams)
    return illness.conditions, illness.active[:, :, months]


YEAR = {"first": 2024, "last": 2024}


@pytest.mark.parametrize("age", [{}, {"youngest": 65}])
def test_a_spec_gets_the_prevalence_it_asks_for(age: dict):
    wanted = {"type_2_diabetes": 0.2, "hypertension": 0.1, "asthma": 0.35, "hiv": 0.0, "obesity": 1.0}
    spec = Spec(
        people=8000, seed=5, years=YEAR, age=age,
        conditions={name: {"prevalence": share} for name, share in wanted.items()},
    )  # fmt: skip
    conditions, ill = ill_at_the_start(spec)
    for name, share in wanted.items():
        assert ill[conditions.index(name)].mean() == pytest.approx(share, abs=0.015 if 0 < share < 1 else 0), name


@pytest.mark.parametrize(("name", "share"), [("prostate_cancer", 0.2), ("benign_prostatic_hyperplasia", 0.3)])
def test_a_prevalence_of_ones_own_does_not_reach_the_other_sex(name: str, share: float):
    spec = Spec(people=2000, seed=5, years=YEAR, conditions={name: {"prevalence": share}})
    conditions, ill = ill_at_the_start(spec)
    streams = Streams(spec.seed)
    world = World(spec, calibrate(spec, streams))
    people = founders(np.arange(1, 2001), spec, world.places, world.calendar, streams)
    assert ill[conditions.index(name)].mean() == pytest.approx(share, abs=0.03)
    assert not ill[conditions.index(name)][people.is_female].any()


def common_odds_ratio(truth: Truth, condition: str, parent: str) -> float:
    """Odds ratio of two conditions at the start, given age and sex (Mantel and Haenszel)."""
    age, is_female, ill = states(truth, condition, 0)
    _, _, exposed = states(truth, parent, 0)
    stratum = (age // 10).astype(int) * 2 + is_female
    above = below = 0.0
    for s in np.unique(stratum):
        here = stratum == s
        both, neither = (ill & exposed & here).sum(), (~ill & ~exposed & here).sum()
        one, other = (ill & ~exposed & here).sum(), (~ill & exposed & here).sum()
        above, below = above + both * neither / here.sum(), below + one * other / here.sum()
    return above / below


@pytest.mark.parametrize(
    ("condition", "parent"),
    [("type_2_diabetes", "obesity"), ("hypertension", "type_2_diabetes"), ("hypertension", "obesity"),
     ("hyperlipidemia", "hypertension"), ("copd", "smoking"), ("coronary_artery_disease", "hyperlipidemia"),
     ("depression", "anxiety"), ("heart_failure", "coronary_artery_disease")],
)  # fmt: skip
def test_illnesses_come_together_as_often_as_their_odds_ratios_say(truth: Truth, condition: str, parent: str):
    table = PARAMETERS.condition_parent.set_index(["condition", "parent"]).odds_ratio
    wanted = table[condition, parent]
    # Other parents that the two share add to it.
    assert 0.7 * wanted < common_odds_ratio(truth, condition, parent) < 2.2 * wanted


def test_a_condition_does_not_come_before_birth_or_end_before_it_begins(truth: Truth):
    illness, people = truth.illness, truth.people
    assert (illness.spell_onset >= people.birth[illness.spell_person]).all()
    assert (illness.spell_end > illness.spell_onset).all()
    assert (illness.spell_onset <= people.death[illness.spell_person]).all()


def test_spells_of_a_condition_do_not_overlap(truth: Truth):
    illness = truth.illness
    same = (illness.spell_person[1:] == illness.spell_person[:-1]) & (
        illness.spell_condition[1:] == illness.spell_condition[:-1]
    )
    assert same.any(), "some condition comes back"
    assert (illness.spell_onset[1:][same] >= illness.spell_end[:-1][same]).all()


def test_a_condition_is_active_in_the_months_of_its_spells(truth: Truth):
    illness, calendar = truth.illness, truth.calendar
    starts = calendar.starts[:-1]
    from_spells = np.zeros(illness.active.shape, dtype=bool)
    person, condition = illness.spell_person, illness.spell_condition
    within = (illness.spell_onset[:, None] < starts) & (illness.spell_end[:, None] >= starts)
    np.logical_or.at(from_spells, (condition, person), within)
    alive = (truth.people.birth[:, None] <= starts) & (truth.people.death[:, None] >= starts)
    agree = (from_spells & alive) == illness.active
    assert agree.mean() > 0.9995, "they may differ on the day itself"


def test_sexes_have_the_conditions_they_can_have(truth: Truth):
    illness, people = truth.illness, truth.people
    for name, sex in (("prostate_cancer", False), ("benign_prostatic_hyperplasia", False)):
        ill = illness.spell_person[illness.spell_condition == illness.conditions.index(name)]
        assert len(ill) > 20
        assert (people.is_female[ill] == sex).all()


def test_as_many_die_as_the_table_of_mortality_says(truth: Truth):
    people, starts = truth.people, truth.calendar.starts
    wanted = 0.0
    for first in starts[:-1]:
        alive = (people.birth <= first) & (people.death >= first)
        year = np.floor(age_in_years(people.birth[alive], first)).astype(int).clip(0, 119)
        wanted += truth.calibration.death_rate[people.is_female[alive].astype(int), year].sum() / 12
    deaths = (people.death <= truth.calendar.last_day).sum()
    assert deaths == pytest.approx(wanted, abs=3 * np.sqrt(wanted) + 0.08 * wanted)


def test_people_go_on_dying_after_the_last_day(truth: Truth):
    people, last = truth.people, truth.calendar.last_day
    later = people.death[(people.death > last) & (people.death < NEVER)] - last
    assert later.max() <= 31 * PARAMETERS.number["death_horizon_months"]
    # As many in the year after it as in the years before it.
    before = (people.death <= last).sum() / truth.calendar.months * 12
    assert (later <= 365).sum() == pytest.approx(before, abs=3 * np.sqrt(before * 4 / 3))


def test_who_dies_within_the_years_does_not_depend_on_what_is_drawn_after_them(truth: Truth):
    longer = truth_about(Spec(people=3000, seed=truth.spec.seed, years={"first": 2022, "last": 2025}))
    n = np.searchsorted(truth.people.key, 3001 * KEYS_PER_FOUNDER)
    founders = np.flatnonzero(truth.people.mother[:n] < 0)
    dead = founders[truth.people.death[founders] <= truth.calendar.last_day]
    assert len(dead) > 15
    at = np.searchsorted(longer.people.key, truth.people.key[dead])
    assert (longer.people.death[at] == truth.people.death[dead]).all()


def test_the_ill_die_sooner(truth: Truth):
    people, illness = truth.people, truth.illness
    old = age_in_years(people.birth, truth.calendar.first_day) >= 65
    dead = people.death <= truth.calendar.last_day
    failing = illness.active[illness.conditions.index("heart_failure"), :, 0]
    assert dead[old & failing].mean() > 1.5 * dead[old & ~failing].mean()


def test_adults_known_to_have_diabetes_are_admitted_about_2_4_to_3_3_times_as_often_as_adults(truth: Truth):
    people, illness, encounters = truth.people, truth.illness, truth.encounters
    index = illness.conditions.index
    starts = truth.calendar.starts
    adult = (people.birth[:, None] <= starts[:-1] - 18 * 365.25) & (people.death[:, None] >= starts[:-1])
    diabetic = illness.known[index("type_1_diabetes")] | illness.known[index("type_2_diabetes")]
    stays = encounters.take(np.flatnonzero(encounters.is_template(*STAYS)))
    at = stays.person, truth.calendar.month_of(stays.start)
    adults = adult[at].sum() / adult.sum() * 12
    diabetics = (adult & diabetic)[at].sum() / (adult & diabetic).sum() * 12
    # NDSR 2017-2018: 328 against 119 per 1,000 adults. Ten thousand people have some 900 stays of diabetics, and a
    # few people many of them: 7 percent of noise.
    assert 2.4 * 0.86 < diabetics / adults < 3.3 * 1.14
    assert adults == pytest.approx(0.119, rel=0.15)


def test_nobody_dies_while_pregnant():
    # In a world where people die a hundred times as often, it would happen many times.
    deadly = truth_about(
        Spec(people=3000, seed=5, years=YEAR, sex={"female": 1}, age={"youngest": 18, "oldest": 44}),
        lambda calibration: replace(calibration, death_rate=calibration.death_rate * 100),
    )
    death, pregnancies = deadly.people.death, deadly.pregnancies
    assert (death[pregnancies.mother] <= deadly.calendar.last_day).sum() > 10, "mothers die after delivery"
    of_mother = death[pregnancies.mother]
    assert not ((of_mother >= pregnancies.conception) & (of_mother <= pregnancies.delivery)).any()


def test_infarctions_strike_adults_who_live_and_leave_a_known_coronary_disease(truth: Truth):
    illness, people = truth.illness, truth.people
    person, day = illness.infarction_person, illness.infarction_day
    assert len(person) > 30
    assert (age_in_years(people.birth[person], day) >= 17.9).all()
    heart = illness.conditions.index("coronary_artery_disease")
    of_heart = illness.spell_condition == heart
    known_by = dict(zip(illness.spell_person[of_heart], illness.spell_known[of_heart], strict=True))
    assert all(known_by[p] <= d for p, d in zip(person, day, strict=True))


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [("smoking", [0, 1, 0, 1]), ("smoking|obesity", [0, 1, 1, 1]), ("smoking&obesity", [0, 0, 0, 1]),
     ("asthma|smoking&obesity", [0, 0, 0, 1]), ("asthma&smoking|obesity", [0, 0, 1, 1])],
)  # fmt: skip
def test_an_expression_of_conditions_binds_and_before_or(expression: str, wanted: list[int]):
    conditions = Conditions.load()
    state = np.zeros((len(conditions.names), 4, 1), dtype=bool)
    state[conditions.index("smoking"), [1, 3]] = True
    state[conditions.index("obesity"), [2, 3]] = True
    assert conditions.holds(expression, state, np.arange(4), np.zeros(4, int)).tolist() == [bool(w) for w in wanted]


def test_calibration_does_not_depend_on_how_many_people_there_are():
    one, many = (calibrate(Spec(people=n, seed=5), Streams(5)) for n in (1, 5_000_000))
    for name in ("intercept", "death_rate", "mean_death_ratio", "infarction_rate"):
        assert (getattr(one, name) == getattr(many, name)).all()


def test_places_do_not_depend_on_how_many_people_there_are():
    spec = Spec(people=1, seed=5)
    larger = spec.model_copy(update={"people": 5_000_000})
    community = np.arange(200)
    one, many = (Places(s, Streams(5)).county_of(community) for s in (spec, larger))
    assert (one == many).all()


def test_nobody_falls_ill_of_what_is_not_watched(monkeypatch: pytest.MonkeyPatch):
    # The frailest people there are, over many years: what the few who are watched get, all would get.
    spec = Spec(people=500, seed=9, years={"first": 2022, "last": 2027}, age={"youngest": 60})
    few = ill_at_the_start(spec, slice(None))
    monkeypatch.setattr(_Onset, "_most", lambda self, *_: np.full(self.spell.shape, np.inf))
    everyone = ill_at_the_start(spec, slice(None))
    assert few[1].any(axis=2).sum() > few[1][:, :, 0].sum() + 100  # many fall ill
    assert np.array_equal(few[1], everyone[1])
