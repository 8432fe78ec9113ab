"""The worker processes of one writer: hands orders to those that are free, and starts more when it may."""

from collections.abc import Callable, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from index.article import Article
from index.memory import Budget
from index.segment_worker import Answer, Merge, Order, Worker, Written


class Workers:
    """Worker processes that write into one folder. All methods raise TimbaoError where one failed or has died."""

    def __init__(self, folder: Path, budget: Budget) -> None:
        """Begin without any."""
        self._folder, self._budget = folder, budget
        self._free: list[Worker] = []
        self._busy: dict[Any, Worker] = {}  # by their connections

    def start_all(self) -> None:
        """Start as many as the budget allows."""
        while len(self._free) + len(self._busy) < self._budget.jobs:
            self._free.append(Worker.start(self._folder, self._budget.share))

    def stop(self) -> None:
        """End all processes, wherever they are."""
        for worker in (*self._free, *self._busy.values()):
            worker.stop()

    def add(self, articles: Sequence[Article]) -> None:
        """Hand a batch to the first that is free."""
        self._hand_over(self._next(), articles)

    def finish(self) -> Written:
        """Have all write what they still hold, and return the segments written since they began."""
        self._wait_for_all()
        written: Written = []
        for worker in list(self._free):
            self._hand_over(worker, None)
        while self._busy:
            for _, report in self._reports():
                if isinstance(report, list):
                    written += report
        return written

    def merge(self, orders: Sequence[Merge], progress: Callable[[float], None]) -> None:
        """Carry out the orders, in their order as far as there are free workers."""
        self._wait_for_all()
        shares = dict.fromkeys(range(len(orders)), 0.0)
        order_of: dict[int, int] = {}  # of each worker, by its identity
        waiting = list(range(len(orders)))
        while waiting or self._busy:
            while waiting and (worker := self._free_one()):
                order_of[id(worker)] = waiting.pop(0)
                self._hand_over(worker, orders[order_of[id(worker)]])
            for worker, report in self._reports():
                shares[order_of[id(worker)]] = report if isinstance(report, float) else 1.0
            progress(sum(shares.values()) / len(orders))

    def _next(self) -> Worker:
        """Return a free worker, waiting for one where it must."""
        self._reports(0)
        while (worker := self._free_one()) is None:
            self._reports()
        return worker

    def _free_one(self) -> Worker | None:
        if not self._free and len(self._busy) < self._budget.jobs:
            self._free.append(Worker.start(self._folder, self._budget.share))
        return self._free[0] if self._free else None

    def _wait_for_all(self) -> None:
        while self._busy:
            self._reports()

    def _reports(self, timeout: float | None = None) -> list[tuple[Worker, Answer | float]]:
        """Wait for reports, at most so many seconds, and return who said what."""
        found = []
        for connection in wait(list(self._busy), timeout):
            worker = self._busy[connection]
            report = worker.receive()
            if not isinstance(report, float):
                self._free.append(self._busy.pop(connection))
            found.append((worker, report))
        return found

    def _hand_over(self, worker: Worker, order: Order) -> None:
        self._free.remove(worker)
        self._busy[worker.connection] = worker
        worker.send(order)
