"""Laboratory values and vital signs: what a body of this age, sex and illness would show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from careworld.calendar import age_in_years
from careworld.encounters import STAYS, Care, Encounters
from careworld.parameters import PARAMETERS, groups, rows
from careworld.services import Services


@dataclass
class Measurements:
    """Arrays of equal length, one entry per value, sorted by encounter and measure."""

    encounter: np.ndarray  # position in Encounters
    measure: np.ndarray  # row of the lab_test or vital_sign table
    value: np.ndarray
    panel: np.ndarray  # row of the service that ordered it, -1 for vital signs


class _Body:
    """Latent values: a person's own level, the shift of her illnesses, and the day's variation."""

    def __init__(self, care: Care, encounters: Encounters, table, effects, measure: str):
        self.care, self.encounters = care, encounters
        self.table, self.measure = table, measure
        self.month = care.calendar.month_of(encounters.start)
        self.age = age_in_years(care.people.birth[encounters.person], encounters.start)
        self.effects = groups(effects, measure)

    def _childs(self, name: str, which: np.ndarray) -> np.ndarray:
        """Typical value of a vital sign at a child's age; girls and boys differ too little to tell."""
        chart = PARAMETERS.growth[PARAMETERS.growth.sex == "female"]
        chart = chart[chart.age_years <= _GROWN_UP].sort_values("age_years")
        return np.interp(self.age[which], chart.age_years.to_numpy(float), chart[name].to_numpy(float))

    def value(self, row, which: np.ndarray) -> np.ndarray:
        """Values of one measure at the encounters `which`."""
        care, person = self.care, self.encounters.person[which]
        key, event = care.people.key[person], self.encounters.event[which]
        name = getattr(row, self.measure)
        is_lognormal = float(getattr(row, "is_lognormal", 0) or 0) == 1
        mean = np.where(care.people.is_female[person], float(row.mean_female), float(row.mean_male))
        mean = np.log(mean) if is_lognormal else mean
        if name in PARAMETERS.growth:
            mean = np.where(self.age[which] < _GROWN_UP, self._childs(name, which), mean)
        mean = mean + float(row.per_decade or 0) * (self.age[which].clip(18, 95) - 50) / 10
        spread = 1.0
        for effect in rows(self.effects[name]) if name in self.effects else ():
            condition = care.illness.conditions.index(effect.condition)
            ill = care.illness.active[condition, person, self.month[which]]
            mean = mean + effect.shift * ill
            spread = spread * np.where(ill, float(getattr(effect, "sd_ratio", 1) or 1), 1.0)
        own = care.streams(f"measure.{name}.person").normal(key)
        today = care.streams(f"measure.{name}.visit").normal(key, event)
        value = mean + float(row.sd_between) * spread * own + float(row.sd_within) * today
        value = np.exp(value) if is_lognormal else value
        return value.clip(float(row.minimum), float(row.maximum))


_GROWN_UP = 18
_ADULT_TESTS = ("egfr",)  # formulas that are not valid for children


def lab_results(care: Care, encounters: Encounters, services: Services, charted: np.ndarray) -> Measurements:
    """Results of the laboratory services of charted encounters. `charted` is bool by encounter."""
    tests = PARAMETERS.lab_test
    hcpcs = PARAMETERS.service.hcpcs.to_numpy(object)
    body = _Body(care, encounters, tests, PARAMETERS.lab_effect, "lab_test")
    seen = charted[services.encounter]
    parts = []
    for measure, row in enumerate(rows(tests)):
        ordering = np.isin(hcpcs.astype(str), row.panel_hcpcs.split("|"))
        lines = np.flatnonzero(seen & ordering[services.service])
        if row.lab_test in _ADULT_TESTS:
            lines = lines[body.age[services.encounter[lines]] >= _GROWN_UP]
        # Two panels that hold the same analyte report it once.
        which, first = np.unique(services.encounter[lines], return_index=True)
        parts.append((which, np.full(len(which), measure), body.value(row, which), services.service[lines[first]]))
    results = Measurements(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    _agree(results, tests, care, encounters)
    order = np.lexsort((results.measure, results.panel, results.encounter))
    return Measurements(*(getattr(results, f)[order] for f in ("encounter", "measure", "value", "panel")))


def _agree(results: Measurements, tests, care: Care, encounters: Encounters) -> None:
    """Values that chemistry ties together: eGFR follows creatinine (CKD-EPI 2021) and total cholesterol its
    parts (Friedewald)."""
    names = {name: i for i, name in enumerate(tests.lab_test)}

    def at(name: str) -> tuple[np.ndarray, np.ndarray]:
        position = np.flatnonzero(results.measure == names[name])
        return position, results.encounter[position]

    def matched(name: str, encounter: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        here, of = at(name)
        if not len(of):
            return np.zeros(len(encounter), dtype=bool), np.zeros(len(encounter))
        near = np.searchsorted(of, encounter).clip(0, len(of) - 1)
        return of[near] == encounter, results.value[here[near]]

    if {"creatinine", "egfr"} <= names.keys():
        here, encounter = at("egfr")
        found, creatinine = matched("creatinine", encounter)
        person = encounters.person[encounter]
        female = care.people.is_female[person]
        age = age_in_years(care.people.birth[person], encounters.start[encounter])
        kappa, alpha = np.where(female, 0.7, 0.9), np.where(female, -0.241, -0.302)
        ratio = np.where(found, creatinine, 1.0) / kappa
        egfr = 142 * np.minimum(ratio, 1) ** alpha * np.maximum(ratio, 1) ** -1.2 * 0.9938**age
        results.value[here] = np.where(found, egfr * np.where(female, 1.012, 1), results.value[here])
    if {"total_cholesterol", "ldl_cholesterol", "hdl_cholesterol", "triglycerides"} <= names.keys():
        here, encounter = at("total_cholesterol")
        parts = [matched(n, encounter) for n in ("ldl_cholesterol", "hdl_cholesterol", "triglycerides")]
        found = np.logical_and.reduce([f for f, _ in parts])
        ldl, hdl, triglycerides = (value for _, value in parts)
        results.value[here] = np.where(found, ldl + hdl + triglycerides / 5, results.value[here])


def vital_signs(care: Care, encounters: Encounters, charted: np.ndarray) -> Measurements:
    """Vital signs of charted visits in person."""
    table = PARAMETERS.vital_sign
    body = _Body(care, encounters, table, PARAMETERS.vital_effect, "vital_sign")
    in_person = encounters.is_template(
        "office_visit",
        "hospital_clinic_visit",
        "preventive_visit",
        "prenatal_visit",
        "emergency_visit",
        "outpatient_surgery",
        *STAYS,
    )
    key = care.people.key[encounters.person]
    taken = care.streams("measure.vitals").uniform(key, encounters.event) < PARAMETERS.number["vitals_share"]
    which = np.flatnonzero(charted & in_person & taken)
    # Newborns on the ward have their own charts; blood pressure waits until the age of three.
    which = which[~encounters.is_template("newborn", "newborn_intensive")[which]]
    height, bmi = _build(care, encounters, body, which)
    size = {"height": height, "body_mass_index": bmi, "weight": bmi * (height / 100) ** 2}
    child = body.age[which] < 3
    parts = []
    for measure, row in enumerate(rows(table)):
        name = row.vital_sign
        value = size[name] if name in size else body.value(row, which)
        here = (
            ~child
            if name in ("systolic_blood_pressure", "diastolic_blood_pressure", "body_mass_index")
            else slice(None)
        )
        at = which[here]
        parts.append((at, np.full(len(at), measure), value[here], np.full(len(at), -1)))
    signs = Measurements(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    order = np.lexsort((signs.measure, signs.encounter))
    return Measurements(*(getattr(signs, f)[order] for f in ("encounter", "measure", "value", "panel")))


def _build(care: Care, encounters: Encounters, body: _Body, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Height in cm and body mass index: growth charts in childhood, one's own build in adulthood."""
    number, person = PARAMETERS.number, encounters.person[which]
    key, event = care.people.key[person], encounters.event[which]
    female = care.people.is_female[person]
    age = body.age[which]
    tall = care.streams("measure.height.person").normal(key)
    height = np.zeros(len(which))
    typical = np.zeros(len(which))
    for sex in (False, True):
        chart = PARAMETERS.growth[PARAMETERS.growth.sex == ("female" if sex else "male")].sort_values("age_years")
        at = female == sex
        for target, column in ((height, "height_cm"), (typical, "body_mass_index")):
            target[at] = np.interp(age[at], chart.age_years.to_numpy(float), chart[column].to_numpy(float))
    height = height * (1 + number["height_sd_share"] * tall)
    own = care.streams("measure.bmi.person").uniform(key)
    is_obese = care.illness.active[care.illness.conditions.index("obesity"), person, body.month[which]]
    lean = typical + number["bmi_sd_share"] * typical * special.ndtri(own)
    above = typical - number["bmi_exponential_mean"] * np.log1p(-own * 0.999) * (typical / 25)
    # Adults are obese from 30; children from the 95th percentile, about a quarter above the typical index.
    limit = np.where(age >= 20, 30.0, typical * number["child_obesity_ratio"])
    bmi = np.where(is_obese, limit + (above - typical), np.minimum(lean, limit * 0.995))
    today = 1 + number["weight_within_sd_share"] * care.streams("measure.bmi.visit").normal(key, event)
    return height, (bmi.clip(11, 70) * today)
