"""Registers of sources, and what is assessed of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import assess
from colophon.dossier import files
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment

DAY = date(2026, 11, 21)


@pytest.fixture
def judged(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]], whole: dict[str, Any]
) -> Callable[..., Assessment]:
    """Return a function that assesses a register, complete where nothing else is said."""

    def judged(
        *entries: dict[str, Any],
        complete: bool = True,
        answers: Mapping[str, Any] | None = None,
        scans: Mapping[str, bytes] | None = None,
        record: Mapping[str, Any] | None = None,
        **rest: Any,
    ) -> Assessment:
        register = {"complete": complete, "datasets": list(entries)}
        told = {**whole, "datasets": register, "answers": dict(answers or {}), **(record or {})}
        return assess(files.read({**tree_of(told), **(scans or {})}, law()), law(), DAY, **rest)

    return judged
