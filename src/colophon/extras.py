"""Libraries that an extra brings: loaded when something asks for them."""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from colophon.errors import ColophonError

if TYPE_CHECKING:
    from collections.abc import Iterable


def absent(names: Iterable[str]) -> list[str]:
    """Return those libraries that are not installed."""
    return [name for name in names if importlib.util.find_spec(name) is None]


def needed(name: str, *, extra: str = "corpus") -> Any:
    """Return the module `name` of a library that an extra of Colophon brings.

    It is `Any`, because some of the libraries do not say their types.

    Raises:
        ColophonError: it is not installed, or does not load.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        library = name if name.startswith("backports.") else name.partition(".")[0]
        absent = isinstance(error, ModuleNotFoundError)
        why = "which is not installed" if absent else f"which does not load: {error}"
        raise ColophonError(
            f"this needs the library {library}, {why}",
            place=f"colophon[{extra}]",
            remedy=f"Run: pip install 'colophon[{extra}]'",
        ) from error
