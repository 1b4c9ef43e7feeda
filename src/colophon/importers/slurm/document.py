"""The list of jobs as JSON, whose form has changed between versions of Slurm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.errors import ArtefactError
from colophon.importers import json_object, out_of_place, pointer, word
from colophon.importers._training import count, counted, moment
from colophon.importers.slurm.jobs import GPU, Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from colophon.evidence import Unread
    from colophon.reading import Plain


def _number(value: Plain) -> int:
    """Return a number from zero, which newer versions wrap in an object."""
    if isinstance(value, dict) and "number" in value:
        return count(value["number"]) if value.get("set") is True else 0
    return count(value)


def _moment(value: Plain) -> str:
    return moment(_number(value))


def _state(value: Plain) -> str:
    """Return a state, which newer versions write as a list of it and its flags."""
    return word(value[0] if isinstance(value, list) and value else value)


_PLACES: Final[Mapping[tuple[str, ...], tuple[str, Callable[[Plain], int | str]]]] = {
    ("name",): ("training.run", word),
    ("state", "current"): ("training.status", _state),
    ("time", "start"): ("training.started", _moment),
    ("time", "end"): ("training.ended", _moment),
    ("time", "elapsed"): ("training.seconds", _number),
}
_MOMENTS: Final = frozenset({"training.started", "training.ended"})


def jobs_of_document(data: bytes, place: str) -> Iterator[Job | Unread]:
    """Yield the jobs and what could not be read; their steps stand inside them and are left.

    Raises:
        ArtefactError, ReadingError: it is no list of jobs.
    """
    jobs = json_object(data, place).get("jobs")
    if not isinstance(jobs, list) or not all(isinstance(job, dict) for job in jobs):
        raise ArtefactError(
            "it holds no list of jobs", place=place, remedy="List them with `sacct --json`."
        )
    for at, job in enumerate(jobs):
        try:
            counted(job.get("job_id"))
        except ValueError as form:
            yield out_of_place(job.get("job_id"), form, pointer("jobs", at, "job_id"))
            continue
        yield _job(at, job)


def _job(at: int, job: Mapping[str, Plain]) -> Job:
    facts: dict[str, tuple[int | str, str]] = {}
    unread: list[Unread] = []
    for way, (fact, read) in _PLACES.items():
        value: Plain = job
        for key in way:
            value = value.get(key) if isinstance(value, dict) else None
        locator = pointer("jobs", at, *way)
        try:
            if value is not None and not (fact in _MOMENTS and _number(value) == 0):
                facts[fact] = (read(value), locator)
        except ValueError as form:
            unread.append(out_of_place(value, form, locator))
    tres = job.get("tres")
    allocated = tres.get("allocated") if isinstance(tres, dict) else None
    resources_at = pointer("jobs", at, "tres", "allocated")
    try:
        resources = _resources(allocated)
    except ValueError as form:
        resources = {}
        unread.append(out_of_place(allocated, form, resources_at))
    restarts = job.get("restart_cnt")
    return Job(
        id=_id(job),
        locator=pointer("jobs", at),
        facts=facts,
        resources=resources,
        resources_at=resources_at,
        restarts=restarts if type(restarts) is int and restarts >= 0 else None,
        unread=tuple(unread),
    )


def _id(job: Mapping[str, Plain]) -> str:
    """Return the id of a job, with its place in an array where it has one."""
    array = job.get("array")
    if isinstance(array, dict) and type(array.get("job_id")) is int and array["job_id"]:
        task = array.get("task_id")
        if isinstance(task, dict):
            task = task.get("number") if task.get("set") is True else None
        if type(task) is int:
            return f"{array['job_id']}_{task}"
    return str(job.get("job_id"))


def _resources(allocated: Plain) -> dict[str, int]:
    """Return how many accelerators and nodes were allocated.

    Raises:
        ValueError: the list is in another form.
    """
    found: dict[str, int] = {}
    if allocated is None:
        return found
    form = ValueError("a list of objects with `type`, `name` and `count`")
    if not isinstance(allocated, list):
        raise form
    for item in allocated:
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            raise form
        name = f"{item['type']}/{item['name']}" if item.get("name") else item["type"]
        if name in {"node", GPU} or name.startswith(f"{GPU}:"):
            if name in found:
                raise form
            found[name] = count(item.get("count"))
    return found
