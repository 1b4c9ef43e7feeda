"""A document tells its version and what changed, and nobody learns more by that."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.documents.build import build
from colophon.documents.formats import html, markdown
from colophon.documents.history import changes, with_versions
from colophon.documents.model import Paragraph, Table
from colophon.documents.views import AUTHORITIES
from colophon.dossier import files, releases
from colophon.dossier.releases import FILE
from colophon.law.load import law
from colophon.law.model import Audience, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.documents.model import Document
    from colophon.dossier.releases import Release

    Write = Callable[[Mapping[str, Any]], dict[str, bytes]]

ON = date(2026, 11, 21)
SPINE = {
    "provider": {"name": "Acme SAS", "established_in": "FR"},
    "model": {"name": "Acme 7B", "input_modalities": ["text"], "output_modalities": ["text"]},
}
NOTE = "remarked on the release"
AUTHOR = "B. Dubois"


def document(
    tree: Mapping[str, bytes], outline: str, audience: Audience, language: str = "en"
) -> Document:
    """Return a document of a dossier, without versions."""
    known = law(language)
    case = case_of(files.read(tree, known), known, ON)
    digest = files.digest(tree)
    return build(known.outline[outline], case, audience, digest=digest, made_by="Colophon 1")


def released(trees: Sequence[Mapping[str, bytes]]) -> list[Release]:
    """Return the records of releases of these states, 1.0, 1.1 and so on, a day apart."""
    records: list[Release] = []
    for number, tree in enumerate(trees):
        frozen = releases.freeze(
            tree,
            f"1.{number}",
            date(2026, 10, 1) + timedelta(days=number),
            by=AUTHOR,
            note=NOTE,
            before=records[-1] if records else None,
            law_known_on=ON,
            made_by="Colophon 1",
        )
        records.append(releases.read(frozen[FILE], FILE))
    return records


def versioned(
    trees: Sequence[Mapping[str, bytes]],
    outline: str = "annex-xi",
    audience: Audience = Audience.AI_OFFICE,
    language: str = "en",
) -> Document:
    """Return the document of the last of these states; those before it are released."""
    *before, now = trees
    earlier = [
        (record, document(tree, outline, audience, language))
        for record, tree in zip(released(before), before, strict=True)
    ]
    made = document(now, outline, audience, language)
    return with_versions(made, earlier, audience, law(language).language)


def history(made: Document) -> str:
    """Return all that the last part of a document says."""
    said = []
    for section in made.parts[-1].sections:
        for block in section.blocks:
            if isinstance(block, Table):
                said += [cell for row in (block.columns, *block.rows) for cell in row]
            else:
                assert isinstance(block, Paragraph)
                said.append(block.text)
    return "\n".join(said)


def test_without_releases_a_document_is_as_it_was(tree_of: Write) -> None:
    """Where nothing was released, a document says nothing of versions."""
    made = document(tree_of(SPINE), "annex-xi", Audience.AI_OFFICE)
    assert made.version is None
    assert versioned([tree_of(SPINE)]) == made


def test_a_released_state_says_which_version_it_is(tree_of: Write) -> None:
    """The document of a released state is that version, and says so in every format."""
    tree = tree_of(SPINE)
    made = versioned([tree, tree])
    assert made.version is not None
    assert (made.version.name, made.version.on) == ("1.0", date(2026, 10, 1))
    assert not made.version.changed
    assert "This document shows version 1.0 of 2026-10-01." in history(made)
    for form in (html, markdown):
        assert "1.0 of 2026-10-01" in form.render(made).decode()


def test_a_later_state_says_since_which_version_it_has_changed(tree_of: Write) -> None:
    """What was changed since the last release does not pass for it."""
    after = tree_of({**SPINE, "answers": {"licence.name": "MIT"}})
    made = versioned([tree_of(SPINE), after])
    assert made.version is not None
    assert made.version.changed
    assert made.version.said == "changed since 1.0 of 2026-10-01"
    assert "Changed since version 1.0:\nLicence: Licence (new)" in history(made)


def test_each_release_has_its_changes_the_latest_first(tree_of: Write) -> None:
    """The log goes back from now to the first release, and tells what the document tells."""
    states = [
        tree_of(SPINE),
        tree_of({**SPINE, "answers": {"licence.name": "MIT"}}),
        tree_of({**SPINE, "answers": {"licence.name": "MIT", "representative.name": "R"}}),
        tree_of({**SPINE, "answers": {"licence.name": "Apache-2.0"}}),
        tree_of({**SPINE}),
    ]
    said = history(versioned(states))
    lines = [
        "Changed since version 1.3:\nLicence: Licence (no longer told)",
        "Changed in version 1.3, against version 1.2:\nLicence: Licence (changed)",
        "Version 1.2 changes nothing in this document against version 1.1.",
        "Changed in version 1.1, against version 1.0:\nLicence: Licence (new)",
    ]
    assert [said.index(line) for line in lines] == sorted(said.index(line) for line in lines)
    assert "Apache-2.0" not in said


@pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
def test_who_released_is_for_authorities_and_remarks_for_the_ai_office(
    audience: Audience, tree_of: Write
) -> None:
    """Names go to those who see who states a value, remarks to those who see every remark."""
    tree = tree_of(SPINE)
    said = history(versioned([tree, tree], audience=audience))
    assert (AUTHOR in said) is (audience in AUTHORITIES)
    assert (NOTE in said) is (audience is Audience.AI_OFFICE)


@pytest.mark.parametrize("outline", [*law().outline])
@pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
def test_the_log_names_what_the_audience_may_see_and_repeats_no_value(
    outline: str, audience: Audience, tree_of: Write, answers_to: Callable[..., dict[str, Any]]
) -> None:
    """Where every answer changes, only labels of fields are named that the audience may see."""
    answers = answers_to(law())
    texts = {
        name: value
        for name, value in answers.items()
        if law().field[name].kind in {Kind.TEXT, Kind.NAME, Kind.NAMES}
    }
    before, after = (
        {
            name: [f"{word} {one}" for one in value]
            if isinstance(value, list)
            else f"{word} {value}"
            for name, value in texts.items()
        }
        for word in ("CanaryBefore", "CanaryAfter")
    )
    made = versioned(
        [tree_of({**SPINE, "answers": answers | one}) for one in (before, after)],
        outline,
        audience,
    )
    said = history(made)
    assert "Canary" not in said
    fields = {
        field.id: field
        for element in law().outline[outline].all_elements
        for section in element.sections
        for field in law().section[section].fields
    }
    shown = {field.label for field in fields.values() if audience in field.shown_to}
    named = {
        entry.rpartition(" (")[0]
        for line in said.splitlines()
        for entry in line.partition(": ")[2].split("), ")
        if line.endswith(("(changed)", "(new)"))
    }
    hidden = {field.label for field in fields.values()} - shown
    assert not [label for label in hidden if f"{label} (" in said]
    seen = [name for name in before if name in fields and audience in fields[name].shown_to]
    if seen and audience in law().outline[outline].audiences:
        assert named


@pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
def test_a_change_of_what_is_withheld_is_withheld(audience: Audience, tree_of: Write) -> None:
    """That a confidential answer changed is told to authorities alone."""
    states = [
        tree_of(
            {
                **SPINE,
                "answers": {"use.acceptable-use-policy": {"value": one, "confidential": True}},
            }
        )
        for one in ("Be kind.", "Be very kind.")
    ]
    outline = "model-documentation-form"
    made = versioned(states, outline, audience)
    label = law().field["use.acceptable-use-policy"].label
    assert (f"{label} (changed)" in history(made)) is (audience in AUTHORITIES)


def test_a_change_finer_than_what_is_shown_is_not_told(tree_of: Write) -> None:
    """Where a number is shown as a range, a change inside the range is none."""
    states = [
        tree_of({**SPINE, "compute": {"complete": True, "entries": {"pre-training": Decimal(one)}}})
        for one in ("8.1e24", "8.2e24")
    ]
    for audience in Audience:
        then, now = (document(tree, "model-documentation-form", audience) for tree in states)
        labels = [one.label for one in changes(then, now, law().language)]
        label = law().field["training.compute.cumulative"].label
        assert (label in labels) is (audience is Audience.AI_OFFICE)


@pytest.mark.parametrize("language", ["nl", "fi"])
def test_versions_are_told_in_the_language_of_the_document(language: str, tree_of: Write) -> None:
    """The version and the log are in the words of the document."""
    after = tree_of({**SPINE, "answers": {"licence.name": "MIT"}})
    made = versioned([tree_of(SPINE), after], language=language)
    assert made.version is not None
    assert made.version.said == law(language).say(
        "history.changed-since", version="1.0", day=date(2026, 10, 1)
    )
    assert "changed" not in history(made).lower()
