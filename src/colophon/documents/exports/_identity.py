"""Names that are the same for the same dossier: UUIDs made of digests, never of chance."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from colophon.documents.subject import Subject

_NAMESPACE: Final = bytes.fromhex("6f0d1b9c5a1e5e4b8b0a4c1d7e2f9a30")
"""The namespace of the UUIDs of all exports; never changed, or old names would be other ones."""


def uuid_of(subject: Subject, export: str) -> str:
    """Return the UUID (version 5) of one export of a dossier for an audience on a day."""
    told = (
        export,
        subject.dossier_digest,
        subject.audience.value,
        subject.on.isoformat(),
        subject.language.id,
        subject.made_by,
    )
    name = "\n".join(told).encode()
    octets = bytearray(hashlib.sha1(_NAMESPACE + name, usedforsecurity=False).digest()[:16])
    octets[6] = octets[6] & 0x0F | 0x50
    octets[8] = octets[8] & 0x3F | 0x80
    whole = octets.hex()
    return "-".join(
        (whole[:8], whole[8:12], whole[12:16], whole[16:20], whole[20:]),
    )


def midnight(day: date) -> str:
    """Return a day where a format wants a moment: its beginning, in UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def version(subject: Subject, longest: int) -> str | None:
    """Return the version of the model, where one alone is told; none that is too long."""
    versions = subject.stated("model.versions")
    if versions is None or len(versions.items) != 1 or len(versions.items[0]) > longest:
        return None
    return versions.items[0]


def weights_digest(subject: Subject) -> str | None:
    """Return the SHA-256 of the weights, where the evidence of authenticity is that and no more."""
    entry = subject.stated("model.authenticity")
    text = entry.items[0] if entry is not None and len(entry.items) == 1 else ""
    found = re.fullmatch(r"sha256:([0-9a-f]{64})", text)
    return found[1] if found else None
