"""The server says where it is once it listens, stops when asked, and explains an address it cannot have."""

import json
import socket
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.article import Article
from index.errors import TimbaoError
from index.lock import writer_lock
from tests.sample import build
from tests.web import site_process
from web.server import serve


def test_it_prints_its_address_once_it_answers(index: Path) -> None:
    with site_process.running(index) as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address + "healthz") as response:
            assert response.status == 200


def test_it_serves_without_an_index_and_says_so(tmp_path: Path) -> None:
    with site_process.running(tmp_path / "none") as address:
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(address)
        with answer.value as response:
            assert response.code == 503
            assert "timbao rebuild" in response.read().decode()


def test_an_index_that_is_being_built_when_it_starts_is_served_once_it_is_there(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with writer_lock(index):
        process = site_process.start(index)
        assert process.stderr is not None
        assert process.stdout is not None
        told, greeting = process.stderr.readline(), process.stdout.readline()
        address = greeting.split(": ")[1].strip()
        with pytest.raises(urllib.error.HTTPError, match="503") as answer:
            urllib.request.urlopen(address)
    answer.value.close()
    build(tmp_path, [Article("1", "bài")])
    with urllib.request.urlopen(address) as response:
        assert response.status == 200
    process.terminate()
    process.communicate(timeout=site_process.SECONDS)
    assert told == f"timbao: The index in {index} is being built; it can be used once that is done.\n"


def test_whoever_starts_it_is_told_what_is_wrong_with_the_index(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", "bài")])
    (index / "current").write_text("20200101T000000-000000\n")
    process = site_process.start(index)
    assert process.stderr is not None
    told = process.stderr.readline()
    process.terminate()
    process.communicate(timeout=site_process.SECONDS)
    assert told.startswith("timbao: The index manifest")
    assert "cannot be read (No such file or directory)" in told


def test_a_pasted_paragraph_fits_into_an_address(index: Path) -> None:
    paragraph = urllib.parse.quote("Đồng bào phấn khởi ra đồng gặt lúa vụ mới. " * 22)
    with site_process.running(index) as address, urllib.request.urlopen(f"{address}?q={paragraph}") as response:
        assert "Câu tìm quá dài" in response.read().decode()


def test_a_rebuild_is_followed_by_every_worker_without_a_failed_request(tmp_path: Path) -> None:
    def total(address: str) -> int:
        with urllib.request.urlopen(f"{address}api/v1/search?q=bai") as response:
            return int(json.load(response)["total"])

    index = build(tmp_path, [Article("1", "bài")])
    with site_process.running(index) as address:
        assert {total(address) for _ in range(20)} == {1}
        with ThreadPoolExecutor() as pool:
            rebuilding = pool.submit(build, tmp_path, [Article(str(number), "bài") for number in range(4)])
            while not rebuilding.done():
                assert total(address) in (1, 4)
        assert {total(address) for _ in range(40)} == {4}


def test_stopping_it_is_quiet_and_clean(index: Path) -> None:
    process = site_process.start(index)
    assert process.stdout is not None
    process.stdout.readline()
    process.terminate()
    output, errors = process.communicate(timeout=site_process.SECONDS)
    assert (process.returncode, output, errors) == (0, "", "")


def test_a_port_in_use_is_one_sentence(index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TimbaoError, match=rf"Cannot listen on 127.0.0.1 port {port}: another program is using it"):
            serve(index, "127.0.0.1", port, 1)


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.7", "a" * 70])
def test_a_host_that_is_not_this_machine_is_one_sentence(index: Path, host: str) -> None:
    with pytest.raises(TimbaoError, match=r"name (another|one of its own) with --host"):
        serve(index, host, 0, 1)
