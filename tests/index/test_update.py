"""An index that was changed is the index of what it then holds."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import generation, policy
from index.article import Article
from index.codec.toc import entries
from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, TimbaoError
from index.generation import Generation
from index.lock import writer_lock
from index.update import UpdateSummary, delete, update
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.index.contents import contents
from tests.index.killing import KILLS, run_and_kill, seconds
from tests.sample import SAMPLES, build, write_jsonl

TEXTS = st.lists(st.sampled_from(["hòa", "hoà", "hoa", "bình", "4/7", "đối ngoại", "của"]), max_size=6).map(" ".join)
ARTICLES = st.lists(
    st.builds(Article, st.sampled_from("abcdefgh"), TEXTS.map("bài {}".format), source=st.sampled_from([None, "LSO"])),
    min_size=1,
    max_size=6,
    unique_by=lambda article: article.id,
)
DELETED = st.lists(st.sampled_from("abcdefghi"), min_size=1, max_size=3, unique=True)
STEPS = st.lists(st.one_of(ARTICLES, DELETED.map(tuple)), min_size=1, max_size=5)


def updated(folder: Path, articles: Sequence[Article]) -> UpdateSummary:
    return update([write_jsonl(folder / "update.jsonl", articles)], folder / "index", jobs=1)


def counts(summary: UpdateSummary) -> tuple[int, int, int]:
    return summary.counts.new, summary.counts.changed, summary.counts.unchanged


def many(*titles: str) -> list[Article]:
    return [Article(f"a{number}", title=title) for number, title in enumerate(titles)]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ARTICLES, steps=STEPS)
def test_any_changes_give_the_index_of_the_articles_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: list[Article], steps: list[list[Article] | tuple[str, ...]]
) -> None:
    monkeypatch.setattr(policy, "SMALL", 1)
    for name in ("index", "fresh"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    index = build(tmp_path, first)
    held = {article.id: article for article in first}
    for step in steps:
        if isinstance(step, list):
            updated(tmp_path, step)
            held |= {article.id: article for article in step}
        else:
            left = {article_id: article for article_id, article in held.items() if article_id not in step}
            if left and left != held:
                delete(step, index)
                held = left
            else:
                with pytest.raises(TimbaoError):
                    delete(step, index)
    assert contents(index) == contents(build(tmp_path / "fresh", held.values()))
    assert generation.current(index).manifest.articles == len(held)


def test_new_changed_and_unchanged_articles_are_told_apart(tmp_path: Path) -> None:
    index = build(tmp_path, many("một", "hai", "ba"))
    assert counts(updated(tmp_path, many("một", "hai sửa", "ba", "bốn"))) == (1, 1, 2)
    engine = WhooshEngine(index)
    assert [result.article.id for result in find(engine, "hai").results] == ["a1"]
    assert find(engine, "sua").results[0].article.title == "hai sửa"
    assert engine.stats().articles == 4


def test_an_update_that_changes_nothing_makes_no_generation(tmp_path: Path) -> None:
    index = build(tmp_path, many("một", "hai"))
    served = generation.current(index)
    summary = updated(tmp_path, many("một"))
    assert counts(summary) == (0, 0, 1)
    assert summary.generation == served == generation.current(index)
    assert [path.name for path in generation.generations_folder(index).iterdir()] == [served.id]


def test_an_update_of_no_index_makes_one(tmp_path: Path) -> None:
    assert counts(updated(tmp_path, many("một", "hai"))) == (2, 0, 0)
    assert contents(tmp_path / "index") == contents(build(tmp_path / "fresh", many("một", "hai")))


def test_an_update_of_nothing_readable_leaves_the_index(tmp_path: Path) -> None:
    index = build(tmp_path, many("một"))
    (tmp_path / "broken.jsonl").write_text("{\n")
    with pytest.raises(TimbaoError, match="No article could be read"):
        update([tmp_path / "broken.jsonl"], index)
    assert generation.current(index).manifest.articles == 1


def test_the_first_of_two_articles_with_one_id_is_kept_and_the_other_reported(tmp_path: Path) -> None:
    build(tmp_path, many("một"))
    summary = updated(tmp_path, [*many("đầu"), *many("sau")])
    assert counts(summary) == (0, 1, 0)
    assert "the first article is kept" in str(summary.skipped[0])


def test_rollback_undoes_an_update_and_a_deletion(tmp_path: Path) -> None:
    index = build(tmp_path, many("một", "hai"))
    first = contents(index)
    updated(tmp_path, many("một sửa"))
    generation.rollback(index)
    assert contents(index) == first
    delete(["a0"], index)
    generation.rollback(index)
    assert contents(index) == first


def test_a_deletion_names_what_is_not_there(tmp_path: Path) -> None:
    index = build(tmp_path, many("một", "hai"))
    summary = delete(["a1", "x", "a1"], index)
    assert (summary.deleted, summary.missing) == (1, ["x"])
    with pytest.raises(TimbaoError, match=r"There is no article 'a1', 'x' in .*index; the index is unchanged\."):
        delete(["a1", "x"], index)
    with pytest.raises(TimbaoError, match=r"That would leave no article in .*; remove the folder instead"):
        delete(["a0"], index)
    with pytest.raises(IndexMissingError):
        delete(["a0"], tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def linked(one: Generation, other: Generation) -> set[str]:
    return {
        name
        for name in one.manifest.files.keys() & other.manifest.files.keys()
        if os.path.samefile(one.path / name, other.path / name)
    }


def test_files_of_unchanged_segments_are_links(tmp_path: Path) -> None:
    index = build(tmp_path, many(*(["tin"] * 1_100)))
    first = generation.current(index)
    updated(tmp_path, [Article("new", title="mới")])
    second = generation.current(index)
    assert {Path(name).suffix for name in linked(first, second)} == {".columns", ".articles"}
    delete(["a0"], index)
    third = generation.current(index)
    assert len(linked(second, third)) == 4
    updated(tmp_path, [Article("newer", title="mới hơn")])
    assert {Path(name).suffix for name in linked(third, generation.current(index))} >= {".deleted"}
    assert [(entry.documents, entry.deleted) for entry in entries(generation.current(index).path)] == [
        (1_100, 1),
        (2, 0),
    ]


def test_linked_files_are_not_hashed_again_by_readers(tmp_path: Path) -> None:
    index = build(tmp_path, many(*(["tin"] * 1_100)))
    updated(tmp_path, [Article("new", title="mới")])
    updated(tmp_path, [Article("newer", title="mới hơn")])  # after which the first generation is removed
    noted = (index / generation.VERIFIED).read_bytes()
    generation.verify_once(generation.current(index).path)
    assert (index / generation.VERIFIED).read_bytes() == noted


def test_where_links_are_impossible_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(source))

    index = build(tmp_path, many(*(["tin"] * 1_100)))
    first = generation.current(index)
    monkeypatch.setattr(os, "link", no_link)
    updated(tmp_path, [Article("new", title="mới")])
    served = generation.current(index)
    assert linked(first, served) == set()
    in_both = first.manifest.files.keys() & served.manifest.files.keys()
    assert len(in_both) == 4  # a segment's two, and the table of contents and the reprints, which are written anew
    assert generation.verify(served.path).articles == 1_101


def test_a_damaged_index_is_not_updated(tmp_path: Path) -> None:
    index = build(tmp_path, many("một"))
    served = generation.current(index)
    file = next(served.path.glob("*.articles"))
    os.truncate(file, file.stat().st_size - 1)
    with pytest.raises(IndexDamagedError):
        updated(tmp_path, many("hai"))
    with pytest.raises(IndexDamagedError):
        delete(["a0"], index)
    assert generation.current(index) == served


def test_an_index_that_lost_its_pointer_is_not_begun_anew(tmp_path: Path) -> None:
    index = build(tmp_path, many("một"))
    updated(tmp_path, many("hai"))
    (index / generation.CURRENT).unlink()
    with pytest.raises(IndexDamagedError, match=r"current, which names .*, is missing: run `timbao rollback`"):
        updated(tmp_path, [Article("new", title="mới")])
    assert len(list(generation.generations_folder(index).iterdir())) == 2
    with pytest.raises(IndexDamagedError, match="timbao rollback"):
        WhooshEngine(index).stats()
    generation.rollback(index)
    assert find(WhooshEngine(index), "hai").total == 1
    generation.rollback(index)
    assert find(WhooshEngine(index), "một").total == 1


def test_where_the_pointer_is_lost_the_newest_whole_generation_is_gone_back_to(tmp_path: Path) -> None:
    index = build(tmp_path, many("một"))
    updated(tmp_path, many("hai"))
    newest = generation.current(index)
    for pointer in (generation.CURRENT, generation.PREVIOUS):
        (index / pointer).unlink()
    next(newest.path.glob("*.columns")).write_bytes(b"")
    generation.rollback(index)
    assert find(WhooshEngine(index), "một").total == 1


def test_a_rebuild_keeps_the_newest_generation_where_the_pointer_is_lost(tmp_path: Path) -> None:
    index = build(tmp_path, many("một"))
    (index / generation.CURRENT).unlink()
    build(tmp_path, many("ba"))
    generation.rollback(index)
    assert find(WhooshEngine(index), "một").total == 1


@pytest.mark.parametrize("damage", ["", "{}", "no-such-generation"])
def test_going_back_mends_a_damaged_manifest_or_pointer(tmp_path: Path, damage: str) -> None:
    index = build(tmp_path, many("một"))
    first = generation.current(index)
    updated(tmp_path, many("hai"))
    pointer = index / generation.CURRENT
    (pointer if damage.startswith("no") else generation.current(index).path / generation.MANIFEST).write_text(damage)
    assert generation.rollback(index).id == first.id
    assert find(WhooshEngine(index), "một").total == 1


def test_a_second_writer_is_told_of_the_first(tmp_path: Path) -> None:
    index = build(tmp_path, many("một", "hai"))
    with writer_lock(index):
        with pytest.raises(IndexBusyError, match=f"process {os.getpid()}, since 20"):
            updated(tmp_path, many("ba"))
        with pytest.raises(IndexBusyError, match=f"process {os.getpid()}, since 20"):
            delete(["a0"], index)


def test_a_worn_segment_is_written_anew_and_an_empty_one_dropped(tmp_path: Path) -> None:
    index = build(tmp_path, many(*(["tin"] * 1_100)))
    updated(tmp_path, [Article("new", title="mới")])
    delete(["new"], index)
    (entry,) = entries(generation.current(index).path)
    assert (entry.documents, entry.deleted) == (1_100, 0)
    delete([f"a{number}" for number in range(275)], index)
    (entry,) = entries(generation.current(index).path)
    assert (entry.documents, entry.deleted) == (1_100, 275)
    delete(["a275"], index)
    (entry,) = entries(generation.current(index).path)
    assert (entry.documents, entry.deleted) == (824, 0)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index that samples are added to, and of which some are replaced."""
    folder = tmp_path_factory.mktemp("old")
    build(folder, many(*(["bài cũ"] * 100)))
    return folder


@pytest.fixture(scope="module")
def full_run_seconds(old: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long the update that is going to be killed takes when it is not."""
    index = tmp_path_factory.mktemp("full") / "index"
    shutil.copytree(old / "index", index)
    return seconds(["update", str(SAMPLES), "--index", str(index), "--jobs", "2"])


@pytest.mark.parametrize("moment", range(KILLS))
def test_an_update_killed_at_any_moment_leaves_the_old_index(
    tmp_path: Path, old: Path, moment: int, full_run_seconds: float
) -> None:
    index = tmp_path / "index"
    shutil.copytree(old / "index", index)
    before = generation.current(index)
    run_and_kill(["update", str(SAMPLES), "--index", str(index), "--jobs", "2"], full_run_seconds, moment)
    served = generation.current(index)
    articles = WhooshEngine(index).stats().articles
    assert articles == 100 if served.id == before.id else articles > 100
    generation.verify(served.path)
    assert counts(updated(tmp_path, [Article("new", title="Bài mới")])) == (1, 0, 0)
    assert WhooshEngine(index).stats().articles == articles + 1
    assert not list(generation.generations_folder(index).glob(".*"))
    assert generation.rollback(index).id == served.id
