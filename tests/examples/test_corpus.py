"""The invented corpora: the same for the same seed, and as the scanner counts them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import corpus
import plain
import pyarrow.parquet
import pytest
from invented import PARTS, Corpus

from colophon.cli import run

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = 3000


def rows(folder: Path) -> list[dict[str, Any]]:
    """Return the documents of all shards in a folder."""
    shards = sorted(folder.glob("*.parquet"))
    return [row for path in shards for row in pyarrow.parquet.read_table(path).to_pylist()]


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", corpus.FORMATS)
def test_same_seed_same_bytes(tmp_path: Path, form: str) -> None:
    """Of every format, the same seed gives the same bytes."""
    for name in ("one", "two"):
        corpus.make(Corpus(40, shards=2, format=form), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 2 + 1


def test_any_number_of_cores(tmp_path: Path) -> None:
    """Made by several processes, a corpus has the same bytes."""
    for name, cores in (("one", 1), ("two", 2)):
        corpus.make(Corpus(40, shards=3), tmp_path / name, cores)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_other_seed_other_documents(tmp_path: Path) -> None:
    """Another seed gives other texts and other addresses."""
    for seed in (1, 2):
        corpus.make(Corpus(40, seed=seed), tmp_path / f"{seed}")
    one, two = (rows(tmp_path / name) for name in ("1", "2"))
    assert not {row["text"] for row in one} & {row["text"] for row in two}
    assert len({row["url"] for row in one} & {row["url"] for row in two} - {None, ""}) == 0


def test_scan_finds_the_domains_that_plain_python_finds(tmp_path: Path) -> None:
    """The scanner's table of domains is the one that plain Python counts, odd addresses and all."""
    corpus.make(Corpus(DOCUMENTS, shards=2), tmp_path / "corpus")
    documents: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    tokens: Counter[str] = Counter()
    for row in rows(tmp_path / "corpus"):
        name = plain.domain(row["url"])
        if name is not None:
            documents[name] += 1
            sizes[name] += len(row["text"].encode())
            tokens[name] += row["token_count"]
    dossier = str(tmp_path / "dossier")
    for command in (
        ["init", dossier],
        ["scan", "web", str(tmp_path / "corpus"), "--origin", "crawled", "-C", dossier],
    ):
        assert run(command) == 0
    (table,) = (tmp_path / "dossier" / "evidence").glob("*.parquet")
    found = pyarrow.parquet.read_table(table).to_pylist()
    assert {row["domain"]: row["documents"] for row in found} == documents
    assert {row["domain"]: row["bytes"] for row in found} == sizes
    assert {row["domain"]: row["tokens"] for row in found} == tokens


def test_every_odd_address_is_there(tmp_path: Path) -> None:
    """In a corpus of some size every odd kind of address is found, no address among them."""
    asked = Corpus(30_000, text=False)
    corpus.make(asked, tmp_path)
    found = {row["url"] for row in rows(tmp_path)}
    fixed = [form for form in PARTS["odd"] if "{" not in form]
    assert {None, *fixed} <= found
    assert any("\\" in (url or "") for url in found)


def test_every_host_once(tmp_path: Path) -> None:
    """Asked for, no two documents are of one site, across all shards."""
    corpus.make(Corpus(5000, shards=3, text=False, every_host_once=True), tmp_path)
    found = rows(tmp_path)
    assert len({row["url"].split("/")[2] for row in found}) == len(found) == 5000
    assert "text" not in found[0]


def test_it_says_that_it_is_invented(tmp_path: Path) -> None:
    """Beside the shards stands what they are, and the command that makes them again."""
    arguments = ["--documents", "20", "--format", "jsonl", "--cores", "1"]
    assert corpus.main([str(tmp_path), *arguments]) == 0
    said = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "invented data" in said
    assert "DIR --documents 20 --shards 4 --format jsonl --seed 1\n" in said
    lines = (tmp_path / "shard-00000-of-00004.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    assert json.loads(lines[0])["language"] in PARTS["language"]


def test_it_mixes_with_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with other files is refused in one line, and left as it is."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert corpus.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"corpus.py: {tmp_path} has other files, such as mine.txt\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
