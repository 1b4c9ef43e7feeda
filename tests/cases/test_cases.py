"""The legal cases in the YAML files beside this module, each of which a lawyer can read.

A file has a `topic`, what every case in it starts from (`given`), and its `cases`. A case is a
sentence, the day (`on`), a dossier in short form, and what is expected:

* the verdict on a question: `general-purpose-ai-model: met`;
* the state of an obligation, with its day or delay where they matter: `art-53-1-a: open`, or
  `art-53-1-a: { state: open, due: 2027-08-02, late: false }`; `every-obligation` for all of them;
  `what-is-due: late`, or `not late`, for all that are open and have a day;
  `open-obligations: [art-53-1-c]` names those in one state, and `open-measures: 5`
  counts the measures of the Code of Practice in it;
* what a document lacks, by provision: `annex-xi: complete`, or `annex-xi: [ "Annex XI, …" ]`;
  `not asked` where the document is not asked of the model at all;
* how a deadline stands: `art-52-notification: late`, or `nothing` where it does not run;
* whether two places part: `provenance-in-summary: conflict`, or `notice`, or `nothing`;
* which public datasets are large: `large-public-datasets: [Name]`, and how many domain names of so
  many are listed: `domains-listed-of-1000: 100`, or `nothing` where no rule holds;
* a total of the ledger in FLOP: `cumulative: 9.8e24`;
* what the reasons or the findings say: `says: a part of a sentence`.

`amended` puts dated entries into thresholds, as a later act would: `{ <threshold>: { <day>:
<value> } }`, with null for one that ceases.

In the dossier, `answers: all` fills every field that can be answered; `answered` fills some with
values of the case's own, `unanswered` empties some, `not_applicable` gives the reason why one does
not apply. `decisions: all` decides that what is left to a person is done; `undecided` takes some of
that back.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, ConfigDict

from colophon.assessment.assess import assess, questions
from colophon.assessment.calendar import calendar
from colophon.assessment.domains import ListingRule, rule_of_provider
from colophon.assessment.model import DutyState, Verdict
from colophon.dossier import files
from colophon.law.load import law
from colophon.law.model import Law
from colophon.quantities import Answer, plain
from colophon.reading import Day, Number, validate, yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.assessment.model import Assessment, Because, Completeness, Duty
    from colophon.reading import Text

FOLDER = Path(__file__).parent
FEWEST = 150

NEVER_PART = {"one-fact", "by-hand"}
"""What stands in one place, and what only a person compares: no case can show either."""


class Given(BaseModel):
    """What every case of a file starts from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: Day
    dossier: dict[str, Any] = {}


class Case(BaseModel):
    """One case: a sentence, a day, a dossier and what follows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    on: Day | None = None
    amended: dict[str, dict[Day, Number | None]] = {}
    dossier: dict[str, Any] = {}
    expect: dict[str, Any]


class Topic(BaseModel):
    """One file of cases."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    given: Given
    cases: tuple[Case, ...]


def topics() -> Iterator[tuple[str, Text, Topic]]:
    """Yield the files of cases: their name, their text, and what they say."""
    for path in sorted(FOLDER.glob("*.yaml")):
        text = yaml(path.read_bytes(), f"tests/cases/{path.name}")
        yield path.stem, text, validate(Topic, text)


def cases() -> Iterator[Any]:
    """Yield every case as a parameter, named by its file and line."""
    for name, text, topic in topics():
        for position, case in enumerate(topic.cases):
            place = text.place(("cases", position))
            yield pytest.param(place, topic.given, case, id=f"{name}:{place.rpartition(':')[2]}")


@pytest.mark.parametrize(("place", "given", "case"), list(cases()))
def test_case(
    place: str,
    given: Given,
    case: Case,
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    filled: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    """The law comes out as the sentence of the case says."""
    assessment = judged(given, case, tree_of, filled)
    wrong = [
        f"{name}: expected {shown(wanted)}, found {shown(found)}\n{reasons(assessment, name)}"
        for name, wanted in case.expect.items()
        if name != "says" and not fits(wanted, found := outcome(assessment, name))
    ]
    said = " ".join(sentences(assessment))
    wrong += [f"nobody says: {part}" for part in parts(case.expect) if part not in said]
    if wrong:
        pytest.fail("\n".join([place, case.case, *wrong]), pytrace=False)


def judged(
    given: Given,
    case: Case,
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    filled: Callable[[dict[str, Any]], dict[str, Any]],
) -> Assessment:
    """Return the assessment of a case's dossier on its day."""
    record = filled(merged(given.dossier, case.dossier))
    known = amended(law(), case)
    return assess(files.read(tree_of(record), known), known, case.on or given.on)


def amended(known: Law, case: Case) -> Law:
    """Return the law with the dated entries that a case adds to its thresholds."""
    thresholds = {**known.threshold}
    for name, entries in case.amended.items():
        threshold = thresholds[name]
        last = threshold.values[max(threshold.values)]
        added = {day: last.model_copy(update={"value": value}) for day, value in entries.items()}
        values = {**threshold.values, **added}
        thresholds[name] = threshold.model_copy(update={"values": values})
    content = {name: getattr(known, name) for name in Law.model_fields}
    return Law(**{**content, "thresholds": tuple(thresholds.values())})


def test_there_are_enough_cases() -> None:
    """The cases are many, each has a sentence of its own, and together they ask every question."""
    sentences = [case.case for _, _, topic in topics() for case in topic.cases]
    assert len(sentences) >= FEWEST
    assert len(set(sentences)) == len(sentences)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
    asked = {name for _, _, topic in topics() for case in topic.cases for name in case.expect}
    compared = {one.id for one in law().agreements if one.compares.kind not in NEVER_PART}
    assert set(questions()) | set(law().obligation) | compared <= asked


def merged(given: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is given with what a case says of its own; null takes something away."""
    result = dict(given)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict) and key != "entries":
            result[key] = merged(result[key], value)
        elif value is None:
            result.pop(key, None)
        else:
            result[key] = value
    return result


def outcome(assessment: Assessment, name: str) -> Any:
    """Return what the assessment says of `name`, in the form in which cases expect it."""
    if name in assessment.verdicts:
        return assessment.verdicts[name].verdict.value
    if name in assessment.documents:
        return lacking(assessment.documents[name])
    if name == "every-obligation":
        states = {duty.state.value for duty in assessment.duties}
        return states.pop() if len(states) == 1 else sorted(states)
    if name == "what-is-due":
        return sorted({"late" if one.late else "not late" for one in owed(assessment)})
    if name in law().agreement:
        found = (one.kind for one in assessment.findings if one.agreement == name)
        return sorted(set(found)) or ["nothing"]
    if name in law().deadline:
        rows = calendar(assessment.case, lambda _: False)
        return sorted({one.state.value for one in rows if one.deadline.id == name}) or ["nothing"]
    if name == "large-public-datasets":
        large = assessment.case.summary.large
        return [one.group.name for one in large if one.is_large is Answer.YES] or ["nothing"]
    if name.startswith("domains-listed-of-"):
        case = assessment.case
        rule = rule_of_provider(case.dossier, case.law, case.on)
        names = int(name.removeprefix("domains-listed-of-"))
        return rule.count(names) if isinstance(rule, ListingRule) else ["nothing"]
    state, _, what = name.rpartition("-")
    if what == "obligations":
        return [one for one, found in of_the_act(assessment) if found == state]
    if what == "measures":
        measures = [one for one in assessment.duties if one.obligation.commitment]
        return sum(one.state.value.replace("_", "-") == state for one in measures)
    if name in assessment.case.account.totals:
        return assessment.case.account.totals[name].best  # type: ignore[index]  # just looked up
    duty = next((duty for duty in assessment.duties if duty.obligation.id == name), None)
    if duty is None:
        pytest.fail(f"nothing of the law is called {name}")
    return stand(duty)


def owed(assessment: Assessment) -> Iterator[Duty]:
    """Yield the duties that are open and have a day."""
    return (one for one in assessment.duties if one.state is DutyState.OPEN and one.due)


def of_the_act(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the obligations that are no measures of the Code, each with its state."""
    for duty in assessment.duties:
        if duty.obligation.commitment is None:
            yield duty.obligation.id, duty.state.value.replace("_", "-")


def stand(duty: Duty) -> dict[str, Any]:
    """Return how a duty stands, as cases say it."""
    due = duty.due.isoformat() if duty.due else None
    return {"state": duty.state.value, "due": due, "late": duty.late, "missing": [*duty.missing]}


def lacking(document: Completeness) -> Any:
    """Return `complete`, `not asked`, or the provisions that ask for what a document lacks."""
    if document.asked is Verdict.NOT_MET:
        return "not asked"
    gaps = [
        one.element.source.at
        for one in document.elements
        if one.missing and one.asked is not Verdict.NOT_MET
    ]
    return gaps or "complete"


def fits(wanted: Any, found: Any) -> bool:
    """Whether what was found is what was wanted, as far as the case says what it wants."""
    if isinstance(found, list) and isinstance(wanted, str):
        return found == [wanted]
    if isinstance(found, dict):
        if isinstance(wanted, dict):
            return all(found[key] == value for key, value in wanted.items())
        return bool(found["state"] == wanted)
    return bool(wanted == found)


def parts(expected: Mapping[str, Any]) -> list[str]:
    """Return the parts of sentences that a case expects somebody to say."""
    says = expected.get("says", [])
    return [says] if isinstance(says, str) else list(says)


def sentences(assessment: Assessment) -> Iterator[str]:
    """Yield everything that an assessment says: its reasons and its findings."""
    for judgement in assessment.verdicts.values():
        yield from spoken(judgement.because)
    for duty in assessment.duties:
        yield from spoken(duty.because)
    for finding in assessment.findings:
        yield from (finding.message, finding.remedy)


def spoken(because: Because) -> Iterator[str]:
    """Yield a reason and the reasons for it, each as its text."""
    yield because.text
    for child in because.children:
        yield from spoken(child)


def reasons(assessment: Assessment, name: str) -> str:
    """Return the tree of reasons for what was found."""
    if name in assessment.verdicts:
        return "\n".join(tree(assessment.verdicts[name].because))
    duty = next((one for one in assessment.duties if one.obligation.id == name), None)
    if duty:
        return "\n".join(tree(duty.because))
    return "\n".join(
        line for judgement in assessment.verdicts.values() for line in tree(judgement.because)
    )


def tree(because: Because, depth: int = 1) -> Iterator[str]:
    """Yield a reason and the reasons for it, a line each, indented."""
    cited = f"   [{law().cited(because.citation)}]" if because.citation else ""
    yield f"{'   ' * depth}{because.text}{cited}"
    for child in because.children:
        yield from tree(child, depth + 1)


def shown(value: Any) -> str:
    """Return a value as the failure message shows it."""
    return plain(value) if hasattr(value, "normalize") else str(value)


def test_a_failing_case_shows_its_sentence_and_the_reasons(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    filled: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    """Where a case fails, one reads its place, its sentence, what was found, and why."""
    case = Case(case="A speech recogniser is general.", expect={"general-purpose-ai-model": "met"})
    given = Given(on=date(2026, 11, 21), dossier={"model": {"output_modalities": ["image"]}})
    with pytest.raises(pytest.fail.Exception) as failed:
        test_case("here.yaml:3", given, case, tree_of, filled)
    message = str(failed.value)
    assert message.startswith("here.yaml:3\nA speech recogniser is general.\n")
    assert "expected met, found undetermined" in message
    assert "the indicative criterion cannot be judged yet   [GPAI Guidelines" in message
    assert "what it takes in is not on file   [GPAI Guidelines" in message
