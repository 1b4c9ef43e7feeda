"""GGUF files: counted from their headers, and never believed against their length."""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, Any

import pytest

from colophon.importers import Folder, Source, gguf
from colophon.importers.gguf.types import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]

F32, Q4_K, I32 = 0, 12, 26
MODEL: dict[str, Any] = {"general.architecture": "llama", "general.type": "model"}
ONE_TENSOR = {"a": (F32, [4, 2])}


def text(value: str) -> bytes:
    """Return a text as the format writes it."""
    return len(value.encode()).to_bytes(8, "little") + value.encode()


def value(of: Any) -> bytes:
    """Return a value with its type."""
    if isinstance(of, bool):
        return struct.pack("<I?", 7, of)
    if isinstance(of, int):
        return struct.pack("<Ii", 5, of)
    if isinstance(of, float):
        return struct.pack("<If", 6, of)
    if isinstance(of, str):
        return struct.pack("<I", 8) + text(of)
    inner = [value(item) for item in of]
    kind = inner[0][:4] if inner else struct.pack("<I", 5)
    return struct.pack("<I", 9) + kind + struct.pack("<Q", len(of)) + b"".join(i[4:] for i in inner)


def raw(
    told: Mapping[str, Any], tensors: Mapping[str, tuple[int, Sequence[int]]], version: int = 3
) -> bytes:
    """Return a GGUF file, its tensors all zeros."""
    data = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(told))
    data += b"".join(text(key) + value(of) for key, of in told.items())
    end = 0
    for name, (kind, shape) in tensors.items():
        begin = -(-end // 32) * 32
        elements = 1
        for length in shape:
            elements *= length
        numbers, length = BLOCKS.get(kind, (1, 1))
        end = begin + elements // numbers * length
        data += text(name) + struct.pack("<I", len(shape))
        data += struct.pack(f"<{len(shape)}Q", *shape) + struct.pack("<IQ", kind, begin)
    return data + bytes(-len(data) % 32) + bytes(end)


def read(
    collect: Collect, told: Mapping[str, Any], **tensors: tuple[int, Sequence[int]]
) -> Reading:
    """Return the reading of one file."""
    (reading,) = collect(gguf, {"acme.gguf": raw(told, tensors or ONE_TENSOR)})
    return reading


def facts(reading: Reading) -> dict[str, Any]:
    """Return the values of a reading by their facts."""
    return {item.fact: item.value for item in reading.evidence}


def only_damage(reading: Reading) -> Unread:
    """Return the one damage of a reading that gives no facts."""
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert unread.damaged
    assert unread.remedy
    return unread


def test_quantised_weights_are_counted_by_their_shapes(collect: Collect) -> None:
    """A block of 144 bytes holds 256 parameters."""
    found = facts(read(collect, MODEL, a=(Q4_K, [512, 3]), b=(F32, [5])))
    assert found["weights.parameters"] == 512 * 3 + 5
    assert found["weights.dtypes"] == ("F32", "Q4_K")


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("a.scale", F32, "scales of quantised weights"),
        ("table", I32, "whole numbers"),
        ("a", 99, "type 99"),
    ],
)
def test_where_an_element_may_be_no_parameter_there_is_no_count(
    collect: Collect, name: str, kind: int, reason: str
) -> None:
    """The reason is told, and the rest is read."""
    reading = read(collect, MODEL, **{"b": (F32, [8]), name: (kind, [4])})
    assert "weights.parameters" not in facts(reading)
    assert facts(reading)["weights.tensors"] == 2
    assert reason in reading.unread[0].reason


def test_the_factors_of_rotary_embeddings_are_no_parameters(collect: Collect) -> None:
    """They are left out, and the place says so."""
    reading = read(collect, MODEL, **{"a": (F32, [8]), "rope_freqs.weight": (F32, [64])})
    (item,) = (item for item in reading.evidence if item.fact == "weights.parameters")
    assert item.value == 8
    assert item.locator == "header: sum of the shapes, without `rope_freqs`"


@pytest.mark.parametrize(
    "told",
    [
        {"general.type": "mmproj"},
        {"general.architecture": "clip"},
        {"general.type": "imatrix"},
        {"general.type": ["model"]},
    ],
)
def test_what_is_no_model_is_not_counted_as_one(collect: Collect, told: Mapping[str, Any]) -> None:
    """The projector of images lies beside the model, and is not the model."""
    reading = read(collect, told)
    assert reading.evidence == ()
    (unread,) = reading.unread
    assert not unread.damaged


def test_weights_that_are_added_to_a_model_have_facts_of_their_own(collect: Collect) -> None:
    """Nobody takes an adapter for a model."""
    told = {"general.type": "adapter", "adapter.type": "lora", "llama.block_count": 2}
    found = facts(read(collect, told))
    assert found["adapter.parameters"] == 8
    assert all(fact.startswith("adapter.") for fact in found)


@pytest.mark.parametrize(
    "beside",
    [{"llama.nextn_predict_layers": 1}, {"llama.decoder_block_count": 6}],
)
def test_layers_that_are_counted_together_are_not_told(
    collect: Collect, beside: dict[str, Any]
) -> None:
    """Layers that predict further tokens, and those of a decoder, are none of the layers."""
    reading = read(collect, MODEL | {"llama.block_count": 7} | beside)
    assert "model.layers" not in facts(reading)
    assert reading.unread[0].locator == "llama.block_count"


def test_a_size_for_each_layer_is_not_one_size(collect: Collect) -> None:
    """A list with one entry per layer gives no fact."""
    reading = read(collect, MODEL | {"llama.attention.head_count_kv": [8, 4, 8]})
    assert "model.key-value-heads" not in facts(reading)
    assert "a list stands where" in reading.unread[0].reason


def test_a_licence_of_its_own_is_named_where_the_file_names_it(collect: Collect) -> None:
    """`other` names no licence."""
    assert "licence.name" not in facts(read(collect, MODEL | {"general.license": "other"}))
    named = {"general.license": "other", "general.license.name": "acme"}
    assert facts(read(collect, MODEL | named))["licence.name"] == "acme"


@pytest.mark.parametrize("key", ["general.architecture", "general.file_type", "split.count"])
@pytest.mark.parametrize("wrong", [[1, 2], "x\ny", True, -1, 0.5, []])
def test_a_value_of_another_form_is_never_a_traceback(
    collect: Collect, key: str, wrong: Any
) -> None:
    """Whatever stands under a key, the tensors are read or the reason is told."""
    reading = read(collect, MODEL | {key: wrong})
    assert reading.evidence or reading.unread


def test_long_lists_are_passed_over(collect: Collect) -> None:
    """The tokens of a vocabulary are not kept, and what follows them is read."""
    told = {"tokens": ["a"] * 5000, "scores": [0.5] * 5000, "types": [1] * 5000}
    assert facts(read(collect, told | MODEL))["weights.architecture"] == "llama"


def test_a_set_is_summed_and_named_once(collect: Collect) -> None:
    """The metadata stand in the first file, the tensors in all."""
    split = {"split.count": 2, "split.tensors.count": 2}
    files = {
        "acme-00001-of-00002.gguf": raw(MODEL | split, {"a": (F32, [8])}),
        "acme-00002-of-00002.gguf": raw(split, {"b": (F32, [4])}),
    }
    (reading,) = collect(gguf, files)
    assert facts(reading)["weights.parameters"] == 12
    assert facts(reading)["weights.architecture"] == "llama"
    for missing in files:
        (part,) = collect(gguf, {name: data for name, data in files.items() if name != missing})
        assert "1 are here" in only_damage(part).reason


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (raw({"split.count": 3}, {"b": (F32, [4])}), "do not agree"),
        (raw({}, {"a": (F32, [4])}), "the same tensor"),
        (raw({"split.tensors.count": 9}, {"b": (F32, [4])}), "not as many as they say"),
        (b"GGUF", "beyond the end"),
    ],
)
def test_files_that_are_not_one_set_have_no_sum(
    collect: Collect, second: bytes, reason: str
) -> None:
    """One file of another set, or a damaged one, is not counted with the others."""
    first = raw(MODEL, {"a": (F32, [8])})
    (reading,) = collect(
        gguf, {"acme-00001-of-00002.gguf": first, "acme-00002-of-00002.gguf": second}
    )
    assert reason in only_damage(reading).reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "does not begin"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"GGML" + bytes(100), "does not begin"),
        (raw(MODEL, ONE_TENSOR, version=1), "version 1"),
        (raw(MODEL, ONE_TENSOR)[:-1], "cut short: 1 bytes"),
        (raw({"general.alignment": 7}, ONE_TENSOR), "multiples"),
        (raw(MODEL, {"a": (Q4_K, [100])}), "fill its blocks"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**63, 0), "beyond the end"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("a") + struct.pack("<I", 77), "known type"),
    ],
)
def test_a_file_that_is_damaged_gives_no_facts(collect: Collect, data: bytes, reason: str) -> None:
    """What is wrong is told, and nothing of the file is believed."""
    (reading,) = collect(gguf, {"acme.gguf": data})
    assert reason in only_damage(reading).reason


def test_a_file_cut_short_anywhere_gives_no_facts(collect: Collect) -> None:
    """No beginning of a file is taken for the whole."""
    whole = raw(MODEL | {"llama.block_count": 2}, ONE_TENSOR)
    for length in range(len(whole)):
        (reading,) = collect(gguf, {"acme.gguf": whole[:length]})
        only_damage(reading)


def test_tensors_that_lie_over_each_other_are_damage(collect: Collect) -> None:
    """Their order in the header does not matter."""
    whole = raw(MODEL, {"a": (F32, [8]), "b": (F32, [8])})
    places = [struct.pack("<QIQ", 8, F32, offset) for offset in (0, 32)]
    first, second = (whole.index(place) for place in places)
    swapped = bytearray(whole)
    swapped[first : first + 20], swapped[second : second + 20] = reversed(places)
    (reading,) = collect(gguf, {"acme.gguf": bytes(swapped)})
    assert facts(reading)["weights.parameters"] == 16
    (reading,) = collect(gguf, {"acme.gguf": whole.replace(places[1], places[0])})
    assert "lies over another" in only_damage(reading).reason


def test_every_byte_is_read_where_the_digest_is_asked_for(tmp_path: Path) -> None:
    """The digest of the weights is that of the file."""
    data = raw(MODEL, ONE_TENSOR)
    (tmp_path / "acme.gguf").write_bytes(data)
    (names,) = gguf.recognise(Folder.on_disk(tmp_path))
    found = facts(gguf.collect(Source(tmp_path, names, digest_weights=True)))
    assert found["weights.digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_file_for_machines_of_the_other_order_is_read(collect: Collect) -> None:
    """All its numbers are turned round, the lengths of its texts among them."""

    def turned(value: str) -> bytes:
        return len(value).to_bytes(8, "big") + value.encode()

    data = b"GGUF" + struct.pack(">IQQ", 3, 1, 2)
    data += turned("general.architecture") + struct.pack(">I", 8) + turned("llama")
    data += turned("llama.block_count") + struct.pack(">II", 4, 2)
    data += turned("a") + struct.pack(">IQIQ", 1, 8, F32, 0)
    data += bytes(-len(data) % 32) + bytes(32)
    (reading,) = collect(gguf, {"acme.gguf": data})
    assert facts(reading)["weights.parameters"] == 8
    assert facts(reading)["model.layers"] == 2
    assert reading.unread == ()
