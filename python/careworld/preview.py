"""A look at the people of a spec before they are all made."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from careworld.calibration import calibrate
from careworld.lake import BLOCK
from careworld.rng import Streams
from careworld.spec import Spec
from careworld.world import World


def summary(spec: Spec, people: int) -> list[tuple[str, str]]:
    """Labels and values that describe the first `people` people, at most one block of them."""
    people = min(people, spec.people, BLOCK)
    tables = World(spec, calibrate(spec, Streams(spec.seed))).block(1, people)
    person, condition = tables["truth.person"], tables["truth.condition"]
    encounter, enrollment = tables["truth.encounter"], tables["raw.payer_enrollment"]
    birth = person["birth_date"].cast("int32").to_numpy()
    start = (np.datetime64(spec.start) - np.datetime64("1970-01-01")).astype(int)
    founders = birth < start
    age = (start - birth[founders]) / 365.25
    rows = [
        ("people at the start", f"{founders.sum():,}"),
        ("born later", f"{(~founders).sum():,}"),
        ("died", f"{person.num_rows - person['death_date'].null_count:,}"),
        ("median age", f"{np.median(age):.0f} years"),
        ("female", f"{100 * pc.mean(pc.equal(person['sex'], 'female')).as_py():.0f} %"),
    ]
    for column in ("race", "ethnicity", "language", "state"):
        counts = person[column].value_counts().to_pylist()
        counts.sort(key=lambda c: -c["counts"])
        shares = ", ".join(f"{c['values']} {100 * c['counts'] / person.num_rows:.0f} %" for c in counts[:5])
        rows.append((column, shares))
    counts = enrollment["payer_type"].value_counts().to_pylist()
    rows.append(("spans of coverage", ", ".join(f"{c['values']} {c['counts']:,}" for c in counts)))
    counts = encounter["encounter_type"].value_counts().to_pylist()
    rows.append(("encounters", ", ".join(f"{c['values']} {c['counts']:,}" for c in counts)))
    counts = sorted(condition["condition"].value_counts().to_pylist(), key=lambda c: -c["counts"])
    shares = ", ".join(f"{c['values']} {100 * c['counts'] / person.num_rows:.0f} %" for c in counts[:8])
    rows.append(("most frequent conditions", shares))
    return rows
