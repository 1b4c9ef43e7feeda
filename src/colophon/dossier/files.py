"""A tree of text files <-> a `Dossier`, without a disk.

`read` takes what a person and the importers wrote. `write` gives back the same tree with what
changed: a file whose content did not change keeps its bytes, one that did keeps its comments and
the order of its lines.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from colophon import reading
from colophon.dossier import answers, merge, registers, resources, scans, upgrade
from colophon.dossier.model import (
    Answer,
    Datasets,
    Decisions,
    Dossier,
    Evaluations,
    Events,
    Incidents,
    Inventory,
    Ledger,
    Requests,
    Spine,
)
from colophon.dossier.paths import CONFIGURATIONS, belongs, evidence_path
from colophon.errors import DossierError
from colophon.evidence import Reading
from colophon.law.model import Kind
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.dossier.upgrade import Tree
    from colophon.law.model import Law, Section
    from colophon.reading import Text

R = TypeVar("R", bound=BaseModel)

_NAMED = {"compute", "energy", "time", "cost", "incidents", "requests"}
"""The registers whose rows have an id."""


def digest(tree: Tree) -> str:
    """Return `sha256:…` over the paths and contents of the dossier's files."""
    total = hashlib.sha256()
    for path in sorted(filter(belongs, tree)):
        total.update(f"{hashlib.sha256(tree[path]).hexdigest()}  {path}\n".encode())
    return f"sha256:{total.hexdigest()}"


def read(tree: Tree, law: Law) -> Dossier:
    """Read a dossier.

    Raises:
        ReadingError, DossierError, FormatVersionError: each with file, line and remedy.
    """
    tree = upgrade.to_current(tree)
    texts = {
        path: reading.yaml(tree[path], path)
        for path in sorted(tree)
        if belongs(path) and path.endswith(".yaml")
    }
    spine = reading.validate(Spine, texts["dossier.yaml"])
    registers.check_spine(spine, texts["dossier.yaml"], law)
    given, places = _answers(texts, law)
    ledger = _register(Ledger, texts.get("compute.yaml"))
    registers.check_ledger(ledger, texts.get("compute.yaml"), law)
    resources.check(ledger, texts.get("compute.yaml"))
    listed = _register(Datasets, texts.get("datasets.yaml"))
    registers.check_datasets(listed.datasets, texts.get("datasets.yaml"))
    decisions = _register(Decisions, texts.get("decisions.yaml")).decisions
    registers.check_decisions(decisions, texts.get("decisions.yaml"), law)
    events = _register(Events, texts.get("events.yaml")).events
    registers.check_events(events, texts.get("events.yaml"), law)
    incidents = _register(Incidents, texts.get("incidents.yaml")).incidents
    registers.check_incidents(incidents, texts.get("incidents.yaml"), law)
    requests = _register(Requests, texts.get("requests.yaml")).requests
    registers.check_requests(requests, events, texts.get("requests.yaml"), law)
    return Dossier(
        spine=spine,
        answers=given,
        ledger=ledger,
        datasets=listed.datasets,
        inventory=Inventory(
            complete=listed.complete, by=listed.by, on=listed.on, order=listed.order
        ),
        evaluations=_register(Evaluations, texts.get("evaluations.yaml")).evaluations,
        decisions=decisions,
        events=events,
        incidents=incidents,
        requests=requests,
        configurations=_configurations(tree),
        readings=tuple(_readings(tree, law)),
        places={**places, **_places(texts)},
    )


def _configurations(tree: Tree) -> dict[str, str]:
    """Return the configurations that are kept, by their names without the ending."""
    kept = {}
    for path in sorted(tree):
        if path.startswith(CONFIGURATIONS) and belongs(path):
            reading.json(tree[path], path)
            name = path.removeprefix(CONFIGURATIONS).removesuffix(".json")
            kept[name] = tree[path].decode()
    return kept


def _register(model: type[R], text: Text | None) -> R:
    return model() if text is None or text.value is None else reading.validate(model, text)


def _readings(tree: Tree, law: Law) -> Iterator[Reading]:
    units = {
        fact: field.unit
        for field in law.field.values()
        if field.kind is Kind.AMOUNT
        for fact in field.evidence
    }
    for path in sorted(tree):
        if path.startswith("evidence/") and belongs(path):
            one = reading.validate(Reading, reading.json(tree[path], path))
            _check_amounts(one, path, units)
            scans.check_scan(one, path)
            yield one


def _check_amounts(one: Reading, path: str, units: Mapping[str, str | None]) -> None:
    """Refuse evidence that would fill an amount with what is none: a machine wrote no such thing.

    As a text it would be shown as it stands, whatever precision its audience may see.
    """
    for item in one.evidence:
        if item.fact in units and not (type(item.value) is int and item.value >= 0):
            raise DossierError(
                f"the evidence of {item.fact} is no number of {units[item.fact]}",
                place=path,
                remedy="Delete the file and `colophon collect` again; nobody edits evidence.",
            )


def _places(texts: Mapping[str, Text]) -> dict[str, str]:
    places = {}
    spine = texts["dossier.yaml"]
    for path in spine.lines:
        places[f"dossier.{'.'.join(str(step) for step in path)}"] = spine.place(path)
    for file, rows, name in (
        ("compute.yaml", "entries", "compute"),
        ("compute.yaml", "energy", "energy"),
        ("compute.yaml", "time", "time"),
        ("compute.yaml", "cost", "cost"),
        ("datasets.yaml", "datasets", "datasets"),
        ("decisions.yaml", "decisions", "decisions"),
        ("events.yaml", "events", "events"),
        ("incidents.yaml", "incidents", "incidents"),
        ("requests.yaml", "requests", "requests"),
    ):
        text = texts.get(file)
        content = text.value.get(rows) if text and isinstance(text.value, dict) else None
        for position, row in enumerate(content or ()):
            key = row["id"] if name in _NAMED else str(position)
            assert text is not None
            places[f"{name}.{key}"] = text.place((rows, position))
    listed = texts.get("datasets.yaml")
    if listed is not None and isinstance(listed.value, dict) and "complete" in listed.value:
        places["datasets.complete"] = listed.place(("complete",))
    return places


# -- Writing --------------------------------------------------------------------------------------


def write(dossier: Dossier, tree: Tree, law: Law) -> Tree:
    """Return `tree` with what `dossier` says; what has not changed keeps its bytes.

    Files of `tree` that do not belong to a dossier are left as they are.
    """
    before: Mapping[str, Any] = {}
    if "dossier.yaml" in tree:
        tree = upgrade.to_current(tree)
        before = _contents(read(tree, law), tree, law)
    result = dict(tree)
    for path, content in _contents(dossier, tree, law).items():
        if content or path in tree:
            result[path] = merge.into(tree.get(path, b""), path, before.get(path), content)
    kept = {evidence_path(one): evidence_bytes(one) for one in dossier.readings}
    for path in [path for path in result if path.startswith("evidence/") and belongs(path)]:
        if path not in kept:
            del result[path]
    return {**result, **kept}


def _contents(dossier: Dossier, tree: Tree, law: Law) -> dict[str, Any]:
    """Return path -> plain values of the files that a person writes, as `tree` is laid out."""
    contents = {
        "dossier.yaml": _content(dossier.spine),
        "compute.yaml": _content(dossier.ledger),
        "datasets.yaml": _content(Datasets(**dict(dossier.inventory), datasets=dossier.datasets)),
        "evaluations.yaml": _content(Evaluations(evaluations=dossier.evaluations)),
        "decisions.yaml": _content(Decisions(decisions=dossier.decisions)),
        "events.yaml": _content(Events(events=dossier.events)),
        "incidents.yaml": _content(Incidents(incidents=dossier.incidents)),
        "requests.yaml": _content(Requests(requests=dossier.requests)),
    }
    for section in law.sections:
        path = f"answers/{section.id}.yaml"
        contents[path] = _section_content(section, dossier, tree.get(path, b""))
    return contents


def _section_content(section: Section, dossier: Dossier, old: bytes) -> dict[str, Any]:
    """Return the plain values of an answers file; who and when stay at its top where they are."""
    top = reading.yaml(old, section.id).value or {}
    shared = {key: top[key] for key in ("by", "on") if top.get(key) is not None}
    content: dict[str, Any] = dict(shared)
    for field in section.fields:
        answer = dossier.answers.get(field.id)
        if answer is None:
            continue
        plain_answer = _content(answer)
        if isinstance(answer.value, Amount):
            plain_answer["value"] = _in_its_unit(answer.value)
        for key, value in shared.items():
            if plain_answer.get(key) == value:
                del plain_answer[key]
        content[field.id] = plain_answer
    return content


def evidence_bytes(one: Reading) -> bytes:
    """Return a reading as the bytes of its evidence file."""
    content = one.model_dump(mode="json", exclude_none=True)
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _in_its_unit(amount: Amount) -> Any:
    """Return an amount whose unit the field says: a number, or an interval."""
    ends = {"low": amount.low, "best": amount.best, "high": amount.high}
    return amount.best if amount.is_point else ends


def _content(value: object) -> Any:
    """Return the plain values that a file holds of `value`; what is not said is left out."""
    if isinstance(value, Amount):
        if value.is_point:
            return reading.unmistakable(value)
        return {**_in_its_unit(value), "unit": value.unit}
    if isinstance(value, reading.UnitHours):
        return value.hours if value.accelerator is None else str(value)
    if isinstance(value, BaseModel):
        content = {name: _content(getattr(value, name)) for name in type(value).model_fields}
        default = type(value).model_construct()
        return {
            type(value).model_fields[name].alias or name: one
            for name, one in content.items()
            if one is not None and getattr(value, name) != getattr(default, name, None)
        }
    if isinstance(value, tuple):
        return [_content(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _answers(texts: Mapping[str, Text], law: Law) -> tuple[dict[str, Answer], dict[str, str]]:
    given: dict[str, Answer] = {}
    places: dict[str, str] = {}
    for path, text in texts.items():
        if not path.startswith("answers/"):
            continue
        section = law.section.get(path.removeprefix("answers/").removesuffix(".yaml"))
        if section is None:
            raise DossierError(
                "no section of fields has this name",
                place=path,
                remedy="Rename the file; `colophon law fields` lists the sections.",
            )
        for field, answer in answers.read(section, text, law).items():
            given[field] = answer
            places[f"answers.{field}"] = text.place((field, "value"))
    return given, places
