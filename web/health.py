"""Whether the site can answer, for what watches over it."""

import datetime
from typing import Literal, TypedDict

from flask import Blueprint

from web.documented import document
from web.engines import engine
from web.language import marked

blueprint = Blueprint("health", __name__)


class Health(TypedDict):
    """The generation being served, the format of its files, when it was built (ISO time, UTC), its articles."""

    status: Literal["ok"]
    generation: str
    format: int
    built_at: str
    age_seconds: int
    articles: int


@blueprint.get("/healthz")
@document(marked("Máy chủ có trả lời được không"))
def healthz() -> Health:
    """Say what is being served; where no index can be, the status is 503."""
    stats = engine().stats()
    return {
        "status": "ok",
        "generation": stats.generation,
        "format": stats.format,
        "built_at": stats.built_at,
        "age_seconds": round(age_seconds(stats.built_at)),
        "articles": stats.articles,
    }


def age_seconds(built_at: str) -> float:
    """Return how long ago a moment was, given as ISO 8601 with its zone."""
    age = datetime.datetime.now(datetime.UTC) - datetime.datetime.fromisoformat(built_at)
    return max(0.0, age.total_seconds())
