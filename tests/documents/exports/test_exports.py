"""What every export does, and what the schemas of others say of those that have one."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from spdx_python_model import v3_0_1 as spdx_python_model

from colophon import parts
from colophon.documents import exports
from colophon.documents.exports import cyclonedx, ledger_csv, spdx
from colophon.documents.subject import Entry, Subject, subject
from colophon.law.model import Audience
from colophon.workspace.check import check
from tests.documents.exports.test_canaries import seen
from tests.documents.test_canaries import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SCHEMAS: Final = ("bom-1.7", "spdx", "jsf-0.82", "cryptography-defs")
"""What the package of CycloneDX ships, without the ends of the names."""
EXAMPLES: Final = Path(__file__).parents[3] / "examples"
NAMES: Final = ("olmo-2-13b", "llama-3.1-405b", "invented-web-lm")
ON: Final = date(2026, 11, 21)

EXPORTS: Final = list(parts.modules(exports))
each_export = pytest.mark.parametrize(
    "export", EXPORTS, ids=[one.__name__.rpartition(".")[2] for one in EXPORTS]
)
each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
each_example = pytest.mark.parametrize("example", NAMES)
each_record = pytest.mark.parametrize("record", RECORDS)


@cache
def told(example: str, audience: Audience, language: str = "en") -> Subject:
    """Return what an audience may see of one of the examples."""
    checked = check(EXAMPLES / example / "dossier", ON, language)
    return subject(
        checked.assessment.case,
        checked.assessment.documents.values(),
        audience,
        digest=checked.digest,
        made_by="Colophon 1",
    )


# -- Every export ---------------------------------------------------------------------------------


@each_export
def test_contract(export: ModuleType) -> None:
    """An export has an extension of its own, and readers."""
    assert re.fullmatch(r"[a-z]+(\.[a-z]+)?", export.EXTENSION)
    assert [one.EXTENSION for one in EXPORTS].count(export.EXTENSION) == 1
    assert export.AUDIENCES
    assert set(Audience) >= export.AUDIENCES


@each_export
@each_example
def test_same_bytes(export: ModuleType, example: str) -> None:
    """The same dossier on the same day becomes the same bytes, however often it is read."""
    for audience in export.AUDIENCES:
        once = export.render(told(example, audience))
        told.cache_clear()
        assert export.render(told(example, audience)) == once


@each_export
def test_texts_stand_in_the_language(export: ModuleType) -> None:
    """In another language an export is another one, and still UTF-8."""
    for audience in sorted(export.AUDIENCES):
        english, dutch, finnish = (
            export.render(told("llama-3.1-405b", audience, language)).decode()
            for language in ("en", "nl", "fi")
        )
        if english:
            assert len({english, dutch, finnish}) == len(("en", "nl", "fi"))


# -- CycloneDX ------------------------------------------------------------------------------------


@cache
def validator() -> Draft7Validator:
    """Return the validator of CycloneDX 1.7, with the schemas that it refers to."""
    read = {
        one.name: json.loads(one.read_bytes())
        for one in files("cyclonedx.schema._res").iterdir()
        if one.name in {f"{name}.SNAPSHOT.schema.json" for name in SCHEMAS}
    }
    assert len(read) == len(SCHEMAS)
    registry: Registry[Any] = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}", Resource.from_contents(content))
        for name, content in read.items()
    )
    return Draft7Validator(
        read["bom-1.7.SNAPSHOT.schema.json"], registry=registry, format_checker=FormatChecker()
    )


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a value."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one)


def holds_as_bom(content: bytes) -> dict[str, Any]:
    """Return a bill of materials that is valid, and in which nothing hangs in the air."""
    bom: dict[str, Any] = json.loads(content)
    assert [error.message for error in validator().iter_errors(bom)] == []
    refs = [one["bom-ref"] for one in objects(bom) if "bom-ref" in one]
    assert len(refs) == len(set(refs))
    wanted = {ref for one in objects(bom) for ref in one.get("dependsOn", ())}
    wanted |= {one["ref"] for one in objects(bom) if "ref" in one}
    wanted |= {ref for one in bom.get("compositions", ()) for ref in one["assemblies"]}
    assert wanted <= set(refs)
    return bom


@each_audience
@each_example
def test_cyclonedx_is_valid(example: str, audience: Audience) -> None:
    """The bill of materials of each example holds against the schema of CycloneDX 1.7."""
    holds_as_bom(cyclonedx.render(told(example, audience)))


@each_audience
@each_record
def test_cyclonedx_of_any_dossier_is_valid(record: str, audience: Audience) -> None:
    """It holds of a dossier of which everything is odd, too."""
    holds_as_bom(cyclonedx.render(seen(audience, record)))


def test_the_schema_finds_what_is_wrong() -> None:
    """The schema refuses what is none of its own."""
    bom = holds_as_bom(cyclonedx.render(told("olmo-2-13b", Audience.PUBLIC)))
    for wrong in ({"serialNumber": "7"}, {"components": [{"type": "model", "name": "m"}]}):
        assert list(validator().iter_errors(bom | wrong))


def test_cyclonedx_of_the_open_example() -> None:
    """What the guide asks for stands where the guide says."""
    bom = holds_as_bom(cyclonedx.render(told("olmo-2-13b", Audience.AI_OFFICE)))
    model = bom["metadata"]["component"]
    assert bom["specVersion"] == "1.7"
    assert bom["metadata"]["timestamp"] == "2026-11-21T00:00:00Z"
    assert model["type"] == "machine-learning-model"
    assert model["version"] == "OLMo-2-1124-13B"
    assert model["supplier"] == {"name": "Allen Institute for AI (Ai2)"}
    assert model["licenses"][0]["license"]["id"] == "Apache-2.0"
    card = model["modelCard"]
    assert len(card["modelParameters"]["datasets"]) == len(bom["components"]) == 17
    assert card["modelParameters"]["inputs"] == [{"format": "text"}]
    assert card["quantitativeAnalysis"]["performanceMetrics"][0]["type"] == "accuracy"
    (energy,) = card["considerations"]["environmentalConsiderations"]["energyConsumptions"]
    assert energy["activityEnergyCost"] == {"value": 260_000, "unit": "kWh"}
    assert energy["energyProviders"] == []
    (formula,) = bom["formulation"]
    stages = {one["name"]: one for one in formula["workflows"]}
    assert [*stages] == [
        "data-collection",
        "data-preparation",
        "training",
        "evaluation",
        "integration",
    ]
    assert stages["training"]["description"].startswith("Two stages")
    assert [task["uid"] for task in stages["training"]["tasks"]] == [
        "pre-training",
        "mid-training",
        "averaged-in",
    ]
    assert {"name": "cdx:ai-ml:model:modality", "value": "text"} in card["properties"]
    properties = {one["name"]: one["value"] for one in model["properties"]}
    assert properties["colophon:missing:data.biases"].startswith("AI Act")
    assert "approach" not in card["modelParameters"]


def test_ancestors_and_crawlers() -> None:
    """Models that this one is made from are ancestors and dependencies; crawlers are components."""
    subject = replace(
        told("olmo-2-13b", Audience.PUBLIC),
        entries={
            name: Entry(name, name, "stated", items, items)
            for name, items in {
                "model.dependencies": ("a/b", "c/d"),
                "public-summary.crawler-names": ("ExampleBot/1.0",),
            }.items()
        },
    )
    bom = holds_as_bom(cyclonedx.render(subject))
    ancestors = bom["metadata"]["component"]["pedigree"]["ancestors"]
    assert [one["name"] for one in ancestors] == ["a/b", "c/d"]
    assert bom["dependencies"][0]["dependsOn"] == ["base-model-1", "base-model-2"]
    assert bom["formulation"][0]["components"][0]["name"] == "ExampleBot/1.0"


@pytest.mark.parametrize(
    ("count", "written"),
    [
        ("13716198400", "13.7161984B"),
        ("1.7e6", "1.7M"),
        ("7e9", "7B"),
        ("1e12", "1T"),
        ("999999", "0.999999M"),
        ("1.2345e12", "1.2345T"),
        ("100e9", "100B"),
    ],
)
def test_parameters_are_counted_without_rounding(count: str, written: str) -> None:
    """The number of parameters has the letter of the taxonomy, and every digit that it has."""
    assert cyclonedx._with_letter(Decimal(count)) == written


def test_serial_numbers_follow_the_dossier() -> None:
    """A bill of materials is another one for another audience, and the same for the same."""
    numbers = [
        json.loads(cyclonedx.render(told("olmo-2-13b", audience)))["serialNumber"]
        for audience in (*Audience, Audience.PUBLIC)
    ]
    assert len(set(numbers)) == len(Audience)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{14}5[0-9a-f]{3}-[89ab].*", one) for one in numbers)


# -- SPDX -----------------------------------------------------------------------------------------


def holds_as_spdx(content: bytes) -> dict[str, dict[str, Any]]:
    """Return the elements by id of a document that the bindings of SPDX read and write.

    They refuse properties that are none, values of another kind, and what lacks a property.
    """
    read = spdx_python_model.SHACLObjectSet()
    spdx_python_model.JSONLDDeserializer().read(io.BytesIO(content), read)
    assert not read.link()
    spdx_python_model.JSONLDSerializer().write(read, io.BytesIO())
    graph = json.loads(content)["@graph"]
    nodes = {node.get("spdxId", node.get("@id")): node for node in graph}
    assert len(nodes) == len(graph) == len(set(nodes))
    (document,) = [node for node in graph if node["type"] == "SpdxDocument"]
    assert set(document["element"]) == set(nodes) - {"_:creation", document["spdxId"]}
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}#[\w/.-]+", id) for id in nodes if id[0] != "_")
    return nodes


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"software_primaryPurpose": "modell"}, {"creationInfo": None}]
)
def test_the_bindings_find_what_is_wrong(wrong: dict[str, Any]) -> None:
    """The bindings refuse an element with what is none of its own."""
    made = json.loads(spdx.render(told("olmo-2-13b", Audience.PUBLIC)))
    for node in made["@graph"]:
        if node["type"] == "ai_AIPackage":
            node.update(wrong)
    with pytest.raises((KeyError, ValueError, TypeError)):
        holds_as_spdx(json.dumps(made).encode())


@each_audience
@each_example
def test_spdx_is_valid(example: str, audience: Audience) -> None:
    """The SPDX document of each example holds what the model of SPDX 3.0.1 lets it hold."""
    holds_as_spdx(spdx.render(told(example, audience)))


@each_audience
@each_record
def test_spdx_of_any_dossier_is_valid(record: str, audience: Audience) -> None:
    """It holds of a dossier of which everything is odd, too."""
    holds_as_spdx(spdx.render(seen(audience, record)))


def test_a_profile_is_claimed_where_nothing_lacks() -> None:
    """The AI profile is claimed where all that it asks is stated, and else what lacks is named."""
    claims = {}
    for example in NAMES:
        nodes = holds_as_spdx(spdx.render(told(example, Audience.AI_OFFICE))).values()
        (document,) = [node for node in nodes if node["type"] == "SpdxDocument"]
        lacks = {
            one["extension_cdxPropName"]: one["extension_cdxPropValue"]
            for one in document["extension"][0]["extension_cdxProperty"]
        }
        (model,) = [node for node in nodes if node["type"] == "ai_AIPackage"]
        lack = lacks.get("colophon:profile-not-claimed:ai", "")
        assert all(name not in model for name in lack.split(", "))
        assert ("ai" in document["profileConformance"]) is (not lack)
        assert "dataset" not in document["profileConformance"]
        claims[example] = lack
    assert claims["olmo-2-13b"] == ""
    assert claims["llama-3.1-405b"] == "software_downloadLocation, software_packageVersion"


@pytest.mark.parametrize(
    ("name", "licence", "expression"),
    [
        ("apache-2.0", {"license": {"id": "Apache-2.0"}}, "Apache-2.0"),
        ("mit OR apache-2.0", {"expression": "MIT OR Apache-2.0"}, "MIT OR Apache-2.0"),
        ("Acme Licence", {"license": {"name": "Acme Licence"}}, "LicenseRef-Acme-Licence"),
        ("(" * 5000, {"license": {"name": "(" * 5000}}, "LicenseRef-unnamed"),
    ],
)
def test_a_licence_by_its_name(name: str, licence: dict[str, Any], expression: str) -> None:
    """A licence of the list has its identifier, several are an expression, others have a name."""
    entry = Entry("licence.name", "Licence", "stated", (name,), (name,))
    subject = replace(told("olmo-2-13b", Audience.PUBLIC), entries={entry.field: entry})
    (found,) = holds_as_bom(cyclonedx.render(subject))["metadata"]["component"]["licenses"]
    found.pop("acknowledgement", None)
    found.get("license", {}).pop("acknowledgement", None)
    assert found == licence
    nodes = holds_as_spdx(spdx.render(subject)).values()
    (element,) = [one for one in nodes if one["type"] == "simplelicensing_LicenseExpression"]
    assert element["simplelicensing_licenseExpression"] == expression


def test_nobody_concludes_a_licence() -> None:
    """What is declared is related as declared; nothing is concluded, and that is said."""
    nodes = holds_as_spdx(spdx.render(told("llama-3.1-405b", Audience.AI_OFFICE)))
    related = [node for node in nodes.values() if node["type"] == "Relationship"]
    (model,) = [id for id, node in nodes.items() if node["type"] == "ai_AIPackage"]
    own = {one["relationshipType"]: one["to"][0] for one in related if one["from"] == model}
    licence = nodes[own["hasDeclaredLicense"]]
    assert licence["simplelicensing_licenseExpression"] == "LicenseRef-llama3.1"
    assert own["hasConcludedLicense"].endswith("NoAssertionLicense")


# -- The ledger -----------------------------------------------------------------------------------


def test_the_ledger_as_a_table() -> None:
    """Each entry is a line with its numbers as they are, and each total is one."""
    text = ledger_csv.render(told("olmo-2-13b", Audience.AI_OFFICE)).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["kind"] for row in rows] == ["entry", "entry", "entry", "total", "total"]
    assert rows[0]["best"] == "4.463788032e23"
    assert rows[0]["unit"] == "FLOP"
    assert (rows[2]["parameter-updates"], rows[2]["cumulative"]) == ("no", "yes")
    assert text.count("\r\n") == len(rows) + 1


def test_an_incomplete_ledger_says_so() -> None:
    """The totals of a ledger that nobody calls complete are lower bounds."""
    text = ledger_csv.render(told("llama-3.1-405b", Audience.AI_OFFICE)).decode()
    kinds = {row["kind"] for row in csv.DictReader(io.StringIO(text))}
    assert kinds == {"entry", "total, at least"}


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("a=1", "a=1"),
        ("1e25", "1e25"),
        ("", ""),
    ],
)
def test_no_text_is_a_formula(text: str, harmless: str) -> None:
    """A text that a spreadsheet would compute has an apostrophe before it; no other has."""
    assert ledger_csv._harmless(text) == harmless
