"""The tokenizer: how many different tokens there are, and how a text is cut into them.

Three files are read, each alone:

* `tokenizer.json`: the vocabulary that was learnt and the tokens that were added to it. Many of
  the added ones stand in the vocabulary too; each token is counted once.
* `tokenizer_config.json`: the class that loads it, and the longest text. The length 1e30, which
  programs write where there is none, is not told.
* `tokenizer.model` and the like, where they are models of SentencePiece: the number of pieces. A
  program may add tokens to them, or hold some of the numbers for itself, so this is not the number
  of tokens.

The number of tokens is not that of the rows of the embedding, which is often rounded up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import (
    HEAD,
    damage,
    json_object,
    out_of_place,
    positive,
    sha256,
    word,
)
from colophon.importers._objects import Told, one, stranger, told
from colophon.importers.tokenizer.pieces import KINDS, is_model, read_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    "tokenizer.kind": "Method by which the tokenizer cuts a text",
    "tokenizer.class": "Class of the program that loads the tokenizer",
    "tokenizer.vocabulary": "Number of different tokens, the added ones included",
    "tokenizer.base-vocabulary": "Number of different tokens without those that were added",
    "tokenizer.added-tokens": "Number of tokens that were added to the vocabulary",
    "tokenizer.pieces": "Number of pieces in a model of SentencePiece, before a program adds any",
    "tokenizer.longest-text": "Number of tokens to which a text is cut, as the tokenizer says",
}

_WHOLE: Final = "tokenizer.json"
_SETTINGS: Final = "tokenizer_config.json"
_PIECES: Final = frozenset(
    {"tokenizer.model", "sentencepiece.bpe.model", "spiece.model", "spm.model"}
)

_LARGEST: Final = 60_000_000
"""No tokenizer is larger, in bytes."""

_NO_LIMIT: Final = 10**15
"""A longest text beyond this is none."""


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `tokenizer.json`, `tokenizer_config.json` and models of SentencePiece."""
    for name in folder.names:
        if name in {_WHOLE, _SETTINGS} or (name in _PIECES and is_model(folder.head(name))):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one file of a tokenizer.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    with source.opened(name) as (file, size):
        data = file.read(size if size <= _LARGEST else HEAD)
    kind = "sha256" if size <= _LARGEST else "sha256-header"
    artefact = Artefact(name=source.artefact_name(name), digest=f"{kind}:{sha256(data)}", size=size)
    items: list[Evidence | Unread] = []
    try:
        if size > _LARGEST:
            items.append(_too_large())
        elif name == _WHOLE:
            items += _tokens(data, artefact.name)
        elif name == _SETTINGS:
            items += _settings(data, artefact.name)
        else:
            items += _model(data, artefact.name)
    except ColophonError as error:
        items = [damage(error, artefact.name)]
    return Reading(
        importer="tokenizer",
        artefact=artefact,
        evidence=tuple(item for item in items if isinstance(item, Evidence)),
        unread=tuple(item for item in items if isinstance(item, Unread)),
    )


# -- `tokenizer.json` -----------------------------------------------------------------------------


def _vocabulary(value: Plain) -> set[str]:
    """Return the tokens of a vocabulary, which is an object or a list of tokens with scores.

    Raises:
        ValueError: it is another thing; the error names the form.
    """
    if isinstance(value, dict):
        return set(value)
    form = "an object of tokens, or a list of tokens with their scores"
    if not isinstance(value, list):
        raise ValueError(form)
    if not all(isinstance(item, list) and item and isinstance(item[0], str) for item in value):
        raise ValueError(form)
    return {item[0] for item in value}


def _added(value: Plain) -> set[str]:
    """Return the tokens that were added; raise ValueError with the name of the form otherwise."""
    if not isinstance(value, list) or not all(
        isinstance(item, dict) and isinstance(item.get("content"), str) for item in value
    ):
        raise ValueError("a list of tokens with their `content`")
    return {item["content"] for item in value}


def _tokens(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    whole = json_object(data, name)
    model = whole.get("model")
    if not isinstance(model, dict) or "vocab" not in model:
        yield stranger("the tokenizer of the library Tokenizers", "`/model/vocab`")
        return
    if model.get("type") is not None:
        yield one(Told("tokenizer.kind", word), model["type"], "/model/type")
    try:
        base = _vocabulary(model["vocab"])
    except ValueError as form:
        yield out_of_place(model["vocab"], form, "/model/vocab")
        return
    yield _number("tokenizer.base-vocabulary", len(base), "/model/vocab")
    try:
        added = _added(whole.get("added_tokens"))
    except ValueError as form:
        yield out_of_place(whole.get("added_tokens"), form, "/added_tokens")
        return
    yield _number("tokenizer.added-tokens", len(added - base), "/added_tokens")
    yield _number("tokenizer.vocabulary", len(added | base), "/model/vocab and /added_tokens")


def _number(fact: str, value: int, locator: str) -> Evidence:
    return Evidence(fact=fact, value=value, unit="tokens", locator=locator)


# -- The others -----------------------------------------------------------------------------------


def _settings(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    settings = json_object(data, name)
    longest = settings.get("model_max_length")
    if isinstance(longest, int | Decimal) and longest > _NO_LIMIT:
        del settings["model_max_length"]
    keys = {
        "tokenizer_class": Told("tokenizer.class", word),
        "model_max_length": Told("tokenizer.longest-text", positive, "tokens"),
    }
    yield from told(settings, keys)


def _model(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    pieces, kind = read_pieces(data, name)
    yield Evidence(fact="tokenizer.pieces", value=pieces, unit="tokens", locator="number of pieces")
    if kind in KINDS:
        yield Evidence(fact="tokenizer.kind", value=KINDS[kind], locator="settings of the training")


def _too_large() -> Unread:
    return Unread(
        locator="",
        reason=f"larger than {_LARGEST} bytes, which no tokenizer is",
        remedy="State the number of tokens by hand, and where you have it from.",
    )
