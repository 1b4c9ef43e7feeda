"""A part is one module in one folder: this lists the folder, so that nobody keeps a register."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType


def by_name(package: ModuleType) -> Mapping[str, ModuleType]:
    """Return the modules directly inside `package` by their own names."""
    return {module.__name__.rpartition(".")[2]: module for module in modules(package)}


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import and yield the modules directly inside `package`, by name, but those with a `_`."""
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package.__name__}.{info.name}")
