"""The page of what `--json` prints, held against what it prints of small dossiers."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from colophon.assessment.assess import assess, case_of
from colophon.assessment.nearness import nearness
from colophon.assessment.readings import turned
from colophon.dossier import draft, files
from colophon.dossier.paths import evidence_path
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.workspace import lint, report
from colophon.workspace.check import Checked
from colophon.workspace.count import Plan, as_json as of_count, count, read_lengths
from colophon.workspace.diff import as_json as of_diff, between, side
from colophon.workspace.ledger import Seen, as_json
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRO = """
Every command takes `--json` and then prints one JSON value, save `colophon schema`, which prints
one in any case. Amounts are texts inside
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
COMPUTE: dict[str, str] = {
    "on": "the day asked about",
    "law_known_on": "the last day on which the law's data were held against the sources",
    "complete": "whether a person says that nothing is left out, or null: exit code 1 unless true",
    "totals": "total to amount: parameter-updates, cumulative",
    "change": "amount of all but the weights that the model was built on",
    "levels": "levels of the law on that day that the ledger is held against",
    "levels[].threshold": "id of the threshold",
    "levels[].metric": "the total that it is held against; null for that of a modification",
    "levels[].comparison": "the operator of the law: greater-than or at-least",
    "levels[].whole": "amount that the level is a part of",
    "levels[].parts": "into how many parts it is divided: 3 for one third",
    "levels[].place": "where the original's amount stands: `file:line`, or null",
    "levels[].reached": "amount that is held against it; a lower bound unless `complete` is true",
    "levels[].share": "low, best and high: `reached` over the level, as exact fractions `7/25`; "
    "null where not known, or without end",
    "levels[].share_in_words": "the same for people, with two figures, never rounded to one",
    **{f"levels[].{name}": text for name, text in CITED.items()},
    "entries": "the entries of the ledger, in its order",
    "entries[].id": "its id",
    "entries[].activity": "id of the activity",
    "entries[].label": "the activity's name",
    "entries[].amount": "amount",
    "entries[].method": "stated, six-pd, architecture, throughput, hardware or lineage",
    "entries[].method_in_words": "the method with the figures that went in",
    "entries[].counts_towards": "the totals that it enters",
    "entries[].superseded_by": "id of the entry that took its place, or null",
    "entries[].policy": "id of the open question on whether it counts, or null",
    "entries[].settled_by": "decision or default, or null without an open question",
    **{f"entries[].{name}": f"{text}: by what it counts" for name, text in CITED.items()},
    "entries[].source": "where the figures come from",
    "entries[].place": "where the entry stands: `file:line`",
    "entries[].by": "who entered it, or null",
    "entries[].on": "the day on which it was entered, or null",
    "entries[].models": "models that an entry of the lineage brings in, each once in the ledger",
    "entries[].models[].id": "its id",
    "entries[].models[].amount": "amount of its own training",
    "entries[].models[].built_on": "ids of models or entries that it was built on",
    "entries[].models[].source": "where the figure comes from",
    "entries[].estimates": "estimates of this compute, the entry's own first; none of a lineage",
    "entries[].estimates[].method": "as of the entry",
    "entries[].estimates[].amount": "amount",
    "entries[].estimates[].method_in_words": "the method with the figures that went in",
    "entries[].estimates[].source": "where the figures come from",
    "entries[].estimates[].ratio": "over the entry's own best value, as an exact fraction, or null",
    "entries[].estimates[].implied_utilisation": "share of the hardware's peak that it implies, as "
    "an exact fraction; null without hardware, and of the estimate from hardware itself",
    "entries[].flags": "what looks odd about the estimates",
    "entries[].flags[].kind": "its kind",
    "entries[].flags[].message": "what it is, in a sentence",
    "entries[].flags[].remedy": "what to do",
    "readings": "open questions whose other answer would change a verdict",
    "readings[].policies": "ids of the questions that are answered otherwise",
    "readings[].counts": "whether their compute would then count",
    "readings[].totals": "the totals as they would be",
    "readings[].changes": "question id to verdicts",
    "readings[].changes.*.before": "the verdict as it is",
    "readings[].changes.*.after": "the verdict as it would be",
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
LINT: dict[str, str] = {
    "on": "the day asked about",
    "law_known_on": "the last day on which the law's data were held against the sources",
    "of": "the file, or the name of the model",
    "kind": "pdf, docx, html, text, json; or dossier",
    "recognised": "whether it was taken for the form, so that its entries were looked at",
    "found": "ids of the fields that are found, or that have a value in the dossier",
    "remarks": "what somebody should look at, in the order of the form: exit code 1 if any",
    "remarks[].flaw": "id of the flaw; `check` for what `colophon check` finds of the dossier",
    "remarks[].kind": "conflict, missing (not found), notice, unasked, unread or stale",
    "remarks[].field": "id of the field, or null for the form as a whole",
    "remarks[].number": "number of its section in the form, `0` for its head, or null",
    "remarks[].place": "page and line, or line and heading; `file:line` of a dossier; or empty",
    "remarks[].quote": "the line that it rests on, shortened; empty where there is none",
    "remarks[].message": "what it is, in a sentence",
    "remarks[].remedy": "what to do",
}
_BY_ID = {"verdicts", "readings[].changes"}
"""Objects whose keys are ids."""
_AMOUNTS = {"best", "parameter-updates"}
"""What no line is written of: the ends of amounts and shares, the totals one by one."""
_SEEN_ABOVE = {"verdicts.*.because.because", "obligations[].because", "conventions"}
"""Where a shape begins that is told already."""

_SIDE = {
    "name": "the side as it was asked for",
    "dossier_digest": "digest of its files",
    "version": "the released version, or null",
    "on": "the day of that release, or null",
    "by": "who released it, or null",
    "note": "what was said of it, or null",
}
DIFF: dict[str, str] = {
    "before": "the first side",
    **{f"before.{name}": text for name, text in _SIDE.items()},
    "after": "the second side",
    **{f"after.{name}": text for name, text in _SIDE.items()},
    "on": "the day under whose law both were read",
    "law_known_on": "the last day on which the law's data were held against the sources",
    "same": "whether both say the same: exit code 1 unless true",
    "verdicts": "questions that are judged otherwise",
    "verdicts[].question": "id of the question",
    "verdicts[].label": "its name",
    "verdicts[].before": "met, not_met, not_applicable or undetermined",
    "verdicts[].after": "the same of the second side",
    "changes": "fields and entries that say something else",
    "changes[].register": "fields, dossier, ledger, compute, models, energy, time, cost, sources, "
    "datasets, evaluations, decisions, events, incidents or configurations",
    "changes[].section": "section of a field, or null",
    "changes[].id": "id of the field, path in dossier.yaml, or what names the entry",
    "changes[].label": "what people call it",
    "changes[].how": "new, gone, changed, or restated: the same from another source",
    "changes[].before": "where the former value came from, or null",
    "changes[].after": "where the latter comes from, or null",
    "changes[].points": "what is said otherwise",
    "changes[].points[].name": "value, note, confidential, or the key of the entry",
    "changes[].points[].before": "what was said, exactly, or null",
    "changes[].points[].after": "what is said, exactly, or null",
    "evidence": "artefacts of which other evidence is on file",
    "evidence[].artefact": "its name",
    "evidence[].how": "new, gone or changed",
    "evidence[].facts": "the facts that differ, where it changed",
    "evidence[].facts[].fact": "the name of the fact",
    "evidence[].facts[].of": "which of several things in the artefact, or null",
    "evidence[].facts[].before": "the former values as texts",
    "evidence[].facts[].after": "the latter values as texts",
}


def page() -> str:
    """Return the page of the JSON that commands print."""
    return "\n".join(
        [
            title("JSON output", INTRO),
            "`*` stands for an id, `[]` for each item of a list.\n",
            *_section("check", CHECK, _printed()),
            "",
            *_section("compute", COMPUTE, _ledger()),
            "",
            *_section("compute count", COUNT, _counted()),
            "",
            *_section("diff", DIFF, _compared()),
            "",
            *_section("lint", LINT, _linted()),
        ]
    )


def _section(command: str, told: dict[str, str], printed: dict[str, Any]) -> Iterator[str]:
    """Yield the table of one command's JSON, held against what it prints."""
    found = set(_paths(printed, ""))
    if found != set(told):
        wrong = sorted(found ^ set(told))
        raise SystemExit(f"docs/pages/json_output.py and `{command} --json` differ on {wrong}")
    yield f"## colophon {command} --json\n"
    yield table(("Key", "What it is"), [(code(path), text) for path, text in told.items()])


def _ledger() -> dict[str, Any]:
    """Return what `compute --json` prints of a ledger that has something of everything."""
    text = """
complete: true
by: A. Moreau
on: 2026-11-20
models:
  - {id: base, amount: 2e23 FLOP, source: card}
entries:
  - {id: merged, activity: merged-weights, method: lineage, models: [base], source: card}
  - {id: tuning, activity: fine-tuning, method: stated, amount: 1e23 FLOP, source: log,
     checks: [{method: stated, amount: 2e23 FLOP, source: report}]}
  - {id: rollouts, activity: rollouts, method: stated, amount: 9.9e24 FLOP, source: log}
"""
    tree = {"dossier.yaml": b"format: 1\n", "compute.yaml": text.encode()}
    case = case_of(files.read(tree, law()), law(), date(2026, 11, 21))
    return as_json(Seen(case, tuple(nearness(case)), tuple(turned(case))))


def _compared() -> dict[str, Any]:
    """Return what `diff --json` prints of two states with every kind of difference."""
    trees = []
    for country, layers in (("US", 8), ("FR", 9)):
        one = Reading(
            importer="huggingface_config",
            artefact=Artefact(name="config.json", digest=f"sha256:{layers}", size=1),
            evidence=(Evidence(fact="model.layers", value=layers, locator="/num_hidden_layers"),),
            unread=(),
        )
        spine = f"format: 1\nprovider: {{established_in: {country}}}\n"
        trees.append(
            {"dossier.yaml": spine.encode(), evidence_path(one): files.evidence_bytes(one)}
        )
    before, after = (side("now", tree, date(2026, 11, 21)) for tree in trees)
    return of_diff(between(before, after))


def _counted() -> dict[str, Any]:
    sizes = ("hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads")
    config = {"model_type": "llama", **dict.fromkeys(sizes, 8), "vocab_size": 8}
    header = b'{"w":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}'
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.json").write_text(json.dumps(config))
        weights = len(header).to_bytes(8, "little") + header + bytes(2)
        (folder / "model.safetensors").write_bytes(weights)
        return of_count(count(folder, Plan(1, read_lengths("8"))))


def _linted() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "summary.txt"
        file.write_text("Version of the Summary: 2")
        told: Any = lint.report(lint.of_file(file, date(2026, 11, 21)))
        return dict(told)


def _printed() -> dict[str, Any]:
    tree = draft.files("acme-7b", law())
    assessment = assess(files.read(tree, law()), law(), date(2026, 11, 21))
    return report.of_check(Checked(assessment, files.digest(tree)))


def _paths(value: Any, path: str) -> Iterator[str]:
    if path:
        yield path
    if path in _SEEN_ABOVE:
        return
    if isinstance(value, dict) and not _AMOUNTS & set(value):
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
