"""The plugin of dbt that keeps the lists of concepts and cohorts: a definition is added by adding its file.

The projects of these tests have the macros of this one and models of a few words, and are only compiled.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import threading
import zipfile
from contextlib import chdir, redirect_stdout
from pathlib import Path

import pytest
import yaml
from dbt.cli.main import dbtRunner
from dbt.plugins.manager import PluginManager

import dbt_careworld

ROOT = Path(__file__).parents[2]
LISTED = "macros/project/definitions.sql"

PROFILE = """
careworld:
  target: dev
  outputs:
    dev: {type: duckdb, path: ":memory:", schema: main, threads: 1}
"""

EVERYTHING = """
{% for name in all_concepts() %}select * from {{ ref('concept__' ~ name) }} {% endfor %}
{% for name in all_cohorts() %}select * from {{ ref('cohort__' ~ name) }} {% endfor %}
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def new_project(folder: Path, name: str, **settings: object) -> Path:
    """A project of that name, without models."""
    told = {"name": name, "version": "1.0", "config-version": 2, "profile": "careworld", **settings}
    told["flags"] = {"send_anonymous_usage_stats": False}
    write(folder / "dbt_project.yml", yaml.safe_dump(told))
    write(folder / "profiles.yml", PROFILE)
    return folder


def define(project: Path, name: str) -> None:
    """A concept or a cohort, of plain SQL."""
    kind = name.split("__", maxsplit=1)[0]
    write(project / f"models/{kind}s/shelf/{name}.sql", "select 1 as person_id\n")


@pytest.fixture
def careworld(tmp_path: Path) -> Path:
    """A scratch copy of this project, with two definitions and one model that reads all."""
    project = new_project(tmp_path / "careworld", "careworld")
    shutil.copytree(ROOT / "macros/project", project / "macros/project")
    write(project / "models/everything.sql", EVERYTHING)
    define(project, "concept__asthma")
    define(project, "cohort__asthma")
    dbt_careworld.keep(project)
    return project


def dbt(project: Path, command: str = "compile") -> str | None:
    """Run dbt there; None if all went well, else what it says."""
    paths = ["--project-dir", ".", "--profiles-dir", ".", "--log-path", "logs"]
    if command != "deps":
        paths += ["--target-path", "target"]
    with chdir(project), redirect_stdout(io.StringIO()):
        result = dbtRunner().invoke([command, *paths, "--quiet"])
    if result.success:
        return None
    return str(result.exception or [row.message for row in result.result])


def everything(project: Path, package: str = "careworld") -> str:
    return (project / f"target/compiled/{package}/models/everything.sql").read_text(encoding="utf-8")


def test_a_new_file_is_in_the_tables_over_all_without_any_edit(careworld: Path):
    assert dbt(careworld) is None
    assert everything(careworld).count("select") == 2
    define(careworld, "concept__copd")
    define(careworld, "cohort__young_asthma")
    assert dbt(careworld) is None
    assert "copd" in everything(careworld)
    assert "young_asthma" in everything(careworld)
    (careworld / "models/cohorts/shelf/cohort__young_asthma.sql").unlink()
    assert dbt(careworld) is None
    assert "young_asthma" not in everything(careworld)


def test_names_are_sorted_whatever_their_shelf(careworld: Path):
    write(careworld / "models/concepts/a_shelf/concept__zoster.sql", "select 1")
    write(careworld / "models/concepts/z_shelf/concept__angina.sql", "select 1")
    text = dbt_careworld.definitions(careworld)
    assert text.index("angina") < text.index("asthma") < text.index("zoster")


def test_an_untouched_folder_is_not_written_to(careworld: Path):
    file = careworld / LISTED
    before = file.stat()
    assert not dbt_careworld.keep(careworld)
    assert dbt(careworld, "parse") is None
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_this_project_lists_what_it_has():
    assert (ROOT / LISTED).read_text(encoding="utf-8") == dbt_careworld.definitions(ROOT)


def test_whoever_reads_while_others_write_reads_a_whole_list(careworld: Path):
    file, faults = careworld / LISTED, []
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            text = file.read_text(encoding="utf-8")
            if not text.endswith("{% endmacro %}\n") or text.count("endmacro") != 2:
                faults.append(text)

    def write_often(name: str) -> None:
        for _ in range(50):
            define(careworld, name)
            dbt_careworld.keep(careworld)
            (careworld / f"models/concepts/shelf/{name}.sql").unlink()
            dbt_careworld.keep(careworld)

    reader = threading.Thread(target=read)
    writers = [threading.Thread(target=write_often, args=(f"concept__of_{number}",)) for number in range(3)]
    for thread in (reader, *writers):
        thread.start()
    for writer in writers:
        writer.join()
    ended.set()
    reader.join()
    assert faults == []
    assert sorted(path.name for path in file.parent.iterdir()) == sorted(
        path.name for path in (ROOT / "macros/project").iterdir()
    )


def test_two_processes_at_once_do_no_harm(careworld: Path):
    for number in range(20):
        define(careworld, f"concept__of_{number:02}")
    command = [sys.executable, "-m", "dbt.cli.main", "parse", "--project-dir", ".", "--profiles-dir", ".", "--quiet"]
    both = [
        subprocess.Popen(
            [*command, "--target-path", f"target_{number}", "--log-path", f"logs_{number}"],
            cwd=careworld,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number in range(2)
    ]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (careworld / LISTED).read_text(encoding="utf-8") == dbt_careworld.definitions(careworld)


def test_without_the_plugin_the_compiler_names_the_missing_line(careworld: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(PluginManager, "get_prefixed_modules", classmethod(lambda _: {}))
    define(careworld, "cohort__copd")
    said = dbt(careworld)
    assert "models/cohorts/shelf/cohort__copd.sql: add the line 'copd', to all_cohorts()" in said
    assert "macros/project/definitions.sql" in said
    assert "dbt_careworld" in said


def test_another_project_of_that_folder_is_left_alone(careworld: Path):
    before = (careworld / LISTED).read_bytes()
    new_project(careworld, "someone_elses")
    define(careworld, "concept__copd")
    assert dbt(careworld, "parse") is None
    assert (careworld / LISTED).read_bytes() == before


@pytest.fixture
def consumer(careworld: Path, tmp_path: Path) -> Path:
    """A project that uses careworld as a package and has a concept of its own."""
    project = new_project(tmp_path / "consumer", "consumer", vars={"own_concepts": ["gout"]})
    write(project / "packages.yml", "packages: [{local: ../careworld}]\n")
    define(project, "concept__gout")
    assert dbt(project, "deps") is None
    return project


def test_a_project_that_uses_this_one_adds_its_own_by_a_variable(consumer: Path, careworld: Path):
    assert dbt(consumer) is None
    text = everything(consumer)
    assert "asthma" in text
    assert "gout" in text
    define(consumer, "concept__lupus")
    assert "concept__lupus.sql: add 'lupus' to the variable own_concepts in dbt_project.yml" in dbt(consumer)


def test_a_project_that_uses_this_one_is_not_written_to_nor_writes(consumer: Path, careworld: Path):
    before = (careworld / LISTED).read_bytes()
    define(careworld, "cohort__copd")
    assert dbt(consumer, "parse") is None
    assert (careworld / LISTED).read_bytes() == before
    assert not (consumer / "macros").exists()


@pytest.mark.parametrize("kind", ["editable", "wheel"])
def test_an_installed_package_has_the_plugin(kind: str, tmp_path: Path):
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "python", tmp_path / "python", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    build = f"from setuptools import build_meta; build_meta.build_{kind}('.')"
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        if kind == "editable":
            # A line of a .pth file puts the folder on the path, where dbt looks for modules by their names.
            (pth,) = [name for name in packed.namelist() if name.endswith(".pth")]
            installed = Path(packed.read(pth).decode().strip())
        else:
            installed = tmp_path / "installed"
            packed.extractall(installed)
    find = "import pkgutil, sys; print([m.name for m in pkgutil.iter_modules([sys.argv[1]])])"
    found = subprocess.run([sys.executable, "-I", "-c", find, installed], check=True, capture_output=True, text=True)
    assert "dbt_careworld" in found.stdout
