"""Which short runs of syllables an article has, by which reprints are told; and MinHash signatures of them.

A shingle is a run of SHINGLE folded syllables of one text. Of all that either of two articles has, a share is in both:
their Jaccard similarity. It is about the share of places in which their signatures agree (Broder 1997): reprints agree
in most, other articles in next to none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from index.columnar.ragged import Integers, cut, starts

Hashes: TypeAlias = npt.NDArray[np.uint64]
Signatures: TypeAlias = npt.NDArray[np.uint16]

SHINGLE = 4  # syllables: about two words, so that articles on the same matter still share few
PLACES = 16  # of a signature: enough to find reprints by, which are then compared shingle by shingle
SEED = 1997  # of the hash functions; another one would make other signatures
LEAST = 30  # shingles, three lines: that two briefs are worded alike does not say that they tell the same news
NO_SIGNATURE = np.uint16(2**16 - 1)  # in every place of an article with fewer shingles
RUN = 2**16  # tokens at once: few enough for a processor's cache, many enough for array work
_BYTE_FACTOR = np.uint64(0x100000001B3)
_SYLLABLE_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Shingles:
    """The hashes of the shingles of some articles, end to end, and where each article begins and all end."""

    hashes: Hashes
    starts: Integers


def hash_terms(terms: Sequence[bytes]) -> Hashes:
    """Return a number for each term, (terms,) uint64, that depends on its bytes alone."""
    text = np.frombuffer(b"".join(terms), np.uint8).astype(np.uint64)
    lengths = np.array([len(term) for term in terms], np.int64)
    begin = starts(lengths)
    places = np.arange(len(text)) - np.repeat(begin[:-1], lengths)
    powers = _BYTE_FACTOR ** np.arange(int(lengths.max(initial=0)) + 1, dtype=np.uint64)  # modulo 2^64, as all here
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum((text + np.uint64(1)) * powers[places], out=sums[1:])
    return _mixed(sums[begin[1:]] - sums[begin[:-1]])


def shingles_of(syllables: npt.NDArray[Any], begin: Integers, hashes: Hashes) -> Shingles:
    """Return the shingles of articles.

    `syllables` (tokens,) are the numbers of folded terms, -1 between two texts; `begin` (articles + 1,) says
    where each article begins among them, and all end; `hashes` are those of the terms.
    """
    own = np.append(hashes, np.uint64(0))[syllables]  # -1 is the last
    count = max(len(syllables) - SHINGLE + 1, 0)
    rolled = np.zeros(count, np.uint64)
    whole = np.ones(count, np.bool_)
    for place in range(SHINGLE):
        rolled = rolled * _SYLLABLE_FACTOR + own[place : place + count]
        whole &= syllables[place : place + count] >= 0
    for place in range(1, SHINGLE):  # before an article's end there is no room for one
        at = begin[1:] - place
        whole[at[(at >= 0) & (at < count)]] = False
    kept = np.flatnonzero(whole)
    return Shingles(rolled[kept], np.searchsorted(kept, begin).astype(np.int64))


def signatures(shingles: Shingles) -> Signatures:
    """Return the signature of each article, (articles * PLACES,) uint16, end to end."""
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles.hashes, shingles.starts.astype(np.uint64), num_perm=PLACES, seed=SEED
    )
    rows = np.array(matrix.to_rows(), np.uint32).reshape(-1, PLACES).astype(np.uint16)  # their lower halves
    rows[np.diff(shingles.starts) < LEAST] = NO_SIGNATURE
    return rows.ravel()


def signature_runs(syllables: npt.NDArray[Any], begin: Integers, hashes: Hashes) -> Iterator[Signatures]:
    """Yield the signatures of articles, some at a time; the arguments are those of `shingles_of`."""
    for first, last in cut(np.diff(begin), RUN):
        own = begin[first : last + 1] - begin[first]
        yield signatures(shingles_of(syllables[begin[first] : begin[last]], own, hashes))


def _mixed(hashes: Hashes) -> Hashes:
    """Let each bit depend on every other (the finalizer of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
