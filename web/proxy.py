"""The site behind a proxy: the address that readers know, and theirs."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def register(app: Flask, settings: Settings) -> None:
    """Let an app see requests as the proxies before it did.

    The address comes from the settings alone, so that no header can put another into links. Of the headers of proxies
    X-Forwarded-For is believed, as far back as there are proxies.
    """
    if settings.base_url:
        app.wsgi_app = PublicAddress(app.wsgi_app, settings.base_url)  # type: ignore[method-assign]
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )


class PublicAddress:
    """WSGI middleware that makes every request one to the public address, whether the proxy cut off its path or not."""

    def __init__(self, app: "WSGIApplication", base_url: str) -> None:
        """Wrap an application that readers find at `base_url`."""
        self._app = app
        parts = urlsplit(base_url)
        self._prefix = parts.path.rstrip("/")
        self._environ = {"wsgi.url_scheme": parts.scheme, "HTTP_HOST": parts.netloc, "SCRIPT_NAME": self._prefix}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer a request."""
        path = environ["PATH_INFO"]
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            path = path[len(self._prefix) :] or "/"
        return self._app(environ | self._environ | {"PATH_INFO": path}, start_response)
