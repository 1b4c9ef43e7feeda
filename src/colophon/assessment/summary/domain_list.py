"""The list of domain names as the public summary tells of it: how many, of how many, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from colophon.assessment.summary.sections import DOMAIN_LIST
from colophon.assessment.summary.told import told
from colophon.dossier.effective import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.assessment.domains import ListingRule
    from colophon.dossier.effective import Effective
    from colophon.law.model import Law


@dataclass(frozen=True, slots=True)
class DomainList:
    """A list of domain names that was written.

    Attributes:
        file: its path or link, as the reader of the summary finds it.
        digest: `sha256:…` of its bytes.
        listed: how many names it holds.
        names: how many domain names there are.
        measures: by what the names are ranked, such as `bytes`, one for each modality.
        rule: by which it was made.
        is_whole: whether everything could be read, so that no domain name is missing.
    """

    file: str
    digest: str
    listed: int
    names: int
    measures: tuple[str, ...]
    rule: ListingRule
    is_whole: bool = True


def given(one: DomainList, law: Law) -> Mapping[str, Effective]:
    """Return what `assess` takes as given: the sentence on the list, under its key."""
    sentence = law.say(
        "summary.domains",
        listed=one.listed,
        names=one.names,
        rule=one.rule.because.text,
        metric=law.language.all_of(law.language.named("domains.by", by) for by in one.measures),
        file=one.file,
        digest=one.digest,
    )
    lines = (sentence,) if one.is_whole else (sentence, law.say("summary.unread"))
    return {DOMAIN_LIST: told(lines, [Origin(one.file, digest=one.digest)])}
