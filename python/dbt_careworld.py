"""A plugin of dbt: it keeps the lists of concepts and cohorts that the tables over all of them read.

dbt fixes the lineage of a model while it parses, when no macro can list files. So the names stand in a macro,
macros/project/definitions.sql, and are written there before dbt reads it: a definition is added by adding its file.
dbt finds this module by its name, in whatever project it runs; the plugin acts in a checkout of careworld alone, not in
a project that uses careworld as a package.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import yaml
from dbt.flags import get_flags
from dbt.plugins.manager import dbtPlugin

PROJECT = "careworld"
FILE = Path("macros/project/definitions.sql")
KINDS = ("concept", "cohort")

HEAD = """\
{#
    The names of all concepts and cohorts. Nobody edits this file: python/dbt_careworld.py, a plugin of dbt, writes it
    before dbt reads it, whenever a file of models/concepts or models/cohorts has come or gone.
#}
"""

MACRO = """
{{% macro all_{kind}s() %}}
    {{%- do return(_defined('{kind}', [
{names}    ])) -%}}
{{% endmacro %}}
"""


def definitions(project: Path) -> str:
    """The text of the macros that name every concept and every cohort under a project's folder."""
    text = HEAD
    for kind in KINDS:
        files = (project / "models" / f"{kind}s").rglob(f"{kind}__*.sql")
        names = sorted(file.stem.removeprefix(f"{kind}__") for file in files)
        text += MACRO.format(kind=kind, names="".join(f"        '{name}',\n" for name in names))
    return text


def keep(project: Path) -> bool:
    """Rewrite the lists when they are not those of the folder; True when they were written.

    The new file takes the place of the old one in one step, so that another dbt reads the one or the other, whole.
    """
    path = project / FILE
    text = definitions(project)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    # The name does not end in .sql: dbt does not take the draft for macros.
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return True


def is_ours(project: Path) -> bool:
    """True for the folder of careworld itself."""
    path = project / "dbt_project.yml"
    if not path.is_file() or not (project / FILE.parent).is_dir():
        return False
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    return isinstance(told, dict) and told.get("name") == PROJECT


class Definitions(dbtPlugin):
    """Keeps the lists before dbt reads the project's files."""

    def initialize(self) -> None:
        """Called by dbt at the start of every command, with the project's folder in its flags."""
        folder = getattr(get_flags(), "PROJECT_DIR", None)
        if self.project_name == PROJECT and folder and is_ours(Path(folder)):
            keep(Path(folder))


plugins = [Definitions]
