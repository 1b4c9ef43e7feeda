"""One fact has one value: where two places part, both are named, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.assessment import consistency
from colophon.law.load import law
from colophon.law.model import OneFact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment, Finding

    Assess = Callable[..., Assessment]

STATED = {"by": "A. Moreau", "on": "2026-10-02"}
TYPES = b"by: A. Moreau\non: 2026-10-02\n\ndata.types:\n  value: [text, image]\n"
SUMMARY = b"by: A. Moreau\non: 2026-10-02\n\npublic-summary.modalities:\n  value: [text, audio]\n"


def found(assessment: Assessment, name: str) -> list[Finding]:
    """Return the findings on one agreement."""
    return [one for one in assessment.findings if one.agreement == name]


def test_both_values_and_both_places_are_named(assessed: Assess) -> None:
    """A finding has the two values, each with its line, and says what to do."""
    files = {"answers/data.yaml": TYPES, "answers/summary-modalities.yaml": SUMMARY}
    notice, conflict = found(assessed({}, beside=files), "modalities-in-summary")
    assert (conflict.kind, conflict.place) == ("conflict", "answers/summary-modalities.yaml:5")
    assert conflict.message == (
        "Modalities in the Form and in the public summary: public-summary.modalities "
        "(answers/summary-modalities.yaml:5: text, audio) has audio, and data.types "
        "(answers/data.yaml:5: text, image) does not."
    )
    assert conflict.remedy == (
        "One fact has one value: mend what is wrong at answers/summary-modalities.yaml:5 or "
        "answers/data.yaml:5."
    )
    assert (notice.kind, notice.place) == ("notice", "answers/data.yaml:5")
    assert notice.remedy.startswith("It is right if data of that modality served testing")
    assert notice.remedy.endswith("or answers/summary-modalities.yaml:5.")
    assert [one.at for one in conflict.asked_by] == ["one fact in several documents"]


def test_the_entry_of_a_register_is_named_with_its_line(assessed: Assess) -> None:
    """Each dataset that parts is found by its name, at its line of the register."""
    one = {"origin": "crawled", "modalities": ["text"], "source": "log"}
    record = {
        "datasets": [{**one, "name": "Shelf", "origin": "other"}, {**one, "name": "Web"}],
        "answers": {"public-summary.crawlers-used": "no"},
    }
    (finding,) = found(assessed(record), "datasets-in-summary")
    assert finding.place == "datasets.yaml:3"
    assert "Web (datasets.yaml:3: crawled) has crawled" in finding.message
    assert "summary-crawled-data.yaml" in finding.message


def test_a_denial_names_all_that_deny(assessed: Assess) -> None:
    """Where several questions would each have been enough, all of them are named."""
    record = {
        "answers": {
            "data.provenance": ["user-data"],
            "public-summary.user-data-model": "no",
            "public-summary.user-data-services": "no",
        }
    }
    (finding,) = found(assessed(record), "provenance-in-summary")
    assert "public-summary.user-data-model, public-summary.user-data-services" in finding.message
    assert finding.message.endswith(": no) does not.")


def test_a_list_that_does_not_apply_is_empty(assessed: Assess) -> None:
    """Dependencies that do not apply are none, so an original is not among them."""
    record = {
        "provider": {"role": "modifies"},
        "upstream": {"model": "Original 1"},
        "answers": {"model.dependencies": {"not_applicable": "None.", **STATED}},
    }
    (finding,) = found(assessed(record), "original-among-dependencies")
    assert "upstream.model (dossier.yaml:" in finding.message
    assert ": none) does not." in finding.message


def test_all_that_parts_at_one_place_is_one_finding(assessed: Assess) -> None:
    """Two modalities that the same two answers part over are one thing to mend."""
    record = {
        "answers": {
            "data.types": ["text"],
            "public-summary.modalities": ["audio", "text", "video"],
        }
    }
    (finding,) = found(assessed(record), "modalities-in-summary")
    assert "has audio, video, and" in finding.message


def test_a_conflict_leaves_a_dossier_open_and_a_notice_does_not(
    whole: dict[str, Any], assessed: Assess
) -> None:
    """Of a dossier in which all is answered, what parts is open, and what may part is not."""
    assert not assessed(whole).is_open
    whole["answers"]["public-summary.modalities"] = ["text", "image", "audio", "video"]
    whole["answers"].pop("public-summary.other-modality")
    assessment = assessed(whole)
    assert {one.kind for one in found(assessment, "modalities-in-summary")} == {"notice"}
    whole["answers"]["data.provenance"] = ["crawled"]
    assessment = assessed(whole)
    assert assessment.is_open
    assert {one.kind for one in found(assessment, "provenance-in-summary")} == {
        "conflict",
        "notice",
    }


def test_nothing_is_said_of_an_empty_dossier(assessed: Assess) -> None:
    """Where nothing is on file, nothing parts."""
    assert list(consistency.findings(assessed({}).case)) == []


def test_a_fact_that_stands_in_one_place_cannot_part(
    whole: dict[str, Any], assessed: Assess
) -> None:
    """All fields that show one fact have the same value, from the same place."""
    record = assessed(whole).case.record
    for one in law().agreements:
        if isinstance(one.compares, OneFact) and one.compares.place != "dossier.code-of-practice":
            values = {
                (str(record.values[field].value), record.values[field].origins)
                for field in one.compares.fields
            }
            assert len(values) == bool(one.compares.fields), one.id


@pytest.mark.parametrize(
    ("signed", "said"), [(["copyright"], "yes"), (["safety"], "no"), ([], "no")]
)
def test_the_summary_says_what_was_signed(signed: list[str], said: str, assessed: Assess) -> None:
    """The summary follows the chapters that dossier.yaml names."""
    record = assessed({"code_of_practice": signed}).case.record
    assert record.values["public-summary.signatory"].value == said


def test_a_warning_names_share_threshold_and_both_sources(assessed: Assess) -> None:
    """Near the threshold, the total is told as what it is, a lower bound or the whole."""
    record = {"compute": {"complete": False, "entries": {"pre-training": 8 * 10**24}}}
    (finding,) = found(assessed(record), "compute-near-threshold")
    assert finding.kind == "notice"
    assert finding.message == (
        "the cumulative training compute, at least 8e24 FLOP, has reached 80 % of 1e25 FLOP"
    )
    assert [one.at for one in finding.asked_by] == ["alert bands", "Art. 51(2)"]


@pytest.mark.parametrize(
    ("events", "known", "place"),
    [
        ([("incident-aware", "2026-10-03"), ("incident-link-suspected", "2026-10-01")], 1, 3),
        ([("incident-death", "2026-10-04")], 4, 2),
        ([], 5, None),
    ],
)
def test_an_incident_is_news_from_the_day_on_which_it_was_known(
    events: list[tuple[str, str]], known: int, place: int | None, assessed: Assess
) -> None:
    """Awareness or suspicion, else the clock, else the entry says since when it is known."""
    happened = [{"event": name, "on": on, "about": "incident-3"} for name, on in events]
    record = {
        "provider": {"name": "Exemplar", "role": "develops"},
        "model": {
            "placed_on_market": "2026-01-10",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
        },
        "compute": {"complete": True, "entries": {"pre-training": 2 * 10**25}},
        "code_of_practice": ["safety"],
        "incidents": [{"id": "incident-3", "by": "A. Moreau", "on": "2026-10-05"}],
        "events": [*happened, {"event": "framework-confirmed", "on": "2026-01-02"}],
    }
    (finding,) = found(assessed(record), "incident-and-framework")
    assert finding.message.startswith(f"incident-3 became known on 2026-10-0{known}, after ")
    assert finding.place == (f"events.yaml:{place}" if place else "incidents.yaml:2")
    assert "framework-doubted in events.yaml, `about: incident-3`" in finding.remedy
    assert found(assessed(record, on=date(2026, 9, 30)), "incident-and-framework") == []


MODALITIES = st.lists(
    st.sampled_from(["text", "image", "audio", "video", "other"]), min_size=1, unique=True
)


@given(left=MODALITIES, right=MODALITIES)
def test_two_sets_part_where_they_differ_and_nowhere_else(
    left: list[str], right: list[str], assessed: Assess
) -> None:
    """Whatever modalities two documents name, they part where the sets differ."""
    answers: Mapping[str, Any] = {"data.types": left, "public-summary.modalities": right}
    kinds = {one.kind for one in found(assessed({"answers": answers}), "modalities-in-summary")}
    expected = {"notice"} if set(left) - set(right) else set()
    assert kinds == expected | ({"conflict"} if set(right) - set(left) else set())
