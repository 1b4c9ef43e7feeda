"""What others say of a sealed package, put beside its manifest: time stamps, Sigstore bundles."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from colophon.disclosure import archive, bundles, manifest as manifests, timestamps
from colophon.errors import PackageError
from colophon.workspace import disk
from colophon.workspace.verify import read, stamp_of, verify

if TYPE_CHECKING:
    from pathlib import Path


def stamp(
    path: Path,
    *,
    ask: Path | None = None,
    timestamp: Path | None = None,
    bundle: Path | None = None,
) -> list[Path]:
    """Put a time stamp or a bundle into a package, or write the request for a time stamp.

    Nothing that was sealed changes: both are of the signature or the manifest that is there.

    Args:
        path: of the package.
        ask: the file for the request that an authority for time stamps is asked with.
        timestamp: the file with the answer of an authority.
        bundle: the file with a bundle of Sigstore of the manifest.

    Returns:
        The files that were written.

    Raises:
        PackageError: the package is not as it was sealed, or one of them is not of it.
        DiskError: a file cannot be read or written.
    """
    verify(path)
    content = disk.read_file(path, manifests.LARGEST)
    reader = archive.Reader(io.BytesIO(content), len(content), str(path))
    parts = read(reader, str(path))
    files = {one.path: reader.content(one.path, one.bytes) for one in parts.manifest.files}
    attached = dict(parts.attached)
    written = []
    if ask is not None:
        written += disk.write(ask.parent, {ask.name: timestamps.request(parts.stamped)})
    if timestamp is not None:
        answer = disk.read_file(timestamp, manifests.LARGEST_ATTACHED)
        made = stamp_of(answer, parts.stamped, str(timestamp))
        attached[manifests.TIMESTAMP] = made.content
    if bundle is not None:
        told = disk.read_file(bundle, manifests.LARGEST_ATTACHED)
        bundles.read(told, parts.content, str(bundle))
        attached[manifests.BUNDLE] = told
    if not written and attached == parts.attached and timestamp is None and bundle is None:
        raise PackageError(
            "nobody says what to put into the package",
            place="colophon seal stamp",
            remedy="Name --timestamp, --bundle or --timestamp-request.",
        )
    if attached != parts.attached:
        content = archive.sealed(parts.manifest, files, attached)
        written += disk.write(path.parent, {path.name: content})
    return written
