"""Summaries are looked through: of a dossier, of our own documents, of files of any kind."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon import parts
from colophon.documents import formats
from colophon.errors import ColophonError, DiskError, ReadingError, UnknownIdError
from colophon.law.load import languages
from colophon.workspace import lint
from colophon.workspace.write import write

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 21)
EXAMPLES = ("invented-web-lm", "olmo-2-13b", "llama-3.1-405b")
TEXT = b"Version of the Summary: V2\nLast update: 01/10/26\nModel dependencies: N/A\n"
MORE = b"Versioned model name(s): X\nProvider name and contact details: Example Ltd\n"


@pytest.fixture(scope="module")
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Path]]:
    """Return a dossier and its public summary in every format that can be looked through."""
    name, language = request.param
    root = request.config.rootpath
    dossier = root / "examples" / name / "dossier"
    to = tmp_path_factory.mktemp("documents")
    made = write(
        dossier,
        ON,
        documents=["public-summary"],
        audiences=["public"],
        format_names=[one for one in parts.by_name(formats) if one in lint.kinds()],
        language=language,
        to=to,
    )
    return dossier, {path.suffix.lstrip("."): path for path in made}


@pytest.mark.parametrize(
    "written", [(name, language) for name in EXAMPLES for language in languages()], indirect=True
)
def test_our_own_documents_are_read_without_false_remarks(
    written: tuple[Path, dict[str, Path]],
) -> None:
    """What is remarked of our own summary is what it says itself to be missing, and no more."""
    _, files = written
    document = json.loads(files["json"].read_text("utf-8"))["document"]
    blocks = [
        block
        for part in document["parts"]
        for section in part["sections"]
        for block in section["blocks"]
        if "field" in block
    ]
    missing = {block["field"] for block in blocks if block["kind"] == "missing"}
    for path in files.values():
        linted = lint.of_file(path, ON)
        assert linted.recognised
        assert {*linted.found} == {block["field"] for block in blocks}
        assert {one.field for one in linted.remarks} == missing
        assert all(one.flaw == "entries" for one in linted.remarks), linted.remarks


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_summary_of_a_dossier_is_looked_through(pytestconfig: pytest.Config, name: str) -> None:
    """What the form lacks is remarked of the dossier too, each entry once, with its file."""
    linted = lint.of_dossier(pytestconfig.rootpath / "examples" / name / "dossier", ON)
    assert linted.kind == "dossier"
    named = [one.field for one in linted.remarks if one.kind == "missing"]
    assert len(named) == len(set(named))
    assert all(one.place for one in linted.remarks)


def test_what_check_finds_of_the_summary_is_not_written_twice(tmp_path: Path) -> None:
    """A hedge in an answer is one remark, in the words of the check."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "dossier.yaml").write_text("format: 1\n")
    (tmp_path / "answers" / "summary-unlawful-content.yaml").write_text(
        "public-summary.unlawful-content: {value: It may be removed., by: A, on: 2026-10-01}\n"
    )
    found = [one for one in lint.of_dossier(tmp_path, ON).remarks if one.kind == "notice"]
    assert [(one.flaw, one.field) for one in found] == [
        ("check", "public-summary.unlawful-content")
    ]


def test_what_check_does_not_look_for_is_remarked_of_the_dossier(tmp_path: Path) -> None:
    """A contact of a general mailbox and a text that names no language are remarked, with lines."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "dossier.yaml").write_text("format: 1\n")
    for section, field, value in (
        ("provider-contact", "provider.contact", "Example Ltd, info@example.com"),
        ("summary-languages", "public-summary.languages", "Multilingual"),
        ("summary-version", "public-summary.version", "Version 3"),
    ):
        (tmp_path / "answers" / f"{section}.yaml").write_text(
            f"{field}: {{value: '{value}', by: A. Moreau, on: 2026-10-01}}\n"
        )
    found = {one.flaw: one for one in lint.of_dossier(tmp_path, ON).remarks}
    assert {"contact", "languages", "versions"} <= found.keys()
    assert found["contact"].place == "answers/provider-contact.yaml:1"
    assert found["versions"].quote == "Version 3"


def test_what_a_file_is_tells_its_content(tmp_path: Path) -> None:
    """A page is read as a page although its name says something else."""
    file = tmp_path / "summary.pdf"
    lines = (TEXT + MORE).replace(b"\n", b"</p><p>")
    file.write_bytes(b"<html><body><p>" + lines)
    linted = lint.of_file(file, ON)
    assert (linted.kind, linted.recognised) == ("html", True)


def test_a_kind_that_is_said_is_held_to(tmp_path: Path) -> None:
    """Who names a PDF and gives a page is told so."""
    file = tmp_path / "summary"
    file.write_bytes(b"<html><body><p>Hello")
    with pytest.raises(ReadingError, match="the file is not a PDF; it looks like html"):
        lint.of_file(file, ON, kind="pdf")


def test_remarks_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    """The text may be in one language and the remarks in another."""
    file = tmp_path / "summary.txt"
    file.write_bytes(TEXT + MORE)
    messages = [one.message for one in lint.of_file(file, ON, "nl").remarks]
    assert "dit is versie 2, en niets leidt naar de eerdere" in messages
    with pytest.raises(UnknownIdError):
        lint.of_file(file, ON, "xx")


def test_a_text_that_is_not_the_form_is_said_not_to_be_recognised(tmp_path: Path) -> None:
    """Nothing is remarked of a text of which too little is recognised, but that."""
    file = tmp_path / "summary.md"
    file.write_bytes(b"# Privacy\n\nVersion of the Summary: 1\n")
    linted = lint.of_file(file, ON)
    assert not linted.recognised
    assert [one.kind for one in linted.remarks] == ["unread"]
    assert "1 of its entries" in linted.remarks[0].message


def test_a_draft_of_the_template_in_another_language_is_told(tmp_path: Path) -> None:
    """A text that follows a draft is not looked through, and the draft is named as one."""
    file = tmp_path / "summary.txt"
    text = "P.\nElenco dei dataset principali (oltre il 5% dei dati complessivi)\nWikipedia\n"
    file.write_text(text, "utf-8")
    linted = lint.of_file(file, ON)
    assert [(one.flaw, one.kind) for one in linted.remarks] == [
        ("form", "unread"),
        ("form", "conflict"),
    ]
    assert linted.remarks[1].place.startswith("line 2")


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", ReadingError, "empty"),
        (b"\x00\x01\x02\xff" * 100, ReadingError, "none of the kinds"),
        (b"%PDF-1.7 and nothing else", ReadingError, "cannot be read as a PDF"),
        (b'{"format": "colophon-document", "document": {}}', ReadingError, "part of it"),
        (b'{"format": "colophon-document"', ReadingError, "line 1|JSON"),
        (None, DiskError, "where a file should be"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(
    tmp_path: Path, content: bytes | None, error: type[ColophonError], words: str
) -> None:
    """A file that is damaged, of no known kind or none has an error with its place."""
    file = tmp_path / "summary"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(error, match=words) as told:
        lint.of_file(file, ON)
    assert str(file) in told.value.place
    assert told.value.remedy


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    """What is larger than any summary is refused by its size."""
    file = tmp_path / "summary.pdf"
    with file.open("wb") as stream:
        stream.truncate(33 * 2**20)
    with pytest.raises(DiskError, match="larger than 32 MiB"):
        lint.of_file(file, ON)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A name of nothing is a mistake to mend."""
    with pytest.raises(DiskError):
        lint.of_file(tmp_path / "nothing.pdf", ON)


def test_without_the_library_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the extra is not installed, the error names it."""
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    file = tmp_path / "summary.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(ColophonError, match="pypdf") as told:
        lint.of_file(file, ON)
    assert "colophon[lint]" in told.value.remedy


def test_every_kind_is_told_by_the_words_of_its_command() -> None:
    """The readers are tried in an order that names each of them once."""
    assert sorted(lint.kinds()) == sorted(lint._IN_ORDER)
