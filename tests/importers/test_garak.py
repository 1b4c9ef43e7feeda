"""The reports of garak: runs that broke off, several runs, and answers that nobody could judge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from colophon.importers import garak

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

OF = "dan.Dan, mitigation.Bypass"


def setup(run: str = "r1", **changes: Any) -> dict[str, Any]:
    """Return the record with which a run begins."""
    return {
        "entry_type": "start_run setup",
        "transient.run_id": run,
        "plugins.target_type": "huggingface",
        "plugins.target_name": "acme/acme-7b",
        "run.generations": 5,
        **changes,
    }


def init(run: str = "r1", version: str = "0.17.1") -> dict[str, Any]:
    """Return the record with the version and the time of a run."""
    return {
        "entry_type": "init",
        "garak_version": version,
        "start_time": "2026-03-01T23:59:00.123",
        "run": run,
    }


def result(**changes: Any) -> dict[str, Any]:
    """Return the record of one probe and detector."""
    return {
        "entry_type": "eval",
        "probe": "dan.Dan",
        "detector": "mitigation.Bypass",
        "passed": 7,
        "fails": 3,
        "nones": 2,
        "total_evaluated": 10,
        **changes,
    }


END = {"entry_type": "completion", "end_time": "2026-03-02T01:00:00", "run": "r1"}


def read(collect: Collect, *records: dict[str, Any], end: bytes = b"") -> Reading:
    """Return the reading of a report with these records."""
    lines = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    (reading,) = collect(garak, {"garak.r1.report.jsonl": lines + end})
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one result by their facts, without `adversarial.`."""
    return {
        item.fact.removeprefix("adversarial."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_hits_are_told_of_each_probe_and_detector(collect: Collect) -> None:
    """What could not be judged is no hit and no attempt."""
    reading = read(collect, setup(), init(), result(), END)
    assert reading.unread == ()
    assert facts(reading) == {
        "program": "garak",
        "program-version": "0.17.1",
        "model": "acme/acme-7b",
        "on": "2026-03-01",
        "answers-per-prompt": 5,
        "completed": True,
        "has-attempts": False,
    }
    assert facts(reading, OF) == {
        "probe": "dan.Dan",
        "detector": "mitigation.Bypass",
        "attempts": 10,
        "hits": 3,
        "withstood": 7,
        "undetermined": 2,
    }


def test_a_run_without_its_end_may_lack_probes(collect: Collect) -> None:
    """What was judged is told, and that the run broke off."""
    reading = read(collect, setup(), init(), result())
    assert facts(reading)["completed"] is False
    assert facts(reading, OF)["hits"] == 3
    assert "did not come to its end" in reading.unread[0].reason


def test_a_line_that_was_cut_is_not_read(collect: Collect) -> None:
    """The last line of a run that broke off may end within a number."""
    cut = json.dumps(result(probe="b.B", total_evaluated=1234)).encode()[:-3]
    reading = read(collect, setup(), init(), result(), end=cut)
    assert {item.of for item in reading.evidence} == {None, OF}
    assert reading.unread[-1].locator == "line 4"
    assert not reading.unread[-1].damaged


def test_a_broken_line_in_the_middle_is_damage(collect: Collect) -> None:
    """The lines around it are read all the same."""
    lines = [json.dumps(one) for one in (setup(), init(), result(), END)]
    lines.insert(2, '{"entry_type": "eval", "probe"')
    (reading,) = collect(garak, {"a.report.jsonl": "\n".join(lines).encode()})
    assert facts(reading, OF)["hits"] == 3
    assert [(one.locator, one.damaged) for one in reading.unread] == [("line 3", True)]


def test_of_several_runs_each_result_is_told_with_its_own(collect: Collect) -> None:
    """A file that a second run was added to does not mix the two."""
    second = setup("r2", **{"plugins.target_name": "acme/acme-8b"})
    reading = read(
        collect, setup(), init(), result(), END, second, init("r2"), result(fails=0, passed=10), END
    )
    assert {item.of for item in reading.evidence} == {f"{OF}, r1", f"{OF}, r2"}
    assert facts(reading, f"{OF}, r1")["model"] == "acme/acme-7b"
    assert facts(reading, f"{OF}, r1")["hits"] == 3
    assert facts(reading, f"{OF}, r2")["model"] == "acme/acme-8b"
    assert facts(reading, f"{OF}, r2")["hits"] == 0


def test_a_probe_judged_twice_in_one_run_is_a_question(collect: Collect) -> None:
    """Two counts of one thing are neither added up nor chosen from; two equal ones are one."""
    twice = read(collect, setup(), init(), result(), result(), END)
    assert facts(twice, OF)["hits"] == 3
    differing = read(collect, setup(), init(), result(), result(fails=4, passed=6), END)
    assert facts(differing, OF) == {}
    assert [one.locator for one in differing.unread] == ["line 3"]


def test_counts_that_do_not_add_up_are_not_told(collect: Collect) -> None:
    """A record that disagrees with itself gives no number of hits."""
    reading = read(collect, setup(), init(), result(fails=4), END)
    assert facts(reading, OF).keys() == {"probe", "detector"}
    assert "4 hits and 7 others are not 10" in reading.unread[0].reason


def test_a_report_that_counts_no_hits_gives_none(collect: Collect) -> None:
    """Older versions wrote a total, in which answers may be that nobody could judge."""
    old = {
        "entry_type": "eval",
        "probe": "dan.Dan",
        "detector": "mitigation.Bypass",
        "passed": 7,
        "total": 10,
    }
    reading = read(collect, setup(), init(), old, END)
    assert facts(reading, OF).keys() == {"probe", "detector", "withstood"}
    assert "counts no hits" in reading.unread[0].reason


def test_what_older_versions_called_a_model_is_read(collect: Collect) -> None:
    """A target was called a model before."""
    old = {
        "entry_type": "start_run setup",
        "transient.run_id": "r1",
        "plugins.model_type": "huggingface",
        "plugins.model_name": "acme/acme-7b",
    }
    assert facts(read(collect, old, init(), result(), END))["model"] == "acme/acme-7b"


def test_the_file_of_hits_lies_in_the_group_of_its_report(collect: Collect) -> None:
    """It is recognised, and not read."""
    report = b"\n".join(json.dumps(one).encode() for one in (setup(), init(), result(), END))
    files = {"a.report.jsonl": report, "a.hitlog.jsonl": b"no matter", "b.hitlog.jsonl": b""}
    (reading,) = collect(garak, files)
    assert reading.unread == ()
    assert reading.artefact.name == "a.report.jsonl"


def test_a_report_of_another_program_is_not_claimed(collect: Collect) -> None:
    """The name is that of many."""
    assert collect(garak, {"pytest.report.jsonl": b'{"$report_type": "SessionStart"}'}) == []
