"""`answers/`: what people state about the fields of the law."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from pydantic import model_validator

from colophon.dossier.model.base import Record, Text
from colophon.quantities import Amount
from colophon.reading import Day, Flag

Value: TypeAlias = str | Amount | date | tuple[str, ...]
"""A field's value: text, name, link or choice; amount; day; names or choices."""


class Answer(Record):
    """What a person states about one field."""

    value: Value | None = None
    """The value, in the form that the field asks for; empty as long as it is not answered."""
    not_applicable: Text | None = None
    """Why the field does not apply to this model; only where the law leaves room for it."""
    note: Text | None = None
    """A remark; the AI Office sees it, other authorities only where they see the exact value."""
    by: Text | None = None
    """Who states it; the file's own `by` when left out."""
    on: Day | None = None
    """The day on which it was stated; the file's own `on` when left out."""
    confidential: Flag = False
    """Whether it is kept from downstream providers and the public."""

    @property
    def is_given(self) -> bool:
        """Whether the person has answered at all."""
        return self.value is not None or self.not_applicable is not None

    @model_validator(mode="after")
    def _one_thing(self) -> Answer:
        if self.value is not None and self.not_applicable is not None:
            raise ValueError("a field has a value or does not apply, not both")
        return self
