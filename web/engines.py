"""Where a request finds the engine."""

from typing import cast

from flask import current_app, g

from search.request import Engine

KEY = "timbao.engine"


def engine() -> Engine:
    """Return the engine of the app, pinned for the request being answered: a page shows one generation."""
    if "engine" not in g:
        g.engine = cast(Engine, current_app.extensions[KEY]).pinned()
    return cast(Engine, g.engine)
