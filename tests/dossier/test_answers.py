"""An answer is in the form that its field asks for, and says who stated it and when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.dossier import answers
from colophon.errors import ColophonError
from colophon.law.load import law
from colophon.law.model import Law, Section
from colophon.quantities import Amount
from colophon.reading import yaml

if TYPE_CHECKING:
    from colophon.dossier.model import Answer

WHO = "by: A. Moreau\non: 2026-10-02\n"

KINDS = Section.model_validate(
    {
        "id": "kinds",
        "label": "One field of each kind",
        "fields": [
            {
                "id": f"kinds.{kind}",
                "label": kind,
                "help": "Whatever.",
                "kind": kind,
                "unit": "MWh" if kind == "amount" else None,
                "options": [{"id": "red", "label": "Red"}, {"id": "green", "label": "Green"}]
                if kind.startswith("choice")
                else [],
                "where_applicable": kind == "name",
                "shown_to": {"ai-office": "exact"},
                "confirmed": "reading",
            }
            for kind in ("text", "name", "names", "amount", "day", "choice", "choices", "link")
        ],
    }
)
"""A section with a field of each kind, of which one need not apply."""


def read(text: str, section: Section = KINDS, known: Law | None = None) -> dict[str, Answer]:
    """Read a file of answers."""
    return dict(answers.read(section, yaml(text.encode(), "answers/x.yaml"), known or law()))


def refusal(text: str, section: Section = KINDS) -> ColophonError:
    """Return the error with which a file of answers is refused."""
    with pytest.raises(ColophonError) as refused:
        read(text, section)
    return refused.value


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("text", "Two words.", "Two words."),
        ("text", "|\n    One.\n\n    Two.\n", "One.\n\nTwo."),
        ("text", "no", "no"),
        ("name", '"7"', "7"),
        ("names", "[One, Two]", ("One", "Two")),
        ("names", "[]", ()),
        ("amount", "12", Amount.exactly(12, "MWh")),
        ("amount", "12 MWh", Amount.exactly(12, "MWh")),
        ("amount", "1.2e3", Amount.exactly(Decimal(1200), "MWh")),
        (
            "amount",
            "{low: 1, best: 2, high: 3.5}",
            Amount(Decimal(1), Decimal(2), Decimal("3.5"), "MWh"),
        ),
        ("amount", "{low: 1, best: 1, high: 1, unit: MWh}", Amount.exactly(1, "MWh")),
        ("day", "2026-01-15", date(2026, 1, 15)),
        ("choice", "red", "red"),
        ("choices", "[green, red]", ("green", "red")),
        ("link", "docs/policy.pdf", "docs/policy.pdf"),
    ],
)
def test_a_value_is_read_in_the_form_of_its_field(field: str, written: str, value: Any) -> None:
    """A value in its own form is read as what it is."""
    answer = read(f"{WHO}kinds.{field}:\n  value: {written}\n")[f"kinds.{field}"]
    assert answer.value == value
    assert (answer.by, answer.on) == ("A. Moreau", date(2026, 10, 2))


@pytest.mark.parametrize(
    ("field", "written", "says", "remedy"),
    [
        ("text", "12", "`12` is not a text", "Write it as text."),
        ("text", "true", "`True` is not a text", "Write it as text."),
        ("text", "1e25", "`1e25` is not a text", "Write it as text."),
        ("text", "' '", "` ` is not a text", "Write it as text."),
        ("text", "[a]", "is not a text", "Write it as text."),
        ("name", "7", "`7` is not a text", "Write it as text."),
        ("names", "One", "`One` is not a list", "Write a list, one name a line"),
        ("names", "[One, 2]", "`2` is not a text", "Write a list, one name a line"),
        ("amount", "'12'", "`12` is text where a number belongs", "Write a number in MWh"),
        ("amount", "12 kWh", "`kWh` is not its unit, which is `MWh`", "Write a number in MWh"),
        ("amount", "many", "`many` is not a number", "Write a number in MWh"),
        ("amount", "-1", "not below zero", "Write a number in MWh"),
        ("amount", "true", "write an amount", "Write a number in MWh"),
        ("amount", "{low: 3, best: 2, high: 1}", "in rising order", "Write a number in MWh"),
        ("amount", "{low: 1, high: 2}", "an interval has exactly", "Write a number in MWh"),
        (
            "amount",
            "{low: 1, best: 1, high: 1, unit: kWh}",
            "`kWh` is not its unit, which is `MWh`",
            "Write a number in MWh",
        ),
        ("day", "15.1.2026", "`15.1.2026` is not a day", "Write the day as 2026-11-21."),
        ("day", "2026-13-01", "`2026-13-01` is not a day", "Write the day as 2026-11-21."),
        ("day", "20260115", "`20260115` is not a day", "Write the day as 2026-11-21."),
        ("day", "'20260115'", "`20260115` is not a day", "Write the day as"),
        ("day", "2026-W03", "`2026-W03` is not a day", "Write the day as 2026-11-21."),
        ("choice", "blue", "`blue` is not one of its options", "Choose from: red, green."),
        ("choice", "Red", "`Red` is not one of its options", "Choose from: red, green."),
        ("choices", "[]", "no option is chosen", "Choose from: red, green."),
        ("choices", "red", "`red` is not a list", "Choose from: red, green."),
        ("choices", "[red, blue]", "`blue` is not one of", "Choose from: red, green."),
        ("link", "7", "`7` is not a text", "Write a web address, or the path of a file"),
    ],
)
def test_a_value_in_another_form_is_refused(
    field: str, written: str, says: str, remedy: str
) -> None:
    """A value in another form is refused at its line, with the form that the field asks for."""
    error = refusal(f"{WHO}kinds.{field}:\n  note: x\n  value: {written}\n")
    assert error.message.startswith(f"kinds.{field}: ")
    assert says in error.message
    assert error.place == "answers/x.yaml:5"
    assert error.remedy.startswith(remedy)


# -- Who and when -------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["by", "on"])
def test_an_answer_says_who_and_when(missing: str) -> None:
    """An answer that names nobody, or no day, is refused."""
    lines = "".join(line for line in WHO.splitlines(keepends=True) if not line.startswith(missing))
    error = refusal(f"{lines}kinds.text:\n  value: x\n")
    assert error.message == (
        f"kinds.text does not say `{missing}`: every answer names who and when"
    )
    assert error.place == "answers/x.yaml:3"
    assert f"Write `{missing}: " in error.remedy


def test_an_answer_inherits_who_and_when_from_the_top_and_may_say_otherwise() -> None:
    """Who and when stand once at the top, before or after the answers, or at each answer."""
    own = "kinds.text:\n  value: x\n  by: B. Okoye\nkinds.name:\n  value: y\n  on: 2026-10-03\n"
    for text in (WHO + own, own + WHO):
        read_answers = read(text)
        assert read_answers["kinds.text"].by == "B. Okoye"
        assert read_answers["kinds.text"].on == date(2026, 10, 2)
        assert read_answers["kinds.name"].by == "A. Moreau"
        assert read_answers["kinds.name"].on == date(2026, 10, 3)


def test_what_is_not_answered_names_nobody() -> None:
    """An empty line of the form needs no author."""
    answer = read("by:\non:\nkinds.text:\n  value:\n  note: to be asked\nkinds.name:\n")
    assert not answer["kinds.text"].is_given
    assert "kinds.name" not in answer


@pytest.mark.parametrize("text", ["", "# empty\n", "by:\non:\n"])
def test_a_file_without_answers_is_no_mistake(text: str) -> None:
    """A file in which nothing stands yet holds no answers."""
    assert read(text) == {}


# -- Not applicable -----------------------------------------------------------------------------


def test_a_field_may_be_not_applicable_where_the_law_leaves_room() -> None:
    """Where the law says "where applicable", a reason stands for the value."""
    answer = read(f"{WHO}kinds.name:\n  not_applicable: There is none.\n")["kinds.name"]
    assert answer.is_given
    assert (answer.value, answer.not_applicable) == (None, "There is none.")


def test_a_field_may_not_be_not_applicable_where_the_law_leaves_none() -> None:
    """Where the law asks of every model, no reason stands for the value."""
    error = refusal(f"{WHO}kinds.text:\n  not_applicable: There is none.\n")
    assert error.message == (
        'kinds.text cannot be "not applicable": the law asks for it of every model'
    )
    assert error.place == "answers/x.yaml:3"


def test_not_applicable_needs_a_reason() -> None:
    """That a field does not apply is not said with `true`, nor with nothing."""
    assert "not_applicable" in refusal(f"{WHO}kinds.name:\n  not_applicable: true\n").message
    assert "not_applicable" in refusal(f"{WHO}kinds.name:\n  not_applicable: ''\n").message


def test_not_applicable_names_who_and_when() -> None:
    """A reason why a field does not apply is a statement like any other."""
    assert "does not say `by`" in refusal("kinds.name:\n  not_applicable: None.\n").message


def test_a_field_has_a_value_or_does_not_apply() -> None:
    """A value and a reason why there is none cannot both be true."""
    error = refusal(f"{WHO}kinds.name:\n  value: x\n  not_applicable: There is none.\n")
    assert "a field has a value or does not apply, not both" in error.message
    assert error.remedy == "Keep `value` or `not_applicable`, and empty the other."


# -- The right field in the right file ----------------------------------------------------------


def test_a_field_of_another_section_is_sent_to_its_file() -> None:
    """An answer in the wrong file is refused with the name of the right one."""
    error = refusal(f"{WHO}energy.training:\n  value: 3\n", law().section["licence"])
    assert error.message == "`energy.training` is not a field of this section"
    assert error.place == "answers/x.yaml:3"
    assert error.remedy == "It belongs in answers/energy.yaml."


def test_a_name_that_is_no_field_is_refused_with_those_that_are() -> None:
    """A field that the law does not know is refused with the fields of the section."""
    error = refusal("energy.trainin:\n  value: 3\n", law().section["energy"])
    assert error.remedy == "Fields here: energy.training, energy.method, energy.boundary."


@pytest.mark.parametrize(
    ("section", "field", "value", "where"),
    [
        ("identity", "model.name", "x", "as model.name in dossier.yaml"),
        (
            "placing",
            "model.placed-on-market",
            "2026-01-01",
            "as model.placed_on_market in dossier.yaml",
        ),
        ("training-resources", "training.compute.cumulative", "3", "as entries of compute.yaml"),
    ],
)
def test_what_follows_from_elsewhere_is_not_answered_here(
    section: str, field: str, value: str, where: str
) -> None:
    """A field whose value stands elsewhere is refused, and the error says where."""
    error = refusal(f"{WHO}{field}:\n  value: {value}\n", law().section[section])
    assert "is not answered here: it follows from elsewhere" in error.message
    assert error.remedy == f"Empty it, and write it {where}."


@pytest.mark.parametrize("written", ["Meters.", "12", "[a, b]", "true"])
def test_an_answer_without_its_value_line_is_refused(written: str) -> None:
    """A value that stands right after the field is refused with where it belongs."""
    error = refusal(f"{WHO}kinds.text: {written}\n")
    assert "has no `value:` line" in error.message
    assert error.place == "answers/x.yaml:3"
    assert "Write the answer after `value:`" in error.remedy


def test_a_name_inside_an_answer_that_means_nothing_is_refused() -> None:
    """A slip of the keyboard inside an answer is not overlooked."""
    error = refusal(f"{WHO}kinds.text:\n  valeu: x\n")
    assert error.message == "`valeu` is not a name that belongs here"
    assert error.remedy.startswith("Did you mean `value`?")
    assert error.place == "answers/x.yaml:4"


def test_every_field_of_the_law_can_be_answered() -> None:
    """For every field that is not followed there is a form that the reader accepts."""
    for section in law().sections:
        for field in section.fields:
            if field.follows:
                continue
            empty = read(f"{field.id}:\n  value:\n", section)
            assert not empty[field.id].is_given
