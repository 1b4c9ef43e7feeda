"""What is asked only after another answer, or of one category of models alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.model import Verdict
from colophon.documents.build import build
from colophon.documents.model import Document, Missing, NotApplicable, Paragraph, Stated, Withheld
from colophon.dossier import draft, schemas
from colophon.law import load
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Assessment, Finding
    from colophon.law.model import Law

SHOWN = "shown_to: { ai-office: exact, public: exact }\n    confirmed: reading"

SECTION = f"""\
id: crawling
label: Crawling
fields:
  - id: crawling.used
    label: Crawlers used
    help: Say so.
    kind: choice
    options:
      - {{ id: yes, label: "Yes" }}
      - {{ id: no, label: "No" }}
    {SHOWN}
  - id: crawling.asked
    label: Others asked
    help: Say so.
    kind: choice
    options:
      - {{ id: yes, label: "Yes" }}
      - {{ id: no, label: "No" }}
    {SHOWN}
  - id: crawling.since
    label: Crawled since
    help: Say so.
    kind: month
    written: MM/YYYY
    asked_if:
      - {{ field: crawling.used, is: [yes] }}
      - {{ field: crawling.asked, is: [yes] }}
    {SHOWN}
  - id: crawling.remark
    label: Remark
    help: Say so.
    kind: text
    optional: true
    {SHOWN}
  - id: crawling.reply
    label: Reply
    help: Say so.
    kind: text
    asked_if: [{{ field: crawling.remark }}]
    {SHOWN}
  - id: crawling.deeper
    label: Deeper
    help: Say so.
    kind: text
    asked_if: [{{ field: crawling.since }}]
    {SHOWN}
  - id: crawling.abroad
    label: Abroad
    help: Say so.
    kind: text
    only_if: [third-country-provider]
    {SHOWN}
  - id: crawling.signed
    label: Signed
    help: Say so.
    kind: choice
    options:
      - {{ id: yes, label: "Yes" }}
      - {{ id: no, label: "No" }}
    follows: dossier.code-of-practice
    holds: copyright
    {SHOWN}
  - id: crawling.known
    label: Known
    help: Say so.
    kind: day
    written: DD/MM/YY
    optional: true
    follows: events.art-52-condition-met
    {SHOWN}
  - id: crawling.again
    label: Remark again
    help: Say so.
    kind: text
    optional: true
    follows: answers.crawling.remark
    {SHOWN}
  - id: crawling.secret
    label: For nobody here
    help: Say so.
    kind: text
    shown_to: {{ downstream: exact }}
    confirmed: reading
"""

CITED = "{ instrument: ai-act, version: oj-2024, at: Art. 99, confirmed: recalled }"

OUTLINE = f"""\
id: crawl-form
label: Form on crawling
purpose: To be read.
source: {CITED}
audiences: [ai-office, public]
elements:
  - id: crawl-1
    part: All
    heading: Crawling
    source: {CITED}
    unless:
      open-source-exception: {CITED}
    sections: [crawling]
"""

SYSTEMIC = OUTLINE.replace("audiences:", "only_if: [systemic-risk-presumption]\naudiences:")

YES = {"crawling.used": "yes", "crawling.asked": "no"}
NO = {"crawling.used": "no", "crawling.asked": "no"}
FILLED = {"crawling.abroad": "Yes.", "crawling.since": "2025-06", "crawling.deeper": "Yes."}


@pytest.fixture
def law(law_files: Mapping[str, bytes]) -> Law:
    """Give the law with a form in which answers depend on each other."""
    more = {"fields/crawling.yaml": SECTION, "outlines/crawl-form.yaml": OUTLINE}
    return load.load({**law_files, **{path: text.encode() for path, text in more.items()}})


@pytest.fixture
def after(
    law: Law, whole: dict[str, Any], assessed: Callable[..., Assessment]
) -> Callable[..., Assessment]:
    """Return a function that assesses the whole dossier with these answers to the form."""

    def after(
        answers: Mapping[str, str], *, confidential: tuple[str, ...] = (), **parts: Any
    ) -> Assessment:
        lines = ["by: A. Moreau", "on: 2026-10-02"]
        for field, value in answers.items():
            lines += [f"{field}:", f"  value: {value}"]
            lines += ["  confidential: true"] if field in confidential else []
        beside = {"answers/crawling.yaml": "\n".join(lines).encode()}
        known = parts.pop("law", law)
        return assessed({**whole, **parts}, beside=beside, law=known)

    return after


def missing(assessment: Assessment) -> tuple[str, ...]:
    """Return what the form lacks."""
    return assessment.documents["crawl-form"].missing


def verdict(assessment: Assessment) -> Verdict:
    """Return how the form stands."""
    return assessment.documents["crawl-form"].verdict


def written(assessment: Assessment, audience: Audience = Audience.PUBLIC) -> Document:
    """Return the form as `audience` sees it."""
    case = assessment.case
    outline = case.law.outline["crawl-form"]
    return build(outline, case, audience, digest="sha256:0", made_by="a test")


def entries(assessment: Assessment, audience: Audience = Audience.PUBLIC) -> dict[str, Any]:
    """Return the entries of the form by field."""
    return {
        block.field: block
        for part in written(assessment, audience).parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Stated | NotApplicable | Missing | Withheld)
    }


def paragraphs(assessment: Assessment) -> list[str]:
    """Return the running text of the form."""
    return [
        block.text
        for part in written(assessment).parts
        for section in part.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


def unasked(assessment: Assessment) -> list[Finding]:
    """Return the findings on what was filled in vain."""
    return [one for one in assessment.findings if one.kind == "unasked"]


def test_what_depends_on_an_open_answer_is_not_missing_yet(
    after: Callable[..., Assessment],
) -> None:
    """As long as the answer that decides is not given, that answer alone is missing."""
    assessment = after({"crawling.abroad": "Yes."})
    assert missing(assessment) == ("crawling.used", "crawling.asked")
    assert "crawling.since" not in entries(assessment)
    assert isinstance(entries(assessment)["crawling.used"], Missing)


def test_one_of_several_answers_is_enough(after: Callable[..., Assessment]) -> None:
    """Where one answer asks for it, a field is missing, whatever the other answer is."""
    assert missing(after({"crawling.used": "yes"})) == (
        "crawling.asked",
        "crawling.since",
        "crawling.abroad",
    )
    assert missing(after({**YES, **FILLED})) == ()
    assert verdict(after({**YES, **FILLED})) is Verdict.MET


def test_what_is_not_asked_is_told_with_the_answer_that_decides(
    after: Callable[..., Assessment],
) -> None:
    """Where no answer asks for it, a field does not apply, and the reader sees why."""
    assessment = after({**NO, "crawling.abroad": "Yes."})
    assert missing(assessment) == ()
    assert verdict(assessment) is Verdict.MET
    entry = entries(assessment)["crawling.since"]
    assert isinstance(entry, NotApplicable)
    assert entry.reason == '"Crawlers used" is answered "No"; "Others asked" is answered "No".'
    assert entry.source == "stated on 2026-10-02"
    to_office = entries(assessment, Audience.AI_OFFICE)["crawling.since"]
    assert "A. Moreau" in to_office.source
    assert unasked(assessment) == []


def test_a_condition_reaches_through_a_field_that_is_not_asked(
    after: Callable[..., Assessment],
) -> None:
    """What depends on a field that is not asked is not asked, for the same reason."""
    told = entries(after(NO))
    assert isinstance(told["crawling.deeper"], NotApplicable)
    assert told["crawling.deeper"].reason == told["crawling.since"].reason
    assert "crawling.deeper" not in missing(after(YES))
    assert "crawling.deeper" in missing(after({**YES, "crawling.since": "2025-06"}))


def test_where_a_value_is_enough_an_optional_one_decides_by_being_left_out(
    after: Callable[..., Assessment],
) -> None:
    """A field that is asked if another is given is not asked while that optional one is empty."""
    told = entries(after(NO))
    assert told["crawling.reply"].reason == '"Remark" is not given.'
    assert "crawling.reply" in missing(after({**NO, "crawling.remark": "One."}))


def test_filled_in_vain_is_found(after: Callable[..., Assessment]) -> None:
    """What is filled and not asked is found with its place, and the dossier is open."""
    assessment = after({**NO, "crawling.since": "2025-06", "crawling.abroad": "Yes."})
    (finding,) = unasked(assessment)
    assert finding.field == "crawling.since"
    assert finding.place == "answers/crawling.yaml:8"
    assert finding.message == (
        'Crawled since: filled, and not asked, for "Crawlers used" is answered "No"; '
        '"Others asked" is answered "No".'
    )
    assert finding.remedy == (
        "Empty it, or mend crawling.used in answers/crawling.yaml and "
        "crawling.asked in answers/crawling.yaml."
    )
    assert assessment.is_open
    assert isinstance(entries(assessment)["crawling.since"], NotApplicable)


def test_a_month_is_printed_as_the_form_wants_it(after: Callable[..., Assessment]) -> None:
    """A month and a day are printed as the form says, whatever the file's own form is."""
    event = [{"event": "art-52-condition-met", "on": "2026-02-03"}]
    told = entries(after({**YES, **FILLED}, events=event))
    assert told["crawling.since"].value == ("06/2025",)
    assert told["crawling.known"].value == ("03/02/26",)


def test_what_is_withheld_is_not_told_by_what_follows_from_it(
    after: Callable[..., Assessment],
) -> None:
    """Where the answer that decides is confidential, the public does not learn it from another."""
    assessment = after(NO, confidential=("crawling.used",))
    assert isinstance(entries(assessment)["crawling.since"], Withheld)
    assert isinstance(entries(assessment, Audience.AI_OFFICE)["crawling.since"], NotApplicable)


def test_a_category_decides_too(after: Callable[..., Assessment]) -> None:
    """A field for providers from third countries is asked of them alone; else it is found."""
    assert missing(after(NO)) == ("crawling.abroad",)
    at_home = {"name": "Exemplar", "established_in": "FR"}
    assert missing(after(NO, provider=at_home)) == ()
    told = entries(after(NO, provider=at_home))["crawling.abroad"]
    assert told.reason.endswith(" is not met.")
    assert told.source == "assessed on 2026-11-21"
    found = unasked(after({**NO, "crawling.abroad": "Yes."}, provider=at_home))
    assert [one.field for one in found if one.place.startswith("answers/crawling")] == [
        "crawling.abroad"
    ]
    assert "`colophon explain third-country-provider`" in found[-1].remedy


def test_an_unknown_category_leaves_the_document_open(after: Callable[..., Assessment]) -> None:
    """While it is not known whether a field is asked, the document is neither whole nor not."""
    assessment = after(NO, provider={"name": "Exemplar"})
    assert missing(assessment) == ()
    assert verdict(assessment) is Verdict.UNDETERMINED
    assert verdict(after({**NO, **FILLED}, provider={"name": "Exemplar"})) is Verdict.MET


def test_what_nobody_may_see_who_reads_it_is_no_part_of_a_document(
    after: Callable[..., Assessment], law: Law
) -> None:
    """A field for others than a document's readers is neither missing there nor asked by it."""
    assert "crawling.secret" not in missing(after(NO))
    assert list(law.asked_by("crawling.secret")) == []


def test_what_lifts_an_element_is_told(
    open_source: dict[str, Any], after: Callable[..., Assessment]
) -> None:
    """An element that an exception lifts is not asked, and the provision is named."""
    assessment = after({}, open_source=open_source)
    assert verdict(assessment) is Verdict.MET
    assert paragraphs(assessment)[0].endswith("is met (AI Act (OJ L 2024/1689), Art. 99).")
    unknown = paragraphs(after({}, open_source={}))
    assert unknown[0].startswith("Whether this is asked of the model is not known yet: ")


@pytest.mark.parametrize(("signed", "answer"), [(["copyright"], "Yes"), (["safety"], "No")])
def test_a_field_may_follow_what_a_list_holds(
    signed: list[str], answer: str, after: Callable[..., Assessment]
) -> None:
    """Whether one chapter is signed follows from the list of those that are."""
    assert entries(after(NO, code_of_practice=signed))["crawling.signed"].value == (answer,)


def test_a_field_may_follow_another(after: Callable[..., Assessment]) -> None:
    """One fact is answered once, and told by each form in its own words."""
    told = entries(after({**NO, "crawling.remark": "One."}))
    assert told["crawling.again"].value == told["crawling.remark"].value == ("One.",)
    assert told["crawling.again"].label == "Remark again"


def test_a_document_may_be_asked_of_a_category_alone(
    law_files: Mapping[str, bytes], after: Callable[..., Assessment]
) -> None:
    """A document that is not asked lacks nothing, and says in its first line that it is not."""
    more = {"fields/crawling.yaml": SECTION, "outlines/crawl-form.yaml": SYSTEMIC}
    law = load.load({**law_files, **{path: text.encode() for path, text in more.items()}})
    small = after({}, law=law)
    assert verdict(small) is Verdict.NOT_APPLICABLE
    assert missing(small) == ()
    notice = written(small).notice
    assert notice == (
        "Not asked of this model on 2026-11-21: Presumption of high-impact capabilities is not met."
    )
    large = {"complete": True, "entries": {"pre-training": 2 * 10**25}}
    assert written(after({}, law=law, compute=large)).notice is None
    assert verdict(after({}, law=law, compute=large)) is Verdict.NOT_MET
    unknown = {"complete": True, "entries": {"pre-training": [9 * 10**24, 10**25, 2 * 10**25]}}
    assessment = after({}, law=law, compute=unknown)
    assert verdict(assessment) is Verdict.UNDETERMINED
    assert missing(assessment) == ()
    assert "is not known" in (written(assessment).notice or "")


def test_a_month_has_one_form(after: Callable[..., Assessment]) -> None:
    """A month is written as year and month, and nothing else is taken for one."""
    for wrong in ("06/2025", "2025-13", "2025-06-01", "2025"):
        with pytest.raises(Exception, match="is not a month; write it as 2026-11"):
            after({**YES, "crawling.since": wrong})


def test_a_new_dossier_says_on_what_a_field_depends(law: Law) -> None:
    """The empty form names the condition beside the field, and the schema knows a month."""
    tree = draft.files("x", law)
    form = tree["answers/crawling.yaml"].decode()
    assert "# Asked only if crawling.used is yes, or crawling.asked is yes.\n" in form
    assert "# Asked only if crawling.remark is given.\n" in form
    value = schemas.of_section(law.section["crawling"])["properties"]["crawling.since"]
    assert value["properties"]["value"]["anyOf"][0]["pattern"].startswith(r"^\d{4}-")
