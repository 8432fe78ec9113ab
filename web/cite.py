"""How an article is cited: as a line of text, and as an entry of BibTeX."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from index.article import Article
from index.text.fold import fold
from web.wording import day, outside_link

KEY_SYLLABLES = 5  # of the headline in a key: enough to tell articles of one year apart
_SPECIAL = re.compile(r"[\\{}%&#$_^~]")
_WRITTEN = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_NOT_IN_URL = re.compile(r"[{}\\\s]")
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """An article's citation in two forms."""

    text: str
    bibtex: str


def cite(article: Article, address: str) -> Citation:
    """Cite an article by its paper's own address or, where it has none, by the `address` of its page here."""
    url = outside_link(article.url) or address
    parts = [article.author, f"“{_title(article)}”", article.source, day(article.date) if article.date else None]
    return Citation(". ".join(filter(None, [*parts, url])), _bibtex(article, url))


def _bibtex(article: Article, url: str) -> str:
    fields = {
        "author": article.author and f"{{{_escaped(article.author)}}}",
        "title": f"{{{_escaped(_title(article))}}}",
        "organization": article.source and _escaped(article.source),
        "date": article.date and article.date.isoformat(),
        "url": _NOT_IN_URL.sub(lambda found: quote(found[0]), url),
        "langid": "vietnamese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{_key(article)},", *lines, "}"])


def _title(article: Article) -> str:
    return " ".join(article.title.split()) or article.id


def _key(article: Article) -> str:
    words = _WORDS.findall(fold(_title(article)).lower())
    year = str(article.date.year) if article.date else ""
    return "".join([*words[:KEY_SYLLABLES], year]) or "article"


def _escaped(text: str) -> str:
    """Write a text for TeX, on one line."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], f"\\{found[0]}"), " ".join(text.split()))
