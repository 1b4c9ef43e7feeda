"""Diffusion transformers: what acts once an image, what on each token, and what has no count."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import architecture
from colophon.errors import ReadingError, UnknownIdError

DIT: dict[str, Any] = {
    "_class_name": "DiTTransformer2DModel",
    "_diffusers_version": "0.42.1",
    "activation_fn": "gelu-approximate",
    "attention_head_dim": 72,
    "in_channels": 4,
    "num_attention_heads": 16,
    "num_layers": 28,
    "out_channels": 8,
    "patch_size": 2,
    "sample_size": 32,
}
FLUX: dict[str, Any] = {
    "_class_name": "FluxTransformer2DModel",
    "attention_head_dim": 128,
    "in_channels": 64,
    "joint_attention_dim": 4096,
    "num_attention_heads": 24,
    "num_layers": 19,
    "num_single_layers": 38,
    "pooled_projection_dim": 768,
}


def lines(config: dict[str, Any], *lengths: int) -> dict[str, int]:
    """Return the lines of a forward pass by name."""
    found = architecture(config, "config.json")
    return {line.name: line.full for line in found.forward(found.lengths(lengths))}


def test_a_file_of_diffusers_is_known_by_its_class() -> None:
    """Diffusers names a class and no type."""
    found = architecture(DIT, "config.json")
    assert found.model_type == "DiTTransformer2DModel"
    assert found.lengths() == {"image": 256}
    assert not found.not_understood


def test_conditioning_acts_once_an_image() -> None:
    """A larger image costs more in its layers, and as much for being told the step."""
    small, large = lines(DIT), lines({**DIT, "sample_size": 64})
    assert small["conditioning"] == large["conditioning"]
    assert large["feed-forward"] == 4 * small["feed-forward"]
    assert large["attention scores"] == 16 * small["attention scores"]


def test_six_for_each_parameter_and_token_is_wrong_for_dit() -> None:
    """Nearly half of DiT's parameters work once an image, so two for each is far too much."""
    found = architecture(DIT, "config.json")
    forward = sum(lines(DIT).values())
    assert 2 * found.parameters.total * 256 > 1.5 * forward


def test_captions_do_not_count_as_processed() -> None:
    """The tokens of an image count; those of its caption cost, and do not count."""
    found = architecture(FLUX, "config.json")
    assert [one.name for one in found.given] == ["image", "text"]
    assert found.tokens(found.lengths((4096, 512))) == 4096
    longer = sum(lines(FLUX, 4096, 513).values()) - sum(lines(FLUX, 4096, 512).values())
    assert longer > 0


def test_image_and_caption_attend_to_each_other() -> None:
    """The scores of both streams are those of one sequence of both."""
    found = lines(FLUX, 100, 20)
    scores = sum(work for name, work in found.items() if name.endswith("attention scores"))
    assert scores == 4 * 24 * 128 * (19 + 38) * (100 + 20) ** 2


@pytest.mark.parametrize("name", ["UNet2DConditionModel", "UNet2DModel"])
def test_a_u_net_is_refused(name: str) -> None:
    """A U-Net has no closed form, and the message says what to do instead."""
    with pytest.raises(UnknownIdError, match="U-Net") as refused:
        architecture({"_class_name": name}, "config.json")
    assert "stated amount" in str(refused.value)


@pytest.mark.parametrize(
    ("config", "key"),
    [
        ({**DIT, "norm_elementwise_affine": True}, "norm_elementwise_affine"),
        ({**DIT, "norm_type": "ada_norm"}, "norm_type"),
        ({**DIT, "activation_fn": "geglu"}, "activation_fn"),
        ({**FLUX, "patch_size": 2}, "patch_size"),
    ],
)
def test_what_is_built_otherwise_is_refused(config: dict[str, Any], key: str) -> None:
    """A variant that nobody checked is refused with its place."""
    with pytest.raises(ReadingError, match=key):
        architecture(config, "config.json")
