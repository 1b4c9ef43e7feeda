"""Libraries that may be absent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from colophon.errors import ColophonError
from colophon.extras import needed

if TYPE_CHECKING:
    from pathlib import Path


def test_a_library_that_is_there_is_returned() -> None:
    """Also a part of one."""
    assert needed("json.decoder").JSONDecodeError


@pytest.mark.parametrize(
    ("name", "library"), [("msgspec.json", "msgspec"), ("backports.zstd", "backports.zstd")]
)
def test_a_library_that_is_absent_is_one_clear_error(
    name: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells which, and the command that installs it."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ColophonError) as error:
        needed(name)
    assert f"needs the library {library}, which is not installed" in error.value.message
    assert error.value.remedy == "Run: pip install 'colophon[corpus]'"


def test_a_library_that_does_not_load_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is broken is not called absent."""
    (tmp_path / "wrecked.py").write_text("raise ImportError('no such symbol')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ColophonError, match="does not load: no such symbol"):
        needed("wrecked")
