"""One document that has everything a format may meet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from colophon.documents.build import words
from colophon.documents.model import (
    Bar,
    Cell,
    Chart,
    Choice,
    Document,
    Mark,
    Missing,
    NotApplicable,
    Paragraph,
    Part,
    Section,
    Share,
    Shares,
    Stated,
    Table,
    Version,
    Withheld,
)
from colophon.law.load import law

if TYPE_CHECKING:
    from colophon.documents.model import Entry

LONG = """\
The model was trained in three stages. In the first, it was trained on a broad mixture of web text,
source code and licensed archives, with a context of 4 096 tokens.

In the second, the context was extended to 32 768 tokens:
  - the share of code rose from 14 % to 31 %,
  - the share of mathematics rose from 3 % to 9 %.

The third was post-training. A text may hold a word that has no end, such as
1f3870be274f6c49b3e31a0c6728957f1f3870be274f6c49b3e31a0c6728957f1f3870be274f6c49b3e31a0c6728957f.\
"""

HOSTILE = (
    "<script>alert('one')</script>",
    "</style></title><img src=x onerror=alert(2)>",
    "[x](javascript:alert(3)) ![y](https://evil.example/p.png) <javascript:alert(4)>",
    (
        "# no heading\n## nor this\n===\n---\n"
        "- no item\n+ nor this\n1. nor this\n2) nor this\n> no quote"
    ),
    "a | b\n--- | ---\nc | d",
    (
        "`code` ``more`` **bold** __bold__ *so* _so_ ~~gone~~ "
        "$x$ snake_case __init__ \\ \\* &amp; &lt;"
    ),
    "```\nfence\n```\n\n~~~\nfence\n~~~\n\n    indented\n\n[ref]: https://evil.example/ 'title'",
    "{{ document }} {% raw %} {# note #} ${x} <!-- note --> <?php ?> <![CDATA[ x ]]>",
    "ends in a backslash \\\nand goes on\r\nafter another\u2028and another",
    "\u202eright to left\u202c and &#x202e;",
    "5 < 6 > 4, a<b, <1@example.org>, AT&T, &copy; &copy",
)


@pytest.fixture(scope="session")
def sample() -> Document:
    """Give a document with every kind of block, hostile texts, and many languages."""
    return Document(
        id="annex-xi",
        title="Technical documentation <of> a *model*",
        model="Exemplar 7B | version_2 #",
        notice="Not asked of this model on 2026-11-21: <nothing> | is *met*.",
        provider="Exemplar & Sons",
        audience="ai-office",
        audience_label="AI Office",
        purpose="Kept for the AI Office.\n\nShown to it when it asks; see https://example.org/a_b*c.",
        language="en-IE",
        on=date(2026, 11, 21),
        law_known_on=date(2026, 11, 14),
        dossier_digest="sha256:9f2c1e7ab05d43f68c1b2ae94d7707f5e3c6a1d82b4f90e6c57a3312de8840bf",
        made_by="Colophon 0.0.0",
        version=Version(
            name="1.1+rc",
            on=date(2026, 11, 20),
            changed=True,
            said="changed since 1.1+rc of 2026-11-20",
        ),
        entries_filled=10,
        entries_missing=3,
        parts=(
            Part(heading="Every kind of block", sections=(_blocks(), _tables(), _nothing())),
            Part(heading="Hostile & foreign texts", sections=(_hostile(), _languages())),
            Part(heading="An empty part", sections=()),
        ),
        words=words(law().language),
    )


def _blocks() -> Section:
    return Section(
        id="blocks",
        heading="Entries",
        provision="AI Act, Annex XI, Section 1, point 2(d) (binding, read in the official text)",
        blocks=(
            Paragraph(text="An opening.\n\nIts second paragraph,\non two lines."),
            Stated(
                field="training.compute.cumulative",
                label="Cumulative training compute",
                value=("1.1 × 10²⁵ FLOP (0.8 × 10²⁵ … 1.3 × 10²⁵)",),
                source="compute.yaml:4, stated by A. Moreau on 2026-10-02",
                note="The interval spans 10²⁵ FLOP.\n\nA second paragraph of the note.",
            ),
            Stated(
                field="training.process",
                label="Training process",
                recipients=(
                    Choice(label="AI Office", chosen=True),
                    Choice(label="Down*stream* | <b>", chosen=False),
                ),
                value=(LONG,),
                source="read from README.md, line 12, sha256:3fa9…",
            ),
            Stated(
                field="market.channels",
                label="Methods of distribution",
                value=("Weights, at https://models.example.org/7b?a=1&b=2.", "An API", LONG),
                source="stated by A. Moreau on 2026-10-02",
            ),
            Missing(
                field="training.energy",
                label="Energy consumption",
                asked_by="AI Act, Annex XI, Section 1, point 2(e) (binding)",
                note="The supplier of the compute gives no figures.",
            ),
            NotApplicable(
                field="data.images",
                label="Images: number of items",
                reason="The model has no image modality.",
                source="read from config.json",
            ),
            Withheld(
                field="training.hyperparameters",
                label="Hyperparameters",
                reason="A trade secret.\n\nShown on the premises of the provider.",
            ),
            Stated(
                field="data.modalities",
                label="Modalities of the data",
                value=("Text", "Other *kind* | of <data>"),
                options=(
                    Choice(label="Text", chosen=True),
                    Choice(label="Images", chosen=False),
                    Choice(label="Other *kind* | of <data>", chosen=True),
                ),
                source="stated by A. Moreau on 2026-10-02",
                note="Images were left out.",
            ),
            Stated(
                field="parameters.total",
                label="Number of parameters",
                value=("5 to 15 billion, or 15 to 50 billion",),
                options=(
                    Choice(label="500 million to 5 billion", chosen=False),
                    Choice(label="5 to 15 billion", chosen=True),
                    Choice(label="15 to 50 billion", chosen=True),
                ),
                source="stated on 2026-10-02",
            ),
            Missing(
                field="data.crawlers-used",
                label="Web crawlers used",
                options=(Choice(label="Yes", chosen=False), Choice(label="No", chosen=False)),
                asked_by="Template, Section 2.3",
                note="The log was lost.",
            ),
            Paragraph(text="A paragraph between entries."),
            Missing(
                field="training.energy",
                label="Energy consumption, asked a second time",
                asked_by="AI Act, Annex XII",
            ),
        ),
    )


def _tables() -> Section:
    return Section(
        id="tables",
        under="2 Tables & *charts*",
        heading="Tables",
        provision="AI Act, Annex XI, Section 1, point 2(c) (binding)",
        blocks=(
            *_form(),
            Table(
                caption="Sources | of *training* data",
                columns=(
                    "Source",
                    "Kind | of it",
                    "Tokens",
                    "Where it was found",
                    "Period",
                    "Note",
                ),
                rows=(
                    ("Crawl", "Web", "5.6 × 10¹²", "https://example.org/a|b", "2013 to 2026", ""),
                    ("a|b", "two\nlines", "-5", "two\n\nparagraphs", "| --- |", "- no item"),
                    ("数据集", "λόγος", "0", "<br>&nbsp;<b>x</b>", "`x|y`", "\\|"),
                ),
            ),
            _chart(),
            _shares(),
            Table(caption="No rows", columns=("One", "Two"), rows=()),
            Table(caption="One column", columns=("---",), rows=(("---",), (":-:",))),
        ),
    )


def _form() -> tuple[Entry, ...]:
    """Give a table of the official form: every kind of entry, a cell of two and an empty one."""
    bands = ("Less than 1 billion tokens", "1 billion to 10 trillion tokens", "Another unit")
    size = {"row": "Text", "column": "Size | of *it*"}
    return (
        Stated(
            field="summary.text-size",
            label="Size of text data",
            cell=Cell(**size),
            value=(bands[2],),
            options=tuple(Choice(label=band, chosen=band == bands[2]) for band in bands),
            source="stated on 2026-10-02",
        ),
        Stated(
            field="summary.text-size-other",
            label="In another unit",
            cell=Cell(**size),
            value=("12 million documents",),
            source="stated on 2026-10-02",
            note="Counted <once>.",
        ),
        Stated(
            field="summary.text-content",
            label="Types of content: text",
            cell=Cell(row="Text", column="Types of content"),
            value=(LONG,),
            source="stated on 2026-10-02",
        ),
        Missing(
            field="summary.image-size",
            label="Size of image data",
            cell=Cell(row="Image | *or* <b>", column="Size | of *it*"),
            options=(Choice(label=bands[0], chosen=False), Choice(label=bands[1], chosen=False)),
            asked_by="Template, Section 1.3",
        ),
        Withheld(
            field="summary.image-content",
            label="Types of content: image",
            cell=Cell(row="Image | *or* <b>", column="Types of content"),
            reason="A trade secret.",
        ),
        NotApplicable(
            field="summary.other",
            label="Other modality",
            cell=Cell(row="Other", column="Size | of *it*"),
            reason="There is no other modality.",
            source="stated on 2026-10-02",
        ),
    )


def _shares() -> Shares:
    """Give a chart of parts: long and short ones, one that is nothing, one that is only written."""
    return Shares(
        caption="Languages of the <crawl> | of *all*",
        unit="bytes | of text",
        parts=(
            Share(label="en", amount="15 003 441 225 128 (61.4 %)", length="1"),
            Share(label="fi", detail="meas<ured", amount="at least 7 (12 %)", length="0.1954"),
            Share(label="a|b", amount="1 (under 0.1 %)", length="0.0001"),
            Share(label="没有", amount="0", length="0"),
            Share(label="others (12)", amount="26 000 000 000 000", length=None),
        ),
        note="Left out: *three* | documents.\n\nA second paragraph.",
        description="en: 15 003 441 225 128 (61.4 %); and so <on>.",
    )


def _chart() -> Chart:
    """Give a chart with every kind of bar, and marks that lie near each other."""
    entries = "Entries that count"
    return Chart(
        caption="Training | *compute* <against> the levels",
        unit="FLOP",
        bars=(
            _bar(entries, "Pre-training", "pre-training", "3.75e25", "3.8e25", "3.85e25"),
            _bar(entries, "Training on longer sequences, to extend the context", None, "4e23"),
            _bar(entries, "From nothing upwards", "a|b", "0", "1e22", "9e24"),
            _bar(entries, "Perhaps nothing", None, "0", "0", "1e22"),
            _bar(entries, "Nothing", None, "0"),
            *(_bar("Kept | apart <b>", text, text, "1e24") for text in HOSTILE),
            _bar("Kept | apart <b>", LONG, "x" * 200, "1e21", "1e21", "2e26"),
            _bar("Totals, at least", "cumulative", None, "3.79e25", "3.9e25", "4.8e25"),
        ),
        marks=(
            Mark(label="greater than 1 × 10²⁵ FLOP (AI Act, Art. 51(2))", whole="1e25"),
            Mark(label="greater than 1 × 10²³ FLOP | <i>", whole="1e23"),
            Mark(label="1/3 of 2.5 × 10²⁵ FLOP", whole="2.5e25", parts=3),
        ),
        levels="Levels",
        description="Pre-training: 3.8 × 10²⁵ FLOP; <b> | greater than 1 × 10²⁵ FLOP.",
    )


def _bar(group: str, label: str, detail: str | None, *ends: str) -> Bar:
    low, best, high = ends if len(ends) > 1 else ends * 3
    amount = f"{best} FLOP ({low} to {high} FLOP)"
    return Bar(
        group=group, label=label, detail=detail, amount=amount, low=low, best=best, high=high
    )


def _nothing() -> Section:
    return Section(
        id="nothing",
        under="2 Tables & *charts*",
        heading="An empty section",
        provision="Nobody",
        blocks=(),
    )


def _hostile() -> Section:
    entries = [
        Stated(field=f"hostile.{n}", label=text, value=(text, text), source=text, note=text)
        for n, text in enumerate(HOSTILE)
    ]
    return Section(
        id="hostile",
        heading="*Not* _so_ <b> # ##",
        provision="`a` *b* <i>\n# c",
        blocks=(
            *entries,
            Paragraph(text="\n\n".join(HOSTILE)),
            Table(caption=HOSTILE[0], columns=HOSTILE, rows=(HOSTILE,)),
            Missing(
                field="hostile.missing", label=HOSTILE[3], asked_by=HOSTILE[3], note=HOSTILE[3]
            ),
            NotApplicable(
                field="hostile.inapplicable", label="*", reason=HOSTILE[3], source=HOSTILE[2]
            ),
            Withheld(field="hostile.withheld", label="-", reason=HOSTILE[6]),
            Stated(field="hostile.empty", label="", value=("",), source=""),
            Stated(field="hostile.none", label="No items", value=(), source="nobody"),
        ),
    )


def _languages() -> Section:
    texts = {
        "bg": "Моделът с общо предназначение",  # noqa: RUF001 -- Cyrillic
        "cs": "Příliš žluťoučký kůň",
        "de": "Größe und Übermaß",
        "el": "Μοντέλο γενικού σκοπού",
        "fr": "L’œuvre « protégée »\u00a0: où ?",
        "ga": "Intleacht shaorga",
        "hu": "Árvíztűrő tükörfúrógép",
        "lt": "Įžvalgos ąčęėįšųūž",
        "mt": "Mudell b'għan ġenerali, ħżż",
        "pl": "Zażółć gęślą jaźń",
        "he": "מודל לשימוש כללי (7B)",
        "ar": "نموذج للأغراض العامة: 10²⁵",
        "zh": "通用人工智能模型，见https://example.org/模型。",  # noqa: RUF001 -- Chinese
        "hi": "सामान्य प्रयोजन मॉडल",
        "emoji": "👩‍🔬 e\u0301 ﬁ",
    }
    return Section(
        id="languages",
        heading="Languages",
        provision="AI Act, Annex XI",
        blocks=(
            Stated(
                field="languages.all",
                label="Ελληνικά и български",
                value=tuple(texts.values()),
                source="עברית",
            ),
            Table(caption="By language", columns=("Tag", "Text"), rows=tuple(texts.items())),
        ),
    )
