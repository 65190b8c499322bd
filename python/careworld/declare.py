"""Write models/raw and models/truth from schema.py, so that a table is declared in one place only.

One view per lake table, and one YAML file per layer with its sentences, types and key tests.
tests/python/test_declared_models.py fails when a written file differs from what `texts` returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from careworld.schema import SQL_TYPES, TABLES, Table

LAYERS = {
    "raw": "the recordings as they lie in the lake",
    "truth": "the answer key, which only judge and tests may read",
}

VIEW = """\
-- Written by `careworld declare` from python/careworld/schema.py: change it there.
-- depends_on: {{{{ ref('raw__world') }}}}
select
{columns}
from {{{{ lake_table('{layer}', '{name}') }}}}
"""

YAML_HEADER = """\
# Written by `careworld declare` from python/careworld/schema.py: change it there.
# {layer}: {words}.
models:
"""


def view_text(table: Table) -> str:
    """SQL of the view over the Parquet files of one lake table."""
    columns = ",\n".join(f"    {column.name}" for column in table.columns)
    return VIEW.format(layer=table.layer, name=table.name, columns=columns)


def yaml_text(layer: str, tables: Iterable[Table]) -> str:
    """YAML of one layer: description, columns with types and sentences, tests of the keys."""
    lines = [YAML_HEADER.format(layer=layer, words=LAYERS[layer])]
    for table in tables:
        lines.append(f"  - name: {layer}__{table.name}\n    description: {_quoted(table.description)}\n")
        if len(table.key) > 1:
            lines.append(
                "    data_tests:\n"
                "      - key:\n"
                f"          arguments: {{columns: [{', '.join(table.key)}]}}\n"
            )
        lines.append("    columns:\n")
        for column in table.columns:
            lines.append(
                f"      - name: {column.name}\n"
                f"        data_type: {SQL_TYPES[column.type]}\n"
                f"        description: {_quoted(column.description)}\n"
            )
            if table.key == (column.name,):
                lines.append("        data_tests: [key]\n")
        lines.append("\n")
    return "".join(lines).rstrip("\n") + "\n"


def texts() -> dict[str, str]:
    """Every file that declare writes: path from the project's root -> text."""
    files = {
        f"models/{table.layer}/{table.layer}__{table.name}.sql": view_text(table) for table in TABLES.values()
    }
    for layer in LAYERS:
        tables = [table for table in TABLES.values() if table.layer == layer]
        files[f"models/{layer}/_{layer}.yml"] = yaml_text(layer, tables)
    return files


def stale(root: Path) -> list[str]:
    """Views in models/raw and models/truth of tables that schema.py no longer declares."""
    written = texts()
    found = (path for layer in LAYERS for path in (root / "models" / layer).glob(f"{layer}__*.sql"))
    return sorted(name for path in found if (name := path.relative_to(root).as_posix()) not in written)


def write(root: Path) -> list[str]:
    """Write what differs under the project's root, remove what is stale; return the paths touched."""
    touched = []
    for name, text in texts().items():
        path = root / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            touched.append(name)
    for name in stale(root):
        (root / name).unlink()
        touched.append(name)
    return touched


def _quoted(sentence: str) -> str:
    """A YAML double-quoted scalar: safe for colons, commas and brackets."""
    escaped = sentence.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
