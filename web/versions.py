"""Two papers' versions of one story in one text: what only the one has, and what only the other."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article

MOST_WORDS = 6_000  # of each version that are compared: ten times a long report, in some tenths of a second
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
_BREAK = re.compile(r"\n\s*")


def differences(one: Article, other: Article) -> list[Markup]:
    """Return the paragraphs of both versions: what only the first has in <del>, what only the second has in <ins>."""
    before, after = _pieces(one), _pieces(other)
    keys = [[piece.lower() if not piece.isspace() else " " for piece in pieces] for pieces in (before, after)]
    marked = Markup("").join(_marked(before, after, SequenceMatcher(a=keys[0], b=keys[1], autojunk=False)))
    return [Markup(paragraph) for paragraph in str(marked).split("\x00") if Markup(paragraph).striptags().strip()]


def _marked(before: list[str], after: list[str], matcher: "SequenceMatcher[str]") -> Iterator[Markup]:
    removed: list[str] = []
    added: list[str] = []
    for kind, first, last, begin, end in matcher.get_opcodes():
        same = after[begin:end]
        if kind != "equal":
            removed += before[first:last]
            added += after[begin:end]
        elif removed and added and "".join(same) == " ":  # so that words that differ are read in a row
            removed += same
            added += same
        else:
            yield from _changed(removed, added)
            yield from _paragraphs(same, None)
            removed, added = [], []
    yield from _changed(removed, added)


def _changed(removed: list[str], added: list[str]) -> Iterator[Markup]:
    yield from _paragraphs(removed, "del")
    yield from _paragraphs(added, "ins")


def _paragraphs(pieces: list[str], element: str | None) -> Iterator[Markup]:
    """Yield pieces within an element, which ends and begins anew where a paragraph does (as a NUL)."""
    for number, part in enumerate(_BREAK.split("".join(pieces))):
        if number:
            yield Markup("\x00")
        if part:
            yield Markup("<{0}>{1}</{0}>").format(element, part) if element and not part.isspace() else escape(part)


def _pieces(article: Article) -> list[str]:
    """Cut a version into words, marks and white space."""
    texts = (article.title, article.summary, searchable_body(article))
    text = "\n".join(part for part in texts if part.strip()).replace("\x00", " ")
    return _PIECE.findall(text)[: 2 * MOST_WORDS]
