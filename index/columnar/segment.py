"""An open segment: posting lists, tokens and columns of some articles, read from its two files when asked for."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar import postings
from index.columnar.articles import Articles
from index.columnar.builder import RARE
from index.columnar.deletions import read_alive
from index.columnar.fields import LAYOUTS
from index.columnar.invert import BOUNDARY
from index.columnar.pack import Pack
from index.columnar.postings import MIXED, NO_BYTES, NO_POSTINGS, Lists, Postings
from index.columnar.ragged import Integers, ranges, starts
from index.columnar.terms import Terms

BOUNDARY_CODE = 0  # stands between two texts of an article

TextField: TypeAlias = Literal["folded", "exact", "words", "compounds", "title", "definitions"]
Field: TypeAlias = Literal[TextField, "bigrams"]

# The fields with terms of their own; `title` has those of `folded`.
TERMED: tuple[TextField, ...] = ("exact", "folded", "words", "compounds", "definitions")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What some documents say: `terms` (tokens,) int64 numbers of terms, BOUNDARY between texts; and where each begins.

    `starts` is (documents + 1,) int64.
    """

    terms: Integers
    starts: Integers


class Segment:
    """The articles of one segment, numbered from 0. Immutable and safe between threads."""

    def __init__(self, columns: Path, stored: Path, deletions: Path | None = None) -> None:
        """Open its files. Raises IndexDamagedError where they are not what they should be.

        `alive`, (documents,) bool, tells which documents were not deleted; None where none was.
        """
        self._pack = Pack(columns)
        self.articles = Articles(Pack(stored))
        self.documents = len(self.articles)
        if self._pack.meta.get("documents") != self.documents:
            raise self._pack.damaged(f"{stored.name} is of another segment")
        self.alive = read_alive(deletions, self.documents) if deletions else None
        self._terms = {name: Terms(self._pack, name) for name in TERMED}
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

    def with_prefix(self, field: TextField, beginning: bytes) -> Iterator[Postings]:
        """Yield the list of each term that begins so."""
        for number in self._terms[field].with_prefix(beginning):
            yield self._exact(number) if field == "exact" else self._list(field, number)

    def variant(self, exact: bytes) -> int:
        """Return what the variants of its folded term say where an exact term, and no other, stands for that.

        MIXED where none says so: all its documents are `apart` then.
        """
        number = self._terms["exact"].find(exact)
        return MIXED if number < 0 else min(self._variant(number), MIXED)

    def apart(self, exact: bytes) -> Postings:
        """Return the documents of an exact term in which its folded term has the variant MIXED."""
        number = self._terms["exact"].find(exact)
        return NO_POSTINGS if number < 0 else self._list("exact", number)

    def pair(self, first: bytes, second: bytes) -> Postings:
        """Return the list of two folded terms that stand side by side, the second after the first."""
        number = self._pair(first, second)
        return NO_POSTINGS if number < 0 else self._list("bigrams", number)

    def frequency(self, folded: bytes) -> int:
        """Return how many documents have a folded term, deleted ones included."""
        number = self._terms["folded"].find(folded)
        return 0 if number < 0 else self._length("folded", number)

    def pair_frequency(self, first: bytes, second: bytes) -> int:
        """Return in how many documents two folded terms stand side by side, deleted ones included."""
        number = self._pair(first, second)
        return 0 if number < 0 else self._length("bigrams", number)

    def codes(self, documents: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint16], Integers]:
        """Return what some documents say, as codes, and where each document begins among them, and all end."""
        begin, codes = self._pack["tokens.starts"], self._pack["tokens.codes"]
        first, last = begin[documents].tolist(), begin[documents + 1].tolist()
        found = [codes[one:other] for one, other in zip(first, last, strict=True)]  # faster than one gathering index
        return np.concatenate([codes[:0], *found]), starts(np.array(last, np.int64) - np.array(first, np.int64))

    def codes_of(self, terms: Integers) -> npt.NDArray[np.uint16]:
        """Return the code of each of some exact terms, RARE where it has none of its own."""
        return self._code_of_term[terms]

    def rare_terms(
        self, documents: npt.NDArray[Any], codes: npt.NDArray[np.uint16], begin: Integers
    ) -> tuple[Integers, Integers]:
        """Return where RARE stands in `codes(documents)`, and the exact terms it stands for there."""
        at = np.flatnonzero(codes == RARE)
        document = np.searchsorted(begin, at, "right") - 1
        places = at - begin[document] + self._pack["tokens.starts"][documents[document]].astype(np.int64)
        rare_places = self._pack["tokens.rare_places"]
        found = np.searchsorted(rare_places, places.astype(rare_places.dtype))
        return at, self._pack["tokens.rare_terms"][found].astype(np.int64)

    def exact_tokens(self, documents: npt.NDArray[Any]) -> Tokens:
        """Return the exact terms of some documents, in the order written."""
        codes, begin = self.codes(documents)
        terms = self._term_of_code[codes]
        at, rare = self.rare_terms(documents, codes, begin)
        terms[at] = rare
        return Tokens(terms, begin)

    def titles(self, documents: npt.NDArray[Any]) -> Tokens:
        """Return the exact terms of the titles of some documents, each with the BOUNDARY that follows it."""
        tokens = self.exact_tokens(documents)
        begin = tokens.starts[:-1]
        lengths = np.flatnonzero(tokens.terms == BOUNDARY)[::2] + 1 - begin  # each document has two boundaries
        return Tokens(tokens.terms[ranges(begin, lengths)], starts(lengths))

    @property
    def phrases(self) -> Terms:
        """The phrases that it offers as completions, by their folded text."""
        return Terms(self._pack, "phrases")

    def phrase_counts(self, counted: Literal["titles", "articles"]) -> npt.NDArray[Any]:
        """Return how many titles have each phrase, or how many articles have it as a word; 0 for fewer than LEAST."""
        return self._pack[f"phrases.{counted}"]

    def many(self, field: Field, first: int, last: int) -> tuple[Integers, Lists]:
        """Return the lists of the terms (or pairs) from `first` to before `last`: which have one, and those."""
        begin = self._pack[f"{field}.record_starts"][first : last + 1].astype(np.int64)
        numbers = np.flatnonzero(np.diff(begin))
        records = self._pack[f"{field}.records"]
        return numbers + first, postings.decode_many(records, begin[numbers], self.documents, LAYOUTS[field])

    def record_sizes(self, field: Field, first: int = 0, last: int | None = None) -> Integers:
        """Return the bytes of the record of each term (or pair), from `first` to before `last` or the end."""
        begin = self._pack[f"{field}.record_starts"][first : None if last is None else last + 1].astype(np.int64)
        return begin[1:] - begin[:-1]

    def token_counts(self) -> Integers:
        """Return how many tokens each document has, those between texts included."""
        begin = self._pack["tokens.starts"].astype(np.int64)
        return begin[1:] - begin[:-1]

    def pair_starts(self) -> Integers:
        """Return where the pairs of each folded term, as their first, begin, and where all end."""
        return self._pack["bigrams.starts"].astype(np.int64)

    def pairs(self, first: int = 0, last: int | None = None) -> tuple[Integers, Integers]:
        """Return the two folded terms of each pair whose first one is from `first` to before `last` or the end."""
        begin = self._pack["bigrams.starts"][first : None if last is None else last + 1].astype(np.int64)
        seconds = self._pack["bigrams.seconds"][begin[0] : begin[-1]].astype(np.int64)
        return np.repeat(np.arange(first, first + len(begin) - 1), np.diff(begin)), seconds

    @cached_property
    def folded_of_exact(self) -> Integers:
        """The folded term of each exact term."""
        return self._pack["exact.folded"].astype(np.int64)

    def spellings(self) -> tuple[Integers, Integers]:
        """Return where the exact terms of each folded term begin, and the exact terms."""
        return self._pack["folded.spelling_starts"].astype(np.int64), self._pack["folded.spellings"].astype(np.int64)

    def spellings_of(self, folded: bytes) -> Integers:
        """Return the exact terms that a folded term stands for, none where the segment lacks it."""
        number = self._terms["folded"].find(folded)
        if number < 0:
            return np.empty(0, np.int64)
        begin, end = self._pack["folded.spelling_starts"][number : number + 2].tolist()
        return self._pack["folded.spellings"][begin:end].astype(np.int64)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return one number for each document: its `dates`, weighted `lengths`, or the code of a value.

        Or, as `id_order` and `title_order`, all documents in the order of their ids, or folded titles; as `signatures`
        PLACES numbers for each.
        """
        return self._pack[f"documents.{name}"]

    def values(self, name: str) -> Terms:
        """Return what the codes of the column `source`, `category` or `author` stand for."""
        return Terms(self._pack, name)

    def id(self, document: int) -> str:
        """Return the id of an article."""
        return self._id(document).decode("utf-8", "surrogatepass")

    def ids(self, documents: Integers) -> list[bytes]:
        """Return the ids of some articles, in UTF-8."""
        return list(map(self._id, documents.tolist()))

    def number(self, article_id: str) -> int:
        """Return the number of the article with this id, or -1."""
        wanted = article_id.encode("utf-8", "surrogatepass")
        order = self._id_order
        place = bisect_left(order, wanted, key=self._id)
        return order[place] if place < len(order) and self._id(order[place]) == wanted else -1

    def release(self) -> None:
        """Let go of the pages of the columns read so far."""
        self._pack.release()

    def _id(self, document: int) -> bytes:
        place, begin = self._id_places
        return self._pack.bytes[place + begin[document] : place + begin[document + 1]]

    def _exact(self, number: int) -> Postings:
        """Join the documents in which a folded term is written so, and only so, with those in which it is also."""
        variant, apart = self._variant(number), self._list("exact", number)
        if variant >= MIXED:
            return apart
        whole = self._list("folded", int(self._pack["exact.folded"][number]))
        chosen = np.flatnonzero(whole.variants == variant)  # an index of places takes a third of a mask's time
        documents = np.concatenate([whole.documents[chosen], apart.documents])
        order = np.argsort(documents, kind="stable")
        weights = np.concatenate([whole.weights[chosen], apart.weights])
        return Postings(documents[order], weights[order], NO_BYTES)

    def _variant(self, number: int) -> int:
        """Return the place of an exact term among the spellings of its folded term."""
        folded = int(self._pack["exact.folded"][number])
        first, last = self._pack["folded.spelling_starts"][folded : folded + 2].tolist()
        spellings = self._pack["folded.spellings"][first:last]
        return int(np.searchsorted(spellings, spellings.dtype.type(number)))

    def _pair(self, first: bytes, second: bytes) -> int:
        """Return the number of a pair of folded terms, or -1."""
        folded = self._terms["folded"]
        one = folded.find(first)
        two = folded.find(second) if one >= 0 else -1
        if two < 0:
            return -1
        begin, end = self._pack["bigrams.starts"][one : one + 2].tolist()
        seconds = self._pack["bigrams.seconds"][begin:end]
        place = int(np.searchsorted(seconds, np.int64(two)))
        return int(begin + place) if place < len(seconds) and seconds[place] == two else -1

    def _length(self, field: str, number: int) -> int:
        begin, end = self._pack[f"{field}.record_starts"][number : number + 2].tolist()
        return 0 if begin == end else postings.length(self._pack.bytes, self._pack.place(f"{field}.records") + begin)

    def _list(self, field: str, number: int) -> Postings:
        begin, end = self._pack[f"{field}.record_starts"][number : number + 2].tolist()
        if begin == end:
            return NO_POSTINGS
        place = self._pack.place(f"{field}.records") + begin
        return postings.decode(self._pack.bytes, place, self.documents, LAYOUTS[field])

    @cached_property
    def _code_of_term(self) -> npt.NDArray[np.uint16]:
        table = np.full(len(self._terms["exact"]), RARE, np.uint16)
        common = self._pack["tokens.terms"]
        table[common] = np.arange(1, len(common) + 1)
        return table

    @cached_property
    def _id_places(self) -> tuple[int, memoryview]:
        """Where the ids begin in the file, and where each begins among them."""
        return self._pack.place("documents.id"), memoryview(self._pack["documents.id_starts"].data)

    @cached_property
    def _id_order(self) -> memoryview:
        return memoryview(self._pack["documents.id_order"].data)

    @cached_property
    def _term_of_code(self) -> Integers:
        """The exact term of each code; of RARE, which stands for many, none."""
        table = np.full(RARE + 1, BOUNDARY, np.int64)
        common = self._pack["tokens.terms"]
        table[1 : len(common) + 1] = common
        return table
