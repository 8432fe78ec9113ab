"""Collects analysed articles and writes them as one segment: a file of columns and a file of stored articles."""

import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import schema
from index.analysed import AnalysedArticle
from index.article import Article
from index.article_json import article_to_json
from index.columnar import articles, invert
from index.columnar.fields import add_lists
from index.columnar.invert import BOUNDARY, Spellings
from index.columnar.pack import PackWriter
from index.columnar.ragged import Integers, ranges, smallest, starts
from index.columnar.terms import add_terms
from index.text.normalise import fold_syllable
from index.text.streams import Analysis

# What a word weighs by where it stands, in half units; a report tells the main thing first. docs/decisions.md
TITLE_WEIGHT, SUMMARY_WEIGHT = 8, 2
LEAD_WEIGHTS = tuple(int(2 * weight) for weight in schema.LEAD_WEIGHTS)  # of the first syllables of a body
BODY_WEIGHT = 2
VALUES = ("source", "category", "author")
RARE = 2**16 - 1  # the code of a term that is not among the commonest of a segment
COMMON = RARE - 1  # so many terms have a code of their own: all that two bytes can tell, but for RARE and BOUNDARY


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

    def write(self, pack: PackWriter, field: str) -> None:
        """Write the terms and their lists."""
        terms, places = self.vocabulary.sorted()
        documents = np.repeat(np.arange(len(self._counts)), np.array(self._counts))
        inverted = invert.invert(places[np.array(self._numbers)], documents, np.array(self._weights, np.int64))
        add_terms(pack, field, terms)
        add_lists(pack, field, inverted, len(terms), len(self._counts))


class Builder:
    """Takes articles one by one; `write` makes a segment of them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._exact = Vocabulary()
        self._tokens = array("i")
        self._lengths = array("I")  # syllables of title, summary and body, by turns
        self._words, self._compounds = Bag(), Bag()
        self._articles: list[Article] = []
        self._records: list[bytes] = []

    def __len__(self) -> int:
        """Return the number of articles taken."""
        return len(self._articles)

    @property
    def tokens(self) -> int:
        """The syllables taken, by which memory grows."""
        return len(self._tokens)

    def add(self, analysed: AnalysedArticle) -> None:
        """Take an article; its number is how many came before."""
        for place, analysis in enumerate(analysed.analyses):
            if place:
                self._tokens.append(BOUNDARY)
            self._tokens.extend(map(self._exact.__getitem__, analysis.syllables))
            self._lengths.append(len(analysis.syllables))
        words = [word for analysis in analysed.analyses for word in analysis.words if "_" in word]
        self._words.add(words, [BODY_WEIGHT] * len(words))
        compounds = [compound for analysis in analysed.analyses for compound in analysis.folded_compounds]
        self._compounds.add(compounds, _compound_weights(analysed.analyses))
        self._articles.append(analysed.article)
        self._records.append(
            json.dumps(article_to_json(analysed.article), ensure_ascii=False).encode("utf-8", "surrogatepass")
        )

    def write(self, columns: Path, stored: Path) -> None:
        """Write the two files of a segment."""
        with PackWriter(stored) as pack:
            articles.add_articles(pack, [articles.compress(self._records)])
        with PackWriter(columns) as pack:
            pack.meta["documents"] = len(self)
            self._write_texts(pack)
            self._words.write(pack, "words")
            self._compounds.write(pack, "compounds")
            self._write_columns(pack)

    def _write_texts(self, pack: PackWriter) -> None:
        exact, places = self._exact.sorted()
        folded, spellings = spellings_of(exact)
        lengths = np.array(self._lengths, np.int64).reshape(-1, 3)
        weights, in_title = token_weights(lengths)
        numbers = np.array(self._tokens, np.int64)
        documents = np.repeat(np.arange(len(self)), lengths.sum(1) + 2)
        is_word = numbers != BOUNDARY
        tokens = np.append(places, BOUNDARY)[numbers]  # BOUNDARY is the last number, counted from the end
        folded_tokens = np.append(spellings.folded, BOUNDARY)[tokens]
        add_spellings(pack, exact, folded, spellings)
        whole, apart = invert.invert_spellings(tokens[is_word], documents[is_word], weights[is_word], spellings)
        add_lists(pack, "folded", whole, len(folded), len(self))
        add_lists(pack, "exact", apart, len(exact), len(self))
        titles = invert.invert(folded_tokens[in_title], documents[in_title], weights[in_title])
        add_lists(pack, "title", titles, len(folded), len(self))
        pairs, bigrams = invert.invert_pairs(folded_tokens, documents, weights, len(folded))
        pack.add("bigrams.starts", smallest(starts(np.bincount(pairs // max(len(folded), 1), minlength=len(folded)))))
        pack.add("bigrams.seconds", smallest(pairs % max(len(folded), 1)))
        add_lists(pack, "bigrams", bigrams, len(pairs), len(self))
        write_tokens(pack, lambda: iter([tokens]), starts(lengths.sum(1) + 2), len(exact))
        pack.add(
            "documents.lengths", smallest(np.bincount(documents, weights=weights, minlength=len(self)).astype(np.int64))
        )

    def _write_columns(self, pack: PackWriter) -> None:
        ids = [article.id.encode("utf-8", "surrogatepass") for article in self._articles]
        add_ids(pack, ids)
        dates = [schema.date_number(article.date) for article in self._articles]
        pack.add("documents.dates", np.array(dates, np.int32))
        for name in VALUES:
            values = Vocabulary()
            codes = [values[schema.cut_value(getattr(article, name) or "")] for article in self._articles]
            terms, places = values.sorted()
            add_terms(pack, name, terms)
            pack.add(f"documents.{name}", smallest(places[np.array(codes, np.int64)]))


def token_weights(lengths: Integers) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Return what each token weighs, and which stand in titles.

    `lengths` (n, 3) are the syllables of the title, summary and body of each article, between which stand BOUNDARY
    tokens that weigh nothing.
    """
    count = len(lengths)
    each = np.stack([lengths[:, 0], np.ones(count, np.int64), lengths[:, 1], np.ones(count, np.int64)], axis=1)
    lead = np.minimum(lengths[:, 2], len(LEAD_WEIGHTS))
    parts = np.concatenate([each, lead[:, None], (lengths[:, 2] - lead)[:, None]], axis=1)
    weights = np.repeat(np.tile([TITLE_WEIGHT, 0, SUMMARY_WEIGHT, 0, 0, BODY_WEIGHT], count), parts.ravel())
    first = starts(lengths.sum(1) + 2)[:-1]
    at = ranges(first + each.sum(1), lead)
    weights[at] = np.array(LEAD_WEIGHTS)[ranges(np.zeros(count, np.int64), lead)]
    return weights, weights == TITLE_WEIGHT


def write_tokens(pack: PackWriter, chunks: Callable[[], Iterator[Integers]], begin: Integers, terms: int) -> None:
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
