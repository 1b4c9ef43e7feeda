"""The mistakes that people make with training compute, one after another, and what becomes of each.

They are numbered as in the sheet of facts on compute; each test says what is typed wrongly and what
the program does about it.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from colophon import importers, parts
from colophon.assessment.thresholds import compared
from colophon.compute.architecture import COUNTER, Architecture, architecture
from colophon.compute.counting import Work, operations, six_pd
from colophon.compute.ledger import Account, Line, account
from colophon.compute.reconciliation import flags, side_by_side
from colophon.dossier import files, proposals
from colophon.dossier.model import Ledger, Length
from colophon.dossier.registers import check_ledger
from colophon.errors import DossierError
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.law.model import Precision
from colophon.quantities import FLOP, Amount, Answer
from colophon.reading import Quantity, Text, measure

DENSE: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 256,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "vocab_size": 1000,
    "tie_word_embeddings": False,
}
EXPERTS = {
    **DENSE,
    "model_type": "mixtral",
    "num_local_experts": 8,
    "num_experts_per_tok": 2,
    "sliding_window": None,
}
T5 = {
    "model_type": "t5",
    "d_model": 64,
    "d_kv": 16,
    "d_ff": 256,
    "num_layers": 4,
    "num_decoder_layers": 4,
    "num_heads": 4,
    "vocab_size": 1000,
}


def ledger(*entries: dict[str, Any], **more: Any) -> Account:
    """Return the account of entries as they stand in a file."""
    shared = {"complete": True, "by": "A. Moreau", "on": date(2026, 10, 2)}
    rows = [{"id": "run", "activity": "pre-training", "source": "log", **one} for one in entries]
    model = Ledger.model_validate({**shared, "entries": rows, **more})
    check_ledger(model, Text("compute.yaml", None, {}), law())
    dossier = files.read({"dossier.yaml": b"format: 1\n"}, law())
    kept = {"dense": json.dumps(DENSE), "experts": json.dumps(EXPERTS)}
    changed = dossier.model_copy(update={"ledger": model, "configurations": kept})
    return account(changed, law(), law().known_on)


def line(entry: dict[str, Any], *checks: dict[str, Any]) -> Line:
    """Return the line of an entry with its checks."""
    return ledger({**entry, "checks": [{"source": "report", **one} for one in checks]}).lines[0]


def kinds(found: Line) -> set[str]:
    """Return the kinds of flags of a line."""
    return {flag.id.removeprefix("flag.") for flag in flags(found)}


def said(found: Line) -> str:
    """Return the method of a line in English."""
    return law().language.words(found.method)


def hardware(**more: Any) -> dict[str, Any]:
    """Return an entry from hardware and time."""
    figures = {"unit_hours": 1000, "margin": Decimal("0.1"), **more}
    return {"method": "hardware", "utilisation": Decimal("0.4"), **figures}


def counted(name: str = "dense", **more: Any) -> dict[str, Any]:
    """Return an entry that is counted from a configuration."""
    figures = {"tokens": 10**9, "length": 64, "attention": "causal", "margin": 0, **more}
    return {"method": "architecture", "configuration": name, **figures}


def by_rule(parameters: int, tokens: int = 10**9, **more: Any) -> dict[str, Any]:
    """Return an entry by parameters and tokens."""
    figures = {"active_parameters": parameters, "tokens": tokens, "margin": 0, **more}
    return {"method": "six-pd", **figures}


def model(config: dict[str, Any]) -> Architecture:
    """Return what a configuration tells."""
    return architecture(config, "config.json")


def full(config: dict[str, Any], *length: int, tokens: int = 10**9) -> Decimal:
    """Return the operations of a training, each token attending to each."""
    work = Work(Decimal(tokens), (Length(length=length, share=Decimal(1)),))
    return Decimal(round(operations(model(config), work).full))


@pytest.mark.parametrize(
    ("accelerator", "peak"),
    [("H100 SXM", "1979e12 FLOP/s"), ("NVIDIA A100-SXM4-80GB", "624e12 FLOP/s")],
)
def test_1_the_sparse_peak_typed_for_the_dense_one(accelerator: str, peak: str) -> None:
    """Twice the dense peak is pointed out, and the dense one is named."""
    typed = hardware(accelerator=accelerator, dtype="bf16", peak=peak)
    assert "peak-sparse" in kinds(line(typed))


@pytest.mark.parametrize(
    ("accelerator", "peak", "kind"),
    [
        ("H100 SXM", "756e12 FLOP/s", "peak-form"),
        ("H100 PCIe", "989.4e12 FLOP/s", "peak-form"),
        ("MI250X GCD", "383e12 FLOP/s", "peak-unit"),
        ("TPU v4", "137.5e12 FLOP/s", "peak-unit"),
        ("H100 SXM", "1979e12 FLOP/s", "peak-sparse"),
        ("H100 SXM", "312e12 FLOP/s", "peak-other"),
    ],
)
def test_2_the_peak_of_another_form_or_unit(accelerator: str, peak: str, kind: str) -> None:
    """The peak of PCIe for SXM, of a module for its part, of a core for a chip is pointed out."""
    assert kind in kinds(line(hardware(accelerator=accelerator, dtype="bf16", peak=peak)))


def test_3_the_executed_share_given_for_the_models_own() -> None:
    """What was computed twice is taken out, and the method says so."""
    executed = {"utilisation": None, "executed": Decimal("0.46"), "recomputed": 1}
    found = line(hardware(peak="312e12 FLOP/s", **executed))
    plain = line(hardware(peak="312e12 FLOP/s", utilisation=Decimal("0.345")))
    assert found.amount.best == plain.amount.best
    assert "0.46 executed" in said(found)


def test_4_the_utilisation_of_good_steps_over_all_billed_hours() -> None:
    """Hours that hold restarts make half as much again, and the two figures are shown apart."""
    good = hardware(peak="312e12 FLOP/s", unit_hours=1500, utilisation=Decimal("0.45"))
    own = by_rule(10**9, tokens=84_240_000_000)
    found = line(own, good)
    assert kinds(found) & {"apart", "recomputed"}
    assert side_by_side(found)[0].implied == Decimal("0.3")


def test_5_multiply_adds_counted_as_one_operation() -> None:
    """Half of what another way gives is taken for what it looks like."""
    half = Amount.exactly(line(counted()).amount.best / 2, FLOP)
    stated = {"method": "stated", "amount": f"{half.best} FLOP"}
    assert kinds(line(counted(), stated)) == {"half"}


def test_6_all_parameters_taken_for_the_active_ones() -> None:
    """Every expert counted is pointed out; modules of training alone are not among the total."""
    parameters = model(EXPERTS).parameters
    assert "total-for-active" in kinds(line(counted("experts"), by_rule(parameters.total)))
    assert "total-for-active" not in kinds(line(counted("experts"), by_rule(parameters.active)))


def test_7_the_size_of_the_corpus_taken_for_the_tokens_processed() -> None:
    """Three epochs entered as one use a third of the hardware, and less than runs do."""
    thrice = hardware(peak="312e12 FLOP/s", unit_hours=1000, utilisation=Decimal("0.3"))
    once = int(line(thrice).amount.best) // 3 // 6 // 10**9
    assert "utilisation-low" not in kinds(line(by_rule(10**9, tokens=once * 3), thrice))
    assert kinds(line(by_rule(10**9, tokens=once * 9 // 10), thrice)) >= {"utilisation-low"}


@pytest.mark.parametrize(
    ("more", "more_parameters"),
    [
        ({"tie_word_embeddings": True}, -64_000),
        ({"vocab_size": 1024}, 2 * 24 * 64),
        ({"head_dim": 32}, 4 * 4 * 64 * 64),
        ({"num_key_value_heads": 1}, -4 * 2 * 64 * 48),
    ],
)
def test_8_what_configurations_say_in_small_print(
    more: dict[str, Any], more_parameters: int
) -> None:
    """Tied heads, padded vocabularies, own widths of heads and shared keys count as they are."""
    before, after = model(DENSE).parameters, model({**DENSE, **more}).parameters
    assert after.total - before.total == more_parameters


def test_8_a_tied_head_costs_its_product_all_the_same() -> None:
    """Weights that are shared save parameters and no operation."""
    assert full({**DENSE, "tie_word_embeddings": True}, 64) == full(DENSE, 64)


def test_9_the_context_that_a_model_can_take_is_not_that_of_its_training() -> None:
    """Without the length of the sequences nothing is counted."""
    with pytest.raises(DossierError, match="the length of a sequence is needed"):
        line(counted(length=None))


def test_10_six_operations_for_each_parameter_of_an_encoder_decoder() -> None:
    """Each token goes through one half only, so the plain rule is about twice too high."""
    work = Work(Decimal(10**9))
    plain = six_pd(model(T5).parameters.active, work)
    assert Decimal("1.5") < plain / full(T5, 16, 16) < Decimal("2.5")


def test_11_weights_of_four_bits_hold_fewer_numbers_than_parameters() -> None:
    """Packed weights tell no number of parameters that anything could be held against."""
    from colophon.importers.safetensors import FACTS  # noqa: PLC0415 -- read for this test alone

    assert "without buffers" in FACTS["weights.parameters"]
    assert ledger(counted()).lines[0].amount.is_point


def test_12_the_operations_that_a_trainer_logs() -> None:
    """They fill no field; a proposal says what they are; who states them sees how far off."""
    told = {fact for one in parts.modules(importers) for fact in one.FACTS if "flop" in fact}
    assert told == {"training.flop-logged"}
    assert not [field.id for field in law().field.values() if told.intersection(field.evidence)]
    evidence = Evidence(fact="training.flop-logged", value=7, unit="FLOP", locator="/total_flos")
    artefact = Artefact(name="trainer_state.json", digest="sha256:0", size=1)
    read = Reading(importer="trainer_state", artefact=artefact, evidence=(evidence,), unread=())
    (proposed,) = proposals.proposals({}, [read])
    assert "convention of its own" in proposed.row["note"]
    logged = Amount.exactly(line(counted()).amount.best * Decimal("0.78"), FLOP)
    stated = {"method": "stated", "amount": f"{logged.best} FLOP"}
    assert kinds(line(counted(), stated)) == {"apart"}


@pytest.mark.parametrize("method", ["six-pd", "architecture"])
def test_13_an_adapter_counted_as_all_or_as_itself_alone(method: str) -> None:
    """An adapter costs about two thirds of training all, and far more than its own parameters."""
    own = 1000
    adapter: dict[str, Any] = {"trains": "adapter", "trained_parameters": own}
    adapter["activity"] = "fine-tuning"
    make = by_rule if method == "six-pd" else counted
    name: Any = model(DENSE).parameters.active if method == "six-pd" else "dense"
    whole, found = line(make(name)).amount.best, line(make(name, **adapter)).amount.best
    alone = 6 * own * 10**9
    assert found == whole * 2 / 3 + alone
    assert found > 40 * alone


def test_14_checkpoints_and_restarts_count_once() -> None:
    """A later count supersedes the earlier one; lost steps are an entry of their own."""
    first = {"id": "at-step-100", **by_rule(10**9, tokens=10**9)}
    later = {"id": "at-step-900", **by_rule(10**9, tokens=9 * 10**9), "supersedes": ["at-step-100"]}
    lost = {"id": "lost", "activity": "lost-steps", **by_rule(10**9, tokens=10**8)}
    assert ledger(first, later).totals["cumulative"].best == 54 * 10**18
    assert ledger(later | {"supersedes": []}, lost).totals["cumulative"].best == 546 * 10**17


@pytest.mark.parametrize(
    "written",
    ["6.5E+23 FLOP", "6,5e23 FLOP", "6.5×10^23 FLOP", "6.5×10²³ FLOP", "650 ZFLOP", "0.65 YFLOP"],
)
def test_15_one_figure_in_many_spellings(written: str) -> None:
    """However it is written, it is read as the same."""
    assert measure(written, asked=Quantity.FLOP) == Amount.exactly(Decimal("6.5e23"), FLOP)


@pytest.mark.parametrize("written", ["1025 FLOP", "3.8×1025 FLOP", "2 EFLOP/s", "1.45E+24 FLOPS"])
def test_15_figures_that_lost_their_power_or_are_rates(written: str) -> None:
    """A power that was lost, and operations per second, are refused."""
    with pytest.raises(ValueError, match="FLOP"):
        measure(written, asked=Quantity.FLOP)


def test_16_thresholds_are_strict_and_compared_unrounded() -> None:
    """Exactly the threshold is not beyond it, and what rounds to it may be."""
    threshold = law().threshold["systemic-risk-compute"]
    level = threshold.on(law().known_on)
    assert level is not None
    at, beyond = Decimal("1e25"), Decimal("1.004e25")
    assert compared(Amount.exactly(at, FLOP), threshold, level) is Answer.NO
    assert compared(Amount.exactly(beyond, FLOP), threshold, level) is Answer.YES
    assert Precision.TWO_FIGURES


def test_17_contradicting_figures_are_never_averaged() -> None:
    """The entry's own figure counts, whatever stands beside it."""
    stated = {"method": "stated", "amount": "5e25 FLOP"}
    assert ledger({**counted(), "checks": [{"source": "card", **stated}]}).totals == (
        ledger(counted()).totals
    )


def test_18_figures_of_others_change_so_each_has_its_day_and_source() -> None:
    """An entry says where its figure comes from, and on which day it was entered."""
    stated = {"method": "stated", "amount": "5e25 FLOP"}
    with pytest.raises(ValidationError, match="source"):
        ledger({**stated, "source": None})
    with pytest.raises(DossierError, match="does not say `on`"):
        ledger(stated, on=None)


def test_19_a_copied_figure_with_altered_digits() -> None:
    """Held against parameters and tokens, a figure with other digits stands apart."""
    copied = {"method": "stated", "amount": "8.3e25 FLOP"}
    plain = by_rule(405 * 10**9, tokens=15_600 * 10**9, margin=Decimal("0.1"))
    assert kinds(line(copied, plain)) == {"apart"}
    assert kinds(line({**copied, "amount": "3.8e25 FLOP"}, plain)) == set()


def test_20_an_estimate_is_superseded_and_never_overwritten() -> None:
    """The older figure keeps its method, and counts say by which rules they were made."""
    old = {"id": "old", **by_rule(10**9)}
    new = {"id": "new", **counted(), "supersedes": ["old"]}
    first, second = ledger(old, new).lines
    assert (first.superseded_by, said(first)) == (
        "new",
        "6 × 1e9 active parameters × 1e9 tokens, ± 0 %",
    )
    assert second.superseded_by is None
    assert COUNTER
