"""Documents: kept as a reference, with the title that they give themselves."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

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
