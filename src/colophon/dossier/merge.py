"""New content into an old YAML file, so that a person's comments, order and spelling stay.

What is equal is not touched. A value that changed is replaced in its place, a new one is put
last, one that is gone is taken out; an empty line of a form (`value:`) stays where it is.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.util import load_yaml_guess_indent

from colophon import reading
from colophon.quantities import plain

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.representer import RoundTripRepresenter

_NEXT_LINE = "\x85"
"""A line break to YAML 1.1, which ruamel folds into a space unless it is written as an escape."""


def into(old: bytes, path: str, before: Any, content: Any) -> bytes:
    """Return the bytes of `path` with `content`; `old` itself when it says the same.

    `before` is what `old` says, in the spelling of `content`: the comparison is of values, so
    that `38e24 FLOP` stays as a person wrote it.
    """
    if (before or {}) == content:
        return old
    text = reading.decode(old, path).replace("\r\n", "\n")
    printer = _printer(text)
    tree = printer.load(text) if text.strip() else None
    merged = _merged(tree, before, content)
    stream = io.BytesIO()
    printer.dump(merged, stream)
    written = stream.getvalue()
    return written.replace(b"\n", b"\r\n") if b"\r\n" in old else written


def _printer(text: str) -> YAML:
    printer = YAML(typ="rt")
    printer.preserve_quotes = True
    printer.width = 4096  # the person's own line breaks stay; none are added
    indent, offset = None, None
    if text.strip():
        _, indent, offset = load_yaml_guess_indent(text)
    printer.indent(mapping=2, sequence=indent or 4, offset=2 if offset is None else offset)
    printer.representer.add_representer(Decimal, _decimal)
    return printer


def _decimal(representer: RoundTripRepresenter, value: Decimal) -> ScalarNode:
    text = plain(value)
    return representer.represent_scalar(
        f"tag:yaml.org,2002:{'int' if text.isdigit() else 'float'}", text
    )


def _merged(tree: Any, before: Any, content: Any) -> Any:
    if tree is not None and before == content:
        return tree
    if isinstance(content, dict) and isinstance(tree, CommentedMap):
        before = before or {}
        for key in [key for key in tree if key not in content and key in before]:
            del tree[key]
        for key, value in content.items():
            if value in ([], {}) and before.get(key) != value:
                tree.ca.items.pop(key, None)  # a comment before the first item needs an item
            tree[key] = _merged(tree.get(key), before.get(key), value)
        return tree
    if isinstance(content, list) and content and isinstance(tree, CommentedSeq):
        return _merged_list(tree, before or [], content)
    if isinstance(content, dict):
        return CommentedMap((key, _merged(None, None, value)) for key, value in content.items())
    if isinstance(content, list):
        return CommentedSeq(_merged(None, None, item) for item in content)
    if isinstance(content, str) and _NEXT_LINE in content:
        return DoubleQuotedScalarString(content)
    return content


def _merged_list(tree: CommentedSeq, before: list[Any], content: list[Any]) -> CommentedSeq:
    """Match the items by their id or name, else by position, so that each keeps its comments."""
    wanted = {_name(item) for item in content}
    for position in reversed(range(len(tree))):
        name = _name(before[position])
        if name is not None and name not in wanted:
            del tree[position]
    left = [item for item in before if _name(item) is None or _name(item) in wanted]
    for position, item in enumerate(content):
        if position < len(left) and _name(left[position]) == _name(item):
            tree[position] = _merged(tree[position], left[position], item)
        else:
            tree.insert(position, _merged(None, None, item))
            left.insert(position, item)
    del tree[len(content) :]
    return tree


def _name(item: Any) -> str | None:
    return (item.get("id") or item.get("name")) if isinstance(item, dict) else None
