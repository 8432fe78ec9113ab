"""Understanding a query: time by length, for plain words and for what breaks parsers, against Whoosh's own parser."""

import random
import re
from collections.abc import Callable, Mapping, Sequence

from whoosh.qparser import QueryParser

from index.analysed import searchable_texts
from index.article import Article
from search.parse import parse
from tests.bench.peers.pipeline import schema
from tests.bench.recombine import SEED
from tests.bench.table import Row
from tests.bench.timing import in_turns

LENGTHS = (100, 200, 400)  # typed characters; the last is below the bound at which a query is cut
REPEATS = 9  # texts of each kind and length; the fastest is shown, since whatever disturbs only adds time
PEER = "Whoosh QueryParser"

# What a repeated piece of text does to parsers: long words, nesting, unclosed and doubled operators.
HOSTILE: Mapping[str, str] = {
    "one long word": "a",
    "quotation marks": '"',
    "parentheses": "(",
    "minus signs": "-",
    "NOT NOT NOT": "NOT ",
    "stars": "*a* ",
}


def rows(articles: Sequence[Article]) -> list[Row]:
    """Return the time at each length for plain words; for all inputs, how it grows from first to last length."""
    plain = {length: _plain_texts(articles, length) for length in LENGTHS}
    result = _compare("plain words", plain, LENGTHS)
    for name, piece in HOSTILE.items():
        result += _compare(name, {length: _repeated(piece, length) for length in LENGTHS}, LENGTHS[-1:])
    return result


def _compare(name: str, texts: Mapping[int, Sequence[str]], shown: Sequence[int]) -> list[Row]:
    failures: dict[int, str] = {}
    best: dict[str, dict[int, float]] = {"ours": {}, "theirs": {}}
    stock = QueryParser("body", schema()).parse
    for length, items in texts.items():
        failure = _failure(stock, items[0])
        competitors: dict[str, Callable[[str], object]] = {"ours": parse} | ({} if failure else {"theirs": stock})
        failures |= {length: failure} if failure else {}
        for who, timed in in_turns(competitors, items).items():
            best[who][length] = timed.milliseconds(0)
    ours, theirs = best["ours"], best["theirs"]
    times = [
        Row("query parsing", f"{name}, {length} characters", "ms", ours[length], PEER, theirs.get(length),
            failures.get(length, ""))
        for length in shown
    ]  # fmt: skip
    first, last = LENGTHS[0], LENGTHS[-1]
    growth = theirs[last] / theirs[first] if first in theirs and last in theirs else None
    case, fault = f"{name}, growth {first} to {last}", failures.get(last, "")
    return [*times, Row("query parsing", case, "times", ours[last] / ours[first], PEER, growth, fault)]


def _failure(parser: Callable[[str], object], text: str) -> str:
    """Return the name of the exception a text gets out of a parser, or nothing."""
    try:
        parser(text)
    except Exception as error:  # whatever escapes is the finding
        return type(error).__name__
    return ""


def _plain_texts(articles: Sequence[Article], length: int) -> list[str]:
    """Cut texts of a length out of articles, a different one each time, so that no memory of the last one helps."""
    chance = random.Random(SEED + length)
    text = " ".join(text for article in articles[:50] for text in searchable_texts(article))
    texts = " ".join(re.findall(r"\w+", text.lower()))  # no operators: they have rows of their own
    return [texts[start : start + length] for start in (chance.randrange(len(texts) - length) for _ in range(REPEATS))]


def _repeated(piece: str, length: int) -> list[str]:
    return [(piece * length)[:length]] * REPEATS
