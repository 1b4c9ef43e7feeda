"""`--language` changes the words, and nothing that a program compares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.law.load import ENGLISH, languages, law

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

OTHERS = [one for one in languages() if one != ENGLISH]
each_language = pytest.mark.parametrize("language", OTHERS)
