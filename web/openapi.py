"""The API as an OpenAPI document (https://spec.openapis.org/oas/v3.1.0), made of what the code itself says.

Answers are described by the types that the views return, parameters by `web.documented`.
"""

import inspect
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, TypeAlias

import msgspec
from apispec import APISpec
from flask import Flask, request

from index.article_json import ID_CHARACTERS, WholeArticle
from web.documented import JSON, STATUSES, Parameter, Route, routes
from web.errors import ErrorAnswer

Object: TypeAlias = dict[str, Any]

OPENAPI = "3.1.0"
INTRODUCTION = """\
Search an archive of Vietnamese news. All of it is read with GET; no key is needed. Values are percent-encoded, as by
`curl -G --data-urlencode 'q=lạng sơn'`, at least what is no letter or digit. A parameter without a value is as
none, one that is not known is left out, and one may be given several times only where its schema is an array.

Any address may also answer 400 (the request cannot be read), 405 (not GET or HEAD), 431 (headers too large) and 500.
Errors are `{"error": {"code", "message", "field"}}`: a code for programs, a sentence in English for people, and the
parameter where one is at fault. Fields may be added to answers in later releases; none is renamed or removed in v1."""
_REFERENCE = "#/components/schemas/{name}"


def describe(app: Flask) -> Object:
    """Return the OpenAPI document of an app's documented routes, as it is reached by the request being answered."""
    spec = APISpec(
        "Tìm Báo", version("timbao"), OPENAPI,
        info={"description": INTRODUCTION, "license": {"name": "MIT", "identifier": "MIT"}},
        servers=[{"url": request.script_root or "/"}],
    )  # fmt: skip
    documented = routes(app)
    answers = [route.answer for route in documented if route.operation.media == JSON]
    schemas, components = msgspec.json.schema_components([*answers, ErrorAnswer], ref_template=_REFERENCE)
    components[WholeArticle.__name__]["additionalProperties"] = True  # fields of the source that we do not know
    for name, schema in components.items():
        spec.components.schema(name, _tidied(schema))
    references = iter(schemas)
    for route in documented:
        schema = next(references) if route.operation.media == JSON else {"type": "string"}
        spec.path(route.path, operations={"get": _operation(route, schema)})
    return spec.to_dict()


def _tidied(schema: Object) -> Object:
    return schema | {"description": inspect.cleandoc(schema["description"])} if "description" in schema else schema


def _operation(route: Route, schema: Object) -> Object:
    return {
        "operationId": route.endpoint.rpartition(".")[2],
        "summary": inspect.getdoc(route.view),
        "parameters": [*map(_of_path, route.names), *(_of_query(route, one) for one in route.operation.takes)],
        "responses": {str(status): _response(route, status, schema) for status in route.statuses},
    }


def _of_path(name: str) -> Object:
    schema = {"type": "string", "minLength": 1, "maxLength": ID_CHARACTERS}
    return {"name": name, "in": "path", "required": True, "schema": schema,
            "description": "The `id` of an article, percent-encoded."}  # fmt: skip


def _of_query(route: Route, parameter: Parameter) -> Object:
    name, schema = parameter.name, parameter.schema
    described: Object = {"name": name, "in": "query", "description": parameter.english, "schema": schema}
    if parameter.required:
        described["required"] = True
    if parameter.repeated:
        bound = {} if parameter.most is None else {"maxItems": parameter.most}
        described["schema"] = {"type": "array", "items": schema, **bound}
    if name in route.operation.example:
        given = _read(route.operation.example[name], schema)
        described["example"] = [given] if parameter.repeated else given
    return described


def _read(text: str, schema: Mapping[str, Any]) -> object:
    return int(text) if schema["type"] == "integer" else text


def _response(route: Route, status: int, schema: Object) -> Object:
    response: Object = {"description": STATUSES[status].english}
    if status == 200:
        response["content"] = {route.operation.media: {"schema": schema}}
    elif status >= 400:
        response["content"] = _error(route)
    if status in (200, 304) and 304 in route.statuses:
        response["headers"] = {"ETag": _header("What to send in `If-None-Match`.", "string")}
    if status in (429, 503):
        response["headers"] = {"Retry-After": _header("Seconds to wait.", "integer")}
    return response


def _header(english: str, type_: str) -> Object:
    return {"description": english, "schema": {"type": type_}}


def _error(route: Route) -> Object:
    """Return what an error of a route looks like: JSON where the answers are, else a page for people."""
    if route.operation.media == JSON:
        return {JSON: {"schema": {"$ref": _REFERENCE.format(name=ErrorAnswer.__name__)}}}
    return {"text/html": {"schema": {"type": "string"}}}
