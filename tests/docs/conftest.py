"""What the tests of the documentation share: the pages, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def docs() -> Path:
    """Return the folder of the documentation."""
    return ROOT / "docs"


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Return the Markdown pages that people read: path below the root -> text."""
    written = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".ci/**/*.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(written)}
