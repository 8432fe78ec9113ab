"""The site as a WSGI application."""

import hashlib
import os
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from index.generation import DEFAULT_INDEX, INDEX_VARIABLE
from search.request import Engine
from search.whoosh_engine import WhooshEngine
from web import (
    api,
    api_page,
    compression,
    cors,
    errors,
    freshness,
    headers,
    health,
    language,
    outside,
    pages,
    proxy,
    rate,
    trends,
    wording,
)  # fmt: skip
from web.engines import KEY
from web.links import ArticleId, article_link, search_link
from web.parameters import default_sort
from web.settings import DEFAULTS, Settings
from web.settings import KEY as SETTINGS_KEY

ASSET_SECONDS = 365 * 24 * 3600  # an asset's address changes with its content, so it may be kept for good


def create_app(index: Path | None = None, *, engine: Engine | None = None, settings: Settings = DEFAULTS,
               shared: Path | None = None) -> Flask:  # fmt: skip
    """Return the site over an engine, by default the Whoosh engine over an index folder.

    The folder defaults to $TIMBAO_INDEX, else ./data/index; it is opened by the first request that needs it.
    Processes that serve one site count requests in the folder `shared`; without it each counts its own.
    """
    app = Flask(__name__)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = ASSET_SECONDS
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[KEY] = engine or WhooshEngine(index or Path(os.environ.get(INDEX_VARIABLE, DEFAULT_INDEX)))
    app.url_map.merge_slashes = False  # an article's id may hold two slashes in a row
    app.url_map.converters["article_id"] = ArticleId
    app.extensions[SETTINGS_KEY] = settings
    _prepare_templates(app, settings)
    compression.register(app)
    for room in (pages, api, api_page, outside, trends, health):
        app.register_blueprint(room.blueprint)
    if settings.metrics:
        from web import metrics

        metrics.register(app, shared)
    rate.register(app, settings, shared)
    errors.register(app)
    headers.register(app)
    cors.register(app, settings)
    freshness.register(app)
    proxy.register(app, settings)
    return app


def _prepare_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    language.register(app, settings)
    app.jinja_env.filters.update(
        day=wording.day,
        shortened=wording.shortened,
        typed_day=wording.typed_day,
        default_sort=default_sort,
        duration=wording.duration,
        grouped=language.grouped,
        host_name=wording.host_name,
        visible=wording.visible,
        wait=wording.wait,
    )
    app.jinja_env.globals.update(
        asset=asset, article_link=article_link, outside_link=wording.outside_link, search_link=search_link,
        reprints=wording.reprints, settings=settings, unknown_day=wording.unknown_day,
    )  # fmt: skip


def asset(name: str, *, external: bool = False) -> str:
    """Return the address of a static file, which changes with its content."""
    return url_for("static", filename=name, v=_digest(name), _external=external)


@cache
def _digest(name: str) -> str:
    file = Path(__file__).with_name("static") / name
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]
