"""Several files that are one artefact."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from colophon.evidence import Artefact
    from colophon.importers import Source


def together(source: Source, artefacts: Sequence[Artefact]) -> Artefact:
    """Return one artefact for the files of `source`; of headers, where one of them is."""
    kinds, digests = zip(*(one.digest.split(":") for one in artefacts), strict=True)
    return source.artefact(
        dict(zip(source.names, digests, strict=True)),
        sum(one.size for one in artefacts),
        heads="sha256-header" in kinds,
    )
