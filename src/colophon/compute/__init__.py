"""Training compute: the number with legal weight, from the entries of the ledger."""
