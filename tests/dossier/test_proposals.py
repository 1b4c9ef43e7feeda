"""What the evidence supports and the registers lack, and where they part."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon import parts
from colophon.dossier import proposals
from colophon.dossier.proposals import chosen, disagreements, slug
from colophon.dossier.proposals._numbers import agree
from colophon.evidence import Artefact, Evidence, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from colophon.evidence import EvidenceValue

Told = dict[tuple[str, str | None], "EvidenceValue"]

SCORE: Told = {
    ("evaluation.program", None): "lm-evaluation-harness",
    ("evaluation.on", None): "2026-11-20",
    ("evaluation.task", "arc, acc"): "arc",
    ("evaluation.metric", "arc, acc"): "acc",
    ("evaluation.value", "arc, acc"): "0.6123",
    ("evaluation.uncertainty", "arc, acc"): "0.012",
    ("evaluation.uncertainty-kind", "arc, acc"): "standard error",
    ("evaluation.shots", "arc, acc"): 5,
}


def reading(
    told: Mapping[tuple[str, str | None], EvidenceValue], importer: str = "some"
) -> Reading:
    """Return a reading of an artefact in which each fact stands at a place of its own."""
    units = {"energy.consumed": "kWh", "training.flop-logged": "FLOP"}
    evidence = tuple(
        Evidence(fact=fact, value=value, of=of, unit=units.get(fact), locator=f"/{number}")
        for number, ((fact, of), value) in enumerate(told.items())
    )
    artefact = Artefact(name="runs/a", digest="sha256:0", size=1)
    return Reading(importer=importer, artefact=artefact, evidence=evidence, unread=())


def proposed(*readings: Reading, **registers: Any) -> dict[str, dict[str, Any]]:
    """Return the entries that are proposed, by their ids."""
    found = proposals.proposals({f"{name}.yaml": one for name, one in registers.items()}, readings)
    return {one.id: one.row for one in found}


each_module = pytest.mark.parametrize(
    "module", list(parts.modules(proposals)), ids=lambda module: module.__name__.rpartition(".")[2]
)


@each_module
def test_a_module_says_what_it_proposes_for(module: ModuleType) -> None:
    """Each names a register, a list in it, and what no file tells."""
    assert module.__doc__
    assert module.FILE.endswith(".yaml")
    assert module.LIST
    assert all(module.NEEDS.values())


def test_a_result_is_proposed_with_its_setting_and_its_place() -> None:
    """What is told of the whole file holds for each of its results."""
    assert proposed(reading(SCORE)) == {
        "evaluations/arc-acc": {
            "name": "arc",
            "kind": "evaluation",
            "metric": "acc",
            "value": "0.6123 ± 0.012 (standard error)",
            "setting": "5 shots; lm-evaluation-harness",
            "on": "2026-11-20",
            "source": "runs/a, /4",
        }
    }


def test_hits_of_a_probe_are_proposed() -> None:
    """An adversarial test says how many of its attempts hit."""
    told: Told = {
        ("adversarial.probe", "dan, dan.Any"): "dan",
        ("adversarial.detector", "dan, dan.Any"): "dan.Any",
        ("adversarial.hits", "dan, dan.Any"): 3,
        ("adversarial.attempts", "dan, dan.Any"): 40,
    }
    (row,) = proposed(reading(told)).values()
    assert (row["kind"], row["value"]) == ("adversarial-test", "3 of 40")
    assert row["metric"] == "attempts that hit, judged by dan.Any"


def test_what_no_file_tells_is_for_a_person_to_say() -> None:
    """The activity of a run, and how much a figure may be off, stand open; each is explained."""
    told: Told = {("training.run", None): "Run 1", ("training.tokens", None): "8e7"}
    told |= {("training.flop-logged", None): 7}
    found = proposals.proposals({}, [reading(told)])
    assert [one.id for one in found] == ["entries/run-1", "entries/run-1-2"]
    assert found[0].row["amount"] == "7 FLOP"
    assert found[1].row["tokens"] == Decimal("8e7")
    assert set(found[1].needs) == {"activity", "active_parameters", "margin"}
    assert all(found[1].needs.values())


def test_jobs_of_one_run_are_one_entry_for_each_kind_of_accelerator() -> None:
    """Hours are those of all accelerators together, of all jobs of one name."""
    told: Told = {}
    for job, name, kind in (("1", "pre", "h100"), ("2", "pre", "h100"), ("3", "pre", "a100")):
        told |= {("training.run", job): name, ("hardware.accelerator", job): kind}
        told |= {("hardware.accelerators", job): 8, ("training.seconds", job): 1800}
    rows = proposed(reading(told)).values()
    assert [row["unit_hours"] for row in rows] == ["8 h100 hours", "4 a100 hours"]
    assert [row["id"] for row in rows] == ["pre", "pre-2"]


def test_energy_says_what_the_program_says_and_no_more() -> None:
    """A boundary that the register does not know is asked for, and so is the facility's PUE."""
    told: Told = {("energy.consumed", "r"): "1.5", ("energy.boundary", "r"): "machine"}
    told |= {("energy.method", "r"): "codecarbon 3.3", ("energy.pue", "r"): "1.2"}
    (row,) = proposed(reading(told, "codecarbon")).values()
    assert row["method"] == "sampled"
    assert (row["energy"], row["boundary"]) == ("1.5 kWh", "node")
    assert (row["pue_applied"], row["pue"], row["covers"]) == (Decimal("1.2"), None, None)
    (row,) = proposed(reading({("energy.consumed", None): 9})).values()
    assert row["method"] is row["boundary"] is row["pue"] is None
    assert "pue_applied" not in row


def test_datasets_are_proposed_once_however_many_name_them() -> None:
    """A dataset's own words and those that merely name it are about one dataset."""
    told: Told = {("dataset.name", None): "Acme Web", ("dataset.licence", None): "cc-by-4.0"}
    card: Told = {("data.datasets", None): ("acme web", "acme/books")}
    rows = proposed(reading(told), reading(card))
    assert list(rows) == ["datasets/acme-web", "datasets/acme-books"]
    assert rows["datasets/acme-web"]["licence"] == "cc-by-4.0"
    assert rows["datasets/acme-books"]["source"] == "runs/a, /0: acme/books"


@pytest.mark.parametrize(
    "row",
    [
        {"name": "other", "source": "runs/a, /4"},
        {"name": "ARC", "kind": "evaluation", "metric": "acc", "source": "a report"},
        {
            "name": "arc",
            "kind": "evaluation",
            "metric": "acc",
            "setting": "5 shots; lm-evaluation-harness",
            "source": "a report",
        },
    ],
)
def test_what_the_register_has_is_not_proposed(row: dict[str, Any]) -> None:
    """The same place, or the same name and setting, is the same result."""
    assert proposed(reading(SCORE), evaluations={"evaluations": [row]}) == {}


def test_another_setting_is_another_result() -> None:
    """A result with other shots takes nobody's place."""
    row = {"name": "arc", "kind": "evaluation", "metric": "acc", "setting": "0 shots"}
    assert len(proposed(reading(SCORE), evaluations={"evaluations": [row]})) == 1


def test_a_check_of_an_entry_is_in_the_register() -> None:
    """An estimate that stands beside an entry is not proposed as another entry."""
    told: Told = {("training.flop-logged", None): 7}
    row = {"id": "run", "checks": [{"method": "stated", "source": "runs/a, /0"}]}
    assert proposed(reading(told), compute={"entries": [row]}) == {}


def test_an_id_that_is_taken_is_not_given_again() -> None:
    """The id of a new entry is free in its list."""
    told: Told = {("training.run", None): "pre", ("training.flop-logged", None): 7}
    (row,) = proposed(reading(told), compute={"entries": [{"id": "pre"}]}).values()
    assert row["id"] == "pre-2"


SAME = {"0.6123": False, "61.2 %": False, "0.61 (5 shots)": False, "good": False}
OTHER = {"0.62": True, "62 %": True, "0.613": True}


@pytest.mark.parametrize(("written", "parts"), (SAME | OTHER).items())
def test_a_value_that_is_another_is_found_with_both_places(*, written: str, parts: bool) -> None:
    """Rounding and percentages are no disagreement; another number is."""
    row = {"name": "arc", "value": written, "source": "runs/a, /4"}
    found = list(disagreements({"evaluations.yaml": {"evaluations": [row]}}, [reading(SCORE)]))
    assert bool(found) is parts
    if parts:
        (one,) = found
        assert (one.position, one.key, one.written, one.place) == (
            0,
            "value",
            written,
            "runs/a, /4",
        )
        assert one.found.startswith("0.6123")


def test_what_disagrees_in_other_registers() -> None:
    """Amounts, tokens, energy and licences are compared where an entry rests on the evidence."""
    told: Told = {("training.flop-logged", None): "1.234e22", ("energy.consumed", None): 9}
    told |= {("dataset.name", None): "web", ("dataset.licence", None): "mit"}
    entries = [{"source": "runs/a, /0", "amount": {"low": 1, "high": 2}}]
    energy = [{"source": "runs/a, /1", "energy": "8 kWh"}]
    datasets = [{"name": "Web", "licence": "Apache-2.0"}]
    registers = {
        "compute.yaml": {"entries": entries, "energy": energy},
        "datasets.yaml": {"datasets": datasets},
    }
    found = {(one.list, one.key) for one in disagreements(registers, [reading(told)])}
    assert found == {("entries", "amount"), ("energy", "energy"), ("datasets", "licence")}
    entries[0]["amount"] = {"low": Decimal("1e22"), "high": Decimal("2e22")}
    energy[0]["energy"] = "9.0 kWh"
    datasets[0]["licence"] = "MIT"
    assert list(disagreements(registers, [reading(told)])) == []


def test_a_fact_that_is_told_in_two_ways_tells_nothing() -> None:
    """Of two values of one fact none is taken."""
    evidence = tuple(
        Evidence(fact="training.flop-logged", value=value, locator="") for value in (1, 2)
    )
    artefact = Artefact(name="a", digest="sha256:0", size=1)
    double = Reading(importer="some", artefact=artefact, evidence=evidence, unread=())
    assert proposals.proposals({}, [double]) == []


def test_proposals_are_chosen_by_name_or_pattern() -> None:
    """`evaluations/*` means all results; nothing means all proposals."""
    found = proposals.proposals({}, [reading({**SCORE, ("training.flop-logged", None): 7})])
    assert chosen(found, []) == found
    assert [one.list for one in chosen(found, ["evaluations/*"])] == ["evaluations"]
    assert chosen(found, ["nothing"]) == []


@given(st.text(max_size=100))
def test_a_name_is_always_one(words: str) -> None:
    """Whatever a file calls a thing, its name fits the register."""
    name = slug(words)
    assert name == slug(name)
    assert name.strip("-") == name != ""


@given(st.decimals(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_any_numbers_can_be_compared(number: Decimal, text: str) -> None:
    """Whatever a person wrote, the comparison comes to an answer; a number agrees with itself."""
    assert agree(str(number), str(number))
    assert agree(text, str(number)) in {True, False}


WITH_MODEL: Told = {**SCORE, ("evaluation.model", None): "acme/acme-7b"}
CONVERTED: Told = {
    **{key: value for key, value in WITH_MODEL.items() if key[0] != "evaluation.shots"},
    ("evaluation.program", None): "lm_eval",
}


def record(told: Told) -> Reading:
    """Return the reading of a record that was made of another artefact."""
    made = reading(told, "every_eval_ever")
    return made.model_copy(update={"artefact": Artefact(name="b", digest="sha256:1", size=1)})


def test_a_result_and_the_record_made_of_it_are_one() -> None:
    """The one that tells more of its setting is proposed, whichever is read first."""
    own, converted = reading(WITH_MODEL), record(CONVERTED)
    (row,) = proposed(own, converted).values()
    assert row["setting"] == "5 shots; model acme/acme-7b; lm-evaluation-harness"
    assert proposed(converted, own) == proposed(own, converted)
    assert proposed(converted, evaluations={"evaluations": [row]}) == {}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (("evaluation.value", "arc, acc"), "0.6124"),
        (("evaluation.on", None), "2026-11-21"),
        (("evaluation.model", None), "acme/acme-8b"),
        (("evaluation.program", None), "HELM"),
    ],
)
def test_a_record_that_parts_from_a_result_is_another(
    key: tuple[str, str | None], value: str
) -> None:
    """Another value, day, model or program is another result."""
    other = record({**CONVERTED, key: value})
    assert len(proposed(reading(WITH_MODEL), other)) == 2


def test_results_that_name_no_model_are_not_told_to_be_one() -> None:
    """They may be of two."""
    less = {key: value for key, value in SCORE.items() if key[0] != "evaluation.shots"}
    assert len(proposed(reading(SCORE), record(less))) == 2


def test_jobs_on_accelerators_of_several_kinds_are_not_proposed() -> None:
    """How many hours were those of which kind, no file tells."""
    job: Told = {
        ("hardware.accelerators", "job 1"): 8,
        ("hardware.accelerator", "job 1"): ("a100", "h100"),
        ("training.seconds", "job 1"): 3600,
    }
    assert proposed(reading(job)) == {}
    assert len(proposed(reading({**job, ("hardware.accelerator", "job 1"): "h100"}))) == 1
