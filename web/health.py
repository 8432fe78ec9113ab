"""Whether the site can answer, for what watches over it."""

import datetime

from flask import Blueprint, Response, jsonify

from web.engines import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say what is being served; an index that cannot be opened gives 503 through the error handlers."""
    stats = engine().stats()
    return jsonify(
        {
            "status": "ok",
            "generation": stats.generation,
            "format": stats.format,
            "built_at": stats.built_at,
            "age_seconds": round(age_seconds(stats.built_at)),
            "articles": stats.articles,
        }
    )


def age_seconds(built_at: str) -> float:
    """Return how long ago a moment was, given as ISO 8601 with its zone."""
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(built_at)
    return max(0.0, age.total_seconds())
