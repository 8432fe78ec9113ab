"""What a segment offers to complete typed text with: phrases of its titles, its words, and its titles in order.

A phrase is a row of syllables that stands in LEAST titles or more. It is no fragment: where most titles that have it go
on in one and the same way, the longer row is the phrase ("phạm minh" of "phạm minh chính"); and it neither begins or
ends within a word nor with a word that belongs to what stands outside of it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar.invert import BOUNDARY
from index.columnar.pack import PackWriter
from index.columnar.ragged import Integers, cut, group_starts, smallest, starts
from index.columnar.terms import add_terms
from index.text.fold import fold
from index.text.normalise import fold_syllable
from index.text.shape import looks_like_a_syllable

LEAST = 3  # articles that must have a phrase or word: what two say may be one report in two places
LONGEST = 8  # syllables of a phrase, as "ủy ban nhân dân thành phố hồ chí minh" has; what is longer is a whole title
FRAGMENT = 0.7  # of the titles that have a row go on in the same way: a fragment, but for accidents
WITHIN_WORD = 0.5  # of the places of a row begin or end within a word: most of them
RUN = 2**16  # places of titles sorted at once: they bound the work space
# No phrase begins or ends with one of these, unless it is part of a longer word there, as in "từ chối".
OUTER_WORDS = (
    "bằng bị bởi cả các cái càng cho chưa chỉ còn có của cùng cũng cứ do dù dưới đã đang đây đến để đó được gì giữa "
    "hay hãy hết hoặc hơn khi không lại là lên luôn lúc mà mỗi mọi một nào này nên nếu ngay như nhưng những nhờ nơi "
    "ở phải qua quá ra rằng rất rồi sau sao sắp sẽ tại theo thêm thì trên trong trước từ từng tới và vào vẫn về vì "
    "với vừa vs"
)

Titles: TypeAlias = npt.NDArray[np.int32]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Distinct rows of one length by the place where each first stands in the titles, rising; (rows,) each.

    `counts` are the titles that have them, `torn` those that mostly begin or end within a word; `prefixes` where the
    row without the last syllable first stands.
    """

    places: Integers
    counts: Integers
    torn: Mask
    prefixes: Integers


def add_completions(
    pack: PackWriter,
    titles: Titles,
    exact: Sequence[bytes],
    folded: Integers,
    words: Sequence[bytes],
    frequencies: Integers,
) -> None:
    """Write phrases and words in the order of their folded text, and the documents in that of their folded titles.

    `titles` are the numbers of `exact` terms, with a BOUNDARY before each title and after the last; `folded` are the
    numbers of their folded terms. `words` are those of several syllables, joined by `_`, and `frequencies` the
    articles that have each.
    """
    common = {words[number]: int(frequencies[number]) for number in np.flatnonzero(frequencies >= LEAST).tolist()}
    in_articles = {word.replace(b"_", b" "): count for word, count in common.items()}
    in_titles = dict(_phrases(titles, exact, list(common)))
    texts = sorted(in_titles.keys() | in_articles.keys(), key=lambda text: (folded_text(text), text))
    add_terms(pack, "phrases", texts)
    for name, counts in (("titles", in_titles), ("articles", in_articles)):
        pack.add(f"phrases.{name}", smallest(np.array([counts.get(text, 0) for text in texts], np.int64)))
    pack.add("documents.title_order", smallest(_order(titles, folded)))


def folded_text(text: bytes) -> bytes:
    """Return syllables, a space between them, without diacritics."""
    syllables = text.decode("utf-8", "surrogatepass").split(" ")
    return " ".join(map(fold_syllable, syllables)).encode("utf-8", "surrogatepass")


def _order(titles: Titles, folded: Integers) -> Integers:
    """Return the documents in the order of their folded titles, syllable by syllable; of equal ones, as they come."""
    numbers = np.append(folded, BOUNDARY).astype(">u4")[titles].tobytes()
    bounds = (4 * np.flatnonzero(titles == BOUNDARY)).tolist()
    keys = [numbers[first + 4 : last] for first, last in pairwise(bounds)]
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)


def _phrases(titles: Titles, exact: Sequence[bytes], words: Sequence[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield the phrases of titles, and how many titles have each."""
    joined = _joined(titles, exact, words)
    outer = np.zeros(len(exact), np.bool_)
    outer[[number for word in OUTER_WORDS.split() if (number := _number(exact, word.encode())) >= 0]] = True
    *levels, longer = _frequent_rows(titles, joined, len(exact))
    offered = np.ones(len(longer.places), np.bool_)  # they are too long, and tell only what is a fragment
    for length, rows in zip(range(LONGEST, 0, -1), reversed(levels), strict=True):
        first, last = rows.places, rows.places + length - 1
        whole = ~(rows.torn | (outer[titles[first]] & ~joined[first]) | (outer[titles[last]] & ~joined[last - 1]))
        fragments = _fragments(rows, longer, offered)
        chosen = whole & ~fragments
        for place, count in zip(first[chosen].tolist(), rows.counts[chosen].tolist(), strict=True):
            text = b" ".join([exact[number] for number in titles[place : place + length].tolist()])
            if _is_phrase(text.decode("utf-8", "surrogatepass")):
                yield text, count
        longer, offered = rows, whole | fragments


def _fragments(rows: _Rows, longer: _Rows, offered: Mask) -> Mask:
    """Say which rows mostly go on in one and the same way, to a longer row that is offered or is itself a fragment.

    What mostly stands before a row is no matter: a person's name is typed without the office.
    """
    found = np.zeros(len(rows.places), np.bool_)
    at = np.searchsorted(rows.places, longer.prefixes)
    found[at[offered & (longer.counts >= FRAGMENT * rows.counts[at])]] = True
    return found


def _is_phrase(text: str) -> bool:
    """Say whether a row is more than numbers, and more than one syllable, which is part of many words."""
    return any(map(str.isalpha, text)) and not looks_like_a_syllable(fold(text))


def _joined(titles: Titles, exact: Sequence[bytes], words: Sequence[bytes]) -> Mask:
    """Say of each place whether its syllable and the next one stand side by side in some word."""
    pairs = {pair for word in words for pair in pairwise(word.split(b"_"))}
    number = {syllable: _number(exact, syllable) for syllable in {syllable for pair in pairs for syllable in pair}}
    keys = np.array([number[first] * len(exact) + number[second] for first, second in pairs], np.int64)
    found = np.zeros(len(titles), np.bool_)
    for first in range(0, len(titles) - 1, RUN):
        one, other = titles[first : first + RUN + 1][:-1], titles[first + 1 : first + RUN + 1]
        together = np.isin(one.astype(np.int64) * len(exact) + other, keys)
        found[first : first + len(one)] = together & (one != BOUNDARY) & (other != BOUNDARY)
    return found


def _number(terms: Sequence[bytes], term: bytes) -> int:
    """Return the number of a term, or -1."""
    place = bisect_left(terms, term)
    return place if place < len(terms) and terms[place] == term else -1


def _frequent_rows(titles: Titles, joined: Mask, terms: int) -> list[_Rows]:
    """Return the rows of 1, 2, ... and LONGEST + 1 syllables that stand in LEAST titles or more."""
    torn_before = [torn.astype(np.bool_) for _, torn in _grown(titles, np.roll(joined, 1), terms, -1, [0, 2])]
    onward = _grown(titles, joined, terms, 1, [0, 1, 2, 3])
    return [
        _Rows(places, counts, (torn_after > 0) | before, prefixes)
        for (places, counts, torn_after, prefixes), before in zip(onward, torn_before, strict=True)
    ]


def _grown(titles: Titles, joined: Mask, terms: int, step: int, wanted: Sequence[int]) -> list[Integers]:
    """Grow rows from their first syllable on, with a step of 1, or from their last one back, with -1.

    Returns for each length (wanted, rows), by rising place, those that are `wanted` of what `_growths` yields: the
    places first.
    """
    boundaries = np.flatnonzero(titles == BOUNDARY)
    levels: list[list[Integers]] = [[np.empty((len(wanted), 0), np.int32)] for _ in range(LONGEST + 1)]
    for first, last in cut(np.bincount(titles + 1, minlength=terms + 1)[1:], RUN):
        begun = np.flatnonzero((titles >= first) & (titles < last))
        documents = np.searchsorted(boundaries, begun)
        for level, rows in zip(levels, _growths(titles, joined, terms, begun, documents, step), strict=True):
            level.append(rows[wanted])
    return [_in_order(levels.pop(0)) for _ in range(LONGEST + 1)]  # each is let go of once it is put in order


def _in_order(several: Sequence[Integers]) -> Integers:
    rows = np.concatenate(several, axis=1)
    return rows[:, np.argsort(rows[0])]


def _growths(titles: Titles, joined: Mask, terms: int, begun: Integers, documents: Integers, step: int
             ) -> Iterator[Integers]:  # fmt: skip
    """Yield of each length the rows that begin, or with a step of -1 end, at `begun` places in LEAST titles or more.

    (4, rows): the place where a row first stands, the titles that have it, 1 where most of its ends are `joined` to
    what follows in the direction of growth, and where the row that it was grown from first stands.
    """
    row, parent = np.zeros(len(begun), np.int64), begun
    for reach in range(0, step * (LONGEST + 1), step):
        inside = titles[begun + reach] != BOUNDARY
        begun, documents, row, parent = (array[inside] for array in (begun, documents, row, parent))
        keys = row * terms + titles[begun + reach]
        order = np.argsort(keys, kind="stable")
        begun, documents, parent, keys = (array[order] for array in (begun, documents, parent, keys))
        first = group_starts(keys)
        bounds = np.append(first, len(keys))
        another = np.ones(len(keys), np.bool_)
        np.not_equal(documents[1:], documents[:-1], out=another[1:])
        another[first] = True
        counts = _sums(another, bounds)
        torn = _sums(joined[begun + reach], bounds) > WITHIN_WORD * np.diff(bounds)
        kept = counts >= LEAST
        places = np.minimum(begun, begun + reach)[first]
        yield np.stack([places, counts, torn, parent[first]])[:, kept].astype(np.int32)
        sizes = np.diff(bounds)[kept]
        stays = np.repeat(kept, np.diff(bounds))
        begun, documents, parent = begun[stays], documents[stays], np.repeat(places[kept], sizes)
        row = np.repeat(np.arange(len(sizes)), sizes)


def _sums(mask: Mask, bounds: Integers) -> Integers:
    """Return how many are true from each bound to the next."""
    before = starts(mask)
    return before[bounds[1:]] - before[bounds[:-1]]
