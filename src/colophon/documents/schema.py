"""The JSON Schema of the documents that are written as JSON, made from the model of a document."""

from __future__ import annotations

import json
from typing import Any, Final

from colophon.documents.formats.json import FORMAT, VERSION
from colophon.documents.model import Document

ID: Final = f"urn:colophon:schema:{FORMAT}:{VERSION}"
"""Its name; it is no address."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> bytes:
    """Return the JSON Schema in UTF-8. It lets keys be added, as the version of the format does."""
    return (json.dumps(_whole(), ensure_ascii=False, indent=2) + "\n").encode()


def _whole() -> dict[str, Any]:
    made = Document.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
    definitions: dict[str, Any] = made.pop("$defs")
    del definitions["Words"]
    document = {
        **made,
        "properties": {name: one for name, one in made["properties"].items() if name != "words"},
        "required": [name for name in made["required"] if name != "words"],
    }
    return {
        "$schema": _DIALECT,
        "$id": ID,
        "title": "A document of Colophon, as JSON",
        "type": "object",
        "required": ["format", "version", "document"],
        "properties": {
            "format": {"const": FORMAT, "description": "What the file is."},
            "version": {
                "const": VERSION,
                "description": "Rises when a reader of the former version could misread this one.",
            },
            "document": {"$ref": "#/$defs/Document"},
        },
        "$defs": {
            name: _opened(one) for name, one in {**definitions, "Document": document}.items()
        },
    }


def _opened(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the shape of an object to which keys may be added, without titles made of names."""
    properties = {
        name: {key: value for key, value in one.items() if key not in {"title", "default"}}
        for name, one in shape.get("properties", {}).items()
    }
    left = {key: value for key, value in shape.items() if key != "additionalProperties"}
    return {**left, "properties": properties} if properties else left
