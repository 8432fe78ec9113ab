"""What a person meant by what was typed, as far as only the archive can tell.

Nothing typed is replaced: other forms of it are sought as well, and where no article has a syllable, articles with the
one that was likely meant come first.
"""

from dataclasses import dataclass, replace

from search.keystrokes import Keystrokes
from search.parse import parse
from search.query import Query
from search.request import Engine, Expansion, Respelling


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning of a typed text; the keystrokes it was read as, if it was; abbreviations searched in both forms.

    `respelling` is what may have been meant instead; `mended` the same where results are ranked by it, since no article
    has what was typed.
    """

    query: Query
    keystrokes: Keystrokes | None = None
    expansions: tuple[Expansion, ...] = ()
    respelling: Respelling | None = None
    mended: Respelling | None = None


def understand(engine: Engine, typed: str, *, literal: bool = False) -> Understood:
    """Return the meaning of a typed text; of a `literal` one to the letter."""
    if literal:
        query = parse(typed)
        return Understood(query, respelling=engine.respell(query))
    keystrokes = engine.keystrokes(typed)
    query, expansions = engine.expand(parse(keystrokes.text if keystrokes else typed))
    understood = Understood(query, keystrokes, expansions, engine.respell(query))
    other = understood.respelling
    if other is None or other.unknown is None:
        return understood
    mended = query.with_meant(other.unknown, other.meant)
    return replace(understood, query=mended, mended=other) if mended != query else understood
