"""What people and machines have put on file about one model.

A value that nobody gave is None; nothing is filled in by default.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field as Attribute

from colophon.dossier.model.answers import Answer, Value
from colophon.dossier.model.base import COUNTRIES, Chapter, Country, Modality, Name, Record, Text
from colophon.dossier.model.compute import (
    Ancestor,
    Counted,
    CountedCompute,
    Entry,
    Estimate,
    Hardware,
    HardwareCompute,
    Ledger,
    Length,
    Lineage,
    LineageCompute,
    Period,
    SixPD,
    SixPDCompute,
    Stated,
    StatedCompute,
    Throughput,
    ThroughputCompute,
    read_length,
)
from colophon.dossier.model.registers import (
    NOT_KNOWN,
    Category,
    Dataset,
    Datasets,
    Decision,
    Decisions,
    Evaluation,
    Evaluations,
    Events,
    Happening,
    Incident,
    Incidents,
    Inventory,
    Maker,
    Request,
    Requests,
    Sizes,
)
from colophon.dossier.model.resources import (
    BY_TRUST,
    Boundary,
    Cost,
    Energy,
    FromFlopEnergy,
    MeteredEnergy,
    SampledEnergy,
    StatedCost,
    TrainingPeriod,
    UnitHoursCost,
    UnitHoursEnergy,
)
from colophon.dossier.model.spine import (
    FORMAT_VERSION,
    Calendar,
    Model,
    OpenSource,
    Provider,
    Spine,
    Upstream,
)
from colophon.evidence import Reading

__all__ = [
    "BY_TRUST",
    "COUNTRIES",
    "FORMAT_VERSION",
    "NOT_KNOWN",
    "Ancestor",
    "Answer",
    "Boundary",
    "Calendar",
    "Category",
    "Chapter",
    "Cost",
    "Counted",
    "CountedCompute",
    "Country",
    "Dataset",
    "Datasets",
    "Decision",
    "Decisions",
    "Dossier",
    "Energy",
    "Entry",
    "Estimate",
    "Evaluation",
    "Evaluations",
    "Events",
    "FromFlopEnergy",
    "Happening",
    "Hardware",
    "HardwareCompute",
    "Incident",
    "Incidents",
    "Inventory",
    "Ledger",
    "Length",
    "Lineage",
    "LineageCompute",
    "Maker",
    "MeteredEnergy",
    "Modality",
    "Model",
    "Name",
    "OpenSource",
    "Period",
    "Provider",
    "Request",
    "Requests",
    "SampledEnergy",
    "SixPD",
    "SixPDCompute",
    "Sizes",
    "Spine",
    "Stated",
    "StatedCompute",
    "StatedCost",
    "Text",
    "Throughput",
    "ThroughputCompute",
    "TrainingPeriod",
    "UnitHoursCost",
    "UnitHoursEnergy",
    "Upstream",
    "Value",
    "read_length",
]


class Dossier(Record):
    """Everything on file about one model."""

    spine: Spine
    answers: dict[str, Answer]
    """Field id -> answer; a field that nobody answered may be absent."""
    ledger: Ledger
    datasets: tuple[Dataset, ...]
    inventory: Inventory = Inventory()
    """What is said of `datasets` as a whole."""
    evaluations: tuple[Evaluation, ...]
    decisions: tuple[Decision, ...]
    events: tuple[Happening, ...] = ()
    incidents: tuple[Incident, ...] = ()
    requests: tuple[Request, ...] = ()
    configurations: dict[str, str] = Attribute(default={})
    """Name -> the text of a model's `config.json` that is kept in `configurations/`."""
    readings: tuple[Reading, ...]
    """What machines read, in the order of the evidence files' names."""
    places: dict[str, str]
    """Where things stand, for messages: `answers.<field>`, `compute.<entry id>`,
    `energy.<entry id>`, `time.<entry id>`, `cost.<entry id>`, `datasets.<position>`,
    `datasets.complete`, `decisions.<position>`, `events.<position>`, `incidents.<incident id>`,
    `requests.<request id>`, `dossier.<path>` -> `file:line`."""

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
