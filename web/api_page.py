"""The page about the API, for people: every documented route with a request to copy, made of what is told of it."""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for

from index.errors import TimbaoError
from search.results import find
from web.documented import SEARCH, STATUSES, SUGGEST, Route, routes
from web.engines import engine

PLACEHOLDER = "ID"  # for the id of an article, where there is none to show
_PLAIN = re.compile(r"[\w-]+", re.ASCII)  # a value that is the same when percent-encoded

blueprint = Blueprint("api_page", __name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A route and a command that asks it."""

    route: Route
    command: str


@blueprint.get("/api")
def show() -> str:
    """Show what the API answers, with commands that ask it."""
    article_id = _newest()
    return render_template(
        "pages/api.html",
        q="", asked=None, statuses=STATUSES, parameters=(*SEARCH, *SUGGEST[1:]),
        examples=[Example(route, _command(route, article_id)) for route in routes(current_app)],
    )  # fmt: skip


def _command(route: Route, article_id: str) -> str:
    """Return a command for a shell, with the values as a person writes them: curl encodes what needs it."""
    known: Mapping[str, str] = dict.fromkeys(route.names, article_id)
    words = ["curl", url_for(route.endpoint, _external=True, **known)]
    for name, value in route.operation.example.items():
        words += ["-d" if _PLAIN.fullmatch(value) else "--data-urlencode", f"{name}={value}"]
    return shlex.join([words[0], "-G", *words[1:]] if route.operation.example else words)


def _newest() -> str:
    """Return the id of an article that can be asked for; without an index the page still tells how."""
    try:
        found = find(engine(), "", sort="newest", size=1)
    except TimbaoError:
        return PLACEHOLDER
    return next((result.article.id for result in found.results), PLACEHOLDER)
