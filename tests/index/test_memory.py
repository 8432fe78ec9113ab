import sys
import tracemalloc
from pathlib import Path

import pytest

from index.analysed import analyse_article
from index.article import Article
from index.columnar import builder, completions
from index.columnar.builder import Builder
from index.errors import TimbaoError
from index.memory import DEFAULT_MEMORY, LEAST_MEMORY, LEAST_SHARE, MEGABYTE, Budget
from index.readers import read_sources
from tests.bench.corpus import of_samples
from tests.bench.indexing import TIMBAO
from tests.bench.memory import watch
from tests.sample import ROOT, SAMPLES


def test_memory_is_shared_out_among_the_processes() -> None:
    one, two = Budget.of(DEFAULT_MEMORY, 1), Budget.of(DEFAULT_MEMORY, 2)
    assert one.share > 2 * two.share > LEAST_SHARE
    assert Budget.of(LEAST_MEMORY, None) == Budget(1, LEAST_SHARE)


def test_too_little_memory_is_told_with_what_would_do() -> None:
    with pytest.raises(TimbaoError, match=r"Indexing cannot do with 100 MB of memory: give --memory \d+MB or more\."):
        Budget.of(100_000_000, None)
    with pytest.raises(TimbaoError, match=r"64 processes cannot do with 1,000 MB .* or more, or --jobs fewer\."):
        Budget.of(DEFAULT_MEMORY, 64)


def test_writing_takes_no_more_than_a_builder_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "RUN", 2**15)  # else its work space outweighs all that so few articles take
    monkeypatch.setattr(completions, "RUN", 2**13)
    samples = [article for article in read_sources([SAMPLES]) if isinstance(article, Article)]
    analysed = [analyse_article(article) for article in samples]
    tracemalloc.start()
    try:
        filled = Builder()
        for article in analysed * 30:
            filled.add(article)
        promised = filled.nbytes
        filled.write(tmp_path / "columns", tmp_path / "articles")
        assert 0.5 * promised < tracemalloc.get_traced_memory()[1] < promised
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="how much memory is a process's own is told by Linux")
def test_a_rebuild_keeps_to_its_memory(tmp_path: Path) -> None:
    corpus = of_samples(15_000, tmp_path / "articles.jsonl")
    least = f"{LEAST_MEMORY // MEGABYTE}MB"
    command = [TIMBAO, "rebuild", str(corpus.path), "--index", str(tmp_path / "index"), "--memory", least]
    watched = watch(command, ROOT)
    assert watched.peak is not None
    assert 0.5 * LEAST_MEMORY < watched.peak < LEAST_MEMORY
