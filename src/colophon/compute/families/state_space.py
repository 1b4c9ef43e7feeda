"""Decoders without attention: state-space layers, or a recurrence, all the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import LAYER, MIXER, NORMS, SCAN, feed_forward
from colophon.compute.decoding import assemble
from colophon.compute.mixers import Grouped, Selective, grouped, scan, selective
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.stream import once
from colophon.compute.traits import LAYERS, WIDTH, Traits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration
    from colophon.compute.stream import Blueprint

TIED = Traits(tied=True)
UNTIED = Traits()
STATE = ("state_size", "ssm_state_size", "mamba_d_state")
KERNEL = ("conv_kernel", "mamba_d_conv")
EXPAND = ("expand", "mamba_expand")
RANK = ("time_step_rank", "mamba_dt_rank")
CHANNELS_PER_STEP = 16
"""Channels of a layer for each of the width through which its step sizes go, where the file says
`auto`."""


def selective_sizes(config: Configuration, inner: int, *, norms: bool = False) -> Selective:
    """Return the sizes of a state-space layer of the first kind.

    Args:
        config: the file.
        inner: channels that it works on.
        norms: whether step size, input and output of the state have norms.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width = config.size(*WIDTH)
    rank = config.unless("auto", *RANK) or -(-width // CHANNELS_PER_STEP)
    return Selective(
        inner=inner,
        state=config.size(*STATE),
        rank=rank,
        kernel=config.size(*KERNEL),
        bias=config.yes("use_bias", "mamba_proj_bias", otherwise=False),
        kernel_bias=config.yes("use_conv_bias", "mamba_conv_bias", otherwise=True),
        norms=norms,
    )


def mamba(config: Configuration) -> Blueprint:
    """Return the blueprint of a Mamba.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, layers = config.size(*WIDTH), config.layers(*LAYERS)
    inner = config.perhaps("intermediate_size") or config.size("expand") * width
    sizes = selective_sizes(config, inner)
    config.seen("d_inner", "d_model", "n_layer", "expand", "rms_norm", "ssm_cfg")
    config.seen("pad_vocab_size_multiple", "use_mixer_rms")
    layer = (weights(NORMS, width), *selective(width, sizes))
    return assemble(config, TIED, [(piece, layers) for piece in layer])


def mamba2(config: Configuration) -> Blueprint:
    """Return the blueprint of a Mamba-2.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, layers = config.size(*WIDTH), config.layers(*LAYERS)
    inner = config.size("expand") * width
    heads = config.size("num_heads")
    bias = config.yes("use_bias", otherwise=False)
    sizes = Grouped(
        heads=heads,
        head=config.size("head_dim"),
        state=config.size("state_size"),
        groups=config.size("n_groups"),
        kernel=config.size("conv_kernel"),
        bias=bias,
        out_bias=bias,
        kernel_bias=config.yes("use_conv_bias", otherwise=True),
    )
    if sizes.heads * sizes.head != inner:
        raise config.wrong(("head_dim",), "what makes `num_heads` heads of all inner channels")
    config.seen("time_step_rank", "rms_norm", "norm_before_gate", "intermediate_size")
    layer = (weights(NORMS, width), *grouped(width, sizes))
    return assemble(config, UNTIED, [(piece, layers) for piece in layer])


RECURRENCE = 2 * 4
"""Operations of a channel's recurrence in RWKV for each token: two sums, each decayed and added to,
and a quotient with the current token: a convention."""


def rwkv(config: Configuration) -> Blueprint:
    """Return the blueprint of an RWKV of the fourth generation. Source: arXiv:2305.13048.

    Raises:
        ReadingError: a size is missing, or is no number.
    """
    width, layers = config.size(*WIDTH), config.layers(*LAYERS)
    inner = config.size("attention_hidden_size", otherwise=width)
    wide = config.size("intermediate_size", otherwise=4 * width)
    layer: tuple[Piece, ...] = (
        weights(NORMS, 2 * LAYER * width),
        weights(SCAN, 2 * inner + 3 * width),
        matrix(MIXER, width, 3 * inner),
        scan(inner, RECURRENCE),
        matrix(MIXER, inner, width),
        weights("feed-forward", 2 * width),
        *feed_forward(width, wide, gated=False),
        matrix("feed-forward", width, width),
    )
    config.seen("context_length")
    stack = [(piece, layers) for piece in layer]
    return assemble(config, Traits(norm=LAYER), [*once(weights(NORMS, LAYER * width)), *stack])


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "falcon_mamba": mamba,
    "mamba": mamba,
    "mamba2": mamba2,
    "rwkv": rwkv,
}
