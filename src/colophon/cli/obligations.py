"""Obligations on a terminal: one line each, and one for measures that stand alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.assessment.model import DutyState
from colophon.cli import screen
from colophon.law.model import Force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from colophon.assessment.model import Duty
    from colophon.law.model import Law

_ROOM = 12
"""The room for an id; a longer one takes what it needs."""
_STATE = 15
"""The room for a state."""
_SUMMED_UP = {DutyState.NOT_APPLICABLE, DutyState.EXEMPT, DutyState.UNDETERMINED}
"""States in which the measures of a chapter stand in one line, where their reason is the same."""


def grouped(duties: Iterable[Duty], law: Law) -> tuple[tuple[Duty, ...], ...]:
    """Return obligations in groups: measures of one chapter that stand alike, others alone."""
    groups: dict[tuple[str, ...], list[Duty]] = {}
    for one in duties:
        key: tuple[str, ...] = (one.obligation.id,)
        if one.obligation.commitment and one.state in _SUMMED_UP:
            chapter = law.commitment[one.obligation.commitment].chapter
            key = (chapter, one.state.value, one.because.text)
        groups.setdefault(key, []).append(one)
    return tuple(tuple(group) for group in groups.values())


def in_full(groups: tuple[tuple[Duty, ...], ...], law: Law) -> None:
    """Print groups of obligations, each with the reason why it stands as it does."""
    for group in groups:
        one = group[0]
        _line(group, law)
        text = one.because.text
        if one.because.citation and len(group) == 1:
            text += f" · {screen.cited(one.because.citation, law)}"
        click.echo(screen.quiet(screen.wrapped(text, " " * (_STATE + _ROOM))))


def in_short(groups: tuple[tuple[Duty, ...], ...], law: Law) -> None:
    """Print groups of obligations a line each; where there is little to say, one for all.

    Parts of an obligation are left to the whole.
    """
    aside: dict[DutyState, list[str]] = {}
    for group in groups:
        if group[0].obligation.part_of:
            continue
        if len(group) == 1 and _has_little_to_say(group[0]):
            aside.setdefault(group[0].state, []).append(group[0].obligation.id)
        else:
            _line(group, law, indent=2)
    for state, ids in aside.items():
        click.echo(screen.row(state.value, ", ".join(ids), pad=_STATE, indent=2))


def _has_little_to_say(one: Duty) -> bool:
    """Whether a line would hold no more than the label: it does not bind, or nobody knows."""
    return one.state in _SUMMED_UP and not (one.missing or one.due)


def _line(group: tuple[Duty, ...], law: Law, indent: int = 0) -> None:
    one = group[0]
    words = _measures(group, law) if len(group) > 1 else _words(one, law)
    said = law.language.named("state", one.state)
    pad = max(_STATE, len(said) + 1)
    line = screen.row(one.state.value, words, pad=pad, indent=indent, hang=_ROOM, said=said)
    late = _late(law)
    click.echo(line.replace(late, click.style(late, fg="red")))


def _measures(group: tuple[Duty, ...], law: Law) -> str:
    commitment = group[0].obligation.commitment
    assert commitment is not None
    chapter = law.commitment[commitment].chapter
    force = law.language.named("force", Force.VOLUNTARY)
    return law.say("duty.measures", count=len(group), chapter=chapter, force=force)


def _words(one: Duty, law: Law) -> str:
    entry = one.obligation.on(one.since) if one.since else None
    label = law.named(one.obligation.label, entry.source) if entry else one.obligation.label
    words = f"{f'{one.obligation.id}  ':<{_ROOM}}{label}"
    if one.missing:
        count = len(one.missing)
        phrase = "check.missing-one" if count == 1 else "check.missing-many"
        words += f": {law.say(phrase, count=count)}"
    if one.gaps:
        words += f"{';' if one.missing else ':'} {law.say('check.not-shown')}"
    if one.due and one.waits:
        late = f" {_late(law)}" if one.late else ""
        words += f", {law.say('check.due', day=one.due)}{late}"
    return words


def _late(law: Law) -> str:
    return f"({law.say('check.late')})"
