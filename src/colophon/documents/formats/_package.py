"""The files that a DOCX is packed of: the text, its looks, what it refers to, its properties."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from colophon.documents.formats._texts import one_line
from colophon.documents.formats._word import SPACES, counted, element, paragraph, plain, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.documents.formats._word import Kept
    from colophon.documents.model import Document


def packed(document: Document, body: str, kept: Kept) -> bytes:
    """Return the zip file of a document, whose text is `body` and refers to what is `kept`.

    Its parts are not compressed, for machines compress differently.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as package:
        for name, content in _parts(document, body, kept):
            info = zipfile.ZipInfo(name)  # of 1980-01-01
            info.create_system = 3  # told, for it would tell the machine
            blob = content if isinstance(content, bytes) else (_DECLARED + content).encode()
            package.writestr(info, blob)
    return written.getvalue()


_DECLARED: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = SPACES["r"]
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS: Final = {
    "/word/document.xml": f"{_MAIN}.document.main+xml",
    "/word/styles.xml": f"{_MAIN}.styles+xml",
    "/word/settings.xml": f"{_MAIN}.settings+xml",
    "/word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "/word/theme.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/word/header.xml": f"{_MAIN}.header+xml",
    "/word/footer.xml": f"{_MAIN}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
"""The parts of a package, with what they are."""


def _parts(document: Document, body: str, kept: Kept) -> Iterator[tuple[str, str | bytes]]:
    """Yield the files of the package, each with its path."""
    yield "[Content_Types].xml", _content_types()
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    yield (
        "_rels/.rels",
        _relations(
            ("document", f"{_OFFICE}/officeDocument", "word/document.xml", False),
            ("core", core, "docProps/core.xml", False),
            ("app", f"{_OFFICE}/extended-properties", "docProps/app.xml", False),
        ),
    )
    yield "docProps/core.xml", _properties(document)
    yield (
        "docProps/app.xml",
        element(
            "Properties",
            element("Application", _text(document.made_by)),
            xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        ),
    )
    yield "word/document.xml", _part("document", element("w:body", body, _PAGE))
    pictures = {name: f"media/{name}.emf" for name in kept.pictures.values()}
    yield (
        "word/_rels/document.xml.rels",
        _relations(
            *((name, f"{_OFFICE}/{name}", f"{name}.xml", False) for name in _BESIDE),
            *((name, f"{_OFFICE}/hyperlink", to, True) for to, name in kept.links.items()),
            *((name, f"{_OFFICE}/image", to, False) for name, to in pictures.items()),
        ),
    )
    yield "word/styles.xml", _styles(document.language)
    yield (
        "word/settings.xml",
        _part(
            "settings",
            element("w:zoom", w_percent=100),
            element("w:defaultTabStop", w_val=340),
            element("w:characterSpacingControl", w_val="doNotCompress"),
            element("w:compat", _COMPATIBLE),
            element("w:themeFontLang", w_val=document.language),
        ),
    )
    fonts = [
        element("w:font", element("w:family", w_val=family), w_name=name)
        for name, family in _FONTS.items()
    ]
    yield "word/fontTable.xml", _part("fonts", *fonts)
    yield "word/theme.xml", _shipped("docx-theme.xml")
    tab = element("w:r", element("w:tab"))
    head = f"{one_line(document.title)} · {one_line(document.model)}"
    audience = run(one_line(document.audience_label))
    yield "word/header.xml", _part("hdr", paragraph(run(head), tab, audience, style="Header"))
    foot = f"{document.words.of_day(document.on)} · {one_line(document.made_by)}"
    pages = [counted("PAGE"), run(" / "), counted("NUMPAGES")]
    yield "word/footer.xml", _part("ftr", paragraph(run(foot), tab, *pages, style="Footer"))
    for blob, name in kept.pictures.items():
        yield f"word/{pictures[name]}", blob


_BESIDE: Final = ("styles", "settings", "fontTable", "theme", "header", "footer")
_FONTS: Final = {"Calibri": "swiss", "Cambria": "roman", "Consolas": "modern"}
_PAGE: Final = element(
    "w:sectPr",
    element("w:headerReference", w_type="default", r_id="header"),
    element("w:footerReference", w_type="default", r_id="footer"),
    element("w:pgSz", w_w=11906, w_h=16838),
    element(
        "w:pgMar",
        w_top=1361,
        w_right=1134,
        w_bottom=1247,
        w_left=1134,
        w_header=680,
        w_footer=624,
        w_gutter=0,
    ),
)
_COMPATIBLE: Final = element(
    "w:compatSetting",
    w_name="compatibilityMode",
    w_uri="http://schemas.microsoft.com/office/word",
    w_val=15,
)


def _part(name: str, *children: str) -> str:
    spaces = {f"xmlns_{prefix}": place for prefix, place in SPACES.items()}
    return element(f"w:{name}", *children, **spaces)


def _content_types() -> str:
    plain = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "emf": "image/x-emf",
    }
    return element(
        "Types",
        *(element("Default", Extension=one, ContentType=kind) for one, kind in plain.items()),
        *(element("Override", PartName=one, ContentType=kind) for one, kind in _KINDS.items()),
        xmlns="http://schemas.openxmlformats.org/package/2006/content-types",
    )


def _relations(*told: tuple[str, str, str, bool]) -> str:
    """Return relations: name, kind, target, and whether that is outside of the package."""
    made = (
        element("Relationship", Id=name, Type=kind, Target=to, **_OUTSIDE if is_outside else {})
        for name, kind, to, is_outside in told
    )
    return element("Relationships", *made, xmlns=_RELATIONS)


_OUTSIDE: Final[Mapping[str, str]] = {"TargetMode": "External"}


def _properties(document: Document) -> str:
    day = f"{document.on.isoformat()}T00:00:00Z"
    title, model = one_line(document.title), one_line(document.model)
    keywords = f"{document.id}, {document.audience}, {document.dossier_digest}"
    return element(
        "cp:coreProperties",
        element("dc:title", _text(f"{title} – {model}")),
        element("dc:subject", _text(document.purpose)),
        element("dc:creator", _text(document.provider)),
        element("cp:keywords", _text(keywords)),
        element("cp:lastModifiedBy", _text(document.provider)),
        element("dcterms:created", day, xsi_type="dcterms:W3CDTF"),
        element("dcterms:modified", day, xsi_type="dcterms:W3CDTF"),
        element("dc:language", _text(document.language)),
        xmlns_cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        xmlns_dc="http://purl.org/dc/elements/1.1/",
        xmlns_dcterms="http://purl.org/dc/terms/",
        xmlns_xsi="http://www.w3.org/2001/XMLSchema-instance",
    )


def _text(text: str) -> str:
    return plain(one_line(text))


def _styles(language: str) -> str:
    return _shipped("docx-styles.xml").replace('w:val="en"', f'w:val="{language}"')


@cache
def _shipped(name: str) -> str:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return text.partition("?>\n")[2]
