"""A reference in the place of the crawlers' names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from colophon.publications.wording import ADDRESS, has_word, is_beginning_of_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark

_INNER_CAPITAL = re.compile(r"\b[A-Za-z]+[a-z][A-Z]\w*|\b\w+/\d|\b\w+[-_](?:bot|crawler|spider)\b")


def remarks(look: Look) -> Iterator[Remark]:
    """Yield an answer that sends its reader elsewhere and names nothing itself."""
    for passage in look.passages():
        text = passage.flowing
        if passage.said or is_beginning_of_nothing(text, look.form):
            continue
        bare = ADDRESS.sub(" ", text)
        ends = "|".join(map(re.escape, look.form.listed("crawlers")))
        if _INNER_CAPITAL.search(bare) or re.search(rf"\w(?:{ends})\b", bare, re.IGNORECASE):
            continue
        refers = has_word(bare, look.form.listed("referring"))
        if refers or ADDRESS.search(text):
            yield look.remark("notice", "elsewhere", name=passage.field, line=passage.first)
