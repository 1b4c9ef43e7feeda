"""HTML: one page that needs nothing else, to be read on a screen, on a telephone and on paper."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Final

from colophon.documents import lengths
from colophon.documents.formats._drawing import drawing
from colophon.documents.formats._texts import addresses, one_line, paragraphs
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Template

    from colophon.documents.model import Block, Document

EXTENSION: Final = "html"


def render(document: Document) -> bytes:
    """Return the document as one page in UTF-8."""
    page = _template().render(
        document=document,
        words=document.words,
        foreign=_tongue(document.language) != _tongue(document.words.language),
        first_section=_first(),
        first_entry=_first(section.id for part in document.parts for section in part.sections),
    )
    return page.lstrip().encode()  # the macros leave their blank lines before the page


def _tongue(language: str) -> str:
    """Return the language itself of a BCP 47 tag."""
    return language.lower().split("-")[0]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 -- start-up matters

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "addresses": addresses,
        "drawing": drawing,
        "one_line": one_line,
        "percent": lengths.percent,
        "paragraphs": paragraphs,
        "runs": _runs,
    }
    source = resources.files(__package__).joinpath("html.jinja").read_text("utf-8")
    return environment.from_string(source)


def _runs(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Put neighbouring entries together, for they share one list; say of each run if it is one."""
    for entries, run in groupby(blocks, _is_entry):
        yield entries, list(run)


def _is_entry(block: Block) -> bool:
    return isinstance(block, Stated | NotApplicable | Missing | Withheld)


def _first(taken: Iterable[str] = ()) -> Callable[[str], bool]:
    """Return a question, "is it the first time that this id is asked of?", for one page.

    An entry may stand in two sections; an anchor may stand once, and those `taken` never.
    """
    seen = set(taken)

    def first(id: str) -> bool:
        new = id not in seen
        seen.add(id)
        return new

    return first
