"""How fast and how large: generation and dbt build, each as a process of its own; and where a block's time goes.

CPU seconds and peak memory are what the operating system accounts to the finished process and its
children, so that nothing that runs beside it is counted. The peak is that of the largest process: a worker.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from careworld import lake, spec
from careworld.errors import CareworldError
from careworld.schema import TABLES

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts bytes on macOS, KiB on Linux

_MEASURED = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"code": code, "seconds": time.perf_counter() - begin, "cpu": used.ru_utime + used.ru_stime,
                  "peak": used.ru_maxrss}))
"""


def _run(*command: str, **environment: str) -> dict[str, float]:
    """Run a command and measure it: seconds, CPU seconds, and the peak memory of its largest process."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    measured = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {"code": 1}
    if measured["code"]:
        raise CareworldError(f"`{' '.join(command)}` failed:\n{done.stderr.strip()}")
    return measured


def measure(people: int, build: bool) -> dict[str, str | float]:
    """Generate (and build) the demo's population at another size in a scratch spec; figures by name."""
    spec.load("demo")  # says what is wrong with it
    base = yaml.safe_load(spec.path_of("demo").read_text(encoding="utf-8"))
    name = f"bench_{people}"
    path = spec.path_of(name)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            path.write_text(yaml.safe_dump(base | {"people": people}))
            generated = _run(sys.executable, "-m", "careworld", "generate", name, "--rebuild", "--quiet")
            manifest = json.loads((lake.LAKES / name / "manifest.json").read_text())
            rows = sum(entry["rows"] for entry in manifest["files"])
            result: dict[str, str | float] = {
                "people": people,
                "rows": rows,
                "lake MB": round(sum(entry["bytes"] for entry in manifest["files"]) / 1e6, 1),
                "generate s": round(generated["seconds"], 1),
                "people per CPU-s": round(people / generated["cpu"]),
                "rows per CPU-s": round(rows / generated["cpu"]),
                "worker peak MB": round(generated["peak"] * _PEAK_UNIT / 1e6),
            }
            if build:
                dbt = Path(sys.executable).with_name("dbt")
                built = _run(
                    str(dbt), "build", "--vars", f"{{spec: {name}}}", "--exclude-resource-type", "unit_test",
                    CAREWORLD_DB=str(Path(scratch) / "bench.duckdb"), DBT_PROFILES_DIR=".",
                    DBT_TARGET_PATH=str(Path(scratch) / "target"), DBT_LOG_PATH=str(Path(scratch) / "logs"),
                )  # fmt: skip
                result |= {
                    "build s": round(built["seconds"], 1),
                    "build CPU-s": round(built["cpu"], 1),
                    "build peak MB": round(built["peak"] * _PEAK_UNIT / 1e6),
                }
            return result
        finally:
            path.unlink(missing_ok=True)
            lake.remove(name)


def profile(people: int) -> list[tuple[str, float]]:
    """CPU seconds of each step of world.py in one block of that many people, and of writing it; largest first.

    The process is warm: tables are read and modules imported before the clock starts. The profiler slows steps of
    many small calls by a third or so.
    """
    from careworld import world
    from careworld.calibration import calibrate
    from careworld.places import COMMUNITY
    from careworld.rng import Streams

    demo = spec.load("demo")
    warm = world.World(demo, calibrate(demo, Streams(demo.seed)))
    warm.block(1, COMMUNITY)
    profiler = cProfile.Profile(time.process_time)
    tables = profiler.runcall(warm.block, COMMUNITY + 1, COMMUNITY + people)
    seconds = {}
    for (file, _, function), (_, _, _, _, callers) in pstats.Stats(profiler).stats.items():
        for (caller_file, _, caller), (_, _, _, spent) in callers.items():
            if caller == "block" and caller_file == world.__file__ and file.startswith(str(Path(__file__).parent)):
                step = f"{Path(file).stem}.{function}"
                seconds[step] = seconds.get(step, 0.0) + spent
    began = time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        for name in TABLES:
            lake.write_table(tables[name], Path(scratch) / f"{name}.parquet")
    seconds["lake.write_table"] = time.process_time() - began
    return sorted(seconds.items(), key=lambda step: -step[1])
