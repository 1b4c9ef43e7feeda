"""`law/data/` -> `Law`: every file is read, checked against the others, and cited by line.

A folder holds one record a file; the file's name is the record's id. What refers to another
record by id must find it, so that no citation, category or section hangs in the air.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from colophon.errors import LawError, UnknownIdError
from colophon.law import places, translation
from colophon.law.model import (
    Activity,
    Agreement,
    Citation,
    Commitment,
    Condition,
    Consequence,
    Counting,
    Deadline,
    Element,
    Event,
    Field,
    Grid,
    Instrument,
    Language,
    Law,
    Obligation,
    Outline,
    Policy,
    Question,
    Section,
    Threshold,
    WordList,
)
from colophon.reading import Text, validate, yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_FOLDERS: Mapping[str, tuple[str, type[BaseModel]]] = {
    "instruments": ("instruments", Instrument),
    "thresholds": ("thresholds", Threshold),
    "consequences": ("consequences", Consequence),
    "commitments": ("commitments", Commitment),
    "obligations": ("obligations", Obligation),
    "questions": ("questions", Question),
    "policies": ("policies", Policy),
    "activities": ("activities", Activity),
    "events": ("events", Event),
    "countings": ("countings", Counting),
    "deadlines": ("deadlines", Deadline),
    "fields": ("sections", Section),
    "outlines": ("outlines", Outline),
    "consistency": ("agreements", Agreement),
    "words": ("word_lists", WordList),
}
"""Folder of the data -> attribute of `Law`, and the shape of each file in it."""

_WORDS = "text"
_MADE_FROM = ".made-from"

ENGLISH = "en"
"""The language that the records themselves are in."""

R = TypeVar("R")


def law(language: str = ENGLISH) -> Law:
    """Return the law that is shipped with this version, in a language.

    Raises:
        UnknownIdError: there is no such language.
    """
    return _law(known(language))


@cache
def _law(language: str) -> Law:
    return load(shipped(), language)


def shipped() -> dict[str, bytes]:
    """Return the files of the law that is shipped, path below `law/data/` -> content."""
    data = files("colophon.law").joinpath("data")
    tree = {"law.yaml": data.joinpath("law.yaml").read_bytes()}
    for folder in (*_FOLDERS, _WORDS):
        for file in data.joinpath(folder).iterdir():
            if file.name.endswith((".yaml", _MADE_FROM)):
                tree[f"{folder}/{file.name}"] = file.read_bytes()
    return tree


def languages() -> tuple[str, ...]:
    """Return the ids of the languages that there is a file for, English first."""
    names = files("colophon.law").joinpath("data", _WORDS).iterdir()
    found = {file.name.removesuffix(".yaml") for file in names if file.name.endswith(".yaml")}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def known(language: str) -> str:
    """Return `language` if there is a file for it.

    Raises:
        UnknownIdError: there is none.
    """
    if language not in languages():
        raise UnknownIdError(
            f"there is no language `{language}`",
            place="--language",
            remedy=f"Choose from: {', '.join(languages())}.",
        )
    return language


def load(tree: Mapping[str, bytes], language: str = ENGLISH) -> Law:
    """Make a `Law` of a tree of files, path -> bytes, in a language that has its file there.

    Raises:
        ReadingError: a file is not YAML, or not of the shape that its folder says.
        LawError: an id that is not its file's name, stands twice, or is referred to and missing;
            a translation of nothing.
    """
    content = dict(yaml(tree["law.yaml"], "law/data/law.yaml").value)
    content["language"] = validate(Language, _words(tree, ENGLISH))
    for folder, (attribute, shape) in _FOLDERS.items():
        records = []
        for path in sorted((one for one in tree if one.startswith(f"{folder}/")), key=_in_order):
            text = yaml(tree[path], f"law/data/{path}")
            record: Any = validate(shape, text)
            if f"{folder}/{record.id}.yaml" != path:
                raise LawError(
                    f"the id `{record.id}` is not the file's name",
                    place=text.place(("id",)),
                    remedy=f"Rename the file to {record.id}.yaml, or mend the id.",
                )
            records.append(record)
        content[attribute] = tuple(records)
    measures = (one for commitment in content["commitments"] for one in commitment.obligations())
    content["obligations"] += tuple(measures)
    result = validate(Law, Text("law/data", content))
    _check(result)
    if language == ENGLISH:
        return result
    return translation.translated(result, _words(tree, language), made_from(tree, language))


def standing(tree: Mapping[str, bytes], language: str) -> translation.Standing:
    """Return how far a language has come: what is missing, and what is stale."""
    words = _words(tree, language)
    return translation.standing(load(tree), words, made_from(tree, language))


def made_from(tree: Mapping[str, bytes], language: str) -> str:
    """Return what is kept of the English that a language's file was made from."""
    return tree.get(f"{_WORDS}/{language}{_MADE_FROM}", b"").decode()


def made_from_now(tree: Mapping[str, bytes], language: str) -> str:
    """Return what is to be kept of it, now that the file may have changed."""
    english = translation.english_texts(load(tree))
    texts = translation.translations(_words(tree, language), english)
    return translation.made_from(english, texts, made_from(tree, language))


def _words(tree: Mapping[str, bytes], language: str) -> Text:
    """Return the file of a language, read."""
    path = f"{_WORDS}/{language}.yaml"
    return yaml(tree[path], f"law/data/{path}")


def _in_order(path: str) -> list[tuple[bool, int, str]]:
    """Return a key by which 10 comes after 9, words after numbers, and a part after the whole."""
    pieces = path.removesuffix(".yaml").replace("/", "-").split("-")
    return [(False, int(piece), "") if piece.isdecimal() else (True, 0, piece) for piece in pieces]


def _check(law: Law) -> None:
    """Refuse ids that stand twice, and references that lead nowhere."""
    _unique((one.id for one in law.obligations), "obligations")
    _unique((field.id for section in law.sections for field in section.fields), "fields")
    _unique(
        (element.id for outline in law.outlines for element in outline.all_elements), "outlines"
    )
    for outline in law.outlines:
        for element in outline.all_elements:
            _check_element(law, outline, element)
    for path, citation in citations(law):
        instrument = law.instrument.get(citation.instrument)
        if instrument is None:
            raise _missing(path, f"the instrument `{citation.instrument}`")
        if citation.version not in {version.id for version in instrument.versions}:
            raise _missing(path, f"version `{citation.version}` of `{citation.instrument}`")
    for path, what, name, known in _references(law):
        if name not in known:
            raise _missing(path, f"the {what} `{name}`")
    for outline in law.outlines:
        for element in outline.all_elements:
            if element.table is not None:
                _check_table(law, outline, element, element.table)
    for field in law.field.values():
        _check_conditions(law, field)
        _check_followed(law, field)
    for agreement in law.agreements:
        places.check(law, agreement)


def _check_element(law: Law, outline: Outline, element: Element) -> None:
    """Refuse an element of the model and of incidents at once, or with an order of other fields."""
    if len({law.section[name].each for name in element.sections if name in law.section}) > 1:
        raise LawError(
            f"the element `{element.id}` is asked both of the model and of each incident",
            place=f"law/data/outlines/{outline.id}.yaml",
            remedy="Make two elements of it.",
        )
    fields = [field.id for field in _fields(law, element)]
    if element.order and sorted(element.order) != sorted(fields):
        odd = sorted(set(element.order) ^ set(fields)) or ["a field that stands twice"]
        raise LawError(
            f"the `order` of the element `{element.id}` is not one of all of its fields: "
            f"{', '.join(odd)}",
            place=f"law/data/outlines/{outline.id}.yaml",
            remedy="Name each field of its sections once.",
        )


def _check_table(law: Law, outline: Outline, element: Element, table: Grid) -> None:
    """Refuse a table whose fields are not neighbours in its order, or whose rows are no options."""
    fields = [field.id for field in law.fields_of(element)]
    told = list(table.fields)
    first = fields.index(told[0]) if told and told[0] in fields else 0
    rows = {row for column in table.columns for row in column.cells}
    options = {option.id for option in law.field[table.rows_of].options}
    if fields[first : first + len(told)] != told or not rows <= options:
        raise LawError(
            f"the `table` of the element `{element.id}` does not fit its fields",
            place=f"law/data/outlines/{outline.id}.yaml",
            remedy="Name neighbouring fields in their order, row by row, below options of the "
            "choice in `rows_of`.",
        )


def _fields(law: Law, element: Element) -> Iterator[Field]:
    """Yield the fields of an element, as far as its sections exist."""
    return law.fields_in(name for name in element.sections if name in law.section)


def _references(law: Law) -> Iterator[tuple[str, str, str, Mapping[str, object]]]:
    """Yield the file, the kind and the id of what is referred to, and the ids of that kind."""
    yield from _references_of_outlines(law)
    yield from _references_of_fields(law)
    for question in law.questions:
        for threshold in question.thresholds:
            yield f"questions/{question.id}.yaml", "threshold", threshold, law.threshold
    for activity in law.activities:
        if activity.policy is not None:
            yield f"activities/{activity.id}.yaml", "policy", activity.policy, law.policy
    yield from _references_of_duties(law)
    for agreement in law.agreements:
        if agreement.only_if is not None:
            yield f"consistency/{agreement.id}.yaml", "question", agreement.only_if, law.question
        for what, name, known in places.named_by(law, agreement):
            yield f"consistency/{agreement.id}.yaml", what, name, known


def _references_of_outlines(law: Law) -> Iterator[tuple[str, str, str, Mapping[str, object]]]:
    for outline in law.outlines:
        path = f"outlines/{outline.id}.yaml"
        conditional: tuple[Outline | Element, ...] = (outline, *outline.all_elements)
        for one in conditional:
            for category in (*one.only_if, *one.unless):
                yield path, "question", category, law.question
        for element in outline.all_elements:
            for section in element.sections:
                yield path, "section", section, law.section
            if element.table is not None:
                yield path, "field", element.table.rows_of, law.field


def _references_of_fields(law: Law) -> Iterator[tuple[str, str, str, Mapping[str, object]]]:
    for listed in law.word_lists:
        for name in listed.fields:
            yield f"words/{listed.id}.yaml", "field", name, law.field
    for field in law.field.values():
        path = f"fields/{law.section_of[field.id]}.yaml"
        for category in field.only_if:
            yield path, "question", category, law.question
        for condition in field.asked_if:
            yield path, "field", condition.field, law.field
        room, _, name = (field.follows or "").partition(".")
        if room == "events":
            yield path, "event", name, law.event
        if room == "answers":
            yield path, "field", name, law.field
        if room == "incidents" and name == "classes":
            for option in field.options:
                yield path, "event", option.id, law.event


def _references_of_duties(law: Law) -> Iterator[tuple[str, str, str, Mapping[str, object]]]:
    for deadline in law.deadlines:
        path = f"deadlines/{deadline.id}.yaml"
        if deadline.counting is not None:
            yield path, "way of counting", deadline.counting, law.counting
        for event in (*deadline.trigger, *filter(None, (deadline.done_by, deadline.until))):
            yield path, "event", event, law.event
        for category in (*deadline.applies_to, *deadline.unless):
            yield path, "question", category, law.question
    for obligation in law.obligations:
        for what, name, known in _named_by(obligation, law):
            yield path_of(obligation), what, name, known


def _named_by(one: Obligation, law: Law) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    wanted = one.fulfilled_by
    if wanted.outline is not None:
        yield "outline", wanted.outline, law.outline
    for section in wanted.sections:
        yield "section", section, law.section
    for field in wanted.fields:
        yield "field", field, law.field
    for event in (*wanted.events, *one.on_event, *one.also_on):
        yield "event", event, law.event
    for deadline in one.deadlines:
        yield "deadline", deadline, law.deadline
    for category in _categories_of(one):
        yield "question", category, law.question
    if one.consequence is not None:
        yield "consequence", one.consequence, law.consequence
    if one.part_of is not None:
        yield "obligation", one.part_of, law.obligation


def _categories_of(one: Obligation) -> Iterator[str]:
    yield from (*one.applies_to, *one.unless)
    if one.grace:
        yield one.grace.category
    if one.limited:
        yield one.limited.category


def path_of(obligation: Obligation) -> str:
    """Return the file that an obligation stands in: its own, or that of its commitment."""
    if obligation.commitment is not None:
        return f"commitments/{obligation.commitment}.yaml"
    return f"obligations/{obligation.id}.yaml"


def _check_conditions(law: Law, field: Field) -> None:
    """Refuse conditions that no answer can meet, that lead back, or that tell a reader too much."""
    for condition in field.asked_if:
        decides = law.field[condition.field]
        options = {option.id for option in decides.options}
        for option in condition.among:
            if option not in options:
                raise _amiss(
                    law,
                    field,
                    f"is asked if `{decides.id}` is `{option}`, which is not among its options",
                    f"Choose from: {', '.join(option.id for option in decides.options) or 'none'}.",
                )
        unseen = [one.value for one in field.shown_to if one not in decides.shown_to]
        if unseen:
            raise _amiss(
                law,
                field,
                f"is shown to {', '.join(unseen)}, who may not see `{decides.id}`, which decides "
                "whether it is asked",
                "Show both, or neither.",
            )
    if field.id in _decide(law, field):
        raise _amiss(law, field, "is asked only if it is itself answered", "Break the circle.")


def _decide(law: Law, field: Field) -> set[str]:
    """Return the ids of the fields that decide, near or far, whether a field is asked."""
    found: set[str] = set()
    open_ones: list[Condition] = [*field.asked_if]
    while open_ones:
        name = open_ones.pop().field
        if name not in found:
            found.add(name)
            open_ones += law.field[name].asked_if
    return found


def _check_followed(law: Law, field: Field) -> None:
    """Refuse to follow an event that has many days, and a field of another form or readers."""
    room, _, name = (field.follows or "").partition(".")
    of_each = law.section[law.section_of[field.id]].each is not None
    if room == "events" and law.event[name].each is not of_each:
        raise _amiss(
            law,
            field,
            f"follows `{name}`, which can happen more than once"
            if not of_each
            else f"follows `{name}`, which does not happen to each incident",
            "Follow an event that happens once." if not of_each else "Follow one that does.",
        )
    if room != "answers":
        return
    followed = law.field[name]
    form = (field.kind, field.unit, field.options)
    if followed.follows or form != (followed.kind, followed.unit, followed.options):
        raise _amiss(
            law,
            field,
            f"follows `{name}`, which is not answered, or in another form",
            "Give both the same kind, unit and options.",
        )
    if any(followed.shown_to.get(one) is not how for one, how in field.shown_to.items()):
        raise _amiss(
            law,
            field,
            f"is shown to others than `{name}`, which it follows, or otherwise",
            "Show it to the same audiences or to fewer, and as exactly.",
        )


def citations(law: Law) -> Iterator[tuple[str, Citation]]:
    """Yield every citation of the law with the file that it stands in."""
    for folder, (attribute, _) in _FOLDERS.items():
        for record in getattr(law, attribute):
            if getattr(record, "commitment", None) is None:
                for citation in _citations_in(record):
                    yield f"{folder}/{record.id}.yaml", citation


def _citations_in(value: object) -> Iterator[Citation]:
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _citations_in(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _citations_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _citations_in(inner)


def _unique(ids: Iterable[str], folder: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise LawError(
                f"the id `{one}` stands twice",
                place=f"law/data/{folder}",
                remedy="Give each its own id; one that was published is never reused.",
            )
        seen.add(one)


def _missing(path: str, what: str) -> LawError:
    return LawError(
        f"{what} is named and is not there",
        place=f"law/data/{path}",
        remedy="Add it, or mend the name.",
    )


def _amiss(law: Law, field: Field, what: str, remedy: str) -> LawError:
    path = f"law/data/fields/{law.section_of[field.id]}.yaml"
    return LawError(f"`{field.id}` {what}", place=path, remedy=remedy)
