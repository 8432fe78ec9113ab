"""Tests, in rooms that mirror the product's; `tests.bench` measures instead."""
