"""What does not fit is refused with its line, what is wrong, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from colophon.dossier.model import Datasets, Decisions, Ledger, Spine
from colophon.errors import ReadingError
from colophon.evidence import Reading
from colophon.law.model import Threshold
from colophon.reading import json, validate, yaml

if TYPE_CHECKING:
    from pydantic import BaseModel

ENTRY = "entries:\n  - id: run\n    activity: pre-training\n    source: log\n"


def refusal(model: type[BaseModel], text: str) -> ReadingError:
    """Return the error with which a text is refused as a `model`."""
    with pytest.raises(ReadingError) as refused:
        validate(model, yaml(text.encode(), "file.yaml"))
    return refused.value


@pytest.mark.parametrize(
    ("model", "text", "line", "message", "remedy"),
    [
        (
            Spine,
            "format: 1\nmodel:\n  nam: x\n",
            3,
            "`nam` is not a name that belongs here",
            "Did you mean `name`? Names here: audio_includes_speech, input_modalities,",
        ),
        (
            Spine,
            "format: 1\nmodle: {}\n",
            2,
            "`modle` is not a name that belongs here",
            "Did you mean `model`?",
        ),
        (
            Spine,
            "format: 1\nzzz: {}\n",
            2,
            "`zzz` is not a name that belongs here",
            ", model, ",
        ),
        (Spine, "model:\n  name: x\n", 1, "`format` is missing", "Write a line `format: …` here."),
        (
            Decisions,
            "decisions:\n  - question: q\n    verdict: met\n    by: me\n    on: 2026-01-01\n",
            2,
            "`reason` is missing",
            "Write a line `reason: …` here.",
        ),
        (
            Spine,
            "format: 1\nmodel:\n  released: 21/11/2026\n",
            3,
            "`21/11/2026` is not a day; write it as 2026-11-21",
            "Write it in that form.",
        ),
        (
            Spine,
            "format: 1\nopen_source:\n  weights_public: yes\n",
            3,
            "`weights_public` is neither true nor false",
            "Write true or false, without quotes",
        ),
        (
            Spine,
            "format: 1\nmodel:\n  output_modalities:\n    - text\n    - smell\n",
            5,
            "'text', 'image', 'audio', 'video' or 'other'",
            "Write it in that form.",
        ),
        (
            Ledger,
            ENTRY + "    method: guess\n",
            2,
            "`method` says which form this has, and is missing or unknown",
            "with one of `stated`, `six-pd`, `architecture`, `throughput`, `hardware`, `lineage`.",
        ),
        (
            Ledger,
            ENTRY,
            2,
            "`method` says which form this has, and is missing or unknown",
            "Write `method: …`",
        ),
        (
            Ledger,
            ENTRY + "    method: six-pd\n    active_parameters: '7'\n",
            6,
            "`7` is text where a number belongs; write it without quotes",
            "Write it in that form.",
        ),
        (
            Ledger,
            ENTRY + "    method: six-pd\n    tokens: 1\n    margin: 0\n",
            2,
            "`active_parameters` is missing",
            "Write a line `active_parameters: …` here.",
        ),
        (
            Ledger,
            ENTRY + "    method: stated\n    amount: 1e24 FLOP\n    margn: 1\n",
            7,
            "`margn` is not a name that belongs here",
            "Names here: activity, amount, by, checks, id, method, note, on, source, supersedes.",
        ),
        (
            Ledger,
            ENTRY + "    method: stated\n    amount: 1e24\n",
            6,
            "`1e24` has no unit; write it with one, such as `1e24 FLOP`",
            "Write it in that form.",
        ),
        (
            Ledger,
            ENTRY + "    method: stated\n    amount: 1e15 FLOP/s\n",
            6,
            "`amount` is in FLOP/s, a rate",
            "Write it in that form.",
        ),
        (
            Ledger,
            ENTRY
            + "    method: six-pd\n    active_parameters: 7\n    tokens: 1\n    margin: 1.5\n",
            8,
            "`margin`: input should be less than 1",
            "Write it in that form.",
        ),
        (
            Datasets,
            "datasets:\n  - name: x\n    origin: found\n",
            3,
            "`origin`: input should be 'public-dataset'",
            "Write it in that form.",
        ),
        (
            Threshold,
            "id: x\nlabel: X\nmetric: cumulative\nunit: FLOP\ncomparison: greater-than\nvalues: {}",
            6,
            "`values` has no item",
            "Write what belongs there",
        ),
        (
            Spine,
            "format: 1\nmodel:\n  versions:\n    - base\n    - 1.0\n",
            5,
            "item 2 of `versions` is not a text",
            "Write it as text, in quotes where it looks like a number.",
        ),
        (
            Spine,
            "format: 1\nmodel:\n  output_modalities: []\n",
            3,
            "`output_modalities` has no item",
            "leave it empty as long as it is not known",
        ),
        (
            Spine,
            "format: 1\nprovider:\n  established_in: EU\n",
            3,
            "`EU` is no country of ISO 3166-1",
            "Write it in that form.",
        ),
        (
            Ledger,
            "entries:\n  - pre-training\n",
            2,
            "item 1 of `entries` has no lines of its own",
            "Write its names below it, one a line: ",
        ),
    ],
)
def test_what_does_not_fit_is_refused_at_its_line(
    model: type[BaseModel], text: str, line: int, message: str, remedy: str
) -> None:
    """The error names the line, what is wrong there, the nearest name, and the names there are."""
    error = refusal(model, text)
    assert error.place == f"file.yaml:{line}"
    assert message in error.message
    assert remedy in error.remedy


def test_a_part_of_a_text_can_be_what_is_validated() -> None:
    """A model is made of one value of the text, and the line is still that of the whole file."""
    text = yaml(b"a:\n  format: 1\nb:\n  format: one\n", "file.yaml")
    assert validate(Spine, text, ("a",)).format == 1
    with pytest.raises(ReadingError) as refused:
        validate(Spine, text, ("b",))
    assert refused.value.place == "file.yaml:4"


def test_json_has_no_lines() -> None:
    """A file written by a machine is refused as a whole, for it has no lines to point to."""
    with pytest.raises(ReadingError) as refused:
        validate(Reading, json(b'{"importer": "x"}', "evidence/x.json"))
    assert refused.value.place == "evidence/x.json"
    assert refused.value.message == "`artefact` is missing"


@pytest.mark.parametrize("text", ["", "just a word", "- a\n- b"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    """A file that holds no names at all is refused, and does not crash."""
    assert refusal(Spine, text).place.startswith("file.yaml")
