"""Dossiers of an older format -> the format of this version: one function a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from colophon.dossier.model import FORMAT_VERSION
from colophon.errors import DossierError, FormatVersionError
from colophon.reading import yaml

Tree: TypeAlias = Mapping[str, bytes]
"""A dossier as files: path -> content."""

Step: TypeAlias = Callable[[Tree], Tree]

STEPS: Final[Mapping[int, Step]] = {}
"""Version -> the function that makes the next one of it. Version 1 is the first."""


def to_current(
    tree: Tree, *, steps: Mapping[int, Step] = STEPS, current: int = FORMAT_VERSION
) -> Tree:
    """Return `tree` in the `current` format, which it may be in already.

    Raises:
        DossierError: there is no `dossier.yaml`, or it names no format.
        FormatVersionError: it was written by a newer Colophon.
    """
    version = version_of(tree)
    if version > current:
        raise FormatVersionError(
            f"the dossier has format {version}, and this Colophon reads up to {current}",
            place="dossier.yaml",
            remedy="Install a newer Colophon; this one has changed nothing.",
        )
    for step in range(version, current):
        tree = steps[step](tree)
    return tree


def version_of(tree: Tree) -> int:
    """Return the format version that `dossier.yaml` names.

    Raises:
        DossierError: no such file, or no whole number from 1 on.
    """
    if "dossier.yaml" not in tree:
        raise DossierError(
            "there is no dossier here",
            place="dossier.yaml",
            remedy="Go to the dossier's directory, name it with -C, or start one: colophon init.",
        )
    text = yaml(tree["dossier.yaml"], "dossier.yaml")
    content: Any = text.value
    version = content.get("format") if isinstance(content, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DossierError(
            "the file does not say its format",
            place=text.place(("format",)),
            remedy=f"Write `format: {FORMAT_VERSION}` at the top.",
        )
    return version
