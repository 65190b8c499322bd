"""The body: what any measurement of a person on a day would show.

A measure's level is the typical value of the person's sex and age, shifted by her illnesses and by the
drugs she takes, plus her own lasting deviation; a reading adds the day's variation. Measures that go
together (blood pressures, the lipids, red cells and hemoglobin) share a factor of that deviation, so that
one hidden physiology stands behind laboratory values, vital signs and questionnaires alike.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from careworld.calendar import NEVER, age_in_years
from careworld.encounters import Care
from careworld.parameters import PARAMETERS, groups, rows
from careworld.prescriptions import Courses, therapies

GROWN_UP = 18
ADULT_MEASURES = ("egfr", "phq_9", "gad_7")  # formulas and questionnaires that are not for children
_GLUCOSE_SLOPE, _GLUCOSE_INTERCEPT = 28.7, -46.7  # average glucose in mg/dL from A1c in % (ADAG study, Nathan 2008)
_FULL_EFFECT_DAYS = 90  # a drug works fully after a quarter, the life of a red cell


@cache
def measures() -> dict[str, object]:
    """Rows of the laboratory tests and vital signs by name."""
    tests = {row.lab_test: row for row in rows(PARAMETERS.lab_test)}
    return tests | {row.vital_sign: row for row in rows(PARAMETERS.vital_sign)}


@cache
def _growth(sex: str, column: str) -> tuple[np.ndarray, np.ndarray]:
    """Ages in years, and the typical value of a measure at each of them."""
    chart = PARAMETERS.growth[PARAMETERS.growth.sex == sex].sort_values("age_years")
    return chart.age_years.to_numpy(float), chart[column].to_numpy(float)


class Body:
    """Readings at points in time: `person` is the position in People, `event` keys the day's variation."""

    def __init__(self, care: Care, courses: Courses, person: np.ndarray, event: np.ndarray, day: np.ndarray):
        self.care, self.person, self.event, self.day = care, person, event, day
        self.key = care.people.key[person]
        self.is_female = care.people.is_female[person]
        month = care.calendar.month_of(day).clip(0, care.calendar.months - 1)
        self.cell = person * care.calendar.months + month  # of people x months, flat
        self.age = age_in_years(care.people.birth[person], day)
        self._illness = groups(PARAMETERS.measure_effect, "measure")
        self._drugs = groups(PARAMETERS.treatment_effect, "measure")
        self._courses = courses
        self._therapy: dict[str, np.ndarray] = {}
        self._lasting: dict[str, np.ndarray] = {}
        self._build: tuple[np.ndarray, np.ndarray] | None = None

    def value(self, name: str, which: np.ndarray) -> np.ndarray:
        """Readings of a measure at the points `which`, in its unit, within what a living body can show."""
        row = measures()[name]
        if name in ("height", "weight", "body_mass_index"):
            return self._size(name, which)
        if name in _DERIVED:
            value = _DERIVED[name](self, row, which)
        else:
            value = self._level(row, name, which) + float(row.sd_within) * self._spread(name, which) * self._today(
                name, which
            )
            value = np.exp(value) if _is_lognormal(row) else value
        return value.clip(float(row.minimum), float(row.maximum))

    def reported(self, name: str, which: np.ndarray) -> np.ndarray:
        """Readings as the laboratory writes them, rounded to the measure's decimals."""
        return np.round(self.value(name, which), int(measures()[name].decimals))

    def _level(self, row, name: str, which: np.ndarray) -> np.ndarray:
        """The lasting level, on the log scale where the measure is lognormal."""
        mean = np.where(self.is_female[which], float(row.mean_female), float(row.mean_male))
        mean = np.log(mean) if _is_lognormal(row) else mean
        decades = (self.age[which].clip(18, 95) - 50) / 10
        mean = mean + float(row.per_decade) * decades + float(row.per_decade_squared) * decades**2
        if name in PARAMETERS.growth:
            mean = np.where(self.age[which] < GROWN_UP, mean * self._childs_share(name, which), mean)
        for effect in rows(self._illness[name]) if name in self._illness else ():
            mean = mean + effect.shift * self._is_ill(effect, which)
        for effect in rows(self._drugs[name]) if name in self._drugs else ():
            mean = mean + effect.shift * self._under(effect.drug_group)[which]
        return mean + float(row.sd_between) * self._spread(name, which) * self._own(row, name, which)

    def _spread(self, name: str, which: np.ndarray) -> np.ndarray:
        """How much wider than usual a measure varies in those with an illness."""
        spread = np.ones(len(which))
        for effect in rows(self._illness[name]) if name in self._illness else ():
            if effect.sd_ratio != 1:
                spread = np.where(self._is_ill(effect, which), spread * effect.sd_ratio, spread)
        return spread

    def _is_ill(self, effect, which: np.ndarray) -> np.ndarray:
        """Who has the condition of an effect; a known one where the effect is one of advanced disease."""
        return self.has(effect.condition, which, is_known=effect.only_known == 1)

    def has(self, condition: str, which: np.ndarray, is_known: bool = False) -> np.ndarray:
        """Who has a condition at the points `which`."""
        illness = self.care.illness
        state = illness.known if is_known else illness.active
        return state[illness.conditions.index(condition)].ravel()[self.cell[which]]

    def _under(self, group: str) -> np.ndarray:
        """How far a group of drugs works at every point, 0 to 1."""
        if group not in self._therapy:
            n = len(self.care.people)
            taken = np.flatnonzero(self._courses.therapy == therapies().index(group))
            person = self._courses.person[taken]
            begun, end = np.full(n, NEVER), np.full(n, -NEVER)
            np.minimum.at(begun, person, self._courses.begun[taken])
            np.maximum.at(end, person, self._courses.end[taken])
            at = np.flatnonzero((begun < NEVER)[self.person])  # few take one
            day, person = self.day[at], self.person[at]
            share = ((day - begun[person]) / _FULL_EFFECT_DAYS).clip(0, 1)
            self._therapy[group] = np.zeros(len(self.day))
            self._therapy[group][at] = np.where(day <= end[person] + _FULL_EFFECT_DAYS, share, 0)
        return self._therapy[group]

    def _own(self, row, name: str, which: np.ndarray) -> np.ndarray:
        """The person's lasting deviation, standard normal, in part shared with related measures."""
        loading, own = float(row.factor_loading), 0.0
        if abs(loading) < 1:
            own = np.sqrt(1 - loading**2) * self._trait(f"measure.{name}.person")
        return (own + (loading * self._trait(f"measure.{row.factor}.factor") if loading else 0.0))[self.person[which]]

    def _trait(self, name: str) -> np.ndarray:
        """Standard normal draw of every person, made once: a person is measured many times."""
        if name not in self._lasting:
            self._lasting[name] = self.care.streams(name).normal(self.care.people.key)
        return self._lasting[name]

    def _today(self, name: str, which: np.ndarray) -> np.ndarray:
        return self.care.streams(f"measure.{name}.visit").normal(self.key[which], self.event[which])

    def _childs_share(self, name: str, which: np.ndarray) -> np.ndarray:
        """A vital sign at a child's age against that of the grown up; girls and boys differ too little to tell."""
        years, typical = _growth("female", name)
        typical = typical[years <= GROWN_UP]
        return np.interp(self.age[which], years[years <= GROWN_UP], typical) / typical[-1]

    def _size(self, name: str, which: np.ndarray) -> np.ndarray:
        height, index = self._height_and_index()
        height, index = height[which], index[which]
        return {"height": height, "body_mass_index": index, "weight": index * (height / 100) ** 2}[name]

    def _height_and_index(self) -> tuple[np.ndarray, np.ndarray]:
        """Height in cm and body mass index: growth charts in childhood, one's own build in adulthood."""
        if self._build is not None:
            return self._build
        number, streams = PARAMETERS.number, self.care.streams
        height, typical = np.zeros(len(self.person)), np.zeros(len(self.person))
        for sex in (False, True):
            at = self.is_female == sex
            for target, column in ((height, "height_cm"), (typical, "body_mass_index")):
                target[at] = np.interp(self.age[at], *_growth("female" if sex else "male", column))
        height = height * (1 + number["height_sd_share"] * self._trait("measure.height.person")[self.person])
        own = streams("measure.bmi.person").uniform(self.care.people.key)[self.person]
        lean = typical + number["bmi_sd_share"] * typical * self._trait("measure.bmi.person")[self.person]
        for effect in rows(self._illness["body_mass_index"]):
            lean = lean + effect.shift * self._is_ill(effect, np.arange(len(self.person)))
        reach = np.where(self.is_female, number["bmi_exponential_mean_female"], number["bmi_exponential_mean_male"])
        above = -reach * np.log1p(-own * 0.999) * (typical / 25)
        # Adults are obese from 30; children from the 95th percentile, about a quarter above the typical index.
        limit = np.where(self.age >= 20, 30.0, typical * number["child_obesity_ratio"])
        is_obese = self.has("obesity", np.arange(len(self.person)))
        index = np.where(is_obese, limit + above, np.minimum(lean, limit * 0.995))
        for effect in rows(self._drugs["body_mass_index"]):
            index = index + effect.shift * self._under(effect.drug_group)
        today = 1 + number["weight_within_sd_share"] * streams("measure.bmi.visit").normal(self.key, self.event)
        limits = measures()["body_mass_index"]
        self._build = height, (index * today).clip(limits.minimum, limits.maximum)
        return self._build


def _is_lognormal(row) -> bool:
    return float(getattr(row, "is_lognormal", 0) or 0) == 1


def _glucose(body: Body, row, which: np.ndarray) -> np.ndarray:
    """A sample of the blood whose average A1c tells."""
    number = PARAMETERS.number
    hemoglobin = np.exp(body._level(measures()["hemoglobin_a1c"], "hemoglobin_a1c", which))
    average = number["glucose_to_average_ratio"] * (_GLUCOSE_SLOPE * hemoglobin + _GLUCOSE_INTERCEPT)
    is_diabetic = body.has("type_1_diabetes", which) | body.has("type_2_diabetes", which)
    spread = float(row.sd_within) * np.where(is_diabetic, number["glucose_day_ratio_in_diabetes"], 1.0)
    return average * np.exp(spread * body._today("glucose", which))


def _egfr(body: Body, row, which: np.ndarray) -> np.ndarray:
    """Filtration rate from the reported creatinine: CKD-EPI 2021, for adults."""
    female = body.is_female[which]
    kappa, alpha = np.where(female, 0.7, 0.9), np.where(female, -0.241, -0.302)
    ratio = body.reported("creatinine", which) / kappa
    egfr = 142 * np.minimum(ratio, 1) ** alpha * np.maximum(ratio, 1) ** -1.2 * 0.9938 ** body.age[which]
    return egfr * np.where(female, 1.012, 1)


def _total_cholesterol(body: Body, row, which: np.ndarray) -> np.ndarray:
    """The sum of its parts (Friedewald)."""
    low, high, fat = (body.reported(n, which) for n in ("ldl_cholesterol", "hdl_cholesterol", "triglycerides"))
    return low + high + fat / 5


def _bone_density(body: Body, row, which: np.ndarray) -> np.ndarray:
    """T-score of the hip: at or below -2.5 in osteoporosis and above it elsewhere, whatever is known of it."""
    own = body._own(row, "bone_density_t_score", which)
    usual = body._level(row, "bone_density_t_score", which)
    return np.where(body.has("osteoporosis", which), -2.5 - 0.5 * np.abs(own), np.maximum(usual, -2.4))


_DERIVED = {
    "glucose": _glucose,
    "egfr": _egfr,
    "total_cholesterol": _total_cholesterol,
    "bone_density_t_score": _bone_density,
}
