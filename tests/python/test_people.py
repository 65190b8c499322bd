"""People are as old, as female and as many-tongued as the census or the spec says; children follow their mother."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Truth

from careworld.calendar import NEVER, Calendar, age_in_years
from careworld.parameters import PARAMETERS
from careworld.people import KEYS_PER_FOUNDER, People, describe, founders
from careworld.places import COMMUNITY, Places
from careworld.rng import Streams
from careworld.spec import Spec


def made(people: int = 20_000, **fields) -> tuple[People, Calendar]:
    """Founders of a spec."""
    spec = Spec(people=people, seed=9, **fields)
    streams, calendar = Streams(9), Calendar.of(spec)
    return founders(np.arange(1, people + 1), spec, Places(spec, streams), calendar, streams), calendar


def test_ages_and_sexes_are_those_of_the_census():
    people, calendar = made()
    age = age_in_years(people.birth, calendar.first_day)
    table = PARAMETERS.age_sex
    for row in table.itertuples():
        band = (age >= row.min_age) & (age < row.max_age + 1)
        share = row.share_percent / table.share_percent.sum()
        assert band.mean() == pytest.approx(share, abs=4 * np.sqrt(share / len(people)))
        assert (~people.is_female[band]).mean() == pytest.approx(row.share_male, abs=2 / np.sqrt(band.sum()))


def test_everyone_is_born_before_the_first_day_and_alive_on_it():
    people, calendar = made(5000)
    assert (people.birth <= calendar.first_day).all()
    assert (people.death == NEVER).all()
    assert (people.mother == -1).all()


@pytest.mark.parametrize(("youngest", "oldest"), [(65, 104), (0, 17), (30, 30), (85, 104), (100, 104)])
def test_a_spec_bounds_the_ages(youngest: int, oldest: int):
    people, calendar = made(3000, age={"youngest": youngest, "oldest": oldest})
    age = age_in_years(people.birth, calendar.first_day)
    assert age.min() >= youngest
    assert age.max() <= oldest + 1.01


@pytest.mark.parametrize("share", [0, 0.3, 1])
def test_a_spec_sets_sex_language_and_charts(share: float):
    people, _ = made(8000, sex={"female": share}, language={"english": share}, clinic={"share_of_people": share})
    for seen in (people.is_female, people.language == "en", people.is_charted):
        assert seen.mean() == pytest.approx(share, abs=0.02 if 0 < share < 1 else 0)


def test_a_spec_bounds_the_states():
    spec = Spec(people=3000, seed=9, geography={"states": ["VT", "HI"]})
    streams = Streams(9)
    places = Places(spec, streams)
    people = founders(np.arange(1, 3001), spec, places, Calendar.of(spec), streams)
    assert set(places.zip.state.to_numpy()[people.zip]) == {"VT", "HI"}


@pytest.mark.parametrize("state", sorted(PARAMETERS.census_state.state))
def test_every_state_can_be_asked_for(state: str):
    places = Places(Spec(people=1, seed=9, geography={"states": [state]}), Streams(9))
    county = places.county_of(np.arange(50))
    assert set(places.county.state.to_numpy()[county]) == {state}
    assert len(places.directory(np.arange(2))) > 20


def test_frailty_has_mean_1_and_the_tables_spread():
    people, _ = made()
    assert people.frailty.mean() == pytest.approx(1, abs=0.04)
    assert people.frailty.std() == pytest.approx(PARAMETERS.number["frailty_coefficient_of_variation"], abs=0.06)


def test_keys_leave_room_for_seven_children(truth: Truth):
    people = truth.people
    assert (np.diff(people.key) > 0).all()
    child = people.mother >= 0
    assert (people.key[~child] % KEYS_PER_FOUNDER == 0).all()
    order = people.key[child] - people.key[people.mother[child]]
    assert order.min() == 1
    assert order.max() < KEYS_PER_FOUNDER
    assert (people.community == (people.key // KEYS_PER_FOUNDER - 1) // COMMUNITY).all()


def test_as_many_are_born_as_the_fertility_of_their_mothers_says(truth: Truth):
    people, calendar = truth.people, truth.calendar
    wanted = 0.0
    for first in calendar.starts[:-1]:
        alive = people.is_female & (people.birth <= first) & (people.death >= first)
        age = np.floor(age_in_years(people.birth[alive], first))
        for row in PARAMETERS.fertility.itertuples():
            wanted += ((age >= row.min_age) & (age <= row.max_age)).sum() * row.births_per_1000 / 12_000
    deliveries = (truth.pregnancies.delivery <= calendar.last_day).sum()
    assert deliveries == pytest.approx(wanted, abs=4 * np.sqrt(wanted))
    births = (people.mother >= 0).sum()
    assert births / deliveries == pytest.approx(1 + PARAMETERS.number["births_twin_share"], abs=0.03)


def test_children_share_home_heritage_and_clinic_with_their_mother(truth: Truth):
    people = truth.people
    child = np.flatnonzero(people.mother >= 0)
    mother = people.mother[child]
    for trait in ("heritage", "language", "community", "zip", "is_charted"):
        values = getattr(people, trait)
        assert (values[child] == values[mother]).all(), trait
    described = describe(people.take(np.r_[child, mother]), truth.places, truth.streams)
    born, mothers = described.iloc[: len(child)], described.iloc[len(child) :]
    for column in ("last_name", "address", "zip_code", "phone"):
        assert (born[column].to_numpy() == mothers[column].to_numpy()).all(), column
    assert born.person_id.is_unique


def test_pregnancies_of_a_woman_do_not_overlap(truth: Truth):
    pregnancies = truth.pregnancies
    same = pregnancies.mother[1:] == pregnancies.mother[:-1]
    assert same.any()
    assert (pregnancies.conception[1:][same] > pregnancies.delivery[:-1][same]).all()
    assert (pregnancies.delivery - pregnancies.conception > 150).all()
    assert truth.people.is_female[pregnancies.mother].all()


def test_contacts_belong_to_nobody():
    people, _ = made(200, geography={"states": ["MA"]})
    spec = Spec(people=200, seed=9, geography={"states": ["MA"]})
    described = describe(people, Places(spec, Streams(9)), Streams(9))
    assert described.phone.str.fullmatch(r"\d{3}-555-01\d{2}").all()
    assert described.email.str.endswith("@example.com").all()
    assert described.social_security_number.str.startswith("9").all()
    assert (described.state == "MA").all()
