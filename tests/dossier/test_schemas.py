"""The JSON Schemas that editors use refuse what the reader refuses, and let its values through."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from colophon.dossier import files, paths, schemas
from colophon.errors import ColophonError
from colophon.law.load import law
from colophon.reading import yaml

SCHEMAS = {
    path.rpartition("/")[2].removesuffix(".json"): json.loads(text)
    for path, text in schemas.files(law()).items()
}
BARE = {"dossier.yaml": b"format: 1\n"}
WHO = "by: A. Moreau\non: 2026-10-02\n"
ENTRY = "entries:\n- {id: run, activity: pre-training, source: log, by: A, on: 2026-01-01, "


def valid(name: str, text: str) -> bool:
    """Whether a schema lets a text through."""
    value = yaml(text.encode(), name).value
    return jsonschema.Draft202012Validator(SCHEMAS[name]).is_valid(value)


def readable(path: str, text: str) -> bool:
    """Whether the reader lets a text through."""
    try:
        files.read({**BARE, path: text.encode()}, law())
    except ColophonError:
        return False
    return True


def path_of(name: str) -> str:
    """Return the path of the file that a schema is for."""
    section = name.removeprefix("answers-")
    return f"{name}.yaml" if section == name else f"answers/{section}.yaml"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_a_schema(name: str) -> None:
    """Every schema is valid itself, and closed: a name that it does not know is refused."""
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["additionalProperties"] is False


def test_every_file_that_a_person_writes_has_a_schema() -> None:
    """The five files of the record and each section of answers have one."""
    assert {path_of(name) for name in SCHEMAS} == {
        "dossier.yaml",
        *paths.REGISTERS,
        *(f"answers/{section.id}.yaml" for section in law().sections),
    }


DECIDED = (
    "decisions: [{{question: {question}, verdict: {verdict}, reason: r, by: b, on: 2026-01-01}}]"
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dossier", "format: 1\nmodel: {name: x, output_modalities: [text], released: 2026-01-10}"),
        ("dossier", "format: 1\nmodel:\n  name:\n  versions: []\nopen_source:\n  rights:\n"),
        ("compute", ENTRY + "method: stated, amount: 3.8e25 FLOP}"),
        ("compute", ENTRY + "method: stated, amount: {low: 1, best: 2, high: 3, unit: FLOP}}"),
        ("compute", ENTRY + "method: six-pd, active_parameters: 7.2e9, tokens: 1e12, margin: 0.1}"),
        (
            "compute",
            ENTRY
            + "method: hardware, unit_hours: 1, peak: 1e15 FLOP/s, utilisation: 1, margin: 0}",
        ),
        ("compute", ENTRY + "method: stated, amount: 3.8×10²⁵ FLOP}"),
        ("compute", ENTRY + "method: stated, amount: '2,800 PF-days'}"),
        (
            "compute",
            ENTRY + "method: six-pd, active_parameters: 7.3 B, tokens: 2.1T tokens, margin: 0.1}",
        ),
        (
            "compute",
            ENTRY
            + "method: hardware, unit_hours: 2.788M H800 hours, peak: 989 TFLOPS, "
            + "utilisation: 1, margin: 0}",
        ),
        ("answers-architecture", WHO + "parameters.total: {value: 7.3B parameters}"),
        ("answers-energy", WHO + "energy.training: {value: '1 300,5 MWh'}"),
        ("datasets", "datasets: [{name: x, origin: crawled, modalities: [text], source: y}]"),
        ("answers-energy", WHO + "energy.training: {value: 12}"),
        ("answers-energy", WHO + "energy.training: {value: 12 MWh}"),
        ("answers-energy", WHO + "energy.training: {value: {low: 1, best: 2, high: 3}}"),
        ("decisions", DECIDED.format(question="general-purpose-ai-model", verdict="not_met")),
        ("decisions", DECIDED.format(question="art-54-2", verdict="met")),
        ("decisions", DECIDED.format(question="code-copyright-1-2", verdict="not_applicable")),
        ("answers-energy", "energy.training:\nby:\n"),
        ("answers-licence-type", WHO + "licence.type: {value: proprietary}"),
        ("answers-software", WHO + "software.required: {not_applicable: There is none.}"),
        ("answers-representative", WHO + "representative.mandated: {value: 2026-01-10}"),
    ],
)
def test_what_the_reader_reads_the_schema_lets_through(name: str, text: str) -> None:
    """An editor does not mark what is right."""
    assert readable(path_of(name), text)
    assert valid(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dossier", "model: {name: x}"),
        ("dossier", "format: 1\nmodle: {}"),
        ("dossier", "format: 1\nmodel: {output_modalities: [smell]}"),
        ("dossier", "format: 1\nmodel: {name: [x]}"),
        ("dossier", "format: 1\nprovider: {established_in: France}"),
        ("dossier", "format: 1\nopen_source: {weights_public: yes}"),
        ("compute", "complete: perhaps"),
        ("compute", ENTRY + "method: guess, amount: 1 FLOP}"),
        ("compute", ENTRY + "method: stated}"),
        ("compute", ENTRY + "method: stated, amount: 1e25}"),
        ("compute", ENTRY + "method: stated, amount: many FLOP}"),
        ("compute", ENTRY + "method: stated, amount: '3.8e25'}"),
        ("compute", ENTRY + "method: six-pd, active_parameters: 7, tokens: 0, margin: 0}"),
        ("compute", ENTRY + "method: stated, amount: {low: 1, high: 2, unit: FLOP}}"),
        ("compute", ENTRY.replace("pre-training", "dreaming") + "method: stated, amount: 1 FLOP}"),
        ("compute", ENTRY.replace("run", "My Run") + "method: stated, amount: 1 FLOP}"),
        ("compute", ENTRY + "method: six-pd, active_parameters: '7', tokens: 1, margin: 0}"),
        ("datasets", "datasets: [{name: x, origin: found, modalities: [text], source: y}]"),
        ("evaluations", "evaluations: [{name: x, kind: exam, metric: m, value: v, source: s}]"),
        ("decisions", DECIDED.format(question="legacy-model", verdict="met")),
        ("decisions", DECIDED.format(question="art-53-1-a", verdict="met")),
        ("decisions", DECIDED.format(question="art-54-2", verdict="not_applicable")),
        (
            "decisions",
            DECIDED.format(question="general-purpose-ai-model", verdict="not_applicable"),
        ),
        ("decisions", "decisions: [{question: x, verdict: undetermined, reason: r, by: b}]"),
        ("incidents", "incidents: [{id: incident-3, on: 2026-10-05}]"),
        ("incidents", "incidents: [{id: Incident 3, by: A, on: 2026-10-05}]"),
        ("incidents", "incidents: [{id: x, by: A, on: 2026-10-05, classes: [incident-fire]}]"),
        ("incidents", "incidents: [{id: x, by: A, on: 2026-10-05, classes: []}]"),
        ("incidents", "incidents: [{id: x, by: A, on: 2026-10-05, weather: fine}]"),
        ("answers-energy", WHO + "energy.training: {value: '12'}"),
        ("answers-energy", WHO + "energy.training: {value: 12 kWh}"),
        ("answers-energy", WHO + "energy.training: {value: {low: 1, high: 3}}"),
        ("answers-energy", WHO + "energy.training: {not_applicable: None.}"),
        ("answers-energy", WHO + "energy.training: 12"),
        ("answers-energy", WHO + "energy.trainin: {value: 12}"),
        ("answers-energy", WHO + "energy.method: {value: 12}"),
        ("answers-energy", WHO + "licence.name: {value: x}"),
        ("answers-licence-type", WHO + "licence.type: {value: free}"),
        ("answers-representative", WHO + "representative.mandated: {value: 10.1.2026}"),
        ("answers-identity", WHO + "model.name: {value: x}"),
        ("answers-energy", "- energy"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(name: str, text: str) -> None:
    """An editor marks a mistake before the reader meets it."""
    path = path_of(name)
    tree_text = {**BARE, path: text.encode()}
    with pytest.raises(ColophonError):
        files.read(tree_text, law())
    assert not valid(name, text)


def test_a_schema_says_what_to_write() -> None:
    """The help of every field and of every name of the spine is in the schema."""
    for section in law().sections:
        properties: dict[str, Any] = SCHEMAS[f"answers-{section.id}"]["properties"]
        for field in section.fields:
            if not field.follows:
                assert properties[field.id]["title"] == field.label
                assert properties[field.id]["description"] == field.help
    assert SCHEMAS["dossier"]["$defs"]["Model"]["properties"]["released"]["description"]
