import json
import os
import shutil
from pathlib import Path

import pytest

from index import generation
from index.article import Article
from index.errors import IndexBusyError, IndexDamagedError, IndexMissingError, TimbaoError
from index.lock import unfinished, writer_lock
from tests.sample import build


def articles(*titles: str) -> list[Article]:
    return [Article(f"a{number}", title=title) for number, title in enumerate(titles)]


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="There is no index in"):
        generation.current(tmp_path)


def test_a_rebuild_switches_and_keeps_the_one_before(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    first = generation.current(index)
    build(tmp_path, articles("một", "hai"))
    second = generation.current(index)
    assert (first.manifest.articles, second.manifest.articles) == (1, 2)
    build(tmp_path, articles("ba"))
    kept = {path.name for path in generation.generations_folder(index).iterdir()}
    assert kept == {second.id, generation.current(index).id}


def test_rollback_goes_back_and_forth(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    with pytest.raises(TimbaoError, match="no earlier generation"):
        generation.rollback(index)
    first = generation.current(index).id
    build(tmp_path, articles("hai"))
    second = generation.current(index).id
    assert generation.rollback(index).id == first == generation.current(index).id
    assert generation.rollback(index).id == second == generation.current(index).id


def test_rollback_finds_a_whole_generation_where_the_pointer_names_none(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    whole = generation.current(index).id
    (index / "current").write_text("garbage\n")
    assert generation.rollback(index).id == whole == generation.current(index).id


def test_rollback_of_the_only_generation_does_not_advise_itself(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    (generation.current(index).path / "manifest.json").write_text("")
    with pytest.raises(TimbaoError, match="no earlier generation") as told:
        generation.rollback(index)
    assert "timbao rollback" not in str(told.value)
    assert "timbao rebuild" in str(told.value)


def test_after_a_rollback_a_rebuild_keeps_the_generation_that_was_served(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    first = generation.current(index).id
    build(tmp_path, articles("hai"))
    generation.rollback(index)
    build(tmp_path, articles("ba"))
    assert generation.rollback(index).id == first


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "add"])
def test_a_changed_file_is_found(tmp_path: Path, damage: str) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    file = next(served.path.glob("*.columns"))
    if damage == "flip":
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    elif damage == "truncate":
        os.truncate(file, file.stat().st_size - 1)
    elif damage == "remove":
        file.unlink()
    else:
        (served.path / "_MAIN_2.toc").write_bytes(b"foreign")
    for check in (generation.verify, generation.verify_once):
        with pytest.raises(IndexDamagedError, match=r"timbao rollback.*timbao rebuild"):
            check(served.path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"files": 3}', "\x00", "[" * 100_000])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    (served.path / generation.MANIFEST).write_text(text)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        generation.verify(served.path)


def test_an_index_of_another_analysis_is_refused(tmp_path: Path) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    file = served.path / generation.MANIFEST
    file.write_text(json.dumps({**json.loads(file.read_text()), "analysis": "another"}))
    with pytest.raises(IndexDamagedError, match="another version"):
        generation.current(tmp_path / "index")


@pytest.mark.parametrize("name", ["", "../../etc", ".hidden", "a/b"])
def test_current_must_name_a_generation(tmp_path: Path, name: str) -> None:
    index = build(tmp_path, articles("một"))
    (index / generation.CURRENT).write_text(name + "\n")
    with pytest.raises(IndexDamagedError, match="does not name a generation"):
        generation.current(index)


def test_the_second_writer_learns_who_is_first(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path),
        pytest.raises(IndexBusyError, match=f"process {os.getpid()}, since 20"),
        writer_lock(tmp_path),
    ):
        pass
    with writer_lock(tmp_path):
        pass


def test_a_reader_can_tell_whether_an_index_is_being_written(tmp_path: Path) -> None:
    assert unfinished(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    with writer_lock(tmp_path):
        assert "is being built" in str(unfinished(tmp_path))
    assert unfinished(tmp_path) is None
    with writer_lock(tmp_path):  # which whoever asked does not hold
        pass


def test_leftovers_of_a_crash_are_removed(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    served = generation.current(index).id
    folder = generation.generations_folder(index)
    (folder / ".20200101T000000-aaaaaa" / "part0").mkdir(parents=True)
    (folder / "20200101T000000-bbbbbb").mkdir()
    (index / "current.abcdef").write_text("x")
    generation.clean(index)
    assert [path.name for path in folder.iterdir()] == [served]
    assert not list(index.glob("current.*"))


def test_a_generation_is_hashed_once_and_again_after_any_change(tmp_path: Path) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    note = tmp_path / "index" / generation.VERIFIED
    file = next(served.path.glob("*.columns"))
    assert file.name in json.loads(note.read_text())[served.id]
    generation.verify_once(served.path)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    status = file.stat()
    file.write_bytes(content)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))  # the same size and time of change as before
    with pytest.raises(IndexDamagedError, match="is not as it was written"):
        generation.verify_once(served.path)


@pytest.mark.parametrize("text", ["", "{}", "[", "null", "[" * 100_000])
def test_a_note_of_verification_that_is_none_is_made_again(tmp_path: Path, text: str) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    note = tmp_path / "index" / generation.VERIFIED
    note.write_text(text)
    generation.verify_once(served.path)
    assert set(json.loads(note.read_text())[served.id]) == set(served.manifest.files)


def test_a_generation_that_was_never_served_is_not_rolled_back_to(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    first = generation.current(index)
    build(tmp_path, articles("hai"))
    second = generation.current(index).id
    # What a crash leaves that comes after the new folder has its name, and before the switch.
    shutil.copytree(first.path, first.path.with_name("29990101T000000-cccccc"))
    assert generation.rollback(index).id == first.id
    generation.clean(index)
    assert {path.name for path in generation.generations_folder(index).iterdir()} == {first.id, second}


@pytest.mark.parametrize("pointer", [generation.CURRENT, generation.PREVIOUS])
def test_a_rebuild_mends_a_damaged_pointer(tmp_path: Path, pointer: str) -> None:
    index = build(tmp_path, articles("một"))
    (index / pointer).write_bytes(b"\xff/..")
    build(tmp_path, articles("hai"))
    build(tmp_path, articles("ba"))
    assert generation.rollback(index).manifest.articles == 1
    assert len(list(generation.generations_folder(index).iterdir())) == 2


def test_files_are_not_removed_while_the_pointer_is_lost(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    build(tmp_path, articles("hai"))
    (index / generation.CURRENT).unlink()
    generation.clean(index)
    assert len(list(generation.generations_folder(index).iterdir())) == 2


def test_readers_that_follow_a_switch_find_the_new_generation_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build(tmp_path, articles("một"))
    noted = []
    replace = os.replace

    def noting(source: Path, target: Path) -> None:
        if target.name == generation.CURRENT:
            noted.append(source.read_text().strip() in json.loads((index / generation.VERIFIED).read_bytes()))
        replace(source, target)

    monkeypatch.setattr(os, "replace", noting)
    build(tmp_path, articles("hai"))
    assert noted == [True]


def test_going_back_to_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    first = generation.current(index)
    build(tmp_path, articles("hai"))
    second = generation.current(index)
    next(first.path.glob("*.columns")).write_bytes(b"")
    with pytest.raises(IndexDamagedError, match=r"is damaged as well: run `timbao rebuild`"):
        generation.rollback(index)
    assert generation.current(index).id == second.id


def test_a_crash_while_going_back_keeps_what_is_gone_back_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = build(tmp_path, articles("một"))
    first = generation.current(index).id
    build(tmp_path, articles("hai"))
    replace = os.replace

    def crashing(source: Path, target: Path) -> None:
        if target.name == generation.PREVIOUS:
            raise OSError("the machine stopped here")
        replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", crashing)
        with pytest.raises(OSError, match="stopped here"):
            generation.rollback(index)
    assert generation.current(index).id == first
    generation.clean(index)
    assert generation.verify(generation.current(index).path).id == first


def test_what_was_gone_back_to_is_not_hashed_again(tmp_path: Path) -> None:
    index = build(tmp_path, articles("một"))
    build(tmp_path, articles("hai"))
    (index / generation.VERIFIED).unlink()
    served = generation.rollback(index)
    noted = (index / generation.VERIFIED).read_bytes()
    assert served.id in json.loads(noted)
    generation.verify_once(served.path)
    assert (index / generation.VERIFIED).read_bytes() == noted


def test_files_of_others_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    index = tmp_path / "index"
    (generation.generations_folder(index) / "photos").mkdir(parents=True)
    for name in ("current.txt", "previous.md", "verified.json.bak", "generations/photos/one", "generations/.hidden"):
        (index / name).write_text("mine")
    for title in ("một", "hai", "ba"):
        build(tmp_path, articles(title))
    for name in ("current.txt", "previous.md", "verified.json.bak", "generations/photos/one", "generations/.hidden"):
        assert (index / name).read_text() == "mine"
    assert len(list(generation.generations_folder(index).iterdir())) == 4


@pytest.mark.parametrize("articles_said", ["many", 1.5, None, [], 10**400])
def test_a_manifest_with_no_number_of_articles_is_refused(tmp_path: Path, articles_said: object) -> None:
    served = generation.current(build(tmp_path, articles("một")))
    file = served.path / generation.MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | {"articles": articles_said}))
    if articles_said in (1.5, 10**400):
        assert isinstance(generation.current(tmp_path / "index").manifest.articles, int)
    else:
        with pytest.raises(IndexDamagedError, match="cannot be read"):
            generation.current(tmp_path / "index")
