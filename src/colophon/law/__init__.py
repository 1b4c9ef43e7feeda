"""What is owed, since when, and where it is written: the law as dated, cited data."""
