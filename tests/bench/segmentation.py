"""Cutting text into words: stock pyvi against the fast path, alone and with all four streams made."""

from collections.abc import Callable, Sequence

from index.analysed import searchable_texts
from index.article import Article
from index.text.segment import tokenize
from index.text.streams import analyse
from tests.bench.peers.pipeline import tokenize as stock_tokenize
from tests.bench.table import Row
from tests.bench.timing import in_turns

MAX_ARTICLES = 300  # stock pyvi needs some seconds for these
CHUNK = 10  # articles a turn: long enough to time, short enough to share the machine's noise


def rows(articles: Sequence[Article]) -> list[Row]:
    """Return articles a second, the peer's first call, which loads its model, apart."""
    texts = [text for article in articles[:MAX_ARTICLES] for text in searchable_texts(article)]
    count = len(articles[:MAX_ARTICLES])
    chunks = [texts[start : start + 3 * CHUNK] for start in range(0, len(texts), 3 * CHUNK)]
    functions: dict[str, Callable[[str], object]] = {
        "words alone": tokenize,
        "all four streams": analyse,
        "stock pyvi": stock_tokenize,
    }
    for function in functions.values():
        function(texts[0])
    timed = in_turns({name: _each(function) for name, function in functions.items()}, chunks)
    rates = {name: count / sum(times.seconds) for name, times in timed.items()}
    theirs = rates.pop("stock pyvi")
    return [Row("segmentation", case, "articles/s", rate, "stock pyvi", theirs) for case, rate in rates.items()]


def _each(function: Callable[[str], object]) -> Callable[[Sequence[str]], object]:
    return lambda texts: [function(text) for text in texts]
