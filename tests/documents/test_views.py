"""What an audience sees of one value, and how exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies

from colophon.documents import views
from colophon.documents.model import Missing, NotApplicable, Stated, Withheld
from colophon.dossier.effective import UNKNOWN, Effective, Origin, State
from colophon.law.load import law
from colophon.law.model import Audience, Band, Confirmed, Field, Kind, Option, Precision
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.documents.model import Block

DAY = date(2026, 10, 2)
PERSON = Origin("answers/energy.yaml:4", "A. Moreau", DAY)
MACHINE = Origin("acme/config.json, /layers", digest="sha256:3fa9")

BANDS = (
    Band(label="Up to 10", up_to=Decimal(10)),
    Band(label="10 to 100", up_to=Decimal(100)),
    Band(label="100 to 1000", up_to=Decimal(1000)),
    Band(label="More than 1000", up_to=None),
)


def field(shown_to: Mapping[Audience, Precision], kind: Kind = Kind.AMOUNT, **more: Any) -> Field:
    """Return a field that is shown to whom the test says."""
    bands = BANDS if Precision.BAND in shown_to.values() else ()
    return Field(
        id="made.up",
        label="Made up",
        help="Made up.",
        kind=kind,
        unit="FLOP" if kind is Kind.AMOUNT else None,
        shown_to=dict(shown_to),
        bands=bands,
        confirmed=Confirmed.READING,
        **more,
    )


def amount(*values: str) -> Amount:
    """Return the amount of one number, or of low, best and high."""
    low, best, high = map(Decimal, values * 3 if len(values) == 1 else values)
    return Amount(low, best, high, "FLOP")


def shown(value: Amount, precision: Precision) -> str:
    """Return the amount at that precision; narrow spaces as `_`."""
    banded = field({Audience.PUBLIC: Precision.BAND})
    return views.amount(value, precision, law().language, banded).replace(
        "\N{NARROW NO-BREAK SPACE}", "_"
    )


# -- Precisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (("0",), "0 FLOP"),
        (("7",), "7 FLOP"),
        (("1234",), "1_234 FLOP"),
        (("13716198400",), "13_716_198_400 FLOP"),
        (("1234567.125",), "1_234_567.125 FLOP"),
        (("9999999999999999",), "9_999_999_999_999_999 FLOP"),
        (("1e16",), "1 × 10¹⁶ FLOP"),
        (("3.81234567e25",), "3.81234567 × 10²⁵ FLOP"),
        (("0.001",), "0.001 FLOP"),
        (("1.5e-7",), "1.5 × 10⁻⁷ FLOP"),
        (("1e24", "2e24", "3.25e25"), "2 × 10²⁴ FLOP (1 × 10²⁴ to 3.25 × 10²⁵ FLOP)"),
        (("0", "2", "3000"), "2 FLOP (0 to 3_000 FLOP)"),
    ],
)
def test_exact(value: tuple[str, ...], text: str) -> None:
    """An exact amount keeps every digit, in groups of three with narrow spaces between."""
    assert shown(amount(*value), Precision.EXACT) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (("0",), "0 FLOP"),
        (("7",), "7 FLOP"),
        (("1234",), "1200 FLOP"),
        (("9960",), "1.0 × 10⁴ FLOP"),
        (("99.6",), "100 FLOP"),
        (("0.0456",), "0.046 FLOP"),
        (("0.00456",), "4.6 × 10⁻³ FLOP"),
        (("3.8512e25",), "3.9 × 10²⁵ FLOP"),
        (("3.85e25",), "3.9 × 10²⁵ FLOP"),
        (("1e25",), "1.0 × 10²⁵ FLOP"),
        (
            ("1.29e24", "3.81e24", "1.01e25"),
            "3.8 × 10²⁴ FLOP (1.2 × 10²⁴ to 1.1 × 10²⁵ FLOP)",
        ),
    ],
)
def test_two_figures(value: tuple[str, ...], text: str) -> None:
    """Two figures are rounded half up; the ends of an interval outwards."""
    assert shown(amount(*value), Precision.TWO_FIGURES) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (("0",), "0 FLOP"),
        (("45",), "50 FLOP"),
        (("44.9",), "40 FLOP"),
        (("3.5e12",), "4 × 10¹² FLOP"),
        (("9.5e12",), "1 × 10¹³ FLOP"),
        (("1.9e12", "2.4e12", "2.5e12"), "2 × 10¹² FLOP (1 × 10¹² to 3 × 10¹² FLOP)"),
        (("0", "2.4e12", "9.1e12"), "2 × 10¹² FLOP (0 to 1 × 10¹³ FLOP)"),
    ],
)
def test_one_figure(value: tuple[str, ...], text: str) -> None:
    """One figure is rounded half up; the ends of an interval outwards."""
    assert shown(amount(*value), Precision.ONE_FIGURE) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (("0",), "order of magnitude: 0 FLOP"),
        (("1",), "order of magnitude: 10⁰ FLOP"),
        (("9.99",), "order of magnitude: 10⁰ FLOP"),
        (("0.5",), "order of magnitude: 10⁻¹ FLOP"),
        (("3.8e25",), "order of magnitude: 10²⁵ FLOP"),
        (("1e25",), "order of magnitude: 10²⁵ FLOP"),
        (("9.9e24", "1e25", "1.1e25"), "order of magnitude: 10²⁴ to 10²⁵ FLOP"),
        (("1.1e24", "5e24", "9.9e24"), "order of magnitude: 10²⁴ FLOP"),
        (("0", "5e24", "9.9e24"), "order of magnitude: 0 to 10²⁴ FLOP"),
    ],
)
def test_order_of_magnitude(value: tuple[str, ...], text: str) -> None:
    """An order of magnitude is a power of ten, or two when the interval crosses one."""
    assert shown(amount(*value), Precision.ORDER_OF_MAGNITUDE) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (("0",), "Up to 10"),
        (("10",), "Up to 10"),
        (("10.0001",), "10 to 100"),
        (("100",), "10 to 100"),
        (("1e25",), "More than 1000"),
        (("9", "10", "11"), "Up to 10, or 10 to 100"),
        (("9", "10", "1000"), "Up to 10, or 10 to 100, or 100 to 1000"),
        (("20", "30", "100"), "10 to 100"),
    ],
)
def test_band(value: tuple[str, ...], text: str) -> None:
    """A band holds its upper edge; an interval lies in every band that it touches."""
    assert shown(amount(*value), Precision.BAND) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ("29", "Less than 1 month"),
        ("30", "1 to 3 months"),
        ("90", "1 to 3 months"),
        ("180", "3 to 6 months"),
        ("180.5", "More than 6 months"),
    ],
)
def test_a_band_may_leave_out_its_edge(days: str, text: str) -> None:
    """Thirty days are no less than a month, and six months are not more than six."""
    value = Amount.exactly(Decimal(days), "days")
    assert views.amount(value, Precision.BAND, law().language, law().field["training.time"]) == text


@given(
    strategies.decimals(min_value=0, max_value=Decimal("1e20"), places=6),
    strategies.sampled_from([Precision.TWO_FIGURES, Precision.ONE_FIGURE]),
)
def test_an_interval_holds_what_it_is_made_of(value: Decimal, precision: Precision) -> None:
    """However few figures are shown, the interval that is shown holds the exact one."""
    text = shown(Amount(value, value, value + 1, "FLOP"), precision)
    low, _, high = text.partition("(")[2].removesuffix(" FLOP)").partition(" to ")
    assert _number(low) <= value
    assert value + 1 <= _number(high)


def _number(text: str) -> Decimal:
    mantissa, _, power = text.partition(" × 10")
    plain = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return Decimal(f"{mantissa}e{plain or '0'}")


# -- Audiences ------------------------------------------------------------------------------------


def seen(value: Effective, audience: Audience, precision: Precision | None) -> Block | None:
    """Return what the audience sees of a value when the law shows it so."""
    others = {Audience.AI_OFFICE: Precision.EXACT, Audience.NATIONAL_AUTHORITY: Precision.EXACT}
    shown_to = others | ({audience: precision} if precision else {})
    if precision is None:
        shown_to.pop(audience, None)
    return views.block(field(shown_to), value, audience, "AI Act, Art. 1", law().language)


STATED = Effective(State.STATED, amount("12345"), None, (PERSON,), "A remark.")
CONFIDENTIAL = Effective(
    State.STATED, amount("12345"), None, (PERSON,), "A remark.", confidential=True
)
EXCUSED = Effective(State.NOT_APPLICABLE, None, "There is none.", (PERSON,), "A remark.")
READ = Effective(State.READ, amount("12345"), None, (MACHINE, MACHINE))


@pytest.mark.parametrize("audience", [*Audience])
@pytest.mark.parametrize("value", [STATED, CONFIDENTIAL, EXCUSED, READ, UNKNOWN])
def test_an_audience_that_is_not_named_sees_nothing(audience: Audience, value: Effective) -> None:
    """What is not shown to an audience is not even said to be missing."""
    assert seen(value, audience, None) is None


@pytest.mark.parametrize("audience", [*Audience])
def test_what_is_missing_says_who_asks(audience: Audience) -> None:
    """A value that nobody gave is missing, and the provision is named that asks for it."""
    block = seen(UNKNOWN, audience, Precision.EXACT)
    assert block == Missing(field="made.up", label="Made up", asked_by="AI Act, Art. 1")


def test_what_is_optional_is_never_missing() -> None:
    """A document is whole without an optional value."""
    optional = field({Audience.PUBLIC: Precision.EXACT}, optional=True)
    assert views.block(optional, UNKNOWN, Audience.PUBLIC, "AI Act, Art. 1", law().language) is None


@pytest.mark.parametrize("audience", [*Audience])
def test_what_is_confidential_is_withheld(audience: Audience) -> None:
    """Authorities see what is confidential; to others it is withheld under its label."""
    block = seen(CONFIDENTIAL, audience, Precision.EXACT)
    if audience in views.AUTHORITIES:
        assert isinstance(block, Stated)
    else:
        reason = "The provider keeps this confidential."
        assert block == Withheld(field="made.up", label="Made up", reason=reason)


def test_a_confidential_reason_is_withheld_too() -> None:
    """Why something does not apply is as confidential as a value would be."""
    value = Effective(State.NOT_APPLICABLE, None, "A secret.", (PERSON,), None, confidential=True)
    assert isinstance(seen(value, Audience.PUBLIC, Precision.EXACT), Withheld)
    authority = seen(value, Audience.AI_OFFICE, Precision.EXACT)
    assert isinstance(authority, NotApplicable)
    assert authority.reason == "A secret."


@pytest.mark.parametrize(
    ("audience", "precision", "note"),
    [
        (Audience.AI_OFFICE, Precision.EXACT, "A remark."),
        (Audience.NATIONAL_AUTHORITY, Precision.EXACT, "A remark."),
        (Audience.NATIONAL_AUTHORITY, Precision.BAND, None),
        (Audience.AI_OFFICE, Precision.TWO_FIGURES, "A remark."),
        (Audience.DOWNSTREAM, Precision.EXACT, None),
        (Audience.PUBLIC, Precision.EXACT, None),
    ],
)
def test_notes(audience: Audience, precision: Precision, note: str | None) -> None:
    """A remark may hold the exact value: it is seen by the AI Office, and who sees that value."""
    block = seen(STATED, audience, precision)
    assert isinstance(block, Stated)
    assert block.note == note


@pytest.mark.parametrize(
    ("value", "audience", "source"),
    [
        (
            STATED,
            Audience.AI_OFFICE,
            "stated by A. Moreau on 2026-10-02 (answers/energy.yaml:4)",
        ),
        (
            READ,
            Audience.NATIONAL_AUTHORITY,
            "; ".join(["read from acme/config.json, /layers (sha256:3fa9)"] * 2),
        ),
        (STATED, Audience.DOWNSTREAM, "stated on 2026-10-02"),
        (EXCUSED, Audience.PUBLIC, "stated on 2026-10-02"),
        (READ, Audience.PUBLIC, "read from files of the model or of its training data"),
    ],
)
def test_sources(value: Effective, audience: Audience, source: str) -> None:
    """Authorities see who, when and where; others that it was stated, and when, or read."""
    block = seen(value, audience, Precision.EXACT)
    assert isinstance(block, Stated | NotApplicable)
    assert block.source == source


def test_a_source_without_a_person_or_a_day() -> None:
    """What stands in the spine names no person and no day."""
    value = Effective(State.STATED, amount("1"), None, (Origin("dossier.yaml:3"),))
    told = {
        audience: block.source
        for audience in Audience
        if isinstance(block := seen(value, audience, Precision.EXACT), Stated)
    }
    assert told[Audience.AI_OFFICE] == "stated (dossier.yaml:3)"
    assert told[Audience.PUBLIC] == "stated"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (Kind.TEXT, "One.\n\nTwo.", ("One.\n\nTwo.",)),
        (Kind.NAMES, ("One", "Two"), ("One", "Two")),
        (Kind.NAMES, (), ("none",)),
        (Kind.DAY, DAY, ("2026-10-02",)),
        (Kind.CHOICE, "free", ("Free of charge",)),
        (Kind.CHOICES, ("free", "paid"), ("Free of charge", "For money")),
    ],
)
def test_other_kinds(kind: Kind, value: Any, text: tuple[str, ...]) -> None:
    """Texts stay as they are, lists one item a line, choices are told by their labels."""
    options = (Option(id="free", label="Free of charge"), Option(id="paid", label="For money"))
    chosen = field(
        {Audience.PUBLIC: Precision.EXACT},
        kind,
        options=options if kind in {Kind.CHOICE, Kind.CHOICES} else (),
    )
    stated = Effective(State.STATED, value, None, (PERSON,))
    block = views.block(chosen, stated, Audience.PUBLIC, "AI Act, Art. 1", law().language)
    assert isinstance(block, Stated)
    assert block.value == text


PAID = (Option(id="free", label="Free of charge"), Option(id="paid", label="For money"))


def options(block: Block | None) -> list[tuple[str, bool]]:
    """Return the options of an entry, and whether each is ticked."""
    assert isinstance(block, Stated | Missing)
    return [(one.label, one.chosen) for one in block.options]


@pytest.mark.parametrize(
    ("kind", "value", "chosen"),
    [
        (Kind.CHOICE, "free", [True, False]),
        (Kind.CHOICES, ("paid", "free"), [True, True]),
        (Kind.CHOICES, ("paid",), [False, True]),
    ],
)
def test_a_choice_shows_all_options(kind: Kind, value: Any, chosen: list[bool]) -> None:
    """A choice shows the options of the form in the form's order, and no other."""
    asked = field({Audience.PUBLIC: Precision.EXACT}, kind, options=PAID)
    stated = Effective(State.STATED, value, None, (PERSON,))
    block = views.block(asked, stated, Audience.PUBLIC, "AI Act, Art. 1", law().language)
    assert options(block) == list(zip(("Free of charge", "For money"), chosen, strict=True))


def test_a_choice_that_is_missing_has_no_box_ticked() -> None:
    """Where nobody chose, all boxes are shown and all are empty."""
    asked = field({Audience.PUBLIC: Precision.EXACT}, Kind.CHOICE, options=PAID)
    block = views.block(asked, UNKNOWN, Audience.PUBLIC, "AI Act, Art. 1", law().language)
    assert isinstance(block, Missing)
    assert options(block) == [("Free of charge", False), ("For money", False)]


@pytest.mark.parametrize(
    ("value", "chosen", "said"),
    [
        (("10",), [True, False, False, False], ()),
        (("11",), [False, True, False, False], ()),
        (
            ("9", "50", "101"),
            [True, True, True, False],
            ("Up to 10, or 10 to 100, or 100 to 1000",),
        ),
    ],
)
def test_bands_are_options(value: tuple[str, ...], chosen: list[bool], said: Any) -> None:
    """Whoever sees a band sees all bands; an interval ticks each that it touches, and says so."""
    asked = field({Audience.PUBLIC: Precision.BAND, Audience.AI_OFFICE: Precision.EXACT})
    stated = Effective(State.STATED, amount(*value), None, (PERSON,))
    block = views.block(asked, stated, Audience.PUBLIC, "AI Act, Art. 1", law().language)
    assert [ticked for _, ticked in options(block)] == chosen
    assert isinstance(block, Stated)
    assert block.said == said
    exact = views.block(asked, stated, Audience.AI_OFFICE, "AI Act, Art. 1", law().language)
    assert options(exact) == []


def test_every_field_to_choose_keeps_its_options() -> None:
    """No document adds an option to those of the law's data, or leaves one out."""
    for one in law().field.values():
        for audience, precision in one.shown_to.items():
            block = views.block(one, UNKNOWN, audience, "AI Act, Art. 1", law().language)
            if block is not None:
                boxes = one.bands if precision is Precision.BAND else one.options
                assert [label for label, _ in options(block)] == [box.label for box in boxes]


def test_every_audience_has_a_name() -> None:
    """Every audience has a name for people."""
    phrases = law().language.phrases
    assert {one for one in Audience if f"audience.{one.value}" in phrases} == set(Audience)
