"""What an article must have, step by step less where too little is found: all words, most of them, any."""

from collections.abc import Callable, Iterator

from search.compile import LEAST_SHARE, strict_share
from search.query import Query, Unit, Words


def requirements(query: Query, known: Callable[[Unit], bool]) -> Iterator[tuple[Query, float]]:
    """Yield queries with the share of their words' weight to require, the strictest first.

    `known` tells whether the archive has a word: one that no article has is not required of any where others will do.
    What stands within an operator is always required.
    """
    words = query.words
    if words is None:
        yield query, 1.0
        return
    strict = strict_share(words)
    found = tuple(unit for unit in words.units if known(unit))
    if found in ((), words.units) or strict == 1.0:
        yield query, strict
    if found not in ((), words.units):
        query = query.with_words(found)
        strict = strict_share(Words(found))
        yield query, strict
    yield from ((query, share) for share in (LEAST_SHARE, 0.0) if share < strict)
