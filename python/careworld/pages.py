"""The pages that commands write: one HTML file each, which needs no other."""

from __future__ import annotations

from html import escape
from pathlib import Path

from careworld.errors import CareworldError

# What all pages share; each adds its own rules.
_STYLE = """
:root { --ink: #1c2430; --soft: #66707d; --line: #e3e6ea; }
* { box-sizing: border-box; }
body { color: var(--ink); }
h1 { font-size: 24px; margin: 0 0 4px; } p { color: var(--soft); }
.tiles { display: flex; gap: 16px; margin: 20px 0; flex-wrap: wrap; }
.tile { border: 1px solid var(--line); border-radius: 6px; padding: 12px 18px; min-width: 190px; }
.tile b { display: block; font-size: 26px; } .tile span { color: var(--soft); }
table { border-collapse: collapse; width: 100%; }
th { color: var(--soft); font-weight: normal; border-bottom: 1px solid var(--ink); }
"""


def write(path: Path, title: str, style: str, body: str) -> Path:
    """Write a page and return where it stands. Raises CareworldError when it cannot be written."""
    head = f"<meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}{style}</style>"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html><html lang=en>{head}{body}</html>\n", encoding="utf-8")
    except OSError as error:
        raise CareworldError(f"{path} cannot be written: {error.strerror}.") from None
    return path
