"""The page of what `--json` prints, held against what it prints of a new dossier."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import assess
from colophon.dossier import draft, files
from colophon.law.load import law
from colophon.workspace import report
from colophon.workspace.check import Checked
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRO = """
Every command takes `--json` and then prints one JSON value. Amounts are texts inside
`{"low", "best", "high", "unit"}`, so that none is rounded; days are ISO 8601; there are no floats.
The exit code is the same as without it ([exit codes](commands.md#exit-codes)).
Keys may be added; those that are here keep their meaning.

In a citation, `force` is the weight of the text and `confirmed` says how well the fact was
confirmed ([both](instruments.md#the-force-of-a-text)).
"""

REASON = {
    "text": "the reason, in a phrase",
    "citation": "where the law says it, or null",
    "force": "binding, guidance, voluntary or reading; null without a citation",
    "confirmed": "primary, conversion, secondary, recalled or reading; null without a citation",
    "since": "the day since which the provision has held, where that is dated",
    "place": "where the dossier says it: `file:line`, or null",
    "because": "the reasons for it, each of this shape again",
}
CITED = {name: REASON[name] for name in ("citation", "force", "confirmed")}

CHECK: dict[str, str] = {
    "on": "the day asked about",
    "law_known_on": "the last day on which the law's data were held against the sources",
    "dossier_digest": "digest of the dossier's files, `sha256:…`",
    "open": "whether anything is missing, conflicting or undetermined: exit code 1",
    "verdicts": "question id to judgement",
    "verdicts.*.verdict": "met, not_met, not_applicable or undetermined",
    "verdicts.*.because": "the reason",
    **{f"verdicts.*.because.{name}": text for name, text in REASON.items()},
    "verdicts.*.missing": "the facts that it turns on and that are not on file",
    "verdicts.*.missing[].place": "where the fact would stand",
    "verdicts.*.missing[].message": "which fact, in a sentence",
    "verdicts.*.missing[].remedy": "what to do",
    "obligations": "every obligation of the law",
    "obligations[].id": "its id",
    "obligations[].label": "its name",
    "obligations[].kind": "duty, or possibility: what may be done and is not owed",
    "obligations[].topic": "what it is about",
    "obligations[].phase": "when in the life of a model it is owed",
    "obligations[].owed_by": "who owes it",
    "obligations[].commitment": "id of the commitment of the Code whose measure it is, or null",
    "obligations[].state": "met, open, possible, exempt, not_applicable or undetermined",
    "obligations[].missing": "ids of the fields that would show that it is done",
    "obligations[].not_shown": "sentences on events and decisions that are not on file",
    "obligations[].since": "the day since which it has been owed, or null",
    "obligations[].due": "the day by which it must be done, where the dossier lets it be known",
    "obligations[].late": "whether that day has passed and the duty is open",
    **{f"obligations[].{name}": text for name, text in CITED.items()},
    "obligations[].because": "why it has this state: text, citation, …, because, as above",
    "documents": "how complete each document is",
    "documents[].id": "its id",
    "documents[].label": "its name",
    "documents[].asked": "whether it is asked of this model: met, not_met, undetermined",
    "documents[].verdict": "met when every element that is asked is filled; not_applicable",
    "documents[].elements": "element by element",
    "documents[].elements[].id": "its id",
    "documents[].elements[].heading": "its heading",
    "documents[].elements[].asked": "whether it is asked of this model: met, not_met, undetermined",
    "documents[].elements[].missing": "ids of the fields that are not filled",
    **{f"documents[].elements[].{name}": text for name, text in CITED.items()},
    "findings": "what somebody should look at",
    "findings[].kind": "missing, conflict, unasked, notice, unread or stale",
    "findings[].field": "id of the field, or null",
    "findings[].question": "id of the question, or null",
    "findings[].obligation": "id of the obligation that nothing shows to be done, or null",
    "findings[].agreement": "id of what documents must agree on and do not, or null",
    "findings[].place": "where in the dossier or in an artefact",
    "findings[].message": "what it is, in a sentence",
    "findings[].remedy": "what to do",
    "findings[].asked_by": "the provisions that ask for it",
    **{f"findings[].asked_by[].{name}": text for name, text in CITED.items()},
}
_BY_ID = {"verdicts"}
"""Objects whose keys are ids."""
_SEEN_ABOVE = {"verdicts.*.because.because", "obligations[].because"}
"""Where a shape begins that is told already."""


def page() -> str:
    """Return the page of the JSON that commands print."""
    printed = _printed()
    found = dict.fromkeys(_paths(printed, ""))
    if set(found) != set(CHECK):
        wrong = sorted(set(found) ^ set(CHECK))
        raise SystemExit(f"docs/pages/json_output.py and `check --json` differ on {wrong}")
    rows = [(code(path), text) for path, text in CHECK.items()]
    return "\n".join(
        [
            title("JSON output", INTRO),
            "## colophon check --json\n",
            "`*` stands for an id, `[]` for each item of a list.\n",
            table(("Key", "What it is"), rows),
        ]
    )


def _printed() -> dict[str, Any]:
    tree = draft.files("acme-7b", law())
    assessment = assess(files.read(tree, law()), law(), date(2026, 11, 21))
    return report.of_check(Checked(assessment, files.digest(tree)))


def _paths(value: Any, path: str) -> Iterator[str]:
    if path:
        yield path
    if path in _SEEN_ABOVE:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            step = "*" if path in _BY_ID else name
            yield from (
                _paths(inner, f"{path}.{step}" if path else step)
                if step != "*"
                else (_inner(inner, f"{path}.*"))
            )
    elif isinstance(value, list):
        for inner in value:
            yield from _inner(inner, f"{path}[]")


def _inner(value: Any, path: str) -> Iterator[str]:
    """Yield what is below `path`, which itself has no line of its own."""
    yield from (one for one in _paths(value, path) if one != path)
