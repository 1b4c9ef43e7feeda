"""JSON is the tree itself."""

from __future__ import annotations

import json as plain
from typing import TYPE_CHECKING

from colophon.documents.formats import json
from colophon.documents.model import Document

if TYPE_CHECKING:
    from typing import Any


def _rendered(document: Document) -> dict[str, Any]:
    value = plain.loads(json.render(document))
    assert isinstance(value, dict)
    return value


def test_round_trip(sample: Document) -> None:
    """The file holds a document that is equal to the one that was rendered."""
    assert (
        Document.model_validate({**_rendered(sample)["document"], "words": sample.words}) == sample
    )


def test_says_what_it_is(sample: Document) -> None:
    """The file opens with the name and version of its form."""
    assert list(_rendered(sample).items())[:2] == [("format", "colophon-document"), ("version", 1)]


def test_order_of_the_model(sample: Document) -> None:
    """The document's keys stand in the order of the model, without its words; days are ISO."""
    document = _rendered(sample)["document"]
    assert [*document, "words"] == list(Document.model_fields)
    assert document["on"] == "2026-11-21"


def test_readable(sample: Document) -> None:
    """Letters of all scripts stand as themselves."""
    assert "Μοντέλο γενικού σκοπού" in json.render(sample).decode()
