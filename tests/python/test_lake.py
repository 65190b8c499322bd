"""The lake is whole or not trusted: same bytes for any workers, after any kill, and one clear error otherwise."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from conftest import TINY

from careworld import calibration, lake, world
from careworld.errors import CareworldError
from careworld.places import COMMUNITY
from careworld.schema import TABLES
from careworld.spec import Spec

# Three blocks of a world that costs nothing, see `quick`.
SPEC = Spec(people=2 * lake.BLOCK + 1, seed=1)
BLOCKS = 3


class Killed(BaseException):
    """The process ends here; nothing may catch it."""


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file under a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def generate(root: Path, spec: Spec = SPEC, workers: int = 1) -> Path:
    """The lake of a spec under `root`."""
    lake.generate(spec, "tiny", workers, root=root)
    return root / "tiny"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Replace the simulation by one row per table and block; returns the blocks that were simulated."""
    simulated = []

    class OneRowWorld:
        def __init__(self, spec: Spec, calibration: object):
            self.seed = spec.seed

        def block(self, first: int, last: int) -> dict[str, pa.Table]:
            simulated.append((first, last))
            row = {"person_id": f"{self.seed} {first} {last}", "claim_id": f"{self.seed} {first} {last}"}
            return {name: pa.Table.from_pylist([row], table.arrow_schema) for name, table in TABLES.items()}

    monkeypatch.setattr(calibration, "calibrate", lambda spec, streams: None)
    monkeypatch.setattr(world, "World", OneRowWorld)
    return simulated


def fail_at(monkeypatch: pytest.MonkeyPatch, module, name: str, call: int, error: Callable[[], BaseException]) -> None:
    """Let the nth call of a function raise before it does anything."""
    original, calls = getattr(module, name), []

    def failing(*args, **kwargs):
        calls.append(args)
        if len(calls) == call:
            raise error()
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, failing)


@pytest.fixture
def whole(quick: list, tmp_path: Path) -> dict[str, bytes]:
    """Files of a lake that nothing interrupted."""
    files = bytes_of(generate(tmp_path / "whole"))
    quick.clear()
    return files


# --- what a finished lake is -------------------------------------------------------------------------


def test_the_manifest_lists_every_file_of_every_table_and_block(quick: list, tmp_path: Path):
    folder = generate(tmp_path)
    manifest = lake.read_manifest(folder)
    assert manifest["spec_id"] == SPEC.id
    assert manifest["people"] == SPEC.people
    assert {(e["layer"] + "." + e["table"], e["block"]) for e in manifest["files"]} == {
        (name, block) for name in TABLES for block in range(BLOCKS)
    }
    for entry in manifest["files"]:
        path = folder / entry["path"]
        assert entry["bytes"] == path.stat().st_size
        assert entry["rows"] == pq.read_metadata(path).num_rows == 1
        assert entry["checksum"] == lake.checksum(path)
    assert {p for p in bytes_of(folder) if p.endswith(".parquet")} == {e["path"] for e in manifest["files"]}


def test_blocks_are_consecutive_people(quick: list, tmp_path: Path):
    generate(tmp_path)
    size = lake.BLOCK
    assert quick == [(1, size), (size + 1, 2 * size), (2 * size + 1, 2 * size + 1)]
    assert size % COMMUNITY == 0


def test_parquet_files_have_the_declared_columns_and_types(quick: list, tmp_path: Path):
    folder = generate(tmp_path)
    for table in TABLES.values():
        path = folder / table.layer / table.name / "block-00000.parquet"
        # Parquet does not tell how wide decimals were in memory: they are read as 128 bits.
        as_read = [f.with_type(pa.decimal128(12, 2)) if pa.types.is_decimal(f.type) else f for f in table.arrow_schema]
        assert pq.read_schema(path).equals(pa.schema(as_read)) or (
            # Parquet has no timestamps of whole seconds.
            [f.name for f in pq.read_schema(path)] == table.arrow_schema.names
            and any(pa.types.is_timestamp(f.type) for f in table.arrow_schema)
        )


def test_progress_counts_every_person_once(quick: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    done = []
    count = lambda: lake.generate(SPEC, "tiny", 1, done.append, tmp_path)  # noqa: E731
    count()
    assert sum(done) == SPEC.people
    (tmp_path / "tiny/manifest.json").unlink()
    (tmp_path / "tiny/blocks/block-00001.json").unlink()
    for _ in ("completed", "reused"):
        done.clear()
        count()
        assert sum(done) == SPEC.people


# --- reuse and rebuilding ----------------------------------------------------------------------------


def test_a_finished_lake_is_reused(quick: list, tmp_path: Path):
    folder = generate(tmp_path)
    times = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    quick.clear()
    manifest = lake.generate(SPEC, "tiny", 1, root=tmp_path)
    assert quick == []
    assert manifest == lake.read_manifest(folder)
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == times


def test_a_lake_of_another_spec_is_rebuilt_and_keeps_nothing_of_it(quick: list, whole: dict, tmp_path: Path):
    larger = SPEC.model_copy(update={"people": SPEC.people + lake.BLOCK, "seed": 2})
    generate(tmp_path, larger)
    assert bytes_of(generate(tmp_path)) == whole


def test_an_unfinished_lake_of_another_spec_is_rebuilt(quick: list, whole: dict, tmp_path: Path):
    folder = generate(tmp_path, SPEC.model_copy(update={"seed": 2}))
    (folder / "manifest.json").unlink()
    assert bytes_of(generate(tmp_path)) == whole


# --- interruptions -----------------------------------------------------------------------------------

_MOVES = 2 + BLOCKS * (len(TABLES) + 1)  # the owner's mark, every file and receipt, the manifest


@pytest.mark.parametrize("call", [1, 2, 3, len(TABLES) + 1, len(TABLES) + 2, len(TABLES) + 3, _MOVES - 1, _MOVES])
def test_a_run_killed_between_two_moves_is_completed_with_the_same_bytes(
    quick: list, whole: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
):
    with monkeypatch.context() as patch:
        fail_at(patch, os, "replace", call, Killed)
        with pytest.raises(Killed):
            generate(tmp_path)
    assert lake.read_manifest(tmp_path / "tiny") is None
    kept = len(list((tmp_path / "tiny").glob("blocks/*.json")))
    quick.clear()
    assert bytes_of(generate(tmp_path)) == whole
    assert len(quick) == BLOCKS - kept, "finished blocks are kept"


@pytest.mark.parametrize("call", [1, len(TABLES) // 2, len(TABLES), len(TABLES) + 1, BLOCKS * len(TABLES)])
def test_a_run_killed_while_it_writes_a_file_is_completed_with_the_same_bytes(
    quick: list, whole: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
):
    original, calls = pq.write_table, []

    def half_written(table, path, **options):
        original(table, path, **options)
        calls.append(path)
        if len(calls) == call:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(pq, "write_table", half_written)
        with pytest.raises(Killed):
            generate(tmp_path)
    for path in (tmp_path / "tiny").glob("*/*/*.parquet"):
        if "unfinished" not in path.parts:
            pq.read_metadata(path)  # whatever stands in its place is whole
    assert bytes_of(generate(tmp_path)) == whole


@pytest.mark.parametrize("call", [1, 2, 3, 4, 5])
def test_a_run_killed_while_it_empties_the_lake_of_another_spec_is_completed(
    quick: list, whole: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
):
    generate(tmp_path, SPEC.model_copy(update={"seed": 2}))
    with monkeypatch.context() as patch:
        fail_at(patch, shutil, "rmtree", call, Killed)
        with pytest.raises(Killed):
            generate(tmp_path)
    assert bytes_of(generate(tmp_path)) == whole


@pytest.mark.parametrize("damage", [Path.unlink, lambda p: p.write_text("[{"), lambda p: p.write_text("[{}]")])
def test_a_block_without_a_good_receipt_is_made_again(quick: list, whole: dict, tmp_path: Path, damage: Callable):
    folder = generate(tmp_path)
    (folder / "manifest.json").unlink()
    damage(folder / "blocks/block-00001.json")
    quick.clear()
    assert bytes_of(generate(tmp_path)) == whole
    assert quick == [(lake.BLOCK + 1, 2 * lake.BLOCK)]


def flip_a_byte(path: Path) -> None:
    """Change a file without changing its size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    """Leave half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [flip_a_byte, cut, Path.unlink])
def test_a_damaged_file_of_an_interrupted_lake_is_made_again(
    quick: list, whole: dict, tmp_path: Path, damage: Callable
):
    folder = generate(tmp_path)
    (folder / "manifest.json").unlink()
    damage(folder / "truth/person/block-00002.parquet")
    quick.clear()
    assert bytes_of(generate(tmp_path)) == whole
    assert quick == [(2 * lake.BLOCK + 1, 2 * lake.BLOCK + 1)]


# --- damage ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("damage", "state"), [(flip_a_byte, "damaged"), (cut, "damaged"), (Path.unlink, "missing")])
def test_a_damaged_file_of_a_finished_lake_is_named_with_the_way_out(
    quick: list, whole: dict, tmp_path: Path, damage: Callable, state: str
):
    folder = generate(tmp_path)
    path = folder / "raw/payer_provider/block-00001.parquet"
    damage(path)
    with pytest.raises(CareworldError) as raised:
        generate(tmp_path)
    assert f"{path} is {state}" in str(raised.value)
    assert "careworld generate tiny --rebuild" in str(raised.value)
    lake.remove("tiny", tmp_path)
    assert bytes_of(generate(tmp_path)) == whole


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"17", b"null", b"\xff"])
def test_a_damaged_manifest_is_named(quick: list, tmp_path: Path, content: bytes):
    folder = generate(tmp_path)
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(CareworldError, match=r"tiny/manifest\.json is damaged .*Remove it and run again"):
        generate(tmp_path)


# --- folders and disks -------------------------------------------------------------------------------


def test_a_folder_that_is_not_a_lake_is_not_touched(quick: list, tmp_path: Path):
    notes = tmp_path / "tiny/raw/notes.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("mine")
    for attempt in (lambda: generate(tmp_path), lambda: lake.remove("tiny", tmp_path)):
        with pytest.raises(CareworldError, match="tiny exists but is not a lake of careworld"):
            attempt()
    assert bytes_of(tmp_path) == {"tiny/raw/notes.txt": b"mine"}


def test_an_empty_folder_becomes_a_lake(quick: list, whole: dict, tmp_path: Path):
    (tmp_path / "tiny").mkdir()
    assert bytes_of(generate(tmp_path)) == whole


def test_removing_a_lake_that_is_not_there_is_no_error(tmp_path: Path):
    lake.remove("tiny", tmp_path)


@pytest.mark.parametrize("place", ["lakes", "lakes/tiny"])
def test_a_file_in_place_of_a_folder_is_named(quick: list, tmp_path: Path, place: str):
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("a file")
    with pytest.raises(CareworldError, match=rf"{place}.* cannot be written .*run in another folder"):
        generate(tmp_path / "lakes")
    assert (tmp_path / place).read_text() == "a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(quick: list, tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(CareworldError, match=r"cannot be written .*Permission denied"):
        generate(tmp_path / "lakes")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full.*finished blocks are kept"), (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "cannot be written"), (errno.EROFS, "cannot be written"), (errno.EIO, "error"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("module", "name"), [(pq, "write_table"), (os, "replace")])
def test_a_disk_that_fails_is_one_error_and_the_next_run_goes_on(
    quick: list, whole: dict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    number: int, words: str, module, name: str,
):  # fmt: skip
    with monkeypatch.context() as patch:
        fail_at(patch, module, name, len(TABLES) + 5, lambda: OSError(number, os.strerror(number)))
        with pytest.raises(CareworldError, match=words):
            generate(tmp_path)
    assert lake.read_manifest(tmp_path / "tiny") is None
    quick.clear()
    assert bytes_of(generate(tmp_path)) == whole
    assert len(quick) == BLOCKS - 1


def test_a_file_that_cannot_grow_is_a_full_disk(quick: list, whole: dict, tmp_path: Path):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, hard))
    try:
        with pytest.raises(CareworldError, match="disk is full") as raised:
            generate(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert f"{tmp_path / 'tiny'} could not be written" in str(raised.value)
    assert lake.read_manifest(tmp_path / "tiny") is None
    assert list((tmp_path / "tiny/blocks").iterdir()) == []
    assert bytes_of(generate(tmp_path)) == whole


def test_a_leader_of_workers_that_dies_is_one_error(quick: list, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lake, "_lead", os.abort)  # takes no arguments, hence fails in its process
    with pytest.raises(CareworldError, match=r"worker process died.*--workers 1"):
        generate(tmp_path, workers=2)
    assert lake.read_manifest(tmp_path / "tiny") is None


# --- with the real world -----------------------------------------------------------------------------


# Two real blocks of a single year.
REAL = TINY | {"people": lake.BLOCK + 100, "years": {"first": 2024, "last": 2024}}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files of a real lake, made by one worker."""
    return bytes_of(generate(tmp_path_factory.mktemp("lakes"), Spec(**REAL)))


@pytest.fixture
def real_project(project: Path) -> Path:
    """A project whose spec `tiny` asks for the real lake."""
    (project / "specs/tiny.yml").write_text(yaml.safe_dump(REAL))
    return project


def command(*arguments: str) -> list[str]:
    """The command line, in a process of its own."""
    return [sys.executable, "-m", "careworld", "generate", "tiny", "--quiet", *arguments]


def test_two_workers_write_the_bytes_of_one(real: dict, tmp_path: Path):
    assert bytes_of(generate(tmp_path, Spec(**REAL), workers=2)) == real


def children(pid: int) -> list[int]:
    """Processes that a process has started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = (line.split() for line in listed.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def test_a_worker_that_dies_is_one_error(real_project: Path):
    run = subprocess.Popen(command("--workers", "2"), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120
    # Workers are what the leader starts, and the leader what the run starts.
    while len(workers := [w for leader in children(run.pid) for w in children(leader)]) < 2:
        assert run.poll() is None, "it ended before a worker could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(workers[0], signal.SIGKILL)
    _, words = run.communicate(timeout=120)
    assert run.returncode == 1
    assert "A worker process died, perhaps for lack of memory. Run again with `--workers 1`" in words
    assert not (real_project / "data/lake/tiny/manifest.json").exists()


def test_an_interrupted_run_ends_without_a_traceback_and_without_leaving_workers(real_project: Path):
    # A shell that runs these tests in the background has them ignore what a terminal sends, and so would the run.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    run = subprocess.Popen(command("--workers", "2"), stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    deadline = time.monotonic() + 120
    while not any(children(leader) for leader in children(run.pid)):
        assert run.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    _, words = run.communicate(timeout=120)  # whoever is left would hold the pipe open
    assert run.returncode != 0
    assert "Traceback" not in words


def test_a_run_killed_for_real_takes_its_workers_along_and_is_completed_with_the_same_bytes(
    real: dict, real_project: Path
):
    folder = real_project / "data/lake/tiny"
    run = subprocess.Popen(command("--workers", "2"), start_new_session=True)
    try:
        deadline = time.monotonic() + 120
        while not list(folder.glob("blocks/*.json")):
            assert run.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    for _ in range(200):
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.1)
    else:
        os.killpg(run.pid, signal.SIGKILL)
        pytest.fail("workers outlived the run")
    assert not (folder / "manifest.json").exists()
    receipts = {p: p.stat().st_mtime_ns for p in folder.glob("blocks/*.json")}
    generate(folder.parent, Spec(**REAL))
    assert bytes_of(folder) == real
    assert all(p.stat().st_mtime_ns == time for p, time in receipts.items()), "a finished block was made again"
