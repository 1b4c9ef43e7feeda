"""Which identifier a licence has in the lists that other programs know."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

_LONGEST: Final = 200
"""No expression is longer; what is longer is a text, and need not be taken apart."""
_IDENTIFIER: Final = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.-]+")


def in_spdx(name: str) -> str | None:
    """Return the expression of the SPDX License List that `name` is, letters large or small."""
    if len(name) > _LONGEST:
        return None
    try:
        return canonicalize_license_expression(name)
    except InvalidLicenseExpression:
        return None


def is_identifier(expression: str) -> bool:
    """Say whether an expression of SPDX is one licence of the list and nothing more."""
    return _IDENTIFIER.fullmatch(expression) is not None


def on_hub(name: str) -> str | None:
    """Return the identifier on the Hugging Face Hub that `name` is, letters large or small."""
    known = name.strip().lower()
    return known if known in _hub() else None


@cache
def _hub() -> frozenset[str]:
    path = files("colophon").joinpath("documents", "exports", "data", "hub-licences.txt")
    lines = path.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
