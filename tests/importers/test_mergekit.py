"""Which models were merged, and with what weight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import mergekit

if TYPE_CHECKING:
    from collections.abc import Callable

    from colophon.evidence import Reading

    Collect = Callable[..., list[Reading]]


def read(collect: Collect, config: str) -> Reading:
    """Return the reading of a `mergekit_config.yml` with this text."""
    (reading,) = collect(mergekit, {"mergekit_config.yml": config.encode()})
    return reading


def told(reading: Reading, fact: str) -> dict[str | None, Any]:
    """Return the values of a fact by what they are told of."""
    return {item.of: item.value for item in reading.evidence if item.fact == fact}


def test_a_model_that_is_merged_in_two_slices_is_told_of_in_each(collect: Collect) -> None:
    """Layers are taken from a model slice by slice; the model is one parent."""
    reading = read(
        collect,
        """\
merge_method: passthrough
slices:
- sources: [{model: acme/a, layer_range: [0, 24]}]
- sources: [{model: acme/b, layer_range: [8, 32]}, {model: acme/b, layer_range: [0, 8]}]
""",
    )
    assert told(reading, "merge.parents") == {None: ("acme/a", "acme/b")}
    assert told(reading, "merge.layers") == {
        "slice 1, acme/a": (0, 24),
        "slice 2, acme/b": (8, 32),
        "slice 2, acme/b (2)": (0, 8),
    }
    assert reading.unread == ()


@pytest.mark.parametrize("weight", ["[0, 0.5, 1]", "[{filter: mlp, value: 0.5}, {value: 0.1}]"])
def test_a_weight_that_changes_over_the_layers_is_not_one_number(
    collect: Collect, weight: str
) -> None:
    """The model is told, its weight is not, and it is said why."""
    models = f"models: [{{model: acme/a, parameters: {{weight: {weight}}}}}]"
    reading = read(collect, f"merge_method: linear\n{models}\n")
    assert told(reading, "merge.parent") == {"acme/a": "acme/a"}
    assert told(reading, "merge.weight") == {}
    (unread,) = reading.unread
    assert unread.locator == "line 2, /models/0/parameters/weight"


@pytest.mark.parametrize(
    "written",
    [
        "acme/a@4f2c+acme/law@v1",
        "{model: {path: acme/a, revision: 4f2c}, lora: {path: acme/law, revision: v1}}",
    ],
)
def test_a_model_is_told_apart_from_its_revision_and_its_adapter(
    collect: Collect, written: str
) -> None:
    """All three may stand in one text, or in an object."""
    reading = read(collect, f"merge_method: linear\nmodels:\n- model: {written}\n")
    assert told(reading, "merge.parent") == {"acme/a": "acme/a"}
    assert told(reading, "merge.parent-revision") == {"acme/a": "4f2c"}
    assert told(reading, "merge.parent-adapter") == {"acme/a": "acme/law@v1"}


def test_the_parts_of_a_model_are_merged_by_themselves(collect: Collect) -> None:
    """A configuration may merge modules of a model each in its own way."""
    reading = read(
        collect,
        """\
merge_method: linear
modules:
  text_decoder: {models: [{model: acme/a, parameters: {weight: 1.0}}]}
  vision_tower: {models: [{model: acme/a}, {model: acme/b}]}
""",
    )
    assert told(reading, "merge.parents") == {None: ("acme/a", "acme/b")}
    assert told(reading, "merge.weight") == {"text_decoder, acme/a": 1}


@pytest.mark.parametrize(
    "parent", ["acme/b", "{path: acme/b}", "{model: a+b+c}", "{model: '@v1'}", "{model: [acme/b]}"]
)
def test_where_one_model_cannot_be_told_the_list_of_them_is_not(
    collect: Collect, parent: str
) -> None:
    """A list of parents that lacks one would be a wrong list."""
    reading = read(collect, f"merge_method: linear\nmodels: [{{model: acme/a}}, {parent}]\n")
    assert told(reading, "merge.parents") == {}
    assert told(reading, "merge.parent") == {"acme/a": "acme/a"}
    (unread,) = reading.unread
    assert unread.locator.startswith("line 2, /models/1")
    assert not unread.damaged


@pytest.mark.parametrize(
    "config",
    [
        "models: acme/a",
        "slices: [acme/a]",
        "slices: {sources: 1}",
        "modules: [acme/a]",
        "modules: {text_decoder: acme/a}",
        "parameters: {t: 0.5}",
    ],
)
def test_a_configuration_of_another_form_is_told_and_not_raised(
    collect: Collect, config: str
) -> None:
    """What stands where models belong is named."""
    reading = read(collect, f"merge_method: linear\n{config}\n")
    assert told(reading, "merge.method") == {None: "linear"}
    assert len(reading.unread) == 1


def test_what_is_no_merge_gives_no_facts(collect: Collect) -> None:
    """A file of this name without a method is of another program."""
    reading = read(collect, "base_model: acme/a\n")
    assert reading.evidence == ()
    assert not reading.unread[0].damaged
