"""Ascending document numbers in few bytes: Elias-Fano coding (Vigna 2013, "Quasi-succinct indices"), byte-aligned.

A number is split into its low bits, kept as they are, and its high part, kept as a bit at `high part + place in the
list`. The low part has 0, 8 or 16 bits, whichever makes a list shortest: that follows from the list's length and the
number of documents, and is not stored. With 0 low bits this is a plain bitmap over the documents.
"""

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.ragged import Bytes, Integers, ranges

Numbers = npt.NDArray[np.uint32]


def low_bytes(length: int, documents: int) -> int:
    """Return how many low bytes, 0, 1 or 2, each number of a list of this length has."""
    one, two = length + _high_bytes(length, documents, 1), 2 * length + _high_bytes(length, documents, 2)
    if (documents + 7) >> 3 <= min(one, two):
        return 0
    return 1 if one <= two else 2


def size(length: int, documents: int) -> int:
    """Return the bytes of an encoded list."""
    low = low_bytes(length, documents)
    return low * length + _high_bytes(length, documents, low)


def decode(data: mmap.mmap, place: int, length: int, documents: int) -> Numbers:
    """Return one list, (length,) uint32."""
    low = low_bytes(length, documents)
    high = _high_bytes(length, documents, low)
    if low == 0:
        return _places_of_bits(np.frombuffer(data, np.uint8, high, place)).astype(np.uint32)
    numbers = np.frombuffer(data, "<u2" if low == 2 else np.uint8, length, place).astype(np.uint32)
    if high:
        bits = _places_of_bits(np.frombuffer(data, np.uint8, high, place + low * length))
        bits -= _ORDER[:length] if length <= len(_ORDER) else np.arange(length)
        numbers |= bits.astype(np.uint32) << np.uint32(8 * low)
    return numbers


def sizes(lengths: npt.NDArray[Any], documents: int) -> Integers:
    """Return the bytes of each of many encoded lists."""
    low = _low_bytes(lengths, documents)
    result: Integers = low * lengths + _many_high_bytes(lengths, documents, low)
    return result


def encode_into(data: Bytes, places: Integers, lengths: Integers, numbers: Numbers, documents: int) -> None:
    """Write many lists, end to end in `numbers`, into zeroed bytes; the i-th begins at `places[i]`."""
    low = _low_bytes(lengths, documents)
    order = ranges(np.zeros(len(lengths), np.int64), lengths)  # the place of each number in its list
    low_of = np.repeat(low, lengths)
    begin = np.repeat(places, lengths)
    one, two = np.flatnonzero(low_of == 1), np.flatnonzero(low_of == 2)
    data[begin[one] + order[one]] = numbers[one] & np.uint32(0xFF)
    at = begin[two] + 2 * order[two]
    data[at] = numbers[two] & np.uint32(0xFF)
    data[at + 1] = numbers[two] >> np.uint32(8) & np.uint32(0xFF)
    stored = np.repeat(_many_high_bytes(lengths, documents, low) > 0, lengths)
    bits = (begin + low_of * np.repeat(lengths, lengths)) * 8 + (numbers >> (8 * low_of).astype(np.uint32))
    bits += np.where(low_of > 0, order, 0)
    bits = bits[stored]
    if len(bits):
        first = int(bits[0] >> 3)
        # Bits of one byte are distinct, so that adding them up is the same as joining them.
        values = np.bincount((bits >> 3) - first, weights=(1 << (bits & 7)).astype(np.float64))
        data[first : first + len(values)] += values.astype(np.uint8)


def decode_many(data: Bytes, places: Integers, lengths: Integers, documents: int) -> Numbers:
    """Return many lists end to end, the i-th of which begins at `places[i]`."""
    low = _low_bytes(lengths, documents)
    high = _many_high_bytes(lengths, documents, low)
    numbers = np.zeros(int(lengths.sum()), np.uint32)
    low_of = np.repeat(low, lengths)
    for width in (1, 2):
        chosen = low == width
        at = ranges(places[chosen], lengths[chosen] * width)
        raw = data[at].view("<u2") if width == 2 else data[at]
        numbers[low_of == width] = raw
    order = np.where(low_of > 0, ranges(np.zeros(len(lengths), np.int64), lengths), 0)
    stored = np.repeat(high > 0, lengths)
    with_high = high > 0
    bytes_ = data[ranges((places + low * lengths)[with_high], high[with_high])]
    bits = _places_of_bits(bytes_)
    begin = np.cumsum(high[with_high]) - high[with_high]
    parts = bits - np.repeat(begin * 8, lengths[with_high]) - order[stored]
    numbers[stored] |= parts.astype(np.uint32) << (8 * low_of[stored]).astype(np.uint32)
    return numbers


_ORDER = np.arange(4096)  # the places in a list of usual length, made once


def _places_of_bits(data: Bytes) -> Integers:
    # As booleans, since NumPy looks for these many times as fast as for other numbers that are not 0.
    return np.flatnonzero(np.unpackbits(data, bitorder="little").view(np.bool_))


def _high_bytes(length: int, documents: int, low: int) -> int:
    if low == 0:
        return (documents + 7) >> 3
    highest = (documents - 1) >> 8 * low
    return (length + highest + 7) >> 3 if highest else 0


def _low_bytes(lengths: npt.NDArray[Any], documents: int) -> Integers:
    """Like `low_bytes`, for many lists."""
    unique, inverse = np.unique(lengths, return_inverse=True)
    table = np.array([low_bytes(length, documents) for length in unique.tolist()], np.int64)
    return table[inverse]


def _many_high_bytes(lengths: npt.NDArray[Any], documents: int, low: Integers) -> Integers:
    highest = (documents - 1) >> 8 * low
    high = np.where(highest > 0, (lengths + highest + 7) >> 3, 0)
    return np.where(low == 0, (documents + 7) >> 3, high)
