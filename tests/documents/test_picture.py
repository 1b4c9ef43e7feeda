"""A chart as a picture by itself."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, strategies as st

from colophon.documents.model import Share, Shares
from colophon.documents.picture import svg

SVG = "{http://www.w3.org/2000/svg}"


def chart(*parts: Share, **rest: Any) -> Shares:
    """Return a chart of parts."""
    known: dict[str, Any] = {"caption": "The largest domains", "unit": "bytes"}
    return Shares(parts=parts, **{**known, "description": "All of it.", **rest})


def part(label: str = "example.com", length: str | None = "1", amount: str = "12 (3.0 %)") -> Share:
    """Return a part."""
    return Share(label=label, amount=amount, length=length)


def read(shares: Shares) -> ET.Element:
    """Return the picture of a chart as a tree."""
    return ET.fromstring(svg(shares))  # noqa: S314 -- we wrote it


def bars(picture: ET.Element) -> list[ET.Element]:
    """Return what is drawn on the paper."""
    return picture.findall(f"{SVG}rect")[1:]


def test_every_part_is_written_and_drawn_from_one_line() -> None:
    """A bar is as long as its part, from the same line on; what is only written has none."""
    picture = read(chart(part("a"), part("b", "0.5"), part("c", "0"), part("others (9)", None)))
    told = [one.text for one in picture.findall(f"{SVG}text")]
    assert {"a", "b", "c", "others (9)"} <= set(told)
    assert told.count("12 (3.0 %)") == 4
    long, short = bars(picture)
    assert long.attrib["x"] == short.attrib["x"]
    assert float(long.attrib["width"]) == pytest.approx(2 * float(short.attrib["width"]), abs=0.02)


def test_it_stands_alone_on_white_paper() -> None:
    """It has its size, white below everything, no script, no style sheet and no address."""
    shares = chart(part(), note="Left out: three.")
    picture = read(shares)
    assert picture.tag == f"{SVG}svg"
    paper = picture.findall(f"{SVG}rect")[0].attrib
    assert paper == {
        "width": picture.attrib["width"],
        "height": picture.attrib["height"],
        "fill": "#ffffff",
    }
    text = svg(shares).decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|<script|<style|<image|href|url\(", text)


def test_it_is_told_in_words() -> None:
    """Whoever cannot see it hears its caption and its description; its note stands below."""
    picture = read(chart(part(), description="example.com: 12.", note="Left out: three."))
    assert picture.findtext(f"{SVG}title") == "The largest domains"
    assert picture.findtext(f"{SVG}desc") == "example.com: 12."
    assert [one.text for one in picture.findall(f"{SVG}text")][-1] == "Left out: three."


def test_no_text_is_smaller_than_twelve_pixels() -> None:
    """It can be read where it is drawn in its own size."""
    sizes = re.findall(r'font-size="(\d+)"', svg(chart(part(), note="A note.")).decode())
    assert min(map(int, sizes)) >= 12


@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_text_stays_inside(labels: list[str]) -> None:
    """No text becomes markup, and no bar leaves the paper, however long the labels are."""
    picture = read(chart(*map(part, labels), caption=labels[0], note=labels[-1]))
    width = float(picture.attrib["width"])
    for bar in bars(picture):
        assert 0 < float(bar.attrib["x"]) + float(bar.attrib["width"]) < width
    height = float(picture.attrib["height"])
    assert all(float(one.attrib["y"]) < height for one in picture.findall(f"{SVG}text"))


def test_a_long_name_is_cut_in_its_middle() -> None:
    """Both ends of a domain name that has no room stay to be read."""
    name = f"{'long-' * 40}name.example"
    picture = read(chart(part(name)))
    shown = next(one.text or "" for one in picture.findall(f"{SVG}text") if "…" in (one.text or ""))
    assert shown.startswith("long-long-")
    assert shown.endswith("name.example")
