"""Encoder-decoders: what each half costs, and what both share."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import Architecture, architecture
from colophon.errors import ReadingError

T5: dict[str, Any] = {
    "model_type": "t5",
    "d_ff": 65536,
    "d_kv": 128,
    "d_model": 1024,
    "num_heads": 128,
    "num_layers": 24,
    "vocab_size": 32128,
}


def read(**changes: Any) -> Architecture:
    """Return what the configuration of T5-11B tells, changed."""
    return architecture({**T5, **changes}, "config.json")


def test_the_training_of_t5_11b_comes_out_as_published() -> None:
    """T5-11B read 512 tokens and wrote 114 in each sequence: 4.89e22 operations in all."""
    found = read()
    lengths = found.lengths((512, 114))
    assert found.tokens(lengths) == 626
    forward = sum(line.full for line in found.forward(lengths))
    sequences = 2**20 * 2**11
    assert found.parameters.total == 11_307_321_344
    assert 0.99 < 3 * forward * sequences / 4.89e22 < 1.01


def test_an_encoder_by_itself_has_no_decoder() -> None:
    """The encoder of T5 v1.1 XXL, as image models take it, has 4 762 310 656 parameters."""
    found = read(
        architectures=["T5EncoderModel"],
        feed_forward_proj="gated-gelu",
        d_ff=10240,
        d_kv=64,
        d_model=4096,
        num_heads=64,
        num_decoder_layers=24,
        tie_word_embeddings=False,
        is_gated_act=True,
    )
    assert found.parameters.total == 4_762_310_656
    assert [one.name for one in found.given] == ["encoder"]
    assert not found.not_understood


def test_two_lengths_are_needed() -> None:
    """How much is read and how much is written, whoever trains decides, and no file says."""
    assert [one.name for one in read().given] == ["encoder", "decoder"]
    with pytest.raises(ValueError, match="encoder and decoder"):
        read().lengths((512,))


def test_every_token_goes_through_one_half() -> None:
    """A longer input costs nothing in the decoder but that it is attended to."""

    def lines(read_tokens: int) -> dict[str, int]:
        found = read()
        items = found.forward(found.lengths((read_tokens, 114)))
        return {item.name: item.full for item in items}

    short, long = lines(512), lines(1024)
    moved = {name for name in short if short[name] != long[name]}
    assert {name for name in moved if name.startswith("decoder")} == {
        "decoder: cross-attention scores"
    }
    assert (
        long["encoder: cross-attention projections"]
        == 2 * (short["encoder: cross-attention projections"])
    )


def test_a_head_of_its_own_has_weights_of_its_own() -> None:
    """A tied head keeps no weights and costs as much as one that has its own."""
    tied, own = read(), read(tie_word_embeddings=False)
    assert own.parameters.total - tied.parameters.total == 1024 * 32128
    lengths = tied.lengths((512, 114))
    assert tied.forward(lengths) == own.forward(lengths)


def test_what_is_left_out_is_said() -> None:
    """What the file leaves out and T5's class takes is told with its place."""
    assumed = {one.at: one.value for one in read().assumed}
    assert assumed["/feed_forward_proj"] == "relu"
    assert assumed["/relative_attention_num_buckets"] == 32
    assert assumed["/tie_word_embeddings"] is True


def test_a_class_with_another_head_is_refused() -> None:
    """A classifier on top of T5 is not counted as if it wrote."""
    with pytest.raises(ReadingError, match="another head"):
        read(architectures=["T5ForSequenceClassification"])


def test_the_bare_model_has_no_head() -> None:
    """A file that names the bare class is counted without the work of a head."""
    bare = read(architectures=["T5Model"])
    names = [line.name for line in bare.forward(bare.lengths((8, 8)))]
    assert "decoder: output head" not in names


def test_of_many_experts_one_works() -> None:
    """A Switch transformer has as many experts more as it has, and costs as much as with two."""
    sparse = {
        "model_type": "switch_transformers",
        "num_sparse_encoder_layers": 12,
        "num_sparse_decoder_layers": 12,
        "num_decoder_layers": 24,
    }
    few, many = read(**sparse, num_experts=2), read(**sparse, num_experts=8)
    lengths = few.lengths((512, 114))
    expert = 2 * 1024 * 65536
    router = 6 * 24 * 1024
    assert many.parameters.total - few.parameters.total == 6 * 24 * expert + router
    assert many.parameters.active - few.parameters.active == router

    def work(found: Architecture) -> int:
        lines = found.forward(lengths)
        return sum(line.full for line in lines if not line.name.endswith("router"))

    assert work(few) == work(many)


def test_a_translator_with_two_vocabularies_is_refused() -> None:
    """A Marian model whose halves do not share their words is not guessed at."""
    config = {"model_type": "marian", "share_encoder_decoder_embeddings": False}
    with pytest.raises(ReadingError, match="vocabularies of their own"):
        architecture(config, "config.json")
