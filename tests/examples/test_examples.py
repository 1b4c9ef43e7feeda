"""The finished examples: what follows from them, where it rests, and that they are up to date."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from colophon import parts
from colophon.cli.obligations import grouped
from colophon.documents import formats
from colophon.dossier import schemas
from colophon.law.load import law
from colophon.law.model import Audience
from colophon.workspace.check import check
from colophon.workspace.collect import evidence, survey
from colophon.workspace.write import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from colophon.assessment.model import Assessment, Because
    from colophon.dossier.model import Dossier

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
OPEN = "olmo-2-13b"
LARGE = "llama-3.1-405b"
NAMES = [OPEN, LARGE]
ON = date(2026, 11, 21)

SOURCE = re.compile(r"https?://\S+\.\S+|arXiv:\d{4}\.\d{5}")
"""What a reader can follow: a web address, or the number of a paper."""
NO_SOURCE = re.compile(r"(?i)\b(todo|tbd|fixme|unknown|n/?a|lorem)\b")


@cache
def assessment(name: str) -> Assessment:
    """Return what follows from an example on the day for which it was made."""
    return check(EXAMPLES / name / "dossier", ON).assessment


def dossier(name: str) -> Dossier:
    """Return the dossier of an example."""
    return assessment(name).case.dossier


def reasons(because: Because) -> Iterator[Because]:
    """Yield a reason and every reason for it."""
    yield because
    for child in because.children:
        yield from reasons(child)


def words(name: str) -> Iterator[str]:
    """Yield all that a person wrote in the dossier of an example, file by file."""
    folder = EXAMPLES / name / "dossier"
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("answers/*.yaml")]):
        yield path.read_text("utf-8")


# -- What follows from them -----------------------------------------------------------------------


UNKNOWN_SIGNATURES = dict.fromkeys(
    ("signatory-copyright", "signatory-safety", "signatory-transparency"), "undetermined"
)
"""Whether the providers have signed the Code of Practice stands in no source that was read."""

UNASKED = dict.fromkeys(
    (
        "art-25-4",
        "art-52-5",
        "art-52-estimate",
        "art-52-renotification",
        "art-91",
        "art-92",
        "art-93",
    ),
    "not_applicable",
)
"""What is not in force yet, or waits for something that is not on file."""

NOTIFICATION = "art-52-1"
"""What the years of grace do not put off: the guidelines expected it in August 2025."""


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [
        (
            OPEN,
            {
                "general-purpose-ai-model": "met",
                "high-impact-capabilities": "not_met",
                "high-impact-reach": "undetermined",
                "legacy-model": "met",
                "model-provider": "met",
                "modification": "not_applicable",
                "near-systemic-risk": "not_met",
                "open-source-exception": "met",
                **UNKNOWN_SIGNATURES,
                "systemic-risk": "not_met",
                "systemic-risk-presumption": "not_met",
                "union-market": "met",
                "third-country-provider": "met",
            },
        ),
        (
            LARGE,
            {
                "general-purpose-ai-model": "met",
                "high-impact-capabilities": "met",
                "high-impact-reach": "undetermined",
                "legacy-model": "met",
                "model-provider": "met",
                "modification": "not_applicable",
                "near-systemic-risk": "undetermined",
                "open-source-exception": "not_met",
                **UNKNOWN_SIGNATURES,
                "systemic-risk": "met",
                "systemic-risk-presumption": "met",
                "union-market": "met",
                "third-country-provider": "undetermined",
            },
        ),
    ],
)
def test_the_verdicts_are_as_expected(name: str, verdicts: dict[str, str]) -> None:
    """The open model is exempt and without systemic risk; the large one is presumed to have it."""
    assert {one: found.verdict for one, found in assessment(name).verdicts.items()} == verdicts


@pytest.mark.parametrize(
    ("name", "states"),
    [
        (
            OPEN,
            {
                "art-52-1": "not_applicable",
                "art-52-2": "not_applicable",
                "art-53-1-a": "exempt",
                "art-53-1-b": "exempt",
                "art-53-1-c": "open",
                "art-53-1-d": "open",
                "art-53-3": "open",
                "art-53-4-copyright": "undetermined",
                "art-53-4-transparency": "exempt",
                "art-54": "exempt",
                "art-54-2": "exempt",
                "art-54-3": "exempt",
                "art-54-3-a": "exempt",
                "art-54-3-b": "exempt",
                "art-54-3-c": "exempt",
                "art-54-3-d": "exempt",
                "art-54-5": "exempt",
                "art-55-1-a": "not_applicable",
                "art-55-1-b": "not_applicable",
                "art-55-1-c": "not_applicable",
                "art-55-1-d": "not_applicable",
                "art-55-1-d-model": "not_applicable",
                "art-55-1-d-infrastructure": "not_applicable",
                "art-55-2": "not_applicable",
                "5 measures, Copyright": "undetermined",
                "32 measures, Safety and Security": "not_applicable",
                "3 measures, Transparency": "exempt",
                **UNASKED,
            },
        ),
        (
            LARGE,
            {
                "art-52-1": "open",
                "art-52-2": "possible",
                "art-53-1-a": "open",
                "art-53-1-b": "open",
                "art-53-1-c": "open",
                "art-53-1-d": "open",
                "art-53-3": "open",
                "art-53-4-copyright": "undetermined",
                "art-53-4-transparency": "undetermined",
                "art-54": "undetermined",
                "art-54-2": "undetermined",
                "art-54-3": "undetermined",
                "art-54-3-a": "undetermined",
                "art-54-3-b": "undetermined",
                "art-54-3-c": "undetermined",
                "art-54-3-d": "undetermined",
                "art-54-5": "not_applicable",
                "art-55-1-a": "open",
                "art-55-1-b": "open",
                "art-55-1-c": "open",
                "art-55-1-d": "open",
                "art-55-1-d-model": "open",
                "art-55-1-d-infrastructure": "open",
                "art-55-2": "undetermined",
                "5 measures, Copyright": "undetermined",
                "30 measures, Safety and Security": "undetermined",
                "2 measures, Safety and Security": "not_applicable",
                "3 measures, Transparency": "undetermined",
                **UNASKED,
            },
        ),
    ],
)
def test_the_obligations_are_as_expected(name: str, states: dict[str, str]) -> None:
    """The exception lifts both documentations and the representative, and what goes with them.

    Nobody knows what the providers have signed, so the measures of the Code stand together.
    """
    found = assessment(name)
    told = {}
    for group in grouped(found.duties, found.case.law):
        one = group[0].obligation
        chapter = one.commitment and found.case.law.commitment[one.commitment].chapter
        told[f"{len(group)} measures, {chapter}" if chapter else one.id] = group[0].state
    assert told == states


@pytest.mark.parametrize("name", NAMES)
def test_what_is_owed_is_due_at_the_end_of_the_grace_for_legacy_models(name: str) -> None:
    """Both models were placed on the market before the duties began, so nothing is late yet."""
    owed = [
        one
        for one in assessment(name).duties
        if one.state == "open" and one.obligation.id != NOTIFICATION
    ]
    assert {one.due for one in owed} == {date(2027, 8, 2)}
    assert not any(one.late for one in owed)


def test_the_exemption_rests_on_facts_and_on_the_absence_of_systemic_risk() -> None:
    """Each condition of the exception has its line in the open dossier, or a verdict of its own."""
    because = assessment(OPEN).verdicts["open-source-exception"].because
    *facts, last = because.children
    assert len(facts) == 6
    assert all(re.fullmatch(r"dossier\.yaml:\d+", fact.place or "") for fact in facts)
    assert last.children == (assessment(OPEN).verdicts["systemic-risk"].because,)


def test_the_presumption_goes_down_to_the_line_of_the_ledger() -> None:
    """The large model's presumption cites the threshold and, below it, the entry it passes by."""
    because = assessment(LARGE).verdicts["systemic-risk-presumption"].because
    assert because.citation is not None
    assert because.citation.at == "Art. 51(2)"
    (entry,) = because.children
    file, _, line = (entry.place or "").partition(":")
    assert file == "compute.yaml"
    text = (EXAMPLES / LARGE / "dossier" / file).read_text("utf-8").splitlines()
    assert "id: pre-training" in text[int(line) - 1]


def test_a_ledger_with_gaps_does_not_hold_the_presumption_up() -> None:
    """The large ledger is not said to be complete, and its part alone passes the threshold."""
    account = assessment(LARGE).case.account
    assert account.complete is None
    assert assessment(LARGE).verdicts["systemic-risk-presumption"].verdict == "met"


def test_averaged_in_weights_enter_the_cumulative_total_only() -> None:
    """Runs averaged into the open model are no updates of it: 5.3 and 5.6 trillion tokens enter."""
    totals = assessment(OPEN).case.account.totals
    per_token = 3 * 29_758_586_880
    assert totals["parameter-updates"].best == per_token * 5_300_000_000_000
    assert totals["cumulative"].best == per_token * 5_600_000_000_000


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_an_example_parts(name: str) -> None:
    """No answer parts from the evidence, nothing is unread, and the law is known on that day."""
    kinds = {finding.kind for finding in assessment(name).findings}
    assert kinds - {"notice"} == {"missing"}


# -- What they rest on ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_names_a_source(name: str) -> None:
    """Each value and each "not applicable" says where it comes from, so that one can look."""
    silent = [
        field
        for field, answer in dossier(name).answers.items()
        if answer.is_given
        and not SOURCE.search(f"{answer.value} {answer.not_applicable} {answer.note}")
    ]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_of_a_register_names_a_source(name: str) -> None:
    """Each entry of the ledger, dataset and evaluation is from a paper or from the model card."""
    one = dossier(name)
    entries = [*one.ledger.entries, *one.datasets, *one.evaluations]
    silent = [entry.source for entry in entries if not re.search("arXiv:|Model card", entry.source)]
    assert entries
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_stated_by_the_maintainers(name: str) -> None:
    """Nobody is made to say what the maintainers of Colophon wrote."""
    given = [answer for answer in dossier(name).answers.values() if answer.is_given]
    people = {answer.by for answer in given} | {dossier(name).ledger.by}
    assert people == {"Colophon maintainers, from public sources"}
    assert {answer.on for answer in given} == {ON}


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_is_a_placeholder(name: str) -> None:
    """What is not known is left empty; no word stands in for it."""
    held = [
        field
        for field, answer in dossier(name).answers.items()
        if NO_SOURCE.search(f"{answer.value or ''} {answer.not_applicable or ''}")
    ]
    assert held == []
    assert not [text for text in words(name) if "TODO" in text]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_that_it_is_an_illustration(name: str) -> None:
    """The page, the first lines of the dossier and the model's name, which is in every document."""
    folder = EXAMPLES / name
    assert "**An illustration.**" in (folder / "README.md").read_text("utf-8")
    top = (folder / "dossier/dossier.yaml").read_text("utf-8").splitlines()[:4]
    assert any("AN ILLUSTRATION" in line for line in top)
    assert "(illustration)" in (dossier(name).spine.model.name or "")
    assert "This card is not" in (folder / "model/README.md").read_text("utf-8")


# -- That they are up to date ---------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_evidence_is_what_the_importers_read_today(name: str) -> None:
    """Whoever collects from the model folder again finds the evidence that is on file."""
    folder = EXAMPLES / name / "dossier"
    found = {path.relative_to(folder).as_posix() for path in folder.glob("evidence/*")}
    today = evidence(survey([EXAMPLES / name / "model"]))
    advice = f"run: cd examples/{name} && colophon -C dossier collect model"
    assert found == set(today), advice
    for path, content in today.items():
        assert (folder / path).read_bytes() == content, advice


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_follow_the_law(name: str) -> None:
    """Editors check an example by the fields that the law has today."""
    folder = EXAMPLES / name / "dossier"
    written = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.glob(f"{schemas.FOLDER}/*")
    }
    today = schemas.files(law())
    stale = [path for path in {**written, **today} if written.get(path) != today.get(path)]
    assert stale == [], f"run: colophon -C examples/{name}/dossier upgrade"


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_its_line(name: str) -> None:
    """A field that the law has gained since stands in the example, be it empty."""
    text = "\n".join(words(name))
    absent = [
        field.id
        for field in law().field.values()
        if not field.follows and f"\n{field.id}:\n" not in text
    ]
    assert absent == [], "compare with a new draft: colophon init"


@pytest.mark.parametrize("name", NAMES)
def test_every_document_is_written_in_every_format(name: str, tmp_path: Path) -> None:
    """Every outline comes out for each of its readers, in each format, and names the model."""
    written = write(EXAMPLES / name / "dossier", ON, documents=[*law().outline], to=tmp_path)
    extensions = [module.EXTENSION for module in parts.by_name(formats).values()]
    expected = {
        f"{outline.id}.{audience.value}.{extension}"
        for outline in law().outlines
        for audience in Audience
        if audience in outline.audiences
        for extension in extensions
    }
    assert {path.name for path in written} == expected
    packed = {".docx", ".pdf"}
    assert all(b"(illustration)" in one.read_bytes() for one in written if one.suffix not in packed)


@pytest.mark.parametrize(("name", "asked"), [("olmo-2-13b", False), ("llama-3.1-405b", True)])
def test_documents_for_systemic_risk_are_written_where_they_are_asked(
    name: str, asked: bool, tmp_path: Path
) -> None:
    """Without names, what is asked of models with systemic risk alone is written of those alone.

    By name, it is written of the small model too, and says first that it is not asked of it.
    """
    folder = EXAMPLES / name / "dossier"
    chosen = {outline.id for outline in law().outlines if outline.only_if}
    written = write(folder, ON, format_names=["markdown"], to=tmp_path)
    documents = {path.name.partition(".")[0] for path in written}
    assert documents == set(law().outline) - (set() if asked else chosen)
    for path in write(folder, ON, documents=sorted(chosen), format_names=["markdown"], to=tmp_path):
        first = path.read_text("utf-8").split("\n\n")[1]
        assert first.startswith("**Not asked of this model on ") is not asked


# -- The demo -------------------------------------------------------------------------------------


def demo(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the demo that stands in `folder`, as a pipe sees it."""
    environment = {key: value for key, value in os.environ.items() if key != "FORCE_COLOR"}
    return subprocess.run(
        [sys.executable, folder / "demo.py", folder / "shown"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        cwd=folder,
    )


def test_the_demo_shows_every_step_and_succeeds(tmp_path: Path) -> None:
    """The demo leaves with 0 although the dossiers have gaps, and a pipe gets no colours."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    done = demo(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    for command in ("init", "status", "explain", "write"):
        assert re.search(rf"^\$ colophon .*{command} ", done.stdout, re.MULTILINE)
    last = done.stdout.splitlines()[-1].strip()
    assert (tmp_path / last).is_file()


def test_the_demo_fails_where_a_command_fails(tmp_path: Path) -> None:
    """A dossier that cannot be read ends the demo, with the command and what it said."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    (tmp_path / OPEN / "dossier" / "compute.yaml").write_text("entries: 3\n", encoding="utf-8")
    done = demo(tmp_path)
    assert done.returncode == 1
    assert f"colophon -C {OPEN}/dossier status" in done.stderr
    assert "compute.yaml:1" in done.stderr
