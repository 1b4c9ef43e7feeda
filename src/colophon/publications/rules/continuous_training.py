"""Nothing on whether training goes on after the latest data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.publications.wording import begins_word, is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark


def remarks(look: Look) -> Iterator[Remark]:
    """Yield the month of the latest data where no word beside it tells of going on."""
    passages = list(look.passages())
    text = " ".join(one.flowing for one in passages)
    if not passages or len(passages) > 1 or passages[0].said or is_nothing(text, look.form):
        return
    if begins_word(text, look.form.listed("continuous")) is None:
        yield look.remark("missing", "silent", name=passages[0].field, line=passages[0].first)
