"""Models that are no plain decoders of language, held against what is known of real ones."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from colophon import reading
from colophon.compute.architecture import architecture, known
from colophon.compute.classes import SIZES, taken

if TYPE_CHECKING:
    from collections.abc import Mapping

MODELS = Path(__file__).parent / "models-other.yaml"


@cache
def models() -> Mapping[str, Mapping[str, Any]]:
    """Return the models of the table by id."""
    read: Any = reading.yaml(MODELS.read_bytes(), MODELS.name).value
    return {one["id"]: one for one in read}


def skip_unknown(config: Mapping[str, Any]) -> None:
    """Skip a model whose decoder no family knows."""
    text = config.get("text_config", {}).get("model_type", "llama")
    if text not in known() and not config["model_type"].startswith(("siglip", "clip")):
        pytest.skip(f"no family knows a decoder of the type {text}")


@pytest.mark.parametrize("name", models())
def test_a_real_model_has_as_many_parameters_as_its_weights(name: str) -> None:
    """The number of parameters of a real model comes out to the last one."""
    model = models()[name]
    skip_unknown({"model_type": "", **model["config"]})
    found = architecture(model["config"], "config.json")
    assert found.parameters.total == model["parameters"]
    assert found.parameters.active <= found.parameters.total
    assert found.notes or found.streams


@pytest.mark.parametrize("name", models())
def test_nothing_of_a_real_configuration_is_left_over(name: str) -> None:
    """Each key of the table tells something of the size, and the counter makes something of it."""
    config = models()[name]["config"]
    skip_unknown({"model_type": "", **config})
    left = architecture(config, "config.json").not_understood
    of_decoders = ("/text_config", "/max_window_layers")
    assert not [place for place in left if not place.startswith(of_decoders)]


@pytest.mark.parametrize("name", models())
def test_no_size_is_assumed_at_the_top_of_a_file(name: str) -> None:
    """What tells how large a model is stands at the top of its file, or in the object of a part."""
    config = models()[name]["config"]
    skip_unknown({"model_type": "", **config})
    assumed = [one.at.split("/")[1:] for one in architecture(config, "config.json").assumed]
    sizes = set(SIZES.split()) - {"head_dim"}  # of a head is what the width leaves for it
    assert not {place[0] for place in assumed if len(place) == 1} & sizes


def test_the_top_of_a_file_takes_less_from_its_class_than_an_object_inside() -> None:
    """A class tells all of its values to an object inside, and no sizes to the top of a file."""
    assert taken("clip_vision_model", nested=True)["hidden_size"] == 768
    assert "hidden_size" not in taken("clip_vision_model", nested=False)
    assert taken("bert", nested=False)["type_vocab_size"] == 2
    assert taken("never-heard-of", nested=True) == {}
