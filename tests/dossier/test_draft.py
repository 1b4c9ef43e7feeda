"""The first draft of a dossier: every question to fill, nothing answered, nothing made up."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings, strategies as st

from colophon.dossier import draft, files, paths, schemas
from colophon.dossier.effective import State, effective
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.reading import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT = draft.files("Exemplar 7B", law())
FORMS = [path for path in DRAFT if paths.belongs(path)]
COMMENTED = re.compile(r"^# ?(?=[a-z_]+:|  )", re.MULTILINE)


def schema_of(path: str) -> dict[str, Any]:
    """Return the schema that the first line of a file names."""
    named = re.match(r"# yaml-language-server: \$schema=(?:\.\./)?(.+)\n", DRAFT[path].decode())
    assert named
    assert named[0].count("../") == path.count("/")
    schema = json.loads(DRAFT[named[1]])
    assert isinstance(schema, dict)
    return schema


def uncommented(text: str) -> str:
    """Return a register of the draft with its example in force."""
    return COMMENTED.sub("", re.sub(r"^\w+: \[\]\n", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("path", FORMS)
def test_a_draft_is_valid_in_its_own_schema(path: str) -> None:
    """Every file of a draft names its schema in its first line, and fits it."""
    jsonschema.validate(yaml(DRAFT[path], path).value, schema_of(path))


def test_a_draft_is_a_dossier_in_which_nothing_is_answered() -> None:
    """A fresh draft can be read; of the model it knows the name and no more."""
    dossier = files.read(DRAFT, law())
    assert not any(answer.is_given for answer in dossier.answers.values())
    assert (dossier.ledger.complete, dossier.ledger.entries) == (None, ())
    record = effective(dossier, law(), {})
    known = {name for name, value in record.values.items() if value.state is not State.UNKNOWN}
    assert known == set()


def test_a_draft_asks_what_every_model_is_asked() -> None:
    """What only models with systemic risk or of third countries are asked waits."""
    drafted = {path for path in DRAFT if path.startswith("answers/")}
    assert drafted < set(draft.answers(law().section, law()))
    for outline in law().outlines:
        own = set(draft.answers(outline.sections, law()))
        assert outline.only_if or own <= drafted, outline.id
    assert "answers/model-specification.yaml" not in drafted


def test_a_draft_asks_for_every_field_once() -> None:
    """Each field that is answered has its line in one file, with its label before it."""
    forms = {path: text.decode() for path, text in draft.answers(law().section, law()).items()}
    for section in law().sections:
        for field in section.fields:
            asking = [path for path, text in forms.items() if f"\n{field.id}:\n" in text]
            assert asking == ([] if field.follows else [f"answers/{section.id}.yaml"])
            if asking:
                before, _, after = forms[asking[0]].partition(f"\n{field.id}:\n")
                comment = before.rpartition("\n\n")[2].replace("\n# ", " ")
                assert comment.startswith(f"# {field.label}. {field.help}")
                lines = after.partition("\n\n")[0]
                assert ("not_applicable:" in lines) is field.where_applicable


@pytest.mark.parametrize("path", FORMS)
def test_a_draft_can_be_read_on_a_narrow_screen(path: str) -> None:
    """No line of a form is longer than 100 characters."""
    assert max(map(len, DRAFT[path].decode().splitlines())) <= 100


@pytest.mark.parametrize(
    "name",
    ["compute.yaml", "datasets.yaml", "evaluations.yaml", "decisions.yaml", "incidents.yaml"],
)
def test_the_examples_of_a_draft_are_good_examples(name: str) -> None:
    """An example in the comments, once uncommented, fits the schema and is read."""
    text = uncommented(DRAFT[name].decode())
    value = yaml(text.encode(), name).value
    rows = value[{"compute.yaml": "entries"}.get(name, name.removesuffix(".yaml"))]
    assert rows
    jsonschema.validate(value, schema_of(name))
    if name == "compute.yaml":
        text = text.replace("by:    #", "by: A #").replace("on:    #", "on: 2026-10-02 #")
    dossier = files.read({**DRAFT, name: text.encode()}, law())
    read = {
        "compute.yaml": dossier.ledger.entries,
        "datasets.yaml": dossier.datasets,
        "evaluations.yaml": dossier.evaluations,
        "decisions.yaml": dossier.decisions,
        "incidents.yaml": dossier.incidents,
    }
    assert len(read[name]) == len(rows)


def test_the_examples_of_the_ledger_show_every_method() -> None:
    """Whoever wonders how to enter compute finds each method in the draft."""
    entries = yaml(uncommented(DRAFT["compute.yaml"].decode()).encode(), "x").value["entries"]
    assert [entry["method"] for entry in entries] == ["six-pd", "hardware", "stated"]


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_name_can_be_given_to_a_model(name: str) -> None:
    """Whatever the directory is called, the draft can be read, and states no name for it."""
    tree = draft.files(name, law())
    assert files.read(tree, law()).spine.model.name is None
    assert draft.files("acme", law()).keys() == tree.keys()


# -- What was read ------------------------------------------------------------------------------


def reading(*facts: tuple[str, Any], name: str = "config.json") -> Reading:
    """Return the reading of an artefact in which these facts stood."""
    return Reading(
        importer="probe",
        artefact=Artefact(name=name, digest="sha256:0", size=1),
        evidence=tuple(Evidence(fact=fact, value=value, locator="/x") for fact, value in facts),
        unread=(),
    )


def test_a_draft_tells_what_was_read_and_answers_nothing_with_it() -> None:
    """Evidence stands in comments beside the fields that it fills or may help with."""
    facts = (("licence.name", "apache-2.0"), ("model.context-length", 4096))
    tree = draft.files("Exemplar", law(), [reading(*facts)])
    licence = tree["answers/licence.yaml"].decode()
    assert "apache-2.0" in licence
    assert "Left empty, this is taken." in licence
    assert "4096" in tree["answers/sizes.yaml"].decode()
    assert not any(answer.is_given for answer in files.read(tree, law()).answers.values())


BREAKS = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c"]


def hostile() -> Iterator[str]:
    """Yield texts that would stand on a line of their own if a break were let through."""
    for line_break in BREAKS:
        yield f"mit{line_break}licence.name: {{value: x, by: y, on: 2026-01-01}}{line_break}"


@pytest.mark.parametrize("text", list(hostile()), ids=[repr(one) for one in BREAKS])
def test_what_was_read_cannot_answer_for_a_person(text: str) -> None:
    """A text in an artefact stays in its comment, whatever it takes for the end of a line."""
    tree = draft.files("Exemplar", law(), [reading(("licence.name", text))])
    assert not any(answer.is_given for answer in files.read(tree, law()).answers.values())


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_whatever_was_read_the_draft_can_be_read(text: str) -> None:
    """No text in an artefact makes a draft that is not YAML."""
    one = reading(("licence.name", text), ("model.type", text), name=text or "x")
    tree = draft.files("Exemplar", law(), [one])
    for section in ("licence", "architecture"):
        path = f"answers/{section}.yaml"
        assert tree[path] == tree[path].decode().encode()
        assert (
            not files.read({"dossier.yaml": b"format: 1", path: tree[path]}, law())
            .answers[law().section[section].fields[0].id]
            .is_given
        )


def test_the_schemas_come_with_the_draft() -> None:
    """A new dossier brings the schemas that its files name."""
    assert schemas.files(law()).items() <= DRAFT.items()
