"""Encoder-decoders of language: one stream of tokens is read, another is written.

Every token goes through one half only. The keys and values with which the decoder attends to the
encoder are made once for each token of the encoder, and so stand in the encoder's stream.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.compute.blocks import EXPERTS, LAYER, NORMS, RMS, ROUTER, feed_forward
from colophon.compute.configuration import ANOTHER_METHOD
from colophon.compute.layers import POSITIONS, Layer, attending, crossed, crossing, layer, writes
from colophon.compute.pieces import Piece, chosen, matrix, weights
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, once
from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

Pieces = tuple[tuple[Piece, int], ...]

RELATIVE: Final = "relative positions"
HALVES: Final = (
    *("is_encoder_decoder", "is_gated_act", "tie_word_embeddings"),
    *("num_sparse_decoder_layers", "decoder_sparse_step"),
)
"""Keys that say nothing of an encoder by itself."""


def both(
    config: Configuration, encoder: Pieces, decoder: Pieces, *, head: Piece, tied: bool
) -> Blueprint:
    """Return the blueprint of an encoder and a decoder with one head.

    Args:
        config: of the model, which names the class it was trained as.
        encoder: the encoder's pieces, with the keys and values that it makes for the decoder.
        decoder: the decoder's pieces.
        head: the output head with weights of its own.
        tied: whether its matrix is the embedding's.
    """
    config.get("add_cross_attention", "is_decoder", "is_encoder_decoder", "is_gated_act")
    if tied:
        head = head._replace(parameters=0)
    on_top = once(head) if writes(config) else ()
    return Blueprint(
        (
            Stream("encoder", encoder, causal=False),
            Stream("decoder", (*decoder, *on_top)),
        )
    )


# -- The kind of T5 -------------------------------------------------------------------------------


class Relative(NamedTuple):
    """By what an encoder-decoder of the T5 kind differs.

    Attributes:
        everywhere: whether each layer has relative positions of its own, and not the first only.
        experts: whether some layers have experts.
    """

    everywhere: bool = False
    experts: bool = False


def relative(config: Configuration, traits: Relative) -> Blueprint:
    """Return the blueprint of an encoder-decoder of the T5 kind."""
    width, vocabulary = config.size("d_model"), config.size("vocab_size")
    layers = config.size("num_layers")
    deep = config.size("num_decoder_layers", otherwise=layers)
    heads = config.size("num_heads")
    sizes = Layer(
        width,
        heads,
        config.size("d_ff"),
        head=config.size("d_kv"),
        norm=RMS,
        gated=config.word("feed_forward_proj", otherwise="relu").startswith("gated"),
        bias=False,
        mlp_bias=False,
    )
    buckets = config.size("relative_attention_num_buckets") * heads
    around = (weights(NORMS, width),)
    embedding = weights(EMBEDDING, vocabulary * width)

    def stack(name: str, times: int, *more: Piece) -> Pieces:
        sparse = len(_sparse(config, name, times)) if traits.experts else 0
        places = times if traits.everywhere else 1
        return (
            *((piece, times - sparse) for piece in layer(sizes) if times > sparse),
            *((piece, sparse) for piece in (_switch(config, sizes) if sparse else ())),
            *((piece, times) for piece in more),
            (weights(RELATIVE, buckets), places),
            *once(*around),
        )

    alone = (*once(embedding), *stack("encoder", layers))
    named = config.listed("architectures")[:1]
    if named and str(named[0]).endswith("EncoderModel"):
        config.seen(*HALVES)
        return Blueprint((Stream("encoder", alone, causal=False),))
    encoder = (
        *alone,
        *((piece, deep) for piece in crossed(sizes, width)),
    )
    return both(
        config,
        encoder,
        stack("decoder", deep, *crossing(sizes, "encoder")),
        head=matrix(OUTPUT_HEAD, width, vocabulary),
        tied=config.yes("tie_word_embeddings", otherwise=True),
    )


def _switch(config: Configuration, sizes: Layer) -> tuple[Piece, ...]:
    """Return a layer with experts, of which one is chosen for a token."""
    count = config.size("num_experts")
    inside = feed_forward(sizes.width, sizes.inner, gated=sizes.gated)
    return (
        weights(NORMS, sizes.norms * sizes.width),
        *attending(sizes),
        matrix(ROUTER, sizes.width, count, bias=config.yes("router_bias", otherwise=False)),
        chosen(EXPERTS, inside, experts=count, of_them=1),
    )


def _sparse(config: Configuration, name: str, layers: int) -> range:
    """Return the layers of a Switch transformer that have experts: each so many-th."""
    among = "num_sparse_encoder_layers" if name == "encoder" else "num_sparse_decoder_layers"
    sparse = config.count(among)
    config.get("encoder_sparse_step", "decoder_sparse_step")
    step = layers // sparse if sparse else layers
    if not sparse:
        return range(0)
    return range(layers) if step == 1 else range(1, layers, step)


# -- The kind of BART -----------------------------------------------------------------------------


class Absolute(NamedTuple):
    """By what an encoder-decoder of the BART kind differs.

    Attributes:
        positions: rows of positions beyond those that the file names; None without rows.
        embedding_norm: whether a norm follows each embedding.
        final_norm: whether a norm follows the last layer of each half.
    """

    positions: int | None = 0
    embedding_norm: bool = False
    final_norm: bool = False


def absolute(config: Configuration, traits: Absolute) -> Blueprint:
    """Return the blueprint of an encoder-decoder of the BART kind."""
    width, vocabulary = config.size("d_model"), config.size("vocab_size")
    around = [weights(NORMS, (traits.embedding_norm + traits.final_norm) * LAYER * width)]
    if traits.positions is not None:
        rows = config.size("max_position_embeddings") + traits.positions
        around.append(weights(POSITIONS, rows * width))
    halves = {
        half: Layer(
            width,
            config.size(f"{half}_attention_heads"),
            config.size(f"{half}_ffn_dim"),
        )
        for half in ("encoder", "decoder")
    }
    deep = config.size("decoder_layers")
    reading, writing = halves["encoder"], halves["decoder"]
    encoder = (
        *once(weights(EMBEDDING, vocabulary * width), *around),
        *((piece, config.size("encoder_layers")) for piece in layer(reading)),
        *((piece, deep) for piece in crossed(writing, width)),
    )
    decoder = (
        *once(*around),
        *((piece, deep) for piece in (*layer(writing), *crossing(writing, "encoder"))),
    )
    return both(
        config,
        encoder,
        decoder,
        head=matrix(OUTPUT_HEAD, width, vocabulary),
        tied=config.yes("tie_word_embeddings", otherwise=True),
    )


def marian(config: Configuration, traits: Absolute) -> Blueprint:
    """Return the blueprint of a translator, whose halves may not share their words.

    Raises:
        ReadingError: they do not.
    """
    if not config.yes("share_encoder_decoder_embeddings", otherwise=True):
        raise ReadingError(
            "an encoder and a decoder with vocabularies of their own are not known",
            place=f"{config.name}, {config.pointer}/share_encoder_decoder_embeddings",
            remedy=ANOTHER_METHOD,
        )
    config.get("decoder_vocab_size")
    return absolute(config, traits)


# -- The types ------------------------------------------------------------------------------------

RELATIVES: Final[Mapping[str, Relative]] = {
    "mt5": Relative(),
    "switch_transformers": Relative(experts=True),
    "t5": Relative(),
    "umt5": Relative(everywhere=True),
}

BART = Absolute(positions=2, embedding_norm=True)

ABSOLUTES: Final[Mapping[str, Absolute]] = {
    "bart": BART,
    "blenderbot": Absolute(final_norm=True),
    "blenderbot-small": Absolute(embedding_norm=True),
    "m2m_100": Absolute(positions=None, final_norm=True),
    "mbart": Absolute(positions=2, embedding_norm=True, final_norm=True),
    "pegasus": Absolute(final_norm=True),
    "plbart": BART,
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    **{name: partial(relative, traits=traits) for name, traits in RELATIVES.items()},
    **{name: partial(absolute, traits=traits) for name, traits in ABSOLUTES.items()},
    "marian": partial(marian, traits=Absolute()),
}
