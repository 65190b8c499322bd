"""The commands do what they say, and what goes wrong is one sentence and an exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from careworld import bench, cli, declare, lake, parameters
from careworld.errors import CareworldError

COMMANDS = [
    *("validate", "preview", "generate", "answer", "export", "scorecard", "declare", "manual"),
    *("new-cohort", "cohort-report", "bench"),
]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    """Run the command line; returns its exit code and what it printed, with spaces and line breaks as one space."""

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["careworld", *arguments])
        with pytest.raises(SystemExit) as exit_:
            cli.main()
        printed = capsys.readouterr()
        return exit_.value.code or 0, " ".join(printed.out.split()), " ".join(printed.err.split())

    return command


def test_help_lists_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    assert [command for command in COMMANDS if f" {command} " in out] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command: str):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Usage: careworld {command}" in out
    assert "--help" in out


def test_no_command_shows_the_help(run):
    _, out, err = run()
    assert "Usage: careworld" in out + err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["generate", "tiny", "--workers", "-1"], ["preview", "tiny", "--people", "0"]]
)
def test_a_misused_command_exits_with_2(run, project: Path, arguments: list[str]):
    code, _, err = run(*arguments)
    assert code == 2
    assert "Error" in err


def test_validate_says_what_a_spec_asks_for(run, project: Path):
    code, out, err = run("validate", "tiny")
    assert (code, err) == (0, "")
    assert "specs/tiny.yml is valid: 300 people, 2022-01-01 to 2024-12-31, seed 11, spec id " in out


@pytest.mark.parametrize("command", ["validate", "preview", "generate"])
def test_a_bad_spec_is_one_sentence_and_exit_code_1(run, project: Path, command: str):
    (project / "specs/bad.yml").write_text("people: 0\nseed: 1\n")
    code, out, err = run(command, "bad")
    assert (code, out) == (1, "")
    assert err == "careworld: specs/bad.yml: `people` is 0: input should be greater than or equal to 1."
    assert not (project / "data").exists()


def test_a_missing_spec_is_exit_code_1_and_lists_the_others(run, project: Path):
    code, _, err = run("generate", "tinny")
    assert code == 1
    assert err == "careworld: There is no spec specs/tinny.yml. Specs that exist: tiny."


def test_an_error_is_printed_as_it_is_even_with_brackets(run, project: Path):
    (project / "specs/bad.yml").write_text("people: '[/red] [bold]'\nseed: 1\n")
    code, _, err = run("validate", "bad")
    assert code == 1
    assert "`people` is '[/red] [bold]'" in err


def test_preview_describes_people_and_writes_nothing(run, project: Path):
    code, out, _ = run("preview", "tiny", "--people", "100")
    assert code == 0
    assert "specs/tiny.yml: the first 100 people" in out
    assert re.search(r"people at the start │ 100\b", out)
    for label in ("born later", "died", "median age", "race", "spans of coverage", "encounters", "conditions"):
        assert label in out
    assert [p.name for p in project.iterdir()] == ["specs"]


@pytest.fixture
def generated(run, project: Path) -> Path:
    """A lake that the command line made."""
    code, out, err = run("generate", "tiny", "--workers", "1")
    assert code == 0
    assert re.match(r"data/lake/tiny: 300 people, [\d,]{6,} rows, \d+ MB\.", out)
    assert "300/300" in err, "the bar ends with everybody"
    return project / "data/lake/tiny"


def test_generate_writes_reuses_refuses_and_rebuilds_a_lake(run, generated: Path):
    manifest = generated / "manifest.json"
    first, time = manifest.read_bytes(), manifest.stat().st_mtime_ns
    code, _, err = run("generate", "tiny", "--quiet")
    assert (code, err) == (0, "")
    assert manifest.stat().st_mtime_ns == time, "a finished lake is reused"

    path = generated / "truth/person/block-00000.parquet"
    path.write_bytes(path.read_bytes()[::-1])
    code, _, err = run("generate", "tiny", "--quiet")
    assert code == 1
    assert err == (
        "careworld: data/lake/tiny/truth/person/block-00000.parquet is damaged: it is not the file that the "
        "manifest lists. Run `careworld generate tiny --rebuild` to write the lake again."
    )

    code, _, _ = run("generate", "tiny", "--quiet", "--rebuild", "--workers", "1")
    assert code == 0
    assert manifest.read_bytes() == first


def test_generate_refuses_a_folder_that_is_not_a_lake(run, project: Path):
    (project / "data/lake/tiny").mkdir(parents=True)
    (project / "data/lake/tiny/thesis.txt").write_text("mine")
    for arguments in (["--quiet"], ["--quiet", "--rebuild"]):
        code, _, err = run("generate", "tiny", *arguments)
        assert code == 1
        assert "data/lake/tiny exists but is not a lake of careworld" in err
    assert (project / "data/lake/tiny/thesis.txt").read_text() == "mine"


def test_generate_into_a_file_is_one_sentence(run, project: Path):
    (project / "data").write_text("a file")
    code, _, err = run("generate", "tiny", "--quiet")
    assert code == 1
    assert re.match(r"careworld: data.* cannot be written", err)


def test_answer_without_a_warehouse_is_one_sentence(run, project: Path):
    code, _, err = run("answer", "--database", "nowhere.duckdb")
    assert code == 1
    assert err.startswith("careworld: There is no warehouse nowhere.duckdb.")


def test_docs_without_a_warehouse_or_without_what_dbt_wrote_is_one_sentence(run, project: Path):
    code, _, err = run("docs")
    assert code == 1
    assert err.startswith("careworld: There is no warehouse careworld.duckdb.")
    duckdb.connect("careworld.duckdb").close()
    code, _, err = run("docs")
    assert code == 1
    assert err == "careworld: There is no target/index.html. Run `make docs`, which has dbt write it first."


def test_declare_writes_the_views_of_the_project(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parameters, "ROOT", tmp_path)
    code, out, _ = run("declare")
    assert code == 0
    assert sorted(out.split()) == sorted(declare.texts())
    assert run("declare") == (0, "", "")


def test_bench_measures_and_leaves_nothing_behind(run, project: Path):
    (project / "specs/tiny.yml").rename(project / "specs/demo.yml")
    code, out, err = run("bench", "--people", "40", "--no-build")
    assert code == 0, err
    measured = json.loads(out[out.rindex('{"sizes"') :])
    (result,) = measured["sizes"]
    assert result["people"] == 40
    for figure in ("rows", "generate s", "people per CPU-s", "rows per CPU-s", "worker peak MB"):
        assert result[figure] > 0
    assert {"disease.fall_ill", "world.seek_care", "payer.tables", "lake.write_table"} <= set(measured["steps"])
    assert all(seconds >= 0 for seconds in measured["steps"].values())
    assert [p.name for p in (project / "specs").iterdir()] == ["demo.yml"]
    assert list((project / lake.LAKES).iterdir()) == []


def test_bench_passes_on_why_a_command_failed():
    with pytest.raises(CareworldError, match=r"`sh -c echo no >&2; exit 3` failed:\nno"):
        bench._run("sh", "-c", "echo no >&2; exit 3")


def test_bench_without_a_demo_says_which_specs_there_are(run, project: Path):
    code, _, err = run("bench", "--no-build")
    assert code == 1
    assert "There is no spec specs/demo.yml. Specs that exist: tiny." in err
