"""The pages of the calendar: events, and what is due a period after them."""

from __future__ import annotations

from colophon.law.load import law
from colophon.workspace.lawbook import rule_of
from pages.lawbook import cited
from pages.markdown import code, link, table, title


def events() -> str:
    """Return the page of the events."""
    intro = """
An event is entered in [events.yaml](dossier-files.md#eventsyaml) with its day, and sets
[deadlines](deadlines.md) going. One that can happen more than once names which it is with `about`.
The days of release and of placing on the market stand in dossier.yaml.
"""
    rows = [
        (code(one.id), one.label, "each" if one.each else "once", one.help) for one in law().events
    ]
    columns = ("Event", "What it is", "Happens", "Which day to enter")
    return title("Events", intro) + "\n" + table(columns, rows)


def deadlines() -> str:
    """Return the page of the deadlines."""
    intro = """
A deadline is due on a day that the law names, or a period after [events](events.md). `colophon due`
says what is late, due and coming. Where the ways of counting at the end of this page give different
days, both are shown.
"""
    rows = [
        (
            code(one.id),
            one.label,
            one.actor,
            rule_of(one, law()),
            ", ".join(link(code(name), "questions", name) for name in one.applies_to),
            cited(one.source),
        )
        for one in law().deadlines
    ]
    columns = ("Deadline", "What is due", "By whom", "When", "Applies to", "Written in")
    ways = [(code(one.id), one.says, cited(one.source)) for one in law().countings]
    counting = table(("Way of counting", "The rule", "Written in"), ways)
    return "\n".join(
        [title("Deadlines", intro), table(columns, rows), "## Ways of counting\n", counting]
    )
