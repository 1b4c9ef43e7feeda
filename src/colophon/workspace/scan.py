"""The corpora of a model -> evidence and the table of domains, each file of theirs read once.

What each shard comes to is kept in a store, by default below `.colophon/` in the dossier, so that
only what is new is read. Of the dossier, `evidence/` changes; and the register of sources gets an
entry for a source that it does not have, with what the person said of it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from colophon import __version__, reading
from colophon.corpus import shards as corpora, suffixes
from colophon.corpus.plan import Plan
from colophon.corpus.tools import Tokenizer
from colophon.dossier.paths import evidence_path
from colophon.errors import ArtefactError, ColophonError, DiskError, DossierError
from colophon.evidence import Reading
from colophon.workspace import disk
from colophon.workspace.sources import Outlook, Source, outlook, store_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from colophon.corpus.database import Means
    from colophon.corpus.engines import Done, Engine, Tell
    from colophon.corpus.shards import Shard
    from colophon.corpus.store import Store
    from colophon.dossier.model import Dataset
    from colophon.evidence import Evidence, Unread

_SOURCES: Final = "sources"


class Watch(Protocol):
    """Somebody who wants to see how a scan goes on."""

    def begin(self, seen: Outlook, todo: Sequence[Shard]) -> Tell:
        """Hear what there is, and what of it is to be counted; return what is told of each."""


def _in_silence(_done: Done) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What came of a scan.

    Attributes:
        outlook: what there was to read.
        reading: the content of the evidence file; None where only a part of the shards was asked.
        table: the table of domains; None where no record has an address.
        is_new: whether the register got an entry for the source.
        unchanged: whether everything was on file already.
    """

    outlook: Outlook
    reading: Reading | None = None
    table: Path | None = None
    is_new: bool = False
    unchanged: bool = False


def scan(  # noqa: PLR0913 -- each stands for one option of the command
    directory: Path,
    source: Source,
    *,
    engine: Engine,
    means: Means,
    store: Path | None = None,
    part: tuple[int, int] | None = None,
    counted_only: bool = False,
    strict: bool = False,
    watch: Watch | None = None,
) -> Scanned:
    """Count the shards of a source that are new, and keep what the whole comes to.

    Args:
        directory: of the dossier.
        source: which, and how it is counted.
        engine: where the shards are counted.
        means: what may be used of this machine.
        store: where the counts of the shards are kept; in the dossier where nobody says.
        part: `(3, 64)` for the third of 64 parts: its shards are counted, and no more is done.
        counted_only: whether a shard that is not counted yet is refused, and not counted now.
        strict: whether a corpus that cannot be read whole is refused.
        watch: is told what there is to count, and what has been.

    Raises:
        DossierError: there is no dossier, or the register says something else of the source.
        DiskError, ArtefactError: nothing can be read, or `strict` and not all can be.
        ColophonError: the plan does not fit a shard, or a process was killed.
    """
    kept = store_of(directory, store)
    seen = outlook(directory, source, store)
    last = _Last.read(kept, source.id)
    mark = _mark(source, seen)
    is_known = part is None and last.mark == mark and last.is_whole(directory)
    if is_known and last.source == source:
        return _unchanged(directory, seen, last, strict=strict)
    from colophon.dossier import upgrade  # noqa: PLC0415 -- loads all that a dossier can be

    tree = upgrade.to_current(disk.read_dossier(directory))
    told = _of_register(source, tree)
    if is_known:
        return _unchanged(directory, seen, last, strict=strict)
    with disk.refusals_explained(kept.folder):
        _Last(source).write(kept)
        todo = seen.new if part is None else _of_part(seen, part)
        if counted_only and todo:
            raise _not_counted(todo)
        tell = watch.begin(seen, todo) if watch else _in_silence
        failed = _counted(engine, todo, source.plan, kept, tell)
        if part is not None:
            return Scanned(replace(seen, new=todo))
        content, table, entry = _whole(
            directory, source, seen, failed, kept, engine, means, strict=strict, told=told
        )
        _write(directory, tree, content, entry)
        _sweep_tables(directory, source.id, table)
        mark = "" if failed else mark  # or the next scan would not try again
        last = _Last(source, mark, evidence_path(content), _name(directory, table))
        last.with_stamps(directory).write(kept)
    return Scanned(seen, content, table, is_new=entry is not None)


def _unchanged(directory: Path, seen: Outlook, last: _Last, *, strict: bool) -> Scanned:
    """Return what the last scan came to, where nothing has changed since."""
    with disk.refusals_explained(directory / last.evidence):
        content = (directory / last.evidence).read_bytes()
    known = reading.validate(Reading, reading.json(content, last.evidence))
    if strict and known.unread:
        raise _refused(known.unread, _WITHOUT_STRICT)
    table = directory / last.table if last.table else None
    return Scanned(seen, known, table, unchanged=True)


def remembered(directory: Path, id: str, store: Path | None) -> Source:
    """Return how a source was asked for when it was last scanned, in whole or in part.

    Raises:
        ColophonError: it never was.
    """
    last = _Last.read(store_of(directory, store), id)
    if last.source is None:
        raise ColophonError(
            f"no part of a source `{id}` was ever scanned",
            place=str(store_of(directory, store).folder),
            remedy=f"Scan it: colophon scan {id} PATHS…; name the store with --store.",
        )
    return last.source


def _of_part(seen: Outlook, part: tuple[int, int]) -> list[Shard]:
    """Return what is new of every so many-th shard: parts of a like size, whatever their order."""
    number, parts = part
    new = set(seen.new)
    return [shard for shard in seen.shards[number - 1 :: parts] if shard in new]


def _not_counted(todo: Sequence[Shard]) -> ColophonError:
    more = f" and {len(todo) - 1} more" if len(todo) > 1 else ""
    return ColophonError(
        f"this shard is not counted yet{more}",
        place=todo[0].path,
        remedy="Run the parts that are missing, or scan without `merge`.",
    )


def _counted(
    engine: Engine, todo: Sequence[Shard], plan: Plan, kept: Store, tell: Tell
) -> list[Done]:
    """Have shards counted; return those that could not be reached."""
    failed: list[Done] = []

    def also_failed(done: Done) -> None:
        if done.error is not None:
            failed.append(done)
        tell(done)

    if todo:
        kept.sweep()
        engine.count(todo, plan, kept, also_failed)
    return failed


def _whole(  # noqa: PLR0913 -- one for each thing that the whole is made of
    directory: Path,
    source: Source,
    seen: Outlook,
    failed: Sequence[Done],
    kept: Store,
    engine: Engine,
    means: Means,
    *,
    strict: bool,
    told: bool,
) -> tuple[Reading, Path | None, Dataset | None]:
    """Return what the whole comes to, its table of domains, and the entry for the register."""
    from colophon.corpus import result  # noqa: PLC0415 -- what counts is heavy, and an extra
    from colophon.corpus.database import connect, limits  # noqa: PLC0415 -- and so is this

    unreachable = {done.shard for done in failed}
    reached = [shard for shard in seen.shards if shard not in unreachable]
    folder = corpora.folder(seen.shards)
    gone = [*seen.unread, *(result.unreachable(one, folder) for one in failed)]
    if not reached:
        raise DiskError(gone[0].reason, place=gone[0].locator, remedy=gone[0].remedy)
    with (
        limits("to put the counts together", source.id, kept.folder),
        connect(means) as connection,
    ):
        engine.merge(connection, [str(kept.path(seen.keys[shard])) for shard in reached])
        found = result.find(connection, folder, private=source.private)
        found = found.without(gone)
        if found.unread and found.is_nothing:
            raise _refused(found.unread, "Nothing else of the source can be read.")
        if strict and found.unread:
            raise _refused(found.unread, _WITHOUT_STRICT)
        entry = None if told else _entry(source, found.evidence)
        table = None
        if found.has_domains:
            table, digest = result.keep_domains(connection, directory / "evidence", source.id)
            found = found.with_table(digest, _name(directory, table))
    return result.reading(source.id, seen.shards, folder, found), table, entry


_WITHOUT_STRICT: Final = "Without --strict the rest is taken, and told."


def _refused(unread: Sequence[Unread], why: str) -> ArtefactError:
    one = unread[0]
    more = f" ({len(unread) - 1} more like it)" if len(unread) > 1 else ""
    return ArtefactError(
        f"{one.reason}{more}",
        place=one.locator,
        remedy=f"{one.remedy} Nothing was written. {why}",
    )


def _name(directory: Path, table: Path | None) -> str:
    return "" if table is None else table.relative_to(directory).as_posix()


def _write(
    directory: Path, tree: Mapping[str, bytes], content: Reading, entry: Dataset | None
) -> None:
    """Write the evidence, and then the entry of the register."""
    from colophon.dossier import files  # noqa: PLC0415 -- loads all that a dossier can be

    disk.write(directory, {evidence_path(content): files.evidence_bytes(content)})
    if entry is not None:
        from colophon.workspace.law import law  # noqa: PLC0415 -- slow, and rarely needed

        dossier = files.read(tree, law())
        datasets = (*dossier.datasets, entry)
        written = files.write(dossier.model_copy(update={"datasets": datasets}), tree, law())
        disk.write(directory, {"datasets.yaml": written["datasets.yaml"]})


def _sweep_tables(directory: Path, id: str, table: Path | None) -> None:
    """Remove tables of domains that no evidence names any more."""
    for old in (directory / "evidence").glob(f"{id}.domains-*.parquet"):
        if old != table:
            old.unlink(missing_ok=True)


# -- The register ---------------------------------------------------------------------------------


def _of_register(source: Source, tree: Mapping[str, bytes]) -> bool:
    """Say whether the register has the source; it must not say something else of it.

    Raises:
        DossierError: it has another origin there, or is not there and nobody says its origin.
    """
    text = reading.yaml(tree.get("datasets.yaml", b""), "datasets.yaml")
    content = text.value if isinstance(text.value, dict) else {}
    for position, row in enumerate(content.get("datasets") or ()):
        if isinstance(row, dict) and row.get("id") == source.id:
            if source.origin is not None and row.get("origin") != source.origin:
                raise DossierError(
                    f"the register says that `{source.id}` is {row.get('origin')}, not "
                    f"{source.origin}",
                    place=text.place(("datasets", position, "origin")),
                    remedy="Leave --origin out, or mend the register.",
                )
            return True
    if source.origin is None:
        raise DossierError(
            f"the register of sources has no `{source.id}`",
            place="datasets.yaml",
            remedy="Say what it is with --origin, such as --origin crawled, or enter it there.",
        )
    return False


_MODALITIES: Final = {
    "text": ("corpus.text-bytes", "corpus.tokens"),
    "image": ("corpus.images",),
    "audio": ("corpus.audio",),
    "video": ("corpus.video",),
}


def _entry(source: Source, evidence: Sequence[Evidence]) -> Dataset:
    """Return the entry of the register: what the person said, and which kinds of data there are.

    Raises:
        ColophonError: nobody said of which kind the data are, and it cannot be seen.
    """
    told = {one.fact.removesuffix("-in-part") for one in evidence if one.value}
    modalities = source.modalities or tuple(
        modality for modality, facts in _MODALITIES.items() if told.intersection(facts)
    )
    if not modalities:
        raise ColophonError(
            "the columns do not tell what kind of data these are",
            place="--modality",
            remedy="Say it: --modality text, image, audio, video or other. What was counted is "
            "kept.",
        )
    from colophon.dossier.model import Dataset  # noqa: PLC0415 -- loads all that can be there

    return Dataset.model_validate(
        {
            "id": source.id,
            "name": source.name or source.id,
            "origin": source.origin,
            "modalities": modalities,
            "source": "colophon scan",
        }
    )


# -- What was scanned last ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Last:
    """How a source was asked for last, and what came of it.

    Attributes:
        source: as it was asked for; None where it never was.
        mark: the digest of all that decides what the whole comes to; empty until it is counted.
        evidence: the path of the evidence file in the dossier.
        table: the path of the table of domains; empty where there is none.
        stamps: by which a change of these two files is seen: their sizes and times.
    """

    source: Source | None
    mark: str = ""
    evidence: str = ""
    table: str = ""
    stamps: tuple[str, ...] = ()

    @classmethod
    def read(cls, kept: Store, id: str) -> _Last:
        """Return what is remembered of a source."""
        try:
            said = json.loads(_remembering(kept, id).read_bytes())
            plan = said["source"].pop("plan")
            tokenizer = plan.pop("tokenizer")
            plan["tokenizer"] = tokenizer and Tokenizer(**tokenizer)
            told = {**said["source"], "plan": Plan(**plan)}
            for name in ("paths", "modalities"):
                told[name] = tuple(told[name])
            files = said["evidence"], said["table"]
            return cls(Source(**told), said["mark"], *files, tuple(said.get("stamps", ())))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(None)  # it is of another version, or was never there: all is counted anew

    def write(self, kept: Store) -> None:
        """Remember it."""
        assert self.source is not None
        disk.write(kept.folder, disk.KEPT_OUT_OF_GIT)
        content = json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"
        path = _remembering(kept, self.source.id)
        disk.write(path.parent, {path.name: content.encode(errors="surrogateescape")})

    def with_stamps(self, directory: Path) -> _Last:
        """Return the same with the stamps of the files as they are now.

        Raises:
            OSError: one of them is not there.
        """
        paths = (self.evidence, self.table) if self.table else (self.evidence,)
        stats = [(directory / path).stat() for path in paths]
        return replace(self, stamps=tuple(f"{one.st_size} {one.st_mtime_ns}" for one in stats))

    def is_whole(self, directory: Path) -> bool:
        """Say whether what came of it is still there, as it was written."""
        try:
            return self.with_stamps(directory) == self
        except OSError:
            return False


def _remembering(kept: Store, id: str) -> Path:
    return kept.folder / _SOURCES / f"{id}.json"


def _mark(source: Source, seen: Outlook) -> str:
    """Return the digest of all that decides what the whole comes to."""
    said: list[object] = [__version__, suffixes.edition().digest, source.private]
    said += [one.model_dump() for one in seen.unread]
    said += [seen.keys[shard] for shard in seen.shards]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
