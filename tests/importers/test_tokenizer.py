"""How many tokens a tokenizer knows, each counted once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, tokenizer
from colophon.importers.tokenizer.pieces import is_model

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

PIECES = Path(__file__).parent / "examples/tokenizer/artefact/tokenizer.model"


def read(collect: Collect, vocabulary: Any, added: Any, **model: Any) -> Reading:
    """Return the reading of a `tokenizer.json` with this vocabulary and these added tokens."""
    whole = {"added_tokens": added, "model": {"vocab": vocabulary, **model}}
    (reading,) = collect(tokenizer, {"tokenizer.json": json.dumps(whole).encode()})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def only_unread(reading: Reading) -> Unread:
    """Return the one thing that could not be read, where nothing else was."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    return unread


@pytest.mark.parametrize(
    "vocabulary", [{"a": 0, "b": 1, "<s>": 7}, [["a", 0.0], ["b", -1.5], ["<s>", 0]]]
)
def test_an_added_token_that_the_vocabulary_holds_is_counted_once(
    collect: Collect, vocabulary: Any
) -> None:
    """The special tokens of most models stand in both places; gaps in the numbers count nothing."""
    added = [{"id": 7, "content": "<s>"}, {"id": 8, "content": "<|user|>"}]
    assert facts(read(collect, vocabulary, added)) == {
        "tokenizer.base-vocabulary": 3,
        "tokenizer.added-tokens": 1,
        "tokenizer.vocabulary": 4,
    }


@pytest.mark.parametrize("added", [None, {"<s>": 7}, [{"id": 7}], ["<s>"]])
def test_without_the_added_tokens_the_whole_is_not_told(collect: Collect, added: Any) -> None:
    """A vocabulary alone does not tell the number of all tokens."""
    reading = read(collect, {"a": 0}, added)
    assert facts(reading) == {"tokenizer.base-vocabulary": 1}
    assert [item.locator for item in reading.unread] == ["/added_tokens"]


@pytest.mark.parametrize("vocabulary", [None, 3, "a", [1], [[]], [[1, 2]], ["a"]])
def test_a_vocabulary_of_another_form_is_unread(collect: Collect, vocabulary: Any) -> None:
    """What is no vocabulary is not counted."""
    assert only_unread(read(collect, vocabulary, [])).locator == "/model/vocab"


def test_a_file_of_this_name_without_a_vocabulary_is_not_damaged(collect: Collect) -> None:
    """Another program may use the name."""
    (reading,) = collect(tokenizer, {"tokenizer.json": b'{"model": "acme"}'})
    assert not only_unread(reading).damaged


def test_a_longest_text_that_is_none_is_not_told(collect: Collect) -> None:
    """Programs write 1e30 where they know of no limit."""
    for written in (b"1000000000000000019884624838656", b"1e30"):
        settings = b'{"tokenizer_class": "LlamaTokenizer", "model_max_length": %s}' % written
        (reading,) = collect(tokenizer, {"tokenizer_config.json": settings})
        assert facts(reading) == {"tokenizer.class": "LlamaTokenizer"}
        assert reading.unread == ()


def test_pieces_that_were_cut_off_are_not_counted(collect: Collect) -> None:
    """A model that ends among its pieces would have too few."""
    whole = PIECES.read_bytes()
    (reading,) = collect(tokenizer, {"tokenizer.model": whole})
    assert facts(reading) == {"tokenizer.pieces": 40, "tokenizer.kind": "BPE"}
    for length in range(3, len(whole)):
        for reading in collect(tokenizer, {"tokenizer.model": whole[:length]}):
            assert facts(reading).get("tokenizer.pieces", 40) == 40
            assert reading.evidence or reading.unread[0].damaged


def test_a_model_of_another_program_is_left_alone() -> None:
    """`tokenizer.model` may be a list of ranks, in lines."""
    heads = {"tokenizer.model": b"IQ== 0\nIg== 1\n", "tokenizer.json": b""}
    folder = Folder(heads, look=heads.__getitem__)
    assert list(tokenizer.recognise(folder)) == [("tokenizer.json",)]
    assert not is_model(b"")


def test_a_tokenizer_beyond_all_is_not_read(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is far too large is something else."""
    monkeypatch.setattr(tokenizer, "_LARGEST", 10)
    unread = only_unread(read(collect, {"a": 0}, []))
    assert unread.reason.startswith("larger than 10 bytes")
