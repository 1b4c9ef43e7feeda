"""An assessment as plain values, for machines: the shape that `--json` prints and keeps stable.

Amounts are text inside `{"low", "best", "high", "unit"}`, days are ISO 8601, nothing is a float.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from colophon.assessment.model import (
        Because,
        Completeness,
        Duty,
        Finding,
        Judgement,
    )
    from colophon.evidence import Evidence
    from colophon.law.model import Citation, Law
    from colophon.workspace.check import Checked
    from colophon.workspace.drift import Comparison
    from colophon.workspace.explain_duties import Explanation

Plain = dict[str, Any]


def of_check(checked: Checked) -> Plain:
    """Return what `colophon check --json` prints."""
    assessment = checked.assessment
    law = assessment.case.law
    return {
        "on": assessment.case.on.isoformat(),
        "law_known_on": law.known_on.isoformat(),
        "dossier_digest": checked.digest,
        "open": assessment.is_open,
        "verdicts": {
            question: of_judgement(judgement, law)
            for question, judgement in assessment.verdicts.items()
        },
        "obligations": [of_duty(duty, law) for duty in assessment.duties],
        "documents": [of_document(one, law) for one in assessment.documents.values()],
        "findings": [of_finding(finding, law) for finding in assessment.findings],
    }


def of_judgement(judgement: Judgement, law: Law) -> Plain:
    """Return a verdict with its tree of reasons."""
    return {
        "verdict": judgement.verdict.value,
        "because": of_because(judgement.because, law),
        "missing": [
            {"place": gap.place, "message": gap.message, "remedy": gap.remedy}
            for gap in judgement.gaps
        ],
    }


def of_because(because: Because, law: Law) -> Plain:
    """Return a reason and the reasons for it."""
    return {
        "text": because.text,
        **of_citation(because.citation, law),
        "since": because.since.isoformat() if because.since else None,
        "place": because.place,
        "because": [of_because(child, law) for child in because.children],
    }


def of_citation(citation: Citation | None, law: Law) -> Plain:
    """Return a citation as people read it, the force of the text, how well it is confirmed."""
    if citation is None:
        return {"citation": None, "force": None, "confirmed": None}
    return {
        "citation": law.cited(citation),
        "force": law.force(citation).value,
        "confirmed": citation.confirmed.value,
    }


def of_duty(duty: Duty, law: Law) -> Plain:
    """Return one obligation as it stands."""
    since = duty.since
    entry = duty.obligation.values[since] if since else next(iter(duty.obligation.values.values()))
    return {
        "id": duty.obligation.id,
        "label": duty.obligation.label,
        "kind": duty.obligation.kind,
        "topic": duty.obligation.topic.value,
        "phase": duty.obligation.phase.value,
        "owed_by": [who.value for who in duty.obligation.owed_by],
        "commitment": duty.obligation.commitment,
        "state": duty.state.value,
        "missing": list(duty.missing),
        "not_shown": [gap.message for gap in duty.gaps],
        "since": since.isoformat() if since else None,
        "due": duty.due.isoformat() if duty.due else None,
        "late": duty.late,
        **of_citation(entry.source if entry else None, law),
        "because": of_because(duty.because, law),
    }


def of_document(standing: Completeness, law: Law) -> Plain:
    """Return how complete one document is, element by element."""
    return {
        "id": standing.outline.id,
        "label": standing.outline.label,
        "asked": standing.asked.value,
        "verdict": standing.verdict.value,
        "elements": [
            {
                "id": one.element.id,
                "heading": one.element.heading,
                "asked": one.asked.value,
                "missing": list(one.missing),
                **of_citation(one.element.source, law),
            }
            for one in standing.elements
        ],
    }


def of_finding(finding: Finding, law: Law) -> Plain:
    """Return one finding."""
    return {
        "kind": finding.kind,
        "field": finding.field,
        "question": finding.question,
        "obligation": finding.obligation,
        "agreement": finding.agreement,
        "place": finding.place,
        "message": finding.message,
        "remedy": finding.remedy,
        "asked_by": [of_citation(citation, law) for citation in finding.asked_by],
    }


def of_comparison(comparison: Comparison) -> Plain:
    """Return what `colophon check --against --json` prints."""
    return {
        "agree": comparison.agree,
        "changes": [
            {
                "artefact": change.artefact,
                "how": change.how,
                "differences": [
                    {
                        "fact": one.fact,
                        "of": one.of,
                        "recorded": [_of_evidence(evidence) for evidence in one.recorded],
                        "found": [_of_evidence(evidence) for evidence in one.found],
                    }
                    for one in change.differences
                ],
            }
            for change in comparison.changes
        ],
    }


def _of_evidence(evidence: Evidence) -> Plain:
    told = evidence.model_dump(mode="json")
    return {name: told[name] for name in ("value", "unit", "locator")}


def of_status(checked: Checked) -> Plain:
    """Return what `colophon status --json` prints."""
    assessment = checked.assessment
    spine = assessment.case.dossier.spine
    return {
        "on": assessment.case.on.isoformat(),
        "law_known_on": assessment.case.law.known_on.isoformat(),
        "dossier_digest": checked.digest,
        "open": assessment.is_open,
        "model": spine.model.name,
        "provider": spine.provider.name,
        "verdicts": {name: one.verdict.value for name, one in assessment.verdicts.items()},
        "obligations": {one.obligation.id: one.state.value for one in assessment.duties},
        "documents": {name: list(one.missing) for name, one in assessment.documents.items()},
        "next": [
            {"message": finding.message, "remedy": finding.remedy, "place": finding.place}
            for finding in assessment.findings
        ],
    }


def of_explanation(explanation: Explanation, law: Law) -> Plain:
    """Return what `colophon explain --json` prints."""
    because = explanation.because
    return {
        "id": explanation.id,
        "kind": explanation.kind,
        "label": explanation.label,
        "says": explanation.says,
        "facts": [{"name": name, "value": value} for name, value in explanation.facts],
        "written_in": [of_citation(citation, law) for citation in explanation.sources],
        "here": explanation.here,
        "because": of_because(because, law) if because else None,
    }
