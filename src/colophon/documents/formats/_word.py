"""Pieces of WordprocessingML: runs, paragraphs, links, tables, pictures, each as its text of XML.

Elements stand in the order that the format prescribes: word processors offer to repair others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from colophon.documents.formats._texts import addresses, one_line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
"""The vocabularies of a text, by their prefixes."""

_UNITS: Final = 360
"""What drawings count in, to a hundredth of a millimetre."""
_ILLEGAL: Final = re.compile("[\ud800-\udfff\ufffe\uffff\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML cannot hold."""
_BOXES: Final = "Segoe UI Symbol"
"""A font that has boxes; where it is absent, word processors take another that has them."""


def element(tag: str, *children: str, **attributes: object) -> str:
    """Return an element with its attributes; `w_val` is `w:val`."""
    told = "".join(
        f" {name.replace('_', ':')}={quoteattr(legal(str(value)))}"
        for name, value in attributes.items()
    )
    inner = "".join(children)
    return f"<{tag}{told}>{inner}</{tag}>" if inner else f"<{tag}{told}/>"


def plain(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(legal(text))


def legal(text: str) -> str:
    """Return a text that XML can hold: what it cannot is a mark in its place."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


# -- Texts ----------------------------------------------------------------------------------------


def run(text: str, *, bold: bool = False, colour: str | None = None) -> str:
    """Return a piece of text as it is; its tabs are tabs."""
    looks = [element("w:b"), element("w:bCs")] if bold else []
    if colour:
        looks.append(element("w:color", w_val=colour))
    return element("w:r", element("w:rPr", *looks) if looks else "", *_texts(text))


def boxed(letter: str) -> str:
    """Return the box of an option and the way to what follows it."""
    fonts = element("w:rFonts", w_ascii=_BOXES, w_hAnsi=_BOXES, w_eastAsia=_BOXES, w_cs=_BOXES)
    return element("w:r", element("w:rPr", fonts), *_texts(f"{letter}\t"))


def paragraph(*pieces: str, style: str | None = None) -> str:
    """Return a paragraph of runs and links."""
    look = element("w:pPr", element("w:pStyle", w_val=style)) if style else ""
    return element("w:p", look, *pieces)


def heading(text: str, style: str, number: int) -> str:
    """Return a heading that links may lead to; `number` is its own."""
    return paragraph(
        element("w:bookmarkStart", w_id=number, w_name=f"_colophon{number}"),
        run(one_line(text)),
        element("w:bookmarkEnd", w_id=number),
        style=style,
    )


def lead(text: str, style: str, number: int) -> str:
    """Return a line that leads to the heading of that number."""
    link = element("w:hyperlink", run(one_line(text)), w_anchor=f"_colophon{number}", w_history=1)
    return paragraph(link, style=style)


def counted(instruction: str) -> str:
    """Return a number that a word processor counts by itself, such as `PAGE`."""
    return element("w:fldSimple", run("1"), w_instr=f" {instruction} ")


class Kept:
    """What a text refers to, kept beside it: web addresses and pictures, each once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.links: dict[str, str] = {}
        self.pictures: dict[bytes, str] = {}
        self._drawings = 0

    def inline(self, line: str) -> Iterator[str]:
        """Yield the runs of a line; its web addresses are links."""
        for position, piece in enumerate(addresses(line)):
            if piece and position % 2:
                name = self.links.setdefault(piece, f"link{len(self.links) + 1}")
                style = element("w:rPr", element("w:rStyle", w_val="Hyperlink"))
                inner = element("w:r", style, *_texts(piece))
                yield element("w:hyperlink", inner, r_id=name, w_history=1)
            elif piece:
                yield run(piece)

    def prose(
        self, text: str, style: str | None = None, *, before: str = "", further: str | None = None
    ) -> Iterator[str]:
        """Yield the paragraphs of a text, the first after `before`, the others `further` in style.

        Where the text is empty, `before` stands alone.
        """
        cut = paragraphs(text)
        if not cut and before:
            yield paragraph(before, style=style)
        for position, lines in enumerate(cut):
            pieces = [] if position else [before]
            for number, line in enumerate(lines):
                if number:
                    pieces.append(element("w:r", element("w:br")))
                bare = line.lstrip()
                indent = line[: len(line) - len(bare)].expandtabs(4)
                pieces += self.inline("\N{NO-BREAK SPACE}" * len(indent) + bare.rstrip())
            yield paragraph(*pieces, style=(further or style) if position else style)

    def picture(self, drawn: bytes, width: int, height: int, said: str) -> str:
        """Return a run with a picture of so many hundredths of a millimetre.

        `said` is read out in its place.
        """
        relation = self.pictures.setdefault(drawn, f"picture{len(self.pictures) + 1}")
        self._drawings += 1
        size = {"cx": width * _UNITS, "cy": height * _UNITS}
        named = {"id": self._drawings, "name": f"Bar {self._drawings}"}
        picture = element(
            "pic:pic",
            element("pic:nvPicPr", element("pic:cNvPr", **named), element("pic:cNvPicPr")),
            element(
                "pic:blipFill",
                element("a:blip", r_embed=relation),
                element("a:stretch", element("a:fillRect")),
            ),
            element(
                "pic:spPr",
                element("a:xfrm", element("a:off", x=0, y=0), element("a:ext", **size)),
                element("a:prstGeom", element("a:avLst"), prst="rect"),
            ),
        )
        inline = element(
            "wp:inline",
            element("wp:extent", **size),
            element("wp:docPr", **named, descr=said),
            element("a:graphic", element("a:graphicData", picture, uri=SPACES["pic"])),
            **dict.fromkeys(("distT", "distB", "distL", "distR"), 0),
        )
        return element("w:r", element("w:drawing", inline))


def _texts(text: str) -> Iterator[str]:
    for piece in re.split("(\t)", text):
        if piece == "\t":
            yield element("w:tab")
        elif piece:
            yield f'<w:t xml:space="preserve">{plain(piece)}</w:t>'


# -- Tables ---------------------------------------------------------------------------------------


def table(rows: Iterable[str], widths: Sequence[int], *, caption: str = "", headed: bool) -> str:
    """Return a table with columns of `widths`, in twentieths of a point."""
    look = element(
        "w:tblLook",
        w_val="0620" if headed else "0680",
        w_firstRow=int(headed),
        w_lastRow=0,
        w_firstColumn=int(not headed),
        w_lastColumn=0,
        w_noHBand=1,
        w_noVBand=1,
    )
    return element(
        "w:tbl",
        element(
            "w:tblPr",
            element("w:tblStyle", w_val="Ruled"),
            element("w:tblW", w_w=sum(widths), w_type="dxa"),
            element("w:tblLayout", w_type="fixed"),
            look,
            element("w:tblCaption", w_val=caption) if caption else "",
        ),
        element("w:tblGrid", *(element("w:gridCol", w_w=width) for width in widths)),
        *rows,
    )


def row(
    cells: Sequence[Iterable[str]],
    widths: Sequence[int],
    *,
    heading: bool = False,
    splits: bool = False,
) -> str:
    """Return a row of cells, each of paragraphs; a `heading` stands again on each page."""
    look = element(
        "w:trPr",
        "" if splits else element("w:cantSplit"),
        element("w:tblHeader") if heading else "",
    )
    made = (
        element(
            "w:tc",
            element("w:tcPr", element("w:tcW", w_w=width, w_type="dxa")),
            *(list(cell) or [paragraph(style="Cell")]),
        )
        for cell, width in zip(cells, widths, strict=True)
    )
    return element("w:tr", look, *made)
