"""Makes one segment of several, without the articles that were deleted: array operations on runs of terms."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.columnar.articles import Run, add_articles
from index.columnar.builder import VALUES, add_ids, add_spellings, spellings_of, write_tokens
from index.columnar.fields import add_slabs
from index.columnar.invert import BOUNDARY, Spellings
from index.columnar.pack import PackWriter
from index.columnar.postings import MIXED, NO_BYTES, SLAB, Lists
from index.columnar.ragged import Bytes, Integers, group_starts, smallest, starts
from index.columnar.segment import Field, Segment, TextField
from index.columnar.terms import add_terms

CHUNK = 2**13  # documents whose tokens are moved at once: few enough to bound memory, enough for array work


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge. `kept` are the documents that stay, `renumbered` (documents,) their numbers in the result."""

    segment: Segment
    kept: Integers
    renumbered: Integers


@dataclass(frozen=True, slots=True)
class Entries:
    """Postings end to end, (n,) each: of which term, in which document, what it weighs there, and its variant."""

    terms: Integers
    documents: Integers
    weights: npt.NDArray[np.uint16]
    variants: Bytes


def merge(segments: Sequence[Segment], alive: Sequence[npt.NDArray[np.bool_]], columns: Path, stored: Path) -> None:
    """Write one segment of those documents of several that are alive (a mask for each segment), in their order.

    A term that none of them has any more keeps its place, without a list.
    """
    parts = list(_parts(segments, alive))
    with PackWriter(stored) as pack:
        add_articles(pack, [run for part in parts for run in _runs(part)])
    with PackWriter(columns) as pack:
        pack.meta["documents"] = documents = sum(len(part.kept) for part in parts)
        _write_texts(pack, parts, documents)
        for field in ("words", "compounds"):
            places = _unite(pack, field, parts)
            _write_lists(pack, field, parts, places, documents)
        _write_columns(pack, parts)


def _parts(segments: Sequence[Segment], alive: Sequence[npt.NDArray[np.bool_]]) -> Iterator[Part]:
    done = 0
    for segment, mask in zip(segments, alive, strict=True):
        yield Part(segment, np.flatnonzero(mask), np.where(mask, done + np.cumsum(mask) - 1, -1))
        done += int(mask.sum())


def _runs(part: Part) -> Iterator[Run]:
    done = 0
    for run in part.segment.articles.runs():
        here = part.kept[(part.kept >= done) & (part.kept < done + len(run.sizes))]
        yield run.only(here - done)
        done += len(run.sizes)


def _union(lists: Sequence[Sequence[bytes]]) -> tuple[list[bytes], list[Integers]]:
    """Return all terms in byte order, and of each list the places of its terms among them, which rise."""
    union = sorted(set().union(*lists))
    place = {term: number for number, term in enumerate(union)}
    return union, [np.fromiter(map(place.__getitem__, terms), np.int64, len(terms)) for terms in lists]


def _unite(pack: PackWriter, field: TextField, parts: Sequence[Part]) -> list[Integers]:
    union, places = _union([list(part.segment.terms(field)) for part in parts])
    add_terms(pack, field, union)
    return places


def _write_texts(pack: PackWriter, parts: Sequence[Part], documents: int) -> None:
    exact, exact_places = _union([list(part.segment.terms("exact")) for part in parts])
    folded, spellings = spellings_of(exact)
    add_spellings(pack, exact, folded, spellings)
    place = {term: number for number, term in enumerate(folded)}
    folded_places = [np.array([place[term] for term in part.segment.terms("folded")], np.int64) for part in parts]
    respell = _Respelling(parts, exact_places, spellings)
    _write_lists(pack, "folded", parts, folded_places, documents, respell)
    _write_lists(pack, "exact", parts, exact_places, documents, extra=respell.apart)
    _write_lists(pack, "title", parts, folded_places, documents)
    _write_pairs(pack, parts, folded_places, documents)
    _write_tokens(pack, parts, exact_places, len(exact))


class _Respelling:
    """Gives the variants of folded postings the numbers they have in the result.

    Where a folded term has more spellings there than a variant can tell, postings join the MIXED: `apart` has those.
    """

    def __init__(self, parts: Sequence[Part], exact_places: Sequence[Integers], spellings: Spellings) -> None:
        self._tables = [
            (begin, places[exact])
            for part, places in zip(parts, exact_places, strict=True)
            for begin, exact in [part.segment.spellings()]
        ]
        self._spellings = spellings
        self.apart: list[Entries] = []

    def __call__(self, number: int, old_terms: Integers, entries: Entries) -> Entries:
        begin, exact = self._tables[number]
        single = entries.variants < MIXED
        variants = np.full(len(entries.variants), MIXED, np.int64)
        spelled = exact[begin[old_terms[single]] + entries.variants[single]]
        variants[single] = self._spellings.variant[spelled]
        beyond = variants[single] >= MIXED
        documents, weights = entries.documents[single][beyond], entries.weights[single][beyond]
        self.apart.append(Entries(spelled[beyond], documents, weights, NO_BYTES))
        return Entries(entries.terms, entries.documents, entries.weights, np.minimum(variants, MIXED).astype(np.uint8))


def _write_pairs(pack: PackWriter, parts: Sequence[Part], folded_places: Sequence[Integers], documents: int) -> None:
    count = int(max((places.max(initial=-1) for places in folded_places), default=-1)) + 1
    keys = []
    for part, places in zip(parts, folded_places, strict=True):
        first, second = part.segment.pairs()
        keys.append(places[first] * count + places[second])
    union = np.unique(np.concatenate([np.empty(0, np.int64), *keys]))
    firsts, seconds = np.divmod(union, max(count, 1))
    pack.add("bigrams.starts", smallest(starts(np.bincount(firsts, minlength=count))))
    pack.add("bigrams.seconds", smallest(seconds))
    pair_places = [np.searchsorted(union, key).astype(np.int64) for key in keys]
    _write_lists(pack, "bigrams", parts, pair_places, documents, terms=len(union))


def _write_tokens(pack: PackWriter, parts: Sequence[Part], exact_places: Sequence[Integers], terms: int) -> None:
    def chunks() -> Iterator[Integers]:
        for part, places in zip(parts, exact_places, strict=True):
            table = np.append(places, BOUNDARY)
            for first in range(0, len(part.kept), CHUNK):
                yield table[part.segment.exact_tokens(part.kept[first : first + CHUNK].astype(np.uint32)).terms]

    lengths = [part.segment.token_counts()[part.kept] for part in parts]
    write_tokens(pack, chunks, starts(np.concatenate([np.empty(0, np.int64), *lengths])), terms)


def _write_columns(pack: PackWriter, parts: Sequence[Part]) -> None:
    add_ids(pack, [part.segment.id(number).encode("utf-8", "surrogatepass") for part in parts for number in part.kept])
    for name, dtype in (("dates", np.int32), ("lengths", np.int64)):
        column = np.concatenate([np.empty(0, dtype), *(part.segment.column(name)[part.kept] for part in parts)])
        pack.add(f"documents.{name}", column.astype(dtype) if name == "dates" else smallest(column))
    for name in VALUES:
        union, places = _union([list(part.segment.values(name)) for part in parts])
        add_terms(pack, name, union)
        codes = [place[part.segment.column(name)[part.kept]] for part, place in zip(parts, places, strict=True)]
        pack.add(f"documents.{name}", smallest(np.concatenate([np.empty(0, np.int64), *codes])))


def _write_lists(
    pack: PackWriter,
    field: Field,
    parts: Sequence[Part],
    places: Sequence[Integers],
    documents: int,
    change: Callable[[int, Integers, Entries], Entries] = lambda _, __, entries: entries,
    extra: Sequence[Entries] = (),
    terms: int | None = None,
) -> None:
    """Join the lists of one field, a run of terms after the other."""
    count = int(max((place.max(initial=-1) for place in places), default=-1)) + 1 if terms is None else terms
    sizes = np.zeros(count, np.int64)
    for part, place in zip(parts, places, strict=True):
        sizes[place] += part.segment.record_sizes(field)

    def slabs() -> Iterator[tuple[Integers, Lists]]:
        for first, last in _cut(sizes):
            found = [
                _entries(part, field, place, first, last, number, change)
                for number, (part, place) in enumerate(zip(parts, places, strict=True))
            ]
            found += [_between(entries, first, last) for entries in extra]
            yield _lists(found)

    add_slabs(pack, field, slabs(), count, documents)


def _cut(sizes: Integers) -> Iterator[tuple[int, int]]:
    """Cut terms into runs of about SLAB bytes of records, which have a posting in a byte or more."""
    begin, first = starts(sizes), 0
    while first < len(sizes):
        last = max(first + 1, int(np.searchsorted(begin, begin[first] + SLAB, "right")) - 1)
        yield first, last
        first = last


def _entries(part: Part, field: Field, places: Integers, first: int, last: int, number: int,
             change: Callable[[int, Integers, Entries], Entries]) -> Entries:  # fmt: skip
    low, high = np.searchsorted(places, [first, last]).tolist()
    terms, lists = part.segment.many(field, low, high)
    old_terms = np.repeat(terms, lists.lengths)
    documents = part.renumbered[lists.documents]
    entries = Entries(places[old_terms], documents, lists.weights, lists.variants)
    kept = documents >= 0
    if not kept.all():
        entries, old_terms = _only(entries, kept), old_terms[kept]
    return change(number, old_terms, entries)


def _between(entries: Entries, first: int, last: int) -> Entries:
    return _only(entries, (entries.terms >= first) & (entries.terms < last))


def _only(entries: Entries, kept: npt.NDArray[np.bool_]) -> Entries:
    variants = entries.variants[kept] if len(entries.variants) else NO_BYTES
    return Entries(entries.terms[kept], entries.documents[kept], entries.weights[kept], variants)


def _lists(parts: Sequence[Entries]) -> tuple[Integers, Lists]:
    """Put postings in the order of terms, then of documents."""
    terms = np.concatenate([part.terms for part in parts])
    documents = np.concatenate([part.documents for part in parts])
    order = np.lexsort((documents, terms))
    terms = terms[order]
    begin = group_starts(terms)
    weights = np.concatenate([part.weights for part in parts])[order]
    variants = np.concatenate([part.variants for part in parts])
    lengths = np.diff(np.append(begin, len(terms)))
    return terms[begin], Lists(
        lengths, documents[order].astype(np.uint32), weights, variants[order] if len(variants) else NO_BYTES
    )
