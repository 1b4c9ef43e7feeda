"""What a request asks for is what the package holds: no more, and nothing passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import assess
from colophon.disclosure import selection as selections
from colophon.disclosure.selection import Selection
from colophon.documents.formats import json
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld
from colophon.dossier import files
from colophon.dossier.model import Request
from colophon.errors import UnknownIdError
from colophon.law.load import law
from colophon.law.model import Audience
from tests.documents.test_canaries import DIGEST, ON, case_of, expected, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Case

LAW = law()
IDENTITY = tuple(field.id for field in LAW.section["identity"].fields)

each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)


def request(*items: str) -> Request:
    """Return a request for some items."""
    told: dict[str, Any] = {"from": "AI Office", "audience": "ai-office", "by": "A. Moreau"}
    return Request(id="r-1", items=items, **told)


# -- What is selected -----------------------------------------------------------------------------


def test_nothing_is_narrowed_down_without_a_word() -> None:
    """Without a request and without `--only`, a package is not narrowed down."""
    assert selections.selection(LAW, None, ()) is None


def test_items_are_documents_sections_and_fields() -> None:
    """Documents stand whole, sections are their fields, and each stands once in the law's order."""
    chosen = selections.selection(
        LAW, request("licence.name", "identity", "annex-xi", "identity"), ()
    )
    assert chosen is not None
    assert chosen.documents == ("annex-xi",)
    assert set(chosen.fields) == {*IDENTITY, "licence.name"}
    assert len(chosen.fields) == len(set(chosen.fields))
    assert selections.selection(LAW, None, ("identity", "licence.name", "annex-xi")) == chosen


def test_what_is_left_out_of_a_request_is_told() -> None:
    """What the request asks for and `--only` does not name is told as left out."""
    asked = request("annex-xi", "annex-xii", "identity")
    chosen = selections.selection(LAW, asked, ("annex-xii", IDENTITY[0]))
    assert chosen is not None
    assert (chosen.documents, chosen.fields) == (("annex-xii",), IDENTITY[:1])
    left = [("document", "annex-xi"), *(("field", one) for one in IDENTITY[1:])]
    assert chosen.left_out == tuple(left)


def test_a_field_of_a_document_may_be_picked() -> None:
    """Where a whole document is asked for, one of its fields may be handed over alone."""
    chosen = selections.selection(LAW, request("annex-xi"), ("licence.name",))
    left: tuple[tuple[selections.Kind, str], ...] = (("document", "annex-xi"),)
    assert chosen == Selection((), ("licence.name",), left_out=left)


def test_a_register_may_be_asked_for() -> None:
    """A register is an item of its own, and may be picked from a document that shows it."""
    chosen = selections.selection(LAW, request("datasets", "compute", "identity"), ("compute",))
    assert chosen is not None
    assert chosen.registers == ("compute",)
    assert ("register", "datasets") in chosen.left_out
    assert selections.selection(LAW, request("annex-xi"), ("compute",)) == Selection(
        (), (), ("compute",), (("document", "annex-xi"),)
    )


@pytest.mark.parametrize(
    ("asked", "only", "place"),
    [
        (request("annex-xi"), ("annex-xii",), "--only"),
        (request("licence.name"), ("annex-xi",), "--only"),
        (request("identity"), ("licence.name",), "--only"),
        (None, ("nothing",), "--only"),
        (request("nothing"), (), "requests.yaml"),
    ],
)
def test_what_was_not_asked_for_is_refused(
    asked: Request | None, only: tuple[str, ...], place: str
) -> None:
    """What the request does not ask for, and what nothing is called, does not slip in."""
    with pytest.raises(UnknownIdError) as refused:
        selections.selection(LAW, asked, only)
    assert refused.value.place == place


# -- The document of it ---------------------------------------------------------------------------


def made(fields: tuple[str, ...], case: Case, audience: Audience) -> Any:
    """Return the document of some fields."""
    chosen = Selection((), fields)
    return selections.document(chosen, case, audience, digest=DIGEST, made_by="Colophon")


@each_audience
@pytest.mark.parametrize("record", ["plain", "unasked", "missing"])
def test_no_field_that_was_asked_for_is_passed_over(audience: Audience, record: str) -> None:
    """Each field that the audience may see has an entry, and no other field has one."""
    case = case_of(record)
    document = made(tuple(LAW.field), case, audience)
    blocks = [block for part in document.parts for one in part.sections for block in one.blocks]
    assert all(isinstance(one, Stated | NotApplicable | Missing | Withheld) for one in blocks)
    of_model = {one for one in LAW.field if not LAW.section[LAW.section_of[one]].each}
    seen = {one.field for one in blocks}
    assert seen & of_model == {one for one in of_model if audience in LAW.field[one].shown_to}


@each_audience
@pytest.mark.parametrize("record", ["plain", "confidential", "read-confidential"])
def test_one_entry_tells_of_nothing_else(audience: Audience, record: str) -> None:
    """The document of one section tells nothing of another, nor what the audience may not see."""
    case = case_of(record)
    outline = LAW.outline["annex-xi"]
    for section in LAW.sections[::19]:
        fields = tuple(field.id for field in section.fields)
        element = outline.elements[0].model_copy(
            update={"sections": (section.id,), "registers": (), "registers_for": ()}
        )
        alone = outline.model_copy(
            update={"elements": (element,), "beyond": (), "audiences": tuple(Audience)}
        )
        wanted = expected(alone, audience, record)
        text = json.render(made(fields, case, audience)).decode()
        leaked = [what for canary, what in wanted.unseen.items() if canary in text]
        numbers = joined(text)
        leaked += [what for canary, what in wanted.hidden.items() if canary[:7] in numbers]
        assert not leaked, f"{section.id}, {audience.value}, {record}: {leaked}"


@each_audience
def test_without_an_incident_it_says_so(
    audience: Audience, tree_of: Callable[..., dict[str, bytes]]
) -> None:
    """Fields that each incident has lead to a sentence where there is no incident on file."""
    case = assess(files.read(tree_of({}), LAW), LAW, ON).case
    each = next(one for one in LAW.sections if one.each)
    document = made(tuple(field.id for field in each.fields), case, audience)
    shown = any(audience in field.shown_to for field in each.fields)
    assert bool(document.parts) is shown
