"""Layouts: which column of a corpus is what, recognised by the columns that are there.

The known layouts stand in `data/layouts/`, one file each; the id of a layout is the name of its
file. A person may say it instead, with `--columns`.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from colophon.corpus.readers import Role
from colophon.errors import ColophonError
from colophon.reading import Count, validate, yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROLES: Final[tuple[Role, ...]] = get_args(Role)
_PLACE: Final = "--columns"
_MANY: Final = 40
"""How many names a message lists."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Layout(_Record):
    """What the columns of one corpus are."""

    id: str
    """The name of its file in the data, or `given`."""

    name: str
    """What it is called: `FineWeb`."""

    link: str | None = None
    """Where it is described."""

    columns: dict[Role, str]
    """The column of each role that this corpus has; a part of a nested one by its way."""

    each: dict[Role, int] = {}
    """What each record has that no column tells: a table of images has one image a record."""

    remark: str | None = None
    """What somebody should know who reads the counts."""

    confirmed: Literal["card", "copy", "secondary", "recalled", "given"]
    """How it is known: from the corpus's own description, from that of a copy or a part of it, from
    somebody else's account, from memory, or given on the command line."""

    def without(self, role: Role) -> Layout:
        """Return the same where one column is not read."""
        left = {one: column for one, column in self.columns.items() if one != role}
        return self.model_copy(update={"columns": left})


def _several(ways: Any) -> Any:
    return [ways] if isinstance(ways, str) else ways


class _Known(_Record):
    """A layout as its file tells it."""

    name: str
    link: str
    must: tuple[str, ...]
    """The columns that have to be there; the layout with the most of them is taken."""
    columns: dict[
        Role,
        Annotated[tuple[str, ...], BeforeValidator(lambda x: [x] if isinstance(x, str) else x)],
    ]
    """The column of each role: of several, the first that is there."""
    each: dict[Role, Count] = {}
    remark: str | None = None
    confirmed: Literal["card", "copy", "secondary", "recalled"]


@cache
def known() -> Mapping[str, _Known]:
    """Return the layouts of the data by their ids.

    Raises:
        ReadingError: a file of the data has a mistake.
    """
    folder = files("colophon.corpus") / "data" / "layouts"
    found: dict[str, _Known] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            text = yaml(file.read_bytes(), f"corpus/data/layouts/{file.name}")
            found[file.name.removesuffix(".yaml")] = validate(_Known, text)
    return found


def recognise(columns: Mapping[str, str]) -> Layout | None:
    """Return the known layout that has the most in common with some columns.

    Args:
        columns: the columns with their types in words, as a reader tells them.

    Returns:
        None where not even an address or a text is found by the name of its column.
    """
    there = {way for name in columns for way in _begun(name)}
    fitting = [one for one in known().items() if there.issuperset(one[1].must)]
    for name, layout in sorted(fitting, key=lambda one: (-len(one[1].must), one[0])):
        found = dict(_resolved(layout, columns))
        if layout.must or "url" in found or "text" in found:
            return Layout(
                id=name,
                name=layout.name,
                link=layout.link,
                columns=found,
                each={role: count for role, count in layout.each.items() if role not in found},
                remark=layout.remark,
                confirmed=layout.confirmed,
            )
    return None


def _begun(way: str) -> Iterator[str]:
    """Yield a way and the objects that it leads through, which not every reader tells."""
    yield way
    while dot := way.rfind(".") + 1:
        way = way[: dot - 1]
        yield way


def _resolved(layout: _Known, columns: Mapping[str, str]) -> Iterator[tuple[Role, str]]:
    """Yield each role with its column, where there is one that holds values and not objects."""
    for role, ways in layout.columns.items():
        for way in ways:
            if columns.get(way, "object") != "object":
                yield role, way
                break


def given(text: str, columns: Mapping[str, str]) -> Layout:
    """Return the layout that a person gives: `url=URL,text=body.text,tokens=n`.

    Args:
        text: roles and columns.
        columns: the columns that are there, with their types in words.

    Raises:
        ColophonError: it is written otherwise, or names a role or a column that there is not.
    """
    found: dict[Role, str] = {}
    for part in text.split(","):
        role, equals, way = (word.strip() for word in part.partition("="))
        if not equals or not way:
            raise ColophonError(
                f"`{part.strip()}` does not name a role and its column",
                place=_PLACE,
                remedy=f"Write --columns url=…,text=…; roles: {', '.join(_ROLES)}.",
            )
        known_role = next((one for one in _ROLES if one == role), None)
        if known_role is None:
            raise _unknown("role", role, _ROLES)
        if way not in columns:
            raise _unknown("column", way, tuple(columns))
        if known_role in found:
            raise ColophonError(
                f"`{role}` is given twice: `{found[known_role]}` and `{way}`",
                place=_PLACE,
                remedy="Give each role one column.",
            )
        found[known_role] = way
    return Layout(id="given", name="as given by --columns", columns=found, confirmed="given")


def _unknown(kind: str, name: str, names: tuple[str, ...]) -> ColophonError:
    """Return the error for a name that there is not, with the nearest and with all."""
    folded = {one.casefold(): one for one in names}
    near = [f"`{folded[one]}`" for one in get_close_matches(name.casefold(), folded)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    shown = ", ".join(names[:_MANY]) + (", …" if len(names) > _MANY else "")
    return ColophonError(
        f"`{name}` is no {kind} that there is",
        place=_PLACE,
        remedy=f"{hint}There are: {shown or 'none'}.",
    )
