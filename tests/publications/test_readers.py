"""Readers give lines with their places, and survive whatever bytes they are given."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import docx as python_docx
import pypdf
import pytest
import typst
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings, strategies as st
from pypdf.generic import DecodedStreamObject, NameObject

from colophon import parts
from colophon.errors import ReadingError
from colophon.publications import readers
from colophon.publications.readers import docx, html, json, markdown, pdf

from .conftest import KINDS, as_docx, as_html, as_pdf, summary

if TYPE_CHECKING:
    from types import ModuleType

ALL = [*parts.modules(readers)]
MIB = 2**20


def drawn(source: str) -> bytes:
    """Return a PDF of a source of typst."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def refusal(reader: ModuleType, content: bytes) -> ReadingError | None:
    """Return the error with which a file is refused; None where it is read."""
    try:
        reader.read(content, "x")
    except ReadingError as error:
        return error
    return None


@pytest.mark.parametrize("reader", ALL, ids=lambda one: one.__name__.rpartition(".")[2])
def test_every_reader_has_what_a_reader_has(reader: ModuleType) -> None:
    """Each says how its files are named, recognises them, and reads them."""
    assert all(suffix == suffix.lower().lstrip(".") for suffix in reader.SUFFIXES)
    assert reader.recognises(b"") in {True, False}


@pytest.mark.parametrize(
    ("kind", "reader"), [("pdf", pdf), ("docx", docx), ("html", html), ("markdown", markdown)]
)
def test_a_reader_recognises_its_own(kind: str, reader: ModuleType) -> None:
    """What a file is, its content tells; the plain text comes last."""
    content = KINDS[kind](summary())
    others = [one for one in ALL if one not in {reader, markdown} and one.recognises(content)]
    assert reader.recognises(content)
    assert others == []


def test_an_archive_that_holds_a_page_is_no_page() -> None:
    """A package, in which pages lie uncompressed, is of no kind in which summaries are read."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("cover.html", as_html(summary()))
    assert [one for one in ALL if one.recognises(stream.getvalue())] == []


def test_a_line_of_a_pdf_tells_page_and_line() -> None:
    """The place of a line is what a person looks for."""
    written = pdf.read(as_pdf(summary()), "summary.pdf")
    assert written.lines[0].place == "page 1, line 1"
    assert any(line.place.startswith("page 2") for line in written.lines)


def test_headers_footers_and_page_numbers_of_a_pdf_are_left_out() -> None:
    """What stands at the edge of most pages is no part of an answer."""
    page = "#set page(header: [Invented Header], footer: context counter(page).display())\n"
    made = drawn(page + "\n#pagebreak()\n".join(f"Text {n}" for n in range(4)))
    texts = [line.text for line in pdf.read(made, "x.pdf").lines]
    assert texts == [f"Text {n}" for n in range(4)]


def test_the_address_of_a_link_stands_behind_its_line() -> None:
    """A list that a PDF only links to is pointed to; ligatures are letters."""
    source = 'A list of the names is\\ to be found #link("https://example.com/l.csv")[here].\\ End'
    texts = [line.text for line in pdf.read(drawn(source), "x.pdf").lines]
    assert texts == [
        "A list of the names is",
        "to be found here. <https://example.com/l.csv>",
        "End",
    ]


def test_pages_without_text_are_told() -> None:
    """A page that is a picture is named; a file of such pages has no lines."""
    written = pdf.read(drawn("#rect()\n#pagebreak()\nText\n#pagebreak()\n#rect()"), "x.pdf")
    assert [dict(gap.values) for gap in written.unread] == [{"pages": "1, 3"}]
    assert pdf.read(drawn("#rect()"), "x.pdf").lines == ()


def test_a_pdf_with_a_password_is_refused() -> None:
    """A locked file is told as locked."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(as_pdf(summary())))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(ReadingError, match="password"):
        pdf.read(stream.getvalue(), "x.pdf")


def test_the_heading_of_a_page_is_a_part_of_the_place() -> None:
    """A line of a page tells the heading that it stands under."""
    lines = html.read(as_html(summary()), "x.html").lines
    (line,) = [one for one in lines if one.text == "ExampleBot/1.0"]
    assert line.place.endswith("under `2.3. Data crawled and scraped of what is meant sources`")


def test_what_a_page_does_not_show_is_not_read() -> None:
    """Scripts, styles and menus are no text of a summary."""
    head = b"<html><head><title>T</title></head><body>"
    silent = b"<script>Yes</script><style>No</style><nav>X</nav><!-- Maybe --><p>Shown"
    assert [line.text for line in html.read(head + silent, "x").lines] == ["Shown"]


def test_a_page_may_leave_out_the_end_of_its_head() -> None:
    """What browsers show although a mark is left out is read."""
    page = b"<html><head><title>T</title><body><p>Shown"
    assert [line.text for line in html.read(page, "x").lines] == ["Shown"]


def test_boxes_of_a_page_become_letters() -> None:
    """A check box of a page is a box in the text, ticked or not; links show their address."""
    boxes = b"<p><input type=checkbox checked> Yes <input type='checkbox'> No</p>"
    link = b"<a href='https://example.com/a'>here</a>"
    texts = [line.text for line in html.read(boxes + link, "x").lines]
    assert texts == ["☒ Yes ☐ No", "here <https://example.com/a>"]


def test_boxes_of_word_become_letters() -> None:
    """Symbols, old form fields and content controls all give their box."""
    document = python_docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    wingdings = '<w:sym w:font="Wingdings" w:char="F0FE"/><w:t> Yes</w:t>'
    old = '<w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'
    field = f'<w:fldChar w:fldCharType="begin">{old}</w:fldChar><w:t>No</w:t>'
    control = "<w:p><w:r><w:t>☒ Ja</w:t></w:r></w:p>"
    for xml in (
        f"<w:p {space}><w:r>{wingdings}</w:r></w:p>",
        f"<w:p {space}><w:r>{field}</w:r></w:p>",
        f"<w:sdt {space}><w:sdtContent>{control}</w:sdtContent></w:sdt>",
    ):
        document.element.body.insert(-1, parse_xml(xml))
    stream = io.BytesIO()
    document.save(stream)
    texts = [line.text for line in docx.read(stream.getvalue(), "x").lines]
    assert texts == ["\uf0fe Yes", "☐ No", "☒ Ja"]


def test_cells_of_a_table_in_markdown_are_lines() -> None:
    """A label in one cell and its answer in the next stand apart; links show their address."""
    text = b"| Version of the Summary | V1 |\n|---|---|\n[list](https://example.com/l) \\*here\\*"
    texts = [line.text for line in markdown.read(text, "x").lines]
    assert texts == ["Version of the Summary", "V1", "list <https://example.com/l> *here*"]


# -- Hostile files --------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize(("kind", "reader"), [("pdf", pdf), ("docx", docx)])
def test_a_truncated_file_gives_text_or_one_clear_error(
    kind: str, reader: ModuleType, share: float
) -> None:
    """Half a file is read as far as it goes, or refused with what to do."""
    content = KINDS[kind](summary())
    error = refusal(reader, content[: int(len(content) * share)])
    assert error is None or ("save it anew" in error.remedy and error.place == "x")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A DOCX of kilobytes that unpacks to gigabytes costs neither memory nor time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("word/document.xml", "word/media/image1.png"):
            with archive.open(name, "w", force_zip64=True) as part:
                for _ in range(70):
                    part.write(bytes(MIB))
    assert len(stream.getvalue()) < MIB
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(ReadingError, match="far more text"):
        docx.read(stream.getvalue(), "x.docx")
    assert tracemalloc.get_traced_memory()[1] < 40 * MIB
    tracemalloc.stop()
    assert time.perf_counter() - begun < 20


def test_a_page_that_would_be_read_for_hours_is_refused() -> None:
    """A page of kilobytes that is drawn with millions of letters costs little time."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = DecodedStreamObject()
    stream.set_data(b"BT (x) Tj ET\n" * 1_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    made = io.BytesIO()
    writer.write(made)
    assert len(made.getvalue()) < MIB
    begun = time.perf_counter()
    with pytest.raises(ReadingError, match="far more text"):
        pdf.read(made.getvalue(), "x.pdf")
    assert time.perf_counter() - begun < 20


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    """A document of Word has no thousands of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(3000):
            archive.writestr(f"word/{number}.xml", "")
    with pytest.raises(ReadingError):
        docx.read(stream.getvalue(), "x.docx")


def test_tables_within_tables_without_end_are_refused() -> None:
    """Depth that no person makes is an error, not a crash."""
    deep = "<w:tbl><w:tr><w:tc>" * 90 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 90
    stream = io.BytesIO(as_docx(summary()))
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + deep.encode())
            new.writestr(part, content)
    error = refusal(docx, out.getvalue())
    assert error is None or error.place == "x"


@pytest.mark.parametrize(
    "page",
    [
        b"<p>" + b"<div>" * 200_000 + b"x",
        b"<p>" + b"<a " * 100_000,
        b"<!--" * 100_000,
        b"<![CDATA[" * 50_000,
        b"<script>" * 50_000,
        b"&" * 500_000,
        b"<p>" + b"#" * 500_000,
    ],
    ids=["deep", "tags", "comments", "cdata", "scripts", "entities", "one line"],
)
def test_a_strange_page_takes_little_time(page: bytes) -> None:
    """Nesting and unfinished marks are read in time that grows with their length."""
    begun = time.perf_counter()
    with suppress(ReadingError):
        html.read(page, "x.html")
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize("reader", [html, markdown])
def test_a_huge_text_is_refused(reader: ModuleType) -> None:
    """A text of many megabytes is no summary."""
    with pytest.raises(ReadingError, match="far more text"):
        reader.read(b"<p>word word</p>\n" * 110_000, "x")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.data())
def test_mutated_files_never_crash_a_reader(data: st.DataObject) -> None:
    """Bytes changed anywhere give text or one clear error."""
    kind = data.draw(st.sampled_from(["pdf", "docx", "html", "markdown"]))
    content = bytearray(_EXAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reader = {"pdf": pdf, "docx": docx, "html": html, "markdown": markdown}[kind]
    error = refusal(reader, bytes(content))
    assert error is None or error.remedy


@given(st.binary(max_size=400))
def test_any_bytes_never_crash_a_reader(content: bytes) -> None:
    """Bytes of nothing in particular give text or one clear error."""
    for reader in (pdf, docx, html, markdown, json):
        error = refusal(reader, content)
        assert error is None or error.remedy


_EXAMPLES = {kind: KINDS[kind](summary()) for kind in ("pdf", "docx", "html", "markdown")}
