"""A tree of files and a dossier are the same thing: nothing is lost, nothing changes by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from colophon.dossier import draft, files, paths
from colophon.dossier.model import (
    Answer,
    Dataset,
    Decision,
    Dossier,
    Evaluation,
    HardwareCompute,
    Incident,
    Inventory,
    Ledger,
    Maker,
    Model,
    OpenSource,
    Provider,
    Request,
    SampledEnergy,
    SixPDCompute,
    Spine,
    StatedCompute,
    StatedCost,
    TrainingPeriod,
    UnitHoursCost,
    UnitHoursEnergy,
)
from colophon.dossier.paths import evidence_path
from colophon.errors import ColophonError, DossierError
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.law.model import Kind
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount
from colophon.reading import UnitHours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.law.model import Field

    TreeOf = Callable[[Mapping[str, Any]], dict[str, bytes]]

BARE = {"dossier.yaml": b"format: 1\n"}

# -- Any dossier --------------------------------------------------------------------------------

AWKWARD = ["no", "017", "1.", "+5", ".5", "1e25", "0o17", "~", "null", "true", "=", "- a", "a: b"]
AWKWARD += ["a #b", "# c", "'x", '"y', "{", "[", "*x", "&x", "!x", "@", "`", "%", "|", ">", "<<"]
AWKWARD += ["2026-01-01", "1_000", ".inf", "a\nb", "a\n\nb\n c", "a\tb", "x\u2028y", "y\x85z"]

WORDS = (
    (st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(AWKWARD))
    .map(str.strip)
    .filter(bool)
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent),
    st.integers(1, 10**6),
    st.integers(-3, 20),
)
MARGINS = st.decimals(0, "0.9", places=2)
MODALITIES = st.lists(st.sampled_from(["text", "image", "audio", "video", "other"]), max_size=3)


def amounts(unit: str) -> st.SearchStrategy[Amount]:
    """Draw points and intervals in a unit."""
    ends = st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted)
    points = NUMBERS.map(lambda one: Amount.exactly(one, unit))
    return points | ends.map(lambda three: Amount(three[0], three[1], three[2], unit))


def perhaps(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw nothing, or something."""
    return st.none() | strategy


def names(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw a few names."""
    return st.lists(WORDS, max_size=most).map(tuple)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Draw a value in the form that a field asks for."""
    match field.kind:
        case Kind.AMOUNT:
            assert field.unit
            return amounts(field.unit)
        case Kind.DAY:
            return DAYS
        case Kind.NAMES:
            return names(3)
        case Kind.CHOICE:
            return st.sampled_from([option.id for option in field.options])
        case _:
            return WORDS


def answers(field: Field) -> st.SearchStrategy[Answer]:
    """Draw an answer to a field, of whom and when."""
    return st.builds(
        Answer,
        value=values(field),
        note=perhaps(WORDS),
        by=WORDS,
        on=DAYS,
        confidential=st.booleans(),
    )


ENTRY: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["a", "b", "c", "d"]),
    "activity": st.sampled_from([one.id for one in law().activities]),
    "source": WORDS,
    "by": WORDS,
    "on": DAYS,
    "note": perhaps(WORDS),
}
ENTRIES = st.one_of(
    st.builds(StatedCompute, method=st.just("stated"), amount=amounts(FLOP), **ENTRY),
    st.builds(
        SixPDCompute,
        method=st.just("six-pd"),
        active_parameters=st.integers(1, 10**12),
        tokens=st.integers(1, 10**15),
        margin=MARGINS,
        **ENTRY,
    ),
    st.builds(
        HardwareCompute,
        method=st.just("hardware"),
        unit_hours=st.builds(UnitHours, NUMBERS, st.sampled_from([None, "H800", "TPU v4 core"])),
        peak=amounts(FLOP_PER_SECOND),
        utilisation=st.decimals("0.01", 1, places=2),
        margin=MARGINS,
        **ENTRY,
    ),
)
RESOURCE: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["a", "b", "c", "d"]),
    "source": WORDS,
    "by": WORDS,
    "on": DAYS,
    "note": perhaps(WORDS),
}
ENERGY_ROWS = st.one_of(
    st.builds(
        SampledEnergy,
        method=st.just("sampled"),
        covers=st.just(("run",)),
        boundary=st.sampled_from(["accelerator", "node", "rack"]),
        pue=st.decimals(1, 2, places=2) | st.just("unknown"),
        energy=amounts("J"),
        pue_applied=st.decimals(1, 2, places=2),
        margin=MARGINS,
        **RESOURCE,
    ),
    st.builds(
        UnitHoursEnergy,
        method=st.just("unit-hours"),
        covers=st.just(("run",)),
        boundary=st.just("facility"),
        unit_hours=NUMBERS.map(UnitHours),
        power=amounts("W"),
        margin=MARGINS,
        **RESOURCE,
    ),
)
PERIODS = st.builds(
    TrainingPeriod,
    covers=st.just(("run",)),
    since=st.just(date(2000, 1, 1)),
    until=DAYS,
    **RESOURCE,
)
COSTS = st.one_of(
    st.builds(
        UnitHoursCost,
        method=st.just("unit-hours"),
        unit_hours=NUMBERS.map(UnitHours),
        price=amounts("USD"),
        **RESOURCE,
    ),
    st.builds(StatedCost, method=st.just("stated"), amount=amounts("EUR"), **RESOURCE),
)
FIRST = StatedCompute(
    id="run",
    activity="pre-training",
    source="log",
    by="A. Moreau",
    on=date(2026, 1, 1),
    method="stated",
    amount=Amount.exactly(1, FLOP),
)
SPINES = st.builds(
    Spine,
    format=st.just(1),
    by=perhaps(WORDS),
    on=perhaps(DAYS),
    provider=st.builds(
        Provider, name=perhaps(WORDS), established_in=perhaps(st.sampled_from(["FR", "NO"]))
    ),
    model=st.builds(
        Model,
        name=perhaps(WORDS),
        versions=perhaps(names(3)),
        released=perhaps(DAYS),
        placed_on_market=perhaps(DAYS),
        input_modalities=perhaps(MODALITIES.filter(bool).map(tuple)),
        output_modalities=perhaps(MODALITIES.filter(bool).map(tuple)),
        audio_includes_speech=perhaps(st.booleans()),
    ),
    open_source=st.builds(
        OpenSource,
        conditions=perhaps(st.sampled_from([(), ("attribution",), ("same-terms", "attribution")])),
        weights_public=perhaps(st.booleans()),
    ),
)
ANSWERED = [
    law().field[name]
    for name in (
        *("use.intended-tasks", "licence.name", "licence.type", "licence.link"),
        *("parameters.total", "training.time", "representative.mandated", "energy.training"),
    )
]
DATASETS = st.builds(
    Dataset,
    name=WORDS,
    origin=st.just("crawled"),
    modalities=MODALITIES.map(tuple),
    size=perhaps(amounts("tokens")),
    licence=perhaps(WORDS),
    since=perhaps(st.sampled_from(["2024-05", "not known"])),
    crawlers=names(2),
    models=st.lists(st.builds(Maker, name=WORDS, on_market=perhaps(st.booleans())), max_size=1).map(
        tuple
    ),
    source=WORDS,
)
INVENTORIES = st.just(Inventory()) | st.builds(
    Inventory, complete=st.sampled_from([True]), by=WORDS, on=DAYS
)
EVALUATIONS = st.builds(
    Evaluation,
    name=st.sampled_from(["MMLU", "GPQA"]),
    kind=st.just("evaluation"),
    metric=WORDS,
    value=WORDS,
    on=perhaps(DAYS),
    source=WORDS,
)
DECISIONS = st.builds(
    Decision,
    question=st.just("general-purpose-ai-model"),
    verdict=st.sampled_from(["met", "not_met"]),
    reason=WORDS,
    by=WORDS,
    on=DAYS,
)
REQUESTS = st.builds(
    lambda **told: Request(**{"from": told.pop("sender"), **told}),
    id=st.sampled_from(["request-2", "request-3"]),
    sender=WORDS,
    audience=st.sampled_from(["ai-office", "national-authority", "downstream", "public"]),
    items=st.lists(
        st.sampled_from([*law().outline, *law().section, *law().field]), min_size=1, max_size=3
    ).map(tuple),
    received=perhaps(DAYS),
    legal_basis=perhaps(WORDS),
    purpose=perhaps(WORDS),
    by=WORDS,
    note=perhaps(WORDS),
)
INCIDENTS = st.builds(
    Incident,
    id=st.sampled_from(["a", "b", "c"]),
    by=WORDS,
    on=DAYS,
    classes=perhaps(st.just(("incident-death",))),
    started=perhaps(DAYS.map(date.isoformat) | st.just("not yet known")),
    harm=perhaps(WORDS),
    root_cause=perhaps(WORDS),
    note=perhaps(WORDS),
)
DOSSIERS = st.builds(
    Dossier,
    spine=SPINES,
    answers=st.fixed_dictionaries({}, optional={one.id: answers(one) for one in ANSWERED}),
    ledger=st.builds(
        Ledger,
        complete=perhaps(st.booleans()),
        by=perhaps(WORDS),
        on=perhaps(DAYS),
        entries=st.lists(ENTRIES, max_size=3, unique_by=lambda one: one.id).map(
            lambda entries: (FIRST, *entries)
        ),
        energy=st.lists(ENERGY_ROWS, max_size=1).map(tuple),
        time=st.lists(PERIODS, max_size=2, unique_by=lambda one: one.id).map(tuple),
        cost=st.lists(COSTS, max_size=2, unique_by=lambda one: one.id).map(tuple),
    ),
    datasets=st.lists(DATASETS, max_size=2).map(tuple),
    inventory=INVENTORIES,
    evaluations=st.lists(EVALUATIONS, max_size=2).map(tuple),
    decisions=st.lists(DECISIONS, max_size=2).map(tuple),
    incidents=st.lists(INCIDENTS, max_size=2, unique_by=lambda one: one.id).map(tuple),
    requests=st.lists(REQUESTS, max_size=2, unique_by=lambda one: one.id).map(tuple),
    readings=st.just(()),
    places=st.just({}),
)


def said(dossier: Dossier) -> Dossier:
    """Return what a dossier says, wherever it stands."""
    return dossier.model_copy(update={"places": {}})


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(DOSSIERS, DOSSIERS)
def test_what_is_written_is_read(one: Dossier, other: Dossier) -> None:
    """A dossier that is written says the same when it is read, also over another one's files.

    Reading it and writing it without a change keeps every byte.
    """
    tree = files.write(one, {}, law())
    assert said(files.read(tree, law())) == one
    assert files.write(files.read(tree, law()), tree, law()) == tree
    over = files.write(other, tree, law())
    assert said(files.read(over, law())) == other


# -- As people write it -------------------------------------------------------------------------

SPINE = b"""\
# Our model, as of spring.

model:   # the one we sell
    output_modalities: [ text ]      # and nothing else
    name:  'Exemplar 7B'
    versions: ["1.0",
               "1.1"]
    released: 2026-01-10
provider: {name: Exemplar, established_in: FR}   # in Paris
open_source:

format: 1
# The end.
"""

COMPUTE = b"""\
complete: true
by: A. Moreau
on: 2026-10-02
entries:
# the big one
- id: pre-training
  activity: pre-training   # on the new cluster
  method: hardware
  unit_hours: 18e3
  peak: 989.4e12 FLOP/s
  utilisation: 0.380
  margin: .2
  source: >-
    accounting
    of the cluster
# the small one
- {id: tuning, activity: fine-tuning, method: stated, amount: 38e21 FLOP, source: "log", by: A}
"""

ENERGY = b"""\
# Measured by the team.
energy.method: { value: 'Meters.', by: B. Okoye, on: 2026-03-01, confidential: false }
by: A. Moreau
on: 2026-10-02
energy.training:
  value: {low: 1, best: 1.50, high: 2e0, unit: MWh}   # at the wall
  by: A. Moreau
  note:
energy.boundary:
"""

WRITTEN = {
    "dossier.yaml": SPINE,
    "compute.yaml": COMPUTE,
    "answers/energy.yaml": ENERGY,
    "datasets.yaml": b"# none yet\n",
    "decisions.yaml": b"",
    "README.md": b"not part of it",
    "answers/notes.txt": b"nor this",
}


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_nothing_changes_by_itself(ending: bytes, mark: bytes) -> None:
    """A dossier that is read and written keeps every byte, however a person spelled it."""
    tree = {path: mark + text.replace(b"\n", ending) for path, text in WRITTEN.items()}
    tree["decisions.yaml"] = b""
    assert files.write(files.read(tree, law()), tree, law()) == tree


def test_a_draft_keeps_its_bytes() -> None:
    """The form of a new dossier, with all its empty lines and comments, stays as it is."""
    tree = draft.files("Exemplar", law())
    assert files.write(files.read(tree, law()), tree, law()) == tree


def changed(text: bytes, *edits: tuple[bytes, bytes]) -> bytes:
    """Return a text with parts of it replaced, each of which stands in it once."""
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_a_change_leaves_the_rest_of_its_file_alone() -> None:
    """A value that changes is replaced in its line; comments, order and spelling stay."""
    spine = b"""\
# Our model, as of spring.
model:   # the one we sell
  output_modalities: [text]      # and nothing else
  name:  Exemplar 7B             # its name
  versions: ["1.0", '1.1']
  # in January
  released: 2026-01-10
provider: {name: Exemplar, established_in: FR}   # in Paris
open_source:
format: 1
# The end.
"""
    tree = {**WRITTEN, "dossier.yaml": spine}
    dossier = files.read(tree, law())
    model = dossier.spine.model.model_copy(update={"name": "Exemplar 8B"})
    new = dossier.spine.model_copy(update={"model": model})
    written = files.write(dossier.model_copy(update={"spine": new}), tree, law())
    assert {path for path in written if written[path] != tree[path]} == {"dossier.yaml"}
    assert written["dossier.yaml"] == changed(
        spine, (b"name:  Exemplar 7B             #", b"name: Exemplar 8B              #")
    )


def test_an_entry_that_changes_leaves_its_neighbours_alone() -> None:
    """An entry of the ledger that changes keeps the lines that did not, and the other entries."""
    dossier = files.read(WRITTEN, law())
    big, small = dossier.ledger.entries
    ledger = dossier.ledger.model_copy(
        update={"entries": (big.model_copy(update={"margin": Decimal("0.25")}), small)}
    )
    written = files.write(dossier.model_copy(update={"ledger": ledger}), WRITTEN, law())
    assert written["compute.yaml"] == changed(COMPUTE, (b"margin: .2", b"margin: 0.25"))


def test_a_new_answer_fills_the_line_of_the_form() -> None:
    """An answer to a field of the draft stands where its empty line stood, comments and all."""
    tree = draft.files("Exemplar", law())
    dossier = files.read(tree, law())
    path = "answers/cooperation.yaml"
    stated = Answer(value="The legal team.", by="A. Moreau", on=date(2026, 10, 2))
    answers = {**dossier.answers, "cooperation.contact": stated}
    written = files.write(dossier.model_copy(update={"answers": answers}), tree, law())
    assert {name for name in written if written[name] != tree[name]} == {path}
    old = tree[path].decode().splitlines()
    new = written[path].decode().splitlines()
    assert [line for line in new if line.startswith("#")] == [
        line for line in old if line.startswith("#")
    ]
    assert "  value: The legal team." in new
    assert said(files.read(written, law())).answers["cooperation.contact"] == stated


def test_files_that_are_written_in_windows_stay_so() -> None:
    """A file whose lines end with carriage returns keeps them when a value in it changes."""
    tree = {"dossier.yaml": b"format: 1\r\nmodel: # it\r\n  name: One\r\n"}
    dossier = files.read(tree, law())
    spine = dossier.spine.model_copy(update={"model": Model(name="Two")})
    written = files.write(dossier.model_copy(update={"spine": spine}), tree, law())
    assert written["dossier.yaml"] == b"format: 1\r\nmodel: # it\r\n  name: Two\r\n"


def test_an_empty_list_is_not_the_same_as_nothing() -> None:
    """That a model has no versions is a fact, and is written where nothing was known before."""
    dossier = files.read(BARE, law())
    spine = dossier.spine.model_copy(update={"model": Model(versions=())})
    written = files.write(dossier.model_copy(update={"spine": spine}), BARE, law())
    assert files.read(written, law()).spine.model.versions == ()


def test_what_a_person_spells_as_the_law_does_not_is_read_alike() -> None:
    """Days, amounts and truth values are compared as values, however they are spelled."""
    dossier = files.read(WRITTEN, law())
    assert dossier.spine.model.name == "Exemplar 7B"
    assert dossier.ledger.entries[1].by == "A"
    assert dossier.answers["energy.method"].by == "B. Okoye"
    assert dossier.answers["energy.training"].by == "A. Moreau"
    interval = Amount(Decimal(1), Decimal("1.5"), Decimal(2), "MWh")
    assert dossier.answers["energy.training"].value == interval


# -- Evidence -----------------------------------------------------------------------------------

READ = Reading(
    importer="probe",
    artefact=Artefact(name="config.json", digest="sha256:0", size=1),
    evidence=(
        Evidence(fact="model.layers", value=32, locator="/layers"),
        Evidence(fact="model.class", value=("A", "B"), locator="/class"),
        Evidence(fact="model.tied", value=True, locator="/tied"),
        Evidence(fact="model.dropout", value="0.1", unit="share", locator="/dropout"),
    ),
    unread=(),
)


def test_evidence_is_read_as_it_was_written() -> None:
    """Numbers, truth values, words and lists come back as what they were."""
    tree = {**BARE, evidence_path(READ): files.evidence_bytes(READ)}
    dossier = files.read(tree, law())
    assert dossier.readings == (READ,)
    assert [type(one.value) for one in dossier.readings[0].evidence] == [int, tuple, bool, str]
    assert files.write(dossier, tree, law()) == tree


def test_evidence_that_is_gone_is_taken_out() -> None:
    """A reading that the dossier no longer has loses its file, and no other file is touched."""
    tree = {**BARE, evidence_path(READ): files.evidence_bytes(READ), "evidence/x.txt": b"x"}
    dossier = files.read(tree, law()).model_copy(update={"readings": ()})
    assert files.write(dossier, tree, law()) == {**BARE, "evidence/x.txt": b"x"}


def test_the_name_of_an_evidence_file_says_what_was_read() -> None:
    """Another importer, another artefact and another content each have a file of their own."""
    other = READ.artefact.model_copy(update={"digest": "sha256:1"})
    moved = READ.artefact.model_copy(update={"name": "old/config.json"})
    names = {
        evidence_path(READ.model_copy(update=update))
        for update in ({}, {"importer": "x"}, {"artefact": other}, {"artefact": moved})
    }
    assert len(names) == 4
    assert all(map(paths.belongs, names))


# -- The digest ---------------------------------------------------------------------------------


def test_a_digest_is_of_the_files_that_belong(tree_of: TreeOf) -> None:
    """The digest does not depend on the order of files, nor on what lies beside the dossier."""
    tree = tree_of({"model": {"name": "x"}, "compute": {"entries": {}}})
    digest = files.digest(tree)
    assert digest.startswith("sha256:")
    assert files.digest(dict(reversed(tree.items()))) == digest
    beside = {"README.md": b"", ".colophon/schemas/x.json": b"{}", "answers/x.txt": b""}
    assert files.digest({**tree, **beside}) == digest


@pytest.mark.parametrize(
    "change",
    [
        {"dossier.yaml": b"format: 1 \n"},
        {"compute.yaml": b""},
        {"answers/energy.yaml": b""},
        {"evidence/a.json": b"{}"},
    ],
)
def test_a_digest_changes_with_every_byte(change: dict[str, bytes]) -> None:
    """A blank more, or one more file, is another digest."""
    assert files.digest({**BARE, **change}) != files.digest(BARE)


def test_a_digest_tells_files_apart() -> None:
    """The same contents under other names are another dossier."""
    one = {"compute.yaml": b"a", "datasets.yaml": b"b"}
    other = {"compute.yaml": b"b", "datasets.yaml": b"a"}
    assert files.digest(one) != files.digest(other)


def test_the_digest_of_a_dossier_is_fixed() -> None:
    """A digest in an old document can be found again, also with `sha256sum * | sha256sum`."""
    assert files.digest(BARE) == (
        "sha256:13405de2a37faaeaff0be21f53e30f9632bc9f657f98e9685d73ba7f7109480b"
    )


@pytest.mark.parametrize(
    ("path", "belongs"),
    [
        ("dossier.yaml", True),
        ("compute.yaml", True),
        ("decisions.yaml", True),
        ("incidents.yaml", True),
        ("requests.yaml", True),
        ("answers/energy.yaml", True),
        ("evidence/x-1.json", True),
        ("notes.yaml", False),
        ("answers/energy.yml", False),
        ("evidence/x.yaml", False),
        ("old/dossier.yaml", False),
        (".colophon/schemas/dossier.json", False),
    ],
)
def test_what_belongs_to_a_dossier(path: str, belongs: bool) -> None:
    """Certain kinds of files belong to a dossier, and whatever else lies beside them does not."""
    assert paths.belongs(path) is belongs


# -- What is refused ----------------------------------------------------------------------------

RUN = b"- {id: run, activity: pre-training, method: stated, amount: 1 FLOP, source: log"


@pytest.mark.parametrize(
    ("path", "text", "place", "says"),
    [
        (
            "compute.yaml",
            (
                b"by: A\non: 2026-01-01\nentries:\n- id: run\n  activity: dreaming\n"
                b"  method: stated\n  amount: 1 FLOP\n  source: log\n"
            ),
            "compute.yaml:5",
            "`dreaming` is not an activity that the law knows",
        ),
        (
            "compute.yaml",
            b"by: A\non: 2026-01-01\nentries:\n" + RUN + b"}\n" + RUN + b"}\n",
            "compute.yaml:5",
            "the entry `run` stands twice",
        ),
        (
            "compute.yaml",
            b"on: 2026-01-01\nentries:\n" + RUN + b"}\n",
            "compute.yaml:3",
            "the entry `run` does not say `by`",
        ),
        (
            "compute.yaml",
            b"entries:\n" + RUN + b", by: A}\n",
            "compute.yaml:2",
            "the entry `run` does not say `on`",
        ),
        (
            "compute.yaml",
            b"entries:\n" + RUN.replace(b"1 FLOP", b"1 kWh") + b"}\n",
            "compute.yaml:2",
            "`amount` is in `kWh`; training compute is in FLOP",
        ),
        (
            "decisions.yaml",
            (
                b"decisions:\n- question: systemic-risk-presumption\n  verdict: not_met\n"
                b"  reason: x\n  by: A\n  on: 2026-01-01\n"
            ),
            "decisions.yaml:2",
            "is not left to judgement",
        ),
        (
            "decisions.yaml",
            (
                b"decisions:\n- question: art-54-2\n  verdict: not_applicable\n"
                b"  reason: x\n  by: A\n  on: 2026-01-01\n"
            ),
            "decisions.yaml:3",
            "no decision can say that `art-54-2` does not apply",
        ),
        ("answers/weather.yaml", b"", "answers/weather.yaml", "no section of fields has this name"),
        ("answers/energy.yaml", b"- a\n", "answers/energy.yaml:1", "this file holds no answers"),
        ("evidence/x.json", b"{}", "evidence/x.json", "`importer` is missing"),
        ("datasets.yaml", b"datasets: 3\n", "datasets.yaml:1", "`datasets` is not a list"),
        ("compute.yaml", b"- entries\n", "compute.yaml:1", "there are no names here"),
    ],
)
def test_a_mistake_is_refused_with_its_place(path: str, text: bytes, place: str, says: str) -> None:
    """What a dossier may not say is refused with file, line and remedy."""
    with pytest.raises(ColophonError) as refused:
        files.read({**BARE, path: text}, law())
    assert says in refused.value.message
    assert refused.value.place == place
    assert refused.value.remedy


def test_a_tree_without_its_first_file_is_no_dossier() -> None:
    """Where there is no `dossier.yaml` there is no dossier."""
    with pytest.raises(DossierError, match="there is no dossier here"):
        files.read({"compute.yaml": b""}, law())
