"""Where people live and who cares for them: counties, ZIP codes, clinicians and facilities.

People come in communities of 500 consecutive founders; a community lies in one county, drawn by
population. Primary care belongs to a community, everything else to its county. All of it is a pure
function of the spec, so that no worker needs another's places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from careworld import identifiers
from careworld.counting import nth_repeat
from careworld.parameters import PARAMETERS
from careworld.rng import Streams
from careworld.spec import Spec

COMMUNITY = 500

# Provider indices: county providers from 0, community providers and the practices that clinicians bill
# through from these bases. All fit the 8 free digits of an NPI.
_COMMUNITY_BASE = 50_000_000
_COMMUNITY_PRACTICE_BASE = 90_000_000
_COUNTY_PRACTICE_BASE = 95_000_000
_PRACTICES_PER_COUNTY = 64
_PRACTICE_TAXONOMY = "261QM1300X"


@dataclass(frozen=True)
class Names:
    """Name lists with their weights."""

    male: tuple[np.ndarray, np.ndarray]
    female: tuple[np.ndarray, np.ndarray]
    last: tuple[np.ndarray, np.ndarray]

    @classmethod
    def load(cls) -> Names:
        """Names of the parameter tables."""
        first, last = PARAMETERS.first_name, PARAMETERS.last_name
        by_sex = {
            sex: (rows["name"].to_numpy(object), rows["percent"].to_numpy(float)) for sex, rows in first.groupby("sex")
        }
        return cls(by_sex["male"], by_sex["female"], (last["name"].to_numpy(object), last["percent"].to_numpy(float)))


class Places:
    """Geography and providers of one spec."""

    def __init__(self, spec: Spec, streams: Streams):
        self.streams = streams
        zips = PARAMETERS.zip_code
        wanted = spec.geography.states or tuple(PARAMETERS.census_state.state)
        zips = zips[zips.state.isin(wanted) & (zips.population > 0)]
        zips = zips.sort_values(["county_fips", "zip"], ignore_index=True)
        self.zip = zips
        counties = zips.groupby("county_fips", sort=True).agg(
            name=("county_name", "first"), state=("state", "first"), population=("population", "sum")
        )
        self.county = counties.reset_index()
        self._county_weight = np.cumsum(self.county.population.to_numpy(float))
        # ZIP codes are sorted by county, hence a county is a range of the cumulative population.
        self._zip_weight = np.cumsum(zips.population.to_numpy(float))
        starts = np.searchsorted(zips.county_fips, self.county.county_fips)
        before = np.concatenate([[0.0], self._zip_weight])
        self._county_from = before[starts]
        # The place in the whole country's list, so that an NPI does not depend on the states asked for.
        every_county = np.unique(PARAMETERS.zip_code.county_fips.to_numpy(str))
        self._county_number = np.searchsorted(every_county, self.county.county_fips.to_numpy(str))
        roles = PARAMETERS.provider
        self.role = roles.reset_index(drop=True)
        self._role_index = {role: i for i, role in enumerate(roles.role)}
        # Columns of the roles that every draw asks for, as arrays.
        self._is_communal = (roles.level == "community").to_numpy()
        self._has_continuity = roles.has_continuity.to_numpy(bool)
        self._people_per_provider = roles.people_per_provider.to_numpy(float)
        self._at_least, self._at_most = roles.at_least.to_numpy(np.int64), roles.at_most.to_numpy(np.int64)
        self._population = self.county.population.to_numpy(float)
        # Providers by role and county; a community has as many as a county has at least.
        people = np.where(self._is_communal, np.inf, self._people_per_provider)[:, None]
        count = np.rint(self._population / people).clip(self._at_least[:, None], self._at_most[:, None])
        self._providers = count.astype(np.int64)
        in_county = roles.level == "county"
        width = np.where(in_county, roles.at_most, 0)
        self._slot_from = np.concatenate([[0], np.cumsum(width)[:-1]])
        self._slots_per_county = int(width.sum())
        self._slot_role = np.repeat(np.arange(len(roles)), width)
        self._is_clinician = (roles.entity_type == "individual").to_numpy()
        width = np.where(in_county, 0, roles.at_most)
        self._community_slot_from = np.concatenate([[0], np.cumsum(width)[:-1]])
        self._slots_per_community = int(width.sum())
        self.names = Names.load()

    # --- geography ---------------------------------------------------------------------------------

    def county_of(self, community: np.ndarray) -> np.ndarray:
        """Row in `county` of each community."""
        u = self.streams("places.county").uniform(community)
        return np.searchsorted(self._county_weight, u * self._county_weight[-1], side="right")

    def _county_at(self, community: np.ndarray) -> np.ndarray:
        """Row in `county` of each community of many that repeat."""
        if not len(community):
            return community
        first = int(community.min())
        return self.county_of(np.arange(first, int(community.max()) + 1))[community - first]

    def zip_in(self, county: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Row in `zip` for uniform draws `u` within counties, in proportion to population."""
        population = self._population[county]
        return np.searchsorted(self._zip_weight, self._county_from[county] + u * population, side="right")

    # --- providers ---------------------------------------------------------------------------------

    def _provider(self, role: int, community: np.ndarray, county: np.ndarray, slot: np.ndarray) -> np.ndarray:
        if self._is_communal[role]:
            base = _COMMUNITY_BASE + np.asarray(community, np.int64) * self._slots_per_community
            return base + self._community_slot_from[role] + slot
        return self._county_number[county] * self._slots_per_county + self._slot_from[role] + slot

    def provider_of(self, role: str, community: np.ndarray, person_key: np.ndarray, event: np.ndarray) -> np.ndarray:
        """Index of the provider of `role` who serves each person, the same at every event where the role
        knows continuity of care."""
        number = self._role_index[role]
        county = self._county_at(community)
        keys = (person_key,) if self._has_continuity[number] else (person_key, event)
        u = self.streams(f"places.provider.{role}").uniform(*keys)
        slot = (u * self._providers[number, county]).astype(np.int64)
        return self._provider(number, community, county, slot)

    def practice_of(self, provider: np.ndarray) -> np.ndarray:
        """Index of the practice that a clinician bills through; facilities bill for themselves."""
        provider = np.asarray(provider, dtype=np.int64)
        in_community = provider >= _COMMUNITY_BASE
        community = (provider - _COMMUNITY_BASE) // self._slots_per_community
        county, slot = np.divmod(provider, self._slots_per_county)
        role = self._slot_role[slot]
        own = _COUNTY_PRACTICE_BASE + county * _PRACTICES_PER_COUNTY + role
        in_county = np.where(self._is_clinician[role], own, provider)
        return np.where(in_community, _COMMUNITY_PRACTICE_BASE + community, in_county)

    @staticmethod
    def tin_of(organization: np.ndarray) -> pa.Array:
        """Tax number of practices and facilities."""
        # Seven digits are free: the three ranges of organizations move together.
        number = np.where(organization >= _COUNTY_PRACTICE_BASE, organization - _COUNTY_PRACTICE_BASE + 1_000_000, 0)
        is_community = (organization >= _COMMUNITY_PRACTICE_BASE) & (organization < _COUNTY_PRACTICE_BASE)
        number = np.where(is_community, organization - _COMMUNITY_PRACTICE_BASE + 5_000_000, number)
        number = np.where(organization < _COMMUNITY_PRACTICE_BASE, organization, number)
        return identifiers.tin(number)

    def directory(self, communities: np.ndarray) -> pd.DataFrame:
        """Everyone who cares for the given communities, leaving out county providers that an earlier
        community already brought: over all blocks each provider appears once."""
        county = self.county_of(communities)
        earlier = set(self.county_of(np.arange(communities.min())).tolist())
        _, first = np.unique(county, return_index=True)
        new = np.array(sorted(i for i in first if county[i] not in earlier), dtype=np.int64)
        parts = []
        for number, is_communal in enumerate(self._is_communal):
            which = np.arange(len(communities)) if is_communal else new
            count = self._providers[number, county[which]]
            place = np.repeat(which, count)
            provider = self._provider(number, communities[place], county[place], nth_repeat(count))
            parts.append((provider, communities[place], county[place], np.full(len(place), number)))
        provider, community, in_county, number = (np.concatenate(column) for column in zip(*parts, strict=True))
        facts = self.role.iloc[number].reset_index(drop=True)
        providers = pd.DataFrame({"provider": provider, "community": community, "county": in_county}).assign(
            is_individual=facts.entity_type == "individual",
            **{name: facts[name] for name in ("role", "taxonomy_code", "specialty", "name_pattern", "level")},
        )
        practices = providers[providers.is_individual].copy()
        practices["provider"] = self.practice_of(practices.provider)
        practices = practices.drop_duplicates("provider")
        practices = practices.assign(role="practice", is_individual=False, taxonomy_code=_PRACTICE_TAXONOMY)
        practices["name_pattern"] = np.where(
            practices.level == "community", "{place} Primary Care", "{county} " + practices.specialty + " Associates"
        )
        return self._describe(pd.concat([providers, practices], ignore_index=True))

    def _describe(self, table: pd.DataFrame) -> pd.DataFrame:
        key = table.provider.to_numpy()
        draw = lambda name: self.streams(f"places.{name}").uniform(key)  # noqa: E731
        female = draw("clinician_sex") < PARAMETERS.number["clinician_female_share"]
        first = np.where(female, pick(self.names.female, draw("first_name")), pick(self.names.male, draw("first_name")))
        county = table.county.to_numpy()
        flavors = PARAMETERS.facility_name.flavor.to_numpy(object)
        # Neighbors in one county never share a flavor: the draw picks where to start, the slot walks on.
        start = (self.streams("places.flavor").uniform(county) * len(flavors)).astype(np.int64)
        flavor = flavors[(start + key) % len(flavors)]
        county_name = self.county.name.to_numpy(object)[county]
        individual = table.is_individual.to_numpy()
        practice = np.where(individual, self.practice_of(key), key)
        # Clinicians work where their practice is: its address, and therefore its draws.
        site = np.where(individual, practice, key)
        location = self.zip.iloc[self.zip_in(county, self.streams("places.zip").uniform(site))].reset_index(drop=True)
        city = location.city.to_numpy(object)
        names = [
            pattern.format(place=place, flavor=f, county=c)
            for pattern, place, f, c in zip(table.name_pattern, city, flavor, county_name, strict=True)
        ]
        name_of = dict(zip(key[~individual], np.array(names, dtype=object)[~individual], strict=True))
        return table.assign(
            npi=identifiers.npi(key).to_pylist(),
            first_name=np.where(individual, first, None),
            last_name=np.where(individual, pick(self.names.last, draw("last_name")), None),
            organization_name=[name_of[k] for k in site],
            parent_organization_name=np.char.add(county_name.astype(str), " Health System"),
            tin=self.tin_of(practice).to_pylist(),
            practice=practice,
            address=street_address(self.streams, "places.address", site),
            city=city,
            state=location.state.to_numpy(object),
            zip_code=location.zip.to_numpy(object),
            latitude=location.latitude.to_numpy(float),
            longitude=location.longitude.to_numpy(float),
        )


def street_address(streams: Streams, name: str, key: np.ndarray) -> np.ndarray:
    """House number and street for integer keys."""
    streets = PARAMETERS.street["name"].to_numpy(object)
    number = (1 + streams(f"{name}.number").uniform(key) * 9998).astype(np.int64).astype(str).astype(object)
    return number + " " + streets[(streams(f"{name}.street").uniform(key) * len(streets)).astype(np.int64)]


def pick(weighted: tuple[np.ndarray, np.ndarray], u: np.ndarray) -> np.ndarray:
    """Values in proportion to their weights, for uniform draws `u`."""
    values, weights = weighted
    cumulative = np.cumsum(weights)
    return values[np.searchsorted(cumulative, u * cumulative[-1], side="right")]
