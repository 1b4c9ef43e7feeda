"""What follows from the register of sources for the public summary, and what stays open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon.assessment.domains import listing_rule
from colophon.assessment.summary.domain_list import DomainList, given
from colophon.documents.build import build
from colophon.documents.formats import markdown
from colophon.dossier.effective import State
from colophon.law.load import law
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.assessment.model import Assessment

    Scan = Callable[..., dict[str, bytes]]

DAY = date(2026, 11, 21)


def entry(name: str, origin: str, **rest: Any) -> dict[str, Any]:
    """Return an entry of the register, of text where nothing else is said."""
    return {"name": name, "origin": origin, "modalities": ["text"], "source": "list", **rest}


CRAWL = entry(
    "Web",
    "crawled",
    id="web",
    since="2024-05",
    until="2025-03",
    crawlers=["ExampleBot"],
    purpose="Text for training",
)


def value(assessment: Assessment, field: str) -> Any:
    """Return the value of a field of the summary."""
    return assessment.case.record.values[f"public-summary.{field}"].value


def why(assessment: Assessment, field: str) -> str:
    """Return why a field of the summary does not follow, as its finding says."""
    return next(
        one.message
        for one in assessment.findings
        if one.kind == "notice" and f"public-summary.{field}" in one.message
    )


# -- Yes and no, modalities -----------------------------------------------------------------------


def test_yes_follows_from_what_is_there_and_no_from_a_complete_register(
    judged: Callable[..., Assessment],
) -> None:
    """What is absent says nothing until a person states that nothing is left out."""
    whole, part = judged(CRAWL), judged(CRAWL, complete=False)
    assert [value(one, "crawlers-used") for one in (whole, part)] == ["yes", "yes"]
    assert [value(one, "public-datasets-used") for one in (whole, part)] == ["no", None]
    assert "nobody states there that the register is complete" in why(part, "public-datasets-used")
    assert value(part, "modalities") is None


def test_a_value_says_where_it_comes_from(judged: Callable[..., Assessment]) -> None:
    """A computed value has the line of each entry, and who states that the register is whole."""
    found = judged(CRAWL).case.record.values["public-summary.modalities"]
    assert found.state is State.STATED
    assert [one.place for one in found.origins] == ["datasets.yaml:5", "datasets.yaml:3"]
    assert {one.by for one in found.origins} == {"A. Moreau"}


def test_modalities_stand_in_the_order_of_the_template(judged: Callable[..., Assessment]) -> None:
    """The whole and each category name their modalities, synthetic data wherever it is told."""
    found = judged(
        entry("A", "public-dataset", modalities=["video", "text"], also=["synthetic"]),
        entry("B", "licensed", modalities=["image"]),
    )
    assert value(found, "modalities") == ("text", "image", "video")
    assert value(found, "public-datasets-modalities") == ("text", "video")
    assert value(found, "synthetic-data-modalities") == ("text", "video")
    assert value(found, "licensed-data-modalities") == ("image",)
    assert value(found, "synthetic-data-used") == "yes"


def test_user_data_are_of_the_model_or_of_services(judged: Callable[..., Assessment]) -> None:
    """The register does not tell which, so that only `no` follows for both."""
    found = judged(CRAWL)
    assert value(found, "user-data-model") == value(found, "user-data-services") == "no"
    found = judged(entry("Chats", "user-data", description="Conversations"))
    assert value(found, "user-data-model") is None
    assert "from the model or from other services" in why(found, "user-data-model")


# -- Sizes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        (["999999999 tokens"], "under-1-billion-tokens"),
        (["4e8 tokens", "6e8 tokens"], "1-billion-to-10-trillion-tokens"),
        (["10e12 tokens"], "1-billion-to-10-trillion-tokens"),
        (["10e12 tokens", "1 tokens"], "over-10-trillion-tokens"),
        (["11e12 tokens", None], "over-10-trillion-tokens"),
        (["5e8 tokens", None], None),
        ([{"low": 8e8, "best": 9e8, "high": 11e8, "unit": "tokens"}], None),
    ],
)
def test_a_range_is_chosen_where_the_whole_size_lies_in_it(
    judged: Callable[..., Assessment], sizes: list[Any], chosen: str | None
) -> None:
    """A size that may lie in two ranges stays open; beyond the last edge a part is enough."""
    entries = [
        entry(str(at), "licensed", **({} if size is None else {"size": _as_written(size)}))
        for at, size in enumerate(sizes)
    ]
    assert value(judged(*entries), "text-size") == chosen


def _as_written(size: Any) -> Any:
    if isinstance(size, dict):
        return {**size, **{end: int(size[end]) for end in ("low", "best", "high")}}
    return size


def test_an_open_range_says_why(judged: Callable[..., Assessment], scan_of: Scan) -> None:
    """The remedy names the size that is missing, and what was only read in part."""
    found = judged(
        entry("A", "licensed", size="5e8 tokens"),
        entry("B", "licensed"),
        CRAWL,
        scans=scan_of("web", {"tokens": 7}, unread=2),
    )
    told = why(found, "text-size")
    assert "500000007 tokens so far, and the size of B is not known" in told
    assert "at least 500000007 tokens, for Web could not be read whole" in told


def test_bytes_are_offered_and_never_filled_in(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Text that is not counted in tokens has its bytes in the remedy."""
    found = judged(
        CRAWL,
        entry("B", "licensed", size="5e9 bytes"),
        scans=scan_of("web", {"text-bytes": 10**9}),
    )
    assert value(found, "text-size") is None
    assert value(found, "text-size-other") is None
    assert "all text has 6e9 bytes" in why(found, "text-size")


# -- Public and private datasets ------------------------------------------------------------------


def test_large_public_datasets_are_told_in_full_and_others_in_general(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Large ones have link, snapshots and selection, or what they are and when collected."""
    found = judged(
        entry(
            "Common Crawl",
            "public-dataset",
            id="cc",
            link="https://commoncrawl.org",
            size="900 tokens",
            selection="pages in Dutch",
        ),
        entry(
            "Old texts",
            "public-dataset",
            size="97 tokens",
            description="Newspapers",
            since="1999-01",
            until="not known",
        ),
        entry("Small", "public-dataset", size="3 tokens", description="Poems"),
        scans=scan_of("cc", {"dump": [("CC-MAIN-2024-10", 1, 1), ("CC-MAIN-2023-50", 1, 1)]}),
    )
    assert value(found, "public-datasets-large") == (
        (
            "Common Crawl; https://commoncrawl.org; snapshots CC-MAIN-2023-50, CC-MAIN-2024-10; "
            "used in part: pages in Dutch"
        ),
        "Old texts; Newspapers; collected from 01/1999 to not known",
    )
    assert value(found, "public-datasets-other") == "Small; text; Poems"


def test_whether_a_dataset_is_large_stays_open_without_a_size(
    judged: Callable[..., Assessment],
) -> None:
    """The remedy names the datasets in question and the size that is missing."""
    found = judged(
        entry("A", "public-dataset", size="50 tokens"),
        entry("B", "public-dataset"),
    )
    assert value(found, "public-datasets-large") is None
    assert "whether A, B have more than 3 %" in why(found, "public-datasets-large")
    assert "turns on the size of B" in why(found, "public-datasets-large")


def test_a_private_dataset_is_named_only_if_it_is_publicly_known(
    judged: Callable[..., Assessment],
) -> None:
    """The public summary holds no name, link or size of a private dataset that is not known."""
    secret = {"description": "Reviews in Finnish", "link": "https://secret.example", "note": "Psst"}
    case = judged(
        entry("Known", "other-private", publicly_known=True, link="https://known.example"),
        entry("Secret", "other-private", size="12345678 tokens", **secret),
    ).case
    assert case.record.values["public-summary.private-datasets-known"].value == (
        "Known; https://known.example",
    )
    outline = law().outline["public-summary"]
    made = build(outline, case, Audience.PUBLIC, digest="sha256:0", made_by="Colophon")
    text = markdown.render(made).decode()
    assert "text: Reviews in Finnish" in text
    for word in ("Secret", "secret.example", "Psst", "12345678"):
        assert word not in text


# -- Crawled data ---------------------------------------------------------------------------------


def test_crawled_data_are_told_from_the_register(judged: Callable[..., Assessment]) -> None:
    """Names, purposes and the whole period follow, from the first month to the last."""
    other = {**CRAWL, "id": "b", "since": "2023-01", "until": "2024-01", "crawlers": ["OtherBot"]}
    found = judged(CRAWL, other)
    assert value(found, "crawler-names") == ("ExampleBot", "OtherBot")
    assert value(found, "crawler-purposes") == (
        "ExampleBot: Text for training\n\nOtherBot: Text for training"
    )
    assert [value(found, one) for one in ("crawled-from", "crawled-until")] == [
        "2023-01",
        "2025-03",
    ]
    assert value(found, "latest-acquisition") == "2025-03"


def test_a_month_that_is_not_known_is_not_filled_in(judged: Callable[..., Assessment]) -> None:
    """One unknown month leaves the period open, and the remedy says of which source."""
    found = judged(CRAWL, {**CRAWL, "id": "b", "name": "B", "since": "not known", "until": None})
    assert value(found, "crawled-from") is None
    assert "`since` of B is not known" in why(found, "crawled-from")
    assert "it does not say `until` of B" in why(found, "crawled-until")


def test_the_list_of_domains_waits_for_scans_and_then_for_the_list(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Without a table of domains a scan is advised, with it the writing of the list."""
    assert "`colophon scan`" in why(judged(CRAWL), "crawled-domains")
    scans = scan_of("web", {"domain-table": "sha256:1"})
    assert "`colophon write public-summary`" in why(judged(CRAWL, scans=scans), "crawled-domains")
    rule = listing_rule(law(), DAY, small=True)
    assert rule is not None
    written = DomainList("domains.csv", "sha256:2", 3, 41, ("bytes",), rule)
    found = judged(CRAWL, scans=scans, given=given(written, law()))
    assert value(found, "crawled-domains") == (
        (
            "3 of 41 domain names (5 % of the domain names or 1000, whichever is lower), those "
            "with the most content used by bytes: domains.csv (sha256:2)"
        ),
    )


# -- Synthetic data, languages --------------------------------------------------------------------


def test_models_that_made_synthetic_data_are_told_by_whether_they_are_on_the_market(
    judged: Callable[..., Assessment],
) -> None:
    """Those on the market are listed with their summary, the others described."""
    models = [
        {"name": "Teacher 1", "on_market": True, "summary": "https://teacher.example"},
        {"name": "Judge", "on_market": False, "description": "trained on public text"},
    ]
    found = judged(entry("Made", "synthetic", models=models))
    assert value(found, "synthetic-data-models") == ("Teacher 1; https://teacher.example",)
    assert value(found, "synthetic-data-other-models") == "Judge: trained on public text"
    found = judged(entry("Made", "synthetic", models=[{"name": "Teacher 1"}]))
    assert "`models, on_market` of Made" in why(found, "synthetic-data-models")


def test_languages_are_rounded_and_say_how_they_were_found(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """Sources are weighed by their documents; a sample's shares are intervals."""
    counted = {"documents": 100, "language": [("en", 99, 1), ("mt", 1, 1)]}
    sampled = {
        "documents": 300,
        "language-sample": [("nl", "0.55", "0.6", "0.65"), ("en", "0.35", "0.4", "0.45")],
    }
    found = judged(
        CRAWL,
        entry("B", "licensed", id="b"),
        scans=scan_of("web", counted) | scan_of("b", sampled),
    )
    assert value(found, "languages") == (
        "By share of documents, rounded: en 55 % (51 % to 59 %), nl 45 % (41 % to 49 %). "
        "Less than 1 % each: mt. Found by: counted language, counted language-sample."
    )
    found = judged(CRAWL, entry("B", "licensed"), scans=scan_of("web", counted))
    assert "no scan tells the languages of B" in why(found, "languages")


def test_what_was_measured_with_gaps_is_never_taken_for_the_whole(
    judged: Callable[..., Assessment], scan_of: Scan
) -> None:
    """A month stays open, and languages, snapshots and the list of domains say what they lack."""
    facts = {
        "last-day": "2025-01-31",
        "language": [("en", 5, 5)],
        "dump": [("CC-MAIN-2024-10", 5, 5)],
    }
    source = entry("A", "public-dataset", id="a", size="5 tokens", link="https://a.example")
    found = judged(source, scans=scan_of("a", facts, unread=1))
    assert "other months may be missing" in why(found, "latest-acquisition")
    assert value(found, "languages").endswith("Not everything of these data could be read.")
    assert value(found, "public-datasets-large")[0].endswith("of these data could be read.")
    whole = judged(source, scans=scan_of("a", facts))
    assert value(whole, "latest-acquisition") == "2025-01"
    assert "could be read" not in value(whole, "languages")
    rule = listing_rule(law(), DAY, small=False)
    assert rule is not None
    partial = DomainList("a.csv", "sha256:2", 1, 1, ("bytes",), rule, is_whole=False)
    told = given(partial, law())["datasets.domain-list"].value
    assert isinstance(told, tuple)
    assert told[1] == "Not everything of these data could be read."


# -- Answers and the register ---------------------------------------------------------------------


def test_an_answer_wins_and_a_difference_is_found_once(judged: Callable[..., Assessment]) -> None:
    """What the register has and an answer denies is one finding, and so is the reverse."""
    for entries, answer, found_by in (
        ((CRAWL,), "no", "datasets-in-summary"),
        ((), "yes", "public-summary.crawlers-used"),
    ):
        found = judged(*entries, answers={"public-summary.crawlers-used": answer})
        assert value(found, "crawlers-used") == answer
        conflicts = [
            one.agreement or one.field
            for one in found.findings
            if one.field == "public-summary.crawlers-used" or one.agreement == "datasets-in-summary"
        ]
        assert conflicts == [found_by]


def test_synthetic_data_that_are_told_elsewhere_too_are_no_no(
    judged: Callable[..., Assessment],
) -> None:
    """A public dataset that is synthetic parts with the answer that no synthetic data were used."""
    found = judged(
        entry("A", "public-dataset", also=["synthetic"]),
        answers={"public-summary.synthetic-data-used": "no"},
    )
    told = [one for one in found.findings if one.agreement == "datasets-in-summary"]
    assert ["synthetic" in one.message for one in told] == [True]


def test_an_answer_in_other_words_is_no_other_answer(judged: Callable[..., Assessment]) -> None:
    """Lines that a person wrote on datasets are not compared word for word."""
    found = judged(
        entry("A", "public-dataset", size="5 tokens"),
        answers={"public-summary.public-datasets-large": ["A, whole"]},
    )
    assert not [one for one in found.findings if one.kind == "conflict"]


def test_an_empty_register_says_nothing(judged: Callable[..., Assessment]) -> None:
    """A dossier without a register is as it was."""
    found = judged(complete=False)
    assert (found.case.summary.values, found.case.summary.open) == ({}, {})


def test_what_is_open_for_one_reason_is_one_finding(judged: Callable[..., Assessment]) -> None:
    """One statement that is missing is told once, with every field that waits for it."""
    found = judged(CRAWL, complete=False)
    told = [one for one in found.findings if one.place.startswith("datasets.yaml")]
    assert len(told) == len({one.message for one in told})
    assert sum("complete" in one.message for one in told) == 1
    assert not any("public-datasets-large" in one.message for one in told)  # nobody asks for it yet
