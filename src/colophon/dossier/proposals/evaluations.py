"""Results of evaluations and of adversarial tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.dossier.proposals import Entry, Row, Thing, slug
from colophon.dossier.proposals._numbers import agree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FILE: Final = "evaluations.yaml"
LIST: Final = "evaluations"
NEEDS: Mapping[str, str] = {"metric": "what was measured, such as accuracy"}

_MODEL: Final = "model "
_PROGRAMS: Final[Mapping[str, str]] = {
    "crfm-helm": "HELM",
    "helm": "HELM",
    "inspect_ai": "Inspect",
    "lm_eval": "lm-evaluation-harness",
}
"""What records that are made from the files of a program call it."""


def propose(things: Sequence[Thing]) -> Iterator[Entry]:
    """Yield the result of each task, and of each probe with its detector."""
    for thing in things:
        if thing.own("evaluation.value"):
            yield _result(thing)
        if thing.own("adversarial.hits"):
            yield _attack(thing)


def _result(thing: Thing) -> Entry:
    task = thing.words("evaluation.task") or thing.name or thing.reading.artefact.name
    metric = thing.words("evaluation.metric")
    row = {
        "name": task,
        "kind": "evaluation",
        "metric": metric,
        "value": _value(thing),
        "setting": "; ".join(_setting(thing)) or None,
        "on": thing.words("evaluation.on"),
        "source": thing.place("evaluation.value"),
    }
    return Entry(slug(task, metric), _without_gaps(row))


def _value(thing: Thing) -> str:
    value = thing.words("evaluation.value") or ""
    spread = thing.words("evaluation.uncertainty")
    if spread is None:
        return value
    kind = thing.words("evaluation.uncertainty-kind")
    return f"{value} ± {spread}" + (f" ({kind})" if kind else "")


def _setting(thing: Thing) -> Iterator[str]:
    """Yield what one needs to repeat it, as far as it is told."""
    for fact, form in (
        ("evaluation.task-version", "version {}"),
        ("evaluation.shots", "{} shots"),
        ("evaluation.filter", "filter {}"),
        ("evaluation.scorer", "scorer {}"),
        ("evaluation.reducer", "reducer {}"),
        ("evaluation.epochs", "{} epochs"),
        ("evaluation.samples", "{} samples"),
        ("evaluation.subtasks", "puts together {}"),
        ("evaluation.model", "model {}"),
        ("evaluation.model-revision", "revision {}"),
    ):
        words = thing.words(fact)
        if words is not None:
            yield form.format(words)
    yield from _program(thing, "evaluation")


def _attack(thing: Thing) -> Entry:
    probe = thing.words("adversarial.probe") or thing.name or thing.reading.artefact.name
    detector = thing.words("adversarial.detector")
    hits, attempts = thing.words("adversarial.hits"), thing.words("adversarial.attempts")
    setting = [f"model {model}"] if (model := thing.words("adversarial.model")) else []
    row = {
        "name": probe,
        "kind": "adversarial-test",
        "metric": "attempts that hit" + (f", judged by {detector}" if detector else ""),
        "value": f"{hits} of {attempts}" if attempts else hits,
        "setting": "; ".join([*setting, *_program(thing, "adversarial")]) or None,
        "on": thing.words("adversarial.on"),
        "source": thing.place("adversarial.hits"),
    }
    return Entry(slug(probe, detector), _without_gaps(row))


def _program(thing: Thing, kind: str) -> Iterator[str]:
    program = thing.words(f"{kind}.program")
    if program is not None:
        yield " ".join(filter(None, (program, thing.words(f"{kind}.program-version"))))


def _without_gaps(row: Row) -> Row:
    """Return a row without what nothing tells and the register does not need."""
    return {key: value for key, value in row.items() if value is not None or key in NEEDS}


def same(row: Row, entry: Entry) -> bool:
    """Whether both are of one task and one metric, in one setting as far as it is told.

    Of two settings of which one tells more, they are one result where day and value are the same.
    """
    ours = entry.row
    return (
        row.get("kind") == ours["kind"]
        and _folded(row.get("name")) == _folded(ours["name"])
        and _folded(row.get("metric")) == _folded(ours["metric"])
        and (row.get("setting") in {None, ours.get("setting")} or _told_again(row, ours))
    )


def _told_again(row: Row, ours: Row) -> bool:
    """Whether a result is that of a row, told once more with less of its setting, or with more."""
    one, other = (_parts(each.get("setting")) for each in (row, ours))
    return (
        (one <= other or other <= one)
        and any(part.startswith(_MODEL) for part in one & other)
        and row.get("on") is not None
        and str(row["on"]) == ours.get("on")
        and "value" in row
        and agree(row["value"], ours["value"])
    )


def _parts(setting: object) -> frozenset[str]:
    """Return the parts of a setting, each program by the name that it gives itself."""
    parts = str(setting or "").split("; ")
    return frozenset(
        " ".join((_PROGRAMS.get(first, first), *more))
        for first, *more in (part.split(" ") for part in parts)
    )


def differ(row: Row, entry: Entry) -> Iterator[str]:
    """Yield `value` where it is not the same number."""
    if "value" in row and not agree(row["value"], entry.row["value"]):
        yield "value"


def _folded(text: object) -> str:
    return str(text).casefold()
