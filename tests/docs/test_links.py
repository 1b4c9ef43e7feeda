"""Every link in the documentation leads somewhere, and nothing in it is of one machine only."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

WORKPLACE = re.compile(
    r"/(work|root|home|tmp|Users)/|\b(session|subagent|sandbox|workplace)\b|house\.md",
    re.IGNORECASE,
)
PACKAGE_HOST = re.compile(r"\b(pypi|pythonhosted|anaconda|npmjs)\.(org|com)\b", re.IGNORECASE)


def links(text: str) -> Iterator[str]:
    """Yield the targets of the links of a page, but for those to other sites."""
    for found in LINK.finditer(CODE.sub("", FENCE.sub("", text))):
        if not re.match(r"[a-z]+:", found["target"]):
            yield found["target"]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page: those of its headings."""
    seen: dict[str, int] = {}
    result = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", bare.strip().lower()).replace(" ", "-")
        times = seen.get(slug, 0)
        result.add(f"{slug}-{times}" if times else slug)
        seen[slug] = times + 1
    return result


def test_every_link_leads_somewhere(root: Path, pages: dict[str, str]) -> None:
    """Each relative link of each page names a file that is there, and an anchor that it has."""
    wrong = []
    for page, text in pages.items():
        for target in links(text):
            path, _, anchor = target.partition("#")
            file = root / PurePosixPath(page).parent / path if path else root / page
            if not file.exists():
                wrong.append(f"{page}: {target}")
            elif anchor and anchor not in anchors(file.read_text("utf-8")):
                wrong.append(f"{page}: {target} (no such heading)")
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_page_can_be_reached_from_the_readme(root: Path, pages: dict[str, str]) -> None:
    """Whoever begins at the README and follows links comes to every page of `docs/`."""
    seen, left = set(), ["README.md"]
    while left:
        page = left.pop()
        if page in seen or page not in pages:
            continue
        seen.add(page)
        for target in links(pages[page]):
            path = (root / PurePosixPath(page).parent / target.partition("#")[0]).resolve()
            if path.is_relative_to(root):
                left.append(path.relative_to(root).as_posix())
    missed = {page for page in pages if page.startswith("docs/")} - seen
    assert not missed, sorted(missed)


def test_a_picture_says_what_it_shows(pages: dict[str, str]) -> None:
    """Each picture has words for those who do not see it."""
    wrong = [page for page, text in pages.items() if "![](" in text]
    assert not wrong


@pytest.mark.parametrize("unwanted", [WORKPLACE, PACKAGE_HOST], ids=["workplace", "package-host"])
def test_no_page_is_of_one_machine_only(pages: dict[str, str], unwanted: re.Pattern[str]) -> None:
    """No page names a place on somebody's machine, the people who wrote it, or a package host."""
    wrong = [
        f"{page}:{number}: {line}"
        for page, text in pages.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if unwanted.search(line)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_page_calls_a_model_in_order(pages: dict[str, str]) -> None:
    """The documentation, like the program, never pronounces a model to be in order."""
    wrong = [
        page for page, text in pages.items() if re.search(r"complian[ct]", text, re.IGNORECASE)
    ]
    assert not wrong


def test_anchors_are_those_of_the_headings() -> None:
    """A heading's anchor is in lower case, without signs, and counted when it stands twice."""
    text = "# One `two.three`\n## A: b/c\n```text\n# not one\n```\n## A: b/c\n"
    assert anchors(text) == {"one-twothree", "a-bc", "a-bc-1"}
