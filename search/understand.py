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

    `respelling` is what may have been meant instead, `literal` whether the text was taken to the letter all the same.
    """

    query: Query
    keystrokes: Keystrokes | None = None
    expansions: tuple[Expansion, ...] = ()
    respelling: Respelling | None = None
    literal: bool = False

    @property
    def mended(self) -> Respelling | None:
        """The respelling by which results were ranked, since no article has what was typed."""
        return self.respelling if self.respelling and self.respelling.unknown and not self.literal else None


def understand(engine: Engine, typed: str, *, literal: bool = False) -> Understood:
    """Return the meaning of a typed text; of a `literal` one to the letter."""
    if literal:
        query = parse(typed)
        return Understood(query, respelling=engine.respell(query), literal=True)
    keystrokes = engine.keystrokes(typed)
    query, expansions = engine.expand(parse(keystrokes.text if keystrokes else typed))
    understood = Understood(query, keystrokes, expansions, engine.respell(query))
    mended = understood.mended
    return replace(understood, query=query.with_meant(mended.unknown, mended.meant)) if mended else understood
