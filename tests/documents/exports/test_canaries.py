"""No export says to an audience what no document for that audience says.

The dossiers are those of `tests/documents/test_canaries.py`: everything in them is a word or a
number that stands nowhere else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from colophon import parts
from colophon.assessment.completeness import completeness
from colophon.assessment.model import Verdict
from colophon.documents import exports
from colophon.documents.subject import Subject, subject
from colophon.law.load import law
from colophon.law.model import Audience, Precision
from tests.documents.test_canaries import (
    DIGEST,
    RECORDS,
    case_of,
    digits,
    expected,
    joined,
    word,
)

if TYPE_CHECKING:
    from types import ModuleType

EXPORTS: Final = list(parts.modules(exports))

each_record = pytest.mark.parametrize("record", RECORDS)
each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
each_export = pytest.mark.parametrize(
    "export", EXPORTS, ids=[one.__name__.rpartition(".")[2] for one in EXPORTS]
)
LIST: Final = f"domain\r\n{word('domain', 'list')}.example\r\n".encode()


@cache
def seen(audience: Audience, record: str) -> Subject:
    """Return what an audience may see of one of the dossiers."""
    case = case_of(record)
    standings = [completeness(case, outline) for outline in law().outlines]
    return subject(case, standings, audience, digest=DIGEST, made_by="Colophon 1", domain_list=LIST)


@cache
def hidden(audience: Audience, record: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words and the digits that no document that is asked may tell the audience."""
    case = case_of(record)
    asked = [
        expected(outline, audience, record)
        for outline in law().outlines
        if completeness(case, outline).asked is not Verdict.NOT_MET
    ]
    words = {
        canary: what
        for canary, what in asked[0].unseen.items()
        if all(canary in one.unseen for one in asked)
    }
    numbers = {
        canary: what
        for canary, what in asked[0].hidden.items()
        if all(canary in one.hidden for one in asked)
    }
    assert words
    assert numbers
    return words, numbers


@each_export
@each_audience
@each_record
def test_nobody_sees_what_he_may_not(export: ModuleType, audience: Audience, record: str) -> None:
    """No export holds a word or a digit that no document for its audience holds.

    This holds of an export that is not for that audience, too.
    """
    text = export.render(seen(audience, record)).decode()
    words, numbers = hidden(audience, record)
    assert not [what for canary, what in words.items() if canary in text]
    plain = joined(text)
    assert not [what for canary, what in numbers.items() if canary[:7] in plain]


@each_export
@each_audience
def test_no_incident_is_told(export: ModuleType, audience: Audience) -> None:
    """No export tells of a serious incident: those stand in their own report alone."""
    text = export.render(seen(audience, "plain")).decode()
    names = ("harm", "affected", "chain_of_events", "root_cause", "submitter", "note")
    assert not [name for name in names if word("incident-0", name) in text]


@each_export
@each_audience
def test_places_and_people_stay_in_the_documents(export: ModuleType, audience: Audience) -> None:
    """An export names no file of the dossier, and nobody who filled it in."""
    text = export.render(seen(audience, "plain")).decode()
    for place in ("dossier.yaml", "compute.yaml", "answers/", "evidence/canary"):
        assert place not in text
    assert word("spine", "by") not in text


@each_audience
@pytest.mark.parametrize("name", ["cyclonedx", "spdx"])
@each_record
def test_everything_that_is_told_is_there(name: str, audience: Audience, record: str) -> None:
    """A bill of materials has every value that the audience may see, and names what is missing."""
    export = parts.by_name(exports)[name]
    told = seen(audience, record)
    text = export.render(told).decode()
    assert told.entries
    for entry in told.in_state("stated"):
        items = entry.items or entry.text
        assert all(item.partition("\n")[0] in text for item in items), entry.field
    for state in ("missing", "withheld", "not-applicable"):
        for entry in told.entries.values():
            if entry.state == state:
                assert f"colophon:{state}:{entry.field}" in text
    for entry in told.in_state("missing"):
        assert all(provision in text for provision in entry.asked_by)
        assert entry.asked_by


@each_audience
def test_numbers_are_as_coarse_as_in_documents(audience: Audience) -> None:
    """An amount has as many figures as the audience may see; a band has no number at all."""
    for record in ("plain", "interval"):
        for entry in seen(audience, record).in_state("stated"):
            precision = law().field[entry.field].shown_to[audience]
            if entry.amount is None:
                continue
            figures = {Precision.TWO_FIGURES: 2, Precision.ONE_FIGURE: 1}.get(precision)
            assert figures or precision is Precision.EXACT
            for end in (entry.amount.low, entry.amount.best, entry.amount.high):
                shown = "".join(map(str, end.normalize().as_tuple().digits))
                assert figures is None or len(shown) <= figures


def test_the_ledger_is_for_the_ai_office() -> None:
    """Only the AI Office sees the ledger, and the datasets only authorities."""
    for audience in Audience:
        told = seen(audience, "plain")
        assert (told.compute is not None) == (audience is Audience.AI_OFFICE)
        is_authority = audience in {Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY}
        assert (told.datasets is not None) == is_authority
        assert (told.evaluations is not None) == is_authority


def test_a_national_authority_sees_one_figure_of_a_dataset() -> None:
    """The AI Office sees the size of a dataset exactly; a national authority one figure of it."""
    exact, rough = (
        seen(audience, "plain").datasets
        for audience in (Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY)
    )
    assert exact is not None
    assert rough is not None
    assert f"{exact.sources[0].sizes[0].amount.best}" == digits("dataset-0", "size")
    assert len(rough.sources[0].sizes[0].amount.best.normalize().as_tuple().digits) == 1
    assert rough.sources[0].source is None


@each_audience
@pytest.mark.parametrize(("record", "is_there"), [("plain", True), ("missing", False)])
def test_the_list_of_domains_goes_where_its_name_may(
    audience: Audience, record: str, is_there: bool
) -> None:
    """Whoever sees which list the public summary points to may have the list; nobody else."""
    assert (seen(audience, record).domain_list == LIST) is is_there


def test_a_list_of_domains_that_is_confidential_stays() -> None:
    """A list that the provider keeps confidential goes to authorities alone."""
    for audience in Audience:
        told = seen(audience, "confidential").domain_list
        is_authority = audience in {Audience.AI_OFFICE, Audience.NATIONAL_AUTHORITY}
        assert (told is not None) is is_authority
