"""The results in a repository of the Hugging Face hub: `.eval_results/*.yaml`, a list in each file.

The folder is hidden. A result names its dataset and task, not its metric, and not the model, which
is the one of the repository; whether a value is a share or a percentage, it does not say either.
Where no day is stated, the hub takes that of the commit, which stands in no file. The signature
`verifyToken` is not checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Reading, Unread
from colophon.importers import reading_of_text, within, word
from colophon.importers._evaluations import Place, Things, day, facts, name, told, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.importers import Folder, Source
    from colophon.reading import Plain, Text

FACTS: Mapping[str, str] = facts(
    "evaluation",
    "on",
    "source",
    "reported-by",
    "task",
    "dataset",
    "dataset-revision",
    "value",
    "note",
)

_FOLDER: Final = ".eval_results"
_ENDS: Final = (".yaml", ".yml")


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each file of results, from the folder above theirs."""
    if _FOLDER in folder.folders:
        for file in folder.below(_FOLDER).names:
            if file.endswith(_ENDS):
                yield (f"{_FOLDER}/{file}",)


def collect(source: Source) -> Reading:
    """Read one file of results.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "huggingface_eval_results", _found)


def _found(data: bytes, file: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read, result by result.

    Raises:
        ArtefactError: it is no list.
        ReadingError: it is not YAML.
    """
    text = reading.yaml(data, file)
    if not isinstance(text.value, list):
        raise ArtefactError(
            "it is not a list of results",
            place=file,
            remedy="Begin each result with `- dataset:`, as the hub asks for.",
        )
    things = Things()
    for index, result in enumerate(text.value):
        yield from _result(text, index, result, things)


def _result(text: Text, index: int, result: Plain, things: Things) -> Iterator[Evidence | Unread]:
    parts = (within(result, "dataset", "id"), within(result, "dataset", "task_id"))
    of = things.named(*(part for part in parts if isinstance(part, str)))
    found = value_of(within(result, "value"), _place(text, index, "value"), of=of)
    yield found
    if isinstance(found, Unread):
        return
    reporter = next(
        (key for key in ("org", "user", "name") if within(result, "source", key)), "name"
    )
    places: tuple[Place, ...] = (
        ("evaluation.task", ("dataset", "task_id"), name),
        ("evaluation.dataset", ("dataset", "id"), name),
        ("evaluation.dataset-revision", ("dataset", "revision"), word),
        ("evaluation.on", ("date",), day),
        ("evaluation.source", ("source", "url"), word),
        ("evaluation.reported-by", ("source", reporter), name),
        ("evaluation.note", ("notes",), name),
    )
    for fact, keys, read in places:
        yield from told(fact, within(result, *keys), _place(text, index, *keys), read, of=of)


def _place(text: Text, *path: str | int) -> str:
    known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in text.lines)
    return f"line {text.lines[known]}, /{'/'.join(map(str, path))}"
