"""How an index lies on disk: columns of numbers in memory-mapped files, which FORMAT.md describes."""
