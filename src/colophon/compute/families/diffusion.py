"""Diffusion transformers, as diffusers writes their configuration.

A sequence is one noised image: a token for each patch of its latent. What tells a layer the step of
the noise, the class or the gist of the caption acts once for each image, however many tokens it
has. The encoder of captions and the one of images stand in files of their own and are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from colophon.compute.blocks import FEED_FORWARD, NORMS, PROJECTIONS
from colophon.compute.configuration import ANOTHER_METHOD
from colophon.compute.layers import (
    PATCHES,
    PROJECTOR,
    Layer,
    attending,
    crossed,
    crossing,
    each,
    layer,
    perceptron,
    unlike,
    weightless,
)
from colophon.compute.pieces import Piece, convolution, matrix, scores, weights
from colophon.compute.stream import Blueprint, Stream, once
from colophon.errors import ReadingError, UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

CONDITION: Final = "conditioning"
OUTPUT: Final = "output"

WAVES: Final = 256
"""Channels of the waves that tell a step: the same in every class."""

SHIFT_AND_SCALE: Final = 2
BEFORE_AND_AFTER: Final = 3 * SHIFT_AND_SCALE
"""Shift, scale and gate, of attention and of the feed-forward layer."""
OF_TWO_ATTENTIONS: Final = 3 * 3
OF_ONE: Final = 3
INNER: Final = 4
"""Inner width of a feed-forward layer in widths of the layer."""

BESIDE: Final = (
    "The encoder of captions and the one of images are models of their own, with files of their "
    "own; frozen ones cost a forward pass where they run in training."
)
ONE_IMAGE: Final = "A sequence is one image at one step of the noise."


def inside(config: Configuration) -> tuple[int, int]:
    """Return the width of the layers and the number of their heads."""
    heads = config.size("num_attention_heads")
    return heads * config.size("attention_head_dim"), heads


def steps(width: int, channels: int = WAVES) -> tuple[Piece, ...]:
    """Return what makes the step of the noise, or another fact of the image, as wide as layers."""
    return each(perceptron(CONDITION, channels, width, width))


def told(width: int, numbers: int) -> Piece:
    """Return what tells a layer the condition: some numbers for each channel, once an image."""
    return each([matrix(CONDITION, width, numbers * width, bias=True)])[0]


def patching(config: Configuration, width: int) -> tuple[int, int, Piece]:
    """Return the tokens of an image, the places of a patch, and what makes tokens of patches."""
    patch = config.size("patch_size")
    places = patch**2
    tokens = (config.size("sample_size") // patch) ** 2
    channels = config.size("in_channels")
    return tokens, places, convolution(PATCHES, channels, width, kernel=places, bias=True)


def dit(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer that is told the class of an image."""
    unlike(config, norm_elementwise_affine=False)
    _only(config, "norm_type", "ada_norm_zero")
    width, heads = inside(config)
    tokens, places, cut = patching(config, width)
    channels = config.size("out_channels", otherwise=config.size("in_channels"))
    rows = config.size("num_embeds_ada_norm") + 1
    one = (
        *steps(width),
        weights(CONDITION, rows * width),
        told(width, BEFORE_AND_AFTER),
        *_plain(config, width, heads),
    )
    layers = config.size("num_layers")
    # Behind the last layer the first one's embedding of the step is made once more.
    pieces = (
        *once(cut),
        *((piece, layers) for piece in one),
        *once(*weightless(steps(width))),
        *once(told(width, SHIFT_AND_SCALE), matrix(OUTPUT, width, places * channels, bias=True)),
    )
    return Blueprint(
        (Stream("image", pieces, causal=False, length=tokens),), notes=(ONE_IMAGE, BESIDE)
    )


def _plain(config: Configuration, width: int, heads: int) -> tuple[Piece, ...]:
    """Return attention among the tokens of an image and a feed-forward layer, without norms."""
    config.get("norm_eps", "norm_num_groups", "upcast_attention")
    _only(config, "activation_fn", "gelu-approximate")
    bias = config.yes("attention_bias", otherwise=True)
    return layer(Layer(width, heads, INNER * width, norms=0, bias=bias, out_bias=True))


def pixart(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer that attends to a caption.

    All layers are told the step by one and the same matrix, each with a table of its own.
    """
    unlike(config, norm_elementwise_affine=False)
    _only(config, "norm_type", "ada_norm_single")
    _only(config, "attention_type", "default")
    config.get("interpolation_scale", "num_embeds_ada_norm", "caption_channels")
    width, heads = inside(config)
    tokens, places, cut = patching(config, width)
    layers = config.size("num_layers")
    channels = config.size("out_channels", otherwise=config.size("in_channels"))
    bias = config.yes("attention_bias", otherwise=True)
    across = Layer(width, heads, 0, norms=0, bias=bias, out_bias=True)
    one = (
        weights(CONDITION, BEFORE_AND_AFTER * width),
        *_plain(config, width, heads),
        *crossing(across, "text", norms=0),
    )
    image = (
        *once(cut, *steps(width), *_sizes(config, width), told(width, BEFORE_AND_AFTER)),
        *((piece, layers) for piece in one),
        *once(
            weights(CONDITION, SHIFT_AND_SCALE * width),
            matrix(OUTPUT, width, places * channels, bias=True),
        ),
    )
    captions = config.perhaps("caption_channels")
    text = (
        *once(*(perceptron(PROJECTOR, captions, width, width) if captions else ())),
        *((piece, layers) for piece in crossed(across, config.size("cross_attention_dim"))),
    )
    return _with_captions(image, text, tokens)


def _with_captions(
    image: tuple[tuple[Piece, int], ...], text: tuple[tuple[Piece, int], ...], tokens: int | None
) -> Blueprint:
    """Return a model of images and their captions; None where whoever trains says how large."""
    return Blueprint(
        (
            Stream("image", image, causal=False, length=tokens),
            Stream("text", text, causal=False, counted=False),
        ),
        notes=(ONE_IMAGE, BESIDE),
    )


def _sizes(config: Configuration, width: int) -> tuple[Piece, ...]:
    """Return what tells the height and the width of an image, and how one is to the other."""
    large = config.size("sample_size") == LARGE
    if not config.yes("use_additional_conditions", otherwise=large):
        return ()
    third = width // 3
    heights = perceptron(CONDITION, WAVES, third, third)
    return (*each(heights, 2), *each(heights))


LARGE: Final = 128
"""The size of latents from which PixArt tells its layers the size of the image."""


def sd3(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer in which image and caption attend to each other."""
    config.get("caption_projection_dim", "pos_embed_max_size")
    width, heads = inside(config)
    tokens, places, cut = patching(config, width)
    layers = config.size("num_layers")
    channels = config.size("out_channels", otherwise=config.size("in_channels"))
    norms = _query_norms(config, width // heads)
    dual = len(config.listed("dual_attention_layers"))
    both = Layer(width, heads, INNER * width, norms=0)
    second = (*attending(both), norms, told(width, OF_TWO_ATTENTIONS - BEFORE_AND_AFTER))
    image = (
        *once(cut, *steps(width), *steps(width, config.size("pooled_projection_dim"))),
        *((piece, layers) for piece in (*_joint(both, "text"), norms)),
        *((piece, dual) for piece in second if dual),
        *once(told(width, SHIFT_AND_SCALE), matrix(OUTPUT, width, places * channels, bias=True)),
    )
    # The caption comes out of the last layer unused, and so has no more than its attention there.
    *all_of_it, _ = attending(both)
    last = (
        told(width, SHIFT_AND_SCALE),
        norms,
        *all_of_it[:3],
        *_mutual(both, "image"),
    )
    text = (
        *once(matrix(PROJECTOR, config.size("joint_attention_dim"), width, bias=True)),
        *((piece, layers - 1) for piece in (*_joint(both, "image"), norms) if layers > 1),
        *once(*last),
    )
    return _with_captions(image, text, tokens)


def _joint(sizes: Layer, other: str) -> tuple[Piece, ...]:
    """Return a layer of one stream, whose tokens attend to those of another as well."""
    own = layer(sizes)
    return (told(sizes.width, BEFORE_AND_AFTER), *own, *_mutual(sizes, other)[1:])


def _mutual(sizes: Layer, other: str) -> tuple[Piece, Piece]:
    """Return the products of a stream's queries with its own keys, and with another's."""
    head = sizes.width // sizes.heads
    return scores(sizes.heads, head, head), scores(sizes.heads, head, head, over=other)


def _query_norms(config: Configuration, head: int) -> Piece:
    """Return the norms of queries and keys.

    Raises:
        ReadingError: they are of a kind that is not known.
    """
    if config.get("qk_norm") is None:
        return weights(NORMS, 0)
    _only(config, "qk_norm", "rms_norm")
    return weights(NORMS, 2 * head)


def flux(config: Configuration) -> Blueprint:
    """Return the blueprint of a transformer whose layers first keep image and caption apart.

    In its later layers both go through the same matrices, and attention and feed-forward layer
    stand side by side.
    """
    config.get("axes_dims_rope")
    _only_size(config, "patch_size", 1)
    width, heads = inside(config)
    channels = config.size("in_channels")
    out = config.size("out_channels", otherwise=channels)
    norms = weights(NORMS, 2 * (width // heads))
    apart = Layer(width, heads, INNER * width, norms=0)
    facts = [*steps(width), *steps(width, config.size("pooled_projection_dim"))]
    if config.yes("guidance_embeds", otherwise=False):
        facts += steps(width)
    query, key, value, _, _ = attending(apart)
    together = (
        told(width, OF_ONE),
        norms,
        query,
        key,
        value,
        matrix(FEED_FORWARD, width, INNER * width, bias=True),
        matrix(PROJECTIONS, (1 + INNER) * width, width, bias=True),
    )
    layers, single = config.size("num_layers"), config.size("num_single_layers")

    def stack(other: str, shared: tuple[Piece, ...]) -> tuple[tuple[Piece, int], ...]:
        return (
            *((piece, layers) for piece in (*_joint(apart, other), norms)),
            *((piece, single) for piece in (*shared, *_mutual(apart, other))),
        )

    image = (
        *once(matrix(PATCHES, channels, width, bias=True), *facts),
        *stack("text", together),
        *once(told(width, SHIFT_AND_SCALE), matrix(OUTPUT, width, out, bias=True)),
    )
    # What acts once an image stands with the image; the caption goes through what acts on tokens.
    again = tuple(piece for piece in weightless(together) if piece.per_token)
    text = (
        *once(matrix(PROJECTOR, config.size("joint_attention_dim"), width, bias=True)),
        *stack("image", again),
    )
    return _with_captions(image, text, None)


def unet(config: Configuration) -> NoReturn:
    """Refuse a U-Net.

    Raises:
        UnknownIdError: always.
    """
    raise UnknownIdError(
        f"`{config.get('_class_name')}` is a U-Net, whose operations no closed form counts",
        place=f"{config.name}, {config.pointer}/_class_name",
        remedy="Count it with a program that traces the model, and enter that as a stated amount.",
    )


def _only(config: Configuration, key: str, known: str) -> None:
    """Refuse a kind that is not known.

    Raises:
        ReadingError: the file names another than `known`.
    """
    if config.word(key, otherwise=known) != known:
        raise ReadingError(
            f"of this type only `{known}` is known",
            place=f"{config.name}, {config.pointer}/{key}",
            remedy=ANOTHER_METHOD,
        )


def _only_size(config: Configuration, key: str, known: int) -> None:
    """Refuse a size that is not known.

    Raises:
        ReadingError: the file names another than `known`.
    """
    if config.size(key, otherwise=known) != known:
        raise ReadingError(
            f"of this type only a `{key}` of {known} is known",
            place=f"{config.name}, {config.pointer}/{key}",
            remedy=ANOTHER_METHOD,
        )


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "DiTTransformer2DModel": dit,
    "FluxTransformer2DModel": flux,
    "PixArtTransformer2DModel": pixart,
    "SD3Transformer2DModel": sd3,
    "UNet2DConditionModel": unet,
    "UNet2DModel": unet,
}
