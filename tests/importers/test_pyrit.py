"""The database of PyRIT: attacks that nobody could judge, and databases that are not whole."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Source, pyrit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]

OF = "CrescendoAttack, SubStringScorer, acme/acme-7b"
DAY = "2026-03-01 10:00:00.000001"


def identifier(model: str = "acme/acme-7b") -> str:
    """Return what names an attack, its scorer and its model."""
    children = {
        "objective_target": {"class_name": "OpenAIChatTarget", "model_name": model},
        "objective_scorer": {"class_name": "SubStringScorer"},
    }
    attack = {"class_name": "CrescendoAttack", "children": children}
    return json.dumps({"children": {"attack_technique": {"children": {"attack": attack}}}})


def made(tmp_path: Path, *rows: tuple[Any, ...], column: str = "atomic_attack_identifier") -> bytes:
    """Return a database with these attacks: conversation, outcome, time, identifier, version."""
    path = tmp_path / "made.db"
    path.unlink(missing_ok=True)
    columns = f"conversation_id, outcome, timestamp, {column}, pyrit_version"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table AttackResultEntries (id integer primary key, {columns})")
        connection.executemany(
            f"insert into AttackResultEntries ({columns}) values (?, ?, ?, ?, ?)", rows
        )
    return path.read_bytes()


def attack(conversation: str, outcome: str, time: str = DAY, **model: str) -> tuple[Any, ...]:
    """Return the row of one attack."""
    return conversation, outcome, time, identifier(**model), "1.1.0"


def read(collect: Collect, data: bytes, **beside: bytes) -> Reading:
    """Return the reading of one database."""
    (reading,) = collect(pyrit, {"pyrit.db": data, **beside})
    return reading


def facts(reading: Reading, of: str | None = None) -> dict[str, Any]:
    """Return the values told of one kind of attack by their facts, without `adversarial.`."""
    return {
        item.fact.removeprefix("adversarial."): item.value
        for item in reading.evidence
        if item.of == of
    }


def test_an_attack_that_nobody_could_judge_is_no_hit(collect: Collect, tmp_path: Path) -> None:
    """It is no attempt that was withstood either, and an error is neither."""
    outcomes = ("success", "failure", "failure", "undetermined", "error")
    rows = [attack(str(n), outcome) for n, outcome in enumerate(outcomes)]
    reading = read(collect, made(tmp_path, *rows))
    assert facts(reading) == {"program": "PyRIT", "has-attempts": False}
    assert facts(reading, OF) == {
        "probe": "CrescendoAttack",
        "detector": "SubStringScorer",
        "model": "acme/acme-7b",
        "program-version": "1.1.0",
        "attempts": 3,
        "hits": 1,
        "withstood": 2,
        "undetermined": 1,
        "errors": 1,
        "on": "2026-03-01",
        "until": "2026-03-01",
    }
    assert reading.unread == ()


def test_of_one_conversation_the_last_result_is_counted(collect: Collect, tmp_path: Path) -> None:
    """A conversation that was judged again is one attack."""
    rows = [
        attack("a", "failure", "2026-03-01 10:00:00"),
        attack("a", "success", "2026-03-02 10:00:00"),
        attack("b", "failure", "2026-03-04 10:00:00"),
    ]
    told = facts(read(collect, made(tmp_path, *rows)), OF)
    assert (told["attempts"], told["hits"], told["withstood"]) == (2, 1, 1)
    assert (told["on"], told["until"]) == ("2026-03-02", "2026-03-04")


def test_each_model_is_a_thing_of_its_own(collect: Collect, tmp_path: Path) -> None:
    """Attacks on two models are not added up."""
    rows = [attack("a", "success"), attack("b", "success", model="acme/acme-8b")]
    reading = read(collect, made(tmp_path, *rows))
    assert facts(reading, OF)["hits"] == 1
    assert facts(reading, OF.replace("7b", "8b"))["model"] == "acme/acme-8b"


def test_an_attack_on_a_model_without_a_name_is_a_question(
    collect: Collect, tmp_path: Path
) -> None:
    """A target need not say which model it leads to."""
    reading = read(collect, made(tmp_path, attack("a", "success", model="")))
    assert "model" not in facts(reading, "CrescendoAttack, SubStringScorer")
    assert "which model was attacked" in reading.unread[0].reason


def test_an_end_that_is_not_known_is_not_counted(collect: Collect, tmp_path: Path) -> None:
    """A newer version may know another end."""
    reading = read(collect, made(tmp_path, attack("a", "success"), attack("b", "blocked")))
    assert facts(reading, OF) == {}
    assert "ended as `blocked`" in reading.unread[0].reason


def test_what_older_versions_called_an_attack_is_read(collect: Collect, tmp_path: Path) -> None:
    """They named the attack in another column, and neither its model nor its scorer."""
    row = ("a", "success", DAY, '{"__type__": "PromptSendingAttack"}', None)
    reading = read(collect, made(tmp_path, row, column="attack_identifier"))
    assert facts(reading, "PromptSendingAttack")["hits"] == 1
    assert [one.locator for one in reading.unread] == [
        "table AttackResultEntries, column attack_identifier"
    ]


def test_an_identifier_that_is_broken_names_nothing(collect: Collect, tmp_path: Path) -> None:
    """The attack is counted, of an unknown kind."""
    reading = read(collect, made(tmp_path, ("a", "success", DAY, "{", None)))
    assert facts(reading, "without a name") == {
        "attempts": 1,
        "hits": 1,
        "withstood": 0,
        "undetermined": 0,
        "errors": 0,
        "on": "2026-03-01",
        "until": "2026-03-01",
    }


@pytest.mark.parametrize("journal", ["pyrit.db-wal", "pyrit.db-journal"])
def test_beside_a_journal_nothing_is_told(collect: Collect, tmp_path: Path, journal: str) -> None:
    """Part of the database is in the journal; an empty one holds nothing."""
    data = made(tmp_path, attack("a", "success"))
    reading = read(collect, data, **{journal: b"content"})
    assert reading.evidence == ()
    assert "a journal" in reading.unread[0].reason
    assert facts(read(collect, data, **{journal: b""}), OF)["hits"] == 1


def test_a_database_that_was_cut_off_gives_nothing(collect: Collect, tmp_path: Path) -> None:
    """Its pages do not hold together."""
    rows = [attack(str(n), "success") for n in range(200)]
    reading = read(collect, made(tmp_path, *rows)[:-4096])
    assert reading.evidence == ()
    assert reading.unread[0].damaged


def test_a_view_in_the_place_of_the_table_is_not_asked(collect: Collect, tmp_path: Path) -> None:
    """A view may be made to take for ever."""
    path = tmp_path / "view.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "create view AttackResultEntries as with recursive n(id) as (select 1 union all"
            " select id + 1 from n)"
            " select id, id as conversation_id, id as outcome, id as timestamp from n"
        )
    reading = read(collect, path.read_bytes())
    assert reading.evidence == ()
    assert not reading.unread[0].damaged


def test_what_takes_too_long_is_given_up(
    collect: Collect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database may be made to take for ever in other ways."""
    monkeypatch.setattr(pyrit, "_STEPS", 10)
    monkeypatch.setattr(pyrit, "_MOST_STEPS", 3)
    rows = [attack(str(n), "success") for n in range(50)]
    reading = read(collect, made(tmp_path, *rows))
    assert {one.of for one in reading.evidence} == set()
    assert "interrupted" in reading.unread[0].reason


def test_nothing_is_written_beside_the_database(tmp_path: Path) -> None:
    """The record may lie where nobody may write."""
    folder = tmp_path / "whole"
    folder.mkdir()
    (folder / "pyrit.db").write_bytes(made(tmp_path, attack("a", "success")))
    before = (folder / "pyrit.db").stat().st_mtime_ns
    pyrit.collect(Source(folder, ("pyrit.db",)))
    assert [path.name for path in folder.iterdir()] == ["pyrit.db"]
    assert (folder / "pyrit.db").stat().st_mtime_ns == before


def test_the_database_of_another_program_is_not_claimed(collect: Collect) -> None:
    """Only the name tells whose it is before it is opened."""
    assert collect(pyrit, {"mlflow.db": pyrit._MAGIC, "pyrit.db": b"no database"}) == []
