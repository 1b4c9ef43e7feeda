"""The JSON Schema says what is written as JSON: every document holds, and nothing else does."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from colophon.documents.build import build
from colophon.documents.formats import json as form
from colophon.documents.schema import ID, schema
from colophon.law.load import law
from colophon.law.model import Audience
from colophon.workspace.check import check
from tests.documents.test_canaries import document

if TYPE_CHECKING:
    from colophon.assessment.model import Case

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
ON: Final = date(2026, 11, 21)

each_example = pytest.mark.parametrize("example", ["olmo-2-13b", "llama-3.1-405b"])
each_outline = pytest.mark.parametrize("outline", [*law().outline])


def closed(shape: Any) -> Any:
    """Return a schema in which no object has a key that is not told."""
    if isinstance(shape, list):
        return [closed(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    inner = {
        name: {key: closed(one) for key, one in value.items()}
        if name in {"properties", "$defs"}
        else closed(value)
        for name, value in shape.items()
    }
    return {**inner, "additionalProperties": False} if "properties" in shape else inner


@cache
def validator() -> Draft202012Validator:
    """Return the validator of a document to which no key was added."""
    shape = closed(json.loads(schema()))
    Draft202012Validator.check_schema(shape)
    return Draft202012Validator(shape, format_checker=FormatChecker())


@cache
def case_of(example: str, language: str) -> tuple[Case, str]:
    """Return an example with the digest of its dossier."""
    checked = check(EXAMPLES / example / "dossier", ON, language)
    return checked.assessment.case, checked.digest


def mistakes(content: bytes) -> list[str]:
    """Return where a rendered document is none."""
    found = validator().iter_errors(json.loads(content))
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


@each_example
@each_outline
def test_every_document_holds(example: str, outline: str) -> None:
    """Every document of both examples is one by the schema, for each audience and language."""
    for language in ("en", "nl", "fi"):
        case, digest = case_of(example, language)
        for audience in Audience:
            made = build(
                case.law.outline[outline], case, audience, digest=digest, made_by="Colophon 1"
            )
            assert mistakes(form.render(made)) == []


@each_outline
def test_odd_documents_hold(outline: str) -> None:
    """So is every document of a dossier of canaries."""
    for record in ("plain", "confidential", "not-applicable", "missing"):
        for audience in Audience:
            assert mistakes(form.render(document(outline, audience, record))) == []


def test_every_kind_of_block_is_told() -> None:
    """The schema tells of each kind of block apart from the others."""
    blocks = json.loads(schema())["$defs"]["Section"]["properties"]["blocks"]["items"]
    assert len(blocks["discriminator"]["mapping"]) == len(blocks["oneOf"]) >= 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 2},
        {"format": "another"},
        {"document": {}},
    ],
)
def test_what_is_no_document_is_refused(wrong: dict[str, Any]) -> None:
    """Another format, another version and half a document do not hold."""
    case, digest = case_of("olmo-2-13b", "en")
    made = build(
        case.law.outline["annex-xi"], case, Audience.AI_OFFICE, digest=digest, made_by="Colophon 1"
    )
    content = {**json.loads(form.render(made)), **wrong}
    assert mistakes(json.dumps(content).encode())


def test_keys_may_be_added() -> None:
    """The schema as it is published lets later versions add keys."""
    case, digest = case_of("olmo-2-13b", "en")
    made = build(
        case.law.outline["annex-xi"], case, Audience.AI_OFFICE, digest=digest, made_by="Colophon 1"
    )
    content = json.loads(form.render(made))
    content["document"]["later"] = "more"
    assert Draft202012Validator(json.loads(schema())).is_valid(content)


def test_its_name_has_the_version() -> None:
    """The name of the schema ends in the version of the format."""
    assert json.loads(schema())["$id"] == ID
    assert f"{ID}:".endswith(f":{form.VERSION}:")


def test_the_words_of_formats_are_no_part() -> None:
    """What formats for people say around the rest stands neither in the file nor in the schema."""
    assert "words" not in json.loads(schema())["$defs"]["Document"]["properties"]
    assert "Words" not in json.loads(schema())["$defs"]
