"""What a document does not show its audience is listed, and what it shows is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from colophon.disclosure import withheld
from colophon.documents.build import build
from colophon.documents.model import Withheld
from colophon.law.load import law
from colophon.law.model import Audience
from tests.documents.test_canaries import DIGEST, case_of

if TYPE_CHECKING:
    from colophon.documents.model import Document

LAW = law()

each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)


def listed(
    name: str, record: str, audience: Audience
) -> tuple[Document, set[tuple[str, str, str]]]:
    """Return a document, and what is listed as withheld of it: kind, id and why."""
    case, outline = case_of(record), LAW.outline[name]
    document = build(outline, case, audience, digest=DIGEST, made_by="Colophon")
    kept = withheld.of_outline(outline, document, case, audience)
    return document, {(one.kind, one.id, one.because) for one in kept}


@each_audience
@pytest.mark.parametrize("record", ["plain", "confidential"])
@pytest.mark.parametrize("name", ["annex-xi", "model-documentation-form", "public-summary"])
def test_a_field_is_shown_or_listed(name: str, record: str, audience: Audience) -> None:
    """Each field that a document does not show its audience is listed, with the reason."""
    document, kept = listed(name, record, audience)
    fields = {field.id: field for field in LAW.fields_in(LAW.outline[name].sections)}
    hidden = {one for one, field in fields.items() if audience not in field.shown_to}
    assert {one for _, one, why in kept if why == "not-for-audience"} & set(fields) == hidden
    confidential = {one.field for one in withheld.entries(document) if isinstance(one, Withheld)}
    assert {one for _, one, why in kept if why == "confidential"} == confidential
    assert bool(confidential) <= (record == "confidential")


@each_audience
def test_a_register_is_shown_or_listed(audience: Audience) -> None:
    """Registers that an audience does not see are listed, and one that it sees less exactly."""
    _, kept = listed("annex-xi", "plain", audience)
    found = {(id, why) for kind, id, why in kept if kind == "register"}
    match audience:
        case Audience.AI_OFFICE:
            assert found == set()
        case Audience.NATIONAL_AUTHORITY:
            assert ("compute", "not-for-audience") in found
            assert ("datasets", "less-exact") in found
        case _:
            assert {why for _, why in found} == {"not-for-audience"}


def test_what_is_missing_is_no_secret() -> None:
    """A field that nobody filled is listed as not filled, once, and not as withheld."""
    document, kept = listed("annex-xi", "missing", Audience.AI_OFFICE)
    unfilled = withheld.unfilled([document, document])
    assert unfilled
    assert len(unfilled) == len(set(unfilled))
    assert not set(unfilled) & {id for _, id, why in kept if why != "less-exact"}
