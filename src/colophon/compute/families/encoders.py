"""Encoders of language: every token attends to those on either side.

What stands on top differs by the class that the file names in `architectures`, and so does the
number of parameters: the bare model, or one with a head.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.compute.blocks import LAYER, NORMS, PROJECTIONS, RMS, Reach
from colophon.compute.layers import (
    CLASSES,
    POSITIONS,
    Layer,
    each,
    heading,
    labels,
    layer,
    stacked,
    unlike,
    weightless,
)
from colophon.compute.pieces import MULTIPLY_ADD, Piece, convolution, matrix, weights
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

WIDTH: Final = ("hidden_size", "dim", "n_embd")
LAYERS: Final = ("num_hidden_layers", "n_layers", "n_layer")
ATTENTION_HEADS: Final = ("num_attention_heads", "n_heads", "n_head")
INNER: Final = ("intermediate_size", "hidden_dim", "n_inner")

POOLER: Final = "pooler"
RELATIVE: Final = "relative positions"


class Traits(NamedTuple):
    """By what an encoder differs from BERT.

    Attributes:
        positions: whether it has a table of positions.
        types: whether it has a table of kinds of segments.
        narrow: whether its embedding may be narrower than its layers.
        relative: whether its first layer has relative positions, which all layers use.
        pooler: whether the bare model ends in one.
        dense: whether a classifier of whole texts has a layer of its own before it, and no pooler.
        replaced: whether pre-training ends in telling which tokens were replaced.
        shared: whether layers share their weights.
        gated: whether feed-forward layers have a gate, and no layer has biases.
    """

    positions: bool = True
    types: bool = True
    narrow: bool = False
    relative: bool = False
    pooler: bool = True
    dense: bool = True
    replaced: bool = False
    shared: bool = False
    gated: bool = False


BARE: Final = {"qkv_proj_bias": False, "mlp_fc1_bias": False, "mlp_fc2_bias": False}
"""How the biases of a gated encoder must stand, where the file names them."""


def encoder(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of an encoder of the BERT kind."""
    unlike(config, is_decoder=False, add_cross_attention=False)
    unlike(config, use_task_id=False)
    config.get("head_dim")
    if traits.gated:
        unlike(config, **BARE)
    width, vocabulary = config.size(*WIDTH), config.size("vocab_size")
    narrow = config.size("embedding_size", otherwise=width) if traits.narrow else width
    rows = config.count("type_vocab_size") if traits.types else 0
    if traits.positions:
        rows += config.size("max_position_embeddings")
    around = [
        weights(EMBEDDING, vocabulary * narrow),
        weights(POSITIONS, rows * narrow),
        weights(NORMS, LAYER * narrow),
    ]
    heads = config.size(*ATTENTION_HEADS)
    if traits.relative:
        around.append(weights(RELATIVE, config.size("relative_attention_num_buckets") * heads))
    if narrow != width or traits.shared:
        around.append(matrix("embedding projection", narrow, width, bias=True))
    one = layer(
        Layer(
            width,
            heads,
            config.size(*INNER),
            gated=traits.gated,
            bias=not traits.gated,
            mlp_bias=not traits.gated,
        )
    )
    on_top, notes = head(config, traits, width, narrow)
    stream = Stream(
        "text", (*once(*around), *_stack(config, traits, one), *once(*on_top)), causal=False
    )
    return Blueprint((stream,), notes=notes)


def _stack(
    config: Configuration, traits: Traits, one: tuple[Piece, ...]
) -> tuple[tuple[Piece, int], ...]:
    """Return the layers; of those that share their weights, the first of a group keeps them."""
    layers = config.size(*LAYERS)
    if not traits.shared:
        return tuple((piece, layers) for piece in one)
    inside = config.size("inner_group_num")
    groups = min(config.size("num_hidden_groups"), layers)
    return (
        *((piece, inside * groups) for piece in one),
        *((piece, inside * (layers - groups)) for piece in weightless(one) if layers > groups),
    )


# -- Heads ----------------------------------------------------------------------------------------


def head(
    config: Configuration, traits: Traits, width: int, narrow: int
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return what stands on top of the layers, by the class that the file names, and a note.

    Args:
        config: of the model.
        traits: of its type.
        width: of its layers.
        narrow: of its embedding.

    Raises:
        ReadingError: the file names a class that is not known.
    """
    dense = each([matrix(POOLER, width, width, bias=True)])
    pooled = dense if traits.pooler else ()
    config.get("tie_word_embeddings", "problem_type")

    def classes() -> Piece:
        return matrix(CLASSES, width, labels(config), bias=True)

    tops: dict[str, Callable[[], tuple[Piece, ...]]] = {
        "Model": lambda: pooled,
        "ForMaskedLM": lambda: masked(config, width, narrow),
        "ForSequenceClassification": lambda: (*dense, *each([classes()])),
        "ForTokenClassification": lambda: (classes(),),
        "ForQuestionAnswering": lambda: (classes(),),
    }
    if traits.replaced:
        tops["ForPreTraining"] = lambda: (
            matrix(CLASSES, width, width, bias=True),
            matrix(CLASSES, width, 1, bias=True),
        )
    elif not traits.dense:
        tops["ForPreTraining"] = lambda: (
            *pooled,
            *masked(config, width, narrow),
            *each([matrix(CLASSES, width, 2, bias=True)]),
        )
    return heading(config, tops)


def masked(
    config: Configuration, width: int, narrow: int, *, norm: int = LAYER, bias: bool = True
) -> tuple[Piece, ...]:
    """Return the head that tells the words behind a mask."""
    vocabulary = config.size("vocab_size")
    tied = config.yes("tie_word_embeddings", otherwise=True)
    own = matrix(OUTPUT_HEAD, narrow, vocabulary)
    return (
        matrix("head projection", width, narrow, bias=bias),
        weights(NORMS, norm * narrow),
        weights(OUTPUT_HEAD, vocabulary),
        own._replace(parameters=0) if tied else own,
    )


# -- DeBERTa --------------------------------------------------------------------------------------


def deberta(config: Configuration) -> Blueprint:
    """Return the blueprint of an encoder that attends to contents and positions apart.

    Each layer makes keys and queries of the positions, anew for each sequence, and every token is
    multiplied with all of them.
    """
    unlike(config, legacy=True)
    config.get("max_relative_positions", "position_buckets", "pooler_hidden_size")
    width, vocabulary = config.size("hidden_size"), config.size("vocab_size")
    narrow = config.size("embedding_size", otherwise=width)
    rows = config.count("type_vocab_size")
    if config.yes("position_biased_input", otherwise=True):
        rows += config.size("max_position_embeddings")
    around = [
        weights(EMBEDDING, vocabulary * narrow),
        weights(POSITIONS, rows * narrow),
        weights(NORMS, LAYER * width),
    ]
    if narrow != width:
        around.append(matrix("embedding projection", narrow, width))
    one = Layer(width, config.size("num_attention_heads"), config.size("intermediate_size"))
    positions: tuple[Piece, ...] = ()
    if config.yes("relative_attention", otherwise=False):
        span = _span(config)
        around.append(weights(RELATIVE, span * width))
        positions = _disentangled(config, width, span)
    if "layer_norm" in config.word("norm_rel_ebd", otherwise="none"):
        around.append(weights(NORMS, LAYER * width))
    kernel = config.count("conv_kernel_size", otherwise=0)
    if kernel:
        groups = config.size("conv_groups", otherwise=1)
        around += [
            convolution("convolution", width, width, kernel=kernel, groups=groups, bias=True),
            weights(NORMS, LAYER * width),
        ]
    layers = config.size("num_hidden_layers")
    stack = tuple((piece, layers) for piece in (*layer(one), *positions))
    on_top, notes = head(config, Traits(pooler=False), width, narrow)
    return Blueprint(
        (Stream("text", (*once(*around), *stack, *once(*on_top)), causal=False),), notes=notes
    )


def _span(config: Configuration) -> int:
    """Return the number of relative positions: as many on either side."""
    buckets, most = config.get("position_buckets"), config.get("max_relative_positions")
    if isinstance(buckets, int) and buckets > 0:
        return 2 * buckets
    if isinstance(most, int) and most > 0:
        return 2 * most
    return 2 * config.size("max_position_embeddings")


def _disentangled(config: Configuration, width: int, span: int) -> tuple[Piece, ...]:
    """Return what positions add to one layer's attention."""
    kinds = config.get("pos_att_type") or []
    ways = sum(kind in kinds for kind in ("c2p", "p2c"))
    made = each([matrix(PROJECTIONS, width, width, bias=True)], span)
    if config.yes("share_att_key", otherwise=False):
        made = weightless(made)
    against = Piece("attention to positions", per_token=MULTIPLY_ADD * width * span)
    return (*made, against) * ways


# -- ModernBERT -----------------------------------------------------------------------------------


def modern(config: Configuration) -> Blueprint:
    """Return the blueprint of an encoder of which most layers attend to a window."""
    unlike(config, sparse_prediction=False)
    width, vocabulary = config.size("hidden_size"), config.size("vocab_size")
    layers = config.layers("num_hidden_layers")
    norm = LAYER if config.yes("norm_bias", otherwise=False) else RMS
    near = Reach(config.size("local_attention") + 1)
    every = config.size("global_attn_every_n_layers", otherwise=3)
    kinds = config.listed("layer_types") or [
        "sliding_attention" if index % every else "full_attention" for index in range(layers)
    ]
    bias = config.yes("attention_bias", otherwise=False)
    one = Layer(
        width,
        config.size("num_attention_heads"),
        config.size("intermediate_size"),
        norm=norm,
        gated=True,
        bias=bias,
        mlp_bias=config.yes("mlp_bias", otherwise=False),
    )
    stack = stacked(
        one._replace(reach=near) if kind == "sliding_attention" else one for kind in kinds
    )
    # The first layer has no norm before its attention; one follows the embedding, one the last.
    around = (weights(EMBEDDING, vocabulary * width), weights(NORMS, norm * width))
    bare = config.yes("classifier_bias", otherwise=False)
    dense = (matrix(POOLER, width, width, bias=bare), weights(NORMS, norm * width))
    config.get("tie_word_embeddings", "decoder_bias")

    def classes() -> Piece:
        return matrix(CLASSES, width, labels(config), bias=True)

    on_top, notes = heading(
        config,
        {
            "Model": tuple,
            "ForMaskedLM": lambda: _modern_masked(config, width, norm, bias=bare),
            "ForSequenceClassification": lambda: (*each(dense), *each([classes()])),
            "ForTokenClassification": lambda: (*dense, classes()),
        },
    )
    return Blueprint(
        (Stream("text", (*once(*around), *stack, *once(*on_top)), causal=False),), notes=notes
    )


def _modern_masked(
    config: Configuration, width: int, norm: int, *, bias: bool
) -> tuple[Piece, ...]:
    pieces = masked(config, width, width, norm=norm, bias=bias)
    if config.yes("decoder_bias", otherwise=True):
        return pieces
    vocabulary = config.size("vocab_size")
    return tuple(piece for piece in pieces if piece != weights(OUTPUT_HEAD, vocabulary))


# -- The types ------------------------------------------------------------------------------------

ROBERTA = Traits()

TRAITS: Final[Mapping[str, Traits]] = {
    "albert": Traits(narrow=True, shared=True, dense=False),
    "bert": Traits(dense=False),
    "camembert": ROBERTA,
    "data2vec-text": ROBERTA,
    "ernie": Traits(dense=False),
    "distilbert": Traits(types=False, pooler=False),
    "electra": Traits(narrow=True, pooler=False, replaced=True),
    "mpnet": Traits(types=False, relative=True),
    "nomic_bert": Traits(positions=False, pooler=False, gated=True),
    "roberta": ROBERTA,
    "xlm-roberta": ROBERTA,
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    **{name: partial(encoder, traits=traits) for name, traits in TRAITS.items()},
    "deberta-v2": deberta,
    "modernbert": modern,
}
