"""Plain values to typed ones, with one message for the first thing that does not fit."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from colophon.errors import ReadingError

if TYPE_CHECKING:
    from colophon.reading.texts import Path, Plain, Text

M = TypeVar("M", bound=BaseModel)

_ABSENT = {"missing", "too_short"}
"""Complaints that something is not there; a list is short of what could not be read in it, too."""


def validate(model: type[M], text: Text, at: Path = ()) -> M:
    """Make a `model` of the value at `at` in `text`.

    Raises:
        ReadingError: the value does not fit; the place is the line of what does not fit.
    """
    value = text.value
    for step in at:
        value = value[step]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _explained(error, model, text, at) from None


def _explained(
    error: ValidationError, model: type[BaseModel], text: Text, at: Path
) -> ReadingError:
    """Turn the first of pydantic's complaints into one message with place and remedy.

    What is wrong comes before what is missing, which may be missing because it is misspelt.
    """
    complaints = error.errors(include_url=False)
    first = next((one for one in complaints if one["type"] not in _ABSENT), complaints[0])
    loc = first["loc"]
    path = _path_in(text.value, (*at, *loc), missing=first["type"] == "missing")
    name = str(path[-1]) if path else "it"
    named = _named(path)
    match first["type"]:
        case "extra_forbidden":
            names = _names_at(model, loc[:-1])
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean `{near[0]}`? " if near else ""
            message = f"`{name}` is not a name that belongs here"
            remedy = hint + (f"Names here: {', '.join(names)}." if names else "Take it out.")
        case "missing":
            message = f"`{name}` is missing"
            remedy = f"Write a line `{name}: …` here."
            path = path[:-1]
        case "union_tag_invalid" | "union_tag_not_found":
            tag = first["ctx"]["discriminator"].strip("'")
            tags = first["ctx"].get("expected_tags", "").replace("'", "`")
            message = f"`{tag}` says which form this has, and is missing or unknown"
            remedy = f"Write `{tag}: …`" + (f" with one of {tags}." if tags else ".")
        case "model_type" | "model_attributes_type":
            names = _names_at(model, loc)
            message = f"{named} has no lines of its own" if path else "there are no names here"
            remedy = f"Write its names below it, one a line: {', '.join(names)}."
        case "tuple_type":
            message = f"{named} is not a list"
            remedy = "Write a list, one item a line after `- `; [] says that there are none."
        case "too_short":
            message = f"{named} has no item"
            remedy = "Write what belongs there, or leave it empty as long as it is not known."
        case "string_type":
            message = f"{named} is not a text"
            remedy = "Write it as text, in quotes where it looks like a number."
        case "bool_type":
            message = f"{named} is neither true nor false"
            remedy = "Write true or false, without quotes; nothing as long as it is not known."
        case "value_error":
            message = str(first["ctx"]["error"])
            if not message.startswith("`"):
                message = f"{named}: {message}"
            remedy = "Write it in that form."
        case _:
            message = f"{named}: {first['msg'][0].lower()}{first['msg'][1:]}"
            remedy = "Write it in that form."
    return ReadingError(message, place=text.place(path), remedy=remedy)


def _named(path: Path) -> str:
    """Return what stands at `path` in words: a name, or `item 1 of` a list."""
    *around, last = path or ("it",)
    return f"item {last + 1} of `{around[-1]}`" if isinstance(last, int) and around else f"`{last}`"


def _path_in(value: Plain, loc: Path, *, missing: bool) -> Path:
    """Return `loc` without the steps that are in the model's types and not in the text."""
    path: Path = ()
    for step in loc:
        inside: Plain = dict(enumerate(value)) if isinstance(value, list) else value
        if isinstance(inside, dict) and step in inside:
            path = (*path, step)
            value = inside[step]
    return (*path, loc[-1]) if missing else path


def _names_at(model: type[BaseModel], loc: Path) -> list[str]:
    """Return the names that may stand at `loc` inside `model`, as far as its types tell."""
    classes = [model]
    for step in loc:
        inner: list[type[BaseModel]] = []
        for one in classes:
            if isinstance(step, str) and step in one.model_fields:
                inner += _classes_in(one.model_fields[step].annotation)
            elif any(step in get_args(info.annotation) for info in one.model_fields.values()):
                inner = [one]  # the tag that tells the members of a union apart
                break
        classes = inner or classes
    return sorted({name for one in classes for name in one.model_fields})


def _classes_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in get_args(annotation) for one in _classes_in(part)]
