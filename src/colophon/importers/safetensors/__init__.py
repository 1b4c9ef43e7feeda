"""Weights in safetensors files: how many parameters, in which numbers.

Only the headers are read, so that a set of 300 GB takes no longer than one of 300 MB; every byte
is read only when the digest of the weights is asked for. The shards of a set are read together and
summed: those that `model.safetensors.index.json` names, or `model-00001-of-00005.safetensors` up
to `-00005-of-00005`. A set that is not complete, or of which one file is damaged, has no sums.

Which elements are parameters is said in `parameters`. Weights that are added to those of another
model (`adapter_model.safetensors`) have facts of their own, so that nobody takes them for a model.

The digest of the artefact is always that of the headers (of a set: that of the headers and the
index), so that the same files have the same name in the record, however thoroughly they were read.
Two trainings of one architecture have the same headers: the digest of the weights tells them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.errors import ColophonError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import damage, sha256, shown
from colophon.importers._weights import FACTS as WEIGHTS, digest, files
from colophon.importers.safetensors.header import LARGEST_HEADER, read_head, read_header
from colophon.importers.safetensors.parameters import count
from colophon.importers.safetensors.sets import SUFFIX, gaps, groups, is_adapter, read_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.importers.safetensors.header import Tensor
    from colophon.importers.safetensors.parameters import Count
    from colophon.importers.safetensors.sets import Index

FACTS: Mapping[str, str] = WEIGHTS


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each set of shards, with its index where it has one, and each single file."""
    return groups(folder.names)


def collect(source: Source) -> Reading:
    """Read the headers of one file or of one set, and every byte where `source` asks for it.

    Raises:
        DiskError: the disk refuses.
    """
    heads: dict[str, bytes] = {}
    sizes: dict[str, int] = {}
    for name in source.names:
        with source.opened(name) as (file, size):
            heads[name] = (
                read_head(file, size) if name.endswith(SUFFIX) else file.read(LARGEST_HEADER)
            )
            sizes[name] = size
    headers, unread = _understood(source, heads, sizes)
    evidence: list[Evidence] = []
    if not any(item.damaged for item in unread):
        counted = count(tensor for tensors in headers.values() for tensor in tensors)
        evidence += _evidence(source, headers, {name: sizes[name] for name in headers}, counted)
        if counted.why_not:
            unread.append(_uncounted(counted, _where(headers)))
    digests = {name: sha256(head) for name, head in heads.items()}
    return Reading(
        importer="safetensors",
        artefact=source.artefact(digests, sum(sizes.values()), heads=True),
        evidence=tuple(evidence),
        unread=tuple(unread),
    )


def _understood(
    source: Source, heads: Mapping[str, bytes], sizes: Mapping[str, int]
) -> tuple[dict[str, list[Tensor]], list[Unread]]:
    """Return the tensors of each file of the set, and what is wrong with the files or the set."""
    index: Index | None = None
    members = set(heads)
    headers: dict[str, list[Tensor]] = {}
    unread: list[Unread] = []
    for name, head in heads.items():
        place = source.artefact_name(name)
        try:
            if not name.endswith(SUFFIX):
                index = read_index(head, sizes[name], place)
                members = set(index.values())
            elif name in members:
                headers[name] = read_header(head, sizes[name], place)
            else:
                unread.append(_beside(name))
        except ColophonError as error:
            wrong = damage(error, place)
            if len(heads) > 1:
                inside = f", {wrong.locator}" if wrong.locator else ""
                wrong = wrong.model_copy(update={"locator": shown(name) + inside})
            unread.append(wrong)
    if not any(item.damaged for item in unread):
        unread += gaps(index, headers)
    return headers, unread


def _evidence(
    source: Source, headers: Mapping[str, list[Tensor]], sizes: Mapping[str, int], counted: Count
) -> Iterator[Evidence]:
    kind = "adapter" if all(map(is_adapter, headers)) else "weights"
    where = _where(headers)
    if counted.parameters is not None:
        without = ", ".join(f"{n} {what}" for what, n in sorted(counted.without.items()))
        yield Evidence(
            fact=f"{kind}.parameters",
            value=counted.parameters,
            unit="parameters",
            locator=f"{where}: sum of the shapes" + (f", without {without}" if without else ""),
        )
    dtypes = {tensor.dtype for tensors in headers.values() for tensor in tensors}
    if dtypes:
        yield Evidence(fact=f"{kind}.dtypes", value=tuple(sorted(dtypes)), locator=where)
    number = sum(map(len, headers.values()))
    yield Evidence(fact=f"{kind}.tensors", value=number, unit="tensors", locator=where)
    total = sum(sizes.values())
    yield Evidence(
        fact=f"{kind}.bytes", value=total, unit="bytes", locator=f"length of the {files(sizes)}"
    )
    if source.digest_weights:
        yield Evidence(
            fact=f"{kind}.digest",
            value=digest(source, sizes),
            locator=f"every byte of the {files(sizes)}",
        )


def _where(headers: Mapping[str, list[Tensor]]) -> str:
    return "header" if len(headers) == 1 else f"headers of {len(headers)} files"


def _beside(name: str) -> Unread:
    return Unread(
        locator=shown(name),
        reason="the index does not name this file, so it is not of the set and is not counted",
        remedy="If it holds weights of the model, put it in a folder of its own or mend the index.",
    )


def _uncounted(counted: Count, where: str) -> Unread:
    return Unread(
        locator=where,
        reason=f"the number of parameters cannot be counted: {counted.why_not}",
        remedy="State the number of parameters by hand, and where you have it from.",
    )
