"""Writes: source files -> articles -> token streams -> a published index."""
