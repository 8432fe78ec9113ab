"""Ascending document numbers in few bytes: Elias-Fano coding (Vigna 2013, "Quasi-succinct indices"), byte-aligned.

A number is split into its low bits, kept as they are, and its high part, kept as a bit at `high part + place in the
list`. The low part has 0, 8 or 16 bits, whichever makes a list shortest: that follows from the list's length and the
number of documents, and is not stored. With 0 low bits this is a plain bitmap over the documents.
"""

import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.ragged import Bytes, Integers, ranges, starts

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
    high = _many_high_bytes(lengths, documents, low)
    high_starts = starts(high)
    bits = np.zeros(8 * int(high_starts[-1]), np.bool_)  # all the high parts, end to end
    for width in (0, 1, 2):
        chosen = low == width
        counts, own = lengths[chosen], numbers[np.repeat(chosen, lengths)]
        if width:
            data[ranges(places[chosen], width * counts)] = own.astype(_LOW_TYPES[width]).view(np.uint8)
        own = own >> np.uint32(8 * width)
        if high[chosen].any():  # all of one width have high parts, or none
            first = 8 * high_starts[:-1][chosen]
            bits[own + (ranges(first, counts) if width else np.repeat(first, counts))] = True
    data[ranges(places + low * lengths, high)] = np.packbits(bits, bitorder="little")


def decode_many(data: Bytes, places: Integers, lengths: Integers, documents: int) -> Numbers:
    """Return many lists end to end, the i-th of which begins at `places[i]`."""
    low = _low_bytes(lengths, documents)
    high = _many_high_bytes(lengths, documents, low)
    numbers = np.zeros(int(lengths.sum()), np.uint32)
    for width in (0, 1, 2):
        chosen = low == width
        counts = lengths[chosen]
        own = np.zeros(int(counts.sum()), np.uint32)
        if width:
            own[:] = data[ranges(places[chosen], width * counts)].view(_LOW_TYPES[width])
        if len(own) and high[chosen].any():
            bits = _places_of_bits(data[ranges((places + low * lengths)[chosen], high[chosen])])
            first = 8 * starts(high[chosen])[:-1]
            bits -= ranges(first, counts) if width else np.repeat(first, counts)
            own |= bits.astype(np.uint32) << np.uint32(8 * width)
        numbers[np.repeat(chosen, lengths)] = own
    return numbers


_LOW_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype(np.uint8), 2: np.dtype("<u2")}  # of the low parts, by their bytes
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
    one = lengths + _many_high_bytes(lengths, documents, 1)
    two = 2 * lengths + _many_high_bytes(lengths, documents, 2)
    low: Integers = np.where(one <= two, 1, 2)
    low[(documents + 7) >> 3 <= np.minimum(one, two)] = 0
    return low


def _many_high_bytes(lengths: npt.NDArray[Any], documents: int, low: Any) -> Integers:
    """Like `_high_bytes`, for many lists with so many low bytes, each or all."""
    highest = (documents - 1) >> 8 * low
    high = np.where(highest > 0, (lengths + highest + 7) >> 3, 0)
    return np.where(low == 0, (documents + 7) >> 3, high)
