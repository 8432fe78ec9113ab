"""The Whoosh schema and codec: twelve token fields (three texts in four streams), one stored article, and columns.

A posting's weight is the frequency of its token, where a token near the start of a body counts more (`LEAD_WEIGHTS`).
A news report tells its story in its first sentences. Lengths are stored exactly, weighted the same way, because
Whoosh keeps a field's length in one lossy byte.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec
from whoosh.system import pack_uint

from index.analysed import TEXTS, AnalysedArticle
from index.article_json import article_to_json
from index.text.streams import STREAMS, Analysis

# How much a token counts at each position of a body; 1 beyond. A report tells the main thing first.
LEAD_WEIGHTS = (2.0,) * 30 + (1.5,) * 70
POSITIONAL = ("exact", "folded")  # the streams with positions, from which phrases of three and more syllables follow
NO_DATE = 0  # the date column's value for an article without a date
MAX_VALUE_BYTES = 1_000  # a source, category or author longer than this is cut: it is a term, and terms are short

Posting: TypeAlias = tuple[bytes, int, float, bytes]
Positions: TypeAlias = dict[str, list[int]]


class TokenStream(fields.FieldType):  # type: ignore[misc]  # Whoosh is untyped
    """A Whoosh field that takes tokens as they are: a mapping of each token to its positions."""

    def __init__(self, *, positional: bool, lead_zones: bool) -> None:
        """Choose the posting format, and whether a token near the start counts more."""
        format_ = formats.Positions() if positional else formats.Frequency()
        super().__init__(format_, None, scorable=True)
        self.lead_zones = lead_zones

    def index(self, value: Positions, **_: object) -> Iterator[Posting]:
        """Yield (token, frequency, weight, payload) for each token of the mapping."""
        positional = isinstance(self.format, formats.Positions)
        for token, positions in value.items():
            frequency = len(positions)
            weight = sum(map(zone_weight, positions), 0.0) if self.lead_zones else float(frequency)
            payload = self.format.encode(positions) if positional else pack_uint(frequency)
            yield token.encode("utf-8", "surrogatepass"), frequency, weight, payload


class PlainCodec(W3Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's own format, written in half the time, read by any Whoosh.

    Blocks are not compressed, which makes the files a quarter larger; and the shortest and longest field length of each
    block, which only Whoosh's own ranking uses, and that as a bound, is left at its widest.
    """

    length_stats = False


def zone_weight(position: int) -> float:
    """Return how much a token at this position of a body counts."""
    return LEAD_WEIGHTS[position] if position < len(LEAD_WEIGHTS) else 1.0


def weighted_length(syllables: int) -> float:
    """Return the sum of the zone weights of a body of so many syllables."""
    return sum(LEAD_WEIGHTS[:syllables]) + max(0, syllables - len(LEAD_WEIGHTS))


def field_name(text: str, stream: str) -> str:
    """Return the name of the Whoosh field that holds one stream of one text, such as `body_folded`."""
    return f"{text}_{stream}"


def length_name(text: str) -> str:
    """Return the name of the column that holds the weighted length of one text."""
    return f"{text}_length"


def date_number(date: datetime.date | None) -> int:
    """Return a date as the number yyyymmdd, which sorts as dates do; NO_DATE for None."""
    return NO_DATE if date is None else date.year * 10_000 + date.month * 100 + date.day


def schema() -> fields.Schema:
    """Return the schema of every index this program writes."""
    result = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED(),
        date=fields.NUMERIC(int, shift_step=0, sortable=True, default=NO_DATE),
        source=fields.ID(sortable=True),
        category=fields.ID(sortable=True),
        author=fields.ID(sortable=True),
    )
    for text in TEXTS:
        result.add(length_name(text), fields.COLUMN(columns.NumericColumn("f", default=0.0)))
        for stream in STREAMS:
            field = TokenStream(positional=stream in POSITIONAL, lead_zones=text == "body")
            result.add(field_name(text, stream), field)
    return result


def document(analysed: AnalysedArticle) -> dict[str, object]:
    """Return the keyword arguments of Whoosh's `add_document` for one article."""
    article = analysed.article
    values: dict[str, object] = {
        "id": article.id,
        "article": json.dumps(article_to_json(article), ensure_ascii=False),
        "date": date_number(article.date),
    }
    for name in ("source", "category", "author"):
        if value := getattr(article, name):
            values[name] = cut_value(value)
    for text, analysis in zip(TEXTS, analysed.analyses, strict=True):
        length = len(analysis.syllables)
        values[length_name(text)] = weighted_length(length) if text == "body" else float(length)
        for stream, positions in stream_positions(analysis).items():
            values[field_name(text, stream)] = positions
    return values


def cut_value(value: str) -> str:
    """Return the value, cut at MAX_VALUE_BYTES of UTF-8."""
    return value.encode()[:MAX_VALUE_BYTES].decode(errors="ignore")


def stream_positions(analysis: Analysis) -> dict[str, Positions]:
    """Return, for each stream, the positions of each of its tokens; a compound stands where its first part does."""
    exact, folded = _by_token(enumerate(analysis.syllables)), _by_token(enumerate(analysis.folded))
    for (compound, position, _), folded_compound in zip(analysis.compounds, analysis.folded_compounds, strict=True):
        _insert(exact[compound], position)
        _insert(folded[folded_compound], position)
    words = _by_token(zip(analysis.word_positions, analysis.words, strict=True))
    bigrams = _by_token(enumerate(analysis.folded_bigrams))
    return {"exact": exact, "words": words, "folded": folded, "folded_bigrams": bigrams}


def _by_token(tokens: Iterable[tuple[int, str]]) -> Positions:
    positions: Positions = defaultdict(list)
    for position, token in tokens:
        positions[token].append(position)
    return positions


def _insert(positions: list[int], position: int) -> None:
    positions.append(position)
    positions.sort()
