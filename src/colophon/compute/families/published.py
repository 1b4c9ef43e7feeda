"""Decoders of language that are published with a program of their own.

Their `config.json` follows that program, and their structure its published files.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import LAYER, RMS
from colophon.compute.decoding import decoder
from colophon.compute.routing import Experts, after_the_first
from colophon.compute.traits import Switch, Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration
    from colophon.compute.stream import Blueprint

BIAS: Switch = ("bias", False)


def renamed(config: Configuration, names: Mapping[str, str]) -> Configuration:
    """Return a file under the names that the plain decoder asks for; what it took counts as taken.

    Args:
        config: the file.
        names: its names, each with the plain one.
    """
    values = {names.get(name, name): value for name, value in config.values.items()}
    config.seen(*names)
    return replace(config, values=values)


def chatglm(config: Configuration) -> Blueprint:
    """Return the blueprint of a ChatGLM from its second generation on.

    Raises:
        ReadingError: a size is missing, as in the first generation, or is no number.
    """
    several = config.yes("multi_query_attention", otherwise=False)
    qkv = config.yes("add_qkv_bias", otherwise=False)
    linear = config.yes("add_bias_linear", otherwise=False)
    traits = Traits(
        norm=RMS if config.yes("rmsnorm", otherwise=True) else LAYER,
        final_norm=config.yes("post_layer_norm", otherwise=True),
        bias=qkv or linear,
        out_bias=linear,
        mlp_bias=linear,
        kv_heads=(lambda config: config.size("multi_query_group_num")) if several else None,
    )
    config.seen("multi_query_group_num", "interleaved_qkv", "original_rope", "padded_vocab_size")
    names = {"padded_vocab_size": "vocab_size", "kv_channels": "head_dim"}
    values = {name: value for name, value in config.values.items() if name != "vocab_size"}
    if config.get("pre_seq_len") is not None:
        raise config.wrong(("pre_seq_len",), "null, which is the one kind that is known")
    return decoder(renamed(replace(config, values=values), names), traits)


def qwen(config: Configuration) -> Blueprint:
    """Return the blueprint of a first Qwen, whose file counts the gate with the inner width."""
    plain = not config.yes("no_bias", otherwise=True)
    inner = config.size("intermediate_size") // 2
    traits = Traits(bias=True, out_bias=plain, mlp_bias=plain, inner=lambda _: inner)
    return decoder(renamed(config, {"kv_channels": "head_dim"}), traits)


LLAMA = Traits()

TRAITS: Final[Mapping[str, Traits]] = {
    "Yi": LLAMA,
    "aquila": LLAMA,
    "baichuan": LLAMA,
    "deepseek": Traits(
        bias=("attention_bias", False),
        experts=Experts(where=after_the_first, shared=True),
    ),
    "exaone": LLAMA,
    "internlm": Traits(bias=("bias", True)),
    "internlm2": Traits(bias=BIAS),
    "minicpm": Traits(tied=True, without=("num_experts",)),
    "phi-msft": Traits(
        norm=LAYER, norms=1, gated=False, inner=4, bias=True, mlp_bias=True, head_bias=True
    ),
    "stablelm_epoch": Traits(norm=LAYER, bias=("use_qkv_bias", False), out_bias=False),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "chatglm": chatglm,
    "qwen": qwen,
    **{name: partial(decoder, traits=traits) for name, traits in TRAITS.items()},
}
