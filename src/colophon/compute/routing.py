"""Mixtures of experts as files tell them: which layers have one, and of which sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.compute.blocks import Mixture
from colophon.compute.traits import Switch, on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from colophon.compute.configuration import Configuration

NUMBER = ("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts")
CHOSEN = ("num_experts_per_tok", "num_experts_per_token", "moe_top_k", "moe_topk", "moe_k")
SHARED = ("n_shared_experts", "num_shared_experts", "moe_num_shared_experts", "num_shared_expert")
FIRST = ("first_k_dense_replace", "num_dense_layers", "moe_layer_start_index")


def everywhere(_config: Configuration, layers: int) -> Sequence[bool]:
    """Return that every layer has experts."""
    return (True,) * layers


@dataclass(frozen=True, slots=True, kw_only=True)
class Experts:
    """The experts of a type of model.

    Attributes:
        where: which layers have experts.
        inner: the key of the inner width of one expert.
        gated: whether experts have a gate.
        bias: whether experts have biases.
        router_bias: whether the router has one.
        shared_bias: whether shared experts have biases.
        correction: whether each expert has a number that keeps the load even.
        shared: whether there are some that every token goes through.
        shared_inner: the key of their inner width together, where the file tells that.
        shared_gate: whether those have a gate, one number for each token.
        latent: the key of the width that experts work on, where it may not be the layer's.
    """

    where: Callable[[Configuration, int], Sequence[bool]] = everywhere
    inner: str = "moe_intermediate_size"
    gated: bool = True
    bias: Switch = False
    router_bias: bool = False
    shared_bias: Switch = False
    correction: Switch = False
    shared: bool = False
    shared_inner: str | None = None
    shared_gate: bool = False
    latent: str | None = None


def mixtures(
    config: Configuration, experts: Experts | None, layers: int
) -> Sequence[Mixture | None]:
    """Return the experts of each layer, None for a dense one.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    if experts is None:
        return (None,) * layers
    where = experts.where(config, layers)
    sizes = sizes_of(config, experts) if any(where) else None
    return [sizes if there else None for there in where]


def sizes_of(config: Configuration, experts: Experts) -> Mixture:
    """Return the sizes of a layer's experts.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    number, inner = config.size(*NUMBER), config.size(experts.inner)
    chosen = config.size(*CHOSEN)
    if chosen > number:
        raise config.wrong(CHOSEN, "a number of experts that there are")
    if experts.shared_inner is not None:
        shared = config.perhaps(experts.shared_inner) or 0
    elif experts.shared:
        shared = inner * (config.perhaps(*SHARED) or 0)
    else:
        shared = 0
    return Mixture(
        number,
        chosen,
        inner,
        shared=shared,
        shared_gate=experts.shared_gate and shared > 0,
        gated=experts.gated,
        bias=on(experts.bias, config),
        router_bias=experts.router_bias,
        shared_bias=on(experts.shared_bias, config),
        correction=on(experts.correction, config),
        latent=config.perhaps(experts.latent) if experts.latent else None,
    )


def stepwise(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that every so many-th layer has experts, but for those named."""
    step = config.size("decoder_sparse_step", otherwise=1)
    dense = config.listed("mlp_only_layers")
    return [(index + 1) % step == 0 and index not in dense for index in range(layers)]


def after_the_first(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that all layers but the first have experts, or those that the file lists."""
    config.seen(*FIRST, "moe_layer_freq")
    listed = config.words("mlp_layer_types", times=layers)
    if listed is not None:
        return [kind == "sparse" for kind in listed]
    first = config.perhaps(*FIRST) or 0
    step = config.perhaps("moe_layer_freq") or 1
    return [index >= first and index % step == 0 for index in range(layers)]


def between(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that every so many-th layer from one to another has experts."""
    first = config.count("moe_layer_start_index")
    last = config.get("moe_layer_end_index")
    last = layers - 1 if last is None or last == -1 else config.count("moe_layer_end_index")
    step = config.size("moe_layer_interval", otherwise=1)
    return [(index + 1) % step == 0 and first <= index <= last for index in range(layers)]


def periodic(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that every so many-th layer has experts, counted from an offset."""
    period = config.size("expert_layer_period")
    offset = config.count("expert_layer_offset")
    if config.size(*NUMBER) == 1:
        return (False,) * layers
    return [index % period == offset for index in range(layers)]


def interleaved(config: Configuration, layers: int) -> Sequence[bool]:
    """Return that the layers named have experts, or else every so many-th."""
    config.seen("interleave_moe_layer_step")
    named = config.listed("moe_layers")
    if named:
        return [index in named for index in range(layers)]
    step = config.size("interleave_moe_layer_step", otherwise=1)
    return [(index + 1) % step == 0 for index in range(layers)]
