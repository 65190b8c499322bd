"""Providers stand once in the directory, serve their own county, and do not move when others are added."""

from __future__ import annotations

import numpy as np
import pytest
from test_identifiers import luhn_is_valid

from careworld.parameters import PARAMETERS
from careworld.places import Places
from careworld.rng import Streams
from careworld.spec import Spec

ROLES = sorted(PARAMETERS.provider.role)
COMMUNITIES = np.arange(30)


@pytest.fixture(scope="module")
def places() -> Places:
    """Places of two states."""
    return Places(Spec(people=15_000, seed=4, geography={"states": ["MA", "GA"]}), Streams(4))


@pytest.fixture(scope="module")
def directory(places: Places):
    """Everyone who serves thirty communities."""
    return places.directory(COMMUNITIES)


def test_every_provider_stands_once_with_a_valid_npi(directory):
    assert directory.npi.is_unique
    assert all(luhn_is_valid(npi) for npi in directory.npi)
    assert directory.taxonomy_code.ne("").all()
    assert directory.organization_name.ne("").all()


@pytest.mark.parametrize("size", [1, 7, 30])
def test_parts_of_the_directory_together_are_the_whole(places: Places, directory, size: int):
    parts = [npi for first in range(0, 30, size) for npi in places.directory(COMMUNITIES[first : first + size]).npi]
    assert len(parts) == len(set(parts))
    assert set(parts) == set(directory.npi)


@pytest.mark.parametrize("role", ROLES)
def test_whoever_serves_somebody_stands_in_the_directory_in_that_role(places: Places, directory, role: str):
    person, event = np.arange(3000), np.arange(3000) % 17
    provider = places.provider_of(role, person // 100, person, event)
    known = directory.set_index("provider")
    assert set(known.role.loc[provider]) == {role}
    assert set(places.practice_of(provider)) <= set(known.index)
    county = places.county_of(person // 100)
    assert (known.county.loc[provider].to_numpy() == county).all(), "care is at home"


def test_a_provider_with_continuity_stays_the_same_and_others_change(places: Places):
    person, event = np.zeros(200, int), np.arange(200)
    for row in PARAMETERS.provider.itertuples():
        seen = len(set(places.provider_of(row.role, person, person + 8, event).tolist()))
        if row.has_continuity:
            assert seen == 1, row.role
    assert len(set(places.provider_of("emergency_medicine", person, person + 8, event).tolist())) > 1


def test_a_provider_does_not_change_when_states_are_added(places: Places):
    alone = Places(Spec(people=1, seed=4, geography={"states": ["GA"]}), Streams(4))
    npis = []
    for some in (alone, places):
        community = next(c for c in range(500) if some.county.name[some.county_of(np.array([c]))[0]] == "Fulton")
        directory = some.directory(np.array([community]))
        npis.append(set(directory.npi[directory.level == "county"]))
    assert len(npis[0]) > 20
    assert npis[0] == npis[1]


def test_people_live_where_people_live():
    places = Places(Spec(people=1, seed=4), Streams(4))
    county = places.county_of(np.arange(40_000))
    state = places.county.state.to_numpy()[county]
    population = places.county.groupby("state").population.sum()
    for name, share in (population / population.sum()).items():
        assert (state == name).mean() == pytest.approx(share, abs=4 * np.sqrt(share / 40_000))


def test_zip_codes_lie_in_their_county(places: Places):
    county = places.county_of(np.arange(500))
    zips = places.zip.iloc[places.zip_in(county, Streams(4)("test").uniform(np.arange(500)))]
    assert (zips.county_fips.to_numpy() == places.county.county_fips.to_numpy()[county]).all()


def test_clinicians_bill_through_a_practice_and_facilities_for_themselves(places: Places, directory):
    assert (directory.practice[~directory.is_individual] == directory.provider[~directory.is_individual]).all()
    clinicians = directory[directory.is_individual]
    by_provider = directory.set_index("provider")
    practices = by_provider.loc[clinicians.practice]
    assert (~practices.is_individual).all()
    for column in ("tin", "address", "zip_code", "organization_name"):
        assert (practices[column].to_numpy() == clinicians[column].to_numpy()).all(), column
    organizations = directory[~directory.is_individual]
    assert organizations.tin.is_unique
