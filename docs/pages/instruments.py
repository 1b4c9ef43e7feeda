"""The page of the instruments: the texts, their force, and how well they are confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.law.load import law
from colophon.law.model import Confirmed, Force
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

FORCES = {
    Force.BINDING: "law that binds",
    Force.GUIDANCE: "what an authority says how it reads the law; it binds no court",
    Force.VOLUNTARY: "what binds those who have signed it",
    Force.READING: "Colophon's own reading where the texts are silent; it binds nobody",
}
GRADES = {
    Confirmed.PRIMARY: "read in the official text",
    Confirmed.CONVERSION: "read in a full machine conversion of the official text",
    Confirmed.SECONDARY: "read in somebody else's account of it",
    Confirmed.RECALLED: "general knowledge, not checked against a source",
    Confirmed.READING: "our own inference",
}


def page() -> str:
    """Return the page of the instruments, with what force and grades mean."""
    intro = f"""
An instrument is a text in which provisions stand. Each citation names the version that it was
checked against. The law is known as of {law().known_on.isoformat()}.
"""
    pieces = [title("Instruments", intro)]
    for one in law().instruments:
        rows = [
            (
                code(version.id),
                version.number,
                version.dated.isoformat(),
                version.confirmed.value,
                version.note or "",
            )
            for version in one.versions
        ]
        about = f"**{one.label}** · {one.force.value}. {one.title}."
        if one.eli:
            about += f" <{one.eli}>"
        columns = ("Version", "Number", "Dated", "Confirmed", "Note")
        pieces += [f"## {one.id}\n", f"{about}\n", table(columns, rows)]
    pieces += ["## The force of a text\n", table(("Force", "Means"), _words(FORCES))]
    pieces += ["## How well a fact is confirmed\n", table(("Grade", "Means"), _words(GRADES))]
    return "\n".join(pieces)


def _words(meanings: dict[Force, str] | dict[Confirmed, str]) -> Iterator[tuple[str, str]]:
    for one, meaning in meanings.items():
        yield code(one.value), meaning
