"""Two papers' versions of one story in one text: what only the one has, and what only the other."""

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article
from web.language import gettext

MOST_WORDS = 2_000  # of each version that are compared: three times a long report
_PIECE = re.compile(r"(?:\w+|[^\w\s])\s*")
_BREAK = re.compile(r"\n\s*")


def differences(one: Article, other: Article) -> list[Markup]:
    """Return the paragraphs of both versions: what only the first has in <del>, what only the second has in <ins>."""
    before, after = _pieces(one), _pieces(other)
    keys = [[piece.strip().lower() for piece in pieces] for pieces in (before, after)]
    marked = Markup("").join(_marked(before, after, SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)))
    return [Markup(paragraph) for paragraph in str(marked).split("\x00") if Markup(paragraph).striptags().strip()]


def _marked(before: list[str], after: list[str], matcher: "SequenceMatcher[str]") -> Iterator[Markup]:
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            same = after[begin:end]
            if not same[-1][-1].isspace():  # before what the other version goes on with, there is a space
                same[-1] = before[last - 1]
            yield from _paragraphs(same, escape)
        else:
            yield from _paragraphs(before[first:last], _only_first)
            yield from _paragraphs(after[begin:end], _only_second)


def _paragraphs(pieces: list[str], mark: Callable[[str], Markup]) -> Iterator[Markup]:
    """Yield pieces, marked paragraph by paragraph (which a NUL parts), and the white space after them."""
    for number, part in enumerate(_BREAK.split("".join(pieces))):
        if number:
            yield Markup("\x00")
        if text := part.rstrip():
            yield mark(text)
            yield Markup(" ") if mark is not escape or text != part else Markup("")


def _only_first(text: str) -> Markup:
    return Markup("<del>{}</del>").format(_told(gettext("[bản 1:"), text))


def _only_second(text: str) -> Markup:
    return Markup("<ins>{}</ins>").format(_told(gettext("[bản 2:"), text))


def _told(whose: str, text: str) -> Markup:
    """Return a text with what is not seen, but read aloud and copied: whose it is, and where it ends."""
    return Markup("<span>{}\u00a0</span>{}<span>]</span>").format(whose, text)


def _pieces(article: Article) -> list[str]:
    """Cut a version into words and marks, each with the white space after it."""
    texts = (article.title, article.summary, searchable_body(article))
    text = "\n".join(part for part in texts if part.strip()).replace("\x00", " ")
    return _PIECE.findall(text)[:MOST_WORDS]
