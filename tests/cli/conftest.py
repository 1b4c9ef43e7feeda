"""What the tests of the command line share: dossiers on a disk, and ways to enter a command."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from colophon.cli import run
from colophon.law.load import law

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ON = "2026-11-21"

CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "torch_dtype": "bfloat16",
    "tie_word_embeddings": False,
}


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON in which nothing is a float and no key stands twice."""
        return json.loads(
            self.out,
            parse_float=_refuse,
            parse_constant=_refuse,
            object_pairs_hook=_unique,
        )


def _refuse(text: str) -> None:
    raise AssertionError(f"{text} is a float")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


@pytest.fixture
def colophon(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Done]:
    """Return a function that enters `colophon …` in `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def colophon(*arguments: str) -> Done:
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return colophon


@pytest.fixture
def started(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Return a function that starts `colophon …` as a process of its own in `tmp_path`.

    `first` is Python that runs in the process before Colophon does.
    """

    def started(*arguments: str, first: str = "", **options: Any) -> subprocess.Popen[str]:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "error",
            **options.pop("env", {}),
        }
        script = f"{first}\nfrom colophon.cli import main\nmain()"
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            **{
                "cwd": tmp_path,
                "env": environment,
                "stdin": subprocess.DEVNULL,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "text": True,
                "encoding": "utf-8",
                **options,
            },
        )

    return started


@pytest.fixture
def process(started: Callable[..., subprocess.Popen[str]]) -> Callable[..., Done]:
    """Return a function that runs `colophon …` as a process of its own, to its end."""

    def process(*arguments: str, **options: Any) -> Done:
        with started(*arguments, **options) as running:
            out, err = running.communicate(timeout=60)
        return Done(running.returncode, out or "", err or "")

    return process


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files below `tmp_path/name` and returns that folder."""

    def save(name: str, tree: Mapping[str, bytes]) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for path, content in tree.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        return folder

    return save


@pytest.fixture
def dossier(save: Callable[..., Path], tree_of: Callable[..., dict[str, bytes]]) -> Path:
    """Give a dossier that is filled by half, in the folder `acme` of `tmp_path`."""
    record = {
        "provider": {"name": "Acme SAS", "established_in": "US"},
        "model": {
            "name": "Acme 7B",
            "placed_on_market": "2026-03-02",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
        },
        "compute": {
            "complete": True,
            "entries": {
                "pre-training": [Decimal("8e24"), Decimal("9e24"), Decimal("1.3e25")],
                "evaluation": Decimal("1e22"),
            },
        },
        "datasets": [
            {
                "name": "Crawl",
                "origin": "crawled",
                "modalities": ["text"],
                "size": "1.2345e12 tokens",
                "source": "inventory",
            }
        ],
        "answers": {
            "licence.name": "Apache-2.0",
            "data.curation": {"not_applicable": "There was none."},
            "use.acceptable-use-policy": {"value": "Be kind.", "confidential": True},
        },
    }
    return save("acme", tree_of(record))


@pytest.fixture
def complete(
    save: Callable[..., Path],
    tree_of: Callable[..., dict[str, bytes]],
    answers_to: Callable[..., dict[str, Any]],
    decisions_on: Callable[..., list[dict[str, Any]]],
) -> Path:
    """Give a dossier in which nothing is open, in the folder `whole` of `tmp_path`."""
    record = {
        "provider": {"name": "Acme SAS", "established_in": "FR"},
        "model": {
            "name": "Acme 7B",
            "versions": ["1"],
            "released": "2026-03-01",
            "placed_on_market": "2026-03-02",
            "input_modalities": ["text"],
            "output_modalities": ["text"],
        },
        "code_of_practice": [],
        "open_source": {
            "rights": ["use"],
            "conditions": ["research-only"],
            "monetisation": [],
            "weights_public": False,
            "architecture_public": False,
            "usage_information_public": False,
        },
        "compute": {
            "complete": True,
            "entries": {"pre-training": Decimal("2e24")},
        },
        "answers": {
            name: answer
            for name, answer in answers_to(law()).items()
            if "third-country-provider" not in law().field[name].only_if
        },
        "decisions": decisions_on(law()),
    }
    return save("whole", tree_of(record))


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Give a small corpus, the folder `crawl` in `tmp_path`: two files of five pages."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    for shard, pages in enumerate((range(3), range(3, 5))):
        rows = ", ".join(
            f"('https://www.site{page % 2}.example.com/{page}', 'Pagina {page} van de site.', "
            f"'2024-05-0{page + 1}', {page + 4})"
            for page in pages
        )
        duckdb.execute(
            f"COPY (SELECT * FROM (VALUES {rows}) page(url, text, date, token_count)) "
            f"TO '{folder / f'{shard}.parquet'}' (FORMAT parquet)"
        )
    return folder


@pytest.fixture
def folder(save: Callable[..., Path], crawl: Path) -> Path:  # noqa: ARG001 -- lies beside it
    """Give a model folder, `model` in `tmp_path`: a configuration, a model card, something else."""
    return save(
        "model",
        {
            "config.json": json.dumps(CONFIG).encode(),
            "README.md": b"---\nlicense: apache-2.0\nlanguage: [en, fr]\n---\n# Acme 7B\n",
            "notes.txt": b"nothing",
        },
    )


@pytest.fixture
def scanned(dossier: Path, scan_of: Callable[..., dict[str, bytes]]) -> Callable[..., Path]:
    """Return a function that gives `acme` the scan of a source with domains: name -> sizes."""

    def scanned(domains: Mapping[str, Mapping[str, int]], name: str = "web") -> Path:
        locator = "counted domain-table"  # as `scan_of` names it
        columns = {
            "domain": list(domains),
            **{
                size: [{"documents": 1, **one}.get(size) for one in domains.values()]
                for size in ("documents", "bytes", "tokens", "images", "audio", "video")
            },
        }
        with duckdb.connect() as connection:
            sizes = ", ".join(f"unnest(${name}::BIGINT[]) AS {name}" for name in list(columns)[1:])
            connection.execute(
                f"COPY (SELECT unnest($domain::VARCHAR[]) AS domain, {sizes}, "
                f"NULL::DATE AS first, NULL::DATE AS last) TO '{dossier / locator}' "
                "(FORMAT parquet)",
                columns,
            )
        digest = hashlib.sha256((dossier / locator).read_bytes()).hexdigest()
        facts: dict[str, Any] = {"domains": len(domains), "domain-table": f"sha256:{digest}"}
        facts["suffix-list"] = ("1", "sha256:1", "sites below private suffixes apart")
        for path, content in scan_of(name, facts).items():
            (dossier / "evidence").mkdir(exist_ok=True)
            (dossier / path).write_bytes(content)
        return dossier

    return scanned


def contents(folder: Path) -> dict[str, bytes | None]:
    """Return every file below `folder` with its bytes, and every folder with None."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, bytes | None]]:
    """Return a function that takes down every file and folder below a folder."""
    return contents
