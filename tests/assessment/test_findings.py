"""What somebody should look at, with its place and what to do about it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from colophon.dossier.files import evidence_bytes
from colophon.dossier.paths import evidence_path
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment, Finding


def read(name: str, *facts: tuple[str, Any], unread: tuple[Unread, ...] = ()) -> dict[str, bytes]:
    """Return an evidence file in which a machine read these facts from the artefact `name`."""
    evidence = tuple(
        Evidence(fact=fact, value=value, locator=f"/{fact.rpartition('.')[2]}")
        for fact, value in facts
    )
    artefact = Artefact(name=name, digest="sha256:" + "0" * 64, size=1)
    reading = Reading(importer="probe", artefact=artefact, evidence=evidence, unread=unread)
    return {evidence_path(reading): evidence_bytes(reading)}


def of_kind(assessment: Assessment, kind: str) -> list[Finding]:
    """Return the findings of one kind."""
    return [finding for finding in assessment.findings if finding.kind == kind]


@pytest.fixture
def missing(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> Callable[..., list[Finding]]:
    """Return a function that takes answers out and gives the findings."""

    def missing(*fields: str, beside: dict[str, bytes] | None = None) -> list[Finding]:
        for field in fields:
            del whole["answers"][field]
        return of_kind(assessed(whole, beside=beside), "missing")

    return missing


def test_a_whole_dossier_has_no_findings(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Of a dossier in which everything is answered nothing is found, and it is not open."""
    assessment = assessed(whole)
    assert assessment.findings == ()
    assert not assessment.is_open


def test_a_missing_answer_names_its_file_and_who_asks(
    missing: Callable[..., list[Finding]],
) -> None:
    """What is missing is found once, where it is answered, with every provision that asks."""
    (finding,) = missing("use.intended-tasks")
    assert finding.field == "use.intended-tasks"
    assert finding.place == "answers/intended-use.yaml"
    assert finding.message.startswith("Intended tasks")
    assert finding.remedy == "Answer use.intended-tasks in answers/intended-use.yaml."
    assert [one.at for one in finding.asked_by] == [
        "Annex XI, Section 1, point 1(a)",
        "Annex XII, point 1(a)",
    ]


def test_an_empty_line_of_the_form_is_the_place(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where the line to fill is there and empty, the finding points to it."""
    del whole["answers"]["cooperation.contact"]
    form = b"by: A. Moreau\non: 2026-10-02\n\n# who\ncooperation.contact:\n  value:\n"
    (finding,) = assessed(whole, beside={"answers/cooperation.yaml": form}).findings
    assert finding.place == "answers/cooperation.yaml:6"
    assert [one.at for one in finding.asked_by] == ["Art. 53(3)"]


@pytest.mark.parametrize(
    ("name", "place", "remedy"),
    [
        ("released", "dossier.yaml", "Write it as model.released in dossier.yaml."),
        ("output_modalities", "dossier.yaml", "Write model.output_modalities in dossier.yaml."),
    ],
)
def test_what_stands_in_the_spine_is_missing_there(
    name: str,
    place: str,
    remedy: str,
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """A field that follows the spine is written in `dossier.yaml`, and the finding says so."""
    del whole["model"][name]
    finding = assessed(whole).findings[0]
    assert (finding.place, finding.remedy) == (place, remedy)


def test_an_incomplete_ledger_is_found_in_the_ledger(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Compute that is not whole is missing in `compute.yaml`, not in a file of answers."""
    whole["compute"]["complete"] = False
    fields = [one for one in assessed(whole).findings if one.field == "training.compute.cumulative"]
    assert [finding.place for finding in fields] == ["compute.yaml"]
    assert "`complete: true`" in fields[0].remedy


def test_a_fact_that_a_question_turns_on_is_found_before_the_fields(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """The facts that questions turn on come first, each once, although several questions ask."""
    del whole["open_source"]["weights_public"]
    del whole["answers"]["cooperation.contact"]
    whole["open_source"] |= dict.fromkeys(("architecture_public", "usage_information_public"), True)
    whole["open_source"]["rights"] = ["access", "use", "modification", "distribution"]
    whole["open_source"]["conditions"] = ["attribution"]
    found = assessed(whole).findings
    assert [finding.question for finding in found] == ["open-source-exception", None]
    assert found[0].remedy == "Write open_source.weights_public in dossier.yaml: true or false."


def test_evidence_that_may_help_is_offered_and_not_taken(
    missing: Callable[..., list[Finding]],
) -> None:
    """A hint from the evidence stands in the remedy; the field stays missing all the same."""
    beside = read("config.json", ("model.context-length", 32768))
    (finding,) = missing("model.maximum-input-size", beside=beside)
    assert finding.remedy == (
        "Answer model.maximum-input-size in answers/sizes.yaml. "
        "It may help that model.context-length is 32768 in config.json, /context-length."
    )


def test_evidence_fills_a_field(missing: Callable[..., list[Finding]]) -> None:
    """What a machine read of a field that may be filled from it is not missing."""
    assert missing("parameters.total", beside=read("model", ("weights.parameters", 7))) == []


def test_an_answer_that_parts_from_the_evidence_is_a_conflict(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """Where a person and a machine part, both are named with their places, the person first."""
    beside = read("model.safetensors", ("weights.parameters", 13))
    assessment = assessed(whole, beside=beside)
    (finding,) = assessment.findings
    assert finding.kind == "conflict"
    assert finding.place == "answers/architecture.yaml:4"
    assert finding.message.startswith("Number of parameters")
    assert finding.message.endswith(
        "`12 parameters` in answers/architecture.yaml:4; "
        "`13 parameters` in model.safetensors, /parameters."
    )
    assert assessment.is_open


def test_evidence_that_parts_from_evidence_is_a_conflict_and_fills_nothing(
    missing: Callable[..., list[Finding]],
    whole: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """Where two machines part and nobody answers, there is a conflict, and the field is missing."""
    beside = read("one", ("weights.parameters", 7)) | read("two", ("weights.parameters", 8))
    assert [one.field for one in missing("parameters.total", beside=beside)] == ["parameters.total"]
    (conflict,) = of_kind(assessed(whole, beside=beside), "conflict")
    assert "`7 parameters` in one, /parameters" in conflict.message
    assert "`8 parameters` in two, /parameters" in conflict.message


def test_what_could_not_be_read_is_found(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """What a machine could not read is found with its reason, and does not leave anything open."""
    unread = (
        Unread(locator="/layers", reason="It is no number.", remedy="Look at it."),
        Unread(locator="", reason="It is a pickle.", remedy="Save it as safetensors."),
    )
    assessment = assessed(whole, beside=read("odd.bin", unread=unread))
    found = [(one.place, one.message, one.remedy) for one in of_kind(assessment, "unread")]
    assert found == [
        ("odd.bin, /layers", "It is no number.", "Look at it."),
        ("odd.bin", "It is a pickle.", "Save it as safetensors."),
    ]
    assert not assessment.is_open


def test_a_day_beyond_what_is_known_of_the_law_is_found(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """On the last day on which the law was checked nothing is stale; on the next day all of it."""
    known = law().known_on
    assert of_kind(assessed(whole, on=known), "stale") == []
    assessment = assessed(whole, on=known + timedelta(days=1))
    (finding,) = of_kind(assessment, "stale")
    assert known.isoformat() in finding.message
    assert not assessment.is_open


def test_a_lifted_duty_asks_for_nothing(
    whole: dict[str, Any],
    open_source: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """What only a lifted duty asks for is not missing."""
    whole["open_source"] = open_source
    del whole["answers"]["energy.training"]
    assert assessed(whole).findings == ()


def test_an_undetermined_duty_asks_already(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """As long as it is unknown whether a duty binds, what it would need is shown as missing."""
    whole["open_source"] = {}
    del whole["answers"]["energy.training"]
    assert "energy.training" in [one.field for one in assessed(whole).findings]


def test_where_a_category_is_unknown_what_it_would_ask_is_shown(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """While it is unknown whether a provider is from abroad, its representative is missing."""
    del whole["provider"]["established_in"]
    del whole["answers"]["representative.name"]
    assert "representative.name" in [one.field for one in assessed(whole).findings]


def test_everything_missing_has_a_place_and_a_remedy(assessed: Callable[..., Assessment]) -> None:
    """Of an empty dossier every finding names a file, what is missing, and what to do."""
    assessment = assessed({}, on=date(2026, 11, 21))
    assert assessment.is_open
    assert assessment.findings
    for finding in assessment.findings:
        assert finding.kind == "missing"
        assert finding.place.partition(":")[0].endswith(".yaml")
        assert finding.message.endswith(".")
        assert finding.remedy.endswith(".")


def test_the_order_of_evidence_files_does_not_matter(
    whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """The same dossier with its files in another order gives the same findings."""
    del whole["answers"]["parameters.total"]
    beside = read("one", ("weights.parameters", 7)) | read("two", ("weights.parameters", 8))
    turned = dict(reversed(beside.items()))
    assert list(beside) != list(turned)
    assert assessed(whole, beside=beside).findings == assessed(whole, beside=turned).findings
