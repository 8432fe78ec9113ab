"""How sure a mean over queries is, and a difference of two: by resampling, with a fixed seed."""

from collections.abc import Sequence

import numpy as np

SAMPLES = 10_000  # of the queries, or of the signs of their differences: the third digit stays the same
SEED = 2009
CONFIDENCE = 0.95


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the bounds between which the mean lies with CONFIDENCE (percentile bootstrap, Efron 1979)."""
    array = np.array(values, np.float64)
    picked = np.random.default_rng(SEED).integers(len(array), size=(SAMPLES, len(array)), dtype=np.int32)
    low, high = np.quantile(array[picked].mean(axis=1), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def paired_p(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how likely so great a difference of means is by chance, two-sided, over the same queries.

    A randomization test (Smucker, Allan & Carterette 2007): by chance each query's difference has either sign.
    """
    differences = np.array(one, np.float64) - np.array(other, np.float64)
    signs = np.random.default_rng(SEED).choice(np.array([-1, 1], np.int8), size=(SAMPLES, len(differences)))
    by_chance = np.abs(signs @ differences)
    return float((1 + np.count_nonzero(by_chance >= abs(differences.sum()) - 1e-12)) / (1 + SAMPLES))
