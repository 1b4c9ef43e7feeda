"""The results of promptfoo, as `promptfoo eval --output results.json` writes them: its version 3.

A test with a plug-in is an attack: where the model passed it, it withstood, where it failed, that
is a hit. Attacks are counted by plug-in, strategy and model. Tests without a plug-in evaluate: told
is how many were passed, for each prompt and model. A test that an error ended is neither.

The tests are read one by one, however many there are, and counted; their prompts and answers are
not told. Where the count is not the one that the file gives, nothing is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ReadingError
from colophon.evidence import Artefact, Evidence, Reading, Unread
from colophon.importers import count, damage, reading_of, within
from colophon.importers._evaluations import (
    Place,
    Things,
    day,
    facts,
    name,
    told,
    told_of,
    unusable,
    version,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain

FACTS: Mapping[str, str] = {
    **facts(
        "evaluation",
        "program",
        "program-version",
        "model",
        "on",
        "task",
        "metric",
        "value",
        "higher-is-better",
        "samples",
        "samples-unscored",
        "has-samples",
    ),
    **facts(
        "adversarial",
        "program",
        "program-version",
        "model",
        "on",
        "probe",
        "strategy",
        "detector",
        "attempts",
        "hits",
        "withstood",
        "errors",
        "has-attempts",
    ),
}

_NAME: Final = re.compile(
    r"(.*[-_.])?(promptfoo|red-?team|results?|outputs?|eval(uation)?s?)([-_.].*)?\.json"
)
_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"evalId"\s*:\s*(null|"[^"\\]*")\s*,\s*"results"\s*:\s*\{\s*"version"'
)
_FORMAT: Final = 3
_TESTS: Final = b'    "results": ['
_LARGEST: Final = 16 * 2**20
"""No test, and nothing that stands beside the tests, has more bytes."""

_MOST: Final = 20_000
"""No file has more kinds of tests."""

_PASSED, _FAILED, _ERROR = "passed", "failed", "error"
_REASONS: Final[Mapping[object, str]] = {0: _PASSED, 1: _FAILED, 2: _ERROR}
"""What `failureReason` says of a test."""

_STATS: Final = (("successes", _PASSED), ("failures", _FAILED), ("errors", _ERROR))
"""Where the file counts the tests that ended so."""

_METRIC: Final = "tests passed"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each file of results."""
    for file in folder.names:
        if _NAME.fullmatch(file) and _BEGINNING.match(folder.head(file)):
            yield (file,)


def collect(source: Source) -> Reading:
    """Read one file of results.

    Raises:
        DiskError: the disk refuses.
    """
    (file,) = source.names
    shown = source.artefact_name(file)
    tests = _Tests()
    with source.lines(file) as lines:
        try:
            items = list(_found(tests.gathered(lines, shown), tests))
        except ReadingError as error:
            items = [damage(error, shown)]
        artefact = Artefact(name=shown, digest=lines.digest(), size=lines.size)
    return reading_of("promptfoo", artefact, items)


# -- Gathering ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is counted together.

    Attributes:
        model: that was asked, as the file names it.
        label: what a person called it; empty where nobody did.
        plug_in: that made the attack; None where it is no attack.
        strategy: by which it was put.
        prompt: which of the prompts, from 0, where it is no attack.
    """

    model: str
    label: str
    plug_in: str | None = None
    strategy: str | None = None
    prompt: int = 0


@dataclass(slots=True)
class _Tests:
    """The tests of a file, counted.

    Attributes:
        ends: how many tests of each kind ended how.
        detectors: what judged the tests of each kind.
        wrong: why they cannot be counted; None where they can.
    """

    ends: dict[_Kind, Counter[str]] = field(default_factory=dict)
    detectors: dict[_Kind, set[str]] = field(default_factory=dict)
    wrong: str | None = None

    def gathered(self, lines: Iterable[tuple[int, bytes | None]], shown: str) -> Plain:
        """Count the tests, and return what stands beside them.

        The file is indented by two, and a line end within a text is escaped: a line of six spaces
        and a brace begins a test or ends it.

        Raises:
            ReadingError: the file is not JSON.
        """
        beside: list[bytes] = []
        test: list[bytes] = []
        size, within_tests = 0, False
        for _, line in lines:
            end = b"" if line is None else line.rstrip()
            size += len(end)
            if line is None or size > _LARGEST:
                self.wrong = (
                    f"a test, or what stands beside the tests, has more than {_LARGEST} bytes"
                )
                return None
            if not within_tests:
                within_tests = end == _TESTS and _TESTS not in beside
                beside.append(end)
            elif end in {b"    ]", b"    ],"}:
                within_tests = False
                beside.append(end)
            else:
                test.append(end)
                if end in {b"      }", b"      },"}:
                    self.enter(reading.json(b"\n".join(test).rstrip(b","), shown).value)
                    size -= sum(map(len, test))
                    test = []
        value = reading.json(b"\n".join([*beside, *test]), shown).value
        for one in self._listed(value):
            self.enter(one)
        return value

    @staticmethod
    def _listed(value: Plain) -> list[Plain]:
        """Return the tests of a file that is not indented."""
        tests = within(value, "results", "results")
        return tests if isinstance(tests, list) else []

    def enter(self, test: Plain) -> None:
        """Count one test."""
        end = _REASONS.get(reason) if type(reason := within(test, "failureReason")) is int else None
        model = within(test, "provider", "id")
        if (
            end is None
            or not isinstance(model, str)
            or within(test, "success") is not (end == _PASSED)
        ):
            self.wrong = "a test does not say how it ended, or of which model"
            return
        plug_in, strategy = (within(test, "metadata", key) for key in ("pluginId", "strategyId"))
        prompt, label = within(test, "promptIdx"), within(test, "provider", "label")
        label = label if isinstance(label, str) and label != model else ""
        if isinstance(plug_in, str):
            kind = _Kind(model, label, plug_in, strategy if isinstance(strategy, str) else None)
        else:
            kind = _Kind(model, label, prompt=prompt if isinstance(prompt, int) else 0)
        if kind not in self.ends and len(self.ends) >= _MOST:
            self.wrong = f"more than {_MOST} kinds of tests"
            return
        self.ends.setdefault(kind, Counter())[end] += 1
        judged = within(test, "gradingResult", "componentResults")
        for one in judged if isinstance(judged, list) else []:
            detector = within(one, "assertion", "type")
            if isinstance(detector, str):
                self.detectors.setdefault(kind, set()).add(detector)


# -- What is told ---------------------------------------------------------------------------------


def _found(beside: Plain, tests: _Tests) -> Iterator[Evidence | Unread]:
    """Yield what is told of the whole, then of each kind of test."""
    if beside is not None and within(beside, "results", "version") != _FORMAT:
        yield unusable(
            "/results/version",
            f"the file is not of version {_FORMAT} of the format, which alone is read",
            "Write it anew with a newer promptfoo: `promptfoo export eval <id>`.",
        )
        return
    stats = within(beside, "results", "stats")
    counted: Counter[str] = sum(tests.ends.values(), Counter())
    given = {end: within(stats, key) for key, end in _STATS}
    if tests.wrong is None and any((given[end] or 0) != counted[end] for end in given):
        tests.wrong = "the number of tests is not the one that the file gives"
    if tests.wrong is not None:
        yield unusable("/results/results", tests.wrong)
        return
    is_attack = {kind.plug_in is not None for kind in tests.ends}
    for kind, about in (("evaluation", False), ("adversarial", True)):
        if about in is_attack:
            yield Evidence(fact=f"{kind}.program", value="promptfoo", locator="/results")
            yield from told_of(beside, _of_run(kind))
    if False in is_attack:
        yield from told_of(beside, (("evaluation.task", ("config", "description"), name),))
        yield Evidence(fact="evaluation.has-samples", value=True, locator="/results/results")
    if True in is_attack:
        yield Evidence(fact="adversarial.has-attempts", value=True, locator="/results/results")
    things = Things()
    for one, ends in tests.ends.items():
        if one.plug_in is None:
            yield from _evaluated(one, ends, things)
        else:
            yield from _attacked(one, ends, tests.detectors.get(one, set()), things)


def _of_run(kind: str) -> tuple[Place, ...]:
    return (
        (f"{kind}.program-version", ("metadata", "promptfooVersion"), version),
        (f"{kind}.on", ("results", "timestamp"), day),
    )


def _evaluated(kind: _Kind, ends: Counter[str], things: Things) -> Iterator[Evidence | Unread]:
    """Yield how many tests of one prompt a model passed."""
    of = things.named(kind.label or kind.model, f"prompt {kind.prompt + 1}")
    at = "/results/results"
    yield from told("evaluation.model", kind.model, f"{at}, provider/id", name, of=of)
    yield Evidence(fact="evaluation.metric", value=_METRIC, of=of, locator=f"{at}, failureReason")
    yield Evidence(
        fact="evaluation.higher-is-better", value=True, of=of, locator=f"{at}, failureReason"
    )
    for fact, number in (
        ("value", ends[_PASSED]),
        ("samples", ends[_PASSED] + ends[_FAILED]),
        ("samples-unscored", ends[_ERROR]),
    ):
        yield from told(f"evaluation.{fact}", number, f"{at}, failureReason", count, of=of)


def _attacked(
    kind: _Kind, ends: Counter[str], detectors: set[str], things: Things
) -> Iterator[Evidence | Unread]:
    """Yield how often a model withstood one kind of attack."""
    of = things.named(kind.plug_in or "", kind.strategy or "", kind.label or kind.model)
    at = "/results/results"
    yield from told("adversarial.model", kind.model, f"{at}, provider/id", name, of=of)
    yield from told("adversarial.probe", kind.plug_in, f"{at}, metadata/pluginId", name, of=of)
    yield from told(
        "adversarial.strategy", kind.strategy, f"{at}, metadata/strategyId", name, of=of
    )
    detector = detectors.pop() if len(detectors) == 1 else None
    if detector:
        place = f"{at}, gradingResult/componentResults/assertion/type"
        yield from told("adversarial.detector", detector, place, name, of=of)
    for fact, number in (
        ("attempts", ends[_PASSED] + ends[_FAILED]),
        ("hits", ends[_FAILED]),
        ("withstood", ends[_PASSED]),
        ("errors", ends[_ERROR]),
    ):
        yield from told(f"adversarial.{fact}", number, f"{at}, failureReason", count, of=of)
