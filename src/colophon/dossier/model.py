"""The spine of a dossier: what rules compute with, and what people and machines have put on file.

A value that nobody gave is None; nothing is filled in by default.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field as Attribute,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from colophon.evidence import Reading
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount
from colophon.reading import AmountText, Count, Day, Flag, Number

FORMAT_VERSION = 1
"""The format of dossiers that this version writes, and the newest that it reads."""

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names: TypeAlias = tuple[Text, ...]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A name that the law's data give to something, in kebab-case."""
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


def _in_flop(amount: Amount, name: str | None) -> Amount:
    """Refuse what is no training compute."""
    if amount.unit != FLOP:
        raise ValueError(f"`{name}` is in `{amount.unit}`; training compute is in FLOP")
    return amount


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
    role: Name | None = None
    """What part it has in the model: `develops`, `has-developed`, `coordinates` a consortium,
    `hosts`, `modifies` or `integrates` the model of another."""


class Model(_Record):
    """The general-purpose AI model."""

    name: Text | None = None
    """Unique name of the model, such as `OLMo 2 13B`."""
    versions: Names | None = None
    """Names of the versions that this dossier covers."""
    released: Day | None = None
    """Day of the first release through any channel."""
    placed_on_market: Day | None = None
    """Day on which it was first made available on the Union market, or is to be."""
    lineage_placed_on_market: Day | None = None
    """Day on which the first model of the same large pre-training run and provider was placed on
    the Union market, where that is not this one."""
    supplied_as: tuple[Name, ...] | None = None
    """How it is supplied, such as `api` or `repository`; `colophon explain union-market` lists the
    ways, among them those that are no placing on the market."""
    registered_business_users: Count | None = None
    """How many business users established in the Union are registered for it."""
    input_modalities: Modalities | None = None
    """What it takes in."""
    output_modalities: Modalities | None = None
    """What it can generate."""
    audio_includes_speech: Flag | None = None
    """Whether the audio that it generates can be speech; asked only where audio is an output."""

    @model_validator(mode="after")
    def _lineage_first(self) -> Model:
        first, own = self.lineage_placed_on_market, self.placed_on_market
        if first and own and first > own:
            raise ValueError(
                f"the first model of the lineage cannot have been placed on {first.isoformat()}, "
                f"after this one on {own.isoformat()}"
            )
        return self


class Upstream(_Record):
    """The model of another provider that this one was made from, or that is integrated."""

    model: Text | None = None
    """Its name and version."""
    provider: Text | None = None
    """Who provides it."""
    available_in_union: Flag | None = None
    """Whether its provider makes it available on the Union market."""
    union_excluded: Flag | None = None
    """Whether its provider has clearly and unequivocally excluded distribution and use on the Union
    market, in systems too."""
    general_purpose: Flag | None = None
    """Whether it is a general-purpose AI model."""
    systemic_risk: Flag | None = None
    """Whether it is one with systemic risk."""
    compute_known: Flag | None = None
    """`false` where nobody can know or estimate the compute of its training."""
    parameter_updates: AmountText | None = None
    """Training compute that went directly into its parameter updates, in FLOP."""
    cumulative: AmountText | None = None
    """Its cumulative training compute, in FLOP."""

    @field_validator("parameter_updates", "cumulative")
    @classmethod
    def _in_flop(cls, amount: Amount | None, info: ValidationInfo) -> Amount | None:
        return None if amount is None else _in_flop(amount, info.field_name)

    @model_validator(mode="after")
    def _known_or_not(self) -> Upstream:
        if self.compute_known is False and (self.parameter_updates or self.cumulative):
            raise ValueError("a compute that is given is known: take `compute_known: false` out")
        return self


class OpenSource(_Record):
    """The facts on which the exception for free and open-source models turns.

    `colophon explain open-source-exception` lists what the three lists may name.
    """

    rights: tuple[Name, ...] | None = None
    """What the licence lets anyone do: `access`, `use`, `modification`, `distribution`."""
    conditions: tuple[Name, ...] | None = None
    """The conditions of the licence, such as `attribution` or `non-commercial`; `[]` for none."""
    monetisation: tuple[Name, ...] | None = None
    """What is earned with the model and how, such as `dual-licence`; `[]` for nothing."""
    weights_public: Flag | None = None
    """Whether the parameters, including the weights, are publicly available."""
    architecture_public: Flag | None = None
    """Whether the information on the architecture is publicly available."""
    usage_information_public: Flag | None = None
    """Whether the information on usage is publicly available."""


class Calendar(_Record):
    """What the law leaves open in counting days."""

    counting: Name | None = None
    """The way of counting for all periods, such as `plain`; left empty, each period has its own."""
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
    upstream: Upstream = Upstream()
    """What another provider made, where the model was made from it or is just that."""
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
        return _in_flop(amount, "amount")


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


# -- datasets.yaml, evaluations.yaml, decisions.yaml ----------------------------------------------


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


class Decisions(_Record):
    """The content of `decisions.yaml`."""

    decisions: tuple[Decision, ...] = ()
    """The decisions; of several on one question or obligation, the latest counts."""


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
    readings: tuple[Reading, ...]
    """What machines read, in the order of the evidence files' names."""
    places: dict[str, str]
    """Where things stand, for messages: `answers.<field>`, `compute.<entry id>`,
    `decisions.<position>`, `dossier.<path>` -> `file:line`."""

    def place(self, key: str, *, otherwise: str) -> str:
        """Return where `key` stands, or `otherwise` when it is not on file."""
        return self.places.get(key, otherwise)

    def decided(self, question: str, on: date) -> tuple[Decision, str] | None:
        """Return the latest decision on `question` up to a day, with its place; None without."""
        taken = [
            (decision.on, position, decision)
            for position, decision in enumerate(self.decisions)
            if decision.question == question and decision.on <= on
        ]
        if not taken:
            return None
        _, position, latest = max(taken, key=lambda one: one[:2])
        return latest, self.place(f"decisions.{position}", otherwise="decisions.yaml")
