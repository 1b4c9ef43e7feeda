"""The first draft of a dossier: every question as an empty line to fill, nothing answered."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from colophon.dossier import schemas
from colophon.dossier.effective import origin_of
from colophon.dossier.model import FORMAT_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from colophon.evidence import Reading
    from colophon.law.model import Condition, Field, Law, Section

_SPINE = """\
# The spine of this dossier: what rules compute with. Leave empty what is not known.
format: {format}
by:                      # who states what stands here
on:                      # on which day

provider:
  name:                  # legal name
  established_in:        # country, two letters: FR, US, ...
  role:                  # develops, has-developed, coordinates, hosts, modifies or integrates
  small_or_medium:       # true or false: whether it is a small or medium-sized enterprise

model:
  name:                  # unique name of the model, such as {name}
  versions:              # a list: the versions that this dossier covers
  released:              # day of the first release through any channel: 2026-11-21
  placed_on_market:      # day it was first made available on the Union market, or is to be
  lineage_placed_on_market:  # the same for the first model of its pre-training run, if not this one
  supplied_as:           # a list, such as api, repository: `colophon explain union-market`
  registered_business_users: # in the Union, if you know
  input_modalities:      # a list from: text, image, audio, video, other
  output_modalities:     # a list from: text, image, audio, video, other
  audio_includes_speech: # true or false, where audio is an output

# The model of another provider that this one was made from, or that is integrated, if any.
upstream:
  model:                 # its name and version
  provider:
  available_in_union:    # true or false: whether its provider offers it on the Union market
  union_excluded:        # true where its provider clearly shut the Union out
  general_purpose:       # true or false: whether it is a general-purpose AI model
  systemic_risk:         # true or false: whether it has systemic risk
  compute_known:         # false where nobody can know or estimate its training compute
  parameter_updates:     # its training compute that went directly into parameter updates: 8e23 FLOP
  cumulative:            # its cumulative training compute, in FLOP

# The exception for free and open-source models turns on these; the last three are true or false.
# `colophon explain open-source-exception` lists what the first three may name.
open_source:
  rights:                    # what anyone may do: access, use, modification, distribution
  conditions:                # such as attribution, non-commercial; [] for none
  monetisation:              # such as dual-licence, paid-access; [] for nothing
  weights_public:            # the parameters, including the weights
  architecture_public:       # the information on the architecture
  usage_information_public:  # the information on usage

# The chapters of the Code of Practice that the provider has signed: a list from transparency,
# copyright, safety; [] for none.
code_of_practice:

calendar:
  counting:              # regulation-1182-71 or plain, for all periods; else each has its own
  holidays:              # country whose public holidays are no working days: BE, FI, ...
"""

_COMPUTE = """\
# The ledger of training compute: one entry for each activity.
# `complete: true` says that nothing is left out; until then the totals are only lower bounds.
complete:
by:    # who enters
on:    # on which day

entries: []
# entries:
#   - id: pre-training
#     activity: pre-training        # `colophon law activities` lists them
#     method: six-pd                # 6 x active parameters x tokens; or: hardware, stated
#     active_parameters: 7.2e9      # that take part in the computation of one token
#     tokens: 2.1e12                # processed, every epoch counted
#     margin: 0.1                   # how far the product may be off: 0.1 is 10 % each way
#     source: training log of run 12
#   - id: fine-tuning
#     activity: fine-tuning
#     method: hardware
#     unit_hours: 18000             # hours of all accelerators together
#     peak: 989.4e12 FLOP/s         # dense peak of one, for the data type used
#     utilisation: 0.38             # share that went into the model's own operations
#     margin: 0.2
#     source: accounting of the cluster
#   - id: synthetic-data
#     activity: synthetic-data-not-public
#     method: stated
#     amount: { low: 1e22, best: 2e22, high: 3e22, unit: FLOP }
#     source: estimate of the data team

# What training took beside compute; fields that nobody answers are filled from it.
energy: []
# energy:
#   - id: hall-2
#     covers: [pre-training]        # ids of the entries above
#     method: metered               # or: sampled, unit-hours, from-flop; the first is most trusted
#     energy: 257 MWh
#     boundary: node                # what it covers: accelerator, node, rack, facility
#     pue: 1.12                     # of the facility, or unknown; not where it is the boundary
#     margin: 0.02
#     source: meter of the power distribution unit
time: []
# time:
#   - id: run-12
#     covers: [pre-training, fine-tuning]
#     since: 2026-03-01             # days of several entries that overlap count once
#     until: 2026-04-23
#     source: scheduler
cost: []
# cost:
#   - id: cluster
#     method: unit-hours            # or: stated, with `amount: 5.6e6 USD`
#     unit_hours: 18000
#     price: 2 USD                  # of one hour of one accelerator
#     on: 2026-03-01                # the day of the price
#     source: contract with the host
"""

_DATASETS = """\
# The register of training data sources, of every stage of training.
# `complete: true` says that nothing is left out and nothing counted twice; until then nothing is
# drawn from what is absent.
complete:
by:    # who states it
on:    # on which day

datasets: []
# datasets:
#   - id: web                       # the scan of the source has the same name
#     name: Example Crawl
#     origin: crawled               # public-dataset, licensed, other-private, crawled, user-data,
#                                   # synthetic, other
#     modalities: [text]
#     size: 1.2e12 tokens           # after preparation; left empty, what a scan measured is taken
#     since: 2024-05                # or `not known`
#     until: 2025-03
#     crawlers: [ExampleBot]
#     purpose: Text for training language models
#     source: data team's inventory
#   - name: Example Papers
#     origin: public-dataset
#     modalities: [text, image]
#     link: https://example.org/papers
#     parent: Example Collection    # its parts are one dataset when it is asked which are large
#     sizes: { text: 8e9 tokens, image: 2e6 images }
#     selection: papers in English
#     source: data team's inventory
"""

_EVALUATIONS = """\
# Evaluations and adversarial tests.
evaluations: []
# evaluations:
#   - name: MMLU
#     kind: evaluation              # or: adversarial-test
#     metric: accuracy
#     value: 68.2 %
#     setting: 5-shot
#     source: results_2026-10-02.json
"""

_EVENTS = """\
# Events in the life of the model, from which periods run; `colophon law events` lists them.
events: []
# events:
#   - event: art-52-condition-met
#     on: 2026-10-02
#     by: A. Moreau
"""

_INCIDENTS = """\
# Serious incidents. Write `not yet known` where you looked and do not know; empty is not answered.
# Their days of awareness and of reports are events: enter those in events.yaml, `about` the id.
incidents: []
# incidents:
#   - id: incident-3
#     by: A. Moreau
#     on: 2026-10-05
#     classes: [incident-cybersecurity-breach]    # `colophon explain serious-incident.classes`
#     started: 2026-10-01
#     ended: not yet known
#     harm: Weights were copied to a machine outside.
#     affected: Nobody so far.
#     chain_of_events: A stolen key opened the store of weights.
#     model: Exemplar 7B, version 1.1
#     involvement: Logs of the store, kept as case 2026-14.
#     response: Keys were changed, and the store closed.
#     recommendation: None so far.
#     root_cause: not yet known
#     patterns: not yet known
#     submitter: A. Moreau, security officer
"""

_REQUESTS = """\
# Requests for documents or information. `colophon seal --request ID` makes the package for one:
# what it asks for and no more, as its audience may see it.
requests: []
# requests:
#   - id: request-2
#     from: AI Office
#     audience: ai-office           # or: national-authority, downstream, public
#     items: [annex-xi, parameters.total]    # documents, sections, fields, registers
#     received: 2026-11-02
#     due: 2026-11-30               # the day that the request sets
#     event: information-request-received    # from which the time runs, for `colophon due`
#     legal_basis: AI Act, Art. 91(1)
#     purpose: Questions on how the model was trained
#     by: A. Moreau
"""

_DECISIONS = """\
# Judgements that no rule can make, and overrides of one.
decisions: []
# decisions:
#   - question: general-purpose-ai-model    # `colophon explain ID` says what it asks
#     verdict: not_met                      # or: met
#     reason: It only transcribes speech.
#     by: A. Moreau
#     on: 2026-10-02
"""


def files(name: str, law: Law, readings: Iterable[Reading] = ()) -> dict[str, bytes]:
    """Return path -> content of a new dossier for a model called `name`.

    What `readings` hold is told in comments beside the fields that it answers or may help with. The
    answers that only some models are asked for, such as those with systemic risk, are left out.
    """
    asked = [outline for outline in law.outlines if not outline.only_if]
    sections = {section for one in asked for section in one.sections}
    sections |= {section for one in law.obligations for section in one.fulfilled_by.sections}
    tree = {
        "dossier.yaml": schemas.header("dossier")
        + _SPINE.format(format=FORMAT_VERSION, name=_quoted(name)),
        "compute.yaml": schemas.header("compute") + _COMPUTE,
        "datasets.yaml": schemas.header("datasets") + _DATASETS,
        "evaluations.yaml": schemas.header("evaluations") + _EVALUATIONS,
        "decisions.yaml": schemas.header("decisions") + _DECISIONS,
        "events.yaml": schemas.header("events") + _EVENTS,
        "incidents.yaml": schemas.header("incidents") + _INCIDENTS,
        "requests.yaml": schemas.header("requests") + _REQUESTS,
    }
    texts = {path: text.encode() for path, text in tree.items()}
    return texts | answers(sections, law, readings) | schemas.files(law)


def answers(
    sections: Collection[str], law: Law, readings: Iterable[Reading] = ()
) -> dict[str, bytes]:
    """Return path -> content of the files in which the fields of some sections are answered."""
    read = tuple(readings)
    return {
        f"answers/{section.id}.yaml": "".join(_section(section, law, read)).encode()
        for section in law.sections
        if section.id in sections and any(not field.follows for field in section.fields)
    }


def _section(section: Section, law: Law, readings: tuple[Reading, ...]) -> Iterator[str]:
    yield schemas.header(f"answers-{section.id}", deep=True)
    yield f"# {section.label}\n"
    yield from _comment("Asked by " + "; ".join(_asked_by(section, law)), "#   ")
    yield "by:  # who states what is answered below\non:  # on which day\n"
    for field in section.fields:
        if not field.follows:
            yield "\n"
            yield from _field(field, readings)


def _field(field: Field, readings: tuple[Reading, ...]) -> Iterator[str]:
    yield from _comment(f"{field.label}. {field.help}", "# ")
    if field.asked_if:
        yield from _comment(f"Asked only if {in_words(field.asked_if)}.", "# ")
    if field.words:
        yield f"# At most about {field.words} words.\n"
    if field.options:
        yield from _comment("One of: " + ", ".join(one.id for one in field.options), "# ")
    for told in _told(field.evidence, readings):
        yield from _comment(f"Read: {told}. Left empty, this is taken.", "# ")
    for told in _told(field.hints, readings):
        yield from _comment(f"It may help: {told}.", "# ")
    yield f"{field.id}:\n  value:"
    yield f"  # in {field.unit}\n" if field.unit else "\n"
    if field.where_applicable:
        yield "  not_applicable:  # or why it does not apply\n"


def in_words(conditions: Iterable[Condition]) -> str:
    """Return the answers that a field depends on: `energy.metered is yes`."""
    return ", or ".join(
        f"{one.field} is {' or '.join(one.among)}" if one.among else f"{one.field} is given"
        for one in conditions
    )


def _told(facts: tuple[str, ...], readings: tuple[Reading, ...]) -> Iterator[str]:
    """Yield what was read of `facts`: `model.layers is 40 (model/config.json, /n_layer)`."""
    for reading in readings:
        for evidence in reading.evidence:
            if evidence.fact in facts:
                yield f"{evidence.said()} ({origin_of(reading, evidence).place})"


def _asked_by(section: Section, law: Law) -> list[str]:
    return [
        f"{law.instrument[source.instrument].label}, {source.at}"
        for source in law.sources_of(section.id)
    ]


def _quoted(name: str) -> str:
    """Return a name in double quotes, with escapes for what does not show."""
    readable = name.encode(errors="replace").decode()
    return "".join(
        character if character.isprintable() else f"\\U{ord(character):08x}"
        for character in json.dumps(readable, ensure_ascii=False)
    )


def _comment(text: str, prefix: str) -> Iterator[str]:
    text = "".join(character if character.isprintable() else " " for character in text)
    for line in textwrap.wrap(text, 98 - len(prefix)):
        yield f"{prefix}{line}\n"
