"""The law's data in another language: its texts, replaced one by one, each found by its address.

The address of a text is the way to it in the language's file, `text/<language>.yaml`: the kind of
record, its id, the attribute. A record of which one text alone is ours is that text.

A translation belongs to the English that it was made from. `text/<language>.made-from` keeps a
digest of that English and one of the translation. Where the English has changed since and the
translation has not, the translation is stale: English is shown, until somebody looks at it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from colophon.errors import LawError
from colophon.law.model import (
    Activity,
    Agreement,
    Band,
    Ceiling,
    Column,
    Commitment,
    Consequence,
    Counting,
    Deadline,
    Effect,
    Element,
    Event,
    Field,
    Ground,
    Instrument,
    Language,
    Law,
    Limit,
    Option,
    Outline,
    Point,
    Policy,
    Question,
    Section,
    Threshold,
    Version,
)
from colophon.law.model.base import Record
from colophon.law.model.consistency import Parting, Sizes
from colophon.law.model.obligations import Owed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.reading import Text

    Say = Callable[["Address", str], str]

Address: TypeAlias = tuple[str | int, ...]

TEXTS: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Activity: ("label",),
    Agreement: ("label", "says"),
    Band: ("label",),
    Ceiling: ("of",),
    Commitment: ("label", "aim"),
    Consequence: ("label", "note"),
    Counting: ("label", "says"),
    Deadline: ("label", "note"),
    Element: ("heading",),
    Effect: ("says",),
    Event: ("label", "help"),
    Field: ("label", "help"),
    Ground: ("says",),
    Instrument: ("label", "title"),
    Language: ("phrases",),
    Limit: ("says",),
    Parting: ("right_if", "loosely"),
    Sizes: ("right_if",),
    Owed: ("label", "duty", "note"),
    Option: ("label",),
    Outline: ("label", "purpose"),
    Point: ("says",),
    Policy: ("label", "asks"),
    Question: ("label", "asks", "says"),
    Section: ("label",),
    Threshold: ("label",),
    Version: ("note",),
}
"""The attributes that hold texts of ours. What is official, a unit, a country or the name of a
thing in the dossier is the same in every language."""

IN_FULL: Final = {Effect, Language}
"""Records of one text that hold others with texts, so that the attribute is named."""

SHARED: Final[Mapping[tuple[type[Record], str], str]] = {
    (Column, "heading"): "columns",
    (Commitment, "chapter"): "chapters",
    (Deadline, "actor"): "actors",
    (Element, "group"): "groups",
    (Element, "part"): "parts",
}
"""Texts that many records share word for word: they are translated once, below this name, and the
English is their key."""

BY_ID: Final[Mapping[tuple[type[Record], str], str]] = {
    (Commitment, "measures"): "obligations",
    (Outline, "beyond"): "elements",
    (Outline, "elements"): "elements",
    (Section, "fields"): "fields",
}
"""Records within records whose ids are their own: they are translated below this name."""

_NAMES_IN_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a language's file has come.

    Attributes:
        translated: how many texts are translated and not stale.
        missing: addresses of texts that have no translation.
        stale: addresses of texts whose English has changed since they were translated.
    """

    translated: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]


def english_texts(law: Law) -> dict[Address, str]:
    """Return every text of ours in the law, by its address."""
    found: dict[Address, str] = {}

    def collect(address: Address, text: str) -> str:
        found[address] = text
        return text

    _law(law, collect)
    return found


def translated(law: Law, file: Text, made_from: str) -> Law:
    """Return `law`, which is in English, in the language of `file`.

    Raises:
        LawError: a translation of nothing, or one with other names in braces than its English.
    """
    english = english_texts(law)
    texts = translations(file, english)
    for address in stale(english, texts, made_from):
        del texts[address]
    language = Language(
        **{name: file.value[name] for name in _OWN if name in file.value},
        phrases=law.language.phrases,
    )
    in_english = law.model_copy(update={"language": language})
    return _law(in_english, texts.get)


def translations(file: Text, english: Mapping[Address, str]) -> dict[Address, str]:
    """Return the translations in a language's file by address.

    Raises:
        LawError: a translation of nothing, or one with other names in braces than its English.
    """
    found: dict[Address, str] = {}
    for address, text in _leaves(file.value, ()):
        if address[0] in _OWN or text is None:
            continue
        if address not in english:
            raise LawError(
                f"`{' / '.join(map(str, address))}` translates nothing that is there",
                place=file.place(address),
                remedy="Mend the ids, or take it out: its English is gone.",
            )
        if not isinstance(text, str) or not text.strip():
            raise LawError(
                f"`{' / '.join(map(str, address))}` is no text",
                place=file.place(address),
                remedy="Write the translation, in quotes where it looks like a number.",
            )
        if _braces(text) != _braces(english[address]):
            names = ", ".join(f"{{{name}}}" for name in sorted(_braces(english[address])))
            raise LawError(
                f"`{' / '.join(map(str, address))}` has other names in braces than its English",
                place=file.place(address),
                remedy=f"Write these and no others: {names or 'none'}.",
            )
        found[address] = text.strip()
    return found


def stale(
    english: Mapping[Address, str], texts: Mapping[Address, str], made_from: str
) -> list[Address]:
    """Return the addresses whose English has changed while the translation has not."""
    known = _read(made_from)
    return [
        address
        for address, text in texts.items()
        if (pair := known.get(_written(address)))
        and pair[1] == _digest(text)
        and pair[0] != _digest(english[address])
    ]


def made_from(english: Mapping[Address, str], texts: Mapping[Address, str], before: str) -> str:
    """Return what is to be kept of which English each translation was made from.

    What is stale keeps the digest of the English that it was made from.
    """
    known, outdated = _read(before), set(stale(english, texts, before))
    lines = []
    for address, text in texts.items():
        name = _written(address)
        source = known[name][0] if address in outdated else _digest(english[address])
        lines.append(f"{source} {_digest(text)} {name}\n")
    return "".join(sorted(lines, key=lambda line: line.split(" ", 2)[2]))


def standing(law: Law, file: Text, made_from: str) -> Standing:
    """Return how far the language of `file` has come, held against `law`, which is in English."""
    english = english_texts(law)
    texts = translations(file, english)
    outdated = stale(english, texts, made_from)
    return Standing(
        len(texts) - len(outdated),
        tuple(_written(address) for address in english if address not in texts),
        tuple(_written(address) for address in outdated),
    )


# -- The walk -------------------------------------------------------------------------------------

_OWN = ("id", "label", "decimal_sign", "day")
"""What a language's file says of the language itself."""


def _law(law: Law, say: Say) -> Law:
    """Return the law with each text replaced by what `say` gives for its address and English."""
    update: dict[str, Any] = {}
    for name in type(law).model_fields:
        value = getattr(law, name)
        if isinstance(value, tuple):
            update[name] = tuple(_record(one, (name, one.id), say) for one in value)
    update["language"] = _record(law.language, (), say)
    # Not a copy: that would keep what was found by id in the language before.
    return Law.model_construct(known_on=law.known_on, **update)


def _record(record: Record, address: Address, say: Say) -> Record:
    kind = _kind(record)
    own = TEXTS.get(kind, ())
    update: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        below = (*address, name)
        if value is None:
            continue
        if name in own:
            at = address if own == (name,) and kind not in IN_FULL else below
            update[name] = _text(value, at, say)
        elif (shared := _listed(SHARED, kind, name)) is not None:
            update[name] = say((shared, value), value)
        elif (by_id := _listed(BY_ID, kind, name)) is not None:
            update[name] = tuple(_record(one, (by_id, one.id), say) for one in value)
        else:
            changed = _inner(value, below, say)
            if changed is not value:
                update[name] = changed
    return record.model_copy(update=update) if update else record


def _text(value: str | dict[str, str], address: Address, say: Say) -> str | dict[str, str]:
    if isinstance(value, str):
        return say(address, value)
    return {key: say((*address, key), text) for key, text in value.items()}


def _inner(value: Any, address: Address, say: Say) -> Any:
    """Return the records within an attribute, translated; what holds none is the same object."""
    if isinstance(value, Record):
        return _record(value, address, say)
    if isinstance(value, tuple) and any(isinstance(one, Record) for one in value):
        return tuple(
            _record(one, (*address, getattr(one, "id", position)), say)
            for position, one in enumerate(value)
        )
    if isinstance(value, dict) and any(isinstance(one, Record) for one in value.values()):
        return {
            key: _inner(one, (*address, str(key)), say) if isinstance(one, Record) else one
            for key, one in value.items()
        }
    return value


def _kind(record: Record) -> type[Record]:
    """Return the shape of the table that a record is of, or its own."""
    return next((one for one in type(record).__mro__ if one in TEXTS), type(record))


def _listed(table: Mapping[tuple[type[Record], str], str], kind: type, name: str) -> str | None:
    return table.get((kind, name))


def _leaves(value: Any, address: Address) -> Iterator[tuple[Address, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*address, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _leaves(inner, (*address, position))
    else:
        yield address, value


def _braces(text: str) -> set[str]:
    return set(_NAMES_IN_BRACES.findall(text))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def _written(address: Address) -> str:
    return " / ".join(map(str, address))


def _read(made_from: str) -> dict[str, tuple[str, str]]:
    found = {}
    for line in made_from.splitlines():
        source, text, name = line.split(" ", 2)
        found[name] = (source, text)
    return found
