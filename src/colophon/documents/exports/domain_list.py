"""The list of domain names that the public summary points to, as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.law.model import Audience

if TYPE_CHECKING:
    from colophon.documents.subject import Subject

EXTENSION: Final = "domains.csv"
AUDIENCES: Final = frozenset(Audience)
"""Who may be given it."""


def render(subject: Subject) -> bytes:
    """Return the list; nothing where there is none, or where it is withheld."""
    return subject.domain_list or b""
