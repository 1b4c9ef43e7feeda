"""The one place that looks at the clock; everywhere else the day is an argument called `on`."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Return the day in the machine's own time zone."""
    return date.today()  # noqa: DTZ011, TID251 -- the only look at the clock; a day is local
