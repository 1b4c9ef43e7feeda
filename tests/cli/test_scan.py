"""`colophon scan` and `colophon domains`, from the files of a corpus to its domains."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from colophon.corpus import suffixes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCAN = ("scan", "web", "crawl", "--origin", "crawled")

pytestmark = pytest.mark.usefixtures("crawl")


@pytest.fixture
def scanned(colophon: Callable[..., Any], dossier: Path) -> Callable[..., Any]:
    """Give a way to enter commands for a dossier whose corpus was scanned."""
    assert colophon("-C", dossier.name, *SCAN).code == 0
    return lambda *arguments: colophon("-C", dossier.name, *arguments)


def test_a_source_is_counted_and_entered(colophon: Callable[..., Any], dossier: Path) -> None:
    """A scan tells what it found, keeps it as evidence, and enters the source."""
    done = colophon("-C", dossier.name, *SCAN)
    assert done.code == 0
    assert "web: 2 files" in done.out
    assert "documents  5" in done.out
    assert "tokens     30" not in done.out, "a column of tokens is taken where its layout is known"
    assert "entered into datasets.yaml" in done.out
    evidence = json.loads((dossier / "evidence" / "corpus-web.json").read_text())
    facts = {one["fact"]: one["value"] for one in evidence["evidence"]}
    assert facts["corpus.documents"] == 5
    assert facts["corpus.domains"] == 1
    table = next((dossier / "evidence").glob("web.domains-*.parquet"))
    assert (
        facts["corpus.domain-table"] == f"sha256:{hashlib.sha256(table.read_bytes()).hexdigest()}"
    )
    register = (dossier / "datasets.yaml").read_text()
    assert "id: web" in register
    assert 'name: "Crawl"' in register, "what was there stays"


def test_a_second_scan_reads_nothing(scanned: Callable[..., Any], dossier: Path) -> None:
    """Where nothing has changed, no file of the corpus is read, and no byte is written."""
    before = {path: path.stat().st_mtime_ns for path in dossier.rglob("*") if path.is_file()}
    done = scanned(*SCAN)
    assert "nothing has changed" in done.out
    assert before == {
        path: path.stat().st_mtime_ns for path in dossier.rglob("*") if path.is_file()
    }


def test_only_what_is_new_is_read(scanned: Callable[..., Any], crawl: Path) -> None:
    """A shard that is new is counted, and the others are taken from the store."""
    duckdb.execute(
        "COPY (SELECT 'https://new.example.org/' AS url, 'Een nieuwe pagina.' AS text) "
        f"TO '{crawl / '2.parquet'}' (FORMAT parquet)"
    )
    told = scanned(*SCAN, "--json").json
    assert (told["files"], told["counted"]) == (3, 1)
    facts = {one["fact"]: one["value"] for one in told["reading"]["evidence"]}
    assert facts["corpus.documents"] == 6
    assert facts["corpus.domains"] == 2


def test_another_suffix_list_renews_the_domains(
    scanned: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted is put together anew where the list of public suffixes is another one."""
    later = replace(suffixes.edition(), digest=f"sha256:{'0' * 64}")
    monkeypatch.setattr(suffixes, "edition", lambda: later)
    told = scanned(*SCAN, "--json").json
    assert (told["counted"], told["unchanged"]) == (0, False)
    facts = {one["fact"]: one["value"] for one in told["reading"]["evidence"]}
    assert facts["corpus.suffix-list"][1] == later.digest
    assert scanned(*SCAN, "--json").json["unchanged"] is True


def test_a_shard_that_goes_away_is_no_longer_counted(
    scanned: Callable[..., Any], crawl: Path
) -> None:
    """The whole is what lies there now."""
    (crawl / "1.parquet").unlink()
    told = scanned(*SCAN, "--json").json
    facts = {one["fact"]: one["value"] for one in told["reading"]["evidence"]}
    assert facts["corpus.documents"] == 3


def test_parts_come_to_the_same_as_the_whole(
    colophon: Callable[..., Any], dossier: Path, tmp_path: Path
) -> None:
    """Counted in two parts and merged, the evidence and the table have the same bytes."""
    whole = _copied(dossier, tmp_path / "whole")
    assert colophon("-C", whole.name, *SCAN).code == 0
    assert colophon("-C", dossier.name, *SCAN, "--shard", "2/2").code == 0
    early = colophon("-C", dossier.name, "scan", "merge", "web")
    assert early.code == 2
    assert "0.parquet: this shard is not counted yet" in early.err
    assert not (dossier / "evidence").exists()
    assert colophon("-C", dossier.name, *SCAN, "--shard", "1/2").code == 0
    assert colophon("-C", dossier.name, "scan", "merge", "web").code == 0
    assert _evidence(dossier) == _evidence(whole)
    assert (dossier / "datasets.yaml").read_bytes() == (whole / "datasets.yaml").read_bytes()


def test_what_is_said_of_a_source_may_be_said_when_its_parts_are_merged(
    colophon: Callable[..., Any], dossier: Path, tmp_path: Path
) -> None:
    """Where the columns do not tell what the data are, nobody has to count the parts again."""
    folder = tmp_path / "addresses"
    folder.mkdir()
    duckdb.execute(
        f"COPY (SELECT 'https://example.org/' AS url) TO '{folder / '0.parquet'}' (FORMAT parquet)"
    )
    scan = ("scan", "links", str(folder), "--origin", "crawled")
    assert colophon("-C", dossier.name, *scan, "--shard", "1/1").code == 0
    unsaid = colophon("-C", dossier.name, "scan", "merge", "links")
    assert unsaid.code == 2
    assert "--modality: the columns do not tell what kind of data these are" in unsaid.err
    said = ("--modality", "text", "--dataset", "Links")
    told = colophon("-C", dossier.name, "scan", "merge", "links", *said, "--json").json
    assert [one["source"] for one in told] == ["links"]
    assert told[0]["entered"] is True
    register = (dossier / "datasets.yaml").read_text()
    assert "name: Links" in register


def test_several_sources_are_merged_at_once(
    colophon: Callable[..., Any], dossier: Path, crawl: Path
) -> None:
    """Each is told; and where one was never counted, none of them is merged."""
    for name in ("web", "more"):
        part = ("scan", name, crawl.name, "--origin", "crawled", "--shard", "1/1")
        assert colophon("-C", dossier.name, *part).code == 0
    assert colophon("-C", dossier.name, "scan", "merge", "web", "never").code == 2
    assert not (dossier / "evidence").exists()
    told = colophon("-C", dossier.name, "scan", "merge", "web", "more", "--json").json
    assert [one["source"] for one in told] == ["web", "more"]


def _copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    for path in folder.rglob("*"):
        if path.is_file():
            target = to / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return to


def _evidence(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "evidence").iterdir()}


def test_the_plan_reads_nothing(colophon: Callable[..., Any], dossier: Path) -> None:
    """The plan tells what would be read, and how its columns are recognised."""
    done = colophon("-C", dossier.name, *SCAN, "--plan")
    assert "parquet: 2 files" in done.out
    assert "url            url" in done.out
    assert list((dossier / ".colophon").rglob("*.parquet")) == []
    told = colophon("-C", dossier.name, *SCAN, "--plan", "--json").json
    assert [one["new"] for one in told["files"]] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("web", "crawl"), "datasets.yaml: the register of sources has no `web`"),
        (("Web", "crawl", "--origin", "crawled"), "NAME: `Web` is not in kebab-case"),
        (("web", "--origin", "crawled"), "PATH: nobody says where the source lies"),
        (("web", "nowhere", "--origin", "crawled"), "nowhere: "),
        ((*SCAN[1:], "--columns", "url=adress"), "--columns: `adress` is no column"),
        ((*SCAN[1:], "--columns", "link=url"), "--columns: `link` is no role"),
        ((*SCAN[1:], "--shard", "0/4"), "--shard: `0/4` is no part of a whole"),
        ((*SCAN[1:], "--shard", "5/4"), "--shard: `5/4` is no part of a whole"),
        ((*SCAN[1:], "--memory", "much"), "--memory: `much` is no size of memory"),
        ((*SCAN[1:], "--memory", "1KB", "--plan"), "web: the memory is not enough to try one of"),
        ((*SCAN[1:], "--engine", "spark"), "--engine: nobody says which cluster"),
        ((*SCAN[1:], "--master", "spark://a"), "--master: one machine has no master"),
        ((*SCAN[1:], "--tokenizer", "no.json"), "no.json: "),
        ((*SCAN[1:], "--every-token"), "--every-token: nobody says which tokenizer"),
        (("merge", "web"), "no part of a source `web` was ever scanned"),
        (("merge",), "NAME: nobody says which source"),
        (("merge", "web", "--plan"), "--plan: `merge` takes what was counted, as it was counted"),
        (("merge", "web", "--shared-hosting", "apart"), "--shared-hosting: `merge` takes"),
    ],
)
def test_what_cannot_be_done_is_told(
    colophon: Callable[..., Any], dossier: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    """Each mistake has one message with its place and what to do; no evidence is written."""
    done = colophon("-C", dossier.name, "scan", *arguments)
    assert done.code == 2
    assert complaint in done.err
    assert not (dossier / "evidence").exists()


def test_columns_of_no_known_layout_are_named(
    scanned: Callable[..., Any], dossier: Path, crawl: Path
) -> None:
    """Where no record can be read, that is an error, and what an earlier scan found stays."""
    before = {path: path.read_bytes() for path in (dossier / "evidence").iterdir()}
    for path in crawl.iterdir():
        duckdb.execute(f"COPY (SELECT 1 AS kept, 'b' AS note) TO '{path}' (FORMAT parquet)")
    done = scanned(*SCAN)
    assert done.code == 2
    assert "0.parquet: these columns are of no known layout: kept, note" in done.err
    assert "--columns url=link,text=body" in done.err
    assert before == {path: path.read_bytes() for path in (dossier / "evidence").iterdir()}


def test_another_origin_than_the_registers_is_refused(scanned: Callable[..., Any]) -> None:
    """What a person entered is not overruled by an option."""
    done = scanned("scan", "web", "crawl", "--origin", "licensed")
    assert done.code == 2
    assert "datasets.yaml:" in done.err
    assert "the register says that `web` is crawled, not licensed" in done.err


def test_strict_refuses_what_cannot_be_read_whole(
    colophon: Callable[..., Any], dossier: Path, crawl: Path
) -> None:
    """A damaged file is told and the rest counted; --strict writes nothing."""
    (crawl / "2.parquet").write_bytes(b"PAR1")
    strict = colophon("-C", dossier.name, *SCAN, "--strict")
    assert strict.code == 2
    assert "2.parquet: the file is damaged" in strict.err
    assert not (dossier / "evidence").exists()
    told = colophon("-C", dossier.name, *SCAN)
    assert told.code == 0
    assert "unread 2.parquet" in told.out
    assert "the sizes are at least these" in told.out


def test_the_domains_in_their_order(scanned: Callable[..., Any], tmp_path: Path) -> None:
    """The list is shown, written as CSV with its digest, and given as JSON."""
    done = scanned("domains", "web", "--csv", "list.csv")
    assert "1 of 1 domain, by bytes" in done.out
    content = (tmp_path / "list.csv").read_bytes()
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" in done.out
    (row,) = csv.DictReader(content.decode().splitlines())
    assert (row["domain"], row["documents"]) == ("example.com", "5")
    assert (row["first"], row["last"]) == ("2024-05-01", "2024-05-05")
    told = scanned("domains", "--top", "10%", "--json").json
    assert [one["name"] for one in told["domains"]] == ["example.com"]
    assert scanned("domains", "--sme", "--json").json["listed"] == 1


@pytest.mark.parametrize("text", ["example.com", "https://WWW.Example.com:443/x", "a.example.com"])
def test_a_rightsholder_finds_a_domain_in_any_form(scanned: Callable[..., Any], text: str) -> None:
    """A domain is found by its name, by a host of it, or by the address of a page."""
    assert scanned("domains", "--has", text).out.startswith("example.com: ")
    assert scanned("domains", "--has", text, "--json").json["found"] is True


def test_a_domain_that_is_not_there_is_told(scanned: Callable[..., Any]) -> None:
    """An answer names what was looked for, and in how much."""
    done = scanned("domains", "--has", "https://www.example.org/")
    assert done.out == "example.org: not among 1 domain\n"
    assert scanned("domains", "--has", "1.2.3.4").code == 2


def test_a_table_that_was_changed_is_refused(scanned: Callable[..., Any], dossier: Path) -> None:
    """A list is only made of the table that was counted."""
    next((dossier / "evidence").glob("*.parquet")).write_bytes(b"PAR1")
    done = scanned("domains")
    assert done.code == 2
    assert "not the one that was counted" in done.err
    assert "colophon scan web" in done.err
    assert scanned(*SCAN, "--json").json["counted"] == 0
    assert scanned("domains").code == 0


def test_texts_without_a_size_in_common_are_not_ranked(
    scanned: Callable[..., Any], tmp_path: Path
) -> None:
    """A source that tells its texts in tokens is not put behind those that tell them in bytes."""
    path = tmp_path / "code.parquet"
    duckdb.execute(
        f"COPY (SELECT 'https://a.org/' AS url, 3 AS length) TO '{path}' (FORMAT parquet)"
    )
    code = ("scan", "code", str(path), "--origin", "crawled", "--modality", "text", "--columns")
    assert scanned(*code, "url=url,tokens=length").code == 0
    done = scanned("domains")
    assert done.code == 2
    assert "code, web: the texts of these sources were not all counted in bytes" in done.err
    assert scanned("domains", "--by", "documents", "--json").json["listed"] == 2
    assert scanned("domains", "--has", "a.org").out.startswith("a.org: ")
    assert scanned("domains", "code", "--json").json["by"] == ["tokens"]
    assert scanned(*SCAN, "--columns", "url=url,text=text,tokens=token_count").code == 0
    assert scanned("domains", "--json").json["by"] == ["tokens"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--top", "10"), "--top: `10` is no share"),
        (("--top", "0%"), "--top: `0%` is no share"),
        (("--top", "101%"), "--top: `101%` is no share"),
        (("--top", "5%", "--sme"), "two rules are given"),
        (("--only-names",), "--only-names: nobody says where the names go"),
        (("--has", "example.com", "--csv", "a.csv"), "--csv: one domain is asked for, and no list"),
        (("--memory", "1KB"), "web: the memory is not enough to rank the domains"),
        (("--memory", "little"), "--memory: `little` is no size of memory"),
        (("books",), "no scan of `books` found domains"),
    ],
)
def test_a_list_that_cannot_be_made_is_told(
    scanned: Callable[..., Any], arguments: tuple[str, ...], complaint: str
) -> None:
    """Each mistake has one message."""
    done = scanned("domains", *arguments)
    assert done.code == 2
    assert complaint in done.err
