"""Tallies: one module per thing that is counted in a corpus.

A tally says by which key records are counted, and what the counts tell. Adding, merging and zero
are the same for all (`colophon.corpus.counts`), so every tally is a commutative monoid and every
engine counts it the same way. Each module has:

    FACTS: Mapping[str, str]
        What it tells: the name of each fact, and what that fact is.

    NEEDS: frozenset[str]
        It is counted where the corpus tells one of these roles, or `digest` where repetitions are
        looked for; everywhere where there are none.

    BY: Mapping[str, str]
        What decides the key of a record: names, each with an expression of SQL over the columns of
        `records`.

    KEY: str
        The key, as an expression of SQL over what BY gives; found once for each of its values.

    evidence(counts: Counts) -> Iterator[Evidence]
        What the counts of the whole corpus tell, in a fixed order.

A tally of a sample has, in place of BY and KEY:

    UNLESS: frozenset[str]
        It is not counted where the corpus tells one of these, or where no tokenizer is named and
        `no-tokenizer` is among them.

    look(text: str, tools: Tools) -> tuple[str, int | None]
        Of one text of the sample, the key that it belongs under, and its tokens if they were
        counted. The shard is added to the key: each shard is a stratum of the sample.

To add a tally, add a module here. Tallies do not import each other.
"""
