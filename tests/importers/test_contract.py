"""What every importer keeps to; a new one is tested as soon as it has an example."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from colophon import importers, parts
from colophon.errors import DiskError
from colophon.importers import Folder, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from colophon.evidence import Reading

EXAMPLES = Path(__file__).parent / "examples"
MODULES = list(parts.modules(importers))
FACT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+")


def own_name(importer: ModuleType) -> str:
    """Return the name of the module without those of its packages."""
    return importer.__name__.rpartition(".")[2]


each_importer = pytest.mark.parametrize("importer", MODULES, ids=own_name)


def groups(importer: ModuleType) -> list[tuple[str, ...]]:
    """Return what the importer recognises in its example."""
    folder = EXAMPLES / own_name(importer) / "artefact"
    return list(importer.recognise(Folder.on_disk(folder)))


def readings(importer: ModuleType) -> list[Reading]:
    """Return what the importer reads in its example."""
    folder = EXAMPLES / own_name(importer) / "artefact"
    return [importer.collect(Source(folder, names, "acme")) for names in groups(importer)]


@each_importer
def test_an_importer_has_an_example(importer: ModuleType) -> None:
    """Each importer has an artefact among the examples, and the evidence expected from it."""
    folder = EXAMPLES / own_name(importer)
    for needed in (folder / "artefact", folder / "expected.json"):
        assert needed.exists(), (
            f"The importer {own_name(importer)} has no example. Put a small artefact into "
            f"tests/importers/examples/{own_name(importer)}/artefact/ and the readings expected "
            "from it, a JSON list, into expected.json beside that folder."
        )


@each_importer
def test_an_importer_reads_its_example(importer: ModuleType) -> None:
    """Each importer reads from its example exactly what is expected."""
    expected = json.loads((EXAMPLES / own_name(importer) / "expected.json").read_bytes())
    found = [one.model_dump(mode="json", exclude_none=True) for one in readings(importer)]
    assert found == expected


@each_importer
def test_an_importer_has_the_three_names_and_a_docstring(importer: ModuleType) -> None:
    """Each importer says what it reads, recognises names and collects."""
    assert importer.__doc__
    assert all(map(FACT.fullmatch, importer.FACTS))
    assert all(importer.FACTS.values())
    assert callable(importer.recognise)
    assert callable(importer.collect)


@each_importer
def test_an_importer_signs_with_its_own_name(importer: ModuleType) -> None:
    """Each reading names the module that made it."""
    assert {one.importer for one in readings(importer)} == {own_name(importer)}


@each_importer
def test_every_fact_is_declared(importer: ModuleType) -> None:
    """What an importer reads, it has said that it can read."""
    assert {item.fact for one in readings(importer) for item in one.evidence} <= set(importer.FACTS)


@each_importer
def test_an_artefact_is_named_by_its_path_below_what_was_pointed_at(importer: ModuleType) -> None:
    """The name of an artefact begins with the prefix that the importer was given."""
    assert all(one.artefact.name.startswith("acme/") for one in readings(importer))


@each_importer
def test_an_importer_recognises_each_file_once_and_no_strangers(importer: ModuleType) -> None:
    """No file is in two groups, and a file of no known kind is in none."""
    names = [name for group in groups(importer) for name in group]
    assert len(set(names)) == len(names)
    assert (
        list(importer.recognise(Folder(["Makefile", "main.py", "config.json.orig", ".bin", ""])))
        == []
    )


def damaged(data: bytes) -> Iterator[bytes]:
    """Yield a file cut off, with one bit turned, empty, in another encoding, and as nonsense."""
    step = max(1, len(data) // 150)
    for place in range(0, len(data), step):
        yield data[:place]
        yield data[:place] + bytes([data[place] ^ (1 << place % 8)]) + data[place + 1 :]
    yield data.decode("latin-1").encode("utf-16")
    yield b"\xff\xfe" + data
    yield b"[" * 100_000
    yield b'{"a":' * 100_000
    yield b"9" * 10_000
    yield data.replace(b"1", b"9" * 10_000)
    yield data + data
    yield bytes(10_000)


@each_importer
def test_an_importer_survives_whatever_happens_to_its_files(
    importer: ModuleType, tmp_path: Path
) -> None:
    """Damage is said, and never raised; what is still read was declared."""
    folder = EXAMPLES / own_name(importer) / "artefact"
    whole = tmp_path / "artefact"
    shutil.copytree(folder, whole)
    for path in sorted(path for path in whole.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for other in damaged(data):
            path.write_bytes(other)
            for names in importer.recognise(Folder.on_disk(whole)):
                read = importer.collect(Source(whole, names, "acme"))
                assert {one.fact for one in read.evidence} <= set(importer.FACTS)
        path.write_bytes(data)


ODD = st.sampled_from(
    [b"", b"\n", b"0", b"-1", b"1e999", b"NaN", b"null", b'"', b"[", b"{", b"}", b"\x00", b"\xff"]
)


@each_importer
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_an_importer_survives_any_change_of_its_files(
    importer: ModuleType, data: st.DataObject
) -> None:
    """Whatever replaces whatever part of a file, no error is raised; what is read was declared."""
    artefact = EXAMPLES / own_name(importer) / "artefact"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "artefact")
        shutil.copytree(artefact, folder)
        path = data.draw(st.sampled_from(sorted(one for one in folder.rglob("*") if one.is_file())))
        content = path.read_bytes()
        for _ in range(data.draw(st.integers(1, 3))):
            begin = data.draw(st.integers(0, len(content)))
            end = data.draw(st.integers(begin, min(len(content), begin + 40)))
            content = content[:begin] + data.draw(ODD | st.binary(max_size=20)) + content[end:]
        path.write_bytes(content)
        for names in importer.recognise(Folder.on_disk(folder)):
            read = importer.collect(Source(folder, names, "acme"))
            assert {one.fact for one in read.evidence} <= set(importer.FACTS)
            assert all(one.reason and one.remedy for one in read.unread)


@each_importer
def test_a_folder_in_the_place_of_a_file_is_an_error_with_place_and_remedy(
    importer: ModuleType, tmp_path: Path
) -> None:
    """What is no file is refused in words that a person can act on."""
    names = groups(importer)[0]
    (tmp_path / names[0]).mkdir(parents=True)
    with pytest.raises(DiskError, match="a folder, a pipe or a device") as caught:
        importer.collect(Source(tmp_path, names))
    assert caught.value.place == str(tmp_path / names[0])
    assert caught.value.remedy


@each_importer
def test_a_file_that_has_gone_is_an_error_with_place_and_remedy(
    importer: ModuleType, tmp_path: Path
) -> None:
    """A file that vanishes between the listing and the reading is named."""
    names = groups(importer)[0]
    with pytest.raises(DiskError, match="cannot be found") as caught:
        importer.collect(Source(tmp_path, names))
    assert caught.value.place == str(tmp_path / names[0])


def test_a_fact_means_the_same_wherever_it_is_read() -> None:
    """Two importers that read one fact describe it in the same words."""
    meanings: dict[str, set[str]] = {}
    for importer in MODULES:
        for fact, meaning in importer.FACTS.items():
            meanings.setdefault(fact, set()).add(meaning)
    assert {fact: words for fact, words in meanings.items() if len(words) > 1} == {}


def test_no_two_importers_read_the_same_file() -> None:
    """No importer recognises what is in the example of another."""
    for importer in MODULES:
        folder = Folder.on_disk(EXAMPLES / own_name(importer) / "artefact")
        others = [other for other in MODULES if other is not importer]
        assert [group for other in others for group in other.recognise(folder)] == []
