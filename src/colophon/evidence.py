"""What a machine read: which fact, with what value, in which file, where in it, and who read it.

A *fact* is a name in the importers' own vocabulary, such as `model.layers`. Whether anybody must
be told is not said here: the law's fields name the facts that they may be filled from.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from pydantic import BaseModel, ConfigDict

Scalar: TypeAlias = bool | int | str
"""A value as a file holds it. Fractions are kept as their text, so that none is rounded."""

EvidenceValue: TypeAlias = Scalar | tuple[Scalar, ...]


LISTING: Final = "sha256-listing:"
"""What the digest of a corpus begins with."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Artefact(_Record):
    """A file that training left behind."""

    name: str
    """Its path below the folder that was read, with `/` between the parts."""

    digest: str
    """`sha256:…` of all its bytes, `sha256-header:…` where only the header was read, or
    `sha256-listing:…` of the sizes, stamps and names of the files of a corpus."""

    size: int
    """Its length in bytes."""

    @property
    def is_listing(self) -> bool:
        """Whether it is a corpus of many files."""
        return self.digest.startswith(LISTING)

    def place(self, locator: str) -> str:
        """Return the artefact and the place in it: `model/config.json, /num_hidden_layers`."""
        return f"{self.name}, {locator}" if locator else self.name


class Evidence(_Record):
    """One fact read from one artefact."""

    fact: str
    """Which fact, in the importers' vocabulary, such as `weights.parameters`."""

    value: EvidenceValue
    """The value as it stands in the file."""

    unit: str | None = None
    """Its unit, where the value is a number that has one."""

    of: str | None = None
    """Which of several things in the artefact it is told of, such as one task of an evaluation:
    what is told of one thing belongs together. None where it is told of the whole."""

    locator: str
    """Where in the artefact: a JSON pointer such as `/num_hidden_layers`, a line, a header."""

    def said(self) -> str:
        """Return the fact and its value in words: `model.context-length is 4096 tokens`."""
        return f"{self.fact} is {self.written()}"

    def told(self) -> str:
        """Return the fact, what it is told of and the value: `evaluation.value (arc): 0.4`."""
        of = f" ({self.of})" if self.of else ""
        return f"{self.fact}{of}: {self.written()}"

    def written(self) -> str:
        """Return the value in words, with its unit: `4096 tokens`."""
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        words = (str(one).lower() if isinstance(one, bool) else str(one) for one in values)
        return ", ".join(words) + (f" {self.unit}" if self.unit else "")


class Unread(_Record):
    """Something that could not be read, with the reason."""

    locator: str
    """Where in the artefact; empty when the artefact as a whole could not be read."""

    reason: str
    """Why not, in one sentence."""

    remedy: str
    """What to do about it, in one sentence."""

    damaged: bool = False
    """Whether the artefact is broken, and not merely of a kind or a form that is not read."""


class Reading(_Record):
    """Everything that one importer read from one artefact: the content of one evidence file."""

    importer: str
    """The name of the importer's module."""

    artefact: Artefact
    """The file that was read."""

    evidence: tuple[Evidence, ...]
    """The facts, in the order of the file."""

    unread: tuple[Unread, ...]
    """What could not be read, in the order of the file."""
