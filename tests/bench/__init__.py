"""Benchmarks: the program side by side with what one would use instead, on the same articles, in one run."""
