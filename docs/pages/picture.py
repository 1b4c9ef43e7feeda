"""Pictures of a terminal: what `status` and `compute` print of examples, drawn as SVG."""

from __future__ import annotations

import os
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from click.testing import CliRunner

from colophon.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
DAY = "2026-11-21"
COLUMNS = 100
WIDTH, LINE, MARGIN = 8.4, 19, 18
COLOURS = {
    "31": "#ff7b72",
    "32": "#7ee787",
    "33": "#f2cc60",
    "34": "#79c0ff",
    "35": "#d2a8ff",
    "36": "#76e3ea",
    "90": "#8b949e",
    "97": "#ffffff",
}
PLAIN, DIM, GROUND = "#e6edf3", "#9aa4af", "#0d1117"
RUN = re.compile(r"\S+(?: \S+)*")
"""Words with single blanks between; where there are more, a column begins."""
STYLE = re.compile(r"\x1b\[([\d;]*)m")


def status() -> str:
    """Return the picture of the status of the large example."""
    return printed("examples/llama-3.1-405b/dossier", "status")


def compute() -> str:
    """Return the picture of the ledger of the example whose stages are known."""
    return printed("examples/olmo-2-13b/dossier", "compute")


def printed(dossier: str, command: str) -> str:
    """Return the picture of what a command prints of a dossier.

    The day is named, so that the picture stays true.
    """
    os.environ.pop("NO_COLOR", None)
    with mock.patch.dict(os.environ, {"COLUMNS": str(COLUMNS)}):
        result = CliRunner().invoke(
            cli,
            ["-C", str(ROOT / dossier), command, "--on", DAY],
            color=True,
            standalone_mode=False,
        )
    if result.exception:
        raise result.exception
    shown = f"colophon -C {dossier} {command}"
    entered = f"\x1b[32m$\x1b[0m {shown} --on {DAY}"
    return drawn([entered, *_styled_alone(result.output.splitlines())], shown)


def _styled_alone(lines: list[str]) -> Iterator[str]:
    """Yield lines that each begin in the style in which the one before ended."""
    style = ""
    for line in lines:
        yield style + line
        for found in STYLE.finditer(line):
            style = "" if found[1] in {"", "0"} else style + found[0]


def drawn(lines: list[str], shown: str) -> str:
    """Return lines of a terminal as an SVG; `shown` is what it says to whoever cannot see it."""
    longest = max(len(STYLE.sub("", line)) for line in lines)
    width = round(max(longest, 80) * WIDTH + 2 * MARGIN)
    height = round(len(lines) * LINE + 2 * MARGIN)
    texts = "\n".join(_line(line, number) for number, line in enumerate(lines) if line.strip())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(shown)}">\n'
        f"<title>{escape(shown)}</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="{GROUND}"/>\n'
        f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, &quot;DejaVu Sans '
        f'Mono&quot;, monospace" font-size="14" fill="{PLAIN}">\n'
        f"{texts}\n</g>\n</svg>\n"
    )


def _line(line: str, number: int) -> str:
    y = MARGIN + LINE * number + 14
    spans = []
    column = 0
    for text, colour, is_bold in _pieces(line):
        for words in RUN.finditer(text):
            x = MARGIN + (column + words.start()) * WIDTH
            bold = ' font-weight="bold"' if is_bold else ""
            fill = f' fill="{colour}"' if colour != PLAIN else ""
            spans.append(
                f'<text x="{x:.1f}" y="{y}" textLength="{len(words[0]) * WIDTH:.1f}"{fill}{bold}>'
                f"{escape(words[0])}</text>"
            )
        column += len(text)
    return "\n".join(spans)


def _pieces(line: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each run of one style: its text, its colour, whether it is bold."""
    colour, is_bold = PLAIN, False
    for position, piece in enumerate(STYLE.split(line)):
        if position % 2 == 0:
            if piece:
                yield piece, colour, is_bold
            continue
        for style in piece.split(";"):
            if style in {"", "0"}:
                colour, is_bold = PLAIN, False
            elif style == "1":
                is_bold = True
            elif style == "2":
                colour = DIM
            else:
                colour = COLOURS.get(style, colour)
