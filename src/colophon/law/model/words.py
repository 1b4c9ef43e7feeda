"""The words of a language: what Colophon says of its own accord, and how numbers and days look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Literal, TypeAlias

from colophon.law.model.base import Citation, DottedId, Id, PhraseId, Record, Text
from colophon.quantities import Amount, plain

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something to be said by whoever knows the language.

    Attributes:
        id: of the phrase.
        values: what is filled in, by name.
    """

    id: str
    values: tuple[tuple[str, Said], ...] = ()


Said: TypeAlias = str | int | Decimal | date | Amount | Phrase
"""What may stand in a phrase: a word, a number, a day, an amount, another phrase."""


class WordList(Record):
    """Words that are looked for in what people answer."""

    id: Id
    source: Citation
    """Why they are looked for."""
    words: dict[Id, tuple[Text, ...]]
    """Language -> its words; `any` for names, which are the same in all."""
    fields: tuple[DottedId, ...]
    """The fields in whose answers they are looked for."""
    pattern: Text | None = None
    """A regular expression for what should stand beside such a word."""

    @property
    def all(self) -> tuple[str, ...]:
        """The words of all languages, each once."""
        return tuple(dict.fromkeys(word for words in self.words.values() for word in words))


class Language(Record):
    """A language in which the law's data and the documents can be read."""

    id: Id
    """Its code of ISO 639-1, such as `nl`."""
    label: Text
    """Its name in itself."""
    decimal_sign: Literal[".", ","]
    day: Text
    """How a day is written, with `{year}`, `{month}` and `{day}`, such as `{day:02}-{month:02}`."""
    phrases: dict[PhraseId, Text]
    """Id -> sentence or part of one, with the names of what is filled in within braces."""

    def filled(self, template: str, **values: Said) -> str:
        """Return `template` with `values` in it, each as this language writes it."""
        return template.format_map({name: self.shown(value) for name, value in values.items()})

    def say(self, phrase: str, **values: Said) -> str:
        """Return a phrase with `values` in it."""
        return self.filled(self.phrases[phrase], **values)

    def words(self, phrase: Phrase) -> str:
        """Return the words of a phrase that brings its values along."""
        return self.say(phrase.id, **dict(phrase.values))

    def sentence(self, phrase: Phrase) -> str:
        """Return the words of a phrase that stands by itself: its first letter is a capital."""
        words = self.words(phrase)
        return words[:1].upper() + words[1:]

    def named(self, kind: str, name: str) -> str:
        """Return the words for `name`, one of the values that `kind` may have.

        A name that has no words of its own is shown as it stands.
        """
        return self.phrases.get(f"{kind}.{name.replace('_', '-')}", name)

    def one_of(self, words: Iterable[str]) -> str:
        """Return words of which one holds: `this or that`."""
        return reduce(lambda one, other: self.say("list.or", first=one, second=other), words)

    def all_of(self, words: Iterable[str]) -> str:
        """Return words that all hold: `this and that`."""
        return reduce(lambda one, other: self.say("list.and", first=one, second=other), words)

    def percent(self, fraction: Decimal) -> str:
        """Return a fraction in percent: 0.3 is `30 %`."""
        return f"{self.shown(fraction * 100)} %"

    def shown(self, value: Said) -> str:
        """Return a value as this language writes it."""
        match value:
            case Decimal() | int():
                return plain(Decimal(value)).replace(".", self.decimal_sign)
            case date():
                return self.day.format(year=value.year, month=value.month, day=value.day)
            case Amount():
                best = self.shown(value.low)
                ends = best if value.is_point else f"{best} … {self.shown(value.high)}"
                return f"{ends} {value.unit}".rstrip()
            case Phrase():
                return self.words(value)
            case _:
                return value
