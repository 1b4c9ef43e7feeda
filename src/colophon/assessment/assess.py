"""A dossier, the law and a day -> an assessment. Pure: the same three give the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import parts
from colophon.assessment import rules
from colophon.assessment.completeness import completeness
from colophon.assessment.duties import duty
from colophon.assessment.findings import findings
from colophon.assessment.model import Assessment, Case
from colophon.assessment.summary import summarised
from colophon.compute import paragraph
from colophon.compute.ledger import NO_OTHER, account
from colophon.compute.resources import resources
from colophon.dossier.effective import effective
from colophon.dossier.sources import sources

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from types import ModuleType

    from colophon.assessment.model import Judgement
    from colophon.dossier.effective import Effective
    from colophon.dossier.model import Dossier
    from colophon.law.model import Law


NOTHING_GIVEN: Final[Mapping[str, Effective]] = {}


def questions() -> Mapping[str, ModuleType]:
    """Return the rule modules by the id of the question that each answers."""
    return {name.replace("_", "-"): module for name, module in parts.by_name(rules).items()}


def assess(
    dossier: Dossier, law: Law, on: date, given: Mapping[str, Effective] = NOTHING_GIVEN
) -> Assessment:
    """Judge every question, document and obligation for `dossier` under `law` on a day.

    `given` are values that follow from files beside the dossier, by the key of `Field.computed`,
    such as that of the list of domain names.
    """
    case = case_of(dossier, law, on, given=given)
    verdicts = {question: case.judged(question) for question in law.question}
    documents = {outline.id: completeness(case, outline) for outline in law.outlines}
    duties = tuple(duty(case, obligation) for obligation in law.obligations)
    found = tuple(findings(case, verdicts, duties))
    return Assessment(case, verdicts, documents, duties, found)


def case_of(
    dossier: Dossier,
    law: Law,
    on: date,
    readings: Mapping[str, bool] = NO_OTHER,
    given: Mapping[str, Effective] = NOTHING_GIVEN,
) -> Case:
    """Return what the rules look at, each question being judged once and when it is asked.

    `readings` are those of open questions that are to be tried; see `account`. For `given` see
    `assess`.
    """
    added_up = account(dossier, law, on, readings)
    used = resources(dossier, law, added_up)
    told = paragraph.followed(added_up, law)
    summary = summarised(sources(dossier), law, on)
    followed = {**added_up.followed(), **used.followed(), **told, **summary.values, **given}
    record = effective(dossier, law, followed)
    modules = questions()
    judged: dict[str, Judgement] = {}
    asked: list[str] = []

    def judge(question: str) -> Judgement:
        if question in asked:
            raise RecursionError(f"{' asks '.join([*asked, question])}")
        if question not in judged:
            asked.append(question)
            judged[question] = modules[question].judge(case)
            asked.pop()
        return judged[question]

    case = Case(dossier, law, on, added_up, record, judge, summary)
    return case
