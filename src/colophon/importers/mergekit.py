"""The configuration of a merge, as the program MergeKit leaves it beside the merged weights.

Each model that was merged is told with its weight, where that is one number. A weight that changes
over the layers, or from tensor to tensor, is not one number and is not told. A model may be named
with its revision (`model@revision`) and with an adapter that was merged into it (`model+adapter`).

One model may be merged in several places; each is told of by itself.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from colophon import reading
from colophon.errors import ArtefactError
from colophon.evidence import Evidence, Unread
from colophon.importers import (
    count,
    fraction,
    out_of_place,
    pointer,
    quoted,
    reading_of_text,
    shown,
    word,
)
from colophon.importers._objects import Told, doubt, one, stranger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from colophon.evidence import Reading
    from colophon.importers import Folder, Source
    from colophon.reading import Path, Plain, Text

FACTS: Mapping[str, str] = {
    "merge.method": "Method of the merge, as its program calls it",
    "merge.routing": "How tokens are routed to the models that became experts",
    "merge.base-model": "Model to which the others are merged",
    "merge.base-model-revision": "Revision of the model to which the others are merged",
    "merge.base-model-adapter": "Adapter that was merged into the base model before",
    "merge.parents": "Models that were merged; the base model only where it is one of them",
    "merge.parent": "Model that was merged",
    "merge.parent-revision": "Revision of the model that was merged",
    "merge.parent-adapter": "Adapter that was merged into the model before",
    "merge.weight": "Weight of the model in the merge",
    "merge.density": "Share of what distinguishes the model that was kept",
    "merge.layers": "Layers taken from the model: the first, and the one after the last",
}

_NAMES: Final = frozenset(
    f"{stem}.{ending}"
    for stem in ("mergekit_config", "mergekit_moe_config")
    for ending in ("yml", "yaml")
)

_WHOLE: Final[Mapping[str, Told]] = {
    "merge_method": Told("merge.method", word),
    "gate_mode": Told("merge.routing", word),
}


def recognise(folder: Folder) -> Iterator[tuple[str, ...]]:
    """Yield `mergekit_config.yml` and `mergekit_moe_config.yml`."""
    for name in folder.names:
        if name in _NAMES:
            yield (name,)


def collect(source: Source) -> Reading:
    """Read one configuration.

    Raises:
        DiskError: the disk refuses.
    """
    return reading_of_text(source, "mergekit", _found)


def _found(data: bytes, name: str) -> Iterator[Evidence | Unread]:
    """Yield the facts and what could not be read.

    Raises:
        ArtefactError: it is not `key: value`.
        ReadingError: it is not YAML.
    """
    config = reading.yaml(data, name)
    if not isinstance(config.value, dict):
        raise ArtefactError(
            "it is not made of lines `key: value`",
            place=f"{name}:1",
            remedy="Fetch the file again, or write it as it was given to the merge.",
        )
    if config.value.get("merge_method") is None and config.value.get("experts") is None:
        yield stranger("the configuration of a merge", "`merge_method` and no `experts`")
        return
    for key, what in _WHOLE.items():
        if config.value.get(key) is not None:
            yield one(what, config.value[key], _locator(config, (key,)))
    base = config.value.get("base_model")
    if base is not None:
        yield from _reference(config, ("base_model",), base, "merge.base-model")
    parents: list[Evidence] = []
    wrong: list[Unread] = []
    weights: list[Evidence | Unread] = []
    names: Counter[str] = Counter()
    for path, part, parent in _parents(config.value):
        found = list(_parent(config, path, parent))
        wrong += (item for item in found if isinstance(item, Unread))
        told = [item for item in found if isinstance(item, Evidence)]
        if told:
            name = f"{part}{told[0].value}"
            names[name] += 1
            of = f"{name} ({names[name]})" if names[name] > 1 else name
            parents += (item.model_copy(update={"of": of}) for item in told)
            weights += _weights(config, path, parent, of)
    models = (str(item.value) for item in parents if item.fact == "merge.parent")
    if parents and not wrong:
        locator = "the models that are named below"
        yield Evidence(fact="merge.parents", value=tuple(dict.fromkeys(models)), locator=locator)
    yield from parents
    yield from wrong
    yield from weights
    shares = config.value.get("parameters")
    for key in ("weight", "t"):
        if isinstance(shares, dict) and shares.get(key) is not None:
            reason = "a share of the merge as a whole, which is not told of each model"
            yield doubt(_locator(config, ("parameters", key)), reason)


def _parents(value: Plain, path: Path = (), part: str = "") -> Iterator[tuple[Path, str, Plain]]:
    """Yield each place where a model is merged, the part of the merge, and what stands there."""
    for key in ("models", "experts", "shared_experts"):
        for at, parent in enumerate(_list(value.get(key))):
            yield (*path, key, at), part, parent
    for at, slice_ in enumerate(_list(value.get("slices"))):
        sources = slice_.get("sources") if isinstance(slice_, dict) else None
        if sources is None:
            yield (*path, "slices", at), part, slice_
        for number, parent in enumerate(_list(sources)):
            yield (*path, "slices", at, "sources", number), f"{part}slice {at + 1}, ", parent
    modules = value.get("modules")
    if modules is not None and not isinstance(modules, dict):
        yield (*path, "modules"), part, modules
        return
    for name, module in (modules or {}).items():
        below = (*path, "modules", name)
        if isinstance(module, dict):
            yield from _parents(module, below, f"{part}{shown(str(name))}, ")
        else:
            yield below, part, module


def _list(value: Plain) -> list[Plain]:
    """Return a list; one with what stands in its place, which is no model; or an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _parent(config: Text, path: Path, parent: Plain) -> Iterator[Evidence | Unread]:
    """Yield the model that is merged in one place, or why it cannot be told."""
    key = "source_model" if str(path[-2:][0]).endswith("experts") else "model"
    if isinstance(parent, dict) and key in parent:
        yield from _reference(config, (*path, key), parent[key], "merge.parent")
    else:
        yield out_of_place(parent, ValueError(f"an object with `{key}`"), _locator(config, path))


def _reference(config: Text, path: Path, value: Plain, fact: str) -> Iterator[Evidence | Unread]:
    """Yield a model, its revision, and the adapter that was merged into it."""
    locator = _locator(config, path)
    try:
        model, adapter = _named(value)
    except ValueError as form:
        yield out_of_place(value, form, locator)
        return
    name, _, revision = model.partition("@")
    yield Evidence(fact=fact, value=name, locator=locator)
    if revision:
        yield Evidence(fact=f"{fact}-revision", value=revision, locator=locator)
    if adapter:
        yield Evidence(fact=f"{fact}-adapter", value=adapter, locator=locator)


def _named(value: Plain) -> tuple[str, str]:
    """Return a model and an adapter, each with its revision behind an `@` where it has one.

    Raises:
        ValueError: it is another thing; the error names the form.
    """
    if isinstance(value, dict):
        lora = value.get("lora")
        return _path(value.get("model")), "" if lora is None else _path(lora)
    model, *adapters = word(value).split("+")
    parts = (model, *adapters)
    if len(adapters) > 1 or any(part.count("@") > 1 or part[:1] in {"", "@"} for part in parts):
        raise ValueError("the name of a model")
    return model, "".join(adapters)


def _path(value: Plain) -> str:
    if not isinstance(value, dict):
        return word(value)
    revision = value.get("revision")
    return word(value.get("path")) + ("" if revision is None else f"@{word(revision)}")


def _weights(config: Text, path: Path, parent: Plain, of: str) -> Iterator[Evidence | Unread]:
    """Yield how much of the model goes into the merge, and which layers."""
    if parent.get("layer_range") is not None:
        told = Told("merge.layers", _layers)
        yield one(told, parent["layer_range"], _locator(config, (*path, "layer_range")), of=of)
    parameters = parent.get("parameters")
    if not isinstance(parameters, dict):
        return
    for key in ("weight", "density"):
        value = parameters.get(key)
        locator = _locator(config, (*path, "parameters", key))
        if isinstance(value, list | dict):
            yield doubt(locator, f"the {key} of {quoted(of)} is not one number for all tensors")
        elif value is not None:
            yield one(Told(f"merge.{key}", fraction), value, locator, of=of)


def _layers(value: Plain) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 -- the first and the end
        raise ValueError("the first layer and the one after the last")
    return tuple(map(count, value))


def _locator(config: Text, path: Path) -> str:
    line = config.place(path).removeprefix(f"{config.name}:")
    return f"line {line}, {pointer(*path)}"
