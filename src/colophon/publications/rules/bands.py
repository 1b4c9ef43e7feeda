"""Exactly one range of the form for each modality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.choices import State, band, modalities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.law.model.printed import Row
    from colophon.publications.model import Look, Passage, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield modalities with several ranges, with none, or with marks that cannot be read."""
    if look.publication.earlier:
        return  # drafts of the form had no ranges, and `form` says that this is one
    unreadable: list[Passage] = []
    for row in look.form.rows:
        passage = look.passage(row.size) if row.size else None
        if passage is None or passage.said or not _is_told(look, row, passage):
            continue
        ticks = band(passage, row, look)
        modality = look.law.language.named("modality", row.modality)
        if ticks.state is State.UNREADABLE:
            unreadable.append(passage)
        elif len(ticks.chosen) > 1:
            yield look.remark(
                "conflict", "several", name=passage.field, line=passage.first, modality=modality
            )
        elif not ticks.chosen:
            if ticks.state is State.BLANK and _is_unmarked(look, passage):
                continue
            if row.another_unit and any(letter.isdigit() for letter in _free(passage, look)):
                continue
            yield look.remark(
                "missing", "none", name=passage.field, line=passage.first, modality=modality
            )
    if unreadable:
        first = unreadable[0]
        names = ", ".join(look.label(one.field) for one in unreadable)
        yield look.remark("unread", "unreadable", name=first.field, line=first.first, labels=names)


def _is_told(look: Look, row: Row, passage: Passage) -> bool:
    """Whether the modality is among those of the training data, as far as the text tells."""
    told = look.passage("public-summary.modalities")
    if told is not None:
        ticks = modalities(told, look.form)
        if ticks.state is State.READ:
            return row.modality in ticks.chosen
    head = passage.flowing[:40]
    own = modalities(type(passage)(passage.field, (type(passage.first)(head, ""),), ""), look.form)
    if own.state is State.BLANK:
        return False
    words = passage.flowing.casefold()
    bare = next(
        (
            words.removeprefix(name.casefold()).strip(" .:")
            for names in row.names.values()
            for name in sorted(names, key=len, reverse=True)
            if words.startswith(name.casefold())
        ),
        words,
    )
    nothing = {word.casefold() for word in look.form.nothing}
    return bool(bare) and bare not in nothing and not bare.startswith(tuple(_LONG & nothing))


_LONG = {"n/a", "not applicable", "niet van toepassing", "sans objet", "non applicabile"}


def _is_unmarked(look: Look, passage: Passage) -> bool:
    """Whether no box before the modality itself says that it is in the data."""
    return not passage.flowing.startswith(look.form.ticked)


def _free(passage: Passage, look: Look) -> str:
    """Return what is said of the size beside the ranges of the form."""
    words = passage.flowing
    for mark in look.form.blank:
        words = words.partition(mark)[0] if mark in words else words
    return words
