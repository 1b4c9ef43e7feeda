"""The released versions behind a document: its own, those before, and what each changed in it.

What changed is found by holding the documents themselves against each other, each as the audience
of this one would see it. So nobody is told of a change in what he may not see, nor of one that is
finer than what he is shown; and no former value is repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from colophon.documents.model import (
    Missing,
    NotApplicable,
    Paragraph,
    Part,
    Section,
    Shares,
    Stated,
    Table,
    Version,
    Withheld,
)
from colophon.documents.views import AUTHORITIES
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.documents.model import Document
    from colophon.dossier.releases import Release
    from colophon.law.model import Language

How: TypeAlias = Literal["new", "gone", "changed"]

_ENTRIES: Final = (Stated, NotApplicable, Missing, Withheld)
_NOT_TOLD: Final = {"source", "asked_by"}
"""Where an entry stands is no change of what it says."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that a document tells otherwise than the one before."""

    section: str
    """The heading that it stands under."""
    label: str
    how: How


def with_versions(
    document: Document,
    earlier: Sequence[tuple[Release, Document]],
    audience: Audience,
    language: Language,
) -> Document:
    """Return `document` with its version, the versions before, and what each of them changed.

    Args:
        document: as it is now.
        earlier: each release with the document that it gives the same audience, under the same
            law on the same day, first to last; where there is none, nothing is added.
        audience: for whom the document is.
        language: the language of the document.
    """
    if not earlier:
        return document
    last, _ = earlier[-1]
    is_changed = last.dossier_digest != document.dossier_digest
    said = "history.changed-since" if is_changed else "history.released"
    version = Version(
        name=last.version,
        on=last.on,
        changed=is_changed,
        said=language.say(said, version=last.version, day=last.on),
    )
    told = language.say(
        "history.is-not" if is_changed else "history.is", version=last.version, day=last.on
    )
    section = Section(
        id=f"{document.id}-versions",
        heading=language.say("history.section"),
        provision=language.say("history.provision"),
        blocks=(
            Paragraph(text=told),
            _table([release for release, _ in earlier], audience, language),
            *_log(document, earlier, language, is_changed=is_changed),
        ),
    )
    part = Part(heading=language.say("history.heading"), sections=(section,))
    return document.model_copy(update={"version": version, "parts": (*document.parts, part)})


def _table(releases: Sequence[Release], audience: Audience, language: Language) -> Table:
    """List the versions, the latest first; who released is for authorities, as with statements.

    What is remarked on a release may hold anything, and so goes to the AI Office alone.
    """
    columns = [language.say("history.version"), language.say("history.day")]
    if audience in AUTHORITIES:
        columns.append(language.say("history.by"))
    has_notes = audience is Audience.AI_OFFICE and any(one.note for one in releases)
    if has_notes:
        columns.append(language.say("format.note"))
    rows = []
    for one in reversed(releases):
        row = [one.version, language.shown(one.on)]
        if audience in AUTHORITIES:
            row.append(one.by or language.say("history.nobody"))
        if has_notes:
            row.append(one.note or "")
        rows.append(tuple(row))
    return Table(caption=language.say("history.caption"), columns=tuple(columns), rows=tuple(rows))


def _log(
    document: Document,
    earlier: Sequence[tuple[Release, Document]],
    language: Language,
    *,
    is_changed: bool,
) -> Iterator[Paragraph]:
    """Yield what changed, the latest first."""
    last, latest = earlier[-1]
    if is_changed:
        found = changes(latest, document, language)
        phrase = "history.changes-now" if found else "history.none-now"
        yield _paragraph(language.say(phrase, version=last.version), found, language)
    for (before, then), (after, now) in reversed([*pairwise(earlier)]):
        found = changes(then, now, language)
        phrase = "history.changes-in" if found else "history.none-in"
        said = language.say(phrase, version=after.version, before=before.version)
        yield _paragraph(said, found, language)


def _paragraph(said: str, found: Sequence[Changed], language: Language) -> Paragraph:
    by_section: dict[str, list[str]] = {}
    for one in found:
        words = language.say(f"history.{one.how}", label=one.label)
        entries = by_section.setdefault(one.section, [])
        if words not in entries:
            entries.append(words)
    lines = (
        language.say("history.line", heading=heading, entries=", ".join(entries))
        for heading, entries in by_section.items()
    )
    return Paragraph(text="\n".join((said, *lines)))


def changes(before: Document, after: Document, language: Language) -> tuple[Changed, ...]:
    """Return what one document tells otherwise than another one for the same audience."""
    then, now = (dict(_told(one, language)) for one in (before, after))
    return tuple(
        Changed(*(now.get(key) or then[key])[:2], _how(then.get(key), now.get(key)))
        for key in dict.fromkeys((*now, *then))
        if _content(then.get(key)) != _content(now.get(key))
    )


_Key: TypeAlias = tuple[str, str, str]
_Told: TypeAlias = tuple[str, str, object]


def _told(document: Document, language: Language) -> Iterator[tuple[_Key, _Told]]:
    """Yield what is told with what it is known by, the heading that it stands under, its label.

    The chart of the ledger says what its table does, and is left out.
    """
    for part in document.parts:
        for section in part.sections:
            texts = [block.text for block in section.blocks if isinstance(block, Paragraph)]
            label = language.say("history.text")
            yield (section.id, "text", ""), (section.heading, label, texts)
            for block in section.blocks:
                if isinstance(block, _ENTRIES):
                    is_missing = isinstance(block, Missing)  # which says as much as none at all
                    said = None if is_missing else block.model_dump(exclude=_NOT_TOLD)
                    yield (section.id, "entry", block.field), (section.heading, block.label, said)
                elif isinstance(block, Table | Shares):
                    key = (section.id, block.kind, block.caption)
                    yield key, (section.heading, block.caption, block.model_dump())


def _content(told: _Told | None) -> object:
    return None if told is None else told[2]


def _how(before: _Told | None, after: _Told | None) -> How:
    if _content(before) is None:
        return "new"
    return "gone" if _content(after) is None else "changed"
