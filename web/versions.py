"""Two papers' versions of one story in one text: what only the one has, and what only the other."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article

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
            yield from _paragraphs(same, None)
        else:
            yield from _paragraphs(before[first:last], "del")
            yield from _paragraphs(after[begin:end], "ins")


def _paragraphs(pieces: list[str], element: str | None) -> Iterator[Markup]:
    """Yield pieces within an element, which ends and begins anew where a paragraph does (as a NUL)."""
    for number, part in enumerate(_BREAK.split("".join(pieces))):
        if number:
            yield Markup("\x00")
        if part:
            yield Markup("<{0}>{1}</{0}>").format(element, part) if element and not part.isspace() else escape(part)


def _pieces(article: Article) -> list[str]:
    """Cut a version into words and marks, each with the white space after it."""
    texts = (article.title, article.summary, searchable_body(article))
    text = "\n".join(part for part in texts if part.strip()).replace("\x00", " ")
    return _PIECE.findall(text)[:MOST_WORDS]
