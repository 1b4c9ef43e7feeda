"""The jobs for continuous integration that the documentation offers, done as a runner does them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from colophon import reading
from colophon.cli import run

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def jobs(docs: Path) -> dict[str, Any]:
    """Give the files that the page offers, by their names."""
    page = (docs / "how-to" / "use-in-continuous-integration.md").read_text("utf-8")
    blocks = re.findall(r"`([^`\n]+)`:\n\n```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return {name: reading.yaml(text.encode(), name).value for name, text in blocks}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a dossier and the artefacts that it was made from."""
    model = tmp_path / "models" / "acme-7b"
    model.mkdir(parents=True)
    (model / "config.json").write_text('{"num_hidden_layers": 32}')
    monkeypatch.chdir(tmp_path)
    assert run(["init", "acme-7b", "--from", "models/acme-7b"]) == 0
    return tmp_path


def done(lines: list[str], folder: Path, variables: Mapping[str, str]) -> int:
    """Run the lines of a job as a runner does, and return the exit code."""
    path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **variables, "PATH": path}
    script = "\n".join(lines)
    command = ["bash", "-e", "-c", script]  # as runners do
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def github(jobs: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Return the steps of the workflow without that which installs, and its variables."""
    workflow = jobs[".github/workflows/colophon.yml"]
    steps = workflow["jobs"]["record"]["steps"]
    return [one["run"] for one in steps if "run" in one and one["name"] != "Install"], workflow[
        "env"
    ]


def gitlab(jobs: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Return the script of the job, and its variables."""
    job = jobs[".gitlab-ci.yml"]["colophon"]
    return job["script"], job["variables"]


def pre_commit(jobs: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Return what the hook runs."""
    (repository,) = jobs[".pre-commit-config.yaml"]["repos"]
    return [hook["entry"] for hook in repository["hooks"]], {}


@pytest.mark.parametrize("job", [github, gitlab, pre_commit])
def test_a_job_fails_when_the_record_and_the_artefacts_part(
    job: Any, jobs: dict[str, Any], repository: Path
) -> None:
    """The job passes while they agree, although questions are open, and fails when they part."""
    lines, variables = job(jobs)
    assert done(lines, repository, variables) == 0
    config = repository / "models" / "acme-7b" / "config.json"
    config.write_text('{"num_hidden_layers": 40}')
    assert done(lines, repository, variables) == 1
    config.write_text('{"num_hidden_layers": 32}')
    assert done(lines, repository, variables) == 0


@pytest.mark.parametrize("job", [github, gitlab])
def test_a_job_fails_when_the_dossier_is_broken(
    job: Any, jobs: dict[str, Any], repository: Path
) -> None:
    """A file that cannot be read fails the job with 2."""
    lines, variables = job(jobs)
    (repository / "acme-7b" / "dossier.yaml").write_text("model: [")
    assert done(lines, repository, variables) == 2
