"""The card: the YAML between the `---` lines at the top of a `README.md`.

YAML is read as YAML 1.2, in which `no` is a language and not a truth value. A text may stand where
a list of texts belongs, as the cards allow. A card with a key that only cards of datasets have,
such as `dataset_info`, is the card of a dataset: what it tells is told of the dataset, and nothing
of a model. Its lengths in bytes are those of tables in memory, as the library Datasets counts them.

The mass of carbon dioxide is in grams, which is what the cards ask for: a number, or a text that
says so (`17 g`), or either of them as `emissions` in an object.

The prose below is never read as a value: what it means is for people. Sentences in the card of a
model that speak of tokens, hardware and the like are told word for word, as suggestions.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError, ReadingError
from colophon.evidence import Evidence, EvidenceValue, Reading, Unread
from colophon.importers import out_of_place, pointer, reading_of_text, word
from colophon.importers._objects import Told, one, prose, word_or_words
from colophon.importers.model_card import dataset, suggestions
from colophon.importers.model_card.front_matter import halves
from colophon.quantities import number, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Path, Plain, Text

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
    "energy.co2-source": "Where the mass of carbon dioxide comes from, as the card says",
    "energy.co2-training": "Kind of training that gave off the carbon dioxide, as the card says",
    "energy.co2-location": "Where the carbon dioxide was given off, as the card says",
    "energy.co2-hardware": "Hardware that gave off the carbon dioxide, as the card says",
    **suggestions.FACTS,
    **dataset.FACTS,
}

_UNLISTED: Final = "other"
"""What stands as the licence where the name stands in `license_name`."""

_NAME: Final = "README.md"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `README.md`."""
    if _NAME in folder:
        yield (_NAME,)


# -- Where each fact stands -----------------------------------------------------------------------


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

_EMISSIONS: Final = "co2_eq_emissions"
_OF_EMISSIONS: Final[Mapping[str, Told]] = {
    "source": Told("energy.co2-source", prose),
    "training_type": Told("energy.co2-training", prose),
    "geographical_location": Told("energy.co2-location", prose),
    "hardware_used": Told("energy.co2-hardware", prose),
}
"""What the keys beside the mass tell, where it stands in an object."""


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
    parts = halves(data, name)
    if parts is None:
        yield Unread(
            locator="",
            reason="no front matter: the first line is not `---`",
            remedy="Nothing, if this is no model card; otherwise begin it with its front matter.",
        )
        return
    card = reading.yaml(parts.front_matter, name)
    if not isinstance(card.value, dict):
        raise ArtefactError(
            "the front matter is not made of lines `key: value`",
            place=f"{name}:1",
            remedy="Write `key: value`, one a line, between the `---` lines.",
        )
    if dataset.SIGNS & card.value.keys():
        yield from dataset.found(card, lambda path: _locator(card, path))
        return
    unlisted = card.value.get("license") == _UNLISTED
    for key, value in card.value.items():
        named_beside = unlisted and key == "license" and "license_name" in card.value
        if key in _KEYS and value not in (None, "", []) and not named_beside:
            yield _fact(card, key, value)
        if key == _EMISSIONS and isinstance(value, dict):
            for about, what in _OF_EMISSIONS.items():
                if value.get(about) not in (None, ""):
                    yield one(what, value[about], _locator(card, (key, about)))
    yield from suggestions.suggestions(parts.prose, parts.first_line)


def _fact(card: Text, key: str, value: Plain) -> Evidence | Unread:
    fact, read = _KEYS[key]
    if key == "license_name" and card.value.get("license") == _UNLISTED:
        fact = "licence.name"
    path: Path = (key,)
    if fact == "energy.co2" and isinstance(value, dict) and "emissions" in value:
        path, value = (key, "emissions"), value["emissions"]
    locator = _locator(card, path)
    try:
        unit = "g" if fact == "energy.co2" else None
        return Evidence(fact=fact, value=read(value), unit=unit, locator=locator)
    except ValueError as form:
        return out_of_place(value, form, locator)


def _locator(card: Text, path: Path) -> str:
    line = card.place(path).removeprefix(f"{card.name}:")
    return f"line {line}, {pointer(*path)}"
