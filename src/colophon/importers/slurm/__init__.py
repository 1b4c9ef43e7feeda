"""Jobs as `sacct` of Slurm lists them: with `--parsable`, `--parsable2` or `--json`.

Each job is told of on its own. The lines of its steps (`.batch`, `.extern`, `.0`) repeat it and are
passed over. A job that was requeued has a line for each attempt if `--duplicates` was given; each
attempt that began at another time is one. Two lines of one attempt that differ are asked about.
Jobs that never began have no facts, and those that have not ended are asked about.

`gres/gpu:h100=8,gres/gpu=8` are the same eight: where only kinds are listed, they are added up.
Slurm counts what its configuration calls a GPU, which may be half a module or a slice of one.
Only what was allocated is read, not what was asked for. Energy is that of `ConsumedEnergyRaw`: of
whole nodes, and so of the job alone only if nobody else was on them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from colophon.importers._files import reading_of_set
from colophon.importers._training import meanings
from colophon.importers.slurm.document import jobs_of_document
from colophon.importers.slurm.jobs import FACTS as _FACTS, told
from colophon.importers.slurm.listing import jobs_of_listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Reading, Unread
    from colophon.importers import Folder, Source

FACTS: Mapping[str, str] = meanings(*_FACTS)

_NAME: Final = re.compile(
    r"(?:.*(?:sacct|slurm).*\.(?:csv|json|log|out|psv|txt)|.*\.sacct|sacct)",
    re.IGNORECASE | re.DOTALL,
)
_JSON: Final = ".json"


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield each list of jobs."""
    for name in folder.names:
        if _NAME.fullmatch(name) and _is_list(name, folder.head(name)):
            yield (name,)


def _is_list(name: str, head: bytes) -> bool:
    if name.lower().endswith(_JSON):
        return b'"jobs"' in head or (b'"Slurm"' in head and b'"meta"' in head)
    columns = head.partition(b"\n")[0].strip().split(b"|")
    return len(columns) > 1 and bool({b"JobID", b"JobIDRaw"} & set(columns))


def collect(source: Source) -> Reading:
    """Read one list of jobs.

    Raises:
        DiskError: the disk refuses.
    """
    (name,) = source.names
    return reading_of_set(
        source, "slurm", lambda texts: _found(source.artefact_name(name), texts.get(name))
    )


def _found(place: str, data: bytes | None) -> Iterator[Evidence | Unread]:
    if data is not None:
        jobs = jobs_of_document if place.lower().endswith(_JSON) else jobs_of_listing
        yield from told(jobs(data, place))
