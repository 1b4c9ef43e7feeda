"""`progress.txt`: one line for each job and each checkpoint."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from colophon.evidence import Evidence, Unread
from colophon.importers._training import broken, counted, numeral, question
from colophon.quantities import plain, product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from colophon.importers._files import Log

FACTS: Final = (
    "training.steps",
    "training.tokens",
    "training.flop-logged",
    "training.started",
    "hardware.accelerators",
)

_LINE: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})\t"
    r"Job ID: (?P<job>[^\t]{0,100})\t# GPUs: (?P<gpus>[0-9]{1,9})\t(?P<what>.+)"
)
_SAVED: Final = re.compile(
    r"(?:Saved|Saving async) checkpoint\tIteration: (?P<steps>[0-9]{1,15})\t.*"
    r"Floating-point operations: (?P<flop>[0-9.]+e[+-][0-9]{2})\t"
    r"Tokens \(in billions\): (?P<tokens>[0-9]+\.[0-9]{2})"
)
_STARTED: Final = "Starting job"
_BILLION: Final = 10**9


def begins(head: bytes) -> bool:
    """Say whether a file that begins so is the progress of a training."""
    return _LINE.match(head.decode("utf-8", "replace")) is not None


class _Saved(NamedTuple):
    line: int
    steps: int
    flop: Decimal
    tokens: Decimal


def found(log: Log) -> Iterator[Evidence | Unread]:
    """Yield the jobs, and what the newest checkpoint holds."""
    saved: list[_Saved] = []
    strange: list[int] = []
    for at, text in log:
        line = _LINE.fullmatch(text)
        if line is None:
            strange += [at] if text else []
        elif line["what"] == _STARTED:
            yield from _job(at, line)
        elif match := _SAVED.fullmatch(line["what"]):
            try:
                flop, tokens = numeral(match["flop"]), numeral(match["tokens"])
            except ValueError:
                strange.append(at)
                continue
            saved.append(_Saved(at, int(match["steps"]), flop, tokens))
        elif "Floating-point operations" in text:
            strange.append(at)
    if strange:
        yield broken(
            f"line {strange[0]}",
            f"{len(strange)} lines are of another form than the program writes"
            if len(strange) > 1
            else "this line is of another form than the program writes",
        )
    yield from _newest(saved, complete=not strange)


def _job(at: int, line: re.Match[str]) -> Iterator[Evidence]:
    job = f"job {line['job']}".strip() if line["job"].isprintable() else "job"
    of = f"{job}, begun {line['day']} {line['time']}"
    begun = f"{line['day']}T{line['time']}"
    yield Evidence(fact="training.started", value=begun, of=of, locator=f"line {at}")
    gpus = int(line["gpus"])
    if gpus:
        yield Evidence(
            fact="hardware.accelerators", value=gpus, of=of, locator=f"line {at}, # GPUs"
        )


def _newest(saved: Sequence[_Saved], *, complete: bool) -> Iterator[Evidence | Unread]:
    """Yield what the newest line tells of the whole, or why it does not."""
    for before, after in pairwise(saved):
        if after.steps < before.steps or after.flop < before.flop or after.tokens < before.tokens:
            yield question(
                f"line {after.line}",
                f"goes back from step {before.steps} and {plain(before.flop)} FLOP to step "
                f"{after.steps} and {plain(after.flop)} FLOP: whether steps were done again or "
                "another training began, the file does not say",
                "State by hand what was done in all, with what was given up told apart.",
            )
            return
    if not saved or not complete:
        return
    last = saved[-1]
    at = f"line {last.line}"
    if last.steps:
        yield Evidence(fact="training.steps", value=counted(last.steps), locator=at)
    if last.flop:
        yield Evidence(
            fact="training.flop-logged",
            value=plain(last.flop),
            unit="FLOP",
            locator=f"{at}, Floating-point operations (rounded by the program)",
        )
    if last.tokens:
        yield Evidence(
            fact="training.tokens",
            value=plain(product(last.tokens, _BILLION)),
            unit="tokens",
            locator=f"{at}, Tokens (in billions) (rounded by the program)",
        )
