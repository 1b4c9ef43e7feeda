"""The other registers: datasets, evaluations, decisions, incidents, events."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field as Attribute,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from colophon.dossier.model.base import Modality, Name, Record, Text
from colophon.reading import AmountText, Day, Flag, read_day, read_month

Category: TypeAlias = Literal[
    "public-dataset", "licensed", "other-private", "crawled", "user-data", "synthetic", "other"
]
"""The categories of sources of the public summary."""

NOT_KNOWN: Final = "not known"


def _month_or_not(value: object) -> object:
    """Read a month such as `2024-05`, or `not known`."""
    if value == NOT_KNOWN:
        return value
    try:
        return read_month(value)
    except ValueError:
        raise ValueError(f"`{value}` is no month; write it as 2026-11, or `{NOT_KNOWN}`") from None


MonthOrNot = Annotated[
    Text,
    BeforeValidator(_month_or_not),
    WithJsonSchema(
        {"type": "string", "pattern": rf"^(\d{{4}}-(0[1-9]|1[0-2])|{NOT_KNOWN})$"},
    ),
]


class Sizes(Record):
    """The size of a source as used, modality by modality: after preparation, before training."""

    text: AmountText | None = None
    """Of its text, such as `3.7e12 tokens`."""
    image: AmountText | None = None
    """Of its images, such as `5e6 images`."""
    audio: AmountText | None = None
    """Of its recordings of sound, such as `12000 hours`."""
    video: AmountText | None = None
    """Of its videos, such as `12000 hours`; their sound belongs to them."""
    other: AmountText | None = None
    """Of another modality, in its own unit."""


class Maker(Record):
    """An AI model that made synthetic data."""

    name: Text
    """Its name and version."""
    on_market: Flag | None = None
    """Whether it is a general-purpose AI model that is on the Union market."""
    summary: Text | None = None
    """The link of its own public summary, where there is one."""
    description: Text | None = None
    """What is known of it and of its training data in general, where it is not on the market."""


class Dataset(Record):
    """A source of training data. What a machine measured of it is read from the evidence."""

    id: Name | None = None
    """A short name in kebab-case, such as `web`; the scan of the source has the same name."""
    name: Text
    """Its name."""
    origin: Category
    """The category of the public summary in which it is told, once."""
    also: tuple[Category, ...] = ()
    """Other categories that it fits. It is not told there again, save for synthetic data."""
    modalities: tuple[Modality, ...]
    """What kinds of data it holds."""
    description: Text | None = None
    """What its data are in general: their nature, such as personal data or works under copyright,
    their languages, the kinds of places that they come from."""
    link: Text | None = None
    """Where it can be found or is described."""
    links: tuple[Text, ...] = ()
    """Further links."""
    parent: Text | None = None
    """The collection that it is a part of: the `id` of another source, whose size holds this one's,
    or a name of its own. The parts of one collection are one dataset when it is asked which are
    large."""
    size: AmountText | None = None
    """Its size as used, such as `3.7e12 tokens`."""
    sizes: Sizes | None = None
    """The same for each modality, where it holds several."""
    dynamic: Flag = False
    """Whether it goes on changing, so that its size may be left out of the total."""
    selection: Text | None = None
    """How the part that was used was chosen, where not all of it was."""
    licence: Text | None = None
    """The licence or the terms under which it was used."""
    period: Text | None = None
    """When it was collected, in words."""
    since: MonthOrNot | None = None
    """The first month of its collection, such as `2024-05`, or `not known`."""
    until: MonthOrNot | None = None
    """The last month of its collection, or `not known`."""
    crawlers: tuple[Text, ...] = ()
    """Of crawled data: the names of the crawlers, as they name themselves to websites."""
    purpose: Text | None = None
    """Of crawled data: what the crawlers are for."""
    publicly_known: Flag | None = None
    """Of a private dataset: whether it is publicly known, or may be named, that it was used."""
    models: tuple[Maker, ...] = ()
    """Of synthetic data: the models that made them."""
    source: Text
    """Where these facts come from."""
    note: Text | None = None
    """A remark."""

    @model_validator(mode="after")
    def _in_order(self) -> Dataset:
        since, until = self.since, self.until
        if since and until and NOT_KNOWN not in {since, until} and since > until:
            raise ValueError(f"it cannot have been collected from {since} until {until}")
        if self.size and self.sizes:
            raise ValueError("`size` and `sizes` say the same thing: keep one")
        return self

    @property
    def all_links(self) -> tuple[str, ...]:
        """Every link, each once."""
        return tuple(dict.fromkeys((*filter(None, (self.link,)), *self.links)))

    @property
    def categories(self) -> tuple[Category, ...]:
        """The category under which it is told, and the others that it fits."""
        return tuple(dict.fromkeys((self.origin, *self.also)))

    @property
    def is_synthetic(self) -> bool:
        """Whether it is told among the synthetic data, there alone or there too."""
        return "synthetic" in {self.origin, *self.also}


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


class Request(Record):
    """A request for documents or information, as somebody made it."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """A short name in kebab-case, such as `request-2`; events name it in `about`."""
    sender: Text = Attribute(alias="from")
    """Who asks."""
    audience: Literal["ai-office", "national-authority", "downstream", "public"]
    """As whom the sender sees the record: what others may see stays out."""
    items: Annotated[tuple[Text, ...], Attribute(min_length=1)]
    """What is asked for: ids of documents, of sections or of fields, and names of registers."""
    received: Day | None = None
    """The day on which it arrived; empty where an event in `events.yaml` is about it."""
    due: Day | None = None
    """The day that it sets for the answer; empty where an event in `events.yaml` is about it."""
    event: Name | None = None
    """The event that its arrival is, such as `information-request-received`, from which the time
    for the answer runs; empty where the event itself stands in `events.yaml`."""
    legal_basis: Text | None = None
    """The provision that the sender relies on, as the request names it."""
    purpose: Text | None = None
    """What the sender wants it for, as the request says."""
    by: Text
    """Who entered it; no package shows it."""
    note: Text | None = None
    """A remark; no package shows it."""

    @model_validator(mode="after")
    def _dated(self) -> Request:
        if self.due and self.received and self.due < self.received:
            raise ValueError(f"it is due on {self.due}, before it arrived on {self.received}")
        if self.event and not self.received:
            raise ValueError("an `event` has its day: write `received` too")
        return self


class Requests(Record):
    """The content of `requests.yaml`."""

    requests: tuple[Request, ...] = ()
    """The requests, in any order."""


class Inventory(Record):
    """What a person says of the register of sources as a whole."""

    complete: Flag | None = None
    """`true`: every source of training data of every stage is entered, and no data stand in two of
    them that do not name a `parent`. Until then nothing is drawn from what is absent."""
    by: Text | None = None
    """Who states it."""
    on: Day | None = None
    """The day on which it was stated."""
    order: Literal["name", "size"] | None = None
    """Of the domain names in the list of the public summary: that of the `name`, as where nothing
    is said, or that of the `size`, which lets everybody see what weighs most."""

    @model_validator(mode="after")
    def _somebody(self) -> Inventory:
        if self.complete and (self.by is None or self.on is None):
            raise ValueError("`complete: true` is a person's statement: write `by` and `on` too")
        return self


class Datasets(Inventory):
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
