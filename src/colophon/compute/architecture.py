"""A model's configuration -> its parameters and the operations of its forward pass, exactly.

`architecture` reads a `config.json`. How each family of models is built stands in
`compute/families/`, found by the `model_type` of the file. A type that no family knows is refused,
so that a caller falls back to another method in the open.

The conventions: a multiply-add is two operations, an embedding is looked up and costs nothing, the
output head costs its product for every token also where its weights are the embedding's, and of a
mixture of experts those count that are chosen for a token. Attention is counted twice: `causal`,
each token with itself and those before it, as by kernels that skip what the mask hides; and `full`,
each with every other, as by kernels that do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from colophon import parts
from colophon.compute import classes, families, stream
from colophon.compute.configuration import ANOTHER_METHOD, Configuration
from colophon.errors import ReadingError, UnknownIdError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from colophon.compute.configuration import Assumed
    from colophon.compute.stream import Blueprint, Item, Parameters, Stream
    from colophon.reading import Plain

Family: TypeAlias = "Callable[[Configuration], Blueprint]"
"""What makes a model's blueprint of its configuration; it raises ReadingError."""

COUNTER: Final = "1"
"""The version of the rules of counting; it rises when one file would give another count."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """What a configuration tells of a model.

    Attributes:
        model_type: the family, as the file names it.
        parameters: how many there are.
        streams: the ways of tokens through the model.
        assumed: what the file leaves out and the family takes, each with its place.
        not_understood: the places in the file of which nothing was made and that may mean
            something for the size.
        notes: what a reader of the count should know, in sentences.
    """

    model_type: str
    parameters: Parameters
    streams: tuple[Stream, ...]
    assumed: tuple[Assumed, ...]
    not_understood: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def given(self) -> tuple[Stream, ...]:
        """The streams of which whoever trains decides how long they are."""
        return tuple(one for one in self.streams if one.length is None and not one.tower)

    @property
    def towers(self) -> tuple[Stream, ...]:
        """The streams that work on images or recordings of their own."""
        return tuple(one for one in self.streams if one.tower)

    def lengths(self, given: Sequence[int] = ()) -> Mapping[str, int]:
        """Return the number of tokens of one sequence in each stream.

        Args:
            given: one number for each of `self.given`, in order; it may be empty where the
                configuration says all lengths.

        Raises:
            ValueError: another number of lengths is needed.
        """
        wanted = self.given or tuple(one for one in self.streams if one.counted)[: len(given)]
        if len(wanted) != len(given):
            names = " and ".join(one.name for one in wanted)
            raise ValueError(f"the length of a sequence is needed for: {names}")
        fixed = {one.name: one.length for one in self.streams if one.length is not None}
        return {**fixed, **{one.name: size for one, size in zip(wanted, given, strict=True)}}

    def tokens(self, lengths: Mapping[str, int]) -> int:
        """Return how many tokens of a sequence count as processed."""
        return sum(lengths[one.name] for one in self.streams if one.counted and not one.tower)

    def forward(self, lengths: Mapping[str, int]) -> tuple[Item, ...]:
        """Return the operations of one forward pass of one sequence, line by line."""
        inside = [one for one in self.streams if not one.tower]
        return stream.forward(inside, lengths, named=len(inside) > 1)

    def of_stream(self, name: str, lengths: Mapping[str, int]) -> tuple[Item, ...]:
        """Return the operations of one forward pass through one stream, line by line.

        Args:
            name: of the stream; of a tower it is one image or recording.
            lengths: of one sequence in each stream; a tower needs none, unless it takes images of
                any size.

        Raises:
            ValueError: it is such a tower, and how many patches an image has is not said.
        """
        one = next(one for one in self.streams if one.name == name)
        fixed = {} if one.length is None else {name: one.length}
        if one.length is None and name not in lengths:
            raise ValueError(f"it is not said how many patches an image has in {name}")
        return stream.forward([one], {**fixed, **lengths}, named=len(self.streams) > 1)


def architecture(config: Mapping[str, Plain], name: str) -> Architecture:
    """Return what a configuration tells of a model.

    Args:
        config: the content of a `config.json`.
        name: of the file, for messages.

    Raises:
        ReadingError: a size is missing, or is no number; with its place in the file.
        UnknownIdError: no family knows the `model_type`.
    """
    read = Configuration(config, name)
    model_type = read.get("model_type", "_class_name")
    if not isinstance(model_type, str):
        raise ReadingError(
            "it has no `model_type` or `_class_name`, by which the family of the model is known",
            place=name,
            remedy="Take the configuration as the model's own program wrote it.",
        )
    blueprint = blueprint_of(model_type, read)
    return Architecture(
        model_type,
        stream.parameters(blueprint),
        blueprint.streams,
        tuple(read.assumed),
        tuple(read.unused()),
        blueprint.notes,
    )


def blueprint_of(model_type: str, config: Configuration) -> Blueprint:
    """Return the blueprint of a model, or of a part of one.

    Raises:
        ReadingError: a size is missing, or is no number.
        UnknownIdError: no family knows the type.
    """
    family = family_of(model_type)
    if family is None:
        raise UnknownIdError(
            f"`{model_type}` is a type of model that is not known",
            place=f"{config.name}, {config.pointer}/model_type",
            remedy=ANOTHER_METHOD,
        )
    usual = classes.taken(model_type, nested=bool(config.pointer))
    config.defaults = {**usual, **config.defaults}
    return family(config)


def nested(
    config: Configuration, key: str, model_type: str, *, always: bool = False
) -> tuple[Configuration, Blueprint]:
    """Return an object inside a configuration, and the blueprint of the part that it describes.

    Args:
        config: of the whole.
        key: where the object stands.
        model_type: the type of the part where the object does not say.
        always: whether it is of that type whatever the object says.

    Raises:
        ReadingError: the object or a size is missing.
        UnknownIdError: no family knows the type.
    """
    inner = config.inside(key)
    if inner is None:
        raise ReadingError(
            f"it has no `{key}`, without which that part of the model is not known",
            place=config.name,
            remedy="Take the configuration as the model's own program wrote it.",
        )
    named = model_type if always else inner.word("model_type", otherwise=model_type)
    return inner, blueprint_of(named, inner)


@cache
def family_of(model_type: str) -> Family | None:
    """Return what makes the blueprints of a type; None where no family knows it.

    The modules of families are loaded one after another, and no more of them than it takes.
    """
    found = (module.FAMILIES.get(model_type) for module in parts.modules(families))
    return next((family for family in found if family is not None), None)


def known() -> Mapping[str, Family]:
    """Return all types of models that are known, with what makes their blueprints."""
    return {
        name: family
        for module in parts.modules(families)
        for name, family in module.FAMILIES.items()
    }
