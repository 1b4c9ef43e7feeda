"""Evidence -> registers: what could be entered, as a difference, and entered where a person wants.

Only what files tell is proposed; what they do not tell and a register needs is for the person to
say, and until then nothing is written.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from colophon import reading
from colophon.assessment.model import Finding
from colophon.dossier import files, merge, proposals, upgrade
from colophon.errors import ColophonError, DossierError
from colophon.workspace import disk
from colophon.workspace.law import law

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from colophon.dossier.proposals import Proposal
    from colophon.evidence import Reading
    from colophon.law.model import Law

_REGISTERS: Final = ("compute.yaml", "datasets.yaml", "evaluations.yaml")
_UNSAID: Final = "?"
_LAST: Final = ("source", "note")
"""What stands last in an entry."""
_WILD: Final = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the evidence supports and the registers lack.

    Attributes:
        proposals: those that were chosen.
        difference: what they would change, in the form of `diff -u`; `?` stands for what a person
            has to say.
        written: the files that were written; empty where nothing was to be accepted.
    """

    proposals: tuple[Proposal, ...]
    difference: str
    written: tuple[Path, ...] = ()


def propose(
    directory: Path,
    patterns: Sequence[str] = (),
    given: Mapping[str, str] | None = None,
    *,
    accept: bool = False,
) -> Proposed:
    """Return what the evidence supports and the registers lack; enter it where that is wanted.

    Args:
        directory: of the dossier.
        patterns: of the ids of the proposals that are meant, such as `evaluations/*`; all without.
        given: what a person says, by key, of each of those that are meant.
        accept: whether to enter them.

    Raises:
        ReadingError, DossierError, FormatVersionError, DiskError: the dossier cannot be read.
        DossierError: something is to be accepted that nobody proposes, that lacks something, or
            that does not fit its register. Nothing is written then.
    """
    tree = upgrade.to_current(disk.read_dossier(directory))
    readings = files.read(tree, law()).readings
    found = proposals.proposals(_registers(tree), readings)
    said = {key: _plain(key, value) for key, value in (given or {}).items()}
    meant = [_with(one, said) for one in proposals.chosen(found, patterns)]
    for pattern in patterns:
        if not proposals.chosen(found, [pattern]) and not _WILD.search(pattern):
            raise _unknown(pattern, found)
    after = _entered(tree, meant)
    difference = "".join(_difference(path, tree.get(path, b""), after[path]) for path in after)
    if not accept:
        return Proposed(tuple(meant), difference)
    for one in meant:
        if one.needs:
            raise _lacking(one)
    _require_fitting({**tree, **after}, meant)
    return Proposed(tuple(meant), difference, tuple(disk.write(directory, after)))


def _registers(tree: Mapping[str, bytes]) -> dict[str, Any]:
    return {path: reading.yaml(tree[path], path).value for path in _REGISTERS if path in tree}


def _plain(key: str, value: str) -> Any:
    """Return what a person says for a key, as YAML would have it.

    Raises:
        ReadingError: it is no YAML.
    """
    return reading.yaml(value.encode(), f"--set {key}").value


def _with(one: Proposal, said: Mapping[str, Any]) -> Proposal:
    """Return a proposal with what a person says of it."""
    row = {**one.row, **said}
    for key in _LAST:
        if key in row:
            row[key] = row.pop(key)
    needs = {key: what for key, what in one.needs.items() if key not in said}
    return proposals.Proposal(one.id, one.file, one.list, row, needs)


def _entered(tree: Mapping[str, bytes], meant: Sequence[Proposal]) -> dict[str, bytes]:
    """Return the registers with the proposals at the end of their lists."""
    after = {}
    for path in dict.fromkeys(one.file for one in meant):
        before = reading.yaml(tree.get(path, b""), path).value or {}
        content = dict(before)
        for one in meant:
            if one.file == path:
                row = {key: _UNSAID if value is None else value for key, value in one.row.items()}
                content[one.list] = [*(content.get(one.list) or ()), row]
        after[path] = merge.into(tree.get(path, b""), path, before, content)
    return after


def _difference(path: str, before: bytes, after: bytes) -> str:
    old, new = (text.decode().splitlines(keepends=True) for text in (before, after))
    return "".join(difflib.unified_diff(old, new, path, path))


def _require_fitting(tree: Mapping[str, bytes], meant: Sequence[Proposal]) -> None:
    """Refuse entries that their register does not take.

    Raises:
        DossierError: with what it says of them.
    """
    try:
        files.read(tree, law())
    except ColophonError as error:
        raise DossierError(
            f"it does not fit: {error.message}",
            place=", ".join(one.id for one in meant),
            remedy=f"{error.remedy} Say it with --set KEY=VALUE; nothing was written.",
        ) from None


def _lacking(one: Proposal) -> DossierError:
    key, what = next(iter(one.needs.items()))
    more = f", and {len(one.needs) - 1} more" if len(one.needs) > 1 else ""
    return DossierError(
        f"no file tells `{key}`: {what}{more}",
        place=one.id,
        remedy=f"Say it: --set {key}=…; nothing was written.",
    )


def _unknown(name: str, found: Sequence[Proposal]) -> DossierError:
    known = ", ".join(one.id for one in found[:5]) or "nothing"
    return DossierError(
        "no proposal has this name",
        place=name,
        remedy=f"Proposed are: {known}{' and more' if len(found) > 5 else ''}.",  # noqa: PLR2004 -- those that are named
    )


def findings(
    tree: Mapping[str, bytes], readings: Sequence[Reading], known: Law
) -> Iterator[Finding]:
    """Yield the entries of registers that say something else than the evidence does."""
    for one in proposals.disagreements(_registers(tree), readings):
        text = reading.yaml(tree[one.file], one.file)
        place = text.place((one.list, one.position, one.key))
        sides = [
            known.say("finding.conflict.side", value=value, place=where)
            for value, where in ((one.written, place), (one.found, one.place))
        ]
        yield Finding(
            "conflict",
            place,
            known.say("finding.conflict.message", label=one.key, sides="; ".join(sides)),
            known.say("finding.disagrees.remedy"),
        )
