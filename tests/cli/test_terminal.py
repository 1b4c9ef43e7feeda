"""What only a process of its own can show: a terminal, a pipe that breaks, a sudden end."""

from __future__ import annotations

import os
import pty
import re
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from colophon import cli
from colophon.cli import scanning

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Started = Callable[..., subprocess.Popen[str]]

ON = ("--on", "2026-11-21")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def terminal(started: Started) -> Callable[..., str]:
    """Return a function that runs `colophon …` on a terminal and returns all that it shows."""

    def terminal(*arguments: str, **env: str) -> str:
        master, slave = pty.openpty()
        environment = {"TERM": "xterm", "COLUMNS": "100", **env}
        ends = {"stdin": slave, "stdout": slave, "stderr": slave}
        running = started(*arguments, env=environment, **ends)
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65_536)
            except OSError:  # how Linux says that nobody holds the terminal any more
                break
            if not piece:
                break
            shown += piece
        os.close(master)
        running.wait(timeout=60)
        return shown.decode().replace("\r\n", "\n")

    return terminal


def test_colours_on_a_terminal(terminal: Callable[..., str], dossier: Path) -> None:
    """A terminal gets colours, and the same words as a pipe."""
    shown = terminal("-C", dossier.name, "status", *ON)
    assert COLOUR.search(shown)
    assert "\x1b[35mundetermined" in shown
    plain = terminal("-C", dossier.name, "status", *ON, NO_COLOR="1")
    assert COLOUR.sub("", shown) == plain


@pytest.mark.parametrize("arguments", [("status", *ON), ("explain", "nothing")])
def test_no_color(arguments: tuple[str, ...], terminal: Callable[..., str], dossier: Path) -> None:
    """With NO_COLOR, nothing is coloured, errors not either; empty, it means nothing."""
    assert "\x1b" not in terminal("-C", dossier.name, *arguments, NO_COLOR="1")
    assert COLOUR.search(terminal("-C", dossier.name, *arguments, NO_COLOR=""))


def test_domains_have_bars_where_there_is_room(
    terminal: Callable[..., str], scanned: Callable[..., Path], process: Callable[..., Any]
) -> None:
    """A terminal that is wide enough draws a bar for each domain; a pipe gets none."""
    scanned({"large.com": {"bytes": 8000}, "half.com": {"bytes": 4000}, "tiny.com": {"bytes": 1}})
    arguments = ("-C", "acme", "domains", *ON)
    rows = terminal(*arguments, NO_COLOR="1").splitlines()
    assert [row.count("━") for row in rows[-3:]] == [30, 15, 1]
    assert "\x1b" not in "".join(rows)
    assert "\x1b[36m━" in terminal(*arguments)
    assert "━" not in process(*arguments).out
    odd = terminal(*arguments, NO_COLOR="1", PYTHONIOENCODING="ascii")
    assert [row.count("=") for row in odd.splitlines()[-3:]] == [30, 15, 1]


def test_a_terminal_shows_the_largest_domains(
    terminal: Callable[..., str], scanned: Callable[..., Path], process: Callable[..., Any]
) -> None:
    """A terminal shows twenty and says how many more there are; a pipe gets all."""
    scanned({f"a{number:02}.com": {"bytes": 100 - number} for number in range(25)})
    shown = terminal("-C", "acme", "domains", *ON, NO_COLOR="1")
    assert "25 of 25 domains" in shown
    assert "a19.com" in shown
    assert "a20.com" not in shown
    assert "and 5 more" in shown
    assert "a24.com" in process("-C", "acme", "domains", *ON).out


@pytest.mark.usefixtures("crawl")
def test_a_scan_shows_how_far_it_is(
    terminal: Callable[..., str],
    colophon: Callable[..., Any],
    dossier: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A terminal has a line of files, bytes, rate and time left, which goes; a pipe gets lines."""
    scan = ("-C", dossier.name, "scan", "web", "crawl", "--origin", "crawled")
    shown = terminal(*scan).replace("\n", "").split("\r\x1b[K")
    assert [line for line in shown if line.startswith("counting 2 files, ")]
    state = re.compile(r"2 of 2 files, (.+ kB) of \1, .+B/s, 0 s left")
    assert [line for line in shown if state.fullmatch(line)]
    assert "documents  5" in shown[-1]
    monkeypatch.setattr(scanning, "_EVERY", 0)
    lines = colophon(*scan, "--shared-hosting", "together", "--sample", "2").err.splitlines()
    assert len(lines) == 2
    assert state.fullmatch(lines[-1])


def test_a_dossier_steers_no_terminal(terminal: Callable[..., str], dossier: Path) -> None:
    """A dossier, which may come from anybody, cannot steer the terminal of who reads it."""
    evil = "Acme\\u001b[2J\\u009b2J"
    for name, old in (("dossier.yaml", "Acme"), ("compute.yaml", "training log")):
        path = dossier / name
        path.write_text(path.read_text().replace(old, evil))
    for arguments in (("status",), ("check",), ("compute",), ("explain", "provider.name")):
        shown = terminal("-C", dossier.name, *arguments, *ON)
        assert "Acme" in shown
        assert "\x1b[2J" not in shown
        assert "\x9b" not in shown
    shown = terminal("-C", dossier.name, "explain", "\x1b[2J")
    assert "\x1b[2J" not in shown


@pytest.mark.parametrize("columns", [40, 80, 100, 300])
def test_lines_fit(
    columns: int,
    colophon: Callable[..., Any],
    dossier: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines fit a terminal of 60 columns or more, and are never longer than 120."""
    monkeypatch.setenv("COLUMNS", str(columns))
    colophon("-C", dossier.name, "collect", folder.name)
    widest = min(max(columns, 60), 120)
    for arguments in (("status",), ("check",), ("compute",), ("explain", "parameters.total")):
        done = colophon("-C", dossier.name, *arguments, *ON)
        lengths = [len(line) for line in done.out.split("\n")]
        assert widest * 0.6 < max(lengths) <= widest, arguments


def test_progress(terminal: Callable[..., str], folder: Path) -> None:
    """While every byte of the weights is read, a terminal shows how far that is."""
    size = 40_000_000
    header = b'{"a":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]}}' % (size, size)
    (folder / "model.safetensors").write_bytes(
        len(header).to_bytes(8, "little") + header + bytes(size)
    )
    shown = terminal("init", "acme", "--from", folder.name, "--digest-weights")
    assert "model/model.safetensors" in shown
    assert "100%" in shown


def test_a_pipe_that_breaks(started: Started, dossier: Path) -> None:
    """Whoever has read enough may go: nothing is complained about, and nothing passes for done."""
    for arguments in (("law",), ("-C", dossier.name, "check", *ON)):
        for unbuffered in ("", "1"):
            reader, writer = os.pipe()
            os.close(reader)
            env = {"PYTHONUNBUFFERED": unbuffered}
            with started(*arguments, stdout=writer, env=env) as running:
                os.close(writer)
                _, err = running.communicate(timeout=60)
            assert (running.returncode, err) == (cli.UNHEARD, ""), arguments


def test_a_terminal_that_knows_few_letters(process: Callable[..., Any], dossier: Path) -> None:
    """A terminal that does not know a letter is shown its number; nothing crashes."""
    env = {"PYTHONIOENCODING": "latin-1", "COLUMNS": "100"}
    done = process("-C", dossier.name, "check", *ON, env=env, encoding="latin-1")
    assert done.code == 1
    assert done.err == ""
    assert "systemic-risk-presumption: undetermined" in done.out


def test_the_module_is_the_command(started: Started) -> None:
    """`python -m colophon` is the same as `colophon`."""
    first = (
        "import runpy, sys; sys.argv[0] = 'x'; runpy.run_module('colophon', run_name='__main__')"
    )
    with started("--version", first=first) as running:
        out, err = running.communicate(timeout=60)
    assert out.startswith("colophon ")
    assert (running.returncode, err) == (0, "")


SLOWLY = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" has it ignored
from colophon.workspace import disk
replace, written = disk.Path.replace, 0
def slowly(self, target):
    global written
    written += 1
    if written == {0}:
        print("now", flush=True)
        import time
        for _ in range(6_000):  # a signal just before one long sleep would wait for its end
            time.sleep(0.01)
    return replace(self, target)
disk.Path.replace = slowly
"""
"""Stops before a file gets its name, so that the process can be killed there."""


@pytest.mark.parametrize(
    ("moment", "signal_"),
    [(1, signal.SIGKILL), (5, signal.SIGKILL), (5, signal.SIGTERM), (5, signal.SIGINT)],
)
@pytest.mark.usefixtures("dossier")
def test_a_sudden_end(
    moment: int,
    signal_: signal.Signals,
    started: Started,
    colophon: Callable[..., Any],
    tmp_path: Path,
) -> None:
    """Whatever ends the program while it writes, every file that has its name is whole."""
    assert colophon("-C", "acme", "write", *ON, "--to", "whole").code == 0
    whole = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    arguments = ("-C", "acme", "write", *ON, "--to", "cut")
    with started(*arguments, first=SLOWLY.format(moment)) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "now\n"
        running.send_signal(signal_)
        _, err = running.communicate(timeout=60)
    made = {path.name: path.read_bytes() for path in (tmp_path / "cut").iterdir()}
    named = {name: data for name, data in made.items() if not name.startswith(".")}
    assert len(named) == moment - 1
    assert all(whole[name] == data for name, data in named.items())
    if signal_ is signal.SIGINT:
        assert err.strip() == "Stopped; nothing is half-written."
        assert named == made
    assert colophon("-C", "acme", "write", *ON, "--to", "cut").code == 0
    assert {name: (tmp_path / "cut" / name).read_bytes() for name in whole} == whole


def test_a_sudden_end_amid_the_bytes(started: Started, dossier: Path) -> None:
    """A file that is being written has another name: what is killed then leaves the old one."""
    first = """
from colophon.workspace import write
from colophon.documents.formats import json
json.render = lambda document: bytes(60_000_000)
"""
    target = dossier / "documents" / "annex-xii.downstream.json"
    target.parent.mkdir()
    target.write_text("the old one")
    chosen = ("write", "annex-xii", "--format", "json")
    with started("-C", dossier.name, *chosen, *ON, first=first) as running:
        deadline = time.monotonic() + 60
        while running.poll() is None and time.monotonic() < deadline:
            beside = list(target.parent.glob(".annex-xii*"))
            if any(path.stat().st_size for path in beside):
                running.kill()
                break
            time.sleep(0.001)
        running.wait(timeout=60)
    assert target.read_bytes() in {b"the old one", bytes(60_000_000)}
    for path in target.parent.iterdir():
        path.unlink()


def test_a_bug_has_an_exit_code_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A crash shows its traceback, and no script takes it for "something is open"."""

    def crash(_arguments: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(cli, "run", crash)
    with pytest.raises(SystemExit) as raised:
        cli.main([])
    assert raised.value.code == cli.BUG
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err
