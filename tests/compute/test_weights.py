"""A configuration and the weights beside it: the same model, or a wider interval and a flag."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from colophon.compute.estimates import Context, amount, method
from colophon.compute.ledger import account
from colophon.compute.reconciliation import flags
from colophon.compute.stream import Parameters
from colophon.compute.weights import difference, parameters_beside
from colophon.dossier import files
from colophon.dossier.model import Counted, Dossier, Ledger
from colophon.errors import UnknownIdError
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.quantities import FLOP, Amount

CONFIG = {
    "model_type": "llama",
    "hidden_size": 8,
    "intermediate_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "vocab_size": 32,
    "tie_word_embeddings": False,
}
PARAMETERS = 2 * (4 * 8 * 8 + 3 * 8 * 16 + 2 * 8) + 2 * 32 * 8 + 8


def reading(name: str, digest: str, **facts: int) -> Reading:
    """Return what was read from one artefact."""
    return Reading(
        importer="made-up",
        artefact=Artefact(name=name, digest=digest, size=1),
        evidence=tuple(
            Evidence(fact=fact.replace("_", "."), value=value, locator="")
            for fact, value in facts.items()
        ),
        unread=(),
    )


def dossier(stored: int | None, config: dict[str, Any] = CONFIG, folder: str = "run") -> Dossier:
    """Return a dossier that keeps a configuration, and evidence of weights in a folder."""
    text = json.dumps(config)
    digest = f"sha256:{sha256(text.encode()).hexdigest()}"
    readings = [reading("run/config.json", digest, model_layers=2)]
    if stored is not None:
        readings.append(reading(f"{folder}/model.safetensors", "x", weights_parameters=stored))
    bare = files.read({"dossier.yaml": b"format: 1\n"}, law())
    changed = {"configurations": {"small": text}, "readings": tuple(readings)}
    return bare.model_copy(update=changed)


def counted(**more: Any) -> dict[str, Any]:
    """Return an estimate from the configuration."""
    figures = {"tokens": 1000, "length": 16, "attention": "full", "margin": 0}
    return {"method": "architecture", "configuration": "small", "source": "log", **figures, **more}


def flop(one: Dossier, **more: Any) -> Amount:
    """Return the amount of such an estimate."""
    context = Context(law().activity["pre-training"], one, "compute.run")
    return amount(Counted.model_validate(counted(**more)), context)


def flagged(one: Dossier) -> list[str]:
    """Return the flags of an entry from the configuration, in words."""
    entry = {"id": "run", "activity": "pre-training", **counted()}
    ledger = Ledger.model_validate({"by": "A. Moreau", "on": "2026-10-02", "entries": [entry]})
    lines = account(one.model_copy(update={"ledger": ledger}), law(), law().known_on).lines
    return [law().language.words(flag) for flag in flags(lines[0])]


@pytest.mark.parametrize(
    ("stored", "folder", "found"), [(5, "run", 5), (5, "other", None), (None, "run", None)]
)
def test_the_weights_beside_a_configuration_are_those_of_its_folder(
    stored: int | None, folder: str, found: int | None
) -> None:
    """Weights that were collected from another folder are of another model."""
    assert parameters_beside("small", dossier(stored, folder=folder)) == found


@pytest.mark.parametrize(
    ("counted", "stored", "by"),
    [
        (Parameters(100, 100, 10, 10, 0), 100, 0),
        (Parameters(100, 100, 10, 10, 7), 107, 0),
        (Parameters(100, 100, 10, 0, 0), 110, 0),
        (Parameters(100, 100, 10, 0, 7), 117, 0),
        (Parameters(100, 100, 10, 10, 0), 110, Decimal("0.1")),
        (Parameters(100, 100, 10, 10, 0), 50, Decimal("0.5")),
    ],
)
def test_a_copy_of_the_embedding_and_what_training_alone_runs_are_no_difference(
    counted: Parameters, stored: int, by: Decimal
) -> None:
    """Files hold tied weights once or twice, and may hold modules that only training runs."""
    assert difference(counted, stored) == by


def test_weights_that_fit_change_nothing() -> None:
    """A count that the weights confirm keeps its interval and is not flagged."""
    assert flop(dossier(PARAMETERS)) == flop(dossier(None))
    assert flagged(dossier(PARAMETERS)) == []


def test_weights_that_differ_widen_the_interval_and_are_flagged() -> None:
    """A tenth more parameters is a tenth more doubt, outwards at both ends."""
    sure, doubtful = flop(dossier(None)), flop(dossier(PARAMETERS * 11 // 10))
    assert doubtful.best == sure.best
    share = Decimal(PARAMETERS * 11 // 10) / PARAMETERS - 1
    assert sure.low * (1 - share) - 1 <= doubtful.low <= sure.low * (1 - share)
    assert sure.high * (1 + share) <= doubtful.high <= sure.high * (1 + share) + 1
    (flag,) = flagged(dossier(PARAMETERS * 11 // 10))
    assert f"{PARAMETERS} parameters follow" in flag


def test_a_model_of_unknown_type_is_counted_by_its_weights_in_a_wide_interval() -> None:
    """Six operations for each parameter and token, from a twentieth to three times as much."""
    unknown = dossier(1000, {"model_type": "made-up"})
    best = Decimal(6 * 1000 * 1000)
    assert flop(unknown) == Amount(best * Decimal("0.05"), best, best * 3, FLOP)
    assert flop(unknown, trains="adapter", trained_parameters=10).best == (4000 + 60) * 1000
    (flag,) = flagged(unknown)
    assert "is not known" in flag
    context = Context(law().activity["pre-training"], unknown, "compute.run")
    words = law().language.words(method(Counted.model_validate(counted()), context))
    assert "times the 1000 parameters of the weights" in words


def test_a_model_of_unknown_type_without_weights_is_refused() -> None:
    """Where nothing tells how large a model is, nothing is counted."""
    with pytest.raises(UnknownIdError, match="made-up"):
        flop(dossier(None, {"model_type": "made-up"}))


def test_what_the_counter_made_nothing_of_is_flagged() -> None:
    """A part of the file that may change the size, and was not understood, is named."""
    (flag,) = flagged(dossier(None, {**CONFIG, "extra_layers": 3}))
    assert "/extra_layers" in flag
