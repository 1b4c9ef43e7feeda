"""The front matter of a model card, and what stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import model_card

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]


def read(collect: Collect, data: bytes) -> Reading:
    """Return the reading of a `README.md` with these bytes."""
    (reading,) = collect(model_card, {"README.md": data})
    return reading


def read_card(collect: Collect, front_matter: str) -> Reading:
    """Return the reading of a card with these lines between the two `---`."""
    return read(collect, f"---\n{front_matter}\n---\n\n# Acme\n".encode())


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def only_unread(reading: Reading) -> Unread:
    """Return the one thing that could not be read, where nothing else was."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    return unread


@pytest.mark.parametrize("language", ["no", "[no]", "\n- no"])
def test_norwegian_is_a_language(collect: Collect, language: str) -> None:
    """YAML 1.2 has no second word for false."""
    assert facts(read_card(collect, f"language: {language}")) == {"model.languages": ("no",)}


def test_a_text_or_a_list_may_name_what_the_model_was_made_from(collect: Collect) -> None:
    """One base model and a list of one are the same fact."""
    one = read_card(collect, "base_model: acme/a")
    assert facts(one) == facts(read_card(collect, "base_model:\n- acme/a"))
    assert facts(one) == {"model.base-models": ("acme/a",)}


def test_a_licence_of_its_own_is_named_where_the_card_names_it(collect: Collect) -> None:
    """`other` names no licence: the name stands beside it, or nowhere."""
    reading = read_card(collect, "license: other\nlicense_name: acme\nlicense_link: LICENSE")
    assert facts(reading) == {"licence.name": "acme", "licence.link": "LICENSE"}
    assert reading.unread == ()
    unread = only_unread(read_card(collect, "license: other"))
    assert "name of a licence" in unread.reason
    assert not unread.damaged


def test_a_fact_is_located_by_its_line_in_the_file(collect: Collect) -> None:
    """Lines are counted from the top of the file, the `---` and empty lines before it included."""
    (item,) = read(collect, b"\n\n---\ntags: [a]\nlicense: mit\n---\n").evidence
    assert item.locator == "line 5, /license"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_ends_of_lines_and_a_mark_at_the_top_do_not_matter(
    collect: Collect, end: str, mark: str
) -> None:
    """A card that was written on another system is read the same."""
    card = mark + end.join(["---", "license: mit", "---", "# Acme"])
    (item,) = read(collect, card.encode()).evidence
    assert (item.value, item.locator) == ("mit", "line 2, /license")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("17", 17),
        ("17.0", 17),
        ("0", 0),
        ("0.41", "0.41"),
        ("1e3", 1000),
        ("17g", 17),
        ("17 g", 17),
        ("0.5 grams", "0.5"),
        ("\n  emissions: 17\n  note: measured", 17),
        ("\n  emissions: 17 g", 17),
    ],
)
def test_carbon_dioxide_is_read_in_grams(collect: Collect, written: str, value: int | str) -> None:
    """The cards ask for grams; a fraction is kept as text, so that it is not rounded."""
    (item,) = read_card(collect, f"co2_eq_emissions: {written}").evidence
    assert (item.fact, item.value, item.unit) == ("energy.co2", value, "g")


def test_what_stands_beside_the_mass_is_told_as_text(collect: Collect) -> None:
    """Where the mass comes from, and what gave it off."""
    reading = read_card(
        collect,
        """\
co2_eq_emissions:
  emissions: 17
  source: codecarbon
  training_type: ""
  geographical_location: Paris, France
  hardware_used: 8 GPUs""",
    )
    assert facts(reading) == {
        "energy.co2": 17,
        "energy.co2-source": "codecarbon",
        "energy.co2-location": "Paris, France",
        "energy.co2-hardware": "8 GPUs",
    }
    assert reading.evidence[1].locator == "line 4, /co2_eq_emissions/source"


@pytest.mark.parametrize(
    "written",
    [
        "17 kg",
        "17 tons",
        '"17"',
        "about 17 g",
        "1.2.3 g",
        "1,234 g",
        "-1",
        "true",
        "[17]",
        "unknown",
        "\n  note: measured",
        "\n  emissions: 17 kg",
        "\n  emissions: null",
    ],
)
def test_carbon_dioxide_in_another_form_is_unread(collect: Collect, written: str) -> None:
    """A mass that is not plainly in grams is told and not converted."""
    unread = only_unread(read_card(collect, f"co2_eq_emissions: {written}"))
    assert unread.reason.endswith("stands where a number of grams belongs")
    assert unread.locator.startswith("line ")
    assert not unread.damaged


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("license: [mit, apache-2.0]", "a text of one line"),
        ("license: true", "a text of one line"),
        ("library_name: 1.5", "a text of one line"),
        ("pipeline_tag: {a: b}", "a text of one line"),
        ('license: "a\\nb"', "a text of one line"),
        ("language: true", "a list of texts"),
        ("language: [en, 1]", "a text of one line"),
        ("datasets: {a: b}", "a list of texts"),
    ],
)
def test_a_value_of_another_form_is_unread(collect: Collect, line: str, form: str) -> None:
    """A list that is wrong in one place gives no shorter list."""
    unread = only_unread(read_card(collect, line))
    assert unread.locator == f"line 2, /{line.partition(':')[0]}"
    assert unread.reason.endswith(f" stands where {form} belongs")


@pytest.mark.parametrize("nothing", ["", "null", "~", '""', "[]"])
def test_a_key_without_a_value_says_nothing(collect: Collect, nothing: str) -> None:
    """What stands empty in a template is no fact and no mistake."""
    reading = read_card(collect, f"license: mit\ndatasets: {nothing}")
    assert facts(reading) == {"licence.name": "mit"}
    assert reading.unread == ()


@pytest.mark.parametrize(
    "data",
    [b"", b"# Acme\n", b"# Acme\n---\nlicense: mit\n---\n", b"----\nlicense: mit\n----\n"],
)
def test_a_readme_without_front_matter_is_not_damaged(collect: Collect, data: bytes) -> None:
    """A README may be that of anything; only front matter makes it a model card."""
    unread = only_unread(read(collect, data))
    assert unread.reason.startswith("no front matter")
    assert not unread.damaged


@pytest.mark.parametrize("sign", ["size_categories: [1K<n<10K]", "pretty_name: Acme Web"])
def test_the_card_of_a_dataset_gives_no_facts_of_a_model(collect: Collect, sign: str) -> None:
    """The licence of a dataset is not that of the model whose folder it lies in."""
    reading = read_card(collect, f"license: mit\nlanguage: no\npipeline_tag: x\n{sign}")
    found = facts(reading)
    assert found["dataset.licence"] == ("mit",)
    assert found["dataset.languages"] == ("no",)
    assert all(fact.startswith("dataset.") for fact in found)


def test_a_dataset_may_have_several_configurations_with_splits(collect: Collect) -> None:
    """Sizes are told of each split of each configuration, with their line."""
    reading = read_card(
        collect,
        """\
dataset_info:
- config_name: en
  splits:
  - name: train
    num_bytes: 220
    num_examples: 10
  download_size: 131
- config_name: "no"
  splits: []
""",
    )
    assert [(item.fact, item.of, item.value) for item in reading.evidence] == [
        ("dataset.splits", "en", ("train",)),
        ("dataset.rows", "en, train", 10),
        ("dataset.bytes", "en, train", 220),
        ("dataset.download-bytes", "en", 131),
    ]
    assert reading.evidence[1].locator == "line 7, /dataset_info/0/splits/0/num_examples"
    assert reading.unread == ()


def test_a_configuration_without_a_name_is_told_where_it_is_alone(collect: Collect) -> None:
    """Of several, each needs its name, or nobody knows of which the sizes are told."""
    splits = "splits: [{name: train, num_examples: 10}]"
    alone = read_card(collect, f"dataset_info:\n  {splits}")
    assert [(item.of, item.value) for item in alone.evidence] == [(None, ("train",)), ("train", 10)]
    unread = only_unread(read_card(collect, f"dataset_info:\n- {splits}"))
    assert "config_name" in unread.reason


def test_the_licence_of_a_dataset_is_named_where_the_card_names_it(collect: Collect) -> None:
    """`other` names no licence."""
    sign = "pretty_name: A"
    named = read_card(collect, f"{sign}\nlicense: other\nlicense_name: acme")
    assert facts(named)["dataset.licence"] == ("acme",)
    unnamed = read_card(collect, f"{sign}\nlicense: [mit, other]")
    assert facts(unnamed) == {"dataset.name": "A"}
    assert "name of a licence" in unnamed.unread[0].reason


PROSE = """\
# Acme 1B
Acme is small. It was pretrained on 3 trillion tokens (v1.2) of text. More follows.
Training took 21,000 GPU hours on 64 H100 GPUs, or 1.2e22 FLOP and 15 MWh.
The knowledge cutoff is December 2023.
"""


def test_sentences_of_the_prose_are_suggested_word_for_word(collect: Collect) -> None:
    """A suggestion is the sentence and its line; no number is taken out of it."""
    reading = read(collect, f"---\nlicense: mit\n---\n{PROSE}".encode())
    suggested = [item for item in reading.evidence if item.fact.startswith("suggestion.")]
    tokens, *hours = suggested
    assert tokens.fact == "suggestion.training-tokens"
    assert tokens.value == "It was pretrained on 3 trillion tokens (v1.2) of text."
    assert tokens.locator == "line 5"
    assert {item.fact.partition(".")[2] for item in hours} == {
        "training-time",
        "training-compute",
        "hardware",
        "energy",
        "data-cutoff",
    }
    assert all(isinstance(item.value, str) and item.unit is None for item in suggested)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        ("- **Hardware Type:** 64 H100", "hardware"),
        ("- **Hours used:** 120", "training-time"),
        ("- **Carbon Emitted:** 3 t", "energy"),
        ("The pretraining data has a cutoff of December 2023.", "data-cutoff"),
        ("Training used 39.3M GPU hours.", "training-time"),
        ("| Training tokens | 15T |", "training-tokens"),
    ],
)
def test_the_usual_lines_of_cards_are_suggested(collect: Collect, line: str, fact: str) -> None:
    """Those of the template of the hub, and those of tables."""
    reading = read(collect, f"---\nlicense: mit\n---\n{line}\n".encode())
    assert facts(reading) == {"licence.name": "mit", f"suggestion.{fact}": line}


@pytest.mark.parametrize(
    "line",
    [
        "- **Hours used:** [More Information Needed]",
        "It was trained on trillions of tokens.",
        "The vocabulary has 32000 tokens.",
        "```\nIt was trained on 3T tokens.\n```",
        "<!-- trained on 3T tokens -->",
        f"It was trained on 3T tokens{' and more' * 100}.",
        "Trained on 3T \x07 tokens.",
    ],
)
def test_other_sentences_are_not_suggested(collect: Collect, line: str) -> None:
    """Without a number, in code, in a comment, or beyond all sentences: nothing is told."""
    reading = read(collect, f"---\nlicense: mit\n---\n{line}\n".encode())
    assert facts(reading) == {"licence.name": "mit"}


def test_a_card_that_repeats_itself_is_suggested_a_few_times(collect: Collect) -> None:
    """Of a thousand sentences of one kind, the first five are told."""
    prose = "It was trained on 3T tokens.\n" * 1000
    reading = read(collect, f"---\nlicense: mit\n---\n{prose}".encode())
    assert len(reading.evidence) == 6


DAMAGED = {
    "no end": (b"---\nlicense: mit\n", "line 1"),
    "nothing inside": (b"---\n---\n", "line 1"),
    "prose inside": (b"---\nWelcome.\n---\n", "line 1"),
    "a list inside": (b"---\n- mit\n---\n", "line 1"),
    "not YAML": (b"---\nlicense: mit\na: b: c\n---\n", "line 3"),
    "a tab": (b"---\na:\n\tb: c\n---\n", "line 3"),
    "twice the same key": (b"---\nlicense: mit\nlicense: gpl\n---\n", "line 3"),
    "an alias": (b"---\na: &x [b]\nc: *x\n---\n", "line 2"),
    "latin-1": ("---\ntags: é\n---\n".encode("latin-1"), "line 2"),
    "a number beyond all": (b"---\nx: 1\nco2_eq_emissions: 1e400\n---\n", "line 3"),
    "10 000 digits": (b"---\nx: " + b"9" * 10_000 + b"\n---\n", "line 2"),
    "a character beyond all": (b'---\nlicense: "\\UFFFFFFFF"\n---\n', "line 2"),
    "half a surrogate pair": (b'---\nlicense: "\\ud800"\n---\n', "line 2"),
    "deep nesting": (b"---\nx: " + b"[" * 5000 + b"]" * 5000 + b"\n---\n", "line 2"),
    "a zero byte": (b"---\nlicense: \0\n---\n", "line 2"),
}


@pytest.mark.parametrize(("data", "locator"), DAMAGED.values(), ids=DAMAGED)
def test_broken_front_matter_is_damage_with_its_line(
    collect: Collect, data: bytes, locator: str
) -> None:
    """What is wrong in front matter is told with the line of the file."""
    unread = only_unread(read(collect, data))
    assert unread.damaged
    assert unread.locator == locator
    assert unread.remedy


def test_prose_is_never_read_as_a_value(collect: Collect) -> None:
    """Below the second `---`, not even the characters have to be right."""
    reading = read(collect, b"---\nlicense: mit\n---\n\xff\xfe\nlicense: gpl\n---\nlicense: bsd\n")
    assert facts(reading) == {"licence.name": "mit"}
    assert reading.unread == ()


def test_front_matter_beyond_all_cards_is_damage(collect: Collect) -> None:
    """What is far too long for a card is not read."""
    unread = only_unread(read(collect, b"---\n" + b"# comment\n" * 300_000 + b"---\n"))
    assert unread.damaged
    assert "3000004 bytes" in unread.reason


def test_a_card_cut_short_or_changed_anywhere_is_never_a_traceback(collect: Collect) -> None:
    """Every beginning of a card, and every card with one byte changed, is read or told."""
    whole = "---\nlicense: mit\nlanguage: [é]\n---\n# A".encode()
    for at in range(len(whole)):
        assert read(collect, whole[:at]).artefact.size == at
        for byte in b"\x00\xff\n\t\"'{[&*!%@:#-":
            reading = read(collect, whole[:at] + bytes([byte]) + whole[at + 1 :])
            assert reading.evidence or reading.unread
