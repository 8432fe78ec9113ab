"""The pieces of a typed text: quoted texts and runs without white space, and where each ends."""

import re
from dataclasses import dataclass, replace

QUOTES = {'"': '"', "“": "”", "”": "”", "«": "»"}  # telephones type curly ones

_SPACE = re.compile(r"\s*")
_RUN = re.compile(r"[^\s\"“”«»]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A quoted text, without its marks, or a run without white space; and where it ends, with its marks."""

    text: str
    end: int
    quoted: bool

    @property
    def start(self) -> int:
        """Where the text begins."""
        return self.end - self.quoted - len(self.text)

    @property
    def says_something(self) -> bool:
        """Whether there are letters or digits in it."""
        return any(map(str.isalnum, self.text))


class Scanner:
    """Reads pieces of one text, each by the position it begins at; in all linear in the length of the text."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self.text = text
        self._unclosed: set[str] = set()

    def skip_space(self, position: int) -> int:
        """Return where the white space at a position ends."""
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    def run(self, position: int, depth: int) -> Piece | None:
        """Return what stands here up to white space or a quotation mark, or to what closes one of `depth` groups."""
        match = _RUN.match(self.text, position)
        if match is None:
            return None
        run = match[0]
        if run.endswith(")"):
            inside = run.rstrip(")")
            closing = min(len(run) - len(inside) - inside.count("("), depth)
            run = run[: len(run) - max(closing, 0)]
        return Piece(run, position + len(run), quoted=False) if run else None

    def quoted(self, position: int) -> Piece | None:
        """Return the text between the quotation mark at this position and its partner, if there are both."""
        closing = QUOTES.get(self.text[position : position + 1])
        return self._up_to(closing, position) if closing else None

    def enclosed(self, position: int) -> Piece | None:
        """Return the text between the parenthesis at this position and the next closing one."""
        return self._up_to(")", position) if self.text.startswith("(", position) else None

    def exact(self, position: int, depth: int) -> Piece | None:
        """Return a text that an equals sign stands before, or that one begins within quotation marks."""
        if self.text.startswith("=", position):
            found = self.quoted(position + 1) or self.run(position + 1, depth)
            return found if found and found.says_something else None
        quoted = self.quoted(position)
        return replace(quoted, text=quoted.text[1:]) if quoted and quoted.text.startswith("=") else None

    def _up_to(self, closing: str, position: int) -> Piece | None:
        if closing in self._unclosed:
            return None
        end = self.text.find(closing, position + 1)
        if end < 0:
            self._unclosed.add(closing)  # looked for once only, so that a text of opening marks stays linear
            return None
        return Piece(self.text[position + 1 : end], end + 1, quoted=True)
