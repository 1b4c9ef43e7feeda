"""One edit of the law's data, and everything that follows from it by itself."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.documents.build import build
from colophon.documents.model import Missing, Stated
from colophon.dossier import draft, schemas
from colophon.law import load
from colophon.law.model import Audience
from colophon.workspace import lawbook, report
from colophon.workspace.explain import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.assessment.model import Assessment, Duty
    from colophon.documents.model import Block, Document
    from colophon.law.model import Law

DUTY = b"""\
id: art-99-9
label: A duty of a later law
duty: Say what the weather was like.
phase: development
topic: documentation
owed_by: [provider]
by_placing: true
applies_to: [general-purpose-ai-model]
unless:
  open-source-exception:
    { instrument: ai-act, version: oj-2024, at: Art. 53(2), confirmed: primary }
fulfilled_by:
  sections: [energy]
values:
  2027-01-01:
    source: { instrument: ai-act, version: oj-2024, at: "Art. 99(9)", confirmed: recalled }
"""

FIELD = b"""\
  - id: energy.weather
    label: Weather
    help: What the weather was like during training.
    kind: choice
    options:
      - { id: fair, label: Fair }
      - { id: foul, label: Foul }
    shown_to: { ai-office: exact }
    confirmed: reading
"""

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def with_duty(law_files: Mapping[str, bytes]) -> Law:
    """Give the law with one more file in `obligations/`."""
    return load.load({**law_files, "obligations/art-99-9.yaml": DUTY})


@pytest.fixture
def with_field(law_files: Mapping[str, bytes]) -> Law:
    """Give the law with one more field in the section on energy."""
    section = "fields/energy.yaml"
    return load.load({**law_files, section: law_files[section] + FIELD})


def duty_of(assessment: Assessment, name: str) -> Duty:
    """Return one obligation as it stands."""
    return next(one for one in assessment.duties if one.obligation.id == name)


def blocks(document: Document) -> Iterator[Block]:
    """Yield everything that stands in a document."""
    for part in document.parts:
        for section in part.sections:
            yield from section.blocks


def written(assessment: Assessment, audience: Audience) -> Document:
    """Return the technical documentation as an audience sees it."""
    outline = assessment.case.law.outline["annex-xi"]
    return build(outline, assessment.case, audience, digest="sha256:0", made_by="a test")


# -- An obligation ------------------------------------------------------------------------------


def test_a_new_obligation_is_judged_from_its_day_on(
    with_duty: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """A file in `obligations/` is a duty from its day on, with its own due day, and not before."""
    before = duty_of(assessed(whole, law=with_duty, on=BEFORE), "art-99-9")
    assert (before.state.value, before.since) == ("not_applicable", None)
    after = duty_of(assessed(whole, law=with_duty, on=AFTER), "art-99-9")
    assert (after.state.value, after.since, after.due) == ("met", AFTER, AFTER)


def test_a_new_obligation_changes_nothing_else(
    with_duty: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """The other obligations stand as they stood."""
    old = assessed(whole).duties
    new = assessed(whole, law=with_duty).duties
    assert [one for one in new if one.obligation.id != "art-99-9"] == list(old)


def test_a_new_obligation_asks_for_what_is_missing(
    with_duty: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """What it needs is found missing, with its provision among those that ask."""
    del whole["answers"]["energy.training"]
    assessment = assessed(whole, law=with_duty, on=AFTER)
    duty = duty_of(assessment, "art-99-9")
    assert (duty.state.value, duty.missing, duty.late) == ("open", ("energy.training",), False)
    finding = next(one for one in assessment.findings if one.field == "energy.training")
    assert [one.at for one in finding.asked_by] == [
        "Annex XI, Section 1, point 2(e)",
        "Art. 99(9)",
    ]


def test_a_new_obligation_is_lifted_like_the_others(
    with_duty: Law,
    whole: dict[str, Any],
    open_source: dict[str, Any],
    assessed: Callable[..., Assessment],
) -> None:
    """What its file names under `unless` lifts it."""
    whole["open_source"] = open_source
    assert duty_of(assessed(whole, law=with_duty, on=AFTER), "art-99-9").state.value == "exempt"


def test_a_new_obligation_is_explained_and_listed(
    with_duty: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """`explain`, `law obligations` and `check --json` know it without another line."""
    assessment = assessed(whole, law=with_duty, on=AFTER)
    explanation = explain("art-99-9", with_duty, assessment)
    assert explanation.says == "Say what the weather was like."
    assert ("since 2027-01-01", "owed, binding") in explanation.facts
    assert explanation.here == "met on 2027-01-01; due 2027-01-01"
    listed = {one["id"]: one["value"] for one in lawbook.entries("obligations", with_duty, AFTER)}
    assert listed["art-99-9"] == "since 2027-01-01"
    printed = report.of_duty(duty_of(assessment, "art-99-9"), with_duty)
    assert printed["state"] == "met"
    assert printed["citation"] == "AI Act (OJ L 2024/1689), Art. 99(9)"


def test_an_obligation_ends_on_the_day_of_its_null(
    law_files: Mapping[str, bytes], whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """An entry `null` ends a duty from its day on; on the day before it is owed as ever."""
    path = "obligations/art-53-3.yaml"
    law = load.load({**law_files, path: law_files[path] + b"  2027-01-01: null\n"})
    assert duty_of(assessed(whole, law=law, on=BEFORE), "art-53-3").state.value == "met"
    ended = duty_of(assessed(whole, law=law, on=AFTER), "art-53-3")
    assert (ended.state.value, ended.due, ended.late) == ("not_applicable", None, False)
    assert ended.because.text == "not in force on 2027-01-01"


# -- A field ------------------------------------------------------------------------------------


def test_a_new_field_is_in_the_schema_and_in_the_draft(with_field: Law) -> None:
    """An editor offers it, and a new dossier has a line for it with its options."""
    schema = json.loads(schemas.files(with_field)[f"{schemas.FOLDER}/answers-energy.json"])
    assert "energy.weather" in schema["properties"]
    form = draft.files("Exemplar", with_field)["answers/energy.yaml"].decode()
    assert "energy.weather:\n  value:\n" in form
    assert "# One of: fair, foul" in form


def test_a_new_field_is_missing_until_it_is_answered(
    with_field: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """It opens the document and the duty that ask for its section, and its answer closes them."""
    assessment = assessed(whole, law=with_field)
    assert [one.field for one in assessment.findings] == ["energy.weather"]
    assert [one.at for one in assessment.findings[0].asked_by] == [
        "Annex XI, Section 1, point 2(e)"
    ]
    assert assessment.documents["annex-xi"].missing == ("energy.weather",)
    assert duty_of(assessment, "art-53-1-a").state.value == "open"
    assert explain("energy.weather", with_field, assessment).here == "unknown"


def test_a_new_field_is_written_for_those_who_may_see_it(
    with_field: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> None:
    """The document shows it as missing, then with its label; who may not see it sees neither."""
    missing = blocks(written(assessed(whole, law=with_field), Audience.AI_OFFICE))
    assert [one.label for one in missing if isinstance(one, Missing)] == ["Weather"]
    answer = (
        b"by: A. Moreau\non: 2026-10-02\n"
        b"energy.training: { value: 12 }\nenergy.method: { value: Meters. }\n"
        b"energy.weather: { value: foul }\n"
    )
    assessment = assessed(whole, law=with_field, beside={"answers/energy.yaml": answer})
    assert not assessment.is_open
    shown = {
        audience: [
            one.value
            for one in blocks(written(assessment, audience))
            if isinstance(one, Stated) and one.field == "energy.weather"
        ]
        for audience in (Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY)
    }
    assert shown == {Audience.AI_OFFICE: [("Foul",)], Audience.NATIONAL_AUTHORITY: []}
