"""The page stands alone, lets nothing in, and can be read by everybody."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
from hypothesis import given, strategies as st

from colophon.documents.formats import html
from colophon.documents.model import (
    Bar,
    Chart,
    Document,
    Entry,
    Missing,
    Paragraph,
    Part,
    Section,
    Shares,
    Stated,
    Table,
)

if TYPE_CHECKING:
    from colophon.documents.model import Block

VOID: Final = {"br", "meta", "wbr"}

PIECES: Final = st.sampled_from(
    [*"<>&\"'/= {}%#-;", "a", "{{", "}}", "{%", "<b", "</p>", "<!--", "-->", "&lt;", "&#60", "]]>"]
)
LINES: Final = st.lists(PIECES | st.characters(codec="utf-8"), min_size=1).map("".join)


class Element(NamedTuple):
    """A tag with what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    text: list[str]
    """The texts in it, at any depth."""


class Page(HTMLParser):
    """The elements of a page, in order; fails where tags are not closed as they were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        assert len(dict(attrs)) == len(attrs)
        element = Element(tag, dict(attrs), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be the one named."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Give a text to all elements around it."""
        for element in self.open:
            element.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with these tags."""
        return [element for element in self.elements if element.tag in tags]

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute wherever it stands."""
        found = (element.attributes.get(attribute) for element in self.elements)
        return [value for value in found if value is not None]


@pytest.fixture(scope="module")
def source(sample: Document) -> str:
    """Give the sample as a page."""
    return html.render(sample).decode()


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    """Give the elements of the sample's page."""
    return Page(source)


def test_language(page: Page) -> None:
    """The page says its language."""
    assert page.all("html")[0].attributes["lang"] == "en-IE"


def test_words_of_another_language(sample: Document) -> None:
    """In a document that is not English, the English words of the format say that they are."""
    page = Page(html.render(sample.model_copy(update={"language": "de"})).decode())
    assert page.all("html")[0].attributes["lang"] == "de"
    words = {"".join(element.text) for element in page.all("span") if "lang" in element.attributes}
    assert {"Contents", "Missing", "asked by", "Source", "Note", "Withheld"} <= words


def test_landmarks(page: Page) -> None:
    """There is one header, one navigation, one main part and one footer, in that order."""
    landmarks = [element.tag for element in page.all("header", "nav", "main", "footer")]
    assert landmarks == ["header", "nav", "main", "footer"]


def test_headings(page: Page) -> None:
    """There is one heading of the first rank, and no rank is jumped over."""
    ranks = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert ranks.count(1) == 1
    assert ranks[0] == 1
    assert all(lower <= upper + 1 for upper, lower in pairwise(ranks))


def test_ids(page: Page, sample: Document) -> None:
    """No id stands twice; every section and every entry can be linked to."""
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    sections = [section for part in sample.parts for section in part.sections]
    assert {section.id for section in sections} <= set(ids)
    assert "training.compute.cumulative" in ids


def test_section_before_entry(sample: Document) -> None:
    """Where an entry and a section have one id, the link leads to the section."""
    page = _page(sample, Stated(field="s", label="Entry", value=("x",), source="y"))
    assert [element.tag for element in page.elements if element.attributes.get("id") == "s"] == [
        "section"
    ]


def test_links_inside(page: Page, sample: Document) -> None:
    """Every link inside the page leads somewhere; the first leads to the entries."""
    targets = [href[1:] for href in page.values("href") if href.startswith("#")]
    assert set(targets) <= set(page.values("id"))
    assert page.all("a")[0].attributes["href"] == "#_entries"
    assert len(targets) == 1 + len(sample.parts) + sum(len(part.sections) for part in sample.parts)


def test_links_outside(page: Page) -> None:
    """A link out of the page is a web address that stands in the text, to the letter."""
    outside = [link for link in page.all("a") if not str(link.attributes["href"]).startswith("#")]
    assert outside
    for link in outside:
        assert "".join(link.text) == link.attributes["href"]
        assert re.match("https?://", str(link.attributes["href"]))


def test_labels(page: Page) -> None:
    """Whatever is named by another element is named by one that exists and says something."""
    named = {element.attributes.get("id"): element for element in page.elements}
    for id in page.values("aria-labelledby"):
        assert "".join(named[id].text).strip()


def test_tables(page: Page, sample: Document) -> None:
    """Every table has a caption, and every heading in it says that it heads a column."""
    blocks = [
        block for part in sample.parts for section in part.sections for block in section.blocks
    ]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(page.all("table")) == len(page.all("caption")) == len(tables) + 1
    cells = [one.cell for one in blocks if isinstance(one, Entry) and one.cell]
    columns = sum(len(table.columns) for table in tables) + len({one.column for one in cells})
    scopes = Counter(heading.attributes["scope"] for heading in page.all("th"))
    assert scopes == {"col": columns, "row": len({one.row for one in cells})}


def test_stands_alone(page: Page) -> None:
    """The page asks for no other file."""
    assert not page.values("src")
    assert {element.tag for element in page.elements if "href" in element.attributes} == {"a"}
    foreign = ("script", "link", "img", "iframe", "object", "embed", "base", "form", "use", "image")
    assert not page.all(*foreign)
    style = "".join(page.all("style")[0].text)
    assert "url(" not in style
    assert "@import" not in style


def test_charts(page: Page, sample: Document) -> None:
    """Each chart is one picture with a title and the same in words; what is drawn is not read."""
    (chart,) = _charts(sample)
    pictures = [one for one in page.all("svg") if one.attributes.get("role") == "img"]
    assert len(pictures) == 1
    assert "".join(page.all("title")[1].text) == chart.caption
    assert "".join(page.all("desc")[0].text) == chart.description
    named = {str(one.attributes.get("id")) for one in page.all("title", "desc", "figcaption")}
    assert {pictures[0].attributes["aria-labelledby"]} <= named
    assert {pictures[0].attributes["aria-describedby"]} <= named
    others = [one for one in page.all("svg") if one.attributes.get("role") != "img"]
    assert all(one.attributes["aria-hidden"] == "true" for one in others)


def test_a_bar_is_drawn_from_low_to_high(page: Page, sample: Document) -> None:
    """Each interval is a bar and each best value a dot; what is nothing has neither."""
    (chart,) = _charts(sample)
    intervals = [one for one in chart.bars if one.low != one.high]
    drawn = [one for one in page.all("rect") if one.attributes["class"] == "interval"]
    assert len(drawn) == len(intervals)
    dots = [one for one in chart.bars if one.best != "0"]
    assert len(page.all("circle")) == len(dots)
    first = drawn[0].attributes
    assert (first["x"], first["width"]) == ("76.23%", "0.19%")
    for one in page.all("rect", "circle", "line", "text"):
        for name in ("x", "x1", "cx"):
            at = str(one.attributes.get(name) or "0%")
            assert 0 <= float(at.removesuffix("%")) <= 100


def test_ticks_are_powers_of_ten(page: Page) -> None:
    """The scale names powers of ten with raised figures, and each level by its letter."""
    ticks = ["".join(one.text) for one in page.all("text")]
    assert ticks[:7] == ["10²¹", "10²³", "10²⁵", "10²⁷", "A", "B", "C"]


def test_a_chart_of_nothing_has_no_scale(sample: Document) -> None:
    """Where nothing is above zero there is a caption, and nothing is drawn."""
    zero = Bar(group="g", label="l", amount="0 FLOP", low="0", best="0", high="0")
    chart = Chart(
        caption="Empty", unit="FLOP", bars=(zero,), marks=(), levels="Levels", description="None."
    )
    page = _page(sample, chart)
    assert "Empty" in "".join(page.all("figcaption")[0].text)
    assert not page.all("svg")


def test_a_part_is_drawn_from_zero(page: Page) -> None:
    """Each part has a bar of its length; one that is nothing, or only written, has none."""
    drawn = [one.attributes for one in page.all("rect") if one.attributes["class"] == "length"]
    assert [one["width"] for one in drawn] == ["100.00%", "19.54%", "0.30%"]
    assert all("x" not in one for one in drawn)


def test_parts_are_told_in_words(page: Page, sample: Document) -> None:
    """Of a chart of parts its description is read out, and what is drawn is not."""
    (shares,) = [one for one in _blocks(sample) if isinstance(one, Shares)]
    (figure,) = [one for one in page.all("figure") if one.attributes["class"] == "shares"]
    (heard,) = [one for one in page.all("p") if one.attributes.get("class") == "heard"]
    assert "".join(heard.text) == shares.description
    assert figure.attributes["aria-describedby"] == heard.attributes["id"]
    (parts,) = [one for one in page.all("div") if one.attributes.get("class") == "parts"]
    assert parts.attributes["aria-hidden"] == "true"


def _charts(sample: Document) -> list[Chart]:
    return [block for block in _blocks(sample) if isinstance(block, Chart)]


def _blocks(sample: Document) -> list[Block]:
    return [block for part in sample.parts for section in part.sections for block in section.blocks]


def test_content_security_policy(page: Page) -> None:
    """The page forbids everything but its own style, and tells no one where its reader was."""
    metas = {
        element.attributes.get("http-equiv") or element.attributes.get("name"): element
        for element in page.all("meta")
    }
    policy = metas["Content-Security-Policy"].attributes["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert metas["referrer"].attributes["content"] == "no-referrer"


def test_no_handlers(page: Page) -> None:
    """No element has a handler or a style of its own."""
    names = {name for element in page.elements for name in element.attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}


def test_status_in_words(sample: Document) -> None:
    """What is missing says so in words, and not by its colour alone."""
    missing = Missing(field="f", label="Energy", asked_by="Annex XI")
    page = _page(sample, missing)
    entry = next(e for e in page.all("div") if e.attributes.get("class") == "entry missing")
    assert " ".join("".join(entry.text).split()) == "Energy f Missing — asked by Annex XI"


def test_control_characters(sample: Document) -> None:
    """Characters that no page may hold are shown by their signs."""
    rendered = html.render(_document(sample, Paragraph(text="a\x00b\x1bc\x9fd\ufeff")))
    assert "a␀b␛c\ufffdd" in rendered.decode()


@given(line=LINES)
def test_any_text(sample: Document, line: str) -> None:
    """No text adds a tag or an attribute to the page."""

    def shape(text: str) -> list[tuple[str, list[str]]]:
        stated = Stated(
            field=f".{text}", label=text, value=(f"x{text}",), source=text, note=f"x{text}"
        )
        table = Table(caption=text, columns=(text,), rows=(("x",),))
        page = _page(sample.model_copy(update={"title": text, "language": "en"}), stated, table)
        return [
            (element.tag, list(element.attributes))
            for element in page.elements
            if element.tag not in {"a", "br", "p", "wbr"}
        ]

    assert shape(line) == shape("y")


@pytest.mark.parametrize(
    ("columns", "cell", "classes"),
    [
        (4, "synthetic", None),
        (9, "synthetic", "tight"),
        (7, "a-very long-compoundword", "tight"),
        (9, "a-very long-compoundword", "tight crowded"),
        (9, "https://example.org/" + "a" * 80, "tight"),
    ],
)
def test_words_break_on_paper_only_where_they_must(
    sample: Document, columns: int, cell: str, classes: str | None
) -> None:
    """A table is set in small letters before one of its words is broken."""
    table = Table(caption="-", columns=("Name",) * columns, rows=((cell,) * columns,))
    (element,) = (one for one in _page(sample, table).elements if one.tag == "table")
    assert element.attributes.get("class") == classes


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"),
        ("muted", "paper"),
        ("link", "paper"),
        ("alert", "alert-paper"),
        ("ink", "alert-paper"),
        ("ink", "band"),
    ],
)
def test_contrast(source: str, scheme: int, ink: str, paper: str) -> None:
    """Every ink on its paper has a contrast of 4.5 to 1 or more, as WCAG 2.2 asks (1.4.3)."""
    first, second = (
        _luminance(re.findall(rf"--{name}: #([0-9a-f]{{6}});", source)[scheme])
        for name in (ink, paper)
    )
    assert (max(first, second) + 0.05) / (min(first, second) + 0.05) >= 4.5


def test_start_up() -> None:
    """Whoever only looks which formats there are does not wait for the template's engine."""
    program = "import sys, colophon.documents.formats.html; sys.exit('jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def _document(sample: Document, *blocks: Paragraph | Table | Chart | Stated | Missing) -> Document:
    section = Section(id="s", heading="Heading", provision="Provision", blocks=blocks)
    return sample.model_copy(update={"parts": (Part(heading="Part", sections=(section,)),)})


def _page(sample: Document, *blocks: Paragraph | Table | Chart | Stated | Missing) -> Page:
    return Page(html.render(_document(sample, *blocks)).decode())


def _luminance(colour: str) -> float:
    """Return the relative luminance of `rrggbb`, as WCAG 2.2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
