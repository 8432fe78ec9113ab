"""Posting lists: for each term the documents that have it, how much it counts in each, and how it is written there.

A list is one record of bytes (FORMAT.md): its length, its document numbers, its weights, its variants. A weight counts
half units: a word of the body's plain part weighs 2, one of the headline 8. Most fields keep them as bytes; bigrams,
which are many and mostly occur once, as half bytes that stand for the commonest weights.
"""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar import elias_fano
from index.columnar.elias_fano import Numbers
from index.columnar.ragged import Bytes, Integers, cut, ranges, starts

Weights = npt.NDArray[np.uint16]


class WeightCode(Enum):
    """How the weights of a field are kept: not at all (each is ONCE), as half bytes, or as bytes."""

    NONE = "none"
    NIBBLES = "nibbles"
    BYTES = "bytes"


ONCE = 2  # the weight of a word that stands once in the plain part of a body
MAX_WEIGHT = 2**16 - 1  # half units; more of a word in one article counts as so many
MIXED = 255  # the variant of a posting whose document writes the term in several ways, or in one beyond the 255th
# What half bytes stand for: the weights of one to three occurrences in the zones of a text, commonest first.
NIBBLES = np.array([2, 3, 4, 8, 6, 5, 10, 7, 12, 11, 9, 14, 16, 18, 13], np.uint16)
ESCAPE_NIBBLE, ESCAPE_BYTE = 15, 255  # the weight follows in two bytes at the record's end
LONG = 255  # a record's first byte where its length follows in four bytes
SLAB = 2**18  # postings coded at once: they bound the work space, and its arrays stay in a processor's own cache

_TO_NIBBLE = np.full(MAX_WEIGHT + 1, ESCAPE_NIBBLE, np.uint8)
_TO_NIBBLE[NIBBLES] = np.arange(len(NIBBLES))
_FROM_NIBBLE = np.append(NIBBLES, np.uint16(0))
_FROM_NIBBLES = (
    _FROM_NIBBLE[np.stack([np.arange(256) & 15, np.arange(256) >> 4], axis=1)].astype("<u2").view("<u4")[:, 0]
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the records of a field hold besides document numbers."""

    weights: WeightCode
    variants: bool = False

    def weight_bytes(self, length: Any) -> Any:
        """Return the bytes that the weights of a list, or of each of many lists, take without escapes."""
        if self.weights is WeightCode.NONE:
            return 0 * length
        return length if self.weights is WeightCode.BYTES else (length + 1) >> 1


@dataclass(frozen=True, slots=True)
class Postings:
    """One list: `documents` (n,) uint32 ascending, `weights` (n,) uint16 in half units, `variants` (n,) uint8.

    A variant is the number of the way in which the document writes the term, or MIXED; empty for fields without.
    """

    documents: Numbers
    weights: Weights
    variants: Bytes

    def __len__(self) -> int:
        """Return the document frequency."""
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Lists:
    """Many lists end to end: `lengths` (lists,) int64, none 0; the rest like those of `Postings`."""

    lengths: Integers
    documents: Numbers
    weights: Weights
    variants: Bytes

    def slabs(self) -> Iterator["Lists"]:
        """Cut into runs of whole lists of about SLAB postings."""
        begin = starts(self.lengths)
        for first, last in cut(self.lengths, SLAB):
            piece = slice(begin[first], begin[last])
            yield Lists(self.lengths[first:last], self.documents[piece], self.weights[piece], self.variants[piece])


NO_BYTES: Bytes = np.empty(0, np.uint8)
NO_POSTINGS = Postings(np.empty(0, np.uint32), np.empty(0, np.uint16), NO_BYTES)


def length(data: mmap.mmap, place: int) -> int:
    """Return the length of the list whose record begins at `place`, without reading it."""
    first = data[place]
    return first if first != LONG else int.from_bytes(data[place + 1 : place + 5], "little")


def decode(data: mmap.mmap, place: int, documents: int, layout: Layout) -> Postings:
    """Read the record at `place` of an index of so many documents."""
    count = data[place]
    place += 1
    if count == LONG:
        count = int.from_bytes(data[place : place + 4], "little")
        place += 4
    numbers = elias_fano.decode(data, place, count, documents)
    place += elias_fano.size(count, documents)
    end = place + layout.weight_bytes(count)
    variants = np.frombuffer(data, np.uint8, count, end) if layout.variants else NO_BYTES
    escapes = end + len(variants)
    if layout.weights is WeightCode.NONE:
        weights = np.full(count, ONCE, np.uint16)
    elif layout.weights is WeightCode.BYTES:
        weights = np.frombuffer(data, np.uint8, count, place).astype(np.uint16)
        _fill(weights, np.flatnonzero(weights == ESCAPE_BYTE), data, escapes)
    else:
        weights = _FROM_NIBBLES[np.frombuffer(data, np.uint8, end - place, place)].view("<u2")[:count]
        _fill(weights, np.flatnonzero(weights == 0), data, escapes)
    return Postings(numbers, weights, variants)


def encode(lists: Lists, documents: int, layout: Layout) -> tuple[Bytes, Integers]:
    """Return the records of many lists end to end, and the bytes of each (lists,) int64."""
    lengths = lists.lengths
    codes, escaped = _codes(lists.weights, layout)
    number_bytes = elias_fano.sizes(lengths, documents)
    escapes = np.add.reduceat(escaped, starts(lengths)[:-1], dtype=np.int64) if len(lengths) else lengths
    head = np.where(lengths < LONG, 1, 5)
    body = head + number_bytes + layout.weight_bytes(lengths) + layout.variants * lengths
    sizes = body + 2 * escapes
    begin = starts(sizes)
    data = np.zeros(begin[-1], np.uint8)
    begin = begin[:-1]
    _write_lengths(data, begin, lengths)
    elias_fano.encode_into(data, begin + head, lengths, lists.documents, documents)
    at = begin + head + number_bytes
    _write_codes(data, at, lengths, codes, layout)
    if layout.variants:
        data[ranges(at + layout.weight_bytes(lengths), lengths)] = lists.variants
    at = _escape_places(begin + body, escapes)
    data[at] = lists.weights[escaped] & np.uint16(0xFF)
    data[at + 1] = lists.weights[escaped] >> np.uint16(8)
    return data, sizes


def decode_many(data: Bytes, places: Integers, documents: int, layout: Layout) -> Lists:
    """Read the records that begin at `places`."""
    lengths = data[places].astype(np.int64)
    long = np.flatnonzero(lengths == LONG)
    lengths[long] = data[places[long, None] + np.arange(1, 5)] @ (1 << 8 * np.arange(4))
    at = places + np.where(data[places] < LONG, 1, 5)
    numbers = elias_fano.decode_many(data, at, lengths, documents)
    at = at + elias_fano.sizes(lengths, documents)
    end = at + layout.weight_bytes(lengths)
    escapes = end + layout.variants * lengths
    variants = data[ranges(end, lengths)] if layout.variants else NO_BYTES
    if layout.weights is WeightCode.NONE:
        return Lists(lengths, numbers, np.full(len(numbers), ONCE, np.uint16), variants)
    if layout.weights is WeightCode.BYTES:
        weights = data[ranges(at, lengths)].astype(np.uint16)
        escaped = weights == ESCAPE_BYTE
    else:
        both = _FROM_NIBBLES[data[ranges(at, layout.weight_bytes(lengths))]].view("<u2")
        weights = both[_nibble_places(lengths)]
        escaped = weights == 0
    escaped_of = np.add.reduceat(escaped, starts(lengths)[:-1], dtype=np.int64) if len(lengths) else lengths
    place = _escape_places(escapes, escaped_of)
    weights[escaped] = data[place].astype(np.uint16) | data[place + 1].astype(np.uint16) << np.uint16(8)
    return Lists(lengths, numbers, weights, variants)


def _fill(weights: Weights, escaped: Integers, data: mmap.mmap, place: int) -> None:
    if len(escaped):
        weights[escaped] = np.frombuffer(data, "<u2", len(escaped), place)


def _escape_places(places: Integers, counts: Integers) -> Integers:
    """Return where each escaped weight lies: two bytes each, those of the i-th list from `places[i]` on."""
    return ranges(places, 2 * counts)[::2]


def _codes(weights: Weights, layout: Layout) -> tuple[Bytes, npt.NDArray[np.bool_]]:
    """Return the code of each weight, and which of them are escapes."""
    match layout.weights:
        case WeightCode.NONE:
            return NO_BYTES, np.zeros(len(weights), np.bool_)
        case WeightCode.NIBBLES:
            codes = _TO_NIBBLE[weights]
            return codes, codes == ESCAPE_NIBBLE
        case WeightCode.BYTES:
            codes = np.minimum(weights, ESCAPE_BYTE).astype(np.uint8)
            return codes, codes == ESCAPE_BYTE


def _write_lengths(data: Bytes, places: Integers, lengths: Integers) -> None:
    data[places] = np.minimum(lengths, LONG)
    long = np.flatnonzero(lengths >= LONG)
    data[places[long, None] + np.arange(1, 5)] = lengths[long, None] >> 8 * np.arange(4) & 0xFF


def _write_codes(data: Bytes, places: Integers, lengths: Integers, codes: Bytes, layout: Layout) -> None:
    if layout.weights is WeightCode.BYTES:
        data[ranges(places, lengths)] = codes
    elif layout.weights is WeightCode.NIBBLES:
        nibbles = np.zeros(2 * int(layout.weight_bytes(lengths).sum()), np.uint8)
        nibbles[_nibble_places(lengths)] = codes
        data[ranges(places, layout.weight_bytes(lengths))] = nibbles[::2] | nibbles[1::2] << np.uint8(4)


def _nibble_places(lengths: Integers) -> Integers:
    """Return where the half byte of each weight is among all, each list's beginning with a byte."""
    return ranges(starts(lengths + 1 & ~1)[:-1], lengths)
