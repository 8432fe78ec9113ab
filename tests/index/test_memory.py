import tracemalloc
from pathlib import Path

import pytest

from index.analysed import analyse_article
from index.article import Article
from index.columnar.builder import Builder
from index.errors import TimbaoError
from index.memory import DEFAULT_MEMORY, LEAST_MEMORY, LEAST_SHARE, Budget
from index.readers import read_sources
from tests.sample import SAMPLES


def test_memory_is_shared_out_among_the_processes() -> None:
    one, two = Budget.of(DEFAULT_MEMORY, 1), Budget.of(DEFAULT_MEMORY, 2)
    assert one.share > 2 * two.share > LEAST_SHARE
    assert Budget.of(LEAST_MEMORY, None) == Budget(1, LEAST_SHARE)


def test_too_little_memory_is_told_with_what_would_do() -> None:
    with pytest.raises(TimbaoError, match=r"Indexing cannot do with 100 MB of memory: give --memory \d+MB or more\."):
        Budget.of(100_000_000, None)
    with pytest.raises(TimbaoError, match=r"64 processes cannot do with 1,000 MB .* or more, or --jobs fewer\."):
        Budget.of(DEFAULT_MEMORY, 64)


def test_writing_takes_no_more_than_a_builder_says(tmp_path: Path) -> None:
    samples = [article for article in read_sources([SAMPLES]) if isinstance(article, Article)]
    analysed = [analyse_article(article) for article in samples]
    tracemalloc.start()
    try:
        builder = Builder()
        for article in analysed * 20:
            builder.add(article)
        promised = builder.nbytes
        builder.write(tmp_path / "columns", tmp_path / "articles")
        assert tracemalloc.get_traced_memory()[1] < promised
    finally:
        tracemalloc.stop()
