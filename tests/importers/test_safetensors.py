"""Safetensors files: counted from their headers, and never believed against their length."""

from __future__ import annotations

import hashlib
import json
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.errors import ColophonError
from colophon.importers import Folder, Source, safetensors
from colophon.importers.safetensors.header import Tensor, read_head, read_header
from colophon.importers.safetensors.parameters import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from colophon.evidence import Reading, Unread

    Collect = Callable[..., list[Reading]]
    Weights = Callable[[Mapping[str, tuple[str, list[int]]]], bytes]

ONE = "model.safetensors"
INDEX = "model.safetensors.index.json"
FIRST, SECOND, THIRD = (f"model-0000{number}-of-00003.safetensors" for number in (1, 2, 3))


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


def raw(header: object, data: bytes = b"") -> bytes:
    """Return a file with this header, right or wrong, and these bytes below it."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def shard_files(weights: Weights) -> dict[str, bytes]:
    """Return a set of three shards with an index."""
    shards = {
        FIRST: {"a": ("BF16", [4, 2])},
        SECOND: {"b": ("BF16", [3])},
        THIRD: {"c": ("F32", [5]), "d": ("F32", [])},
    }
    index = {tensor: name for name, tensors in shards.items() for tensor in tensors}
    files = {name: weights(tensors) for name, tensors in shards.items()}
    return {INDEX: json.dumps({"weight_map": index}).encode(), **files}


# -- One file -------------------------------------------------------------------------------------


def test_parameters_are_the_sum_of_the_shapes(collect: Collect, weights: Weights) -> None:
    """The count is exact; a tensor without dimensions is one number."""
    data = weights({"a": ("F32", [3, 5]), "b": ("BF16", [7]), "c": ("F32", [])})
    (reading,) = collect(safetensors, {ONE: data})
    assert facts(reading) == {
        "weights.parameters": 3 * 5 + 7 + 1,
        "weights.dtypes": ("BF16", "F32"),
        "weights.tensors": 3,
        "weights.bytes": len(data),
    }
    assert [item.unit for item in reading.evidence] == ["parameters", None, "tensors", "bytes"]
    assert reading.unread == ()


def test_a_sparse_file_of_300_gb_is_read_by_its_header(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 300 GB no more than the header is read, whatever the size."""
    elements = 150 * 10**9
    header = {"a": {"dtype": "BF16", "shape": [elements], "data_offsets": [0, 2 * elements]}}
    head = raw(header)
    with (tmp_path / ONE).open("wb") as file:
        file.write(head)
        file.truncate(len(head) + 2 * elements)
    read: list[bytes] = []

    def listen(file: BinaryIO, size: int) -> bytes:
        read.append(read_head(file, size))
        assert file.tell() == len(head)
        return read[-1]

    monkeypatch.setattr(safetensors, "read_head", listen)
    reading = safetensors.collect(Source(tmp_path, (ONE,)))
    assert facts(reading)["weights.parameters"] == elements
    assert read == [head]


def test_an_adapter_is_not_taken_for_a_model(collect: Collect, weights: Weights) -> None:
    """Weights that are added to those of another model have facts of their own."""
    (reading,) = collect(
        safetensors, {"adapter_model.safetensors": weights({"lora_A": ("F32", [2, 8])})}
    )
    assert facts(reading)["adapter.parameters"] == 16
    assert all(fact.startswith("adapter.") for fact in facts(reading))


def test_two_whole_files_are_two_readings(collect: Collect, weights: Weights) -> None:
    """A model saved twice in one folder is not counted twice in one number."""
    data = weights({"a": ("F32", [4])})
    readings = collect(safetensors, {ONE: data, "consolidated.safetensors": data})
    assert [facts(reading)["weights.parameters"] for reading in readings] == [4, 4]


# -- What counts as a parameter -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "dtype", "shape"),
    [
        ("layers.0.rotary_emb.inv_freq", "F32", [4]),
        ("embeddings.position_ids", "I64", [1, 8]),
        ("bn.num_batches_tracked", "I64", []),
        ("bn.running_mean", "F32", [4]),
        ("h.0.attn.bias", "F32", [1, 1, 4, 4]),
        ("h.0.attn.bias", "U8", [1, 1, 4, 4]),
        ("h.0.attn.masked_bias", "F32", []),
        ("anything", "BOOL", [9]),
    ],
)
def test_buffers_are_left_out_and_named(
    collect: Collect, weights: Weights, name: str, dtype: str, shape: list[int]
) -> None:
    """What some programs save beside the parameters is not counted, and that is said."""
    data = weights({"weight": ("F32", [10]), name: (dtype, shape)})
    (reading,) = collect(safetensors, {ONE: data})
    assert facts(reading)["weights.parameters"] == 10
    assert ", without 1 " in reading.evidence[0].locator
    assert reading.unread == ()


def test_a_bias_of_attention_is_a_parameter(collect: Collect, weights: Weights) -> None:
    """Only the mask of GPT-2 is left out, and not every tensor of its name."""
    (reading,) = collect(safetensors, {ONE: weights({"h.0.attn.bias": ("F32", [12])})})
    assert facts(reading)["weights.parameters"] == 12


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        ("mlp.qweight", "I32"),
        ("mlp.weight", "U8"),
        ("mlp.weight", "I8"),
        ("mlp.gate_up_proj_blocks", "U8"),
        ("mlp.weight_scale_inv", "F32"),
        ("mlp.qscale_weight", "F32"),
        ("attn.k_scale", "F32"),
        ("attn.kv_scale", "F32"),
        ("k_proj.output_scale", "F32"),
        ("mlp.pre_quant_scale", "F32"),
        ("mlp.codes", "I16"),
    ],
)
def test_packed_weights_have_no_count(
    collect: Collect, weights: Weights, name: str, dtype: str
) -> None:
    """Where a stored number is not one parameter, the sum would lie, so there is none."""
    (reading,) = collect(safetensors, {ONE: weights({"a": ("F8_E4M3", [8]), name: (dtype, [8])})})
    assert "weights.parameters" not in facts(reading)
    assert facts(reading)["weights.tensors"] == 2
    (unread,) = reading.unread
    assert f"`{name}` of {dtype}" in unread.reason
    assert not unread.damaged


@pytest.mark.parametrize("dtype", ["F4", "F6_E2M3", "F8_E8M0", "C64"])
def test_numbers_that_are_no_plain_floats_have_no_count(dtype: str) -> None:
    """Half a byte, a scale and a complex number are not one parameter each for certain."""
    assert count([Tensor("a", dtype, (8,), 8)]).parameters is None


def test_a_file_without_parameters_has_no_count(collect: Collect, weights: Weights) -> None:
    """No parameters is not the same as zero parameters."""
    (reading,) = collect(safetensors, {ONE: weights({})})
    assert facts(reading) == {"weights.tensors": 0, "weights.bytes": len(weights({}))}
    assert "holds no tensor" in reading.unread[0].reason


# -- Sets of shards -------------------------------------------------------------------------------


def test_a_set_is_one_reading_with_the_sum(collect: Collect, weights: Weights) -> None:
    """Three shards and their index are one model."""
    files = shard_files(weights)
    (reading,) = collect(safetensors, files)
    shards = sum(len(data) for name, data in files.items() if name != INDEX)
    assert facts(reading) == {
        "weights.parameters": 4 * 2 + 3 + 5 + 1,
        "weights.dtypes": ("BF16", "F32"),
        "weights.tensors": 4,
        "weights.bytes": shards,
    }
    assert reading.artefact.name == INDEX
    assert reading.artefact.size == shards + len(files[INDEX])


def test_a_set_needs_no_index(collect: Collect, weights: Weights) -> None:
    """Numbered files tell by their names whether all are there."""
    files = shard_files(weights)
    del files[INDEX]
    (reading,) = collect(safetensors, files)
    assert facts(reading)["weights.parameters"] == 17
    assert reading.artefact.name == FIRST


@pytest.mark.parametrize("gone", [FIRST, SECOND, THIRD])
@pytest.mark.parametrize("indexed", [True, False])
def test_a_missing_shard_is_named(
    collect: Collect, weights: Weights, gone: str, indexed: bool
) -> None:
    """A set that is not whole has no sums, and what is missing is said."""
    files = shard_files(weights)
    del files[gone]
    if not indexed:
        del files[INDEX]
    (reading,) = collect(safetensors, files)
    assert f"1 file (`{gone}`) cannot be found" in only_damage(reading).reason


def test_an_index_without_any_shard_names_the_first_few(collect: Collect, weights: Weights) -> None:
    """A folder into which only the index was fetched holds no weights."""
    (reading,) = collect(safetensors, {INDEX: shard_files(weights)[INDEX]})
    assert "3 files (" in only_damage(reading).reason


def test_a_total_beyond_all_is_not_counted_out(collect: Collect, weights: Weights) -> None:
    """A name may ask for more files than any disk has."""
    name = f"model-1-of-{10**200}.safetensors"
    (reading,) = collect(safetensors, {name: weights({"a": ("F32", [1])})})
    assert f"`model-2-of-{10**200}"[:100] in only_damage(reading).reason


def test_a_damaged_shard_is_named(collect: Collect, weights: Weights) -> None:
    """One damaged file leaves the whole set without sums."""
    files = shard_files(weights)
    files[SECOND] = files[SECOND][:-1]
    (reading,) = collect(safetensors, files)
    assert only_damage(reading).locator == SECOND


def test_a_tensor_in_two_shards_is_not_counted_twice(collect: Collect, weights: Weights) -> None:
    """Two files of one set with the same tensor are no set."""
    data = weights({"a": ("F32", [1])})
    files = {f"m-{number}-of-2.safetensors": data for number in (1, 2)}
    (reading,) = collect(safetensors, files)
    assert "more than one file of the set holds 1 tensor (`a`)" in only_damage(reading).reason


def test_an_index_that_does_not_agree_with_the_files_is_damage(
    collect: Collect, weights: Weights
) -> None:
    """The index of one version and the shards of another are not one model."""
    index = json.dumps({"weight_map": {"b": "m-1-of-1.safetensors"}}).encode()
    files = {"m.safetensors.index.json": index}
    files["m-1-of-1.safetensors"] = weights({"a": ("F32", [1])})
    (reading,) = collect(safetensors, files)
    assert "do not agree on 2 tensors (`a`, `b`)" in only_damage(reading).reason


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"[]",
        b"{}",
        b'{"weight_map": []}',
        b'{"weight_map": {}}',
        b'{"weight_map": {"a": 1}}',
        b'{"weight_map": {"a": "b", "a": "b"}}',
        b"\xff",
    ],
)
def test_a_damaged_index_is_damage(collect: Collect, weights: Weights, index: bytes) -> None:
    """Without what the index says, nobody knows what the set is."""
    (reading,) = collect(safetensors, {**shard_files(weights), INDEX: index})
    assert only_damage(reading).locator.startswith(INDEX)


def test_a_file_outside_the_folder_is_never_opened(collect: Collect, weights: Weights) -> None:
    """An index that names a way out of the folder names a file that is not there."""
    index = json.dumps({"weight_map": {"a": f"../0/{ONE}"}}).encode()
    (reading,) = collect(safetensors, {INDEX: index, ONE: weights({"a": ("F32", [1])})})
    assert any("cannot be found" in unread.reason for unread in reading.unread)
    assert reading.evidence == ()


def test_what_the_index_does_not_name_is_told_and_not_counted(
    collect: Collect, weights: Weights
) -> None:
    """A shard left over from another save does not grow the model."""
    files = shard_files(weights)
    files["model-00004-of-00004.safetensors"] = weights({"z": ("F32", [99])})
    (reading,) = collect(safetensors, files)
    assert facts(reading)["weights.parameters"] == 17
    (unread,) = reading.unread
    assert unread.locator == "model-00004-of-00004.safetensors"
    assert not unread.damaged


NUMBERED = ("m-1-of-2.safetensors", "m-2-of-2.safetensors")


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        ([ONE, "other.safetensors"], [(ONE,), ("other.safetensors",)]),
        ([FIRST, SECOND, ONE], [(FIRST, SECOND), (ONE,)]),
        ([*NUMBERED, "m-1-of-3.safetensors"], [NUMBERED, ("m-1-of-3.safetensors",)]),
        ([INDEX, FIRST, ONE], [(INDEX, FIRST), (ONE,)]),
        ([INDEX, ONE], [(INDEX, ONE)]),
        ([INDEX, "a.safetensors", "b.safetensors"], [(INDEX, "a.safetensors", "b.safetensors")]),
        (
            [INDEX, "a.safetensors", "adapter_model.safetensors"],
            [(INDEX, "a.safetensors"), ("adapter_model.safetensors",)],
        ),
        (
            ["x.safetensors.index.fp16.json", "x-1-of-1.fp16.safetensors", "x-1-of-1.safetensors"],
            [
                ("x.safetensors.index.fp16.json", "x-1-of-1.fp16.safetensors"),
                ("x-1-of-1.safetensors",),
            ],
        ),
        (["config.json", "a.safetensors.bak", "index.json"], []),
    ],
)
def test_files_that_belong_together_are_grouped(
    names: list[str], groups: list[tuple[str, ...]]
) -> None:
    """A set is told by its index or by the numbers in the names of its files."""
    assert sorted(safetensors.recognise(Folder(names))) == sorted(groups)


# -- Digests --------------------------------------------------------------------------------------


def test_the_digest_of_one_file_is_that_of_sha256sum(collect: Collect, weights: Weights) -> None:
    """Asked for, every byte is read, and the progress ends at the last."""
    data = weights({"a": ("F32", [4])})
    told: list[tuple[int, int]] = []
    (reading,) = collect(
        safetensors,
        {ONE: data},
        digest_weights=True,
        progress=lambda done, total: told.append((done, total)),
    )
    assert facts(reading)["weights.digest"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert told[-1] == (len(data), len(data))


def test_the_digest_of_a_set_can_be_found_without_colophon(
    collect: Collect, weights: Weights, tmp_path: Path
) -> None:
    """It is the digest of what sha256sum says of the shards in the order of their names."""
    (reading,) = collect(safetensors, shard_files(weights), digest_weights=True)
    command = f"cd {tmp_path}/0; LC_ALL=C; sha256sum model-*.safetensors | sha256sum"
    said = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True, text=True)
    assert facts(reading)["weights.digest"] == f"sha256:{said.stdout.split()[0]}"


def test_the_name_in_the_record_does_not_depend_on_how_much_was_read(
    collect: Collect, weights: Weights
) -> None:
    """With and without the digest of the weights, the artefact has the digest of its headers."""
    (brief,) = collect(safetensors, shard_files(weights))
    (thorough,) = collect(safetensors, shard_files(weights), digest_weights=True)
    assert brief.artefact == thorough.artefact
    assert brief.artefact.digest.startswith("sha256-header:")


# -- Damage ---------------------------------------------------------------------------------------


def tensor(**changes: object) -> dict[str, object]:
    """Return a header with one tensor of two numbers, with something changed in it."""
    return {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8], **changes}}


TWO = {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}
DAMAGED = {
    "empty": b"",
    "7 bytes": bytes(7),
    "zero bytes": bytes(100),
    "a length of 2^63": (2**63).to_bytes(8, "little") + b"{}",
    "a length of 2^64 - 1": b"\xff" * 8 + b"{}",
    "a length beyond the end": (3).to_bytes(8, "little") + b"{}",
    "a length beyond all": (100_000_001).to_bytes(8, "little") + b"{}",
    "no JSON": raw(b"{"),
    "latin-1": raw('{"é": 1}'.encode("latin-1")),
    "no object": raw([]),
    "twice the same tensor": raw(b'{"a": 1, "a": 1}'),
    "half a surrogate pair": raw(b'{"\\ud800": {}}'),
    "deep nesting": raw(b"[" * 100_000),
    "10 000 digits": raw(b'{"a": ' + b"9" * 10_000 + b"}"),
    "metadata that are no texts": raw({"__metadata__": {"a": 1}}),
    "metadata that are no object": raw({"__metadata__": "pt"}),
    "a tensor that is no object": raw({"a": 1}),
    "no dtype": raw({"a": {"shape": [], "data_offsets": [0, 4]}}, bytes(4)),
    "an unknown dtype": raw(tensor(dtype="F33"), bytes(8)),
    "a dtype that is no text": raw(tensor(dtype=["F32"]), bytes(8)),
    "a negative shape": raw(tensor(shape=[-1, -2]), bytes(8)),
    "a shape with a fraction": raw(tensor(shape=[2.0]), bytes(8)),
    "a shape of truth values": raw(tensor(shape=[True, 2]), bytes(8)),
    "a shape that is no list": raw(tensor(shape=2), bytes(8)),
    "a shape beyond all": raw(tensor(shape=[2**63] * 10_000), bytes(8)),
    "one offset": raw(tensor(data_offsets=[8]), bytes(8)),
    "offsets in reverse": raw(tensor(data_offsets=[8, 0]), bytes(8)),
    "offsets too wide": raw(tensor(data_offsets=[0, 9]), bytes(9)),
    "a gap before the first": raw(tensor(data_offsets=[4, 12]), bytes(12)),
    "one tensor over another": raw({**tensor(), "b": TWO}, bytes(8)),
    "cut short": raw(tensor(), bytes(7)),
    "too long": raw(tensor(), bytes(9)),
    "half a byte": raw({"a": {"dtype": "F4", "shape": [1], "data_offsets": [0, 1]}}, bytes(1)),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_unread_with_reason_and_remedy(collect: Collect, data: bytes) -> None:
    """What a header says is held against the format and against the length of the file."""
    (reading,) = collect(safetensors, {ONE: data})
    assert only_damage(reading).reason


def test_a_shape_with_a_zero_holds_nothing(collect: Collect) -> None:
    """However large the other dimensions are, nothing times them is nothing."""
    data = raw(
        {**tensor(), "b": {"dtype": "F32", "shape": [2**63, 2**63, 0], "data_offsets": [8, 8]}}
    )
    (reading,) = collect(safetensors, {ONE: data + bytes(8)})
    assert facts(reading)["weights.parameters"] == 2


def test_a_pointer_of_git_lfs_is_told_with_the_command_that_fetches_the_weights(
    collect: Collect,
) -> None:
    """A clone without its large files holds three lines of text under each of their names."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"
    (reading,) = collect(safetensors, {ONE: pointer})
    assert "git lfs pull" in only_damage(reading).remedy


def test_a_file_cut_short_anywhere_is_damaged(weights: Weights) -> None:
    """Not one of the beginnings of a file passes for the whole."""
    whole = weights({"a": ("F32", [2]), "b": ("BF16", [3])})
    for length in range(len(whole)):
        with pytest.raises(ColophonError):
            read_header(whole[:length], length, ONE)
    assert read_header(whole, len(whole), ONE)


def test_a_byte_in_the_place_of_another_is_never_a_traceback(
    collect: Collect, weights: Weights
) -> None:
    """A flipped byte gives another honest reading, or says what is wrong."""
    whole = weights({"a": ("F32", [2])})
    for at in range(len(whole) - 8):
        for byte in b'\x00\x80\xff"{}[]\\,:0-':
            data = whole[:at] + bytes([byte]) + whole[at + 1 :]
            (reading,) = collect(safetensors, {ONE: data})
            assert reading.evidence or reading.unread


@given(st.binary(max_size=200))
def test_no_header_is_a_traceback(header: bytes) -> None:
    """Whatever the bytes of a header are, they are read or refused."""
    data = raw(header)
    with suppress(ColophonError):
        assert read_header(data, len(data), ONE) == []


COUNTS = st.integers(-1, 4) | st.integers() | st.booleans() | st.floats() | st.none()


@given(
    st.dictionaries(
        st.text(max_size=3),
        st.fixed_dictionaries(
            {
                "dtype": st.sampled_from(["F32", "BF16", "U8", "F4", "X"]),
                "shape": st.lists(COUNTS, max_size=3),
                "data_offsets": st.lists(st.integers(-1, 32), min_size=2, max_size=2),
            }
        ),
        max_size=3,
    ),
    st.integers(0, 64),
)
def test_what_a_header_may_say_fills_the_file_exactly(header: dict[str, Any], size: int) -> None:
    """A header is believed only if its tensors take up every byte of the file once."""
    data = raw(header, bytes(size))
    try:
        tensors = read_header(data, len(data), ONE)
    except ColophonError:
        return
    taken = [value["data_offsets"] for value in header.values()]
    assert len(tensors) == len(header)
    assert sum(end - begin for begin, end in taken) == size
