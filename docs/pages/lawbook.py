"""The pages of the law's data: what is owed, since when, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.dossier.answers import where_followed
from colophon.dossier.draft import in_words
from colophon.law.load import law
from colophon.law.model import Audience, Kind, Precision
from colophon.quantities import plain
from pages.markdown import NOTHING, code, codes, link, slug, table, title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from colophon.law.model import Citation, Element, Field, Ground, Outline, Section

KINDS = {
    Kind.TEXT: "text",
    Kind.NAME: "a name, on one line",
    Kind.NAMES: "a list of names",
    Kind.AMOUNT: "an amount",
    Kind.DAY: "a day",
    Kind.MONTH: "a month, such as `2025-06`",
    Kind.CHOICE: "one of the options",
    Kind.CHOICES: "a list from the options",
    Kind.LINK: "a web address, or the path of a file beside the dossier",
}


def cited(citation: Citation) -> str:
    """Return a citation with its force and how well it is confirmed."""
    words = f"{law().cited(citation)} · {law().force(citation).value}"
    return f"{words} · confirmed: {citation.confirmed.value}"


def listed(rows: Iterable[tuple[str, str]]) -> str:
    """Return a list of names, each with a text."""
    return "\n".join(f"- **{name}:** {' '.join(text.split())}" for name, text in rows) + "\n"


# -- Fields ---------------------------------------------------------------------------------------


def fields() -> str:
    """Return the page of the fields, section by section."""
    sections = law().sections
    pieces = [
        title(
            "Fields",
            f"""
A field is something that a document says of the model. Here are all {len(law().field)},
in {len(sections)} sections. A section is answered in `answers/<section>.yaml` of a dossier
([its form](dossier-files.md#answerssectionyaml)).

*Confirmed* says how well the recipients, options, limits and ranges are confirmed; what asks for
the field has a grade of its own ([the grades](instruments.md#how-well-a-fact-is-confirmed)).

*Seen by* names the audiences and how exactly each sees the value: `exact`; to two figures or to
one, its interval rounded outwards; its order of magnitude; or a range (`band`). An audience that is
not named does not see the field.
""",
        ),
        ", ".join(f"[{one.label}](#{slug(one.label)})" for one in sections) + ".\n",
    ]
    for section in sections:
        pieces.append(f"## {section.label}\n")
        only = all(field.follows for field in section.fields)
        pieces.append(
            "Every field here follows from elsewhere in the dossier.\n"
            if only
            else f"`answers/{section.id}.yaml`\n"
        )
        for field in section.fields:
            pieces += [f"### {code(field.id)}\n", f"**{field.label}.** {field.help}\n"]
            pieces.append(listed(_field(field, section)))
    return "\n".join(pieces)


def _field(field: Field, section: Section) -> Iterator[tuple[str, str]]:
    yield "Form", KINDS[field.kind] + (f" in {field.unit}" if field.unit else "")
    if field.options:
        yield "Options", "; ".join(f"{code(one.id)} ({one.label})" for one in field.options)
    if field.words:
        yield "Length", f"at most about {field.words} words; nobody counts them"
    if field.follows:
        holds = f", yes if it holds {code(field.holds)}" if field.holds else ""
        yield "Written", law().language.words(where_followed(field.follows)) + holds
    if field.computed:
        file, _, name = str(field.computed_from).partition(": ")
        what = f"{code(name)} in {code(file)}" if name else f"{code(file)} and the scans"
        yield "Where nobody answers", f"computed from {what}"
    if field.written:
        yield "Printed as", code(field.written)
    if field.only_if:
        yield "Asked only of", _questions(field.only_if)
    if field.asked_if:
        yield "Asked only if", in_words(field.asked_if)
    if field.optional:
        yield "Optional", "a document is whole without it"
    if field.where_applicable:
        yield "Where applicable", "may be left out, with the reason in `not_applicable`"
    seen = (f"{code(who.value)} {how.value.replace('-', ' ')}" for who, how in _shown(field))
    yield "Seen by", ", ".join(seen)
    if field.bands:
        yield "Ranges", "; ".join(one.label for one in field.bands)
    if field.evidence:
        yield "Read from", codes(field.evidence)
    if field.hints:
        yield "What may help", codes(field.hints)
    asked = [
        f"{cited(element.source)} ({link(outline.id, 'documents', outline.label)})"
        for outline, element in law().asked_by(field.id)
    ]
    asked += [
        f"{cited(entry.source)} ({link(one.id, 'obligations', one.id)})"
        for one in law().obligations
        if section.id in law().sections_of(one)
        for entry in one.values.values()
        if entry
    ]
    yield "Asked by", "; ".join(asked) or NOTHING
    yield "Confirmed", field.confirmed.value


def _shown(field: Field) -> list[tuple[Audience, Precision]]:
    return [(who, field.shown_to[who]) for who in Audience if who in field.shown_to]


# -- Thresholds, questions, activities ------------------------------------------------------------


def _questions(ids: Iterable[str]) -> str:
    return ", ".join(link(code(one), "questions", one) for one in ids)


def of_section(name: str) -> str:
    """Return a link to a section of fields."""
    label = law().section[name].label
    return link(label, "fields", label)


def thresholds() -> str:
    """Return the page of the thresholds."""
    intro = """
A threshold is a number in the law that something is held against, such as a total of training
compute. The operator belongs to it: *greater than* is not *at least*.
"""
    rows = [
        (
            code(one.id),
            one.label,
            one.metric,
            since.isoformat(),
            "ceased"
            if level.value is None
            else f"{one.comparison.replace('-', ' ')} {plain(level.value)} {one.unit}",
            cited(level.source),
        )
        for one in law().thresholds
        for since, level in one.values.items()
    ]
    columns = ("Id", "What it decides", "Of what", "Since", "Value", "Written in")
    return title("Thresholds", intro) + "\n" + table(columns, rows)


def questions() -> str:
    """Return the page of the questions, with the grounds that an answer rests on."""
    intro = """
A question is answered for one model on one day with a verdict: `met`, `not_met`,
`not_applicable` or `undetermined`
([what they mean](../explanation/values-and-verdicts.md#four-verdicts)).
"""
    pieces = [title("Questions", intro)]
    for one in law().questions:
        rows = [(_ground(ground), cited(ground.source)) for ground in one.grounds.values()]
        columns = ("Turns on", "Written in")
        pieces += [f"## {one.id}\n", f"**{one.label}.** {one.asks}\n", table(columns, rows)]
    return "\n".join(pieces)


def _ground(ground: Ground) -> str:
    words = ground.says
    if ground.day:
        words += f" ({ground.day.isoformat()})"
    if ground.countries:
        words += f". Not from: {', '.join(ground.countries)}"
    return words


def policies() -> str:
    """Return the page of what the texts leave open."""
    intro = """
The texts leave some questions open. Each is a switch of the dossier: until somebody decides it in
`decisions.yaml`, the answer in this table counts, and wherever it makes a difference the output
says that it is not settled by the text. How to decide one: [record a
decision](../how-to/record-a-decision.md).
"""
    rows = [
        (code(one.id), one.asks, one.until_decided, cited(one.source)) for one in law().policies
    ]
    columns = ("Id", "Open question", "Until decided", "Written in")
    return title("Policies", intro) + "\n" + table(columns, rows)


def activities() -> str:
    """Return the page of the activities that compute is spent on."""
    intro = """
Each entry of the ledger (`compute.yaml`) names one of these. There are two totals:
`parameter-updates`, the compute that went directly into updating parameters, and `cumulative`, all
that raised what the model can do. What enters neither is kept in view and left out.
"""
    rows = [
        (
            code(one.id),
            one.label,
            codes(one.counts_towards),
            codes([one.policy] if one.policy else []),
            cited(one.source),
        )
        for one in law().activities
    ]
    columns = ("Id", "What compute is spent on", "Enters", "Subject to", "Written in")
    return title("Activities", intro) + "\n" + table(columns, rows)


# -- Documents ------------------------------------------------------------------------------------


def documents() -> str:
    """Return the page of the documents, element by element."""
    intro = """
A document is written from an outline: elements in the order of the provision, each filled by
sections of fields. `colophon write` writes one file for each of its audiences.
"""
    pieces = [title("Documents", intro)]
    for outline in law().outlines:
        audiences = codes(audience.value for audience in outline.audiences)
        pieces += [
            f"## {outline.label}\n",
            f"`{outline.id}` · for {audiences}\n",
            f"{outline.purpose}\n\n{cited(outline.source)}\n",
            *([f"Asked only of {_questions(outline.only_if)}.\n"] if outline.only_if else []),
            *(
                f"Not asked of {_questions([one])}: {cited(source)}.\n"
                for one, source in outline.unless.items()
            ),
            table(("Element", "Heading", "Written in", "Sections", "Asked"), _elements(outline)),
        ]
    return "\n".join(pieces)


def _elements(outline: Outline) -> Iterator[tuple[str, ...]]:
    for element in outline.all_elements:
        sections = ", ".join(of_section(name) for name in element.sections)
        registers = [
            f"{code(f'{name}.yaml')} for {codes(who.value for who in element.registers_for)}"
            for name in element.registers
        ]
        shown = "; ".join([sections, *registers])
        yield (
            code(element.id),
            ": ".join(filter(None, (element.group, element.heading))),
            cited(element.source),
            shown,
            _asked(element, outline),
        )


def _asked(element: Element, outline: Outline) -> str:
    words = [f"only for {_questions(element.only_if)}"] if element.only_if else []
    words += [f"unless {_questions(element.unless)}"] if element.unless else []
    words += ["where applicable"] if element.where_applicable else []
    words += ["of each incident"] if law().section[element.sections[0]].each else []
    words += ["beyond what the form or annex lists"] if element in outline.beyond else []
    return "; ".join(words) or "always"
