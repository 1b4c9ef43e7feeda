"""Loading the law's data: each mistake is refused with its place and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from colophon.errors import ColophonError, LawError, ReadingError
from colophon.law.load import law, load

if TYPE_CHECKING:
    from collections.abc import Mapping

LAW = "known_on: 2026-11-21\n"

ENGLISH = """\
id: en
label: English
decimal_sign: "."
day: "%Y-%m-%d"
phrases: { a.phrase: "{amount} is too much" }
"""

ACT = """\
id: act
label: Act
title: An act that was made for a test
force: binding
versions:
  - id: first
    number: OJ L 1
    dated: 2024-07-12
    confirmed: primary
"""

THRESHOLD = """\
id: compute
label: Compute above which something follows
metric: cumulative
unit: FLOP
comparison: greater-than
values:
  2025-08-02:
    value: 1e25
    source: { instrument: act, version: first, at: Art. 1, confirmed: primary }
"""

OBLIGATION = """\
id: duty
label: A duty
duty: Write it down.
phase: whole-lifecycle
topic: documentation
owed_by: [provider]
applies_to: [everyone]
fulfilled_by:
  outline: paper
grace:
  category: old-ones
  until: 2027-08-02
  source: { instrument: act, version: first, at: Art. 9, confirmed: primary }
values:
  2025-08-02:
    source: { instrument: act, version: first, at: Art. 2, confirmed: primary }
"""

QUESTION = """\
id: everyone
label: Everyone
asks: Is it anyone?
grounds:
  being:
    says: It is there
    source: { instrument: act, version: first, at: Art. 4, confirmed: primary }
"""

ACTIVITY = """\
id: training
label: Training
counts_towards: [cumulative]
source: { instrument: act, version: first, at: Art. 3, confirmed: primary }
"""

CONDITIONS = """\
id: reply
label: Reply
fields:
  - id: reply.given
    label: Given
    help: Whether there is one.
    kind: choice
    options:
      - { id: yes, label: "Yes" }
      - { id: no, label: "No" }
    shown_to: { ai-office: exact }
    confirmed: primary
  - id: reply.words
    label: Words
    help: What it says.
    kind: text
    asked_if: [{ field: reply.given, is: [yes] }]
    shown_to: { ai-office: exact }
    confirmed: primary
  - id: reply.size
    label: Size again
    help: How large it is.
    kind: amount
    unit: parameters
    follows: answers.size.total
    shown_to: { ai-office: exact }
    confirmed: primary
  - id: reply.day
    label: Day
    help: When it came.
    kind: day
    follows: events.coming
    written: DD/MM/YY
    shown_to: { ai-office: exact }
    confirmed: primary
"""

EVENTS = {"coming": "", "each-coming": "each: true\n"}

SECTION = """\
id: size
label: Size
fields:
  - id: size.total
    label: Size
    help: How large it is.
    kind: amount
    unit: parameters
    shown_to: { ai-office: exact }
    confirmed: primary
"""

OUTLINE = """\
id: paper
label: Paper
purpose: To be read.
source: { instrument: act, version: first, at: Annex, confirmed: primary }
audiences: [ai-office]
elements:
  - id: paper-1
    part: All
    heading: Size
    source: { instrument: act, version: first, at: "Annex, point 1", confirmed: primary }
    sections: [size]
"""

CONSEQUENCE = """\
id: fine
label: A fine
values:
  2026-08-02:
    says: One may be fined.
    source: { instrument: act, version: first, at: Art. 7, confirmed: primary }
"""

COMMITMENT = """\
id: promise
chapter: First
label: A promise
aim: Keep it.
source: { instrument: act, version: first, at: Commitment 1, confirmed: primary }
owed_by: [signatory]
applies_to: [everyone]
consequence: fine
measures:
  - id: promise-10
    label: A measure
    duty: Do it.
    phase: development
    topic: risk
    fulfilled_by:
      decision: true
    where_applicable: true
    values:
      2025-08-02:
        source: { instrument: act, version: first, at: Measure 1.1, confirmed: primary }
"""

TREE = {
    "law.yaml": LAW,
    "text/en.yaml": ENGLISH,
    "instruments/act.yaml": ACT,
    "thresholds/compute.yaml": THRESHOLD,
    "consequences/fine.yaml": CONSEQUENCE,
    "commitments/promise.yaml": COMMITMENT,
    "obligations/duty.yaml": OBLIGATION,
    "questions/everyone.yaml": QUESTION,
    "questions/old-ones.yaml": QUESTION.replace("id: everyone", "id: old-ones"),
    "activities/training.yaml": ACTIVITY,
    "fields/size.yaml": SECTION,
    "fields/reply.yaml": CONDITIONS,
    **{
        f"events/{name}.yaml": f"id: {name}\nlabel: {name}\nhelp: It came.\n{more}"
        for name, more in EVENTS.items()
    },
    "outlines/paper.yaml": OUTLINE,
}


@dataclass(frozen=True)
class Mistake:
    """One mistake in one file, and the error that it must meet."""

    file: str
    right: str
    wrong: str
    place: str
    message: str
    remedy: str
    kind: type[ColophonError]

    def tree(self) -> dict[str, bytes]:
        """Return the tree with the mistake in it."""
        assert TREE[self.file].count(self.right) == 1
        changed = TREE[self.file].replace(self.right, self.wrong)
        return encoded({**TREE, self.file: changed})


def encoded(tree: dict[str, str]) -> dict[str, bytes]:
    """Return a tree of texts as the bytes that the loader reads."""
    return {path: text.encode() for path, text in tree.items()}


MISTAKES = {
    "duplicate key": Mistake(
        "thresholds/compute.yaml",
        "unit: FLOP\n",
        "unit: FLOP\nunit: MWh\n",
        "law/data/thresholds/compute.yaml:5",
        "the key `unit` stands a second time, first at line 4",
        "Keep one of the two.",
        ReadingError,
    ),
    "equal days": Mistake(
        "thresholds/compute.yaml",
        "values:\n",
        "values:\n  2025-08-02: { value: 1e24 }\n",
        "law/data/thresholds/compute.yaml:8",
        "the key `2025-08-02` stands a second time, first at line 7",
        "Keep one of the two.",
        ReadingError,
    ),
    "tab": Mistake(
        "thresholds/compute.yaml",
        "    value: 1e25",
        "\tvalue: 1e25",
        "law/data/thresholds/compute.yaml:8",
        "not YAML: a tab stands where only spaces may indent",
        "Mend the line; indent with spaces and quote text that holds `: ` or ` #`.",
        ReadingError,
    ),
    "unknown attribute": Mistake(
        "fields/size.yaml",
        "    unit: parameters",
        "    unti: parameters",
        "law/data/fields/size.yaml:8",
        "`unti` is not a name that belongs here",
        "Did you mean `unit`?",
        ReadingError,
    ),
    "missing attribute": Mistake(
        "fields/size.yaml",
        "    confirmed: primary\n",
        "",
        "law/data/fields/size.yaml:4",
        "`confirmed` is missing",
        "Write a line `confirmed: …` here.",
        ReadingError,
    ),
    "amount without a unit": Mistake(
        "fields/size.yaml",
        "    unit: parameters\n",
        "",
        "law/data/fields/size.yaml:4",
        "an amount has a unit, and nothing else has",
        "Write it in that form.",
        ReadingError,
    ),
    "quoted number": Mistake(
        "thresholds/compute.yaml",
        "value: 1e25",
        'value: "1e25"',
        "law/data/thresholds/compute.yaml:8",
        "`1e25` is text where a number belongs; write it without quotes",
        "Write it in that form.",
        ReadingError,
    ),
    "quoted flag": Mistake(
        "outlines/paper.yaml",
        "    sections: [size]",
        '    where_applicable: "true"\n    sections: [size]',
        "law/data/outlines/paper.yaml:11",
        "`where_applicable` is neither true nor false",
        "Write true or false, without quotes; nothing as long as it is not known.",
        ReadingError,
    ),
    "day in another form": Mistake(
        "instruments/act.yaml",
        "dated: 2024-07-12",
        "dated: 12.7.2024",
        "law/data/instruments/act.yaml:8",
        "`12.7.2024` is not a day; write it as 2026-11-21",
        "Write it in that form.",
        ReadingError,
    ),
    "nothing that fulfils": Mistake(
        "obligations/duty.yaml",
        "  outline: paper",
        "  sections: []",
        "law/data/obligations/duty.yaml:8",
        "`fulfilled_by`: name an outline, sections, fields or events, or `decision: true`",
        "Write it in that form.",
        ReadingError,
    ),
    "id is not the file's name": Mistake(
        "activities/training.yaml",
        "id: training",
        "id: schooling",
        "law/data/activities/training.yaml:1",
        "the id `schooling` is not the file's name",
        "Rename the file to schooling.yaml, or mend the id.",
        LawError,
    ),
    "instrument is not there": Mistake(
        "activities/training.yaml",
        "instrument: act",
        "instrument: treaty",
        "law/data/activities/training.yaml",
        "the instrument `treaty` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version is not there": Mistake(
        "activities/training.yaml",
        "version: first",
        "version: second",
        "law/data/activities/training.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of a threshold is not there": Mistake(
        "thresholds/compute.yaml",
        "version: first",
        "version: second",
        "law/data/thresholds/compute.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of a grace is not there": Mistake(
        "obligations/duty.yaml",
        "version: first, at: Art. 9",
        "version: second, at: Art. 9",
        "law/data/obligations/duty.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of a duty is not there": Mistake(
        "obligations/duty.yaml",
        "version: first, at: Art. 2",
        "version: second, at: Art. 2",
        "law/data/obligations/duty.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of a ground is not there": Mistake(
        "questions/everyone.yaml",
        "version: first",
        "version: second",
        "law/data/questions/everyone.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "question of a duty is not there": Mistake(
        "obligations/duty.yaml",
        "applies_to: [everyone]",
        "applies_to: [everyone, nobody]",
        "law/data/obligations/duty.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "question of an exception is not there": Mistake(
        "obligations/duty.yaml",
        "applies_to: [everyone]",
        "applies_to: [everyone]\nunless:\n"
        "  nobody: { instrument: act, version: first, at: Art. 3, confirmed: primary }",
        "law/data/obligations/duty.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "question of a grace is not there": Mistake(
        "obligations/duty.yaml",
        "category: old-ones",
        "category: nobody",
        "law/data/obligations/duty.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of an outline is not there": Mistake(
        "outlines/paper.yaml",
        "version: first, at: Annex,",
        "version: second, at: Annex,",
        "law/data/outlines/paper.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of an element is not there": Mistake(
        "outlines/paper.yaml",
        'version: first, at: "Annex, point 1"',
        'version: second, at: "Annex, point 1"',
        "law/data/outlines/paper.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "section of an element is not there": Mistake(
        "outlines/paper.yaml",
        "sections: [size]",
        "sections: [size, weight]",
        "law/data/outlines/paper.yaml",
        "the section `weight` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "outline of a duty is not there": Mistake(
        "obligations/duty.yaml",
        "outline: paper",
        "outline: parchment",
        "law/data/obligations/duty.yaml",
        "the outline `parchment` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "section of a duty is not there": Mistake(
        "obligations/duty.yaml",
        "outline: paper",
        "sections: [weight]",
        "law/data/obligations/duty.yaml",
        "the section `weight` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "version of a measure is not there": Mistake(
        "commitments/promise.yaml",
        "version: first, at: Measure",
        "version: second, at: Measure",
        "law/data/commitments/promise.yaml",
        "version `second` of `act` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "consequence of a commitment is not there": Mistake(
        "commitments/promise.yaml",
        "consequence: fine",
        "consequence: prison",
        "law/data/commitments/promise.yaml",
        "the consequence `prison` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "nobody can say that a measure does not apply": Mistake(
        "commitments/promise.yaml",
        "      decision: true",
        "      sections: [size]",
        "law/data/commitments/promise.yaml:10",
        "`where_applicable` needs `decision: true` under `fulfilled_by`",
        "Write it in that form.",
        ReadingError,
    ),
    "a measure has the id of an obligation": Mistake(
        "commitments/promise.yaml",
        "id: promise-10",
        "id: duty",
        "law/data/obligations",
        "the id `duty` stands twice",
        "Give each its own id; one that was published is never reused.",
        LawError,
    ),
    **{
        f"{what} of a duty is not there": Mistake(
            "obligations/duty.yaml",
            "  outline: paper\n",
            f"  {line}",
            "law/data/obligations/duty.yaml",
            f"the {what} `{name}` is named and is not there",
            "Add it, or mend the name.",
            LawError,
        )
        for what, name, line in (
            ("field", "size.weight", "fields: [size.weight]\n"),
            ("event", "never", "events: [never]\n"),
            ("deadline", "never", "outline: paper\ndeadlines: [never]\n"),
            ("obligation", "none", "outline: paper\npart_of: none\n"),
            ("consequence", "none", "outline: paper\nconsequence: none\n"),
        )
    },
    "element stands twice": Mistake(
        "outlines/paper.yaml",
        "elements:\n",
        "elements:\n"
        "  - id: paper-1\n"
        "    part: All\n"
        "    heading: Size\n"
        "    source: { instrument: act, version: first, at: Annex, confirmed: primary }\n"
        "    sections: [size]\n",
        "law/data/outlines",
        "the id `paper-1` stands twice",
        "Give each its own id; one that was published is never reused.",
        LawError,
    ),
    "question of a document is not there": Mistake(
        "outlines/paper.yaml",
        "elements:\n",
        "only_if: [nobody]\nelements:\n",
        "law/data/outlines/paper.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "question of an element's exception is not there": Mistake(
        "outlines/paper.yaml",
        "    sections: [size]",
        "    unless:\n      nobody: { instrument: act, version: first, at: Art. 3, "
        "confirmed: primary }\n    sections: [size]",
        "law/data/outlines/paper.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "question of a field is not there": Mistake(
        "fields/size.yaml",
        "    unit: parameters",
        "    unit: parameters\n    only_if: [nobody]",
        "law/data/fields/size.yaml",
        "the question `nobody` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "condition on a field that is not there": Mistake(
        "fields/reply.yaml",
        "field: reply.given",
        "field: reply.taken",
        "law/data/fields/reply.yaml",
        "the field `reply.taken` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "condition on an option that is not there": Mistake(
        "fields/reply.yaml",
        "is: [yes]",
        "is: [perhaps]",
        "law/data/fields/reply.yaml",
        "`reply.words` is asked if `reply.given` is `perhaps`, which is not among its options",
        "Choose from: yes, no.",
        LawError,
    ),
    "condition on an option of a text": Mistake(
        "fields/reply.yaml",
        "field: reply.given, is: [yes]",
        "field: size.total, is: [yes]",
        "law/data/fields/reply.yaml",
        "`reply.words` is asked if `size.total` is `yes`, which is not among its options",
        "Choose from: none.",
        LawError,
    ),
    "condition that goes in a circle": Mistake(
        "fields/reply.yaml",
        "    help: Whether there is one.",
        "    help: Whether there is one.\n    asked_if: [{ field: reply.words }]",
        "law/data/fields/reply.yaml",
        "`reply.given` is asked only if it is itself answered",
        "Break the circle.",
        LawError,
    ),
    "condition that tells a reader too much": Mistake(
        "fields/reply.yaml",
        "is: [yes] }]\n    shown_to: { ai-office: exact }",
        "is: [yes] }]\n    shown_to: { ai-office: exact, public: exact }",
        "law/data/fields/reply.yaml",
        "`reply.words` is shown to public, who may not see `reply.given`",
        "Show both, or neither.",
        LawError,
    ),
    "what is followed is no field": Mistake(
        "fields/reply.yaml",
        "answers.size.total",
        "answers.size.whole",
        "law/data/fields/reply.yaml",
        "the field `size.whole` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "what is followed has another unit": Mistake(
        "fields/size.yaml",
        "    unit: parameters",
        "    unit: FLOP",
        "law/data/fields/reply.yaml",
        "`reply.size` follows `size.total`, which is not answered, or in another form",
        "Give both the same kind, unit and options.",
        LawError,
    ),
    "what follows is shown to more": Mistake(
        "fields/reply.yaml",
        "follows: answers.size.total\n    shown_to: { ai-office: exact }",
        "follows: answers.size.total\n    shown_to: { ai-office: exact, public: exact }",
        "law/data/fields/reply.yaml",
        "`reply.size` is shown to others than `size.total`",
        "Show it to the same audiences or to fewer, and as exactly.",
        LawError,
    ),
    "what follows is shown more exactly": Mistake(
        "fields/size.yaml",
        "shown_to: { ai-office: exact }",
        "shown_to: { ai-office: two-figures }",
        "law/data/fields/reply.yaml",
        "`reply.size` is shown to others than `size.total`, which it follows, or otherwise",
        "Show it to the same audiences or to fewer, and as exactly.",
        LawError,
    ),
    "event that is followed is not there": Mistake(
        "fields/reply.yaml",
        "events.coming",
        "events.going",
        "law/data/fields/reply.yaml",
        "the event `going` is named and is not there",
        "Add it, or mend the name.",
        LawError,
    ),
    "event that is followed has many days": Mistake(
        "fields/reply.yaml",
        "events.coming",
        "events.each-coming",
        "law/data/fields/reply.yaml",
        "`reply.day` follows `each-coming`, which can happen more than once",
        "Follow an event that happens once.",
        LawError,
    ),
    "month written as a day": Mistake(
        "fields/reply.yaml",
        "written: DD/MM/YY",
        "written: MM/YYYY",
        "law/data/fields/reply.yaml:28",
        "only a month is written as MM/YYYY",
        "Write it in that form.",
        ReadingError,
    ),
    "held by what is no list of its own": Mistake(
        "fields/reply.yaml",
        "    follows: events.coming",
        "    follows: events.coming\n    holds: copyright",
        "law/data/fields/reply.yaml:28",
        "`holds` belongs to a field that follows a list with `yes` or `no`",
        "Write it in that form.",
        ReadingError,
    ),
    "day of the data is missing": Mistake(
        "law.yaml",
        "known_on: 2026-11-21",
        "checked_on: 2026-11-21",
        "law/data",
        "`checked_on` is not a name that belongs here",
        "Names here: activities, agreements",
        ReadingError,
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_place(name: str) -> None:
    """Each mistake is refused with the file, its line where there is one, and a remedy."""
    mistake = MISTAKES[name]
    with pytest.raises(ColophonError) as raised:
        load(mistake.tree())
    assert type(raised.value) is mistake.kind
    assert raised.value.place == mistake.place
    assert mistake.message in raised.value.message
    assert mistake.remedy in raised.value.remedy


def test_a_field_of_two_sections_is_refused() -> None:
    """A field id stands in one section only, so that its answer has one place."""
    other = SECTION.replace("id: size\n", "id: weight\n", 1)
    with pytest.raises(LawError, match=r"the id `size\.total` stands twice") as raised:
        load(encoded({**TREE, "fields/weight.yaml": other}))
    assert raised.value.place == "law/data/fields"


def test_a_tree_without_mistakes_is_loaded() -> None:
    """The tree that the mistakes are put into is itself a law without mistakes."""
    loaded = load(encoded(TREE))
    assert list(loaded.field) == [
        "reply.given",
        "reply.words",
        "reply.size",
        "reply.day",
        "size.total",
    ]
    assert loaded.section_of["size.total"] == "size"
    assert [element.id for _, element in loaded.asked_by("size.total")] == ["paper-1"]
    assert loaded.cited(loaded.activity["training"].source) == "Act (OJ L 1), Art. 3"


def test_the_measures_of_a_commitment_are_obligations() -> None:
    """A measure is an obligation of those whom its commitment names, after those of the law."""
    loaded = load(encoded(TREE))
    assert list(loaded.obligation) == ["duty", "promise-10"]
    measure = loaded.obligation["promise-10"]
    assert measure.commitment == "promise"
    assert measure.applies_to == loaded.commitment["promise"].applies_to
    assert measure.consequence == "fine"


def test_ten_comes_after_nine() -> None:
    """Records stand in the order in which people count, and a part after the whole."""
    ids = ("duty-10", "duty-9", "duty-9-a", "duty")
    tree = {f"obligations/{one}.yaml": OBLIGATION.replace("duty\n", f"{one}\n", 1) for one in ids}
    loaded = load(encoded({**TREE, **tree}))
    assert list(loaded.obligation)[:4] == ["duty", "duty-9", "duty-9-a", "duty-10"]


def test_the_law_is_read_once() -> None:
    """The shipped law is read once and shared, for nobody can change it."""
    assert law() is law()


def test_an_order_names_each_field_once(law_files: Mapping[str, bytes]) -> None:
    """An order of fields that leaves one out, adds one or repeats one is refused, with its file."""
    files = law_files
    path = "outlines/model-documentation-form.yaml"
    for wrong in ("", "      - model.name\n      - model.name\n", "      - energy.training\n"):
        text = files[path].decode().replace("      - model.name\n", wrong, 1)
        with pytest.raises(LawError, match="is not one of all of its fields") as refused:
            load({**files, path: text.encode()})
        assert refused.value.place == f"law/data/{path}"


def test_a_table_holds_neighbours_below_options(law_files: Mapping[str, bytes]) -> None:
    """A table of fields that are apart or not there, or of rows that are none, is refused."""
    path = "outlines/public-summary.yaml"
    text = law_files[path].decode()
    image = "image: [public-summary.image-size]"
    wrong = (
        (image, f"{image[:-1]}, public-summary.image-size]"),
        (image, "image: [public-summary.languages]"),
        (image, "painting: [public-summary.image-size]"),
        ("            text: [public-summary.text-content]\n", ""),
    )
    for before, after in wrong:
        assert text.count(before) == 1
        with pytest.raises(LawError, match="does not fit its fields") as refused:
            load({**law_files, path: text.replace(before, after).encode()})
        assert refused.value.place == f"law/data/{path}"
    nothing = text.replace("rows_of: public-summary.modalities", "rows_of: public-summary.nothing")
    with pytest.raises(LawError, match=r"the field `public-summary\.nothing`"):
        load({**law_files, path: nothing.encode()})
