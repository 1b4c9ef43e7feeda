"""What the formats for people share: neighbours that stand in one list, or under one heading."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from colophon.documents.model import Missing, NotApplicable, Stated, Withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from colophon.documents.model import Block, Section


def runs(blocks: Iterable[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Put neighbouring entries together, for they share one list; say of each run if it is one."""
    for entries, run in groupby(blocks, _is_entry):
        yield entries, list(run)


def grouped(sections: Iterable[Section]) -> Iterator[tuple[str | None, Section]]:
    """Yield sections, the first of those that stand under one heading with that heading."""
    for under, group in groupby(sections, lambda section: section.under):
        for position, section in enumerate(group):
            yield None if position else under, section


def _is_entry(block: Block) -> bool:
    return isinstance(block, Stated | NotApplicable | Missing | Withheld)
