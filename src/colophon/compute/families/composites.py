"""Models of several parts: a decoder of language, and towers that see or hear.

The parts stand in objects of their own inside the file, and each is counted as its own type is. A
tower works once for each image or recording. What it sees takes places among the words: these are
tokens of the decoder, and among those that training is said to have processed.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.compute.architecture import blueprint_of, nested
from colophon.compute.blocks import LAYER, NORMS, RMS
from colophon.compute.classes import taken
from colophon.compute.configuration import ANOTHER_METHOD
from colophon.compute.families.vision import grid
from colophon.compute.layers import PROJECTOR, each, perceptron, shared_by, writes
from colophon.compute.pieces import Piece, matrix, weights
from colophon.compute.stream import Blueprint, Stream, once
from colophon.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.compute.configuration import Configuration

BESIDE: Final = ("hidden_size", "projection_dim", "vocab_size")
"""What a file says again of one of its parts."""

TIED: Final = "tie_word_embeddings"

EACH_OTHER: Final = (
    "Tokens of an image attend to each other on either side; the causal count leaves that out."
)
TILES: Final = "A large image is cut into tiles, and each tile counts as one image of the tower."


class Between(NamedTuple):
    """What stands between a tower and the decoder.

    Attributes:
        whole: the configuration of the model.
        tower: the configuration of the tower.
        narrow: the width of the tower.
        wide: the width of the decoder.
        length: the tokens of the tower; None where an image may have any number.
    """

    whole: Configuration
    tower: Configuration
    narrow: int
    wide: int
    length: int | None

    def on(self, pieces: tuple[Piece, ...], tokens: int, *, of: int = 1) -> tuple[Piece, ...]:
        """Return pieces that work on some tokens of an image, or on one for so many of any."""
        return shared_by(of, pieces) if self.length is None else each(pieces, tokens)


class Traits(NamedTuple):
    """How a model of several parts is put together.

    Attributes:
        tower: the type of its tower.
        text: the type of its decoder.
        between: what stands between them.
        key: where the tower stands in the file.
        any_tower: whether the tower may be of another type, and names it.
        any_text: whether the decoder may be.
        either: whether head and embedding share their weights where either part says so.
        learned: numbers learned for each channel of the decoder, such as a sign for a new line.
        notes: what a reader of the count should know.
    """

    tower: str
    text: str
    between: Callable[[Between], tuple[Piece, ...]]
    key: str = "vision_config"
    any_tower: bool = True
    any_text: bool = True
    either: bool = False
    learned: int = 0
    notes: tuple[str, ...] = ()


def composite(config: Configuration, traits: Traits) -> Blueprint:
    """Return the blueprint of a decoder with a tower.

    Raises:
        ReadingError: the file lacks one of them, or a size.
        UnknownIdError: one of them is of a type that is not known.
    """
    if not writes(config):
        raise ReadingError(
            "a model of several parts without the head that writes is not known",
            place=f"{config.name}, /architectures",
            remedy=ANOTHER_METHOD,
        )
    config.get("vision_feature_layer", *BESIDE, TIED)
    text = config.inside("text_config")
    if text is None:
        text, decoder = config, blueprint_of(traits.text, config)
    else:
        text.defaults = taken(f"{config.get('model_type')}_text", nested=True)
        _tie(config, text, either=traits.either)
        named = text.word("model_type", otherwise=traits.text)
        decoder = blueprint_of(named if traits.any_text else traits.text, text)
    inner, tower = nested(config, traits.key, traits.tower, always=not traits.any_tower)
    inner.get(*BESIDE)
    (seen,) = tower.streams
    (said,) = decoder.streams
    between = Between(config, inner, _width(inner, traits), _width(text, traits), seen.length)
    pieces = (*seen.pieces, *once(*traits.between(between)))
    name = traits.key.removesuffix("_config")
    learned = once(weights("signs", traits.learned * between.wide))
    return Blueprint(
        (
            said._replace(name="text", pieces=said.pieces + learned),
            Stream(name, pieces, causal=False, length=seen.length, counted=False, tower=True),
        ),
        beside=decoder.beside,
        notes=(*decoder.notes, *tower.notes, *traits.notes),
    )


def _tie(config: Configuration, text: Configuration, *, either: bool) -> None:
    """Settle whether head and embedding share their weights, which two objects may say.

    Where the whole says nothing, the decoder's object does, or the decoder's class.
    """
    whole = config.get(TIED)
    if whole is True or (whole is False and not either):
        text.settle(TIED, value=whole)


def _width(config: Configuration, traits: Traits) -> int:
    """Return the width of a part."""
    first = "embed_dim" if traits.tower == "qwen2_vl_vision" else "hidden_size"
    return config.size(first, "hidden_size", "d_model")


# -- What stands between --------------------------------------------------------------------------


def two_matrices(between: Between) -> tuple[Piece, ...]:
    """Return the projector of the LLaVA kind."""
    whole = between.whole
    layers = whole.get("vision_feature_layer")
    features = len(layers) if isinstance(layers, list) else 1
    bias = whole.yes("multimodal_projector_bias", otherwise=True)
    matrices = perceptron(
        PROJECTOR, features * between.narrow, between.wide, between.wide, bias=bias
    )
    return between.on(matrices, seen(between))


def seen(between: Between) -> int:
    """Return how many of a tower's tokens the decoder is given: all, or all but the first."""
    strategy = between.whole.word("vision_feature_select_strategy", otherwise="default")
    return (between.length or 0) - (strategy == "default")


def one_matrix(between: Between, *, bias: bool) -> tuple[Piece, ...]:
    """Return a projector of one matrix, through which all tokens go."""
    matrices = perceptron(PROJECTOR, between.narrow, between.wide, bias=bias)
    return between.on(matrices, between.length or 0)


def pooled(between: Between) -> tuple[Piece, ...]:
    """Return Gemma's projector, which takes the mean of neighbours first."""
    tokens = between.whole.size("mm_tokens_per_image")
    matrices = perceptron(PROJECTOR, between.narrow, between.wide, bias=False)
    return (weights(NORMS, RMS * between.narrow), *between.on(matrices, tokens))


def shuffled(between: Between) -> tuple[Piece, ...]:
    """Return Idefics' projector, for which a square of tokens is put side by side."""
    square = between.whole.size("scale_factor") ** 2
    matrices = perceptron(PROJECTOR, square * between.narrow, between.wide, bias=False)
    return between.on(matrices, (between.length or 0) // square)


def halved(between: Between) -> tuple[Piece, ...]:
    """Return InternVL's projector, for which a square of tokens is put side by side."""
    square = int(1 / between.whole.fraction("downsample_ratio")) ** 2
    wide = square * between.narrow
    matrices = perceptron(PROJECTOR, wide, between.wide, between.wide)
    return (weights(NORMS, LAYER * wide), *between.on(matrices, seen(between) // square))


def aya(between: Between) -> tuple[Piece, ...]:
    """Return Aya's projector: a gated layer over a square of tokens."""
    whole = between.whole
    whole.get("vision_feature_select_strategy")
    factor = whole.size("downsample_factor")
    wide = factor**2 * between.narrow
    inner = whole.size("alignment_intermediate_size", otherwise=between.wide)
    rows, columns = grid(between.tower)
    pieces = (
        matrix(PROJECTOR, wide, inner, bias=True),
        matrix(PROJECTOR, inner // 2, between.wide, bias=True),
    )
    places = (rows // factor) * (columns // factor)
    return (weights(NORMS, LAYER * wide), *between.on(pieces, places))


def merged(between: Between) -> tuple[Piece, ...]:
    """Return Mistral's projector, for which a square of tokens becomes one first."""
    whole, narrow, wide = between.whole, between.narrow, between.wide
    square = whole.size("spatial_merge_size") ** 2
    bias = whole.yes("multimodal_projector_bias", otherwise=False)
    merging = perceptron(PROJECTOR, square * narrow, narrow, bias=False)
    matrices = perceptron(PROJECTOR, narrow, wide, wide, bias=bias)
    return (
        weights(NORMS, RMS * narrow),
        *between.on((*merging, *matrices), 0, of=square),
    )


def heard(between: Between) -> tuple[Piece, ...]:
    """Return Qwen2-Audio's projector; two neighbours become one before it."""
    matrices = perceptron(PROJECTOR, between.narrow, between.wide)
    return between.on(matrices, (between.length or 0) // 2)


def folded(between: Between) -> tuple[Piece, ...]:
    """Return Voxtral's projector, for which as many neighbours as fit are put side by side."""
    inner = between.tower.size("intermediate_size")
    matrices = perceptron(PROJECTOR, inner, between.wide, between.wide, bias=False)
    return between.on(matrices, (between.length or 0) * between.narrow // inner)


def shrunk(between: Between) -> tuple[Piece, ...]:
    """Return Llama 4's projector; its tower has made one token of some already."""
    tower = between.tower
    patches = (between.length or 0) - 1
    tokens = int(patches * tower.fraction("pixel_shuffle_ratio") ** 2)
    narrow = tower.size("vision_output_dim")
    return between.on(perceptron(PROJECTOR, narrow, between.wide, bias=False), tokens)


def paligemma(between: Between) -> tuple[Piece, ...]:
    """Return PaliGemma's projector."""
    wide = between.whole.size("projection_dim")
    matrices = perceptron(PROJECTOR, between.narrow, wide)
    return between.on(matrices, between.length or 0)


def nothing(_: Between) -> tuple[Piece, ...]:
    """Return no projector: the tower ends as wide as the decoder."""
    return ()


# -- The types ------------------------------------------------------------------------------------

LLAVA = Traits("clip_vision_model", "llama", two_matrices, either=True)
LLAVA_NEXT = LLAVA._replace(learned=1, notes=(TILES,))
IDEFICS = Traits("idefics3_vision", "llama", shuffled, any_tower=False, notes=(TILES,))
QWEN = Traits(
    "qwen2_vl_vision", "qwen2_vl_text", nothing, any_tower=False, any_text=False, either=True
)

TRAITS: Final[Mapping[str, Traits]] = {
    "aya_vision": Traits("siglip_vision_model", "cohere2", aya, notes=(TILES,)),
    "gemma3": Traits("siglip_vision_model", "gemma3_text", pooled, notes=(EACH_OTHER,)),
    "idefics3": IDEFICS,
    "internvl": Traits("internvl_vision", "qwen2", halved, notes=(TILES,)),
    "llama4": Traits(
        "llama4_vision_model",
        "llama4_text",
        shrunk,
        any_tower=False,
        any_text=False,
        notes=(TILES,),
    ),
    "llava": LLAVA,
    "llava_next": LLAVA_NEXT,
    "llava_onevision": LLAVA_NEXT._replace(tower="siglip_vision_model", text="qwen2"),
    "mistral3": Traits("pixtral", "mistral", merged),
    "paligemma": Traits("siglip_vision_model", "gemma", paligemma, notes=(EACH_OTHER,)),
    "qwen2_5_vl": QWEN._replace(tower="qwen2_5_vl_vision", text="qwen2_5_vl_text"),
    "qwen2_audio": Traits("qwen2_audio_encoder", "qwen2", heard, key="audio_config"),
    "qwen2_vl": QWEN,
    **{
        name: QWEN._replace(tower=f"{name}_vision", text=f"{name}_text", either=False)
        for name in ("qwen3_5", "qwen3_5_moe", "qwen3_vl", "qwen3_vl_moe")
    },
    "smolvlm": IDEFICS._replace(tower="smolvlm_vision"),
    "voxtral": Traits("voxtral_encoder", "llama", folded, key="audio_config"),
}

DECODERS: Final[Mapping[str, str]] = {
    "qwen2_5_vl_text": "qwen2",
    "qwen2_vl_text": "qwen2",
    "qwen3_vl_moe_text": "qwen3_moe",
    "qwen3_vl_text": "qwen3",
}
"""Decoders that are built as another type is, and take other things where a file lacks them."""

FAMILIES: Final[Mapping[str, Callable[[Configuration], Blueprint]]] = {
    **{name: partial(composite, traits=traits) for name, traits in TRAITS.items()},
    **{name: partial(blueprint_of, same) for name, same in DECODERS.items()},
}
