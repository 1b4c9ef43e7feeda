"""What Colophon is measured against: each peer is a process of its own.

    python bench/corpus/peers.py NAME FOLDER CORES

It prints one object of JSON: the `seconds` of the work alone, and what it found: the `domains` and
a `digest` of the table of domains, or the `documents` and their `bytes`.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plain import domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SITE: Final = r"^(\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://)?[^/?#\\]*)"
"""What of an address decides its domain; there are far fewer of them than addresses."""
TABULAR: Final = ("url", "date", "dump", "language", "license", "token_count")
"""The columns that a scan takes from the corpus beside its text."""
PIECE: Final = 2**20


def digest(rows: Iterable[tuple[str, int, int]]) -> dict[str, Any]:
    """Return what tells whether two tables of domain, documents and size are the same."""
    lines = sorted(f"{name} {documents} {size}\n" for name, documents, size in rows)
    return {
        "domains": len(lines),
        "digest": hashlib.sha256("".join(lines).encode()).hexdigest()[:16],
    }


# -- The limit: reading and nothing else ----------------------------------------------------------


def _read(folder: Path, cores: int, *, text: bool) -> dict[str, Any]:
    import duckdb

    sums = [f"sum(strlen({name}::VARCHAR))" for name in TABULAR[:-1]]
    sums += ["sum(token_count)", "sum(strlen(text))" if text else "0"]
    connection = duckdb.connect(config={"threads": cores})
    query = f"SELECT count(*), {', '.join(sums)} FROM '{folder}/*.parquet'"  # noqa: S608 -- of our own folder
    documents, *_, size = connection.execute(query).fetchone() or (0, 0)
    return {"documents": documents, "bytes": int(size)}


def limit_columns(folder: Path, cores: int) -> dict[str, Any]:
    """Read the columns that a scan needs, without the text."""
    return _read(folder, cores, text=False)


def limit_text(folder: Path, cores: int) -> dict[str, Any]:
    """Read the columns that a scan needs, and measure the text."""
    return _read(folder, cores, text=True)


# -- The same table of domains, otherwise ---------------------------------------------------------


def _pandas(folder: Path, size: str) -> dict[str, Any]:
    import pandas as pd
    import pyarrow.compute as pc

    parts = []
    for path in sorted(folder.glob("*.parquet")):
        table = pd.read_parquet(path, columns=["url", size], dtype_backend="pyarrow")
        table["site"] = table["url"].str.extract(SITE, expand=False)
        table["size"] = table[size]
        if size == "text":
            table["size"] = pd.array(pc.binary_length(table["text"].array.__arrow_array__()))
        parts.append(table.groupby("site")["size"].agg(["count", "sum"]).reset_index())
    sites = pd.concat(parts).groupby("site")[["count", "sum"]].sum().reset_index()
    sites["domain"] = sites["site"].map(domain)
    domains = sites.dropna(subset="domain").groupby("domain")[["count", "sum"]].sum()
    return digest(domains.itertuples(name=None))


def pandas_bytes(folder: Path, _cores: int) -> dict[str, Any]:
    """Count bytes with pandas: only a file in memory at a time, and only distinct sites mapped."""
    return _pandas(folder, "text")


def pandas_tokens(folder: Path, _cores: int) -> dict[str, Any]:
    """Count tokens with pandas, by their column."""
    return _pandas(folder, "token_count")


def _polars(folder: Path, size: str) -> dict[str, Any]:
    import polars as pl

    told = pl.col("text").str.len_bytes() if size == "text" else pl.col(size)
    sites = (
        pl.scan_parquet(f"{folder}/*.parquet")
        .select(pl.col("url").str.extract(SITE, 1).alias("site"), told.cast(pl.Int64).alias("size"))
        .group_by("site")
        .agg(pl.len().alias("documents"), pl.col("size").sum())
        .collect(engine="streaming")
    )
    names = pl.Series("domain", [domain(site) for site in sites["site"]], pl.String)
    domains = (
        sites.with_columns(names)
        .drop_nulls("domain")
        .group_by("domain")
        .agg(pl.col("documents").sum(), pl.col("size").sum())
    )
    return digest(domains.iter_rows())


def polars_bytes(folder: Path, _cores: int) -> dict[str, Any]:
    """Count bytes with the streaming engine of Polars; only distinct sites are mapped."""
    return _polars(folder, "text")


def polars_tokens(folder: Path, _cores: int) -> dict[str, Any]:
    """Count tokens with the streaming engine of Polars, by their column."""
    return _polars(folder, "token_count")


def datatrove(folder: Path, cores: int) -> dict[str, Any]:
    """Count bytes and tokens by host with the statistics of datatrove, merged by its merger.

    It keeps no more than its own number of largest hosts, and tells hosts and not domains.
    """
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.stats.merger import StatsMerger
    from loguru import logger
    from sizes import Sizes, row

    logger.remove()
    with tempfile.TemporaryDirectory() as temporary:
        reader = ParquetReader(str(folder), glob_pattern="*.parquet", adapter=row)
        for name, steps, tasks in (
            ("count", [reader, Sizes(f"{temporary}/parts", groups_to_compute=["fqdn"])], cores),
            ("merge", [StatsMerger(f"{temporary}/parts", f"{temporary}/whole")], 1),
        ):
            logs = f"{temporary}/{name}"
            LocalPipelineExecutor(steps, tasks=tasks, workers=cores, logging_dir=logs).run()
        merged = json.loads(Path(temporary, "whole", "fqdn", "bytes", "metric.json").read_bytes())
    return {"hosts": len(merged)}


# -- JSON lines and WARC: unpacking and parsing, and nothing else ---------------------------------


def _shared(work: Callable[[Path], tuple[int, int]], ending: str) -> Callable[..., dict[str, Any]]:
    """Return a peer that has several processes do one file each."""

    def read(folder: Path, cores: int) -> dict[str, Any]:
        with ProcessPoolExecutor(cores) as pool:
            found = list(pool.map(work, sorted(folder.glob(f"*.{ending}"))))
        documents, sizes = (sum(column) for column in zip(*found, strict=True))
        return {"documents": documents, "bytes": sizes}

    return read


def orjson_lines(path: Path) -> tuple[int, int]:
    """Parse line after line with orjson."""
    import orjson
    from backports import zstd

    documents = size = 0
    with zstd.open(path) as lines:
        for line in lines:
            size += len(orjson.loads(line)["text"].encode())
            documents += 1
    return documents, size


def msgspec_lines(path: Path) -> tuple[int, int]:
    """Parse many lines at once with msgspec, and of each no more than is needed."""
    import msgspec
    from backports import zstd

    names = [(name, str | int | None) for name in (*TABULAR, "text")]
    decoder = msgspec.json.Decoder(msgspec.defstruct("Row", names, gc=False))
    documents = size = 0
    rest = b""
    with zstd.open(path) as file:
        while piece := file.read(PIECE):
            whole, end, rest = (rest + piece).rpartition(b"\n")
            rows = decoder.decode_lines(whole) if end else []
            documents += len(rows)
            size += sum(len(row.text.encode()) for row in rows)
    return documents, size


def jsonl_polars(folder: Path, _cores: int) -> dict[str, Any]:
    """Parse JSON lines with Polars, of given columns."""
    import polars as pl

    schema = dict.fromkeys((*TABULAR, "text"), pl.String) | {"token_count": pl.Int64}
    tabular = [pl.col(name).count().alias(name) for name in TABULAR]
    found = (
        pl.scan_ndjson(f"{folder}/*.jsonl.zst", schema=schema)
        .select(pl.len().alias("documents"), pl.col("text").str.len_bytes().sum(), *tabular)
        .collect(engine="streaming")
    )
    return {"documents": found["documents"][0], "bytes": int(found["text"][0])}


def jsonl_duckdb(folder: Path, cores: int) -> dict[str, Any]:
    """Parse JSON lines with DuckDB, of given columns."""
    import duckdb

    names = ", ".join(f"{name}: 'VARCHAR'" for name in (*TABULAR, "text"))
    tabular = ", ".join(f"count({name})" for name in TABULAR)
    connection = duckdb.connect(config={"threads": cores})
    query = (
        f"SELECT count(*), sum(strlen(text)), {tabular} "  # noqa: S608 -- of our own folder
        f"FROM read_json('{folder}/*.jsonl.zst', "
        f"columns = {{{names}}}, format = 'newline_delimited')"
    )
    documents, size, *_ = connection.execute(query).fetchone() or (0, 0)
    return {"documents": documents, "bytes": int(size)}


def fastwarc_records(path: Path) -> tuple[int, int]:
    """Unpack and go through the records with FastWARC."""
    from fastwarc.stream_io import GzipReader

    with path.open("rb") as file:
        return _records(GzipReader(file))


def isal_records(path: Path) -> tuple[int, int]:
    """Unpack with isal, and go through the records with FastWARC."""
    from isal import igzip

    with igzip.open(path) as file:
        return _records(file)


def _records(stream: Any) -> tuple[int, int]:
    """Measure the content of the answers and the texts."""
    from fastwarc import ArchiveIterator, WarcRecordType

    documents = size = 0
    wanted = WarcRecordType.response | WarcRecordType.conversion
    for record in ArchiveIterator(stream, record_types=wanted, parse_http=True):
        record.headers.get("WARC-Target-URI")
        record.headers.get("WARC-Date")
        size += record.reader.consume()
        documents += 1
    return documents, size


PEERS: Final[dict[str, Callable[[Path, int], dict[str, Any]]]] = {
    "limit-columns": limit_columns,
    "limit-text": limit_text,
    "pandas-bytes": pandas_bytes,
    "pandas-tokens": pandas_tokens,
    "polars-bytes": polars_bytes,
    "polars-tokens": polars_tokens,
    "datatrove": datatrove,
    "jsonl-orjson": _shared(orjson_lines, "jsonl.zst"),
    "jsonl-msgspec": _shared(msgspec_lines, "jsonl.zst"),
    "jsonl-polars": jsonl_polars,
    "jsonl-duckdb": jsonl_duckdb,
    "warc-fastwarc": _shared(fastwarc_records, "gz"),
    "warc-isal": _shared(isal_records, "gz"),
}


def main() -> None:
    """Run the peer that the command line names."""
    name, folder, cores = sys.argv[1:]
    start = time.perf_counter()
    found = PEERS[name](Path(folder), int(cores))
    print(json.dumps({"seconds": time.perf_counter() - start, **found}))


if __name__ == "__main__":
    main()
