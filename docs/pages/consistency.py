"""The page of what the documents of one dossier must agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.law.load import law
from colophon.law.model import OneFact
from colophon.workspace.lawbook import COMPARED
from pages.lawbook import cited, of_section
from pages.markdown import NOTHING, code, codes, link, table, title

if TYPE_CHECKING:
    from colophon.law.model import Agreement


def page() -> str:
    """Return the page, one row for each agreement."""
    intro = """
One fact has one value in all documents of a dossier. Where it stands in one place, it cannot part;
where it stands in two, `colophon check` compares them and names both places. A *conflict* is never
right; a *notice* is right in the case that it names. Nothing is found where either side is not on
file, and a register that lacks something says nothing by that: it may leave something out. A
machine does not compare free texts; the rows that are compared only by a person say which to read
side by side.
"""
    rows = [
        (code(one.id), one.says, COMPARED[one.compares.kind], _places(one), cited(one.source))
        for one in law().agreements
    ]
    columns = ("Id", "What must agree", "Compared", "Places", "Written in")
    return title("Consistency", intro) + "\n" + table(columns, rows)


def _places(one: Agreement) -> str:
    places = codes(one.places) if one.places else ""
    if isinstance(one.compares, OneFact) and one.compares.outlines:
        sections = ", ".join(of_section(name) for name in one.compares.sections)
        outlines = ", ".join(
            link(name, "documents", law().outline[name].label) for name in one.compares.outlines
        )
        places += f"{'; ' if places else ''}{sections} in {outlines}"
    return places or NOTHING
