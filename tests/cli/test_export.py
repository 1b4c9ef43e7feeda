"""`colophon export` writes what other programs read, and `colophon schema` what to expect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Done

    Command = Callable[..., Done]

NAMES = ["cyclonedx", "spdx", "model-card"]
CARD = "---\nlicense: mit\n---\n\n# Acme 7B\n"


@pytest.mark.parametrize("name", NAMES)
def test_an_export_is_for_the_public_by_itself(colophon: Command, dossier: Path, name: str) -> None:
    """Without `--for` a file is written for the public, beside the documents."""
    done = colophon("export", name, "-C", str(dossier), "--on", "2026-11-21")
    assert done.code == 0
    file = dossier / "documents" / done.out.strip().rpartition("/")[2]
    assert file.name.startswith("model.public.")
    assert "Acme 7B" in file.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_on_two_days_of_asking(
    colophon: Command, dossier: Path, tmp_path: Path, name: str
) -> None:
    """Asked twice for the same day, an export is the same to the byte."""
    contents = []
    for folder in ("one", "two"):
        to = str(tmp_path / folder)
        colophon("export", name, "--to", to, "-C", str(dossier), "--on", "2026-11-21")
        (file,) = (tmp_path / folder).iterdir()
        contents.append(file.read_bytes())
    assert contents[0] == contents[1]


def test_where_to(colophon: Command, dossier: Path, tmp_path: Path) -> None:
    """`--to` names a folder, or a file where it ends as the files of the export do."""
    (tmp_path / "there.json").mkdir()
    on = ("-C", str(dossier), "--on", "2026-11-21", "--json")
    for to, file in {
        "bom.json": "bom.json",
        "there.json": "there.json/model.ai-office.cdx.json",
        "acme-1.0": "acme-1.0/model.ai-office.cdx.json",
        "new": "new/model.ai-office.cdx.json",
    }.items():
        done = colophon(
            "export", "cyclonedx", "--for", "ai-office", "--to", str(tmp_path / to), *on
        )
        assert done.json == {"written": str(tmp_path / file), "parted": []}
        assert json.loads((tmp_path / file).read_bytes())["bomFormat"] == "CycloneDX"


def test_in_another_language(colophon: Command, dossier: Path) -> None:
    """The name of a file that is not in English has its language in it."""
    done = colophon(
        "export", "model-card", "--language", "fi", "-C", str(dossier), "--on", "2026-11-21"
    )
    assert done.out.strip().endswith("model.public.fi.card.md")
    assert "Miten tämä malli on tehty" in (
        dossier / "documents" / "model.public.fi.card.md"
    ).read_text("utf-8")


def test_what_is_confidential_stays(colophon: Command, dossier: Path) -> None:
    """What the provider keeps confidential reaches authorities, and is named to others."""
    texts = {}
    for audience in ("ai-office", "public"):
        colophon("export", "cyclonedx", "--for", audience, "-C", str(dossier), "--on", "2026-11-21")
        file = dossier / "documents" / f"model.{audience}.cdx.json"
        texts[audience] = file.read_text("utf-8")
    assert "Be kind." in texts["ai-office"]
    assert "Be kind." not in texts["public"]
    assert "colophon:withheld:use.acceptable-use-policy" in texts["public"]


def test_a_card_keeps_what_it_has(colophon: Command, dossier: Path, tmp_path: Path) -> None:
    """A section goes into a card; a key that says something else is told, with exit code 1."""
    card = tmp_path / "README.md"
    card.write_text(CARD, "utf-8")
    insert = ("export", "model-card", "--into", str(card), "-C", str(dossier))
    done = colophon(*insert, "--on", "2026-11-21")
    assert done.code == 1
    assert f"{card}:2: `license` says `mit`, the dossier `apache-2.0`" in done.out
    first = card.read_bytes()
    assert first.startswith(CARD.encode())
    again = colophon(*insert, "--on", "2027-01-01", "--json")
    assert card.read_bytes() == first
    assert again.json["parted"] == [
        {"key": "license", "place": f"{card}:2", "says": "mit", "dossier": "apache-2.0"}
    ]


def test_a_link_to_a_card_stays_one(colophon: Command, dossier: Path, tmp_path: Path) -> None:
    """Where the name is a link, what it points to is changed."""
    (tmp_path / "card.md").write_text("# Acme 7B\n", "utf-8")
    (tmp_path / "README.md").symlink_to("card.md")
    insert = ("export", "model-card", "--into", str(tmp_path / "README.md"), "-C", str(dossier))
    assert colophon(*insert, "--on", "2026-11-21").code == 0
    assert (tmp_path / "README.md").is_symlink()
    assert "## How this model was made" in (tmp_path / "card.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says", "remedy"),
    [
        (("nothing",), "there is no export `nothing`", "cyclonedx"),
        (("spdx", "--for", "nobody"), "there is no audience `nobody`", "downstream"),
        (("spdx", "--language", "xx"), "xx", ""),
        (("ledger-csv",), "`ledger-csv` is not for public", "ai-office"),
        (("model-card", "--for", "ai-office"), "is not for ai-office", "public"),
        (("domain-list",), "there is no list of domain names for public", "scan"),
        (("spdx", "--into", "README.md"), "only the section of a model card", "--into"),
        (("model-card", "--into", "README.md", "--to", "x"), "only the section", "--to"),
        (("model-card", "--into", "nowhere.md"), "no such file", "name"),
    ],
)
def test_a_mistake_is_told(
    colophon: Command, dossier: Path, arguments: tuple[str, ...], says: str, remedy: str
) -> None:
    """What cannot be written is told with what to do; nothing is written."""
    done = colophon("export", *arguments, "-C", str(dossier), "--on", "2026-11-21")
    assert done.code == 2
    assert says in done.err
    assert remedy in done.err
    assert not (dossier / "documents").exists()


@pytest.fixture
def listed(
    colophon: Command,
    save: Callable[..., Path],
    tree_of: Callable[..., dict[str, bytes]],
    tmp_path: Path,
) -> Callable[..., Path]:
    """Return a function that gives a dossier with a scanned crawl, and with some answers."""

    def listed(**answers: Any) -> Path:
        shards = tmp_path / "corpus"
        shards.mkdir()
        rows = [{"text": "words", "url": f"https://www.example{n}.org/a"} for n in range(30)]
        (shards / "a.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        source = {"id": "web", "name": "Crawl", "origin": "crawled", "modalities": ["text"]}
        stated = {"complete": True, "by": "A. Moreau", "on": "2026-10-02"}
        record = {
            "provider": {"name": "Acme SAS", "established_in": "FR", "small_or_medium": False},
            "model": {"name": "Acme 7B"},
            "datasets": {**stated, "datasets": [{**source, "source": "inventory"}]},
            "answers": answers,
        }
        folder = save("listed", tree_of(record))
        scanned = colophon("scan", "web", str(shards), "-C", str(folder))
        assert scanned.code == 0, scanned.err
        return folder

    return listed


def test_the_list_of_domains(colophon: Command, listed: Callable[..., Path]) -> None:
    """A list that the dossier has is given away as it is, and lies beside the public summary."""
    folder = listed()
    done = colophon("export", "domain-list", "-C", str(folder), "--on", "2026-11-21")
    assert done.code == 0, done.err
    content = (folder / "documents" / "model.public.domains.csv").read_bytes()
    assert content.startswith(b"domain\r\nexample")
    colophon("write", "public-summary", "-C", str(folder), "--on", "2026-11-21")
    assert (folder / "documents" / "public-summary.domains.csv").read_bytes() == content


def test_a_list_that_is_confidential_stays(colophon: Command, listed: Callable[..., Path]) -> None:
    """A list whose name the provider keeps confidential goes to no public, in no way."""
    folder = listed(**{"public-summary.crawled-domains": {"confidential": True}})
    done = colophon("export", "domain-list", "-C", str(folder), "--on", "2026-11-21")
    assert done.code == 2
    colophon("write", "public-summary", "-C", str(folder), "--on", "2026-11-21")
    assert (folder / "documents" / "public-summary.public.html").is_file()
    assert not list((folder / "documents").glob("*.csv"))
    office = ("export", "domain-list", "--for", "ai-office", "-C", str(folder))
    assert colophon(*office, "--on", "2026-11-21").code == 0


def test_the_schema_is_that_of_the_reference(colophon: Command) -> None:
    """`colophon schema` prints a JSON Schema with the version of the format in its name."""
    done = colophon("schema")
    assert done.code == 0
    assert json.loads(done.out)["$id"] == "urn:colophon:schema:colophon-document:1"
