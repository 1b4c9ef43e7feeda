"""An outline, a dossier and an audience make a document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon import parts
from colophon.assessment.assess import assess
from colophon.documents import formats
from colophon.documents.build import build
from colophon.documents.model import (
    Entry,
    Missing,
    NotApplicable,
    Paragraph,
    Stated,
    Table,
    Withheld,
)
from colophon.dossier import files
from colophon.law.load import law
from colophon.law.model import Audience, Outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.assessment.model import Case
    from colophon.documents.model import Block, Document
    from colophon.law.model import Element

    Write = Callable[[Mapping[str, Any]], dict[str, bytes]]

ON = date(2026, 11, 21)
SPINE = {
    "provider": {"name": "Acme SAS", "established_in": "FR"},
    "model": {"name": "Acme 7B", "input_modalities": ["text"], "output_modalities": ["text"]},
}


def case(tree: Mapping[str, bytes]) -> Case:
    """Return what an assessment of the tree rests on."""
    return assess(files.read(tree, law()), law(), ON).case


def made(of: Case, outline: str = "annex-xi", audience: Audience = Audience.AI_OFFICE) -> Document:
    """Return a document of the case."""
    digest = f"sha256:{'0' * 64}"
    return build(law().outline[outline], of, audience, digest=digest, made_by="Colophon 1")


def blocks(document: Document) -> Iterator[Block]:
    """Yield every block of a document."""
    return (block for part in document.parts for one in part.sections for block in one.blocks)


def by_section(outline: Outline) -> dict[str, Element]:
    """Return the elements by the ids of their sections, of which an incident has its own."""
    return {
        f"incident-3-{one.id}" if law().section[one.sections[0]].each else one.id: one
        for one in outline.all_elements
    }


def of_section(document: Document, id: str) -> tuple[Block, ...]:
    """Return the blocks of one section."""
    sections = {one.id: one for part in document.parts for one in part.sections}
    return sections[id].blocks


each_outline = pytest.mark.parametrize("name", [*law().outline])

INCIDENT = {"id": "incident-3", "by": "A. Moreau", "on": "2026-10-05"}
MODALITIES = ("Text", "Image", "Audio", "Video")
EMPTY = {"incidents": [INCIDENT]}
"""A dossier with nothing in it but an incident of which nothing is said."""


@each_outline
def test_same_input_same_bytes(name: str, tree_of: Write) -> None:
    """The same dossier on the same day gives the same bytes, in every format."""
    record = {**SPINE, "compute": {"complete": True, "entries": {"pre-training": 2e23}}}
    for audience in law().outline[name].audiences:
        for form in parts.modules(formats):
            first, second = (
                form.render(made(case(tree_of(record)), name, audience)) for _ in range(2)
            )
            assert first == second


@each_outline
def test_an_empty_dossier_makes_a_document(name: str, tree_of: Write) -> None:
    """A dossier with nothing in it makes a document in which everything is missing."""
    for audience in law().outline[name].audiences:
        document = made(case(tree_of(EMPTY)), name, audience)
        assert document.model == "unnamed model"
        assert document.provider == "unknown"
        assert document.entries_filled == 0
        assert document.entries_missing > 0
        assert {block.kind for block in blocks(document)} <= {"missing", "paragraph"}
        for form in parts.modules(formats):
            assert form.render(document)


@each_outline
def test_sections_stand_in_the_order_of_the_outline(name: str, tree_of: Write) -> None:
    """A document's sections are the elements of its outline, in their order, by provision."""
    outline = law().outline[name]
    for audience in outline.audiences:
        document = made(case(tree_of(EMPTY)), name, audience)
        ids = [section.id for part in document.parts for section in part.sections]
        elements = by_section(outline)
        assert ids == [one for one in elements if one in ids]
        for part in document.parts:
            for section in part.sections:
                element = elements[section.id]
                of_incident = section.id.startswith("incident-3-")
                assert part.heading == ("incident-3: " if of_incident else "") + element.part
                assert section.provision.startswith(law().cited(element.source))
                assert law().force(element.source).value in section.provision
                assert element.source.confirmed.value in section.provision


@each_outline
def test_what_is_missing_cites_its_provision(name: str, tree_of: Write) -> None:
    """A missing entry names the provision of the very section that it stands in."""
    outline = law().outline[name]
    document = made(case(tree_of(EMPTY)), name, outline.audiences[0])
    elements = by_section(outline)
    missing = 0
    for part in document.parts:
        for section in part.sections:
            for block in section.blocks:
                if isinstance(block, Missing):
                    assert block.asked_by == law().cited(elements[section.id].source)
                    missing += 1
    assert missing == document.entries_missing


def test_counts(tree_of: Write) -> None:
    """Entries are counted as stated or missing; paragraphs and tables are neither."""
    record = {
        **SPINE,
        "datasets": [
            {"name": "Crawl", "origin": "crawled", "modalities": ["text"], "source": "inventory"}
        ],
        "answers": {
            "use.intended-tasks": "Chat.",
            "data.curation": {"not_applicable": "There was none."},
            "use.acceptable-use-policy": {"value": "Be kind.", "confidential": True},
        },
    }
    for name, audience in (("annex-xi", Audience.AI_OFFICE), ("annex-xii", Audience.DOWNSTREAM)):
        document = made(case(tree_of(record)), name, audience)
        found = list(blocks(document))
        told = [one for one in found if isinstance(one, Stated | NotApplicable | Withheld)]
        assert document.entries_filled == len(told)
        assert document.entries_missing == sum(isinstance(one, Missing) for one in found)
        assert any(isinstance(one, NotApplicable) for one in told)
        assert any(isinstance(one, Withheld) for one in told) is (audience is Audience.DOWNSTREAM)


@pytest.mark.parametrize(
    ("flop", "complete", "said", "has_entries"),
    [
        ("2e23", True, "Not asked of this model on 2026-11-21", False),
        ("2e23", False, "Whether this is asked of the model is not known yet", True),
        ("2e25", True, None, True),
    ],
)
def test_what_is_asked_of_some_models_only(
    flop: str, complete: bool, said: str | None, has_entries: bool, tree_of: Write
) -> None:
    """A section for models with systemic risk says whether it is asked of this one."""
    entry = {"method": "stated", "amount": f"{flop} FLOP"}
    record = {**SPINE, "compute": {"complete": complete, "entries": {"pre-training": entry}}}
    found = of_section(made(case(tree_of(record))), "annex-xi-2-1")
    paragraphs = [one.text for one in found if isinstance(one, Paragraph)]
    assert [text.startswith(said or "") for text in paragraphs] == ([True] if said else [])
    assert any(isinstance(one, Missing) for one in found) is has_entries
    if said:
        assert "General-purpose AI model with systemic risk" in paragraphs[0]


def test_why_a_section_is_not_asked(tree_of: Write) -> None:
    """A question that does not arise is said not to apply; it is not said to be not met."""
    entry = {"method": "stated", "amount": "2e22 FLOP"}
    record = {**SPINE, "compute": {"complete": True, "entries": {"pre-training": entry}}}
    (told,) = of_section(made(case(tree_of(record))), "annex-xi-2-1")
    assert isinstance(told, Paragraph)
    assert told.text.endswith("General-purpose AI model with systemic risk is not applicable.")


def test_what_an_audience_may_not_see_is_not_named_to_it(tree_of: Write) -> None:
    """A section of which an audience may see nothing is not in its document, asked or not."""
    secret = law().outline["annex-xi"].model_copy(update={"id": "made-up"})
    element = next(one for one in secret.all_elements if one.only_if)
    outline = Outline(**{**dict(secret), "elements": (element,), "beyond": ()})
    for flop in ("2e23", "2e25"):
        entry = {"method": "stated", "amount": f"{flop} FLOP"}
        record = {**SPINE, "compute": {"complete": True, "entries": {"pre-training": entry}}}
        of = case(tree_of(record))
        for audience in (Audience.DOWNSTREAM, Audience.PUBLIC):
            document = build(outline, of, audience, digest="sha256:0", made_by="Colophon 1")
            assert document.parts == ()


def test_registers_stand_in_their_sections(tree_of: Write) -> None:
    """The registers are tables with a cell for each column; an empty register is no table."""
    record = {
        **SPINE,
        "compute": {"entries": {"pre-training": 2e23, "evaluation": 1e20}},
        "datasets": [
            {
                "name": "Crawl",
                "origin": "public-dataset",
                "modalities": ["text", "image"],
                "source": "inventory",
            }
        ],
        "evaluations": [],
    }
    tables = [one for one in blocks(made(case(tree_of(record)))) if isinstance(one, Table)]
    assert [table.caption for table in tables] == [
        "Register of training data sources",
        "Ledger of training compute",
    ]
    data, compute = tables
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    assert data.rows == (
        (
            "Crawl",
            "public dataset",
            "text, image",
            *["not known"] * 3,
            *["none given"] * 2,
            "inventory",
        ),
    )
    assert [row[0] for row in compute.rows][-2:] == [
        "Total: parameter-updates",
        "Total: cumulative",
    ]
    assert compute.rows[-1][1] == (
        "2 × 10²³ FLOP (at least; the ledger is not said to be complete)"
    )
    assert compute.rows[0][0] == "Pre-training\npre-training"


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        (
            Audience.AI_OFFICE,
            {
                "parameters.total": [True, False, False],
                "training.compute.cumulative": [True, False, False],
                "energy.training": [True, True, False],
                "model.name": [True, True, True],
            },
        ),
        (
            Audience.NATIONAL_AUTHORITY,
            {
                "parameters.total": [False, True, True],
                "training.compute.cumulative": [False, True, False],
                "energy.training": [True, True, False],
                "model.name": [True, True, True],
            },
        ),
        (
            Audience.DOWNSTREAM,
            {
                "parameters.total": [False, True, True],
                "hardware.required": [False, False, True],
                "model.name": [True, True, True],
            },
        ),
    ],
)
def test_the_form_marks_who_gets_an_item(
    audience: Audience, wanted: dict[str, list[bool]], tree_of: Write
) -> None:
    """An item is marked for those who get it as exactly; the form has another for the others."""
    document = made(case(tree_of(SPINE)), "model-documentation-form", audience)
    entries = {one.field: one for one in blocks(document) if isinstance(one, Entry)}
    marked = {name: [one.chosen for one in entries[name].recipients] for name in wanted}
    assert marked == wanted
    labels = {tuple(choice.label for choice in one.recipients) for one in entries.values()}
    assert labels == {("AI Office", "National competent authority", "Downstream provider")}


def test_other_documents_mark_no_recipients(tree_of: Write) -> None:
    """Only the Model Documentation Form tells who gets an item."""
    document = made(case(tree_of(SPINE)))
    assert not any(one.recipients for one in blocks(document) if isinstance(one, Entry))


def test_the_summary_tells_where_its_table_has_an_entry(tree_of: Write) -> None:
    """Sizes and types of content stand below their modality; nothing else stands in the table."""
    modalities = [*(name.lower() for name in MODALITIES), "other"]
    record = {**SPINE, "answers": {"public-summary.modalities": modalities}}
    document = made(case(tree_of(record)), "public-summary", Audience.PUBLIC)
    cells = {
        one.field: (one.cell.row, one.cell.column)
        for one in blocks(document)
        if isinstance(one, Entry) and one.cell
    }
    sized = {f"public-summary.{name.lower()}-size": (name, "Size") for name in MODALITIES}
    told = {
        f"public-summary.{name.lower()}-content": (name, "Types of content") for name in MODALITIES
    }
    assert cells.keys() == {*sized, *told, "public-summary.other-modality"}
    assert {name: cells[name] for name in (*sized, *told)} == sized | told
    assert cells["public-summary.other-modality"] == ("Other", "Size")
