"""A later version of the summary that does not lead to the earlier ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from colophon.publications.wording import ADDRESS, has_word, is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark

_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){0,3})(?![\d.]*\d)")


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a version beyond the first beside which neither a link nor a list of others stands."""
    version, before = look.flaw.fields
    passage = look.passage(version)
    if passage is None or passage.said:
        return
    text = passage.flowing
    number = _NUMBER.search(text)
    if number is None or has_word(text, look.form.listed("no-earlier")) or ADDRESS.search(text):
        return
    parts = [int(part) for part in number[1].split(".")]
    while len(parts) > 1 and parts[-1] == 0:
        parts.pop()
    if parts <= [1]:
        return
    earlier = look.passage(before)
    if earlier is not None and not earlier.said and not is_nothing(earlier.flowing, look.form):
        return
    yield look.remark("notice", "no-link", name=version, line=passage.first, version=number[1])
