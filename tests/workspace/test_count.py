"""A model's folder on the disk to its count: what is given, what is found beside, what is said."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from colophon.compute.passes import Plan
from colophon.errors import ColophonError, DiskError, ReadingError, UnknownIdError
from colophon.workspace.count import as_json, as_number, count, read_lengths, read_tokens

if TYPE_CHECKING:
    from pathlib import Path

CONFIG: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 160,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "vocab_size": 300,
    "tie_word_embeddings": False,
}
TOTAL = 2 * 300 * 64 + 2 * (4 * 64 * 64 + 3 * 64 * 160 + 2 * 64) + 64
PLAN = Plan(10**12, (((4096,), Fraction(1)),))


def folder(path: Path, *, parameters: int | None = None, dtype: str = "BF16", **more: Any) -> Path:
    """Make a model's folder, with weights of so many parameters where a number is given."""
    (path / "config.json").write_text(json.dumps({**CONFIG, **more}))
    if parameters is not None:
        size = {"BF16": 2, "U8": 1}[dtype] * parameters
        header = json.dumps(
            {"w": {"dtype": dtype, "shape": [parameters], "data_offsets": [0, size]}}
        ).encode()
        with (path / "model.safetensors").open("wb") as file:
            file.write(len(header).to_bytes(8, "little") + header)
            file.truncate(8 + len(header) + size)
    return path


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("14.8T", 14_800_000_000_000),
        ("300B", 300_000_000_000),
        ("1.5e12", 1_500_000_000_000),
        ("2 M", 2_000_000),
        ("512K", 512_000),
        ("7", 7),
    ],
)
def test_a_number_of_tokens(text: str, tokens: int) -> None:
    """Numbers with a suffix or an exponent are read exactly."""
    assert read_tokens(text) == tokens


@pytest.mark.parametrize("text", ["", "many", "-3B", "0", "1.5", "14.8t", "1e"])
def test_no_number_of_tokens(text: str) -> None:
    """Anything else is refused, with forms that would do."""
    with pytest.raises(ReadingError, match="is not a number of tokens") as raised:
        read_tokens(text)
    assert raised.value.place == "--tokens"
    with pytest.raises(ReadingError):
        read_tokens("1e999999999")


def test_lengths() -> None:
    """One length, those of an encoder-decoder, and a mix by share of tokens."""
    assert read_lengths("4096") == (((4096,), Fraction(1)),)
    assert read_lengths("512/114") == (((512, 114), Fraction(1)),)
    assert read_lengths("4096:0.8, 32768:0.2") == (
        ((4096,), Fraction(4, 5)),
        ((32768,), Fraction(1, 5)),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not the length"),
        ("0", "is not the length"),
        ("long", "is not the length"),
        ("4096,8192", "is not the length"),
        ("4096:half", "is not the length"),
        ("4096:1/0", "is not the length"),
        ("4096:0.8,8192:0.3", "do not add up to 1"),
        ("4096:1.5,8192:-0.5", "do not add up to 1"),
        ("4096:0.333,8192:0.333,16384:0.333", "do not add up to 1"),
    ],
)
def test_no_lengths(text: str, said: str) -> None:
    """Shares must add up to one exactly."""
    with pytest.raises(ReadingError, match=said) as raised:
        read_lengths(text)
    assert raised.value.place == "--length"


def test_a_file_and_its_folder_are_the_same(tmp_path: Path) -> None:
    """The configuration may be named, or the folder that holds it."""
    folder(tmp_path)
    assert count(tmp_path, PLAN) == count(tmp_path / "config.json", PLAN)


def test_without_a_length_attention_is_not_counted(tmp_path: Path) -> None:
    """Without a length there is the plain rule only, and it is said why."""
    counted = as_json(count(folder(tmp_path, max_position_embeddings=8192), Plan(10**12)))
    assert counted["flop"]["six_pd"] == 6 * TOTAL * 10**12
    assert counted["flop"]["causal"] is None
    assert counted["per_token"] is None
    assert any("max_position_embeddings" in note for note in counted["notes"])


def test_without_tokens_there_is_no_total(tmp_path: Path) -> None:
    """Parameters and operations for each token need no number of tokens."""
    counted = as_json(count(folder(tmp_path), Plan(lengths=PLAN.lengths)))
    assert counted["flop"] is None
    assert counted["parameters"]["total"] == TOTAL
    assert {line["item"] for line in counted["per_token"]} == {
        "attention projections",
        "attention scores",
        "feed-forward",
        "output head",
    }


def test_the_lines_add_up_to_the_total(tmp_path: Path) -> None:
    """Training costs three times what the lines of a token say, times the tokens."""
    counted = as_json(count(folder(tmp_path), PLAN))
    assert counted["flop"]["causal"] == 3 * 10**12 * sum(
        line["causal"] for line in counted["per_token"]
    )
    assert counted["flop"]["full"] == 3 * 10**12 * sum(
        line["full"] for line in counted["per_token"]
    )


@pytest.mark.parametrize(
    ("more", "agree", "said"),
    [
        (0, True, "hold 122"),
        (-5, False, "5 fewer than the configuration tells"),
        (100, False, "100 more than the configuration tells"),
    ],
)
def test_the_weights_are_held_against_the_configuration(
    tmp_path: Path, more: int, agree: bool, said: str
) -> None:
    """The number of parameters in the header is compared, and a mismatch is told."""
    counted = count(folder(tmp_path, parameters=TOTAL + more), PLAN)
    assert counted.weights is not None
    assert counted.weights.agree is agree
    assert any(said in note for note in counted.notes) or more == 0


def test_a_tied_head_that_is_saved_all_the_same_agrees(tmp_path: Path) -> None:
    """Some files hold the output head beside the embedding whose weights it shares."""
    folder(tmp_path, parameters=TOTAL, tie_word_embeddings=True)
    counted = count(tmp_path, PLAN)
    assert counted.weights is not None
    assert counted.weights.agree is True
    assert any("output head saved beside" in note for note in counted.notes)


def test_packed_weights_are_not_taken_for_parameters(tmp_path: Path) -> None:
    """Of 4-bit weights the header's number would be too low by far: it is told, not used."""
    counted = count(folder(tmp_path, parameters=TOTAL // 2, dtype="U8"), PLAN)
    assert counted.weights is not None
    assert counted.weights.parameters is None
    assert counted.weights.agree is None
    assert any("packed" in note for note in counted.notes)


def test_an_unknown_type_falls_back_to_the_plain_rule(tmp_path: Path) -> None:
    """Of an unknown type the weights' parameters tell something, in a wide interval."""
    counted = count(folder(tmp_path, parameters=1000, model_type="perceiver"), PLAN)
    assert counted.model is None
    plain = as_json(counted)
    assert plain["parameters"]["total"] == 1000
    assert plain["parameters"]["active"] is None
    assert plain["flop"]["six_pd"] == 6 * 10**15
    assert plain["flop"]["causal"] is None
    assert plain["flop"]["low"] == 3 * 10**14
    assert plain["flop"]["high"] == 18 * 10**15
    assert "`perceiver` is a type that is not known" in plain["notes"][0]


def test_an_unknown_type_without_weights_is_refused(tmp_path: Path) -> None:
    """Where neither tells the size, nothing is counted."""
    with pytest.raises(UnknownIdError, match="nothing can be counted"):
        count(folder(tmp_path, model_type="perceiver"), PLAN)
    with pytest.raises(UnknownIdError, match="nothing can be counted"):
        count(folder(tmp_path, model_type="perceiver", parameters=9, dtype="U8"), PLAN)


def test_adapters_are_not_the_model(tmp_path: Path) -> None:
    """Weights that are added to another model's are no count of this one."""
    folder(tmp_path, parameters=TOTAL)
    (tmp_path / "model.safetensors").rename(tmp_path / "adapter_model.safetensors")
    assert count(tmp_path, PLAN).weights is None


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("[]", ReadingError, "no object"),
        ("{", ReadingError, "not JSON"),
        ("{}", ReadingError, "no `model_type`"),
        ('{"model_type": "llama"}', ReadingError, "is missing, without which"),
        (None, DiskError, "no such file"),
    ],
)
def test_a_file_that_is_no_configuration(
    tmp_path: Path, content: str | None, error: type[ColophonError], said: str
) -> None:
    """What is no configuration is one clear error with its place."""
    if content is not None:
        (tmp_path / "config.json").write_text(content)
    with pytest.raises(error, match=said) as raised:
        count(tmp_path, PLAN)
    assert "config.json" in raised.value.place


@pytest.mark.parametrize(
    ("plan", "error", "place"),
    [
        (Plan(1, (((512, 114), Fraction(1)),)), ReadingError, "--length"),
        (Plan(1, frozen=frozenset({"vision"})), UnknownIdError, "--frozen"),
        (Plan(1, images=3), ReadingError, "--images"),
    ],
)
def test_a_plan_that_does_not_fit(
    tmp_path: Path, plan: Plan, error: type[ColophonError], place: str
) -> None:
    """A plan for parts that the model does not have is refused."""
    with pytest.raises(error) as raised:
        count(folder(tmp_path), plan)
    assert raised.value.place == place


def test_numbers_for_each_token_are_whole_or_rounded_half_to_even() -> None:
    """A whole number stays one; another has six places."""
    assert as_number(Fraction(10**30)) == 10**30
    assert as_number(Fraction(1, 3)) == 0.333333
    assert as_number(Fraction(5, 10**7)) == 0.0
    assert as_number(Fraction(15, 10**7)) == 0.000002
