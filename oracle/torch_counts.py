"""What transformers and torch count: parameters of a model, operations of a forward pass."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import CONFIG_MAPPING, AutoModelForCausalLM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transformers import PretrainedConfig, PreTrainedModel

LENGTH = 24
"""Tokens of the sequence that is run: no longer than any window of the tiny configurations."""

KEPT_BUFFERS = ("e_score_correction_bias", "expert_bias")
"""Numbers that training changes and files hold, which are no `Parameter` of the program."""


class Run(NamedTuple):
    """What torch counts of one forward pass of one sequence.

    Attributes:
        products: operations of products with weights.
        pairs: operations of products of what is computed with what is computed.
        convolutions: operations of convolutions, over the padding too.
    """

    products: int
    pairs: int
    convolutions: int

    @property
    def total(self) -> int:
        """All operations."""
        return sum(self)


def class_config(model_type: str, changes: Mapping[str, Any]) -> PretrainedConfig:
    """Return a configuration as its class completes it."""
    return CONFIG_MAPPING[model_type](**changes)


def as_file(config: PretrainedConfig) -> dict[str, Any]:
    """Return what transformers would write into `config.json`."""
    written: dict[str, Any] = json.loads(config.to_json_string(use_diff=True), parse_float=Decimal)
    return written


def build(config: PretrainedConfig, device: str) -> PreTrainedModel:
    """Return a model of random weights, attention and experts in plain operations."""
    with torch.device(device):
        model = AutoModelForCausalLM.from_config(
            config, attn_implementation="eager", experts_implementation="eager"
        )
    model.tie_weights()
    return model.eval()


def parameters(model: PreTrainedModel) -> int:
    """Return how many numbers a model learns, weights that serve twice once."""
    kept = sum(
        buffer.numel() for name, buffer in model.named_buffers() if name.endswith(KEPT_BUFFERS)
    )
    return kept + sum(one.numel() for one in model.parameters())


def forward(model: PreTrainedModel) -> Run:
    """Return the operations of one forward pass of `LENGTH` tokens."""
    tokens = torch.randint(1, model.config.vocab_size, (1, LENGTH))
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(tokens, use_cache=False)
    found = {str(one): count for one, count in counter.get_flop_counts()["Global"].items()}
    products = ("aten.mm", "aten.addmm", "aten.baddbmm")
    run = Run(
        sum(found.pop(name, 0) for name in products),
        found.pop("aten.bmm", 0),
        found.pop("aten.convolution", 0),
    )
    assert not found, f"operations of another kind: {sorted(found)}"
    return run
