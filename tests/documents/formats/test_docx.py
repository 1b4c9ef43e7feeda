"""DOCX: what a word processor finds in it, and what it would offer to repair."""

from __future__ import annotations

import io
import re
import shutil
import struct
import subprocess
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import docx as library
import pytest
from docx.oxml.ns import qn

from colophon.documents.formats import docx
from colophon.documents.formats._metafile import Picture
from colophon.documents.model import Stated, Table

if TYPE_CHECKING:
    from pathlib import Path

    from colophon.documents.model import Document

ORDERS: Final = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "pBdr", "shd", "tabs", "spacing", "ind"),
        "outlineLvl",
    ),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "lang"),
    "tblPr": (
        *("tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"),
        "tblCaption",
    ),
    "tcPr": ("tcW", "shd"),
    "sectPr": ("headerReference", "footerReference", "pgSz", "pgMar"),
    "style": (
        *("name", "basedOn", "next", "uiPriority", "semiHidden", "qFormat"),
        *("pPr", "rPr", "tblPr", "tblStylePr"),
    ),
    "settings": (
        *("zoom", "defaultTabStop", "characterSpacingControl", "compat", "themeFontLang"),
    ),
}
"""The order that the format prescribes for what stands inside these, as far as it is used."""


@pytest.fixture(scope="module")
def made(sample: Document) -> bytes:
    """Give the sample as DOCX."""
    return docx.render(sample)


def _trees(made: bytes) -> dict[str, ET.Element]:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return {
            name: ET.fromstring(package.read(name))  # noqa: S314 -- our own
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_a_library_opens_it(made: bytes, sample: Document) -> None:
    """Another program finds title, headings, tables and properties where they belong."""
    opened = library.Document(io.BytesIO(made))
    styles = [paragraph.style.name for paragraph in opened.paragraphs if paragraph.style]
    assert styles[0] == "Title"
    headings = [
        one.text for one in opened.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [part.heading for part in sample.parts]
    told = opened.core_properties
    assert told.author == sample.provider
    assert told.title.startswith(sample.title)
    assert told.language == sample.language
    assert sample.dossier_digest in told.keywords
    assert told.created == told.modified
    assert told.created is not None
    assert told.created.date() == sample.on


def test_a_heading_row_stands_on_every_page(made: bytes, sample: Document) -> None:
    """Each table that has column headings repeats them, and word processors know its title."""
    opened = library.Document(io.BytesIO(made))
    captions = {
        one.find(qn("w:tblPr")).find(qn("w:tblCaption")).get(qn("w:val"))
        for one in opened.element.body.iter(qn("w:tbl"))
        if one.find(qn("w:tblPr")).find(qn("w:tblCaption")) is not None
        and one.find(qn("w:tr")).find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    }
    tables = [
        " ".join(block.caption.split())
        for part in sample.parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Table)
    ]
    assert captions == {*tables, "Size | of *it*, Types of content"}


def test_elements_stand_in_their_order(made: bytes) -> None:
    """A word processor has nothing to repair: the order of elements is the prescribed one."""
    for name, tree in _trees(made).items():
        for one in tree.iter():
            order = ORDERS.get(one.tag.rpartition("}")[2])
            if order is not None and "wordprocessingml" in one.tag:
                inner = [order.index(child.tag.rpartition("}")[2]) for child in one]
                assert inner == sorted(inner), f"{name}: {[child.tag for child in one]}"


def test_every_cell_ends_in_a_paragraph(made: bytes) -> None:
    """A cell holds a paragraph at least, and each row as many cells as its table has columns."""
    space = {"w": qn("w:p")[1:].partition("}")[0]}
    for table in _trees(made)["word/document.xml"].iter(qn("w:tbl")):
        columns = len(table.findall("w:tblGrid/w:gridCol", space))
        for row in table.findall("w:tr", space):
            cells = row.findall("w:tc", space)
            assert len(cells) == columns
            assert all(cell[-1].tag == qn("w:p") for cell in cells)


@pytest.mark.parametrize(("items", "may_break"), [(1, False), (12, False), (40, True)])
def test_only_a_long_entry_breaks_over_pages(
    sample: Document, items: int, *, may_break: bool
) -> None:
    """The row of an entry stays on one page, but for those that would leave half a page empty."""
    entry = Stated(field="a.b", label="Told", value=("A line of it.",) * items, source="stated")
    section = sample.parts[0].sections[0].model_copy(update={"blocks": (entry,)})
    part = sample.parts[0].model_copy(update={"sections": (section,)})
    made = docx.render(sample.model_copy(update={"parts": (part,)}))
    row = list(library.Document(io.BytesIO(made)).element.body.iter(qn("w:tr")))[-1]
    assert (row.find(qn("w:trPr")).find(qn("w:cantSplit")) is None) == may_break


def test_what_is_referred_to_is_there(made: bytes) -> None:
    """Every relation that the text names exists, and each file in the package has a kind."""
    trees = _trees(made)
    text = ET.tostring(trees["word/document.xml"], encoding="unicode")
    relations = {one.get("Id"): one for one in trees["word/_rels/document.xml.rels"]}
    named = set(re.findall(r'r:(?:id|embed)="([^"]+)"', _raw(made, "word/document.xml")))
    assert named <= set(relations)
    assert "Relationship" not in text
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        files = set(package.namelist())
    kinds = trees["[Content_Types].xml"]
    endings = {one.get("Extension") for one in kinds if one.get("Extension")}
    assert {name.rpartition(".")[2] for name in files} <= endings
    assert {str(one.get("PartName"))[1:] for one in kinds if one.get("PartName")} <= files
    for one in relations.values():
        if one.get("TargetMode") == "External":
            assert str(one.get("Target")).startswith(("https://", "http://"))
        else:
            assert f"word/{one.get('Target')}" in files


def _raw(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return package.read(name).decode()


def test_anchors_are_unique(made: bytes) -> None:
    """Each line of the contents leads to a heading of its own."""
    text = _raw(made, "word/document.xml")
    anchors = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', text)
    assert len(set(anchors)) == len(anchors)
    assert re.findall(r'w:anchor="([^"]+)"', text) == [name for _, name in anchors]
    drawings = re.findall(r'<wp:docPr id="(\d+)"', text)
    assert len(set(drawings)) == len(drawings)


def test_the_package_tells_no_clock(made: bytes) -> None:
    """The files in the package have no day of their own."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_language_is_set(made: bytes) -> None:
    """The looks and the settings name the language, for the spelling and for voices."""
    assert '<w:lang w:val="en-IE"/>' in _raw(made, "word/styles.xml")
    assert '<w:themeFontLang w:val="en-IE"/>' in _raw(made, "word/settings.xml")


def test_what_xml_cannot_hold_is_marked(sample: Document) -> None:
    """Half of a character and other impossible ones become marks, not a broken file."""
    odd = sample.model_copy(update={"title": "a\ud800b\ufffec\x00d", "provider": "x\x0by"})
    opened = library.Document(io.BytesIO(docx.render(odd)))
    assert opened.core_properties.title.startswith("a\ufffdb\ufffdc")


def test_a_picture_says_its_own_size() -> None:
    """The head of a metafile holds its length and the number of its records."""
    picture = Picture(6600, 520)
    picture.upright(100, 12, 0, dashed=True)
    picture.bar(100, 900, 200, 0x123456)
    picture.dot(500, 90, 0)
    written = picture.written()
    length, records, handles = struct.unpack_from("<IIH", written, 48)
    assert length == len(written)
    at, count = 0, 0
    while at < len(written):
        at += struct.unpack_from("<II", written, at)[1]
        count += 1
    assert (at, count) == (length, records)
    assert handles == 2


def test_a_picture_has_room_at_its_ends() -> None:
    """Lines and dots at both ends of the scale are seen whole."""
    picture = Picture(6600, 520)
    first, middle, last = (picture.along(percent) for percent in ("0", "50", "100"))
    assert first >= 100
    assert middle == 3300
    assert last <= 6500


def test_a_word_processor_opens_it(made: bytes, tmp_path: Path) -> None:
    """LibreOffice converts the file, without a word about repair."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    file = tmp_path / "sample.docx"
    file.write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(file)], capture_output=True, text=True, check=False, timeout=180
    )
    assert "repair" not in f"{done.stdout}{done.stderr}".lower()
    assert (tmp_path / "sample.pdf").stat().st_size > 10_000
