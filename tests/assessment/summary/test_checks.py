"""What is odd about the register of sources, and about answers of the public summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment, Finding

    Scan = Callable[..., dict[str, bytes]]


def entry(name: str, origin: str = "licensed", **rest: Any) -> dict[str, Any]:
    """Return an entry of the register, of text where nothing else is said."""
    return {"name": name, "origin": origin, "modalities": ["text"], "source": "list", **rest}


def found(assessment: Assessment, said: str) -> list[Finding]:
    """Return the findings in whose message something is said."""
    return [one for one in assessment.findings if said in one.message]


def one(assessment: Assessment, said: str) -> Finding:
    """Return the one finding in whose message something is said."""
    (only,) = found(assessment, said)
    assert only.remedy
    return only


# -- The register and the scans -------------------------------------------------------------------


def test_tokens_are_no_size_of_a_video(judged: Callable[..., Assessment]) -> None:
    """A size in a unit of another modality is pointed out, with the unit that is asked."""
    told = one(judged(entry("Clips", modalities=["video"], size="5 tokens")), "is not in hours")
    assert (told.kind, told.place) == ("conflict", "datasets.yaml:5")
    assert "Clips, 5 tokens" in told.message
    assert not found(judged(entry("Books", size="5 bytes")), "is not in")


def test_a_stated_size_that_was_measured_otherwise_is_found_with_both_places(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """The statement counts, and the finding names both numbers and where they stand."""
    scans = scan_of("a", {"tokens-estimate": (90, 100, 110)})
    assert not found(judged(entry("A", id="a", size="95 tokens"), scans=scans), "was measured (")
    for size in ("80 tokens", "120 tokens"):
        told = one(judged(entry("A", id="a", size=size), scans=scans), "was measured (")
        assert told.kind == "conflict"
        assert f"{size} is stated (datasets.yaml:5)" in told.message
        assert "(a, counted tokens-estimate)" in told.message


def test_a_lower_bound_contradicts_only_a_smaller_size(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Who read a part found less, which is no contradiction; more is one."""
    scans = scan_of("a", {"tokens": 100}, unread=1)
    assert not found(judged(entry("A", id="a", size="500 tokens"), scans=scans), "was measured (")
    assert found(judged(entry("A", id="a", size="50 tokens"), scans=scans), "was measured (")


def test_what_could_not_be_read_is_told(judged: Callable[..., Assessment], scan_of: Scan) -> None:
    """A scan with gaps is a notice beside the source, and each gap is told as unread."""
    told = judged(entry("A", id="a"), scans=scan_of("a", {"tokens": 100}, unread=2))
    assert one(told, "a lower bound").kind == "notice"
    assert sum(finding.kind == "unread" for finding in told.findings) == 2


def test_a_scan_without_a_source_is_found(judged: Callable[..., Assessment], scan_of: Scan) -> None:
    """What was scanned and is not registered is pointed out, with what to do."""
    told = one(
        judged(entry("A"), scans=scan_of("web", {"tokens": 1})), "the scan web belongs to no"
    )
    assert "Enter the source" in told.remedy


def test_two_scans_of_one_source_are_found(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Neither counts, and both digests are named."""
    first = scan_of("a", {"tokens": 5})
    other = {path.replace(".json", "0.json"): content for path, content in first.items()}
    assert one(judged(entry("A", id="a"), scans=first | other), "several scans").kind == "conflict"


def test_a_modality_that_only_the_scan_knows_is_found(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Images in what is registered as text are pointed out."""
    scans = scan_of("a", {"tokens": 5, "images": 7})
    assert "7 images" in one(judged(entry("A", id="a"), scans=scans), "found image").message


def test_a_large_dataset_that_an_answer_leaves_out_is_found(
    judged: Callable[..., Assessment],
) -> None:
    """An answer names every large public dataset, in whatever words."""
    field = "public-summary.public-datasets-large"
    register = [
        entry("Alpha", "public-dataset", size="90 tokens", link="https://a.example"),
        entry("Beta", "public-dataset", size="10 tokens", link="https://b.example"),
    ]
    told = one(judged(*register, answers={field: ["The ALPHA set, whole"]}), "does not name it")
    assert "Beta is a large public dataset" in told.message
    assert (told.kind, told.field) == ("conflict", field)


def test_a_large_dataset_without_a_link_says_what_it_is_and_when_collected(
    judged: Callable[..., Assessment],
) -> None:
    """A link is enough; without it a description and a period are, also an unknown one."""
    said = "without a link"
    public = "public-dataset"
    assert found(judged(entry("A", public, size="9 tokens")), said)
    assert found(judged(entry("A", public, description="Poems")), said)
    for rest in (
        {"link": "https://a.example"},
        {"description": "Poems", "since": "not known"},
    ):
        assert not found(judged(entry("A", public, **rest)), said)


# -- Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("crawlers", "expected"), [(["CCBot"], 1), (["Common Crawl 2024"], 1), (["ExampleBot"], 0)]
)
def test_a_public_crawl_is_no_crawler_of_the_provider(
    judged: Callable[..., Assessment], crawlers: list[str], expected: int
) -> None:
    """Common Crawl among the crawlers belongs to the public datasets, answered or registered."""
    answers = {
        "public-summary.crawlers-used": "yes",
        "public-summary.crawler-names": crawlers,
    }
    assert len(found(judged(complete=False, answers=answers), "a public crawl")) == expected
    registered = judged(entry("Web", "crawled", crawlers=crawlers))
    assert len(found(registered, "a public crawl")) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Common Crawl, https://commoncrawl.org", 1),
        ("Common Crawl, CC-MAIN-2024-10", 0),
        ("Wikipedia", 0),
    ],
)
def test_snapshots_of_a_public_crawl_are_named(
    judged: Callable[..., Assessment], line: str, expected: int
) -> None:
    """Which snapshots were used stands beside the name."""
    answers = {
        "public-summary.public-datasets-used": "yes",
        "public-summary.public-datasets-large": [line],
    }
    assert len(found(judged(complete=False, answers=answers), "snapshots")) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Mostly news sites and forums."], 1),
        ([], 1),
        (["example.com", "example.org"], 0),
        (["The list is the file domains.csv"], 0),
        (["See https://provider.example/domains"], 0),
        (["Write to list@provider.example"], 1),
    ],
)
def test_prose_is_no_list_of_domain_names(
    judged: Callable[..., Assessment], lines: list[str], expected: int
) -> None:
    """A list holds domain names, or says where it can be had."""
    answers = {
        "public-summary.crawlers-used": "yes",
        "public-summary.crawled-domains": lines,
    }
    assert len(found(judged(complete=False, answers=answers), "neither a domain name")) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Data may come from up to ten sites.", "may, up to"),
        ("Some sites. Various others", "some, various"),
        ("Collected until May 2024; in May too. May 2024 was the last month.", None),
        ("Mogelijk ook nieuws, onder meer kranten", "mogelijk, onder meer"),
        ("Ehkä uutisia, muun muassa lehtiä", "ehkä, muun muassa"),
        ("Awesome maybes of the something", None),
    ],
)
def test_words_that_leave_a_fact_open_are_named(
    judged: Callable[..., Assessment], text: str, words: str | None
) -> None:
    """Hedges are found in three languages, as whole words, and not in the name of a month."""
    answers = {
        "public-summary.crawlers-used": "yes",
        "public-summary.crawled-content": text,
    }
    told = found(judged(complete=False, answers=answers), "leave a fact open")
    assert [finding.message.partition(": ")[2] for finding in told] == ([words] if words else [])
    assert all(finding.kind == "notice" for finding in told)


def test_hedges_are_not_looked_for_in_what_is_no_fact(judged: Callable[..., Assessment]) -> None:
    """A comment may leave open what it likes."""
    answers = {"public-summary.crawled-comments": "There may be some more."}
    assert not found(judged(complete=False, answers=answers), "leave a fact open")


def test_the_last_update_does_not_lie_ahead(judged: Callable[..., Assessment]) -> None:
    """A day after that of the assessment is a slip; the day itself is none."""
    for day, expected in (("2026-11-21", 0), ("2026-11-22", 1)):
        answers = {"public-summary.last-update": day}
        assert len(found(judged(complete=False, answers=answers), "lies after")) == expected


def test_every_check_has_its_words() -> None:
    """Each finding says what is so, and what to do about it."""
    said = {one for one in law().language.phrases if one.startswith("summary.check.")}
    assert {one.removesuffix(".remedy") for one in said} == {
        one for one in said if not one.endswith(".remedy")
    }
    assert len(said) == 2 * len({one.removesuffix(".remedy") for one in said})
