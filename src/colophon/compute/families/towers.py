"""Towers of images that stand inside other models only.

Some take images of any size. Such a tower has no length of its own: how many patches an image
makes is for whoever counts to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import LAYER, NORMS, RMS, Reach
from colophon.compute.families.vision import LEARNED, grid, patching, plain_layer
from colophon.compute.layers import (
    PATCHES,
    POSITIONS,
    PROJECTOR,
    Layer,
    each,
    layer,
    perceptron,
    shared_by,
    stacked,
)
from colophon.compute.pieces import Piece, convolution, matrix, weights
from colophon.compute.stream import Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

ANY_SIZE: Final = (
    "Images keep their size: how many patches one makes is not in the file, and must be told."
)


def idefics(config: Configuration) -> Blueprint:
    """Return the blueprint of a tower of equal tiles, without a head."""
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    return _fixed(
        config,
        patches,
        weights(POSITIONS, patches * width),
        patching(config, width, patches),
        weights(NORMS, LAYER * width),
        one=plain_layer(config),
    )


def intern(config: Configuration) -> Blueprint:
    """Return the blueprint of InternVL's tower."""
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    norm = RMS if config.word("norm_type", otherwise="layer_norm") == "rms_norm" else LAYER
    last = not config.yes("use_mean_pooling", otherwise=True)
    absolute = config.yes("use_absolute_position_embeddings", otherwise=True)
    mask = config.yes("use_mask_token", otherwise=False)
    bias = config.yes("attention_bias", otherwise=False)
    config.get("layer_scale_init_value")
    norms = 2 * width * config.yes("use_qk_norm", otherwise=False)
    one = Layer(
        width,
        config.size("num_attention_heads"),
        config.size("intermediate_size"),
        norm=norm,
        bias=bias,
        out_bias=True,
        learned=2 * width + norms,
    )
    return _fixed(
        config,
        patches + 1,
        weights(LEARNED, (1 + mask + absolute * (patches + 1)) * width),
        patching(config, width, patches),
        weights(NORMS, last * LAYER * width),
        one=one,
    )


def llama4(config: Configuration) -> Blueprint:
    """Return the blueprint of Llama 4's tower, at whose end four tokens become one."""
    config.get("multi_modal_projector_bias", "projector_dropout", "vision_feature_select_strategy")
    width = config.size("hidden_size")
    rows, columns = grid(config)
    patches = rows * columns
    places = config.size("patch_size") ** 2
    cut = convolution(PATCHES, config.size("num_channels"), width, kernel=places)
    merged = int(patches * config.fraction("pixel_shuffle_ratio") ** 2)
    inner, middle = config.size("intermediate_size"), config.size("projector_input_dim")
    out = config.size("projector_output_dim")
    adapter = (matrix(PROJECTOR, inner, middle), matrix(PROJECTOR, out, out))
    return _fixed(
        config,
        patches + 1,
        weights(LEARNED, (patches + 2) * width),
        *each([cut], patches),
        weights(NORMS, 2 * LAYER * width),
        *each(adapter, merged),
        one=plain_layer(config),
    )


def _fixed(config: Configuration, length: int, *around: Piece, one: Layer) -> Blueprint:
    """Return the blueprint of a tower of images of one size."""
    layers = config.size("num_hidden_layers")
    pieces = (*once(*around), *((piece, layers) for piece in layer(one)))
    return Blueprint((Stream("vision", pieces, causal=False, length=length),))


# -- Images of any size ---------------------------------------------------------------------------


def pixtral(config: Configuration) -> Blueprint:
    """Return the blueprint of Pixtral's tower."""
    width = config.size("hidden_size")
    config.get("image_size")
    places = config.size("patch_size") ** 2
    one = Layer(
        width,
        config.size("num_attention_heads"),
        config.size("intermediate_size"),
        head=config.perhaps("head_dim"),
        norm=RMS,
        gated=True,
        bias=False,
        mlp_bias=False,
    )
    return _any(
        config.layers("num_hidden_layers") * (one,),
        convolution(PATCHES, config.size("num_channels"), width, kernel=places),
        weights(NORMS, RMS * width),
    )


def qwen2(config: Configuration) -> Blueprint:
    """Return the blueprint of Qwen2-VL's tower."""
    width = config.size("embed_dim")
    inner = int(width * config.fraction("mlp_ratio"))
    one = Layer(width, config.size("num_heads"), inner)
    return _any(
        config.layers("depth") * (one,),
        _cubes(config, width),
        *_merger(config, width, config.size("hidden_size"), LAYER * width),
    )


def qwen2_5(config: Configuration) -> Blueprint:
    """Return the blueprint of Qwen2.5-VL's tower, most layers of which attend within windows.

    Images are taken as made of whole windows; those at an edge may be smaller.
    """
    width = config.size("hidden_size")
    config.get("tokens_per_second")
    one = Layer(
        width,
        config.size("num_heads"),
        config.size("intermediate_size"),
        norm=RMS,
        gated=True,
    )
    side = config.size("window_size") // config.size("patch_size")
    near = one._replace(reach=Reach(side**2, blocks=True))
    full = config.listed("fullatt_block_indexes")
    return _any(
        tuple(one if index in full else near for index in range(config.layers("depth"))),
        _cubes(config, width),
        *_merger(config, width, config.size("out_hidden_size"), RMS * width),
    )


def qwen3(config: Configuration) -> Blueprint:
    """Return the blueprint of Qwen3-VL's tower, some layers of which speak to the decoder too."""
    width = config.size("hidden_size")
    one = Layer(width, config.size("num_heads"), config.size("intermediate_size"))
    out = config.size("out_hidden_size")
    wide = width * config.size("spatial_merge_size") ** 2
    deep = len(config.listed("deepstack_visual_indexes"))
    return _any(
        config.layers("depth") * (one,),
        _cubes(config, width, bias=True),
        weights(POSITIONS, config.size("num_position_embeddings") * width),
        *_merger(config, width, out, LAYER * width),
        *_merger(config, width, out, LAYER * wide) * deep,
    )


def _any(layers: tuple[Layer, ...], *around: Piece) -> Blueprint:
    """Return the blueprint of a tower of images of any size."""
    pieces = (*once(*around), *stacked(layers))
    return Blueprint((Stream("vision", pieces, causal=False),), notes=(ANY_SIZE,))


def _cubes(config: Configuration, width: int, *, bias: bool = False) -> Piece:
    """Return what makes a token of a patch, which goes over some frames where it is of a film."""
    config.get("spatial_patch_size")
    channels = config.size("in_channels", "in_chans")
    places = config.size("patch_size") ** 2 * config.size("temporal_patch_size")
    return convolution(PATCHES, channels, width, kernel=places, bias=bias)


def _merger(config: Configuration, width: int, out: int, norm: int) -> tuple[Piece, ...]:
    """Return what makes one token of some neighbours, as wide as the decoder."""
    neighbours = config.size("spatial_merge_size") ** 2
    wide = neighbours * width
    return (weights(NORMS, norm), *shared_by(neighbours, perceptron(PROJECTOR, wide, wide, out)))


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "idefics3_vision": idefics,
    "internvl_vision": intern,
    "llama4_vision_model": llama4,
    "pixtral": pixtral,
    "qwen2_5_vl_vision": qwen2_5,
    "qwen2_vl_vision": qwen2,
    "qwen3_5_moe_vision": qwen3,
    "qwen3_5_vision": qwen3,
    "qwen3_vl_moe_vision": qwen3,
    "qwen3_vl_vision": qwen3,
    "smolvlm_vision": idefics,
}
