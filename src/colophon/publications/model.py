"""A published text, the fields of the form in it, and what is remarked of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from colophon.law.model import Field, Law
    from colophon.law.model.printed import Flaw, Printed


Kind: TypeAlias = Literal["conflict", "missing", "notice", "unasked", "unread", "stale"]
"""What kind a remark is of, in the words of the findings of `colophon check`."""

Said: TypeAlias = Literal["missing", "not-applicable", "withheld"]
SAID: Final[tuple[Said, ...]] = ("missing", "not-applicable", "withheld")
"""What our documents say of an entry without a value."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a published text.

    Attributes:
        place: where it stands, such as `page 3, line 12`.
        is_heading: whether the file itself marks it as a heading.
    """

    text: str
    place: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a reader made of a file.

    Attributes:
        kind: what the file is, such as `pdf`.
        unread: sentences on what could not be read of it.
    """

    kind: str
    lines: tuple[Line, ...]
    unread: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a file that could not be read.

    Attributes:
        phrase: what it is, as the id of a phrase of the languages.
    """

    phrase: str
    place: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands at the place of a field, without its label.

    Attributes:
        field: the field's id.
        place: where the label stands, for a passage that is empty.
        said: whether the document says that nothing is there: `missing`, `not-applicable`.
    """

    field: str
    lines: tuple[Line, ...]
    place: str
    said: Said | None = None

    @property
    def text(self) -> str:
        """The text, line under line."""
        return "\n".join(line.text for line in self.lines)

    @property
    def flowing(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    def at(self, found: str) -> Line:
        """Return the line in which `found` stands; the whole passage where it runs over several."""
        for line in self.lines:
            if found in line.text:
                return line
        return Line(self.flowing, self.first.place)

    @property
    def first(self) -> Line:
        """The first line that holds a word, else any line, else the place of the label."""
        full = [one for one in self.lines if one.text.strip()]
        worded = (one for one in full if any(letter.isalnum() for letter in one.text))
        return next(worded, full[0] if full else Line("", self.place))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the form, as it stands in the text.

    Attributes:
        number: the number that the form gives it.
        printed: the number that stands there; None where there is none.
    """

    number: str
    printed: str | None
    line: Line


@dataclass(frozen=True, slots=True)
class Publication:
    """The form, as far as it is found in a text.

    Attributes:
        kind: what the file is, such as `pdf`; `dossier` for what is not published yet.
        fields: field id -> what stands there; only fields whose place is found.
        headings: the headings of sections that are found, in the order of the text.
        earlier: lines that drafts of the form had and the form has not.
        is_ours: whether it names the ids of the fields, as our documents do.
    """

    kind: str
    fields: Mapping[str, Passage]
    headings: tuple[Heading, ...] = ()
    earlier: tuple[Line, ...] = ()
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that somebody should look at, with the line that it rests on.

    Attributes:
        flaw: id of the flaw, or of the kind of finding of `colophon check`.
        kind: `missing` for what is not found in the text, `unread` for what cannot be read.
        field: id of the field, or None where it is about the form as a whole.
        number: the number of its section in the form, or None.
        place: where in the file; empty where nothing in it can be pointed at.
        quote: the line of the text, shortened; empty where there is none.
    """

    flaw: str
    kind: Kind
    field: str | None
    number: str | None
    place: str
    quote: str
    message: str
    remedy: str


_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule may look at.

    Attributes:
        flaw: what it looks for.
        laws: the law in every language, the language of the remarks first.
        on: the day of the look.
    """

    publication: Publication
    form: Printed
    flaw: Flaw
    laws: tuple[Law, ...]
    on: date
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        """The law in the language of the remarks."""
        return self.laws[0]

    def passage(self, name: str) -> Passage | None:
        """Return what stands at the place of a field; None where that is not found."""
        return self.publication.fields.get(name)

    def passages(self, names: Iterable[str] | None = None) -> Iterator[Passage]:
        """Yield the passages of some fields, else of those of the flaw, as far as found."""
        for name in self.flaw.fields if names is None else names:
            passage = self.passage(name)
            if passage is not None:
                yield passage

    def label(self, name: str) -> str:
        """Return the label of a field."""
        return self.law.field[name].label

    def fields(self, name: str) -> Iterator[Field]:
        """Yield a field as it stands in every language."""
        for law in self.laws:
            yield law.field[name]

    def remark(
        self,
        kind: Kind,
        what: str,
        *,
        name: str | None = None,
        line: Line | None = None,
        number: str | None = None,
        **values: str | int | date,
    ) -> Remark:
        """Return a remark in the words of `lint.<flaw>.<what>` and `.remedy`."""
        phrase = f"lint.{self.flaw.id}.{what}"
        return Remark(
            flaw=self.flaw.id,
            kind=kind,
            field=name,
            number=number or (self.numbers.get(name) if name else None),
            place=line.place if line else "",
            quote=shortened(line.text) if line else "",
            message=self.law.say(phrase, **values),
            remedy=self.law.say(f"{phrase}.remedy", **values),
        )


def shortened(text: str) -> str:
    """Return a text on one line, and no longer than a line or two."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1].rstrip()}…"
