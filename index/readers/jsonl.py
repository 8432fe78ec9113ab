"""Articles from JSON lines: one object a line, the fields of `Article` or those of a BEIR collection."""

import codecs
import json
import lzma
import math
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.article import Article, Skipped
from index.article_json import FieldError, article_from_json
from index.readers.lines import LINE_BYTES, bounded_lines

DAMAGE = (OSError, EOFError, lzma.LZMAError, zlib.error)  # what reading a damaged or unreadable file raises


class _LineError(ValueError):
    """A line that is no record; its text is the sentence to report."""


def read_jsonl(stream: BinaryIO, name: str, seen: set[str] | None = None) -> Iterator[Article | Skipped]:
    """Give an article or the reason why not for every line of `stream` that is not blank.

    `name` is the file's name in reasons. An id that is in `seen` is a reason; those of the articles are added to it.
    Text is UTF-8, with or without a byte order mark, and kept as written. Damage to the stream ends it with a last
    reason. Memory stays constant whatever the length of the stream or of a line.
    """
    number = 0
    seen = set() if seen is None else seen
    try:
        for number, line in enumerate(bounded_lines(stream), 1):
            if line is None:
                yield Skipped(name, number, f"the line is longer than {LINE_BYTES // 2**20} MiB; no article is")
                continue
            content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if content.strip():
                yield first_of_id(_read_line(content, name, number), seen, name, number)
    except DAMAGE as error:
        yield Skipped(name, number + 1, f"the file cannot be read any further ({error}); check or fetch it again")


def first_of_id(item: Article | Skipped, seen: set[str], name: str, line: int | None) -> Article | Skipped:
    """Add an article's id to `seen`; where it is there already, give the reason why the article is skipped."""
    if isinstance(item, Skipped):
        return item
    if item.id in seen:
        return Skipped(name, line, f"the id {item.id!r} was there before; the first article is kept")
    seen.add(item.id)
    return item


def _read_line(line: bytes, name: str, number: int) -> Article | Skipped:
    try:
        article = article_from_json(_decode(line))
    except (_LineError, FieldError) as error:
        return Skipped(name, number, str(error))
    if not any(text.strip() for text in (article.title, article.summary, article.body, *article.captions)):
        return Skipped(name, number, "the article has no text: title, summary, body and captions are all empty")
    return article


def _decode(line: bytes) -> dict[str, Any]:
    """Read a line as a JSON object; raises _LineError."""
    try:
        record = _DECODER.decode(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _LineError(f"the line is not UTF-8 from its byte {error.start + 1} on; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise _LineError(f"the line is not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise _LineError("the line is nested too deep to be an article") from None
    except _LineError:
        raise
    except ValueError:  # Python reads whole numbers of up to 4,300 digits
        raise _LineError("the line holds a number with too many digits") from None
    if not isinstance(record, dict):
        raise _LineError("the line is JSON but not an object; write one article as {...} on one line")
    if b"\\u" in line:
        _check_surrogates(record)
    return record


def _check_surrogates(record: dict[str, Any]) -> None:
    """Refuse escapes such as \\ud800 that stand for half a character and cannot be stored or shown."""
    for name, value in record.items():
        try:
            json.dumps([name, value], ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise _LineError(f"the field {name!r} holds half a character (a lone \\u escape)") from None
        except RecursionError:
            raise _LineError(f"the field {name!r} is nested too deep") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that gives one field twice: there is no telling which value was meant."""
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _LineError(f"the field {twice!r} is given twice; keep one")
    return record


def _refuse_constant(constant: str) -> None:
    raise _LineError(f"{constant} is not JSON; write null")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _LineError("the line holds a number too large to be kept")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
