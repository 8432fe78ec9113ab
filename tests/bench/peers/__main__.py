"""Builds the index of one peer in a process of its own: `python -m tests.bench.peers PEER ARTICLES FOLDER JOBS`."""

import sys
from pathlib import Path

from tests.bench.peers import build, installed

if __name__ == "__main__":
    name, corpus, folder, jobs = sys.argv[1:]
    build(installed()[0][name], Path(corpus), Path(folder), int(jobs))
