"""Two states of a dossier are told apart by what they say, and by nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.dossier import differences, files
from colophon.dossier.model import Dossier, Ledger
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Case
    from colophon.dossier.differences import Difference

    Write = Callable[[Mapping[str, Any]], dict[str, bytes]]

ON = date(2026, 11, 21)
DATASET = {"name": "Crawl", "origin": "crawled", "modalities": ["text"], "source": "inventory"}
TASK = {"kind": "evaluation", "metric": "accuracy", "value": "0.4", "source": "log"}
RECORD: dict[str, Any] = {
    "provider": {"name": "Acme SAS", "established_in": "FR"},
    "model": {"name": "Acme 7B", "versions": ["1"], "input_modalities": ["text"]},
    "compute": {"complete": True, "entries": {"pre-training": Decimal("8e24")}},
    "datasets": [{**DATASET, "id": "web"}, {**DATASET, "name": "Books"}],
    "evaluations": [{**TASK, "name": "arc"}, {**TASK, "name": "arc", "setting": "5 shots"}],
    "decisions": [{"question": "general-purpose-ai-model", "verdict": "met", "on": "2026-10-02"}],
    "events": [{"event": "summary-published", "on": "2026-10-02"}],
    "incidents": [{"id": "incident-3", "by": "A. Moreau", "on": "2026-10-02", "harm": "None."}],
    "answers": {"licence.name": "MIT", "data.curation": {"not_applicable": "There was none."}},
}


def changed(**parts: Any) -> dict[str, Any]:
    """Return the record with other parts."""
    return {**RECORD, **parts}


@pytest.fixture(scope="session")
def compare(tree_of: Write) -> Callable[[Mapping[str, Any], Mapping[str, Any]], list[Difference]]:
    """Return a function that holds two records against each other."""

    def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
        return held(tree_of(before), tree_of(after))

    return compare


def held(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Difference]:
    """Hold two trees against each other."""
    return between(*(case_of(files.read(tree, law()), law(), ON) for tree in (before, after)))


def between(then: Case, now: Case) -> list[Difference]:
    """Hold two cases against each other."""
    return [
        *differences.of_fields(then.record.values, now.record.values, law()),
        *differences.of_entries(then.dossier, now.dossier),
    ]


def told(found: list[Difference]) -> list[tuple[str, str, str, dict[str, tuple[Any, Any]]]]:
    """Return what differs in short."""
    return [
        (one.register, one.id, one.how, {p.name: (p.before, p.after) for p in one.points})
        for one in found
    ]


FOLLOWING = "public-summary."
"""The fields that follow from the register of sources."""

CASES: dict[str, tuple[dict[str, Any], list[tuple[str, str, str, dict[str, Any]]]]] = {
    "an answer": (
        changed(answers={**RECORD["answers"], "licence.name": "Apache-2.0"}),
        [("fields", "licence.name", "changed", {"value": ("MIT", "Apache-2.0")})],
    ),
    "an answer that is taken back": (
        changed(answers={"licence.name": "MIT"}),
        [("fields", "data.curation", "gone", {"not applicable": ("There was none.", None)})],
    ),
    "an answer by somebody else": (
        changed(answers={**RECORD["answers"], "licence.name": {"value": "MIT", "by": "B. Dubois"}}),
        [("fields", "licence.name", "restated", {})],
    ),
    "an answer that is kept confidential": (
        changed(
            answers={**RECORD["answers"], "licence.name": {"value": "MIT", "confidential": True}}
        ),
        [("fields", "licence.name", "changed", {"confidential": (None, "yes")})],
    ),
    "a value of the spine": (
        changed(provider={"name": "Acme SAS", "established_in": "US"}),
        [("dossier", "provider.established_in", "changed", {"value": ("FR", "US")})],
    ),
    "a switch of the spine": (
        changed(open_source={"weights_public": False}, code_of_practice=[]),
        [
            ("dossier", "open_source.weights_public", "new", {"value": (None, "no")}),
            ("dossier", "code_of_practice", "new", {"value": (None, "none")}),
        ],
    ),
    "a source": (
        changed(datasets=[{**DATASET, "id": "web", "name": "Web", "size": "1e12 tokens"},
                          {**DATASET, "name": "Books"}]),
        [("datasets", "web", "changed",
          {"name": ("Crawl", "Web"), "size": (None, "1e12 tokens")})],
    ),
    "an evaluation": (
        changed(evaluations=[{**TASK, "name": "arc"}]),
        [("evaluations", "arc, evaluation, accuracy, 5 shots", "gone", {"value": ("0.4", None)})],
    ),
    "a decision": (
        changed(decisions=[{"question": "general-purpose-ai-model", "verdict": "not_met",
                            "on": "2026-10-02"}]),
        [("decisions", "general-purpose-ai-model, 2026-10-02", "changed",
          {"verdict": ("met", "not_met")})],
    ),
    "an event": (
        changed(events=[]),
        [("events", "summary-published, 2026-10-02", "gone", {})],
    ),
    "an incident": (
        changed(incidents=[{"id": "incident-3", "by": "A. Moreau", "on": "2026-11-02",
                            "harm": "None."}]),
        [("incidents", "incident-3", "restated", {})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_otherwise_is_told(name: str, compare: Any) -> None:
    """Each change is told once, with the old and the new, and nothing else is."""
    after, expected = CASES[name]
    found = [one for one in told(compare(RECORD, after)) if not one[1].startswith(FOLLOWING)]
    assert found == expected


def test_what_follows_from_the_ledger_is_told_with_it(compare: Any) -> None:
    """An amount of the ledger is told, and so are the totals that follow from it."""
    after = changed(compute={"complete": True, "entries": {"pre-training": Decimal("9e24")}})
    found = {(one[0], one[1]): one[3] for one in told(compare(RECORD, after))}
    amounts = ("8e24 FLOP", "9e24 FLOP")
    assert found["compute", "pre-training"] == {"amount": amounts}
    assert found["fields", "training.compute.cumulative"] == {"value": amounts}


def test_sources_stand_beside_what_changed(compare: Any) -> None:
    """Old and new come with who stated them, when and in which file, without the line."""
    after = changed(
        answers={**RECORD["answers"], "licence.name": {"value": "X", "by": "B", "on": "2026-11-01"}}
    )
    (one,) = compare(RECORD, after)
    assert one.before == "answers/licence.yaml, stated by A. Moreau, 2026-10-02"
    assert one.after == "answers/licence.yaml, stated by B, 2026-11-01"


@pytest.mark.parametrize("name", CASES)
def test_a_state_does_not_differ_from_itself(name: str, compare: Any) -> None:
    """Nothing differs between a state and itself."""
    after, _ = CASES[name]
    assert compare(after, after) == []


def test_back_is_the_opposite_of_forth(tree_of: Write) -> None:
    """What is new in one direction is gone in the other, with old and new exchanged."""
    swapped = {"new": "gone", "gone": "new"}
    cases = [case_of(files.read(tree_of(one), law()), law(), ON) for one, _ in CASES.values()]
    for one, other in combinations(cases, 2):
        forth = {
            (a.register, a.id, a.how, frozenset((p.name, p.before, p.after) for p in a.points))
            for a in between(one, other)
        }
        back = {
            (
                a.register,
                a.id,
                swapped.get(a.how, a.how),
                frozenset((p.name, p.after, p.before) for p in a.points),
            )
            for a in between(other, one)
        }
        assert forth == back
        assert forth


def test_comments_lines_and_spelling_are_no_difference(tree_of: Write) -> None:
    """A comment that moves every line, and a number in another spelling, say nothing else."""
    before = tree_of(RECORD)
    after = {path: b"# A comment.\n\n" + content for path, content in before.items()}
    after["compute.yaml"] = after["compute.yaml"].replace(b"8e24 FLOP", b"8000e21 FLOP")
    assert after["compute.yaml"].count(b"8000e21")
    assert held(before, after) == []


def test_two_entries_of_one_name_are_told_apart(compare: Any) -> None:
    """Of several entries that are named alike each is held against its own."""
    twice = changed(evaluations=[{**TASK, "name": "arc"}, {**TASK, "name": "arc", "value": "0.5"}])
    after = changed(evaluations=[{**TASK, "name": "arc"}, {**TASK, "name": "arc", "value": "0.6"}])
    assert told(compare(twice, after)) == [
        ("evaluations", "arc, evaluation, accuracy, (2)", "changed", {"value": ("0.5", "0.6")})
    ]


def test_a_configuration_is_told_by_its_name(tree_of: Write) -> None:
    """A configuration that is kept is new, gone or changed as a whole."""
    before = {**tree_of(RECORD), "configurations/base.json": b'{"hidden_size": 1}'}
    after = {**tree_of(RECORD), "configurations/base.json": b'{"hidden_size": 2}'}
    assert told(held(before, after)) == [("configurations", "base", "changed", {})]
    assert told(held(tree_of(RECORD), after)) == [("configurations", "base", "new", {})]


def test_nothing_of_a_dossier_is_left_out() -> None:
    """Whatever a dossier holds is compared here, or as evidence, and has a heading."""
    compared = {*differences.REGISTERS, "answers", "spine", "ledger", "inventory", "configurations"}
    assert set(Dossier.model_fields) - {"readings", "places"} <= compared
    of_ledger = set(Ledger.model_fields) - {"complete", "by", "on", "note"}
    assert of_ledger == {"entries", "models", "energy", "time", "cost"}
    for register in (*differences.REGISTERS, "dossier", "ledger", "sources", "configurations"):
        assert law().say(f"diff.register.{register}")
