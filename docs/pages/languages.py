"""The page of the languages: how far each has come, and what is missing or stale."""

from __future__ import annotations

from itertools import groupby

from colophon.law.load import ENGLISH, languages, law, shipped, standing
from pages.markdown import code, table, title

INTRO = """
`--language` of `colophon write`, `check` and `explain` chooses the language of what is said. What
has no translation is shown in English, and so is what is stale: a text whose English has changed
since it was translated. The page says what that is. How to add a language or mend one is in
[add a language](../how-to/add-a-language.md).
"""


def page() -> str:
    """Return the page: a table of the languages, and for each the ids that lack something."""
    tree = shipped()
    found = {one: standing(tree, one) for one in languages() if one != ENGLISH}
    rows = [
        (
            code(one),
            law(one).language.label,
            str(state.translated),
            str(len(state.missing)),
            str(len(state.stale)),
        )
        for one, state in found.items()
    ]
    pieces = [
        title("Languages", INTRO),
        table(("Language", "Name", "Translated", "Missing", "Stale"), rows),
    ]
    for one, state in found.items():
        pieces.append(f"## {law(one).language.label}\n")
        pieces += _listed("Missing", state.missing)
        pieces += _listed("Stale", state.stale)
        if not state.missing and not state.stale:
            pieces.append("Nothing is missing, and nothing is stale.\n")
    return "\n".join(pieces)


def _listed(what: str, addresses: tuple[str, ...]) -> list[str]:
    """Return the addresses, those of one kind and record on one line."""
    if not addresses:
        return []
    lines = [f"{what}:\n"]
    for head, group in groupby(sorted(addresses), key=lambda one: one.split(" / ")[:2]):
        rest = [" ".join(one.split(" / ")[2:]) for one in group]
        told = ", ".join(filter(None, rest))
        lines.append(f"- {code(' / '.join(head))}" + (f": {told}" if told else ""))
    return ["\n".join([lines[0], *lines[1:]]) + "\n"]
