"""The register of sources beside their scans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from colophon.dossier import files
from colophon.dossier.sources import sources, wrong_units
from colophon.errors import DossierError, ReadingError
from colophon.law.load import law
from colophon.quantities import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from colophon.dossier.sources import Sources

    Scan = Callable[..., dict[str, bytes]]


def entry(name: str, **rest: Any) -> dict[str, Any]:
    """Return an entry of the register, of public text where nothing else is said."""
    known = {"origin": "public-dataset", "modalities": ["text"], "source": "inventory"}
    return {"name": name, **known, **rest}


@pytest.fixture
def listed(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> Callable[..., Sources]:
    """Return a function that reads a register with scans."""

    def listed(
        *entries: dict[str, Any], scans: Mapping[str, bytes] | None = None, **rest: Any
    ) -> Sources:
        record = {"datasets": {**rest, "datasets": list(entries)}}
        return sources(files.read({**tree_of(record), **(scans or {})}, law()))

    return listed


def amounts(found: Sources, modality: Any = "text") -> list[Amount | None]:
    """Return the size that counts of each source."""
    sizes = [one.size(modality) for one in found.listed]
    return [None if size is None else size.amount for size in sizes]


def test_what_is_stated_counts_before_what_was_measured(
    listed: Callable[..., Sources], scan_of: Scan
) -> None:
    """A stated size counts, and the measured one beside it stays to be compared."""
    found = listed(
        entry("Web", id="web", size="5e9 tokens"),
        entry("Books", id="books"),
        scans=scan_of("web", {"tokens": 10}) | scan_of("books", {"tokens": 20}),
    )
    assert amounts(found) == [Amount.exactly(5 * 10**9, "tokens"), Amount.exactly(20, "tokens")]
    web, books = found.listed
    assert web.scan is not None
    assert web.scan.sizes["text"].amount == Amount.exactly(10, "tokens")
    size = books.size("text")
    assert size is not None
    assert (size.is_stated, size.origin.place) == (False, "books, counted tokens")


def test_counted_tokens_come_before_an_estimate(
    listed: Callable[..., Sources], scan_of: Scan
) -> None:
    """An estimate counts with its interval, and only where tokens were not counted."""
    estimate = {"tokens-estimate": (8, 10, 13)}
    found = listed(
        entry("A", id="a"),
        entry("B", id="b"),
        scans=scan_of("a", estimate) | scan_of("b", {**estimate, "tokens": 11}),
    )
    between = Amount(Decimal(8), Decimal(10), Decimal(13), "tokens")
    assert amounts(found) == [between, Amount.exactly(11, "tokens")]


def test_milliseconds_are_told_in_hours(listed: Callable[..., Sources], scan_of: Scan) -> None:
    """Sound and videos are measured in milliseconds and told in hours."""
    found = listed(
        entry("Talks", id="talks", modalities=["audio", "video"]),
        scans=scan_of("talks", {"audio": 5_400_000, "video": 3_600_000}),
    )
    assert amounts(found, "audio") == [Amount.exactly(Decimal("1.5"), "hours")]
    assert amounts(found, "video") == [Amount.exactly(1, "hours")]


def test_what_could_not_be_read_makes_a_lower_bound(
    listed: Callable[..., Sources], scan_of: Scan
) -> None:
    """A total of which a part was measured with gaps is not the whole."""
    found = listed(
        entry("A", id="a"),
        entry("B", size="7 tokens"),
        scans=scan_of("a", {"tokens": 5}, unread=1),
    )
    total = found.total("text")
    assert total.amount == Amount.exactly(12, "tokens")
    assert [one.dataset.name for one in total.at_least] == ["A"]
    assert not total.is_whole


def test_a_source_of_unknown_size_is_named_unless_it_goes_on_changing(
    listed: Callable[..., Sources],
) -> None:
    """The size of a dynamic source may be left out; any other that is unknown is missing."""
    found = listed(entry("A"), entry("B", dynamic=True), entry("C", size="7 tokens"))
    total = found.total("text")
    assert [one.dataset.name for one in total.unknown] == ["A"]
    assert total.amount == Amount.exactly(7, "tokens")


def test_the_parts_of_a_source_are_counted_in_it(listed: Callable[..., Sources]) -> None:
    """Where a source names another as its whole, its size is not added again."""
    found = listed(
        entry("Whole", id="whole", size="100 tokens"),
        entry("Part", parent="whole", size="30 tokens"),
        entry("Part of part", id="p", parent="Part", size="3 tokens"),
        entry("Other", size="1 tokens"),
    )
    assert found.total("text").amount == Amount.exactly(101, "tokens")
    groups = found.groups("public-dataset")
    assert [(one.name, len(one.sources)) for one in groups] == [("Whole", 3), ("Other", 1)]


def test_a_collection_that_has_no_entry_is_the_sum_of_its_parts(
    listed: Callable[..., Sources],
) -> None:
    """Parts of a collection of a name of its own are grouped, and each is counted."""
    found = listed(
        entry("A", parent="Collection", size="5 tokens"),
        entry("B", parent="collection", size="7 tokens"),
        entry("C", size="1 tokens"),
    )
    groups = found.groups("public-dataset")
    assert (groups[0].name, groups[0].head) == ("Collection", None)
    assert [len(one.parts) for one in groups] == [2, 0]
    assert found.total("text").amount == Amount.exactly(13, "tokens")


def test_a_source_is_told_once_and_synthetic_data_apart(listed: Callable[..., Sources]) -> None:
    """What also fits elsewhere is told under its origin alone, save for synthetic data."""
    found = listed(
        entry("A", also=["synthetic", "crawled"]),
        entry("B", origin="crawled", modalities=["image"]),
    )
    told = {one: [s.dataset.name for s in found.told_as(one)] for one in ("crawled", "synthetic")}
    assert told == {"crawled": ["B"], "synthetic": ["A"]}
    assert found.modalities == ("text", "image")


def test_several_scans_of_one_source_count_for_nothing(
    listed: Callable[..., Sources], scan_of: Scan
) -> None:
    """Which of two scans holds is not guessed."""
    first = scan_of("a", {"tokens": 5})
    other = {path.replace(".json", "0.json"): content for path, content in first.items()}
    found = listed(entry("A", id="a"), scans=first | other)
    assert amounts(found) == [None]
    assert len(found.listed[0].scans) == 2


def test_a_scan_of_what_is_not_registered_keeps_the_register_from_being_whole(
    listed: Callable[..., Sources], scan_of: Scan
) -> None:
    """Who says that the register is complete is contradicted by a scan of something else."""
    found = listed(entry("A"), complete=True)
    assert found.is_whole
    found = listed(entry("A"), complete=True, scans=scan_of("web", {"tokens": 5}))
    assert not found.is_whole
    assert [one.reading.artefact.name for one in found.strangers] == ["web"]


def test_hours_and_tokens_of_several_modalities_are_of_none(listed: Callable[..., Sources]) -> None:
    """One size of a source of several modalities counts only where its unit says of which."""
    found = listed(
        entry("A", modalities=["text", "image"], size="5e6 images"),
        entry("B", modalities=["text", "image"], size="5e6 tokens"),
        entry("C", modalities=["audio", "video"], size="5 hours"),
        entry("D", modalities=["text", "image"], sizes={"text": "4 tokens", "image": "3 images"}),
    )
    images = Amount.exactly(5 * 10**6, "images")
    assert amounts(found, "image") == [images, None, None, Amount.exactly(3, "images")]
    assert amounts(found)[3] == Amount.exactly(4, "tokens")
    assert amounts(found, "audio") == [None] * 4


def test_a_size_in_the_unit_of_another_modality_is_told(listed: Callable[..., Sources]) -> None:
    """Tokens of a video are no size of it; text may have any unit but another modality's."""
    found = listed(
        entry("A", modalities=["video"], size="5 tokens"),
        entry("B", size="5e12 bytes"),
        entry("C", size="5 hours"),
        entry("D", modalities=["other"], size="5 molecules"),
    )
    assert [[one for one, _ in wrong_units(source)] for source in found.listed] == [
        ["video"],
        [],
        ["text"],
        [],
    ]
    assert amounts(found) == [None] * 4


def test_months_are_stated_or_measured(listed: Callable[..., Sources], scan_of: Scan) -> None:
    """The first and the last day of a scan give the months that nobody states."""
    days = {"first-day": "2024-05-03", "last-day": "2025-01-31"}
    found = listed(
        entry("A", id="a", until="not known"), entry("B", since="2020-01"), scans=scan_of("a", days)
    )
    months = [(one.month("since"), one.month("until")) for one in found.listed]
    assert months == [("2024-05", "not known"), ("2020-01", None)]


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"tokens": -1}, "corpus.tokens"),
        ({"tokens": "many"}, "corpus.tokens"),
        ({"tokens-estimate": (5, 4, 6)}, "corpus.tokens-estimate"),
        ({"language": ("en",)}, "corpus.language"),
        ({"language-sample": ("en", "0.5", "0.4", "0.6")}, "corpus.language-sample"),
        ({"language-sample": ("en", "0.5", "x", "0.6")}, "corpus.language-sample"),
        ({"first-day": "May"}, "corpus.first-day"),
    ],
)
def test_a_scan_that_no_machine_wrote_is_refused(
    listed: Callable[..., Sources], scan_of: Scan, facts: dict[str, Any], named: str
) -> None:
    """What has not the form of a scan's facts is an error with the evidence file."""
    with pytest.raises(DossierError) as caught:
        listed(entry("A"), scans=scan_of("a", facts))
    assert named in caught.value.message
    assert caught.value.place.startswith("evidence/corpus-")


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([entry("A", id="a"), entry("B", id="a")], "stands twice"),
        ([entry("A", id="a", parent="b"), entry("B", id="b", parent="a")], "a part of itself"),
        ([entry("A", since="2024-05", until="2024-04")], "cannot have been collected"),
        ([entry("A", since="May 2024")], "write it as 2026-11, or `not known`"),
        ([entry("A", size="5 tokens", sizes={"text": "5 tokens"})], "keep one"),
    ],
)
def test_a_register_that_cannot_be_is_refused(
    listed: Callable[..., Sources], entries: list[dict[str, Any]], said: str
) -> None:
    """What a person wrote that cannot be is an error with its line."""
    with pytest.raises((DossierError, ReadingError)) as caught:
        listed(*entries)
    assert said in str(caught.value)
    assert "datasets.yaml" in caught.value.place


def test_that_the_register_is_complete_is_a_persons_statement(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
) -> None:
    """`complete: true` alone is refused: it names who says so, and when."""
    tree = tree_of({}) | {"datasets.yaml": b"complete: true\n"}
    with pytest.raises(ReadingError, match="by"):
        files.read(tree, law())
