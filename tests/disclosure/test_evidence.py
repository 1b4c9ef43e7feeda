"""Evidence goes to those alone who see what it fills, exactly and in the same package."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import assess
from colophon.disclosure import evidence, selection as selections
from colophon.dossier import files
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.law.load import law
from colophon.law.model import Audience, Precision
from tests.documents.test_canaries import AUTHORITIES, DIGEST, ON, case_of, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Case
    from colophon.disclosure.manifest import Withheld

LAW = law()
FILLS = "licence.name"
"""A fact, and the one field that it fills."""

each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)


def handed_over(
    case: Case, audience: Audience, fields: tuple[str, ...] = tuple(LAW.field), **more: bool
) -> tuple[Mapping[str, bytes], tuple[Withheld, ...]]:
    """Return the evidence of a package that holds some fields."""
    chosen = selections.Selection((), fields)
    made = selections.document(chosen, case, audience, digest=DIGEST, made_by="Colophon")
    return evidence.evidence(case, [made], audience, **({"narrowed": False} | more))


def pieces(found: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return the pieces of evidence in some files."""
    return [one for content in found.values() for one in json.loads(content)["evidence"]]


@each_audience
@pytest.mark.parametrize("record", ["plain", "read", "read-confidential", "unasked"])
def test_a_piece_goes_in_only_where_all_that_it_fills_is_shown(
    audience: Audience, record: str
) -> None:
    """No piece goes to others than authorities, or where a field that it fills is not exact."""
    case = case_of(record)
    found, kept = handed_over(case, audience)
    for piece in pieces(found):
        filled = [field for field in LAW.field.values() if piece["fact"] in field.evidence]
        assert filled
        assert audience in AUTHORITIES
        for field in filled:
            assert field.shown_to[audience] is Precision.EXACT
            assert not case.record.values[field.id].confidential
    facts = {one.fact for reading in case.dossier.readings for one in reading.evidence}
    told = {piece["fact"] for piece in pieces(found)}
    if audience in AUTHORITIES:
        assert facts - told == {one.id for one in kept} - {"unread"}
    else:
        assert [(one.id, one.because) for one in kept] == [("evidence", "authorities-only")]


@each_audience
def test_what_could_not_be_read_stays_here(audience: Audience) -> None:
    """Of what could not be read no word goes out, but that there is something."""
    found, kept = handed_over(case_of("read"), audience)
    text = b"".join(found.values()).decode()
    assert word("fact", FILLS, "unread", "reason") not in text
    assert (audience in AUTHORITIES) == any(one.because == "unread" for one in kept)


@pytest.fixture
def small(tree_of: Callable[..., dict[str, bytes]]) -> Callable[..., Case]:
    """Return a function that gives the case of a dossier with some facts read."""

    def small(*facts: tuple[str, Any], **record: Any) -> Case:
        reading = Reading(
            importer="canary",
            artefact=Artefact(name="a/b.json", digest=f"sha256:{'a' * 64}", size=9),
            evidence=tuple(Evidence(fact=fact, value=value, locator="/x") for fact, value in facts),
            unread=(Unread(locator="", reason="It is cut off.", remedy="Get it anew."),),
        )
        tree = tree_of(record) | {"evidence/canary-1.json": files.evidence_bytes(reading)}
        return assess(files.read(tree, LAW), LAW, ON).case

    return small


def test_evidence_of_a_field_goes_with_it(small: Callable[..., Case]) -> None:
    """A piece stands in a file that names its importer and the digest of its artefact."""
    case = small(("weights.parameters", 7))
    fields = tuple(one.id for one in LAW.field.values() if "weights.parameters" in one.evidence)
    found, _ = handed_over(case, Audience.AI_OFFICE, fields, narrowed=True)
    for path, content in found.items():
        assert path.startswith("evidence/canary-")
        told = json.loads(content)
        assert told["format"] == "colophon-evidence"
        assert told["artefact"]["name"] == "a/b.json"
        assert "unread" not in told


@pytest.mark.parametrize(
    ("because", "audience", "facts", "answer"),
    [
        ("fills-no-field", Audience.AI_OFFICE, [("canary.hidden", "x")], {}),
        ("not-stated", Audience.AI_OFFICE, [(FILLS, "x"), (FILLS, "y")], {}),  # the two part
        ("of-confidential", Audience.AI_OFFICE, [(FILLS, "x")], {"confidential": True}),
        ("stated-otherwise", Audience.AI_OFFICE, [(FILLS, "y")], {"on": "2026-11-21"}),
        ("authorities-only", Audience.PUBLIC, [(FILLS, "x")], {}),
    ],
)
def test_why_a_piece_stays_here(
    because: str,
    audience: Audience,
    facts: list[tuple[str, str]],
    answer: dict[str, Any],
    small: Callable[..., Case],
) -> None:
    """Each reason to withhold a piece has its own word."""
    case = small(*facts, answers={FILLS: {"value": "x", **answer}} if answer else {})
    found, kept = handed_over(case, audience)
    assert not found
    assert because in {one.because for one in kept}


@pytest.mark.parametrize("answers", [{}, {FILLS: "X"}], ids=["read", "stated the same"])
def test_evidence_goes_with_what_was_read(
    answers: dict[str, str], small: Callable[..., Case]
) -> None:
    """A piece goes in where its value is that of the entry, whether it was read or is stated."""
    found, _ = handed_over(small((FILLS, "x"), answers=answers), Audience.AI_OFFICE)
    assert [one["value"] for one in pieces(found)] == ["x"]


def test_a_field_that_is_shown_less_exactly_keeps_its_evidence(small: Callable[..., Case]) -> None:
    """Where an audience sees a number less exactly, the exact one does not come as evidence."""
    case = small(("weights.parameters", 7123456789))
    (field,) = [one for one in LAW.field.values() if "weights.parameters" in one.evidence]
    for audience in AUTHORITIES:
        found, kept = handed_over(case, audience)
        is_exact = field.shown_to.get(audience) is Precision.EXACT
        assert bool(found) is is_exact
        assert is_exact or "not-shown-exactly" in {one.because for one in kept}


def test_what_was_not_asked_for_is_not_named(small: Callable[..., Case]) -> None:
    """A package that is narrowed down names no evidence of what it does not hold."""
    case = small(("canary.hidden", "x"), ("weights.parameters", 7))
    for audience in Audience:
        found, kept = handed_over(case, audience, ("data.curation",), narrowed=True)
        assert (dict(found), kept) == ({}, ())
