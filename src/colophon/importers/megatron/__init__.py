"""Megatron-LM: the `progress.txt` beside its checkpoints, and the arguments in its logs.

`progress.txt` tells with each checkpoint the operations and tokens up to then. A job that resumes
from a checkpoint goes on with its counts, and one that begins anew begins at zero: so the newest
line holds the whole only where the counts never go back. Where they do, whether steps were done
again or another training began in the same folder, the file does not say: a person is asked. Steps
after the last checkpoint are in no line.

The operations are those of the model, by a formula that has changed between versions, without what
is computed a second time to save memory. They are written with three figures, the tokens in
billions with two decimals: they are read as rounded.

A log is recognised by its first 64 KiB, because what starts the program writes there too. What a
log prints as arguments is what was set, not what was done; a log of several starts tells of each.
Checkpoints are pickles and are not opened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.importers._files import reading_of_lines
from colophon.importers._training import meanings
from colophon.importers.megatron import arguments, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(*progress.FACTS, *arguments.FACTS)

_PROGRESS: Final = "progress.txt"
_LOG: Final = re.compile(r".+\.(?:log|out)|(?:log|stdout).*\.txt", re.IGNORECASE | re.DOTALL)


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `progress.txt`, and each log that begins as those of Megatron do."""
    if _PROGRESS in folder and progress.begins(folder.head(_PROGRESS)):
        yield (_PROGRESS,)
    for name in folder.names:
        if _LOG.fullmatch(name) and arguments.begins(folder.beginning(name)):
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one `progress.txt` or one log.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    found = progress.found if name == _PROGRESS else arguments.found
    return reading_of_lines(source, "megatron", found)
