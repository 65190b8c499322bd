"""A spec that cannot be built is refused in one error that names the file, the field and what is allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careworld import spec
from careworld.errors import CareworldError
from careworld.imperfections import REGISTRY
from careworld.spec import Spec

GOOD = {"people": 100, "seed": 1}


def written(project: Path, text: str) -> str:
    """Name of a spec with this text."""
    (project / "specs/bad.yml").write_text(text)
    return "bad"


def refusal(project: Path, text: str) -> str:
    """The error that a spec with this text raises; it always names the file."""
    with pytest.raises(CareworldError) as raised:
        spec.load(written(project, text))
    assert "specs/bad.yml" in str(raised.value)
    return str(raised.value)


# Field and value as they stand in the file -> what the error must say.
BAD_VALUES = {
    "people: 0": ["`people` is 0", "greater than or equal to 1"],
    "people: -5": ["`people` is -5", "greater than or equal to 1"],
    "people: 999_000_000": ["`people`", "less than or equal to 12000000"],
    "people: many": ["`people` is 'many'", "valid integer"],
    "people: yes": ["`people` is True", "valid integer"],
    "seed: -1": ["`seed` is -1", "greater than or equal to 0"],
    "seed: 1.5": ["`seed` is 1.5", "valid integer"],
    "clinic: {share_of_people: 1.5}": ["`clinic.share_of_people` is 1.5", "less than or equal to 1"],
    "clinic: {share_of_people: -1}": ["`clinic.share_of_people` is -1", "greater than or equal to 0"],
    "clinic: {share_of_people: many}": ["`clinic.share_of_people` is 'many'", "valid number"],
    "clinic: {share_of_people: .nan}": ["`clinic.share_of_people` is nan", "less than or equal to 1"],
    "clinic: 0.5": ["`clinic` is 0.5", "share_of_people"],
    "payers: {medicare: -0.1}": ["`payers.medicare` is -0.1", "greater than or equal to 0"],
    "payers: {medicare: .inf}": ["`payers.medicare` is inf", "less than or equal to 100"],
    "sex: {female: 50}": ["`sex.female` is 50", "less than or equal to 1"],
    "age: {youngest: 70, oldest: 60}": ["`age`", "youngest must not exceed oldest"],
    "age: {oldest: 200}": ["`age.oldest` is 200", "less than or equal to 104"],
    "years: {first: 2024, last: 2022}": ["`years`", "last must lie between first and first + 9"],
    "years: {first: 1999}": ["`years.first` is 1999", "greater than or equal to 2020"],
    "conditions: {type_2_diabetes: 0.2}": ["`conditions.type_2_diabetes` is 0.2", "prevalence"],
    "conditions: {type_2_diabetes: {prevalence: 20}}": ["`conditions.type_2_diabetes.prevalence` is 20", "equal to 1"],
    "conditions: {type_2_diabetes: {}}": ["`conditions.type_2_diabetes.prevalence` is missing"],
    "conditions: {type_2_diabetis: {prevalence: 0.2}}": [
        "unknown condition `type_2_diabetis`", "Did you mean `type_2_diabetes`?", "Allowed: obesity, smoking",
    ],
    "conditions: {xyz: {prevalence: 0.2}}": ["unknown condition `xyz`", "Allowed: obesity, smoking"],
    "geography: {states: [MA, XX]}": ["unknown state `XX` in geography", "Allowed: AK, AL"],
    "geography: {states: [no]}": ["`geography.states.0` is False", "valid string"],
    "geography: {states: MA}": ["`geography.states` is 'MA'", "tuple"],
    "populaton: 5": ["unknown field `populaton`", "Allowed here: description, people, seed"],
    "peopel: 5": ["unknown field `peopel`", "Did you mean `people`?", "Allowed here: description, people"],
    "clinic: {share_of_poeple: 0.5}": [
        "unknown field `clinic.share_of_poeple`", "Did you mean `share_of_people`?", "Allowed here: share_of_people.",
    ],
    "payers: {comercial: 1}": ["unknown field `payers.comercial`", "Did you mean `commercial`?", "Allowed here: comm"],
    "conditions: {asthma: {prevalence: 0.2, prevalance: 0.2}}": [
        "unknown field `conditions.asthma.prevalance`", "Did you mean `prevalence`?", "Allowed here: prevalence.",
    ],
    "imperfections: {typos: 0.2}": ["unknown field `imperfections.typos`", "Allowed here: late_termination"],
    "7: 8": ["`7`"],
}  # fmt: skip


@pytest.mark.parametrize("line", BAD_VALUES)
def test_a_bad_value_is_refused_by_name(project: Path, line: str):
    lines = {"people": "people: 100", "seed": "seed: 1"}
    lines[line.partition(":")[0]] = line
    message = refusal(project, "\n".join(lines.values()))
    for part in BAD_VALUES[line]:
        assert part in message
    assert "\n" not in message, "one wrong field, one sentence"


@pytest.mark.parametrize("name", [flaw.name for flaw in REGISTRY])
@pytest.mark.parametrize("rate", ["1.5", "-1", "many"])
def test_an_impossible_rate_is_refused(project: Path, name: str, rate: str):
    message = refusal(project, f"people: 100\nseed: 1\nimperfections: {{{name}: {rate}}}")
    assert f"`imperfections.{name}` is " in message
    assert rate in message


def test_every_wrong_field_is_named_at_once(project: Path):
    message = refusal(project, "people: 0\nclinic: {share_of_people: 2}")
    assert "`people` is 0" in message
    assert "`clinic.share_of_people` is 2" in message
    assert "the field `seed` is missing" in message


def test_a_missing_spec_names_those_that_exist(project: Path):
    (project / "specs/scenarios").mkdir()
    (project / "specs/scenarios/rural.yml").write_text("people: 1\nseed: 1\n")
    with pytest.raises(CareworldError, match=r"no spec specs/tini\.yml.*exist: scenarios/rural, tiny"):
        spec.load("tini")


def test_a_folder_without_specs_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CareworldError, match="Specs that exist: none"):
        spec.load("demo")


@pytest.mark.parametrize("text", ["people: [1", "people: 1\n\tseed: 2", "{", "a: b: c"])
def test_broken_yaml_is_refused(project: Path, text: str):
    message = refusal(project, text)
    assert "not valid YAML" in message
    assert "line" in message


def test_a_file_that_is_not_text_is_refused(project: Path):
    (project / "specs/bad.yml").write_bytes(b"people: \xff\xfe")
    with pytest.raises(CareworldError, match=r"specs/bad\.yml is not valid YAML"):
        spec.load("bad")


@pytest.mark.parametrize(("text", "kind"), [("- people", "list"), ("people", "str"), ("17", "int")])
def test_a_spec_that_is_not_a_mapping_is_refused(project: Path, text: str, kind: str):
    assert f"not a {kind}" in refusal(project, text)


def test_an_empty_spec_lacks_its_people(project: Path):
    assert "the field `people` is missing" in refusal(project, "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_spec_is_refused(project: Path):
    (project / "specs/tiny.yml").chmod(0)
    with pytest.raises(CareworldError, match="cannot be read"):
        spec.load("tiny")


def test_a_spec_is_found_by_name_and_by_path(project: Path):
    elsewhere = project / "elsewhere.yaml"
    elsewhere.write_text((project / "specs/tiny.yml").read_text())
    assert spec.load("tiny") == spec.load("specs/tiny.yml") == spec.load(str(elsewhere))


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("demo", "demo"), ("specs/demo.yml", "demo"), ("scenarios/rural", "scenarios/rural"),
        ("/elsewhere/rural.yml", "rural"), ("specs/../../rural.yml", "rural"),
    ],
)  # fmt: skip
def test_the_folder_of_a_lake_never_leaves_the_lakes(name: str, folder: str):
    assert spec.name_of(name) == folder


def test_the_id_follows_the_seed_and_everything_else_but_the_description():
    base = Spec(**GOOD)
    assert base.id == Spec(**GOOD, description="Other words.").id
    others = [
        {"seed": 2}, {"people": 101}, {"years": {"first": 2023}}, {"geography": {"states": ["MA"]}},
        {"age": {"youngest": 65}}, {"sex": {"female": 0.5}}, {"language": {"english": 1}}, {"payers": {"medicaid": 2}},
        {"conditions": {"asthma": {"prevalence": 0.1}}}, {"clinic": {"share_of_people": 1}},
        {"imperfections": {"late_termination": 0.1}},
    ]  # fmt: skip
    ids = {Spec(**GOOD | other).id for other in others} | {base.id}
    assert len(ids) == len(others) + 1
    assert {next(iter(other)) for other in others} | {"description"} == set(Spec.model_fields), "a field is not tried"


def test_the_id_does_not_depend_on_how_a_spec_is_written():
    states, conditions = ["GA", "MA"], {"asthma": {"prevalence": 0.5}, "hiv": {"prevalence": 0}}
    base = Spec(**GOOD, geography={"states": states}, conditions=conditions)
    other = Spec(
        seed=1, people=100, geography={"states": [*states[::-1], "MA"]},
        conditions=dict(reversed(conditions.items())), payers={"commercial": 1, "medicare": 1.0},
        imperfections={"late_termination": 0}, years={"first": 2022, "last": 2024},
    )  # fmt: skip
    assert base.id == other.id


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_seeds_share_an_id_only_when_they_are_equal(one: int, two: int):
    assert (Spec(people=1, seed=one).id == Spec(people=1, seed=two).id) == (one == two)


def test_the_id_changes_with_the_generator(monkeypatch: pytest.MonkeyPatch):
    before = Spec(**GOOD).id
    monkeypatch.setattr(spec, "fingerprint", lambda: "another generator")
    assert Spec(**GOOD).id != before


def test_a_spec_that_was_read_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Spec(**GOOD).people = 5
