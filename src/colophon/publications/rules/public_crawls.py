"""Public crawls of others: without their snapshots, or among the provider's own crawlers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.publications.model import Look, Remark

_CRAWLERS = "public-summary.crawler-names"


def remarks(look: Look) -> Iterator[Remark]:
    """Yield a public crawl that is named as a crawler, and datasets of it without a snapshot."""
    crawls = look.law.word_list["public-crawls"]
    named = re.compile("|".join(map(re.escape, crawls.all)), re.IGNORECASE)
    snapshot = re.compile(crawls.pattern or "$")
    is_told = any(snapshot.search(passage.flowing) for passage in look.passages())
    seen = False
    for passage in look.passages():
        found = named.search(passage.flowing)
        if found is None or passage.said:
            continue
        line = passage.at(found[0])
        if passage.field == _CRAWLERS:
            yield look.remark(
                "conflict", "crawler", name=passage.field, line=line, name_found=found[0]
            )
        elif not is_told and not seen:
            seen = True
            yield look.remark(
                "notice", "snapshot", name=passage.field, line=line, name_found=found[0]
            )
