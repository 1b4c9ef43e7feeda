"""The page of the accelerators: what one unit can do at most, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.compute.accelerators import accelerators, catalogue, joined
from colophon.quantities import plain
from pages.markdown import NOTHING, code, codes, table, title

if TYPE_CHECKING:
    from colophon.compute.accelerators import Accelerator
    from colophon.quantities import Amount

TERA = -12
COLUMNS = ("fp16", "bf16", "tf32", "fp8", "fp4", "fp32")

INTRO = """
What one unit does at most in a second: dense peaks in TFLOP/s (10^12 FLOP/s), without sparsity, for
each data type. *One unit* is what hours are counted in, and it matters: a module may hold two
processors that the scheduler counts one by one, and a chip two cores.

Each figure has a source and a grade, as provisions have. `…` stands between figures where sources
or bins differ; the amount is then an interval, and its best value is the higher end, so that
compute is not told too low. `?` marks what sources disagree on; where no range stands beside it,
the figure is not computed with, and the peak is to be given with its source. `–` is not known here.

## How a name is found

Case, spaces and hyphens do not matter, and the longest name in the text counts: `NVIDIA GB200
NVL72` is no B200. Beside it may stand the vendor, a size of memory, and the form or the unit that
it has. Anything else may make it another accelerator, such as `RTX 3090 Ti` or `TPU v4-512`, and is
refused, with the nearest names. So is a name that several accelerators with different peaks share:
{shared}.
Nothing is ever taken by default.

## The accelerators
"""


def page() -> str:
    """Return the page of the accelerators."""
    shared = [
        next(name for one in found for name in one.names if joined(name) == key)
        for key, found in catalogue().by_name.items()
        if len({one.peaks for one in found}) > 1
    ]
    columns = ("Accelerator", "One unit", *COLUMNS, "W", "Source", "Names")
    rows = (
        (
            code(one.id),
            " ".join(filter(None, (one.unit, one.form and f"({one.form})"))),
            *(_peak(one, dtype) for dtype in COLUMNS),
            NOTHING if one.watts is None else _ends(one.watts, 0),
            _sources(one),
            codes(one.names) + (f". {one.note}" if one.note else ""),
        )
        for one in accelerators()
    )
    intro = INTRO.format(shared=codes(shared))
    return "\n".join([title("Accelerators", intro), table(columns, rows)])


def _peak(one: Accelerator, dtype: str) -> str:
    found = next((peak for peak in one.peaks if peak.dtype == dtype), None)
    return NOTHING if found is None else _ends(found.amount, TERA) + " ?" * found.disputed


def _ends(amount: Amount, power: int) -> str:
    ends = (plain(end.scaleb(power)) for end in (amount.low, amount.high))
    return " … ".join(dict.fromkeys(ends))


def _sources(one: Accelerator) -> str:
    """Return the sources of the figures with their grades, each with what it is the source of."""
    found: dict[str, list[str]] = {}
    for peak in one.peaks:
        found.setdefault(f"{peak.source.words} ({peak.source.confirmed})", []).append(peak.dtype)
    if one.watts_source:
        words = f"{one.watts_source.words} ({one.watts_source.confirmed})"
        found.setdefault(words, []).append("W")
    if len(found) == 1:
        return next(iter(found))
    return "; ".join(f"{', '.join(what)}: {words}" for words, what in found.items())
