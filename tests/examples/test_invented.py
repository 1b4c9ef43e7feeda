"""The invented example: from its corpus to a public summary in which nothing is missing."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from colophon.corpus.database import Means
from colophon.corpus.engines.local import Local
from colophon.workspace import scan, sources
from colophon.workspace.check import check
from colophon.workspace.seal import Wish, seal
from colophon.workspace.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
NAME = "invented-web-lm"
ON = date(2026, 11, 21)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the scanned example and its public summary."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLES / NAME / "dossier", folder / "dossier")
    script, corpus = str(EXAMPLES / "corpus.py"), str(folder / "corpus")
    command = [sys.executable, script, corpus, "--own-crawl"]
    subprocess.run([*command, "--documents", "200"], check=True, capture_output=True)
    means = Means(2, None, folder / "spill")
    source = sources.Source("web", (corpus,))
    scan.scan(folder / "dossier", source, engine=Local(means), means=means)
    write(
        folder / "dossier",
        ON,
        documents=["public-summary"],
        format_names=["json", "markdown"],
        to=folder / "documents",
    )
    return folder


def _blocks(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "kind" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from _blocks(inner)


def test_nothing_is_missing_in_the_summary(written: Path) -> None:
    """What the scan does not tell, the person has answered."""
    document = json.loads((written / "documents" / "public-summary.public.json").read_text())
    assert [one["field"] for one in _blocks(document) if one["kind"] == "missing"] == []


def test_the_summary_points_to_the_list_that_lies_beside_it(written: Path) -> None:
    """The reader finds the list by its name, and knows by the digest that it is the one."""
    content = (written / "documents" / "public-summary.domains.csv").read_bytes()
    summary = (written / "documents" / "public-summary.public.md").read_text()
    assert f"public-summary.domains.csv (sha256:{hashlib.sha256(content).hexdigest()})" in summary
    names = content.decode().split()[1:]
    assert names == sorted(names), "the order of the names tells no weights"


def test_the_record_has_nothing_odd(written: Path) -> None:
    """Only the address of the publication is open, since nothing was published."""
    assessment = check(written / "dossier", ON).assessment
    told = [one for one in assessment.findings if "summary" in json.dumps(str(one))]
    assert {one.field for one in told if one.field} <= {"public-summary.link"}


def test_the_list_is_made_anew_when_the_rule_changes(written: Path, tmp_path: Path) -> None:
    """A provider that is not small lists more, and the list of yesterday no longer counts."""
    dossier = tmp_path / "dossier"
    shutil.copytree(written / "dossier", dossier)
    spine = dossier / "dossier.yaml"
    spine.write_text(spine.read_text().replace("small_or_medium: true", "small_or_medium: false"))
    write(dossier, ON, documents=["public-summary"], format_names=["json"], to=tmp_path / "new")
    before = (written / "documents" / "public-summary.domains.csv").read_text().split()
    after = (tmp_path / "new" / "public-summary.domains.csv").read_text().split()
    assert len(after) > len(before)
    assert len(list((dossier / "evidence").glob("domains-*.csv"))) == 1


@pytest.mark.parametrize("only", [(), ("public-summary.crawled-domains",)], ids=["all", "entry"])
def test_a_package_brings_the_list_that_it_names(
    written: Path, tmp_path: Path, only: tuple[str, ...]
) -> None:
    """The list lies in a package that names it, and in none that keeps it confidential."""
    dossier = tmp_path / "dossier"
    shutil.copytree(written / "dossier", dossier)
    wish = Wish(audience="public", only=only, format_names=("json",))
    listed = (written / "documents" / "public-summary.domains.csv").read_bytes()
    made = seal(dossier, ON, wish, to=tmp_path / "1.zip")
    assert listed in made.path.read_bytes()
    answers = dossier / "answers" / "summary-crawled-data.yaml"
    kept = "\npublic-summary.crawled-domains:\n  confidential: true\n"
    answers.write_text(answers.read_text() + kept)
    made = seal(dossier, ON, wish, to=tmp_path / "2.zip")
    assert listed not in made.path.read_bytes()
    assert not any(file.path.endswith(".csv") for file in made.manifest.files)


def test_a_list_that_lies_elsewhere_is_not_brought(written: Path, tmp_path: Path) -> None:
    """Where the provider points to another list, ours lies neither beside it nor in a package."""
    dossier = tmp_path / "dossier"
    shutil.copytree(written / "dossier", dossier)
    answers = dossier / "answers" / "summary-crawled-data.yaml"
    own = "\npublic-summary.crawled-domains:\n  value: ['https://example.org/domains.csv']\n"
    answers.write_text(answers.read_text() + own)
    write(dossier, ON, documents=["public-summary"], format_names=["json"], to=tmp_path / "new")
    summary = (tmp_path / "new" / "public-summary.public.json").read_text()
    assert "https://example.org/domains.csv" in summary
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["public-summary.public.json"]
    wish = Wish(audience="public", format_names=("json",))
    made = seal(dossier, ON, wish, to=tmp_path / "package.zip")
    assert not any(file.path.endswith(".csv") for file in made.manifest.files)
