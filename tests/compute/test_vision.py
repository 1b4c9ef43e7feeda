"""Models of images: their length is in the file, and heads go by class."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import Architecture, architecture
from colophon.errors import ReadingError

VIT: dict[str, Any] = {
    "model_type": "vit",
    "architectures": ["ViTForImageClassification"],
    "hidden_size": 768,
    "image_size": 224,
    "intermediate_size": 3072,
    "num_attention_heads": 12,
    "num_channels": 3,
    "num_hidden_layers": 12,
    "num_labels": 1000,
    "patch_size": 16,
}


def read(**changes: Any) -> Architecture:
    """Return what the configuration of ViT tells, changed."""
    return architecture({**VIT, **changes}, "config.json")


def test_an_image_has_a_token_for_each_patch_and_one_for_the_whole() -> None:
    """ViT at 224 pixels in patches of 16 has 197 tokens, and nobody needs to say so."""
    found = read()
    assert not found.given
    assert found.lengths() == {"vision": 197}
    assert found.tokens(found.lengths()) == 197


def test_patches_are_made_once_each() -> None:
    """The token of the whole image is learned and not cut out."""
    lines = {line.name: line.full for line in read().forward(read().lengths())}
    assert lines["patch embedding"] == 2 * 3 * 16 * 16 * 768 * 196
    assert lines["attention scores"] == 12 * 4 * 768 * 197 * 197
    assert lines["classifier"] == 2 * 768 * 1000


@pytest.mark.parametrize("size", [[224, 448], 224])
def test_an_image_may_be_no_square(size: Any) -> None:
    """Two numbers are the height and the width."""
    found = read(image_size=size)
    assert found.lengths()["vision"] == (393 if isinstance(size, list) else 197)


def test_classes_are_those_that_the_file_names() -> None:
    """The names of the classes say how many there are."""
    config = {name: value for name, value in VIT.items() if name != "num_labels"}
    two = architecture(config, "config.json")
    ten = read(id2label={str(index): "thing" for index in range(10)})
    assert ten.parameters.total - two.parameters.total == 8 * (768 + 1)
    assert "/num_labels" in {one.at for one in two.assumed}


def test_registers_are_tokens_without_a_place() -> None:
    """Four registers add four tokens and their weights, and no positions."""
    config = {
        **{name: value for name, value in VIT.items() if name != "intermediate_size"},
        "architectures": ["Dinov2WithRegistersModel"],
        "model_type": "dinov2_with_registers",
        "mlp_ratio": 4,
    }
    four, none = (
        architecture({**config, "num_register_tokens": number}, "config.json") for number in (4, 0)
    )
    assert four.lengths()["vision"] - none.lengths()["vision"] == 4
    assert four.parameters.total - none.parameters.total == 4 * 768


def test_a_pair_has_two_streams_and_one_length_to_say() -> None:
    """CLIP sees one image with each caption; only the caption's length is for people to say."""
    config = {
        "model_type": "clip",
        "projection_dim": 512,
        "text_config": {"model_type": "clip_text_model"},
        "vision_config": {"model_type": "clip_vision_model"},
    }
    found = architecture(config, "config.json")
    assert found.parameters.total == 151_277_313
    assert [one.name for one in found.given] == ["text"]
    assert found.lengths((77,)) == {"text": 77, "vision": 50}
    assert found.tokens(found.lengths((77,))) == 127
    assert "/vision_config/hidden_size" in {one.at for one in found.assumed}


def test_a_part_that_is_missing_is_not_made_up() -> None:
    """A pair without the object of its images is refused."""
    config = {"model_type": "clip", "text_config": {}, "projection_dim": 512}
    with pytest.raises(ReadingError, match="vision_config"):
        architecture(config, "config.json")


def test_windows_are_filled_up() -> None:
    """Swin at a size that is no multiple of its window attends to the filling too."""
    config = {
        "model_type": "swin",
        "architectures": ["SwinModel"],
        "depths": [1],
        "embed_dim": 12,
        "mlp_ratio": 4,
        "num_heads": [2],
        "patch_size": 2,
        "window_size": 5,
    }
    whole, over = (
        {
            line.name: line.full
            for line in architecture({**config, "image_size": side}, "config.json").forward(
                {"vision": 1}
            )
        }
        for side in (40, 42)
    )
    assert whole["attention scores"] == 4 * 12 * 20 * 20 * 25
    assert over["attention scores"] == 4 * 12 * 25 * 25 * 25
    assert over["feed-forward"] == 4 * 12 * 48 * 21 * 21
