"""What the legal cases share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def filled(
    answers_to: Callable[[Any], dict[str, Any]],
    decisions_on: Callable[[Any], list[dict[str, Any]]],
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function that writes out what `all` stands for, and takes back what is excepted."""

    def filled(record: dict[str, Any]) -> dict[str, Any]:
        if record.get("decisions") == "all":
            undecided = record.pop("undecided", [])
            decided = decisions_on(law())
            record["decisions"] = [one for one in decided if one["question"] not in undecided]
        if record.get("answers") == "all":
            record["answers"] = answers_to(law())
        record.setdefault("answers", {}).update(record.pop("answered", {}))
        for field in record.pop("unanswered", []):
            del record["answers"][field]
        for field, reason in record.pop("not_applicable", {}).items():
            record["answers"][field] = {"not_applicable": reason}
        return record

    return filled
