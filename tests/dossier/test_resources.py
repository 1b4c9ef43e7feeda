"""What is entered on energy, time and cost is refused with its line where it cannot stand."""

from __future__ import annotations

import pytest

from colophon.dossier import files
from colophon.errors import ColophonError, DossierError, ReadingError
from colophon.law.load import law

LEDGER = """\
by: A. Moreau
on: 2026-10-02
entries:
  - {id: a, activity: pre-training, method: stated, amount: 1 FLOP, source: log}
  - {id: b, activity: fine-tuning, method: stated, amount: 1 FLOP, source: log}
  - {id: c, activity: rollouts, method: stated, amount: 1 FLOP, source: log}
"""
METER = "method: metered, energy: 1 MWh, boundary: facility, margin: 0, source: s"
SAMPLE = "method: sampled, energy: 1 MWh, boundary: facility, pue_applied: 1, margin: 0, source: s"
HOURS = "method: unit-hours, unit_hours: 1, power: 1 W, boundary: facility, margin: 0, source: s"
JOULES = "{low: 1, best: 2, high: 3, unit: pJ/FLOP}"
FLOP = f"method: from-flop, energy_per_flop: {JOULES}, boundary: facility, source: s"
PERIOD = "covers: [a], since: 2026-01-01, source: s"


def energy(*rows: str) -> str:
    """Return a ledger with entries of energy; the first stands in line 8."""
    return LEDGER + "energy:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def time(*rows: str) -> str:
    """Return a ledger with periods; the first stands in line 8."""
    return LEDGER + "time:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def cost(*rows: str) -> str:
    """Return a ledger with costs; the first stands in line 8."""
    return LEDGER + "cost:\n" + "".join(f"  - {{{row}}}\n" for row in rows)


def read(text: str) -> None:
    """Read a dossier whose ledger is `text`."""
    files.read({"dossier.yaml": b"format: 1\n", "compute.yaml": text.encode()}, law())


ACCEPTED = {
    "nothing": LEDGER,
    "each method for the same": energy(
        *(
            f"id: e{at}, covers: [a, b], {row}"
            for at, row in enumerate((METER, SAMPLE, HOURS, FLOP))
        )
    ),
    "a check of two better ones": energy(
        f"id: x, covers: [a], {METER}",
        f"id: y, covers: [b], {SAMPLE}",
        f"id: z, covers: [a, b], {HOURS}",
    ),
    "two checks by one method": energy(
        f"id: x, covers: [a], {METER}",
        f"id: y, covers: [a], {SAMPLE}",
        f"id: z, covers: [a], {SAMPLE}",
    ),
    "no facility": energy(f"id: x, covers: [a], {METER.replace('facility', 'rack')}, pue: unknown"),
    "periods that overlap": time(
        f"id: x, {PERIOD}, until: 2026-01-03", f"id: y, {PERIOD}, until: 2026-01-02"
    ),
    "equal ids in two lists": LEDGER
    + f"energy:\n  - {{id: x, covers: [a], {METER}}}\n"
    + "cost:\n  - {id: x, method: stated, amount: 1 EUR, source: s}\n",
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_what_can_stand_is_read(text: str) -> None:
    """What counts once, or only checks, is taken as it stands."""
    read(text)


REFUSED: dict[str, tuple[str, int, str]] = {
    "an unknown entry": (energy(f"id: x, covers: [a, d], {METER}"), 8, "covers `d`"),
    "nothing covered": (energy(f"id: x, covers: [], {METER}"), 8, "`covers` has no item"),
    "an id twice": (
        energy(f"id: x, covers: [a], {METER}", f"id: x, covers: [b], {METER}"),
        9,
        "stands twice",
    ),
    "no boundary": (
        energy(f"id: x, covers: [a], {METER.replace('boundary: facility, ', '')}"),
        8,
        "`boundary` is missing",
    ),
    "an unknown boundary": (
        energy(f"id: x, covers: [a], {METER.replace('facility', 'hall')}"),
        8,
        "boundary",
    ),
    "no PUE": (
        energy(f"id: x, covers: [a], {METER.replace('facility', 'node')}"),
        8,
        "`pue` is missing",
    ),
    "a PUE of the facility": (energy(f"id: x, covers: [a], {METER}, pue: 1.1"), 8, "`pue`"),
    "a PUE below one": (
        energy(f"id: x, covers: [a], {METER.replace('facility', 'node')}, pue: 0.9"),
        8,
        "`0.9` is neither",
    ),
    "a word for a PUE": (
        energy(f"id: x, covers: [a], {METER.replace('facility', 'node')}, pue: average"),
        8,
        "`average` is neither",
    ),
    "no margin": (
        energy(f"id: x, covers: [a], {METER.replace('margin: 0, ', '')}"),
        8,
        "`margin` is missing",
    ),
    "no applied PUE": (
        energy(f"id: x, covers: [a], {SAMPLE.replace('pue_applied: 1, ', '')}"),
        8,
        "`pue_applied` is missing",
    ),
    "an applied PUE of the facility": (
        energy(f"id: x, covers: [a], {SAMPLE.replace('pue_applied: 1', 'pue_applied: 1.5')}"),
        8,
        "no sample of the facility",
    ),
    "energy in the wrong unit": (
        energy(f"id: x, covers: [a], {METER.replace('1 MWh', '1 MW')}"),
        8,
        "`energy` is in `MW`",
    ),
    "power in the wrong unit": (
        energy(f"id: x, covers: [a], {HOURS.replace('1 W', '1 Wh')}"),
        8,
        "`power` is in `Wh`",
    ),
    "energy of an operation in the wrong unit": (
        energy(f"id: x, covers: [a], {FLOP.replace('pJ/FLOP', 'FLOP/J')}"),
        8,
        "`energy_per_flop` is in `FLOP/J`",
    ),
    "energy of an operation as one number": (
        energy(f"id: x, covers: [a], {FLOP.replace(JOULES, '2 pJ/FLOP')}"),
        8,
        "write low, best and high",
    ),
    "an unknown method": (
        energy(f"id: x, covers: [a], {METER.replace('metered', 'guessed')}"),
        8,
        "`method`",
    ),
    "two by one method": (
        energy(f"id: x, covers: [a, b], {METER}", f"id: y, covers: [b, c], {METER}"),
        8,
        "`x` and `y` both cover `b`",
    ),
    "better in part": (
        energy(f"id: x, covers: [a, b], {SAMPLE}", f"id: y, covers: [b], {METER}"),
        8,
        "more trusted energy covers `b`, and not `a`",
    ),
    "better in part, and the rest worse": (
        energy(
            f"id: x, covers: [a], {METER}",
            f"id: y, covers: [a, b], {SAMPLE}",
            f"id: z, covers: [b], {HOURS}",
        ),
        9,
        "more trusted energy covers `a`, and not `b`",
    ),
    "a period backwards": (
        time(f"id: x, {PERIOD}, until: 2025-12-31"),
        8,
        "`until` lies before `since`",
    ),
    "a period without an end": (time(f"id: x, {PERIOD}"), 8, "`until` is missing"),
    "a period of nothing known": (
        time(f"id: x, {PERIOD.replace('[a]', '[z]')}, until: 2026-01-02"),
        8,
        "covers `z`",
    ),
    "a price without its day": (
        cost("id: x, method: unit-hours, unit_hours: 1, price: 2 USD, source: s"),
        8,
        "`on` is missing",
    ),
    "a price without a source": (
        cost("id: x, method: unit-hours, unit_hours: 1, price: 2 USD, on: 2026-01-01"),
        8,
        "`source` is missing",
    ),
    "a price in no currency": (
        cost("id: x, method: unit-hours, unit_hours: 1, price: 2 usd, on: 2026-01-01, source: s"),
        8,
        "`price` is in `usd`",
    ),
    "a cost without a currency": (
        cost("id: x, method: stated, amount: 5, source: s"),
        8,
        "has no unit",
    ),
}


@pytest.mark.parametrize(("text", "line", "part"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_stand_is_refused_with_its_line(text: str, line: int, part: str) -> None:
    """Each mistake is one error that names the line, what is wrong and what to do."""
    with pytest.raises(ColophonError) as caught:
        read(text)
    assert isinstance(caught.value, DossierError | ReadingError)
    assert caught.value.place == f"compute.yaml:{line}"
    assert part in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize("name", ["energy", "time", "cost"])
@pytest.mark.parametrize("attribute", ["by", "on"])
def test_each_entry_has_its_author_and_its_day(name: str, attribute: str) -> None:
    """Who and when are said by the entry or by the whole file, as in the ledger."""
    rows = {
        "energy": f"id: x, covers: [a], {METER}",
        "time": f"id: x, {PERIOD}, until: 2026-01-02",
        "cost": "id: x, method: stated, amount: 5 EUR, source: s",
    }
    kept = "".join(
        line for line in LEDGER.splitlines(keepends=True) if not line.startswith(attribute)
    ).replace("source: log", f"source: log, {attribute}: 2026-10-02")
    with pytest.raises(DossierError) as caught:
        read(f"{kept}{name}:\n  - {{{rows[name]}}}\n")
    assert caught.value.place == "compute.yaml:7"
    assert f"does not say `{attribute}`" in caught.value.message
