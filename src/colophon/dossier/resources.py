"""What `compute.yaml` says of energy, time and cost, held against the ledger's entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier.model import BY_TRUST
from colophon.dossier.registers import choice
from colophon.errors import DossierError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from colophon.dossier.model import Cost, Energy, Ledger, TrainingPeriod
    from colophon.reading import Text


def check(ledger: Ledger, text: Text | None) -> None:
    """Refuse unknown ids, ids that stand twice, what nobody signed, and energy counted twice.

    Raises:
        DossierError: with the line of the entry.
    """
    if text is None:
        return
    _check_signed(ledger, "energy", ledger.energy, text)
    _check_signed(ledger, "time", ledger.time, text)
    _check_signed(ledger, "cost", ledger.cost, text)
    _check_covers(ledger, "energy", ledger.energy, text)
    _check_covers(ledger, "time", ledger.time, text)
    _check_overlaps(ledger, text)


def _check_signed(
    ledger: Ledger, name: str, rows: Sequence[Energy | TrainingPeriod | Cost], text: Text
) -> None:
    seen: set[str] = set()
    for position, row in enumerate(rows):
        if row.id in seen:
            raise DossierError(
                f"the entry `{row.id}` of `{name}` stands twice",
                place=text.place((name, position, "id")),
                remedy="Give each entry its own id.",
            )
        seen.add(row.id)
        for attribute, example in (("by", "A. Moreau"), ("on", "2026-10-02")):
            if getattr(row, attribute) is None and getattr(ledger, attribute) is None:
                raise DossierError(
                    f"the entry `{row.id}` of `{name}` does not say `{attribute}`",
                    place=text.place((name, position)),
                    remedy=f"Write `{attribute}: {example}` here, or once at the top of the file.",
                )


def _check_covers(
    ledger: Ledger, name: str, rows: Iterable[Energy] | Iterable[TrainingPeriod], text: Text
) -> None:
    known = dict.fromkeys(entry.id for entry in ledger.entries)
    for position, row in enumerate(rows):
        for one in row.covers:
            if one not in known:
                raise DossierError(
                    f"`{row.id}` covers `{one}`, which is no entry of the ledger",
                    place=text.place((name, position, "covers")),
                    remedy=choice(one, known) if known else "Enter it under `entries` first.",
                )


def counted(rows: Sequence[Energy]) -> tuple[Energy, ...]:
    """Return the entries of energy that count; the others are cross-checks.

    An entry counts where no more trusted one covers any of the ledger's entries that it covers. It
    is a cross-check where more trusted ones cover all of them.
    """
    covered: set[str] = set()
    result: list[Energy] = []
    for method in BY_TRUST:
        counting = [
            row for row in rows if isinstance(row, method) and not covered.intersection(row.covers)
        ]
        result += counting
        covered.update(*(row.covers for row in counting))
    ids = {row.id for row in result}
    return tuple(row for row in rows if row.id in ids)


def _trust(row: Energy) -> int:
    """Return the place of an entry's method in the order of trust, 0 for the most trusted."""
    return BY_TRUST.index(type(row))


def _check_overlaps(ledger: Ledger, text: Text) -> None:
    """Refuse energy that cannot be told apart: it would be counted twice, or not at all."""
    counting = counted(ledger.energy)
    for position, row in enumerate(ledger.energy):
        place = text.place(("energy", position, "covers"))
        trust = _trust(row)
        others = [
            one
            for one in counting
            if one is not row and (_trust(one) == trust if row in counting else _trust(one) < trust)
        ]
        covered = {name for one in others for name in one.covers}
        twice = [name for name in row.covers if name in covered]
        if not twice:
            continue
        if row in counting:
            other = next(one.id for one in others if twice[0] in one.covers)
            raise DossierError(
                f"`{row.id}` and `{other}` both cover `{twice[0]}` by the method {row.method}",
                place=place,
                remedy="Enter their sum as one entry, or the better of the two.",
            )
        if len(twice) < len(row.covers):
            rest = ", ".join(f"`{name}`" for name in row.covers if name not in covered)
            raise DossierError(
                f"more trusted energy covers `{twice[0]}`, and not {rest}, so `{row.id}` neither "
                "counts nor is a cross-check",
                place=place,
                remedy="Split it into one entry for what is covered and one for the rest.",
            )
