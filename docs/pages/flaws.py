"""The page of what `colophon lint` looks for in public summaries."""

from __future__ import annotations

from colophon.law.printed import flaws, printed
from pages.lawbook import cited
from pages.markdown import NOTHING, code, codes, table, title

OUTLINE = "public-summary"


def page() -> str:
    """Return the page: one row for each flaw, then how the form is recognised."""
    intro = """
`colophon lint` looks for these in a public summary that somebody has published, and for those of
the last column in your own dossier as well, beside what `colophon check` finds of it. Each remark
quotes the line that it rests on. A summary is a text: whether what it says is so, and whether that
is enough, nobody can tell from it.
"""
    rows = [
        (
            code(one.id),
            one.label,
            one.why,
            codes(one.fields) if one.fields else NOTHING,
            cited(one.source),
            "yes" if one.in_dossier else NOTHING,
        )
        for one in flaws()
    ]
    columns = ("Flaw", "What it is", "Why it matters", "Fields", "Written in", "In the dossier too")
    form = printed(OUTLINE)
    spoken = sorted({language for one in form.fields for language in one.clues})
    names = ", ".join(codes([language]) for language in spoken)
    below = f"""
## How a published form is recognised

By a few words of its headings and labels ({cited(form.source)}), in the languages {names}, whatever
the layout did to them: line breaks within a label, each word on a line of its own, lost or doubled
spaces. What stands between one label and the next is the entry of the first. A text in which fewer
than {form.recognised_from} entries are found is said not to be recognised.

Check boxes are read where they are letters: {_shown(form.ticked)} are ticks, {_shown(form.blank)}
are empty. In PDF they often do not survive: then the remark is that they cannot be read, and
nothing is made of the answers.

Our own documents name the id of each field, and are read by it in every language of the program.
"""
    return title("Flaws of public summaries", intro) + "\n" + table(columns, rows) + "\n" + below


def _shown(marks: tuple[str, ...]) -> str:
    return " ".join(code(one) for one in marks if one.isprintable() and len(one) == 1)
