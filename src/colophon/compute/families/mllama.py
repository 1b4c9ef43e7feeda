"""Llama 3.2 Vision: some layers of the decoder attend to an image, and to no words.

An image is made of tiles, always as many as there may be. The tower's tokens are the decoder's to
attend to and take no places among its words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.compute.architecture import nested
from colophon.compute.blocks import LAYER, NORMS, RMS, feed_forward
from colophon.compute.families.vision import LEARNED, grid, patching
from colophon.compute.layers import PROJECTOR, Layer, crossed, crossing, each, layer
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

PADDED_TO: Final = 8
"""The tokens of a tile are filled up to a multiple of it."""

SIGNS: Final = 8
"""Rows of the embedding beyond the vocabulary."""

ONE_IMAGE: Final = (
    "A sequence is counted with one image, of as many tiles as there may be; a text without one "
    "skips the layers that attend to it."
)


def mllama(config: Configuration) -> Blueprint:
    """Return the blueprint of a decoder with layers that attend to an image."""
    vision, tower = nested(config, "vision_config", "mllama_vision_model", always=True)
    text, decoder = nested(config, "text_config", "mllama_text_model", always=True)
    (seen,) = tower.streams
    (said,) = decoder.streams
    tokens = seen.length or 0
    width = text.size("hidden_size")
    projector = matrix(PROJECTOR, vision.size("vision_output_dim"), width, bias=True)
    layers = len(text.listed("cross_attention_layers"))
    keys = each(crossed(_sizes(text), width), tokens)
    pieces = (
        *seen.pieces,
        *once(*each([projector], tokens)),
        *((piece, layers) for piece in keys),
    )
    return Blueprint(
        (said, seen._replace(name="vision", pieces=pieces, counted=False, tower=True)),
        notes=(ONE_IMAGE,),
    )


def text_model(config: Configuration) -> Blueprint:
    """Return the blueprint of the decoder; its keys of an image stand with the image."""
    width, vocabulary = config.size("hidden_size"), config.size("vocab_size")
    one = _sizes(config)
    across = len(config.listed("cross_attention_layers"))
    layers = config.size("num_hidden_layers") - across
    head = one.head or width // one.heads
    gates, norms = 2, 2 * RMS * head
    attends = (
        *crossing(one, "vision", norms=one.norms),
        weights(NORMS, norms + gates),
        *feed_forward(width, one.inner, gated=True),
    )
    top = matrix(OUTPUT_HEAD, width, vocabulary)
    if config.yes("tie_word_embeddings", otherwise=False):
        top = top._replace(parameters=0)
    pieces = (
        *once(weights(EMBEDDING, (vocabulary + SIGNS) * width), weights(NORMS, RMS * width)),
        *((piece, layers) for piece in layer(one)),
        *((piece, across) for piece in attends),
        *once(top),
    )
    return Blueprint((Stream("text", pieces),))


def _sizes(config: Configuration) -> Layer:
    """Return the sizes of a layer of the decoder."""
    return Layer(
        config.size("hidden_size"),
        config.size("num_attention_heads"),
        config.size("intermediate_size"),
        kv_heads=config.size("num_key_value_heads"),
        norm=RMS,
        gated=True,
        bias=False,
        mlp_bias=False,
    )


def vision_model(config: Configuration) -> Blueprint:
    """Return the blueprint of the tower, whose layers see all tiles of an image at once."""
    width, heads = config.size("hidden_size"), config.size("attention_heads")
    tiles, inner = config.size("max_num_tiles"), config.size("intermediate_size")
    shapes = len(config.listed("supported_aspect_ratios")) + 1
    config.get("intermediate_layers_indices")
    rows, columns = grid(config)
    tokens = rows * columns + 1
    padded = -(-tokens // PADDED_TO) * PADDED_TO * tiles
    gates = 3
    learned = (
        (1 + tokens) * width + shapes * tiles * tokens * width + 2 * shapes * tiles * width + gates
    )
    one = layer(Layer(width, heads, inner, bias=False))
    plain, gated = config.size("num_hidden_layers"), config.size("num_global_layers")
    cut = patching(config, width, tiles * rows * columns, bias=False)
    pieces: tuple[tuple[Piece, int], ...] = (
        *once(weights(LEARNED, learned), cut, weights(NORMS, 2 * LAYER * width)),
        *((piece, plain + gated) for piece in each(one, padded)),
        (weights("gates", 2), gated),
    )
    return Blueprint((Stream("vision", pieces, causal=False, length=tiles * tokens),))


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "mllama": mllama,
    "mllama_text_model": text_model,
    "mllama_vision_model": vision_model,
}
