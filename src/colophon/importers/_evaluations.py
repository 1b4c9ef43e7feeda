"""One vocabulary for what programs tell of evaluations and adversarial tests, and how it is read.

Each importer takes from `MEANINGS` the facts that it can read. What is told of one result has one
`of`; what is told of the whole file has none, and holds for each of its results.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from colophon.evidence import Evidence, EvidenceValue, Unread
from colophon.importers import fraction, out_of_place, pointer, quoted, within, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from colophon.reading import Plain

STANDARD_ERROR: Final = "standard error"

MEANINGS: Final[Mapping[str, str]] = {
    "evaluation.program": "Program that evaluated the model",
    "evaluation.program-version": "Version of that program",
    "evaluation.model": "Model that was evaluated, as the program was told of it",
    "evaluation.model-revision": "Revision of that model: a commit, a branch or a label",
    "evaluation.on": "Day on which the evaluation began or was recorded, as its program says",
    "evaluation.status": "How the run ended, as the program says",
    "evaluation.source": "Where the result is given out",
    "evaluation.reported-by": "Who gives out the result",
    "evaluation.relationship": "Who evaluated: the provider (first_party) or somebody else",
    "evaluation.task": "Task that the model was evaluated on",
    "evaluation.task-version": "Version of the task",
    "evaluation.subtasks": "Tasks that this one puts together: its value repeats theirs",
    "evaluation.dataset": "Dataset that the samples are from",
    "evaluation.dataset-revision": "Revision of that dataset",
    "evaluation.split": "Part of the dataset that the samples are from",
    "evaluation.subset": "Which of the samples the value is of, where it is not of all",
    "evaluation.perturbation": "How the samples were changed on purpose",
    "evaluation.shots": "Number of worked examples in each prompt",
    "evaluation.chat-template": "Whether the prompts were put into a chat template",
    "evaluation.temperature": "Temperature at which the model answered",
    "evaluation.metric": "Metric of the value",
    "evaluation.filter": "How the answer was drawn out of what the model wrote",
    "evaluation.scorer": "What judged the answers",
    "evaluation.aspect": "What was judged of the answers, where several things were",
    "evaluation.grader": "Model that judged the answers",
    "evaluation.higher-is-better": "Whether a higher value is a better one",
    "evaluation.value": "Value of the metric",
    "evaluation.uncertainty": "Uncertainty of the value",
    "evaluation.uncertainty-kind": "What the uncertainty is, such as a standard error",
    "evaluation.confidence-low": "Lower end of the confidence interval of the value",
    "evaluation.confidence-high": "Upper end of the confidence interval of the value",
    "evaluation.confidence-level": "Level of confidence of that interval",
    "evaluation.samples": "Number of samples that the value is of, as the program counts them",
    "evaluation.samples-completed": "Number of samples that came to their end, each epoch counted",
    "evaluation.samples-planned": "Number of samples that were to be run, each epoch counted",
    "evaluation.samples-available": "Number of samples that the task has",
    "evaluation.samples-unscored": "Number of samples that could not be judged",
    "evaluation.trials": "Number of trials, each with other worked examples in the prompts",
    "evaluation.epochs": "How many times each sample was run",
    "evaluation.reducer": "How the judgements of one sample over the epochs became one",
    "evaluation.has-samples": "Whether the samples and the answers lie in the file or beside it",
    "evaluation.note": "What is written beside the result",
    "adversarial.program": "Program that attacked the model",
    "adversarial.program-version": "Version of that program",
    "adversarial.model": "Model that was attacked, as the program was told of it",
    "adversarial.on": "Day on which the attacks began, as the program says",
    "adversarial.until": "Day of the last of these attacks",
    "adversarial.completed": "Whether the run came to its end",
    "adversarial.probe": "Kind of attack",
    "adversarial.strategy": "How the attack was put before the model",
    "adversarial.detector": "What judged the answers",
    "adversarial.attempts": "Number of attempts whose answer was judged",
    "adversarial.hits": "Number of attempts that were judged a success of the attack",
    "adversarial.withstood": "Number of attempts that were judged to have failed",
    "adversarial.undetermined": "Number of attempts that could not be judged: no hits",
    "adversarial.errors": "Number of attempts that an error ended: no hits",
    "adversarial.answers-per-prompt": "Number of answers that were asked for to each prompt",
    "adversarial.confidence-low": "Lower end of the confidence interval of the share of hits",
    "adversarial.confidence-high": "Upper end of the confidence interval of the share of hits",
    "adversarial.confidence-level": "Level of confidence of that interval",
    "adversarial.has-attempts": "Whether the attempts and the answers lie in the file or beside it",
}
"""What each fact is."""

_SECONDS: Final = re.compile(r"[0-9]{9,11}(?:\.[0-9]{1,9})?")
_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.,+Zz-]*)?")
_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_!-]{0,63}")


def facts(kind: str, *names: str) -> Mapping[str, str]:
    """Return the facts of one kind, `evaluation` or `adversarial`, and what each is."""
    return {f"{kind}.{name}": MEANINGS[f"{kind}.{name}"] for name in names}


def told(
    fact: str,
    value: Plain,
    locator: str,
    read: Callable[[Plain], EvidenceValue],
    *,
    of: str | None = None,
) -> Iterator[Evidence | Unread]:
    """Yield the fact, or why what stands there does not tell it; nothing where nothing stands."""
    if value is None or value == "":
        return
    try:
        yield Evidence(fact=fact, value=read(value), of=of, locator=locator)
    except ValueError as form:
        yield out_of_place(value, form, locator)


def value_of(value: Plain, locator: str, *, of: str, unit: str | None = None) -> Evidence | Unread:
    """Return the value of one result, or why there is none."""
    for one in told("evaluation.value", value, locator, fraction, of=of):
        return one.model_copy(update={"unit": unit}) if isinstance(one, Evidence) else one
    return unusable(locator, "the result has no value")


def uncertainty(
    value: Plain, locator: str, *, of: str, kind: str = STANDARD_ERROR
) -> Iterator[Evidence | Unread]:
    """Yield the uncertainty of a value and what it is, or why it is none."""
    for one in told("evaluation.uncertainty", value, locator, fraction, of=of):
        yield one
        if isinstance(one, Evidence):
            yield one.model_copy(update={"fact": "evaluation.uncertainty-kind", "value": kind})


Place: TypeAlias = "tuple[str, tuple[str, ...], Callable[[Plain], EvidenceValue]]"
"""A fact, the keys below which it stands, and how it is read."""


def told_of(
    value: Plain, places: Iterable[Place], *, at: str = "", of: str | None = None
) -> Iterator[Evidence | Unread]:
    """Yield what `places` find in an object, which stands at the place `at`."""
    for fact, keys, read in places:
        yield from told(fact, within(value, *keys), f"{at}{pointer(*keys)}", read, of=of)


class Things:
    """The names of the results of one file, such as `hellaswag, acc_norm`: no two are alike."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def named(self, *parts: str) -> str:
        """Return the name of a result that has not been named yet."""
        name = plainly = quoted(", ".join(part for part in parts if part)) or "without a name"
        number = 1
        while name in self._seen:
            number += 1
            name = f"{plainly} ({number})"
        self._seen.add(name)
        return name


def unusable(locator: str, reason: str, remedy: str | None = None) -> Unread:
    """Return why a value that stands there is not told."""
    return Unread(
        locator=locator,
        reason=reason,
        remedy=remedy or "Evaluate again, or state the result by hand with what is known of it.",
    )


# -- Forms ----------------------------------------------------------------------------------------


def version(value: Plain) -> str:
    """Return a version, written as text or as a number; raise ValueError with the form else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("a version")
    text = str(value)
    if not _VERSION.fullmatch(text):
        raise ValueError("a version")
    return text


def day(value: Plain) -> str:
    """Return the day of a time, written as text or in seconds since 1970, then that in UTC.

    Raises:
        ValueError: it is neither; the text names the form.
    """
    try:
        if isinstance(value, str) and _SECONDS.fullmatch(value):
            value = Decimal(value)
        if isinstance(value, str) and (match := _DAY.fullmatch(value)):
            return date.fromisoformat(match[1]).isoformat()
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0:
            return datetime.fromtimestamp(int(value), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        pass
    raise ValueError("a time")


def name(value: Plain) -> str:
    """Return a text of one line without the spaces around it; raise ValueError otherwise."""
    return word(value).strip()
