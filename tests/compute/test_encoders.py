"""Encoders: heads by class, shared layers, windows, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import Architecture, architecture
from colophon.errors import ReadingError

BERT: dict[str, Any] = {
    "model_type": "bert",
    "hidden_size": 768,
    "intermediate_size": 3072,
    "max_position_embeddings": 512,
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "vocab_size": 30522,
}


def read(**changes: Any) -> Architecture:
    """Return what the configuration of BERT tells, changed."""
    return architecture({**BERT, **changes}, "config.json")


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("BertModel", 109_482_240),
        ("BertForMaskedLM", 109_514_298),
        ("BertForPreTraining", 110_106_428),
    ],
)
def test_the_class_that_the_file_names_decides(name: str, parameters: int) -> None:
    """The published numbers of BERT differ by what stands on top, and all of them come out."""
    found = read(architectures=[name])
    assert found.parameters.total == parameters
    assert not found.notes


def test_without_a_class_the_bare_model_is_counted_and_said() -> None:
    """A file that names no class is counted without a head, and a note says so."""
    found = read()
    assert found.parameters.total == 109_482_240
    assert found.notes == (
        "The file names no class, so the bare model is counted, without a head.",
    )


def test_an_unknown_head_is_refused() -> None:
    """A head that nobody knows is not left out in silence."""
    with pytest.raises(ReadingError, match="a head that is not known"):
        read(architectures=["BertForMultipleChoice"])


@pytest.mark.parametrize("key", ["is_decoder", "add_cross_attention"])
def test_an_encoder_that_is_used_otherwise_is_refused(key: str) -> None:
    """BERT as a decoder is built otherwise, and refused."""
    with pytest.raises(ReadingError, match=key):
        read(**{key: True})
    assert read(**{key: False}).parameters.total == 109_482_240


def test_every_token_attends_to_those_on_either_side() -> None:
    """Of an encoder the causal count is the full one."""
    found = read()
    for line in found.forward(found.lengths((512,))):
        assert line.causal == line.full


def test_a_pooler_works_once_for_each_text() -> None:
    """What is made of the first token costs the same however long the text is."""
    found = read()
    short, long = (
        {line.name: line.full for line in found.forward(found.lengths((length,)))}
        for length in (16, 512)
    )
    assert short["pooler"] == long["pooler"] == 2 * 768 * 768
    assert long["feed-forward"] == 32 * short["feed-forward"]


def test_layers_that_share_their_weights_work_all() -> None:
    """ALBERT has the weights of one layer and the work of twelve."""
    changes = {"model_type": "albert", "embedding_size": 128, "inner_group_num": 1}
    one = read(**changes, num_hidden_groups=1)
    two = read(**changes, num_hidden_groups=2)
    layer = 4 * 768 * 768 + 2 * 768 * 3072 + (4 + 4 + 1) * 768 + 3072
    assert two.parameters.total - one.parameters.total == layer
    assert one.forward({"text": 64}) == two.forward({"text": 64})


def modern(**changes: Any) -> dict[str, int]:
    """Return the lines of ModernBERT over 1024 tokens."""
    config = {
        "model_type": "modernbert",
        "architectures": ["ModernBertForMaskedLM"],
        "hidden_size": 768,
        "intermediate_size": 1152,
        "local_attention": 128,
        "num_attention_heads": 12,
        "num_hidden_layers": 22,
        "vocab_size": 50368,
        **changes,
    }
    found = architecture(config, "config.json")
    return {line.name: line.full for line in found.forward({"text": 1024})}


def test_two_of_three_layers_attend_to_a_window() -> None:
    """ModernBERT's tokens attend to 64 on either side and themselves, but in each third layer."""
    lines = modern(global_attn_every_n_layers=3)
    assert lines["attention scores"] == 4 * 768 * 1024 * (8 * 1024 + 14 * 129)


def test_layers_may_be_listed() -> None:
    """The list of layers is stronger than the pattern."""
    listed = modern(layer_types=["full_attention"] * 22)
    assert listed["attention scores"] == 4 * 768 * 1024 * 22 * 1024


def test_positions_of_deberta_are_made_anew_for_each_text() -> None:
    """DeBERTa's relative positions cost once a text for their keys, and each token for scores."""
    changes = {
        "model_type": "deberta-v2",
        "type_vocab_size": 0,
        "relative_attention": True,
        "position_buckets": 256,
        "pos_att_type": ["p2c", "c2p"],
        "share_att_key": True,
    }
    found = read(**changes)
    lines = {line.name: line.full for line in found.forward({"text": 128})}
    assert lines["attention to positions"] == 12 * 2 * 2 * 768 * 512 * 128
    plain = 12 * 4 * 2 * 768 * 768 * 128
    assert lines["attention projections"] == plain + 12 * 2 * 512 * 2 * 768 * 768
