"""A bounded memory of what was computed for short strings: news text repeats the same few thousand all day."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")

MAX_ITEMS = 65_536  # forgets everything beyond: news reaches 40,000 space-separated pieces in 2,000 articles
MAX_KEY = 32  # characters; longer strings are computed each time, so that hostile input cannot fill the memory


class Memo(dict[str, V]):
    """A dictionary that computes what it lacks; read it with `memo[key]`.

    Holds at most `MAX_ITEMS` values, for keys of at most `MAX_KEY` characters.
    """

    __slots__ = ("_compute",)

    def __init__(self, compute: Callable[[str], V]) -> None:
        """Remember the values of `compute`, a pure function."""
        super().__init__()
        self._compute = compute

    def __missing__(self, key: str) -> V:
        """Compute the value of `key`, and remember it where it fits."""
        value = self._compute(key)
        if len(key) <= MAX_KEY:
            if len(self) >= MAX_ITEMS:
                self.clear()
            self[key] = value
        return value
