"""When to stop: a search has a budget of time, and answers with what it has once that is spent."""

import math
import time


class Deadline:
    """A moment after which work is left undone; `met` is False once that has happened."""

    def __init__(self, budget_ms: float = math.inf) -> None:
        """Begin now; `budget_ms` is the time to spend, in milliseconds."""
        self._end = time.monotonic() + budget_ms / 1000
        self.met = True

    def passed(self) -> bool:
        """Say whether to stop, and remember it."""
        if time.monotonic() > self._end:
            self.met = False
        return not self.met

    def left_ms(self) -> float:
        """Return how much time is left, in milliseconds."""
        return max(0.0, self._end - time.monotonic()) * 1000
