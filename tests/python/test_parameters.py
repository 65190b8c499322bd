"""A parameter table that is missing, damaged or without sources is refused with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from careworld import parameters
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS, Parameters


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of parameter tables."""
    folder = tmp_path / "seeds/parameters"
    folder.mkdir(parents=True)
    monkeypatch.setattr(parameters, "ROOT", tmp_path)
    monkeypatch.setattr(parameters, "FOLDER", folder)
    return folder


def test_a_table_is_read_with_its_codes_as_text(folder: Path):
    (folder / "drug.csv").write_text("drug,ndc_11,price,source,note\na,00012345678,1.5,assumption,\nb,,2,a book,why\n")
    table = Parameters().drug
    assert table.ndc_11.tolist() == ["00012345678", ""]
    assert table.price.tolist() == [1.5, 2.0]
    assert table.note.tolist() == ["", "why"]


@pytest.mark.parametrize("source", ["", '"  "'])
def test_a_row_without_a_source_is_refused_with_file_and_line(folder: Path, source: str):
    (folder / "rate.csv").write_text(f"rate,source\n1,assumption\n2,a book\n3,{source}\n4,assumption\n")
    with pytest.raises(CareworldError, match=r"seeds/parameters/rate\.csv, line 4: the row has no source.*assumption"):
        _ = Parameters().rate


def test_a_table_without_a_column_of_sources_is_refused(folder: Path):
    (folder / "rate.csv").write_text("rate,note\n1,why\n")
    with pytest.raises(CareworldError, match=r"seeds/parameters/rate\.csv has no column `source`"):
        _ = Parameters().rate


def test_a_missing_table_is_named(folder: Path):
    with pytest.raises(CareworldError, match=r"seeds/parameters/rate\.csv is missing"):
        _ = Parameters().rate


@pytest.mark.parametrize(
    "content", [b"", b'rate,source\n"1,assumption\n', b"rate,source\n1,2,3,4\n", b"rate,source\n\xff,a\n"]
)
def test_a_damaged_table_is_named(folder: Path, content: bytes):
    (folder / "rate.csv").write_bytes(content)
    with pytest.raises(CareworldError, match=r"seeds/parameters/rate\.csv"):
        _ = Parameters().rate


def test_a_number_that_is_none_is_refused_with_its_line(folder: Path):
    (folder / "number.csv").write_text("name,value,source\na,1,assumption\nb,about 2,assumption\n")
    with pytest.raises(CareworldError, match=r"number\.csv, line 3: the value is not a number"):
        _ = Parameters().number


def test_a_number_that_stands_twice_is_refused_with_its_line(folder: Path):
    (folder / "number.csv").write_text("name,value,source\na,1,assumption\nb,2,assumption\na,3,assumption\n")
    with pytest.raises(CareworldError, match=r"number\.csv, line 4: the name stands there twice"):
        _ = Parameters().number


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more"])
def test_a_missing_or_damaged_code_list_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
):
    monkeypatch.setattr(parameters, "ROOT", tmp_path)
    monkeypatch.setattr(parameters, "TERMINOLOGY", tmp_path)
    if content is not None:
        for name in ("zip_code.parquet", "icd_10_cm.parquet"):
            (tmp_path / name).write_bytes(content)
    for name in ("zip_code", "icd_10_cm"):
        with pytest.raises(CareworldError, match=rf"{name}\.parquet"):
            getattr(Parameters(), name)


@pytest.mark.parametrize("path", sorted(parameters.FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_every_table_of_the_project_is_readable_and_sourced(path: Path):
    table = parameters.read(path)
    assert len(table)
    assert (table.source != "").all()


def test_names_of_single_numbers_are_unique():
    assert parameters.read(parameters.FOLDER / "number.csv")["name"].is_unique


def test_alternatives_of_a_table_keep_every_row_once():
    sets = parameters.alternatives("encounter_service", "template")
    assert sum(len(options) for options in sets) == len(PARAMETERS.encounter_service)
    for options in sets:
        assert len({(row.template, row.choice_group) for row in options}) == 1
        assert len(options) == 1 or options[0].choice_group


def test_the_fingerprint_is_of_code_parameters_and_code_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("FOLDER", "TERMINOLOGY"):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(parameters, name, tmp_path / name)
    seen = {parameters.fingerprint.__wrapped__()}
    for path in (tmp_path / "FOLDER/rate.csv", tmp_path / "TERMINOLOGY/codes.csv"):
        for content in (b"one", b"two"):
            path.write_bytes(content)
            seen.add(parameters.fingerprint.__wrapped__())
    assert len(seen) == 5
