"""Summaries as somebody might publish them, in several languages and kinds of file."""

from __future__ import annotations

import html
import io
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import docx
import pytest
import typst

from colophon.law.load import languages, law
from colophon.law.printed import printed
from colophon.publications.lint import look_through
from colophon.publications.model import Line, Written
from colophon.publications.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.publications.model import Publication, Remark

ON = date(2026, 11, 21)
FORM = printed("public-summary")
LAWS = tuple(law(language) for language in languages())
LANGUAGES = ("en", "nl", "fi", "fr", "it", "de")

P = "public-summary."
TEXT_ALONE = "☒ {text} ☐ {image} ☐ {video} ☐ {audio} ☐ {other}"
YES, NO = "☒ {yes} ☐ {no}", "☐ {yes} ☒ {no}"

ANSWERS = {
    f"{P}version": "1.0",
    f"{P}last-update": "01/10/26",
    "provider.contact": "Example B.V., Voorbeeldstraat 1, 1000 AA Amsterdam, data@example.com",
    "representative.contact": "N/A",
    "model.versions": "Invented LM 1.0",
    "model.dependencies": "N/A",
    "model.placed-on-market": "02/10/26",
    f"{P}latest-acquisition": "09/2026; the model is not further trained on dynamic data.",
    f"{P}languages": "English, Dutch and Finnish, about equal parts.",
    f"{P}characteristics": "Texts of public bodies and blogs.",
    f"{P}public-datasets-used": YES,
    f"{P}public-datasets-modalities": TEXT_ALONE,
    f"{P}public-datasets-large": "Common Crawl, CC-MAIN-2026-10, https://commoncrawl.org/",
    f"{P}public-datasets-other": "Encyclopaedias, collected until 05/2026.",
    f"{P}licensed-data-used": NO,
    f"{P}private-datasets-used": NO,
    f"{P}crawlers-used": YES,
    f"{P}crawler-names": "ExampleBot/1.0",
    f"{P}crawler-purposes": "It collects pages for training.",
    f"{P}crawler-behaviour": "It follows robots.txt and stops at paywalls.",
    f"{P}crawled-from": "01/2026 to 08/2026",
    f"{P}crawled-content": "News, blogs and pages of public bodies of the Benelux.",
    f"{P}crawled-modalities": TEXT_ALONE,
    f"{P}crawled-domains": "example.com, example.org, example.net",
    f"{P}user-data-model": NO,
    f"{P}user-data-services": NO,
    f"{P}synthetic-data-used": YES,
    f"{P}synthetic-data-modalities": TEXT_ALONE,
    f"{P}synthetic-data-models": "Invented Teacher 2, https://example.com/teacher",
    f"{P}synthetic-data-other-models": "N/A",
    f"{P}other-sources-used": NO,
    f"{P}signatory": YES,
    f"{P}reservations": "Pages whose robots.txt reserves rights are left out.",
    f"{P}unlawful-content": "Block lists and classifiers remove it before training.",
    f"{P}other-processing": "Duplicates are removed.",
}
"""A summary of which nothing is to be remarked."""

ROWS = {
    "text": ("☐ {0} ☒ {1} ☐ {2}", "News, blogs and legal texts."),
    "image": ("☐ {0} ☐ {1} ☐ {2}", ""),
    "audio": ("☐ {0} ☐ {1} ☐ {2}", ""),
    "video": ("☐ {0} ☐ {1} ☐ {2}", ""),
    "other": ("", ""),
}
"""The table of modalities: what stands at the ranges, and beside them."""


@dataclass(frozen=True)
class Block:
    """A piece of a summary."""

    kind: str
    text: str


def words(language: str) -> dict[str, str]:
    """Return the words of options in a language."""
    at = {"en": 0, "nl": 1, "de": 1, "fi": 2, "fr": 3, "it": 4}[language]
    found = {"yes": FORM.yes[at], "no": FORM.no[{"de": 4, "it": 0}.get(language, at)]}
    for row in FORM.rows:
        found[row.modality] = row.names.get(language, row.names["en"])[0]
    return {name: word.capitalize() for name, word in found.items()}


def clue(clues: Mapping[str, Sequence[str]], language: str) -> str:
    """Return a label that a clue finds."""
    return clues.get(language, clues["en"])[0].replace("…", "of what is meant").rstrip(":?")


def summary(
    answers: Mapping[str, str | None] | None = None,
    *,
    language: str = "en",
    rows: Mapping[str, tuple[str, str]] | None = None,
    numbers: Mapping[str, str | None] | None = None,
) -> list[Block]:
    """Return a summary that differs in some answers; None leaves an entry out with its label.

    `numbers` gives sections another number; None leaves the number out.
    """
    said = {**ANSWERS, **(answers or {})}
    told = {**ROWS, **(rows or {})}
    names = words(language)
    blocks = [Block("title", "Public summary of training content")]
    sections = [*FORM.sections]
    open_fields = [one for one in FORM.fields if one.section == "0"]
    blocks += _entries(open_fields, said, names, language)
    for section in sections:
        number = (numbers or {}).get(section.number, section.number)
        title = clue(section.clues, language)
        blocks.append(Block("heading", f"{number}. {title}" if number else title))
        if section.number == "1.3":
            blocks += _table(told, names, language)
        fields = [one for one in FORM.fields if one.section == section.number]
        blocks += _entries(fields, said, names, language)
    return blocks


def _entries(
    fields: Sequence[object], said: Mapping[str, str | None], names: dict[str, str], language: str
) -> list[Block]:
    blocks = []
    for one in FORM.fields:
        answer = said.get(one.id)
        if one not in fields or answer is None:
            continue
        clues = FORM.shared[one.shared] if one.shared and not one.clues else one.clues
        blocks.append(Block("label", f"{clue(clues, language)}:"))
        blocks += [Block("answer", line) for line in answer.format_map(names).split("\n")]
    return blocks


def _table(
    told: Mapping[str, tuple[str, str]], names: dict[str, str], language: str
) -> list[Block]:
    blocks = []
    for row in FORM.rows:
        size, content = told[row.modality]
        ranges = [_range(clues, language) for clues in row.ranges.values()]
        mark = "☒" if "☒" in size else "☐"
        blocks.append(Block("cell", f"{mark} {names[row.modality]}"))
        blocks += [Block("cell", one) for one in (size.format(*ranges), content) if one]
    return blocks


def _range(clues: Sequence[str], language: str) -> str:
    at = {"en": 0, "nl": 1}.get(language, 0)
    return f"{clues[at]}s" if at == 0 else clues[at]


# -- Kinds of file --------------------------------------------------------------------------------


def as_text(blocks: Sequence[Block]) -> bytes:
    """Return plain text: a block is a line."""
    return "\n".join(block.text for block in blocks).encode()


def as_scattered_text(blocks: Sequence[Block]) -> bytes:
    """Return the text that some PDF give: two spaces between words, long lines broken anywhere."""
    lines = []
    for number, block in enumerate(blocks):
        split = block.text.split()
        if block.kind == "label" and number % 3 == 0 and len(split) > 2:
            lines += ["  ".join(split[:2]), "", *(f"{word}\n" for word in split[2:])]
        else:
            lines.append("  ".join(split))
    return "\n".join(lines).encode()


def as_markdown(blocks: Sequence[Block]) -> bytes:
    """Return Markdown with headings and bold labels."""
    forms = {"title": "# {}", "heading": "## {}", "label": "**{}**", "answer": "{}", "cell": "{}"}
    return "\n\n".join(forms[block.kind].format(block.text) for block in blocks).encode()


def as_html(blocks: Sequence[Block]) -> bytes:
    """Return a page with a table, as a website has it around other things."""
    forms = {
        "title": "<h1>{}</h1>",
        "heading": "<h2>{}</h2>",
        "label": "<p><strong>{}</strong></p>",
        "answer": "<p>{}</p>",
        "cell": "<table><tr><td>{}</td></tr></table>",
    }
    body = "\n".join(forms[block.kind].format(html.escape(block.text)) for block in blocks)
    head = "<head><title>Models</title><style>p { color: red }</style></head>"
    menu = "<nav><a href='/'>User data</a></nav><script>var x = '2.3 Crawled';</script>"
    return f"<!doctype html><html>{head}<body>{menu}{body}</body></html>".encode()


def as_docx(blocks: Sequence[Block]) -> bytes:
    """Return a document of Word with headings, and labels and answers in a table."""
    document = docx.Document()
    table = None
    for block in blocks:
        if block.kind in {"title", "heading"}:
            document.add_heading(block.text, level=1 if block.kind == "title" else 2)
            table = None
            continue
        if block.kind == "answer" and table is not None:
            cell = table.rows[-1].cells[1]
            before = cell.text
            cell.text = f"{before}\n{block.text}" if before else block.text
            continue
        if table is None:
            table = document.add_table(rows=0, cols=2)
        table.add_row().cells[0].text = block.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """Return pages with bold labels."""
    forms = {
        "title": "#heading({})",
        "heading": "#heading(level: 2, {})",
        "label": "#strong({})",
        "answer": "#par[#{}]",
        "cell": "#par[#{}]",
    }
    body = "\n\n".join(
        forms[block.kind].format(json.dumps(block.text, ensure_ascii=False)) for block in blocks
    )
    fonts = '#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))'
    source = f"#set page(width: 14cm)\n{fonts}\n{body}\n"
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


KINDS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "text": as_text,
    "scattered": as_scattered_text,
    "markdown": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
}

# -- Ways through ---------------------------------------------------------------------------------


def recognised(blocks: Sequence[Block]) -> Publication:
    """Return what is recognised of a summary whose blocks are lines."""
    lines = tuple(Line(block.text, f"line {at}") for at, block in enumerate(blocks, start=1))
    return recognise(Written("text", lines), FORM, LAWS)


def remarks(blocks: Sequence[Block], on: date = ON) -> tuple[Remark, ...]:
    """Return what is remarked of a summary."""
    return look_through(recognised(blocks), FORM, LAWS, on)


@pytest.fixture
def linted() -> Callable[..., list[Remark]]:
    """Return a function that gives the remarks on a summary with some other answers."""

    def look(answers: Mapping[str, str | None] | None = None, **named: object) -> list[Remark]:
        changed = {
            f"{P}{name}" if "." not in name else name: one for name, one in (answers or {}).items()
        }
        return list(remarks(summary(changed, **named)))  # type: ignore[arg-type]  # passed on as it is

    return look
