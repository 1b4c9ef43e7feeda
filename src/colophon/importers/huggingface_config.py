"""The `config.json` of a model of the Hugging Face kind: its sizes, as its program names them.

Programs name one thing differently (`num_hidden_layers`, `n_layer`, …), and models of several
modalities keep the language model in an object of its own (`text_config`, …); all of these are
read, each with the place where it stands. Two places that disagree give no fact.

Nothing that is left out is filled in: a missing `num_key_value_heads` has a meaning that depends
on the model's program. A value in another form than the usual one, such as a list with one entry
per layer, gives no fact either. What the file itself switches off is not a fact: a
`sliding_window` beside `use_sliding_window: false`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence, EvidenceValue, Reading, Unread
from colophon.importers import (
    count,
    flag,
    json_object,
    out_of_place,
    positive,
    quoted,
    reading_of_text,
    word,
    words,
)
from colophon.importers._settings import is_torchtitan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    "model.type": "Family of the model, as its program calls it",
    "model.class": "Classes of the program that the weights belong to",
    "model.layers": "Number of layers",
    "model.hidden-size": "Width of the layers",
    "model.feed-forward-size": "Width of the inner layer of a feed-forward network",
    "model.attention-heads": "Number of attention heads of a layer",
    "model.key-value-heads": "Number of heads of a layer that keep keys and values",
    "model.head-size": "Width of one attention head",
    "model.vocabulary": "Number of tokens that the embedding has room for",
    "model.context-length": "Number of positions that the model has been built for",
    "model.experts": "Number of experts of a layer among which each token is routed",
    "model.experts-per-token": "Number of experts of a layer to which each token is routed",
    "model.shared-experts": "Number of experts of a layer to which every token goes",
    "model.expert-size": "Width of the inner layer of one expert",
    "model.sliding-window": "Number of tokens to which attention is limited",
    "model.dtype": "Type of number in which the weights were saved or are to be loaded",
    "model.tied-embeddings": "Whether the input and the output share one embedding",
    "model.quantisation": "Method by which the weights were quantised",
    "model.quantisation-bits": "Number of bits of a quantised weight",
    "software.transformers-version": "Version of the library Transformers that wrote the file",
}

_NAME: Final = "config.json"
_OF_TRAINING: Final = b'"olmo_core.'


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `config.json`, unless it begins as that of a training with another program does."""
    if _NAME in folder:
        head = folder.head(_NAME)
        if _OF_TRAINING not in head and not is_torchtitan(head):
            yield (_NAME,)


# -- Where each fact stands -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fact may stand.

    Attributes:
        keys: its names, each below the file's root or below one of `objects`, with `/` between.
        read: returns the value, or raises ValueError with the name of the form that belongs there.
        objects: the objects in which it may stand; an empty text for the file's root.
        unit: its unit, where it has one.
    """

    keys: tuple[str, ...]
    read: Callable[[Plain], EvidenceValue]
    objects: tuple[str, ...] = ("", "/text_config", "/llm_config", "/language_config")
    unit: str | None = None


_ROOT = ("",)
_PLACES: Final[Mapping[str, _Place]] = {
    "model.type": _Place(("model_type",), word, _ROOT),
    "model.class": _Place(("architectures",), words, _ROOT),
    "model.layers": _Place(
        ("num_hidden_layers", "n_layer", "n_layers", "num_layers", "num_transformer_layers"),
        positive,
    ),
    "model.hidden-size": _Place(
        ("hidden_size", "n_embd", "n_embed", "d_model", "dim", "model_dim"), positive
    ),
    "model.feed-forward-size": _Place(
        ("intermediate_size", "ffn_dim", "d_ff", "n_inner", "ffn_hidden_size"), positive
    ),
    "model.attention-heads": _Place(
        ("num_attention_heads", "n_head", "n_heads", "num_heads"), positive
    ),
    "model.key-value-heads": _Place(
        ("num_key_value_heads", "num_kv_heads", "n_head_kv", "attn_config/kv_n_heads"), positive
    ),
    "model.head-size": _Place(("head_dim", "d_kv", "kv_channels"), positive),
    "model.vocabulary": _Place(("vocab_size", "n_vocab"), positive),
    "model.context-length": _Place(
        (
            "max_position_embeddings",
            "n_positions",
            "n_ctx",
            "max_seq_len",
            "max_sequence_length",
            "seq_length",
        ),
        positive,
        unit="tokens",
    ),
    "model.experts": _Place(
        (
            "num_local_experts",
            "num_experts",
            "n_routed_experts",
            "moe_num_experts",
            "ffn_config/moe_num_experts",
        ),
        count,
    ),
    "model.experts-per-token": _Place(
        (
            "num_experts_per_tok",
            "num_experts_per_token",
            "experts_per_token",
            "moe_top_k",
            "moe_topk",
            "ffn_config/moe_top_k",
        ),
        count,
    ),
    "model.shared-experts": _Place(("n_shared_experts", "num_shared_experts"), count),
    "model.expert-size": _Place(("moe_intermediate_size",), positive),
    "model.sliding-window": _Place(("sliding_window",), positive, unit="tokens"),
    "model.dtype": _Place(("dtype", "torch_dtype"), word),
    "model.tied-embeddings": _Place(("tie_word_embeddings",), flag),
    "model.quantisation": _Place(("quantization_config/quant_method",), word),
    "model.quantisation-bits": _Place(("quantization_config/bits",), positive, unit="bits"),
    "software.transformers-version": _Place(("transformers_version",), word, _ROOT),
}


_FACT_AT: Final[Mapping[str, str]] = {
    f"{inside}/{key}": fact
    for fact, place in _PLACES.items()
    for inside in place.objects
    for key in place.keys
}
_OTHER_WIDTHS: Final = ("qk_rope_head_dim", "v_head_dim", "global_head_dim")
"""Keys of models whose heads have several widths: `head_dim` is then one of them."""

_QUANTISED: Final = "/quantization_config"
_OBJECTS: Final = {pointer.rpartition("/")[0] for pointer in _FACT_AT} - {""}


# -- Reading --------------------------------------------------------------------------------------


def collect(source: Source) -> Reading:
    """Read one `config.json`.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "huggingface_config", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, in the order of the file.

    Raises:
        ArtefactError: it is not a JSON object.
        ReadingError: it is not JSON.
    """
    config = json_object(data, name)
    if config.get("model_type") is None and config.get("architectures") is None:
        yield Unread(
            locator="",
            reason="not a model configuration: it has neither `model_type` nor `architectures`",
            remedy="Nothing, if it is the configuration of another program.",
        )
        return
    values = {pointer: value for pointer, value in _walk(config) if value is not None}
    facts: dict[str, dict[str, Plain]] = {}
    for pointer, value in values.items():
        if pointer in _FACT_AT:
            facts.setdefault(_FACT_AT[pointer], {})[pointer] = value
        elif pointer in _OBJECTS and not isinstance(value, dict):
            yield out_of_place(value, ValueError("an object"), pointer)
        elif pointer.endswith(_QUANTISED) and value.get("quant_method") is None:
            yield _doubt(pointer, "the weights are quantised, by a method that is not named")
    for fact, places in facts.items():
        yield from _fact(fact, places, values)


def _walk(value: dict[str, Plain], at: str = "") -> Iterator[tuple[str, Plain]]:
    """Yield what stands in the file's root and in `_OBJECTS`, with its JSON pointer."""
    for key, inner in value.items():
        pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
        yield pointer, inner
        if isinstance(inner, dict) and pointer in _OBJECTS:
            yield from _walk(inner, pointer)


def _fact(
    fact: str, places: Mapping[str, Plain], values: Mapping[str, Plain]
) -> Iterator[Evidence | Unread]:
    """Yield one fact, or why it is none, or nothing when the file switches it off.

    Args:
        fact: its name.
        places: what stands where it may stand, by JSON pointer.
        values: what stands in the whole file, by JSON pointer.
    """
    read: dict[str, EvidenceValue] = {}
    wrong: list[Unread] = []
    for pointer, value in places.items():
        beside = pointer.rpartition("/")[0]
        if fact == "model.sliding-window" and values.get(f"{beside}/use_sliding_window") is False:
            continue
        try:
            read[pointer] = _PLACES[fact].read(value)
        except ValueError as form:
            wrong.append(out_of_place(value, form, pointer))
    if not wrong and read:
        wrong += _doubts(fact, read, values)
    yield from wrong
    if not wrong and read:
        pointer, first = next(iter(read.items()))
        yield Evidence(fact=fact, value=first, unit=_PLACES[fact].unit, locator=pointer)


def _doubts(
    fact: str, read: Mapping[str, EvidenceValue], values: Mapping[str, Plain]
) -> Iterator[Unread]:
    """Yield why well-formed values of a fact do not tell it."""
    (pointer, first), *others = read.items()
    for other, value in others:
        if value != first:
            yield _doubt(pointer, f"says {_said(first)}, and `{other}` says {_said(value)}")
    if fact == "model.layers" and (
        values.get("/is_encoder_decoder") is True
        or "/decoder_layers" in values
        or "/num_decoder_layers" in values
    ):
        yield _doubt(pointer, "one number does not tell the layers of an encoder and of a decoder")
    beside = pointer.rpartition("/")[0]
    other_widths = [key for key in _OTHER_WIDTHS if values.get(f"{beside}/{key}") is not None]
    if fact == "model.head-size" and other_widths:
        yield _doubt(pointer, f"`{beside}/{other_widths[0]}` says that heads have other widths too")
    # Falcon: `multi_query` overrules the number beside it, but for its new architecture.
    alone = values.get("/multi_query") is True and not values.get("/new_decoder_architecture")
    if fact == "model.key-value-heads" and alone and first != 1:
        yield _doubt(pointer, f"says {first}, and `/multi_query` says that there is one")


def _said(value: EvidenceValue) -> str:
    return quoted(str(value))


def _doubt(pointer: str, reason: str) -> Unread:
    return Unread(
        locator=pointer,
        reason=reason,
        remedy="Mend the file if it is wrong; otherwise state the fact by hand.",
    )
