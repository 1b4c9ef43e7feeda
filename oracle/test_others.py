"""The count of models that are no plain decoders, held against their programs and torch."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import diffusers
import pytest
import torch
import transformers
from tiny_others import CASES, SEVERAL_PARTS, Case
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from colophon import reading
from colophon.compute.architecture import Architecture, architecture

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "tests" / "compute" / "models-other.yaml"
CLASSES = json.loads((ROOT / "src/colophon/compute/data/classes.json").read_bytes())
"""Type -> what its class takes where a file leaves it out."""


def build(name: str, config: dict[str, Any], device: str = "cpu") -> Any:
    """Return a model of random weights, attention in plain operations."""
    with torch.device(device):
        if hasattr(diffusers, name):
            return getattr(diffusers, name)(**config).eval()
        kind = getattr(transformers, name)
        whole = kind.config_class.from_dict(dict(config), attn_implementation="eager")
        return kind(whole).eval()


def as_file(model: Any, name: str) -> Any:
    """Return what the program would write into `config.json`, as it is read."""
    if hasattr(diffusers, name):
        written = json.loads(model.to_json_string())
    else:
        written = json.loads(model.config.to_json_string(use_diff=True))
        written["architectures"] = [name]
    return reading.json(json.dumps(written).encode(), name).value


def parameters(model: Any) -> int:
    """Return how many numbers a model learns, weights that serve twice once."""
    return sum(one.numel() for one in model.parameters())


def forward(found: Architecture, case: Case) -> int:
    """Return our count of a forward pass of one sequence with one image or recording."""
    lengths = found.lengths(case.lengths)
    patches = {one.name: case.patches for one in found.towers if case.patches}
    lines = [
        *found.forward(lengths),
        *(line for one in found.towers for line in found.of_stream(one.name, patches)),
    ]
    return sum(line.full for line in lines)


def named(case: Case) -> str:
    """Return the name of a case."""
    return case.name


@pytest.mark.parametrize("case", CASES, ids=named)
def test_parameters_and_operations_are_equal(case: Case) -> None:
    """Parameters and operations are those of the model's program and torch, to the last one."""
    if hasattr(diffusers, case.name):
        model = build(case.name, case.config)
    else:
        kind = getattr(transformers, case.name)
        model = kind(kind.config_class(**case.config, attn_implementation="eager"))
    found = architecture(as_file(model, case.name), case.name)
    assert found.parameters.total == parameters(model)
    # Attention in diffusers has no plain form; the mathematical backend is made of products.
    model.eval().requires_grad_(requires_grad=False)
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        model(**case.feed)
    assert forward(found, case) == counter.get_total_flops() - case.beyond


@pytest.mark.parametrize("case", SEVERAL_PARTS, ids=named)
def test_an_object_inside_may_leave_out_what_its_class_takes(case: Case) -> None:
    """Of objects inside that say their type only, the parameters are those of their classes."""
    kind = getattr(transformers, case.name)
    whole = kind.config_class()
    if case.name == "AyaVisionForConditionalGeneration":
        pytest.skip("the class's own tower cannot be built: its heads do not divide its width")
    nested = {
        key: {"model_type": value.model_type}
        for key, value in vars(whole).items()
        if isinstance(value, transformers.PretrainedConfig)
    }
    with torch.device("meta"):
        model = kind(kind.config_class(**nested))
    file = {**as_file(model, case.name), **nested}
    assert architecture(file, case.name).parameters.total == parameters(model)


def real() -> list[Any]:
    """Return the real models of the table that tests without torch read."""
    read: Any = reading.yaml(MODELS.read_bytes(), MODELS.name).value
    return [pytest.param(one, id=one["id"]) for one in read]


@pytest.mark.parametrize("model", real())
def test_a_real_model_is_built_with_as_many_parameters(model: dict[str, Any]) -> None:
    """The program of a real model builds it with as many parameters as the table says.

    Transformers 5.23 overrules two things that published files say: a T5 whose head has weights of
    its own is built with an embedding for each half besides, and a Mistral 3 without any word on it
    is built with a head that shares the embedding's weights. The weights as published do neither.
    """
    config = json.loads(json.dumps(model["config"], default=float))
    name = config.pop("architectures", [config.pop("_class_name", "DebertaV2Model")])[0]
    kind = name.replace("WithLMHeadModel", "ForConditionalGeneration")
    if config.get("model_type") == "nomic_bert":
        config = {}
    built = build(kind, config, "meta")
    count = parameters(built)
    if "T5" in kind and config.get("tie_word_embeddings") is False:
        built.config.tie_word_embeddings = True
        built.tie_weights()
        count = parameters(built) + config["vocab_size"] * config["d_model"]
    if kind.startswith("Mistral3"):
        text = config["text_config"]
        count += text["vocab_size"] * text["hidden_size"]
    assert count == model["parameters"]


def test_what_classes_take_is_what_they_take() -> None:
    """Each value that a file may leave out is the one that its class takes."""
    found, kinds = {}, sub_configs()
    for model_type, values in CLASSES.items():
        if hasattr(diffusers, model_type):
            with torch.device("meta"):
                taken = dict(getattr(diffusers, model_type)(**NEEDED.get(model_type, {})).config)
        else:
            kind = kinds[model_type]
            taken = {**vars(kind), **MADE.get(model_type, dict)()}
        for key, value in values.items():
            there = taken.get(key)
            if not same(there, value) and key not in NEEDED.get(model_type, {}):
                found[f"{model_type}: {key}"] = (there, value)
    assert not found


def made(model_type: str) -> dict[str, Any]:
    """Return what a class takes only when a configuration is made of it."""
    return dict(vars(sub_configs()[model_type]()))


MADE = {name: partial(made, name) for name in ("mllama_text_model", "mllama_vision_model")}
NEEDED: dict[str, dict[str, Any]] = {
    "PixArtTransformer2DModel": {"norm_type": "ada_norm_single", "sample_size": 64},
}


def same(there: Any, value: Any) -> bool:
    """Whether a class takes a value, however it holds it."""
    if isinstance(value, list):
        return list(there) == value
    return bool(there == value or float(there) == float(value))


def sub_configs() -> dict[str, Any]:
    """Return the class of each type, those of parts among them."""
    found = dict(transformers.CONFIG_MAPPING.items())
    voxtral = found["voxtral"].sub_configs_defaults["text_config"].init_kwargs
    found["voxtral_text"] = SimpleNamespace(**voxtral)
    for kind in list(found.values()):
        found |= {
            one.model_type: one
            for one in (getattr(kind, "sub_configs", None) or {}).values()
            if getattr(one, "model_type", "") and one.model_type not in found
        }
    return found
