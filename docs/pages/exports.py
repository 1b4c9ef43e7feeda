"""The page of the exports, with the place of every field, found by rendering a record of marks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from colophon import parts
from colophon.documents import exports as kinds
from colophon.documents.exports import cyclonedx, spdx
from colophon.documents.schema import ID
from colophon.documents.subject import (
    Compute,
    Datasets,
    DataSource,
    Entry,
    Result,
    Spending,
    Subject,
)
from colophon.law.load import law
from colophon.law.model import Audience, Kind
from colophon.quantities import Amount
from pages.markdown import code, prose, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from colophon.law.model import Field

MARK: Final = "https://example.org/{}"
NUMBER: Final = re.compile(r"\.(value|ai_energyQuantity|content|hashValue|releaseTime)$")
"""Where a number or a digest stands, which no mark can be put into."""
ON: Final = date(2026, 11, 21)


def page() -> str:
    """Return the page of the exports."""
    pieces = [
        title(
            "Exports",
            f"""
`colophon export NAME` writes what other programs read. Each export is drawn from what the
documents tell one audience: at the same precision, and nothing else. Who states a value and where
it stands is told in the documents alone, as are serious incidents.

With `--json` the command prints the file as `written`, and as `parted` the keys of a card that say
something else: each `key` with its `place`, what it `says`, or null, and what the `dossier` says.
Then the exit code is 1.

Documents in JSON have a schema of their own: [document.schema.json](document.schema.json), whose
name is `{ID}`. `colophon schema` prints it. Keys may be added within a version.
""",
        )
    ]
    for name, module in parts.by_name(kinds).items():
        readers = ", ".join(one.value for one in Audience if one in module.AUDIENCES)
        pieces += [
            f"## {name.replace('_', '-')}\n",
            f"Writes `model.<audience>.{module.EXTENSION}`, for: {readers}.\n",
            f"{prose(module.__doc__)}\n",
        ]
        if module in {cyclonedx, spdx}:
            pieces.append(_places(module))
    return "\n".join(pieces)


def _places(module: ModuleType) -> str:
    """Return where each field stands that has a place of its own."""
    whole = _subject()
    there = _told(module, whole)
    found: dict[str, list[str]] = {}
    for id in law().field:
        named = rf"\b{re.escape(id)}(?![\w-])"
        ways = [way for way, value in there if re.search(named, value)]
        if not ways:
            entries = {name: one for name, one in whole.entries.items() if name != id}
            without = _told(module, replace(whole, entries=entries))
            ways = [
                way for way, value in there if (way, value) not in without and NUMBER.search(way)
            ]
        if ways:
            found[id] = ways
    rows = [
        (code(id), law().field[id].label, ", ".join(code(way) for way in dict.fromkeys(ways)))
        for id, ways in found.items()
    ]
    rest = (
        "Every other field is a property of the model whose name is `colophon:` and the id of the "
        "field; of an amount, `:low`, `:best`, `:high` and `:unit` are added.\n"
    )
    return f"{table(['Field', 'What', 'Place'], sorted(rows))}\n{rest}"


def _told(module: ModuleType, subject: Subject) -> list[tuple[str, str]]:
    """Return what an export says outside the properties of the model, each with the way to it."""
    kept = r"(?<!modelCard)\.properties\[\]|extension|bom-ref|dependsOn|\.ref$"
    return [
        (way, value)
        for way, value in _values(json.loads(module.render(subject)))
        if not re.search(kept, way)
    ]


def _values(value: Any, way: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text inside a value, with the way to it."""
    if isinstance(value, dict):
        inside = value.get("type") if "spdxId" in value else None
        for key, one in value.items():
            yield from _values(one, f"{inside or way}.{key}" if inside or way else key)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one, f"{way}[]" if way != "@graph" else "")
    else:
        yield way, str(value)


def _subject() -> Subject:
    """Return a record in which every field has a value that names it."""
    data = DataSource("data", None, ("crawled",), ("text",), (), (), None, None, (), ())
    amount = Amount.exactly(1, "FLOP")
    spending = Spending("one", "one", "one", amount, "", (), None, "", "", None)
    result = Result("one", "evaluation", "evaluation", "one", "1", None, None, "", None)
    return Subject(
        model="mark model.name",
        provider="mark provider.name",
        audience=Audience.AI_OFFICE,
        audience_said="AI Office",
        on=ON,
        law_known_on=ON,
        dossier_digest="sha256:0",
        made_by="Colophon",
        language=law().language,
        entries={one.id: _entry(one) for one in law().field.values()},
        datasets=Datasets((data,), is_complete=True),
        evaluations=(result,),
        compute=Compute((spending,), {}, {}, is_whole=True, note=None),
    )


def _entry(field: Field) -> Entry:
    mark = f"mark {field.id}"
    if field.kind is Kind.AMOUNT:
        amount = Amount.exactly(1, field.unit or "")
        return Entry(field.id, field.label, "stated", (mark,), (), amount)
    if field.kind is Kind.LINK or field.id in {
        *cyclonedx.REFERENCES,
        *spdx.REFERENCES,
    }:
        mark = MARK.format(field.id)
    if field.id == "model.authenticity":
        mark = f"sha256:{'0' * 64}"
    is_link = field.kind is Kind.LINK
    return Entry(field.id, field.label, "stated", (mark,), (mark,), is_link=is_link)
