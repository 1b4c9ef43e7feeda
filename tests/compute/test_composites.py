"""Models of several parts: each counted as its own type is, towers once an image."""

from __future__ import annotations

from typing import Any

import pytest

from colophon.compute.architecture import Architecture, architecture
from colophon.errors import ReadingError, UnknownIdError

LLAVA: dict[str, Any] = {
    "model_type": "llava",
    "tie_word_embeddings": False,
    "text_config": {"model_type": "llama", "vocab_size": 32064},
    "vision_config": {
        "model_type": "clip_vision_model",
        "hidden_size": 1024,
        "image_size": 336,
        "intermediate_size": 4096,
        "num_attention_heads": 16,
        "num_hidden_layers": 24,
        "patch_size": 14,
    },
}
QWEN: dict[str, Any] = {
    "model_type": "qwen2_vl",
    "tie_word_embeddings": True,
    "hidden_size": 1536,
    "intermediate_size": 8960,
    "num_attention_heads": 12,
    "num_hidden_layers": 28,
    "num_key_value_heads": 2,
    "vocab_size": 151936,
    "vision_config": {"hidden_size": 1536},
}


def read(config: dict[str, Any], **changes: Any) -> Architecture:
    """Return what a configuration tells, changed."""
    return architecture({**config, **changes}, "config.json")


def test_an_object_inside_may_leave_its_sizes_to_its_class() -> None:
    """LLaVA's file says of its decoder little more than that it is a llama; all else is told."""
    found = read(LLAVA)
    assert found.parameters.total == 7_063_427_072
    assumed = {one.at: one.value for one in found.assumed}
    assert assumed["/text_config/hidden_size"] == 4096
    assert assumed["/text_config/num_hidden_layers"] == 32


def test_a_tower_works_once_an_image() -> None:
    """What a tower costs is told for one image, and is not part of a sequence."""
    found = read(LLAVA)
    assert [one.name for one in found.towers] == ["vision"]
    assert [one.name for one in found.given] == ["text"]
    assert found.lengths((2048,))["text"] == 2048
    names = {line.name for line in found.forward(found.lengths((2048,)))}
    assert not {name for name in names if "vision" in name}
    image = {line.name: line.full for line in found.of_stream("vision", {})}
    assert image["vision: projector"] == 2 * (1024 + 4096) * 4096 * 576
    assert image["vision: attention scores"] == 24 * 4 * 1024 * 577 * 577


def test_tokens_of_an_image_are_tokens_of_the_text() -> None:
    """Only the decoder's tokens count as processed; those of images are among them."""
    found = read(LLAVA)
    assert found.tokens(found.lengths((2048,))) == 2048


def test_images_of_any_size_need_a_number_of_patches() -> None:
    """Qwen2-VL keeps the size of an image, so its patches must be told."""
    found = read(QWEN)
    assert found.parameters.total == 2_208_985_600
    with pytest.raises(ValueError, match="how many patches"):
        found.of_stream("vision", {})
    few, many = (
        sum(line.full for line in found.of_stream("vision", {"vision": patches}))
        for patches in (256, 1024)
    )
    assert many > 4 * few
    assert any("how many patches" in note for note in found.notes)


def test_an_old_file_has_its_decoder_at_the_top() -> None:
    """Qwen2-VL's older files have no object for the decoder."""
    text = {name: value for name, value in QWEN.items() if isinstance(value, int)}
    nested = {
        "model_type": "qwen2_vl",
        "tie_word_embeddings": True,
        "text_config": {**text, "model_type": "qwen2_vl_text"},
        "vision_config": QWEN["vision_config"],
    }
    assert read(nested).parameters == read(QWEN).parameters


@pytest.mark.parametrize(
    ("whole", "part", "tied"),
    [(True, None, True), (False, None, False), (False, True, True), (None, True, True)],
)
def test_either_object_may_say_that_weights_are_shared(
    whole: bool | None, part: bool | None, tied: bool
) -> None:
    """Head and embedding share their weights in LLaVA where either object says so."""
    text = {**LLAVA["text_config"], "tie_word_embeddings": part}
    found = read(LLAVA, tie_word_embeddings=whole, text_config=text)
    assert (found.parameters.output_head == 0) is tied


@pytest.mark.parametrize("key", ["vision_config"])
def test_a_model_without_its_tower_is_refused(key: str) -> None:
    """What a tower is like is not made up where the file does not say."""
    config = {name: value for name, value in LLAVA.items() if name != key}
    with pytest.raises(ReadingError, match=key):
        read(config)


def test_a_part_of_an_unknown_type_is_refused_with_its_place() -> None:
    """The message says which part nobody knows."""
    with pytest.raises(UnknownIdError, match="never-seen") as refused:
        read(LLAVA, vision_config={"model_type": "never-seen"})
    assert "/vision_config/model_type" in str(refused.value)


def test_what_is_left_over_inside_is_told_with_its_place() -> None:
    """A key inside an object of which nothing is made is named with the object."""
    tower = {**LLAVA["vision_config"], "sparse_mystery": 4}
    assert read(LLAVA, vision_config=tower).not_understood == ("/vision_config/sparse_mystery",)


def test_windows_of_a_tower_are_blocks() -> None:
    """Most layers of Qwen2.5-VL's tower attend within windows of 64 patches."""
    config = {
        **QWEN,
        "model_type": "qwen2_5_vl",
        "vision_config": {
            "depth": 32,
            "fullatt_block_indexes": [7, 15, 23, 31],
            "hidden_size": 1280,
            "intermediate_size": 3420,
            "num_heads": 16,
            "out_hidden_size": 1536,
        },
    }
    lines = read(config).of_stream("vision", {"vision": 1024})
    scores = next(line.full for line in lines if line.name.endswith("scores"))
    assert scores == 4 * 1280 * 1024 * (4 * 1024 + 28 * 64)


def test_what_a_file_says_is_nothing_is_not_taken_from_the_class() -> None:
    """A null is written where the class takes something and the model does not."""
    text = {"model_type": "mistral", "hidden_size": 64, "num_attention_heads": 4}
    few = read(LLAVA, text_config=text)
    many = read(LLAVA, text_config={**text, "num_key_value_heads": None})
    assumed = {one.at: one.value for one in few.assumed}
    assert assumed["/text_config/num_key_value_heads"] == 8
    assumed = {one.at: one.value for one in many.assumed}
    assert assumed["/text_config/num_key_value_heads"] == 4
