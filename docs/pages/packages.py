"""The page of packages: the order of their files, and every key of the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colophon.disclosure import evidence, manifest as manifests
from colophon.disclosure.manifest import Manifest
from pages.markdown import code, table, title

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRO = f"""
A package is a ZIP file of one form, so that no byte of it can change unseen
([why](../decisions/0011-a-package-has-one-form.md);
[how to make and check one](../how-to/hand-over-a-package.md)). Nothing in it is compressed. At most
{manifests.MOST_FILES:,} files fit in. They stand in this order:

| File | What it is |
| --- | --- |
| `{manifests.NAME}` | the manifest, in the canonical form of RFC 8785, in UTF-8 |
| `{manifests.SIGNATURE}` | where it is signed: the 64 bytes of Ed25519 over the manifest |
| `{manifests.BUNDLE}` | where there is one: a Sigstore bundle of the manifest |
| `{manifests.TIMESTAMP}` | where there is one: a time stamp of the signature, else the manifest |
| the files of the manifest | in the order of their paths: the cover, `documents/`, `evidence/` |

Paths hold small ASCII letters, digits, `.`, `_`, `-` and `/`.

## The manifest
"""
EVIDENCE = f"""
A file in `{evidence.FOLDER}/` is JSON with these keys:

| Key | What it is |
| --- | --- |
| `format` | `{evidence.FORMAT}` |
| `version` | `{evidence.VERSION}` |
| `importer` | which [importer](importers.md) read it |
| `artefact` | `name`, `digest` and `size` of the file that was read |
| `evidence` | the pieces that the audience may see, as in a [dossier](dossier-files.md) |

The others are left out; the manifest lists their facts.
"""


def page() -> str:
    """Return the page of packages."""
    schema = Manifest.model_json_schema()
    pieces = [
        title("Packages", INTRO),
        table(("Key", "What it is"), _rows(schema, schema, "")),
        "## Evidence",
        EVIDENCE,
    ]
    return "\n".join(pieces)


def _rows(part: dict[str, Any], root: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, key in part["properties"].items():
        if "description" not in key:
            raise SystemExit(f"docs/pages/packages.py: nothing says what `{before}{name}` is")
        yield code(f"{before}{name}"), " ".join(key["description"].split())
        for one in (key, *key.get("anyOf", ())):
            inner = one.get("items", one)
            if "$ref" in inner:
                below = root["$defs"][inner["$ref"].rpartition("/")[2]]
                yield from _rows(below, root, f"{before}{name}{'[]' if 'items' in one else ''}.")
