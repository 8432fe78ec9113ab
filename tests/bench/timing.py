"""Times competitors in turns, so that what else the machine does hits all of them alike."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Timed(Generic[Result]):
    """What a competitor took and gave for each item, as parallel lists."""

    seconds: list[float] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    def milliseconds(self, percentile: float) -> float:
        """Return a percentile of the times, in ms."""
        return float(np.percentile(self.seconds, percentile)) * 1000

    def first(self, count: int) -> "Timed[Result]":
        """Return the first `count` items alone."""
        return Timed(self.seconds[:count], self.results[:count])


def in_turns(
    competitors: Mapping[str, Callable[[Item], Result]], items: Iterable[Item], limits: Mapping[str, int] | None = None
) -> dict[str, Timed[Result]]:
    """Give every item to every competitor; who goes first moves on with each item.

    A competitor with a limit takes part in so many of the first items only.
    """
    timed: dict[str, Timed[Result]] = {name: Timed() for name in competitors}
    for turn, item in enumerate(items):
        names = [name for name in competitors if turn < (limits or {}).get(name, turn + 1)]
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            began = time.perf_counter()
            result = competitors[name](item)
            timed[name].seconds.append(time.perf_counter() - began)
            timed[name].results.append(result)
    return timed
