"""The population spec: what one can ask for, its defaults, and errors that name the field.

A spec is a YAML file under specs/. Its name is its path there without the ending: specs/demo.yml is
`demo`, specs/scenarios/rural.yml is `scenarios/rural`.
"""

from __future__ import annotations

import json
from datetime import date
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from careworld import __version__
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS, fingerprint

# One identifier holds eight people (a founder and up to seven children) and SSNs have eight free digits.
MOST_PEOPLE = 12_000_000

Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    # Defaults are validated, so that a default that is written out gives the same spec id.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, validate_default=True)


class Years(_Strict):
    """Full calendar years of simulated care."""

    first: int = Field(2022, ge=2020, le=2049, description="First simulated year.")
    last: int = Field(2024, ge=2020, le=2049, description="Last simulated year.")

    @model_validator(mode="after")
    def _ordered(self):
        if not self.first <= self.last <= self.first + 9:
            raise ValueError("last must lie between first and first + 9")
        return self


class Geography(_Strict):
    """Where people live."""

    states: tuple[str, ...] = Field(
        (), strict=False, description="Two-letter states; empty means the whole country."
    )

    @field_validator("states")
    @classmethod
    def _in_order(cls, states: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(set(states)))


class Sex(_Strict):
    """Sex of people; by default as in the census, by age."""

    female: Share | None = Field(None, description="Share of women and girls at every age.")


class Age(_Strict):
    """Age at the start; by default as in the census."""

    youngest: int = Field(0, ge=0, le=100, description="Youngest age in years.")
    oldest: int = Field(104, ge=0, le=104, description="Oldest age in years.")

    @model_validator(mode="after")
    def _ordered(self):
        if self.youngest > self.oldest:
            raise ValueError("youngest must not exceed oldest")
        return self


class Condition(_Strict):
    """A condition whose prevalence differs from the parameter tables."""

    prevalence: Share = Field(description="Share of people who have it at the start, over all ages.")


class Payers(_Strict):
    """Relative weight of each line of business against the parameter tables."""

    commercial: float = Field(1, ge=0, le=100)
    medicaid: float = Field(1, ge=0, le=100)
    medicare: float = Field(1, ge=0, le=100)
    other: float = Field(1, ge=0, le=100, description="TRICARE.")
    uninsured: float = Field(1, ge=0, le=100)


class Language(_Strict):
    """Language at home; by default by race and ethnicity as in the census."""

    english: Share | None = Field(None, description="Share who speak English at home.")


class Clinic(_Strict):
    """The clinic's chart system."""

    share_of_people: Share = Field(0.7, description="Share of people whom the clinic sees.")


class Imperfections(_Strict):
    """Rates of named flaws in the recordings; see python/careworld/imperfections.py."""

    late_termination: Share = Field(0, description="Enrollment spans that end a month before claims do.")
    missing_rendering_npi: Share = Field(0, description="Professional lines without the rendering NPI.")
    misspelled_last_name: Share = Field(0, description="Clinic patients with two letters of the name swapped.")


class Spec(_Strict):
    """A population to build."""

    description: str = Field("", description="What this population is for.")
    people: int = Field(ge=1, le=MOST_PEOPLE, description="People alive at the start; births come on top.")
    seed: int = Field(ge=0, le=2**63 - 1, description="Any integer; same spec and seed give the same bytes.")
    years: Years = Years()
    geography: Geography = Geography()
    age: Age = Age()
    sex: Sex = Sex()
    language: Language = Language()
    payers: Payers = Payers()
    conditions: dict[str, Condition] = Field({}, description="Conditions with a prevalence of your own.")
    clinic: Clinic = Clinic()
    imperfections: Imperfections = Imperfections()

    @property
    def start(self) -> date:
        """First simulated day."""
        return date(self.years.first, 1, 1)

    @property
    def end(self) -> date:
        """Last simulated day."""
        return date(self.years.last, 12, 31)

    @property
    def id(self) -> str:
        """Hash of the canonical spec, the generator's version and every parameter and code table."""
        canonical = json.dumps(self.model_dump(exclude={"description"}), sort_keys=True)
        text = f"{canonical}\n{__version__}\n{fingerprint()}"
        return blake2b(text.encode(), digest_size=12).hexdigest()


def path_of(name: str, folder: Path = Path("specs")) -> Path:
    """Path of a spec's file. `name` may be `demo`, `specs/demo.yml` or any path to a YAML file."""
    return Path(name) if name.endswith((".yml", ".yaml")) else folder / f"{name}.yml"


def name_of(name: str, folder: Path = Path("specs")) -> str:
    """Name of a spec, which is also the name of its folder in the lake."""
    path = path_of(name, folder).with_suffix("")
    inside = path.is_relative_to(folder) and ".." not in path.parts
    return str(path.relative_to(folder)) if inside else path.name


def load(name: str) -> Spec:
    """Read and validate a spec.

    Raises CareworldError, naming the file and field, when it is missing, not YAML, or not valid.
    """
    path = path_of(name)
    if not path.is_file():
        known = ", ".join(sorted(name_of(str(p)) for p in Path("specs").rglob("*.yml"))) or "none"
        raise CareworldError(f"There is no spec {path}. Specs that exist: {known}.")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise CareworldError(f"{path} cannot be read ({error.strerror}).") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CareworldError(f"{path} is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict):
        raise CareworldError(f"{path} must hold fields such as `people: 10000`, not a {type(content).__name__}.")
    try:
        spec = Spec.model_validate(content)
    except ValidationError as error:
        raise CareworldError("\n".join(_sentence(path, problem) for problem in error.errors())) from None
    _check_names(path, spec)
    return spec


def _sentence(path: Path, problem: dict) -> str:
    field = ".".join(str(part) for part in problem["loc"]) or "spec"
    if problem["type"] == "extra_forbidden":
        model = Spec
        for part in problem["loc"][:-1]:
            annotation = model.model_fields.get(str(part))
            model = annotation.annotation if annotation else Condition
            model = model if isinstance(model, type) and issubclass(model, BaseModel) else Condition
        allowed = list(model.model_fields)
        near = get_close_matches(str(problem["loc"][-1]), allowed, n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"{path}: unknown field `{field}`.{hint} Allowed here: {', '.join(allowed)}."
    if problem["type"] == "missing":
        return f"{path}: the field `{field}` is missing."
    wrong = problem["msg"].removeprefix("Value error, ")
    if problem["type"] == "model_type":
        model = {"Condition": Condition}.get(problem["ctx"]["class_name"]) or Spec.model_fields[field].annotation
        wrong = f"it takes fields of its own: {', '.join(model.model_fields)}"
    return f"{path}: `{field}` is {problem['input']!r}: {wrong[0].lower()}{wrong[1:]}."


def _check_names(path: Path, spec: Spec) -> None:
    conditions = list(PARAMETERS.condition.condition)
    for name in spec.conditions:
        if name not in conditions:
            near = get_close_matches(name, conditions, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise CareworldError(
                f"{path}: unknown condition `{name}`.{hint} Allowed: {', '.join(conditions)}."
            )
    states = sorted(set(PARAMETERS.zip_code.state))
    for state in spec.geography.states:
        if state not in states:
            raise CareworldError(f"{path}: unknown state `{state}` in geography. Allowed: {', '.join(states)}.")
