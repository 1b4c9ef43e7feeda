"""What is broken is said in one message with place and remedy, and nothing is written."""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from colophon.dossier.model import FORMAT_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON: Final = ("--on", "2026-11-21")
ACME: Final = ("-C", "acme")
COLLECT: Final = (*ACME, "collect", "model")
INIT: Final = ("init", "new", "--from", "model")


def is_one_message(done: Any, place: str) -> None:
    """Hold an outcome to what a mistake looks like: one message with place and remedy."""
    assert done.code == 2, done
    assert done.out == ""
    first, *rest = done.err.splitlines()
    assert first.startswith("colophon: ")
    assert place in first
    assert ": " in first.removeprefix("colophon: ")
    assert rest
    assert all(line.startswith("  ") for line in rest)
    assert rest[-1].endswith((".", "?"))


@pytest.fixture
def refused(
    colophon: Callable[..., Any], tmp_path: Path, snapshot: Callable[..., Any]
) -> Callable[..., Any]:
    """Return a function that enters a command which is refused, and changes nothing at all."""

    def refused(*arguments: str, place: str) -> Any:
        before = snapshot(tmp_path)
        done = colophon(*arguments)
        is_one_message(done, place)
        assert snapshot(tmp_path) == before
        return done

    return refused


# -- Artefacts ------------------------------------------------------------------------------------

SIZE = len('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}')

ARTEFACTS: Final[Mapping[str, tuple[str, bytes]]] = {
    "a length that is cut off": ("model.safetensors", b"\x10\x00"),
    "a header that is cut off": ("model.safetensors", (900).to_bytes(8, "little") + b'{"a":'),
    "weights that are cut off": (
        "model.safetensors",
        SIZE.to_bytes(8, "little")
        + b'{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'
        + b"\x00\x00",
    ),
    "a header of 2^63 bytes": ("model.safetensors", (2**63).to_bytes(8, "little") + b"{}"),
    "half a surrogate pair": ("config.json", b'{"model_type": "\\ud800"}'),
    "an empty configuration": ("config.json", b""),
    "a configuration in Latin-1": ("config.json", '{"model_type": "é"}'.encode("latin-1")),
    "equal keys": ("config.json", b'{"hidden_size": 1, "hidden_size": 2}'),
    "a configuration that is a list": ("config.json", b"[1, 2]"),
    "a model card with a tab": ("README.md", b"---\nlicense:\n\t- mit\n---\n"),
}


@pytest.mark.parametrize("what", ARTEFACTS)
@pytest.mark.parametrize("arguments", [COLLECT, INIT], ids=["collect", "init"])
@pytest.mark.usefixtures("dossier")
def test_a_damaged_artefact(
    what: str, arguments: tuple[str, ...], refused: Callable[..., Any], save: Callable[..., Path]
) -> None:
    """A damaged artefact stops the whole; what else lies beside it is not written either."""
    name, data = ARTEFACTS[what]
    save("model", {name: data, "generation_config.json": b"{}", "a/config.json": b'{"x": 1}'})
    done = refused(*arguments, place=f"model/{name}")
    assert "Nothing was written" in done.err


def test_several_damaged_artefacts_are_counted(
    refused: Callable[..., Any], save: Callable[..., Path]
) -> None:
    """One message names the first artefact that is damaged, and how many more there are."""
    save("model", {"a/config.json": b"", "b/config.json": b"", "c/config.json": b"{"})
    done = refused(*INIT, place="model/a/config.json")
    assert "(2 more like it)" in done.err


def test_a_pipe_among_the_artefacts(refused: Callable[..., Any], folder: Path) -> None:
    """A pipe with the name of a configuration is refused at once, and waited for by nobody."""
    (folder / "config.json").unlink()
    os.mkfifo(folder / "config.json")
    refused(*INIT, place="model/config.json")


# -- Dossiers -------------------------------------------------------------------------------------

LEDGER = "complete: true\nby: A. Moreau\non: 2026-10-02\nentries:\n  - {id: a, source: log, "
PRE_TRAINING = LEDGER + "activity: pre-training, "

FILES: Final[Mapping[str, tuple[str, bytes, str]]] = {
    "a tab": ("compute.yaml", b"entries:\n\t- id: a\n", "compute.yaml:2"),
    "equal keys": ("dossier.yaml", b"format: 1\nmodel: {}\nmodel: {}\n", "dossier.yaml:3"),
    "no YAML": ("datasets.yaml", b"datasets: [\n", "datasets.yaml"),
    "Latin-1": ("dossier.yaml", "format: 1\n# é\n".encode("latin-1"), "dossier.yaml:2"),
    "a number as text in the ledger": (
        "compute.yaml",
        f'{PRE_TRAINING}method: six-pd, margin: 0, active_parameters: 1, tokens: "1e25"}}'.encode(),
        "compute.yaml:5",
    ),
    "an amount as text without a unit": (
        "compute.yaml",
        f'{PRE_TRAINING}method: stated, amount: "1e25"}}'.encode(),
        "compute.yaml:5",
    ),
    "a rate without a time": (
        "compute.yaml",
        f"{PRE_TRAINING}method: stated, amount: 1e15 FLOP/s}}".encode(),
        "compute.yaml:5",
    ),
    "an unknown activity": (
        "compute.yaml",
        f"{LEDGER}activity: pretraining, method: stated, amount: 1e25 FLOP}}".encode(),
        "compute.yaml:5",
    ),
    "a ledger that is a list": ("compute.yaml", b"- a\n", "compute.yaml"),
    "a number as text in an answer": (
        "answers/architecture.yaml",
        b'by: A. Moreau\non: 2026-10-02\nparameters.total:\n  value: "1e25"\n',
        "answers/architecture.yaml:4",
    ),
    "an unknown section": ("answers/architektur.yaml", b"by: A. Moreau\n", "architektur.yaml"),
    "an unknown field": (
        "answers/architecture.yaml",
        b"architecture.layers: {value: 32}\n",
        "answers/architecture.yaml:1",
    ),
    "a field of another section": (
        "answers/architecture.yaml",
        b"by: A. Moreau\non: 2026-10-02\nlicence.name: {value: MIT}\n",
        "answers/architecture.yaml:3",
    ),
    "an answer of nobody": (
        "answers/licence.yaml",
        b"licence.name: {value: MIT}\n",
        "answers/licence.yaml:1",
    ),
    "answers that are text": ("answers/licence.yaml", b"MIT\n", "answers/licence.yaml"),
    "a decision on nothing": (
        "decisions.yaml",
        b"decisions: [{question: x, verdict: perhaps, reason: x, by: x, on: 2026-10-02}]\n",
        "decisions.yaml:1",
    ),
    "no format": ("dossier.yaml", b"model: {}\n", "dossier.yaml"),
    "a newer format": (
        "dossier.yaml",
        f"format: {FORMAT_VERSION + 1}\nnovelty: true\n".encode(),
        "dossier.yaml",
    ),
    "evidence that is cut off": ("evidence/canary-1.json", b'{"importer": "x"', "canary-1.json"),
    "evidence of a number that is none": (
        "evidence/canary-1.json",
        b"""{"importer": "safetensors", "artefact": {"name": "a", "digest": "sha256:0", "size": 1},
        "evidence": [{"fact": "weights.parameters", "value": -5, "locator": "header"}],
        "unread": []}""",
        "evidence/canary-1.json",
    ),
    "evidence of another shape": ("evidence/canary-1.json", b"{}", "evidence/canary-1.json"),
    "an empty dossier.yaml": ("dossier.yaml", b"", "dossier.yaml"),
}

COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "check": ON,
    "compute": ON,
    "explain": ("licence.name", *ON),
    "status": ON,
    "upgrade": (),
    "write": ON,
}


@pytest.mark.parametrize("what", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_dossier(
    what: str,
    command: str,
    refused: Callable[..., Any],
    dossier: Path,
    save: Callable[..., Path],
) -> None:
    """A file of the dossier that cannot be read is named with its line, by every command."""
    path, data, place = FILES[what]
    save(dossier.name, {path: data})
    refused(*ACME, command, *COMMANDS[command], place=place)
    refused(*ACME, command, *COMMANDS[command], "--json", place=place)


@pytest.mark.parametrize("what", ["a newer format", "no format", "evidence that is cut off"])
def test_a_broken_dossier_is_not_collected_into(
    what: str,
    refused: Callable[..., Any],
    dossier: Path,
    folder: Path,
    save: Callable[..., Path],
) -> None:
    """Nothing is collected into a dossier that this version cannot read."""
    path, data, place = FILES[what]
    save(dossier.name, {path: data})
    refused(*ACME, "collect", folder.name, place=place)


def test_a_newer_format_says_so(
    refused: Callable[..., Any], dossier: Path, save: Callable[..., Path]
) -> None:
    """A dossier of a newer version is told apart from a broken one."""
    path, data, place = FILES["a newer format"]
    save(dossier.name, {path: data})
    done = refused(*ACME, "check", *ON, place=place)
    assert f"format {FORMAT_VERSION + 1}" in done.err
    assert "Install a newer Colophon" in done.err


def test_no_dossier_here(refused: Callable[..., Any], folder: Path) -> None:
    """Where there is no dossier, every command that needs one says how to come by one."""
    for command in (["check"], ["status"], ["compute"], ["write"], ["collect", folder.name]):
        done = refused(*command, place="dossier.yaml")
        assert "colophon init" in done.err


# -- Places on the disk ---------------------------------------------------------------------------


def test_a_directory_that_is_not_there(refused: Callable[..., Any], folder: Path) -> None:
    """A directory that is not there is named, and not made."""
    for command in (["check"], ["write"], ["upgrade"], ["collect", folder.name]):
        refused("-C", "nowhere", *command, place="nowhere")


def test_a_file_where_a_directory_should_be(
    refused: Callable[..., Any], dossier: Path, tmp_path: Path
) -> None:
    """A file in the place of a directory is named, wherever a directory is meant."""
    (tmp_path / "file").write_text("x")
    refused("-C", "file", "check", place="file")
    refused("init", "file", place="file")
    refused("init", "file/inside", place="file")
    refused(*ACME, "write", *ON, "--to", "file", place="file")
    (dossier / "answers").rename(tmp_path / "elsewhere")
    for folder in ("answers", "evidence"):
        (dossier / folder).write_text("x")
        refused(*ACME, "check", *ON, place=f"acme/{folder}")
        (dossier / folder).unlink()


def test_a_directory_where_a_file_should_be(refused: Callable[..., Any], dossier: Path) -> None:
    """A directory, a pipe or a dead link in the place of a file is not overlooked."""
    target = dossier / "answers" / "energy.yaml"
    target.mkdir()
    refused(*ACME, "check", *ON, place="acme/answers/energy.yaml")
    target.rmdir()
    os.mkfifo(target)
    refused(*ACME, "check", *ON, place="acme/answers/energy.yaml")
    for aim in ("nowhere", target.name):
        target.unlink()
        target.symlink_to(aim)
        refused(*ACME, "check", *ON, place="acme/answers/energy.yaml")
    target.unlink()
    (dossier / "documents").mkdir()
    (dossier / "documents" / "annex-xii.downstream.md").mkdir()
    chosen = ("annex-xii", "--format", "markdown")
    refused(*ACME, "write", *chosen, *ON, place="acme/documents/annex-xii.downstream.md: ")


def test_init_where_something_is(refused: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    """`init` touches no directory that holds something, and says so before it reads a model."""
    (tmp_path / "dead").symlink_to("nowhere")
    (folder / "config.json").write_bytes(b"{")
    for name in ("model", ".", "dead"):
        place = f"{name}: there is something here already"
        refused("init", name, "--from", folder.name, place=place)


@pytest.mark.parametrize("path", ["nowhere", "nowhere/config.json", "loop", "model/config.json/x"])
@pytest.mark.usefixtures("dossier")
def test_collect_what_is_not_there(
    path: str, refused: Callable[..., Any], folder: Path, tmp_path: Path
) -> None:
    """A path that leads nowhere is named, and nothing of the others is written."""
    (tmp_path / "loop").symlink_to("loop")
    refused(*ACME, "collect", folder.name, path, place=path)
    refused("init", "new", "--from", path, place=path)


# -- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-02-30", "21.11.2026", ""])
@pytest.mark.usefixtures("dossier")
def test_a_wrong_day(day: str, refused: Callable[..., Any]) -> None:
    """A day that is none is refused, with one written rightly."""
    for command in ("check", "status", "compute", "write"):
        done = refused(*ACME, command, "--on", day, place="--on")
        assert "2026-11-21" in done.err


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("systemic-risk-p", "systemic-risk-presumption"),
        ("parameters.totl", "parameters.total"),
        ("art-53-1", "art-53-1-a"),
        ("Annex-XI", "annex-xi"),
    ],
)
def test_an_unknown_id(name: str, near: str, refused: Callable[..., Any]) -> None:
    """An id that names nothing is answered with those that are nearest to it."""
    done = refused("explain", name, place=name)
    assert f"`{near}`" in done.err


def test_an_id_like_no_other(refused: Callable[..., Any]) -> None:
    """Where no id is near, the list of all is named."""
    done = refused("explain", "zzz", place="zzz")
    assert "colophon law" in done.err


@pytest.mark.parametrize(
    ("arguments", "place", "told"),
    [
        (["annex-13"], "annex-13", "annex-xi"),
        (["--for", "everybody"], "everybody", "downstream"),
        (["--format", "rtf"], "rtf", "markdown"),
        (["annex-xii", "--for", "public"], "--for", "colophon law outlines"),
    ],
)
@pytest.mark.usefixtures("dossier")
def test_write_what_there_is_not(
    arguments: list[str], place: str, told: str, refused: Callable[..., Any]
) -> None:
    """An unknown document, audience or format is answered with those that there are."""
    done = refused(*ACME, "write", *arguments, *ON, place=place)
    assert told in done.err


# -- The disk refuses -----------------------------------------------------------------------------

WITHOUT_RIGHTS: Final = """
import ctypes, os, sys
if os.geteuid() == 0 and "DROPPED" not in os.environ:
    # Whoever may pass over rights gives that up: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH.
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):
        if libc.prctl(24, capability, 0, 0, 0):
            sys.exit(f"cannot drop a capability: {os.strerror(ctypes.get_errno())}")
    os.environ["DROPPED"] = "yes"
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
"""
"""Lets a process of root's be refused what it has no rights to, as anybody else's is."""

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="drops capabilities of Linux")


@needs_linux
def test_without_rights_to_read(
    process: Callable[..., Any], dossier: Path, folder: Path, snapshot: Callable[..., Any]
) -> None:
    """What one may not read is named: a dossier, a file of it, a model folder, a file in it."""
    before = snapshot(dossier)
    for secret, arguments, place in (
        (dossier, (*ACME, "check"), "acme"),
        (dossier, (*ACME, "explain", "licence.name"), "acme"),
        (dossier / "answers", (*ACME, "check"), "acme/answers"),
        (dossier / "compute.yaml", (*ACME, "compute"), "acme/compute.yaml"),
        (folder, COLLECT, "model"),
        (folder / "config.json", COLLECT, "model/config.json"),
        (folder, (*ACME, "collect", "model/config.json"), "model"),
    ):
        mode = secret.stat().st_mode
        secret.chmod(0)
        try:
            is_one_message(process(*arguments, first=WITHOUT_RIGHTS), place)
        finally:
            secret.chmod(mode)
    assert snapshot(dossier) == before


@needs_linux
@pytest.mark.usefixtures("dossier")
def test_without_rights_to_write(
    process: Callable[..., Any], folder: Path, tmp_path: Path, snapshot: Callable[..., Any]
) -> None:
    """Where one may not write, the file is named that was to be written, and nothing is."""
    before = snapshot(tmp_path)
    closed = [tmp_path, tmp_path / "acme", tmp_path / "acme" / "answers"]
    for path in closed:
        path.chmod(0o555)
    try:
        for arguments, place in (
            (("init", "new", "--from", folder.name), "new"),
            ((*ACME, "collect", folder.name), "acme/evidence"),
            ((*ACME, "write", *ON), "acme/documents"),
            ((*ACME, "write", *ON, "--to", "acme"), "acme/annex-xi."),
            ((*ACME, "upgrade", *ON), "acme/"),
        ):
            is_one_message(process(*arguments, first=WITHOUT_RIGHTS), place)
    finally:
        for path in closed:
            path.chmod(0o755)
    assert snapshot(tmp_path) == before


FULL: Final = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"
"""No file may be larger: to whoever writes, it is as if the disk were full."""


@pytest.mark.parametrize("largest", [1, 1_000, 3_000])
def test_a_full_disk(
    largest: int, process: Callable[..., Any], dossier: Path, snapshot: Callable[..., Any]
) -> None:
    """When the disk is full midway, what has its name is whole, and nothing else is left."""
    whole = process(*ACME, "write", *ON, "--to", "whole")
    assert whole.code == 0
    before = snapshot(dossier)
    done = process(*ACME, "write", *ON, "--to", "cut", first=FULL.format(largest))
    is_one_message(done, "cut/annex-xi.ai-office.")
    assert "large" in done.err
    assert snapshot(dossier) == before
    made = snapshot(dossier.parent / "whole")
    for name, data in snapshot(dossier.parent / "cut").items():
        assert made[name] == data


def test_a_full_disk_for_a_new_dossier(
    process: Callable[..., Any], folder: Path, tmp_path: Path, snapshot: Callable[..., Any]
) -> None:
    """A new dossier appears whole or not at all."""
    before = snapshot(tmp_path)
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        arguments = ("init", name, "--from", folder.name)
        done = process(*arguments, first=FULL.format(2_000))
        is_one_message(done, name)
    (tmp_path / "empty").rmdir()
    assert snapshot(tmp_path) == before


def test_collecting_on_a_full_disk(
    process: Callable[..., Any], dossier: Path, folder: Path, snapshot: Callable[..., Any]
) -> None:
    """Evidence that does not fit on the disk is not there by half."""
    config = {"model_type": "llama", **{f"x{n}": n for n in range(50)}}
    (folder / "config.json").write_text(json.dumps(config))
    before = snapshot(dossier)
    done = process(*COLLECT, first=FULL.format(100))
    is_one_message(done, "acme/evidence/")
    after = {path: data for path, data in snapshot(dossier).items() if path != "evidence"}
    assert after == before


# -- Odd things in a folder -----------------------------------------------------------------------


def test_odd_things_do_no_harm(
    colophon: Callable[..., Any], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loops, sockets, pipes and names that are no text are passed by; the rest is read."""
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    (folder / "pipe").parent.mkdir(exist_ok=True)
    os.mkfifo(folder / "pipe")
    (folder / os.fsdecode(b"b\xff\x1b[2J.txt")).write_text("x")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        monkeypatch.chdir(tmp_path)
        done = colophon("init", "new", "--from", folder.name)
        told = colophon("init", "other", "--from", folder.name, "--json").json
    assert done.code == 0
    assert "read model/config.json" in done.out
    odd = {"model/loop", "model/pipe", "model/socket", "model/b\\udcff\\x1b[2J.txt"}
    assert odd <= set(told["unrecognised"]["first"])
    json.dumps(told, ensure_ascii=False).encode()


def test_a_dossier_named_by_what_is_no_text(process: Callable[..., Any], tmp_path: Path) -> None:
    """A directory whose name is no text can hold a dossier."""
    name = os.fsdecode(b"b\xff")
    done = process("init", name)
    assert (done.code, done.err) == (0, "")
    assert process("-C", name, "status").code == 1
    assert (tmp_path / name / "dossier.yaml").exists()
