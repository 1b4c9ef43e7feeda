"""A contact that leads to nobody in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.wording import (
    ADDRESS,
    MAILBOX,
    TELEPHONE,
    has_postal_address,
    is_beginning_of_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a contact of general mailboxes or pages alone, and a name without any contact."""
    generic = set(look.form.listed("generic-mailboxes"))
    for passage in look.passages():
        text = passage.flowing
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        boxes = MAILBOX.findall(text)
        if boxes and any(box.casefold() not in generic for box in boxes):
            continue
        if has_postal_address(text) or TELEPHONE.search(text):
            continue
        what = "generic" if boxes or ADDRESS.search(text) else "none"
        found = f"{boxes[0]}@" if boxes else ADDRESS.search(text)
        words = found if isinstance(found, str) else found[0] if found else ""
        yield look.remark("notice", what, name=passage.field, line=passage.at(words), contact=words)
