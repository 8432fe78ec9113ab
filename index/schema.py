"""The Whoosh schema of every index: what a stock Whoosh searcher can ask of it.

| field | its terms |
|---|---|
| `folded`, `exact` | the syllables of title, summary and body, without diacritics and as written, with positions |
| `folded_bigrams` | neighbouring folded syllables, joined by a space |
| `words` | pyvi's words of two and more syllables, joined by `_` |
| `compounds` | codes such as `4/7` in one piece, folded |
| `title`, `title_exact` | the syllables of the title alone, folded and as written, with positions |
| `id`, `date`, `source`, `category`, `author` | one value an article, where it has one |
| `article` | stored: the article as JSON |

A position is a syllable's place in title, summary and body, one after the other with one place left free between two
texts, so that no phrase goes across; captions and byline are the end of the body. A posting's weight is how often the
term stands there. In `folded`, `exact`, `folded_bigrams` and `compounds` a place in the headline or at the beginning
counts more (TITLE_WEIGHT, LEAD_WEIGHTS): a news report tells its story in its headline and its first sentences. In the
other fields it counts 1.
"""

import datetime
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from whoosh import fields, formats
from whoosh.system import pack_uint

# How much a syllable counts in each text, and at each of the first places of a body. docs/decisions.md
TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 4.0, 1.0, 1.0
LEAD_WEIGHTS = (2.0,) * 30 + (1.5,) * 70
POSITIONAL = ("exact", "folded", "title", "title_exact")
FREQUENT = ("folded_bigrams", "words", "compounds")  # fields without positions
VALUES = ("source", "category", "author")
NO_DATE = 0  # the date column's value for an article without a date
MAX_VALUE_BYTES = 1_000  # a source, category or author longer than this is cut: it is a term, and terms are short

Posting: TypeAlias = tuple[bytes, int, float, bytes]
Occurrences: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]  # token -> its positions, each with its weight


class TokenStream(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """A Whoosh field that takes tokens as they are: a mapping of each token to its positions and their weights."""

    def __init__(self, *, positional: bool) -> None:
        """Choose the posting format."""
        super().__init__(formats.Positions() if positional else formats.Frequency(), None, scorable=True)

    def index(self, value: Occurrences, **_: object) -> Iterator[Posting]:
        """Yield (token, frequency, weight, payload) for each token of the mapping."""
        positional = isinstance(self.format, formats.Positions)
        for token, occurrences in value.items():
            positions = [position for position, _ in occurrences]
            payload = self.format.encode(positions) if positional else pack_uint(len(positions))
            yield encoded(token), len(positions), sum(weight for _, weight in occurrences), payload


def schema() -> fields.Schema:
    """Return the schema of every index this program writes."""
    result = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED(),
        date=fields.NUMERIC(int, shift_step=0, sortable=True, default=NO_DATE),
        **{name: fields.ID(sortable=True) for name in VALUES},
    )
    for name in (*POSITIONAL, *FREQUENT):
        result.add(name, TokenStream(positional=name in POSITIONAL))
    return result


def date_number(date: datetime.date | None) -> int:
    """Return a date as the number yyyymmdd, which sorts as dates do; NO_DATE for None."""
    return NO_DATE if date is None else date.year * 10_000 + date.month * 100 + date.day


def cut_value(value: str) -> str:
    """Return the value in NFC, so that what looks alike is alike, cut at MAX_VALUE_BYTES of UTF-8."""
    return unicodedata.normalize("NFC", value).encode()[:MAX_VALUE_BYTES].decode(errors="ignore")


def encoded(token: str) -> bytes:
    """Return a token as the index holds it."""
    return token.encode("utf-8", "surrogatepass")
