"""Models of speech and sound.

A recording is cut into frames. Whisper pads every recording to the same length, so that a second of
speech costs as much as half a minute; wav2vec takes recordings as long as they are.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from colophon.compute.blocks import LAYER, NORMS
from colophon.compute.layers import (
    CLASSES,
    POSITIONS,
    Layer,
    crossed,
    crossing,
    each,
    heading,
    labels,
    layer,
    perceptron,
    unlike,
    writes,
)
from colophon.compute.pieces import Piece, convolution, matrix, weights
from colophon.compute.stream import EMBEDDING, OUTPUT_HEAD, Blueprint, Stream, once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from colophon.compute.configuration import Configuration

FRONT: Final = "convolutions of the recording"
_OF_OTHER_HEADS = """
    adapter_kernel_size adapter_stride classifier_proj_size codevector_dim mask_feature_prob
    mask_time_prob num_adapter_layers num_codevector_groups num_codevectors_per_group
    output_hidden_size proj_codevector_dim tdnn_dilation tdnn_dim tdnn_kernel use_weighted_layer_sum
    xvector_output_dim
    """
"""What only heads ask for that the file's class may not have."""

STRIDE: Final = 2
KERNEL: Final = 3

PADDED: Final = "Every recording is padded to one length, and costs as much however short it is."

# -- Whisper --------------------------------------------------------------------------------------


def listening(config: Configuration) -> Stream:
    """Return Whisper's encoder, which other models have for a tower."""
    config.get("head_dim", "num_key_value_heads")
    width = config.size("d_model", "hidden_size")
    layers = config.size("encoder_layers", "num_hidden_layers")
    length = config.size("max_source_positions")
    one = Layer(
        width,
        config.size("encoder_attention_heads", "num_attention_heads"),
        config.size("encoder_ffn_dim", "intermediate_size"),
        key_bias=False,
    )
    channels = config.size("num_mel_bins")
    # The first convolution runs over all frames, the second over every other.
    first = convolution(FRONT, channels, width, kernel=KERNEL, bias=True)
    pieces = (
        *once(
            first._replace(per_token=STRIDE * first.per_token),
            convolution(FRONT, width, width, kernel=KERNEL, bias=True),
            weights(POSITIONS, length * width),
            weights(NORMS, LAYER * width),
        ),
        *((piece, layers) for piece in layer(one)),
    )
    return Stream("encoder", pieces, causal=False, length=length, counted=False)


def whisper(config: Configuration) -> Blueprint:
    """Return the blueprint of an encoder of recordings with a decoder of words."""
    config.get(*_OF_OTHER_HEADS.split(), "is_encoder_decoder", "num_hidden_layers")
    encoder = listening(config)
    width, vocabulary = config.size("d_model"), config.size("vocab_size")
    one = Layer(
        width,
        config.size("decoder_attention_heads"),
        config.size("decoder_ffn_dim"),
        key_bias=False,
    )
    layers = config.size("decoder_layers")
    keys = tuple((piece, layers) for piece in crossed(one, width))
    head = matrix(OUTPUT_HEAD, width, vocabulary)
    if config.yes("tie_word_embeddings", otherwise=True):
        head = head._replace(parameters=0)
    decoder = (
        *once(
            weights(EMBEDDING, vocabulary * width),
            weights(POSITIONS, config.size("max_target_positions") * width),
            weights(NORMS, LAYER * width),
        ),
        *((piece, layers) for piece in (*layer(one), *crossing(one, "encoder"))),
        *once(*((head,) if writes(config) else ())),
    )
    return Blueprint(
        (encoder._replace(pieces=encoder.pieces + keys), Stream("decoder", decoder)),
        notes=(PADDED,),
    )


def listener(config: Configuration) -> Blueprint:
    """Return the blueprint of Whisper's encoder by itself."""
    config.get("vocab_size")
    return Blueprint((listening(config),), notes=(PADDED,))


# -- wav2vec --------------------------------------------------------------------------------------


def wav2vec(config: Configuration, *, pretrains: bool) -> Blueprint:
    """Return the blueprint of an encoder of the sound itself.

    Args:
        config: of the model.
        pretrains: whether its class for pre-training is known, which learns units of speech.
    """
    unlike(config, add_adapter=False, conv_pos_batch_norm=False, use_weighted_layer_sum=False)
    width = config.size("hidden_size")
    layers = config.size("num_hidden_layers")
    one = Layer(width, config.size("num_attention_heads"), config.size("intermediate_size"))
    heard = config.listed("conv_dim")[-1]
    normed = config.yes("feat_proj_layer_norm", otherwise=True)
    config.get(
        *_OF_OTHER_HEADS.split(), "do_stable_layer_norm", "num_feat_extract_layers", "vocab_size"
    )
    masks = config.fraction("mask_time_prob") + config.fraction("mask_feature_prob") > 0
    around = (
        *_frames(config),
        weights(NORMS, normed * LAYER * heard),
        matrix("projection", heard, width, bias=True),
        weights("mask", masks * width),
        *_placing(config, width),
        weights(NORMS, LAYER * width),
    )

    def classes() -> tuple[Piece, ...]:
        inner = config.size("classifier_proj_size")
        return (
            matrix(CLASSES, width, inner, bias=True),
            *each([matrix(CLASSES, inner, labels(config), bias=True)]),
        )

    tops: dict[str, Callable[[], tuple[Piece, ...]]] = {
        "Model": tuple,
        "ForCTC": lambda: (matrix(OUTPUT_HEAD, width, config.size("vocab_size"), bias=True),),
        "ForSequenceClassification": classes,
    }
    if pretrains:
        tops["ForPreTraining"] = lambda: _units(config, heard, width)
    on_top, notes = heading(config, tops)
    pieces = (*once(*around), *((piece, layers) for piece in layer(one)), *once(*on_top))
    strides = 1
    for stride in config.listed("conv_stride"):
        strides *= stride
    note = f"A token is one frame of {strides} samples; count the shortest recording of so many."
    return Blueprint((Stream("frames", pieces, causal=False),), notes=(*notes, note))


def _frames(config: Configuration) -> Iterable[Piece]:
    """Yield the convolutions that make frames, each with its norm.

    A convolution has as many places as the one behind it needs: its stride times as many, and what
    its kernel looks beyond.
    """
    sizes = config.listed("conv_dim")
    kernels = config.sizes("conv_kernel", times=len(sizes)) or []
    strides = config.sizes("conv_stride", times=len(sizes)) or []
    bias = config.yes("conv_bias", otherwise=False)
    everywhere = config.word("feat_extract_norm") == "layer"
    times, beyond = 1, 0
    for index in reversed(range(len(sizes))):
        inputs = sizes[index - 1] if index else 1
        one = convolution(FRONT, inputs, sizes[index], kernel=kernels[index], bias=bias)
        yield one._replace(per_token=times * one.per_token, per_sequence=beyond * one.per_token)
        if everywhere or not index:
            yield weights(NORMS, LAYER * sizes[index])
        beyond = beyond * strides[index] + kernels[index] - strides[index]
        times *= strides[index]


def _placing(config: Configuration, width: int) -> tuple[Piece, ...]:
    """Return the convolution that tells frames their places.

    Its weights are kept as a direction and a length for each place of the kernel. One of even
    width makes a frame too many, which is thrown away.
    """
    kernel = config.size("num_conv_pos_embeddings")
    groups = config.size("num_conv_pos_embedding_groups")
    one = convolution(POSITIONS, width, width, kernel=kernel, groups=groups, bias=True)
    even = kernel % 2 == 0
    return (one._replace(per_sequence=even * one.per_token), weights(POSITIONS, kernel))


def _units(config: Configuration, heard: int, width: int) -> tuple[Piece, ...]:
    """Return what pre-training puts on top: units of speech, and projections to hold against."""
    groups, entries = config.size("num_codevector_groups"), config.size("num_codevectors_per_group")
    size, joint = config.size("codevector_dim"), config.size("proj_codevector_dim")
    return (
        weights("units of speech", entries * size),
        matrix("units of speech", heard, groups * entries, bias=True),
        matrix("units of speech", size, joint, bias=True),
        *perceptron("units of speech", width, joint),
    )


FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    "hubert": partial(wav2vec, pretrains=False),
    "qwen2_audio_encoder": listener,
    "voxtral_encoder": listener,
    "wav2vec2": partial(wav2vec, pretrains=True),
    "whisper": whisper,
}
