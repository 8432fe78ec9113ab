"""Random queries of every kind that stock Whoosh has, over the terms of `indexes.py` and some that are nowhere."""

import random
from collections.abc import Callable

from whoosh import query
from whoosh.query import Query, SpanNear, SpanNear2

SYLLABLES = {
    "exact": ("hòa", "hoa", "bình", "binh", "đường", "dương", "duong", "đối", "ngoại", "của", "4", "7", "𠀀", "lạ"),
    "folded": ("hoa", "binh", "duong", "doi", "ngoai", "cua", "va", "4", "7", "covid", "19", "𠀀", "la"),
}
SYLLABLES |= {"title": SYLLABLES["folded"], "title_exact": SYLLABLES["exact"]}
TERMS = {
    **SYLLABLES,
    "folded_bigrams": ("hoa binh", "binh hoa", "doi ngoai", "hoa hoa", "duong", "hoa la", "la", ""),
    "words": ("đối_ngoại", "thông_tin", "xã_hội", "hòa_bình", "lạ_lẫm"),
    "compounds": ("4/7", "covid-19", "3,5%", "16/08/2022", "5/7"),
    "source": ("Báo Lĩnh Sơn", "Phố Lĩnh Online", "Báo"),
    "author": ("VnExpress", "Phố Lĩnh Online", ""),
    "category": ("VnExpress", "Báo Lĩnh Sơn"),
    "id": ("a-0", "b-1", "đ-2", "a-3", "c-0"),
}
OUTERMOST = 2  # so many queries stand within one another
DAYS = (20180701, 20180702, 20180703, 20180704, 20180705, 20170101)


def term(chance: random.Random) -> Query:
    if chance.random() < 0.05:
        return query.Term("date", chance.choice(DAYS))
    field = chance.choice((*SYLLABLES, *SYLLABLES, *TERMS))  # texts more often
    return query.Term(field, chance.choice(TERMS[field]))


def phrase(chance: random.Random) -> Query:
    field = chance.choice(list(SYLLABLES))
    return query.Phrase(field, chance.choices(SYLLABLES[field], k=chance.randint(2, 3)), slop=chance.randint(1, 4))


def span(chance: random.Random) -> Query:
    field = chance.choice(list(SYLLABLES))
    terms = [query.Term(field, word) for word in chance.choices(SYLLABLES[field], k=chance.randint(2, 3))]
    if chance.random() < 0.5:
        return SpanNear2(terms, slop=chance.randint(1, 4))
    return SpanNear(*terms[:2], slop=chance.randint(1, 4), ordered=chance.random() < 0.5)


def pattern(chance: random.Random) -> Query:
    field = chance.choice(list(TERMS))
    text = chance.choice(TERMS[field])
    cut = chance.randint(1, max(len(text), 1))
    kind = chance.randrange(3)
    if kind == 0:
        return query.Prefix(field, text[:cut] or "b")
    if kind == 1:
        patterns = f"{text[:cut]}*", f"*{text[cut:]}", f"{text[: cut - 1]}?{text[cut:]}"
        return query.Wildcard(field, chance.choice(patterns))
    return query.FuzzyTerm(field, text or "b", maxdist=chance.randint(1, 2), prefixlength=chance.randint(0, 1))


def interval(chance: random.Random) -> Query:
    exclusive = chance.random() < 0.5, chance.random() < 0.5
    if chance.random() < 0.5:
        return query.NumericRange("date", *_bounds(chance, DAYS), *exclusive)
    field = chance.choice(list(TERMS))
    return query.TermRange(field, *_bounds(chance, TERMS[field]), *exclusive)


def _bounds(chance: random.Random, values: tuple[object, ...]) -> list[object]:
    return [None if chance.random() < 0.2 else chance.choice(values) for _ in range(2)]


def every(chance: random.Random) -> Query:
    return query.Every(chance.choice((None, *TERMS, "date")))


def compound(chance: random.Random, depth: int) -> Query:
    parts = [random_query(chance, depth - 1) for _ in range(chance.randint(2, 4))]
    one, other = parts[:2]
    makers: tuple[Callable[[], Query], ...] = (
        *(lambda: query.And(parts), lambda: query.Or(parts)) * 3,
        lambda: query.DisjunctionMax(parts),
        lambda: query.Not(one),
        lambda: query.AndNot(one, other),
        lambda: query.AndMaybe(one, other),
        lambda: query.Require(one, other),
        lambda: query.ConstantScoreQuery(one),
    )
    return chance.choice(makers)()


def random_query(chance: random.Random, depth: int = OUTERMOST) -> Query:
    """Make a query; one within another to a depth, but for spans (known_errors.py, 5)."""
    if chance.random() < 0.05 and depth == OUTERMOST:
        return span(chance)
    if depth and chance.random() < 0.6:
        return compound(chance, depth)
    return chance.choice((term, term, term, phrase, phrase, pattern, interval, every))(chance)
