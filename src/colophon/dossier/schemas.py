"""JSON Schemas of a dossier's files, with which an editor completes and checks them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from colophon.dossier.descriptions import schema_of
from colophon.dossier.model import (
    Datasets,
    Decisions,
    Evaluations,
    Events,
    Incidents,
    Ledger,
    Requests,
    Spine,
)
from colophon.dossier.registers import askable, classes_of_harm, may_not_apply, open_to_decision
from colophon.law.model import Field, Kind
from colophon.reading import AMOUNT_PATTERN, COUNT_PATTERN, WRITTEN_NUMBER, Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from colophon.law.model import Law, Section

FOLDER = ".colophon/schemas"
"""Where the schemas lie in a dossier; a machine's folder, not part of the record."""

_FILES: Mapping[str, type[BaseModel]] = {
    "dossier": Spine,
    "compute": Ledger,
    "datasets": Datasets,
    "evaluations": Evaluations,
    "decisions": Decisions,
    "events": Events,
    "incidents": Incidents,
    "requests": Requests,
}

_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_MONTH = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
_WORDS = {"type": "string", "minLength": 1}


def files(law: Law) -> dict[str, bytes]:
    """Return path -> content of every schema file."""
    schemas = {name: schema_of(model) for name, model in _FILES.items()}
    activities = [activity.id for activity in law.activities]
    for definition in schemas["compute"]["$defs"].values():
        if "activity" in definition.get("properties", {}):
            definition["properties"]["activity"]["enum"] = activities
    decision = schemas["decisions"]["$defs"]["Decision"]
    decision["properties"]["question"]["enum"] = list(open_to_decision(law))
    decision["if"] = {"properties": {"question": {"enum": list(may_not_apply(law))}}}
    decision["else"] = {"properties": {"verdict": {"enum": ["met", "not_met"]}}}
    incident = schemas["incidents"]["$defs"]["Incident"]["properties"]
    incident["classes"]["anyOf"][0]["items"]["enum"] = list(classes_of_harm(law))
    request = schemas["requests"]["$defs"]["Request"]["properties"]
    request["items"]["items"]["enum"] = list(askable(law))
    request["event"]["anyOf"][0]["enum"] = [one.id for one in law.events if one.each]
    for section in law.sections:
        schemas[f"answers-{section.id}"] = of_section(section)
    return {
        f"{FOLDER}/{name}.json": (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
        for name, schema in schemas.items()
    }


def header(name: str, *, deep: bool = False) -> str:
    """Return the line by which editors find the schema `name` from a file of the dossier."""
    return f"# yaml-language-server: $schema={'../' if deep else ''}{FOLDER}/{name}.json\n"


def of_section(section: Section) -> dict[str, Any]:
    """Return the schema of `answers/<section>.yaml`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": section.label,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "by": {**_or_null(_WORDS), "description": "Who states what does not name somebody."},
            "on": {**_or_null(_DAY), "description": "The day, for what does not name one."},
            **{field.id: _of_field(field) for field in section.fields if not field.follows},
        },
    }


def _of_field(field: Field) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "value": {**_or_null(_of_value(field)), "description": field.help},
        "note": _or_null(_WORDS),
        "by": _or_null(_WORDS),
        "on": _or_null(_DAY),
        "confidential": {"type": "boolean"},
    }
    if field.where_applicable:
        properties["not_applicable"] = {
            **_or_null(_WORDS),
            "description": "Why it does not apply to this model.",
        }
    return {
        "title": field.label,
        "description": field.help,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
    }


def _of_value(field: Field) -> dict[str, Any]:
    match field.kind:
        case Kind.TEXT | Kind.NAME | Kind.LINK:
            return _WORDS
        case Kind.NAMES:
            return {"type": "array", "items": _WORDS}
        case Kind.AMOUNT:
            assert field.unit is not None
            return _amount_in(field.unit)
        case Kind.DAY:
            return _DAY
        case Kind.MONTH:
            return _MONTH
        case Kind.CHOICE:
            return _one_of(field)
        case Kind.CHOICES:
            return {"type": "array", "items": _one_of(field), "minItems": 1}


def _amount_in(unit: str) -> dict[str, Any]:
    number = {"type": "number"}
    # A quantity that is known may be written in other units; editors take any.
    known = {Quantity.FLOP: AMOUNT_PATTERN, Quantity.TOKENS: COUNT_PATTERN}
    known[Quantity.PARAMETERS] = COUNT_PATTERN
    with_unit = next(
        (pattern for asked, pattern in known.items() if asked == unit),
        rf"^{WRITTEN_NUMBER} *{re.escape(unit)}$",
    )
    interval = {
        "type": "object",
        "required": ["low", "best", "high"],
        "additionalProperties": False,
        "properties": {"low": number, "best": number, "high": number, "unit": {"const": unit}},
    }
    return {"anyOf": [number, {"type": "string", "pattern": with_unit}, interval]}


def _one_of(field: Field) -> dict[str, Any]:
    return {"enum": [option.id for option in field.options]}


def _or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
