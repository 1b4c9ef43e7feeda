"""What each audience sees of a field, and how exactly.

The law's data say who may see a field and at which precision (`Field.shown_to`). Here that is
carried out, and nowhere else: a document is built from these blocks alone.
"""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import TYPE_CHECKING, Final, assert_never

from colophon.documents.model import Missing, NotApplicable, Stated, Withheld
from colophon.dossier.effective import State
from colophon.law.model import Audience, Kind, Precision
from colophon.quantities import Amount, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from colophon.documents.model import Block
    from colophon.dossier.effective import Effective, Origin
    from colophon.dossier.model import Value
    from colophon.law.model import Field

LABELS: Final[Mapping[Audience, str]] = {
    Audience.AI_OFFICE: "AI Office",
    Audience.NATIONAL_AUTHORITY: "National competent authority",
    Audience.DOWNSTREAM: "Downstream provider",
    Audience.PUBLIC: "Public",
}

AUTHORITIES: Final = frozenset({Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY})
"""Those who are bound to keep confidential what they are told."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_WRITTEN_OUT = range(-2, 4)
"""Powers of ten at which rounded numbers are written without an exponent."""
_GROUP = "\N{NARROW NO-BREAK SPACE}"


def block(field: Field, value: Effective, audience: Audience, asked_by: str) -> Block | None:
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
        return Missing(field=field.id, label=field.label, asked_by=asked_by, note=note)
    if value.confidential and audience not in AUTHORITIES:
        return _withheld(field)
    source = _source(value, audience)
    if value.state is State.NOT_APPLICABLE:
        assert value.reason is not None
        return NotApplicable(field=field.id, label=field.label, reason=value.reason, source=source)
    assert value.value is not None
    return Stated(
        field=field.id,
        label=field.label,
        value=_shown(value.value, field, precision),
        source=source,
        note=_note(value, audience, precision),
    )


def not_asked(
    field: Field, because: str, decide: Sequence[Effective], audience: Audience, on: date
) -> Block | None:
    """Return what `audience` sees of a field that is not asked; None where it may not see it.

    `decide` are the answers that decide, none where a category does; `on` is the day of the
    assessment. An answer that is withheld is not told by what follows from it.
    """
    if audience not in field.shown_to:
        return None
    if audience not in AUTHORITIES and any(value.confidential for value in decide):
        return _withheld(field)
    sources = [_source(value, audience) for value in decide if value.origins]
    return NotApplicable(
        field=field.id,
        label=field.label,
        reason=f"{because}.",
        source="; ".join(dict.fromkeys(sources)) or f"assessed on {on.isoformat()}",
    )


def _withheld(field: Field) -> Withheld:
    reason = "The provider keeps this confidential."
    return Withheld(field=field.id, label=field.label, reason=reason)


def _note(value: Effective, audience: Audience, precision: Precision) -> str | None:
    """Return the remark on a value, in which digits may stand that are withheld from others."""
    sees_digits = audience in AUTHORITIES and precision is Precision.EXACT
    return value.note if sees_digits or audience is Audience.AI_OFFICE else None


def _shown(value: Value, field: Field, precision: Precision) -> tuple[str, ...]:
    if isinstance(value, Amount):
        return (amount(value, precision, field),)
    if isinstance(value, tuple):
        return tuple(_label(item, field) for item in value) or ("none",)
    return (_label(value, field) if isinstance(value, str) else _day(value, field),)


def _day(value: date, field: Field) -> str:
    return value.strftime("%d/%m/%y") if field.written else value.isoformat()


def _label(item: str, field: Field) -> str:
    if field.kind is Kind.MONTH and field.written:
        year, _, month = item.partition("-")
        return f"{month}/{year}"
    return next((option.label for option in field.options if option.id == item), item)


def amount(value: Amount, precision: Precision, field: Field | None = None) -> str:
    """Return an amount as an audience of that precision sees it; a band needs the `field`."""
    match precision:
        case Precision.EXACT:
            if value.is_point:
                return f"{_exact(value.best)} {value.unit}"
            return (
                f"{_exact(value.best)} {value.unit} "
                f"({_exact(value.low)} to {_exact(value.high)} {value.unit})"
            )
        case Precision.TWO_FIGURES:
            return _figures(value, 2)
        case Precision.ONE_FIGURE:
            return _figures(value, 1)
        case Precision.ORDER_OF_MAGNITUDE:
            low, high = _magnitude(value.low), _magnitude(value.high)
            span = low if low == high else f"{low} to {high}"
            return f"order of magnitude: {span} {value.unit}"
        case Precision.BAND:
            assert field is not None
            first, last = _band(value.low, field), _band(value.high, field)
            return ", or ".join(band.label for band in field.bands[first : last + 1])
        case _:
            assert_never(precision)


def _magnitude(value: Decimal) -> str:
    return f"10{_raised(value.adjusted())}" if value else "0"


def _band(value: Decimal, field: Field) -> int:
    """Return the position of the band that `value` lies in; edges lie where the law puts them."""
    for position, one in enumerate(field.bands):
        if one.up_to is None or value < one.up_to or (value == one.up_to and not one.exclusive):
            return position
    raise AssertionError(f"the bands of {field.id} have no last one")


def _figures(value: Amount, figures: int) -> str:
    """Return best with that many significant figures; the interval rounded outwards."""
    best = _rounded(value.best, figures, decimal.ROUND_HALF_UP)
    if value.is_point:
        return f"{best} {value.unit}"
    low = _rounded(value.low, figures, decimal.ROUND_FLOOR)
    high = _rounded(value.high, figures, decimal.ROUND_CEILING)
    return f"{best} {value.unit} ({low} to {high} {value.unit})"


def _rounded(value: Decimal, figures: int, rounding: str) -> str:
    if value == 0:
        return "0"
    value = decimal.Context(prec=figures, rounding=rounding).plus(value)
    if value.adjusted() in _WRITTEN_OUT:
        return f"{value:f}"
    mantissa = f"{value.scaleb(-value.adjusted()):.{figures - 1}f}"
    return f"{mantissa} × 10{_raised(value.adjusted())}"


def _exact(value: Decimal) -> str:
    text = plain(value)
    mantissa, is_scientific, exponent = text.partition("e")
    if is_scientific:
        return f"{mantissa} × 10{_raised(int(exponent))}"
    whole, point, fraction = text.partition(".")
    return f"{int(whole):,}".replace(",", _GROUP) + point + fraction


def _raised(exponent: int) -> str:
    return str(exponent).translate(_SUPERSCRIPTS)


def _source(value: Effective, audience: Audience) -> str:
    """Say where a value comes from: to authorities who, when and where; to others only when."""
    if audience in AUTHORITIES:
        return "; ".join(_origin(origin) for origin in value.origins)
    if value.state is State.READ:
        return "read from the model's files"
    days = [origin.on.isoformat() for origin in value.origins if origin.on]
    return "stated" + (f" on {max(days)}" if days else "")


def _origin(origin: Origin) -> str:
    if origin.digest:
        return f"read from {origin.place} ({origin.digest})"
    who = f" by {origin.by}" if origin.by else ""
    when = f" on {origin.on.isoformat()}" if origin.on else ""
    return f"stated{who}{when} ({origin.place})"
