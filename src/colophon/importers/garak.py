"""The reports of garak: `….report.jsonl`, one record a line, however many lines there are.

Told are the records `eval`, one for each probe and detector, as they stand: an attempt is one
answer that the detector judged, a hit is one that it judged a success of the attack. Answers that
it could not judge are neither. Reports of older versions count no hits, and none is worked out from
the rest, which may hold such answers. The confidence interval of the share of hits is the one that
the program computes, which allows for the mistakes that its detector is known to make.

A report may hold several runs; then what is told of a run is told with each of its results. A run
that did not come to its end may lack probes. The prompts and answers themselves, in the records
`attempt` and in the file `….hitlog.jsonl`, are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ReadingError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import count, fraction, reading_of
from colophon.importers._evaluations import Things, day, facts, name, told, unusable, version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from colophon.evidence import EvidenceValue
    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = facts(
    "adversarial",
    "program",
    "program-version",
    "model",
    "on",
    "completed",
    "answers-per-prompt",
    "probe",
    "detector",
    "attempts",
    "hits",
    "withstood",
    "undetermined",
    "confidence-low",
    "confidence-high",
    "confidence-level",
    "has-attempts",
)

_REPORT: Final = ".report.jsonl"
_HITS: Final = ".hitlog.jsonl"
_KIND: Final = re.compile(rb'\s*\{\s*"entry_type"\s*:\s*"([^"\\]{1,40})"')
_READ: Final = (b"start_run setup", b"init", b"eval", b"completion")
_MOST: Final = 20_000
"""No report has more results."""

_Told = tuple[str, "Plain", str, "Callable[[Plain], EvidenceValue]"]

_MODEL: Final = (
    "plugins.target_name",
    "plugins.model_name",
    "plugins.target_type",
    "plugins.model_type",
)
"""Where the model stands: before version 0.13.1 a target was called a model."""

_AGAIN: Final = "Run the probe again, or state by hand what came of it."


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each report, with the file of its hits."""
    for file in folder.names:
        if file.endswith(_REPORT) and _KIND.match(folder.head(file)):
            hits = file.removesuffix(_REPORT) + _HITS
            yield (file, hits) if hits in folder else (file,)


@dataclass(slots=True)
class _Run:
    """One run of the program.

    Attributes:
        whole: what is told of it: the fact, what stands there, where, and how it is read.
        results: the records `eval` with the number of their line.
        has_attempts: whether prompts and answers stand in the file.
        end: where it says that it came to its end; None where it does not.
        id: what it calls itself.
    """

    whole: list[_Told] = field(default_factory=list)
    results: list[tuple[int, Mapping[str, Plain]]] = field(default_factory=list)
    has_attempts: bool = False
    end: str | None = None
    id: Plain = None


def collect(source: Source) -> Reading:
    """Read one report.

    Raises:
        DiskError: the disk refuses.
    """
    report = source.names[0]
    runs: list[_Run] = []
    unread: list[Unread] = []
    with source.lines(report) as lines:
        unread += _gathered(lines, runs)
        artefact = Artefact(
            name=source.artefact_name(report), digest=lines.digest(), size=lines.size
        )
    if not runs:
        unread.append(
            Unread(
                locator="",
                reason="no report of garak: it holds no run",
                remedy="Nothing, if it is the file of another program.",
            )
        )
    things = Things()
    items: list[Evidence | Unread] = []
    for run in runs:
        items += _found(run, things, is_alone=len(runs) == 1)
    return reading_of("garak", artefact, [*items, *unread])


# -- Gathering ------------------------------------------------------------------------------------


def _gathered(lines: Iterable[tuple[int, bytes | None]], runs: list[_Run]) -> Iterator[Unread]:
    """Put the records into their runs; yield what is wrong with the lines."""
    broken: tuple[int, str] | None = None
    results = 0
    for number_of_line, line in lines:
        if broken:
            yield _damaged(*broken)
            broken = None
        if line is None:
            yield unusable(f"line {number_of_line}", "the line is longer than any record")
            continue
        kind = _KIND.match(line)
        if kind is None:
            if line.strip():
                broken = (number_of_line, "no record of garak")
            continue
        if kind[1] == b"attempt":
            _current(runs).has_attempts = True
        if kind[1] not in _READ:
            continue
        try:
            record = reading.json(line, "").value
        except ReadingError as error:
            broken = (number_of_line, error.message)
            continue
        assert isinstance(record, dict), "it begins as an object"
        results += kind[1] == b"eval"
        if results > _MOST:
            yield unusable(f"line {number_of_line}", f"more than {_MOST} results: no report")
            return
        _enter(kind[1], record, number_of_line, runs)
    if broken:
        yield unusable(
            f"line {broken[0]}", "the file ends within this line", "Let the run come to its end."
        )


def _damaged(line: int, reason: str) -> Unread:
    return Unread(
        locator=f"line {line}",
        reason=reason,
        remedy="Mend the line, or run the program anew.",
        damaged=True,
    )


def _current(runs: list[_Run]) -> _Run:
    if not runs:
        runs.append(_Run())
    return runs[-1]


def _enter(kind: bytes, record: Mapping[str, Plain], line: int, runs: list[_Run]) -> None:
    """Put one record into the run that it belongs to."""
    at = f"line {line}, /"
    if kind == b"start_run setup":
        runs.append(_Run(id=record.get("transient.run_id")))
        model = next((key for key in _MODEL if record.get(key)), _MODEL[-1])
        runs[-1].whole += (
            ("model", record.get(model), at + model, name),
            ("answers-per-prompt", record.get("run.generations"), f"{at}run.generations", count),
        )
    elif kind == b"init":
        if not runs or runs[-1].id != record.get("run") or runs[-1].results:
            runs.append(_Run(id=record.get("run")))
        runs[-1].whole += (
            ("program-version", record.get("garak_version"), f"{at}garak_version", version),
            ("on", record.get("start_time"), f"{at}start_time", day),
        )
    elif kind == b"eval":
        _current(runs).results.append((line, record))
    else:
        _current(runs).end = f"line {line}"


# -- What is told ---------------------------------------------------------------------------------


def _found(run: _Run, things: Things, *, is_alone: bool) -> Iterator[Evidence | Unread]:
    """Yield what is told of one run, then of its results, or of both together."""
    if is_alone:
        yield from _whole(run, None)
    if run.end is None:
        line = f"line {run.results[-1][0]}" if run.results else ""
        yield unusable(line, "the run did not come to its end: probes may be missing", _AGAIN)
    for result in _judged(run):
        if isinstance(result, Unread):
            yield result
            continue
        at, record = result
        parts = (record.get("probe"), record.get("detector"))
        run_id = run.id if not is_alone and isinstance(run.id, str) else ""
        of = things.named(*(part for part in parts if isinstance(part, str)), run_id)
        yield from _result(record, f"line {at}, /", of)
        if not is_alone:
            yield from _whole(run, of)


def _whole(run: _Run, of: str | None) -> Iterator[Evidence | Unread]:
    first = run.whole[0][2].partition(",")[0] if run.whole else ""
    yield Evidence(fact="adversarial.program", value="garak", of=of, locator=first)
    for fact, value, at, read in run.whole:
        yield from told(f"adversarial.{fact}", value, at, read, of=of)
    yield Evidence(
        fact="adversarial.completed", value=run.end is not None, of=of, locator=run.end or first
    )
    yield Evidence(fact="adversarial.has-attempts", value=run.has_attempts, of=of, locator=first)


def _judged(run: _Run) -> Iterator[tuple[int, Mapping[str, Plain]] | Unread]:
    """Yield each result once; where a probe was judged twice and otherwise, neither."""
    by_name: dict[tuple[str, str], list[tuple[int, Mapping[str, Plain]]]] = {}
    for line, record in run.results:
        key = (str(record.get("probe")), str(record.get("detector")))
        by_name.setdefault(key, []).append((line, record))
    for same in by_name.values():
        (line, record), *others = same
        differing = next((other for other, again in others if again != record), None)
        if differing is None:
            yield line, record
        else:
            yield unusable(
                f"line {line}",
                f"the same probe and detector stand with other numbers in line {differing}",
                "State by hand which of the two holds.",
            )


def _result(record: Mapping[str, Plain], at: str, of: str) -> Iterator[Evidence | Unread]:
    """Yield what one record `eval` tells."""
    yield from told("adversarial.probe", record.get("probe"), f"{at}probe", name, of=of)
    yield from told("adversarial.detector", record.get("detector"), f"{at}detector", name, of=of)
    counts = {key: record.get(key) for key in ("total_evaluated", "fails", "passed", "nones")}
    if "fails" not in record:
        yield unusable(f"{at}passed", "the report is of a version that counts no hits", _AGAIN)
        yield from told("adversarial.withstood", counts["passed"], f"{at}passed", count, of=of)
        return
    total, hits, passed, _ = counts.values()
    if type(total) is int and type(hits) is int and type(passed) is int and total != hits + passed:
        yield unusable(
            f"{at}total_evaluated", f"{hits} hits and {passed} others are not {total}", _AGAIN
        )
        return
    for fact, key in (
        ("attempts", "total_evaluated"),
        ("hits", "fails"),
        ("withstood", "passed"),
        ("undetermined", "nones"),
    ):
        yield from told(f"adversarial.{fact}", counts[key], f"{at}{key}", count, of=of)
    for fact, key in (
        ("confidence-low", "confidence_lower"),
        ("confidence-high", "confidence_upper"),
        ("confidence-level", "confidence"),
    ):
        yield from told(f"adversarial.{fact}", record.get(key), f"{at}{key}", fraction, of=of)
