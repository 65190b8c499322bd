"""The lake: blocks of people to Parquet, in parallel, resumable, with a manifest.

    data/lake/<spec>/raw/<table>/block-00000.parquet
    data/lake/<spec>/truth/<table>/block-00000.parquet
    data/lake/<spec>/spec_id                     whose lake it is; written first and removed last
    data/lake/<spec>/blocks/block-00000.json     what a finished block wrote; removed from trust when damaged
    data/lake/<spec>/manifest.json               written last: the lake is complete

A block is written to a side folder and moved into place before its receipt is written, so that a killed
run leaves nothing that a later one would trust.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from hashlib import file_digest
from multiprocessing import get_context, parent_process
from pathlib import Path
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from traceback import format_exc
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from careworld import __version__
from careworld.errors import CareworldError
from careworld.parameters import PARAMETERS
from careworld.schema import TABLES
from careworld.spec import Spec

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from careworld.world import World

LAKES = Path("data/lake")
BLOCK = 5000  # people per block, whole communities: large enough for numpy, small enough for memory (1.1 GB)

_world: World | None = None  # of a worker process


def blocks(spec: Spec) -> int:
    """How many blocks a population has."""
    return -(-spec.people // BLOCK)


def generate(
    spec: Spec,
    name: str,
    workers: int,
    progress: Callable[[int], None] = lambda people: None,
    root: Path = LAKES,
) -> dict:
    """Write the lake of a spec, or what is missing of it, and return its manifest.

    `progress` is called with the number of people that were finished. Raises CareworldError when the
    folder cannot be written, the disk is full, or a file of a finished lake is damaged.
    """
    lake = root / name
    try:
        manifest = read_manifest(lake)
        if manifest and manifest["spec_id"] == spec.id:
            verify(lake, manifest)
            progress(spec.people)
            return manifest
        _prepare(lake, spec)
        receipts = {b: _receipt(lake, b) for b in range(blocks(spec))}
        missing = [b for b, receipt in receipts.items() if receipt is None]
        progress(sum(_people(spec, b) for b in receipts if b not in missing))
        for block, receipt in _run(spec, lake, missing, workers):
            receipts[block] = receipt
            progress(_people(spec, block))
        manifest = {
            "spec_id": spec.id,
            "generator_version": __version__,
            "people": spec.people,
            "files": [entry for b in sorted(receipts) for entry in receipts[b]],
        }
        shutil.rmtree(lake / "unfinished", ignore_errors=True)
        _write_text(lake / "manifest.json", json.dumps(manifest, indent=1) + "\n")
    except OSError as error:
        raise _sentence(error, lake) from None
    except BrokenProcessPool:
        raise CareworldError(
            "A worker process died, perhaps for lack of memory. Run again with `--workers 1`; finished blocks are kept."
        ) from None
    return manifest


def _people(spec: Spec, block: int) -> int:
    return min(BLOCK, spec.people - block * BLOCK)


def _prepare(lake: Path, spec: Spec) -> None:
    """Empty a lake that belongs to another spec; keep the finished blocks of an interrupted run."""
    owner = lake / "spec_id"
    if not owner.is_file() or owner.read_bytes() != spec.id.encode():
        _clear(lake)
        lake.mkdir(parents=True)
        _write_text(owner, spec.id)
    (lake / "manifest.json").unlink(missing_ok=True)
    (lake / "blocks").mkdir(exist_ok=True)
    shutil.rmtree(lake / "unfinished", ignore_errors=True)
    # Every table has a folder with at least one file, so that a view over it can be read from the start.
    for table in TABLES.values():
        (lake / table.layer / table.name).mkdir(parents=True, exist_ok=True)


def _clear(lake: Path) -> None:
    """Remove a lake, its owner's mark last: what a killed run leaves of it is still known to be a lake."""
    if not lake.exists():
        return
    if not (lake / "spec_id").is_file() and any(path.name != "spec_id.part" for path in lake.iterdir()):
        raise CareworldError(f"{lake} exists but is not a lake of careworld. Move it away or choose another spec name.")
    (lake / "manifest.json").unlink(missing_ok=True)
    for folder in ("blocks", "raw", "truth", "unfinished"):
        shutil.rmtree(lake / folder, ignore_errors=True)
    shutil.rmtree(lake)


def _run(spec: Spec, lake: Path, missing: list[int], workers: int):
    """Simulate the missing blocks, yielding each with its receipt as it is finished."""
    if not missing:
        return
    if workers == 1 or len(missing) == 1:
        _begin(spec)
        for block in missing:
            yield block, _write_block(spec, lake, block)
        return
    # A fresh process leads the workers, as they are forked: from here they would copy whatever the caller holds open.
    context = get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    leader = context.Process(target=_lead, args=(spec, lake, missing, workers, sending))
    leader.start()
    sending.close()
    try:
        for _ in missing:
            done = receiving.recv()
            if isinstance(done, BaseException):
                raise done
            yield done
    except EOFError:
        raise BrokenProcessPool("the process that leads the workers died") from None
    except BaseException:
        leader.terminate()  # its workers end with it
        raise
    finally:
        receiving.close()
        leader.join()


def _lead(spec: Spec, lake: Path, missing: list[int], workers: int, sending: Connection) -> None:
    """Ready the simulator once, fork the workers from it, and send each block with its receipt as it is finished, or
    the error that ended it all."""
    signal(SIGINT, SIG_IGN)  # who presses Ctrl-C is heard by the caller, who ends this process
    # Without this, workers of a killed run would live on and write into the lake of a later one.
    Thread(target=_die_with_parent, daemon=True).start()
    try:
        _begin(spec)
        PARAMETERS.read_all()
        gc.freeze()  # the workers share these pages until somebody writes to them, as collecting garbage does
        with ProcessPoolExecutor(min(workers, len(missing)), get_context("fork"), _begin_worker) as pool:
            waiting = {pool.submit(_write_block, spec, lake, block): block for block in missing}
            try:
                for future in as_completed(waiting):
                    sending.send((waiting[future], future.result()))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except Exception as error:
        error.add_note(format_exc())  # where it arose gets lost on the way
        sending.send(error)


def _begin(spec: Spec) -> None:
    """Ready the simulator in this process."""
    # A finished lake needs no simulator: reusing it is then quick.
    from careworld.calibration import calibrate
    from careworld.rng import Streams
    from careworld.world import World

    global _world  # noqa: PLW0603 - a worker process has no other place for what its tasks share
    _world = World(spec, calibrate(spec, Streams(spec.seed)))
    # One core per worker: Arrow's own threads would fight over them.
    pa.set_cpu_count(1)
    # Arrow takes memory that numpy gave back, and the other way round.
    pa.set_memory_pool(pa.system_memory_pool())
    # The tables of parameters are many objects that stay; hardly any garbage is made of cycles.
    gc.set_threshold(100_000, 50, 100)


def _begin_worker() -> None:
    Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent_process().join()
    os._exit(1)


def _write_block(spec: Spec, lake: Path, block: int) -> list[dict]:
    first = block * BLOCK + 1
    tables = _world.block(first, first + _people(spec, block) - 1)
    side = lake / "unfinished" / f"{block:05d}"
    shutil.rmtree(side, ignore_errors=True)
    entries = []
    for name, table in TABLES.items():
        path = Path(table.layer) / table.name / f"block-{block:05d}.parquet"
        (side / path).parent.mkdir(parents=True, exist_ok=True)
        write_table(tables[name], side / path)
        entries.append(
            {
                "layer": table.layer,
                "table": table.name,
                "block": block,
                "rows": tables[name].num_rows,
                "bytes": (side / path).stat().st_size,
                "checksum": checksum(side / path),
                "path": str(path),
            }
        )
    for entry in entries:
        (side / entry["path"]).replace(lake / entry["path"])
    shutil.rmtree(side)
    _write_text(lake / "blocks" / f"block-{block:05d}.json", json.dumps(entries))
    return entries


def write_table(rows: pa.Table, path: Path) -> None:
    """Write one file. Text that repeats comes as a dictionary and is written as one; for other columns Arrow would
    make dictionaries that take longer and more space than none. Integers, days and cents are written as differences
    from the one before, in as many bits as these need. A block holds all ages and days, hence statistics would spare
    its readers nothing."""
    pq.write_table(
        rows, path, compression="zstd", write_statistics=False, store_schema=False, store_decimal_as_integer=True,
        use_dictionary=[field.name for field in rows.schema if pa.types.is_dictionary(field.type)],
        column_encoding={field.name: "DELTA_BINARY_PACKED" for field in rows.schema if _is_whole_number(field.type)},
    )  # fmt: skip


def _is_whole_number(type_: pa.DataType) -> bool:
    """Whether values of this type are integers in Parquet."""
    return pa.types.is_integer(type_) or pa.types.is_date(type_) or pa.types.is_decimal(type_)


def _write_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    side = path.with_name(path.name + ".part")
    side.write_text(text)
    side.replace(path)


def _receipt(lake: Path, block: int) -> list[dict] | None:
    """Entries of a finished block whose files are still what they were, None otherwise."""
    path = lake / "blocks" / f"block-{block:05d}.json"
    try:
        entries = json.loads(path.read_text())
        return entries if all(_is_whole(lake, entry) for entry in entries) else None
    except (OSError, ValueError, KeyError):
        return None


def read_manifest(lake: Path) -> dict | None:
    """The manifest of a finished lake, None for any other."""
    path = lake / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not {"spec_id", "people", "files"} <= set(manifest):
            raise ValueError("it lacks the fields of a manifest")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError) as error:
        raise CareworldError(f"{path} is damaged ({error}). Remove it and run again.") from None
    return manifest


def verify(lake: Path, manifest: dict) -> None:
    """Check every file of a finished lake against the manifest. Raises CareworldError for the first damaged one."""
    for entry in manifest["files"]:
        if not _is_whole(lake, entry):
            state = "damaged" if (lake / entry["path"]).exists() else "missing"
            raise CareworldError(
                f"{lake / entry['path']} is {state}: it is not the file that the manifest lists. "
                f"Run `careworld generate {lake.name} --rebuild` to write the lake again."
            )


def _is_whole(lake: Path, entry: dict) -> bool:
    path = lake / entry["path"]
    return path.is_file() and path.stat().st_size == entry["bytes"] and checksum(path) == entry["checksum"]


def checksum(path: Path) -> str:
    """SHA-256 of a file in hex, as `sha256sum` prints it; processors have instructions for it."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def remove(name: str, root: Path = LAKES) -> None:
    """Forget a lake. Raises CareworldError when the folder is something else."""
    try:
        _clear(root / name)
    except OSError as error:
        raise _sentence(error, root / name) from None


def _sentence(error: OSError, lake: Path) -> CareworldError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return CareworldError(
            f"The disk is full: {lake} could not be written ({error.strerror}). Free some space and run again; "
            "finished blocks are kept."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
        return CareworldError(
            f"{error.filename or lake} cannot be written ({error.strerror}). "
            "Give yourself the right to write there, or run in another folder."
        )
    return CareworldError(f"{error.filename or lake}: {error.strerror or error}.")
