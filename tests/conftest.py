"""What every test shares."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from colophon.dossier import files
from colophon.dossier.model import Spine
from colophon.dossier.paths import evidence_path
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.law.load import law
from colophon.law.model import Kind
from colophon.quantities import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.law.model import Field, Law

os.environ["COLOPHON_CACHE"] = "off"  # a test leaves nothing in anybody's home
settings.register_profile("colophon", deadline=None)
# The same examples each time, and half as many: what chance finds is found where people work.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("ci" if "CI" in os.environ else "colophon")

STATED = {"by": "A. Moreau", "on": "2026-10-02"}
"""Who states what a test does not say otherwise, and when."""


@pytest.fixture(scope="session")
def tree_of() -> Callable[[Mapping[str, Any]], dict[str, bytes]]:
    """Return a function that writes a short record as the files of a dossier.

    The record's keys: those of `dossier.yaml`, such as `provider` and `model`; `compute` with
    `complete` and `entries` (activity -> FLOP, or [low, best, high], or the rest of an entry);
    `datasets` (a list, or the whole of the file), `evaluations`, `decisions`, `events`,
    `incidents`; `answers` (field id -> value or entry). The provider develops the model, where its
    `role` says nothing else; `unsaid` leaves it empty.
    """
    return _tree


@pytest.fixture(scope="session")
def scan_of() -> Callable[..., dict[str, bytes]]:
    """Return a function that gives the evidence file of a scan of the source `name`.

    `facts` are those of the scanner, without `corpus.`: a value, or a list of rows; `unread` says
    how many places could not be read.
    """

    def scan_of(name: str, facts: Mapping[str, Any], *, unread: int = 0) -> dict[str, bytes]:
        reading = Reading(
            importer="corpus",
            artefact=Artefact(name=name, digest=f"sha256-listing:{name}", size=1),
            evidence=tuple(
                Evidence(
                    fact=f"corpus.{fact}",
                    value=tuple(row) if isinstance(row, list | tuple) else row,
                    locator=f"counted {fact}",
                )
                for fact, value in facts.items()
                for row in (value if isinstance(value, list) else [value])
            ),
            unread=tuple(
                Unread(locator=f"part-{one}", reason="It is cut off.", remedy="Get it anew.")
                for one in range(unread)
            ),
        )
        return {evidence_path(reading): files.evidence_bytes(reading)}

    return scan_of


@pytest.fixture(scope="session")
def answers_to() -> Callable[[Law], dict[str, Any]]:
    """Return a function that gives an example answer to every field that is asked.

    What is asked only after other answers is answered where those examples ask for it. What only
    some models may add of their own will is left out.
    """
    return lambda law: {
        field.id: example(field)
        for field in law.field.values()
        if not field.follows
        and _is_asked_after_examples(field, law)
        and not (field.only_if and field.optional)
    }


def _is_asked_after_examples(field: Field, law: Law) -> bool:
    for condition in field.asked_if:
        decides = law.field[condition.field]
        answer = example(law.field[(decides.follows or "").removeprefix("answers.") or decides.id])
        chosen = set(answer if isinstance(answer, list) else [answer])
        if not condition.among or chosen & set(condition.among):
            return True
    return not field.asked_if


@pytest.fixture(scope="session")
def decisions_on() -> Callable[[Law], list[dict[str, Any]]]:
    """Return a function that decides of every obligation that is left to a person that it is met.

    What may be done and is not owed, nobody decides.
    """
    return lambda law: [
        {"question": one.id, "verdict": "met", "on": STATED["on"]}
        for one in law.obligations
        if one.fulfilled_by.decision and one.kind == "duty"
    ]


@pytest.fixture(scope="session")
def law_files() -> dict[str, bytes]:
    """Give the files of the law that is shipped: path below `law/data/` -> content."""
    data = resources("colophon.law").joinpath("data")
    tree = {"law.yaml": data.joinpath("law.yaml").read_bytes()}
    for folder in data.iterdir():
        if folder.is_dir():
            tree |= {
                f"{folder.name}/{file.name}": file.read_bytes()
                for file in folder.iterdir()
                if file.name.endswith(".yaml")
            }
    return tree


def example(field: Field) -> Any:
    """Return a value in the form that the field asks for."""
    match field.kind:
        case Kind.AMOUNT:
            return 12
        case Kind.DAY:
            return "2026-01-15"
        case Kind.MONTH:
            return "2026-01"
        case Kind.NAMES:
            return [f"One of {field.id}", f"Two of {field.id}"]
        case Kind.CHOICE:
            return field.options[0].id
        case Kind.CHOICES:
            return [option.id for option in field.options]
        case Kind.LINK:
            return "https://example.org/page"
        case _:
            return f"What is to be said on {field.label}."


def _tree(record: Mapping[str, Any]) -> dict[str, bytes]:
    record = dict(record)
    spine: dict[str, Any] = {"format": 1}
    spine |= {key: record.pop(key) for key in Spine.model_fields if key in record}
    spine["provider"] = {"role": "develops", **spine.get("provider", {})}
    if spine["provider"]["role"] == "unsaid":
        del spine["provider"]["role"]
    tree = {"dossier.yaml": _block(spine)}
    if "compute" in record:
        compute = dict(record.pop("compute"))
        entries = list(_entries(compute.pop("entries", {})))
        tree["compute.yaml"] = _block({**STATED, **compute, "entries": entries})
    if isinstance(record.get("datasets"), dict):
        tree["datasets.yaml"] = _block({**STATED, **record.pop("datasets")})
    for name in ("datasets", "evaluations", "incidents"):
        if name in record:
            tree[f"{name}.yaml"] = _block({name: record.pop(name)})
    if "events" in record:
        events = [{"by": STATED["by"], **one} for one in record.pop("events")]
        tree["events.yaml"] = _block({"events": events})
    if "decisions" in record:
        decisions = [
            {"reason": "It is so.", "by": STATED["by"], **one} for one in record.pop("decisions")
        ]
        tree["decisions.yaml"] = _block({"decisions": decisions})
    sections: dict[str, dict[str, Any]] = {}
    section_of = law().section_of
    for field, answer in record.pop("answers", {}).items():
        entry = answer if isinstance(answer, dict) else {"value": answer}
        sections.setdefault(section_of[field], dict(STATED))[field] = entry
    assert not record, f"no such part of a dossier: {', '.join(record)}"
    return tree | {f"answers/{name}.yaml": _block(one) for name, one in sections.items()}


def _entries(entries: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for activity, spent in entries.items():
        entry = {"id": activity, "activity": activity, "source": "training log"}
        match spent:
            case dict():
                yield {**entry, **spent}
            case [low, best, high]:
                amount = {"low": low, "best": best, "high": high, "unit": "FLOP"}
                yield {**entry, "method": "stated", "amount": amount}
            case _:
                yield {**entry, "method": "stated", "amount": f"{_flow(spent)} FLOP"}


def _block(content: Mapping[str, Any]) -> bytes:
    """Write plain values as YAML, one line for each key and for each item of a list of records."""
    lines = []
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return ("\n".join(lines) + "\n").encode()


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)
