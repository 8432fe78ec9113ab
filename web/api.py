"""The JSON API: what the pages show, for programs."""

from dataclasses import asdict

from flask import Blueprint, Response, abort, jsonify, request

from index.article import Article
from index.article_json import article_to_json
from search import trends
from search.request import MAX_RANK
from search.results import articles, find, known_of, similar_articles, to_json
from web import parameters
from web.engines import engine
from web.freshness import not_kept

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """Answer a search; the parameters are those of the page, and `size`."""
    asked = parameters.read(request.args, sized=True)
    found = find(engine(), asked.q, asked.filters, sort=asked.sort, page=asked.page, size=asked.size,
                 literal=asked.literal)  # fmt: skip
    if found.partial:
        not_kept()
    return jsonify(to_json(found))


@blueprint.get("/trends")
def trends_of_queries() -> Response:
    """Answer with how often queries were written about over time; the parameters are those of the page."""
    asked = parameters.read_trends(request.args)
    found = trends.trends(engine(), asked.queries, asked.filters, literal=asked.literal)
    if found.partial:
        not_kept()
    return jsonify(trends.to_json(found))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Answer with completions of `q`, at most `limit` of them."""
    q, limit = request.args.get("q", ""), parameters.limit(request.args)
    return jsonify({"query": q, "suggestions": [asdict(one) for one in engine().suggest(q, limit)]})


@blueprint.get("/articles/<article_id:article_id>")
def article(article_id: str) -> Response:
    """Answer with a whole article."""
    return jsonify(article_to_json(_found(article_id)))


@blueprint.get("/articles/<article_id:article_id>/duplicates")
def duplicates(article_id: str) -> Response:
    """Answer with the articles that say nearly the same as one, the earliest first; with MAX_RANK of them at most."""
    _found(article_id)
    others = engine().reprints(article_id)
    known = list(map(known_of, articles(engine(), others[:MAX_RANK])))
    return jsonify({"id": article_id, "count": len(others), "duplicates": known})


@blueprint.get("/articles/<article_id:article_id>/similar")
def similar(article_id: str) -> Response:
    """Answer with the articles most like one, at most `size` of them."""
    _found(article_id)
    found = similar_articles(engine(), article_id, parameters.read(request.args, sized=True).size)
    return jsonify({"id": article_id, "hits": [known_of(one) | {"score": round(score, 4)} for one, score in found]})


def _found(article_id: str) -> Article:
    return engine().article(article_id) or abort(404)
