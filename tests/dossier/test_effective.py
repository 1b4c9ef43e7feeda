"""Answers over evidence: one value for each field, and a conflict wherever two part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.dossier import files
from colophon.dossier.effective import Effective, Origin, Record, State, as_text, effective
from colophon.dossier.files import evidence_bytes
from colophon.dossier.paths import evidence_path
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.law.model import Field, Law
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


PARAMETERS = "parameters.total"
"""A field that may be filled from `weights.parameters`."""


def read(name: str, *facts: tuple[str, Any]) -> dict[str, bytes]:
    """Return an evidence file in which these facts were read from the artefact `name`."""
    reading = Reading(
        importer="probe",
        artefact=Artefact(name=name, digest=f"sha256:{name}", size=1),
        evidence=tuple(Evidence(fact=fact, value=value, locator="/x") for fact, value in facts),
        unread=(),
    )
    return {evidence_path(reading): evidence_bytes(reading)}


@pytest.fixture(scope="session")
def filled(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Record]:
    """Return a function that fills the fields from a record and the evidence beside it."""

    def filled(
        record: Mapping[str, Any], *beside: Mapping[str, bytes], known: Law | None = None
    ) -> Record:
        tree = tree_of(record)
        for one in beside:
            tree |= one
        return effective(files.read(tree, known or law()), known or law(), {})

    return filled


def test_what_nobody_says_is_unknown(filled: Callable[..., Record]) -> None:
    """Of an empty dossier every field is unknown; nothing is filled in."""
    record = filled({})
    assert set(record.values) == set(law().field)
    assert {one.state for one in record.values.values()} == {State.UNKNOWN}
    assert not any(one.is_known for one in record.values.values())
    assert record.conflicts == ()


def test_an_answer_is_stated_by_somebody(filled: Callable[..., Record]) -> None:
    """A person's answer has its line, its author and its day."""
    value = filled({"answers": {PARAMETERS: 12}}).values[PARAMETERS]
    assert value == Effective(
        State.STATED,
        Amount.exactly(12, "parameters"),
        None,
        (Origin("answers/architecture.yaml:3", "A. Moreau", date(2026, 10, 2)),),
    )


def test_evidence_fills_what_nobody_answered(filled: Callable[..., Record]) -> None:
    """What a machine read is taken where no person says anything, with its artefact."""
    value = filled({}, read("model", ("weights.parameters", 7))).values[PARAMETERS]
    assert (value.state, value.value) == (State.READ, Amount.exactly(7, "parameters"))
    assert value.origins == (Origin("model, /x", None, None, "sha256:model"),)


def test_an_empty_line_of_the_form_is_no_answer(filled: Callable[..., Record]) -> None:
    """Evidence fills a field whose line in the form was left empty, and its note is kept."""
    empty = {"answers": {PARAMETERS: {"note": "to be checked", "confidential": True}}}
    value = filled(empty, read("model", ("weights.parameters", 7))).values[PARAMETERS]
    assert (value.state, value.note, value.confidential) == (State.READ, "to be checked", True)


def test_evidence_that_agrees_is_one_value_from_several_places(
    filled: Callable[..., Record],
) -> None:
    """Two artefacts that say the same give one value with two origins and no conflict."""
    beside = [read(name, ("weights.parameters", 7)) for name in ("one", "two")]
    record = filled({}, *beside)
    assert {origin.digest for origin in record.values[PARAMETERS].origins} == {
        "sha256:one",
        "sha256:two",
    }
    assert record.conflicts == ()


def test_evidence_that_parts_fills_nothing(filled: Callable[..., Record]) -> None:
    """Of two artefacts that part neither is taken, and both are reported."""
    beside = [read("one", ("weights.parameters", 7)), read("two", ("weights.parameters", 8))]
    record = filled({}, *beside)
    assert not record.values[PARAMETERS].is_known
    (conflict,) = record.conflicts
    assert conflict.field == PARAMETERS
    assert {value for value, _ in conflict.values} == {"7 parameters", "8 parameters"}


def test_an_answer_wins_over_evidence_and_the_conflict_stays(
    filled: Callable[..., Record],
) -> None:
    """A person's answer is taken, and that a machine read something else stays in view."""
    record = filled({"answers": {PARAMETERS: 12}}, read("model", ("weights.parameters", 7)))
    assert record.values[PARAMETERS].state is State.STATED
    (conflict,) = record.conflicts
    assert conflict.values == (
        ("12 parameters", "answers/architecture.yaml:3"),
        ("7 parameters", "model, /x"),
    )


def test_an_answer_that_agrees_with_evidence_is_no_conflict(filled: Callable[..., Record]) -> None:
    """A person who says what the machine read is not contradicted."""
    answered = {"answers": {PARAMETERS: {"value": {"low": 6, "best": 7, "high": 8}}}}
    assert filled(answered, read("model", ("weights.parameters", 8))).conflicts == ()
    assert filled(answered, read("model", ("weights.parameters", 9))).conflicts != ()


def test_a_field_that_does_not_apply_has_its_reason(filled: Callable[..., Record]) -> None:
    """Not applicable is a state of its own: known, without a value, with a reason."""
    reason = {"not_applicable": "It calls nothing.", "note": "see 3"}
    value = filled({"answers": {"interaction.external": reason}}).values["interaction.external"]
    assert (value.state, value.value, value.reason) == (
        State.NOT_APPLICABLE,
        None,
        "It calls nothing.",
    )
    assert value.is_known
    assert value.note == "see 3"


@pytest.mark.parametrize("confidential", [True, False])
def test_what_is_confidential_is_marked(confidential: bool, filled: Callable[..., Record]) -> None:
    """Whether an answer is confidential travels with its value."""
    answer = {"value": "x", "confidential": confidential}
    values = filled({"answers": {"licence.name": answer}}).values
    assert values["licence.name"].confidential is confidential


@pytest.mark.parametrize(
    ("part", "name", "value", "field", "filled_with"),
    [
        ("provider", "name", "Exemplar", "provider.name", "Exemplar"),
        ("model", "versions", ["1.0"], "model.versions", ("1.0",)),
        ("model", "versions", [], "model.versions", ()),
        ("model", "released", "2026-01-10", "model.released", date(2026, 1, 10)),
        ("model", "placed_on_market", "2026-01-10", "model.placed-on-market", date(2026, 1, 10)),
        ("model", "output_modalities", ["text"], "model.output-modalities", ("text",)),
    ],
)
def test_a_field_of_the_spine_has_its_value_from_there(  # noqa: PLR0913 -- columns of a table
    part: str,
    name: str,
    value: Any,
    field: str,
    filled_with: Any,
    filled: Callable[..., Record],
) -> None:
    """A field that follows the spine is stated where the spine says it, and unknown elsewhere."""
    found = filled({part: {name: value}}).values[field]
    assert (found.state, found.value) == (State.STATED, filled_with)
    assert found.origins[0].place == "dossier.yaml:2"
    assert not filled({part: {}}).values[field].is_known


def test_what_the_spine_says_is_stated_by_whoever_wrote_it(filled: Callable[..., Record]) -> None:
    """Who and when stand at the top of `dossier.yaml`, and travel with every value of it."""
    spine = {"by": "A. Moreau", "on": "2026-10-02", "model": {"name": "x"}}
    value = filled(spine).values["model.name"]
    assert value.origins == (Origin("dossier.yaml:4", "A. Moreau", date(2026, 10, 2)),)


def test_every_field_that_follows_finds_its_value(filled: Callable[..., Record]) -> None:
    """Whatever a field of the law follows is there in the spine, or stands where it says."""
    spine = {
        "code_of_practice": ["copyright"],
        "provider": {"name": "Exemplar"},
        "model": {
            "name": "Exemplar 7B",
            "versions": ["1.0"],
            "released": "2026-01-10",
            "placed_on_market": "2026-01-10",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
            "registered_business_users": 12_000,
        },
    }
    record = filled(spine)
    unknown = {
        field.follows
        for field in law().field.values()
        if field.follows and not record.values[field.id].is_known
    }
    assert {name.partition(".")[0] for name in unknown} == {
        "compute",
        "events",
        "answers",
        "incidents",
    }
    assert {name for name in unknown if name.startswith("compute.")} == {"compute.cumulative"}


# -- When two values are the same ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "left", "right", "same"),
    [
        ("name", "Apache-2.0", "apache-2.0", True),
        ("name", "Apache-2.0", "MIT", False),
        ("names", ["One", "two"], ["TWO", "one"], True),
        ("names", ["One"], ["One", "Two"], False),
        ("names", ["One", "One"], ["One"], True),
        ("link", "https://a.example", "https://b.example", False),
        ("text", "One thing.", "Another thing.", True),
        ("amount", 7, 7, True),
        ("amount", 7, 8, False),
    ],
)
def test_when_two_values_part(
    kind: str,
    left: Any,
    right: Any,
    same: bool,
) -> None:
    """Names are compared without case, lists as sets, amounts by interval, texts never."""
    field = {
        "id": "probe.field",
        "label": "A probe",
        "help": "Whatever.",
        "kind": kind,
        "unit": "MWh" if kind == "amount" else None,
        "evidence": ["probe.fact"],
        "shown_to": {"ai-office": "exact"},
        "confirmed": "reading",
    }
    section = law().section["energy"].model_copy(update={"fields": (Field.model_validate(field),)})
    parts = {name: getattr(law(), name) for name in Law.model_fields}
    probed = Law.model_construct(**{**parts, "sections": (section,)})
    tree = {"dossier.yaml": b"format: 1\n"}
    for name, value in (("a", left), ("b", right)):
        tree |= read(name, ("probe.fact", tuple(value) if isinstance(value, list) else value))
    record = effective(files.read(tree, probed), probed, {})
    assert (record.conflicts == ()) is same


@given(st.lists(st.sampled_from(["One", "one", "Two", "THREE"]), max_size=4))
def test_as_text_shows_every_name(names: list[str]) -> None:
    """A list on one line holds every name, and says so when there is none."""
    assert as_text(tuple(names)) == (", ".join(names) or "none")


def test_as_text_is_exact() -> None:
    """A value on one line is not rounded."""
    assert as_text(Amount.exactly(10**25 + 1, "FLOP")) == "1.0000000000000000000000001e25 FLOP"
    assert as_text(Amount(Decimal(1), Decimal(2), Decimal(3), "MWh")) == "1 … 2 … 3 MWh"
    assert as_text(date(2026, 1, 2)) == "2026-01-02"
    assert as_text("words") == "words"
