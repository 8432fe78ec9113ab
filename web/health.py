"""Whether the site can answer, for what watches over it."""

from flask import Blueprint, Response, jsonify

from web.engines import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say what is being served; an index that cannot be opened gives 503 through the error handlers."""
    stats = engine().stats()
    return jsonify(
        {"status": "ok", "generation": stats.generation, "built_at": stats.built_at, "articles": stats.articles}
    )
