"""The spine of a dossier: what rules compute with, and what people and machines have put on file.

A value that nobody gave is None; nothing is filled in by default.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field as Attribute,
    StringConstraints,
    field_validator,
    model_validator,
)

from colophon.evidence import Reading
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount
from colophon.reading import AmountText, Count, Day, Flag, Number, read_day

FORMAT_VERSION = 1
"""The format of dossiers that this version writes, and the newest that it reads."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names: TypeAlias = tuple[Text, ...]
Modality: TypeAlias = Literal["text", "image", "audio", "video", "other"]
Chapter: TypeAlias = Literal["transparency", "copyright", "safety"]
Modalities: TypeAlias = Annotated[tuple[Modality, ...], Attribute(min_length=1)]

COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW XK"
)
"""The countries of ISO 3166-1, and Kosovo, which has no code there but one in use."""


def _known_country(code: str) -> str:
    """Refuse what is no country: `EU`, `EL` and `UK` would count as outside the Union."""
    if code not in COUNTRIES.split():
        raise ValueError(
            f"`{code}` is no country of ISO 3166-1, in which Greece is GR and the United Kingdom GB"
        )
    return code


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _said(cls, values: object) -> object:
        """Take a name that nothing follows, such as `open_source:`, for one that is not there."""
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if value is not None}
        return values


# -- dossier.yaml ---------------------------------------------------------------------------------


class Provider(_Record):
    """Who develops the model, or has it developed, and places it on the market."""

    name: Text | None = None
    """Legal name."""
    established_in: Country | None = None
    """Country where the provider is established, as two letters of ISO 3166-1, such as `FR`."""


class Model(_Record):
    """The general-purpose AI model."""

    name: Text | None = None
    """Unique name of the model, such as `OLMo 2 13B`."""
    versions: Names | None = None
    """Names of the versions that this dossier covers."""
    released: Day | None = None
    """Day of the first release through any channel."""
    placed_on_market: Day | None = None
    """Day on which it was first made available on the Union market."""
    input_modalities: Modalities | None = None
    """What it takes in."""
    output_modalities: Modalities | None = None
    """What it can generate."""
    audio_includes_speech: Flag | None = None
    """Whether the audio that it generates can be speech; asked only where audio is an output."""


class OpenSource(_Record):
    """The four facts on which the exception for free and open-source models turns."""

    free_licence: Flag | None = None
    """Whether the licence lets anyone access, use, modify and distribute the model, without
    payment and without other than attribution-like or proportionate safety conditions."""
    weights_public: Flag | None = None
    """Whether the parameters, including the weights, are publicly available."""
    architecture_public: Flag | None = None
    """Whether the information on the architecture is publicly available."""
    usage_information_public: Flag | None = None
    """Whether the information on usage is publicly available."""


class Calendar(_Record):
    """What the law leaves open in counting days."""

    holidays: Country | None = None
    """The country whose public holidays are no working days, as two letters, such as `BE`; left
    empty, Saturdays and Sundays alone are none."""


class Spine(_Record):
    """The content of `dossier.yaml`."""

    format: Count
    """Version of the dossier format."""
    by: Text | None = None
    """Who states what stands in this file."""
    on: Day | None = None
    """The day on which it was stated."""
    provider: Provider = Provider()
    """Who provides the model."""
    model: Model = Model()
    """Which model this dossier is about."""
    open_source: OpenSource = OpenSource()
    """The facts on which the exception for free and open-source models turns."""
    code_of_practice: tuple[Chapter, ...] | None = None
    """The chapters of the Code of Practice that the provider has signed; `[]` for none."""
    calendar: Calendar = Calendar()
    """How the days of periods are counted."""


# -- answers/<section>.yaml -----------------------------------------------------------------------


Value: TypeAlias = str | Amount | date | tuple[str, ...]
"""A field's value: text, name, link or choice; amount; day; names or choices."""


class Answer(_Record):
    """What a person states about one field."""

    value: Value | None = None
    """The value, in the form that the field asks for; empty as long as it is not answered."""
    not_applicable: Text | None = None
    """Why the field does not apply to this model; only where the law leaves room for it."""
    note: Text | None = None
    """A remark; the AI Office sees it, other authorities only where they see the exact value."""
    by: Text | None = None
    """Who states it; the file's own `by` when left out."""
    on: Day | None = None
    """The day on which it was stated; the file's own `on` when left out."""
    confidential: Flag = False
    """Whether it is kept from downstream providers and the public."""

    @property
    def is_given(self) -> bool:
        """Whether the person has answered at all."""
        return self.value is not None or self.not_applicable is not None

    @model_validator(mode="after")
    def _one_thing(self) -> Answer:
        if self.value is not None and self.not_applicable is not None:
            raise ValueError("a field has a value or does not apply, not both")
        return self


# -- compute.yaml ---------------------------------------------------------------------------------


class _Entry(_Record):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    """A short name within the ledger, in kebab-case."""
    activity: Text
    """What the compute was spent on: the id of an activity of the law, such as `pre-training`."""
    source: Text
    """Where the figures come from: a log, a report, a page, a person's measurement."""
    by: Text | None = None
    """Who entered it; the ledger's own `by` when left out."""
    on: Day | None = None
    """The day on which it was entered; the ledger's own `on` when left out."""
    note: Text | None = None
    """A remark."""


class StatedCompute(_Entry):
    """Compute that somebody states as a figure."""

    method: Literal["stated"]
    amount: AmountText
    """The figure in FLOP, with an interval where it is rounded or estimated."""

    @field_validator("amount")
    @classmethod
    def _in_flop(cls, amount: Amount) -> Amount:
        if amount.unit == FLOP_PER_SECOND:
            raise ValueError(
                "`amount` is in FLOP/s, a rate; training compute is an amount in FLOP: give the "
                "time too, with `method: hardware`"
            )
        if amount.unit != FLOP:
            raise ValueError(f"`amount` is in `{amount.unit}`; training compute is in FLOP")
        return amount


class SixPDCompute(_Entry):
    """Six operations per active parameter and token."""

    method: Literal["six-pd"]
    active_parameters: Count = Attribute(gt=0)
    """Parameters that take part in the computation of one token."""
    tokens: Number = Attribute(gt=0)
    """Tokens processed in training, every epoch counted."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the product may be off, as a fraction: 0.1 is 10 % each way."""


class HardwareCompute(_Entry):
    """Accelerators times time times peak times utilisation."""

    method: Literal["hardware"]
    unit_hours: Number = Attribute(gt=0)
    """Hours of all accelerators together, such as GPU-hours."""
    peak: AmountText
    """Dense peak of one accelerator in FLOP/s for the data type that was used."""
    utilisation: Number = Attribute(gt=0, le=1)
    """Share of the peak that went into the model's own operations, averaged over the time."""
    margin: Number = Attribute(ge=0, lt=1)
    """How far the product may be off, as a fraction: 0.3 is 30 % each way."""

    @field_validator("peak")
    @classmethod
    def _a_rate(cls, peak: Amount) -> Amount:
        if peak.unit != FLOP_PER_SECOND:
            raise ValueError(f"`peak` is in `{peak.unit}`; the peak of a chip is in FLOP/s")
        return peak


Entry: TypeAlias = Annotated[
    StatedCompute | SixPDCompute | HardwareCompute, Attribute(discriminator="method")
]


class Ledger(_Record):
    """The content of `compute.yaml`: training compute, one entry for each activity."""

    complete: Flag | None = None
    """Whether the entries cover all training compute so far. Until it is `true`, the totals are
    only known to be at least the sum of the entries."""
    by: Text | None = None
    """Who enters, where an entry does not say."""
    on: Day | None = None
    """The day of entry, where an entry does not say."""
    note: Text | None = None
    """A remark."""
    entries: tuple[Entry, ...] = ()
    """The entries, one for each activity."""


# -- datasets.yaml, evaluations.yaml, decisions.yaml, incidents.yaml, events.yaml -----------------


class Dataset(_Record):
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


class Evaluation(_Record):
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


class Decision(_Record):
    """A judgement that no rule can make, or that overrides one."""

    question: Text
    """The id of the question that is decided, such as `general-purpose-ai-model`."""
    verdict: Literal["met", "not_met"]
    """What is decided."""
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


class Incident(_Record):
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


class Happening(_Record):
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


class Events(_Record):
    """The content of `events.yaml`."""

    events: tuple[Happening, ...] = ()
    """The events, in any order."""


# -- The whole ------------------------------------------------------------------------------------


class Datasets(_Record):
    """The content of `datasets.yaml`."""

    datasets: tuple[Dataset, ...] = ()
    """The sources of training data."""


class Evaluations(_Record):
    """The content of `evaluations.yaml`."""

    evaluations: tuple[Evaluation, ...] = ()
    """The results, in any order."""


class Incidents(_Record):
    """The content of `incidents.yaml`."""

    incidents: tuple[Incident, ...] = ()
    """The serious incidents, in any order."""


class Decisions(_Record):
    """The content of `decisions.yaml`."""

    decisions: tuple[Decision, ...] = ()
    """The decisions; of several on one question, the latest counts."""


class Dossier(_Record):
    """Everything on file about one model."""

    spine: Spine
    answers: dict[str, Answer]
    """Field id -> answer; a field that nobody answered may be absent."""
    ledger: Ledger
    datasets: tuple[Dataset, ...]
    evaluations: tuple[Evaluation, ...]
    decisions: tuple[Decision, ...]
    events: tuple[Happening, ...] = ()
    incidents: tuple[Incident, ...] = ()
    readings: tuple[Reading, ...]
    """What machines read, in the order of the evidence files' names."""
    places: dict[str, str]
    """Where things stand, for messages: `answers.<field>`, `compute.<entry id>`,
    `decisions.<position>`, `incidents.<incident id>`, `dossier.<path>` -> `file:line`."""

    def place(self, key: str, *, otherwise: str) -> str:
        """Return where `key` stands, or `otherwise` when it is not on file."""
        return self.places.get(key, otherwise)
