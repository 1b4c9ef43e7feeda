"""Markdown reads back as the plain texts that went into it, whatever they hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from colophon.documents.formats import markdown
from colophon.documents.formats._runs import grouped
from colophon.documents.model import Missing, Paragraph, Part, Section, Stated, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

    from colophon.documents.model import Block, Document

PARSER: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
setattr(PARSER, "normalizeLinkText", str)  # noqa: B010 -- show an address as it is written

PIECES: Final = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~&;:=$^\"'/?@ \t",
        *["a", "B", "1", "é", "数", "\u00a0", "\u202e", "--", "***", "1.", "2)", "&amp;", "&#35;"],
        *[
            "https://example.org/",
            "<b>",
            "</small>",
            "<br>",
            "<!--",
            "](",
            "```",
            "    ",
            "- ",
            "\\",
        ],
    ]
)
LINES: Final = st.lists(PIECES, min_size=1, max_size=12).map("".join)
TEXTS: Final = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


def _with(sample: Document, *blocks: Block) -> str:
    section = Section(id="s", heading="Heading", provision="Provision", blocks=blocks)
    part = Part(heading="Part", sections=(section,))
    return markdown.render(sample.model_copy(update={"parts": (part,)})).decode()


def _raw(sample: Document, *blocks: Block) -> str:
    """Return what stands under the provision."""
    return _with(sample, *blocks).partition("*Provision*\n\n")[2].removesuffix("\n")


def _text(tokens: list[Token]) -> str:
    """Return the texts of `tokens` as a reader sees them; white space is one space."""
    seen = []
    for token in tokens:
        for child in token.children or []:
            if child.type in {"text", "text_special"}:
                seen.append(child.content)
            elif child.type in {"softbreak", "hardbreak"} or child.content == "<br>":
                seen.append(" ")
        if token.type == "inline":
            seen.append(" ")
    return " ".join("".join(seen).split())


def _shape(tokens: list[Token]) -> list[str]:
    """Return the kinds of `tokens` and of what stands in them, without texts and links."""
    silent = {"text", "text_special", "link_open", "link_close"}
    return [
        inner.type
        for token in tokens
        for inner in (token, *(token.children or ()))
        if inner.type not in silent
    ]


@given(text=TEXTS)
def test_any_text_in_a_paragraph(sample: Document, text: str) -> None:
    """A paragraph of any text reads back as that text, and is nothing but paragraphs."""
    tokens = PARSER.parse(_raw(sample, Paragraph(text=text)))
    assert _text(tokens) == " ".join(text.split())
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}


@given(text=TEXTS)
def test_any_text_in_a_table(sample: Document, text: str) -> None:
    """A table with any text in its cells keeps its rows and columns, and reads back."""
    table = Table(caption="c", columns=(text, "x"), rows=((text, "x"), ("x", text)))
    tokens = PARSER.parse(_raw(sample, table))
    squeezed = " ".join(text.split())
    assert _text(tokens) == " ".join(f"c {squeezed} x {squeezed} x x {squeezed}".split())
    kinds = [token.type for token in tokens]
    assert (kinds.count("tr_open"), kinds.count("th_open"), kinds.count("td_open")) == (3, 2, 4)


@given(line=LINES.filter(str.strip))
def test_any_line_in_an_entry(sample: Document, line: str) -> None:
    """No line in any place of an entry changes the shape of the document."""

    def shape(text: str) -> list[str]:
        stated = Stated(field="f", label=text, value=(text, text), source=text, note=text)
        missing = Missing(field="f", label=text, asked_by=text)
        return _shape(PARSER.parse(_with(sample, stated, missing)))

    assert shape(line) == shape("x")


@given(line=LINES.filter(str.strip))
def test_any_line_in_a_heading(sample: Document, line: str) -> None:
    """Any line can be a heading."""
    part = Part(heading=line, sections=())
    rendered = markdown.render(sample.model_copy(update={"parts": (part,)})).decode()
    tokens = PARSER.parse(rendered)
    assert [token.type for token in tokens[-3:]] == ["heading_open", "inline", "heading_close"]
    assert _text(tokens[-2:-1]) == " ".join(line.split())


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("snake_case and 5 < 6", "snake_case and 5 < 6"),
        ("__init__", r"\_\_init\_\_"),
        ("a * b | c", r"a \* b \| c"),
        ("-5 °C", "-5 °C"),
        ("- five", r"\- five"),
        ("3. Three", r"3\. Three"),
        ("3.5 %", "3.5 %"),
        ("AT&T &amp;", "AT&T &amp;amp;"),
        ("<b>", "&lt;b>"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        ("one:\n  - two", "one:\\\n\u00a0\u00a0- two"),
        ("(see https://example.org/a_b.)", "(see <https://example.org/a_b>.)"),
        ("a\x07b", "a\N{SYMBOL FOR BELL}b"),
    ],
)
def test_raw(sample: Document, text: str, raw: str) -> None:
    """What needs no escape has none, so that the raw file reads well."""
    assert _raw(sample, Paragraph(text=text)) == raw


def test_columns_stand_under_each_other(sample: Document) -> None:
    """The bars of a table stand under each other, wide letters counted as two columns."""
    table = Table(caption="c", columns=("Name", "n"), rows=(("数据", "1"), ("e\u0301t", "22")))
    assert _raw(sample, table).splitlines()[2:] == [
        "| Name | n   |",
        "| ---- | --- |",
        "| 数据 | 1   |",
        "| e\u0301t   | 22  |",
    ]


def test_missing(sample: Document) -> None:
    """An entry that nobody has filled says so, and who asks for it."""
    missing = Missing(field="training.energy", label="Energy", asked_by="Annex XI")
    assert _raw(sample, missing) == (
        "**Energy** <small>training.energy</small>\n\n> **Missing** — asked by Annex XI"
    )


def test_every_part_and_section_has_its_heading(sample: Document) -> None:
    """Parts are headings of the second rank; sections, or groups of them, of the third."""
    ranks = re.findall(r"^(#+) ", markdown.render(sample).decode(), re.MULTILINE)
    expected = ["#"]
    for part in sample.parts:
        expected.append("##")
        for under, section in grouped(part.sections):
            expected += ["###"] if under else []
            expected.append("####" if section.under else "###")
    assert ranks == expected


def test_a_chart_is_drawn_with_letters(sample: Document) -> None:
    """Each bar is a row with its amount and label; blanks are dots, which nothing runs together."""
    lines = markdown.render(sample).decode().splitlines()
    (row,) = [line for line in lines if line.endswith("| Pre-training<br>pre-training |")]
    drawn, amount = (cell.strip() for cell in row.split("|")[1:3])
    assert drawn == "`··············┊············┊···●··········`"
    assert " " not in drawn
    assert amount == "3.8e25 FLOP (3.75e25 to 3.85e25 FLOP)"
    (level,) = [
        line for line in lines if "greater than 1 × 10²⁵ FLOP (AI Act" in line and "┊" in line
    ]
    assert level.count("┊") == 1
    heads = [line for line in lines if line.startswith("| 10²¹ … 10²⁷")]
    assert len(heads) == 4


def test_parts_are_drawn_with_letters(sample: Document) -> None:
    """A part has letters in the measure of its length, one at least, and none if only written."""
    lines = markdown.render(sample).decode().splitlines()
    start = next(at for at, line in enumerate(lines) if "bytes \\| of text" in line)
    rows = [line.split("|")[1].strip(" `") for line in lines[start + 2 : start + 7]]
    assert [(len(row), row.count("━")) for row in rows] == [
        (42, 42),
        (42, 8),
        (42, 1),
        (42, 0),
        (0, 0),
    ]
