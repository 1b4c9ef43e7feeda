"""An answer as it stands in the file -> an answer in the form that its field asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from colophon.dossier.model import Answer, Value
from colophon.errors import DossierError
from colophon.law.model import Field, Kind, Phrase
from colophon.quantities import Amount, plain
from colophon.reading import (
    COUNTED,
    Day,
    Flag,
    Path,
    Text,
    more_than_a_number,
    read_amount,
    read_day,
    read_month,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from colophon.law.model import Law, Section

_Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Entry(BaseModel):
    """One answer as a person writes it; the value may still have any form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: Any = None
    """The value; empty as long as the field is not answered."""
    not_applicable: _Line | None = None
    """Why the field does not apply to this model."""
    note: _Line | None = None
    """A remark; the AI Office sees it, other authorities only where they see the exact value."""
    by: _Line | None = None
    """Who states it; the file's own `by` when left out."""
    on: Day | None = None
    """The day on which it was stated; the file's own `on` when left out."""
    confidential: Flag = False
    """Whether it is kept from downstream providers and the public."""


def read(section: Section, text: Text, law: Law) -> Mapping[str, Answer]:
    """Read `answers/<section>.yaml`: field id -> answer.

    Raises:
        ReadingError: an entry has not the shape of an answer.
        DossierError: a field that is not of this section, a value in another form than the field
            asks for, "not applicable" where the law leaves no room for it, nobody named.
    """
    content = text.value if text.value is not None else {}
    if not isinstance(content, dict):
        raise DossierError(
            "this file holds no answers", place=text.place(), remedy="Write `field-id:` lines."
        )
    fields = {field.id: field for field in section.fields}
    answers = {}
    for key, entry in content.items():
        if key in {"by", "on"}:
            continue
        field = fields.get(key)
        if field is None:
            raise _stranger(key, section, text, law)
        if entry is None:
            continue
        answers[key] = _answer(field, text, content)
    return answers


def _stranger(key: str, section: Section, text: Text, law: Law) -> DossierError:
    if key in law.section_of:
        where = f"It belongs in answers/{law.section_of[key]}.yaml."
    else:
        where = f"Fields here: {', '.join(field.id for field in section.fields)}."
    return DossierError(
        f"`{key}` is not a field of this section", place=text.place((key,)), remedy=where
    )


def _answer(field: Field, text: Text, content: Mapping[str, Any]) -> Answer:
    path: Path = (field.id,)
    if not isinstance(content[field.id], dict):
        raise DossierError(
            f"{field.id} is followed by `{_shown(content[field.id])}` and has no `value:` line",
            place=text.place(path),
            remedy="Write the answer after `value:`, on a line of its own below the field.",
        )
    entry = validate(Entry, text, path)
    shared = validate(Entry, Text(text.name, _shared(content), text.lines))
    place = text.place((*path, "value"))
    value = None if entry.value is None else _value(field, entry.value, place)
    try:
        answer = Answer(
            value=value,
            not_applicable=entry.not_applicable,
            note=entry.note,
            by=entry.by or shared.by,
            on=entry.on or shared.on,
            confidential=entry.confidential,
        )
    except ValidationError as error:
        raise DossierError(
            f"{field.id}: {error.errors()[0]['ctx']['error']}",
            place=place,
            remedy="Keep `value` or `not_applicable`, and empty the other.",
        ) from None
    if answer.is_given:
        _check_given(field, answer, place)
    return answer


def _shared(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: content[key] for key in ("by", "on") if key in content}


def _check_given(field: Field, answer: Answer, place: str) -> None:
    if field.follows:
        raise DossierError(
            f"{field.id} is not answered here: it follows from elsewhere in the dossier",
            place=place,
            remedy=f"Empty it, and write it {_in_english(field.follows)}.",
        )
    if answer.not_applicable is not None and not field.where_applicable:
        raise DossierError(
            f'{field.id} cannot be "not applicable": the law asks for it of every model',
            place=place,
            remedy="Give its value, or leave it empty as long as it is unknown.",
        )
    for attribute, example in (("by", "A. Moreau"), ("on", "2026-10-02")):
        if getattr(answer, attribute) is None:
            raise DossierError(
                f"{field.id} does not say `{attribute}`: every answer names who and when",
                place=place,
                remedy=f"Write `{attribute}: {example}` here, or once at the top of the file.",
            )


def where_followed(follows: str) -> Phrase:
    """Return where a value that a field follows is written: `as model.name in dossier.yaml`."""
    room, _, path = follows.partition(".")
    if room == "dossier":
        return Phrase("followed.dossier", (("name", path.replace("-", "_")),))
    if room == "incidents":
        return Phrase("followed.incidents", (("name", path.replace("-", "_")),))
    if room == "events":
        return Phrase("followed.events", (("name", path),))
    if room == "answers":
        return Phrase("followed.answers", (("name", path),))
    return Phrase("followed.compute")


def _in_english(follows: str) -> str:
    """Return the same in English, the language of all errors."""
    room, _, path = follows.partition(".")
    words = {
        "dossier": f"as {path.replace('-', '_')} in dossier.yaml",
        "incidents": f"as {path.replace('-', '_')} of each incident in incidents.yaml",
        "events": f"as an entry {path} of events.yaml",
        "answers": f"as the answer to {path}",
    }
    return words.get(room, "as entries of compute.yaml")


def _value(field: Field, raw: Any, place: str) -> Value:
    try:
        match field.kind:
            case Kind.TEXT | Kind.NAME | Kind.LINK:
                return _words(raw)
            case Kind.NAMES:
                return _list(raw)
            case Kind.AMOUNT:
                assert field.unit is not None
                return _amount(raw, field.unit)
            case Kind.DAY:
                return read_day(raw)
            case Kind.MONTH:
                return read_month(raw)
            case Kind.CHOICE:
                return _chosen(_words(raw), field)
            case Kind.CHOICES:
                return tuple(_chosen(word, field) for word in _list(raw)) or _none_chosen()
    except ValueError as error:
        raise DossierError(f"{field.id}: {error}", place=place, remedy=_in_form(field)) from None


def _in_form(field: Field) -> str:
    match field.kind:
        case Kind.TEXT | Kind.NAME:
            return "Write it as text."
        case Kind.LINK:
            return "Write a web address, or the path of a file beside the dossier."
        case Kind.NAMES:
            return "Write a list, one name a line after `- `; [] says that there are none."
        case Kind.AMOUNT:
            return f"Write a number in {field.unit}, or low, best and high."
        case Kind.DAY:
            return "Write the day as 2026-11-21."
        case Kind.MONTH:
            return "Write the month as 2026-11."
        case Kind.CHOICE | Kind.CHOICES:
            return f"Choose from: {', '.join(option.id for option in field.options)}."


def _words(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError(f"`{_shown(raw)}` is not a text")
    return raw.strip()


def _list(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise ValueError(f"`{_shown(raw)}` is not a list")
    return tuple(_words(item) for item in raw)


def _amount(raw: Any, unit: str) -> Amount:
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Amount.exactly(raw, unit)
    if isinstance(raw, str):
        raw = more_than_a_number(raw)
    if isinstance(raw, dict):
        raw = {"unit": unit, **raw}
    counted = next((one for one in COUNTED if one == unit), None)
    amount = read_amount(raw, asked=counted)
    assert isinstance(amount, Amount)
    if amount.unit != unit:
        raise ValueError(f"`{amount.unit}` is not its unit, which is `{unit}`")
    return amount


def _chosen(word: str, field: Field) -> str:
    if word not in {option.id for option in field.options}:
        raise ValueError(f"`{word}` is not one of its options")
    return word


def _none_chosen() -> NoReturn:
    raise ValueError("no option is chosen; leave it empty as long as it is not known")


def _shown(raw: Any) -> str:
    return plain(raw) if isinstance(raw, Decimal) else str(raw)
