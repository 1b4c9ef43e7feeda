"""Ticks are read where the text still tells them, and never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from colophon.publications.choices import State, modalities, yes_or_no
from colophon.publications.model import Line, Passage

from .conftest import FORM, remarks, summary


def passage(text: str) -> Passage:
    """Return a passage of one text."""
    return Passage("x", tuple(Line(line, "line 1") for line in text.split("\n")), "line 1")


@pytest.mark.parametrize(
    ("text", "state", "chosen"),
    [
        ("☒ Yes ☐ No", State.READ, ("yes",)),
        ("☐ Yes    ☒ No", State.READ, ("no",)),
        ("☒Yes\n☐No", State.READ, ("yes",)),
        ("[x] Yes [ ] No", State.READ, ("yes",)),
        ("- [x] ☒ Yes\n- [ ] ☐ No", State.READ, ("yes",)),
        ("X Yes  ☐ No", State.READ, ("yes",)),
        ("✓ Ja", State.READ, ("yes",)),
        ("Kyllä", State.READ, ("yes",)),
        ("No. We have not crawled anything; no page, yes indeed.", State.READ, ("no",)),
        ("Yes / No", State.UNREADABLE, ()),
        ("\ufffd Yes \ufffd No", State.UNREADABLE, ()),
        ("☐ Yes ☐ No", State.BLANK, ()),
        ("☐ No", State.BLANK, ()),
        ("N/A", State.NOTHING, ()),
        ("", State.NOTHING, ()),
        ("We know nothing of it.", State.PROSE, ()),
        ("Nothing was crawled", State.PROSE, ()),
    ],
)
def test_answers_with_yes_or_no(text: str, state: State, chosen: tuple[str, ...]) -> None:
    """Boxes, marks and words tell what is chosen; where they do not, that is the answer."""
    ticks = yes_or_no(passage(text), FORM)
    assert (ticks.state, ticks.chosen) == (state, chosen)


@pytest.mark.parametrize(
    ("text", "state", "chosen"),
    [
        ("☒ Text ☒ Image ☐ Video ☐ Audio ☐ Other", State.READ, ("text", "image")),
        ("☒ Text ☐ Image ☐ Video ☐ Audio ☒ Other: tables", State.READ, ("text", "other")),
        ("Text, Image", State.READ, ("text", "image")),
        ("Image and video", State.READ, ("image", "video")),
        ("Tekst", State.READ, ("text",)),
        ("Text Image Video Audio Other (Please Specify):", State.UNREADABLE, ()),
        ("N/A", State.NOTHING, ()),
    ],
)
def test_modalities(text: str, state: State, chosen: tuple[str, ...]) -> None:
    """Ticked modalities are read, or those that are named; all five without marks tell nothing."""
    ticks = modalities(passage(text), FORM)
    assert (ticks.state, ticks.chosen) == (state, chosen)


def test_marks_that_vanished_are_told_once() -> None:
    """A whole summary without marks has one remark on answers and one on ranges."""
    lost = str.maketrans("☒☐", "\ufffd\ufffd")
    bare = [replace(one, text=one.text.translate(lost)) for one in summary()]
    told = [(one.flaw, one.kind) for one in remarks(bare) if one.kind == "unread"]
    assert told == [("bands", "unread"), ("answers", "unread")]


@given(st.text())
def test_any_text_is_read_without_a_crash(text: str) -> None:
    """Whatever stands at a question, something is said of it."""
    assert yes_or_no(passage(text), FORM).state in State
    assert modalities(passage(text), FORM).state in State


@given(st.sampled_from(["yes", "no"]), st.sampled_from(FORM.ticked), st.sampled_from(FORM.blank))
def test_every_pair_of_marks_tells_the_answer(answer: str, ticked: str, blank: str) -> None:
    """Whatever marks stand for a tick and an empty box, they tell which option is chosen."""
    marks = {one: ticked if one == answer else blank for one in ("yes", "no")}
    ticks = yes_or_no(passage(f"{marks['yes']} Yes {marks['no']} No"), FORM)
    assert ticks.chosen == (answer,)
