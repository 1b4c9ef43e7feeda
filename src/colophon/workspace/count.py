"""A `config.json` on the disk to the count of its parameters and operations."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any, Final

from colophon import reading
from colophon.compute.architecture import COUNTER, architecture
from colophon.compute.bounds import bounds
from colophon.compute.counting import (
    FORWARD,
    TRAINING,
    Work,
    attention_share,
    operations,
    per_token,
    six_pd,
)
from colophon.compute.weights import stored_as
from colophon.dossier.model import Length, read_length
from colophon.errors import DiskError, ReadingError, UnknownIdError
from colophon.importers import LARGEST_TEXT, Folder, Source, safetensors
from colophon.quantities import number, plain
from colophon.workspace.disk import refusals_explained

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

    from colophon.compute.architecture import Architecture
    from colophon.compute.counting import Line, Operations

CONFIG: Final = "config.json"
CONVENTIONS: Final = {
    "multiply_add": "two operations",
    "counted": "products with weights, attention scores, convolutions, updates of a state",
    "not_counted": "norms, activations, softmax, rotations, biases, the optimiser",
    "embedding": "looked up: no operations",
    "output_head": "counted for every token, also where its weights are the embedding's",
    "experts": "those that are chosen for a token",
    "causal": "a token attends to itself and to those before it",
    "full": "a token attends to every token, or to as many as a window holds",
    "backward": "two forward passes; none for what is not trained",
    "recomputation": "left out",
    "precision": "an operation is one in whatever type of numbers",
    "six_pd": "six operations for each active parameter and token; two where nothing is trained",
    "per_token": "operations of a forward pass for each token, on average over the sequences",
}
_STORED_TOO: Final = {
    "beside": "the layers that predict later tokens",
    "copy": "the output head saved beside the embedding whose weights it shares",
}
_PLACES: Final = Decimal("0.000001")
_PRECISE: Final = 60
"""Digits with which a count for each token is divided out before it is rounded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of what passes through a model.

    Attributes:
        tokens: how many are processed, each epoch again; None where it is not known.
        lengths: of the sequences; empty where it is not known.
        images: how many images or recordings the towers work on; None where that is not known.
        patches: how many an image has, for a tower that takes images of any size.
        frozen: names of the streams that are not trained.
        trained: whether anything is trained.
    """

    tokens: int | None = None
    lengths: tuple[Length, ...] = ()
    images: int | None = None
    patches: int | None = None
    frozen: frozenset[str] = frozenset()
    trained: bool = True

    def work(self, model: Architecture | None) -> Work | None:
        """Return what passes through a model; None where the number of tokens is needed."""
        needs_tokens = model is None or any(not one.tower for one in model.streams)
        if needs_tokens and self.tokens is None:
            return None
        passes = TRAINING if self.trained else FORWARD
        tokens, images = Decimal(self.tokens or 0), Decimal(self.images or 0)
        return Work(tokens, self.lengths, passes, 0, self.frozen, images, self.patches)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the header of the weights beside a configuration says.

    Attributes:
        parameters: how many they hold; None where that cannot be told.
        agree: whether the configuration tells as many; None where that cannot be said.
    """

    parameters: int | None
    agree: bool | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a count.

    Attributes:
        model_type: the family, as the file names it.
        model: what the configuration tells; None of a type that is not known.
        plan: what passes through the model.
        six_pd: operations by the plain rule; None without a number of tokens.
        flop: operations counted exactly; None where that cannot be.
        lines: forward operations for each token; empty without lengths.
        weights: what the header of the weights says; None without one.
        notes: what a reader of the count should know, in sentences.
    """

    model_type: str
    model: Architecture | None
    plan: Plan
    six_pd: int | None
    flop: Operations | None = None
    lines: tuple[Line, ...] = ()
    weights: Weights | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest that the plain rule may stand for, of an unknown type."""
        if self.model is not None or self.six_pd is None:
            return None
        usual = bounds()["unknown-architecture"]
        return int(usual.low * self.six_pd), int(usual.high * self.six_pd)


def read_lengths(text: str) -> tuple[Length, ...]:
    """Read the length of sequences: `4096`, `512/114`, or `4096:0.8,32768:0.2` by share of tokens.

    Raises:
        ReadingError: it is no such thing, or the shares do not add up to one.
    """
    parts = [part.strip().partition(":") for part in text.split(",")]
    try:
        if len(parts) > 1 and not all(colon for _, colon, _ in parts):
            raise ValueError("the lengths of a mix have shares")  # noqa: TRY301 -- one message for all
        lengths = tuple(
            Length(
                length=read_length(length),
                share=number(share, place="--length") if colon else Decimal(1),
            )
            for length, colon, share in parts
        )
    except (ValueError, ReadingError):
        raise ReadingError(
            f"`{text}` is not the length of a sequence in tokens",
            place="--length",
            remedy="Write it as 4096, as 512/114 of an encoder-decoder, or as 4096:0.8,32768:0.2.",
        ) from None
    if sum(one.share for one in lengths) != 1:
        raise ReadingError(
            f"the shares of tokens in `{text}` do not add up to 1",
            place="--length",
            remedy="Say which part of all tokens is in sequences of each length.",
        )
    return lengths


def count(path: Path, plan: Plan) -> Counted:
    """Count the parameters of the model at `path`, and the operations of what passes through it.

    Args:
        path: a `config.json`, or the folder that holds it.
        plan: what passes through the model.

    Raises:
        DiskError: there is no such file, or it cannot be read.
        ReadingError: it is not JSON, lacks a size, or the plan does not fit the model.
        UnknownIdError: its type is not known and nothing else tells how large the model is; or the
            plan names a part that the model does not have.
    """
    file = _file(path)
    config = _read(file)
    weights, notes = _weights(file)
    try:
        model = architecture(config, str(file))
    except UnknownIdError as error:
        return _by_the_plain_rule(config, plan, weights, notes, error)
    _check(model, plan)
    notes = [*model.notes, *_on_the_plan(model, plan), *notes]
    if weights is not None and weights.parameters is not None:
        agree, note = _compared(model, weights.parameters)
        weights = Weights(weights.parameters, agree)
        notes.append(note)
    work = plan.work(model)
    lines: tuple[Line, ...] = ()
    total: Operations | None = None
    try:
        if plan.lengths or not model.given:
            lines = per_token(model, plan.lengths)
            total = operations(model, work) if work else None
    except ValueError as error:
        raise ReadingError(
            str(error), place="--length", remedy="Write one number for each, as 512/114."
        ) from None
    share = attention_share(lines)
    if not bounds()["attention-share"].hold(share):
        notes.append(
            f"Attention scores are {float(100 * share):.0f} % of the forward pass: six operations"
            " for each parameter and token leave them out."
        )
    plain_rule = int(six_pd(model.parameters.active, work)) if plan.tokens and work else None
    return Counted(model.model_type, model, plan, plain_rule, total, lines, weights, notes)


def model_at(path: Path) -> tuple[Architecture, str]:
    """Return the architecture of the model at `path`, and the name of its file.

    Raises:
        DiskError, ReadingError, UnknownIdError: as `count`.
    """
    file = _file(path)
    return architecture(_read(file), str(file)), str(file)


def _file(path: Path) -> Path:
    """Return the `config.json` that is named, or that the folder holds which is named."""
    return path / CONFIG if path.is_dir() else path


def _read(file: Path) -> dict[str, Any]:
    """Return the object in a file.

    Raises:
        DiskError: it cannot be read.
        ReadingError: it is not JSON, or no object.
    """
    if not file.exists():
        raise DiskError(
            "there is no such file",
            place=str(file),
            remedy="Name the config.json of a model, or the folder that holds it.",
        )
    with refusals_explained(file):
        if file.stat().st_size > LARGEST_TEXT:
            raise DiskError(
                "the file is larger than any configuration",
                place=str(file),
                remedy="Name the config.json of a model.",
            )
        data = file.read_bytes()
    value = reading.json(data, str(file)).value
    if not isinstance(value, dict):
        raise ReadingError(
            "it is JSON, but no object",
            place=str(file),
            remedy="Name the config.json of a model.",
        )
    return value


def _weights(file: Path) -> tuple[Weights | None, list[str]]:
    """Return what the headers of the weights beside a configuration say, and what is to be said.

    Raises:
        DiskError: the folder or a file in it cannot be read.
    """
    with refusals_explained(file.parent):
        folder = Folder.on_disk(file.parent)
    for group in safetensors.recognise(folder):
        read = safetensors.collect(Source(file.parent, group))
        facts = {one.fact: one.value for one in read.evidence}
        if any(fact.startswith("adapter.") for fact in facts):
            continue
        notes = [f"{read.artefact.name}: {one.reason}. {one.remedy}" for one in read.unread]
        held = facts.get("weights.parameters")
        return Weights(held if isinstance(held, int) else None), notes
    return None, []


def _check(model: Architecture, plan: Plan) -> None:
    """Refuse a plan that does not fit a model.

    Raises:
        UnknownIdError: it freezes a part that the model does not have.
        ReadingError: it has images, and the model does not look at any; or it says how many patches
            they have where the configuration does, or does not where the configuration does not.
    """
    names = [one.name for one in model.streams]
    for name in sorted(plan.frozen):
        if name not in names:
            raise UnknownIdError(
                f"the model has no part `{name}`",
                place="--frozen",
                remedy=f"It has: {', '.join(names)}.",
            )
    if plan.images is not None and not model.towers:
        raise ReadingError(
            "the model has no part that works on images or recordings by themselves",
            place="--images",
            remedy="Leave it out; give the number of tokens instead.",
        )
    sizeless = next((tower.name for tower in model.towers if tower.length is None), None)
    if sizeless is not None and plan.images is not None and plan.patches is None:
        raise ReadingError(
            f"`{sizeless}` takes images of any size, and how many patches one has is not said",
            place="--patches",
            remedy="Give --patches, the number that its tower sees of one image on average.",
        )
    if sizeless is None and plan.patches is not None:
        raise ReadingError(
            "how many patches an image has stands in the configuration, or there are none",
            place="--patches",
            remedy="Leave it out.",
        )


def _on_the_plan(model: Architecture, plan: Plan) -> list[str]:
    """Return what is to be said of what a plan leaves open."""
    notes = []
    if model.given and not plan.lengths:
        notes.append(
            "Without --length attention cannot be counted: `max_position_embeddings` says how long"
            " a sequence may be, not how long those of training were."
        )
    if plan.tokens is None:
        notes.append("Without --tokens there is no total.")
    if model.towers and plan.images is None:
        names = ", ".join(tower.name for tower in model.towers)
        notes.append(f"Without --images the work of {names} is not in the total.")
    if model.towers:
        notes.append(
            "Six operations for each parameter and token count the parameters that look at images"
            " or listen for every token, which is too much."
        )
    if model.parameters.beside:
        notes.append(
            f"Training runs {model.parameters.beside} parameters more, which predict later tokens;"
            " their work is counted, and they are not among the parameters."
        )
    return notes


def _compared(model: Architecture, held: int) -> tuple[bool, str]:
    """Return whether weights hold what a configuration tells, and a sentence on that."""
    own = model.parameters
    more = stored_as(own).get(held)
    if more is not None:
        said = "".join(f", with {_STORED_TOO[one]}" for one in more)
        return True, f"The weights hold {held} parameters{said}."
    less = "more" if held > own.total else "fewer"
    return False, (
        f"The weights hold {held} parameters, {abs(held - own.total)} {less} than the"
        " configuration tells: the model may be built in another way than is counted here."
    )


def _by_the_plain_rule(
    config: dict[str, Any],
    plan: Plan,
    weights: Weights | None,
    notes: list[str],
    error: UnknownIdError,
) -> Counted:
    """Return what the number of parameters alone tells of a model of an unknown type.

    Raises:
        UnknownIdError: that number is not known either.
    """
    if weights is None or weights.parameters is None:
        raise UnknownIdError(
            f"{error.message}, and no header of safetensors beside it tells how many parameters"
            " the model has, so that nothing can be counted",
            place=error.place,
            remedy=error.remedy,
        )
    usual = bounds()["unknown-architecture"]
    said = (
        f"`{config['model_type']}` is a type that is not known: only the plain rule is given, from"
        f" all parameters of the weights, and it may be {plain(usual.low)} to {plain(usual.high)}"
        f" times that: {usual.source}."
    )
    work = plan.work(None)
    rule = int(six_pd(weights.parameters, work)) if work else None
    return Counted(
        str(config["model_type"]), None, plan, rule, weights=weights, notes=[said, *notes]
    )


# -- For machines ---------------------------------------------------------------------------------


def as_json(counted: Counted) -> dict[str, Any]:
    """Return what `colophon compute count --json` prints."""
    model, total = counted.model, counted.flop
    own = None if model is None else model.parameters._asdict()
    held = counted.weights.parameters if counted.weights else None
    return {
        "model_type": counted.model_type,
        "counter": COUNTER,
        "parameters": own or dict.fromkeys(_PARAMETERS) | {"total": held},
        "flop": None
        if counted.six_pd is None and total is None
        else {
            "six_pd": counted.six_pd,
            "causal": round(total.causal) if total else None,
            "full": round(total.full) if total else None,
            "low": counted.span[0] if counted.span else None,
            "high": counted.span[1] if counted.span else None,
        },
        "per_token": [
            {"item": line.name, "causal": as_number(line.causal), "full": as_number(line.full)}
            for line in counted.lines
        ]
        or None,
        "conventions": CONVENTIONS,
        "assumed": [] if model is None else [{"at": a.at, "value": a.value} for a in model.assumed],
        "not_understood": [] if model is None else list(model.not_understood),
        "weights": None
        if counted.weights is None
        else {"parameters": counted.weights.parameters, "agree": counted.weights.agree},
        "notes": counted.notes,
    }


_PARAMETERS = ("total", "active", "embedding", "output_head", "beside")


def as_number(value: Fraction) -> int | float:
    """Return a whole number as such, another one rounded to six places, half to even."""
    if value.denominator == 1:
        return int(value)
    with localcontext(prec=_PRECISE):
        return float((Decimal(value.numerator) / value.denominator).quantize(_PLACES))
