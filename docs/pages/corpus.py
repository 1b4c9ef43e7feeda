"""The page of the scanner: formats, layouts, and what is counted."""

from __future__ import annotations

from typing import Final

from colophon import parts
from colophon.corpus import layouts, readers, result, tallies
from pages.markdown import NOTHING, code, codes, prose, table, title

INTRO: Final = """
`colophon scan` reads the files of a corpus, counts each once, and keeps what it found as evidence,
with the table of domains beside it. How it is used stands in [scan a
corpus](../how-to/scan-a-corpus.md).
"""
LAYOUTS: Final = """
## Layouts

A known layout is recognised by the columns that are there. *Confirmed* says how its columns are
known: from the corpus's own description (card), from that of a copy or a part of it, from somebody
else's account (secondary), or from memory (recalled). Any other layout is given with `--columns
role=column,…`; a part of a nested column is named by its way, such as `metadata.url`.
"""
COUNTED: Final = """
## What is counted

Each fact stands in `evidence/corpus-<source>.json`, with the column that it was read from. A size
in bytes at the end of a row is left out where texts were not read.
"""


def page() -> str:
    """Return the page of the scanner."""
    pieces = [title("Scanner", INTRO), "## Formats\n"]
    pieces.append(
        table(
            ("Format", "Ends of names", "What it is"),
            (
                (code(name), codes(module.ENDINGS), prose(module.__doc__).partition("\n\n")[0])
                for name, module in parts.by_name(readers).items()
            ),
        )
    )
    pieces += [LAYOUTS, table(("Layout", "Columns", "Confirmed", "Remark"), _layouts()), COUNTED]
    pieces.append(table(("Fact", "What it is"), _facts()))
    return "\n".join(pieces)


def _layouts() -> list[tuple[str, str, str, str]]:
    return [
        (
            f"[{one.name}]({one.link})",
            ", ".join(
                f"{role}: {' or '.join(map(code, ways))}" for role, ways in one.columns.items()
            ),
            one.confirmed,
            one.remark or NOTHING,
        )
        for one in layouts.known().values()
    ]


def _facts() -> list[tuple[str, str]]:
    told = [module.FACTS for module in parts.modules(tallies)]
    return [(code(fact), says) for facts in (*told, result.FACTS) for fact, says in facts.items()]
