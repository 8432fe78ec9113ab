"""Reads: what a person typed -> a ranked answer."""
