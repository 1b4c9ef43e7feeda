"""A package is the same each time, holds what its audience may see, and says what it does not."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from colophon import parts
from colophon.documents import formats
from colophon.dossier import files
from colophon.errors import DiskError, UnknownIdError
from colophon.evidence import Artefact, Evidence, Reading
from colophon.law.load import law
from colophon.law.model import Audience
from colophon.workspace import disk, keys
from colophon.workspace.seal import Wish, seal
from colophon.workspace.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from colophon.workspace.seal import Sealed

ON = date(2026, 11, 21)
REQUESTS = """\
requests:
  - id: request-2
    from: AI Office, unit A3
    audience: ai-office
    items: [annex-xii, identity, parameters.total]
    legal_basis: AI Act, Art. 91(1)
    purpose: Questions on the licence
    received: 2026-11-02
    by: A. Moreau
    note: A remark that nobody sees.
  - id: request-3
    from: Somebody else
    audience: downstream
    items: [licence.name]
    by: A. Moreau
"""
LEDGER = """\
entries:
  - { id: pre-training, activity: pre-training, method: stated, amount: 2.4e24 FLOP,
      source: the run log, by: A. Moreau, on: 2026-11-01 }
"""
EVENT = """\
events:
  - { event: information-request-received, on: 2026-11-02, due: 2026-12-01, by: A. Moreau,
      about: request-2 }
"""


@pytest.fixture
def dossier(tmp_path: Path, tree_of: Callable[..., dict[str, bytes]]) -> Path:
    """Give a dossier with a request, an event about it, and evidence."""
    reading = Reading(
        importer="safetensors",
        artefact=Artefact(name="model", digest=f"sha256-header:{'a' * 64}", size=9),
        evidence=(Evidence(fact="weights.parameters", value=7_123_456_789, locator="header"),),
        unread=(),
    )
    record = {
        "provider": {"name": "Acme SAS", "established_in": "US"},
        "model": {"name": "Acme 7B", "placed_on_market": "2026-03-02"},
        "answers": {
            "licence.name": "Apache-2.0",
            "use.acceptable-use-policy": {"value": "Be kind.", "confidential": True},
        },
    }
    tree = tree_of(record) | {
        "requests.yaml": REQUESTS.encode(),
        "events.yaml": EVENT.encode(),
        "evidence/safetensors-1.json": files.evidence_bytes(reading),
    }
    disk.write(tmp_path / "acme", tree)
    return tmp_path / "acme"


def held(sealed: Sealed) -> Mapping[str, bytes]:
    """Return the files of a package."""
    with zipfile.ZipFile(io.BytesIO(sealed.path.read_bytes())) as unpacked:
        return {name: unpacked.read(name) for name in unpacked.namelist()}


def kept(sealed: Sealed) -> set[tuple[str, str, str]]:
    """Return what a package withholds: kind, id and why."""
    return {(one.kind, one.id, one.because) for one in sealed.manifest.withheld}


def wish(**wanted: Any) -> Wish:
    """Return what is wanted, of JSON alone where nothing else is said."""
    return Wish(**{"format_names": ("json",), **wanted})


@pytest.mark.parametrize("language", ["en", "nl", "fi"])
def test_a_package_is_the_same_each_time(dossier: Path, language: str, tmp_path: Path) -> None:
    """Sealed twice, in every format, a package has the same bytes; and it can be checked."""
    keys.new(tmp_path / "key")
    wanted = Wish(audience="downstream", language=language, key=str(tmp_path / "key"))
    one, two = (seal(dossier, ON, wanted, to=tmp_path / f"{n}.zip") for n in (1, 2))
    assert one.path.read_bytes() == two.path.read_bytes()
    assert not verify(one.path, key=one.fingerprint).is_open
    extensions = {module.EXTENSION for module in parts.modules(formats)}
    assert {name.rpartition(".")[2] for name in held(one)} >= extensions


@pytest.mark.parametrize("audience", [*Audience], ids=lambda one: one.value)
def test_the_documents_of_an_audience_go_in(dossier: Path, audience: Audience) -> None:
    """A package holds the documents that are asked of the model and written for its audience."""
    sealed = seal(dossier, ON, wish(audience=audience.value))
    outlines = law().outline
    for name in (name for name in held(sealed) if name.startswith("documents/")):
        document = json.loads(held(sealed)[name])["document"]
        assert document["audience"] == audience.value
        assert audience in outlines[document["id"]].audiences
    assert sealed.path == dossier / "packages" / f"{audience.value}.2026-11-21.zip"


def test_a_format_that_is_asked_for_goes_in_beside_json(dossier: Path) -> None:
    """JSON goes in whatever format is asked for, and no other does."""
    sealed = seal(dossier, ON, Wish(audience="public", format_names=("markdown",)))
    assert {name.rpartition(".")[2] for name in held(sealed)} == {"json", "md"}


def test_what_is_confidential_is_withheld_and_listed(dossier: Path) -> None:
    """What the provider keeps confidential is listed, and stands nowhere in the package."""
    sealed = seal(dossier, ON, Wish(audience="downstream"))
    assert ("field", "use.acceptable-use-policy", "confidential") in kept(sealed)
    assert not any(b"Be kind." in content for content in held(sealed).values())
    authority = seal(dossier, ON, wish(audience="ai-office"))
    assert any(b"Be kind." in content for content in held(authority).values())


def test_evidence_goes_to_who_sees_the_number_exactly(dossier: Path) -> None:
    """The AI Office gets the evidence behind the number that it sees; the public gets none."""
    sealed = seal(dossier, ON, wish(audience="ai-office"))
    found = [content for name, content in held(sealed).items() if name.startswith("evidence/")]
    assert [json.loads(one)["evidence"][0]["value"] for one in found] == [7123456789]
    public = seal(dossier, ON, wish(audience="public"))
    assert ("evidence", "evidence", "authorities-only") in kept(public)
    assert not any(name.startswith("evidence/") for name in held(public))


# -- Requests -------------------------------------------------------------------------------------


def test_a_request_gets_what_it_asks_for_and_no_more(dossier: Path) -> None:
    """The package for a request holds its items; what it cannot hold is listed with the reason."""
    sealed = seal(dossier, ON, wish(request="request-2"))
    names = {name for name in held(sealed) if name.startswith("documents/")}
    assert names == {"documents/selection.json"}
    asked = [one.id for one in law().section["identity"].fields] + ["parameters.total"]
    told = json.loads(held(sealed)["documents/selection.json"])["document"]
    blocks = [one for part in told["parts"] for each in part["sections"] for one in each["blocks"]]
    assert {one["field"] for one in blocks} <= set(asked)
    assert ("document", "annex-xii", "not-written-for") in kept(sealed)
    assert not any(b"Apache-2.0" in content for content in held(sealed).values())
    assert sealed.path.name == "ai-office.request-2.2026-11-21.zip"
    assert any(name.startswith("evidence/") for name in held(sealed))


def test_the_manifest_tells_the_request(dossier: Path) -> None:
    """The manifest tells who asks for what and why, with the days that the event has."""
    request = seal(dossier, ON, wish(request="request-2")).manifest.request
    assert request is not None
    assert request.model_dump() == {
        "id": "request-2",
        "sender": "AI Office, unit A3",
        "received": "2026-11-02",
        "due": "2026-12-01",
        "legal_basis": "AI Act, Art. 91(1)",
        "purpose": "Questions on the licence",
        "items": ("annex-xii", "identity", "parameters.total"),
    }


def test_nobody_learns_of_another_request(dossier: Path) -> None:
    """No package tells of a request that it does not answer, or the remark on one."""
    for wanted in (wish(request="request-2"), wish(audience="ai-office")):
        text = b"".join(held(seal(dossier, ON, wanted)).values())
        assert b"request-3" not in text
        assert b"Somebody else" not in text
        assert b"A remark that nobody sees." not in text
    assert b"request-2" not in b"".join(
        held(seal(dossier, ON, wish(audience="downstream"))).values()
    )


def test_a_part_of_a_request_says_what_it_leaves_out(dossier: Path) -> None:
    """Where `--only` narrows a request down, what is left out is listed, on the cover too."""
    wanted = Wish(request="request-2", only=("parameters.total",), format_names=("markdown",))
    sealed = seal(dossier, ON, wanted)
    assert ("document", "annex-xii", "left-out") in kept(sealed)
    assert ("field", "model.name", "left-out") in kept(sealed)
    assert b"The provider left it out of this package." in held(sealed)["cover.md"]


def test_a_register_is_handed_over_by_itself(dossier: Path) -> None:
    """The ledger goes to who may see it, and nothing else; to others it is listed as withheld."""
    (dossier / "compute.yaml").write_text(LEDGER, encoding="utf-8")
    sealed = seal(dossier, ON, wish(audience="ai-office", only=("compute",)))
    told = json.loads(held(sealed)["documents/selection.json"])["document"]
    (section,) = told["parts"][0]["sections"]
    assert section["id"] == "register-compute"
    assert {block["kind"] for block in section["blocks"]} >= {"table", "chart"}
    assert "pre-training" in json.dumps(section)
    sealed.path.unlink()
    empty = seal(dossier, ON, wish(audience="ai-office", only=("evaluations",)))
    assert b"The register is empty." in held(empty)["documents/selection.json"]
    sealed = seal(dossier, ON, wish(audience="downstream", only=("compute", "identity")))
    assert ("register", "compute", "not-for-audience") in kept(sealed)
    assert not any(b"2.4" in content for name, content in held(sealed).items() if "docum" in name)


def test_the_cover_lists_every_other_file(dossier: Path) -> None:
    """The cover names every file but itself, with the digest that the manifest has."""
    sealed = seal(dossier, ON, wish(audience="ai-office"))
    text = held(sealed)["cover.json"].decode()
    for file in sealed.manifest.files:
        assert file.path.startswith("cover.") or (file.path in text and file.sha256[:32] in text)


@pytest.mark.parametrize(
    ("wanted", "message", "place"),
    [
        ({}, "nobody says for whom", "--for"),
        ({"audience": "everybody"}, "no audience `everybody`", "audience"),
        ({"audience": "public", "request": "request-2"}, "is for ai-office", "--for"),
        ({"request": "request-9"}, "no request `request-9`", "--request"),
        ({"audience": "public", "only": ("nothing",)}, "`nothing`", "--only"),
        ({"audience": "public", "format_names": ("odt",)}, "no format `odt`", "format"),
        ({"audience": "public", "language": "tlh"}, "tlh", "tlh"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    wanted: dict[str, Any], message: str, place: str, dossier: Path
) -> None:
    """What nothing is called is refused with its place, and no file appears."""
    before = sorted(dossier.rglob("*"))
    with pytest.raises(UnknownIdError) as refused:
        seal(dossier, ON, wish(**wanted))
    assert message in refused.value.message
    assert place in refused.value.place or place in refused.value.message
    assert sorted(dossier.rglob("*")) == before


def test_a_package_is_not_written_over_another(dossier: Path, tmp_path: Path) -> None:
    """A package that may have been handed over is not replaced by another one."""
    seal(dossier, ON, wish(audience="public"), to=tmp_path / "it.zip")
    seal(dossier, ON, wish(audience="public"), to=tmp_path / "it.zip")
    with pytest.raises(DiskError, match="another package"):
        seal(dossier, ON, wish(audience="downstream"), to=tmp_path / "it.zip")


def test_the_request_for_a_time_stamp_is_written(dossier: Path, tmp_path: Path) -> None:
    """What an authority is asked with is written beside, the same each time."""
    wanted = wish(audience="public")
    asked = tmp_path / "asked.tsq"
    seal(dossier, ON, wanted, to=tmp_path / "1.zip", ask=asked)
    first = asked.read_bytes()
    seal(dossier, ON, wanted, to=tmp_path / "2.zip", ask=asked)
    assert asked.read_bytes() == first
