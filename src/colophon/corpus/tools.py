"""What looks into texts: a detector of languages, and the tokenizer that a person names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from colophon.errors import ColophonError
from colophon.extras import needed

DETECTOR: Final = "py3langid"


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """A file `tokenizer.json`.

    Attributes:
        path: where it lies.
        digest: `sha256:…` of it.
    """

    path: str
    digest: str

    def __str__(self) -> str:
        return f"tokenizer {Path(self.path).name} {self.digest}"


def tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer in a file, which must be there and be one.

    Raises:
        ColophonError: it is none.
    """
    try:
        found = Tokenizer(str(path), f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}")
    except OSError as error:
        raise ColophonError(
            (error.strerror or str(error)).lower(),
            place=str(path),
            remedy="Name a file such as tokenizer.json.",
        ) from None
    Tools(found)._encoder  # noqa: B018, SLF001 -- loads it, to see whether it can be
    return found


class Tools:
    """The detector and the tokenizer, each loaded when it is first used.

    Args:
        tokenizer: the one that a person named, if any.
    """

    def __init__(self, tokenizer: Tokenizer | None) -> None:
        self._tokenizer = tokenizer

    def language(self, text: str) -> str:
        """Return the code of the language of a text."""
        code: str = self._detector.classify(text)[0]
        return code

    def tokens(self, text: str) -> int | None:
        """Return how many tokens a text has, frames left out; None without a tokenizer."""
        if self._tokenizer is None:
            return None
        return len(self._encoder.encode(text, add_special_tokens=False).ids)

    @cached_property
    def _detector(self) -> Any:
        return needed(DETECTOR)

    @cached_property
    def _encoder(self) -> Any:
        assert self._tokenizer is not None
        tokenizers = needed("tokenizers", extra="tokens")
        try:
            return tokenizers.Tokenizer.from_file(self._tokenizer.path)
        except Exception as error:  # noqa: BLE001 -- the package raises nothing more precise
            raise ColophonError(
                f"this is no tokenizer: {error}",
                place=self._tokenizer.path,
                remedy="Name a file `tokenizer.json` as the package tokenizers writes it.",
            ) from None


def detector() -> str:
    """Return the name and the version of the detector of languages."""
    from importlib.metadata import version  # noqa: PLC0415 -- slow, and not always needed

    needed(DETECTOR)
    return f"{DETECTOR} {version(DETECTOR)}"
