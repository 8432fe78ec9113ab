"""What a person meant by what was typed, as far as only the archive can tell."""

from search.keystrokes import Keystrokes
from search.parse import parse
from search.query import Query
from search.request import Engine


def understand(engine: Engine, typed: str, *, literal: bool = False) -> tuple[Query, Keystrokes | None]:
    """Return the meaning of a typed text, and the keystrokes it was read as, if it was; a `literal` one never is."""
    keystrokes = None if literal else engine.keystrokes(typed)
    return parse(keystrokes.text if keystrokes else typed), keystrokes
