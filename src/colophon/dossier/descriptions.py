"""What the docstrings under the attributes of records say, for the schemas that editors read.

pydantic can read them when it makes a class, which costs at every start of the program; here they
are read from the source when somebody asks.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_ROOMS = ("colophon.dossier.", "colophon.evidence")
"""Where the records are that files of a dossier hold."""


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model, each attribute of a record with its description."""
    schema = model.model_json_schema()
    records = {one.__name__: one for one in _below(BaseModel)}
    for name, part in ((model.__name__, schema), *schema.get("$defs", {}).items()):
        if name in records:
            said = attributes(records[name])
            fields = records[name].model_fields
            written = {one.alias or attribute: attribute for attribute, one in fields.items()}
            for key, described in part.get("properties", {}).items():
                if written.get(key) in said:
                    described["description"] = said[written[key]]
    return schema


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield the records that are made from a model, directly or not."""
    for one in model.__subclasses__():
        if one.__module__.startswith(_ROOMS):
            yield one
            yield from _below(one)


def attributes(record: type[BaseModel]) -> Mapping[str, str]:
    """Return what stands under each attribute of a record, its bases' included."""
    said: dict[str, str] = {}
    for one in reversed(record.__mro__):
        if one.__module__.startswith(_ROOMS):
            said |= _of_module(one.__module__).get(one.__name__, {})
    return said


@cache
def _of_module(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return class -> attribute -> the text below it."""
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {one.name: dict(_texts(one)) for one in tree.body if isinstance(one, ast.ClassDef)}


def _texts(record: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for line, below in zip(record.body, record.body[1:], strict=False):
        match line, below:
            case (
                ast.AnnAssign(target=ast.Name(id=attribute)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield attribute, inspect.cleandoc(text)
