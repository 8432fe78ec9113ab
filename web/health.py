"""Whether the site can answer, for what watches over it."""

import datetime

from flask import Blueprint, Response, jsonify

from web.engines import engine

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say what is being served; an index that cannot be opened gives 503 through the error handlers."""
    stats = engine().stats()
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(stats.built_at)
    return jsonify(
        {
            "status": "ok",
            "generation": stats.generation,
            "format": stats.format,
            "built_at": stats.built_at,
            "age_seconds": max(0, round(age.total_seconds())),
            "articles": stats.articles,
        }
    )
