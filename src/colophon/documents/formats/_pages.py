"""The templates of pages in HTML, and what they are filled with."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from colophon.documents import lengths
from colophon.documents.formats._drawing import drawing
from colophon.documents.formats._runs import grouped, runs
from colophon.documents.formats._texts import addresses, box, one_line, paragraphs

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def template(name: str) -> Template:
    """Return the template `name`, such as `html`; another one may extend it."""
    return _environment().get_template(f"{name}.jinja")


@cache
def _environment() -> Environment:
    # Start-up matters.
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 -- see above

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(_source),
    )
    environment.filters |= {
        "addresses": addresses,
        "box": box,
        "drawing": drawing,
        "grouped": grouped,
        "one_line": one_line,
        "percent": lengths.percent,
        "paragraphs": paragraphs,
        "runs": runs,
    }
    return environment


def _source(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
