"""Several files that are one artefact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.evidence import Artefact
from colophon.importers import digest_of_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from colophon.importers import Source


def together(source: Source, artefacts: Sequence[Artefact]) -> Artefact:
    """Return one artefact for the files of `source`, named as the first; one file stays itself.

    Its digest is what `digest_of_set` describes; of headers, where one of them is.
    """
    first, *others = artefacts
    if not others:
        return first
    kinds, digests = zip(*(one.digest.split(":") for one in artefacts), strict=True)
    digest = digest_of_set(dict(zip(source.names, digests, strict=True)))
    size = sum(one.size for one in artefacts)
    return Artefact(name=first.name, digest=f"{max(kinds)}:{digest}", size=size)
