"""How far the plain rule reaches: six operations for each parameter and token.

The numbers stand in `data/fallback.yaml`, each with its reason.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from colophon.reading import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME: Final = "fallback.yaml"


class Bound(NamedTuple):
    """A number, and why it is that one."""

    value: Decimal
    reason: str


@cache
def bounds() -> Mapping[str, Bound]:
    """Return `least` and `most`, as parts of the plain rule, and `attention_share`."""
    source = files("colophon.compute").joinpath("data", NAME).read_bytes()
    told: Any = yaml(source, NAME).value
    return {name: Bound(Decimal(one["value"]), one["reason"].strip()) for name, one in told.items()}
