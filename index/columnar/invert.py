"""From tokens in the order they are read to posting lists in the order of terms: array operations, no loop.

A token is a term's number, the document it stands in and what it weighs there (half units, at most MAX_TOKEN_WEIGHT).
Tokens are sorted as single integers of 64 bits that hold all three; terms whose numbers are too great for that are
numbered anew among themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.postings import MAX_WEIGHT, MIXED, NO_BYTES, Lists
from index.columnar.ragged import Bytes, Integers, group_starts, ranges, starts

MAX_TOKEN_WEIGHT = 15  # half units: a word of the headline has 8
BOUNDARY = -1  # stands between two texts of an article in place of a term, so that no pair crosses it
_WEIGHT_BITS = 4
_KEY_BITS = 63  # of a sort key: one less than an integer has, for the sign


@dataclass(frozen=True, slots=True)
class Inverted:
    """Posting lists and whose they are: `terms` (lists,) int64, rising."""

    terms: Integers
    lists: Lists


@dataclass(frozen=True, slots=True)
class Spellings:
    """How folded terms are written: their exact terms, grouped by folded term and rising within it.

    `starts` (folded terms + 1,) int64 says where each folded term's begin in `exact` (exact terms,) int64; `folded`
    and `variant` (exact terms,) int64 are the other way round: of each exact term its folded term, and its place there.
    """

    starts: Integers
    exact: Integers
    folded: Integers
    variant: Integers

    @classmethod
    def of(cls, folded: npt.NDArray[Any], folded_terms: int) -> "Spellings":
        """Group exact terms by the folded term of each."""
        exact = np.argsort(folded, kind="stable")
        begin = starts(np.bincount(folded, minlength=folded_terms))
        variant = np.empty(len(folded), np.int64)
        variant[exact] = np.arange(len(folded)) - np.repeat(begin[:-1], np.diff(begin))
        return cls(begin, exact, folded.astype(np.int64), variant)


def invert(terms: npt.NDArray[Any], documents: npt.NDArray[Any], weights: npt.NDArray[Any]) -> Inverted:
    """Return the posting lists of tokens."""
    bits = _bits(documents)
    if not _fits(_bits(terms) + bits):
        distinct, numbers = np.unique(terms, return_inverse=True)
        _check_room(_bits(numbers) + bits)
        inverted = invert(numbers, documents, weights)
        return Inverted(distinct[inverted.terms].astype(np.int64), inverted.lists)
    keys, sums = _sums(terms.astype(np.int64) << bits | documents, weights)
    return _lists(keys, bits, sums, NO_BYTES)


def invert_pairs(
    terms: npt.NDArray[Any], documents: npt.NDArray[Any], weights: npt.NDArray[Any], count: int, firsts: range
) -> Inverted:
    """Return the lists of pairs of neighbouring terms, each as `first * count + second`, with a first term of `firsts`.

    `count` is the number of terms. A pair weighs what its first token does. BOUNDARY parts neighbours, as documents do.
    """
    places = np.flatnonzero((terms[:-1] >= firsts.start) & (terms[:-1] < firsts.stop))
    seconds = terms[places + 1]
    together = (seconds != BOUNDARY) & (documents[places] == documents[places + 1])
    places = places[together]
    return invert(terms[places].astype(np.int64) * count + seconds[together], documents[places], weights[places])


def invert_spellings(
    exact: npt.NDArray[Any], documents: npt.NDArray[Any], weights: npt.NDArray[Any], spellings: Spellings
) -> tuple[Inverted, Inverted]:
    """Return the lists of folded terms, with variants, and the lists of exact terms in the documents that are MIXED.

    An exact term stands in the documents of its folded term whose variant is its own, and in those of its own list.
    """
    document_bits, variant_bits = _bits(documents), _bits(spellings.variant)
    folded, variant = spellings.folded[exact], spellings.variant[exact]
    _check_room(_bits(folded) + document_bits + variant_bits)
    keys, sums = _sums((folded << document_bits | documents) << variant_bits | variant, weights)
    variant = keys & ((1 << variant_bits) - 1)
    keys >>= variant_bits
    begin = group_starts(keys)
    spelled = np.diff(np.append(begin, len(keys)))  # in how many ways
    mixed = (spelled > 1) | (variant[begin] >= MIXED)
    variants = np.where(mixed, MIXED, variant[begin]).astype(np.uint8)
    whole = np.add.reduceat(sums, begin) if len(begin) else sums
    in_mixed = np.repeat(mixed, spelled)
    apart = spellings.exact[spellings.starts[keys[in_mixed] >> document_bits] + variant[in_mixed]]
    apart_keys = apart << document_bits | keys[in_mixed] & ((1 << document_bits) - 1)
    order = np.argsort(apart_keys)
    return (
        _lists(keys[begin], document_bits, whole, variants),
        _lists(apart_keys[order], document_bits, sums[in_mixed][order], NO_BYTES),
    )


def in_order(several: Sequence[Inverted]) -> Inverted:
    """Put lists of different terms, without variants, in the order of their terms."""
    terms = np.concatenate([np.empty(0, np.int64), *(one.terms for one in several)])
    lengths = np.concatenate([np.empty(0, np.int64), *(one.lists.lengths for one in several)])
    documents = np.concatenate([np.empty(0, np.uint32), *(one.lists.documents for one in several)])
    weights = np.concatenate([np.empty(0, np.uint16), *(one.lists.weights for one in several)])
    order = np.argsort(terms)
    places = ranges(starts(lengths)[:-1][order], lengths[order])
    return Inverted(terms[order], Lists(lengths[order], documents[places], weights[places], NO_BYTES))


def _bits(numbers: npt.NDArray[Any]) -> int:
    return int(numbers.max(initial=0)).bit_length()


def _fits(bits: int) -> bool:
    return bits + _WEIGHT_BITS <= _KEY_BITS


def _check_room(bits: int) -> None:
    if not _fits(bits):
        raise OverflowError("one syllable has more spellings than so many articles can be sorted by; give less memory")


def _sums(keys: Integers, weights: npt.NDArray[Any]) -> tuple[Integers, Integers]:
    """Return the distinct keys, rising, and the sum of the weights of each; overwrites `keys`."""
    keys <<= _WEIGHT_BITS
    keys |= weights
    keys.sort()
    sorted_weights = keys & MAX_TOKEN_WEIGHT
    keys >>= _WEIGHT_BITS
    begin = group_starts(keys)
    return keys[begin], np.add.reduceat(sorted_weights, begin) if len(begin) else sorted_weights


def _lists(keys: Integers, document_bits: int, weights: Integers, variants: Bytes) -> Inverted:
    """Take keys apart into terms and documents."""
    terms = keys >> document_bits
    begin = group_starts(terms)
    documents = (keys & ((1 << document_bits) - 1)).astype(np.uint32)
    lengths = np.diff(np.append(begin, len(keys)))
    kept = np.minimum(weights, MAX_WEIGHT).astype(np.uint16)
    return Inverted(terms[begin], Lists(lengths, documents, kept, variants))
