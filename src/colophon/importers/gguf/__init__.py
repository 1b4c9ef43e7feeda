"""Weights in GGUF files: how many parameters, in which numbers, and what is said of the model.

Only the headers are read; every byte is read only when the digest of the weights is asked for. The
files of a set (`acme-00001-of-00003.gguf`) are read together and summed. A set that is not
complete, or of which one file is damaged, has no sums. Files for machines of the other order of
bytes are read as well.

The parameters are counted from the shapes of the tensors, which are those of the model however the
numbers are quantised. Left out are the factors of rotary embeddings (`rope_freqs` and the like),
which are no parameters. No count is given where a tensor is of whole numbers, holds the scales of
others, or is of a type that is not known.

The format has names of its own for families of models (`llama` is that of Mistral too), which are
told as `weights.architecture`. What holds weights of another kind than those of a model, such as
the projector of images, says so and is not counted. The digest of the artefact is that of the
headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import (
    HEAD,
    count,
    damage,
    positive,
    quoted,
    sha256,
    shown,
    word,
    words,
)
from colophon.importers._objects import Told, doubt, one
from colophon.importers._weights import FACTS as WEIGHTS, digest, files
from colophon.importers.gguf.header import read_header
from colophon.importers.gguf.sets import gaps, groups
from colophon.importers.gguf.types import FILES, TYPES, WHOLE_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.importers.gguf.header import Header, Tensor
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    **WEIGHTS,
    "weights.architecture": "Family of the model, as the file of the weights calls it",
    "weights.quantisation": "Kind of the file by the type of most numbers in it",
    "weights.base-models": "Models that this one was made from, as the file of the weights says",
    "adapter.method": "Method of the adapter, as its program calls it",
    "adapter.base-models": "Models that the adapter modifies, as the file of its weights says",
    "model.layers": "Number of layers",
    "model.hidden-size": "Width of the layers",
    "model.attention-heads": "Number of attention heads of a layer",
    "model.key-value-heads": "Number of heads of a layer that keep keys and values",
    "model.vocabulary": "Number of tokens that the embedding has room for",
    "model.context-length": "Number of positions that the model has been built for",
    "model.experts": "Number of experts of a layer among which each token is routed",
    "model.experts-per-token": "Number of experts of a layer to which each token is routed",
    "model.languages": "Languages of the model",
    "licence.name": "Name of the licence, its identifier where it has one",
    "licence.link": "Where the licence is written",
}

_BUFFERS: Final = frozenset(
    {"rope_factors_long.weight", "rope_factors_short.weight", "rope_freqs.weight"}
)
_SCALES: Final = (".scale", ".input_scale")

_SIZES: Final[Mapping[str, Told]] = {
    "block_count": Told("model.layers", positive),
    "embedding_length": Told("model.hidden-size", positive),
    "attention.head_count": Told("model.attention-heads", positive),
    "attention.head_count_kv": Told("model.key-value-heads", positive),
    "vocab_size": Told("model.vocabulary", positive),
    "context_length": Told("model.context-length", positive, "tokens"),
    "expert_count": Told("model.experts", count),
    "expert_used_count": Told("model.experts-per-token", count),
}
"""What is told under the name of the architecture."""

_OF_A_MODEL: Final[Mapping[str, Told]] = {
    "general.license": Told("licence.name", word),
    "general.license.link": Told("licence.link", word),
    "general.languages": Told("model.languages", words),
}

_UNLISTED: Final = "other"
"""What stands as the licence where its name stands in `general.license.name`."""

_TWO_STACKS: Final = frozenset({"t5"})
"""The architectures with layers of an encoder and of a decoder."""

_MOST_BASES: Final = 100


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each set of files, and each single file."""
    return groups(folder.names)


def collect(source: Source) -> Reading:
    """Read the headers of one file or of one set, and every byte where `source` asks for it.

    Raises:
        DiskError: the disk refuses.
    """
    headers: dict[str, Header] = {}
    digests: dict[str, str] = {}
    sizes: dict[str, int] = {}
    unread: list[Unread] = []
    evidence: list[Evidence] = []
    for name in source.names:
        place = source.artefact_name(name)
        with source.opened(name) as (file, size):
            sizes[name] = size
            try:
                headers[name] = read_header(file, size, place)
                digests[name] = headers[name].digest
            except ColophonError as error:
                file.seek(0)
                digests[name] = sha256(file.read(HEAD))
                wrong = damage(error, place)
                at = shown(name) if len(source.names) > 1 else ""
                unread.append(wrong.model_copy(update={"locator": at}))
    if not unread:
        unread += gaps(headers)
    if not unread:
        items = list(_found(source, headers, sizes))
        evidence += (item for item in items if isinstance(item, Evidence))
        unread += (item for item in items if isinstance(item, Unread))
    return Reading(
        importer="gguf",
        artefact=source.artefact(digests, sum(sizes.values()), heads=True),
        evidence=tuple(evidence),
        unread=tuple(unread),
    )


def _found(
    source: Source, headers: Mapping[str, Header], sizes: Mapping[str, int]
) -> Iterator[Evidence | Unread]:
    told = next(iter(headers.values())).told
    architecture = told.get("general.architecture")
    what = told.get("general.type", "mmproj" if architecture == "clip" else "model")
    kind = {"model": "weights", "adapter": "adapter"}.get(str(what))
    if kind is None:
        yield doubt(
            "general.type",
            f"holds what the format calls `{quoted(str(what))}`, and not the weights of a model",
        )
        return
    tensors = [tensor for header in headers.values() for tensor in header.tensors]
    yield from _weights(kind, tensors, "header" if len(headers) == 1 else f"{files(headers)}")
    total = sum(sizes.values())
    locator = f"length of the {files(sizes)}"
    yield Evidence(fact=f"{kind}.bytes", value=total, unit="bytes", locator=locator)
    if source.digest_weights:
        yield Evidence(
            fact=f"{kind}.digest",
            value=digest(source, sizes),
            locator=f"every byte of the {files(sizes)}",
        )
    if kind == "adapter":
        if told.get("adapter.type") is not None:
            yield one(Told("adapter.method", word), told["adapter.type"], "adapter.type")
    else:
        yield from _model(told)
    yield from _bases(f"{kind}.base-models", told)


def _weights(kind: str, tensors: list[Tensor], where: str) -> Iterator[Evidence | Unread]:
    counted = [tensor for tensor in tensors if tensor.name not in _BUFFERS]
    if why_not := _uncountable(counted):
        yield Unread(
            locator=where,
            reason=f"the number of parameters cannot be counted: {why_not}",
            remedy="State the number of parameters by hand, and where you have it from.",
        )
    else:
        left = [tensor.name.removesuffix(".weight") for tensor in tensors if tensor not in counted]
        without = f", without {', '.join(f'`{name}`' for name in left)}" if left else ""
        yield Evidence(
            fact=f"{kind}.parameters",
            value=sum(tensor.elements for tensor in counted),
            unit="parameters",
            locator=f"{where}: sum of the shapes{without}",
        )
    kinds = {tensor.kind for tensor in tensors}
    if kinds and kinds <= TYPES.keys():
        names = tuple(sorted(TYPES[kind] for kind in kinds))
        yield Evidence(fact=f"{kind}.dtypes", value=names, locator=where)
    yield Evidence(fact=f"{kind}.tensors", value=len(tensors), unit="tensors", locator=where)


def _uncountable(tensors: list[Tensor]) -> str:
    """Return why one element of the tensors may not be one parameter; empty when it is."""
    for tensor in tensors:
        name = f"`{quoted(tensor.name)}`"
        if tensor.kind not in TYPES:
            return f"{name} is of the type {tensor.kind}, which is not known"
        if TYPES[tensor.kind] in WHOLE_NUMBERS:
            return f"{name} is of whole numbers"
        if tensor.name.endswith(_SCALES):
            return f"{name} may be the scales of quantised weights"
    return "" if tensors else "it holds no tensors"


def _model(told: Mapping[str, Plain]) -> Iterator[Evidence | Unread]:
    """Yield what the header says of the model."""
    architecture = told.get("general.architecture")
    if architecture is not None:
        what = Told("weights.architecture", word)
        yield one(what, architecture, "general.architecture")
    number = told.get("general.file_type")
    if type(number) is int and number in FILES:
        yield Evidence(
            fact="weights.quantisation", value=FILES[number], locator="general.file_type"
        )
    for key, size in _SIZES.items():
        locator = f"{shown(str(architecture))}.{key}"
        value = told.get(f"{architecture}.{key}")
        if value is not None and (reason := _doubt(key, architecture, told)):
            yield doubt(locator, reason)
        elif value is not None:
            yield one(size, value, locator)
    for key, general in _OF_A_MODEL.items():
        at = key
        if key == "general.license" and told.get(key) == _UNLISTED:
            at = "general.license.name"
        if told.get(at) not in (None, "", []):
            yield one(general, told[at], at)


def _doubt(key: str, architecture: Plain, told: Mapping[str, Plain]) -> str:
    """Return why a size that is in order does not tell the fact; empty when it does."""
    if key != "block_count":
        return ""
    if str(architecture) in _TWO_STACKS or f"{architecture}.decoder_block_count" in told:
        return "one number does not tell the layers of an encoder and of a decoder"
    if told.get(f"{architecture}.nextn_predict_layers"):
        return "counts layers for the prediction of further tokens among the layers"
    return ""


def _bases(fact: str, told: Mapping[str, Plain]) -> Iterator[Evidence | Unread]:
    """Yield the models from which this one was made, by their addresses where these are told."""
    number = told.get("general.base_model.count")
    if type(number) is not int or not 0 < number <= _MOST_BASES:
        return
    keys = [f"general.base_model.{at}" for at in range(number)]
    names = [told.get(f"{key}.repo_url") or told.get(f"{key}.name") for key in keys]
    yield one(Told(fact, words), names, "general.base_model")
