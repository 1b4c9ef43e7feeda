"""Versions are released, told apart and shown."""

from __future__ import annotations

import json
import re
import webbrowser
from typing import TYPE_CHECKING, Any

import pytest

from colophon.law.load import law
from colophon.law.model import Audience

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Colophon = Callable[..., Done]

ON = "2026-11-21"
LICENCE = "answers/licence.yaml"


def edit(dossier: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    content = (dossier / path).read_text("utf-8")
    assert old in content
    (dossier / path).write_text(content.replace(old, new), "utf-8")


@pytest.fixture
def versioned(dossier: Path, colophon: Any) -> Path:
    """Give a dossier with a release 1.0, whose licence has changed since."""
    done = colophon("release", "1.0", "--by", "A. Moreau", "--on", "2026-10-02", "-C", "acme")
    assert done.code == 0
    edit(dossier, LICENCE, "Apache-2.0", "MIT")
    return dossier


# -- release --------------------------------------------------------------------------------------


def test_a_release_is_a_dossier_of_its_own(versioned: Path, colophon: Any) -> None:
    """What was released can be read and checked like any dossier, as it was then."""
    folder = versioned / "releases" / "1.0"
    assert (folder / LICENCE).read_text("utf-8").count("Apache-2.0") == 1
    done = colophon("check", "--json", "--on", ON, "-C", "acme/releases/1.0")
    record = json.loads((folder / "release.json").read_bytes())
    assert done.json["dossier_digest"] == record["dossier_digest"]


def test_a_release_says_what_it_is_and_how_long_it_is_kept(dossier: Path, colophon: Any) -> None:
    """The command names folder, day, author and files, and until when the law wants it kept."""
    done = colophon("release", "1.0", "--on", ON, "-C", "acme")
    count = len([one for one in dossier.rglob("*.yaml") if "releases" not in one.parts])
    assert f"Released: version 1.0 in {dossier.name}/releases/1.0" in done.out
    assert f"on {ON} · by: nobody is named · {count} files" in done.out
    assert "public-summary.version, in which a document says its version" in done.out
    assert "Keep until 2036-03-02" in done.out
    assert "AI Act (OJ L 2024/1689), Art. 54(3)(b) · binding · confirmed: primary" in done.out


@pytest.mark.usefixtures("dossier")
def test_the_days_of_keeping_are_those_of_the_calendar(colophon: Any) -> None:
    """Ten years after the placing on the market stand in `due` too, with source and grade."""
    kept = colophon("release", "1.0", "--on", ON, "-C", "acme", "--json").json["kept_until"]
    rows = {
        row["id"]: row for row in colophon("due", "--json", "--on", ON, "-C", "acme").json["rows"]
    }
    assert {one["id"] for one in kept} >= {"representative-retention"}
    for one in kept:
        assert one["day"] == rows[one["id"]]["day"] == "2036-03-02"
        assert one["citation"] == rows[one["id"]]["citation"]
        assert one["confirmed"] == rows[one["id"]]["confirmed"]


def test_a_release_is_never_overwritten(versioned: Path, colophon: Any, snapshot: Any) -> None:
    """A version that exists is refused, in whatever case it is written, and stays as it is."""
    colophon("release", "rc", "-C", "acme", "--on", ON)
    before = snapshot(versioned)
    for version in ("1.0", "RC"):
        done = colophon("release", version, "-C", "acme", "--on", ON)
        assert done.code == 2
        assert "is released already" in done.err
    assert snapshot(versioned) == before


def test_a_dossier_that_cannot_be_read_is_not_released(dossier: Path, colophon: Any) -> None:
    """A mistake in a file is shown with its line, and nothing is frozen."""
    (dossier / LICENCE).write_text("licence.nam: {value: MIT}\n", "utf-8")
    done = colophon("release", "1.0", "-C", "acme", "--on", ON)
    assert done.code == 2
    assert f"{LICENCE}:1" in done.err
    assert not (dossier / "releases").exists()


@pytest.mark.usefixtures("versioned")
def test_a_release_is_not_released_again(colophon: Any) -> None:
    """Inside a release there is nothing to be released."""
    done = colophon("release", "2.0", "-C", "acme/releases/1.0", "--on", ON)
    assert done.code == 2
    assert "released already" in done.err


def test_a_release_without_a_change_says_so(versioned: Path, colophon: Any) -> None:
    """The same state may have two versions, and the command tells that it is the same."""
    edit(versioned, LICENCE, "MIT", "Apache-2.0")
    done = colophon("release", "1.1", "-C", "acme", "--on", ON)
    assert "Nothing has changed since version 1.0." in done.out


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("release.json", "it was changed after the release"),
        (LICENCE, "it was changed after the release"),
    ],
)
@pytest.mark.parametrize(
    "command", [("diff", "1.0"), ("write", "annex-xi"), ("open", "--no-browser")]
)
def test_a_release_that_was_edited_is_an_error_with_its_place(
    command: tuple[str, ...], path: str, message: str, versioned: Path, colophon: Any
) -> None:
    """Whoever reads a release is told which file of it is not as it was."""
    edit(versioned, f"releases/1.0/{path}", "licence", "licenze")
    done = colophon(*command, "-C", "acme", "--on", ON)
    assert done.code == 2
    assert f"releases/1.0/{path}: {message}" in done.err


@pytest.mark.parametrize("command", ["check", "status", "due", "compute", "write"])
def test_a_release_that_was_edited_is_not_read_as_a_dossier(
    command: str, versioned: Path, colophon: Any
) -> None:
    """In the folder of a release, every command holds it against its record first."""
    edit(versioned, f"releases/1.0/{LICENCE}", "Apache-2.0", "Apache-3.0")
    done = colophon(command, "-C", "acme/releases/1.0")
    assert done.code == 2
    assert f"releases/1.0/{LICENCE}: it was changed after the release" in done.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", [("collect", "model"), ("upgrade",)])
def test_nothing_is_written_into_a_release(
    command: tuple[str, ...], versioned: Path, colophon: Any
) -> None:
    """No command adds to a release, or brings it to another format."""
    folder = versioned / "releases" / "1.0"
    before = sorted(folder.rglob("*.*"))
    done = colophon(*command, "-C", "acme/releases/1.0")
    assert done.code == 2
    assert "this is a released version, which nobody changes" in done.err
    assert [one for one in sorted(folder.rglob("*.*")) if ".colophon" not in one.parts] == before


def test_a_folder_that_is_no_release_is_an_error(versioned: Path, colophon: Any) -> None:
    """A folder without a record, and one with another name, are told with what to do."""
    (versioned / "releases" / "mine").mkdir()
    assert "so that this is no release" in colophon("write", "-C", "acme").err
    (versioned / "releases" / "mine").rmdir()
    (versioned / "releases" / "1.0").rename(versioned / "releases" / "2.0")
    assert "is named 2.0 and holds version 1.0" in colophon("write", "-C", "acme").err


# -- diff -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("versioned")
def test_a_difference_is_told_in_words(colophon: Any) -> None:
    """Old and new stand side by side, with the field and where they come from."""
    done = colophon("diff", "1.0", "now", "-C", "acme", "--on", ON)
    assert done.code == 1
    assert "From version 1.0 (2026-10-02, A. Moreau) to now" in done.out
    assert "Licence · licence.name: changed\n    value: Apache-2.0 → MIT" in done.out
    assert "from answers/licence.yaml, stated by A. Moreau, 2026-10-02" in done.out
    assert colophon("diff", "1.0", "-C", "acme", "--on", ON).out == done.out


def test_a_state_is_the_same_as_itself(versioned: Path, colophon: Any) -> None:
    """Nothing differs between a version and itself, and comments alone are no difference."""
    done = colophon("diff", "1.0", "1.0", "-C", "acme", "--on", ON)
    assert (done.code, "the same to the byte" in done.out) == (0, True)
    edit(versioned, LICENCE, "MIT", "Apache-2.0")
    edit(versioned, "dossier.yaml", "format: 1", "# A comment.\nformat: 1")
    done = colophon("diff", "1.0", "-C", "acme", "--on", ON)
    assert (done.code, "only comments, order or spelling" in done.out) == (0, True)


@pytest.mark.usefixtures("versioned")
def test_differences_as_json(colophon: Any) -> None:
    """The JSON has both sides, and each change with its register, section, id and points."""
    found = colophon("diff", "1.0", "-C", "acme", "--json", "--on", ON).json
    assert found["before"]["version"] == "1.0"
    assert found["after"]["version"] is None
    assert found["same"] is False
    assert found["changes"] == [
        {
            "register": "fields",
            "section": "licence",
            "id": "licence.name",
            "label": "Licence",
            "how": "changed",
            "before": "answers/licence.yaml, stated by A. Moreau, 2026-10-02",
            "after": "answers/licence.yaml, stated by A. Moreau, 2026-10-02",
            "points": [{"name": "value", "before": "Apache-2.0", "after": "MIT"}],
        }
    ]


@pytest.mark.usefixtures("versioned")
@pytest.mark.usefixtures("complete")
def test_another_dossier_and_a_release_are_named_by_their_paths(colophon: Any) -> None:
    """A path of a dossier or of a release stands for it."""
    done = colophon("diff", "now", "whole", "-C", "acme", "--on", ON)
    assert done.code == 1
    assert "provider.established_in: changed\n    value: US → FR" in done.out
    done = colophon("diff", "1.0", "acme/releases/1.0", "-C", "acme", "--on", ON)
    assert done.code == 0


@pytest.mark.usefixtures("versioned")
def test_a_side_that_is_not_there_is_told_with_those_that_are(colophon: Any) -> None:
    """An unknown version is an error that lists the versions."""
    done = colophon("diff", "0.9", "-C", "acme")
    assert done.code == 2
    assert "Choose `now`, the path of a dossier, or a version: 1.0." in done.err


@pytest.mark.usefixtures("folder")
def test_evidence_and_verdicts_are_told_too(versioned: Path, colophon: Any) -> None:
    """What machines read and what follows under the law stand in the difference."""
    assert colophon("collect", "model", "-C", "acme").code == 0
    edit(versioned, "dossier.yaml", '"US"', '"FR"')
    done = colophon("diff", "1.0", "-C", "acme", "--on", ON)
    assert re.search(r"Verdicts\n  Provider established outside the Union met → not met", done.out)
    assert "model/config.json: new" in done.out


# -- Documents and the index ----------------------------------------------------------------------


def test_documents_show_versions(versioned: Path, colophon: Any) -> None:
    """A document that is written after a release says which version it is past."""
    colophon("write", "annex-xi", "--format", "json", "-C", "acme", "--on", ON)
    content = (versioned / "documents" / "annex-xi.ai-office.json").read_bytes()
    found = json.loads(content)["document"]
    assert found["version"] == {
        "name": "1.0",
        "on": "2026-10-02",
        "changed": True,
        "said": "changed since 1.0 of 2026-10-02",
    }
    assert found["parts"][-1]["heading"] == "Versions"


def test_the_documents_of_a_release_can_be_written_again(versioned: Path, colophon: Any) -> None:
    """In the folder of a release, documents are those of that version."""
    for version in ("1.1", "1.2"):
        colophon("release", version, "--on", ON, "-C", "acme")
    done = colophon(
        "write", "annex-xi", "--format", "markdown", "--to", "old", "-C", "acme/releases/1.1",
        "--on", ON,
    )  # fmt: skip
    assert done.code == 0
    text = (versioned.parent / "old" / "annex-xi.ai-office.md").read_text("utf-8")
    assert "This document shows version 1.1 of 2026-11-21." in text
    assert "1.2" not in text.partition("## Versions")[2]


def test_the_index_leads_to_every_document(versioned: Path, colophon: Any) -> None:
    """The page links each file that is there, for each audience, and no other."""
    colophon("write", "--format", "markdown", "-C", "acme", "--on", ON)
    done = colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    assert (done.code, done.out) == (0, "acme/documents/index.html\n")
    folder = versioned / "documents"
    page = (folder / "index.html").read_text("utf-8")
    linked = set(re.findall(r'href="([^"#][^"]*)"', page))
    assert linked == {one.name for one in folder.iterdir()} - {"index.html"}
    for audience in Audience:
        assert f'id="for-{audience.value}"' in page


def test_the_index_says_what_is_missing_and_what_changed(versioned: Path, colophon: Any) -> None:
    """Missing fields stand with where to answer them and who asks; changes with old and new."""
    colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    page = (versioned / "documents" / "index.html").read_text("utf-8")
    assert "For the provider alone" in page
    assert "What changed since version 1.0" in page
    assert "value: Apache-2.0 → MIT" in page
    missing = [
        one
        for one in colophon("check", "--json", "-C", "acme", "--on", ON).json["findings"]
        if one["kind"] == "missing"
    ]
    assert f"What is missing ({len(missing)})" in page
    citations = {asked["citation"] for one in missing for asked in one["asked_by"]}
    assert not [one for one in citations if one not in page]


def test_pages_are_written_when_they_are_older_than_the_dossier(
    versioned: Path, colophon: Any
) -> None:
    """What is as new as the dossier is left alone; after a change all is written again."""
    assert colophon("open", "--json", "-C", "acme", "--on", ON).json["written"] is True
    assert colophon("open", "--json", "-C", "acme", "--on", ON).json["written"] is False
    edit(versioned, LICENCE, "MIT", "BSD-2-Clause")
    assert colophon("open", "--json", "-C", "acme", "--on", ON).json["written"] is True
    page = (versioned / "documents" / "annex-xi.ai-office.html").read_text("utf-8")
    assert "BSD-2-Clause" in page
    colophon("release", "1.1", "-C", "acme", "--on", ON)
    assert colophon("open", "--json", "-C", "acme", "--on", ON).json["written"] is True


def test_files_of_an_earlier_state_are_marked(versioned: Path, colophon: Any) -> None:
    """A file in another format that was made before the last change is marked as older."""
    colophon("write", "--format", "json", "-C", "acme", "--on", ON)
    colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    page = versioned / "documents" / "index.html"
    assert "older than the dossier" not in page.read_text("utf-8")
    edit(versioned, LICENCE, "MIT", "BSD-2-Clause")
    colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    assert "JSON (older than the dossier)" in page.read_text("utf-8")
    assert "HTML (older" not in page.read_text("utf-8")


def test_a_page_is_opened_in_the_browser(
    versioned: Path, colophon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser gets the address of the index, of a part of it, or of one document."""
    asked: list[str] = []

    def opened(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", opened)
    colophon("open", "-C", "acme", "--on", ON)
    colophon("open", "--for", "downstream", "-C", "acme", "--on", ON)
    done = colophon("open", "annex-xi", "-C", "acme", "--on", ON)
    colophon("open", "annex-xi", "--for", "national-authority", "-C", "acme", "--on", ON)
    folder = (versioned / "documents").resolve().as_uri()
    assert asked == [
        f"{folder}/index.html",
        f"{folder}/index.html#for-downstream",
        f"{folder}/annex-xi.ai-office.html",
        f"{folder}/annex-xi.national-authority.html",
    ]
    assert "also for: national-authority (--for)" in done.out


@pytest.mark.usefixtures("versioned")
def test_without_a_browser_the_address_is_told(
    colophon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no browser can be opened, the person gets the address to open elsewhere."""
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    done = colophon("open", "-C", "acme", "--on", ON)
    assert done.code == 0
    assert "No browser could be opened here." in done.out
    assert "documents/index.html" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("annex-12",), "there is no document `annex-12`"),
        (("annex-xi", "--for", "public"), "annex-xi is not written for `public`"),
        (("--language", "xx"), "there is no language `xx`"),
    ],
)
@pytest.mark.usefixtures("versioned")
def test_a_page_that_is_not_there_is_told_with_those_that_are(
    arguments: tuple[str, ...], message: str, colophon: Any
) -> None:
    """An unknown document, audience or language is an error that lists the others."""
    done = colophon("open", *arguments, "--no-browser", "-C", "acme", "--on", ON)
    assert done.code == 2
    assert message in done.err
    assert "Choose from" in done.err


@pytest.mark.parametrize("language", ["nl", "fi"])
def test_the_index_speaks_the_language_of_the_documents(
    language: str, versioned: Path, colophon: Any
) -> None:
    """In another language the page has its own name and leads to the documents in it."""
    done = colophon("open", "--no-browser", "--language", language, "-C", "acme", "--on", ON)
    assert done.out == f"acme/documents/index.{language}.html\n"
    page = (versioned / "documents" / f"index.{language}.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert law(language).say("index.notice") in page
    assert f'href="annex-xi.ai-office.{language}.html"' in page
    assert "What is missing" not in page


def test_without_a_release_the_index_says_so(dossier: Path, colophon: Any) -> None:
    """A dossier of which nothing was released has an index as well."""
    colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    page = (dossier / "documents" / "index.html").read_text("utf-8")
    assert "No version has been released yet." in page


def test_the_index_lets_nothing_in(versioned: Path, colophon: Any) -> None:
    """What people write stands on the page as text, and the page runs and loads nothing."""
    edit(versioned, LICENCE, "MIT", "<script>alert(1)</script><img src=x>")
    colophon("open", "--no-browser", "-C", "acme", "--on", ON)
    page = (versioned / "documents" / "index.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<(script|img|link|iframe|object)\b", page)
    assert "default-src 'none'" in page
