"""A small document in each language, as it looked when somebody last looked at it."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from colophon import parts
from colophon.documents import formats, views
from colophon.documents.build import words
from colophon.documents.model import (
    Choice,
    Document,
    Missing,
    NotApplicable,
    Part,
    Section,
    Stated,
    Withheld,
)
from colophon.law.load import ENGLISH, languages, law
from colophon.law.model import Precision
from colophon.quantities import Amount
from tests.documents.formats.test_formats import looks

if TYPE_CHECKING:
    from types import ModuleType

REWRITE: Final = "COLOPHON_WRITE_GOLDEN"
each_format = pytest.mark.parametrize(
    "form", list(parts.modules(formats)), ids=lambda form: form.__name__.rpartition(".")[2]
)
each_language = pytest.mark.parametrize("language", [one for one in languages() if one != ENGLISH])


def small(language: str) -> Document:
    """Return a document with an entry of each kind, in the words of a language."""
    spoken = law(language).language
    compute = Amount(Decimal("7.5e22"), Decimal("8.25e22"), Decimal("1.2e23"), "FLOP")
    blocks = (
        Stated(
            field="training.compute",
            label="A",
            value=(views.amount(compute, Precision.EXACT, spoken),),
            source=spoken.say("source.stated-on", day=date(2026, 10, 2)),
            note="-",
        ),
        NotApplicable(field="b.b", label="B", reason="-", source=spoken.say("source.read")),
        Missing(
            field="c.c",
            label="C",
            options=(Choice(label="1", chosen=False), Choice(label="2", chosen=False)),
            asked_by="-",
        ),
        Withheld(field="d.d", label="D", reason=spoken.say("document.confidential")),
    )
    section = Section(id="one", heading="1", provision="-", blocks=blocks)
    return Document(
        id="annex-xii",
        title="Exemplar",
        model=spoken.say("document.unnamed"),
        provider=spoken.say("document.unknown-provider"),
        audience="downstream",
        audience_label=spoken.say("audience.downstream"),
        notice=None,
        purpose="-",
        language=language,
        on=date(2026, 11, 21),
        law_known_on=date(2026, 8, 2),
        dossier_digest=f"sha256:{'0' * 64}",
        made_by="Colophon",
        entries_filled=3,
        entries_missing=1,
        parts=(Part(heading="0", sections=(section,)),),
        words=words(spoken),
    )


@each_format
@each_language
def test_golden(form: ModuleType, language: str) -> None:
    """The small document looks as it did when somebody last looked at it."""
    golden, rendered = looks(f"small.{language}", form, small(language))
    if REWRITE in os.environ:
        golden.write_bytes(rendered)
    assert golden.exists(), (
        f"{golden} is missing: run the tests once with {REWRITE}=1, then read what they wrote"
    )
    assert rendered == golden.read_bytes(), f"if you meant that, run once with {REWRITE}=1"


@each_language
def test_a_page_has_no_foreign_word_of_its_own(language: str) -> None:
    """What the page itself says is in the language of the document, which it names once."""
    html = next(one for one in parts.modules(formats) if one.EXTENSION == "html")
    page = html.render(small(language)).decode()
    assert f'<html lang="{language}">' in page
    assert page.count("lang=") == 1
