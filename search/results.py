"""From a typed query to what a page, the JSON API or the command line shows; the same for every engine."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from index.article import Article
from search.choices import Choice, choices, missing
from search.highlight import Highlighter
from search.problems import Problem
from search.query import Query
from search.request import (
    DEFAULT_SIZE,
    NO_FILTERS,
    Engine,
    FacetField,
    FacetValue,
    Filters,
    FilterValue,
    Respelling,
    SearchRequest,
    Sort,
    Timeline,
)
from search.understand import Understood, understand

MAX_REPRINTS = 10  # told of with one hit: a press release may have been printed by hundreds, and each is read for it


@dataclass(frozen=True, slots=True)
class Result:
    """One hit as people see it; `title_html` and `snippet_html` are escaped, with the query's words in <mark>.

    `reprints` are the first MAX_REPRINTS, by date, of `reprint_count` other matches that say nearly the same.
    """

    article: Article
    rank: int
    score: float
    title_html: Markup
    snippet_html: Markup
    contributions: Mapping[str, float] = field(default_factory=dict)
    reprints: Sequence[Article] = ()
    reprint_count: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results and everything said about the whole matching set. `took_ms` is wall time.

    `total` articles match, `listed` of them on the pages: reprints stand with the earliest of them. `choices` are other
    searches that may have been meant, where this one finds little; `missing` are parts of a query that finds nothing
    which no article has, and `unknown` the values filtered by that none has.
    """

    typed: str
    understood: Understood
    filters: Filters
    sort: Sort
    page: int
    size: int
    total: int
    listed: int
    strict_total: int
    relaxed: bool
    partial: bool
    took_ms: float
    results: Sequence[Result]
    facets: Mapping[FacetField, tuple[FacetValue, ...]]
    timeline: Timeline
    choices: Sequence[Choice] = ()
    missing: Sequence[str] = ()
    unknown: tuple[FilterValue, ...] = ()

    @property
    def query(self) -> Query:
        """What was searched for."""
        return self.understood.query

    @property
    def respelling(self) -> Respelling | None:
        """What may have been meant by the query."""
        return self.understood.respelling

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was left out of the typed query, or understood otherwise."""
        return self.query.problems


def find(engine: Engine, text: str, filters: Filters = NO_FILTERS, *, sort: Sort = "relevance", page: int = 1,
         size: int = DEFAULT_SIZE, explain: bool = False, literal: bool = False) -> Results:  # fmt: skip
    """Search for a typed text; never raises for anything typed. A `literal` one is taken to the letter."""
    began = time.perf_counter()
    engine = engine.pinned()
    understood = understand(engine, text, literal=literal)
    query = understood.query
    asked = SearchRequest(query, filters, sort, page, size, explain=explain, grouped=not explain)
    answer = engine.search(asked)
    highlighter = Highlighter(query, answer.weights)
    results = []
    for rank, hit in enumerate(answer.hits, start=(page - 1) * size + 1):
        article = engine.article(hit.id)
        if article:
            title, snippet = highlighter.title(article), highlighter.snippet(article)
            reprints = articles(engine, hit.reprints[:MAX_REPRINTS])
            results.append(Result(article, rank, hit.score, title, snippet, hit.contributions, reprints,
                                  len(hit.reprints)))  # fmt: skip
    others = choices(engine, asked, answer, literal=literal)
    lacking = [] if answer.total or answer.partial else missing(engine, query)
    took_ms = (time.perf_counter() - began) * 1000
    return Results(text, understood, filters, sort, page, size, answer.total, answer.listed, answer.strict_total,
                   answer.relaxed, answer.partial, took_ms, results, answer.facets,
                   answer.timeline, others, lacking, answer.unknown)  # fmt: skip


def articles(engine: Engine, ids: Sequence[str]) -> list[Article]:
    """Return the articles with these ids."""
    return [article for id_ in ids if (article := engine.article(id_))]


def similar_articles(engine: Engine, article_id: str, limit: int) -> list[tuple[Article, float]]:
    """Return the articles most like one, and how much each is."""
    engine = engine.pinned()
    found = ((engine.article(hit.id), hit.score) for hit in engine.similar(article_id, limit))
    return [(article, score) for article, score in found if article]


def neighbours(engine: Engine, query: Query, filters: Filters, sort: Sort, article_id: str, rank: int
               ) -> tuple[str | None, str | None]:  # fmt: skip
    """Return the ids of the hits before and after an article of a rank, counted from 1; None where there is none.

    Both are None where the article does not have that rank, nor is a reprint of the hit that has.
    """
    request = SearchRequest(query, filters, sort, size=rank + 1, counts=False, grouped=True)
    hits = engine.search(request).hits
    if rank > len(hits) or article_id not in (hits[rank - 1].id, *hits[rank - 1].reprints):
        return None, None
    before = hits[rank - 2].id if rank > 1 else None
    return before, hits[rank].id if rank < len(hits) else None
