"""Makes one segment of several, without the articles that were deleted: array operations on runs of terms.

The columns are written in PIECES that do not need one another, so that several processes can write one each.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar.articles import add_articles
from index.columnar.builder import add_ids, add_spellings, spellings_of, write_tokens
from index.columnar.completions import add_completions
from index.columnar.deletions import Mask
from index.columnar.elias_fano import Numbers
from index.columnar.fields import add_slabs
from index.columnar.invert import BOUNDARY, Spellings
from index.columnar.pack import Pack, PackWriter
from index.columnar.postings import MIXED, NO_BYTES, SLAB, Lists, Weights
from index.columnar.ragged import Integers, cut, group_starts, ranges, smallest, starts
from index.columnar.segment import Field, Segment, TextField
from index.columnar.shingles import PLACES
from index.columnar.terms import Terms, add_terms
from index.schema import VALUES

CHUNK = 2**10  # documents whose tokens are moved at once: few enough to bound memory, enough for array work
DELETED = np.uint32(2**32 - 1)  # the new number of a document that does not stay
JOINED = 2**22  # bytes of a piece copied at once: as `CHUNK`

Progress: TypeAlias = Callable[[float], None]  # is told the share that is done


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge, and which of its documents stay, (documents,) bool.

    `kept` are the numbers of those, `renumbered` (documents,) the ones they have in the result, from `first` on.
    Where `all_kept`, no document was deleted.
    """

    segment: Segment
    mask: Mask
    kept: Integers
    renumbered: npt.NDArray[np.uint32]
    first: int
    all_kept: bool


Change: TypeAlias = Callable[[int, Integers, Lists], Lists]  # of a part, its own numbers of terms, and their lists


def parts_of(segments: Sequence[Segment], alive: Sequence[Mask | None]) -> list[Part]:
    """Number the documents that stay; a mask that is None keeps all."""
    parts, done = [], 0
    for segment, mask in zip(segments, alive, strict=True):
        every = mask is None or bool(mask.all())
        mask = np.ones(segment.documents, np.bool_) if mask is None else mask
        renumbered = (np.cumsum(mask) - 1 + done).astype(np.uint32)
        parts.append(Part(segment, mask, np.flatnonzero(mask), np.where(mask, renumbered, DELETED), done, every))
        done += len(parts[-1].kept)
    return parts


def write_articles(stored: Path, parts: Sequence[Part]) -> None:
    """Write the file of the stored articles."""
    with PackWriter(stored) as pack:
        add_articles(pack, [run for part in parts for run in part.segment.articles.runs(part.mask)])
    _release(parts)


def write_piece(path: Path, parts: Sequence[Part], piece: str, progress: Progress) -> None:
    """Write one of PIECES to a file of its own."""
    with PackWriter(path) as pack:
        PIECES[piece](pack, parts, progress)


def join_pieces(columns: Path, pieces: Iterable[Path], documents: int) -> None:
    """Write the file of columns, of so many documents, from all of its pieces."""
    with PackWriter(columns) as pack:
        pack.meta["documents"] = documents
        for path in pieces:
            piece = Pack(path)
            for name in piece:
                array = piece[name]
                step = JOINED // array.itemsize
                chunks = (array[first : first + step] for first in range(0, len(array), step))
                pack.add_parts(name, chunks, array.dtype)
                piece.release()


def _pairs(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    """Write the pairs, and then their lists, a run of first terms after the other."""
    folded, places = _unite("folded", parts)
    runs = list(_runs_of_pairs(parts, places, len(folded)))
    counts, seconds = np.zeros(len(folded), np.int64), [np.empty(0, np.uint32)]
    for run in runs:
        union = _united([keys for _, keys in _pair_keys(parts, places, run, len(folded))])
        firsts, others = np.divmod(union, len(folded))
        counts += np.bincount(firsts, minlength=len(folded))
        seconds.append(others.astype(np.uint32))
    pack.add("bigrams.starts", smallest(starts(counts)))
    pack.add("bigrams.seconds", smallest(np.concatenate(seconds)))

    def slabs() -> Iterator[tuple[Integers, Lists]]:
        done = 0
        for run in runs:
            own = list(_pair_keys(parts, places, run, len(folded)))
            union = _united([keys for _, keys in own])
            pair_places = [np.searchsorted(union, keys) for _, keys in own]
            for numbers, lists in _joined_slabs(parts, "bigrams", pair_places, len(union), [first for first, _ in own]):
                yield numbers + done, lists
            done += len(union)
            progress(run.stop / len(folded))

    add_slabs(pack, "bigrams", slabs(), int(counts.sum()), _documents_of(parts))


def _runs_of_pairs(parts: Sequence[Part], places: Sequence[Integers], terms: int) -> Iterator[range]:
    """Cut the united folded terms, by their places, into runs that have about SLAB pairs in all parts."""
    counts = np.zeros(terms, np.int64)
    for part, place in zip(parts, places, strict=True):
        counts[place] += np.diff(part.segment.pair_starts())
    return (range(first, last) for first, last in cut(counts, SLAB))


def _pair_keys(
    parts: Sequence[Part], places: Sequence[Integers], run: range, terms: int
) -> Iterator[tuple[int, Integers]]:
    """Yield of each part the number of its first pair whose first term is of the run, and all of those as keys.

    A key is `first * terms + second` of the united terms, of which there are `terms`, and rises.
    """
    for part, place in zip(parts, places, strict=True):
        low, high = np.searchsorted(place, [run.start, run.stop]).tolist()
        first, second = part.segment.pairs(low, high)
        yield int(part.segment.pair_starts()[low]), place[first] * terms + place[second]


def _united(several: Sequence[Integers]) -> Integers:
    return reduce(_joined, several, np.empty(0, np.int64))


def _joined(one: Integers, other: Integers) -> Integers:
    """Return the numbers of two rising arrays of distinct numbers, each once."""
    both = np.concatenate([one, other])
    both.sort(kind="stable")  # which finds that there are two runs, and merges them
    return both[group_starts(both)]


def _texts(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    exact, exact_places = _unite("exact", parts)
    folded, spellings = spellings_of(exact)
    add_spellings(pack, exact, folded, spellings)
    folded_places = _unite("folded", parts)[1]
    respell = _Respelling(parts, exact_places, spellings)
    _write_lists(pack, "folded", parts, folded_places, len(folded), respell, progress=progress)
    _write_lists(pack, "exact", parts, exact_places, len(exact), extra=respell.apart())
    _write_lists(pack, "title", parts, folded_places, len(folded))


class _Respelling:
    """Gives the variants of folded postings the numbers they have in the result.

    Where a folded term has more spellings there than a variant can tell, postings join the MIXED: `apart` has those.
    """

    def __init__(self, parts: Sequence[Part], exact_places: Sequence[Integers], spellings: Spellings) -> None:
        self._tables = []
        for part, places in zip(parts, exact_places, strict=True):
            begin, exact = part.segment.spellings()
            spelled = places[exact]
            self._tables.append((begin, spelled, np.minimum(spellings.variant[spelled], MIXED).astype(np.uint8)))
        self._apart = [Loose.none()]

    def __call__(self, number: int, terms: Integers, lists: Lists) -> Lists:
        begin, spelled, variant = self._tables[number]
        single = lists.variants < MIXED
        place = np.repeat(begin[terms], lists.lengths)
        place += lists.variants * single
        variants = variant[place]
        variants[~single] = MIXED
        beyond = single & (variants == MIXED)
        if beyond.any():
            self._apart.append(Loose(spelled[place[beyond]], lists.documents[beyond], lists.weights[beyond]))
        return replace(lists, variants=variants)

    def apart(self) -> "Loose":
        return Loose.joined(self._apart)


@dataclass(frozen=True, slots=True)
class Loose:
    """Postings of no list yet, (n,) each: of which term, in which document, what it weighs there."""

    terms: Integers
    documents: Numbers
    weights: Weights

    @classmethod
    def none(cls) -> "Loose":
        """Return no posting."""
        return cls(np.empty(0, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint16))

    @classmethod
    def joined(cls, several: "Sequence[Loose]") -> "Loose":
        """Put several together, in the order of terms, then of documents."""
        terms = np.concatenate([one.terms for one in several])
        documents = np.concatenate([one.documents for one in several])
        order = np.lexsort((documents, terms))
        return cls(terms[order], documents[order], np.concatenate([one.weights for one in several])[order])

    def between(self, first: int, last: int) -> "Loose":
        """Return those of the terms from `first` to before `last`."""
        low, high = np.searchsorted(self.terms, [first, last]).tolist()
        return Loose(self.terms[low:high], self.documents[low:high], self.weights[low:high])


def _tokens(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    exact, exact_places = _unite("exact", parts)

    def chunks() -> Iterator[Integers]:
        for part, places in zip(parts, exact_places, strict=True):
            table = np.append(places, BOUNDARY)
            for first in range(0, len(part.kept), CHUNK):
                yield table[part.segment.exact_tokens(part.kept[first : first + CHUNK]).terms]
            part.segment.release()

    lengths = [part.segment.token_counts()[part.kept] for part in parts]
    write_tokens(pack, chunks, starts(np.concatenate([np.empty(0, np.int64), *lengths])), len(exact))


def _words(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    _bag(pack, "words", parts, progress)


def _completions(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    exact, exact_places = _unite("exact", parts)
    titles = [np.array([BOUNDARY], np.int32)]
    for part, places in zip(parts, exact_places, strict=True):
        table = np.append(places, BOUNDARY).astype(np.int32)
        for first in range(0, len(part.kept), CHUNK):
            titles.append(table[part.segment.titles(part.kept[first : first + CHUNK]).terms])
        part.segment.release()
    words, word_places = _unite("words", parts)
    frequencies = np.zeros(len(words), np.int64)
    for numbers, lists in _joined_slabs(parts, "words", word_places, len(words), [0] * len(parts)):
        frequencies[numbers] = lists.lengths
    add_completions(pack, np.concatenate(titles), exact, spellings_of(exact)[1].folded, words, frequencies)


def _compounds(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    _bag(pack, "compounds", parts, progress)


def _definitions(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    _bag(pack, "definitions", parts, progress)


def _bag(pack: PackWriter, field: TextField, parts: Sequence[Part], progress: Progress) -> None:
    union, places = _unite(field, parts)
    add_terms(pack, field, union)
    _write_lists(pack, field, parts, places, len(union), progress=progress)


def _documents(pack: PackWriter, parts: Sequence[Part], progress: Progress) -> None:
    add_ids(pack, [id_ for part in parts for id_ in part.segment.ids(part.kept)])
    for name, dtype in (("dates", np.int32), ("lengths", np.int64)):
        column = np.concatenate([np.empty(0, dtype), *(part.segment.column(name)[part.kept] for part in parts)])
        pack.add(f"documents.{name}", column.astype(dtype) if name == "dates" else smallest(column))
    signatures = (part.segment.column("signatures").reshape(-1, PLACES)[part.kept].ravel() for part in parts)
    pack.add_parts("documents.signatures", signatures, np.uint16)
    for name in VALUES:
        union, places = _union([part.segment.values(name) for part in parts])
        add_terms(pack, name, union)
        codes = [place[part.segment.column(name)[part.kept]] for part, place in zip(parts, places, strict=True)]
        pack.add(f"documents.{name}", smallest(np.concatenate([np.empty(0, np.int64), *codes])))


# The work of a merge, the longest first, so that two processes that share it end at about the same time.
PIECES: Mapping[str, Callable[[PackWriter, Sequence[Part], Progress], None]] = {
    "pairs": _pairs,
    "texts": _texts,
    "tokens": _tokens,
    "completions": _completions,
    "words": _words,
    "documents": _documents,
    "compounds": _compounds,
    "definitions": _definitions,
}


def _unite(field: TextField, parts: Sequence[Part]) -> tuple[list[bytes], list[Integers]]:
    return _union([part.segment.terms(field) for part in parts])


def _union(lists: Sequence[Terms]) -> tuple[list[bytes], list[Integers]]:
    """Return all terms in byte order, and of each list the places of its terms among them, which rise."""
    union = sorted(set().union(*lists))
    place = {term: number for number, term in enumerate(union)}
    return union, [np.fromiter(map(place.__getitem__, terms), np.int64, len(terms)) for terms in lists]


def _write_lists(
    pack: PackWriter,
    field: Field,
    parts: Sequence[Part],
    places: Sequence[npt.NDArray[Any]],
    terms: int,
    change: Change = lambda _, __, lists: lists,
    extra: Loose | None = None,
    progress: Progress = lambda _: None,
) -> None:
    """Join the lists of one field of so many terms. The arguments are those of `_joined_slabs`."""

    def slabs() -> Iterator[tuple[Integers, Lists]]:
        for numbers, lists in _joined_slabs(parts, field, places, terms, [0] * len(parts), change, extra):
            yield numbers, lists
            progress((int(numbers[-1]) + 1) / terms if len(numbers) else 0.0)

    add_slabs(pack, field, slabs(), terms, _documents_of(parts))


def _joined_slabs(
    parts: Sequence[Part],
    field: Field,
    places: Sequence[npt.NDArray[Any]],
    terms: int,
    begin: Sequence[int],
    change: Change = lambda _, __, lists: lists,
    extra: Loose | None = None,
) -> Iterator[tuple[Integers, Lists]]:
    """Join lists, a run of terms after the other: yield numbers, from 0 to before `terms`, and the lists of those.

    `places` tell of each part which of these numbers its terms have, from its term `begin` on, rising. `extra`
    postings join the lists.
    """
    sizes = np.zeros(terms, np.int64)
    for part, place, own in zip(parts, places, begin, strict=True):
        sizes[place] += part.segment.record_sizes(field, own, own + len(place))
    for first, last in cut(sizes, SLAB):  # a record has a posting in a byte or more
        joined = []
        for number, (part, place, own) in enumerate(zip(parts, places, begin, strict=True)):
            low, high = (own + np.searchsorted(place, [first, last])).tolist()
            found, lists = _lists(part, field, (low, high))
            joined.append((place[found - own] - first, change(number, found, lists)))
        numbers, whole = _joined_lists(joined, last - first)
        yield _with_loose(numbers + first, whole, extra.between(first, last)) if extra else (numbers + first, whole)
        _release(parts)


def _lists(part: Part, field: Field, bounds: tuple[int, int]) -> tuple[Integers, Lists]:
    """Return the lists that a part has of some of its terms, in the documents that stay, by their new numbers."""
    terms, lists = part.segment.many(field, *bounds)
    if part.all_kept:
        return terms, replace(lists, documents=lists.documents + np.uint32(part.first))
    documents = part.renumbered[lists.documents]
    kept = documents != DELETED
    lengths = np.diff(starts(kept)[starts(lists.lengths)])
    having = lengths > 0
    variants = lists.variants[kept] if len(lists.variants) else NO_BYTES
    return terms[having], Lists(lengths[having], documents[kept], lists.weights[kept], variants)


def _joined_lists(parts: Sequence[tuple[Integers, Lists]], terms: int) -> tuple[Integers, Lists]:
    """Put the lists of each term one after the other, which leaves them rising, for so do the parts' documents.

    Each part has the numbers of its terms, and their lists.
    """
    lengths = np.zeros(terms, np.int64)
    for numbers, lists in parts:
        lengths[numbers] += lists.lengths
    begin = starts(lengths)
    total, begin = int(begin[-1]), begin[:-1]
    with_variants = any(len(lists.variants) for _, lists in parts)
    joined = Lists(
        lengths[lengths > 0],
        np.empty(total, np.uint32),
        np.empty(total, np.uint16),
        np.empty(total, np.uint8) if with_variants else NO_BYTES,
    )
    for numbers, lists in parts:
        at = ranges(begin[numbers], lists.lengths)
        begin[numbers] += lists.lengths
        joined.documents[at], joined.weights[at] = lists.documents, lists.weights
        if with_variants:
            joined.variants[at] = lists.variants
    return np.flatnonzero(lengths), joined


def _with_loose(numbers: Integers, lists: Lists, loose: Loose) -> tuple[Integers, Lists]:
    """Add postings to lists without variants."""
    if not len(loose.terms):
        return numbers, lists
    every = Loose.joined([Loose(np.repeat(numbers, lists.lengths), lists.documents, lists.weights), loose])
    begin = group_starts(every.terms)
    lengths = np.diff(np.append(begin, len(every.terms)))
    return every.terms[begin], Lists(lengths, every.documents, every.weights, NO_BYTES)


def _documents_of(parts: Sequence[Part]) -> int:
    return sum(len(part.kept) for part in parts)


def _release(parts: Sequence[Part]) -> None:
    for part in parts:
        part.segment.release()
