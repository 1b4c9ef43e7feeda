"""The settings with which a model writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from colophon.importers import generation_config

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]


def read(collect: Collect, data: bytes) -> Reading:
    """Return the reading of a `generation_config.json` with these bytes."""
    (reading,) = collect(generation_config, {"generation_config.json": data})
    return reading


def test_a_fraction_is_kept_as_its_text(collect: Collect) -> None:
    """Nothing is rounded, and a whole number is one however it is written."""
    reading = read(collect, b'{"temperature": 0.60, "top_p": 1.0, "repetition_penalty": 1.05}')
    assert [item.value for item in reading.evidence] == ["0.6", 1, "1.05"]


def test_what_the_file_leaves_out_or_sets_to_null_is_left_out(collect: Collect) -> None:
    """The program has defaults of its own, which are no facts."""
    reading = read(collect, b'{"max_length": null, "eos_token_id": 2}')
    assert not reading.evidence
    assert not reading.unread


def test_a_length_in_another_form_is_unread(collect: Collect) -> None:
    """A length that is no whole number is told with its place."""
    reading = read(collect, b'{"max_length": "long", "max_new_tokens": -1}')
    assert reading.evidence == ()
    assert [item.locator for item in reading.unread] == ["/max_length", "/max_new_tokens"]


def test_a_file_cut_short_gives_nothing(collect: Collect) -> None:
    """Of JSON that does not end, not even the beginning is believed."""
    reading = read(collect, b'{"max_length": 4096, "top_k": 2')
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
