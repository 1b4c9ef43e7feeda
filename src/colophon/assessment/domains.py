"""How many of the domain names of crawled content the public summary lists.

The template asks for a share of the *number* of names, the largest by size of content first; of
small and medium-sized enterprises a smaller share or a number, whichever is lower.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from colophon.assessment.model import Because, Gap

if TYPE_CHECKING:
    from datetime import date

    from colophon.dossier.model import Dossier
    from colophon.law.model import Citation, Law, Level


@dataclass(frozen=True, slots=True)
class ListingRule:
    """Which of the domain names are listed.

    Attributes:
        share: of the number of names, 0.1 for a tenth.
        most: the number that is enough; None where there is none.
        small: whether it is the rule for small and medium-sized enterprises.
        rounds_up: whether a part of a name counts as a whole one.
        because: the share and the number, each with where it is written.
    """

    share: Fraction
    most: int | None
    small: bool
    rounds_up: bool
    because: Because

    def count(self, names: int) -> int:
        """Return how many of so many domain names are listed."""
        part = self.share * names
        whole = math.ceil(part) if self.rounds_up else math.floor(part)
        return whole if self.most is None else min(whole, self.most)

    @property
    def sources(self) -> tuple[Citation, ...]:
        """The provisions and readings that it rests on."""
        reasons = (self.because, *self.because.children)
        return tuple(one.citation for one in reasons if one.citation is not None)


def listing_rule(law: Law, on: date, *, small: bool) -> ListingRule | None:
    """Return the rule for a provider of known size; None where none is in force on the day."""
    threshold = law.threshold["domains-listed-small" if small else "domains-listed"]
    level = threshold.on(on)
    if level is None or level.value is None:
        return None
    cap = law.threshold["domains-listed-small-most"].on(on) if small else None
    most = None if cap is None or cap.value is None else int(cap.value)
    share = law.language.percent(level.value / level.parts)
    text = (
        law.say("domains.rule", share=share)
        if most is None
        else law.say("domains.rule-small", share=share, most=most)
    )
    children = (
        [] if cap is None else [Because(law.say("domains.most", most=cap.value or 0), cap.source)]
    )
    children += _rounding(law, level)
    because = Because(text, level.source, None, tuple(children), threshold.since(on))
    return ListingRule(
        Fraction(level.value) / level.parts, most, small, level.rounded is not None, because
    )


def rule_of_provider(dossier: Dossier, law: Law, on: date) -> ListingRule | Gap | None:
    """Return the rule for the provider of a dossier; a gap where its size is not on file.

    The rule for others than small and medium-sized enterprises never lists fewer, so that a list by
    it serves any provider. None where no rule is in force on the day.
    """
    small = dossier.spine.provider.small_or_medium
    if listing_rule(law, on, small=False) is None:
        return None
    if small is None:
        place = dossier.place("dossier.provider.small_or_medium", otherwise="dossier.yaml")
        return Gap(place, law.say("domains.provider.gap"), law.say("domains.provider.remedy"))
    return listing_rule(law, on, small=small)


def _rounding(law: Law, level: Level) -> list[Because]:
    if level.rounded is None:
        return []
    return [Because(law.say("domains.rounded-up"), level.rounded.source)]
