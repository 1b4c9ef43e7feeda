"""Which accelerator a name means, and what a typed peak looks like.

A name that may mean several accelerators with different peaks is refused, and so is one that is not
known; there is no default. What is known of each stands in `accelerators`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, TypeAlias

from colophon.compute.accelerators import (
    Accelerator,
    DType,
    Peak,
    accelerators,
    catalogue,
    joined,
    words_of,
)
from colophon.errors import UnknownIdError
from colophon.quantities import FLOP_PER_SECOND, Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Accelerator", "Peak", "Suspicion", "accelerator", "accelerators", "suspicions"]

Kind: TypeAlias = Literal["sparse", "form", "unit", "dtype", "other"]

_MEMORY = r"[0-9]+g(i?b)?|hbm[0-9]*e?"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a typed peak looks like, other than the peak that is meant.

    Attributes:
        kind: `sparse`, the peak with sparsity; `form`, of another form of the chip; `unit`, of what
            holds several units or of a part of one; `dtype`, of another data type.
        accelerator: whose peak it looks like.
        dtype: for which data type.
        value: that peak in FLOP/s, dense; the typed one is a multiple of it if it is `sparse`.
    """

    kind: Kind
    accelerator: Accelerator
    dtype: DType
    value: Amount


# -- Names ----------------------------------------------------------------------------------------


def accelerator(name: str, *, place: str = "accelerator") -> Accelerator:
    """Return the accelerator that `name` means.

    Case, spaces and hyphens do not matter. The longest known name in the text counts, so that
    `NVIDIA GB200 NVL72` is no B200. What stands beside it must be the vendor, a size of memory, or
    its own form or unit: whatever else it says may make it another accelerator (`RTX 3090 Ti`).

    Raises:
        UnknownIdError: it is not known, with the nearest names; or it means several with different
            peaks, which are named. `place` is where the name stands.
    """
    words = words_of(name)
    known = catalogue().by_name
    windows = (
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
        if "".join(words[start:end]) in known
    )
    longest = max(windows, key=lambda one: len("".join(words[slice(*one)])), default=None)
    if longest is None:
        raise UnknownIdError(
            f"`{name}` is no accelerator that is known", place=place, remedy=_nearest(name)
        )
    found = known["".join(words[slice(*longest)])]
    beside = [*words[: longest[0]], *words[longest[1] :]]
    fitting = [one for one in found if all(_says_nothing(word, one) for word in beside)]
    if not fitting:
        word = next(w for w in beside if not any(_says_nothing(w, one) for one in found))
        raise UnknownIdError(
            f"`{name}` is no accelerator that is known: `{word}` may make it another than "
            f"`{found[0].id}`",
            place=place,
            remedy=_nearest(name),
        )
    return _one(fitting, name, place)


def _says_nothing(word: str, one: Accelerator) -> bool:
    """Whether a word beside a name leaves it the same accelerator."""
    if word in catalogue().words or re.fullmatch(_MEMORY, word):
        return True
    own = {one.unit, f"{one.unit}s"}
    return word in own or bool(one.form and re.fullmatch(rf"{one.form}[0-9]*", word))


def _one(found: list[Accelerator], name: str, place: str) -> Accelerator:
    """Return the one that is meant, or what forms of one chip with equal peaks have in common."""
    first, *others = found
    if not others:
        return first
    peaks = {tuple((peak.dtype, peak.amount) for peak in one.peaks) for one in found}
    if len(peaks) > 1:
        choices = ", ".join(f"`{_own_name(one)}`" for one in found)
        raise UnknownIdError(
            f"`{name}` may be one of {len(found)} accelerators with different peaks",
            place=place,
            remedy=f"Write which one: {choices}.",
        )
    return replace(
        first,
        id=first.chip,
        names=tuple(dict.fromkeys(word for one in found for word in one.names)),
        form=None,
        watts=_hull([one.watts for one in found if one.watts]),
    )


def _own_name(one: Accelerator) -> str:
    """Return the first name that no other accelerator has."""
    known = catalogue().by_name
    return next(name for name in one.names if known[joined(name)] == (one,))


def _hull(amounts: list[Amount]) -> Amount | None:
    """Return the interval that holds all of them."""
    if not amounts:
        return None
    high = max(one.high for one in amounts)
    return Amount(min(one.low for one in amounts), high, high, amounts[0].unit)


def _nearest(name: str) -> str:
    spellings = {joined(one): one for each in accelerators() for one in each.names}
    asked = "".join(word for word in words_of(name) if word not in catalogue().words)
    near = [f"`{spellings[one]}`" for one in get_close_matches(asked, spellings)]
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"{hint}Give its dense peak in FLOP/s with the source, or a name that is known."


# -- Suspicions -----------------------------------------------------------------------------------


def suspicions(
    peak: Amount, accelerator: Accelerator | None = None, dtype: str | None = None
) -> tuple[Suspicion, ...]:
    """Return what a typed peak of one unit, in FLOP/s, looks like other than what is meant.

    Empty where it is the peak that is meant, or looks like none that is known. Without `dtype` the
    usual data types are taken to be meant, and a peak of another is no suspicion by itself; without
    `accelerator`, any that is known is meant. A named one whose peaks are all others is `other`.
    """
    meant = accelerators() if accelerator is None else (accelerator,)
    kin = [
        one
        for one in accelerators()
        if accelerator is not None
        and one.chip == accelerator.chip
        and one.peaks != accelerator.peaks
    ]
    if any(_looks_like(peak, own) for one in meant for own in _asked(one, dtype)):
        return ()
    found = [
        *_matches("sparse", peak, [*meant, *kin], dtype),
        *_matches("dtype", peak, meant, dtype),
        *_matches("form", peak, [one for one in kin if one.unit == meant[0].unit], dtype),
        *_matches("unit", peak, [one for one in kin if one.unit != meant[0].unit], dtype),
    ]
    if dtype is None and not any(one.kind != "dtype" for one in found):
        found = []  # the peak of another data type, and nobody has said which is meant
    if not found and not any(_looks_like(peak, own) for one in meant for own in one.peaks):
        types = dict.fromkeys(own.dtype for one in meant for own in one.peaks)
        found = [one for other in types for one in _matches("sparse", peak, meant, other)]
    if not found and accelerator is not None:
        found = list(_none_of(accelerator, peak, dtype))
    return tuple(found)


def _none_of(one: Accelerator, peak: Amount, dtype: str | None) -> Iterator[Suspicion]:
    """Yield the peak that is known of a named accelerator, where the typed one is none of its."""
    far = catalogue().far
    if not any(
        own.amount.within(far).low <= peak.best <= own.amount.within(far).high for own in one.peaks
    ):
        for own in (*_asked(one, dtype), *one.peaks)[:1]:
            yield Suspicion("other", one, own.dtype, own.amount)


def _matches(
    kind: Kind, peak: Amount, among: Iterable[Accelerator], dtype: str | None
) -> Iterator[Suspicion]:
    """Yield whose peaks the typed one looks like, each figure of an accelerator once."""
    times = catalogue().sparse if kind == "sparse" else 1
    for one in among:
        asked = _asked(one, dtype)
        others = (own for own in (*_asked(one, None), *one.peaks) if own not in asked)
        seen: set[Amount] = set()
        for own in others if kind == "dtype" else asked:
            if own.amount not in seen and _looks_like(peak, own, times):
                seen.add(own.amount)
                yield Suspicion(kind, one, own.dtype, own.amount)


def _asked(one: Accelerator, dtype: str | None) -> tuple[Peak, ...]:
    """Return the peaks of the data type that is meant, the likelier first."""
    wanted = catalogue().usual if dtype is None else (dtype,)
    return tuple(own for name in wanted for own in one.peaks if own.dtype == name)


def _looks_like(peak: Amount, own: Peak, times: int = 1) -> bool:
    """Whether a typed peak is as near to a known one, or a multiple, as people round."""
    near = own.amount.times(Amount.exactly(times, ""), FLOP_PER_SECOND).within(catalogue().near)
    return near.low <= peak.best <= near.high
