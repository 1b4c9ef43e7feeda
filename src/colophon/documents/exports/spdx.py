"""SPDX 3.0.1: the model as a package with AI profile, its data as dataset packages, as JSON-LD.

A profile is claimed only where all that it asks for is on file: a value that nobody has stated is
left out, never filled in. What the format has no place for stands in properties whose names begin
with `colophon:`, in the extension that SPDX has for them.

Sources of data are dataset packages that the model is `trainedOn`, models that it is made from are
packages that it is a `descendantOf`, and results of evaluations are metrics. The energy of training
stands in kWh; a digest of the weights verifies the package. A licence is declared as it is stated;
that nothing is concluded about it is said as SPDX says it. A day of release is the beginning of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from colophon.documents.exports import _identity, _licences, _links, _properties
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from colophon.documents.subject import DataSource, Result, Subject

EXTENSION: Final = "spdx.json"
AUDIENCES: Final = frozenset(Audience)
"""Who may be given it."""

SPECIFICATION: Final = "3.0.1"

_AI: Final = {
    "suppliedBy",
    "software_downloadLocation",
    "software_packageVersion",
    "software_primaryPurpose",
    "releaseTime",
}
"""What the AI profile asks of the package of a model."""

_DATASET: Final = {
    "builtTime",
    "originatedBy",
    "releaseTime",
    "software_downloadLocation",
    "software_primaryPurpose",
    "dataset_datasetType",
}
"""What the dataset profile asks of the package of a dataset."""

_CHANNELS: Final = ("distribution.channels", "distribution.channels-downstream")

REFERENCES: Final[Mapping[str, str]] = {
    "use.acceptable-use-policy": "documentation",
    "copyright.policy": "documentation",
    "copyright.policy-summary": "documentation",
    "copyright.complaints-information": "documentation",
    "copyright.crawler-information": "documentation",
    "public-summary.link": "documentation",
    "public-summary.model-cards": "documentation",
    "public-summary.dependencies-summaries": "documentation",
    "licence.link": "license",
    "distribution.channels": "altDownloadLocation",
    "distribution.channels-downstream": "altDownloadLocation",
    "distribution.additional-assets": "altWebPage",
}
"""The fields whose addresses are references, each with its type of reference."""

_KWH_OF_MWH: Final = 1000
_LONGEST: Final = 1024
"""No version is longer; what is longer is a text."""


def render(subject: Subject) -> bytes:
    """Return the document in UTF-8."""
    graph = _Graph(f"urn:uuid:{_identity.uuid_of(subject, 'spdx')}")
    _draw(subject, graph)
    document = {
        "@context": f"https://spdx.org/rdf/{SPECIFICATION}/spdx-context.jsonld",
        "@graph": graph.nodes,
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass
class _Graph:
    """The elements that were drawn, in their order.

    Attributes:
        base: what the identifiers of all elements begin with.
        licences: the name of a licence that is in no list, and what it is called here.
        expressions: the elements that were added for licences, by their expressions.
    """

    base: str
    nodes: list[dict[str, Any]] = field(default_factory=list)
    licences: dict[str, str] = field(default_factory=dict)
    expressions: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, name: str, /, **values: Any) -> str:
        """Add an element of a type, and return its identifier."""
        id = f"{self.base}#{name}"
        told = {key: value for key, value in values.items() if value not in (None, [], "")}
        self.nodes.append({"type": kind, "spdxId": id, "creationInfo": _CREATION, **told})
        return id

    def reference_to(self, licence: str) -> str:
        """Return what a licence is called here that is in no list; no two are called the same."""
        if licence not in self.licences:
            words = re.sub(r"[^A-Za-z0-9.-]+", "-", licence).strip("-") or "unnamed"
            name, number = f"LicenseRef-{words}", 1
            while name in self.licences.values():
                number += 1
                name = f"LicenseRef-{words}-{number}"
            self.licences[licence] = name
        return self.licences[licence]

    def relate(
        self, one: str, kind: str, others: Sequence[str], *, is_complete: bool | None = None
    ) -> None:
        """Add that one element stands in a relationship to others."""
        if not others:
            return
        told = {None: None, True: "complete", False: "noAssertion"}[is_complete]
        number = sum(node["type"] == "Relationship" for node in self.nodes) + 1
        self.add(
            "Relationship",
            f"relationship-{number}",
            **{"from": one, "relationshipType": kind, "to": list(others), "completeness": told},
        )


_CREATION: Final = "_:creation"
_NO_ASSERTION: Final = (
    f"https://spdx.org/rdf/{SPECIFICATION}/terms/ExpandedLicensing/NoAssertionLicense"
)


def _draw(subject: Subject, graph: _Graph) -> None:
    tool = graph.add("SoftwareAgent", "colophon", name=subject.made_by)
    graph.nodes.insert(0, _creation(subject, tool))
    supplier = (
        graph.add("Organization", "provider", name=subject.provider) if subject.provider else None
    )
    profiles = ["core", "software", "simpleLicensing", "expandedLicensing", "extension"]
    model, lacks = _model(subject, graph, supplier)
    data, data_lack = _datasets(subject, graph)
    bases = _base_models(subject, graph)
    unclaimed = {"ai": lacks, **({"dataset": data_lack} if data else {})}
    profiles += [profile for profile, lack in unclaimed.items() if not lack]
    is_complete = subject.datasets.is_complete if subject.datasets else None
    graph.relate(model, "trainedOn", data, is_complete=is_complete)
    graph.relate(model, "descendantOf", bases)
    elements = [node["spdxId"] for node in graph.nodes[1:]]
    bom = graph.add(
        "Bom",
        "bom",
        name=subject.model or subject.language.say("document.unnamed"),
        rootElement=[model],
        element=elements,
        profileConformance=profiles,
    )
    graph.add(
        "SpdxDocument",
        "document",
        name=subject.model or subject.language.say("document.unnamed"),
        rootElement=[bom],
        element=[*elements, bom],
        profileConformance=profiles,
        extension=_extension([*_properties.of_file(subject), *_unclaimed(unclaimed)]),
    )


def _unclaimed(lacks: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield the profiles that are not claimed, with the properties that nobody has stated."""
    for profile, lack in lacks.items():
        if lack:
            yield f"{_properties.PREFIX}profile-not-claimed:{profile}", ", ".join(sorted(lack))


def _creation(subject: Subject, tool: str) -> dict[str, Any]:
    return {
        "type": "CreationInfo",
        "@id": _CREATION,
        "specVersion": SPECIFICATION,
        "created": _identity.midnight(subject.on),
        "createdBy": [tool],
    }


def _model(subject: Subject, graph: _Graph, supplier: str | None) -> tuple[str, set[str]]:
    """Add the model; say what is not there that the AI profile asks for."""
    placed = {"model.name", "provider.name", "licence.name", "model.dependencies"}
    version, digest = _identity.version(subject, _LONGEST), _identity.weights_digest(subject)
    placed |= {"model.versions"} if version else set()
    released, download = subject.stated("model.released"), _download(subject)
    results = enumerate(subject.evaluations or (), start=1)
    texts = {
        "ai_informationAboutTraining": "design.training-process",
        "ai_informationAboutApplication": "use.intended-tasks",
    }
    lists = {
        "ai_typeOfModel": "architecture.description",
        "ai_modelDataPreprocessing": "data.curation",
    }
    told: dict[str, Any] = {}
    for key, id in (*texts.items(), *lists.items()):
        entry = subject.stated(id)
        if entry is not None:
            told[key] = [entry.said] if key in lists else entry.said
            placed.add(id)
    energy = _energy(subject)
    values = {
        "name": subject.model or subject.language.say("document.unnamed"),
        "suppliedBy": supplier,
        "releaseTime": f"{released.items[0]}T00:00:00Z" if released else None,
        "software_packageVersion": version,
        "software_primaryPurpose": "model",
        "software_downloadLocation": download,
        "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": digest}]
        if digest
        else None,
        "externalRef": [
            _reference(*one) for one in _links.references(subject, REFERENCES) if one[0] != download
        ],
        **told,
        "ai_metric": [_metric(one) for one in subject.evaluations or ()],
        "ai_energyConsumption": energy,
        "extension": _extension(
            [
                *_properties.of_entries(subject, placed),
                *(told for result in results for told in _properties.of_evaluation(*result)),
                *_properties.of_totals(subject),
                *_of_ledger(subject),
            ]
        ),
    }
    model = graph.add("ai_AIPackage", "model", **values)
    licence = subject.stated("licence.name")
    link = next(iter(_links.links(subject.stated("licence.link"))), None)
    _license(model, licence.items[0] if licence else None, link, graph)
    return model, {name for name in _AI if not values[name]}


def _download(subject: Subject) -> str | None:
    """Return the address under which the model is distributed, where it is told as a single one."""
    found = {link for name in _CHANNELS for link in _links.links(subject.stated(name))}
    return found.pop() if len(found) == 1 else None


def _reference(link: str, kind: str, label: str | None) -> dict[str, Any]:
    told = {} if label is None else {"comment": label}
    return {"type": "ExternalRef", "externalRefType": kind, "locator": [link], **told}


def _metric(one: Result) -> dict[str, str]:
    told = f"{one.name} ({one.setting})" if one.setting else one.name
    return {"type": "DictionaryEntry", "key": f"{told}: {one.metric}", "value": one.value}


def _energy(subject: Subject) -> dict[str, Any] | None:
    entry = subject.stated("energy.training")
    if entry is None or entry.amount is None:
        return None
    told = {
        "type": "ai_EnergyConsumptionDescription",
        "ai_energyQuantity": f"{entry.amount.best * _KWH_OF_MWH:f}",
        "ai_energyUnit": "kilowattHour",
    }
    return {"type": "ai_EnergyConsumption", "ai_trainingEnergyConsumption": [told]}


def _of_ledger(subject: Subject) -> Iterator[tuple[str, str]]:
    for one in subject.compute.entries if subject.compute else ():
        name = f"{_properties.PREFIX}compute:{one.id}"
        yield f"{name}:label", one.activity_said
        yield from _properties.of_spending(one, name)


def _datasets(subject: Subject, graph: _Graph) -> tuple[list[str], set[str]]:
    """Add the sources of data; say what is not there that the dataset profile asks for."""
    sources = subject.datasets.sources if subject.datasets else ()
    added, lacks = [], set()
    for number, one in enumerate(sources, start=1):
        values = _dataset(one)
        id = graph.add("dataset_DatasetPackage", f"data-{number}", **values)
        _license(id, one.licence, None, graph)
        added.append(id)
        lacks |= {name for name in _DATASET if not values.get(name)}
    return added, lacks


def _dataset(one: DataSource) -> dict[str, Any]:
    links = [link for link in one.links if _links.is_reference(link)]
    return {
        "name": one.name,
        "description": "\n".join((*one.sizes_said, *one.particulars)),
        "software_primaryPurpose": "data",
        "software_downloadLocation": links[0] if links else None,
        "dataset_datasetType": list(one.modalities),
        "dataset_datasetSize": _size(one),
        "externalRef": [_reference(link, "altDownloadLocation", None) for link in links[1:]],
        "extension": _extension([*_properties.of_source(one), *_no_references(one)]),
    }


def _no_references(one: DataSource) -> Iterator[tuple[str, str]]:
    """Yield what stands as a link and cannot be one here."""
    for link in one.links:
        if not _links.is_reference(link):
            yield f"{_properties.PREFIX}dataset:link", link


def _size(one: DataSource) -> int | None:
    """Return the size in bytes, where it is known to the byte."""
    for size in one.sizes:
        amount = size.amount
        is_exact = amount.is_point and amount.best == amount.best.to_integral_value()
        if amount.unit == "bytes" and is_exact and size.how != "at-least":
            return int(amount.best)
    return None


def _base_models(subject: Subject, graph: _Graph) -> list[str]:
    """Add the models that this one is made from; nothing but their names is known."""
    entry = subject.stated("model.dependencies")
    return [
        graph.add(
            "software_Package", f"base-model-{number}", name=name, software_primaryPurpose="model"
        )
        for number, name in enumerate(entry.items if entry else (), start=1)
    ]


def _license(id: str, name: str | None, link: str | None, graph: _Graph) -> None:
    """Relate an element to the licence that is declared; which one it is, nobody here concludes."""
    declared = _NO_ASSERTION if name is None else _licence(name, link, graph)
    graph.relate(id, "hasDeclaredLicense", [declared])
    graph.relate(id, "hasConcludedLicense", [_NO_ASSERTION])


def _licence(name: str, link: str | None, graph: _Graph) -> str:
    """Add a licence, once: by its identifier in the SPDX list, or by a name of its own."""
    found = _licences.in_spdx(name)
    if found:
        expression, words, known = found, None, []
    else:
        expression, words = graph.reference_to(name), name
        known = [{"type": "DictionaryEntry", "key": expression, "value": link}] if link else []
    if expression not in graph.expressions:
        graph.expressions[expression] = graph.add(
            "simplelicensing_LicenseExpression",
            f"licence-{len(graph.expressions) + 1}",
            name=words,
            simplelicensing_licenseExpression=expression,
            simplelicensing_customIdToUri=known,
        )
    return graph.expressions[expression]


def _extension(properties: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    listed = [
        {
            "type": "extension_CdxPropertyEntry",
            "extension_cdxPropName": name,
            "extension_cdxPropValue": value,
        }
        for name, value in properties
    ]
    if not listed:
        return []
    return [{"type": "extension_CdxPropertiesExtension", "extension_cdxProperty": listed}]
