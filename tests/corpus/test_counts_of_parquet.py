"""What a Parquet file comes to: every tally, on records written for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import duckdb
import fsspec
import pytest

from colophon.corpus import counts, result, shards
from colophon.corpus.kernel import Kernel
from colophon.corpus.plan import Plan
from colophon.corpus.records import Filler
from colophon.errors import ColophonError, DiskError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from colophon.corpus.result import Found
    from colophon.corpus.shards import Shard

Facts = dict[str, list[Any]]


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Found]:
    """Give a function that writes records, as a query, to a file and counts it."""

    def found(query: str, columns: str, *, groups: int = 0, **plan: Any) -> Found:
        path = tmp_path / "records.parquet"
        rows = f", ROW_GROUP_SIZE {groups}" if groups else ""
        duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{rows})")
        return counted(path, Plan(columns=columns, **plan))

    return found


def counted(path: Path, plan: Plan) -> Found:
    """Count one file."""
    (shard,) = shards.find([str(path)])
    return of_shard(shard, plan, path.with_name("counts.parquet"))


def of_shard(shard: Shard, plan: Plan, kept: Path) -> Found:
    """Count one shard, and keep its counts in a file."""
    with duckdb.connect() as connection:
        Kernel(connection, plan).count(shard, kept)
        counts.merge(connection, counts.kept([str(kept)]))
        return result.find(connection, "", private=True)


def facts(found: Found) -> Facts:
    """Return the values by fact, without `corpus.`."""
    values: Facts = defaultdict(list)
    for one in found.evidence:
        values[one.fact.removeprefix("corpus.")].append(one.value)
    return dict(values)


def test_sizes_are_sums(found: Callable[..., Found]) -> None:
    """Documents, bytes of UTF-8 and tokens are added up, and nothing else is told."""
    told = facts(
        found(
            "SELECT unnest(['abc', 'é', '', NULL]) AS t, unnest([3, 2, 0, 1]) AS n",
            "text=t,tokens=n",
            sample=0,
        )
    )
    assert told["documents"] == [4]
    assert told["text-bytes"] == [5]
    assert told["tokens"] == [6]
    assert not {"images", "audio", "video", "domains", "language", "first-day"} & set(told)


def test_what_only_some_records_tell_is_told_as_a_part(found: Callable[..., Found]) -> None:
    """A sum over some records is never given for the sum over all."""
    told = facts(found("SELECT unnest([3, NULL, 4]) AS n", "tokens=n"))
    assert "tokens" not in told
    assert told["tokens-in-part"] == [(7, 2, 3)]


def test_an_image_table_counts_images_and_their_domains(found: Callable[..., Found]) -> None:
    """Images are counted, and audio and video measured in milliseconds."""
    told = facts(
        found(
            "SELECT unnest(['https://a.example.com/1', 'https://b.example.org/2']) AS u, "
            "unnest([1, 3]) AS i, unnest([1.5, 0.0004]) AS a, unnest([60.0, NULL]) AS v",
            "url=u,images=i,audio-seconds=a,video-seconds=v",
        )
    )
    assert told["images"] == [4]
    assert told["audio"] == [1500]
    assert told["video-in-part"] == [(60000, 1, 2)]
    assert told["domains"] == [2]
    assert told["top-domain"] == [("example.org", 1), ("example.com", 1)]


def test_domains_are_told_with_what_has_none(found: Callable[..., Found]) -> None:
    """Each record is counted under a domain or under the reason why it has none."""
    told = facts(
        found(
            "SELECT unnest(['https://www.a.com/1', 'HTTP://A.com:80/2', 'https://1.2.3.4/', NULL, "
            "'https://b.co.uk/']) AS u, 'xy' AS t",
            "url=u,text=t",
            sample=0,
        )
    )
    assert told["domains"] == [2]
    assert told["top-domain"] == [("a.com", 2, 4), ("b.co.uk", 1, 2)]
    assert told["with-domain"] == [("documents", 3), ("bytes", 6)]
    assert told["without-domain"] == [("IP address", 1, 2), ("no address", 1, 2)]


def test_days_months_and_dumps(found: Callable[..., Found]) -> None:
    """Days are read from dates and times in any usual form, and what is none is told apart."""
    told = facts(
        found(
            "SELECT unnest(['2024-03-05', '2024-03-31T23:59:59Z', '20240401120000', 'soon', NULL]) "
            "AS d, unnest(['CC-MAIN-2024-10', 'crawl=CC-MAIN-2024-18/x', 'wiki', ' ', NULL]) AS p",
            "date=d,dump=p",
        )
    )
    assert told["first-day"] == ["2024-03-05"]
    assert told["last-day"] == ["2024-04-01"]
    assert told["month"] == [("2024-03", 2), ("2024-04", 1)]
    assert told["without-day"] == [("not understood", 1), ("untold", 1)]
    assert told["dump"] == [("CC-MAIN-2024-10", 1), ("CC-MAIN-2024-18", 1), ("wiki", 1)]
    assert told["without-dump"] == [2]


def test_words_that_the_database_takes_for_days_are_none(found: Callable[..., Found]) -> None:
    """No day comes of a word, and no length of audio of what is no number."""
    told = facts(
        found(
            "SELECT unnest(['epoch', 'infinity', '-infinity', '2024-03-05']) AS d, "
            "unnest(['nan', 'inf', '-inf', '1.5']::DOUBLE[]) AS a",
            "date=d,audio-seconds=a",
        )
    )
    assert (told["first-day"], told["last-day"]) == (["2024-03-05"], ["2024-03-05"])
    assert told["without-day"] == [("not understood", 3)]
    assert told["audio-in-part"] == [(1500, 1, 4)]


def test_times_of_the_file_are_days_too(found: Callable[..., Found]) -> None:
    """A column of timestamps needs no text."""
    told = facts(found("SELECT TIMESTAMPTZ '2024-03-05 23:30:00+00' AS d", "date=d"))
    assert told["first-day"] == ["2024-03-05"]


def test_languages_licences_and_marks_of_the_synthetic(found: Callable[..., Found]) -> None:
    """What the corpus itself names is counted under that name."""
    told = facts(
        found(
            "SELECT unnest(['EN', 'en', 'nl', NULL]) AS l, unnest([['mit'], ['mit', 'bsd'], [], "
            "NULL]) AS c, unnest([true, false, false, NULL]) AS s",
            "language=l,licence=c,synthetic=s",
        )
    )
    assert told["language"] == [("en", 2), ("nl", 1)]
    assert told["without-language"] == [1]
    assert told["licence"] == [("bsd, mit", 1), ("mit", 1)]
    assert told["without-licence"] == [2]
    assert told["synthetic"] == [("false", 2), ("true", 1)]
    assert told["without-synthetic"] == [1]


def test_of_several_languages_the_first_counts(found: Callable[..., Found]) -> None:
    """Where a column lists languages, the likeliest stands first."""
    told = facts(found("SELECT unnest([['nl', 'de'], ['en'], []]) AS l", "language=l"))
    assert told["language"] == [("en", 1), ("nl", 1)]
    assert told["without-language"] == [1]


def test_repetitions_are_counted_when_they_are_asked_for(found: Callable[..., Found]) -> None:
    """A text that stands three times is repeated twice."""
    query = "SELECT unnest(['a', 'a', 'b', 'a', NULL]) AS t"
    assert facts(found(query, "text=t", sample=0, finds_duplicates=True))["duplicates"] == [2]
    assert "duplicates" not in facts(found(query, "text=t", sample=0))


def test_without_text_no_size_is_invented(found: Callable[..., Found]) -> None:
    """Where texts are not read, their bytes are not told at all."""
    told = facts(
        found(
            "SELECT 'https://a.com/' AS u, 'abc' AS t, 2 AS n, 'en' AS l",
            "url=u,text=t,tokens=n,language=l",
            reads_text=False,
        )
    )
    assert "text-bytes" not in told
    assert told["tokens"] == [2]
    assert told["language"] == [("en", 1)]
    assert told["top-domain"] == [("a.com", 1)]


def test_parts_of_nested_columns_and_of_json_are_found(found: Callable[..., Found]) -> None:
    """A way leads into a column of parts, and into a text that holds JSON."""
    told = facts(
        found(
            """SELECT {'url': 'https://a.com/', 'more': {'n': 5}} AS meta,
            '{"when": "2024-05-06"}' AS metadata""",
            "url=meta.url,tokens=meta.more.n,date=metadata.when",
        )
    )
    assert told["domains"] == [1]
    assert told["tokens"] == [5]
    assert told["first-day"] == ["2024-05-06"]


def test_names_that_mean_something_to_sql_are_names(tmp_path: Path) -> None:
    """Quotes and stars in the names of files and columns are nothing special."""
    path = tmp_path / "a[1]*'?.parquet"
    duckdb.execute('COPY (SELECT \'abc\' AS "te""xt \'x") TO $1 (FORMAT parquet)', [str(path)])
    assert facts(counted(path, Plan(columns="text=te\"xt 'x", sample=0)))["text-bytes"] == [3]


def test_an_empty_file_holds_nothing(found: Callable[..., Found]) -> None:
    """No records are 0 documents, and no size of anything."""
    told = facts(found("SELECT 'a' AS t LIMIT 0", "text=t"))
    assert told["documents"] == [0]
    assert "text-bytes" not in told


def test_a_file_without_records_is_told(tmp_path: Path) -> None:
    """A file in which nothing stands has no columns either, and that is what is said."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(b"\n")
    (unread,) = counted(path, Plan()).unread
    assert unread.reason == "it holds no records"


def test_a_damaged_part_is_told_and_the_others_count(tmp_path: Path) -> None:
    """Where a page is broken, its row group is left out and said so."""
    path = tmp_path / "records.parquet"
    duckdb.execute(
        "COPY (SELECT md5(i::VARCHAR) AS t FROM range(20000) one(i)) "
        f"TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION zstd)"
    )
    (first,) = duckdb.execute(
        f"SELECT dictionary_page_offset FROM parquet_metadata('{path}') WHERE row_group_id = 3"
    ).fetchall()[0] or (None,)
    (data,) = duckdb.execute(
        f"SELECT data_page_offset FROM parquet_metadata('{path}') WHERE row_group_id = 3"
    ).fetchall()[0]
    with path.open("r+b") as file:
        file.seek((first or data) + 40)
        file.write(b"\xff" * 4000)
    whole = counted(path, Plan(columns="text=t", sample=0))
    (unread,) = whole.unread
    assert unread.damaged
    assert "records 6144 to 8191" in unread.locator
    assert facts(whole)["documents"] == [20000 - 2048]
    assert facts(whole)["text-bytes"] == [(20000 - 2048) * 32]


@pytest.mark.parametrize("cut", [0, 3, 100, 5000, -1])
def test_a_file_that_is_cut_off_is_told(tmp_path: Path, cut: int) -> None:
    """Without its end, a Parquet file cannot be read at all, and nothing is counted."""
    path = tmp_path / "records.parquet"
    duckdb.execute(
        f"COPY (SELECT md5(i::VARCHAR) AS t FROM range(20000) one(i)) TO '{path}' (FORMAT parquet)"
    )
    content = path.read_bytes()
    path.write_bytes(content[: cut if cut >= 0 else len(content) // 2])
    whole = counted(path, Plan(columns="text=t", sample=0))
    (unread,) = whole.unread
    assert unread.damaged
    assert facts(whole)["documents"] == [0]


def test_languages_are_detected_on_a_sample(found: Callable[..., Found]) -> None:
    """Where no column tells the language, a sample does, with an interval and the detector."""
    query = """SELECT CASE WHEN i % 4 = 0 THEN 'Das Wetter ist heute schön und wir gehen spazieren.'
        ELSE 'The weather is fine today and we are going for a walk.' END AS t
        FROM range(1000) one(i)"""
    whole = found(query, "text=t", sample=200, groups=2048)
    rows = [one for one in whole.evidence if one.fact == "corpus.language-sample"]
    values = [one.value for one in rows if isinstance(one.value, tuple)]
    shares = {name: tuple(map(float, ends)) for name, *ends in values}
    assert set(shares) == {"de", "en"}
    low, likely, high = shares["de"]
    assert low < 0.25 < high
    assert low < likely < high
    assert rows[0].locator.startswith("py3langid ")
    assert rows[0].locator.endswith(" on 200 of 1000 documents")


def test_a_sample_of_all_has_no_interval(found: Callable[..., Found]) -> None:
    """Where every text was looked at, the share is exact."""
    whole = found("SELECT unnest(['Guten Morgen, liebe Leute!', '123']) AS t", "text=t")
    rows = [one.value for one in whole.evidence if one.fact == "corpus.language-sample"]
    assert rows == [("de", "0.5000", "0.5000", "0.5000"), ("und", "0.5000", "0.5000", "0.5000")]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(
    found: Callable[..., Found],
) -> None:
    """A wrong name is answered with the right ones."""
    with pytest.raises(ColophonError) as caught:
        found("SELECT 'a' AS body", "text=bodi")
    assert "bodi" in caught.value.message
    assert "body" in caught.value.remedy


def test_a_file_in_a_store_is_read_where_it_lies(tmp_path: Path) -> None:
    """A Parquet file in an object store is counted without a copy on the disk."""
    path = tmp_path / "records.parquet"
    duckdb.execute(f"COPY (SELECT 'https://a.com/' AS u, 'abc' AS t) TO '{path}' (FORMAT parquet)")
    store = fsspec.filesystem("memory")
    store.pipe_file("/counted/one.parquet", path.read_bytes())
    (shard,) = shards.find(["memory://counted/"])
    plan = Plan(columns="url=u,text=t", sample=0)
    told = facts(of_shard(shard, plan, tmp_path / "counts.parquet"))
    assert told["documents"] == [1]
    assert told["domains"] == [1]


def test_a_disk_that_takes_no_counts_is_no_doubt_about_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the counts cannot be written, the file is not read again with more care."""
    path = tmp_path / "records.parquet"
    duckdb.execute(f"COPY (SELECT 'https://a.com/' AS u) TO '{path}' (FORMAT parquet)")
    monkeypatch.delattr(Filler, "fill")
    (shard,) = shards.find([str(path)])
    with duckdb.connect() as connection, pytest.raises(duckdb.IOException):
        Kernel(connection, Plan(columns="url=u")).count(shard, tmp_path / "full" / "counts")


def test_a_file_that_has_gone_is_not_told_as_damaged(tmp_path: Path) -> None:
    """What cannot be reached now is not kept as if it held nothing."""
    path = tmp_path / "records.parquet"
    duckdb.execute(f"COPY (SELECT 'abc' AS t) TO '{path}' (FORMAT parquet)")
    (shard,) = shards.find([str(path)])
    path.unlink()
    with duckdb.connect() as connection, pytest.raises(DiskError):
        Kernel(connection, Plan()).count(shard, tmp_path / "counts.parquet")
