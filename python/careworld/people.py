"""Who is there: founders alive at the start, with the traits they keep for life."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from careworld.calendar import DAYS_PER_YEAR, NEVER, Calendar
from careworld.families import CHILD, Families, found
from careworld.identifiers import person_id, social_security_number
from careworld.parameters import PARAMETERS, groups, rows
from careworld.places import COMMUNITY, Places, pick, street_address
from careworld.rng import Streams
from careworld.spec import Spec

# A founder's key is 8 x number; the children born to her in the simulated years are the 7 keys after it.
KEYS_PER_FOUNDER = 8

# What both the payer and the clinic write down of a person, in the columns of `describe`.
DEMOGRAPHICS = (
    "person_id", "first_name", "middle_name", "last_name", "name_suffix", "sex", "race", "ethnicity",
    "social_security_number", "address", "city", "state", "zip_code", "phone", "email",
)  # fmt: skip


@dataclass
class People:
    """Arrays of equal length, one entry per person, sorted by key."""

    key: np.ndarray  # int64, identity of the person
    birth: np.ndarray  # day of birth
    death: np.ndarray  # day of death, maybe in the years after the last simulated day; NEVER for those who live longer
    is_female: np.ndarray  # bool
    heritage: np.ndarray  # row of the race_ethnicity table
    language: np.ndarray  # ISO 639-1, object
    community: np.ndarray  # int64
    zip: np.ndarray  # row of Places.zip
    is_charted: np.ndarray  # bool, the clinic sees this person
    frailty: np.ndarray  # multiplier of acute admissions, mean 1
    mother: np.ndarray  # position of the mother, -1 for founders
    birth_weeks: np.ndarray  # completed weeks of gestation at birth, 0 for founders
    birth_weight: np.ndarray  # grams, 0 for founders
    household: np.ndarray  # key of the household, whose members share a home
    surname: np.ndarray  # key of the family name
    holder: np.ndarray  # key of the policy holder, perhaps outside of the data; the own one for holders
    holder_birth: np.ndarray  # day of birth of the policy holder
    relation: np.ndarray  # to the policy holder: families.SELF, SPOUSE or CHILD
    last_delivery: np.ndarray  # day on which a founder bore the youngest of her children at home, else long ago

    def __len__(self) -> int:
        return len(self.key)

    def death_by(self, day: int) -> np.ndarray:
        """Days of death as somebody may know of them on a day: NEVER for those who die later."""
        return np.where(self.death <= day, self.death, NEVER)

    def take(self, index: np.ndarray) -> People:
        """The people at `index`, in that order; positions of mothers follow."""
        taken = {f.name: getattr(self, f.name)[index] for f in fields(self)}
        place = np.full(len(self) + 1, -1)
        place[index] = np.arange(len(index))
        taken["mother"] = place[taken["mother"]]
        return People(**taken)


@dataclass
class Births:
    """Arrays of equal length, one entry per child born in the simulated years."""

    mother: np.ndarray  # position in People
    birth: np.ndarray  # day
    order: np.ndarray  # 1 for the mother's first child of these years
    weeks: np.ndarray  # completed weeks of gestation
    is_twin: np.ndarray  # bool


def founders(numbers: np.ndarray, spec: Spec, places: Places, calendar: Calendar, streams: Streams) -> People:
    """People alive on the first simulated day. `numbers` count from 1."""
    key = numbers * KEYS_PER_FOUNDER
    age, is_female = age_and_sex(streams, spec, key)
    community = (numbers - 1) // COMMUNITY
    county = places.county_of(community)
    birth = _birth(age, calendar)
    families = _families(community, spec, calendar, streams).take(numbers - 1 - community.min() * COMMUNITY)
    # A household has one heritage, but for some of its couples.
    is_mixed = streams("people.is_mixed").uniform(key) < PARAMETERS.number["couple_mixed_share"]
    origin = np.where(is_mixed & (families.relation != CHILD), key, families.household)
    heritage = streams("people.heritage").choice(PARAMETERS.race_ethnicity.share_percent.to_numpy(float), origin)
    return People(
        key=key,
        birth=birth,
        death=np.full(len(key), NEVER),
        is_female=is_female,
        heritage=heritage,
        language=_language(heritage, key, spec, streams),
        community=community,
        zip=places.zip_in(county, streams("people.zip").uniform(families.household)),
        is_charted=streams("people.is_charted").uniform(key) < spec.clinic.share_of_people,
        frailty=frailty(key, streams),
        mother=np.full(len(key), -1),
        birth_weeks=np.zeros(len(key), dtype=np.int64),
        birth_weight=np.zeros(len(key), dtype=np.int64),
        **vars(families),
    )


def _birth(age: np.ndarray, calendar: Calendar) -> np.ndarray:
    return calendar.first_day - np.ceil(age * DAYS_PER_YEAR).astype(np.int64)


def _families(community: np.ndarray, spec: Spec, calendar: Calendar, streams: Streams) -> Families:
    """Families of all people of the communities from the first to the last of `community`."""
    numbers = np.arange(community.min() * COMMUNITY, (community.max() + 1) * COMMUNITY) + 1
    key = numbers * KEYS_PER_FOUNDER
    age, is_female = age_and_sex(streams, spec, key)
    return found(key, (numbers - 1) // COMMUNITY, _birth(age, calendar), age, is_female, streams)


def age_and_sex(streams: Streams, spec: Spec, *keys) -> tuple[np.ndarray, np.ndarray]:
    """Age in years at the start and whether female, as the spec and the census have them."""
    bands = PARAMETERS.age_sex
    low, high = bands.min_age.to_numpy(float), bands.max_age.to_numpy(float) + 1
    # A band that the spec cuts keeps the share of the years that stay.
    youngest, oldest = spec.age.youngest, spec.age.oldest + 1
    kept = (np.minimum(high, oldest) - np.maximum(low, youngest)).clip(0) / (high - low)
    band = streams("people.age_band").choice(bands.share_percent.to_numpy(float) * kept, *keys)
    u = streams("people.age").uniform(*keys)
    from_, to = np.maximum(low, youngest)[band], np.minimum(high, oldest)[band]
    even = from_ + u * (to - from_)
    # The oldest thin out exponentially instead of evenly.
    mean = PARAMETERS.number["oldest_band_mean_years"]
    tail = from_ - mean * np.log1p(-u * (1 - np.exp(-(to - from_) / mean)))
    age = np.where(band == len(bands) - 1, tail, even)
    share_male = bands.share_male.to_numpy(float)[band]
    if spec.sex.female is not None:
        share_male = np.full(len(band), 1 - spec.sex.female)
    return age, streams("people.sex").uniform(*keys) >= share_male


def frailty(key: np.ndarray, streams: Streams) -> np.ndarray:
    """Persistent multiplier of acute care, gamma with mean 1."""
    variation = PARAMETERS.number["frailty_coefficient_of_variation"]
    return streams("people.frailty").gamma(1 / variation**2, key)


def children(births: Births, people: People, streams: Streams) -> People:
    """The people born, who share the mother's home, heritage and clinic."""
    mother, birth, order = births.mother, births.birth, births.order
    key = people.key[mother] + order
    # A woman on her own mother's policy cannot put a child on it: she is the holder.
    from_her = people.relation[mother] == CHILD
    return People(
        key=key,
        birth=birth,
        death=np.full(len(key), NEVER),
        is_female=streams("people.sex").uniform(key) >= PARAMETERS.number["births_share_male"],
        heritage=people.heritage[mother],
        language=people.language[mother],
        community=people.community[mother],
        zip=people.zip[mother],
        is_charted=people.is_charted[mother],
        frailty=frailty(key, streams),
        mother=mother,
        birth_weeks=births.weeks,
        birth_weight=_birth_weight(births, key, streams),
        household=people.household[mother],
        surname=people.surname[mother],
        holder=np.where(from_her, people.key[mother], people.holder[mother]),
        holder_birth=np.where(from_her, people.birth[mother], people.holder_birth[mother]),
        relation=np.full(len(key), CHILD),
        last_delivery=np.full(len(key), -NEVER),
    )


def _birth_weight(births: Births, key: np.ndarray, streams: Streams) -> np.ndarray:
    """Grams at birth: the median of the week, less for twins, with the spread of healthy and unhealthy growth."""
    number, table = PARAMETERS.number, PARAMETERS.birth_weight.sort_values("weeks")
    median = np.interp(births.weeks, table.weeks.to_numpy(float), table.median_grams.to_numpy(float))
    median = median * np.where(births.is_twin, number["twin_weight_ratio"], 1.0)
    z = streams("people.birth_weight").normal(key)
    return np.rint(median * np.exp(number["birth_weight_sigma"] * z)).astype(np.int64)


def joined(parents: People, born: People) -> People:
    """Founders and children in one, sorted by key."""
    both = {f.name: np.concatenate([getattr(parents, f.name), getattr(born, f.name)]) for f in fields(People)}
    everyone = People(**both)
    return everyone.take(np.argsort(everyone.key, kind="stable"))


def describe(people: People, places: Places, streams: Streams) -> pd.DataFrame:
    """Names, home and contacts of people, in the words that both recordings use."""
    key = people.key
    home = people.household
    names = places.names
    draw = lambda name, of=key: streams(f"people.{name}").uniform(of)  # noqa: E731

    def given(name: str) -> np.ndarray:
        u = draw(name)
        return np.where(people.is_female, pick(names.female, u), pick(names.male, u))

    first, middle, last = given("first_name"), given("middle_name"), pick(names.last, draw("last_name", people.surname))
    location = places.zip.iloc[people.zip].reset_index(drop=True)
    heritage = PARAMETERS.race_ethnicity
    suffix = np.where(
        ~people.is_female & (draw("name_suffix") < PARAMETERS.number["male_name_suffix_share"]), "Jr", None
    )
    phone = (draw("phone", home) * 100).astype(int)
    area = 201 + (draw("phone_area", home) * 780).astype(int)
    ids = np.array(person_id(key).to_pylist(), dtype=object)
    mail = np.array(
        [f"{given}.{family}.{i[-4:]}@example.com".lower() for given, family, i in zip(first, last, ids, strict=True)],
        object,
    )
    return pd.DataFrame(
        {
            "person_id": ids,
            "first_name": first,
            "middle_name": np.array([name[0] for name in middle], dtype=object),
            "last_name": last,
            "name_suffix": suffix,
            "sex": np.where(people.is_female, "female", "male"),
            "race": heritage.race.to_numpy(object)[people.heritage],
            "ethnicity": heritage.ethnicity.to_numpy(object)[people.heritage],
            "language": people.language,
            "social_security_number": social_security_number(key).to_pylist(),
            "address": street_address(streams, "people.address", home),
            "city": location.city.to_numpy(object),
            "state": location.state.to_numpy(object),
            "zip_code": location.zip.to_numpy(object),
            "phone": np.array([f"{a}-555-01{p:02d}" for a, p in zip(area, phone, strict=True)], object),
            "email": mail,
            "county": location.county_name.to_numpy(object),
            "county_fips": location.county_fips.to_numpy(object),
            "latitude": location.latitude.to_numpy(float),
            "longitude": location.longitude.to_numpy(float),
        }
    )


def _language(heritage: np.ndarray, key: np.ndarray, spec: Spec, streams: Streams) -> np.ndarray:
    spoken_by = groups(PARAMETERS.language, "race", "ethnicity")
    u = streams("people.language").uniform(key)
    language = np.full(len(key), "en", dtype=object)
    for row, group in enumerate(rows(PARAMETERS.race_ethnicity)):
        spoken = spoken_by[group.race, group.ethnicity]
        share = spoken.share.to_numpy(float)
        if spec.language.english is not None:
            english = (spoken.language == "en").to_numpy()
            others = share[~english].sum()
            share = np.where(english, spec.language.english, share * (1 - spec.language.english) / (others or 1))
        who = heritage == row
        language[who] = pick((spoken.language.to_numpy(object), share), u[who])
    return language
