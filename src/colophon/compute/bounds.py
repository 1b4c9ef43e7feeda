"""Between which values figures of training usually lie: `compute/data/bounds.yaml`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, RootModel

from colophon.law.model import Confirmed
from colophon.reading import Number, validate, yaml

if TYPE_CHECKING:
    from collections.abc import Mapping


class Bounds(BaseModel):
    """Two numbers between which something usually lies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Number
    high: Number
    says: str
    source: str
    confirmed: Confirmed

    def hold(self, value: Fraction) -> bool:
        """Return whether a value lies between them."""
        return Fraction(self.low) <= value <= Fraction(self.high)


class _File(RootModel[dict[str, Bounds]]):
    """The content of the file."""


@cache
def bounds() -> Mapping[str, Bounds]:
    """Return all bounds by name.

    Raises:
        ReadingError: the file is not as it should be, which is a mistake of ours.
    """
    name = "compute/data/bounds.yaml"
    text = files("colophon").joinpath(name).read_bytes()
    return validate(_File, yaml(text, name)).root
