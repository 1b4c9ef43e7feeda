"""JSON: the tree itself, for programs. Other formats are drawn from the same tree.

The words that other formats say around it are not in it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from colophon.documents.model import Document

EXTENSION: Final = "json"

FORMAT: Final = "colophon-document"
VERSION: Final = 1
"""Rises when a reader of the former version could misread the new one."""


def render(document: Document) -> bytes:
    """Return the tree under `document`, in the order of the model, in UTF-8."""
    envelope = {
        "format": FORMAT,
        "version": VERSION,
        "document": document.model_dump(mode="json", exclude={"words"}),
    }
    return (json.dumps(envelope, ensure_ascii=False, indent=2) + "\n").encode()
