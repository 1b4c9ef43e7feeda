"""Invented documents of the web: the words, the addresses, and the rest of what a crawl tells.

Nothing here was ever on the web: words, names and addresses are put together by chance from the
parts in `invented.toml`. It is like the real thing in what costs a scanner time and trouble: sites
whose sizes follow Zipf's law, texts of thirty languages with lengths of a lognormal distribution
that Zstandard packs to less than a half, addresses of every odd kind, repeated texts, missing
values. The same seed and the same number of shards give the same documents.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import gcd
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PARTS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
MEAN: Final = 2700
"""Bytes of text of a document, on average."""
SPREAD: Final = 0.95
"""Of the logarithm of a text's length."""
LONGEST: Final = 200_000
BATCH: Final = 10_000
"""Documents that are one row group of Parquet."""
AT_ONCE: Final = 1000
"""Documents whose texts are made at once: few, so that the memory is used again."""
WORDS: Final = 2**13
"""Words of a language."""
GLUE: Final = 0.35
"""How many words of a text are those that hold a sentence together."""
SKEW: Final = 6
"""How much more often the first of the other words stand than the last."""
DRAWS: Final = 2**16
"""A word is drawn by a number below this, so often as it has numbers."""
ZIPF: Final = 0.9
"""The exponent of the sizes of domains."""
MIXER: Final = 178_956_971
"""Brings ranks in another order; no two to the same place, for it shares no divisor with their
number."""
FIRST: Final = 7919
"""The number of the first domain, so that it is not called after zero."""
ODD: Final = 0.007
"""How many addresses are odd."""
REPEATED: Final = 0.01
"""How many documents repeat one of a few texts."""
NOTICES: Final = 40
LICENSED: Final = 0.04


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a corpus shall be.

    Attributes:
        documents: how many.
        shards: how many files.
        format: the end of their names, one of `FORMATS` in `corpus.py`.
        seed: another one gives other documents.
        text: whether there are texts at all; without them, their tokens are told all the same.
        every_host_once: whether no two documents are of one site.
        own_crawl: whether a provider crawled it, so that it comes from no dumps of others.
        drawn_from: how many domains there are to draw from; twice as many as documents for 0.
    """

    documents: int
    shards: int = 1
    format: str = "parquet"
    seed: int = 1
    text: bool = True
    every_host_once: bool = False
    own_crawl: bool = False
    drawn_from: int = 0

    def name(self, shard: int) -> str:
        """Return the name of the file of a shard."""
        return f"shard-{shard:05}-of-{self.shards:05}.{self.format}"

    def bounds(self, shard: int) -> tuple[int, int]:
        """Return the number of the first document of a shard, and of the one after its last."""
        return (
            shard * self.documents // self.shards,
            (shard + 1) * self.documents // self.shards,
        )

    def chance(self, *where: int) -> np.random.Generator:
        """Return a source of random numbers for one part of the corpus."""
        return np.random.Generator(np.random.PCG64([self.seed, *where]))


# -- Texts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all languages.

    Attributes:
        words: with the gap after each.
        last: the place in `words` of what ends a text, for each language.
        drawn: the place in `words` for each number that may be drawn, language after language.
        sizes: bytes of a word of each language, on average.
    """

    words: pa.StringArray
    last: NDArray[np.int32]
    drawn: NDArray[np.int32]
    sizes: NDArray[np.float64]


@cache
def vocabulary(seed: int) -> Vocabulary:
    """Return the words that texts are made of."""
    words: list[str] = []
    last, rows, sizes = [], [], []
    for number, language in enumerate(PARTS["language"].values()):
        chance = np.random.Generator(np.random.PCG64([seed, 1, number]))
        glue = language["words"].split()
        gap = language.get("gap", " ")
        last.append(len(words))
        words += [f"{glue[0]}.\n", *(f"{word}{gap}" for word in glue)]
        invented = len(words)
        words += _invented(chance, language, gap)
        rows.append(_drawn(chance, last[-1] + 1, invented, len(words)))
        sizes.append(np.mean([len(words[place].encode()) for place in rows[-1][::16]]))
    return Vocabulary(
        pa.array(words), np.array(last, np.int32), np.concatenate(rows), np.array(sizes)
    )


def _invented(chance: np.random.Generator, language: dict[str, Any], gap: str) -> list[str]:
    """Return invented words; some of them with a comma, or with the end of a sentence."""
    if "signs" in language:
        syllables = [sign for sign in language["signs"] if not sign.isspace()]
    else:
        pairs = product(language["begins"].split(), language["ends"].split())
        syllables = [begin + end for begin, end in pairs]
    many = chance.choice([1, 2, 3, 4], WORDS, p=[0.1, 0.4, 0.35, 0.15])
    picked = chance.integers(0, len(syllables), (WORDS, 4))
    gaps = chance.choice([gap, f",{gap}", f".{gap}", ".\n"], WORDS, p=[0.87, 0.07, 0.05, 0.01])
    return [
        "".join(syllables[place] for place in places[:count]) + after
        for places, count, after in zip(picked.tolist(), many.tolist(), gaps.tolist(), strict=True)
    ]


def _drawn(chance: np.random.Generator, glue: int, invented: int, end: int) -> NDArray[np.int32]:
    """Return which word each number draws: a few often, most of them seldom."""
    numbers = int(DRAWS * GLUE)
    frequent = chance.integers(glue, invented, numbers)
    ranks = chance.random(DRAWS - numbers) ** SKEW * (end - invented)
    return np.concatenate([frequent, invented + ranks.astype(np.int64)]).astype(np.int32)


def texts(corpus: Corpus, chance: np.random.Generator, languages: NDArray[np.int64]) -> pa.Array:
    """Return a text for each language that is asked for."""
    some = [languages[at : at + AT_ONCE] for at in range(0, len(languages), AT_ONCE)]
    return pa.concat_arrays([_texts(vocabulary(corpus.seed), chance, one) for one in some])


def _texts(
    known: Vocabulary, chance: np.random.Generator, languages: NDArray[np.int64]
) -> pa.Array:
    """Put words together, all in one stretch of memory, and cut it to texts."""
    counts = (_sizes(chance, len(languages)) / known.sizes[languages]).astype(np.int64) + 1
    ends = np.cumsum(counts)
    places = np.repeat((languages * DRAWS).astype(np.int32), counts)
    places += chance.integers(0, DRAWS, ends[-1], dtype=np.uint16)
    words = known.drawn.take(places)
    words[ends - 1] = known.last[languages]
    _, offsets, content = known.words.take(pa.array(words)).buffers()
    bounds = np.frombuffer(offsets, np.int32)[np.concatenate([[0], ends])]
    return pa.StringArray.from_buffers(len(languages), pa.py_buffer(bounds), content)


def _sizes(chance: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Return how many bytes each of so many texts shall have, about."""
    sizes = chance.lognormal(np.log(MEAN) - SPREAD**2 / 2, SPREAD, count)
    return np.clip(sizes, 30, LONGEST)


@cache
def notices(corpus: Corpus) -> tuple[pa.Array, NDArray[np.int64]]:
    """Return the texts that many documents repeat, with their languages."""
    chance = corpus.chance(2)
    languages = _languages(chance, NOTICES)
    return texts(corpus, chance, languages), languages


def _languages(chance: np.random.Generator, count: int) -> NDArray[np.int64]:
    weights = np.array([language["weight"] for language in PARTS["language"].values()])
    return chance.choice(len(weights), count, p=weights / weights.sum())


# -- Addresses ------------------------------------------------------------------------------------


@cache
def _pieces() -> dict[str, pa.Array]:
    syllables = PARTS["syllables"].split()
    return {
        "syllables": pa.array(syllables),
        "words": pa.array([f"{one}{two}{one}" for one in syllables for two in syllables[::3]]),
        "numbers": pa.array([str(number) for number in range(10_000)]),
        "schemes": pa.array(["https://"] * 41 + ["http://"] * 9),
        "tails": pa.array([".html", "/", "", ".php?id=1", "/index.html#top", "?page=2&sort=asc"]),
        "prefixes": _weighted("prefix"),
        "suffixes": _weighted("suffix"),
    }


def _weighted(part: str) -> pa.Array:
    """Return names in which each stands as often as it is heavy: a hundredth is one."""
    return pa.array(
        [name for one in PARTS[part] for name in one["names"] for _ in range(one["often"])]
    )


def domains(ranks: NDArray[np.int64]) -> pa.Array:
    """Return the name of each domain by its rank; two have never the same."""
    pieces = _pieces()
    base = len(pieces["syllables"])
    assert gcd(MIXER, base) == 1
    mixed = ((ranks + FIRST) * MIXER) % base**4
    parts = [pieces["syllables"].take(pa.array(mixed // base**power % base)) for power in range(4)]
    suffixes = pieces["suffixes"]
    ends = suffixes.take(pa.array((ranks * 2_654_435_761 >> 7) % len(suffixes)))
    return pc.binary_join_element_wise(*parts, pc.binary_join_element_wise("", ends, "."), "")


def urls(corpus: Corpus, chance: np.random.Generator, first: int, count: int) -> pa.Array:
    """Return the address of each document, beginning with the document `first`."""
    pieces = _pieces()

    def some(name: str) -> pa.Array:
        return pieces[name].take(pa.array(chance.integers(0, len(pieces[name]), count)))

    if corpus.every_host_once:
        ranks = np.arange(first, first + count)
    else:
        most = ((corpus.drawn_from or 2 * corpus.documents) + 1) ** (1 - ZIPF)
        ranks = (chance.random(count) * (most - 1) + 1) ** (1 / (1 - ZIPF))
        ranks = ranks.astype(np.int64) - 1
    hosts = domains(ranks)
    if not corpus.every_host_once:
        hosts = pc.binary_join_element_wise(some("prefixes"), hosts, "")
    found = pc.binary_join_element_wise(
        some("schemes"), hosts, "/", some("words"), "-", some("words"), "-", some("numbers"),
        some("tails"), "",
    )  # fmt: skip
    if corpus.every_host_once:
        return found
    where = np.flatnonzero(chance.random(count) < ODD)
    forms = [None, *PARTS["odd"]]
    kinds = chance.integers(0, len(forms), len(where))
    listed = found.to_pylist()
    for place, kind in zip(where.tolist(), kinds.tolist(), strict=True):
        host = hosts[place].as_py()
        form = forms[kind]
        number = place % 254 + 1
        listed[place] = form and form.format(host=host, HOST=host.upper(), n=number)
    return pa.array(listed, pa.string())


# -- Documents ------------------------------------------------------------------------------------


def batch(corpus: Corpus, first: int, count: int) -> pa.RecordBatch:
    """Return documents, the first by its number, with the columns of FineWeb and a licence."""
    chance = corpus.chance(3, first)
    languages = _languages(chance, count)
    columns: dict[str, Any] = {}
    if corpus.text:
        repeated, spoken = notices(corpus)
        several = chance.random(count) < REPEATED
        order = np.arange(NOTICES, NOTICES + count)
        order[several] = chance.integers(0, NOTICES, several.sum())
        made = pa.concat_arrays([repeated, texts(corpus, chance, languages)])
        languages[several] = spoken[order[several]]
        columns["text"] = made.take(pa.array(order))
        sizes = np.asarray(pc.binary_length(columns["text"]))
    else:
        sizes = _sizes(chance, count)
    identity = chance.bytes(16 * count).hex()
    dumps = list(PARTS["dumps"])
    places = chance.integers(0, len(dumps), count)
    starts = np.array([PARTS["dumps"][name] for name in dumps], "datetime64[s]")
    days = starts[places] + chance.integers(0, 12 * 86400, count).astype("timedelta64[s]")
    codes = np.array(list(PARTS["language"]))
    tokens = sizes / vocabulary(corpus.seed).sizes[languages] * 1.35
    columns["id"] = [_uuid(identity[at : at + 32]) for at in range(0, 32 * count, 32)]
    columns["dump"] = pa.array(dumps).take(pa.array(places))
    if corpus.own_crawl:
        columns["dump"] = pa.array([""] * count)
    columns["url"] = urls(corpus, chance, first, count)
    columns["date"] = pc.binary_join_element_wise(
        pa.array(np.datetime_as_string(days, unit="s")), "Z", ""
    )
    columns["file_path"] = pc.binary_join_element_wise(
        "s3://invented/crawl-data/", columns["dump"], f"/warc/part-{first // BATCH:05}.warc.gz", ""
    )
    columns["language"] = pa.array(codes[languages])
    columns["language_score"] = np.round(1 - 0.35 * chance.random(count) ** 2, 4)
    columns["token_count"] = tokens.astype(np.int64)
    licences = pa.array([None, "cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0"])
    licensed = chance.integers(1, 4, count) * (chance.random(count) < LICENSED)
    columns["license"] = licences.take(pa.array(licensed))
    return pa.RecordBatch.from_pydict(columns)


def _uuid(text: str) -> str:
    return f"<urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}>"


def batches(corpus: Corpus, shard: int) -> Iterator[pa.RecordBatch]:
    """Yield the documents of a shard."""
    first, end = corpus.bounds(shard)
    for start in range(first, end, BATCH):
        yield batch(corpus, start, min(BATCH, end - start))
