"""What is read only when somebody looks at a published text: how a form is recognised, and flaws.

It stands beside the law of `load`, so that no other command has to read it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from colophon.errors import LawError
from colophon.law.model.printed import Flaw, Printed
from colophon.reading import validate, yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.law.model.base import Record

R = TypeVar("R", bound="Record")


@cache
def printed(outline: str) -> Printed:
    """Return how the form of a document is recognised."""
    return {one.id: one for one in _read("printed", Printed)}[outline]


@cache
def flaws() -> tuple[Flaw, ...]:
    """Return what is often amiss, in the order of their ids."""
    return tuple(_read("flaws", Flaw))


def _read(folder: str, shape: type[R]) -> Iterator[R]:
    found = files("colophon.law").joinpath("data", folder)
    for file in sorted(found.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        text = yaml(file.read_bytes(), f"law/data/{folder}/{file.name}")
        record = validate(shape, text)
        if getattr(record, "id", None) != file.name.removesuffix(".yaml"):
            raise LawError(
                "the id is not the file's name",
                place=text.place(("id",)),
                remedy="Rename the file, or mend the id.",
            )
        yield record
