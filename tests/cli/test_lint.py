"""`colophon lint`, as somebody enters it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = """Version of the Summary: V2
Last update: 30 July 2026
Provider name and contact details: Example Ltd, 1 High Street, Dublin 4, Ireland
2.2.1. Datasets commercially licensed by rightsholders
Have you concluded transactional commercial licensing agreements with representatives?
☐ Yes ☐ No ☒ Other (see below)
2.3 Data crawled and scraped from online sources
Were crawlers used by the provider or on behalf of?
☒ Yes ☐ No
Summary of the most relevant domain names crawled:
Broad multilingual pages \x1b[31m
"""


def entered(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Run a command; return its exit code and what it printed."""
    code = run(arguments)
    return code, capsys.readouterr().out


def test_a_published_summary_is_looked_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each remark has its section, line, remedy and field; nothing steers a terminal."""
    file = tmp_path / "summary.txt"
    file.write_text(TEXT, "utf-8")
    code, out = entered(["lint", str(file), "--on", "2026-11-21"], capsys)
    assert code == 1
    assert "Section 2.2.1" in out
    assert "line 6: ☐ Yes ☐ No ☒ Other (see below)" in out
    assert "Tick Yes or No" in out
    assert "public-summary.licensed-data-used · answers" in out
    assert "Head of the form" in out
    assert "a text is read, not what it says of the world" in " ".join(out.split())
    assert "\x1b[31m" not in out


def test_it_is_printed_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON has what the screen has."""
    import json  # noqa: PLC0415 -- only here

    file = tmp_path / "summary.txt"
    file.write_text(TEXT, "utf-8")
    code, out = entered(["lint", str(file), "--on", "2026-11-21", "--json"], capsys)
    told = json.loads(out)
    assert code == 1
    assert told["kind"] == "text"
    assert told["recognised"] is True
    assert "public-summary.crawled-domains" in told["found"]
    first = next(one for one in told["remarks"] if one["flaw"] == "domain-list")
    assert (first["number"], first["kind"]) == ("2.3", "conflict")
    assert first["quote"].startswith("Broad multilingual pages")


def test_the_dossier_is_looked_through_without_a_file(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a file it is the summary of the dossier, in the language that is asked for."""
    dossier = pytestconfig.rootpath / "examples" / "invented-web-lm" / "dossier"
    arguments = ["lint", "-C", str(dossier), "--language", "fi", "--on", "2026-11-21"]
    code, out = entered(arguments, capsys)
    assert code == 1
    assert "Osio 1.3" in out
    assert "public-summary.text-size · entries" in out


def test_one_file_at_a_time(tmp_path: Path) -> None:
    """Two files are a mistake."""
    assert run(["lint", "--pdf", str(tmp_path), "--html", str(tmp_path)]) == 2


def test_a_kind_may_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of another kind than the option says is a mistake to mend."""
    file = tmp_path / "summary.txt"
    file.write_text(TEXT, "utf-8")
    assert run(["lint", "--pdf", str(file)]) == 2
    assert "not a PDF" in capsys.readouterr().err
