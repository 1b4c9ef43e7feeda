"""What datatrove counts for the comparison, as its own steps do: a class for statistics."""

from __future__ import annotations

from typing import Any

from datatrove.pipeline.stats.base import BaseStats
from tldextract import TLDExtract


class Sizes(BaseStats):  # type: ignore[misc]  # datatrove does not say its types
    """Bytes and tokens of each document, and nothing of what its other statistics look at."""

    name = "sizes"

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.tld_extractor = TLDExtract(suffix_list_urls=())  # the list that it brings, unfetched

    def extract_stats(self, doc: Any) -> dict[str, int]:
        """Return the sizes of one document."""
        return {"bytes": len(doc.text.encode()), "tokens": doc.metadata["token_count"]}


def row(_reader: Any, data: dict[str, Any], _path: str, place: int | str) -> dict[str, Any]:
    """Return a row as datatrove wants it; its own way of doing so fails without an address."""
    text = data.pop("text")
    return {"text": text, "id": str(place), "metadata": {**data, "url": data["url"] or ""}}
