"""Decoders of language with experts, of which a router chooses some for each token.

`TRAITS` has one entry for each type, as in `decoders`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import (
    EXPERTS,
    LAYER,
    NORMS,
    ROUTER,
    Mixture,
    attention as block,
    feed_forward,
    latent_attention,
    mixture,
)
from colophon.compute.decoding import assemble, decoder, latent_sizes
from colophon.compute.pieces import Piece, chosen as chosen_of, matrix, scores, weights
from colophon.compute.routing import (
    CHOSEN,
    NUMBER,
    Experts,
    after_the_first,
    alike,
    between,
    interleaved,
    stepwise,
)
from colophon.compute.traits import (
    ATTENTION_BIAS,
    HEADS,
    INDEXED,
    INDEXED_BEFORE,
    KV_HEADS,
    LAYERS,
    MLP_BIAS,
    USE_BIAS,
    WIDTH,
    Traits,
    Windows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.compute.configuration import Configuration
    from colophon.compute.stream import Blueprint

INDEXER = "attention indexer"
PLAIN = Experts(inner="intermediate_size")

DEEPSEEK_3 = Traits(
    bias=ATTENTION_BIAS,
    latent=True,
    experts=Experts(where=after_the_first, shared=True, correction=True),
)
GLM_4 = Traits(
    bias=ATTENTION_BIAS,
    out_bias=False,
    qk_norm=("use_qk_norm", False),
    experts=Experts(where=after_the_first, shared=True, correction=True),
)


def llama4(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of a Llama 4 are: those that rotate positions attend within blocks."""
    listed = config.words("layer_types", times=layers)
    config.seen("no_rope_layer_interval", "no_rope_layers", "use_qk_norm")
    if listed is not None:
        return listed
    every = config.size("no_rope_layer_interval")
    rotated = config.listed("no_rope_layers") or [(index + 1) % every for index in range(layers)]
    if len(rotated) != layers:
        raise config.wrong(("no_rope_layers",), f"a list of {layers} numbers, one for each layer")
    return ["chunked_attention" if one else "full_attention" for one in rotated]


def indexed(config: Configuration, layers: int) -> Sequence[str]:
    """Return which layers choose the tokens that they attend to, and which take over the choice."""
    config.seen("layer_types", "index_topk_pattern", "index_topk_freq", "index_skip_topk_offset")
    told = config.words("indexer_types", times=layers)
    pattern = config.get("index_topk_pattern")
    if told is None and isinstance(pattern, str):
        told = ["full" if one == "F" else "shared" for one in pattern]
    elif told is None:
        told = config.words("index_topk_pattern", times=layers)
    if told is not None:
        if len(told) != layers:
            raise config.wrong(("index_topk_pattern",), f"a pattern of {layers} layers")
        return [INDEXED if one == "full" else INDEXED_BEFORE for one in told]
    step = config.size("index_topk_freq", otherwise=1) if config.get("index_topk_freq") else 1
    offset = config.get("index_skip_topk_offset")
    offset = 2 if offset is None else config.count("index_skip_topk_offset")
    return [
        INDEXED_BEFORE if max(index - offset + 1, 0) % step else INDEXED for index in range(layers)
    ]


def indexer(config: Configuration, kind: str) -> tuple[Piece, ...]:
    """Return what chooses the tokens that a layer attends to. Source: DeepSeek-V3.2, 2.1."""
    if kind != INDEXED:
        return ()
    width, queries = config.size(*WIDTH), config.size("q_lora_rank")
    heads = config.size("index_n_heads")
    one = config.size("index_head_dim")
    return (
        matrix(INDEXER, queries, heads * one),
        matrix(INDEXER, width, one),
        weights(INDEXER, LAYER * one),
        matrix(INDEXER, width, heads),
        scores(heads, one, 1, item=INDEXER),
    )


def longcat(config: Configuration) -> Blueprint:
    """Return the blueprint of a LongCat-Flash.

    A layer has two of everything but experts. Some experts do nothing, so that a token chooses
    fewer that work; how many, the model's training keeps at the share that all have of the choice.
    """
    config.without("attention_bias", "router_bias")
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    working, idle = config.size(*NUMBER), config.count("zero_expert_num", otherwise=0)
    chosen, inner = config.size(*CHOSEN), config.size("expert_ffn_hidden_size")
    share, rest = divmod(chosen * working, working + idle)
    if rest:
        raise config.wrong(CHOSEN, "a number whose share of working experts is whole")
    sizes = latent_sizes(config)
    half = (
        weights(NORMS, 2 * width),
        *latent_attention(width, heads=heads, sizes=sizes),
        *feed_forward(width, config.size("ffn_hidden_size"), gated=True),
    )
    expert = feed_forward(width, inner, gated=True)
    layer = (
        *half,
        *half,
        matrix(ROUTER, width, working + idle),
        weights(ROUTER, working + idle),
        chosen_of(EXPERTS, expert, experts=working, of_them=share),
    )
    layers = config.layers(*LAYERS)
    note = (
        f"Of the {chosen} experts chosen for a token, {share} are taken to work: the share that"
        " working experts have among all."
    )
    config.seen("head_dim", "qk_head_dim", *KV_HEADS)
    blueprint = assemble(config, Traits(), [(piece, layers) for piece in layer])
    return blueprint._replace(notes=(note,))


def dbrx(config: Configuration) -> Blueprint:
    """Return the blueprint of a DBRX, which tells its experts in an object of their own.

    Raises:
        ReadingError: the object is missing.
    """
    experts, attention = config.inside("ffn_config"), config.inside("attn_config")
    if experts is None:
        raise config.wrong(("ffn_config",), "there")
    width, heads, layers = config.size(*WIDTH), config.size(*HEADS), config.layers(*LAYERS)
    keeping = 1 if attention is None else attention.size("kv_n_heads", otherwise=1)
    sizes = Mixture(
        experts.size("moe_num_experts"),
        experts.size("moe_top_k", otherwise=1),
        experts.size("ffn_hidden_size"),
    )
    layer = (
        weights(NORMS, 2 * width),
        *block(width, heads=heads, kv_heads=keeping, head=width // heads),
        *mixture(width, sizes),
    )
    return assemble(config, Traits(), [(piece, layers) for piece in layer])


HUNYUAN = Traits(
    bias=ATTENTION_BIAS,
    qk_norm=True,
    experts=Experts(inner="intermediate_size", shared_inner="intermediate_size"),
    without=("use_cla", "moe_layer_num_skipped", "mlp_bias"),
    seen=("cla_share_factor", "qk_norm", "use_mixed_mlp_moe", "use_qk_norm"),
)


def hunyuan(config: Configuration) -> Blueprint:
    """Return the blueprint of a Hunyuan with experts; its files list for each layer what is alike.

    Raises:
        ReadingError: experts have another width than the file's inner one, or more than one of
            them is shared.
    """
    inner = config.size("intermediate_size")
    for name, taken in (("moe_intermediate_size", inner), ("num_shared_expert", 1)):
        if config.get(name) is not None and alike(config, name) != taken:
            raise config.wrong((name,), f"{taken} in each layer, which is the one known kind")
    return decoder(config, HUNYUAN)


DSA = replace(
    DEEPSEEK_3,
    windows=Windows(key="index_topk"),
    kinds=indexed,
    beside=indexer,
    seen=("mlp_bias",),
)

TRAITS: Final[Mapping[str, Traits]] = {
    "afmoe": Traits(
        norms=4,
        bias=ATTENTION_BIAS,
        qk_norm=True,
        query_times=2,
        windows=Windows(now_and_then=True, pattern="global_attn_every_n_layers"),
        experts=Experts(where=after_the_first, shared=True, correction=True),
    ),
    "deepseek_v2": Traits(
        bias=ATTENTION_BIAS,
        mlp_bias=MLP_BIAS,
        latent=True,
        experts=Experts(where=after_the_first, shared=True, shared_bias=MLP_BIAS),
    ),
    "deepseek_v3": DEEPSEEK_3,
    "deepseek_v32": DSA,
    "dots1": Traits(
        bias=ATTENTION_BIAS,
        qk_norm=True,
        windows=Windows(upwards=True),
        experts=Experts(where=after_the_first, shared=True, correction=True),
    ),
    "ernie4_5_moe": Traits(
        bias=USE_BIAS,
        mlp_bias=USE_BIAS,
        head_bias=USE_BIAS,
        tied=True,
        experts=Experts(where=between, shared=True, shared_bias=USE_BIAS, correction=True),
    ),
    "flex_olmo": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True, experts=PLAIN),
    "glm4_moe": GLM_4,
    "glm4_moe_lite": DEEPSEEK_3,
    "glm_moe_dsa": DSA,
    "gpt_oss": Traits(
        bias=("attention_bias", True),
        sinks=True,
        windows=Windows(now_and_then=True),
        experts=Experts(inner="intermediate_size", bias=True, router_bias=True),
        seen=("experts_per_token",),
    ),
    "granitemoe": Traits(bias=ATTENTION_BIAS, experts=PLAIN),
    "granitemoeshared": Traits(
        bias=ATTENTION_BIAS,
        experts=Experts(inner="intermediate_size", shared_inner="shared_intermediate_size"),
    ),
    "kimi_k2": DEEPSEEK_3,
    "llama4_text": Traits(
        bias=ATTENTION_BIAS,
        inners=("intermediate_size_mlp",),
        windows=Windows(key="attention_chunk_size", blocks=True),
        kinds=llama4,
        experts=Experts(
            where=interleaved, inner="intermediate_size", shared_inner="intermediate_size"
        ),
    ),
    "minimax_m2": Traits(
        wide_qk_norm=True,
        experts=Experts(
            inner="intermediate_size", shared_inner="shared_intermediate_size", correction=True
        ),
        seen=("attn_type_list", "qk_norm_type", "use_qk_norm", "use_routing_bias"),
    ),
    "mixtral": Traits(windows=Windows(), experts=PLAIN),
    "olmoe": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True, experts=PLAIN),
    "phimoe": Traits(
        norm=LAYER,
        bias=ATTENTION_BIAS,
        head_bias=("lm_head_bias", False),
        windows=Windows(),
        experts=PLAIN,
    ),
    "qwen2_moe": Traits(
        bias=("qkv_bias", True),
        out_bias=False,
        windows=Windows(switch=True),
        experts=Experts(
            where=stepwise, shared_inner="shared_expert_intermediate_size", shared_gate=True
        ),
    ),
    "qwen3_moe": Traits(
        bias=ATTENTION_BIAS,
        qk_norm=True,
        windows=Windows(switch=True),
        experts=Experts(where=stepwise),
    ),
    "solar_open": Traits(
        bias=ATTENTION_BIAS,
        experts=Experts(shared=True, correction=True),
    ),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "dbrx": dbrx,
    "hunyuan_v1_moe": hunyuan,
    "longcat_flash": longcat,
    **{name: partial(decoder, traits=traits) for name, traits in TRAITS.items()},
}
