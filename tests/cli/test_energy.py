"""`colophon compute energy`: what counts, what checks it, what is not covered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON = ("--on", "2026-11-21")
METER = {
    "id": "meter",
    "covers": ["pre-training"],
    "method": "metered",
    "energy": "257 MWh",
    "boundary": "node",
    "pue": Decimal("1.12"),
    "margin": Decimal("0.02"),
    "source": "meters",
}
SAMPLE = {
    **METER,
    "id": "sample",
    "method": "sampled",
    "pue": "unknown",
    "pue_applied": Decimal("1.5"),
    "margin": 0,
}
PERIOD = {
    "id": "run",
    "covers": ["pre-training"],
    "since": "2026-03-01",
    "until": "2026-03-10",
    "source": "scheduler",
}
PRICE = {
    "id": "host",
    "method": "unit-hours",
    "unit_hours": 10,
    "price": "2 USD",
    "on": "2026-01-01",
    "source": "contract",
}
COMPUTE: dict[str, Any] = {
    "complete": True,
    "energy": [METER, SAMPLE],
    "time": [PERIOD],
    "cost": [PRICE],
    "entries": {"pre-training": 10**20},
}


@pytest.fixture
def energy(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Any]:
    """Return a function that shows the energy of a dossier whose ledger's file is changed."""

    def energy(*arguments: str, **changed: Any) -> Any:
        save("mine", tree_of({"compute": {**COMPUTE, **changed}}))
        return colophon("-C", "mine", "compute", "energy", *ON, *arguments)

    return energy


def test_what_is_whole_leaves_with_nothing_open(energy: Callable[..., Any]) -> None:
    """With all covered, the totals are shown, each entry with its place, and the exit code is 0."""
    done = energy()
    assert done.code == 0
    assert "282 … 287.8 … 293.6 MWh, facility" in done.out
    assert "measured at the node: 251.8 … 257 … 262.2 MWh; × PUE 1.12" in done.out
    assert "171.3 MWh, sampled: pre-training, a cross-check that does not count" in done.out
    assert "PUE unknown, so it is not raised to the facility" in done.out
    assert "10 days by the clock" in done.out
    assert "20 USD" in done.out
    assert "compute.yaml:5 · meters" in done.out


def test_what_is_missing_is_named(energy: Callable[..., Any]) -> None:
    """Nothing entered is said to be that, and leaves with 1."""
    done = energy(energy=[], time=[], cost=[])
    assert done.code == 1
    assert done.out.count("not entered") == 3
    done = energy(entries={"pre-training": 1, "fine-tuning": 1})
    assert done.code == 1
    assert done.out.count("not covered: fine-tuning") == 2


def test_a_part_fills_no_field(energy: Callable[..., Any]) -> None:
    """Of an incomplete ledger, and of unlike boundaries, it is said that no field is filled."""
    done = energy(complete=False)
    assert done.code == 1
    assert "no field is filled from a part" in done.out
    unlike = [METER, {**SAMPLE, "covers": ["fine-tuning"]}]
    done = energy(energy=unlike, entries={"pre-training": 1, "fine-tuning": 1})
    assert done.code == 1
    assert "end at different boundaries" in done.out


def test_hours_of_accelerators_are_shown(energy: Callable[..., Any]) -> None:
    """The hours of the ledger's own entries are shown in days."""
    hardware = {
        "method": "hardware",
        "unit_hours": 240,
        "peak": "1 FLOP/s",
        "utilisation": 1,
        "margin": 0,
    }
    done = energy(entries={"pre-training": hardware})
    assert "accelerators that are not named: 10 days of all units together (240 hours)" in done.out


def test_the_same_as_json(energy: Callable[..., Any]) -> None:
    """The JSON holds every amount in full, as text."""
    told = energy("--json").json
    assert told["energy"]["whole"] is True
    assert told["energy"]["totals"]["facility"]["best"] == "287.84"
    first, second = told["energy"]["entries"]
    assert (first["counts"], first["pue"], first["reaches"]) == (True, "1.12", "facility")
    assert (second["counts"], second["pue"], second["reaches"]) == (False, "unknown", "node")
    assert second["amount"]["best"] == "171.333333333"
    assert told["time"]["days"]["best"] == "10"
    assert told["cost"]["totals"] == {
        "USD": {"low": "20", "best": "20", "high": "20", "unit": "USD"}
    }
    assert told["cost"]["entries"][0]["on"] == "2026-01-01"
    assert told["hardware"] == {"units": [], "not_covered": ["pre-training"]}


@pytest.mark.parametrize("language", ["en", "nl", "fi"])
def test_documents_have_the_values(
    energy: Callable[..., Any], colophon: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    """Annex XI has the energy with two figures, and no exact one, in every language."""
    assert energy().code == 0
    arguments = ("--for", "national-authority", "--format", "markdown", "--language", language)
    done = colophon("-C", "mine", "write", "annex-xi", *arguments, *ON)
    assert done.code == 0, done.err
    (written,) = tmp_path.glob("mine/documents/**/*annex-xi*.md")
    text = written.read_text("utf-8")
    assert "290 MWh" in text
    assert "287" not in text
    assert "257" not in text


@pytest.mark.parametrize("audience", ["national-authority", "downstream", "public"])
def test_nobody_but_the_ai_office_sees_more_than_the_fields(
    energy: Callable[..., Any], colophon: Callable[..., Any], tmp_path: Path, audience: str
) -> None:
    """No source, remark, id, price or exact amount of an entry is in anybody else's documents."""
    meter = {**METER, "id": "kqid", "source": "Kqmeter", "note": "Kqnote", "energy": "257.31 MWh"}
    period = {**PERIOD, "id": "kqperiod", "source": "Kqtime", "note": "Kqnote"}
    price = {**PRICE, "id": "kqprice", "source": "Kqprice", "price": "7319 USD", "note": "Kqnote"}
    assert energy(energy=[meter], time=[period], cost=[price]).code == 0
    assert colophon("-C", "mine", "write", "--for", audience, "--format", "json", *ON).code == 0
    written = list(tmp_path.glob("mine/documents/**/*.json"))
    assert written
    for path in written:
        text = path.read_text("utf-8").casefold()
        assert "kq" not in text
        assert "7319" not in text
        assert "257" not in text
        assert "288" not in text


def test_a_difference_from_an_answer_is_a_conflict(
    colophon: Callable[..., Any],
    save: Callable[..., Path],
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """An answer that lies beside what is computed is a conflict, and both places are named."""
    save("mine", tree_of({"compute": COMPUTE, "answers": {"training.time": 12}}))
    told = colophon("-C", "mine", "check", *ON, "--json").json
    (conflict,) = [one for one in told["findings"] if one["field"] == "training.time"]
    assert conflict["kind"] == "conflict"
    assert "`12 days` in answers/training-resources.yaml:3" in conflict["message"]
    assert "`10 days` in compute.yaml:8" in conflict["message"]
    assert "mend compute.yaml" in conflict["remedy"]
    done = colophon("-C", "mine", "explain", "training.time", *ON)
    assert "12 days" in done.out
