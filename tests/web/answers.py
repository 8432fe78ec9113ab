"""Reads the API's answers."""

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def json_of(response: TestResponse) -> Any:
    """Return the JSON value of a response; fails where it does not say that it is JSON."""
    assert response.mimetype == "application/json"
    return json.loads(response.text)


def get_json(client: FlaskClient, address: str) -> Any:
    """Return the JSON value at an address."""
    return json_of(client.get(address))
