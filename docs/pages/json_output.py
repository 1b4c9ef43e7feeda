"""The page of what `--json` prints, held against what it prints of a new dossier."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import assess
from colophon.compute.passes import Plan
from colophon.dossier import draft, files
from colophon.law.load import law
from colophon.workspace import report
from colophon.workspace.check import Checked
from colophon.workspace.count import as_json, count
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRO = """
Every command takes `--json` and then prints one JSON value. Amounts are texts inside
`{"low", "best", "high", "unit"}`, so that none is rounded; days are ISO 8601; there are no floats,
but for operations of one token that are no whole number.
The exit code is the same as without it ([exit codes](commands.md#exit-codes)).
Keys may be added; those that are here keep their meaning.

In a citation, `force` is the weight of the text and `confirmed` says how well the fact was
confirmed ([both](instruments.md#the-force-of-a-text)).
"""

REASON = {
    "text": "the reason, in a phrase",
    "citation": "where the law says it, or null",
    "force": "binding, guidance, voluntary or reading; null without a citation",
    "confirmed": "primary, conversion, secondary, recalled or reading; null without a citation",
    "since": "the day since which the provision has held, where that is dated",
    "place": "where the dossier says it: `file:line`, or null",
    "because": "the reasons for it, each of this shape again",
}
CITED = {name: REASON[name] for name in ("citation", "force", "confirmed")}

CHECK: dict[str, str] = {
    "on": "the day asked about",
    "law_known_on": "the last day on which the law's data were held against the sources",
    "dossier_digest": "digest of the dossier's files, `sha256:…`",
    "open": "whether anything is missing, conflicting or undetermined: exit code 1",
    "verdicts": "question id to judgement",
    "verdicts.*.verdict": "met, not_met, not_applicable or undetermined",
    "verdicts.*.because": "the reason",
    **{f"verdicts.*.because.{name}": text for name, text in REASON.items()},
    "verdicts.*.missing": "the facts that it turns on and that are not on file",
    "verdicts.*.missing[].place": "where the fact would stand",
    "verdicts.*.missing[].message": "which fact, in a sentence",
    "verdicts.*.missing[].remedy": "what to do",
    "obligations": "every obligation of the law",
    "obligations[].id": "its id",
    "obligations[].label": "its name",
    "obligations[].kind": "duty, or possibility: what may be done and is not owed",
    "obligations[].topic": "what it is about",
    "obligations[].phase": "when in the life of a model it is owed",
    "obligations[].owed_by": "who owes it",
    "obligations[].commitment": "id of the commitment of the Code whose measure it is, or null",
    "obligations[].state": "met, open, possible, exempt, not_applicable or undetermined",
    "obligations[].missing": "ids of the fields that would show that it is done",
    "obligations[].not_shown": "sentences on events and decisions that are not on file",
    "obligations[].since": "the day since which it has been owed, or null",
    "obligations[].due": "the day by which it must be done, where the dossier lets it be known",
    "obligations[].late": "whether that day has passed and the duty is open",
    **{f"obligations[].{name}": text for name, text in CITED.items()},
    "obligations[].because": "why it has this state: text, citation, …, because, as above",
    "documents": "how complete each document is",
    "documents[].id": "its id",
    "documents[].label": "its name",
    "documents[].asked": "whether it is asked of this model: met, not_met, undetermined",
    "documents[].verdict": "met when every element that is asked is filled; not_applicable",
    "documents[].elements": "element by element",
    "documents[].elements[].id": "its id",
    "documents[].elements[].heading": "its heading",
    "documents[].elements[].asked": "whether it is asked of this model: met, not_met, undetermined",
    "documents[].elements[].missing": "ids of the fields that are not filled",
    **{f"documents[].elements[].{name}": text for name, text in CITED.items()},
    "findings": "what somebody should look at",
    "findings[].kind": "missing, conflict, unasked, notice, unread or stale",
    "findings[].field": "id of the field, or null",
    "findings[].question": "id of the question, or null",
    "findings[].obligation": "id of the obligation that nothing shows to be done, or null",
    "findings[].agreement": "id of what documents must agree on and do not, or null",
    "findings[].place": "where in the dossier or in an artefact",
    "findings[].message": "what it is, in a sentence",
    "findings[].remedy": "what to do",
    "findings[].asked_by": "the provisions that ask for it",
    **{f"findings[].asked_by[].{name}": text for name, text in CITED.items()},
}
COUNT: dict[str, str] = {
    "model_type": "the family of the model, as its file names it",
    "counter": "version of the rules of counting",
    "parameters": "how many numbers the model learns",
    "parameters.total": "all of them; weights that serve twice, once",
    "parameters.active": "those that take part in the computation of one token, or null",
    "parameters.embedding": "of all, the embedding of tokens, or null",
    "parameters.output_head": "of all, the output head; zero where it shares the embedding's",
    "parameters.beside": "not among all: modules that training runs and the model goes without",
    "flop": "operations of all passes together, whole numbers; null without `--tokens`",
    "flop.six_pd": "six for each active parameter and token; two with `--forward`",
    "flop.causal": "counted, under a causal mask; null without `--length` where one is needed",
    "flop.full": "counted, each token attending to each; null as above",
    "flop.low": "the least that `six_pd` may stand for, of a type that is not known; or null",
    "flop.high": "the most that it may stand for; or null",
    "per_token": "forward operations for each token on average, line by line; or null",
    "per_token[].item": "what the operations are of",
    "per_token[].causal": "under a causal mask: whole, or rounded to six places, half to even",
    "per_token[].full": "each token attending to each",
    "conventions": "what is counted and how, in words; a key for each convention",
    "assumed": "what the file leaves out and the class of the model takes",
    "assumed[].at": "JSON pointer to where it would stand",
    "assumed[].value": "what the class takes",
    "not_understood": "JSON pointers to keys that may mean something for the size",
    "weights": "what the headers of safetensors beside the file say; null without any",
    "weights.parameters": "how many parameters they hold, or null",
    "weights.agree": "whether the configuration tells as many, or null",
    "notes": "what a reader of the count should know, in sentences",
}
_BY_ID = {"verdicts"}
"""Objects whose keys are ids."""
_SEEN_ABOVE = {"verdicts.*.because.because", "obligations[].because", "conventions"}
"""Where a shape begins that is told already."""


def page() -> str:
    """Return the page of the JSON that commands print."""
    return "\n".join(
        [
            title("JSON output", INTRO),
            "## colophon check --json\n",
            "`*` stands for an id, `[]` for each item of a list.\n",
            _table(CHECK, _printed(), "check"),
            "## colophon compute count --json\n",
            _table(COUNT, _counted(), "compute count"),
        ]
    )


def _table(told: dict[str, str], printed: dict[str, Any], command: str) -> str:
    """Return the keys of what a command prints, held against what it does print."""
    found = dict.fromkeys(_paths(printed, ""))
    if set(found) != set(told):
        wrong = sorted(set(found) ^ set(told))
        raise SystemExit(f"docs/pages/json_output.py and `{command} --json` differ on {wrong}")
    return table(("Key", "What it is"), [(code(path), text) for path, text in told.items()])


def _counted() -> dict[str, Any]:
    sizes = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")
    config = {"model_type": "llama", **dict.fromkeys(sizes, 8), "vocab_size": 8}
    header = b'{"w":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.json").write_text(json.dumps(config))
        weights = len(header).to_bytes(8, "little") + header + bytes(2)
        (folder / "model.safetensors").write_bytes(weights)
        plan = Plan(1, (((8,), Fraction(1)),))
        return as_json(count(folder, plan))


def _printed() -> dict[str, Any]:
    tree = draft.files("acme-7b", law())
    assessment = assess(files.read(tree, law()), law(), date(2026, 11, 21))
    return report.of_check(Checked(assessment, files.digest(tree)))


def _paths(value: Any, path: str) -> Iterator[str]:
    if path:
        yield path
    if path in _SEEN_ABOVE:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            step = "*" if path in _BY_ID else name
            yield from (
                _paths(inner, f"{path}.{step}" if path else step)
                if step != "*"
                else (_inner(inner, f"{path}.*"))
            )
    elif isinstance(value, list):
        for inner in value:
            yield from _inner(inner, f"{path}[]")


def _inner(value: Any, path: str) -> Iterator[str]:
    """Yield what is below `path`, which itself has no line of its own."""
    yield from (one for one in _paths(value, path) if one != path)
