"""The option that tells how long the sequences were that a model was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from colophon.workspace.count import read_lengths

if TYPE_CHECKING:
    from colophon.cli.options import Decorator


def of_sequences() -> Decorator:
    """Add `--length`, the length of sequences or a mix of lengths, as `lengths`."""
    return click.option(
        "--length",
        "lengths",
        metavar="LENGTH",
        callback=lambda *given: () if given[-1] is None else read_lengths(given[-1]),
        help="Tokens of a sequence: 4096, 512/114 or, by share of tokens, 4096:0.8,32768:0.2.",
    )
