"""What each audience sees of a field, and how exactly.

The law's data say who may see a field and at which precision (`Field.shown_to`). Here that is
carried out, and nowhere else: a document is built from these blocks alone.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Final, assert_never

from colophon.documents.model import Choice, Missing, NotApplicable, Stated, Withheld
from colophon.documents.scale import power
from colophon.dossier.effective import State
from colophon.law.model import Audience, Kind, Precision
from colophon.quantities import Amount, plain

if TYPE_CHECKING:
    from collections.abc import Sequence, Set as AbstractSet
    from datetime import date

    from colophon.documents.model import Entry
    from colophon.dossier.effective import Effective, Origin
    from colophon.dossier.model import Value
    from colophon.law.model import Field, Language, Said

AUTHORITIES: Final = frozenset({Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY})
"""Those who are bound to keep confidential what they are told."""

_WRITTEN_OUT = range(-2, 4)
"""Powers of ten at which rounded numbers are written without an exponent."""
_GROUP = "\N{NARROW NO-BREAK SPACE}"


def block(
    field: Field, value: Effective, audience: Audience, asked_by: str, language: Language
) -> Entry | None:
    """Return what `audience` sees of a field; None where it may not see it at all.

    `asked_by` is the provision that a missing value is reported with.
    """
    precision = field.shown_to.get(audience)
    if precision is None:
        return None
    if not value.is_known:
        if field.optional:
            return None
        note = _note(value, audience, precision)
        return Missing(
            field=field.id,
            label=field.label,
            options=_options(field, precision, frozenset()),
            asked_by=asked_by,
            note=note,
        )
    if value.confidential and audience not in AUTHORITIES:
        return _withheld(field, language)
    source = _source(value, audience, language)
    if value.state is State.NOT_APPLICABLE:
        assert value.reason is not None
        return NotApplicable(field=field.id, label=field.label, reason=value.reason, source=source)
    assert value.value is not None
    return Stated(
        field=field.id,
        label=field.label,
        value=_shown(value.value, field, precision, language),
        options=_options(field, precision, _chosen(value.value, field, precision)),
        source=source,
        note=_note(value, audience, precision),
    )


def not_asked(  # noqa: PLR0913 -- one argument for each thing that the block says
    field: Field,
    because: str,
    decide: Sequence[Effective],
    audience: Audience,
    on: date,
    language: Language,
) -> Entry | None:
    """Return what `audience` sees of a field that is not asked; None where it may not see it.

    `decide` are the answers that decide, none where a category does; `on` is the day of the
    assessment. An answer that is withheld is not told by what follows from it.
    """
    if audience not in field.shown_to:
        return None
    if audience not in AUTHORITIES and any(value.confidential for value in decide):
        return _withheld(field, language)
    sources = [_source(value, audience, language) for value in decide if value.origins]
    return NotApplicable(
        field=field.id,
        label=field.label,
        reason=f"{because}.",
        source="; ".join(dict.fromkeys(sources)) or language.say("source.assessed", day=on),
    )


def _withheld(field: Field, language: Language) -> Withheld:
    reason = language.say("document.confidential")
    return Withheld(field=field.id, label=field.label, reason=reason)


def _note(value: Effective, audience: Audience, precision: Precision) -> str | None:
    """Return the remark on a value, in which digits may stand that are withheld from others."""
    sees_digits = audience in AUTHORITIES and precision is Precision.EXACT
    return value.note if sees_digits or audience is Audience.AI_OFFICE else None


def _shown(value: Value, field: Field, precision: Precision, language: Language) -> tuple[str, ...]:
    if isinstance(value, Amount):
        return (amount(value, precision, language, field),)
    if isinstance(value, tuple):
        return tuple(_label(item, field) for item in value) or (language.say("value.none"),)
    return (_label(value, field) if isinstance(value, str) else _day(value, field, language),)


def _options(field: Field, precision: Precision, chosen: AbstractSet[int]) -> tuple[Choice, ...]:
    """Return the boxes of a choice, or of the bands that stand for an amount; else none.

    `chosen` are the positions of those that are ticked.
    """
    if precision is Precision.BAND:
        labels = [band.label for band in field.bands]
    else:
        labels = [option.label for option in field.options]
    return tuple(
        Choice(label=label, chosen=position in chosen) for position, label in enumerate(labels)
    )


def _chosen(value: Value, field: Field, precision: Precision) -> AbstractSet[int]:
    """Return the positions of the boxes that a value ticks: more than one where it is uncertain."""
    if isinstance(value, Amount):
        if precision is not Precision.BAND:
            return frozenset()
        return frozenset(range(_band(value.low, field), _band(value.high, field) + 1))
    items = value if isinstance(value, tuple) else (value,)
    return frozenset(
        position for position, option in enumerate(field.options) if option.id in items
    )


def _day(value: date, field: Field, language: Language) -> str:
    return value.strftime("%d/%m/%y") if field.written else language.shown(value)


def _label(item: str, field: Field) -> str:
    if field.kind is Kind.MONTH and field.written:
        year, _, month = item.partition("-")
        return f"{month}/{year}"
    return next((option.label for option in field.options if option.id == item), item)


def amount(
    value: Amount, precision: Precision, language: Language, field: Field | None = None
) -> str:
    """Return an amount as an audience of that precision sees it; a band needs the `field`."""
    match precision:
        case Precision.EXACT:
            low, best, high = (_exact(one) for one in (value.low, value.best, value.high))
            return _interval(value, low, best, high, language)
        case Precision.TWO_FIGURES:
            return _figures(value, 2, language)
        case Precision.ONE_FIGURE:
            return _figures(value, 1, language)
        case Precision.ORDER_OF_MAGNITUDE:
            low, high = _magnitude(value.low), _magnitude(value.high)
            if low == high:
                return language.say("value.magnitude", power=low, unit=value.unit)
            return language.say("value.magnitudes", low=low, high=high, unit=value.unit)
        case Precision.BAND:
            assert field is not None
            first, last = _band(value.low, field), _band(value.high, field)
            bands = [band.label for band in field.bands[first : last + 1]]
            return reduce(
                lambda one, other: language.say("value.bands", first=one, second=other), bands
            )
        case _:
            assert_never(precision)


def figures(value: Amount, precision: Precision) -> Amount | None:
    """Return an amount as numbers that an audience of that precision may see.

    None where it sees no number: a band or an order of magnitude is only written. What is a point
    stays one, as in a document: ends around it would tell on which side of it the value lies.
    """
    match precision:
        case Precision.EXACT:
            return value
        case Precision.TWO_FIGURES | Precision.ONE_FIGURE:
            seen = _rounded_amount(value, 2 if precision is Precision.TWO_FIGURES else 1)
            return Amount.exactly(seen.best, value.unit) if value.is_point else seen
        case Precision.ORDER_OF_MAGNITUDE | Precision.BAND:
            return None
        case _:
            assert_never(precision)


def _interval(value: Amount, low: str, best: str, high: str, language: Language) -> str:
    """Return the best value, and the ends of the interval where it has any, in the language."""
    low, best, high = (one.replace(".", language.decimal_sign) for one in (low, best, high))
    if value.is_point:
        return f"{best} {value.unit}"
    return language.say("value.interval", best=best, low=low, high=high, unit=value.unit)


def _magnitude(value: Decimal) -> str:
    return f"{power(value.adjusted())}" if value else "0"


def _band(value: Decimal, field: Field) -> int:
    """Return the position of the band that `value` lies in; edges lie where the law puts them."""
    for position, one in enumerate(field.bands):
        if one.up_to is None or value < one.up_to or (value == one.up_to and not one.exclusive):
            return position
    raise AssertionError(f"the bands of {field.id} have no last one")


def _figures(value: Amount, count: int, language: Language) -> str:
    """Return best with that many significant figures; the interval rounded outwards."""
    seen = _rounded_amount(value, count)
    low, best, high = (_with_figures(one, count) for one in (seen.low, seen.best, seen.high))
    return _interval(value, low, best, high, language)


def _rounded_amount(value: Amount, count: int) -> Amount:
    low, best, high = (
        decimal.Context(prec=count, rounding=rounding).plus(one)
        for one, rounding in (
            (value.low, decimal.ROUND_FLOOR),
            (value.best, decimal.ROUND_HALF_UP),
            (value.high, decimal.ROUND_CEILING),
        )
    )
    return Amount(low, best, high, value.unit)


def _with_figures(value: Decimal, count: int) -> str:
    if value == 0:
        return "0"
    if value.adjusted() in _WRITTEN_OUT:
        return f"{value:f}"
    mantissa = f"{value.scaleb(-value.adjusted()):.{count - 1}f}"
    return f"{mantissa} × {power(value.adjusted())}"


def _exact(value: Decimal) -> str:
    text = plain(value)
    mantissa, is_scientific, exponent = text.partition("e")
    if is_scientific:
        return f"{mantissa} × {power(int(exponent))}"
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}".replace(",", _GROUP) + point + fraction


def _source(value: Effective, audience: Audience, language: Language) -> str:
    """Say where a value comes from: to authorities who, when and where; to others only when."""
    if audience in AUTHORITIES:
        return "; ".join(_origin(origin, language) for origin in value.origins)
    if value.state is State.READ:
        return language.say("source.read")
    days = [origin.on for origin in value.origins if origin.on]
    if days:
        return language.say("source.stated-on", day=max(days))
    return language.say("source.stated")


def _origin(origin: Origin, language: Language) -> str:
    if origin.digest:
        return language.say("source.read-at", place=origin.place, digest=origin.digest)
    known: dict[str, Said] = {"place": origin.place}
    known |= {"by": origin.by} if origin.by else {}
    known |= {"on": origin.on} if origin.on else {}
    phrase = "".join(f"-{name}" for name in ("by", "on") if name in known)
    return language.say(f"source.stated{phrase}-at", **known)
