import io
import json
import lzma
import unicodedata
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Skipped
from index.article_json import article_to_json
from index.readers.jsonl import read_jsonl
from index.readers.lines import LINE_BYTES, bounded_lines

GOOD = {"id": "cho-1", "title": "Chợ phiên Bản Lìm", "body": "Chợ họp từ sáng sớm."}


def read(content: bytes) -> list[Article | Skipped]:
    return list(read_jsonl(io.BytesIO(content), "tin.jsonl"))


def line(**fields: Any) -> bytes:
    return json.dumps({**GOOD, **fields}, ensure_ascii=False).encode("utf-8") + b"\n"


def reason_for(content: bytes) -> str:
    """Read one bad line between two good ones; both good ones must come through."""
    before, skipped, after = read(line(id="a") + content.rstrip(b"\n") + b"\n" + line(id="b"))
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    assert isinstance(skipped, Skipped)
    assert (skipped.file, skipped.line) == ("tin.jsonl", 2)
    return skipped.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": "x" "title": 1}', "the line is not JSON: Expecting ',' delimiter at character 12"),
        (b"[1, 2]", "the line is JSON but not an object; write one article as {...} on one line"),
        (b"null", "the line is JSON but not an object; write one article as {...} on one line"),
        (b'{"id": "x", "title": "\xc3("}', "the line is not UTF-8 from its byte 23 on; save the file as UTF-8"),
        (b'{"id": "x", "title": "\\ud800"}', "the field 'title' holds half a character (a lone \\u escape)"),
        (b'{"id": "x", "tags": {"\\udc00": 1}}', "the field 'tags' holds half a character (a lone \\u escape)"),
        (b'{"id": "x", "views": NaN}', "NaN is not JSON; write null"),
        (b'{"id": "x", "views": -Infinity}', "-Infinity is not JSON; write null"),
        (b'{"id": "x", "views": 1e999}', "the line holds a number too large to be kept"),
        (b'{"id": "x", "views": ' + b"9" * 5000 + b"}", "the line holds a number with too many digits"),
        (b'{"id": "x", "title": "a", "title": "b"}', "the field 'title' is given twice; keep one"),
        (b'{"title": "a", "tags": {"t": 1, "t": 2}}', "the field 't' is given twice; keep one"),
        (line(title=5), 'the field "title" must be text, not a number'),
        (b'{"id": "x"}', "the article has no text: title, summary, body and captions are all empty"),
        (
            b'{"id": "x", "title": " ", "captions": [""]}',
            "the article has no text: title, summary, body and captions are all empty",
        ),
    ],
)
def test_bad_lines_are_reported_and_the_rest_goes_on(content: bytes, reason: str) -> None:
    assert reason_for(content) == reason


@pytest.mark.parametrize("depth", [40, 2_000, 200_000])
def test_deep_nesting_is_reported(depth: int) -> None:
    assert "nested" in reason_for(b'{"id": "x", "title": "a", "tags": ' + b"[" * depth + b"]" * depth + b"}")


def test_escaped_pairs_of_halves_are_whole_characters() -> None:
    (article,) = read(b'{"id": "x", "title": "Tin vui \\ud83d\\ude00"}')
    assert isinstance(article, Article)
    assert article.title == "Tin vui \U0001f600"


def test_byte_order_mark_windows_line_ends_and_blank_lines_are_no_trouble() -> None:
    content = b"\xef\xbb\xbf" + line().replace(b"\n", b"\r\n") + b"\r\n \t\n" + line(id="cho-2").rstrip(b"\n")
    assert [article.id for article in read(content) if isinstance(article, Article)] == ["cho-1", "cho-2"]
    assert read(b"") == read(b"\xef\xbb\xbf\n\n") == []


def test_decomposed_text_is_kept_as_written() -> None:
    title = unicodedata.normalize("NFD", "Chợ phiên Bản Lìm")
    (article,) = read(line(title=title))
    assert isinstance(article, Article)
    assert article.title == title != unicodedata.normalize("NFC", title)


def test_too_long_line_is_reported_and_the_next_is_read() -> None:
    assert reason_for(line(body="x" * LINE_BYTES)) == "the line is longer than 8 MiB; no article is"


class CountingStream(io.BytesIO):
    """Remembers the largest piece that was read from it at once."""

    largest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        piece = super().readline(size)
        self.largest = max(self.largest, len(piece))
        return piece


def test_long_lines_are_never_held_whole() -> None:
    stream = CountingStream(b"a\n" + b"x" * 1_000_000 + b"\nb\n" + b"y" * 1_000_000)
    assert list(bounded_lines(stream, limit=100)) == [b"a\n", None, b"b\n", None]
    assert stream.largest <= 2**16


@pytest.mark.parametrize("over", [0, 1])
def test_the_bound_counts_the_line_end(over: int) -> None:
    lines = list(bounded_lines(io.BytesIO(b"x" * (9 + over) + b"\nb"), limit=10))
    assert lines == ([None, b"b"] if over else [b"x" * 9 + b"\n", b"b"])


def test_damaged_compression_ends_with_a_reason_after_what_could_be_read() -> None:
    packed = lzma.compress(b"".join(line(id=f"cho-{number}", views=number**20) for number in range(5_000)))
    with lzma.open(io.BytesIO(packed[: len(packed) // 2])) as stream:
        *articles, last = read_jsonl(cast(BinaryIO, stream), "tin.jsonl.xz")
    assert articles
    assert all(isinstance(article, Article) for article in articles)
    assert isinstance(last, Skipped)
    assert last.line == len(articles) + 1
    assert "cannot be read any further" in last.reason


ODD_LINES = st.one_of(
    st.binary(max_size=60),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "_id", "title", "text", "body", "date", "captions", "x"]), inner)
        ),
    ).map(lambda value: json.dumps(value).encode("utf-8")),
)


@given(st.lists(ODD_LINES, max_size=8), st.sampled_from([b"\n", b"\r\n"]))
def test_every_line_is_an_article_or_skipped_or_blank(lines: list[bytes], line_end: bytes) -> None:
    content = line_end.join(lines)
    written = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    answers = read(content)
    assert len(answers) == sum(1 for one in written if one.strip())
    for answer in answers:
        if isinstance(answer, Article):
            assert json.dumps(article_to_json(answer), ensure_ascii=False, allow_nan=False).encode("utf-8")
        else:
            assert answer.line is not None
            assert written[answer.line - 1].strip()
            assert "\n" not in answer.reason
