"""CycloneDX 1.7: a bill of materials of the model (ML-BOM), as JSON.

Follows the mapping of the AI Act in the ML-BOM guide of CycloneDX. What it has no place for stands
in properties whose names begin with `colophon:`; so does, under `colophon:missing:`, what nobody
has stated, with the provision that asks for it.

Sources of data are components that the model depends on, results of evaluations are performance
metrics, and the ledger of training compute is part of the workflow of training, an entry a task.
Models that this one is made from are its ancestors and stand among its dependencies. The energy of
training stands in kWh among the environmental considerations; a digest of the weights is a hash of
the model. Days stand in words: a moment is made only of the day on which the file speaks.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from colophon.documents.exports import _identity, _licences, _links, _properties
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.documents.subject import DataSource, Entry, Result, Spending, Subject

EXTENSION: Final = "cdx.json"
AUDIENCES: Final = frozenset(Audience)
"""Who may be given it."""

SPECIFICATION: Final = "1.7"

_MODEL: Final = "model"
"""What the model is called inside the file."""

REFERENCES: Final[Mapping[str, str]] = {
    "use.acceptable-use-policy": "documentation",
    "copyright.policy": "documentation",
    "copyright.policy-summary": "documentation",
    "copyright.complaints-information": "documentation",
    "copyright.crawler-information": "documentation",
    "public-summary.link": "documentation",
    "public-summary.dependencies-summaries": "documentation",
    "public-summary.model-cards": "model-card",
    "distribution.channels": "distribution",
    "distribution.channels-downstream": "distribution",
    "distribution.additional-assets": "other",
}
"""The fields whose addresses are references, each with its type of reference."""

_WORKFLOWS: Final[Mapping[str, tuple[str, str]]] = {
    "data-collection": ("data.obtained", "other"),
    "data-preparation": ("data.curation", "other"),
    "training": ("design.training-process", "build"),
    "evaluation": ("testing.process", "test"),
    "integration": ("integration.technical-means", "other"),
}
"""The stages in which a model is made, each with the field that tells of it and the type of its
tasks: there is none yet for training."""

_CRAWLERS: Final = "public-summary.crawler-names"

_USE_CASES: Final = ("use.intended-tasks", "use.system-types")
_KWH_OF_MWH: Final = 1000
_LONGEST_VERSION: Final = 1024
_EXACT_DIGITS: Final = 15
"""So many digits a JSON reader with binary numbers gives back as they were."""


def render(subject: Subject) -> bytes:
    """Return the bill of materials in UTF-8."""
    return (json.dumps(_bom(subject), ensure_ascii=False, indent=2) + "\n").encode()


def _bom(subject: Subject) -> dict[str, Any]:
    data = list(_data_components(subject))
    bases = list(_base_models(subject))
    bom: dict[str, Any] = {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPECIFICATION}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPECIFICATION,
        "serialNumber": f"urn:uuid:{_identity.uuid_of(subject, 'cyclonedx')}",
        "version": 1,
        "metadata": {
            "timestamp": _identity.midnight(subject.on),
            "tools": {"components": [_tool(subject.made_by)]},
            "component": _model(subject, [one["bom-ref"] for one in data]),
            "properties": _listed(_properties.of_file(subject)),
        },
    }
    if data or bases:
        bom["components"] = [*data, *bases]
    bom["dependencies"] = [
        {"ref": _MODEL, **_unless_empty(dependsOn=[one["bom-ref"] for one in (*bases, *data)])},
        *({"ref": one["bom-ref"]} for one in (*bases, *data)),
    ]
    if data and subject.datasets is not None:
        bom["compositions"] = [
            {
                "aggregate": "complete" if subject.datasets.is_complete else "unknown",
                "assemblies": [one["bom-ref"] for one in data],
            }
        ]
    return bom | _unless_empty(formulation=list(_formulation(subject)))


def _tool(made_by: str) -> dict[str, Any]:
    name, _, version = made_by.partition(" ")
    return {"type": "application", "name": name, **_unless_empty(version=version)}


def _model(subject: Subject, data: list[str]) -> dict[str, Any]:
    version = _identity.version(subject, _LONGEST_VERSION)
    digest = _identity.weights_digest(subject)
    placed = {"model.name", "provider.name", *_placed(subject)}
    placed |= {"model.versions"} if version else set()
    evaluations = [
        told
        for number, one in enumerate(subject.evaluations or (), start=1)
        for told in _properties.of_evaluation(number, one)
    ]
    return {
        "type": "machine-learning-model",
        "bom-ref": _MODEL,
        **_unless_empty(supplier=_named(subject.provider)),
        "name": subject.model or subject.language.say("document.unnamed"),
        **_unless_empty(
            version=version,
            hashes=[{"alg": "SHA-256", "content": digest}] if digest else [],
            licenses=list(_licence(subject)),
            externalReferences=list(_references(subject)),
            pedigree=_pedigree(subject),
            releaseNotes=_release(subject),
            modelCard=_model_card(subject, data),
            properties=_listed([*_properties.of_entries(subject, placed), *evaluations]),
        ),
    }


def _placed(subject: Subject) -> Iterator[str]:
    """Yield the ids of the fields whose whole value has its place outside the properties."""
    yield from (*_USE_CASES, "model.input-modalities", "model.output-modalities", "licence.name")
    yield from ("architecture.description", "model.dependencies", _CRAWLERS)
    yield from (field for field, _ in _WORKFLOWS.values())
    link = subject.stated("licence.link")
    if link is not None and _links.links(link) == link.items:
        yield "licence.link"
    for field in REFERENCES:
        if _links.nothing_but_links(subject.stated(field)):
            yield field
    if _energy(subject) is not None:
        yield "energy.training"


def _named(name: str | None) -> dict[str, Any]:
    return {} if name is None else {"name": name}


def _licence(subject: Subject) -> Iterator[dict[str, Any]]:
    entry = subject.stated("licence.name")
    if entry is not None:
        url = next(iter(_links.links(subject.stated("licence.link"))), "")
        yield _licensed(entry.items[0], url)


def _licensed(name: str, url: str = "") -> dict[str, Any]:
    """Return a licence that is declared: one of the list of SPDX, an expression, or a name."""
    found = _licences.in_spdx(name)
    if found and not _licences.is_identifier(found):
        return {"expression": found, "acknowledgement": "declared"}
    known = {"id": found} if found else {"name": name}
    return {"license": {**known, "acknowledgement": "declared", **_unless_empty(url=url)}}


def _references(subject: Subject) -> Iterator[dict[str, str]]:
    kinds = dict(REFERENCES)
    if "url" not in next(_licence(subject), {}).get("license", {}):
        kinds["licence.link"] = "license"
    for url, kind, label in _links.references(subject, kinds):
        yield {"url": url, "type": kind, "comment": label}


def _release(subject: Subject) -> dict[str, Any]:
    """Return the days of release and of placing on the market; they stand in words, as days."""
    days = [subject.stated(name) for name in ("model.released", "model.placed-on-market")]
    told = [f"{one.label}: {one.items[0]}" for one in days if one is not None]
    return {"type": "release", "description": ". ".join(told)} if told else {}


# -- The model card -------------------------------------------------------------------------------


def _model_card(subject: Subject, data: list[str]) -> dict[str, Any]:
    architecture = subject.stated("architecture.description")
    datasets: list[dict[str, Any]] = [{"ref": one} for one in data]
    parameters = _unless_empty(
        modelArchitecture=architecture.said if architecture else "",
        datasets=datasets or list(_told_datasets(subject)),
        inputs=_formats(subject.stated("model.input-modalities")),
        outputs=_formats(subject.stated("model.output-modalities")),
    )
    return _unless_empty(
        modelParameters=parameters,
        quantitativeAnalysis=_unless_empty(
            performanceMetrics=[_metric(one) for one in subject.evaluations or ()]
        ),
        considerations=_considerations(subject),
        properties=_listed(_of_taxonomy(subject)),
    )


def _formats(entry: Entry | None) -> list[dict[str, str]]:
    return [{"format": one} for one in entry.items] if entry else []


def _of_taxonomy(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield what the property taxonomy of CycloneDX has names for."""
    count = subject.stated("parameters.total")
    if count is not None and count.amount is not None and count.amount.is_point:
        yield "cdx:ai-ml:model:parameter:count", _with_letter(count.amount.best)
    sides = (subject.stated(f"model.{side}-modalities") for side in ("input", "output"))
    for modality in dict.fromkeys(one for side in sides if side for one in side.items):
        yield "cdx:ai-ml:model:modality", modality


def _with_letter(count: Decimal) -> str:
    """Return a number of parameters as the taxonomy writes it, in M, B or T, and not rounded."""
    letter, power = next(
        (one for one in (("T", 12), ("B", 9)) if count >= Decimal(10) ** one[1]), ("M", 6)
    )
    text = f"{count.scaleb(-power):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + letter


def _told_datasets(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield the large datasets that the public summary names, for whoever sees no register."""
    for field in ("public-summary.public-datasets-large", "public-summary.private-datasets-known"):
        entry = subject.stated(field)
        for item in entry.items if entry else ():
            yield {"type": "dataset", "name": item}


def _metric(one: Result) -> dict[str, Any]:
    told = f"{one.name} ({one.setting})" if one.setting else one.name
    return {"type": one.metric, "value": one.value, "slice": told}


def _considerations(subject: Subject) -> dict[str, Any]:
    cases = [one.said for name in _USE_CASES if (one := subject.stated(name))]
    energy = _energy(subject)
    return _unless_empty(
        useCases=cases,
        environmentalConsiderations=_unless_empty(energyConsumptions=[energy] if energy else []),
    )


def _energy(subject: Subject) -> dict[str, Any] | None:
    """Return the energy of training in kWh. Of its providers nothing is known, so none is named."""
    entry = subject.stated("energy.training")
    if entry is None or entry.amount is None:
        return None
    value = _json_number(entry.amount.best * _KWH_OF_MWH)
    if value is None:
        return None
    return {
        "activity": "training",
        "energyProviders": [],
        "activityEnergyCost": {"value": value, "unit": "kWh"},
        "properties": _listed(_properties.of_value(entry)),
    }


def _json_number(value: Decimal) -> int | float | None:
    """Return a number as JSON holds it; None where a reader might get another one."""
    if len(value.normalize().as_tuple().digits) > _EXACT_DIGITS:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


# -- Components -----------------------------------------------------------------------------------


def _data_components(subject: Subject) -> Iterator[dict[str, Any]]:
    sources = subject.datasets.sources if subject.datasets else ()
    for number, one in enumerate(sources, start=1):
        yield _data_component(f"data-{number}", one)


def _data_component(ref: str, one: DataSource) -> dict[str, Any]:
    links = [link for link in one.links if _links.is_reference(link)]
    told = "\n".join((*one.sizes_said, *one.particulars))
    content = {
        "type": "dataset",
        "name": one.name,
        **_unless_empty(contents=_unless_empty(url=next(iter(links), "")), description=told),
    }
    return {
        "type": "data",
        "bom-ref": ref,
        "name": one.name,
        **_unless_empty(
            licenses=[_licensed(one.licence)] if one.licence else [],
            externalReferences=[{"url": link, "type": "distribution"} for link in links],
        ),
        "data": [content],
        "properties": _listed([*_properties.of_source(one), *_no_links(one)]),
    }


def _no_links(one: DataSource) -> Iterator[tuple[str, str]]:
    """Yield what stands as a link and cannot be one here."""
    for link in one.links:
        if not _links.is_reference(link):
            yield f"{_properties.PREFIX}dataset:link", link


def _pedigree(subject: Subject) -> dict[str, Any]:
    ancestors = [{"type": one["type"], "name": one["name"]} for one in _base_models(subject)]
    return _unless_empty(ancestors=ancestors)


def _base_models(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield the models that this one is made from."""
    entry = subject.stated("model.dependencies")
    for number, name in enumerate(entry.items if entry else (), start=1):
        yield {"type": "machine-learning-model", "bom-ref": f"base-model-{number}", "name": name}


# -- How it was made ------------------------------------------------------------------------------


def _formulation(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield how the model was made: a workflow for each stage of which something is told."""
    workflows = [
        one for name, about in _WORKFLOWS.items() if (one := _workflow(name, about, subject))
    ]
    crawlers = subject.stated(_CRAWLERS)
    components = [
        {"type": "application", "bom-ref": f"crawler-{number}", "name": name}
        for number, name in enumerate(crawlers.items if crawlers else (), start=1)
    ]
    if workflows or components:
        yield {"bom-ref": "formula", **_unless_empty(components=components, workflows=workflows)}


def _workflow(name: str, about: tuple[str, str], subject: Subject) -> dict[str, Any] | None:
    """Return one stage: what is told of it and, of training, the ledger with an entry a task."""
    field, kind = about
    entry = subject.stated(field)
    ledger = subject.compute if name == "training" else None
    tasks = [_task(one) for one in ledger.entries] if ledger else []
    if entry is None and not tasks:
        return None
    told = _properties.of_totals(subject) if ledger else ()
    return {
        "bom-ref": name,
        "uid": name,
        "name": name,
        "taskTypes": [kind],
        **_unless_empty(
            description=entry.said if entry else "", tasks=tasks, properties=_listed(told)
        ),
    }


def _task(one: Spending) -> dict[str, Any]:
    return {
        "bom-ref": f"training/{one.id}",
        "uid": one.id,
        "name": one.activity_said,
        "taskTypes": ["build"],
        "properties": _listed(_properties.of_spending(one)),
    }


# -- Shapes ---------------------------------------------------------------------------------------


def _listed(properties: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in properties]


def _unless_empty(**values: Any) -> dict[str, Any]:
    """Return what is not empty: what nobody has stated is absent."""
    return {name: value for name, value in values.items() if value}
