"""Every module, and every public class and function, says in a sentence what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import careworld

MODULES = sorted(Path(careworld.__file__).parent.rglob("*.py"))


def public(node: ast.AST, path: str) -> Iterator[tuple[str, ast.AST]]:
    """Public classes, functions and methods below a node, by dotted name; not what is local to a function."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            yield f"{path}.{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{path}.{child.name}")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_everything_public_has_a_docstring(path: Path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    named = [(path.stem, module), *public(module, path.stem)]
    assert [name for name, node in named if not (ast.get_docstring(node) or "").strip()] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_docstring_begins_with_a_sentence(path: Path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    named = [(path.stem, module), *public(module, path.stem)]
    first = {name: (ast.get_docstring(node) or ".").split("\n\n")[0].strip() for name, node in named}
    assert {name: words for name, words in first.items() if not words.endswith((".", ":", "?"))} == {}
