"""Estimates of the ledger: amounts that are exact, and methods that name every figure."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError

from colophon.compute.estimates import Context, amount, method
from colophon.dossier import files
from colophon.dossier.model import Counted, Hardware, SixPD, Stated, Throughput
from colophon.errors import ColophonError, DossierError, ReadingError, UnknownIdError
from colophon.law.load import law
from colophon.quantities import FLOP, FLOP_PER_SECOND, Amount
from colophon.reading import UnitHours

if TYPE_CHECKING:
    from colophon.compute.estimates import Estimate

BARE = {"dossier.yaml": b"format: 1\n"}


def six_pd(parameters: int, tokens: str, margin: str = "0") -> SixPD:
    """Return an entry of six operations per parameter and token."""
    return SixPD(
        source="log",
        method="six-pd",
        active_parameters=parameters,
        tokens=int(Decimal(tokens)),
        margin=Decimal(margin),
    )


def hardware(hours: str, peak: str, utilisation: str, margin: str = "0") -> Hardware:
    """Return an entry of accelerators, time, peak and utilisation."""
    return Hardware(
        source="log",
        method="hardware",
        unit_hours=UnitHours(Decimal(hours)),
        peak=Amount.exactly(Decimal(peak), FLOP_PER_SECOND),
        utilisation=Decimal(utilisation),
        margin=Decimal(margin),
    )


def context(activity: str = "pre-training", **configurations: str) -> Context:
    """Return what an estimate of an activity stands in."""
    kept = {"configurations": configurations, "places": {"compute.run": "compute.yaml:7"}}
    dossier = files.read(BARE, law()).model_copy(update=kept)
    return Context(law().activity[activity], dossier, "compute.run")


def flop(one: Estimate, activity: str = "pre-training", **configurations: str) -> Amount:
    """Return the amount of an estimate."""
    return amount(one, context(activity, **configurations))


def said(one: Estimate, activity: str = "pre-training", **configurations: str) -> str:
    """Return the method of an estimate in English."""
    return law().language.words(method(one, context(activity, **configurations)))


@pytest.mark.parametrize(
    ("model", "parameters", "tokens", "expected"),
    [
        ("A", 3_800_000_000, "3.3e12", "7.524e22"),
        ("C", 600_000_000, "36e12", "1.296e23"),
        ("D", 1_540_000_000, "18e12", "1.6632e23"),
        ("E", 1_700_000_000, "36e12", "3.672e23"),
        ("F", 2_500_000_000, "12e12", "1.8e23"),
        ("G", 2_600_000_000, "10e12", "1.56e23"),
    ],
)
def test_the_examples_of_the_guidelines_by_parameters_and_tokens(
    model: str, parameters: int, tokens: str, expected: str
) -> None:
    """The guidelines' models counted from the architecture come out exactly."""
    found = flop(six_pd(parameters, tokens))
    assert found == Amount.exactly(Decimal(expected), FLOP), model
    assert said(six_pd(parameters, tokens)).startswith("6 × ")
    assert said(six_pd(parameters, tokens)).endswith("± 0 %")


@pytest.mark.parametrize(
    ("model", "hours", "peak", "expected"),
    [("B", "200000", "300e12", "1.08e23"), ("H", "370000", "989e12", "6.58674e23")],
)
def test_the_examples_of_the_guidelines_by_hardware_and_time(
    model: str, hours: str, peak: str, expected: str
) -> None:
    """The guidelines' models counted from hardware and time come out exactly."""
    found = flop(hardware(hours, peak, "0.5"))
    assert found == Amount.exactly(Decimal(expected), FLOP), model


def test_a_method_names_its_figures() -> None:
    """The method in words holds every figure that went in."""
    assert said(six_pd(7_200_000_000, "2.1e12", "0.1")) == (
        "6 × 7.2e9 active parameters × 2.1e12 tokens, ± 10 %"
    )
    assert said(hardware("18000", "989.4e12", "0.38", "0.25")) == (
        "18000 accelerator-hours × 9.894e14 FLOP/s × 0.38 utilisation, ± 25 %"
    )


@pytest.mark.parametrize("margin", ["0", "0.1", "0.3", "0.999"])
def test_a_margin_widens_both_ends(margin: str) -> None:
    """A margin is a fraction of the estimate, taken off below and put on above."""
    fraction = Decimal(margin)
    for entry in (six_pd(10**9, "1e12", margin), hardware("1000", "1e15", "0.5", margin)):
        found = flop(entry)
        assert found.low == found.best * (1 - fraction)
        assert found.high == found.best * (1 + fraction)
        assert found.unit == FLOP


def test_a_peak_with_an_interval_carries_it_into_the_amount() -> None:
    """Where the peak of a chip is an interval, the compute is one too."""
    peak = Amount(Decimal("9e14"), Decimal("1e15"), Decimal("1.1e15"), FLOP_PER_SECOND)
    entry = hardware("1", "1", "0.5").model_copy(update={"peak": peak})
    found = flop(entry)
    assert (found.low, found.best, found.high) == (
        Decimal("1.62e18"),
        Decimal("1.8e18"),
        Decimal("1.98e18"),
    )


def test_a_stated_figure_stays_as_it_is() -> None:
    """What somebody states is taken as it stands, interval and all."""
    stated = Amount(Decimal("1e22"), Decimal("2e22"), Decimal("3e22"), FLOP)
    entry = Stated(source="log", method="stated", amount=stated)
    assert flop(entry) == stated
    assert said(entry) == "stated"


@given(st.integers(1, 10**13), st.decimals(1, 10**15, places=0), st.decimals(0, "0.99", places=2))
def test_six_pd_is_exact_whatever_the_figures(
    parameters: int, tokens: Decimal, margin: Decimal
) -> None:
    """The product is exact, and lies in its own interval."""
    found = flop(six_pd(parameters, str(tokens), str(margin)))
    assert int(found.best) == 6 * parameters * int(tokens)
    assert found.low <= found.best <= found.high


# -- What is trained ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activity", "more", "expected"),
    [
        ("pre-training", {}, "6e21"),
        ("fine-tuning", {"trains": "all"}, "6e21"),
        ("rollouts", {}, "2e21"),
        ("teacher-inference", {"trains": "nothing"}, "2e21"),
        ("evaluation", {}, "2e21"),
        ("fine-tuning", {"trains": "adapter", "trained_parameters": 10**7}, "4.06e21"),
        ("fine-tuning", {"trains": "part", "trained_parameters": 10**8}, "2.4e21"),
        ("exploratory-research", {"trains": "nothing"}, "2e21"),
    ],
)
def test_what_is_trained_decides_what_a_token_costs(
    activity: str, more: dict[str, Any], expected: str
) -> None:
    """All: six operations; nothing: two; an adapter: four and six of its own; a part: as far."""
    one = SixPD(
        source="log",
        method="six-pd",
        active_parameters=10**9,
        tokens=10**12,
        margin=Decimal(0),
        **more,
    )
    assert flop(one, activity) == Amount.exactly(Decimal(expected), FLOP)


@pytest.mark.parametrize(
    ("activity", "trains", "says"),
    [
        ("exploratory-research", None, "may train a model or merely run it"),
        ("rollouts", "all", "`rollouts` updates no parameters"),
    ],
)
def test_what_is_trained_is_neither_guessed_nor_contradicted(
    activity: str, trains: str | None, says: str
) -> None:
    """An activity that may be either asks; one that trains nothing refuses."""
    one = six_pd(10**9, "1e12").model_copy(update={"trains": trains})
    with pytest.raises(DossierError) as refused:
        flop(one, activity)
    assert says in refused.value.message
    assert refused.value.place == "compute.yaml:7"


# -- Counted from a configuration -----------------------------------------------------------------

SMALL = {
    "model_type": "llama",
    "hidden_size": 8,
    "intermediate_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "vocab_size": 32,
    "tie_word_embeddings": False,
}
LINEAR = 2 * (2 * 8 * 8 * 4 + 2 * 3 * 8 * 16) + 2 * 8 * 32
"""Operations of the matrices of two layers and of the output head, for one token."""
FULL, CAUSAL = (2 * 4 * 8 * keys for keys in (16, 8.5))
"""Operations of the scores of two layers for one token among 16: of all, or of those before it."""


def counted(**more: Any) -> Counted:
    """Return an entry that is counted from the small configuration."""
    return Counted(
        **{
            "source": "log",
            "method": "architecture",
            "configuration": "small",
            "tokens": Decimal(1_000_000),
            "length": 16,
            "attention": "full",
            "margin": Decimal(0),
            **more,
        }
    )


def from_small(**more: Any) -> Amount:
    """Return the amount of such an entry."""
    activity = more.pop("activity", "pre-training")
    return flop(counted(**more), activity, small=json.dumps(SMALL))


def test_a_configuration_is_counted_to_the_last_operation() -> None:
    """Forward and twice backward, by both ways of counting attention."""
    full, causal = (3 * 10**6 * int(LINEAR + scores) for scores in (FULL, CAUSAL))
    assert from_small() == Amount.exactly(full, FLOP)
    assert from_small(attention="causal") == Amount.exactly(causal, FLOP)
    both = from_small(attention="unknown")
    assert both == Amount(Decimal(causal), Decimal(full), Decimal(full), FLOP)


def test_nothing_trained_is_one_pass_and_an_adapter_two() -> None:
    """A forward pass is a third; an adapter spares the gradients of the frozen weights."""
    forward = 10**6 * int(LINEAR + FULL)
    assert from_small(activity="rollouts") == Amount.exactly(forward, FLOP)
    adapter = from_small(activity="fine-tuning", trains="adapter", trained_parameters=50)
    assert adapter == Amount.exactly(2 * forward + 6 * 50 * 10**6, FLOP)


def test_a_frozen_stream_is_passed_forward_only() -> None:
    """What is frozen costs one pass, whatever the rest does."""
    assert from_small(frozen=("text",)) == Amount.exactly(10**6 * int(LINEAR + FULL), FLOP)


def test_lengths_are_weighed_by_their_tokens() -> None:
    """Half of the tokens in sequences of 16 and half in such of 4 is the mean of both."""
    halves = [{"length": 16, "share": Decimal("0.5")}, {"length": 4, "share": Decimal("0.5")}]
    long, short = from_small(), from_small(length=4)
    assert from_small(length=halves).best == (long.best + short.best) / 2


def test_a_throughput_is_tokens_in_a_time() -> None:
    """Tokens a second times the seconds are the tokens that are counted."""
    one = Throughput.model_validate(
        {
            "source": "log",
            "method": "throughput",
            "configuration": "small",
            "tokens_per_second": Decimal("2.5"),
            "hours": 2,
            "length": 16,
            "attention": "full",
            "margin": 0,
        }
    )
    assert flop(one, small=json.dumps(SMALL)) == from_small(tokens=Decimal(18_000))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"configuration": "other"}, "there is no configuration `other`"),
        ({"length": "16/4"}, "the length of a sequence is needed for: text"),
        ({"length": None}, "the length of a sequence is needed for: text"),
        ({"frozen": ("vision",)}, "the model has no stream `vision`; it has: text"),
        ({"images": Decimal(5)}, "the model has no part that works on images or recordings"),
        (
            {"trains": "adapter", "trained_parameters": 10**9},
            "1000000000 parameters are trained beside a model that has fewer",
        ),
    ],
)
def test_what_does_not_fit_the_configuration_is_refused(more: dict[str, Any], says: str) -> None:
    """A mistake about the model is told with the place of the entry."""
    with pytest.raises(DossierError) as refused:
        from_small(**more)
    assert says in refused.value.message
    assert refused.value.place == "compute.yaml:7"


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("[]", ReadingError, "it is not a JSON object"),
        ('{"model_type": "made-up"}', UnknownIdError, "is a type of model that is not known"),
        ("{}", ReadingError, "it has no `model_type`"),
        ('{"model_type": "llama"}', ReadingError, "is missing"),
    ],
)
def test_a_configuration_that_tells_too_little_is_refused(
    text: str, error: type[ColophonError], says: str
) -> None:
    """Nothing is guessed of a model that is not known, or not told."""
    with pytest.raises(error) as refused:
        flop(counted(), small=text)
    assert says in refused.value.message
    assert refused.value.place.startswith("configurations/small.json")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"length": "long"}, "is no length of a sequence"),
        ({"length": 0}, "is no length of a sequence"),
        ({"length": [{"length": 4, "share": Decimal("0.5")}]}, "do not add up to 1"),
        ({"trains": "part", "trained_parameters": 5}, "is not counted from a configuration"),
        ({"trains": "adapter"}, "`trained_parameters`, how many, is missing"),
        ({"trained_parameters": 5}, "`trained_parameters` belongs to"),
    ],
)
def test_an_entry_that_contradicts_itself_is_refused(more: dict[str, Any], says: str) -> None:
    """What cannot be meant is refused when it is read."""
    with pytest.raises(ValidationError, match=says):
        counted(**more)


def test_the_method_names_what_was_counted() -> None:
    """File, tokens, passes, lengths and attention stand in the words."""
    lengths = [{"length": 16, "share": Decimal("0.75")}, {"length": 4, "share": Decimal("0.25")}]
    assert said(counted(length=lengths, attention="unknown"), small=json.dumps(SMALL)) == (
        "1e6 tokens, forward and backward, counted from configurations/small.json, "
        "75 % in sequences of 16 tokens; 25 % in sequences of 4 tokens, "
        "attention from what the mask leaves to all positions, ± 0 %"
    )


# -- From hardware and time -----------------------------------------------------------------------


def periods(*spans: dict[str, Any]) -> Hardware:
    """Return an entry of several periods."""
    shared = {"source": "log", "method": "hardware", "margin": 0}
    return Hardware.model_validate({**shared, "periods": spans})


A100 = {"unit_hours": Decimal(100), "peak": "312e12 FLOP/s"}
H100 = {"unit_hours": Decimal(50), "peak": "989.4e12 FLOP/s"}


def test_periods_of_mixed_units_add_up() -> None:
    """Each period counts by its own units, peak and utilisation."""
    one = periods({**A100, "utilisation": Decimal("0.4")}, {**H100, "utilisation": Decimal("0.3")})
    hour = 3600
    assert flop(one).best == hour * (
        100 * Decimal("312e12") * Decimal("0.4") + 50 * Decimal("989.4e12") * Decimal("0.3")
    )
    assert said(one) == (
        "100 accelerator-hours × 3.12e14 FLOP/s × 0.4 utilisation; "
        "50 accelerator-hours × 9.894e14 FLOP/s × 0.3 utilisation, ± 0 %"
    )


@pytest.mark.parametrize(("recomputed", "factor"), [("0", "1"), ("1", "0.75"), ("0.2", "0.9375")])
def test_what_was_computed_twice_is_taken_out(recomputed: str, factor: str) -> None:
    """Of four passes that were executed three count, where all activations were recomputed."""
    one = periods({**A100, "executed": Decimal("0.4"), "recomputed": Decimal(recomputed)})
    whole = periods({**A100, "utilisation": Decimal("0.4")})
    assert flop(one).best == flop(whole).best * Decimal(factor)
    assert "executed" in said(one)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "`unit_hours` is missing"),
        ({**A100}, "give one of `utilisation` and `executed`"),
        ({**A100, "utilisation": 1, "executed": 1, "recomputed": 0}, "give one of"),
        ({**A100, "executed": 1}, "`executed` and `recomputed` belong together"),
        ({"unit_hours": 1, "utilisation": 1}, "give `peak`, or `accelerator` and `dtype`"),
        ({**A100, "utilisation": 1, "periods": [{**A100, "utilisation": 1}]}, "beside `periods`"),
        ({"unit_hours": 1, "utilisation": 1, "peak": "5 FLOP"}, "a rate is in FLOP/s"),
    ],
)
def test_a_period_that_does_not_tell_enough_is_refused(more: dict[str, Any], says: str) -> None:
    """Each period tells hours, peak and one kind of utilisation."""
    with pytest.raises(ValidationError, match=says):
        Hardware(source="log", method="hardware", margin=Decimal(0), **more)
