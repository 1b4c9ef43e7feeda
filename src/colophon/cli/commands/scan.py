"""`colophon scan`: what the corpora of a model hold, counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from colophon.cli import options, scanning, screen
from colophon.corpus.database import Means
from colophon.corpus.engines import Later
from colophon.corpus.plan import Plan
from colophon.corpus.tools import tokenizer
from colophon.errors import ReadingError
from colophon.workspace import scan as use, sources

if TYPE_CHECKING:
    from colophon.corpus.engines import Engine
    from colophon.workspace.scan import Scanned
    from colophon.workspace.sources import Source

MERGE = "merge"
"""Not the name of a source: it puts together what the parts of sources came to."""

_OF_COUNTING = (
    *("columns", "without_text", "sample", "tokenizer_file", "every_token", "duplicates"),
    *("shared_hosting", "part", "only_plan"),
)
"""What nobody can say any more when the parts are put together."""

_ORIGINS = (
    "public-dataset",
    "licensed",
    "other-private",
    "crawled",
    "user-data",
    "synthetic",
    "other",
)


def _part(
    _ctx: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[int, int] | None:
    if value is None:
        return None
    found = re.fullmatch(r"(\d+)/(\d+)", value)
    part = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= part[0] <= part[1]:
        raise ReadingError(
            f"`{value}` is no part of a whole",
            place=parameter.opts[0],
            remedy="Write 1/64 for the first of 64 parts, 64/64 for the last.",
        )
    return part


@click.command()
@click.argument("name", metavar="NAME")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--origin",
    type=click.Choice(_ORIGINS),
    help="Its category in the public summary; asked for a source that the register does not have.",
)
@click.option("--dataset", metavar="TEXT", help="What the source is called, if not by its NAME.")
@click.option(
    "--modality",
    "modalities",
    multiple=True,
    type=click.Choice(["text", "image", "audio", "video", "other"]),
    help="The kind of data, where the columns do not tell; may be repeated.",
)
@click.option(
    "--columns",
    metavar="ROLE=COLUMN,...",
    help="Which column is what, where the layout is not known: url=link,text=body.",
)
@click.option(
    "--without-text",
    is_flag=True,
    help="Do not read the texts: sizes come from the columns alone.",
)
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(min=0),
    help="How many records of each file are looked at, for languages and tokens; one of a hundred "
    "when left out, at least 50 and at most 200.",
)
@click.option(
    "--tokenizer",
    "tokenizer_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A tokenizer.json, where no column counts tokens: on the sample, with an interval.",
)
@click.option("--every-token", is_flag=True, help="Let the tokenizer count every text. Slow.")
@click.option("--duplicates", is_flag=True, help="Count the texts that repeat another whole.")
@click.option(
    "--shared-hosting",
    type=click.Choice(["apart", "together"]),
    default="apart",
    show_default=True,
    help="Whether name.github.io is a domain of its own, or part of github.io.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Where the files are counted: on this machine, or on a Spark cluster.",
)
@click.option("--master", metavar="URL", help="Of the Spark cluster, such as spark://host:7077.")
@click.option(
    "--shard",
    "part",
    metavar="I/N",
    callback=_part,
    help="Count one of N parts only, and no more; `colophon scan merge NAME` ends it.",
)
@click.option(
    "--plan",
    "only_plan",
    is_flag=True,
    help="Show what would be read and how long it takes; keep nothing.",
)
@click.option("--strict", is_flag=True, help="Refuse a corpus that cannot be read whole.")
@click.option(
    "--cores", "at_once", metavar="N", type=click.IntRange(min=1), help="How many to use."
)
@options.memory("counting")
@click.option(
    "--store",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the counts of each file are kept; in the dossier when left out.",
)
@options.in_dossier()
@options.as_json()
def command(  # noqa: PLR0913 -- one argument for each option
    *,
    name: str,
    paths: tuple[str, ...],
    origin: str | None,
    dataset: str | None,
    modalities: tuple[str, ...],
    columns: str | None,
    without_text: bool,
    sample: int | None,
    tokenizer_file: Path | None,
    every_token: bool,
    duplicates: bool,
    shared_hosting: str,
    engine: str,
    master: str | None,
    part: tuple[int, int] | None,
    only_plan: bool,
    strict: bool,
    at_once: int | None,
    memory: int | None,
    store: Path | None,
    directory: Path,
    wants_json: bool,
) -> int:
    """Count a source of training data: its size, domains, languages, days.

    NAME is a source of the register datasets.yaml, in kebab-case. PATH is a file, a folder, a glob
    or an address such as s3://bucket/folder: Parquet, JSON lines, Arrow, WebDataset, WARC or WET,
    compressed or not. Files that were counted before and have not changed are not read again.

    `colophon scan merge NAME...` puts together what was counted with --shard; what is said of a
    source, such as its --modality, may be said then, too.
    """
    if every_token and tokenizer_file is None:
        raise ReadingError(
            "nobody says which tokenizer",
            place="--every-token",
            remedy="Name it: --tokenizer FILE.",
        )
    means = Means.here((store or directory / sources.STORE) / "spill", at_once, memory)
    run = _Run(
        directory,
        store,
        means,
        Later(partial(_engine, engine, master, means, memory)),
        strict,
        wants_json,
    )
    if name == MERGE:
        if option := options.given(*_OF_COUNTING):
            raise ReadingError(
                f"`{MERGE}` takes what was counted, as it was counted",
                place=option,
                remedy="Leave it out, or count the parts in another way first.",
            )
        if not paths:
            raise ReadingError(
                "nobody says which source",
                place="NAME",
                remedy="Name what was counted with --shard.",
            )
        run.merge(paths, origin, dataset, modalities)
        return 0
    source = sources.Source(
        id=_id(name),
        paths=_some(paths),
        origin=origin,
        name=dataset,
        modalities=modalities,
        private=shared_hosting == "apart",
        plan=Plan(
            columns=columns,
            reads_text=not without_text,
            sample=sample,
            tokenizer=None if tokenizer_file is None else tokenizer(tokenizer_file),
            counts_every_text=every_token,
            finds_duplicates=duplicates,
        ),
    )
    if only_plan:
        run.plan(source)
    else:
        run.count(source, part)
    return 0


@dataclass(frozen=True, slots=True)
class _Run:
    """What one call of the command does with each source."""

    directory: Path
    store: Path | None
    means: Means
    engine: Engine
    strict: bool
    wants_json: bool

    def count(self, source: Source, part: tuple[int, int] | None) -> None:
        """Count a source, or a part of it, and print what it comes to."""
        scanned = self._scan(source, part=part)
        if self.wants_json:
            screen.as_json(scanning.scanned_json(source, scanned))

    def merge(
        self,
        names: tuple[str, ...],
        origin: str | None,
        dataset: str | None,
        modalities: tuple[str, ...],
    ) -> None:
        """Put together what was counted of each source, and print what it comes to.

        What is said of the sources now counts more than what was said with their parts.
        """
        known = [use.remembered(self.directory, name, self.store) for name in names]
        asked = [
            replace(
                one,
                origin=origin or one.origin,
                name=dataset or one.name,
                modalities=modalities or one.modalities,
            )
            for one in known
        ]
        merged = [(one, self._scan(one, counted_only=True)) for one in asked]
        if self.wants_json:
            screen.as_json([scanning.scanned_json(*one) for one in merged])

    def _scan(
        self, source: Source, *, part: tuple[int, int] | None = None, counted_only: bool = False
    ) -> Scanned:
        """Count a source, and print what it comes to where it is not told as JSON."""
        with scanning.progress() as progress:
            scanned = use.scan(
                self.directory,
                source,
                engine=self.engine,
                means=self.means,
                store=self.store,
                part=part,
                counted_only=counted_only,
                strict=self.strict,
                watch=progress,
            )
        if not self.wants_json:
            scanning.scanned(source, scanned)
        return scanned

    def plan(self, source: Source) -> None:
        """Print what a scan would read."""
        outlook = sources.outlook(self.directory, source, self.store)
        formats = sources.recognised(source, outlook, self.means)
        if self.wants_json:
            screen.as_json(scanning.outlook_json(outlook, formats))
        else:
            scanning.outlook(outlook, formats)


def _engine(name: str, master: str | None, means: Means, memory: int | None) -> Engine:
    """Return the engine of a name.

    Raises:
        ReadingError: a master is named and no cluster is asked for, or the other way round.
    """
    if name == "local":
        if master is not None:
            raise ReadingError(
                "one machine has no master", place="--master", remedy="Say --engine spark too."
            )
        from colophon.corpus.engines.local import Local  # noqa: PLC0415 -- heavy, and an extra

        return Local(means)
    if master is None:
        raise ReadingError(
            "nobody says which cluster",
            place="--engine",
            remedy="Name it with --master, such as spark://host:7077.",
        )
    from colophon.corpus.engines.spark import Spark  # noqa: PLC0415 -- heavy, and an extra

    # What is little for this machine says nothing about those of the cluster.
    return Spark(master, replace(means, memory=memory))


def _id(name: str) -> str:
    """Return the name of a source.

    Raises:
        ReadingError: it is not in kebab-case.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ReadingError(
            f"`{name}` is not in kebab-case",
            place="NAME",
            remedy="Name the source with small letters, digits and single hyphens: web-2024.",
        )
    return name


def _some(paths: tuple[str, ...]) -> tuple[str, ...]:
    if not paths:
        raise ReadingError(
            "nobody says where the source lies",
            place="PATH",
            remedy="Name files, folders, globs or addresses such as s3://bucket/folder.",
        )
    return paths
