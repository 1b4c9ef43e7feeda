"""What every format does. A new one is found by itself and needs its golden file."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from markdown_it import MarkdownIt

from colophon import parts
from colophon.documents import formats
from colophon.documents.model import Document
from tests.documents.formats import readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set as AbstractSet
    from types import ModuleType

GOLDEN: Final = Path(__file__).parent / "golden"
REWRITE: Final = "COLOPHON_WRITE_GOLDEN"

FORMATS: Final = list(parts.modules(formats))
each_format = pytest.mark.parametrize(
    "form", FORMATS, ids=[form.__name__.rpartition(".")[2] for form in FORMATS]
)

UNSEEN: Final = {
    *("audience", "changed", "id", "kind", "language", "words"),
    *("low", "best", "high", "whole", "length"),
    "chosen",
}
"""What is said to programs and not to people; the places in a chart and the boxes are drawn from
it."""

DRAWN: Final = {"md": {"description"}, "docx": {"description"}, "pdf": {"description"}}
"""What a format has no need of: a chart that stands in tables, which can be read out."""

BINARY: Final = {"docx", "pdf"}
"""Formats that are not text: their golden files hold what a reader reads."""


def test_formats_differ_in_extension() -> None:
    """No two formats have one extension."""
    assert len({form.EXTENSION for form in FORMATS}) == len(FORMATS) >= 3


@each_format
def test_boxes(form: ModuleType, sample: Document) -> None:
    """Every option of the form is shown with its box, ticked or empty, in this order."""
    if form.EXTENSION == "json":
        return
    read = "".join(READERS[form.EXTENSION](form.render(sample)).split())
    for part in sample.parts:
        for section in part.sections:
            for block in section.blocks:
                for one in getattr(block, "options", ()):
                    box = "☒" if one.chosen else "☐"
                    assert f"{box}{''.join(one.label.split())}" in read


@each_format
def test_extension(form: ModuleType) -> None:
    """The extension is a word of small letters, without a full stop."""
    assert re.fullmatch(r"[a-z0-9]+", form.EXTENSION)


@each_format
def test_golden(form: ModuleType, sample: Document) -> None:
    """The sample looks as it did when somebody last looked at it."""
    golden, rendered = looks("sample", form, sample)
    if REWRITE in os.environ:
        golden.write_bytes(rendered)
    assert golden.exists(), (
        f"{golden} is missing: run the tests once with {REWRITE}=1, then read what they wrote"
    )
    assert rendered == golden.read_bytes(), (
        f"the sample no longer looks like {golden}: if you meant that, run the tests once with "
        f"{REWRITE}=1, then read the difference"
    )


def looks(name: str, form: ModuleType, document: Document) -> tuple[Path, bytes]:
    """Return the golden file of a document in a format, and what it ought to hold."""
    rendered = form.render(document)
    if form.EXTENSION not in BINARY:
        return GOLDEN / f"{name}.{form.EXTENSION}", rendered
    text = READERS[form.EXTENSION](rendered)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return GOLDEN / f"{name}.{form.EXTENSION}.txt", "\n".join([*filter(None, lines), ""]).encode()


@each_format
def test_same_bytes(form: ModuleType, sample: Document) -> None:
    """Equal documents become equal bytes, even when one has been rendered before."""
    again = Document.model_validate(sample.model_dump())
    assert form.render(sample) == form.render(again)


def test_same_bytes_elsewhere(sample: Document, tmp_path: Path) -> None:
    """Another process, whose sets have another order, gives the same bytes."""
    told = tmp_path / "sample.json"
    told.write_text(sample.model_dump_json())
    digests = {form.EXTENSION: hashlib.sha256(form.render(sample)).hexdigest() for form in FORMATS}
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE, str(told)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(done.stdout) == digests


_ELSEWHERE: Final = """
import hashlib, json, pathlib, sys
from colophon import parts
from colophon.documents import formats
from colophon.documents.model import Document
from tests.documents.formats import readers

told = Document.model_validate_json(pathlib.Path(sys.argv[1]).read_text())
made = {one.EXTENSION: one.render(told) for one in parts.modules(formats)}
print(json.dumps({name: hashlib.sha256(one).hexdigest() for name, one in made.items()}))
"""


@each_format
def test_one_last_line(form: ModuleType, sample: Document) -> None:
    """A file of text is UTF-8 and ends in exactly one line feed."""
    if form.EXTENSION in BINARY:
        return
    text = form.render(sample).decode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


@each_format
def test_leaves_out_nothing(form: ModuleType, sample: Document) -> None:
    """Whoever reads the rendered sample reads each of its texts."""
    assert form.EXTENSION in READERS, f"say in READERS how to read a .{form.EXTENSION} file"
    read = READERS[form.EXTENSION](form.render(sample))
    texts = _texts(sample.model_dump(mode="json"), UNSEEN | DRAWN.get(form.EXTENSION, set()))
    squeezed = _squeezed
    if form.EXTENSION == "pdf":
        squeezed, texts = _without_spaces, (piece for text in texts for piece in _in_order(text))
    read = squeezed(read)
    lost = [text for text in texts if squeezed(text) not in read]
    assert not lost


@each_format
def test_no_script(form: ModuleType, sample: Document) -> None:
    """No text becomes a script, except in JSON, which nobody shows as a page."""
    if form.EXTENSION != "json":
        assert b"<script" not in form.render(sample).lower()


def _texts(value: Any, unseen: AbstractSet[str] = UNSEEN) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in unseen:
                yield from _texts(inner, unseen)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, unseen)
    elif value is not None:
        yield str(value)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _without_spaces(text: str) -> str:
    """Return a text of a page, on which lines break anywhere and letters have their accents."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def _in_order(text: str) -> list[str]:
    """Return the words of a text that runs from right to left: their order on a page is another."""
    mirrored = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return re.findall(r"\w+", text) if mirrored else [text]


class _Text(HTMLParser):
    """What stands in a page for people to read; a new block or line is a space."""

    INLINE: Final = {"a", "bdi", "em", "small", "span", "strong", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- its parent's
        self.hidden = tag == "style"
        self.read.append("" if tag in self.INLINE else " ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False
        self.read.append("" if tag in self.INLINE else " ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.read.append(data)


def _read_html(page: bytes) -> str:
    parser = _Text()
    parser.feed(page.decode())
    parser.close()
    return "".join(parser.read)


def _read_markdown(text: bytes) -> str:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return _read_html(reader.render(text.decode()).encode())


def _read_json(text: bytes) -> str:
    return "\n".join(_texts(json.loads(text)))


READERS: Final[dict[str, Callable[[bytes], str]]] = {
    "docx": readers.docx,
    "pdf": readers.pdf,
    "html": _read_html,
    "json": _read_json,
    "md": _read_markdown,
}
