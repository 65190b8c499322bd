"""`careworld new-cohort` writes two files, says what to do next, and refuses what can not be, with the names that can.

That the two files build is seen where definitions are added to a copy of the project.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from careworld import new_cohort
from careworld.errors import CareworldError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two shelves with three concepts, a cohort and a table over all cohorts."""
    for file in (
        "models/concepts/respiratory/concept__asthma.sql",
        "models/concepts/respiratory/concept__asthma_emergency.sql",
        "models/concepts/renal/concept__dialysis.sql",
        "models/cohorts/respiratory/cohort__severe_asthma.sql",
        "models/cohorts/cohorts__member.sql",
    ):
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_it_writes_the_model_and_its_twin_and_says_what_is_next(project: Path):
    said = new_cohort.write("young_asthma", "respiratory", root=project)
    folder = project / "models/cohorts/respiratory"
    assert "first('asthma')" in (folder / "cohort__young_asthma.sql").read_text(encoding="utf-8")
    twin = yaml.safe_load((folder / "cohort__young_asthma.yml").read_text(encoding="utf-8"))
    assert twin["models"][0]["name"] == "cohort__young_asthma"
    assert twin["models"][0]["config"]["meta"]["status"] == "draft"
    assert twin["unit_tests"][0]["given"][0]["input"] == "ref('concept__asthma')"
    assert "models/cohorts/respiratory/cohort__young_asthma.sql" in said
    assert "--select +cohort__young_asthma" in said


def test_each_rule_of_the_model_loses_an_example_patient(project: Path):
    new_cohort.write("young_asthma", "respiratory", root=project)
    folder = project / "models/cohorts/respiratory"
    twin = yaml.safe_load((folder / "cohort__young_asthma.yml").read_text(encoding="utf-8"))
    lost_to = {row.split(",")[3] for row in twin["unit_tests"][0]["expect"]["rows"].splitlines()[1:]}
    assert lost_to == {"", "enrolled on the day of entry", "adult at entry"}
    model = (folder / "cohort__young_asthma.sql").read_text(encoding="utf-8")
    assert all(f"'{rule}'" in model for rule in lost_to - {""})


@pytest.mark.parametrize(
    ("name", "asked", "concept"),
    [
        ("asthma_emergency_return", None, "asthma_emergency"),  # the longest that the name holds
        ("dialysis", None, "dialysis"),
        ("frequent_visits", "dialysis", "dialysis"),
    ],
)
def test_it_begins_with_the_concept_that_is_asked_for_or_that_the_name_holds(
    project: Path, name: str, asked: str | None, concept: str
):
    new_cohort.write(name, "renal", asked, root=project)
    assert f"first('{concept}')" in (project / f"models/cohorts/renal/cohort__{name}.sql").read_text(encoding="utf-8")


def test_an_owner_with_an_apostrophe_is_still_yaml(project: Path):
    new_cohort.write("young_asthma", "respiratory", owner="Women's Health", root=project)
    twin = yaml.safe_load((project / "models/cohorts/respiratory/cohort__young_asthma.yml").read_text(encoding="utf-8"))
    assert twin["models"][0]["config"]["meta"]["owner"] == "Women's Health"


@pytest.mark.parametrize("name", ["", "Asthma", "1st_asthma", "asthma__young", "asthma-young", "../asthma", "asthma_"])
def test_a_name_that_can_not_be_a_table_is_refused(project: Path, name: str):
    with pytest.raises(CareworldError, match=r"can not be named .* such as new_metformin_users"):
        new_cohort.write(name, "respiratory", "asthma", root=project)


@pytest.mark.parametrize(
    ("name", "shelf", "concept", "message"),
    [
        ("member", "renal", "dialysis", "cohorts.member is a table over all cohorts. Names taken so: member"),
        ("severe_asthma", "renal", None, "There is a cohort severe_asthma: models/cohorts/respiratory/cohort__severe"),
        ("young_asthma", "lungs", None, "There is no shelf lungs. The shelves are renal, respiratory"),
        ("young_asthma", "renal", "copd", "There is no concept copd. Concepts on the shelf renal: dialysis"),
        ("frequent_visits", "respiratory", None, "or --concept. Concepts on the shelf respiratory: asthma, "),
    ],
)
def test_what_can_not_be_is_refused_with_what_can(
    project: Path, name: str, shelf: str, concept: str | None, message: str
):
    before = sorted(project.rglob("*"))
    with pytest.raises(CareworldError) as refused:
        new_cohort.write(name, shelf, concept, root=project)
    assert message in str(refused.value)
    assert sorted(project.rglob("*")) == before
