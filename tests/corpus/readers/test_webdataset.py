"""Archives of WebDataset."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from colophon.corpus.readers import webdataset
from colophon.corpus.sampling import Sample
from tests.corpus.readers import making

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.corpus.shards import Shard

    Read = Callable[..., tuple[list[dict[str, Any]], list[Any]]]
    Make = Callable[[str, bytes], Shard]

ROLES = {"url": "url", "text": ".txt", "images": ".images"}


def test_members_whose_names_begin_alike_are_one_record(shard: Make, read: Read) -> None:
    """Up to the first dot after the last slash; images count, whatever else their name says."""
    content = making.tar(
        [
            ("a.b/1.jpg", b"x"),
            ("a.b/1.json", b'{"url": "u1", "width": 3}'),
            ("a.b/1.txt", "é".encode()),
            ("a.b/2.left.png", b"x"),
            ("a.b/2.right.PNG", b"x"),
            ("c/2.txt", b"other"),
            ("README", b"no record"),
            (".hidden", b"none either"),
            ("d/3.wav", b"x"),
        ]
    )
    path = shard("a.tar", content)
    rows, unread = read(path, ROLES)
    assert unread == []
    assert [(row["url"], row["bytes"], row["images"]) for row in rows] == [
        ("u1", 2, 1),
        (None, None, 2),
        (None, 5, 0),
        (None, None, 0),
    ]
    assert [row["text"] for row in rows] == ["é", None, "other", None]
    assert webdataset.columns(path) == {
        "url": "text",
        "width": "number",
        ".txt": "text",
        ".images": "number",
        ".audio": "number",
    }


@pytest.mark.parametrize("kind", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_are_read_in_every_kind_of_archive(kind: int, shard: Make, read: Read) -> None:
    """Whether they stand in the header, before it or in two parts of it."""
    long = "folder/" * 20 + "name"
    names = [f"{long}{n}.{end}" for n in range(3) for end in ("jpg", "txt")]
    if kind != tarfile.USTAR_FORMAT:
        names += ["ж" * 150 + ".jpg", "with\nline.jpg"]
    rows, unread = read(shard("a.tar", making.tar([(name, b"x") for name in names], kind)), ROLES)
    assert unread == []
    assert [row["images"] for row in rows] == [1] * (len(names) - 3)


def test_links_devices_and_folders_are_no_members(shard: Make, read: Read, tmp_path: Path) -> None:
    """Nothing is followed, and nothing is ever written."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"../../evil{kind!r}.jpg")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        folder = tarfile.TarInfo("folder.jpg")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        info = tarfile.TarInfo("/absolute/../a.jpg")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
    path = shard("a.tar", sink.getvalue())
    before = sorted(tmp_path.rglob("*"))
    rows, unread = read(path, ROLES)
    assert (len(rows), unread) == (1, [])
    assert sorted(tmp_path.rglob("*")) == before


def test_a_member_that_is_broken_is_told_and_its_record_counts(shard: Make, read: Read) -> None:
    """Without the values that could not be read."""
    content = making.tar(
        [
            ("1.json", b"{broken"),
            ("1.jpg", b"x"),
            ("2.txt", b"\xff\xfe"),
            ("3.json", b"[1]"),
            ("4.json", b'{"url": "u", "n": NaN}'),
        ]
    )
    rows, unread = read(shard("a.tar", content), ROLES)
    assert [row["url"] for row in rows] == [None, None, None, "u"]
    assert [row["bytes"] for row in rows] == [None, 2, None, None]
    assert [one.locator for one in unread] == ["member 1.json", "member 2.txt", "member 3.json"]


def test_only_the_first_broken_members_are_told_one_by_one(shard: Make, read: Read) -> None:
    """Of thirty twenty are, and then how many more there are."""
    content = making.tar([(f"{n}.json", b"{") for n in range(30)])
    rows, unread = read(shard("a.tar", content), ROLES)
    assert (len(rows), len(unread)) == (30, 21)
    assert unread[-1].reason.startswith("10 more members")


def test_a_huge_member_takes_no_time(shard: Make, read: Read) -> None:
    """A terabyte that is not there is an archive that is cut off."""
    info = tarfile.TarInfo("1.jpg")
    info.size = 2**40
    content = making.tar([("0.jpg", b"x")])[:1024] + info.tobuf()
    rows, (unread,) = read(shard("a.tar", content), ROLES)
    assert len(rows) == 1
    assert unread.damaged


def test_a_huge_json_is_not_held(shard: Make, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and its record counts."""
    monkeypatch.setattr(webdataset, "_LARGEST_JSON", 10)
    content = making.tar([("1.json", b'{"url": "long enough"}'), ("2.json", b'{"url":1}')])
    rows, (unread,) = read(shard("a.tar", content), ROLES)
    assert [row["url"] for row in rows] == [None, "1"]
    assert unread.locator == "member 1.json"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda whole: whole[:-1024], "ends before its end mark"),
        (lambda whole: whole + whole, "something follows its end mark"),
        (lambda whole: whole[:512] + b"?" * 512 + whole[1024:], ""),
        (lambda whole: whole[:1024] + b"?" * 512 + whole[1536:], "header of a member is damaged"),
    ],
)
def test_an_archive_that_is_not_whole_is_told(
    change: Callable[[bytes], bytes], reason: str, shard: Make, read: Read
) -> None:
    """The records before count."""
    members = [(f"{n}.jpg", b"x") for n in range(3)]
    content = making.tar(members)[: 512 * 8]
    rows, unread = read(shard("a.tar", change(content)), ROLES)
    if not reason:
        assert (len(rows), unread) == (3, [])
        return
    assert reason in unread[0].reason
    assert len(rows) >= 0


def test_the_text_may_stand_in_the_json(shard: Make, read: Read) -> None:
    """Then its length is measured there."""
    content = making.tar([(f"{n}.json", b'{"caption": "\xc3\xa9"}') for n in range(50)])
    rows, _ = read(shard("a.tar", content), {"text": "caption"}, Sample(3))
    assert [row["bytes"] for row in rows] == [2] * 50
    assert 3 <= sum(row["text"] == "é" for row in rows) < 50


def test_an_archive_of_nothing_has_no_records(shard: Make, read: Read) -> None:
    """That is nothing to report; a file of no bytes is cut off."""
    assert read(shard("a.tar", making.tar([])), ROLES) == ([], [])
    _, (unread,) = read(shard("b.tar", b""), ROLES)
    assert unread.damaged
