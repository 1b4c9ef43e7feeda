"""Every command does what it says, and leaves with the exit code that it says."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from colophon import __version__, parts
from colophon.cli import INTERRUPTED, cli
from colophon.documents import formats
from colophon.law.load import law
from colophon.workspace import disk
from colophon.workspace.explain import known_ids
from colophon.workspace.lawbook import KINDS
from tests.documents.formats import readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ON = ("--on", "2026-11-21")
COMMANDS = cli.list_commands(click.Context(cli))
IDS = sorted({id for ids in known_ids(law()).values() for id in ids})

READING = {
    "check": [],
    "compute": [],
    "diff": ["now", "now"],
    "domains": [],
    "due": [],
    "explain": ["licence.name"],
    "export": ["spdx"],
    "law": [],
    "lint": [],
    "open": ["--no-browser"],
    "propose": [],
    "release": ["1.0"],
    "scan": ["web", "crawl", "--origin", "crawled"],
    "seal": ["--for", "ai-office", "--format", "json"],
    "status": [],
    "upgrade": [],
    "verify": ["package.zip"],
    "write": [],
    "collect": ["model"],
    "init": ["new", "--from", "model"],
}
"""Every command that reads a dossier, with arguments for the folders that the tests make."""

SCANNED = {"domains"}
"""The commands that need what a scan finds."""

SEALED = ["seal", "--for", "public", "--format", "json", "--to", "package.zip"]
"""What makes the package that `verify` needs."""

NO_DOSSIER = {"schema"}
"""The commands that print the same whatever the dossier is, and always JSON."""

each_command = pytest.mark.parametrize("command", sorted({*COMMANDS} - NO_DOSSIER))


def walk(value: Any) -> Iterator[Any]:
    """Yield a plain value and every value inside it."""
    yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from walk(inner)


def test_the_commands() -> None:
    """Every command stands among those that the tests go through."""
    assert sorted({*READING, *NO_DOSSIER}) == COMMANDS


# -- Help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", ["-h", "--help"])
@each_command
def test_help_of_a_command(command: str, flag: str, colophon: Callable[..., Any]) -> None:
    """Each command says what it does and what each of its options is for."""
    done = colophon(command, flag)
    assert done.code == 0
    assert done.err == ""
    assert done.out.startswith(f"Usage: colophon {command}")
    made = cli.get_command(click.Context(cli), command)
    assert made is not None
    assert made.help
    for parameter in made.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert parameter.opts[0] in done.out
        else:
            assert parameter.human_readable_name.strip("[]. ").upper() in done.out.upper()


def test_help(colophon: Callable[..., Any]) -> None:
    """The help lists every command."""
    done = colophon("--help")
    assert done.code == 0
    assert all(f"\n  {command} " in done.out for command in COMMANDS)


def test_version(colophon: Callable[..., Any]) -> None:
    """The version is the package's."""
    done = colophon("--version")
    assert (done.code, done.out) == (0, f"colophon {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "surplus"],
        ["collect"],
        ["init"],
        ["explain"],
        ["law", "nonsense"],
        ["check", "--on"],
    ],
)
def test_a_command_that_is_not_one(arguments: list[str], colophon: Callable[..., Any]) -> None:
    """What is no command leads to the help, on the error stream, with exit code 2."""
    done = colophon(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "Error: " in done.err


# -- init, collect --------------------------------------------------------------------------------


def test_init(colophon: Callable[..., Any], tmp_path: Path) -> None:
    """A new dossier has every file to fill, and `status` reads it at once."""
    done = colophon("init", "acme")
    assert done.code == 0
    assert done.out.startswith("New dossier: acme/\n")
    assert "colophon -C acme status" in done.out
    made = {path.stem for path in (tmp_path / "acme").glob("*.yaml")}
    registers = {
        "compute",
        "datasets",
        "evaluations",
        "decisions",
        "events",
        "incidents",
        "requests",
    }
    assert made == {"dossier", *registers}
    assert colophon("-C", "acme", "status", *ON).code == 1


def test_init_from_a_model_folder(colophon: Callable[..., Any], folder: Path) -> None:
    """A model folder is read, and what was read and what was not is listed."""
    done = colophon("init", "acme", "--from", folder.name)
    assert done.code == 0
    assert "read model/config.json" in done.out
    assert "model.layers: 32" in done.out
    assert "model.tied-embeddings: false" in done.out
    assert "no importer reads  1: model/notes.txt" in done.out
    status = colophon("-C", "acme", "explain", "licence.name", *ON, "--json").json
    assert "apache-2.0" in status["here"]


def test_init_as_json(colophon: Callable[..., Any], folder: Path) -> None:
    """What `init` read is told to machines as well."""
    told = colophon("init", "acme", "--from", folder.name, "--json").json
    assert told["directory"] == "acme"
    assert {one["artefact"]["name"] for one in told["read"]} == {
        "model/config.json",
        "model/README.md",
    }
    assert told["unrecognised"] == {"count": 1, "first": ["model/notes.txt"]}
    assert told["unread"] == told["known"] == told["replaced"] == []


def test_init_into_an_empty_directory(
    colophon: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: Callable[..., Any],
) -> None:
    """A directory that is there and empty becomes the dossier; it stays the same directory."""
    colophon("init", "other")
    empty = tmp_path / "acme"
    empty.mkdir()
    inode = empty.stat().st_ino
    monkeypatch.chdir(empty)
    assert colophon("init", ".").code == 0
    assert empty.stat().st_ino == inode
    made = snapshot(empty)
    assert set(made) == set(snapshot(tmp_path / "other"))
    assert b'"acme"' in made["dossier.yaml"]
    assert colophon("status", *ON).code == 1


def test_collect(colophon: Callable[..., Any], dossier: Path, folder: Path) -> None:
    """What is collected twice is known the second time; what changed is read again."""
    first = colophon("-C", dossier.name, "collect", folder.name)
    assert first.code == 0
    assert "read model/config.json" in first.out
    second = colophon("-C", dossier.name, "collect", folder.name)
    assert second.code == 0
    assert re.search(r"known already +2: .*model/config.json", second.out)
    assert "read model" not in second.out
    (folder / "config.json").write_text('{"model_type": "llama", "num_hidden_layers": 33}')
    third = colophon("-C", dossier.name, "collect", folder.name, "--json").json
    assert third["replaced"] == ["model/config.json"]
    assert third["known"] == ["model/README.md"]


def test_keep_going(colophon: Callable[..., Any], dossier: Path, folder: Path) -> None:
    """With --keep-going the rest is read, and the damaged artefact is an unread finding."""
    (folder / "weights.safetensors").write_bytes(b"\x00")
    refused = colophon("-C", dossier.name, "collect", folder.name)
    assert refused.code == 2
    assert "--keep-going" in refused.err
    done = colophon("-C", dossier.name, "collect", folder.name, "--keep-going")
    assert done.code == 0
    assert "read model/config.json" in done.out
    assert "unread model/weights.safetensors" in done.out
    findings = colophon("-C", dossier.name, "check", *ON, "--json").json["findings"]
    (unread,) = [one for one in findings if one["kind"] == "unread"]
    assert unread["place"].startswith("model/weights.safetensors")
    assert unread["message"]
    assert unread["remedy"]


# -- status, check, compute -----------------------------------------------------------------------


def test_status(colophon: Callable[..., Any], dossier: Path) -> None:
    """The status names model, provider, verdicts, obligations, documents and what is next."""
    done = colophon("-C", dossier.name, "status", *ON)
    assert done.code == 1
    assert done.err == ""
    assert done.out.startswith("Acme 7B · Acme SAS (US)\n")
    for question in law().questions:
        assert question.label in done.out or question.informs
    for obligation in law().obligations:
        alone = not (obligation.commitment or obligation.part_of)
        assert (obligation.id in done.out) or not alone
    assert "5 measures of the Code of Practice, Copyright (voluntary)" in done.out
    for outline in law().outlines:
        assert outline.id in done.out
    assert "(late)" in done.out
    assert "Next (" in done.out


def test_check(colophon: Callable[..., Any], dossier: Path) -> None:
    """The check shows each verdict with its reasons down to the line of the dossier."""
    done = colophon("-C", dossier.name, "check", *ON)
    assert done.code == 1
    assert "systemic-risk-presumption: undetermined\n" in done.out
    assert "8e24 … 1.3e25 FLOP may be greater than 1e25 FLOP" in done.out
    assert "compute.yaml:5" in done.out
    assert "Art. 51(2)" in done.out
    assert "see general-purpose-ai-model" in done.out


def test_a_reason_is_told_once(colophon: Callable[..., Any], dossier: Path) -> None:
    """The reasons of a verdict stand under it and nowhere else; others point there."""
    done = colophon("-C", dossier.name, "check", *ON)
    for text in ("FLOP is greater than 1e23 FLOP", "FLOP may be greater than 1e25 FLOP"):
        assert done.out.count(text) == 1


def test_check_as_json(colophon: Callable[..., Any], dossier: Path) -> None:
    """What `check` tells machines has the names that they count on."""
    done = colophon("-C", dossier.name, "check", *ON, "--json")
    assert done.code == 1
    told = done.json
    assert told["on"] == "2026-11-21"
    assert told["law_known_on"] == law().known_on.isoformat()
    assert told["open"] is True
    assert set(told["verdicts"]) == set(law().question)
    for verdict in told["verdicts"].values():
        assert verdict["verdict"] in {"met", "not_met", "not_applicable", "undetermined"}
        for reason in walk([verdict["because"]]):
            if isinstance(reason, dict):
                assert {"text", "citation", "force", "confirmed", "place"} <= set(reason)
                assert reason["text"]
                assert (reason["citation"] is None) == (reason["force"] is None)
    assert [one["id"] for one in told["obligations"]] == list(law().obligation)
    for duty in told["obligations"]:
        assert duty["state"] in {
            *("met", "open", "possible"),
            *("exempt", "not_applicable", "undetermined"),
        }
        assert set(duty["missing"]) <= set(law().field)
        assert duty["citation"]
    assert [one["id"] for one in told["documents"]] == list(law().outline)
    assert told["findings"]
    for finding in told["findings"]:
        assert finding["kind"] in {"missing", "conflict", "unasked", "notice", "unread", "stale"}
        assert "field" in finding
        assert "question" in finding
        assert finding["place"]
        assert finding["message"]
        assert finding["remedy"]


@pytest.mark.parametrize("command", ["check", "status", "compute"])
def test_nothing_open(command: str, colophon: Callable[..., Any], complete: Path) -> None:
    """The exit code is 0 when nothing is open."""
    done = colophon("-C", complete.name, command, *ON)
    assert (done.code, done.err) == (0, "")


def test_one_thing_open(colophon: Callable[..., Any], complete: Path) -> None:
    """The exit code is 1 as soon as one field is missing, and the field is named."""
    (complete / "answers" / "cooperation.yaml").unlink()
    for command in ("check", "status"):
        assert colophon("-C", complete.name, command, *ON).code == 1
    told = colophon("-C", complete.name, "check", *ON, "--json").json
    assert [one["field"] for one in told["findings"]] == ["cooperation.contact"]


def signing(folder: Path, chapters: str) -> None:
    """Write into a dossier which chapters of the Code of Practice are signed."""
    path = folder / "dossier.yaml"
    text = path.read_text("utf-8").replace("code_of_practice: []", f"code_of_practice: {chapters}")
    path.write_text(text, "utf-8")


def test_measures_that_stand_alike_are_one_line(
    colophon: Callable[..., Any], complete: Path
) -> None:
    """Who has signed nothing reads one line for each chapter; machines read every measure."""
    for command in ("check", "status"):
        out = colophon("-C", complete.name, command, *ON).out
        for count, chapter in ((3, "Transparency"), (5, "Copyright"), (32, "Safety and Security")):
            words = f"{count} measures of the Code of Practice, {chapter} (voluntary)"
            assert out.count(words) == 1
        assert "code-" not in out
    told = colophon("-C", complete.name, "check", *ON, "--json").json["obligations"]
    measures = [one for one in told if one["commitment"]]
    assert len(measures) == 40
    assert {(one["state"], one["force"]) for one in measures} == {("not_applicable", "voluntary")}


def test_an_open_measure_is_called_voluntary(colophon: Callable[..., Any], complete: Path) -> None:
    """An open measure of a signed chapter counts as open, and `voluntary` stands beside it."""
    signing(complete, "[copyright]")
    path = complete / "decisions.yaml"
    lines = path.read_text("utf-8").splitlines()
    kept = [line for line in lines if "code-copyright-1-4" not in line]
    path.write_text("".join(f"{line}\n" for line in kept), "utf-8")
    done = colophon("-C", complete.name, "status", *ON)
    assert done.code == 1
    assert (
        "open           code-copyright-1-4  Outputs that infringe copyright (voluntary): not shown"
        in done.out
    )
    told = colophon("-C", complete.name, "check", *ON, "--json").json
    (finding,) = told["findings"]
    assert finding["obligation"] == "code-copyright-1-4"
    assert finding["asked_by"][0]["force"] == "voluntary"
    (one,) = (one for one in told["obligations"] if one["state"] == "open")
    assert one["not_shown"] == [finding["message"]]
    assert one["owed_by"] == ["signatory"]
    explained = colophon("-C", complete.name, "explain", "code-copyright-1-4", *ON)
    assert "since 2025-08-02: owed, voluntary" in explained.out
    assert "open on 2026-11-21; Decide on code-copyright-1-4 in decisions.yaml" in explained.out


def test_status_as_json(colophon: Callable[..., Any], dossier: Path) -> None:
    """What `status` tells machines is short, and agrees with `check`."""
    told = colophon("-C", dossier.name, "status", *ON, "--json").json
    full = colophon("-C", dossier.name, "check", *ON, "--json").json
    assert told["model"] == "Acme 7B"
    assert told["dossier_digest"] == full["dossier_digest"]
    assert told["verdicts"] == {name: one["verdict"] for name, one in full["verdicts"].items()}
    assert told["obligations"] == {one["id"]: one["state"] for one in full["obligations"]}
    assert len(told["next"]) == len(full["findings"])


def test_compute(colophon: Callable[..., Any], dossier: Path) -> None:
    """The ledger shows each entry with its method and source, and the two totals."""
    done = colophon("-C", dossier.name, "compute", *ON)
    assert done.code == 0
    assert re.search(r"^pre-training +8e24 … 9e24 … 1\.3e25 ", done.out, re.MULTILINE)
    assert "stated · training log" in done.out
    assert "Kept, and in no total" in done.out
    assert re.search(r"^cumulative +8e24 … 9e24 … 1\.3e25 ", done.out, re.MULTILINE)


def test_compute_of_a_ledger_that_is_not_whole(colophon: Callable[..., Any], dossier: Path) -> None:
    """A ledger that is not said to be complete, or is empty, leaves something open."""
    ledger = dossier / "compute.yaml"
    ledger.write_text(ledger.read_text().replace("complete: true", "complete: false"))
    done = colophon("-C", dossier.name, "compute", *ON)
    assert done.code == 1
    assert "Totals, at least" in done.out
    ledger.unlink()
    done = colophon("-C", dossier.name, "compute", *ON)
    assert done.code == 1
    assert "The ledger has no entry." in done.out


def test_amounts_are_texts(colophon: Callable[..., Any], dossier: Path) -> None:
    """In JSON, an amount is low, best, high and unit, each a text, so that none is rounded."""
    told = colophon("-C", dossier.name, "compute", *ON, "--json").json
    assert told["totals"]["cumulative"] == {
        "low": "8e24",
        "best": "9e24",
        "high": "1.3e25",
        "unit": "FLOP",
    }
    amounts = [*told["totals"].values(), *(entry["amount"] for entry in told["entries"])]
    listed = colophon("law", "thresholds", *ON, "--json").json["thresholds"]
    amounts += [one["amount"] for one in listed]
    for amount in amounts:
        assert set(amount) == {"low", "best", "high", "unit"}
        assert all(isinstance(part, str) for part in amount.values())


# -- explain, law ---------------------------------------------------------------------------------


@pytest.mark.parametrize("id", IDS)
def test_explain_without_a_dossier(id: str, colophon: Callable[..., Any]) -> None:
    """Every id of the law is explained where there is no dossier."""
    told = colophon("explain", id, *ON, "--json").json
    assert told["id"] == id
    assert told["label"]
    assert told["says"]
    assert told["here"] is None
    done = colophon("explain", id, *ON)
    assert (done.code, done.err) == (0, "")
    assert told["label"] in done.out


def test_explain_tells_apart_what_shares_an_id(colophon: Callable[..., Any]) -> None:
    """Where a document and a deadline have one id, either can be explained."""
    document = colophon("explain", "copyright-policy", "--json").json
    assert document["kind"] == "document"
    assert {"name": "also", "value": "deadline:copyright-policy"} in document["facts"]
    deadline = colophon("explain", "deadline:copyright-policy", "--json").json
    assert (deadline["kind"], deadline["id"]) == ("deadline", "copyright-policy")
    assert colophon("explain", "field:copyright-policy").code == 2


def test_explain_in_a_dossier(colophon: Callable[..., Any], dossier: Path) -> None:
    """Every id of the law is explained in a dossier, with how it stands there."""
    standing = [*law().question, *law().obligation, *law().threshold, *law().field]
    for id in standing:
        told = colophon("-C", dossier.name, "explain", id, *ON, "--json").json
        assert told["here"], id
    for id in [*(set(IDS) - set(standing)), *standing[::20]]:  # the words of each take a while
        done = colophon("-C", dossier.name, "explain", id, *ON)
        assert (done.code, done.err) == (0, "")
    told = colophon("-C", dossier.name, "explain", "systemic-risk-presumption", "--json").json
    assert told["here"].startswith("undetermined")
    assert told["because"]["because"]


def test_explain_cites_what_exempts(colophon: Callable[..., Any]) -> None:
    """An obligation is explained with its own provision, the exemption and the later day."""
    told = colophon("explain", "art-54", "--json").json["written_in"]
    assert [one["citation"].rpartition(", ")[2] for one in told] == [
        "Art. 54(1)",
        "Art. 54(4)",
        "Art. 54(6)",
        "Art. 111(3)",
        "Art. 101(1)",
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_law(kind: str, colophon: Callable[..., Any]) -> None:
    """Each kind of the law's records is listed, by people's names and by ids."""
    told = colophon("law", kind, *ON, "--json").json
    assert set(told) == {"on", "law_known_on", kind}
    assert told[kind]
    for one in told[kind]:
        assert {"id", "label", "citation", "force", "confirmed"} <= set(one)
    done = colophon("law", kind, *ON)
    assert (done.code, done.err) == (0, "")
    assert all(one["id"] in done.out for one in told[kind])


@pytest.mark.parametrize(
    ("option", "value", "some", "none"),
    [
        ("--topic", "security", "code-safety-6-1", "art-53-1-a"),
        ("--phase", "on-request", "art-91", "art-53-1-a"),
        ("--owed-by", "authorised-representative", "art-54-3-b", "art-54"),
        ("--owed-by", "signatory", "code-transparency-1-1", "art-54"),
    ],
)
def test_obligations_are_chosen(
    option: str, value: str, some: str, none: str, colophon: Callable[..., Any]
) -> None:
    """A topic, a phase or who owes them chooses among the obligations."""
    told = colophon("law", "obligations", option, value, *ON, "--json").json["obligations"]
    ids = [one["id"] for one in told]
    assert some in ids
    assert none not in ids
    key = option.removeprefix("--").replace("-", "_")
    assert all(one[key] == value or value in one[key] for one in told)


def test_nothing_may_be_left_of_the_obligations(colophon: Callable[..., Any]) -> None:
    """Where no obligation is of a topic and a phase at once, the list is empty and no error."""
    done = colophon("law", "obligations", "--topic", "copyright", "--phase", "on-request", *ON)
    assert (done.code, done.err) == (0, "")


def test_only_obligations_are_chosen(colophon: Callable[..., Any]) -> None:
    """Other kinds have no topic, and asking for one is a mistake that is named."""
    done = colophon("law", "thresholds", "--topic", "copyright")
    assert done.code == 2
    assert "choose among obligations only" in done.err


def test_what_follows_if_not(colophon: Callable[..., Any]) -> None:
    """The consequence of an obligation is explained with its ceiling and since when."""
    told = colophon("explain", "art-53-1-a", "--json").json["facts"]
    assert {"name": "if not", "value": "art-101"} in told
    out = " ".join(colophon("explain", "art-101").out.split())
    assert "since 2026-08-02: The Commission may fine" in out
    assert "At most 3 % of the annual total worldwide turnover" in out
    assert "EUR 15 000 000, whichever is higher" in out
    before = colophon("law", "consequences", "--on", "2026-08-01", "--json").json["consequences"]
    assert next(one for one in before if one["id"] == "art-101")["ceiling"] is None


def test_a_commitment_is_explained_with_its_measures(
    colophon: Callable[..., Any], complete: Path
) -> None:
    """A commitment of the Code names its measures, and here how each of them stands."""
    told = colophon("-C", complete.name, "explain", "code-copyright-1", *ON, "--json").json
    measures = [one["value"] for one in told["facts"] if one["name"] == "measure"]
    numbered = [one.partition(",")[0] for one in measures]
    assert numbered == [f"code-copyright-1-{number}" for number in range(1, 6)]
    assert told["here"].count("not applicable") == 5


def test_all_of_the_law(colophon: Callable[..., Any]) -> None:
    """Without a kind, all of them are listed."""
    told = colophon("law", *ON, "--json").json
    assert set(told) == {"on", "law_known_on", *KINDS}
    assert colophon("law", *ON).code == 0


def test_the_law_on_another_day(colophon: Callable[..., Any]) -> None:
    """On a day before the law applied, nothing of it is in force."""
    told = colophon("law", "obligations", "--on", "2024-01-01", "--json").json
    assert {one["value"] for one in told["obligations"]} == {"not in force on this day"}
    told = colophon("law", "thresholds", "--on", "2024-01-01", "--json").json
    assert {one["amount"] for one in told["thresholds"]} == {None}


# -- write, upgrade -------------------------------------------------------------------------------


def test_write(colophon: Callable[..., Any], dossier: Path) -> None:
    """Every document is written for each of its audiences in every format."""
    done = colophon("-C", dossier.name, "write", *ON)
    assert done.code == 0
    written = {path.name for path in (dossier / "documents").iterdir()}
    assert written == {
        f"{outline.id}.{audience.value}.{form.EXTENSION}"
        for outline in law().outlines
        for audience in outline.audiences
        for form in parts.by_name(formats).values()
    }
    assert len(done.out.splitlines()) == len(written)


def test_write_some(colophon: Callable[..., Any], dossier: Path, tmp_path: Path) -> None:
    """Documents, audiences, formats and the folder can be chosen."""
    chosen = ("annex-xi", "--for", "ai-office", "--format", "markdown", "--to", "out/here")
    told = colophon("-C", dossier.name, "write", *chosen, *ON, "--json").json
    assert told == {"written": ["out/here/annex-xi.ai-office.md"], "left_out": {}}
    text = (tmp_path / "out" / "here" / "annex-xi.ai-office.md").read_text()
    assert "Acme 7B" in text
    assert "1.2345" in text
    assert not (dossier / "documents").exists()


def test_write_leaves_no_named_document_out_in_silence(
    colophon: Callable[..., Any], dossier: Path
) -> None:
    """A document that was named and is not for the audience stops the others beside it."""
    chosen = ("annex-xii", "annex-xi", "--for", "downstream", "--format", "json")
    done = colophon("-C", dossier.name, "write", *chosen, *ON)
    assert (done.code, done.out) == (2, "")
    assert "annex-xi is not written for downstream" in done.err
    assert not (dossier / "documents").exists()


def test_write_without_a_library(
    colophon: Callable[..., Any], dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be drawn here is left out, and the command says what to install."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "typst" else find(name)
    )
    monkeypatch.setitem(sys.modules, "typst", None)
    done = colophon("-C", dossier.name, "write", "annex-xii", *ON)
    assert done.code == 0
    endings = {path.suffix for path in (dossier / "documents").iterdir()}
    assert endings == {".docx", ".html", ".json", ".md"}
    assert "Left out: pdf, which needs typst." in done.err
    assert "pip install 'colophon[documents]'" in done.err
    told = colophon("-C", dossier.name, "write", "annex-xii", *ON, "--json").json
    assert told["left_out"] == {"pdf": ["typst"]}
    named = colophon("-C", dossier.name, "write", "annex-xii", "--format", "pdf", *ON)
    assert named.code == 2
    assert "needs the library typst" in named.err


def test_write_withholds(colophon: Callable[..., Any], dossier: Path) -> None:
    """What is confidential is in the authorities' files and in no other."""
    colophon("-C", dossier.name, "write", *ON)
    asking = {outline.id for outline, _ in law().asked_by("use.acceptable-use-policy")}
    for path in (dossier / "documents").iterdir():
        asked = path.name.partition(".")[0] in asking
        read = getattr(readers, path.suffix[1:], bytes.decode)
        holds = "Be kind." in read(path.read_bytes())
        assert holds is (asked and ".downstream." not in path.name)


def test_writing_twice_changes_nothing(
    colophon: Callable[..., Any], dossier: Path, snapshot: Callable[..., Any]
) -> None:
    """The same dossier on the same day gives the same files, and they are not touched."""
    colophon("-C", dossier.name, "write", *ON)
    before = snapshot(dossier)
    times = {path: path.stat().st_mtime_ns for path in dossier.rglob("*")}
    colophon("-C", dossier.name, "write", *ON)
    assert snapshot(dossier) == before
    assert {path: path.stat().st_mtime_ns for path in dossier.rglob("*")} == times


def test_upgrade(colophon: Callable[..., Any], dossier: Path, snapshot: Callable[..., Any]) -> None:
    """A dossier of this version's format keeps its bytes; the schemas are written beside it."""
    before = snapshot(dossier)
    told = colophon("-C", dossier.name, "upgrade", "--json").json
    after = snapshot(dossier)
    assert {path: after[path] for path in before} == before
    written = {path.removeprefix(f"{dossier.name}/") for path in told["files"]}
    assert {path for path in set(after) - set(before) if after[path]} <= written
    schema = after[".colophon/schemas/compute.json"]
    assert schema is not None
    assert json.loads(schema)["title"]
    assert colophon("-C", dossier.name, "upgrade").code == 0


def test_upgrade_drafts_what_is_asked_by_now(
    colophon: Callable[..., Any], dossier: Path, folder: Path
) -> None:
    """The answers that a model with systemic risk is asked for have no file until it has any."""
    assert colophon("init", "new", "--from", folder.name).code == 0
    new = dossier.parent / "new"
    report = new / "answers" / "rebuttal.yaml"
    assert colophon("-C", "new", "upgrade").code == 0
    assert not report.exists()
    answered = new / "answers" / "licence.yaml"
    answered.write_text("by: A. Moreau\n")
    (new / "dossier.yaml").write_bytes((dossier / "dossier.yaml").read_bytes())
    (new / "compute.yaml").write_text(
        "complete: true\nby: A. Moreau\non: 2026-10-02\nentries:\n- {id: run, source: log, "
        "activity: pre-training, method: stated, amount: 2e25 FLOP}\n"
    )
    assert colophon("-C", "new", "upgrade", *ON).code == 0
    assert f"# {law().section['rebuttal'].label}\n" in report.read_text()
    assert answered.read_text() == "by: A. Moreau\n"


# -- What all share -------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@each_command
def test_the_directory_may_stand_before_and_after(
    command: str, colophon: Callable[..., Any], dossier: Path, tmp_path: Path
) -> None:
    """-C may stand before a command and after it; without it the dossier is here."""
    if command in {"init", "law", "release", "verify"}:  # nothing is released twice
        return
    day = [] if command in {"collect", "propose", "scan", "upgrade"} else [*ON]
    if command in SCANNED:
        colophon("-C", "acme", "scan", *READING["scan"])
    other = tmp_path / "other"
    shutil.copytree(dossier, other)
    before = colophon("-C", "acme", command, *READING[command], *day)
    after = colophon(command, "-C", "other", *READING[command], *day)
    assert before.code == after.code
    assert before.code in {0, 1}
    assert before.out.replace("acme", "other") == after.out
    nearest = colophon("-C", "nowhere", command, "-C", "other", *READING[command], *day)
    assert nearest.code == before.code


@each_command
def test_json_has_no_floats(
    command: str, colophon: Callable[..., Any], dossier: Path, folder: Path
) -> None:
    """What a command prints with --json is JSON, and no number in it is a float."""
    (folder / "config.json").write_text('{"model_type": "llama", "rope_theta": 1.5e6, "x": 0.1}')
    if command in SCANNED:
        colophon("-C", dossier.name, "scan", *READING["scan"])
    if command == "verify":
        colophon("-C", dossier.name, *SEALED)
    done = colophon("-C", dossier.name, command, *READING[command], "--json")
    assert done.code in {0, 1}
    assert done.err == ""
    assert isinstance(done.json, dict)


@pytest.mark.usefixtures("folder")
@each_command
def test_a_pipe_gets_no_colours(command: str, colophon: Callable[..., Any], dossier: Path) -> None:
    """Where there is no terminal, nothing that is printed steers one."""
    if command in SCANNED:
        colophon("-C", dossier.name, "scan", *READING["scan"])
    if command == "verify":
        colophon("-C", dossier.name, *SEALED)
    done = colophon("-C", dossier.name, command, *READING[command])
    assert done.code in {0, 1}
    assert "\x1b" not in done.out + done.err


def test_ctrl_c(
    colophon: Callable[..., Any], dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses Ctrl-C is told that nothing is half-written."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, "read_dossier", interrupt)
    done = colophon("-C", dossier.name, "status")
    assert done.code == INTERRUPTED
    assert done.out == ""
    assert done.err.strip() == "Stopped; nothing is half-written."


def test_a_bug_is_not_hidden(
    colophon: Callable[..., Any], dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is a bug of ours crashes with its traceback."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(disk, "read_dossier", fail)
    with pytest.raises(ZeroDivisionError):
        colophon("-C", dossier.name, "status")


# -- propose --------------------------------------------------------------------------------------


def test_propose(colophon: Callable[..., Any], folder: Path, dossier: Path) -> None:
    """What files tell is shown as a difference, and entered where it is accepted."""
    (folder / "README.md").write_text("---\ndatasets: [acme/web]\n---\n")
    assert colophon("-C", dossier.name, "collect", "model").code == 0
    shown = colophon("-C", dossier.name, "propose", "datasets/*")
    assert shown.code == 0
    assert "+    name: acme/web" in shown.out
    assert "datasets/acme-web  needs origin, modalities" in shown.out
    assert "--set origin=…" in shown.out
    told = colophon("-C", dossier.name, "propose", "datasets/*", "--json").json
    assert told["proposals"][0]["entry"]["name"] == "acme/web"
    assert set(told["proposals"][0]["needs"]) == {"origin", "modalities"}
    refused = colophon("-C", dossier.name, "propose", "datasets/*", "--accept")
    assert refused.code == 2
    said = ("--set", "origin=public-dataset", "--set", "modalities=[text]", "--accept")
    done = colophon("-C", dossier.name, "propose", "datasets/*", *said)
    assert "1 entry entered in datasets.yaml" in done.out
    again = colophon("-C", dossier.name, "propose", "datasets/*")
    assert again.out == "The registers have all that the evidence supports.\n"
    wrong = colophon("-C", dossier.name, "propose", "--set", "origin")
    assert wrong.code == 2
    assert "KEY=VALUE" in wrong.err
