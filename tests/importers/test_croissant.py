"""Croissant files: keys are what the context makes of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, croissant

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

CONTEXT = {
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
}
CONFORMS = {"conformsTo": "http://mlcommons.org/croissant/1.0"}


def read(collect: Collect, context: Any = CONTEXT, /, **keys: Any) -> Reading:
    """Return the reading of a `croissant.json` with these keys, `_` for `:`."""
    whole = {"@context": context, **CONFORMS}
    whole |= {key.replace("_", ":"): value for key, value in keys.items()}
    (reading,) = collect(croissant, {"croissant.json": json.dumps(whole).encode()})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def only_unread(reading: Reading) -> Unread:
    """Return the one thing that could not be read, where nothing else was."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    return unread


def test_a_prefix_is_what_the_file_says_it_is(collect: Collect) -> None:
    """Another word for the terms is read, and the usual one for other terms is not."""
    other = CONTEXT | {"r": CONTEXT["rai"], "rai": "https://example.org/"}
    reading = read(collect, other, r_dataBiases="Few.", rai_dataBiases="Many.")
    assert facts(reading) == {"dataset.biases": ("Few.",)}
    without = {key: value for key, value in CONTEXT.items() if key != "rai"}
    assert facts(read(collect, without, rai_dataBiases="Few.")) == {}


@pytest.mark.parametrize(
    "context",
    [["https://schema.org", CONTEXT], "http://schema.org/", {"@vocab": "http://schema.org/"}],
)
def test_the_words_of_schema_org_are_read_however_it_is_named(
    collect: Collect, context: Any
) -> None:
    """A context may be a list, an address or an object."""
    assert facts(read(collect, context, name="acme-web")) == {"dataset.name": "acme-web"}


@pytest.mark.parametrize("spelling", ["dataCollectionTimeframe", "dataCollectionTimeFrame"])
def test_both_spellings_of_the_period_are_read(collect: Collect, spelling: str) -> None:
    """The library spells it otherwise than the description of the format."""
    days = [{"@type": "Date", "@value": "2025-01-01"}, "2025-12-31"]
    reading = read(collect, **{f"rai_{spelling}": days})
    assert facts(reading) == {"dataset.timeframe": ("2025-01-01", "2025-12-31")}


@pytest.mark.parametrize(
    "licence",
    [
        "https://example.org/l",
        ["https://example.org/l"],
        {"@type": "CreativeWork", "name": "L", "url": "https://example.org/l"},
    ],
)
def test_a_licence_may_be_an_address_or_a_work(collect: Collect, licence: Any) -> None:
    """Its address is told where it has one, else its name."""
    reading = read(collect, license=licence)
    assert facts(reading) == {"dataset.licence": ("https://example.org/l",)}
    named = read(collect, license={"name": "L"})
    assert facts(named) == {"dataset.licence": ("L",)}


@pytest.mark.parametrize(
    ("written", "value"),
    [("2026-03-01", "2026-03-01"), ("2026-03-01T10:00:00Z", "2026-03-01"), ("March 2026", None)],
)
def test_a_day_is_told_without_its_hour(collect: Collect, written: str, value: str | None) -> None:
    """What is no day is told as it stands, and not understood."""
    reading = read(collect, datePublished=written)
    assert facts(reading).get("dataset.published") == value
    assert bool(reading.unread) is (value is None)


@pytest.mark.parametrize(("written", "value"), [(1, "1"), ("1.0", "1.0")])
def test_a_version_may_be_a_number(collect: Collect, written: Any, value: str) -> None:
    """It is kept as its text."""
    assert facts(read(collect, version=written)) == {"dataset.version": value}


@pytest.mark.parametrize("wrong", [3, True, {"en": "Few."}, ["Few.", 3], "\u202e"])
def test_a_text_of_another_form_is_unread(collect: Collect, wrong: Any) -> None:
    """A list that is wrong in one place gives no shorter list."""
    assert only_unread(read(collect, rai_dataBiases=wrong)).locator == "/rai:dataBiases"


def test_json_that_is_no_croissant_gives_no_facts(collect: Collect) -> None:
    """The name alone does not make it one."""
    (reading,) = collect(croissant, {"croissant.json": b'{"name": "bakery"}'})
    assert not only_unread(reading).damaged


def test_a_shared_name_is_recognised_by_what_stands_in_the_file() -> None:
    """`metadata.json` is a name that many programs use."""
    heads = {
        "metadata.json": b'{"@context": {"cr": "http://mlcommons.org/croissant/"',
        "a.jsonld": b'{"@context": "https://schema.org/"}',
        "acme-croissant.json": b"",
    }
    found = list(croissant.recognise(Folder(heads, look=heads.__getitem__)))
    assert found == [("acme-croissant.json",), ("metadata.json",)]
