"""Documents: kept as a reference, with the title that they give themselves."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from colophon.importers import Folder, document

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

CORE = (
    '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:d="http://purl.org/dc/elements/1.1/" '
    'xmlns:t="http://purl.org/dc/terms/"><d:title>Model\nReport</d:title>'
    "<t:modified>2026-03-01T10:00:00Z</t:modified></c:coreProperties>"
)


def read(collect: Collect, name: str, data: bytes | str) -> Reading:
    """Return the reading of one document."""
    data = data.encode() if isinstance(data, str) else data
    (reading,) = collect(document, {name: data})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact.partition(".")[2]: item.value for item in reading.evidence}


def only_damage(reading: Reading) -> Unread:
    """Return the one damage of a reading that gives no facts."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
    return unread


def archive(core: bytes | str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a Word document with these properties."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("docProps/core.xml", core)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("LICENSE", ("licence",)),
        ("LICENCE-MODEL", ("licence",)),
        ("COPYING", ("licence",)),
        ("license.md", ("licence",)),
        ("AcceptableUsePolicy.pdf", ("policy",)),
        ("copyright_policy.txt", ("policy",)),
        ("terms-of-use.html", ("terms",)),
        ("System Card.docx", ("system card",)),
        ("safety-report-v2.PDF", ("report",)),
        ("policy report.md", ("policy", "report")),
    ],
)
def test_the_name_of_a_file_says_what_kind_it_is(name: str, kinds: tuple[str, ...]) -> None:
    """Nothing but the words of the name does."""
    assert list(document.recognise(Folder([name]))) == [(name,)]
    assert document._kinds(name) == kinds


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "policy.pt",
        "license.py",
        "LICENSE.spdx.json",
        "reporting.md",
        "notes.txt",
        "garak.1f.report.html",
        "unlicensed.txt",
        "report",
        ".md",
    ],
)
def test_other_files_are_no_documents(name: str) -> None:
    """Where the name does not say it, the file is left alone."""
    assert list(document.recognise(Folder([name]))) == []


@pytest.mark.parametrize(
    ("text", "title", "locator"),
    [
        ("# Acme #\n", "Acme", "line 1"),
        ("\ufeff\r\n## Acme  \r\n", "Acme", "line 2"),
        ("Acme\n====\n", "Acme", "line 1"),
        ("---\n# no\n---\n# Acme\n", "Acme", "line 4"),
        ("```\n# no\n```\n# Acme\n", "Acme", "line 4"),
        ("<!--\n# no\n-->\n# Acme\n", "Acme", "line 4"),
        ("#no\n", None, None),
        ("---\n# no\n", None, None),
        ("Acme\n", None, None),
        ("# \n", None, None),
    ],
)
def test_the_title_of_markdown_is_its_first_heading(
    collect: Collect, text: str, title: str | None, locator: str | None
) -> None:
    """Front matter, code and comments have no headings."""
    reading = read(collect, "policy.md", text)
    found = [item for item in reading.evidence if item.fact == "document.title"]
    assert [(item.value, item.locator) for item in found] == ([(title, locator)] if title else [])
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("<html><head><TITLE lang=en>A &amp;\n B</TITLE>", "A & B"),
        ("<!-- <title>old</title> --><title>new</title>", "new"),
        ("<body><svg><title>icon</title></svg></body>", None),
        ("<title>cut o", None),
        ("<title> </title>", None),
    ],
)
def test_the_title_of_html_is_that_of_its_head(
    collect: Collect, text: str, title: str | None
) -> None:
    """Pictures in the body have titles too, which are not that of the page."""
    assert facts(read(collect, "terms.html", text)).get("title") == title


def test_a_title_in_another_encoding_is_not_told(collect: Collect) -> None:
    """Nobody knows which characters were meant."""
    reading = read(collect, "terms.html", b"<title>\xe9</title>")
    assert "title" not in facts(reading)
    assert "UTF-8" in reading.unread[0].reason


def test_a_word_document_tells_its_title_and_its_last_change(collect: Collect) -> None:
    """Whatever the prefixes are called; the hour is left out."""
    found = facts(read(collect, "report.docx", archive(CORE)))
    assert (found["title"], found["date"]) == ("Model Report", "2026-03-01")


@pytest.mark.parametrize(
    "core",
    [
        CORE[:-5],
        "<!DOCTYPE a [<!ENTITY b 'c'>]>" + CORE,
        CORE.encode("utf-16"),
        b"<a>" + b" " * 2_000_000 + b"</a>",
        b"<?xml version='1.0' encoding='none'?><a/>",
    ],
)
def test_properties_that_no_program_writes_are_damage(collect: Collect, core: bytes | str) -> None:
    """Nothing is unpacked without end, and nothing grows."""
    only_damage(read(collect, "report.docx", archive(core)))


def test_a_word_document_cut_short_anywhere_is_damage_or_unread(collect: Collect) -> None:
    """No part of it is taken for the whole."""
    whole = archive(CORE)
    for length in range(1, len(whole)):
        reading = read(collect, "report.docx", whole[:length])
        assert reading.unread
        assert "title" not in facts(reading)


def test_an_archive_with_a_list_beyond_all_is_not_opened(collect: Collect) -> None:
    """A million members would fill the memory."""
    data = archive(CORE)
    at = data.rindex(b"PK\x05\x06") + 12
    reading = read(collect, "report.docx", data[:at] + b"\xff" * 4 + data[at + 4 :])
    assert "title" not in facts(reading)
    assert not reading.unread[0].damaged


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("SPDX-License-Identifier: MIT\n", ("MIT",)),
        (
            "// SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0",
            ("GPL-2.0-only WITH Classpath-exception-2.0",),
        ),
        ("<!-- SPDX-License-Identifier: (MIT OR Apache-2.0) -->", ("(MIT OR Apache-2.0)",)),
        (
            "SPDX-License-Identifier: MIT\nSPDX-License-Identifier: CC-BY-4.0\n",
            ("MIT", "CC-BY-4.0"),
        ),
        ("Write SPDX-License-Identifier: MIT into each file.\n", None),
        ("MIT License\n\nPermission is hereby granted, free of charge\n", None),
    ],
)
def test_the_name_of_a_licence_is_never_guessed(
    collect: Collect, text: str, value: tuple[str, ...] | None
) -> None:
    """Only a line that is there to say so says which licence it is."""
    assert facts(read(collect, "LICENSE", text)).get("spdx-identifier") == value


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", "<html>"),
        ("report.docx", "%PDF-1.7"),
        ("LICENSE", ""),
        ("policy.md", " \n"),
        ("LICENSE", "version https://git-lfs.github.com/spec/v1\n"),
    ],
)
def test_what_stands_in_the_place_of_a_document_is_damage(
    collect: Collect, name: str, data: str
) -> None:
    """A file of another format, an empty one, or a pointer to one is no document."""
    only_damage(read(collect, name, data))


def test_a_document_larger_than_memory_is_digested(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A heading that is cut where the search ends is no title."""
    monkeypatch.setattr(document, "_HEAD", 10)
    reading = read(collect, "policy.md", "x\n# Acme is kind\n")
    assert "title" not in facts(reading)
    assert reading.artefact.size == 17


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF '
    'xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<r:Description xmlns:d="http://purl.org/dc/elements/1.1/" '
    'xmlns:p="http://ns.adobe.com/xap/1.0/" p:ModifyDate="2026-03-01T10:00:00+02:00">'
    '<d:title><r:Alt><r:li xml:lang="x-default">TITLE</r:li></r:Alt></d:title>'
    "</r:Description></r:RDF></x:xmpmeta>"
)


def pdf(*, xmp: str = "", password: str = "", **properties: str) -> bytes:
    """Return a PDF of one empty page with these properties."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.metadata = None
    if properties:
        writer.add_metadata({f"/{key}": value for key, value in properties.items()})
    if xmp:
        stream = DecodedStreamObject()
        stream.set_data(xmp.encode())
        writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    if password:
        writer.encrypt("", password)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def test_a_pdf_tells_its_title_and_its_days(collect: Collect) -> None:
    """They are those of its own clock; the hour is left out."""
    made = pdf(Title="Räport 大", CreationDate="D:20260228233000-05'00'", ModDate="D:20260301")
    found = facts(read(collect, "report.pdf", made))
    assert (found["title"], found["created"], found["date"]) == (
        "Räport 大",
        "2026-02-28",
        "2026-03-01",
    )


def test_a_pdf_may_say_it_in_its_metadata_alone(collect: Collect) -> None:
    """Newer ones may leave out the properties of old."""
    reading = read(collect, "report.pdf", pdf(xmp=XMP))
    assert facts(reading)["title"] == "TITLE"
    assert facts(reading)["date"] == "2026-03-01"
    assert reading.unread == ()


def test_two_titles_that_part_are_not_told(collect: Collect) -> None:
    """Which of them is right, the file does not say."""
    reading = read(collect, "report.pdf", pdf(xmp=XMP, Title="Other", ModDate="D:20260301"))
    assert "title" not in facts(reading)
    assert facts(reading)["date"] == "2026-03-01"
    (unread,) = reading.unread
    assert "says `Other`" in unread.reason


def test_a_pdf_that_says_nothing_of_itself_is_kept(collect: Collect) -> None:
    """Nothing is made up from its text or its name."""
    reading = read(collect, "report.pdf", pdf(Title="  "))
    assert set(facts(reading)) == {"kind", "media-type"}
    assert reading.unread == ()


@pytest.mark.parametrize("wrong", ["yesterday", "D:20261301", "D:2026", "20260301 or so"])
def test_a_day_of_another_form_is_unread(collect: Collect, wrong: str) -> None:
    """A year alone is no day."""
    reading = read(collect, "report.pdf", pdf(ModDate=wrong))
    assert "date" not in facts(reading)
    assert reading.unread[0].locator == "/Info/ModDate"


def test_an_encrypted_pdf_is_kept_without_its_title(collect: Collect) -> None:
    """Even where it opens without a password."""
    reading = read(collect, "report.pdf", pdf(Title="Report", password="secret"))  # noqa: S106 -- of no one
    assert "title" not in facts(reading)
    assert "encrypted" in reading.unread[0].reason


def test_metadata_that_grow_are_not_read(collect: Collect) -> None:
    """Entities are of no use there."""
    grown = "<!DOCTYPE a [<!ENTITY b 'c'>]>" + XMP
    assert "title" not in facts(read(collect, "report.pdf", pdf(xmp=grown)))


def test_a_pdf_that_leads_in_a_circle_is_left(collect: Collect) -> None:
    """Each table of objects names another one before it."""
    data = pdf(Title="Report")
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    again = data.replace(b"trailer\n<<", b"trailer\n<<\n/Prev %d" % start)
    assert again != data
    reading = read(collect, "report.pdf", again)
    assert set(facts(reading)) >= {"kind", "media-type"}


def test_a_pdf_cut_short_anywhere_tells_no_title(collect: Collect) -> None:
    """It is not repaired: an older part of it might be taken for the whole."""
    whole = pdf(Title="Report")
    for length in range(5, len(whole) - 6):
        reading = read(collect, "report.pdf", whole[:length])
        assert "title" not in facts(reading)
        assert reading.unread


def test_a_pdf_is_kept_where_the_library_is_not_there(
    collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install is said; nothing is damaged."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (unread,) = read(collect, "report.pdf", pdf(Title="Report")).unread
    assert not unread.damaged
    assert "colophon[lint]" in unread.remedy
