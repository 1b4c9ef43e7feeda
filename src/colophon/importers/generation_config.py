"""The `generation_config.json` of a model: how it writes where nobody says otherwise.

These are settings, not properties: a program that runs the model may set others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.importers import count, flag, fraction, json_object, positive, reading_of_text, word
from colophon.importers._objects import Told, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading, Unread
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = {
    "generation.longest-text": "Number of tokens to which a text may grow, the input included",
    "generation.longest-output": "Number of tokens that the model may write, the input left out",
    "generation.sampling": "Whether tokens are drawn by chance",
    "generation.temperature": "Temperature with which tokens are drawn",
    "generation.top-k": "Number of tokens among which the next one is drawn",
    "generation.top-p": "Share of the probability among which the next token is drawn",
    "generation.repetition-penalty": "Number by which a token that stands already is made rarer",
    "software.transformers-version": "Version of the library Transformers that wrote the file",
}

_NAME: Final = "generation_config.json"

_KEYS: Final[Mapping[str, Told]] = {
    "max_length": Told("generation.longest-text", positive, "tokens"),
    "max_new_tokens": Told("generation.longest-output", positive, "tokens"),
    "do_sample": Told("generation.sampling", flag),
    "temperature": Told("generation.temperature", fraction),
    "top_k": Told("generation.top-k", count),
    "top_p": Told("generation.top-p", fraction),
    "repetition_penalty": Told("generation.repetition-penalty", fraction),
    "transformers_version": Told("software.transformers-version", word),
}


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `generation_config.json`."""
    if _NAME in folder:
        yield (_NAME,)


def collect(source: Source) -> Reading:
    """Read one `generation_config.json`.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "generation_config", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Raises:
        ArtefactError: it is not a JSON object.
        ReadingError: it is not JSON.
    """
    yield from told(json_object(data, name), _KEYS)
