"""What is counted and how: the same for every shard of a source, on every machine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from colophon.corpus.shards import Shard
    from colophon.corpus.tools import Tokenizer

KERNEL: Final = 1
"""Raised whenever the same shard would come to other counts: nothing counted before is taken."""

_FEWEST, _MOST, _EVERY = 50, 200, 100
"""Where nobody says how many records of a shard are looked at: at least, at most, one of so many.

Large corpora lie in many shards, and the samples of all of them together tell enough.
"""


@cache
def _digest_of_layouts() -> str:
    """Return the SHA-256 of all that is known of layouts: another one may name other columns.

    The files are not parsed, because a scan that finds nothing new should cost nothing.
    """
    folder = files("colophon.corpus") / "data" / "layouts"
    known = sorted((one.name, one.read_bytes()) for one in folder.iterdir() if one.is_file())
    return hashlib.sha256(repr(known).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """How the shards of a source are counted.

    Attributes:
        columns: which column is what, as a person gives it; None where it is recognised.
        reads_text: whether texts are read and measured; otherwise sizes come from columns alone.
        sample: how many records of each shard are looked at; None for one of a hundred, at least
            50 and at most 200.
        tokenizer: what counts tokens where no column tells them.
        counts_every_text: whether the tokenizer counts all texts, and not those of the sample.
        finds_duplicates: whether texts that repeat are counted.
    """

    columns: str | None = None
    reads_text: bool = True
    sample: int | None = None
    tokenizer: Tokenizer | None = None
    counts_every_text: bool = False
    finds_duplicates: bool = False

    @property
    def most(self) -> int:
        """How many records of a shard are looked at at most."""
        return _MOST if self.sample is None else self.sample

    def drawn(self, records: int) -> int:
        """Return how many of so many records of a shard are looked at."""
        if self.sample is None:
            return min(_MOST, max(_FEWEST, records // _EVERY))
        return self.sample

    def as_json(self) -> dict[str, Any]:
        """Return all that decides what a shard comes to, as plain values."""
        return {
            "kernel": KERNEL,
            "layouts": _digest_of_layouts(),
            "columns": self.columns,
            "reads_text": self.reads_text,
            "sample": self.sample,
            "tokenizer": self.tokenizer and self.tokenizer.digest,
            "counts_every_text": self.counts_every_text,
            "finds_duplicates": self.finds_duplicates,
        }

    def key(self, shard: Shard) -> str:
        """Return the digest under which what a shard comes to is kept, in hexadecimal."""
        said = {**self.as_json(), "path": shard.path, "size": shard.size, "stamp": shard.stamp}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
