"""A dossier in which everything is answered, and assessments of what is left of it."""

from __future__ import annotations

import copy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import assess
from colophon.dossier import files
from colophon.law.load import law as shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment
    from colophon.law.model import Law

DAY = date(2026, 11, 21)

WHOLE: Mapping[str, Any] = {
    "provider": {"name": "Exemplar", "established_in": "US"},
    "model": {
        "name": "Exemplar 7B",
        "versions": ["1.0"],
        "released": "2026-01-10",
        "placed_on_market": "2026-01-10",
        "input_modalities": ["text"],
        "output_modalities": ["text"],
    },
    "code_of_practice": [],
    "open_source": {
        "rights": ["use"],
        "conditions": ["research-only"],
        "monetisation": [],
        "weights_public": False,
        "architecture_public": False,
        "usage_information_public": False,
    },
    "compute": {"complete": True, "entries": {"pre-training": 10**24}},
}
"""The spine and the ledger of a general-purpose AI model from a third country."""


@pytest.fixture
def whole(
    answers_to: Callable[[Law], dict[str, Any]],
    decisions_on: Callable[[Law], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Give a record in which everything is answered and decided, to be taken apart by a test."""
    return {
        **copy.deepcopy(dict(WHOLE)),
        "answers": answers_to(shipped()),
        "decisions": decisions_on(shipped()),
    }


@pytest.fixture
def open_source() -> dict[str, Any]:
    """Give the facts of a model that the exception covers."""
    return {
        "rights": ["access", "use", "modification", "distribution"],
        "conditions": ["attribution"],
        "monetisation": [],
        "weights_public": True,
        "architecture_public": True,
        "usage_information_public": True,
    }


@pytest.fixture(scope="session")
def assessed(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Assessment]:
    """Return a function that assesses a record, with more files beside it, on a day."""

    def assessed(
        record: Mapping[str, Any],
        *,
        on: date = DAY,
        law: Law | None = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> Assessment:
        known = law or shipped()
        return assess(files.read({**tree_of(record), **(beside or {})}, known), known, on)

    return assessed


@pytest.fixture
def day() -> date:
    """Give the day of a test that does not turn on the day."""
    return DAY
