"""Models of images: transformers over patches, and convolutions.

The size of an image stands in the file, so a sequence has a length of its own: one token for each
patch, and those that are put beside them. Each token attends to all.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.compute.architecture import nested
from colophon.compute.blocks import LAYER, NORMS, feed_forward
from colophon.compute.layers import (
    CLASSES,
    PATCHES,
    POSITIONS,
    Layer,
    attending,
    each,
    heading,
    labels,
    layer,
    sides,
    unlike,
)
from colophon.compute.pieces import Piece, convolution, matrix, weights
from colophon.compute.stream import EMBEDDING, Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from colophon.compute.configuration import Configuration

POOLER: Final = "pooler"
PROJECTION: Final = "projection"
LEARNED: Final = "learned tokens"


def grid(config: Configuration) -> tuple[int, int]:
    """Return how many rows and columns of patches an image has."""
    (height, width), (tall, wide) = sides(config, "image_size"), sides(config, "patch_size")
    return height // tall, width // wide


def patching(config: Configuration, width: int, patches: int, *, bias: bool = True) -> Piece:
    """Return the convolution that makes one token of each patch."""
    tall, wide = sides(config, "patch_size")
    channels = config.size("num_channels")
    cut = convolution(PATCHES, channels, width, kernel=tall * wide, bias=bias)
    return each([cut], patches)[0]


def plain_layer(config: Configuration, *, key_bias: bool = True) -> Layer:
    """Return a layer whose sizes have the names that most vision transformers give them."""
    return Layer(
        config.size("hidden_size"),
        config.size("num_attention_heads"),
        config.size("intermediate_size"),
        key_bias=key_bias,
    )


def picture(
    config: Configuration,
    length: int,
    around: Iterable[Piece],
    one: tuple[Piece, ...],
    tops: Mapping[str, Callable[[], tuple[Piece, ...]]],
) -> Blueprint:
    """Return the blueprint of a vision transformer.

    Args:
        config: of the model.
        length: tokens of an image.
        around: what stands before and behind the layers.
        one: the pieces of one layer.
        tops: what stands on top, by how the name of the class ends.
    """
    layers = config.size("num_hidden_layers")
    on_top, notes = heading(config, tops)
    stack = tuple((piece, layers) for piece in one)
    stream = Stream("vision", (*once(*around), *stack, *once(*on_top)), causal=False, length=length)
    return Blueprint((stream,), notes=notes)


# -- Transformers over patches --------------------------------------------------------------------


class Traits(NamedTuple):
    """By what a vision transformer differs from the plain one.

    Attributes:
        special: tokens beside the patches.
        mask: whether a token for masked patches is learned; or the key that says so.
        registers: whether further tokens are learned.
        scales: whether each layer scales what it adds.
        pooler: whether the bare model ends in one.
        twice: how many times as wide as the model what is classified is.
    """

    special: int = 1
    mask: bool | str = False
    registers: bool = False
    scales: bool = False
    pooler: bool = False
    twice: int = 1


def vit(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of a transformer over patches with a token for the whole image."""
    config.get("encoder_stride", "pooler_act", "pooler_output_size")
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    registers = config.count("num_register_tokens") if traits.registers else 0
    mask = traits.mask
    if isinstance(mask, str):
        mask = config.yes(mask, otherwise=True)
    learned = patches + 2 * traits.special + registers + mask
    around = (
        weights(LEARNED, learned * width),
        patching(config, width, patches),
        weights(NORMS, LAYER * width),
    )
    bias = config.yes("qkv_bias", otherwise=True)
    one = Layer(width, config.size("num_attention_heads"), _inner(config), bias=bias, out_bias=True)
    if traits.scales:
        one = one._replace(gated=config.yes("use_swiglu_ffn", otherwise=False), learned=2 * width)

    def classes() -> tuple[Piece, ...]:
        return each([matrix(CLASSES, traits.twice * width, labels(config), bias=True)])

    def pooled() -> tuple[Piece, ...]:
        size = config.size("pooler_output_size", otherwise=width)
        return each([matrix(POOLER, width, size, bias=True)])

    return picture(
        config,
        patches + traits.special + registers,
        around,
        layer(one),
        {
            "Model": pooled if traits.pooler else tuple,
            "ForImageClassification": classes,
            "ForImageClassificationWithTeacher": lambda: classes() * 2,
        },
    )


def _inner(config: Configuration) -> int:
    """Return the inner width of a feed-forward layer; a gated one has two thirds of the plain."""
    if "mlp_ratio" not in config.values and "mlp_ratio" not in config.defaults:
        return config.size("intermediate_size")
    inner = int(config.size("hidden_size") * config.fraction("mlp_ratio"))
    if not config.yes("use_swiglu_ffn", otherwise=False):
        return inner
    eighths = -(-(inner * 2 // 3) // 8)
    return eighths * 8


def beit(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer over patches with relative positions."""
    config.get("vocab_size")
    width, heads = config.size("hidden_size"), config.size("num_attention_heads")
    rows, columns = grid(config)
    patches = rows * columns
    mask = config.yes("use_mask_token", otherwise=False)
    absolute = config.yes("use_absolute_position_embeddings", otherwise=False)
    relative = ((2 * rows - 1) * (2 * columns - 1) + 3) * heads
    shared = config.yes("use_shared_relative_position_bias", otherwise=False)
    own = config.yes("use_relative_position_bias", otherwise=False)
    around = (
        weights(LEARNED, (1 + mask + absolute * (patches + 1)) * width),
        weights(POSITIONS, shared * relative),
        patching(config, width, patches),
        weights(NORMS, LAYER * width),
    )
    scaled = config.fraction("layer_scale_init_value") > 0
    one = plain_layer(config, key_bias=False)
    return picture(
        config,
        patches + 1,
        around,
        layer(one._replace(learned=2 * scaled * width + own * relative)),
        {
            "Model": tuple,
            "ForImageClassification": lambda: each(
                [matrix(CLASSES, width, labels(config), bias=True)]
            ),
        },
    )


def dinov3(config: Configuration) -> Blueprint:
    """Return the blueprint of DINOv3's transformer, which turns its places and learns none."""
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    registers = config.count("num_register_tokens")
    bias = config.yes("query_bias", otherwise=True)
    unlike(config, value_bias=bias)
    around = (
        weights(LEARNED, (2 + registers) * width),
        patching(config, width, patches),
        weights(NORMS, LAYER * width),
    )
    one = plain_layer(config)._replace(
        gated=config.yes("use_gated_mlp", otherwise=False),
        bias=bias,
        key_bias=config.yes("key_bias", otherwise=False),
        out_bias=config.yes("proj_bias", otherwise=True),
        mlp_bias=config.yes("mlp_bias", otherwise=True),
        learned=2 * width,
    )
    return picture(config, patches + 1 + registers, around, layer(one), {"Model": tuple})


def siglip_vision(config: Configuration) -> Blueprint:
    """Return the blueprint of SigLIP's tower of images.

    Its head asks all tokens with one that is learned.
    """
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    one = plain_layer(config)
    around = (
        weights(POSITIONS, patches * width),
        patching(config, width, patches),
        weights(NORMS, LAYER * width),
    )
    head = _asking(one) if config.yes("vision_use_head", otherwise=True) else ()
    return picture(
        config,
        patches,
        around,
        layer(one),
        {
            "Model": lambda: head,
            "ForImageClassification": lambda: each(
                [matrix(CLASSES, width, labels(config), bias=True)]
            ),
        },
    )


def _asking(sizes: Layer) -> tuple[Piece, ...]:
    """Return a head of one learned token that attends to all others."""
    query, key, value, output, among = attending(sizes)
    asks = Piece(among.item, per_token=among.per_key)
    inside = each(feed_forward(sizes.width, sizes.inner, gated=False, bias=True))
    return (
        weights(LEARNED, sizes.width),
        weights(NORMS, LAYER * sizes.width),
        *each([query, output]),
        key,
        value,
        asks,
        *inside,
    )


def clip_vision(config: Configuration) -> Blueprint:
    """Return the blueprint of CLIP's tower of images."""
    config.get("projection_dim")
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    around = (
        weights(LEARNED, (patches + 2) * width),
        patching(config, width, patches, bias=False),
        weights(NORMS, 2 * LAYER * width),
    )
    return picture(
        config,
        patches + 1,
        around,
        layer(plain_layer(config)),
        {
            "Model": tuple,
            "ModelWithProjection": lambda: each(
                [matrix(PROJECTION, width, config.size("projection_dim"))]
            ),
        },
    )


# -- Images and their captions --------------------------------------------------------------------


def caption(
    config: Configuration, *, causal: bool, tops: Callable[[int], tuple[Piece, ...]]
) -> Blueprint:
    """Return the blueprint of a tower of captions.

    Args:
        config: of the tower.
        causal: whether a token attends to those before it only.
        tops: from the tower's width, what stands on top.
    """
    width, vocabulary = config.size("hidden_size"), config.size("vocab_size")
    pieces = (
        *once(
            weights(EMBEDDING, vocabulary * width),
            weights(POSITIONS, config.size("max_position_embeddings") * width),
            weights(NORMS, LAYER * width),
        ),
        *((piece, config.size("num_hidden_layers")) for piece in layer(plain_layer(config))),
        *once(*tops(width)),
    )
    return Blueprint((Stream("text", pieces, causal),))


def clip_text(config: Configuration) -> Blueprint:
    """Return the blueprint of CLIP's tower of captions."""
    config.get("projection_dim")
    top, notes = heading(
        config,
        {
            "Model": tuple,
            "ModelWithProjection": lambda: each(
                [matrix(PROJECTION, config.size("hidden_size"), config.size("projection_dim"))]
            ),
        },
    )
    return caption(config, causal=True, tops=lambda _: top)._replace(notes=notes)


def siglip_text(config: Configuration) -> Blueprint:
    """Return the blueprint of SigLIP's tower of captions."""
    config.get("architectures")

    def projected(width: int) -> tuple[Piece, ...]:
        size = config.size("projection_size", otherwise=width)
        return each([matrix(PROJECTION, width, size, bias=True)])

    return caption(config, causal=False, tops=projected)


class Pair(NamedTuple):
    """A tower of images and one of captions.

    Attributes:
        kind: how the types of both begin.
        projected: whether each is projected to a width that both share.
        learned: single numbers that the pair learns.
    """

    kind: str
    projected: bool
    learned: int


def pair(config: Configuration, traits: Pair) -> Blueprint:
    """Return the blueprint of a model that holds images against captions.

    Raises:
        ReadingError: it ends in something else.
    """
    _, notes = heading(config, {"Model": tuple})
    streams = []
    for name in ("text", "vision"):
        inner, tower = nested(config, f"{name}_config", f"{traits.kind}_{name}_model")
        (stream,) = tower.streams
        pieces = stream.pieces
        if traits.projected:
            joint = config.size("projection_dim")
            pieces += once(*each([matrix(PROJECTION, inner.size("hidden_size"), joint)]))
        streams.append(stream._replace(name=name, pieces=pieces))
        inner.get("projection_dim", "projection_size")
    learned = once(weights("temperature", traits.learned))
    streams[0] = streams[0]._replace(pieces=streams[0].pieces + learned)
    note = "A sequence is one image with one caption; the tokens of both count as processed."
    return Blueprint(tuple(streams), notes=(*notes, note))


# -- The types ------------------------------------------------------------------------------------

DINO = Traits(mask="use_mask_token", scales=True, twice=2)

TRAITS: Final[Mapping[str, Traits]] = {
    "deit": Traits(special=2, pooler=True),
    "dinov2": DINO,
    "dinov2_with_registers": DINO._replace(mask=True, registers=True),
    "vit": Traits(pooler=True),
}

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    **{name: partial(vit, traits=traits) for name, traits in TRAITS.items()},
    "beit": beit,
    "clip": partial(pair, traits=Pair("clip", projected=True, learned=1)),
    "clip_text_model": clip_text,
    "clip_vision_model": clip_vision,
    "dinov3_vit": dinov3,
    "siglip": partial(pair, traits=Pair("siglip", projected=False, learned=2)),
    "siglip_text_model": siglip_text,
    "siglip_vision_model": siglip_vision,
}
