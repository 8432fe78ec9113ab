"""The JSON API: what the pages show, for programs."""

from flask import Blueprint, Response, jsonify, request

from search.results import find, to_json
from web import parameters
from web.engines import engine

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search() -> Response:
    """Answer a search; the parameters are those of the page, and `size`."""
    asked = parameters.read(request.args, sized=True)
    found = find(engine(), asked.q, asked.filters, sort=asked.sort, page=asked.page, size=asked.size,
                 literal=asked.literal)  # fmt: skip
    return jsonify(to_json(found))
