"""Make an invented corpus of web pages, for demonstrations, tests and measurements.

    python examples/corpus.py DIR --documents 100000 --format parquet

What it is made of stands in `invented.py`. The same seed gives the same bytes, on any number of
cores, with the same libraries. Needs numpy and pyarrow, and for Zstandard backports.zstd, which
come with Colophon's extra `corpus`.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyarrow as pa
from invented import BATCH, Corpus, batches, vocabulary
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# -- Formats --------------------------------------------------------------------------------------


def _parquet(corpus: Corpus, shard: int, file: BinaryIO) -> None:
    writer = None
    for some in batches(corpus, shard):
        writer = writer or parquet.ParquetWriter(file, some.schema, compression="zstd")
        writer.write_batch(some)
    if writer:
        writer.close()


def _arrow(corpus: Corpus, shard: int, file: BinaryIO) -> None:
    writer = None
    for some in batches(corpus, shard):
        writer = writer or pa.ipc.new_stream(file, some.schema)
        writer.write_batch(some)
    if writer:
        writer.close()


def _jsonl(corpus: Corpus, shard: int, file: BinaryIO) -> None:
    with _packed(corpus.format, file) as packed:
        for some in batches(corpus, shard):
            for row in some.to_pylist():
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
                packed.write(line.encode() + b"\n")


@contextmanager
def _packed(form: str, file: BinaryIO) -> Iterator[Any]:
    """Open a file for what is packed as the end of its name says."""
    match form.rpartition(".")[2]:
        case "gz":
            with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                yield packed
        case "zst":
            name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
            with import_module(name).ZstdFile(file, "w") as packed:
                yield packed
        case "bz2":
            with bz2.BZ2File(file, "w") as packed:
                yield packed
        case "xz":
            with lzma.LZMAFile(file, "w") as packed:
                yield packed
        case _:
            yield file


def _warc(corpus: Corpus, shard: int, file: BinaryIO) -> None:
    """Write what a crawler keeps: for each page the question and the answer, or the text alone."""
    plain = "wet" in corpus.format
    about = b"software: examples/corpus.py of Colophon\r\ndescription: invented data\r\n"
    head = {"WARC-Type": "warcinfo", "Content-Type": "application/warc-fields"}
    file.write(_record(head, about))
    for some in batches(corpus, shard):
        for row in some.to_pylist():
            text = row.get("text", "")
            head = {"WARC-Date": row["date"], "WARC-Record-ID": row["id"]}
            if row["url"] is not None:
                head["WARC-Target-URI"] = row["url"]
            if plain:
                kind = {"WARC-Type": "conversion", "Content-Type": "text/plain"}
                file.write(_record(kind | head, text.encode()))
                continue
            asked = b"GET / HTTP/1.1\r\nUser-Agent: invented\r\n\r\n"
            kind = {"WARC-Type": "request", "Content-Type": "application/http; msgtype=request"}
            file.write(_record(kind | head | {"WARC-Record-ID": row["id"][:-2] + "0>"}, asked))
            kind = {"WARC-Type": "response", "Content-Type": "application/http; msgtype=response"}
            file.write(_record(kind | head, _page(row["language"], text)))


def _record(head: dict[str, str], content: bytes) -> bytes:
    """Return a record of WARC, packed by itself as the format wants it."""
    lines = [f"{name}: {value}" for name, value in head.items()]
    lines = ["WARC/1.0", *lines, f"Content-Length: {len(content)}", "", ""]
    packer = zlib.compressobj(6, wbits=31)
    return packer.compress("\r\n".join(lines).encode() + content + b"\r\n\r\n") + packer.flush()


def _page(language: str, text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    body = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>Invented'
        f"</title></head>\n<body><main>\n{paragraphs}</main></body></html>\n"
    ).encode()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _tar(corpus: Corpus, shard: int, file: BinaryIO) -> None:
    with tarfile.open(fileobj=file, mode="w|") as archive:
        for some in batches(corpus, shard):
            for row in some.to_pylist():
                key = row["id"][10:-1]
                text = row.pop("text", "")
                _member(archive, f"{key}.json", json.dumps(row, ensure_ascii=False).encode())
                _member(archive, f"{key}.txt", text.encode())


def _member(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    archive.addfile(info, io.BytesIO(content))


FORMATS: Final = {
    "parquet": _parquet,
    "arrow": _arrow,
    "jsonl": _jsonl,
    "jsonl.gz": _jsonl,
    "jsonl.zst": _jsonl,
    "jsonl.bz2": _jsonl,
    "jsonl.xz": _jsonl,
    "warc.gz": _warc,
    "warc.wet.gz": _warc,
    "tar": _tar,
}
"""What writes the shards of each format."""


# -- The corpus -----------------------------------------------------------------------------------

README: Final = """\
# An invented corpus

These files are **invented data**: no text, name or address in them was ever on the web, and where a
name happens to belong to somebody, that is chance. They were made by `examples/corpus.py` of
Colophon, and the same command makes the same files again:

    python examples/corpus.py DIR {arguments}

| | |
|---|---|
| Documents | {documents} |
| Shards | {shards} |
| Format | {format} |
| Seed | {seed} |
"""


def make(corpus: Corpus, folder: Path, cores: int = 1) -> list[Path]:
    """Write a corpus into a folder and return its files; each appears whole or not at all.

    Raises:
        FileExistsError: something else is in the folder already.
    """
    names = [corpus.name(shard) for shard in range(corpus.shards)]
    folder.mkdir(parents=True, exist_ok=True)
    others = sorted({path.name for path in folder.iterdir()} - {*names, "README.md"})
    if others:
        raise FileExistsError(f"{folder} has other files, such as {others[0]}")
    (folder / "README.md").write_text(readme(corpus), encoding="utf-8")
    vocabulary(corpus.seed)
    write = partial(_write, corpus, folder)
    if cores == 1 or corpus.shards == 1:
        return [write(shard) for shard in range(corpus.shards)]
    # A process that is forked while libraries have threads may stand still.
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        return list(pool.map(write, range(corpus.shards)))


def _write(corpus: Corpus, folder: Path, shard: int) -> Path:
    path = folder / corpus.name(shard)
    draft = path.with_name(f".{path.name}")
    with draft.open("wb") as file:
        FORMATS[corpus.format](corpus, shard, file)
    return draft.replace(path)


def readme(corpus: Corpus) -> str:
    """Return what is written beside a corpus: what it is, and how to make it again."""
    arguments = [
        f"--documents {corpus.documents} --shards {corpus.shards} --format {corpus.format}",
        f"--seed {corpus.seed}",
        "" if corpus.text else "--without-text",
        "--every-host-once" if corpus.every_host_once else "",
        "--own-crawl" if corpus.own_crawl else "",
        f"--drawn-from {corpus.drawn_from}" if corpus.drawn_from else "",
    ]
    return README.format(
        arguments=" ".join(filter(None, arguments)),
        documents=f"{corpus.documents:,}".replace(",", " "),
        shards=corpus.shards,
        format=corpus.format,
        seed=corpus.seed,
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the corpus that the command line asks for, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="corpus.py", description="Make an invented corpus of web pages.", allow_abbrev=False
    )
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--documents", metavar="N", type=_positive, default=1500)
    parser.add_argument(
        "--shards", metavar="N", type=_positive, help="files; by the size if unsaid"
    )
    parser.add_argument("--format", choices=FORMATS, default="parquet")
    parser.add_argument("--seed", metavar="N", type=_positive, default=1)
    parser.add_argument("--without-text", action="store_true", help="all columns but that")
    parser.add_argument("--every-host-once", action="store_true", help="no two of one site")
    parser.add_argument("--own-crawl", action="store_true", help="from no dumps of others")
    parser.add_argument(
        "--drawn-from", metavar="N", type=_positive, help="domains; twice as many as documents"
    )
    parser.add_argument("--cores", metavar="N", type=_positive, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    shards = asked.shards or max(4, asked.documents // (6 * BATCH))
    corpus = Corpus(
        asked.documents,
        min(shards, asked.documents),
        asked.format,
        asked.seed,
        text=not asked.without_text,
        every_host_once=asked.every_host_once,
        own_crawl=asked.own_crawl,
        drawn_from=asked.drawn_from or 0,
    )
    try:
        made = make(corpus, asked.folder, asked.cores)
    except OSError as error:
        print(f"corpus.py: {error}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in made)
    print(f"{corpus.documents} invented documents in {len(made)} files, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
