"""The manual of the language: docs/language.md, written from what its tests check.

The verbs stand as macros/*/_macros.yml describes them, the examples as tests/python/language/*.yml draws them; a test
runs every example, and another compares the written page with what `text` returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PAGE = "docs/language.md"
# In the order in which a definition is read; pages that come later stand after these.
ORDER = ["concepts", "entries", "rules", "exits", "screening"]

HEAD = """\
# The language of concepts and cohorts

A concept says what counts as X, a cohort who has X, since when and until when. Each sentence below is an example that
is run: a definition, the rows it is given, the rows it gives, and the words that it finds for itself.

<!-- Written by `careworld manual` from macros/*/_macros.yml and tests/python/language: change it there. -->
"""


def verbs(root: Path) -> Iterator[str]:
    """What each word of a definition means, with its arguments."""
    yield "## The verbs"
    for layer in ("concepts", "cohorts"):
        told = yaml.safe_load((root / f"macros/{layer}/_macros.yml").read_text(encoding="utf-8"))
        for macro in told["macros"]:
            shown = macro.get("docs", {}).get("show", True)
            if not shown or f"`{macro['name']}(" not in macro["description"]:
                continue
            yield f"**{macro['name']}** - {macro['description'].strip()}"
            arguments = [f"- `{given['name']}`: {given['description'].strip()}" for given in macro.get("arguments", [])]
            if arguments:
                yield "\n".join(arguments)


def title(page: str) -> tuple[str, str]:
    """Title and remark of a page: the comment that it begins with."""
    lines = []
    for line in page.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return lines[0], " ".join(lines[1:])


def block(text: str, language: str = "") -> str:
    """Text as it stands, in a box."""
    return f"```{language}\n{text.strip()}\n```"


def tables(given: dict[str, str]) -> str:
    """The drawn tables, each under its name as a definition knows it."""
    return block("\n\n".join(f"{name}\n{drawn.strip()}" for name, drawn in given.items()))


def example(case: dict[str, Any], given_before: dict[str, str] | None) -> Iterator[str]:
    """One sentence with its definition and its tables."""
    yield f"### It {case['it']}"
    definition = case.get("cohort") or case["concept"]
    yield block(f"{case.get('before', '')}{{{{ {definition.strip()} }}}}", "sql")
    if "fails" in case:
        yield "It stops the parse:"
        yield block(case["fails"])
        return
    given = case.get("given", {})
    if given and given == given_before:
        yield "Given the same."
    elif given:
        yield "Given:"
        yield tables(given)
    yield "It gives:" if case["gives"].count("\n") > 1 else "It gives no row:"
    yield block(case["gives"])
    for key, words in (("attrition", "It loses people so:"), ("years", "Year by year:")):
        if key in case:
            yield words
            yield block(case[key])
    if "says" in case:
        yield f"In words: *{case['says'].strip().rstrip('.')}.*"


def text(root: Path) -> str:
    """The whole manual."""
    folder = root / "tests/python/language"
    names = sorted(page.stem for page in folder.glob("*.yml"))
    parts = [HEAD.strip(), *verbs(root)]
    for name in sorted(names, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER)):
        page = (folder / f"{name}.yml").read_text(encoding="utf-8")
        heading, remark = title(page)
        parts += [f"## {heading.rstrip('.')}"] + ([remark] if remark else [])
        given = None
        for case in yaml.safe_load(page):
            parts += example(case, given)
            given = case.get("given", given)
    return "\n\n".join(parts) + "\n"


def write(root: Path) -> Path:
    """Write the page; returns its path."""
    path = root / PAGE
    path.parent.mkdir(exist_ok=True)
    path.write_text(text(root), encoding="utf-8")
    return path
