"""Dense decoders of language: a stack of attention and feed-forward layers.

`TRAITS` has one entry for each type: by what it differs from the plain decoder of the llama kind.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import BARE, LAYER, NORMS, PROJECTIONS
from colophon.compute.decoding import (
    assemble,
    decoder,
    head_width,
    kv_heads,
    layers,
    pieces_of,
)
from colophon.compute.pieces import MULTIPLY_ADD, Piece, matrix, weights
from colophon.compute.traits import (
    ATTENTION_BIAS,
    HEADS,
    KV_HEADS,
    LAYERS,
    MLP_BIAS,
    USE_BIAS,
    WIDTH,
    Switch,
    Traits,
    Windows,
    kinds,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.compute.configuration import Configuration
    from colophon.compute.stream import Blueprint

QWEN_WINDOWS = Windows(switch=True)

ALTERNATING = "alternating updates"
LOW_RANK = "low-rank residual"
PER_LAYER = "embedding of each layer"

LLAMA = Traits(bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS)
GPT_2 = Traits(norm=LAYER, gated=False, inner=4, bias=True, mlp_bias=True, tied=True, positions=0)
GEMMA_2 = Traits(bias=ATTENTION_BIAS, norms=4, tied=True, windows=Windows(now_and_then=True))


def few_or_all(config: Configuration) -> int:
    """Return one head for keys and values where a file says multi-query, all otherwise."""
    if config.yes("multi_query", otherwise=True):
        return 1
    return config.size("n_head", "num_attention_heads")


def neo_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of a GPT-Neo are: it tells patterns, and how often each comes.

    Raises:
        ReadingError: the patterns make another number of layers, or are none.
    """
    named = {"global": "full_attention", "local": "sliding_attention"}
    patterns = config.listed("attention_types") or [[["global", "local"], layers // 2]]
    told: list[str] = []
    for pattern in patterns:
        match pattern:
            case [[*words], int(times)]:
                told += [named.get(str(word), str(word)) for word in words] * times
            case _:
                raise config.wrong(("attention_types",), "a list of patterns with their numbers")
    if len(told) != layers:
        raise config.wrong(("attention_types",), f"a pattern of {layers} layers")
    config.seen("attention_layers")
    return told


def opt(config: Configuration) -> Blueprint:
    """Return the blueprint of an OPT, of which one size has its norms behind each block."""
    before = config.yes("do_layer_norm_before", otherwise=True)
    removed = config.yes("_remove_final_layer_norm", otherwise=False)
    learned = config.yes("layer_norm_elementwise_affine", otherwise=True)
    bias: Switch = ("enable_bias", True)
    traits = Traits(
        norm=LAYER if learned else BARE,
        final_norm=before and not removed,
        gated=False,
        bias=bias,
        mlp_bias=bias,
        tied=True,
        positions=2,
        inners=("ffn_dim",),
        narrow="word_embed_proj_dim",
    )
    return decoder(config, traits)


def falcon(config: Configuration, *, new: bool = False) -> Blueprint:
    """Return the blueprint of a Falcon, of the first kind or of the newer one.

    Args:
        config: the file.
        new: whether the class is of the newer kind, where the file does not say.
    """
    newer = config.yes("new_decoder_architecture", otherwise=new)
    parallel = config.yes("parallel_attn", otherwise=True)
    norms = config.perhaps("num_ln_in_parallel_attn") or (2 if newer else 1)
    traits = Traits(
        norm=LAYER,
        norms=norms if parallel else 2,
        gated=False,
        inners=("ffn_hidden_size",),
        inner=4,
        bias=("bias", False),
        mlp_bias=("bias", False),
        kv_heads=None if newer else few_or_all,
        tied=True,
    )
    config.seen("multi_query", *KV_HEADS)
    return decoder(config, traits)


def apertus(config: Configuration) -> Blueprint:
    """Return the blueprint of an Apertus, whose activations learn two numbers in each layer."""
    learned = 2 if config.word("hidden_act", otherwise="xielu") == "xielu" else 0
    extra = (weights("activations", learned),)
    traits = Traits(
        gated=False,
        bias=ATTENTION_BIAS,
        qk_norm=True,
        beside=lambda *_: extra,
        without=("post_norm",),
        seen=("qk_norm",),
    )
    return decoder(config, traits)


def differences(config: Configuration, _kind: str) -> tuple[Piece, ...]:
    """Return what a DiffLlama weighs the difference of two attentions with: four small vectors."""
    return (weights(PROJECTIONS, 4 * head_width(config)),)


def dynamic_mask(config: Configuration, _kind: str) -> tuple[Piece, ...]:
    """Return what a Doge chooses tokens by, and the weights of its residuals."""
    width, heads = config.size(*WIDTH), config.size(*HEADS)
    keeping = kv_heads(config, Traits(), heads)
    bias = config.yes("attention_bias", otherwise=False)
    return (
        weights(NORMS, 2 * width),
        weights(PROJECTIONS, keeping),
        matrix(PROJECTIONS, keeping * head_width(config), keeping, bias=bias),
    )


def internlm3(config: Configuration) -> Blueprint:
    """Return the blueprint of an InternLM 3, whose biases have two pairs of names."""
    old = "qkv_bias" in config.values or "bias" in config.values
    bias: Switch = ("qkv_bias" if old else "attention_bias", False)
    other: Switch = ("bias" if old else "mlp_bias", False)
    config.seen("qkv_bias", "bias", "attention_bias", "mlp_bias")
    return decoder(config, Traits(bias=bias, out_bias=other if old else None, mlp_bias=other))


def mpt(config: Configuration) -> Blueprint:
    """Return the blueprint of an MPT, with the attention that its published models have."""
    attention = config.inside("attn_config")
    if attention is not None:
        attention.without("qk_ln", "prefix_lm")
        if attention.word("attn_type", otherwise="multihead_attention") != "multihead_attention":
            raise attention.unknown("attn_type", str(attention.get("attn_type")))
        if not attention.yes("alibi", otherwise=True):
            raise attention.wrong(("alibi",), "true, which is the one kind that is known")
    if not config.yes("no_bias", otherwise=True):
        raise config.wrong(("no_bias",), "true, which is the one kind that is known")
    config.seen("learned_pos_emb")
    traits = Traits(gated=False, inner=config.size("expansion_ratio"), tied=True)
    return decoder(config, traits)


def stablelm(config: Configuration) -> Blueprint:
    """Return the blueprint of a StableLM; attention and feed-forward may share their norm."""
    traits = Traits(
        norm=LAYER,
        norms=1 if config.yes("use_parallel_residual", otherwise=False) else 2,
        bias=("use_qkv_bias", False),
        out_bias=False,
        wide_qk_norm=("qk_layernorm", False),
    )
    return decoder(config, traits)


def hyperclovax(config: Configuration) -> Blueprint:
    """Return the blueprint of a HyperCLOVA X, which may have norms behind each block too."""
    norms = 4 if config.yes("use_post_norm", otherwise=True) else 2
    return decoder(config, replace(LLAMA, norms=norms))


def gemma3(config: Configuration) -> Blueprint:
    """Return the blueprint of a Gemma 3 decoder."""
    config.without("use_bidirectional_attention")
    pattern = "sliding_window_pattern"
    if config.get(pattern) is None and config.get("_sliding_window_pattern") is not None:
        pattern = "_sliding_window_pattern"
    config.seen("_sliding_window_pattern")
    windows = Windows(now_and_then=True, pattern=pattern)
    return decoder(config, replace(GEMMA_2, qk_norm=True, windows=windows))


def gemma3n(config: Configuration) -> Blueprint:
    """Return the blueprint of a Gemma 3n decoder.

    Several streams run side by side, of which one goes through the layers and corrects the others
    (arXiv:2301.13310); each layer has a low-rank residual (arXiv:2411.07501) and an embedding of
    its own; the last layers take over the keys and values of earlier ones.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, number = config.size(*WIDTH), config.layers(*LAYERS)
    own, rank = config.size("hidden_size_per_layer_input"), config.size("laurel_rank")
    side = config.size("altup_num_inputs")
    taking = config.count("num_kv_shared_layers")
    vocabulary = config.size("vocab_size_per_layer_input")
    traits = replace(GEMMA_2, qk_norm=True)
    taking_over = replace(
        GEMMA_2, kv_heads=lambda _: 0, beside=lambda *_: (weights(NORMS, head_width(config)),)
    )
    aside = (
        weights(NORMS, 4 * width),
        matrix(ALTERNATING, width, side),
        matrix(ALTERNATING, side, side * side),
        matrix(ALTERNATING, width, side)._replace(parameters=0),
        matrix(ALTERNATING, side, side),
        Piece(ALTERNATING, per_token=MULTIPLY_ADD * width * side * side),
        matrix(LOW_RANK, width, rank),
        matrix(LOW_RANK, rank, width),
        matrix(PER_LAYER, width, own),
        matrix(PER_LAYER, own, width),
    )
    kept = [index < number - taking for index in range(number)]
    plan = Counter(zip(kept, layers(config, traits), strict=True))
    stack = [
        (piece, times)
        for (own_keys, layer), times in plan.items()
        for piece in (*pieces_of(config, traits if own_keys else taking_over, layer), *aside)
    ]
    around = [
        (weights(PER_LAYER, vocabulary * number * own), 1),
        (matrix(PER_LAYER, width, number * own), 1),
        (weights(NORMS, own), 1),
        (matrix(ALTERNATING, width, width), 2 * (side - 1)),
    ]
    config.seen("altup_active_idx", "altup_coef_clip", "altup_correct_scale")
    config.seen("activation_sparsity_pattern")
    return assemble(config, traits, [*around, *stack])


def exaone4_kinds(config: Configuration, layers: int) -> Sequence[str]:
    """Return what the layers of an EXAONE 4 are, which may tell its pattern in letters."""
    pattern = config.get("sliding_window_pattern")
    if not isinstance(pattern, str) or not pattern or config.get("layer_types") is not None:
        return kinds(config, EXAONE_4, layers)
    letters = {"L": "sliding_attention", "G": "full_attention"}
    listed = [letters.get(pattern[index % len(pattern)], pattern) for index in range(layers)]
    return [*listed[:-1], "full_attention"]


EXAONE_4 = Traits(qk_norm=True, windows=Windows(now_and_then=True))

TRAITS: Final[Mapping[str, Traits]] = {
    "arcee": Traits(gated=False, bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS),
    "biogpt": Traits(norm=LAYER, gated=False, bias=True, mlp_bias=True, tied=True, positions=2),
    "bitnet": Traits(bias=ATTENTION_BIAS, inner_norms=True),
    "bloom": Traits(
        norm=LAYER, embedding_norm=True, gated=False, inner=4, bias=True, mlp_bias=True, tied=True
    ),
    "codegen": Traits(norm=LAYER, norms=1, gated=False, inner=4, mlp_bias=True, head_bias=True),
    "cohere": Traits(norms=1, bias=ATTENTION_BIAS, tied=True, wide_qk_norm=("use_qk_norm", False)),
    "cohere2": Traits(
        norms=1,
        bias=ATTENTION_BIAS,
        tied=True,
        windows=Windows(now_and_then=True),
    ),
    "cwm": Traits(mlp_bias=MLP_BIAS, windows=Windows(now_and_then=True, first=True)),
    "diffllama": Traits(bias=ATTENTION_BIAS, value_times=2, beside=differences),
    "doge": Traits(
        bias=ATTENTION_BIAS,
        mlp_bias=MLP_BIAS,
        qk_norm=True,
        windows=Windows(key="keep_window_size"),
        beside=dynamic_mask,
        without=("is_moe",),
        seen=("sliding_window", "num_experts", "num_experts_per_tok"),
    ),
    "ernie4_5": Traits(bias=USE_BIAS, mlp_bias=USE_BIAS, tied=True),
    "exaone4": replace(EXAONE_4, kinds=exaone4_kinds),
    "gemma": Traits(bias=ATTENTION_BIAS, tied=True),
    "gemma2": GEMMA_2,
    "glm": Traits(bias=("attention_bias", True), out_bias=False),
    "glm4": Traits(bias=("attention_bias", True), out_bias=False, norms=4),
    "gpt2": GPT_2,
    "gpt_bigcode": replace(GPT_2, kv_heads=few_or_all),
    "gpt_neo": Traits(
        norm=LAYER,
        gated=False,
        inner=4,
        out_bias=True,
        mlp_bias=True,
        tied=True,
        positions=0,
        windows=Windows(key="window_size"),
        kinds=neo_kinds,
    ),
    "gpt_neox": Traits(norm=LAYER, gated=False, bias=("attention_bias", True), mlp_bias=True),
    "gptj": Traits(norm=LAYER, norms=1, gated=False, inner=4, mlp_bias=True, head_bias=True),
    "granite": LLAMA,
    "helium": LLAMA,
    "hunyuan_v1_dense": Traits(bias=ATTENTION_BIAS, qk_norm=True),
    "jais2": Traits(
        norm=LAYER, gated=False, bias=("attention_bias", True), mlp_bias=("mlp_bias", True)
    ),
    "llama": LLAMA,
    "minicpm3": Traits(bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS, tied=True, latent=True),
    "ministral": Traits(windows=Windows()),
    "ministral3": Traits(windows=Windows()),
    "mistral": Traits(windows=Windows()),
    "nanochat": Traits(norm=BARE, gated=False, bias=ATTENTION_BIAS),
    "nemotron": Traits(norm=LAYER, gated=False, bias=ATTENTION_BIAS, mlp_bias=MLP_BIAS),
    "olmo": Traits(norm=BARE, bias=ATTENTION_BIAS),
    "olmo2": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True),
    "olmo3": Traits(bias=ATTENTION_BIAS, wide_qk_norm=True, windows=Windows(now_and_then=True)),
    "openai-gpt": replace(GPT_2, final_norm=False, seen=("afn", "predict_special_tokens")),
    "persimmon": Traits(
        norm=LAYER,
        gated=False,
        bias=True,
        mlp_bias=True,
        qk_norm=("qk_layernorm", True),
        qk_norm_size=LAYER,
    ),
    "phi": Traits(
        norm=LAYER,
        norms=1,
        gated=False,
        bias=True,
        mlp_bias=True,
        head_bias=True,
        qk_norm=("qk_layernorm", False),
        qk_norm_size=LAYER,
    ),
    "phi3": Traits(windows=Windows()),
    "qwen2": Traits(bias=True, out_bias=False, windows=QWEN_WINDOWS),
    "qwen3": Traits(bias=ATTENTION_BIAS, qk_norm=True, windows=QWEN_WINDOWS),
    "seed_oss": Traits(
        bias=("attention_bias", True),
        out_bias=("attention_out_bias", False),
        mlp_bias=MLP_BIAS,
    ),
    "smollm3": Traits(
        bias=ATTENTION_BIAS,
        mlp_bias=MLP_BIAS,
        tied=True,
        windows=QWEN_WINDOWS,
        seen=("no_rope_layer_interval", "no_rope_layers"),
    ),
    "starcoder2": Traits(
        norm=LAYER,
        gated=False,
        bias=("use_bias", True),
        mlp_bias=("use_bias", True),
        tied=True,
        windows=Windows(),
    ),
    "vaultgemma": replace(GEMMA_2, norms=2),
    "xglm": Traits(norm=LAYER, gated=False, bias=True, mlp_bias=True, tied=True),
    "youtu": Traits(bias=ATTENTION_BIAS, tied=True, latent=True),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "RefinedWeb": partial(falcon, new=True),
    "RefinedWebModel": falcon,
    "apertus": apertus,
    "falcon": falcon,
    "gemma3_text": gemma3,
    "gemma3n_text": gemma3n,
    "internlm3": internlm3,
    "hyperclovax": hyperclovax,
    "mpt": mpt,
    "opt": opt,
    "stablelm": stablelm,
    **{name: partial(decoder, traits=traits) for name, traits in TRAITS.items()},
}
