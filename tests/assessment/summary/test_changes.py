"""Versions of the public summary: what changed since, and what one of them covers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.summary.changes import changed, published_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment

PUBLISHED = {"event": "summary-published", "on": "2026-09-01"}
UPDATED = {"event": "summary-updated", "on": "2026-10-15", "about": "run-2"}
CONTENT = "public-summary.unlawful-content"


def said(text: str, day: str) -> dict[str, Any]:
    """Return an answer that was stated on a day."""
    return {"value": text, "by": "A. Moreau", "on": day}


def test_what_was_stated_after_the_publication_has_changed(
    judged: Callable[..., Assessment],
) -> None:
    """Each field that was stated later is named with its day; its version is no change."""
    answers = {
        CONTENT: said("Block lists.", "2026-10-02"),
        "public-summary.text-content": said("Press.", "2026-08-02"),
        "public-summary.version": said("2", "2026-10-02"),
    }
    found = judged(complete=False, answers=answers, record={"events": [PUBLISHED]})
    assert published_on(found.case) == date(2026, 9, 1)
    assert [(one.field, one.on) for one in changed(found.case)] == [(CONTENT, date(2026, 10, 2))]
    told = [
        one for one in found.findings if "after the public summary was published" in one.message
    ]
    assert [CONTENT in one.message for one in told] == [True]
    assert "summary-updated" in told[0].remedy


def test_an_update_takes_in_what_was_stated_before_it(judged: Callable[..., Assessment]) -> None:
    """After the update nothing has changed; before any publication there is nothing to change."""
    answers = {CONTENT: said("Block lists.", "2026-10-02")}
    events = [PUBLISHED, UPDATED]
    assert changed(judged(complete=False, answers=answers, record={"events": events}).case) == ()
    assert changed(judged(complete=False, answers=answers).case) == ()


@pytest.mark.parametrize(("answered", "expected"), [(False, 1), (True, 0)])
def test_earlier_versions_are_named(
    judged: Callable[..., Assessment], answered: bool, expected: int
) -> None:
    """Once the summary was published before, its earlier versions have their links."""
    field = "public-summary.previous-versions"
    answers = {field: ["1, https://provider.example/summary-1"]} if answered else {}
    found = judged(complete=False, answers=answers, record={"events": [PUBLISHED, UPDATED]})
    told = [one for one in found.findings if one.field == field]
    assert len(told) == expected
    once = judged(complete=False, record={"events": [PUBLISHED]})
    assert not [one for one in once.findings if one.field == field]


@pytest.mark.parametrize(
    ("versions", "answer", "kind"),
    [
        (["1.0"], None, None),
        (["1.0", "1.1"], None, "missing"),
        (["1.0", "1.1"], "no", "conflict"),
        (["1.0", "1.1"], "yes", None),
    ],
)
def test_one_summary_of_several_versions_needs_the_statement_that_it_holds_for_all(
    judged: Callable[..., Assessment],
    whole: dict[str, Any],
    versions: list[str],
    answer: str | None,
    kind: str | None,
) -> None:
    """Several versions share a summary only where somebody states that its content is the same."""
    field = "public-summary.same-content"
    model = {**whole["model"], "versions": versions}
    answers = {field: answer} if answer else {}
    found = judged(complete=False, answers=answers, record={"model": model})
    assert [one.kind for one in found.findings if one.field == field] == ([kind] if kind else [])
