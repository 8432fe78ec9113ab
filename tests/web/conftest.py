"""The site over a small index: `index` for the session, `app` and `client` for each test."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.article_json import article_to_json
from index.rebuild import rebuild
from tests.web import articles
from web.app import create_app


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of `articles.ALL`."""
    folder = tmp_path_factory.mktemp("site")
    source = folder / "articles.jsonl"
    lines = (json.dumps(article_to_json(article), ensure_ascii=False) for article in articles.ALL)
    source.write_text("\n".join(lines), encoding="utf-8")
    assert rebuild([source], folder / "index", jobs=1).articles == len(articles.ALL)
    return folder / "index"


@pytest.fixture(scope="session")
def app(index: Path) -> Flask:
    """Return the site over that index."""
    return create_app(index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the site."""
    return app.test_client()
