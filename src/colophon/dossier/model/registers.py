"""The other registers: datasets, evaluations, decisions, incidents, events."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field as Attribute, StringConstraints

from colophon.dossier.model.base import Modality, Record, Text
from colophon.reading import AmountText, Day, read_day


class Dataset(Record):
    """A source of training data."""

    name: Text
    """Its name."""
    origin: Literal[
        "public-dataset", "licensed", "other-private", "crawled", "user-data", "synthetic", "other"
    ]
    """The category of the public summary that it belongs to."""
    modalities: tuple[Modality, ...]
    """What kinds of data it holds."""
    link: Text | None = None
    """Where it can be found or is described."""
    size: AmountText | None = None
    """Its size as used, such as `3.7e12 tokens`."""
    licence: Text | None = None
    """The licence or the terms under which it was used."""
    period: Text | None = None
    """When it was collected."""
    source: Text
    """Where these facts come from."""
    note: Text | None = None
    """A remark."""


class Evaluation(Record):
    """A result of an evaluation or of an adversarial test."""

    name: Text
    """The benchmark, the protocol or the campaign."""
    kind: Literal["evaluation", "adversarial-test"]
    """Which of the two it is."""
    metric: Text
    """What was measured, such as accuracy."""
    value: Text
    """The result as it was reported, with its unit."""
    setting: Text | None = None
    """Shots, prompts, version of the benchmark: what one needs to repeat it."""
    on: Day | None = None
    """The day of the test."""
    source: Text
    """Where the result stands: a file, a report, a page."""
    note: Text | None = None
    """A remark."""


class Decision(Record):
    """A judgement that no rule can make, or that overrides one."""

    question: Text
    """The id of what is decided: a question, such as `general-purpose-ai-model`, an obligation, or
    a policy."""
    verdict: Literal["met", "not_met", "not_applicable"]
    """What is decided; `not_applicable` only of an obligation that may not apply. Of a policy `met`
    says yes, and `not_met` no."""
    reason: Text
    """Why, in a sentence that an authority can follow."""
    by: Text
    """Who decided."""
    on: Day
    """The day since which the decision counts."""


def _day_or_words(value: str) -> str:
    """Refuse what looks like a day and is none; words such as `about mid-March` are welcome."""
    if re.fullmatch(r"\d[\d./-]*", value):
        return read_day(value).isoformat()
    return value


When = Annotated[Text, AfterValidator(_day_or_words)]


class Incident(Record):
    """A serious incident. What was looked into and is not known is `not yet known`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """A short name in kebab-case, such as `incident-3`; events name it in `about`."""
    by: Text
    """Who states what stands here."""
    on: Day
    """The day on which it was last stated."""
    classes: Annotated[tuple[Text, ...], Attribute(min_length=1)] | None = None
    """The kinds of harm, as the ids of the events that start their clocks, such as
    `incident-death`."""
    started: When | None = None
    """The day on which it began, or the best approximation in words."""
    ended: When | None = None
    """The day on which it ended, or the best approximation in words."""
    harm: Text | None = None
    """The harm that came of it."""
    affected: Text | None = None
    """The victims, or the groups that were affected."""
    chain_of_events: Text | None = None
    """What led to what."""
    model: Text | None = None
    """The model that was involved, with its version."""
    involvement: Text | None = None
    """The material that shows how the model was involved."""
    response: Text | None = None
    """What the provider did or will do about it."""
    recommendation: Text | None = None
    """What the provider recommends to the AI Office and to national authorities."""
    root_cause: Text | None = None
    """Why it happened: outputs, inputs, other factors, mitigations that failed."""
    patterns: Text | None = None
    """Patterns in post-market monitoring that bear on it, near misses included."""
    submitter: Text | None = None
    """Who submits the report, and how they are reached."""
    note: Text | None = None
    """A remark; no document shows it."""


class Happening(Record):
    """An event in the life of the model, on its day."""

    event: Text
    """The id of an event, such as `art-52-notified`; `colophon law events` lists them."""
    on: Day
    """The day on which it happened."""
    by: Text
    """Who states it."""
    about: Text | None = None
    """Which of several it is, such as `incident-3`, where an event can happen more than once."""
    due: Day | None = None
    """The day that a request itself sets for the answer."""
    note: Text | None = None
    """A remark."""


class Events(Record):
    """The content of `events.yaml`."""

    events: tuple[Happening, ...] = ()
    """The events, in any order."""


class Datasets(Record):
    """The content of `datasets.yaml`."""

    datasets: tuple[Dataset, ...] = ()
    """The sources of training data."""


class Evaluations(Record):
    """The content of `evaluations.yaml`."""

    evaluations: tuple[Evaluation, ...] = ()
    """The results, in any order."""


class Incidents(Record):
    """The content of `incidents.yaml`."""

    incidents: tuple[Incident, ...] = ()
    """The serious incidents, in any order."""


class Decisions(Record):
    """The content of `decisions.yaml`."""

    decisions: tuple[Decision, ...] = ()
    """The decisions; of several on one question or obligation, the latest counts."""
