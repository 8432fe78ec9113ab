"""What stock Whoosh's queries ask for, answered by looking at every article: no index, no matchers."""

from fnmatch import fnmatchcase
from typing import Any

from whoosh import query
from whoosh.query import Query, SpanNear, SpanNear2

from index.analysed import analyse_article
from index.article import Article
from index.schema import NO_DATE, VALUES, cut_value, date_number
from tests.stock import token_streams


class Document:
    """An article as an oracle sees it: of each field, where each term stands."""

    def __init__(self, article: Article) -> None:
        self.id, self.date = article.id, date_number(article.date)
        self.positions: dict[str, dict[str, list[int]]] = {}
        for field, tokens in token_streams(analyse_article(article)).items():
            places = self.positions.setdefault(field, {})
            for term, position, _ in tokens:
                places.setdefault(term, []).append(position)
        for field in ("id", *VALUES):
            value = cut_value(getattr(article, field) or "")
            self.positions[field] = {value: []} if value else {}

    def matches(self, wanted: Query) -> bool:
        """Say whether a query finds it."""
        match wanted:
            case query.And() | query.Require():
                return all(map(self.matches, wanted.children()))
            case query.Or() | query.DisjunctionMax():
                return any(map(self.matches, wanted.children()))
            case query.Not():
                return not self.matches(wanted.query)
            case query.AndNot():
                return self.matches(wanted.a) and not self.matches(wanted.b)
            case query.AndMaybe():
                return self.matches(wanted.a)
            case query.ConstantScoreQuery():
                return self.matches(wanted.child)
        return self._has(wanted)

    def _has(self, wanted: Query) -> bool:
        match wanted:
            case query.Every(fieldname=None):
                return True
            case query.Phrase():
                return self._in_row(wanted.fieldname, wanted.words, wanted.slop)
            case SpanNear2():
                return self._in_row(wanted.qs[0].fieldname, [term.text for term in wanted.qs], wanted.slop)
            case SpanNear():
                return self._near(wanted)
        if wanted.fieldname == "date":
            return self.date != NO_DATE and _is_day(self.date, wanted)
        return any(_is_term(term, wanted) for term in self.positions[wanted.fieldname])

    def _in_row(self, field: str, words: list[str], slop: int) -> bool:
        """Say whether the words follow one another, each at most `slop` places after the one before."""
        places = self.positions[field]
        ends = set(places.get(words[0], ()))
        for word in words[1:]:
            ends = {place for place in places.get(word, ()) for end in ends if 1 <= place - end <= slop}
        return bool(ends)

    def _near(self, wanted: SpanNear) -> bool:
        places = self.positions[wanted.a.fieldname]
        distances = [
            second - first for first in places.get(wanted.a.text, ()) for second in places.get(wanted.b.text, ())
        ]
        return any(1 <= (way if wanted.ordered else abs(way)) <= wanted.slop for way in distances)


def _is_day(day: int, wanted: Query) -> bool:
    match wanted:
        case query.Every():
            return True
        case query.Term():
            return bool(wanted.text == day)
        case query.NumericRange():
            return _between(day, wanted)
    raise TypeError(f"The oracle does not know {wanted!r}.")


def _is_term(term: str, wanted: Query) -> bool:
    match wanted:
        case query.Every():
            return True
        case query.Term():
            return bool(wanted.text == term)
        case query.Prefix():
            return term.startswith(str(wanted.text))
        case query.Wildcard():
            return fnmatchcase(term, wanted.text)
        case query.FuzzyTerm():
            kept = int(wanted.prefixlength)
            return term[:kept] == wanted.text[:kept] and edits(term, wanted.text) <= int(wanted.maxdist)
        case query.TermRange():  # letters are in the order of their code points, as in UTF-8
            return _between(term, wanted)
    raise TypeError(f"The oracle does not know {wanted!r}.")


def _between(value: Any, wanted: Query) -> bool:
    """Say whether a value lies in a range, of which None is an open end."""
    low, high = wanted.start, wanted.end
    above = low is None or (value > low if wanted.startexcl else value >= low)
    below = high is None or (value < high if wanted.endexcl else value <= high)
    return bool(above and below)


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, left out or changed to make one word of the other (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        above, row = row, [number]
        for place, wanted in enumerate(other, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted)))
    return row[-1]
