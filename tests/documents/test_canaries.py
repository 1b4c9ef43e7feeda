"""No document says to an audience what that audience may not see.

Everything in a dossier is given a canary: a word or a number that stands nowhere else. Then every
document is written for every audience in every format, and searched. What is to be found is
derived from the law's data, so a field is covered from the day on which it is added; a new
attribute of a register fails here until somebody says who may see it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field as attribute
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import pytest

from colophon import parts
from colophon.assessment.assess import assess
from colophon.assessment.model import Verdict
from colophon.documents import formats, views
from colophon.documents.build import build
from colophon.documents.formats import pdf
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld
from colophon.dossier import files, incidents
from colophon.dossier.model import (
    Answer,
    Dataset,
    Decision,
    Evaluation,
    Happening,
    HardwareCompute,
    Incident,
    Model,
    Provider,
    Request,
    SixPDCompute,
    Spine,
    StatedCompute,
    Upstream,
)
from colophon.law.load import law
from colophon.law.model import Audience, Kind, Precision
from tests.documents.formats import readers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from colophon.assessment.model import Case
    from colophon.documents.model import Block, Document
    from colophon.law.model import Field, Outline

ON: Final = date(2026, 11, 21)
DIGEST: Final = f"sha256:{'d' * 64}"
AUTHORITIES: Final = {Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY}
EVERYBODY: Final = set(Audience)
NOBODY: Final[set[Audience]] = set()
AI_OFFICE: Final = {Audience.AI_OFFICE}

RECORDS: Final = (
    "plain",
    "interval",
    "confidential",
    "not-applicable",
    "unasked",
    "unasked-confidential",
    "read",
    "read-confidential",
    "missing",
)
"""The dossiers: how every field of them is filled."""

FORMATS: Final = list(parts.modules(formats))

DRAWN: Final = {"plain", "confidential"}
"""The dossiers of which every PDF is drawn and read again, which takes long. Of the others, what is
searched is all that a PDF is drawn from."""

SHOWN: Final[Mapping[type[BaseModel], Mapping[str, set[Audience]]]] = {
    Dataset: {
        "name": AUTHORITIES,
        "origin": AUTHORITIES,
        "modalities": AUTHORITIES,
        "link": AUTHORITIES,
        "size": AI_OFFICE,  # national authorities see one figure of it
        "licence": AUTHORITIES,
        "period": AUTHORITIES,
        "source": AI_OFFICE,
        "note": AI_OFFICE,
        "id": NOBODY,
        "also": AUTHORITIES,
        "description": AUTHORITIES,
        "links": AUTHORITIES,
        "parent": AUTHORITIES,
        "sizes": AI_OFFICE,
        "dynamic": NOBODY,
        "selection": AUTHORITIES,
        "since": AUTHORITIES,
        "until": AUTHORITIES,
        "crawlers": AUTHORITIES,
        "purpose": AUTHORITIES,
        "publicly_known": NOBODY,
        "models": AUTHORITIES,
    },
    Evaluation: {
        "name": AUTHORITIES,
        "kind": AUTHORITIES,
        "metric": AUTHORITIES,
        "value": AUTHORITIES,
        "setting": AUTHORITIES,
        "on": AUTHORITIES,
        "source": AUTHORITIES,
        "note": AUTHORITIES,
    },
    StatedCompute: {
        "id": AI_OFFICE,
        "activity": AI_OFFICE,
        "source": AI_OFFICE,
        "by": NOBODY,  # but as the origin of the total, to authorities
        "on": NOBODY,
        "note": AI_OFFICE,
        "supersedes": AI_OFFICE,
        "checks": NOBODY,
        "method": AI_OFFICE,
        "amount": AI_OFFICE,
    },
    SixPDCompute: {
        "id": AI_OFFICE,
        "activity": AI_OFFICE,
        "source": AI_OFFICE,
        "by": NOBODY,
        "on": NOBODY,
        "note": AI_OFFICE,
        "supersedes": AI_OFFICE,
        "checks": NOBODY,
        "method": AI_OFFICE,
        "active_parameters": AI_OFFICE,
        "tokens": AI_OFFICE,
        "margin": AI_OFFICE,  # and authorities, where the method is computed
        "trains": AI_OFFICE,
        "trained_parameters": AI_OFFICE,
    },
    HardwareCompute: {
        "id": AI_OFFICE,
        "activity": AI_OFFICE,
        "source": AI_OFFICE,
        "by": NOBODY,
        "on": NOBODY,
        "note": AI_OFFICE,
        "supersedes": AI_OFFICE,
        "checks": NOBODY,
        "method": AI_OFFICE,
        "unit_hours": AI_OFFICE,
        "peak": AI_OFFICE,
        "utilisation": AI_OFFICE,
        "margin": AI_OFFICE,
        "accelerator": AI_OFFICE,
        "dtype": AI_OFFICE,
        "executed": AI_OFFICE,
        "recomputed": AI_OFFICE,
        "periods": AI_OFFICE,
    },
    Request: dict.fromkeys(Request.model_fields, NOBODY),  # packages that answer it tell it
    Decision: dict.fromkeys(("question", "verdict", "reason", "by", "on"), NOBODY),
    Happening: {
        "event": NOBODY,
        "on": AUTHORITIES,  # of an incident on file, as a time of its report
        "by": AUTHORITIES,
        "about": NOBODY,
        "due": NOBODY,
        "note": NOBODY,
    },
    Incident: {
        "id": AUTHORITIES,
        "by": AUTHORITIES,
        "on": AUTHORITIES,
        "classes": AUTHORITIES,
        "started": AUTHORITIES,
        "ended": AUTHORITIES,
        "harm": AUTHORITIES,
        "affected": AUTHORITIES,
        "chain_of_events": AUTHORITIES,
        "model": AUTHORITIES,
        "involvement": AUTHORITIES,
        "response": AUTHORITIES,
        "recommendation": AUTHORITIES,
        "root_cause": AUTHORITIES,
        "patterns": AUTHORITIES,
        "submitter": AUTHORITIES,
        "note": NOBODY,
    },
}
"""Who sees what of a register exactly, where its table stands in a document."""

REGISTERS: Final = {
    "compute": (StatedCompute, SixPDCompute, HardwareCompute),
    "datasets": (Dataset,),
    "evaluations": (Evaluation,),
}


def word(*names: str) -> str:
    """Return a word that stands nowhere else, the same for the same names."""
    return f"Kq{hashlib.sha256('/'.join(names).encode()).hexdigest()[:14]}"


def digits(*names: str) -> str:
    """Return nine digits that stand nowhere else, the first and the last not zero."""
    number = int(hashlib.sha256("/".join(names).encode()).hexdigest(), 16)
    return f"{number % 9 + 1}{number // 9 % 10**7:07}{number // 10**9 % 9 + 1}"


def month(*names: str) -> str:
    """Return a month of a far year that stands nowhere else, as a dossier holds it."""
    number = int(hashlib.sha256("/".join(names).encode()).hexdigest(), 16)
    return f"{3000 + number % 6000}-{number // 6000 % 12 + 1:02}"


def day(*names: str) -> date:
    """Return a day of the last century that stands nowhere else."""
    number = int(hashlib.sha256("/".join(names).encode()).hexdigest(), 16)
    return date(1900, 1, 1) + timedelta(days=number % 25_000)


# -- The dossiers ---------------------------------------------------------------------------------


@cache
def case_of(record: str) -> Case:
    """Return a dossier of nothing but canaries, under the law that is shipped."""
    case = assess(files.read(dict(_tree(record)), law()), law(), ON).case
    assert case.judged("systemic-risk-presumption").verdict is Verdict.MET
    return case


def _tree(record: str) -> Iterator[tuple[str, bytes]]:
    yield "dossier.yaml", _yaml(_spine())
    yield "compute.yaml", _yaml({"complete": True, "entries": list(_entries())})
    yield "datasets.yaml", _yaml({"datasets": [_dataset(n) for n in range(2)]})
    yield "evaluations.yaml", _yaml({"evaluations": [_evaluation(n) for n in range(2)]})
    yield "decisions.yaml", _yaml({"decisions": [_decision()]})
    request = _request()
    yield "requests.yaml", _yaml({"requests": [{"from": request.pop("sender"), **request}]})
    events = [_event(), *_times(), *map(_followed_event, FOLLOWED_EVENTS)]
    yield "events.yaml", _yaml({"events": events})
    yield "incidents.yaml", _yaml({"incidents": [_incident(n) for n in range(2)]})
    for section in law().sections:
        answers = {
            field.id: answer
            for field in section.fields
            if not field.follows and (answer := _answer(field, record)) is not None
        }
        if answers:
            yield f"answers/{section.id}.yaml", _yaml(answers)
    for fact, kind in _facts().items():
        reading = _reading(fact, kind)
        yield f"evidence/canary-{word('fact', fact)}.json", json.dumps(reading).encode()
    for number in range(2):
        scan = _scan(number)
        yield f"evidence/corpus-{scan['artefact']['name']}.json", json.dumps(scan).encode()


class _Bare(str):
    """A number, to be written without quotes."""

    __slots__ = ()


def _yaml(content: Mapping[str, Any]) -> bytes:
    return "".join(f"{key}: {_flow(value)}\n" for key, value in content.items()).encode()


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case _Bare():
            return str.__str__(value)
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value)


def _spine() -> dict[str, Any]:
    model: dict[str, Any] = {
        "name": word("model", "name"),
        "versions": [word("model", "versions")],
        "released": day("model", "released"),
        "placed_on_market": day("model", "placed_on_market"),
        "input_modalities": ["text"],
        "output_modalities": ["text"],
    }
    quiet: dict[str, Any] = {
        "lineage_placed_on_market": day("model", "lineage"),
        "supplied_as": ["api"],
        "registered_business_users": _Bare(digits("model", "users")),
    }
    assert {*model, *quiet, "audio_includes_speech"} == set(Model.model_fields)
    provider: dict[str, Any] = {"name": word("provider", "name"), "role": "develops"}
    provider["established_in"] = "US"
    quiet_of_provider = {"small_or_medium": True}
    assert {*provider, *quiet_of_provider} == set(Provider.model_fields)
    upstream = {name: word("upstream", name) for name in ("model", "provider")}
    amounts = {
        name: f"{digits('upstream', name)} FLOP" for name in ("parameter_updates", "cumulative")
    }
    flags = dict.fromkeys(
        (
            *("available_in_union", "union_excluded", "general_purpose"),
            *("systemic_risk", "compute_known"),
        ),
        True,
    )
    assert {*upstream, *amounts, *flags} == set(Upstream.model_fields)
    stated = {"by": word("spine", "by"), "on": ON}
    shown_nowhere = {"format", "open_source", "code_of_practice", "calendar"}
    provider |= quiet_of_provider
    rest = {"provider": provider, "model": {**model, **quiet}, "upstream": upstream | amounts}
    assert set(Spine.model_fields) == {*rest, *shown_nowhere, *stated}
    return {"format": 1, **stated, **rest}


def _entries() -> Iterator[dict[str, Any]]:
    classes = (StatedCompute, SixPDCompute, HardwareCompute)
    for position, activity in enumerate([*law().activity, *law().activity, *law().activity]):
        shape = classes[(position + position // len(law().activity)) % len(classes)]
        name = f"entry-{position}"
        own: dict[str, Any] = {"id": word(name, "id").lower(), "activity": activity}
        own |= {key: word(name, key) for key in ("source", "by", "note")}
        own["on"] = day(name, "on")
        for key, unit in _NUMBERS[shape].items():
            if key in {"margin", "utilisation"}:
                own[key] = _Bare(f"0.{digits(name, key)}")
            elif unit:
                own[key] = f"{digits(name, key)}e17 {unit}"
            else:
                own[key] = _Bare(f"{digits(name, key)}000000")
        check = {"method": "stated", "source": word(name, "check", "source")}
        own["checks"] = [{**check, "amount": f"{digits(name, 'check')}e17 FLOP"}]
        method = {StatedCompute: "stated", SixPDCompute: "six-pd", HardwareCompute: "hardware"}
        yield {**own, "method": method[shape]}


_NUMBERS: Final[Mapping[type, Mapping[str, str]]] = {
    StatedCompute: {"amount": "FLOP"},
    SixPDCompute: dict.fromkeys(("active_parameters", "tokens", "margin"), ""),
    HardwareCompute: {"unit_hours": "", "peak": "FLOP/s", "utilisation": "", "margin": ""},
}


def _dataset(number: int) -> dict[str, Any]:
    name = f"dataset-{number}"
    words = {
        key: word(name, key)
        for key in (
            *("name", "link", "licence", "period", "source", "note"),
            *("description", "parent", "selection", "purpose"),
        )
    }
    size = f"{digits(name, 'size')} tokens"
    known = {"id": word(name, "id").lower(), "origin": "crawled", "modalities": ["text"]}
    return {**words, **known, "size": size}


MEASURED: Final = {
    "text-bytes": AI_OFFICE,  # in the table, beside what is stated
    "language": AI_OFFICE,
    "month": AI_OFFICE,
    "dump": AI_OFFICE,
    "top-domain": AI_OFFICE,
    "with-domain": NOBODY,  # but as what the others come to
}
"""Who sees what was measured of a source exactly, where the register stands in a document."""


def _scan(number: int) -> dict[str, Any]:
    """Return what was measured of a source: of each name documents, and bytes, which are drawn."""
    name = f"dataset-{number}"

    def measured(fact: str) -> list[Any]:
        sizes = [int(digits(name, fact, one)) for one in ("documents", "bytes")]
        match fact:
            case "text-bytes":
                return [sizes[1]]
            case "with-domain":
                return [["documents", sizes[0] * 100], ["bytes", sizes[1] * 100]]
            case "top-domain":
                return [[word(name, fact), *sizes, int(digits(name, fact, "tokens"))]]
            case _:
                keys = {"language": "fi", "month": "2024-05", "dump": "CC-MAIN-2024-05"}
                return [[keys[fact], *sizes]]

    facts = {**{fact: measured(fact) for fact in MEASURED}, "domains": [9]}
    evidence = [
        {"fact": f"corpus.{fact}", "value": value, "locator": word(name, fact, "locator")}
        for fact, values in facts.items()
        for value in values
    ]
    artefact = {
        "name": _dataset(number)["id"],
        "digest": f"sha256-listing:{word(name, 'listing')}",
        "size": 9,
    }
    return {"importer": "corpus", "artefact": artefact, "evidence": evidence, "unread": []}


def _evaluation(number: int) -> dict[str, Any]:
    name = f"evaluation-{number}"
    keys = ("name", "metric", "value", "setting", "source", "note")
    words = {key: word(name, key) for key in keys}
    return {**words, "kind": "adversarial-test", "on": day(name, "on")}


def _decision() -> dict[str, Any]:
    words = {key: word("decision", key) for key in ("reason", "by")}
    return {"question": "general-purpose-ai-model", "verdict": "met", **words, "on": ON}


def _request() -> dict[str, Any]:
    keys = ("id", "sender", "legal_basis", "purpose", "by", "note")
    words = {key: word("request", key) for key in keys}
    asked = {"audience": "ai-office", "items": ["identity"], "received": day("request", "received")}
    return {**words, "id": words["id"].lower(), **asked}


def _event() -> dict[str, Any]:
    words = {key: word("event", key) for key in ("by", "about", "note")}
    days = {key: day("event", key) for key in ("on", "due")}
    return {"event": "incident-death", **days, **words}


def of_each(field: Field) -> bool:
    """Say whether every incident has the field, rather than the model."""
    return law().section[law().section_of[field.id]].each is not None


def _times() -> Iterator[dict[str, Any]]:
    """Yield the events of the first incident that its report tells."""
    for name in _TOLD:
        words = {key: word(name, key) for key in ("by", "note")}
        days = {key: day(name, key) for key in ("on", "due")}
        yield {"event": name, **days, **words, "about": _incident(0)["id"]}


_TOLD: Final = tuple(
    (field.follows or "").partition(".")[2]
    for field in law().field.values()
    if (field.follows or "").startswith("events.") and of_each(field)
)


def _incident(number: int) -> dict[str, Any]:
    name = f"incident-{number}"
    classes = ["incident-death", "incident-other-serious-harm"]
    words = {key: word(name, key) for key in Incident.model_fields}
    return {**words, "id": word(name, "id").lower(), "on": day(name, "on"), "classes": classes}


FOLLOWED_EVENTS: Final = sorted(
    {
        (one.follows or "").partition(".")[2]
        for one in law().field.values()
        if (one.follows or "").startswith("events.") and not of_each(one)
    }
)


def _followed_event(name: str) -> dict[str, Any]:
    return {"event": name, "on": day("event", name), "by": word("event", name, "by")}


def followed(field: Field) -> Field:
    """Return the field whose answer `field` tells: itself, or the one that it follows."""
    room, _, name = (field.follows or "").partition(".")
    return law().field[name] if room == "answers" else field


def is_asked(field: Field, record: str) -> bool | None:
    """Say whether other answers ask for `field`; None while they leave that open."""
    outcomes: list[bool | None] = []
    for condition in field.asked_if:
        decides = law().field[condition.field]
        above = is_asked(decides, record)
        answer = _answer(followed(decides), record) or {}
        computed = case_of(record).summary.values.get(followed(decides).computed or "")
        if computed is not None:
            answer = {"value": computed.value, **answer}
        if above is not True:
            outcomes.append(above)
        elif "value" in answer:
            value = answer["value"]
            chosen = set(value if isinstance(value, list) else [value])
            outcomes.append(not condition.among or bool(chosen & set(condition.among)))
        else:
            outcomes.append(False if "not_applicable" in answer else None)
    if not outcomes or True in outcomes:
        return True
    return None if None in outcomes else False


def decided_in_secret(field: Field, record: str) -> bool:
    """Say whether an answer on which it depends if `field` is asked is confidential."""
    return any(
        (_answer(followed(decides), record) or {}).get("confidential", False)
        or decided_in_secret(decides, record)
        for decides in (law().field[condition.field] for condition in field.asked_if)
    )


def _asks(field: Field) -> list[str]:
    """Return the options of `field` on which something else is asked."""
    deciding = {one.id for one in law().field.values() if followed(one) is field}
    wanted = {
        option
        for one in law().field.values()
        for condition in one.asked_if
        if condition.field in deciding
        for option in condition.among
    }
    return [option.id for option in field.options if option.id in wanted]


def _answer(field: Field, record: str) -> dict[str, Any] | None:
    stated: dict[str, Any] = {
        "note": word(field.id, "note"),
        "by": word(field.id, "by"),
        "on": ON,
    }
    match record:
        case "read":
            return None
        case "read-confidential":
            return {**stated, "confidential": True} if field.evidence else None
        case "missing":
            return stated
        case "not-applicable" if field.where_applicable:
            return {**stated, "not_applicable": word(field.id, "reason")}
        case "confidential" if field.where_applicable and len(field.id) % 2:
            return {**stated, "confidential": True, "not_applicable": word(field.id, "reason")}
        case "confidential" | "unasked-confidential":
            return {**stated, "confidential": True, "value": _value(field, record)}
        case _:
            return {**stated, "value": _value(field, record)}


def _value(field: Field, record: str) -> Any:
    match field.kind:
        case Kind.AMOUNT if record == "interval":
            low, best, high = sorted(digits(field.id, end) for end in ("low", "best", "high"))
            return {"low": _Bare(low), "best": _Bare(best), "high": _Bare(high)}
        case Kind.AMOUNT:
            return _Bare(digits(field.id))
        case Kind.DAY:
            return day(field.id)
        case Kind.NAMES:
            return [word(field.id, "0"), word(field.id, "1")]
        case Kind.MONTH:
            return month(field.id)
        case Kind.CHOICE:
            return _chosen(field, record)[-1]
        case Kind.CHOICES:
            return _chosen(field, record)
        case _:
            return word(field.id)


def _chosen(field: Field, record: str) -> list[str]:
    """Choose what asks for more, or, where nothing is to be asked, what does not."""
    options = [option.id for option in field.options]
    asks = _asks(field)
    if record.startswith("unasked"):
        return [option for option in options if option not in asks] or options[-1:]
    return asks or [options[0], options[-1]]


def _facts() -> dict[str, Kind]:
    facts = {fact: field.kind for field in law().field.values() for fact in field.evidence}
    hints = [fact for field in law().field.values() for fact in field.hints]
    return {**dict.fromkeys(["canary.hidden", *hints], Kind.NAME), **facts}


def _reading(fact: str, kind: Kind) -> dict[str, Any]:
    value = int(digits("fact", fact)) if kind is Kind.AMOUNT else word("fact", fact)
    stated = {"fact": fact, "value": value, "locator": word("fact", fact, "locator")}
    unread = {key: word("fact", fact, "unread", key) for key in ("locator", "reason", "remedy")}
    artefact = {
        "name": word("fact", fact, "artefact"),
        "digest": word("fact", fact, "digest"),
        "size": 9,
    }
    return {"importer": "canary", "artefact": artefact, "evidence": [stated], "unread": [unread]}


# -- What is expected -----------------------------------------------------------------------------


@dataclass
class Expected:
    """What must stand in a document, and what must not.

    Attributes:
        seen: words and days that must stand there, each with what it is.
        unseen: words and days that must not.
        numbers: digits that must stand there in full.
        hidden: digits of which not even the first seven may.
    """

    seen: dict[str, str] = attribute(default_factory=dict)
    unseen: dict[str, str] = attribute(default_factory=dict)
    numbers: dict[str, str] = attribute(default_factory=dict)
    hidden: dict[str, str] = attribute(default_factory=dict)

    def put(self, canary: str, what: str, *, shown: bool) -> None:
        """Expect a word or a day to stand there, or not to."""
        (self.seen if shown else self.unseen)[canary] = what

    def put_number(self, canary: str, what: str, *, shown: bool) -> None:
        """Expect digits to stand there in full, or not to."""
        (self.numbers if shown else self.hidden)[canary] = what


def expected(outline: Outline, audience: Audience, record: str) -> Expected:
    """Say what the document of `outline` must hold for `audience`, and what it must not."""
    result = Expected()
    result.put(word("spine", "by"), "by of the spine", shown=False)
    for name in ("model", "provider"):
        result.put(word("upstream", name), f"{name} upstream", shown=False)
    for name in ("parameter_updates", "cumulative"):
        result.put_number(digits("upstream", name), f"{name} upstream", shown=False)
    result.put(day("model", "lineage").isoformat(), "day of the lineage", shown=False)
    asked = {section for element in outline.all_elements for section in element.sections}
    for field in law().field.values():
        is_asked = law().section_of[field.id] in asked
        _expect_field(field, audience, record, result, asked=is_asked)
    _expect_evidence(audience, record, result, asked)
    _expect_registers(outline, audience, record, result)
    result.unseen = {one: what for one, what in result.unseen.items() if one not in result.seen}
    result.hidden = {one: what for one, what in result.hidden.items() if one not in result.numbers}
    for name in ("model", "provider"):  # every document names both at its top; all may know them
        result.unseen.pop(word(name, "name"), None)
    return result


def _expect_field(
    field: Field, audience: Audience, record: str, result: Expected, *, asked: bool
) -> None:
    standing = is_asked(field, record)
    is_open = standing is None and field.follows is not None
    is_told = asked and standing is not False and not is_open
    precision = field.shown_to.get(audience) if is_told else None
    told, field = field, followed(field)
    if field.follows:
        _expect_followed(field, audience, precision, result)
        return
    withheld = "confidential" in record and audience not in AUTHORITIES
    seen = precision is not None and not withheld
    answer = _answer(field, record) or {}
    not_applicable = "not_applicable" in answer
    if field.kind is Kind.AMOUNT:
        ends = ("low", "best", "high") if record == "interval" else ("",)
        for end in ends:
            canary = digits(*filter(None, (field.id, end)))
            exact = seen and precision is Precision.EXACT and "value" in answer
            result.put_number(canary, f"{field.id} {end}", shown=exact)
    elif field.kind is Kind.DAY:
        shown = seen and "value" in answer
        printed = f"{day(field.id):%d/%m/%y}" if told.written else day(field.id).isoformat()
        result.put(printed, field.id, shown=shown)
    elif field.kind is Kind.MONTH:
        year, _, number = month(field.id).partition("-")
        result.put(f"{number}/{year}", field.id, shown=seen and "value" in answer)
    elif field.kind is Kind.NAMES:
        for position in "01":
            shown = seen and "value" in answer
            result.put(word(field.id, position), field.id, shown=shown)
    elif field.kind not in {Kind.CHOICE, Kind.CHOICES}:
        result.put(word(field.id), field.id, shown=seen and "value" in answer)
    result.put(word(field.id, "reason"), f"reason of {field.id}", shown=seen and not_applicable)
    to_authority = seen and audience in AUTHORITIES
    is_given = "value" in answer or not_applicable
    result.put(word(field.id, "by"), f"by of {field.id}", shown=to_authority and is_given)
    sees_digits = precision is Precision.EXACT or audience is Audience.AI_OFFICE
    noted = "note" in answer and to_authority and sees_digits and not not_applicable
    shown = noted and (
        is_given or (standing is True and (not told.optional or bool(field.evidence)))
    )
    result.put(word(field.id, "note"), f"note of {field.id}", shown=shown)


def _expect_followed(
    field: Field, audience: Audience, precision: Precision | None, result: Expected
) -> None:
    assert field.follows is not None
    room, *path = field.follows.replace("-", "_").split(".")
    if room == "events" and not of_each(field):
        name = field.follows.partition(".")[2]
        result.put(day("event", name).isoformat(), field.id, shown=precision is not None)
        by = word("event", name, "by")
        result.put(by, f"by of {field.id}", shown=precision is not None)
    if room != "dossier":
        return  # the ledger's amounts are looked for one by one
    if path[-1] in {"name", "versions"}:
        result.put(word(*path), field.id, shown=precision is not None)
    if path[-1] in {"released", "placed_on_market"}:
        result.put(day(*path).isoformat(), field.id, shown=precision is not None)
    if path[-1] == "registered_business_users":
        result.put_number(digits("model", "users"), field.id, shown=precision is not None)
    if precision is not None and audience in AUTHORITIES:
        result.put(word("spine", "by"), "by of the spine", shown=True)


def _expect_evidence(audience: Audience, record: str, result: Expected, asked: set[str]) -> None:
    for fact, kind in _facts().items():
        readers = [field for field in law().field.values() if fact in followed(field).evidence]
        shown = record in {"read", "read-confidential", "missing"} and any(
            audience in field.shown_to
            and law().section_of[field.id] in asked
            and not ("confidential" in record and audience not in AUTHORITIES)
            for field in readers
        )
        exact = shown and any(field.shown_to.get(audience) is Precision.EXACT for field in readers)
        if kind is Kind.AMOUNT:
            result.put_number(digits("fact", fact), f"value of {fact}", shown=exact)
        else:
            result.put(word("fact", fact), f"value of {fact}", shown=shown)
        for part in ("artefact", "locator", "digest"):
            to_authority = shown and audience in AUTHORITIES
            result.put(word("fact", fact, part), f"{part} of {fact}", shown=to_authority)
        for part in ("locator", "reason", "remedy"):
            result.put(word("fact", fact, "unread", part), f"unread of {fact}", shown=False)


def _expect_registers(outline: Outline, audience: Audience, record: str, result: Expected) -> None:
    shown: set[type[BaseModel]] = {
        shape
        for element in outline.all_elements
        if audience in element.registers_for
        for register in element.registers
        for shape in REGISTERS[register]
    }
    for metric, total in case_of(record).account.totals.items():
        for end in (total.low, total.best, total.high):
            canary = "".join(map(str, end.as_tuple().digits)).rstrip("0")
            result.put_number(canary, f"{metric} total", shown=StatedCompute in shown)
    rows: list[tuple[type, str, Mapping[str, Any]]] = [
        *((Dataset, f"dataset-{n}", _dataset(n)) for n in range(2)),
        *((Evaluation, f"evaluation-{n}", _evaluation(n)) for n in range(2)),
        (Decision, "decision", _decision()),
        (Request, "request", _request()),
    ]
    for key, value in _event().items():
        if value != ON and key != "event":
            canary = value.isoformat() if isinstance(value, date) else value
            result.put(canary, f"event {key}", shown=False)
    reported = any(
        law().section[name].each for element in outline.all_elements for name in element.sections
    )
    shown |= {Incident, Happening} if reported else set()
    rows += [(Incident, f"incident-{n}", _incident(n)) for n in range(2)]
    rows += [(Happening, one["event"], one) for one in _times()]
    methods = {"stated": StatedCompute, "six-pd": SixPDCompute, "hardware": HardwareCompute}
    for position, entry in enumerate(_entries()):
        rows.append((methods[entry["method"]], f"entry-{position}", entry))
        check = f"entry-{position}", "check"
        result.put(word(*check, "source"), f"source of {check}", shown=False)
        result.put_number(digits(*check), f"amount of {check}", shown=False)
    _expect_measured(audience if Dataset in shown else None, result)
    for shape, name, row in rows:
        for key, value in row.items():
            to_them = shape in shown and audience in SHOWN[shape][key]
            if shape in methods.values() and key in {"by", "on"} and audience in AUTHORITIES:
                continue  # they are shown as the origin of the total
            if key == "margin" and audience in AUTHORITIES and not to_them:
                continue  # how uncertain the method is, where nobody answers how it was measured
            if isinstance(value, date) and value != ON:
                result.put(value.isoformat(), f"{name} {key}", shown=to_them)
            elif isinstance(value, str) and value.lower() == word(name, key).lower():
                result.put(value, f"{name} {key}", shown=to_them)
            elif digits(name, key) in str(value):
                result.put_number(digits(name, key), f"{name} {key}", shown=to_them)


def _expect_measured(audience: Audience | None, result: Expected) -> None:
    """Expect what was measured of the sources; None sees no register of them."""
    for number, (fact, seen_by) in product(range(2), MEASURED.items()):
        name = f"dataset-{number}"
        what = f"{name} {fact}"
        to_them = audience in seen_by
        result.put_number(digits(name, fact, "bytes"), what, shown=to_them)
        result.put_number(digits(name, fact, "documents"), what, shown=False)
        if fact == "top-domain":
            result.put(word(name, fact), what, shown=to_them)
            result.put_number(digits(name, fact, "tokens"), what, shown=False)


# -- The search -----------------------------------------------------------------------------------


def joined(text: str) -> str:
    """Return `text` with what groups digits taken out, so that digits can be searched."""
    return re.sub(r"(?<=\d)[\s\N{NARROW NO-BREAK SPACE}.,'](?=\d)", "", text)


@cache
def document(outline: str, audience: Audience, record: str) -> Document:
    """Return one document of one dossier for one audience."""
    return build(
        law().outline[outline], case_of(record), audience, digest=DIGEST, made_by="Colophon"
    )


@cache
def rendered(outline: str, audience: Audience, record: str) -> Mapping[str, tuple[str, str]]:
    """Return the document in every format, by extension: what is read, and what else is in it."""
    made = document(outline, audience, record)
    is_drawn = record in DRAWN and audience in law().outline[outline].audiences
    return {
        form.EXTENSION: (
            _searched(form.EXTENSION, form.render(made))
            if is_drawn or form is not pdf
            else ("\n".join(pdf._texts(pdf._drawn(pdf._document(made)))), "")
        )
        for form in FORMATS
    }


def _searched(extension: str, content: bytes) -> tuple[str, str]:
    match extension:
        case "docx":
            return readers.docx(content), readers.unseen(extension, content)
        case "pdf":
            text = readers.pdf(content)
            whole = "".join(text.split())  # narrow columns break words
            return f"{text}\n{whole}", readers.unseen(extension, content)
        case _:
            return content.decode(), ""


def blocks(made: Document) -> Iterator[Block]:
    """Yield every block of a document."""
    return (block for part in made.parts for section in part.sections for block in section.blocks)


each_record = pytest.mark.parametrize("record", RECORDS)
each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
each_outline = pytest.mark.parametrize("name", [*law().outline])


@each_outline
@each_audience
@each_record
def test_nobody_sees_what_he_may_not(name: str, audience: Audience, record: str) -> None:
    """No format of a document holds a word or a digit that its audience may not see.

    This holds of a document that is not written for that audience, too.
    """
    wanted = expected(law().outline[name], audience, record)
    for extension, (text, rest) in rendered(name, audience, record).items():
        leaked = [
            what for canary, what in wanted.unseen.items() if canary in text or canary in rest
        ]
        assert not leaked, f"{name}, {audience.value}, {extension}: {leaked}"
        numbers = joined(text)
        leaked = [what for canary, what in wanted.hidden.items() if canary[:7] in numbers]
        assert not leaked, f"{name}, {audience.value}, {extension}: {leaked}"


@each_outline
@each_audience
@each_record
def test_everybody_sees_what_he_may(name: str, audience: Audience, record: str) -> None:
    """Every format of a document holds every word and number that its audience may see exactly."""
    outline = law().outline[name]
    if audience not in outline.audiences:
        assert not any(audience in element.registers_for for element in outline.all_elements), (
            "a register is meant for an audience that the document is not written for"
        )
        return
    wanted = expected(outline, audience, record)
    for extension, (text, _) in rendered(name, audience, record).items():
        absent = [what for canary, what in wanted.seen.items() if canary not in text]
        assert not absent, f"{name}, {audience.value}, {extension}: {absent}"
        numbers = joined(text)
        absent = [what for canary, what in wanted.numbers.items() if canary not in numbers]
        assert not absent, f"{name}, {audience.value}, {extension}: {absent}"


@each_outline
@each_audience
@each_record
def test_a_field_is_told_as_the_law_says(name: str, audience: Audience, record: str) -> None:
    """A document has an entry for a field exactly where the audience may see the field."""
    told: dict[str, Block] = {}
    for block in blocks(document(name, audience, record)):
        if isinstance(block, Stated | NotApplicable | Missing | Withheld):
            told.setdefault(block.field, block)
    asked = {
        field.id: field
        for element in law().outline[name].all_elements
        for section in element.sections
        for field in law().section[section].fields
    }
    case = case_of(record)
    values = {
        **case.record.values,
        **incidents.values(case.dossier.incidents[0], case.dossier, law()),
    }
    standing = {id: is_asked(field, record) for id, field in asked.items()}
    may_see = {
        id
        for id, field in asked.items()
        if audience in field.shown_to
        and (
            standing[id] is False
            or (values[id].is_known and not (standing[id] is None and field.follows))
            or (standing[id] is True and not field.optional)
        )
    }
    assert set(told) == may_see
    for id, block in told.items():
        value = values[id]
        if standing[id] is False:
            secret = audience not in AUTHORITIES and decided_in_secret(asked[id], record)
            assert isinstance(block, Withheld if secret else NotApplicable)
        elif value.confidential and value.is_known and audience not in AUTHORITIES:
            label = asked[id].label
            assert isinstance(block, Withheld)
            assert block.label == label
        elif isinstance(block, Stated):
            assert value.value is not None
            options = {option.id: option.label for option in asked[id].options}
            if options and isinstance(value.value, tuple):
                assert block.value == tuple(options[item] for item in value.value)


@each_outline
@pytest.mark.parametrize(
    "audience", sorted(EVERYBODY - AUTHORITIES), ids=lambda audience: audience.value
)
@each_record
def test_who_and_where_stays_with_authorities(name: str, audience: Audience, record: str) -> None:
    """Others than authorities see of a value's source only the day, or that it was read."""
    allowed = {
        "stated",
        f"stated on {ON.isoformat()}",
        "read from files of the model or of its training data",
        f"assessed on {ON.isoformat()}",
    }
    made = document(name, audience, record)
    for block in blocks(made):
        assert block.kind != "table", "a register is shown to authorities only"
        if isinstance(block, Stated | NotApplicable):
            assert block.source in allowed
        if isinstance(block, Stated):
            assert block.note is None
    for text, rest in rendered(name, audience, record).values():
        for place in ("dossier.yaml", "compute.yaml", "answers/", "evidence/", ".json"):
            assert place not in text
            assert place not in rest


@each_outline
@each_audience
def test_a_coarse_number_shows_no_more_figures(name: str, audience: Audience) -> None:
    """An entry shown less exactly has as many figures as its precision lets it have."""
    asked = {
        field.id: field
        for element in law().outline[name].all_elements
        for section in element.sections
        for field in law().section[section].fields
        if field.kind is Kind.AMOUNT and audience in field.shown_to
    }
    for record in ("plain", "interval"):
        for block in blocks(document(name, audience, record)):
            if not isinstance(block, Stated) or block.field not in asked:
                continue
            field = asked[block.field]
            (text,) = block.value
            figures = {
                Precision.TWO_FIGURES: 2,
                Precision.ONE_FIGURE: 1,
            }.get(field.shown_to[audience])
            if figures:
                mantissas = re.findall(r"[\d.]+(?= ×| [A-Za-z])", text)
                assert mantissas
                assert all(
                    len(mantissa.replace(".", "").strip("0")) <= figures for mantissa in mantissas
                )
            if field.shown_to[audience] is Precision.BAND:
                bands = {band.label for band in field.bands}
                assert set(text.split(", or ")) <= bands
            if field.shown_to[audience] is Precision.ORDER_OF_MAGNITUDE:
                power = r"10[⁰¹²³⁴-⁹⁻]+ "
                whole = rf"order of magnitude: {power}(to {power})?{field.unit}"
                assert re.fullmatch(whole, text)


def test_a_dataset_is_as_large_as_one_figure_for_national_authorities() -> None:
    """The AI Office sees the size of a dataset exactly; a national authority one figure of it."""
    sizes = {}
    for audience in AUTHORITIES:
        made = document("annex-xi", audience, "plain")
        (table,) = [
            block
            for block in blocks(made)
            if block.kind == "table" and block.caption == "Register of training data sources"
        ]
        column = table.columns.index("Size")
        sizes[audience] = [row[column] for row in table.rows]
    for number in range(2):
        exact = digits(f"dataset-{number}", "size")
        measured = digits(f"dataset-{number}", "text-bytes", "bytes")
        told = f"{exact} tokens\n{measured} bytes (measured)"
        assert joined(sizes[Audience.AI_OFFICE][number]) == told
        rough = sizes[Audience.NATIONAL_AUTHORITY][number]
        figure = r"[1-9] × 10[⁰¹²³⁴-⁹]+"
        assert re.fullmatch(rf"{figure} tokens\n{figure} bytes \(measured\)", rough)


def test_registers_are_for_authorities_only() -> None:
    """No document shows a register to anybody but an authority, and the ledger to the AI Office."""
    for outline in law().outlines:
        for element in outline.all_elements:
            assert set(element.registers_for) <= views.AUTHORITIES
            if "compute" in element.registers:
                assert set(element.registers_for) == AI_OFFICE


def test_every_attribute_has_its_canary() -> None:
    """What a register holds is either shown to somebody or to nobody, and that is said above."""
    for shape, shown in SHOWN.items():
        assert set(shape.model_fields) == set(shown)
    assert set(Answer.model_fields) == {
        "value",
        "not_applicable",
        "note",
        "by",
        "on",
        "confidential",
    }
    names = {
        name
        for outline in law().outlines
        for element in outline.all_elements
        for name in element.registers
    }
    assert names <= set(REGISTERS)
