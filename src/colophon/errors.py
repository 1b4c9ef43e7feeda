"""Every error that Colophon raises on purpose.

    ColophonError            something a person can mend; exit code 2
    ├── ReadingError         a text that cannot be read: YAML, JSON, a number with its unit
    ├── LawError             the law's data contradict themselves (a mistake of ours)
    ├── DossierError         the dossier says something that it may not say
    │   └── FormatVersionError   the dossier was written by a newer Colophon
    ├── ArtefactError        a file of the model or its training that is damaged
    ├── ReleaseError         a released version that exists already, or is not as it was
    ├── UnknownIdError       an id that names nothing
    ├── PackageError         a package that was changed, or is none; a key that does not fit
    └── DiskError            the disk refuses: no rights, no space, a file in the way

A bug is not in this tree: it crashes with its traceback. A state of the dossier is not in it
either: that is a finding.
"""

from __future__ import annotations

from functools import partial
from typing import Final

EXIT_CODE_MISTAKE: Final = 2


class ColophonError(Exception):
    """A mistake that a person can mend.

    Attributes:
        message: what is wrong, in one sentence.
        place: where: `file:line`, a path inside a file, or a command-line option.
        remedy: what to do about it, in one sentence.
    """

    def __init__(self, message: str, *, place: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.place}: {self.message}\n  {self.remedy}"

    def __reduce__(self) -> tuple[partial[ColophonError], tuple[()]]:
        return partial(type(self), self.message, place=self.place, remedy=self.remedy), ()


class ReadingError(ColophonError):
    """A text that is not the YAML, JSON or number that it should be."""


class LawError(ColophonError):
    """The law's data contradict themselves; the mistake is in Colophon's own files."""


class DossierError(ColophonError):
    """The dossier says something that it may not say there, or not in that form."""


class FormatVersionError(DossierError):
    """The dossier was written in a newer format than this Colophon knows."""


class ArtefactError(ColophonError):
    """A file of the model or its training is damaged."""


class ReleaseError(ColophonError):
    """A version that exists already or cannot be released, or a release that was changed."""


class UnknownIdError(ColophonError):
    """An id or a name of no obligation, threshold, field, document, accelerator or the like."""


class PackageError(ColophonError):
    """A package is not as it was sealed, or is none; or a key or a time stamp is not of it."""


class DiskError(ColophonError):
    """The disk refuses: no rights, no space, no such file, a file in the way."""
