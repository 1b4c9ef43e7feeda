"""The page of a dossier's files: every key, with what it is, from the schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colophon.dossier.answers import Entry
from colophon.dossier.descriptions import schema_of
from colophon.dossier.model import (
    FORMAT_VERSION,
    Datasets,
    Decisions,
    Evaluations,
    Events,
    Incidents,
    Ledger,
    Requests,
    Spine,
)
from colophon.evidence import Reading
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

_ANSWERS = """
What a person states, one key for each [field](fields.md) of the section. The keys `by` and `on` may
stand once at the top of the file, for all answers below. Beneath a field's id stand:
"""
_DECISIONS = """
A person's judgement on a [question](questions.md), where the law leaves it to judgement. The latest
up to the day of the assessment counts.
"""
_INCIDENTS = """
Serious incidents, one entry for each
([how to record one](../how-to/record-a-serious-incident.md)). Empty means that nobody has said;
what was looked into and is not known is `not yet known`.
"""
_REQUESTS = """
Requests for documents or information, each with what it asks for. `colophon seal --request` makes
the package that answers one ([how to](../how-to/hand-over-a-package.md)).
"""
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "dossier.yaml": (Spine, "Who, what, and the facts that rules compute with. It must be there."),
    "answers/<section>.yaml": (Entry, _ANSWERS),
    "compute.yaml": (Ledger, "The ledger of training compute, one entry for each activity."),
    "datasets.yaml": (Datasets, "The register of training data sources."),
    "evaluations.yaml": (Evaluations, "Evaluations and adversarial tests."),
    "decisions.yaml": (Decisions, _DECISIONS),
    "events.yaml": (Events, "[Events](events.md) of the model, from which periods run."),
    "incidents.yaml": (Incidents, _INCIDENTS),
    "requests.yaml": (Requests, _REQUESTS),
    "evidence/<importer>-<digest>.json": (
        Reading,
        "What an importer read in one artefact. A machine writes these files; nobody edits them.",
    ),
}
INTRO = f"""
A dossier is a folder of text files, in format {FORMAT_VERSION}. Texts are UTF-8. YAML is read as
[YAML 1.2](../decisions/0005-yaml-1-2.md): `1e25` is a number and `no` is a word. A key that does
not belong is refused, with its line. Every key may be left empty unless it is *needed*: empty
means unknown. `configurations/` holds the configurations that compute is counted from, each as
the model's program wrote it ([why](../decisions/0008-a-configuration-is-kept-whole.md)).
`.colophon/schemas/` holds JSON Schemas of these files, for editors; it is no part of
the record, and `colophon upgrade` writes it anew. Other files in the folder are left alone.
`.colophon/collected/` and `.colophon/corpus/` keep what this machine remembers of the files that
were read, so that none is read twice; git ignores them, and whoever deletes them loses nothing but
time. `releases/` holds frozen copies of all this, one folder for each version; a machine writes
them, and nobody edits them ([how](../how-to/release-compare-and-read.md)).
"""


def page() -> str:
    """Return the page of the files of a dossier."""
    pieces = [title("Files of a dossier", INTRO)]
    for path, (model, about) in FILES.items():
        schema = schema_of(model)
        columns = ("Key", "Form", "Needed", "What it is")
        pieces += [f"## {path}\n", f"{about.strip()}\n", table(columns, _rows(schema, schema, ""))]
    return "\n".join(pieces)


def _rows(schema: dict[str, Any], root: dict[str, Any], before: str) -> Iterator[tuple[str, ...]]:
    needed = schema.get("required", ())
    for name, key in schema.get("properties", {}).items():
        path = f"{before}{name}"
        words = schema["description"] if "const" in key else key.get("description")
        if not words:
            raise SystemExit(f"docs/pages/dossier_files.py: nothing says what `{path}` is")
        yield code(path), _form(key, root), "yes" if name in needed else "no", words
        yield from _inside(key, root, path)


def _inside(key: dict[str, Any], root: dict[str, Any], path: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys below `path`; those that all members of a union share stand once, first."""
    items = key.get("items")
    if isinstance(items, dict):
        yield from _inside(items, root, f"{path}[]")
        return
    members = [_resolved(one, root) for one in key.get("oneOf", [key])]
    methods: dict[tuple[str, ...], list[str]] = {}
    for member in members:
        if member.get("type") == "object" and "properties" in member:
            method = member["properties"].get("method", {}).get("const", "")
            for row in _rows(member, root, f"{path}."):
                methods.setdefault(row, []).append(method)
    for row, names in methods.items():
        if len(names) < len(members) and row[1].strip("`") not in names:
            yield (*row[:3], f"With `method: {', '.join(names)}`. {row[3]}")
        else:
            yield row


def _resolved(key: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in key:
        found: dict[str, Any] = root["$defs"][key["$ref"].rpartition("/")[2]]
        return found
    return key


def _form(key: dict[str, Any], root: dict[str, Any]) -> str:
    """Return in a few words what may stand there."""
    key = _resolved(key, root)
    match key:
        case {"anyOf": members}:
            forms = [_form(one, root) for one in members if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(forms))
        case {"oneOf": _}:
            return "keys"
        case {"enum": values}:
            return "one of " + ", ".join(code(str(value)) for value in values)
        case {"const": value}:
            return code(str(value))
        case {"type": "array", "items": dict(items)}:
            return f"list of: {_form(items, root)}"
        case _:
            return _simple(key)


def _simple(key: dict[str, Any]) -> str:
    match key:
        case {"type": "string", "format": "date"}:
            return "day"
        case {"type": "object", "properties": {"low": _}}:
            return "`low`, `best`, `high`, `unit`"
        case {"type": "string", "examples": [example, *_]}:
            return f"text such as {code(example)}"
        case {"type": "object"}:
            return "keys"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "number" | "integer"}:
            return "number"
        case {"type": "string"}:
            return "text"
        case _:
            return "as its field asks"
