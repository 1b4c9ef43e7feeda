"""`colophon compute count`: what a person sees of a count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG: dict[str, Any] = {
    "model_type": "gemma2",
    "hidden_size": 2304,
    "intermediate_size": 9216,
    "num_hidden_layers": 26,
    "num_attention_heads": 8,
    "num_key_value_heads": 4,
    "vocab_size": 256000,
    "sliding_window": 4096,
    "extra_heads": 3,
}


def test_a_count_needs_no_dossier(tmp_path: Path, colophon: Callable[..., Any]) -> None:
    """A configuration alone is counted, for people and for machines."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    arguments = ("compute", "count", "config.json", "--tokens", "2T", "--length", "8192")
    done = colophon(*arguments)
    assert done.code == 0
    assert done.err == ""
    for said in (
        "gemma2",
        "2\u202f614\u202f341\u202f888",
        "attention scores",
        "FLOP of training",
        "/head_dim: 256",
        "/extra_heads",
        "of the forward pass",
    ):
        assert said in done.out
    plain = colophon(*arguments, "--json").json
    assert plain["parameters"]["total"] == 2_614_341_888
    assert plain["flop"]["causal"] < plain["flop"]["full"]
    assert plain["not_understood"] == ["/extra_heads"]
    assert {"at": "/head_dim", "value": 256} in plain["assumed"]


def test_forward_passes_cost_a_third(tmp_path: Path, colophon: Callable[..., Any]) -> None:
    """`--forward` counts forward passes, `--frozen` a part that is not trained."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    arguments = ("compute", "count", ".", "--tokens", "1B", "--length", "4096", "--json")
    trained = colophon(*arguments).json["flop"]
    forward = colophon(*arguments, "--forward").json["flop"]
    frozen = colophon(*arguments, "--frozen", "text").json["flop"]
    assert trained["causal"] == 3 * forward["causal"] == 3 * frozen["causal"]
    assert trained["six_pd"] == 3 * forward["six_pd"]
    assert "FLOP of forward passes" in colophon(*arguments[:-1], "--forward").out


def test_mistakes_are_one_line_and_a_remedy(tmp_path: Path, colophon: Callable[..., Any]) -> None:
    """A folder without a configuration, or a number that is none, is told in one line."""
    for arguments in ([str(tmp_path)], [str(tmp_path), "--tokens", "lots"]):
        done = colophon("compute", "count", *arguments)
        assert done.code == 2
        assert done.out == ""
        assert done.err.count("\n") == 2
        assert done.err.startswith("colophon: ")


def test_an_unknown_type_shows_its_span(tmp_path: Path, colophon: Callable[..., Any]) -> None:
    """Where only the weights tell something, the least and the most stand beside the plain rule."""
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "perceiver"}))
    header = b'{"w":{"dtype":"BF16","shape":[1000],"data_offsets":[0,2000]}}'
    weights = len(header).to_bytes(8, "little") + header + bytes(2000)
    (tmp_path / "model.safetensors").write_bytes(weights)
    done = colophon("compute", "count", ".", "--tokens", "1B")
    assert done.code == 0
    for said in ("at least", "at most", "6 × parameters × tokens", "is a type that is not known"):
        assert said in done.out
