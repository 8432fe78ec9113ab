from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.query import Term

from index import generation
from index.article import Article
from index.codec.toc import entries
from index.errors import TimbaoError
from index.memory import DEFAULT_MEMORY, Budget
from index.readers import read_sources
from index.rebuild import State, rebuild
from index.segment_worker import Worker
from index.writer import FAN_IN, WhooshWriter
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.index.contents import contents
from tests.index.killing import KILLS, run_and_kill, seconds
from tests.sample import SAMPLES, build, write_jsonl


def test_the_samples_are_indexed_and_counted(tmp_path: Path) -> None:
    states: list[State] = []
    summary = rebuild([SAMPLES], tmp_path / "index", jobs=2, progress=states.append)
    assert summary.articles >= 60
    assert summary.skipped == []
    assert states[-1].bytes_read == states[-1].bytes_total
    assert WhooshEngine(tmp_path / "index").stats().articles == summary.articles


def test_a_stock_whoosh_searcher_opens_a_generation_and_finds_the_same(tmp_path: Path) -> None:
    index = build(
        tmp_path, [Article("1", title="Hòa bình"), Article("2", body="Chiến tranh và hoà bình"), Article("3")]
    )
    with open_dir(generation.current(index).path).searcher() as searcher:
        found = searcher.search(Term("folded_bigrams", "hoa binh"), limit=None)
        expected = [searcher.document(id=article_id)["article"] for article_id in ("1", "2")]
        assert [hit["article"] for hit in found] == expected


@pytest.mark.usefixtures("spawned_workers")
def test_several_processes_write_the_articles_one_does(tmp_path: Path) -> None:
    articles = [Article(f"a{number}", body=f"bài số {number}") for number in range(100)]
    source = write_jsonl(tmp_path / "articles.jsonl", articles)
    rebuild([source], tmp_path / "index", jobs=3)
    engine = WhooshEngine(tmp_path / "index")
    assert [engine.article(article.id) for article in articles] == articles


def test_the_first_of_two_articles_with_one_id_is_kept_and_the_other_reported(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", [Article("1", title="đầu"), Article("2"), Article("1", title="sau")])
    source.write_text(source.read_text().replace('"title": ""', '"title": "giữa"'))
    summary = rebuild([source], tmp_path / "index", jobs=1)
    assert [str(skipped) for skipped in summary.skipped] == [
        f"{source}:3: the id '1' was there before; the first article is kept"
    ]
    first = WhooshEngine(tmp_path / "index").article("1")
    assert first is not None
    assert first.title == "đầu"


def test_nothing_readable_leaves_the_old_index(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="cũ")])
    served = generation.current(index)
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{\n")
    with pytest.raises(TimbaoError, match=r"No article could be read from .*broken.jsonl:1"):
        rebuild([broken], index, jobs=1)
    assert generation.current(index) == served
    assert [path.name for path in generation.generations_folder(index).iterdir()] == [served.id]


def test_leaving_a_writer_early_changes_nothing(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="cũ")])
    with WhooshWriter(index, Budget.of(DEFAULT_MEMORY, 2)) as writer:
        writer.add([Article("2", title="mới")])
    assert generation.current(index).manifest.articles == 1
    assert not list(generation.generations_folder(index).glob(".*"))


@pytest.mark.usefixtures("spawned_workers")
def test_a_dead_process_is_told_in_a_sentence(tmp_path: Path) -> None:
    worker = Worker.start(tmp_path, share=0)
    worker.process.kill()
    with pytest.raises(TimbaoError, match="was ended from outside"):
        worker.receive()


@pytest.mark.usefixtures("spawned_workers")
def test_a_fault_is_told_also_when_the_next_batch_is_handed_over(tmp_path: Path) -> None:
    worker = Worker.start(tmp_path, share=0)
    try:
        worker.send(["not an article"])  # type: ignore[list-item]
        worker.receive()
        worker.process.join()
        with pytest.raises(TimbaoError, match="Indexing stopped: AttributeError"):
            worker.send([])
    finally:
        worker.stop()


@pytest.mark.usefixtures("spawned_workers")
def test_a_fault_in_a_process_is_told_in_a_sentence(tmp_path: Path) -> None:
    with WhooshWriter(tmp_path, Budget.of(DEFAULT_MEMORY, 1)) as writer:
        writer.add([Article("1", title=2018)])  # type: ignore[arg-type]
        with pytest.raises(TimbaoError, match=r"Indexing stopped: \w+Error: "):
            writer.publish()


def test_segments_written_when_memory_was_full_are_the_index_of_plenty(tmp_path: Path) -> None:
    articles = [article for article in read_sources([SAMPLES]) if isinstance(article, Article)]
    assert len(articles) > 2 * FAN_IN
    with WhooshWriter(tmp_path / "scarce", Budget(jobs=2, share=0)) as writer:
        for article in articles:
            writer.add([article])  # whose process then has more than its share, and writes a segment
        writer.publish()
    rebuild([SAMPLES], tmp_path / "plenty", jobs=1)
    assert contents(tmp_path / "scarce") == contents(tmp_path / "plenty")
    assert len(entries(generation.current(tmp_path / "scarce").path)) == 1


@pytest.mark.parametrize("moment", range(KILLS))
def test_a_rebuild_killed_at_any_moment_leaves_the_old_index(
    tmp_path: Path, moment: int, full_run_seconds: float
) -> None:
    index = build(tmp_path, [Article("old", title="Bài cũ vẫn còn")])
    served = generation.current(index).id
    run_and_kill(["rebuild", str(SAMPLES), "--index", str(index), "--jobs", "2"], full_run_seconds, moment)
    engine = WhooshEngine(index)
    still_old = generation.current(index).id == served
    assert not still_old or find(engine, "bai cu").results[0].article.id == "old"
    assert engine.stats().articles == (1 if still_old else len_of_samples())
    generation.verify(generation.current(index).path)
    build(tmp_path, [Article("new", title="Bài mới")])
    assert engine.stats().articles == 1
    assert engine.article("new") is not None
    assert not list(generation.generations_folder(index).glob(".*"))
    assert len(list(generation.generations_folder(index).iterdir())) == 2


@pytest.fixture(scope="module")
def full_run_seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long the rebuild that is going to be killed takes when it is not."""
    index = tmp_path_factory.mktemp("full") / "index"
    return seconds(["rebuild", str(SAMPLES), "--index", str(index), "--jobs", "2"])


def len_of_samples() -> int:
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in SAMPLES.glob("*.jsonl"))
    return lines + len(list(SAMPLES.glob("*.txt")))
