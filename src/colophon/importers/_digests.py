"""Digests that somebody wrote down for files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, Unread
from colophon.importers import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FACTS: Final = {
    "authenticity.files": "Number of files of which a digest is written down",
    "authenticity.file-digest": "Digest of one file, as it is written down and was not checked",
}

_MOST: Final = 1_000
"""So many files are named one by one."""


def told(found: Iterable[tuple[str, str, str]], where: str) -> Iterator[Evidence | Unread]:
    """Yield how many files there are, and the digest of each.

    Args:
        found: the name of each file, its digest and the locator.
        where: the locator of the whole.
    """
    listed = list(found)
    digests = {name: (digest, locator) for name, digest, locator in reversed(listed)}
    twice = {name: at for name, digest, at in listed if digests[name][0] != digest}
    if not digests:
        return
    yield Evidence(fact="authenticity.files", value=len(digests), unit="files", locator=where)
    for name, locator in twice.items():
        yield Unread(
            locator=locator,
            reason=f"`{shown(name)}` has another digest here than above",
            remedy="Keep the digest of the file that was handed over.",
        )
    if len(digests) > _MOST:
        yield Unread(
            locator=where,
            reason=f"more than {_MOST} files; their digests are not told one by one",
            remedy="Keep the file itself beside the dossier.",
        )
        return
    for name, (digest, locator) in reversed(digests.items()):
        if name not in twice:
            yield Evidence(
                fact="authenticity.file-digest",
                value=shown(digest),
                of=shown(name),
                locator=locator,
            )
