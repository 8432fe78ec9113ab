"""What a person meant by what was typed, as far as only the archive can tell."""

from dataclasses import dataclass

from search.keystrokes import Keystrokes
from search.parse import parse
from search.query import Query
from search.request import Engine, Expansion


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of a typed text; the keystrokes it was read as, if it was; abbreviations searched in both forms."""

    query: Query
    keystrokes: Keystrokes | None = None
    expansions: tuple[Expansion, ...] = ()


def understand(engine: Engine, typed: str, *, literal: bool = False) -> Understood:
    """Return the meaning of a typed text; of a `literal` one to the letter."""
    if literal:
        return Understood(parse(typed))
    keystrokes = engine.keystrokes(typed)
    query, expansions = engine.expand(parse(keystrokes.text if keystrokes else typed))
    return Understood(query, keystrokes, expansions)
