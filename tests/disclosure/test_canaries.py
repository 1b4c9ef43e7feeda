"""No package says to an audience what that audience may not see: in no file, and nowhere in one.

The dossiers are those of the canaries of documents. Here they are sealed, and every file of every
package is searched, with what is packed or compressed inside it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

import pypdf
import pytest

from colophon.disclosure import archive
from colophon.law.load import law
from colophon.law.model import Audience
from colophon.workspace import disk
from colophon.workspace.seal import Wish, seal
from tests.documents.test_canaries import ON, _tree, expected, joined, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUEST = """\
requests:
  - id: request-kq
    from: KqSender
    audience: {audience}
    items: [identity, licence.name]
    legal_basis: KqBasis
    purpose: KqPurpose
    by: KqAuthor
    note: KqRemark
"""

each_audience = pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)


def texts(name: str, content: bytes) -> Iterator[tuple[str, str, bool]]:
    """Yield all that a file says, all that is packed or compressed in it, and if it is for people.

    In what is for machines digits stand beside digits that have nothing to do with them.
    """
    is_packed = content[:4] == b"PK\x03\x04"
    is_pdf = content[:5] == b"%PDF-"
    yield name, content.decode("utf-8", errors="replace"), not is_packed and not is_pdf
    if is_packed:
        with zipfile.ZipFile(io.BytesIO(content)) as unpacked:
            for inner in unpacked.namelist():
                for where, text, _ in texts(f"{name}/{inner}", unpacked.read(inner)):
                    yield where, text, False
                    yield where, re.sub(r"<[^>]*>", "", text), True
    if is_pdf:
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield f"{name}, text", "\n".join(page.extract_text() for page in reader.pages), True
        yield f"{name}, properties", str(reader.metadata), True
        streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
        for number, packed in enumerate(streams):
            try:
                stream = zlib.decompressobj().decompress(packed)
            except zlib.error:
                continue
            yield f"{name}, stream {number}", stream.decode("latin-1"), False
            yield f"{name}, stream {number}", stream.decode("utf-16-be", errors="replace"), False


def sealed(folder: Path, record: str, wish: Wish) -> dict[str, bytes]:
    """Return the files of a package of a dossier of canaries."""
    tree = dict(_tree(record))
    tree["requests.yaml"] = REQUEST.format(audience=wish.audience or "ai-office").encode()
    disk.write(folder / "acme", tree)
    made = seal(folder / "acme", ON, wish, to=folder / "it.zip")
    assert made.path.read_bytes()[:4] == archive.packed({"a": b""})[:4]
    with zipfile.ZipFile(made.path) as unpacked:
        return {name: unpacked.read(name) for name in unpacked.namelist()}


def leaks(files: dict[str, bytes], unseen: dict[str, str], hidden: dict[str, str]) -> list[str]:
    """Return what stands somewhere in a package and may not."""
    found = []
    for name, content in files.items():
        for where, text, is_for_people in texts(name, content):
            found += [f"{where}: {what}" for canary, what in unseen.items() if canary in text]
            numbers = joined(text) if is_for_people else text
            for canary, what in hidden.items():
                if (canary[:7] if is_for_people else canary) in numbers:
                    found.append(f"{where}: {what}")
    return found


def forbidden(audience: Audience, record: str, names: set[str]) -> tuple[dict[str, str], ...]:
    """Return the words and the digits that a package with some documents may not hold."""
    wanted = [expected(law().outline[name], audience, record) for name in names]
    seen = {canary for one in wanted for canary in (*one.seen, *one.numbers)}
    unseen = {one: what for each in wanted for one, what in each.unseen.items() if one not in seen}
    hidden = {one: what for each in wanted for one, what in each.hidden.items() if one not in seen}
    for fact in ("canary.hidden", "licence.name", "weights.parameters"):
        for key in ("locator", "reason", "remedy"):
            unseen[word("fact", fact, "unread", key)] = f"what could not be read of {fact}"
    unseen |= {one: f"{one} of a request" for one in ("KqAuthor", "KqRemark")}
    return unseen, hidden


ALL_FORMATS = {"read", "confidential"}
"""The dossiers that are sealed in every format; the others in JSON, which says all there is."""


@each_audience
@pytest.mark.parametrize(
    "record", ["plain", "read", "confidential", "read-confidential", "unasked-confidential"]
)
def test_no_package_says_what_its_audience_may_not_see(
    audience: Audience, record: str, tmp_path: Path
) -> None:
    """No file of a package holds a word or a digit that its audience may not see."""
    formats = () if record in ALL_FORMATS else ("json",)
    files = sealed(tmp_path, record, Wish(audience=audience.value, format_names=formats))
    names = {
        name.removeprefix("documents/").partition(".")[0]
        for name in files
        if name.startswith("documents/")
    } & set(law().outline)
    assert names
    unseen, hidden = forbidden(audience, record, names)
    unseen |= {one: f"{one} of a request" for one in ("KqSender", "KqBasis", "request-kq")}
    assert not leaks(files, unseen, hidden)


@each_audience
@pytest.mark.parametrize("record", ["plain", "read"])
def test_the_answer_to_a_request_says_nothing_else(
    audience: Audience, record: str, tmp_path: Path
) -> None:
    """The package for a request holds nothing that another section says."""
    wish = Wish(audience=audience.value, request="request-kq", format_names=("json", "markdown"))
    files = sealed(tmp_path, record, wish)
    outline = law().outline["annex-xi"]
    element = outline.elements[0].model_copy(
        update={"sections": ("identity", "licence"), "registers": (), "registers_for": ()}
    )
    alone = outline.model_copy(
        update={"elements": (element,), "beyond": (), "audiences": tuple(Audience)}
    )
    wanted = expected(alone, audience, record)
    unseen = wanted.unseen | {"KqRemark": "remark", "KqAuthor": "author"}
    assert not leaks(files, unseen, wanted.hidden)

    assert any(b"KqSender" in content for content in files.values())
