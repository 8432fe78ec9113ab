"""The JSON API: what the pages show, for programs.

Its document (`/api/v1/openapi.json`) describes each view by its docstring, the type it returns and `documented`.
"""

from typing import Any, TypedDict

from flask import Blueprint, abort, current_app, request

from index.article import Article
from index.article_json import WholeArticle, article_to_json
from search import trends, trends_json
from search.request import DEFAULT_SIZE, MAX_RANK, Suggestion
from search.results import articles, find, similar_articles
from search.results_json import KnownArticle, SearchAnswer, known_of, to_json
from search.trends_json import TrendsAnswer
from web import documented, parameters
from web.documented import document
from web.engines import engine
from web.freshness import not_kept
from web.language import marked

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


class Completions(TypedDict):
    """Completions of what was typed, the best first."""

    query: str
    suggestions: list[Suggestion]


class LikeArticle(KnownArticle):
    """An article like another; the greater the score, the more."""

    score: float


class SimilarArticles(TypedDict):
    """The articles most like the one with this id."""

    id: str
    hits: list[LikeArticle]


class Duplicates(TypedDict):
    """The articles that say nearly the same as the one with this id: `count` of them, the earliest listed."""

    id: str
    count: int
    duplicates: list[KnownArticle]


@blueprint.get("/search")
@document(marked("Tìm bài"), takes=documented.SEARCH,
          example={"q": "hòa bình", "from": "2018", "sort": "newest", "size": "3"})  # fmt: skip
def search() -> SearchAnswer:
    """Search; the parameters are those of the search page, and `size`."""
    asked = parameters.read(request.args, DEFAULT_SIZE, sized=True)
    found = find(engine(), asked.q, asked.filters, sort=asked.sort, page=asked.page, size=asked.size,
                 literal=asked.literal)  # fmt: skip
    if found.partial:
        not_kept()
    return to_json(found)


@blueprint.get("/trends")
@document(marked("Xu hướng theo thời gian"), takes=documented.TRENDS, example={"q": "hòa bình", "from": "2018"})
def trends_of_queries() -> TrendsAnswer:
    """Tell how often up to five queries were written about, by day, month or year as the range of days is long."""
    asked = parameters.read_trends(request.args, required=True)
    found = trends.trends(engine(), asked.queries, asked.filters, literal=asked.literal)
    if found.partial:
        not_kept()
    return trends_json.to_json(found)


@blueprint.get("/suggest")
@document(marked("Gợi ý khi đang gõ"), takes=documented.SUGGEST, example={"q": "điện b", "limit": "5"})
def suggest() -> Completions:
    """Complete what was typed so far."""
    q, limit = parameters.typed_so_far(request.args), parameters.limit(request.args)
    return {"query": q, "suggestions": list(engine().suggest(q, limit))}


@blueprint.get("/articles/<article_id:article_id>")
@document(marked("Toàn văn một bài"))
def article(article_id: str) -> WholeArticle:
    """Answer with a whole article."""
    return article_to_json(_found(article_id))


@blueprint.get("/articles/<article_id:article_id>/duplicates")
@document(marked("Các bản khác của một bài"))
def duplicates(article_id: str) -> Duplicates:
    """Answer with the articles that say nearly the same as one, the earliest first; with a thousand at most."""
    _found(article_id)
    others = engine().reprints(article_id)
    return {
        "id": article_id,
        "count": len(others),
        "duplicates": list(map(known_of, articles(engine(), others[:MAX_RANK]))),
    }


@blueprint.get("/articles/<article_id:article_id>/similar")
@document(marked("Các bài tương tự"), takes=(documented.SIZE,), example={"size": "3"})
def similar(article_id: str) -> SimilarArticles:
    """Answer with the articles most like one, at most `size` of them."""
    _found(article_id)
    found = similar_articles(engine(), article_id, parameters.size(request.args))
    return {"id": article_id, "hits": [{**known_of(one), "score": round(score, 4)} for one, score in found]}


@blueprint.get("/openapi.json")
@document(marked("Bản mô tả API theo OpenAPI 3.1"), reads_index=False)
def openapi() -> dict[str, Any]:
    """Answer with this document."""
    from web.openapi import describe  # its libraries take time and memory that only its readers need pay for

    return describe(current_app)


def _found(article_id: str) -> Article:
    return engine().article(article_id) or abort(404)
