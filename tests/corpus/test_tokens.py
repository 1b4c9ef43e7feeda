"""Tokens that no column tells: counted by a tokenizer, or estimated on a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from colophon.corpus import counts, result, shards, tools
from colophon.corpus.kernel import Kernel
from colophon.corpus.plan import Plan
from colophon.errors import ColophonError

if TYPE_CHECKING:
    from pathlib import Path

    from colophon.evidence import Evidence

TOKENS = sum(1 + number % 40 for number in range(3000))


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Give a tokenizer whose tokens are words."""
    model = WordLevel({"other": 0, "word": 1}, unk_token="other")  # noqa: S106 -- a token, no secret
    made = Tokenizer(model)
    made.pre_tokenizer = Whitespace()
    path = tmp_path / "tokenizer.json"
    made.save(str(path))
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Path, Path]:
    """Give texts of 1 to 40 words in Parquet and in JSON lines, `TOKENS` words in all."""
    query = "SELECT repeat('word ', 1 + i % 40) AS text FROM range(3000) one(i)"
    parquet, lines = tmp_path / "a.parquet", tmp_path / "a.jsonl"
    duckdb.execute(f"COPY ({query}) TO '{parquet}' (FORMAT parquet)")
    duckdb.execute(f"COPY ({query}) TO '{lines}' (FORMAT json)")
    return parquet, lines


def told(path: Path, **plan: Any) -> dict[str, Evidence]:
    """Count one file, and return the evidence by fact."""
    (shard,) = shards.find([str(path)])
    with duckdb.connect() as connection:
        kept = path.with_name("counts.parquet")
        Kernel(connection, Plan(columns="text=text", **plan)).count(shard, kept)
        counts.merge(connection, counts.kept([str(kept)]))
        found = result.find(connection, "", private=True)
    return {one.fact: one for one in found.evidence}


def test_a_tokenizer_counts_every_text(corpus: tuple[Path, Path], words: Path) -> None:
    """With all texts counted the number is exact, whatever the format, and the file is named."""
    for path in corpus:
        found = told(path, tokenizer=tools.tokenizer(words), counts_every_text=True)
        assert found["corpus.tokens"].value == TOKENS
        assert "corpus.tokens-estimate" not in found


def test_a_sample_estimates_tokens_with_an_interval(corpus: tuple[Path, Path], words: Path) -> None:
    """The truth lies in the interval, and the sample and the tokenizer are told."""
    for path in corpus:
        found = told(path, tokenizer=tools.tokenizer(words), sample=100)
        assert "corpus.tokens" not in found
        estimate = found["corpus.tokens-estimate"]
        assert isinstance(estimate.value, tuple)
        low, likely, high = map(int, estimate.value)
        assert low <= TOKENS <= high
        assert low <= likely <= high
        assert "tokenizer tokenizer.json sha256:" in estimate.locator
        assert estimate.locator.endswith("on 100 of 3000 documents")


def test_without_a_tokenizer_no_tokens_are_told(corpus: tuple[Path, Path]) -> None:
    """Nothing makes tokens out of bytes."""
    assert not {"corpus.tokens", "corpus.tokens-estimate"} & set(told(corpus[0]))


def test_what_is_no_tokenizer_is_refused(tmp_path: Path) -> None:
    """A file that is none, or is not there, is one error with its place."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    for path in (wrong, tmp_path / "absent.json"):
        with pytest.raises(ColophonError) as caught:
            tools.tokenizer(path)
        assert caught.value.place == str(path)
