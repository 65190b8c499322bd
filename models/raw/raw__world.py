"""Run the generator for the population var('spec') and return its manifest.

The generator runs in a fresh process: it starts worker processes of its own, and dbt's process holds
an open DuckDB connection that must not be forked. A finished lake is reused within a second.
"""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd


def model(dbt, session):
    """Return one row per file of the lake."""
    spec = dbt.config.get("spec")
    run = subprocess.run(
        [sys.executable, "-m", "careworld", "generate", spec], stderr=subprocess.PIPE, text=True, check=False
    )
    if run.returncode != 0:
        raise RuntimeError(f"careworld generate {spec} failed:\n{run.stderr.strip()}")
    manifest = json.loads(Path("data", "lake", spec, "manifest.json").read_text(encoding="utf-8"))
    files = pd.DataFrame(manifest["files"])
    return pd.DataFrame(
        {
            "table_name": files["layer"] + "." + files["table"],
            "block": files["block"].astype("int32"),
            "rows": files["rows"].astype("int64"),
            "bytes": files["bytes"].astype("int64"),
            "checksum": files["checksum"],
        }
    )
