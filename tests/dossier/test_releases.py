"""A release is a copy with a record, and any change of either is seen."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, strategies as st

from colophon.dossier import files, releases
from colophon.dossier.releases import FILE, Release
from colophon.errors import FormatVersionError, ReadingError, ReleaseError

if TYPE_CHECKING:
    from collections.abc import Mapping

ON = date(2026, 11, 21)
TREE = {
    "dossier.yaml": b"format: 1\nmodel: {name: Acme 7B}\n",
    "answers/licence.yaml": b"licence.name: {value: MIT}\n",
    "evidence/source-1.json": b"{}\n",
    "README.md": b"beside the dossier",
}


def frozen(
    tree: Mapping[str, bytes] = TREE, version: str = "1.0", on: date = ON, **said: Any
) -> dict[str, bytes]:
    """Return the files of a release."""
    given_by = {"by": "A. Moreau", "note": "First.", "before": None, **said}
    return releases.freeze(
        tree, version, on, law_known_on=date(2026, 11, 14), made_by="Colophon 1", **given_by
    )


def record(files_of: Mapping[str, bytes]) -> Release:
    """Return the record of a release."""
    return releases.read(files_of[FILE], FILE)


def test_a_release_holds_the_files_of_the_dossier_and_its_record() -> None:
    """What belongs to the dossier is copied to the byte; what lies beside it is not."""
    made = frozen()
    assert set(made) == {*TREE, FILE} - {"README.md"}
    assert all(made[path] == TREE[path] for path in made if path != FILE)
    found = record(made)
    assert (found.version, found.on, found.by, found.note) == ("1.0", ON, "A. Moreau", "First.")
    assert found.before is None
    assert found.dossier_digest == files.digest(TREE)
    assert set(found.files) == set(made) - {FILE}
    releases.hold(found, made, "releases/1.0")


def test_the_same_release_is_the_same_bytes() -> None:
    """A record holds nothing of the machine, the hour or the order of the files."""
    assert frozen() == frozen(dict(reversed(TREE.items())))


def test_nobody_is_named_where_nobody_is_named() -> None:
    """An author and a note that are left out or empty are null, and not filled in."""
    found = json.loads(frozen(by=None, note="  ")[FILE])
    assert found["by"] is None
    assert found["note"] is None
    assert record(frozen(by=None, note=None)).by is None


@given(st.data())
def test_a_changed_record_is_seen(data: st.DataObject) -> None:
    """No value of a record can be changed without its digest telling."""
    content = json.loads(frozen(before=record(frozen(version="0.9")))[FILE])
    paths = [
        ("version",), ("on",), ("by",), ("note",), ("law_known_on",), ("made_by",),
        ("dossier_digest",), ("before", "version"), ("before", "digest"),
        ("files", "dossier.yaml"), ("digest",),
    ]  # fmt: skip
    *way, last = data.draw(st.sampled_from(paths))
    inner = content
    for step in way:
        inner = inner[step]
    is_day = last in {"on", "law_known_on"}
    inner[last] = "2020-01-01" if is_day else data.draw(st.sampled_from(["x", "0.1", "Z9"]))
    with pytest.raises(ReleaseError, match="changed after the release") as raised:
        releases.read(json.dumps(content).encode(), "releases/1.0/release.json")
    assert raised.value.place == "releases/1.0/release.json"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format": "other"}', b"\xff"])
def test_what_is_no_record_is_an_error_with_its_place(content: bytes) -> None:
    """A file that is no record of a release is refused with its name."""
    with pytest.raises(ReadingError) as raised:
        releases.read(content, "releases/1.0/release.json")
    assert raised.value.place.startswith("releases/1.0/release.json")


def test_a_record_of_a_newer_colophon_is_refused() -> None:
    """A record in a format that is not known yet is not misread."""
    content = json.loads(frozen()[FILE]) | {"format_version": 2}
    with pytest.raises(FormatVersionError, match="reads up to 1"):
        releases.read(json.dumps(content).encode(), FILE)


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"dossier.yaml": b"format: 1\n"}, "dossier.yaml", "changed after the release"),
        ({"dossier.yaml": None}, "dossier.yaml", "is gone"),
        ({"compute.yaml": b""}, "compute.yaml", "not of the release"),
    ],
)
def test_a_changed_file_is_named(change: dict[str, bytes | None], place: str, message: str) -> None:
    """A file that was changed, taken away or added is an error whose place is that file."""
    made = frozen()
    tree = {path: one for path, one in {**made, **change}.items() if one is not None}
    with pytest.raises(ReleaseError, match=message) as raised:
        releases.hold(record(made), tree, "releases/1.0")
    assert raised.value.place == f"releases/1.0/{place}"


@pytest.mark.parametrize("version", ["1", "1.0", "2026-11", "v1.2-rc+3", "a" * 64])
def test_a_version_may_be_a_name_for_a_folder(version: str) -> None:
    """Numbers, days and names with `.`, `-`, `_` and `+` are versions."""
    assert record(frozen(version=version)).version == version


@pytest.mark.parametrize(
    "version", ["", " ", ".", "..", "../x", "a/b", "a\\b", "1.0.", "-C", "now", "NOW", "a" * 65,
                "é", "a b", "a\n", "con:", "\udcff"]
)  # fmt: skip
def test_a_version_that_names_no_folder_is_refused(version: str) -> None:
    """What leads elsewhere, is no name everywhere, or stands for the dossier is no version."""
    with pytest.raises(ReleaseError, match="no name for a version"):
        frozen(version=version)


def test_a_text_that_is_no_text_is_refused() -> None:
    """Bytes of a terminal that are not UTF-8 are refused with the option that holds them."""
    with pytest.raises(ReleaseError) as raised:
        frozen(note="\udcff")
    assert raised.value.place == "--note"


def test_a_release_is_not_made_before_the_last_one() -> None:
    """The day of a release lies on the day of the release before, or after it."""
    first = record(frozen())
    assert frozen(version="1.1", before=first)
    with pytest.raises(ReleaseError, match="which is later"):
        frozen(version="1.1", on=ON - timedelta(days=1), before=first)


@given(st.permutations(range(5)))
def test_releases_stand_in_the_order_in_which_they_were_made(order: list[int]) -> None:
    """Each release comes after the one that it follows, whatever the versions and the folders."""
    chain: list[Release] = []
    for version in ("2.0", "1.0", "10", "b", "a"):
        chain.append(record(frozen(version=version, before=chain[-1] if chain else None)))
    found = releases.in_order([chain[position] for position in order], "releases")
    assert found == tuple(chain)


def test_releases_of_two_branches_stand_by_their_days() -> None:
    """Where two follow one, as after a merge of branches, the earlier day comes first."""
    first = record(frozen())
    late = record(frozen(version="1.1", on=ON + timedelta(days=2), before=first))
    early = record(frozen(version="1.2", on=ON + timedelta(days=1), before=first))
    assert releases.in_order([late, early, first], "releases") == (first, early, late)


def test_a_release_that_is_gone_or_exchanged_is_missed() -> None:
    """A release that another one follows can neither be taken away nor be replaced unseen."""
    first = record(frozen())
    second = record(frozen(version="1.1", before=first))
    with pytest.raises(ReleaseError, match=r"1\.0, which 1\.1 follows, is gone") as raised:
        releases.in_order([second], "releases")
    assert raised.value.place == "releases/1.0"
    other = record(frozen(note="Another."))
    with pytest.raises(ReleaseError, match="is another than it was"):
        releases.in_order([other, second], "releases")
