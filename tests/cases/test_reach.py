"""How far the legal cases reach: into every branch of every rule, to both sides of every day."""

from __future__ import annotations

import importlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import coverage
import pytest

from colophon import parts
from colophon.assessment import rules
from colophon.law.load import law
from tests.cases.test_cases import judged, topics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.law.model import Law


def test_the_cases_reach_every_branch_of_every_rule(
    tmp_path: Path,
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    filled: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    """There is no line of a rule, and no way from one line to another, that no case takes."""
    folder = Path(rules.__file__).parent
    traced = coverage.Coverage(data_file=None, branch=True, include=[f"{folder}/*"])
    with traced.collect():
        for module in parts.modules(rules):
            importlib.reload(module)
        for _, _, topic in topics():
            for case in topic.cases:
                judged(topic.given, case, tree_of, filled)
    report = tmp_path / "coverage.json"
    traced.json_report(outfile=str(report), pretty_print=False)
    missed = {
        Path(path).name: (found["missing_lines"], found["missing_branches"])
        for path, found in json.loads(report.read_text())["files"].items()
        if found["missing_lines"] or found["missing_branches"]
    }
    assert missed == {}


def days(law: Law) -> Iterator[tuple[str, set[str], date]]:
    """Yield each day on which the law's data change: what changes, which ids show it, the day."""
    for threshold in law.thresholds:
        shown_by = {one.id for one in law.questions if threshold.id in one.thresholds}
        shown_by |= {one.id for one in law.agreements if threshold.id in one.thresholds}
        shown_by |= {
            "share-of-public-data": {"large-public-datasets"},
            "share-of-domains": {"domains-listed-of-1000"},
            "domains": {"domains-listed-of-1000"},
        }.get(threshold.metric, set())
        for day in threshold.values:
            yield f"the threshold {threshold.id}", shown_by, day
    for obligation in law.obligations:
        kind = "measures" if obligation.commitment else "obligations"
        shown_by = {obligation.id, "every-obligation", f"open-{kind}", f"not-applicable-{kind}"}
        for day in obligation.values:
            yield f"the obligation {obligation.id}", shown_by, day
        if obligation.grace:
            shown_by = {obligation.id, "what-is-due"}
            yield f"the grace of {obligation.id}", shown_by, obligation.grace.until

    for consequence in law.consequences:
        following = [one for one in law.obligations if one.consequence == consequence.id]
        shown_by = {one.id for one in following} | {"open-measures", "not-applicable-measures"}
        for day in consequence.values:
            yield f"the consequence {consequence.id}", shown_by, day
    for deadline in law.deadlines:
        if deadline.on:
            yield f"the day of {deadline.id}", {deadline.id}, deadline.on


@pytest.mark.parametrize(
    ("what", "shown_by", "day"),
    [pytest.param(*one, id=f"{one[0]} {one[2].isoformat()}") for one in days(law())],
)
def test_a_day_of_the_law_is_touched_from_both_sides(
    what: str, shown_by: set[str], day: date
) -> None:
    """A case looks at each change on the day before it and on the day itself."""
    looked_on = {
        case.on or topic.given.on
        for _, _, topic in topics()
        for case in topic.cases
        if shown_by & set(case.expect)
    }
    missed = {day - timedelta(days=1), day} - looked_on
    assert not missed, f"{what}: no case on {', '.join(one.isoformat() for one in sorted(missed))}"
