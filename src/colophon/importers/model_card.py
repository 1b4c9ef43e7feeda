"""The model card: the YAML between the `---` lines at the top of a `README.md`.

The prose below is never read: what it means is for people. YAML is read as YAML 1.2, in which `no`
is a language and not a truth value. A text may stand where a list of texts belongs, as the cards
allow. A card of a dataset is no card of a model and gives no facts.

The mass of carbon dioxide is in grams, which is what the cards ask for: a number, or a text that
says so (`17 g`), or either of them as `emissions` in an object.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError, ReadingError
from colophon.evidence import Evidence, EvidenceValue, Reading, Unread
from colophon.importers import out_of_place, reading_of_text, word, words
from colophon.quantities import number, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain, Text

FACTS: Mapping[str, str] = {
    "licence.name": "Name of the licence, its identifier where it has one",
    "licence.title": "Name of a licence that has no identifier",
    "licence.link": "Where the licence is written",
    "model.languages": "Languages of the model",
    "model.base-models": "Models that this one was made from",
    "model.base-model-relation": "How it was made from them",
    "model.task": "Task that the model is for",
    "software.library": "Library that loads the model",
    "data.datasets": "Datasets that the card names",
    "energy.co2": "Carbon dioxide that was given off, as the file says",
}

_UNLISTED: Final = "other"
"""What stands as the licence where the name stands in `license_name`."""

_NAME: Final = "README.md"
_LARGEST: Final = 2_000_000
"""More bytes than the front matter of a card with hundreds of results has."""

_DATASET = frozenset({"dataset_info", "size_categories", "task_categories"})
"""Keys that only the card of a dataset has."""


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `README.md`."""
    if _NAME in folder:
        yield (_NAME,)


# -- Where each fact stands -----------------------------------------------------------------------


def word_or_words(value: Plain) -> tuple[str, ...]:
    """Return a text, or a list of texts; raise ValueError with the name of the form otherwise."""
    return (word(value),) if isinstance(value, str) else words(value)


def listed(value: Plain) -> str:
    """Return the id of a licence that has one; raise ValueError with the name of the form."""
    if value == _UNLISTED:
        raise ValueError("the name of a licence")
    return word(value)


def grams(value: Plain) -> int | str:
    """Return a mass in grams, with a fraction as text; raise ValueError with the form otherwise."""
    if isinstance(value, str) and (match := re.fullmatch(r"([0-9.]+) ?(?:g|grams?)", value)):
        try:
            value = number(match[1], place="")
        except ReadingError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        raise ValueError("a number of grams")
    return int(value) if value == int(value) else plain(Decimal(value))


_KEYS: Final[Mapping[str, tuple[str, Callable[[Plain], EvidenceValue]]]] = {
    "license": ("licence.name", listed),
    "license_name": ("licence.title", word),
    "license_link": ("licence.link", word),
    "language": ("model.languages", word_or_words),
    "base_model": ("model.base-models", word_or_words),
    "base_model_relation": ("model.base-model-relation", word),
    "pipeline_tag": ("model.task", word),
    "library_name": ("software.library", word),
    "datasets": ("data.datasets", word_or_words),
    "co2_eq_emissions": ("energy.co2", grams),
}
"""The fact that each key tells, and how its value is read."""


# -- Reading --------------------------------------------------------------------------------------


def collect(source: Source) -> Reading:
    """Read one `README.md`.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "model_card", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Raises:
        ArtefactError: the front matter has no end, is too long, or is not `key: value`.
        ReadingError: the front matter is not YAML.
    """
    front_matter = _front_matter(data, name)
    if front_matter is None:
        yield Unread(
            locator="",
            reason="no front matter: the first line is not `---`",
            remedy="Nothing, if this is no model card; otherwise begin it with its front matter.",
        )
        return
    card = reading.yaml(front_matter, name)
    if not isinstance(card.value, dict):
        raise ArtefactError(
            "the front matter is not made of lines `key: value`",
            place=f"{name}:1",
            remedy="Write `key: value`, one a line, between the `---` lines.",
        )
    if _DATASET & card.value.keys():
        yield Unread(
            locator="",
            reason="the card of a dataset, not of a model",
            remedy="Nothing, if that is what it is.",
        )
        return
    unlisted = card.value.get("license") == _UNLISTED
    for key, value in card.value.items():
        named_beside = unlisted and key == "license" and "license_name" in card.value
        if key in _KEYS and value not in (None, "", []) and not named_beside:
            yield _fact(card, key, value)


def _fact(card: Text, key: str, value: Plain) -> Evidence | Unread:
    fact, read = _KEYS[key]
    if key == "license_name" and card.value.get("license") == _UNLISTED:
        fact = "licence.name"
    path: tuple[str, ...] = (key,)
    if fact == "energy.co2" and isinstance(value, dict) and "emissions" in value:
        path, value = (key, "emissions"), value["emissions"]
    locator = f"line {card.lines[path]}, /{'/'.join(path)}"
    try:
        unit = "g" if fact == "energy.co2" else None
        return Evidence(fact=fact, value=read(value), unit=unit, locator=locator)
    except ValueError as form:
        return out_of_place(value, form, locator)


def _front_matter(data: bytes, name: str) -> bytes | None:
    """Return the file up to the line that ends its front matter, None when it has none.

    The `---` that begins it is kept: in YAML it begins a document, and lines are counted from it.

    Raises:
        ArtefactError: the front matter has no end, or is too long.
    """
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    fences = (at for at, line in enumerate(lines) if line.rstrip() == b"---")
    first = next(fences, None)
    if first is None or b"".join(lines[:first]).strip():
        return None
    second = next(fences, None)
    if second is None:
        raise ArtefactError(
            "the front matter that begins here does not end",
            place=f"{name}:{first + 1}",
            remedy="Write a line `---` below it.",
        )
    front_matter = b"".join(lines[:second])
    if len(front_matter) > _LARGEST:
        raise ArtefactError(
            f"the front matter has {len(front_matter)} bytes, more than any card needs",
            place=f"{name}:{first + 1}",
            remedy="Take out what does not belong in it.",
        )
    return front_matter
