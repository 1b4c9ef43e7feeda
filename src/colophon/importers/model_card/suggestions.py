"""The prose of a model card: sentences that a person may want to read before answering.

Prose is never read as a value. What is told is the sentence itself, word for word, and its line;
nothing is taken out of it, and a sentence may speak of another model. There are few patterns, and
each asks for a number in the sentence: what has none is no help.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from colophon.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FACTS: Final[Mapping[str, str]] = {
    "suggestion.training-tokens": "Sentence of a card that speaks of the tokens of the training",
    "suggestion.training-time": "Sentence of a card that speaks of the hours of accelerators",
    "suggestion.training-compute": "Sentence of a card that speaks of operations (FLOP)",
    "suggestion.hardware": "Sentence of a card that speaks of the accelerators of the training",
    "suggestion.energy": "Sentence of a card that speaks of energy or of carbon dioxide",
    "suggestion.data-cutoff": "Sentence of a card that speaks of the day up to which data reach",
}

_TRAINED: Final = r"\b(?:pre-?)?train(?:ed|ing)\b"
_ACCELERATOR: Final = r"\b(?:[GT]PU|[ABHV][0-9]{3}|GB[0-9]{3}|MI[0-9]{3}X?)s?\b(?![ -]?hours)"

_PATTERNS: Final[Mapping[str, re.Pattern[str]]] = {
    fact: re.compile(pattern, re.IGNORECASE)
    for fact, pattern in {
        "suggestion.training-tokens": rf"{_TRAINED}.*\btokens\b|\btokens\b.*{_TRAINED}",
        "suggestion.training-time": (
            r"\b(?:GPU|TPU|chip|accelerator|[AVH][0-9]{3})[ -]?hours\b|\bhours used\b"
        ),
        "suggestion.training-compute": r"(?:\b|[0-9])FLOPS?\b",
        "suggestion.hardware": (
            rf"{_TRAINED}.*{_ACCELERATOR}|{_ACCELERATOR}.*{_TRAINED}|\bhardware type\b"
        ),
        "suggestion.energy": r"\b[kMG]Wh\b|\bCO2(?:e|eq)?\b|\bCO₂|\bcarbon emitted\b",
        "suggestion.data-cutoff": r"\b(?:knowledge|data|training)\b.*\bcut-?off\b",
    }.items()
}

_MOST: Final = 5
"""So many sentences of each kind are told."""

_LONGEST: Final = 500
"""No sentence that is told is longer, in characters."""

_LONGEST_LINE: Final = 100_000
_END_OF_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z*_#\[(])")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)")
_FENCE: Final = ("```", "~~~")


def suggestions(prose: Sequence[bytes], first_line: int) -> Iterator[Evidence]:
    """Yield the sentences that a person may want to read.

    Args:
        prose: the lines below the front matter.
        first_line: the number of the first of them, from 1.
    """
    told: Counter[str] = Counter()
    inside = False
    for number, raw in enumerate(prose, start=first_line):
        line = raw.decode(errors="replace").strip()
        if line.startswith(_FENCE):
            inside = not inside
        elif not inside and len(line) <= _LONGEST_LINE:
            for fact, sentence in _matches(_COMMENT.sub("", line)):
                told[fact] += 1
                if told[fact] <= _MOST:
                    yield Evidence(fact=fact, value=sentence, locator=f"line {number}")


def _matches(line: str) -> Iterator[tuple[str, str]]:
    """Yield the facts of which sentences of a line speak, each with its sentence."""
    for part in _END_OF_SENTENCE.split(line):
        sentence = part.strip()
        if len(sentence) > _LONGEST or not sentence.isprintable():
            continue
        if re.search(r"[0-9]", sentence):
            yield from ((f, sentence) for f, p in _PATTERNS.items() if p.search(sentence))
