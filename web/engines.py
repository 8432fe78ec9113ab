"""Where a request finds the engine."""

from typing import cast

from flask import current_app

from search.request import Engine

KEY = "timbao.engine"


def engine() -> Engine:
    """Return the engine of the app that is answering."""
    return cast(Engine, current_app.extensions[KEY])
