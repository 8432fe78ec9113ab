"""One open generation of the embedded engine: everything that is asked is answered from it."""

import json
import weakref
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from index import generation
from index.article import Article
from index.article_json import article_from_json
from index.codec import open_generation
from index.generation import Generation
from index.reprints import REPRINTS
from search import counting, diacritics, keystrokes, ordering
from search.abbreviations import Abbreviations
from search.codes import as_others_write
from search.collector import ArrayCollector
from search.columns import Columns, date_of
from search.compile import compile_filters, compile_query
from search.deadline import Deadline
from search.evaluate import Evaluator
from search.glued import Glued
from search.keystrokes import Keystrokes
from search.lists import Floats, Mask, Places
from search.postings import PostingSource
from search.query import Query, Unit
from search.ranking import Ranker, Read
from search.relaxation import requirements
from search.reprints import Reprints
from search.request import (
    BUDGET_MS,
    BY_SCORE,
    Answer,
    Expansion,
    Hit,
    Respelling,
    SearchRequest,
    Stats,
    Suggestion,
    Timeline,
)
from search.similar import key_terms
from search.spelling import Speller
from search.suggestions import Suggestions
from search.terms import terms
from search.whoosh_queries import idf

RELAX_BELOW = 3  # with fewer matches than this, fewer words are required, and the answer says so
# Keystrokes make a syllable only where so many articles have it, and one in so many: rarer ones are often errors.
LEAST_SPELLED, SPELLED_SHARE = 2, 2_000


class Snapshot:
    """One open generation; immutable, so that threads share it and a request ends on the one it began with."""

    def __init__(self, served: Generation) -> None:
        """Verify and open a generation. Raises IndexDamagedError where its files are not as they were written."""
        generation.verify_once(served.path)
        self.generation = served
        self._searcher = open_generation(served.path).searcher()
        weakref.finalize(self, self._searcher.close)  # when the last request that uses this generation has ended
        leaves = self._searcher.reader().leaf_readers()
        self.segments = [leaf.segment().opened(leaf.storage()) for leaf, _ in leaves]
        self.source = PostingSource(self.segments)
        alive = self.source.living()
        alive.flags.writeable = False  # many threads read it, and some queries' matches are these
        self.columns = Columns(self.segments, alive)
        self._reprints = Reprints(served.path / REPRINTS, self.source.documents)
        self._evaluator = Evaluator(self.source, self.columns, alive, self._searcher)
        self._ranker = Ranker(self.source, self.columns, alive)
        self._speller = Speller(self.source)
        self._abbreviations = Abbreviations(self.source)
        self._glued = Glued(self.source)
        self._suggestions = Suggestions(self.source, self.columns, alive)

    def pinned(self) -> "Snapshot":
        """Return itself: a generation never changes."""
        return self

    def search(self, request: SearchRequest) -> Answer:
        """Find, rank and count."""
        deadline = Deadline(request.budget_ms)
        strict, found = self._collect(request, deadline)
        total, strict_total = found.count(), strict.count()
        earliest = self._reprints.earliest(found.matches) if request.grouped else found.matches
        listed = int(np.count_nonzero(earliest))
        hits = self._hits(found.matches, earliest, listed, request, deadline)
        matches = np.flatnonzero(found.matches) if request.counts else np.empty(0, np.int64)
        return Answer(
            hits=hits,
            total=total,
            listed=listed,
            strict_total=strict_total,
            relaxed=total > strict_total,
            partial=not deadline.met,
            facets=counting.facets(self.columns, found, matches, request.filters) if request.counts else {},
            timeline=counting.timeline(self.columns, matches, request.filters) if request.counts else Timeline(),
            weights=self._weights(request.query),
            unknown=counting.unknown(self.columns, request.filters),
        )

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        number = self.columns.number(article_id)
        for segment in self.segments:
            if 0 <= number < segment.documents:
                return article_from_json(json.loads(segment.articles[number]))
            number -= segment.documents
        return None

    def keystrokes(self, typed: str) -> Keystrokes | None:
        """Return what a text of raw keystrokes means, or None where it seems to be none."""
        least = max(LEAST_SPELLED, self.columns.living // SPELLED_SHARE)
        return keystrokes.read(typed, self.source.spelled_frequency, self.source.frequency, least)

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """Return a query that also finds what its abbreviations stand for, and the other way round, and which do."""
        query, glued = self._glued.expand(as_others_write(query))
        query, abbreviated = self._abbreviations.expand(query)
        return query, (*glued, *abbreviated)

    def respell(self, query: Query) -> Respelling | None:
        """Return what may have been meant by a query that seems to hold an error, or None."""
        return self._speller.respell(query)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most so many completions of a typed text, or of the keystrokes that it may be; the best first."""
        found = self._suggestions.suggest(typed, limit)
        if not found and (meant := self.keystrokes(typed)):
            found = self._suggestions.suggest(meant.text, limit)
        return found

    def similar(self, article_id: str, limit: int) -> tuple[Hit, ...]:
        """Return the articles most like one, but for its reprints, and of others the earliest."""
        number = self.columns.number(article_id)
        if number < 0:
            return ()
        ((segment, first, _),) = (s for s in self.source.by_segment(np.array([number])) if len(s[2]))
        wanted = key_terms(self.source, segment, number - first, self.columns.living)
        matches = self._ranker.having(wanted, self.columns.documents)
        matches[[number, *self._reprints.group(number)]] = False
        read = self._ranker.read(wanted, matches, Deadline(BUDGET_MS))
        count = min(limit, int(np.count_nonzero(self._reprints.earliest(matches))))
        if not count:
            return ()

        def best(among: Mask, wanted_count: int) -> tuple[Places, Floats]:
            return self._ranker.best(read, among, wanted_count)

        def ordered(among: Mask, wanted_count: int) -> tuple[Places, Floats]:
            return ordering.first(among, "relevance", wanted_count, best, self.columns)

        documents, scores = self._groups(matches, count, ordered)
        return tuple(map(Hit, map(self.columns.id, documents.tolist()), scores.tolist()))

    def reprints(self, article_id: str) -> tuple[str, ...]:
        """Return the ids of the other articles that say nearly the same as one, the earliest first."""
        number = self.columns.number(article_id)
        return tuple(self.columns.id(other) for other in self._reprints.group(number).tolist() if other != number)

    def stats(self) -> Stats:
        """Describe this generation."""
        columns, manifest = self.columns, self.generation.manifest
        return Stats(
            engine="whoosh",
            generation=manifest.id,
            format=manifest.format,
            built_at=manifest.built_at,
            articles=columns.living,
            dated=columns.dated,
            first_date=date_of(columns.first_date) if columns.dated else None,
            last_date=date_of(columns.last_date) if columns.dated else None,
            reprints=self._reprints.articles,
            reprint_groups=self._reprints.groups,
            bytes=self.generation.size,
        )

    def _collect(self, request: SearchRequest, deadline: Deadline) -> tuple[ArrayCollector, ArrayCollector]:
        """Return the strict matches, and all matches: the same, or more where the strict ones are too few.

        Filters have no say in how much is required: ticking a value must give the number of articles shown beside it.
        """
        enough = RELAX_BELOW if request.sort in BY_SCORE else 1  # by date, a poor match would come first
        filters = compile_filters(request.filters)
        collected: list[ArrayCollector] = []
        for query, share in requirements(request.query, self._knows):
            collector = ArrayCollector(self._evaluator, filters, deadline)
            self._searcher.search_with_collector(compile_query(query, share), collector)
            if collected and not deadline.met:
                break  # lest what was found in time is lost for what was not
            collected.append(collector)
            if np.count_nonzero(collector.unfiltered) >= enough:
                break
        return collected[0], collected[-1]

    def _knows(self, unit: Unit) -> bool:
        return unit.prefix or all(self.source.term("folded", syllable).frequency for syllable in unit.folded)

    def _hits(
        self, matches: Mask, earliest: Mask, listed: int, request: SearchRequest, deadline: Deadline
    ) -> tuple[Hit, ...]:
        """Return the hits of the page asked for, in order.

        `earliest` are the matches that may be hits, `listed` in number: of reprints the earliest.
        """
        start = (request.page - 1) * request.size
        end = min(start + request.size, request.deepest, listed)
        if start >= end:
            return ()
        by_score = request.sort in BY_SCORE  # by date, scores only part ties, which rows are not worth reading for
        wanted = terms(request.query, partial(diacritics.meant_by, self.source), rows=by_score)
        read = self._ranker.read(wanted, matches, deadline)

        def best(among: Mask, count: int) -> tuple[Places, Floats]:
            return self._ranker.best(read, among, count, recent=request.sort == "recent")

        def first(among: Mask, count: int) -> tuple[Places, Floats]:
            return ordering.first(among, request.sort, count, best, self.columns)

        if earliest is matches or not by_score:
            documents, scores = first(earliest, end)
        else:
            documents, scores = self._groups(matches, end, first)
        return tuple(
            self._hit(document, score, read, request, matches)
            for document, score in zip(documents[start:].tolist(), scores[start:].tolist(), strict=True)
        )

    def _groups(
        self, matches: Mask, wanted: int, first: Callable[[Mask, int], tuple[Places, Floats]]
    ) -> tuple[Places, Floats]:
        """Return the first groups of matches, of which there are as many as wanted: of each the earliest match.

        A group stands where the first of its matches does, and has the score of that.
        """
        total, count = int(np.count_nonzero(matches)), wanted
        while True:
            count = min(count * 2, total)
            documents, scores = first(matches, count)
            places = self._reprints.firsts(documents)[:wanted]
            if len(places) == wanted:
                chosen = [self._in_group(document, matches)[0] for document in documents[places].tolist()]
                return np.array(chosen, np.int64), scores[places]

    def _in_group(self, document: int, matches: Mask) -> list[int]:
        """Return the matches in the group of one, the earliest first; that one alone where it is in no group."""
        group = self._reprints.group(document)
        return group[matches[group]].tolist() or [document]

    def _hit(self, document: int, score: float, read: Sequence[Read], request: SearchRequest, matches: Mask) -> Hit:
        recent = request.sort == "recent"
        explained = self._ranker.explain(read, request.query, document, recent=recent) if request.explain else {}
        others = self._in_group(document, matches)[1:] if request.grouped else []
        return Hit(self.columns.id(document), score, explained, tuple(map(self.columns.id, others)))

    def _weights(self, query: Query) -> dict[str, float]:
        units = query.sought_units()
        syllables = {syllable for unit in units if not unit.prefix for syllable in unit.ranked}
        return {s: idf(self.columns.living, self.source.term("folded", s).frequency) for s in sorted(syllables)}
