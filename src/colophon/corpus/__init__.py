"""The scanner of training data: what a corpus holds, counted once.

    shards → readers → records → tallies → counts → evidence and the table of domains

A *shard* is a file of a corpus. A *reader* yields its records, a *layout* says what their columns
are. A *tally* is one thing that is counted. What one shard comes to is kept in the *store*, so that
nothing is read twice, and an *engine* decides where the shards are read: here, or on a cluster.
Nothing in this room knows who must be told.
"""
