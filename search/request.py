"""What is asked of an engine, and what it answers: ids, scores and counts, never HTML."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from index.article import Article
from index.schema import cut_value
from search.keystrokes import Keystrokes
from search.query import Query

Sort: TypeAlias = Literal["relevance", "recent", "newest", "oldest"]
FacetField: TypeAlias = Literal["source", "category", "author", "year"]
Interval: TypeAlias = Literal["day", "month", "year"]
SuggestionKind: TypeAlias = Literal["phrase", "name", "title"]

SORTS: tuple[Sort, ...] = ("relevance", "recent", "newest", "oldest")
BY_SCORE: tuple[Sort, ...] = ("relevance", "recent")  # "recent" prefers the newer of articles that match about alike
FACET_FIELDS: tuple[FacetField, ...] = ("source", "category", "author", "year")
MAX_RANK = 1_000  # nobody reads further; a deeper page asks for a narrower query instead
DEFAULT_SIZE = 10  # hits a page, as people know it from other engines
MAX_SIZE = 100  # hits a page through the API, so that one request stays cheap
DEFAULT_SUGGESTIONS = 8  # completions: as many as the eye takes in while typing goes on
MAX_SUGGESTIONS = 20  # a list that is longer is searched, not read
BUDGET_MS = 1_000  # a search that takes longer answers with what it has


@dataclass(frozen=True, slots=True)
class Filters:
    """What the matching articles are narrowed down to; values of one field are alternatives, fields all hold."""

    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    source: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    year: tuple[str, ...] = ()

    def values(self, name: FacetField) -> tuple[str, ...]:
        """Return the values of a field to choose from, as the index holds them."""
        return tuple(map(cut_value, getattr(self, name)))


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query with its filters, order and page. `page` counts from 1; `budget_ms` is the time to spend at most.

    `explain` asks for the contributions of each hit, `counts` for the facets and the timeline, `grouped` for one hit of
    each group of reprints, whose score is that of the best of them. No hit stands beyond the rank `deepest`.
    """

    query: Query
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = DEFAULT_SIZE
    budget_ms: float = BUDGET_MS
    explain: bool = False
    counts: bool = True
    grouped: bool = False
    deepest: int = MAX_RANK


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that matches. `contributions` says in plain words what the score is made of, when asked for.

    `reprints` are the ids of other articles that match and say nearly the same, the earliest first; the hit is the
    earliest of all of these, and ranks where the best of them does.
    """

    id: str
    score: float
    contributions: Mapping[str, float] = field(default_factory=dict)
    reprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many matching articles have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value that a field is filtered by."""

    field: FacetField
    value: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """One day ("2018-07-04"), month ("2018-07") or year ("2018") of a timeline and how many matches are of it."""

    start: str
    count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many matches there are of each interval, from the first that has one to the last, those without as 0.

    An engine answers by day or by month.
    """

    interval: Interval = "month"
    buckets: tuple[Bucket, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found.

    `total` counts every match, `listed` those that are hits of some page: fewer where reprints are grouped. `relaxed`
    says that fewer words were required than usual, since only `strict_total` articles had them; `partial` that time ran
    out before everything was ranked. Facet counts of a field ignore that field's own filter; without `counts` there are
    none, and an empty timeline. `weights` holds the inverse document frequency of each folded syllable of the query.
    `unknown` are the values filtered by that no article has at all.
    """

    hits: tuple[Hit, ...]
    total: int
    listed: int
    strict_total: int
    relaxed: bool
    partial: bool
    facets: Mapping[FacetField, tuple[FacetValue, ...]]
    timeline: Timeline
    weights: Mapping[str, float]
    unknown: tuple[FilterValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Expansion:
    """An abbreviation and the folded syllables it stands for, a letter each; `abbreviation` and `text` as written."""

    abbreviation: str
    syllables: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Respelling:
    """A query as it may have been meant: `text`, of which `start` to before `end` stands in the place of `typed`.

    `meant` is that folded, and `unknown` the typed syllable folded, where no article has it.
    """

    text: str
    start: int
    end: int
    typed: str
    meant: str
    unknown: str | None

    @property
    def written(self) -> str:
        """What stands in the place of the typed syllable."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of what was typed: a phrase, a source, section or author, or a whole title.

    `count` says how many titles have the phrase or, where hardly one has, how many articles have it as a word, about;
    and how many articles have the name, or of the newest ones the title.
    """

    text: str
    kind: SuggestionKind
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What an engine holds.

    Its generation's id and format, when it was built (ISO time, UTC), articles, how many have a date, the first and the
    last date, how many articles say nearly the same as another and in how many groups, bytes on disk.
    """

    engine: str
    generation: str
    format: int
    built_at: str
    articles: int
    dated: int
    first_date: datetime.date | None
    last_date: datetime.date | None
    reprints: int
    reprint_groups: int
    bytes: int


class Engine(Protocol):
    """What answers a query. Safe to use from several threads; a call sees one generation, a pinned engine only one."""

    def pinned(self) -> "Engine":
        """Return this engine as it is now: everything asked of it is answered from one generation."""

    def search(self, request: SearchRequest) -> Answer:
        """Find, rank and count."""

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""

    def keystrokes(self, typed: str) -> Keystrokes | None:
        """Return what a text of raw keystrokes means, or None where it seems to be none."""

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """Return a query that also finds what its abbreviations stand for, and the other way round, and which do."""

    def respell(self, query: Query) -> Respelling | None:
        """Return what may have been meant by a query that seems to hold an error, or None."""

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most so many completions of a typed text, the best first; none of what is in no article."""

    def similar(self, article_id: str, limit: int) -> tuple[Hit, ...]:
        """Return the articles most like one, but for its reprints, and of others the earliest."""

    def reprints(self, article_id: str) -> tuple[str, ...]:
        """Return the ids of the other articles that say nearly the same as one, the earliest first."""

    def stats(self) -> Stats:
        """Describe what is being served."""
