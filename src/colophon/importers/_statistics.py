"""What other programs counted in a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from colophon.importers import count, fraction
from colophon.importers._objects import Told, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Evidence, Unread
    from colophon.reading import Plain

FACTS: Final = {
    "statistics.total": "Sum of what another program counted",
    "statistics.values": "Number of values that another program counted, mostly one a document",
    "statistics.mean": "Mean of what another program counted",
    "statistics.minimum": "Smallest of the values that another program counted",
    "statistics.maximum": "Largest of the values that another program counted",
}

_KEYS: Final[Mapping[str, Told]] = {
    "total": Told("statistics.total", fraction),
    "n": Told("statistics.values", count),
    "mean": Told("statistics.mean", fraction),
    "min": Told("statistics.minimum", fraction),
    "max": Told("statistics.maximum", fraction),
}


def of_metric(value: Mapping[str, Plain], at: str, of: str) -> Iterator[Evidence | Unread]:
    """Yield what an object with `total`, `n`, `mean`, `min` and `max` tells.

    Args:
        value: the object.
        at: the locator of the object.
        of: what was counted.
    """
    yield from told(value, _KEYS, at=at, of=of)
