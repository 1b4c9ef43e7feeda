"""What every format does. A new one is found by itself and needs its golden file."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from markdown_it import MarkdownIt

from colophon import parts
from colophon.documents import formats
from colophon.documents.model import Document

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
    *("audience", "id", "kind", "language", "words"),
    *("low", "best", "high", "whole", "length"),
}
"""What is said to programs and not to people; the places in a chart are drawn from it."""

DRAWN: Final = {"md": {"description"}}
"""What a format has no need of: a chart of letters stands in tables, which can be read out."""


def test_formats_differ_in_extension() -> None:
    """No two formats have one extension."""
    assert len({form.EXTENSION for form in FORMATS}) == len(FORMATS) >= 3


@each_format
def test_extension(form: ModuleType) -> None:
    """The extension is a word of small letters, without a full stop."""
    assert re.fullmatch(r"[a-z0-9]+", form.EXTENSION)


@each_format
def test_golden(form: ModuleType, sample: Document) -> None:
    """The sample looks as it did when somebody last looked at it."""
    golden = GOLDEN / f"sample.{form.EXTENSION}"
    rendered = form.render(sample)
    if REWRITE in os.environ:
        golden.write_bytes(rendered)
    assert golden.exists(), (
        f"{golden} is missing: run the tests once with {REWRITE}=1, then read what they wrote"
    )
    assert rendered == golden.read_bytes(), (
        f"the sample no longer looks like {golden}: if you meant that, run the tests once with "
        f"{REWRITE}=1, then read the difference"
    )


@each_format
def test_same_bytes(form: ModuleType, sample: Document) -> None:
    """Equal documents become equal bytes, even when one has been rendered before."""
    again = Document.model_validate(sample.model_dump())
    assert form.render(sample) == form.render(again)


@each_format
def test_one_last_line(form: ModuleType, sample: Document) -> None:
    """The file is UTF-8 and ends in exactly one line feed."""
    text = form.render(sample).decode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\r" not in text


@each_format
def test_leaves_out_nothing(form: ModuleType, sample: Document) -> None:
    """Whoever reads the rendered sample reads each of its texts."""
    assert form.EXTENSION in READERS, f"say in READERS how to read a .{form.EXTENSION} file"
    read = _squeezed(READERS[form.EXTENSION](form.render(sample).decode()))
    texts = _texts(sample.model_dump(mode="json"), UNSEEN | DRAWN.get(form.EXTENSION, set()))
    lost = [text for text in texts if _squeezed(text) not in read]
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


def _read_html(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    parser.close()
    return "".join(parser.read)


def _read_markdown(text: str) -> str:
    return _read_html(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def _read_json(text: str) -> str:
    return "\n".join(_texts(json.loads(text)))


READERS: Final[dict[str, Callable[[str], str]]] = {
    "html": _read_html,
    "json": _read_json,
    "md": _read_markdown,
}
