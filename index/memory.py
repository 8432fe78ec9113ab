"""How much memory writing may take in all processes together, and what each of them may hold of it."""

import os
from dataclasses import dataclass

from index.errors import TimbaoError

MEGABYTE = 1_000_000
DEFAULT_MEMORY = 1_000 * MEGABYTE  # a small server has 2 GB, and a site to serve meanwhile
# Memory with the interpreter and libraries, as measured. What an archive has of distinct ids and terms comes on top.
PARENT_BYTES = 75 * MEGABYTE  # of the process that reads sources
WORKER_BYTES = 110 * MEGABYTE  # of one that analyses, before it holds an article: pyvi's model and what it remembers
LEAST_SHARE = 110 * MEGABYTE  # for articles, in each process: the work space of writing, and what makes it worth while
MOST_SHARE = 1_500 * MEGABYTE  # holds a hundred thousand articles: of larger segments a merge is no quicker
LEAST_MEMORY = PARENT_BYTES + WORKER_BYTES + LEAST_SHARE


@dataclass(frozen=True, slots=True)
class Budget:
    """How many processes write, and the bytes that the articles in each may take before it writes them to disk."""

    jobs: int
    share: int

    @classmethod
    def of(cls, memory: int, jobs: int | None) -> "Budget":
        """Share out so many bytes among so many processes, by default one a core if they are enough for that.

        Raises TimbaoError where they are not enough for the processes asked for, or for one.
        """
        each = WORKER_BYTES + LEAST_SHARE
        possible = (memory - PARENT_BYTES) // each
        if possible < (jobs or 1):
            least = PARENT_BYTES + (jobs or 1) * each
            processes = f"{jobs} processes" if jobs and jobs > 1 else "Indexing"
            fewer = ", or --jobs fewer" if jobs and jobs > 1 else ""
            raise TimbaoError(f"{processes} cannot do with {memory / MEGABYTE:,.0f} MB of memory: "
                              f"give --memory {least / MEGABYTE:.0f}MB or more{fewer}.")  # fmt: skip
        jobs = jobs or min(os.cpu_count() or 1, possible)
        return cls(jobs, min((memory - PARENT_BYTES) // jobs - WORKER_BYTES, MOST_SHARE))
