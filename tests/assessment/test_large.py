"""Which public datasets are large."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.assessment.large import large
from colophon.dossier import files
from colophon.dossier.model import Dataset, Dossier, Inventory, Ledger, Spine
from colophon.dossier.sources import sources
from colophon.law.load import law
from colophon.quantities import Amount, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DAY = date(2026, 11, 21)
WHOLE = Inventory(complete=True, by="A. Moreau", on=DAY)
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.UNDETERMINED


def public(name: str, tokens: int | tuple[int, int] | None, **rest: Any) -> Dataset:
    """Return a public dataset of text of so many tokens, or between two numbers of them."""
    size = None
    if tokens is not None:
        low, high = tokens if isinstance(tokens, tuple) else (tokens, tokens)
        size = Amount.between(Fraction(low), Fraction(low), Fraction(high), "tokens")
    known = {"origin": "public-dataset", "modalities": ("text",), "size": size, "source": "list"}
    return Dataset.model_validate({"name": name, **known, **rest})


def dossier(*datasets: Dataset, inventory: Inventory = WHOLE) -> Dossier:
    """Return a dossier with this register, which is complete where nothing else is said."""
    return Dossier(
        spine=Spine(format=1),
        answers={},
        ledger=Ledger(),
        datasets=datasets,
        inventory=inventory,
        evaluations=(),
        decisions=(),
        readings=(),
        places={},
    )


def judged(*datasets: Dataset, inventory: Inventory = WHOLE) -> dict[str, Answer]:
    """Return whether each dataset is large, by its name."""
    found = large(sources(dossier(*datasets, inventory=inventory)), law(), DAY)
    return {one.group.name: one.is_large for one in found}


def missing(*datasets: Dataset) -> dict[str, list[str]]:
    """Return the sources whose size would decide it, for each dataset that is left open."""
    found = large(sources(dossier(*datasets)), law(), DAY)
    return {
        one.group.name: [source.dataset.name for source in one.missing]
        for one in found
        if one.is_large is OPEN
    }


def test_exactly_the_share_is_not_more_than_it() -> None:
    """The rule says more than 3 %: 3 of 100 is not large, 31 of 1000 is."""
    assert judged(public("A", 3), public("B", 97)) == {"A": NO, "B": YES}
    assert judged(public("A", 31), public("B", 969))["A"] is YES


def test_only_public_datasets_are_compared() -> None:
    """What is crawled or licensed does not make a public dataset smaller."""
    crawled = public("Web", 10**12, origin="crawled")
    assert judged(public("A", 5), public("B", 95), crawled) == {"A": YES, "B": YES}


def test_one_modality_is_enough() -> None:
    """A dataset is large by its images although its text is small."""
    both = {"modalities": ("text", "image"), "size": None}
    images = {"text": Amount.exactly(1, "tokens"), "image": Amount.exactly(50, "images")}
    more = {"text": Amount.exactly(999, "tokens"), "image": Amount.exactly(50, "images")}
    found = large(
        sources(
            dossier(public("A", None, **both, sizes=images), public("B", None, **both, sizes=more))
        ),
        law(),
        DAY,
    )
    assert [(one.is_large, set(one.by)) for one in found] == [
        (YES, {"image"}),
        (YES, {"text", "image"}),
    ]


def test_a_collection_is_not_split_up() -> None:
    """Parts that are small by themselves are large together."""
    parts = [public(f"Part {one}", 2, parent="Collection") for one in range(3)]
    assert judged(*parts, public("B", 94)) == {"Collection": YES, "B": YES}


def test_an_unknown_size_leaves_open_what_it_could_change() -> None:
    """Without the size of B, A may be large or not; and it is B whose size is missing."""
    datasets = (public("A", 50), public("B", None), public("C", 50))
    assert judged(*datasets) == {"A": OPEN, "B": OPEN, "C": OPEN}
    assert missing(*datasets) == {"A": ["B"], "B": ["B"], "C": ["B"]}


def test_an_unknown_size_leaves_alone_what_it_cannot_change() -> None:
    """A is small beside C already, and the size of B can only make it smaller."""
    assert judged(public("A", 1), public("B", None), public("C", 99))["A"] is NO


def test_the_only_dataset_of_its_modality_is_large() -> None:
    """Whatever its size, it is all of the public data of that modality."""
    assert judged(public("A", None)) == {"A": YES}


def test_what_the_register_may_leave_out_can_make_no_dataset_small() -> None:
    """Without the statement that nothing is left out, only what is small is known."""
    register = (public("A", 1), public("B", 99))
    assert judged(*register, inventory=Inventory()) == {"A": NO, "B": OPEN}


def test_an_interval_across_the_limit_is_open() -> None:
    """Between 2 % and 5 % lies 3 %, and no size is missing."""
    datasets = (public("A", (20, 50)), public("B", 950))
    assert judged(*datasets)["A"] is OPEN
    assert missing(*datasets) == {"A": []}


def test_a_lower_bound_is_no_size(
    tree_of: Callable[[Mapping[str, Any]], dict[str, bytes]],
    scan_of: Callable[..., dict[str, bytes]],
) -> None:
    """What a scan with gaps found can make a dataset large, and none small."""
    entries = [
        {"origin": "public-dataset", "modalities": ["text"], "source": "s", **one}
        for one in ({"name": "A", "id": "a"}, {"name": "B", "size": "90 tokens"})
    ]
    tree = tree_of({"datasets": {"complete": True, "datasets": entries}})
    for tokens, expected in ((10, [YES, OPEN]), (1, [OPEN, OPEN])):
        scan = scan_of("a", {"tokens": tokens}, unread=1)
        found = large(sources(files.read({**tree, **scan}, law())), law(), DAY)
        assert [one.is_large for one in found] == expected
        assert found[1].missing[0].dataset.name == "A"


def test_there_is_no_such_share_before_its_day() -> None:
    """Before the duties apply no dataset is large."""
    assert large(sources(dossier(public("A", 5))), law(), date(2025, 8, 1)) == ()


@given(
    st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 300)), min_size=1, max_size=6),
    st.data(),
)
def test_what_is_decided_holds_for_every_size_within_the_intervals(
    spans: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Whatever the true sizes are, an answer that is not open is theirs too."""
    vague = judged(*(public(str(at), (low, low + more)) for at, (low, more) in enumerate(spans)))
    true = [data.draw(st.integers(low, low + more)) for low, more in spans]
    exact = judged(*(public(str(at), size) for at, size in enumerate(true)))
    for name, answer in vague.items():
        assert answer in {OPEN, exact[name]}
        assert exact[name] is (
            YES if Fraction(true[int(name)], sum(true)) > Fraction("0.03") else NO
        )


@pytest.mark.parametrize("sizes", [[5, 10, 985], [40, 60, 900]])
def test_the_order_of_the_register_changes_nothing(sizes: list[int]) -> None:
    """A dataset is large or not wherever it stands."""
    datasets = [public(str(size), size) for size in sizes]
    assert judged(*datasets) == judged(*reversed(datasets))
