"""Which sites of others may read the API from their pages: those that the settings list (Fetch standard, CORS)."""

from flask import Flask, Response, request

from web import api
from web.settings import Settings


def register(app: Flask, settings: Settings) -> None:
    """Tell browsers which pages may read the API; where no site is listed, none but this site's own."""
    if not settings.cors_origins:
        return

    def allow(response: Response) -> Response:
        if request.blueprint == api.blueprint.name:
            response.vary.add("Origin")
            if request.origin in settings.cors_origins:
                response.access_control_allow_origin = request.origin
        return response

    app.after_request(allow)
