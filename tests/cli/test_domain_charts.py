"""`colophon domains` as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]

SVG = "{http://www.w3.org/2000/svg}"


def texts(path: Path) -> list[str]:
    """Return what stands in a picture."""
    picture = ET.fromstring(path.read_bytes())  # noqa: S314 -- we wrote it
    return [(one.text or "").replace("\N{NARROW NO-BREAK SPACE}", " ") for one in picture]


def test_the_largest_are_drawn_as_parts_of_the_whole(
    colophon: Run, scanned: Callable[..., Path], tmp_path: Path
) -> None:
    """Twenty domains have a bar, whatever else is listed; the others are added up."""
    scanned({f"site-{n:02}.com": {"bytes": 1000 - n} for n in range(30)})
    done = colophon("-C", "acme", "domains", "--alphabetical", "--top", "10%", "--chart", "d.svg")
    assert (done.code, done.err) == (0, "")
    assert "d.svg: the chart" in done.out
    told = texts(tmp_path / "d.svg")
    assert "The largest domains of web (bytes of text)" in told
    assert "1 000 (3.4 %)" in told
    assert "site-19.com" in told
    assert "site-20.com" not in told
    assert "others (10)" in told


def test_recordings_are_drawn_in_seconds(
    colophon: Run, scanned: Callable[..., Path], tmp_path: Path
) -> None:
    """Where there is no text, the first modality that there is is drawn, in its unit."""
    scanned({"a.com": {"audio": 5000}, "b.com": {"audio": 15_000}})
    assert colophon("-C", "acme", "domains", "web", "--chart", "d.svg", "--json").code == 0
    told = texts(tmp_path / "d.svg")
    assert "The largest domains of web (seconds of audio)" in told
    assert "15 (75.0 %)" in told


@pytest.mark.parametrize("file", ["acme", "acme/dossier.yaml/d.svg"])
def test_a_file_that_cannot_be_written_is_one_clear_error(
    file: str, colophon: Run, scanned: Callable[..., Path]
) -> None:
    """A folder is no file: nothing is written, and the place is named."""
    scanned({"a.com": {"bytes": 5}})
    done = colophon("-C", "acme", "domains", "--chart", file)
    assert done.code == 2
    assert "acme" in done.err
    assert "Traceback" not in done.err


def test_nothing_to_draw_is_one_clear_error(
    colophon: Run, scanned: Callable[..., Path], tmp_path: Path
) -> None:
    """A size that no domain has cannot be drawn, and no file is left."""
    scanned({"a.com": {"bytes": 5}})
    done = colophon("-C", "acme", "domains", "--by", "tokens", "--chart", "d.svg")
    assert done.code == 2
    assert "no domain of these sources has tokens" in done.err
    assert not (tmp_path / "d.svg").exists()
