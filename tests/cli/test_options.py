"""Options whose texts are read as those of files are."""

from __future__ import annotations

from functools import partial

import click
import pytest
from click.testing import CliRunner

from colophon.cli.options import written
from colophon.errors import ReadingError
from colophon.reading import Quantity, measure, unit_hours


@click.command()
@click.option("--tokens", callback=written(partial(measure, asked=Quantity.TOKENS)))
@click.option("--hours", callback=written(unit_hours))
def command(tokens: object, hours: object) -> None:
    """Print what the options say."""
    click.echo(f"{tokens}, {hours}")


def test_an_option_is_written_as_in_a_file() -> None:
    """A measure on the command line is read as in a file; what is left out is nothing."""
    done = CliRunner().invoke(command, ["--tokens", "14.8T"])
    assert done.output == "1.48e13 tokens, None\n"
    done = CliRunner().invoke(command, ["--hours", "2.788M H800 hours"])
    assert done.output == "None, 2788000 H800-hours\n"


def test_an_option_that_is_not_clear_is_refused_by_its_name() -> None:
    """The place of the error is the option."""
    with pytest.raises(ReadingError) as refused:
        CliRunner().invoke(command, ["--tokens", "2,788"], catch_exceptions=False)
    assert refused.value.place == "--tokens"
    assert "2.788 or 2788" in refused.value.message
