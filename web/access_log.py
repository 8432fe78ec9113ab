"""The access log: a line for each request, without what was searched for."""

from typing import Any

from gunicorn.glogging import Logger

FORMAT = '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(M)s'  # the "combined" one, then milliseconds


class PrivateLogger(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's logger, which leaves queries out of addresses: of the one asked for and of the one come from."""

    def atoms(self, *arguments: Any) -> dict[str, Any]:
        """Return what a line is made of."""
        atoms: dict[str, Any] = super().atoms(*arguments)
        method, _, rest = atoms["r"].partition(" ")
        address, _, protocol = rest.rpartition(" ")
        return atoms | {"r": f"{method} {_without_query(address)} {protocol}", "f": _without_query(atoms["f"])}


def logger(queries: bool) -> type[Logger]:
    """Return the class that writes the log, with queries or without."""
    return Logger if queries else PrivateLogger


def _without_query(address: str) -> str:
    return address.partition("?")[0].partition("#")[0]
