"""Files of every format, made by the libraries that make them in earnest."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from colophon.extras import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def jsonl(objects: Iterable[Mapping[str, Any]]) -> bytes:
    """Return objects of JSON, one a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects).encode()


def zstandard(content: bytes) -> bytes:
    """Return content packed with Zstandard, with the checksum that its command writes."""
    library = needed("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    packed: bytes = library.compress(
        content, options={library.CompressionParameter.checksum_flag: 1}
    )
    return packed


PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": zstandard,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}
"""How content is packed, by the end of the name."""


def arrow(rows: list[dict[str, Any]], *, as_file: bool = False, at_once: int = 3) -> bytes:
    """Return rows as a stream of Arrow, as the library `datasets` writes it, or as a file."""
    table = pa.Table.from_pylist(rows)
    sink = io.BytesIO()
    begin = pa.ipc.new_file if as_file else pa.ipc.new_stream
    with begin(sink, table.schema) as writer:
        for batch in table.to_batches(at_once):
            writer.write_batch(batch)
    return sink.getvalue()


def tar(members: Iterable[tuple[str, bytes]], kind: int = tarfile.GNU_FORMAT) -> bytes:
    """Return an archive of members."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w", format=kind) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return sink.getvalue()


def warc(
    *records: tuple[str, Mapping[str, str], bytes], pack: Callable[[bytes], bytes] | None = None
) -> bytes:
    """Return an archive of records: type, fields and content; each packed by itself."""
    parts = []
    for kind, fields, content in records:
        head = {"WARC-Type": kind, **fields, "Content-Length": str(len(content))}
        lines = "".join(f"{key}: {value}\r\n" for key, value in head.items())
        part = b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + content + b"\r\n\r\n"
        parts.append(pack(part) if pack else part)
    return b"".join(parts)


def response(url: str, body: bytes, **fields: str) -> tuple[str, dict[str, str], bytes]:
    """Return a response, as a crawler writes it."""
    told = {
        "WARC-Target-URI": url,
        "WARC-Date": "2024-02-20T20:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        **{key.replace("_", "-"): value for key, value in fields.items()},
    }
    return "response", told, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body


def conversion(url: str, text: str) -> tuple[str, dict[str, str], bytes]:
    """Return a text that was taken from a page."""
    told = {
        "WARC-Target-URI": url,
        "WARC-Date": "2024-02-20T20:00:00Z",
        "WARC-Identified-Content-Language": "eng,deu",
        "Content-Type": "text/plain",
    }
    return "conversion", told, text.encode()
