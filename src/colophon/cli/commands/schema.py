"""`colophon schema`: what a document in JSON looks like, for programs that read it."""

from __future__ import annotations

import click


@click.command()
def command() -> int:
    """Print the JSON Schema of the documents that `colophon write --format json` writes."""
    from colophon.documents.schema import schema  # noqa: PLC0415 -- loads the model of documents

    click.echo(schema().decode(), nl=False)
    return 0
