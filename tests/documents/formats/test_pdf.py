"""PDF: what an archive, a screen reader and a clipboard get from it."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
import typst
from pypdf import PdfReader

from colophon.documents.formats import pdf
from colophon.documents.formats._letters import drawable, is_drawable, ranges
from colophon.documents.model import Paragraph, Part, Section, Stated, Table
from colophon.errors import ColophonError
from tests.documents.formats import readers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from colophon.documents.model import Block, Document

MARKUP: Final = (
    '#read("/etc/passwd")',
    "#let x = 1; #x $x^2$ *bold* _so_ `raw` @cited <label> = no heading",
    '#import "@preview/evil:0.1.0": * // no comment /* nor this */ \\ ~ --- ... "quoted"',
    '#sys.inputs #panic() #eval("1") ]] )) }} \'',
)
"""What would mean something if it were not data."""


def with_texts(sample: Document, *texts: str) -> Document:
    """Return a small document that says these texts."""
    entry = Stated(field="a.b", label=texts[0], value=texts, source=texts[-1], note=texts[0])
    blocks: tuple[Block, ...] = (*(Paragraph(text=text) for text in texts), entry)
    section = Section(id="one", heading="One", provision="-", blocks=blocks)
    part = Part(heading="A part", sections=(section,))
    return sample.model_copy(update={"parts": (part,), "notice": None, "purpose": "-"})


@cache
def _read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def _day(made: bytes) -> str:
    told = _read(made).metadata
    assert told is not None
    return str(told["/CreationDate"])


def _catalogue(made: bytes) -> Any:
    return _read(made).trailer["/Root"]


def test_it_is_for_archives_and_for_screen_readers(sample: Document) -> None:
    """The file says that it is PDF/A-2a and PDF/UA-1, is tagged, and has its language."""
    made = pdf.render(sample)
    catalogue = _catalogue(made)
    told = catalogue["/Metadata"].get_data().decode()
    assert re.search(r"<pdfaid:part>2<.*<pdfaid:conformance>A<", told)
    assert "<pdfuaid:part>1<" in told
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].lower() == "en-ie"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/OutputIntents"]


def test_its_properties_follow_from_the_document(sample: Document) -> None:
    """Title, author, keywords and date are those of the document; no clock is read."""
    made = pdf.render(sample)
    told = html.unescape(_catalogue(made)["/Metadata"].get_data().decode())
    for text in ("Technical documentation <of> a *model*", "Exemplar & Sons", "2026-11-21"):
        assert text in told
    assert sample.dossier_digest in told
    assert _day(made).startswith("D:20261121")


def test_bookmarks_are_the_headings(sample: Document) -> None:
    """Whoever opens the bookmarks sees parts, below them sections, or groups of sections."""
    first, second = sample.parts[0].sections[0], sample.parts[0].sections[1:]
    assert {section.under for section in second} == {"2 Tables & *charts*"}
    grouped = ["2 Tables & *charts*", [section.heading for section in second]]
    headings: list[Any] = [sample.parts[0].heading, [first.heading, *grouped]]
    for part in sample.parts[1:]:
        headings.append(part.heading)
        sections = [" ".join(section.heading.split()) for section in part.sections]
        headings += [sections] if sections else []

    def told(outline: list[Any]) -> list[Any]:
        return [told(one) if isinstance(one, list) else one.title for one in outline]

    assert told(_read(pdf.render(sample)).outline) == headings


def test_fonts_are_embedded(sample: Document) -> None:
    """No letter depends on a font of the machine on which the file is read."""
    for font in _fonts(pdf.render(sample)):
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/ToUnicode" in font


def _fonts(made: bytes) -> Iterator[Any]:
    for page in _read(made).pages:
        resources: Any = page["/Resources"]
        fonts = resources.get("/Font", {})
        yield from (one.get_object() for one in fonts.values())


def test_markup_is_text(sample: Document) -> None:
    """A text that looks like markup of Typst is shown as it is, and does nothing."""
    text = readers.pdf(pdf.render(with_texts(sample, *MARKUP)))
    squeezed = "".join(text.split())
    for one in MARKUP:
        assert "".join(one.split()) in squeezed
    assert "root:" not in text


def test_superscripts_and_boxes_are_letters(sample: Document) -> None:
    """A copy of the page keeps powers of ten and ticks; a power never becomes a number."""
    text = readers.pdf(pdf.render(with_texts(sample, "above 10²⁵ FLOP, not 10⁻³", "☒ Yes ☐ No")))
    assert "10²⁵" in text
    assert "10⁻³" in text
    assert "☒ Yes ☐ No" in text
    assert "1025" not in text


def test_nothing_is_put_into_words(sample: Document) -> None:
    """A digest that is broken over lines is copied whole, without hyphens or marks unseen."""
    digest = "0123456789abcdef" * 8
    text = readers.pdf(pdf.render(with_texts(sample, digest, "co\u00adop\u200berate 1 2\u20603")))
    assert digest in "".join(text.split())
    assert "cooperate 1 23" in text
    assert not re.search("[\u00ad\u200b\u2060\ufeff]", text)


def test_what_no_font_has_stands_as_its_code(sample: Document) -> None:
    """A character that cannot be drawn is told by its code, and the first page says so."""
    made = PdfReader(io.BytesIO(pdf.render(with_texts(sample, "数据 λ"))))
    first, last = made.pages[0].extract_text(), made.pages[-1].extract_text()
    assert sample.words.codes in " ".join(first.split())
    assert "⟨U+6570⟩⟨U+636E⟩ λ" in first + last
    plain = PdfReader(io.BytesIO(pdf.render(with_texts(sample, "data λ"))))
    assert "⟨U+" not in plain.pages[0].extract_text()


def test_the_letters_are_those_of_the_fonts(sample: Document) -> None:
    """Each letter that is listed can be drawn for archives, and one that is not cannot."""
    letters = [chr(code) for first, last in ranges() for code in range(first, last + 1)]
    lines = [" ".join(letters[start : start + 50]) for start in range(0, len(letters), 50)]
    assert is_drawable("".join(letters))
    assert pdf.render(with_texts(sample, *lines))
    with pytest.raises(typst.TypstError, match="PDF/A"):
        typst.compile(
            '#set document(title: "x")\n#"数"'.encode(),
            font_paths=typst.Fonts(include_system_fonts=False),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(pdf.STANDARDS),
        )


def test_tabs_and_control_characters(sample: Document) -> None:
    """A tab is a space, and a control character is seen, as in every format."""
    made = pdf.render(with_texts(sample, "one\ttwo", "bell\x07", "\tindented\tand on"))
    text = readers.pdf(made)
    assert "one two" in text
    assert "indented and on" in text
    assert "bell\u2407" in text
    assert "".join(sample.words.codes.split())[:40] in "".join(text.split())


def test_codes_are_not_drawn_twice() -> None:
    """What is drawable stays as it is."""
    once = drawable("数 x")
    assert once == "⟨U+6570⟩ x"
    assert drawable(once) == once


@pytest.mark.parametrize("text", ["word " * 118, "a\n" * 90, "a\n\n" * 150, "x" * 5000])
def test_nothing_runs_off_the_page(sample: Document, text: str) -> None:
    """A text stands between the margins, however it is cut and however narrow its column is."""
    columns = tuple(f"Column {number}" for number in range(9))
    table = Table(caption="-", columns=columns, rows=((text, *("several words",) * 8),) * 2)
    entry = Stated(field="a.b", label="-", value=(text,), source="-", note=text)
    section = Section(id="one", heading="One", provision="-", blocks=(entry, table))
    part = Part(heading="A part", sections=(section,))
    for page in _read(pdf.render(sample.model_copy(update={"parts": (part,)}))).pages:
        places: list[tuple[float, float]] = []

        def visit(said: str, place: list[float], *_: Any, to: Any = places) -> None:
            if said.strip():
                to.append((place[4], place[5]))

        page.extract_text(visitor_text=visit)
        assert min(left for left, _ in places) > 50
        assert max(left for left, _ in places) < 545
        assert min(low for _, low in places) > 25
        assert max(low for _, low in places) < 805


def test_words_of_a_table_stay_whole(sample: Document) -> None:
    """A word that fits in its column, and a short number with its power of ten, are not parted."""
    columns = ("Name", "Enters the total", "Amount", "Source")
    row = (
        "tietoaineisto",
        "cumulative",
        "some 3.75 × 10²⁵ to 3.85 × 10²⁵ FLOP, ± 1 %",
        "text " * 60,
    )
    section = Section(
        id="one",
        heading="One",
        provision="-",
        blocks=(Table(caption="-", columns=columns, rows=(row,)),),
    )
    part = Part(heading="A part", sections=(section,))
    made = pdf.render(sample.model_copy(update={"parts": (part,)}))
    said = "\n".join(page.extract_text() for page in _read(made).pages)
    for whole in ("tietoaineisto", "total", "3.75 × 10²⁵", "3.85 × 10²⁵", "± 1 %"):
        assert whole in said


def test_long_and_empty_documents(sample: Document) -> None:
    """A text of many pages and a document of nothing are both drawn."""
    long = with_texts(sample, "A sentence that goes on. " * 5000)
    assert len(PdfReader(io.BytesIO(pdf.render(long))).pages) > 10
    empty = sample.model_copy(update={"parts": ()})
    assert len(PdfReader(io.BytesIO(pdf.render(empty))).pages) == 1


def test_the_day_is_the_document_s(sample: Document) -> None:
    """A document of another day, even of long ago, is dated on that day."""
    old = sample.model_copy(update={"on": date(1999, 1, 2)})
    assert _day(pdf.render(old)).startswith("D:19990102")


def test_without_the_library(sample: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Typst is not installed, the error says what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ColophonError, match="needs the library typst") as error:
        pdf.render(sample)
    assert "colophon[documents]" in str(error.value)


def test_a_validator_agrees(sample: Document, tmp_path: Path) -> None:
    """VeraPDF finds the file to be what it says; it is not to be had from the package indexes."""
    program = shutil.which("verapdf")
    if program is None:
        pytest.skip("verapdf is not installed")
    file = tmp_path / "sample.pdf"
    file.write_bytes(pdf.render(sample))
    for flavour in ("2a", "ua1"):
        done = subprocess.run(
            [program, "--flavour", flavour, "--format", "text", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.startswith("PASS"), done.stdout
