"""The charts of the sources of training data: what they show, and what they leave out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.assess import case_of
from colophon.documents import registers
from colophon.documents.corpora import DOMAINS, MOST_PARTS, of_scan, of_sources
from colophon.documents.model import Shares
from colophon.dossier import files
from colophon.dossier.scans import Scan
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.assessment.model import Case

    ScanOf = Callable[..., dict[str, bytes]]

DAY = date(2026, 11, 21)
GAP = "\N{NARROW NO-BREAK SPACE}"


def entry(name: str, **rest: Any) -> dict[str, Any]:
    """Return a source of the register, of crawled text where nothing else is said."""
    known = {"origin": "crawled", "modalities": ["text"], "source": "inventory"}
    return {"id": name.lower(), "name": name, **known, **rest}


@pytest.fixture
def case(tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]]) -> Callable[..., Case]:
    """Return a function that gives the case of a register with its scans."""

    def case(
        *entries: dict[str, Any], scans: Mapping[str, bytes] | None = None, language: str = "en"
    ) -> Case:
        tree = {**tree_of({"datasets": {"datasets": list(entries)}}), **(scans or {})}
        known = law(language)
        return case_of(files.read(tree, known), known, DAY)

    return case


@pytest.fixture
def drawn(case: Callable[..., Case]) -> Callable[..., list[Shares]]:
    """Return a function that draws a register with its scans."""
    return lambda *entries, **rest: list(of_sources(case(*entries, **rest)))


def amounts(chart: Shares) -> dict[str, str]:
    """Return what is written at each part, with plain blanks."""
    return {one.label: one.amount.replace(GAP, " ") for one in chart.parts}


# -- Sizes by source ------------------------------------------------------------------------------


def test_text_is_drawn_in_tokens_where_every_source_tells_them(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Stated and measured tokens stand on one scale, the largest first, each with its share."""
    (chart,) = drawn(
        entry("A", size="1000 tokens"),
        entry("B"),
        scans=scan_of("b", {"tokens": 3000, "text-bytes": 9}),
    )
    assert (chart.caption, chart.unit) == ("Sizes of the sources: text", "tokens")
    told = [(one.label, one.detail, one.length) for one in chart.parts]
    assert told == [("B", "measured", "1.0000"), ("A", "stated", "0.3333")]
    assert amounts(chart) == {"B": "3 000 tokens (75.0 %)", "A": "1 000 tokens (25.0 %)"}
    assert chart.note is None


def test_else_text_is_drawn_in_bytes(drawn: Callable[..., list[Shares]], scan_of: ScanOf) -> None:
    """Where a source does not tell its tokens and more tell bytes, bytes are drawn."""
    (chart,) = drawn(
        entry("A"),
        entry("B"),
        entry("C", size="7 bytes"),
        scans=scan_of("a", {"tokens": 5, "text-bytes": 20}) | scan_of("b", {"text-bytes": 10}),
    )
    assert chart.unit == "bytes"
    assert [one.label for one in chart.parts] == ["A", "B", "C"]


def test_a_source_of_unknown_size_is_named_and_not_drawn(
    drawn: Callable[..., list[Shares]],
) -> None:
    """It is no bar of zero, and no share is told of a whole that nobody knows."""
    (chart,) = drawn(entry("A", size="5 tokens"), entry("B", size="7 tokens"), entry("C"))
    assert amounts(chart) == {"B": "7 tokens", "A": "5 tokens"}
    assert chart.note == "Of no known size, and not drawn: C."
    assert "C" in chart.description


def test_what_was_read_in_part_is_a_lower_bound(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """A source that could not be read whole has at least so much, and no share is told."""
    (chart,) = drawn(
        entry("A", size="5 tokens"), entry("B"), scans=scan_of("b", {"tokens": 9}, unread=1)
    )
    assert amounts(chart) == {"B": "at least 9 tokens", "A": "5 tokens"}


def test_what_some_records_do_not_tell_is_a_lower_bound(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Bytes that were told of a part of the records are at least so many."""
    facts = {"text-bytes-in-part": (8, 3, 4)}
    (chart,) = drawn(entry("A"), entry("B", size="3 bytes"), scans=scan_of("a", facts))
    assert amounts(chart) == {"A": "at least 8 bytes", "B": "3 bytes"}


def test_a_part_of_a_source_is_not_drawn_again(drawn: Callable[..., list[Shares]]) -> None:
    """What is counted in another source has no bar beside it."""
    (chart,) = drawn(
        entry("Whole", size="9 tokens"),
        entry("Half", size="4 tokens", parent="whole"),
        entry("Other", size="1 tokens"),
    )
    assert [one.label for one in chart.parts] == ["Whole", "Other"]


def test_each_modality_has_its_chart(drawn: Callable[..., list[Shares]]) -> None:
    """Sizes in tokens and in hours stand on scales of their own; one source alone needs none."""
    both = {"text": "9 tokens", "audio": "3 hours"}
    charts = drawn(
        entry("A", modalities=["text", "audio"], sizes=both),
        entry("B", modalities=["audio"], size="1 hours"),
    )
    assert [(one.caption, one.unit) for one in charts] == [("Sizes of the sources: audio", "hours")]


def test_an_estimate_is_written_with_its_interval(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """The bar is as long as the likely value, and the interval stands beside it."""
    (chart,) = drawn(
        entry("A", size="5 tokens"),
        entry("B"),
        scans=scan_of("b", {"tokens-estimate": (8, 10, 13)}),
    )
    assert amounts(chart)["B"] == "10 tokens (8 to 13 tokens)"
    assert chart.parts[1].length == "0.5000"


def test_many_sources_are_added_up(drawn: Callable[..., list[Shares]]) -> None:
    """Beyond the most parts, the smaller are one part with their sum."""
    (chart,) = drawn(*(entry(f"S{n}", size=f"{n + 1} tokens") for n in range(MOST_PARTS + 1)))
    assert len(chart.parts) == MOST_PARTS
    assert (chart.parts[-1].label, amounts(chart)["others (2)"]) == (
        "others (2)",
        "3 tokens (0.9 %)",
    )


# -- What a scan found ----------------------------------------------------------------------------


def test_languages_of_a_column(drawn: Callable[..., list[Shares]], scan_of: ScanOf) -> None:
    """The largest language comes first; documents that name none are told apart."""
    facts = {"language": [("en", 3, 60), ("fi", 1, 20)], "without-language": 5}
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert chart.caption == "Languages of Web, as its records name them"
    assert chart.unit == "bytes of text"
    assert amounts(chart) == {"en": "60 (75.0 %)", "fi": "20 (25.0 %)"}
    assert chart.note == "Documents left out because they name no language: 5."


def test_languages_of_a_sample_have_their_intervals(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """What was detected is written with the interval, how, and on how many documents."""
    facts = {"language-sample": [("fi", "0.0000", "0.0004", "0.0100"), ("en", "0.9", "1", "1")]}
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert amounts(chart) == {
        "en": "100.0 % (90.0 % to 100.0 %)",
        "fi": "under 0.1 % (0.0 % to 1.0 %)",
    }
    assert chart.note is not None
    assert "counted language-sample" in chart.note


def test_months_stand_in_their_order(drawn: Callable[..., list[Shares]], scan_of: ScanOf) -> None:
    """Months are not ranked; what has no day is left out and said so."""
    facts = {"month": [("2024-02", 9, 90), ("2024-01", 1, 10)], "without-day": [("untold", 4, 40)]}
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert list(amounts(chart)) == ["2024-01", "2024-02"]
    assert chart.note == "Documents left out because they have no day that can be read: 4."


def test_too_many_months_are_told_by_year(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """The months of a year are added up, so that nothing is left out."""
    months = [(f"{2013 + n // 12}-{n % 12 + 1:02}", 1, 10) for n in range(36)]
    (chart,) = drawn(entry("Web"), scans=scan_of("web", {"month": months}))
    assert chart.caption == "Years in which Web was collected"
    assert set(amounts(chart).values()) == {"120 (33.3 %)"}


def test_too_many_dumps_are_told_by_year(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Snapshots of Common Crawl of one year are one part; of other names the largest are kept."""
    crawled = [(f"CC-MAIN-{2013 + n // 10}-{n % 10:02}", 1, 10) for n in range(30)]
    named = [(f"dump-{n:02}", 1, n + 1) for n in range(30)]
    (by_year,) = drawn(entry("Web"), scans=scan_of("web", {"dump": crawled}))
    assert list(amounts(by_year)) == ["CC-MAIN-2013", "CC-MAIN-2014", "CC-MAIN-2015"]
    (largest,) = drawn(entry("Web"), scans=scan_of("web", {"dump": named}))
    assert next(iter(amounts(largest))) == "dump-07"
    assert list(amounts(largest))[-1] == "others (7)"
    assert len(largest.parts) == MOST_PARTS


def test_without_bytes_documents_are_drawn() -> None:
    """Bytes are drawn where every part tells them, else documents; one measure for all bars."""
    rows = (("en", 3, 30), ("fi", 4))
    scan = Scan(
        Reading(
            importer="corpus",
            artefact=Artefact(name="web", digest="sha256-listing:web", size=1),
            evidence=tuple(
                Evidence(fact="corpus.language", value=row, locator="column lang") for row in rows
            ),
            unread=(),
        )
    )
    (chart,) = of_scan(scan, "Web", law().language)
    assert chart.unit == "documents"
    assert amounts(chart) == {"fi": "4 (57.1 %)", "en": "3 (42.9 %)"}


def test_the_largest_domains_are_parts_of_the_whole(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Domains are told as shares of all that have one; the others together are only written."""
    tops = [(f"{letter}.com", 1, 10, 5) for letter in "ab"]
    facts = {
        "top-domain": tops,
        "domains": 12,
        "with-domain": [("documents", 90), ("bytes", 100), ("tokens", 50)],
        "without-domain": [("no address", 6, 60)],
    }
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert amounts(chart) == {
        "a.com": "10 (10.0 %)",
        "b.com": "10 (10.0 %)",
        "others (10)": "80 (80.0 %)",
    }
    assert [one.length for one in chart.parts] == ["1.0000", "1.0000", None]
    assert chart.note == (
        "The others have no bar, since together they hold more than the largest part. "
        "Documents left out because their address leads to no domain: 6."
    )


def test_an_unknown_whole_has_no_shares(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Where nobody counted what all domains hold, the others are counted and not added up."""
    facts = {"top-domain": [("a.com", 1, 10, 5)], "domains": 3}
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert amounts(chart) == {"a.com": "10"}
    assert chart.note == "Further domains: 2. How much they hold together is not known."


def test_domains_that_were_ranked_otherwise_keep_their_order(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Where the size that ranks domains is not told, their documents are drawn, which is said."""
    facts = {"top-domain": [("a.com", 3), ("b.com", 4)], "domains": 2}
    (chart,) = drawn(entry("Web"), scans=scan_of("web", facts))
    assert (chart.unit, list(amounts(chart))) == ("documents", ["a.com", "b.com"])
    assert chart.note == (
        "They stand in the order of their size; drawn is how many documents each has."
    )


def test_a_scan_with_gaps_says_so_at_each_chart(
    drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Each chart of a source that could not be read whole says that it shows at least so much."""
    facts = {"language": [("en", 3, 60)], "top-domain": [("a.com", 3, 60, 9)], "domains": 1}
    charts = drawn(entry("Web"), scans=scan_of("web", facts, unread=1))
    assert len(charts) == 2
    for chart in charts:
        assert chart.note is not None
        assert "at least" not in chart.parts[0].amount
        assert "lower bounds" in chart.note
        assert chart.note in chart.description


def test_the_description_says_the_same(drawn: Callable[..., list[Shares]], scan_of: ScanOf) -> None:
    """Whoever cannot see a chart hears of each part."""
    domains = [(f"site-{n}.com", 1, 50 - n, 5) for n in range(DOMAINS)]
    facts = {"language": [("en", 3, 60), ("fi", 1, 20)], "top-domain": domains, "domains": 20}
    charts = drawn(entry("Web"), scans=scan_of("web", facts))
    for chart in charts:
        for one in chart.parts:
            assert f"{one.label}: {one.amount}" in chart.description


@pytest.mark.parametrize("language", ["nl", "fi"])
def test_the_charts_speak_the_language_of_the_document(
    language: str, drawn: Callable[..., list[Shares]], scan_of: ScanOf
) -> None:
    """Captions, units and notes are in the language of the document, numbers in its form."""
    facts = {
        "language": [("en", 3, 60), ("fi", 1, 20)],
        "month": [("2024-01", 3, 30)],
        "dump": [("CC-MAIN-2024-05", 3, 30)],
        "top-domain": [("a.com", 3, 60, 9)],
        "domains": 9,
    }
    entries, scans = (entry("Web"), entry("B", size="9 bytes")), scan_of("web", facts, unread=1)
    english, other = (drawn(*entries, scans=scans, language=one) for one in ("en", language))
    for one, two in zip(english, other, strict=True):
        assert one.caption != two.caption
        assert one.unit != two.unit
        assert one.note != two.note
        assert "," in two.parts[0].amount or len(two.parts) == 1


# -- Who sees them --------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", list(Audience))
def test_the_charts_are_for_the_ai_office(
    audience: Audience, case: Callable[..., Case], scan_of: ScanOf
) -> None:
    """The weights of sources are secrets: whoever does not see them exactly sees no chart."""
    facts = {"language": [("en", 3, 60)], "tokens": 12}
    known = case(entry("Web"), entry("B", size="5 tokens"), scans=scan_of("web", facts))
    charts = [
        one for one in registers.blocks("datasets", known, audience) if isinstance(one, Shares)
    ]
    assert len(charts) == (2 if audience is Audience.AI_OFFICE else 0)
