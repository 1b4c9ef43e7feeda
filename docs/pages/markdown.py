"""Pieces of Markdown, escaped where they have to be."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOTHING = "–"
"""What a cell shows that has nothing to say."""


def title(text: str, intro: str) -> str:
    """Return the beginning of a generated page."""
    warning = "<!-- Written by docs/generate.py. Do not edit: `make docs` writes it anew. -->"
    return f"{warning}\n\n# {text}\n\n{intro.strip()}\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a cell is Markdown already, but for what would end it."""
    lines = [list(columns), ["---"] * len(columns), *([*row] for row in rows)]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|") or NOTHING


def code(text: str) -> str:
    """Return `text` as code."""
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Return several, with commas, as code."""
    return ", ".join(map(code, texts)) or NOTHING


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    text = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return text.replace(" ", "-")


def link(text: str, page: str, heading: str) -> str:
    """Return a link to a heading of another page of the reference."""
    return f"[{text}]({page}.md#{slug(heading)})"


def prose(docstring: str | None) -> str:
    """Return a docstring as paragraphs; its code blocks and double backticks stay."""
    return inspect.cleandoc(docstring or "")
