"""Collects analysed articles and writes them as one segment: a file of columns and a file of stored articles."""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index import schema
from index.analysed import AnalysedArticle
from index.article import Article
from index.article_json import article_to_json
from index.columnar import articles, invert
from index.columnar.completions import Titles, add_completions
from index.columnar.fields import add_lists, add_slabs, slabs_of
from index.columnar.invert import BOUNDARY, Spellings
from index.columnar.pack import PackWriter
from index.columnar.postings import Lists
from index.columnar.ragged import Integers, cut, ranges, smallest, starts
from index.columnar.shingles import hash_terms, signature_runs
from index.columnar.terms import add_terms
from index.text.definitions import definitions
from index.text.normalise import fold_syllable
from index.text.streams import Analysis

# What a word weighs by where it stands, in half units; a report tells the main thing first. docs/decisions.md
TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = (
    int(2 * weight) for weight in (schema.TITLE_WEIGHT, schema.SUMMARY_WEIGHT, schema.BODY_WEIGHT)
)
LEAD_WEIGHTS = tuple(int(2 * weight) for weight in schema.LEAD_WEIGHTS)  # of the first syllables of a body
assert TITLE_WEIGHT not in {SUMMARY_WEIGHT, BODY_WEIGHT, *LEAD_WEIGHTS}  # a token of the title is known by its weight
BAGS = ("words", "compounds", "definitions")  # fields whose terms are counted apart from the syllables
RARE = 2**16 - 1  # the code of a term that is not among the commonest of a segment
COMMON = RARE - 1  # so many terms have a code of their own: all that two bytes can tell, but for RARE and BOUNDARY

RUN = 2**20  # tokens inverted at once: few enough to bound the work space, many enough to read them all few times
# What a builder needs while it writes, in bytes; a test holds it to them. docs/decisions.md
TOKEN_BYTES = 20  # each token: its number, exact and folded, document and weight
ARTICLE_BYTES = 500  # each article: its id, values and lengths
TERM_BYTES = 250  # each distinct term: as text, in UTF-8 and in the order of that, its numbers, and its pairs' starts
RUN_TOKEN_BYTES = 60  # each token of a run: sort keys and what is sorted by them


class Vocabulary(dict[str, int]):
    """Numbers terms in the order they are first asked for."""

    def __missing__(self, term: str) -> int:
        """Give a term the next number."""
        number = self[term] = len(self)
        return number

    def sorted(self) -> tuple[list[bytes], Integers]:
        """Return the terms in byte order, and the place among them of each number."""
        encoded = [term.encode("utf-8", "surrogatepass") for term in self]
        order = sorted(range(len(encoded)), key=encoded.__getitem__)
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        return [encoded[number] for number in order], places


class Bag:
    """Terms of articles, in order: of each a number and a weight."""

    def __init__(self) -> None:
        """Begin without any."""
        self.vocabulary = Vocabulary()
        self._numbers = array("i")
        self._weights = array("B")
        self._counts = array("I")

    def add(self, terms: Sequence[str], weights: Sequence[int]) -> None:
        """Add the terms of the next article."""
        self._numbers.extend(map(self.vocabulary.__getitem__, terms))
        self._weights.extend(weights)
        self._counts.append(len(terms))

    def write(self, pack: PackWriter, field: str) -> tuple[list[bytes], Integers]:
        """Write the terms and their lists; return the terms, and how many articles have each."""
        terms, places = self.vocabulary.sorted()
        documents = np.repeat(np.arange(len(self._counts)), np.array(self._counts))
        inverted = invert.invert(places[np.array(self._numbers)], documents, np.array(self._weights, np.int64))
        add_terms(pack, field, terms)
        add_lists(pack, field, inverted, len(terms), len(self._counts))
        return terms, inverted.lists.lengths


class Column:
    """One value an article, as a number."""

    def __init__(self) -> None:
        """Begin without any."""
        self._vocabulary = Vocabulary()
        self._codes = array("I")

    def add(self, value: str | None) -> None:
        """Add the value of the next article; the empty one stands for none."""
        self._codes.append(self._vocabulary[schema.cut_value(value or "")])

    def write(self, pack: PackWriter, name: str) -> None:
        """Write the values, and which each document has."""
        terms, places = self._vocabulary.sorted()
        add_terms(pack, name, terms)
        pack.add(f"documents.{name}", smallest(places[np.array(self._codes, np.int64)]))


class Builder:
    """Takes articles one by one; `write`, once, makes a segment of them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._exact = Vocabulary()
        self._tokens = array("i")
        self._lengths = array("I")  # syllables of title, summary and body, by turns
        self._bags = {field: Bag() for field in BAGS}
        self._records = articles.Compressor()
        self._ids: list[bytes] = []
        self._dates = array("i")
        self._columns = {name: Column() for name in schema.VALUES}

    def __len__(self) -> int:
        """Return the number of articles taken."""
        return len(self._ids)

    @property
    def nbytes(self) -> int:
        """The bytes of memory it will have needed at most when it has written what it holds now; roughly."""
        tokens = len(self._tokens) * TOKEN_BYTES + len(self._ids) * ARTICLE_BYTES
        terms = sum(map(len, (self._exact, *(bag.vocabulary for bag in self._bags.values())))) * TERM_BYTES
        return RUN * RUN_TOKEN_BYTES + tokens + terms + self._records.nbytes

    def add(self, analysed: AnalysedArticle) -> None:
        """Take an article; its number is how many came before."""
        for place, analysis in enumerate(analysed.analyses):
            if place:
                self._tokens.append(BOUNDARY)
            self._tokens.extend(map(self._exact.__getitem__, analysis.syllables))
            self._lengths.append(len(analysis.syllables))
        words = [word for analysis in analysed.analyses for word in analysis.words if "_" in word]
        self._bags["words"].add(words, bytes([BODY_WEIGHT]) * len(words))
        compounds = [compound for analysis in analysed.analyses for compound in analysis.folded_compounds]
        self._bags["compounds"].add(compounds, _compound_weights(analysed.analyses))
        texts = zip(analysed.texts, analysed.analyses, strict=True)
        defined = [definition for text, analysis in texts for definition in definitions(text, analysis)]
        self._bags["definitions"].add(defined, bytes([BODY_WEIGHT]) * len(defined))
        self._add_columns(analysed.article)

    def _add_columns(self, article: Article) -> None:
        self._ids.append(article.id.encode("utf-8", "surrogatepass"))
        self._dates.append(schema.date_number(article.date))
        for name, column in self._columns.items():
            column.add(getattr(article, name))
        self._records.add(stored_article(article))

    def write(self, columns: Path, stored: Path) -> None:
        """Write the two files of a segment."""
        with PackWriter(stored) as pack:
            articles.add_articles(pack, [self._records.run()])
        with PackWriter(columns) as pack:
            pack.meta["documents"] = len(self)
            titles, exact, folded = self._write_texts(pack)
            words, frequencies = self._bags["words"].write(pack, "words")
            add_completions(pack, titles, exact, folded, words, frequencies)
            for field in ("compounds", "definitions"):
                self._bags[field].write(pack, field)
            add_ids(pack, self._ids)
            pack.add("documents.dates", np.array(self._dates, np.int32))
            for name, column in self._columns.items():
                column.write(pack, name)

    def _write_texts(self, pack: PackWriter) -> tuple[Titles, list[bytes], Integers]:
        """Write all but the words; return the titles as `add_completions` takes them, its exact terms and folded."""
        exact, places = self._exact.sorted()
        folded, spellings = spellings_of(exact)
        lengths = np.array(self._lengths, np.int64).reshape(-1, 3)
        begin = starts(lengths.sum(1) + 2)
        tokens = np.frombuffer(self._tokens, np.int32)
        _replace(tokens, places)
        text = _Text(tokens, spellings, lengths)
        add_spellings(pack, exact, folded, spellings)
        write_tokens(pack, lambda: _chunks(tokens), begin, len(exact))
        _write_folded(pack, text, spellings)
        in_title = text.weights == TITLE_WEIGHT
        inverted = invert.invert(text.folded[in_title], text.documents[in_title], text.weights[in_title])
        add_lists(pack, "title", inverted, len(folded), len(self))
        _write_bigrams(pack, text, len(folded))
        sums = np.add.reduceat(text.weights, begin[:-1], dtype=np.int64) if len(self) else begin[:-1]
        pack.add("documents.lengths", smallest(sums))
        signatures = signature_runs(text.folded, begin, hash_terms(folded))
        pack.add_parts("documents.signatures", signatures, np.uint16)
        titles = np.append(np.int32(BOUNDARY), tokens[ranges(begin[:-1], lengths[:, 0] + 1)])
        return titles, exact, spellings.folded


class _Text:
    """All tokens in order, (tokens,) each: their folded terms (BOUNDARY between texts), documents and weights."""

    def __init__(self, exact: npt.NDArray[np.int32], spellings: Spellings, lengths: Integers) -> None:
        self.exact = exact
        self.folded = exact.copy()
        _replace(self.folded, spellings.folded)
        self.articles = len(lengths)
        self.documents = np.repeat(np.arange(self.articles, dtype=np.uint32), lengths.sum(1) + 2)
        self.weights = token_weights(lengths)
        counts = sum(np.bincount(chunk + 1, minlength=len(spellings.starts)) for chunk in _chunks(self.folded))
        self._counts = np.zeros(len(spellings.starts), np.int64) + counts

    def runs(self) -> Iterator[range]:
        """Cut the folded terms into runs that about RUN tokens have."""
        return (range(first, last) for first, last in cut(self._counts[1:], RUN))  # BOUNDARY is counted first


def _write_folded(pack: PackWriter, text: _Text, spellings: Spellings) -> None:
    """Write the lists of folded terms, and those of exact terms that they leave."""
    apart = []

    def slabs() -> Iterator[tuple[Integers, Lists]]:
        for run in text.runs():
            chosen = np.flatnonzero((text.folded >= run.start) & (text.folded < run.stop))
            tokens = text.exact[chosen], text.documents[chosen], text.weights[chosen]
            whole, rest = invert.invert_spellings(*tokens, spellings)
            apart.append(rest)
            yield from slabs_of(whole)

    add_slabs(pack, "folded", slabs(), len(spellings.starts) - 1, text.articles)
    add_lists(pack, "exact", invert.in_order(apart), len(spellings.exact), text.articles)


def _write_bigrams(pack: PackWriter, text: _Text, terms: int) -> None:
    pairs = [np.empty(0, np.int64)]

    def slabs() -> Iterator[tuple[Integers, Lists]]:
        for run in text.runs():
            inverted = invert.invert_pairs(text.folded, text.documents, text.weights, terms, run)
            pairs.append(inverted.terms)
            yield from slabs_of(inverted)

    add_slabs(pack, "bigrams", slabs(), None, text.articles)
    add_pairs(pack, np.concatenate(pairs), terms)


def _chunks(tokens: npt.NDArray[np.int32]) -> Iterator[npt.NDArray[np.int32]]:
    return (tokens[first : first + RUN] for first in range(0, len(tokens), RUN))


def _replace(tokens: npt.NDArray[np.int32], by: Integers) -> None:
    """Put other numbers in the place of those of terms, and leave BOUNDARY."""
    table = np.append(by, BOUNDARY).astype(np.int32)  # BOUNDARY is the last number, counted from the end
    for chunk in _chunks(tokens):
        chunk[:] = table[chunk]


def stored_article(article: Article) -> bytes:
    """Return an article as it is stored: JSON in UTF-8."""
    return json.dumps(article_to_json(article), ensure_ascii=False).encode("utf-8", "surrogatepass")


def token_weights(lengths: Integers) -> npt.NDArray[np.uint8]:
    """Return what each token weighs, in half units.

    `lengths` (n, 3) are the syllables of the title, summary and body of each article, between which stand BOUNDARY
    tokens that weigh nothing.
    """
    count = len(lengths)
    each = np.stack([lengths[:, 0], np.ones(count, np.int64), lengths[:, 1], np.ones(count, np.int64)], axis=1)
    lead = np.minimum(lengths[:, 2], len(LEAD_WEIGHTS))
    parts = np.concatenate([each, lead[:, None], (lengths[:, 2] - lead)[:, None]], axis=1)
    kinds = np.array([TITLE_WEIGHT, 0, SUMMARY_WEIGHT, 0, 0, BODY_WEIGHT], np.uint8)
    weights = np.repeat(np.tile(kinds, count), parts.ravel())
    first = starts(lengths.sum(1) + 2)[:-1]
    at = ranges(first + each.sum(1), lead)
    weights[at] = np.array(LEAD_WEIGHTS, np.uint8)[ranges(np.zeros(count, np.int64), lead)]
    return weights


def write_tokens(
    pack: PackWriter, chunks: Callable[[], Iterator[npt.NDArray[Any]]], begin: Integers, terms: int
) -> None:
    """Write what each document says: of each token a code of two bytes, the commonest terms first.

    Code 0 is BOUNDARY; RARE says that the term stands in a list of the rare ones. `chunks` yields all tokens in order,
    and is asked twice: to count them, and to write them. `begin` says where each document begins, and all end.
    """
    counts = np.zeros(terms + 1, np.int64)
    for tokens in chunks():
        counts += np.bincount(tokens + 1, minlength=terms + 1)  # BOUNDARY is counted first
    common = np.argsort(-counts[1:], kind="stable")[:COMMON]
    codes = np.full(terms + 1, RARE, np.uint16)
    codes[common] = np.arange(1, len(common) + 1)
    codes[BOUNDARY] = 0
    rare_places, rare_terms = [np.empty(0, np.int64)], [np.empty(0, np.int64)]

    def coded_chunks() -> Iterator[npt.NDArray[np.uint16]]:
        done = 0
        for tokens in chunks():
            coded = codes[tokens]
            rare = np.flatnonzero(coded == RARE)
            rare_places.append(rare + done)
            rare_terms.append(tokens[rare])
            done += len(tokens)
            yield coded

    pack.add_parts("tokens.codes", coded_chunks(), np.uint16)
    pack.add("tokens.starts", smallest(begin))
    pack.add("tokens.terms", smallest(common))
    pack.add("tokens.rare_places", smallest(np.concatenate(rare_places)))
    pack.add("tokens.rare_terms", smallest(np.concatenate(rare_terms)))


def add_ids(pack: PackWriter, ids: Sequence[bytes]) -> None:
    """Write the ids of the documents, and the documents in the order of their ids."""
    pack.add("documents.id", np.frombuffer(b"".join(ids), np.uint8))
    pack.add("documents.id_starts", smallest(starts(np.array([len(id_) for id_ in ids], np.int64))))
    pack.add("documents.id_order", smallest(np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)))


def add_spellings(pack: PackWriter, exact: Sequence[bytes], folded: Sequence[bytes], spellings: Spellings) -> None:
    """Write exact and folded terms, and which are spellings of which."""
    add_terms(pack, "exact", exact)
    add_terms(pack, "folded", folded)
    pack.add("folded.spelling_starts", smallest(spellings.starts))
    pack.add("folded.spellings", smallest(spellings.exact))
    pack.add("exact.folded", smallest(spellings.folded))


def add_pairs(pack: PackWriter, pairs: Integers, terms: int) -> None:
    """Write pairs of folded terms, rising, each as `first * terms + second`, where `terms` is the number of terms."""
    firsts, seconds = np.divmod(pairs, max(terms, 1))
    pack.add("bigrams.starts", smallest(starts(np.bincount(firsts, minlength=terms))))
    pack.add("bigrams.seconds", smallest(seconds))


def spellings_of(exact: Sequence[bytes]) -> tuple[list[bytes], Spellings]:
    """Return the folded terms of exact terms, in byte order, and which are spellings of which."""
    vocabulary = Vocabulary()
    numbers = [vocabulary[fold_syllable(term.decode("utf-8", "surrogatepass"))] for term in exact]
    folded, places = vocabulary.sorted()
    return folded, Spellings.of(places[np.array(numbers, np.int64)], len(folded))


def _compound_weights(analyses: Sequence[Analysis]) -> list[int]:
    title, summary, body = analyses
    lead = LEAD_WEIGHTS
    return [
        *[TITLE_WEIGHT] * len(title.compounds),
        *[SUMMARY_WEIGHT] * len(summary.compounds),
        *(lead[first] if first < len(lead) else BODY_WEIGHT for _, first, _ in body.compounds),
    ]
