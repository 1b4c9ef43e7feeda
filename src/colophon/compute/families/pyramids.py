"""Models of images whose places grow fewer and wider from stage to stage.

How many places there are is told by the size of the image, so all work is told for a whole image.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import FEED_FORWARD, LAYER, NORMS, Reach, feed_forward
from colophon.compute.layers import (
    CLASSES,
    PATCHES,
    POSITIONS,
    Layer,
    attending,
    each,
    heading,
    labels,
    perceptron,
    sides,
)
from colophon.compute.pieces import Piece, convolution, matrix, weights
from colophon.compute.stream import Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

MERGING: Final = "merging of places"
"""Between stages, two by two places become one."""


def pyramid(
    config: Configuration, pieces: tuple[tuple[Piece, int], ...], length: int, width: int
) -> Blueprint:
    """Return the blueprint of a pyramid with its classifier.

    Args:
        config: of the model.
        pieces: of all stages.
        length: the number of places of the first stage.
        width: of the last.
    """
    on_top, notes = heading(
        config,
        {
            "Model": tuple,
            "ForImageClassification": lambda: each(
                [matrix(CLASSES, width, labels(config), bias=True)]
            ),
        },
    )
    stream = Stream("vision", (*pieces, *once(*on_top)), causal=False, length=length)
    return Blueprint((stream,), notes=notes)


# -- Swin -----------------------------------------------------------------------------------------


def swin(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer that attends within windows.

    Where a stage is no multiple of the window, it is filled up with empty places, which cost too.
    """
    config.get("encoder_stride", "hidden_size", "num_layers")
    (height, width), (tall, wide) = sides(config, "image_size"), sides(config, "patch_size")
    rows, columns = -(-height // tall), -(-width // wide)
    size = config.size("embed_dim")
    depths = config.listed("depths")
    heads = config.sizes("num_heads", times=len(depths)) or []
    first = rows * columns
    absolute = config.yes("use_absolute_embeddings", otherwise=False)
    channels = config.size("num_channels")
    cut = convolution(PATCHES, channels, size, kernel=tall * wide, bias=True)
    pieces = [
        *once(*each([cut], first), weights(NORMS, LAYER * size)),
        *once(weights(POSITIONS, absolute * first * size)),
    ]
    for stage, (depth, among) in enumerate(zip(depths, heads, strict=True)):
        pieces += [(piece, depth) for piece in _windowed(config, size, among, rows, columns)]
        if stage + 1 < len(depths):
            rows, columns = -(-rows // 2), -(-columns // 2)
            merging = (weights(NORMS, LAYER * 4 * size), matrix(MERGING, 4 * size, 2 * size))
            pieces += once(*each(merging, rows * columns))
            size *= 2
    pieces += once(weights(NORMS, LAYER * size))
    return pyramid(config, tuple(pieces), first, size)


def _windowed(
    config: Configuration, size: int, heads: int, rows: int, columns: int
) -> tuple[Piece, ...]:
    """Return one layer of a stage, its work told for all of its places."""
    window = config.size("window_size")
    positions = (2 * window - 1) ** 2 * heads
    side = min(window, rows, columns)
    padded = (-(-rows // side) * side) * (-(-columns // side) * side)
    bias = config.yes("qkv_bias", otherwise=True)
    inner = int(size * config.fraction("mlp_ratio"))
    one = Layer(size, heads, inner, bias=bias, out_bias=True, reach=Reach(side**2, blocks=True))
    return (
        weights(NORMS, 2 * LAYER * size),
        weights(POSITIONS, positions),
        *each(attending(one), padded),
        *each(feed_forward(size, inner, gated=False, bias=True), rows * columns),
    )


# -- ConvNeXt -------------------------------------------------------------------------------------


def convnext(config: Configuration, *, second: bool) -> Blueprint:
    """Return the blueprint of a pyramid of convolutions.

    Args:
        config: of the model.
        second: whether it is the second version, which normalises the responses of channels
            instead of scaling what a layer adds.
    """
    config.get("num_stages")
    height, width = sides(config, "image_size")
    patch = config.size("patch_size")
    rows, columns = height // patch, width // patch
    depths, sizes = config.listed("depths"), config.listed("hidden_sizes")
    channels = config.size("num_channels")
    first = rows * columns
    cut = convolution(PATCHES, channels, sizes[0], kernel=patch**2, bias=True)
    pieces = [*once(*each([cut], first), weights(NORMS, LAYER * sizes[0]))]
    before = sizes[0]
    for stage, (depth, size) in enumerate(zip(depths, sizes, strict=True)):
        if stage:
            rows, columns = rows // 2, columns // 2
            merging = convolution(MERGING, before, size, kernel=4, bias=True)
            pieces += once(*each([merging], rows * columns), weights(NORMS, LAYER * before))
        learned = 2 * 4 * size if second else size * (config.fraction("layer_scale_init_value") > 0)
        block = (
            convolution("convolutions", size, size, kernel=7**2, groups=size, bias=True),
            *perceptron(FEED_FORWARD, size, 4 * size, size),
        )
        own = (weights(NORMS, LAYER * size + learned), *each(block, rows * columns))
        pieces += [(piece, depth) for piece in own]
        before = size
    pieces += once(weights(NORMS, LAYER * before))
    return pyramid(config, tuple(pieces), first, before)


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "convnext": partial(convnext, second=False),
    "convnextv2": partial(convnext, second=True),
    "swin": swin,
}
