"""The JSON objects of search results: what the API answers with and `timbao search --format json` prints.

The API's document describes them by these types (`web.openapi`), docstrings included.
"""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from index.article import Article
from search.choices import Choice, ChoiceKind
from search.keystrokes import Keystrokes
from search.problems import Problem
from search.request import FacetValue, FilterValue, Sort, Timeline
from search.results import Result, Results
from search.understand import Understood


class KnownArticle(TypedDict):
    """What is known of an article beside its text, null where it is unknown; `date` is written 2018-07-04."""

    id: str
    title: str
    url: str | None
    date: str | None
    source: str | None
    category: str | None
    author: str | None


class FoundArticle(KnownArticle):
    """An article that matches; of a group of reprints that match, the earliest.

    `title_html` and `snippet_html` are escaped, with the words of the query in `<mark>`. `duplicates` are the first
    ten, by date, of `duplicate_count` other matches that say nearly the same.
    """

    title_html: str
    score: float
    snippet_html: str
    duplicates: list[KnownArticle]
    duplicate_count: int


class ExplainedArticle(FoundArticle):
    """An article that matches, with what its score is made of."""

    contributions: Mapping[str, float]


class ReadAs(TypedDict):
    """An abbreviation of the query, and what it stands for: articles with either match."""

    abbreviation: str
    expansion: str


class Mended(TypedDict):
    """A syllable that no article has, and the one likely meant, by which the articles are ranked."""

    typed: str
    meant: str


class Facets(TypedDict):
    """The most frequent values among all matches, each field counted without the filter by that field."""

    source: list[FacetValue]
    category: list[FacetValue]
    author: list[FacetValue]
    year: list[FacetValue]


class OtherSearch(TypedDict):
    """Another search that may have been meant, and how many articles it finds; `date_from` is its parameter `from`.

    `kind` says what is different: `rewritten` puts right what a problem tells of, `dated` finds the articles of the
    day, month or year typed, `any_diacritics` does without diacritics asked for exactly, `unquoted` has words in the
    place of phrases, `words` nothing but words (nor filters, where none of the others finds anything), `shorter` lacks
    a word or another part; `wider_dates` reaches to the nearest year that has matches, `any_date` and its like lack
    that filter, `unfiltered` all of them.
    """

    kind: ChoiceKind
    q: str
    date_from: str | None
    date_to: str | None
    source: Sequence[str]
    category: Sequence[str]
    author: Sequence[str]
    year: Sequence[str]
    total: int


class SearchAnswer(TypedDict):
    """One page of results, and what is said about all matches.

    `total` articles match, `listed` of them on the pages: of reprints the earliest. `relaxed` says that fewer words
    were required than usual, since only `strict_total` articles have them; `partial` that time ran out before
    everything was ranked. `did_you_mean` is another query that may have been meant, `keystrokes` what raw keystrokes
    were read as, `problems` what of the query was left out or read otherwise than it may have been meant. `choices` are
    other searches, where this one finds little; `missing` what of a query that finds nothing is in no article at all,
    and `unknown_filters` the values filtered by that none has.
    """

    query: str
    keystrokes: Keystrokes | None
    expansions: list[ReadAs]
    total: int
    listed: int
    strict_total: int
    relaxed: bool
    partial: bool
    took_ms: float
    page: int
    size: int
    sort: Sort
    hits: list[FoundArticle]
    facets: Facets
    timeline: Timeline
    did_you_mean: str | None
    mended: Mended | None
    problems: list[Problem]
    missing: list[str]
    choices: list[OtherSearch]
    unknown_filters: list[FilterValue]


def to_json(found: Results) -> SearchAnswer:
    """Return the JSON object of `/api/v1/search`; the records in it are written as objects too (`asdict`)."""
    understood = found.understood
    mended = understood.mended
    return {
        "query": found.typed,
        "keystrokes": understood.keystrokes,
        "expansions": read_as(understood),
        "total": found.total,
        "listed": found.listed,
        "strict_total": found.strict_total,
        "relaxed": found.relaxed,
        "partial": found.partial,
        "took_ms": round(found.took_ms, 1),
        "page": found.page,
        "size": found.size,
        "sort": found.sort,
        "hits": [_found(result) for result in found.results],
        "facets": {
            "source": list(found.facets.get("source", ())),
            "category": list(found.facets.get("category", ())),
            "author": list(found.facets.get("author", ())),
            "year": list(found.facets.get("year", ())),
        },
        "timeline": found.timeline,
        "did_you_mean": found.respelling.text if found.respelling else None,
        "mended": {"typed": mended.typed, "meant": mended.written} if mended else None,
        "problems": list(found.problems),
        "missing": list(found.missing),
        "choices": list(map(_other, found.choices)),
        "unknown_filters": list(found.unknown),
    }


def read_as(understood: Understood) -> list[ReadAs]:
    """Return the abbreviations of a query and what each stands for."""
    return [{"abbreviation": one.abbreviation, "expansion": one.text} for one in understood.expansions]


def known_of(article: Article) -> KnownArticle:
    """Return what is known of an article beside its text."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "date": article.date.isoformat() if article.date else None,
        "source": article.source,
        "category": article.category,
        "author": article.author,
    }


def _other(choice: Choice) -> OtherSearch:
    filters = choice.filters
    return {
        "kind": choice.kind,
        "q": choice.q,
        "date_from": filters.date_from.isoformat() if filters.date_from else None,
        "date_to": filters.date_to.isoformat() if filters.date_to else None,
        "source": filters.source,
        "category": filters.category,
        "author": filters.author,
        "year": filters.year,
        "total": choice.total,
    }


def _found(result: Result) -> FoundArticle:
    found: FoundArticle = {
        **known_of(result.article),
        "title_html": str(result.title_html),
        "score": round(result.score, 4),
        "snippet_html": str(result.snippet_html),
        "duplicates": list(map(known_of, result.reprints)),
        "duplicate_count": result.reprint_count,
    }
    if not result.contributions:
        return found
    explained: ExplainedArticle = {**found, "contributions": dict(result.contributions)}
    return explained
