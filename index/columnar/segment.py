"""An open segment: posting lists, tokens and columns of some articles, read from its two files when asked for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar import postings
from index.columnar.articles import Articles
from index.columnar.builder import RARE
from index.columnar.elias_fano import Numbers
from index.columnar.fields import LAYOUTS
from index.columnar.invert import BOUNDARY
from index.columnar.pack import Pack
from index.columnar.postings import MIXED, NO_BYTES, NO_POSTINGS, Lists, Postings
from index.columnar.ragged import Integers, ranges, starts
from index.columnar.terms import Terms

TextField: TypeAlias = Literal["folded", "exact", "words", "compounds", "title"]
Field: TypeAlias = Literal[TextField, "bigrams"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What some documents say: `terms` (tokens,) int64 numbers of terms, BOUNDARY between texts; and where each begins.

    `starts` is (documents + 1,) int64.
    """

    terms: Integers
    starts: Integers


class Segment:
    """The articles of one segment, numbered from 0. Immutable and safe between threads."""

    def __init__(self, columns: Path, stored: Path) -> None:
        """Open its files. Raises IndexDamagedError where they are not what they should be."""
        self._pack = Pack(columns)
        self.documents = int(self._pack.meta["documents"])
        self.articles = Articles(Pack(stored))
        self._terms = {name: Terms(self._pack, name) for name in ("exact", "folded", "words", "compounds")}
        self._terms["title"] = self._terms["folded"]

    def terms(self, field: TextField) -> Terms:
        """Return the terms of a field; those of titles are the folded ones, and some of them stand in none."""
        return self._terms[field]

    def postings(self, field: TextField, term: bytes) -> Postings:
        """Return the list of a term, empty where the segment has none."""
        number = self._terms[field].find(term)
        if number < 0:
            return NO_POSTINGS
        return self._exact(number) if field == "exact" else self._list(field, number)

    def pair(self, first: bytes, second: bytes) -> Postings:
        """Return the list of two folded terms that stand side by side, the second after the first."""
        folded = self._terms["folded"]
        one, two = folded.find(first), folded.find(second)
        if one < 0 or two < 0:
            return NO_POSTINGS
        begin, end = self._pack["bigrams.starts"][one : one + 2].tolist()
        seconds = self._pack["bigrams.seconds"][begin:end]
        place = int(np.searchsorted(seconds, seconds.dtype.type(two)))
        return self._list("bigrams", begin + place) if place < len(seconds) and seconds[place] == two else NO_POSTINGS

    def exact_tokens(self, documents: Numbers) -> Tokens:
        """Return the exact terms of some documents, in the order written."""
        begin = self._pack["tokens.starts"]
        first = begin[documents].astype(np.int64)
        lengths = begin[documents + np.uint32(1)].astype(np.int64) - first
        places = ranges(first, lengths)
        codes = self._pack["tokens.codes"][places]
        terms = self._term_of_code[codes]
        rare = np.flatnonzero(codes == RARE)
        if len(rare):
            rare_places = self._pack["tokens.rare_places"]
            found = np.searchsorted(rare_places, places[rare].astype(rare_places.dtype))
            terms[rare] = self._pack["tokens.rare_terms"][found]
        return Tokens(terms, starts(lengths))

    def folded_tokens(self, documents: Numbers) -> Tokens:
        """Return the folded terms of some documents, in the order written."""
        exact = self.exact_tokens(documents)
        folded = np.append(self._pack["exact.folded"].astype(np.int64), BOUNDARY)
        return Tokens(folded[exact.terms], exact.starts)

    def many(self, field: Field, first: int, last: int) -> tuple[Integers, Lists]:
        """Return the lists of the terms (or pairs) from `first` to before `last`: which have one, and those."""
        begin = self._pack[f"{field}.record_starts"][first : last + 1].astype(np.int64)
        numbers = np.flatnonzero(np.diff(begin))
        records = self._pack[f"{field}.records"]
        return numbers + first, postings.decode_many(records, begin[numbers], self.documents, LAYOUTS[field])

    def record_sizes(self, field: Field) -> Integers:
        """Return the bytes of the record of each term (or pair) of a field."""
        begin = self._pack[f"{field}.record_starts"].astype(np.int64)
        return begin[1:] - begin[:-1]

    def token_counts(self) -> Integers:
        """Return how many tokens each document has, those between texts included."""
        begin = self._pack["tokens.starts"].astype(np.int64)
        return begin[1:] - begin[:-1]

    def pairs(self) -> tuple[Integers, Integers]:
        """Return the first and the second folded term of each pair."""
        begin = self._pack["bigrams.starts"].astype(np.int64)
        return np.repeat(np.arange(len(begin) - 1), np.diff(begin)), self._pack["bigrams.seconds"].astype(np.int64)

    def spellings(self) -> tuple[Integers, Integers]:
        """Return where the exact terms of each folded term begin, and the exact terms."""
        return self._pack["folded.spelling_starts"].astype(np.int64), self._pack["folded.spellings"].astype(np.int64)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one number for each document: its `dates`, weighted `lengths`, or the code of a value."""
        return self._pack[f"documents.{name}"]

    def values(self, name: str) -> Terms:
        """Return what the codes of the column `source`, `category` or `author` stand for."""
        return Terms(self._pack, name)

    def id(self, document: int) -> str:
        """Return the id of an article."""
        begin, end = self._pack["documents.id_starts"][document : document + 2].tolist()
        return self._pack["documents.id"][begin:end].tobytes().decode("utf-8", "surrogatepass")

    def number(self, article_id: str) -> int:
        """Return the number of the article with this id, or -1."""
        order, low, high = self._pack["documents.id_order"], 0, self.documents
        wanted = article_id.encode("utf-8", "surrogatepass")
        while low < high:
            middle = (low + high) // 2
            if self.id(int(order[middle])).encode("utf-8", "surrogatepass") < wanted:
                low = middle + 1
            else:
                high = middle
        found = int(order[low]) if low < self.documents else -1
        return found if found >= 0 and self.id(found) == article_id else -1

    def _exact(self, number: int) -> Postings:
        """Join the documents in which a folded term is written so, and only so, with those in which it is also."""
        folded = int(self._pack["exact.folded"][number])
        first, last = self._pack["folded.spelling_starts"][folded : folded + 2].tolist()
        spellings = self._pack["folded.spellings"][first:last]
        variant = int(np.searchsorted(spellings, spellings.dtype.type(number)))
        apart = self._list("exact", number)
        whole = self._list("folded", folded)
        if variant >= MIXED:
            return apart
        chosen = whole.variants == variant
        documents = np.concatenate([whole.documents[chosen], apart.documents])
        order = np.argsort(documents, kind="stable")
        weights = np.concatenate([whole.weights[chosen], apart.weights])
        return Postings(documents[order], weights[order], NO_BYTES)

    def _list(self, field: str, number: int) -> Postings:
        begin, end = self._pack[f"{field}.record_starts"][number : number + 2].tolist()
        if begin == end:
            return NO_POSTINGS
        place = self._pack.place(f"{field}.records") + begin
        return postings.decode(self._pack.bytes, place, self.documents, LAYOUTS[field])

    @cached_property
    def _term_of_code(self) -> Integers:
        """The exact term of each code; of RARE, which stands for many, none."""
        table = np.full(RARE + 1, BOUNDARY, np.int64)
        common = self._pack["tokens.terms"]
        table[1 : len(common) + 1] = common
        return table
