"""What the classes of decoders take where a configuration leaves a value out.

`data/decoders.json` holds it for each type, as transformers 5.23 has it: the smaller things only.
Widths, layers and the size of the vocabulary must be in the file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from colophon.reading import json

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "decoders.json"


def usual(model_type: str) -> Mapping[str, int]:
    """Return what the class of a type takes; of one that is not listed, nothing."""
    return _classes().get(model_type) or {}


@cache
def _classes() -> Mapping[str, Mapping[str, int]]:
    source = files("colophon.compute").joinpath("data", NAME).read_bytes()
    read: Any = json(source, NAME).value
    assert isinstance(read, dict), "the file maps types to what their classes take"
    return read
