"""What abbreviations stand for, as the archive itself says: "thông tin đối ngoại (TTĐN)".

An abbreviation here has one letter for each syllable. Wherever it stands right after, or right before, syllables that
begin with its letters, these are taken for its meaning; what several articles say so is believed. Beside that there is
a short list of what every reader in the country knows, for archives where nobody ever wrote it out.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from cachetools import LRUCache

from index.columnar.segment import Segment
from index.schema import encoded
from index.text.normalise import fold_syllable
from index.text.shape import looks_like_a_syllable
from search.postings import PostingSource
from search.query import Query, Unit
from search.request import Expansion

LETTERS = range(2, 7)  # an abbreviation has so many; longer ones are words of another language
LEAST_WRITTEN_OUT = 3  # syllables for which their abbreviation is looked for: of two there are too many
READ_ARTICLES = 300  # in which an abbreviation is looked at: enough to know, in some milliseconds
LEAST_SAID = 2  # articles that must say what it means
LEAST_OF_READ, LEAST_SHARE = 0.02, 0.2  # of those read, and of those that say anything: less is likely an accident
REMEMBERED = 4_096  # abbreviations whose meanings are kept

_WORD = re.compile(r"[a-z]+")
_NATIONAL = (
    "ubnd ủy ban nhân dân", "hđnd hội đồng nhân dân", "mttq mặt trận tổ quốc", "đbqh đại biểu quốc hội",
    "qđnd quân đội nhân dân", "cand công an nhân dân", "csgt cảnh sát giao thông", "pccc phòng cháy chữa cháy",
    "bhxh bảo hiểm xã hội", "bhyt bảo hiểm y tế", "bhtn bảo hiểm thất nghiệp", "gdđt giáo dục đào tạo",
    "thpt trung học phổ thông", "thcs trung học cơ sở", "tnxp thanh niên xung phong", "lhpn liên hiệp phụ nữ",
    "attp an toàn thực phẩm", "atgt an toàn giao thông", "tngt tai nạn giao thông", "htx hợp tác xã",
    "tnhh trách nhiệm hữu hạn", "ctcp công ty cổ phần", "tnmt tài nguyên môi trường", "gtvt giao thông vận tải",
    "ktxh kinh tế xã hội", "xhcn xã hội chủ nghĩa", "anqp an ninh quốc phòng", "asxh an sinh xã hội",
    "hcm hồ chí minh",
)  # fmt: skip
NATIONAL: Mapping[str, str] = {
    fold_syllable(short): written for short, _, written in (line.partition(" ") for line in _NATIONAL)
}


class Abbreviations:
    """Knows what abbreviations mean in one index; safe to use from several threads."""

    def __init__(self, source: PostingSource) -> None:
        """Take the index's posting lists."""
        self._source = source
        self._lock = threading.Lock()
        self._known: LRUCache[str, tuple[Expansion, ...]] = LRUCache(REMEMBERED)

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """Return a query whose plain words are also found in the other form, and the expansions used."""
        if query.words is None:
            return query, ()
        units = list(query.words.units)
        used: list[Expansion] = []
        for place, found in self._written_short(units):
            alternatives = (*units[place].alternatives, *(one.syllables for one in found))
            units[place] = replace(units[place], alternatives=alternatives)
            used += found
        for first, found_one in self._written_out(units):
            for place in range(first, first + len(found_one.syllables)):
                alternatives = (*units[place].alternatives, (fold_syllable(found_one.abbreviation),))
                units[place] = replace(units[place], alternatives=alternatives)
            used.append(found_one)
        return query.with_words(tuple(units)), tuple(dict.fromkeys(used))

    def meanings(self, abbreviation: str) -> tuple[Expansion, ...]:
        """Return what a folded abbreviation stands for, the commonest meaning first; several where it is ambiguous."""
        if not is_abbreviation(abbreviation):
            return ()
        with self._lock:
            known = self._known.get(abbreviation)
        if known is None:
            known = self._read(abbreviation)
            with self._lock:
                self._known[abbreviation] = known
        return known

    def _written_short(self, units: Sequence[Unit]) -> Iterator[tuple[int, tuple[Expansion, ...]]]:
        """Yield the places of abbreviations, and what they mean."""
        for place, unit in enumerate(units):
            if is_plain(unit) and (found := self.meanings(unit.folded[0])):
                yield place, found

    def _written_out(self, units: Sequence[Unit]) -> Iterator[tuple[int, Expansion]]:
        """Yield where syllables begin that have an abbreviation which some articles use."""
        for first in range(len(units)):
            for count in range(LEAST_WRITTEN_OUT, LETTERS.stop):
                row = units[first : first + count]
                if len(row) < count or not all(map(is_plain, row)):
                    break
                syllables = tuple(unit.folded[0] for unit in row)
                short = "".join(syllable[0] for syllable in syllables)
                if self._may_mean(short, syllables):
                    yield from ((first, one) for one in self.meanings(short) if one.syllables == syllables)

    def _may_mean(self, short: str, syllables: Sequence[str]) -> bool:
        """Say quickly whether an abbreviation can mean some syllables: it stands beside them, or every reader knows."""
        if not is_abbreviation(short) or not self._source.frequency(short):
            return False
        after = self._source.pair_frequency(syllables[-1], short)
        before = self._source.pair_frequency(short, syllables[0])
        return after + before >= LEAST_SAID or _folded(NATIONAL.get(short, "").split()) == tuple(syllables)

    def _read(self, abbreviation: str) -> tuple[Expansion, ...]:
        """Return what articles say, and what every reader knows."""
        said: Counter[tuple[str, ...]] = Counter()
        read = 0
        for segment in self._source.segments:
            more, meanings = _said(segment, abbreviation, READ_ARTICLES - read)
            read += more
            for written in meanings:
                said.update(written)
        counts: Counter[tuple[str, ...]] = Counter()
        for one, count in said.items():
            counts[_folded(one)] += count
        least = max(LEAST_SAID, LEAST_OF_READ * read, LEAST_SHARE * counts.total())
        believed = {row: _as_written(row, said) for row, count in counts.most_common() if count >= least}
        if national := NATIONAL.get(abbreviation):
            believed.setdefault(_folded(national.split()), national)
        spellings = self._source.spellings(abbreviation)
        short = max(spellings, key=self._source.spelled_frequency, default=abbreviation)
        return tuple(Expansion(short, row, written) for row, written in believed.items())


def is_abbreviation(folded: str) -> bool:
    """Say whether a folded token may be an abbreviation: a few letters that are no Vietnamese syllable."""
    return len(folded) in LETTERS and bool(_WORD.fullmatch(folded)) and not looks_like_a_syllable(folded)


def is_plain(unit: Unit) -> bool:
    """Say whether a word is one syllable, or letters in one piece, typed whole."""
    return len(unit.folded) == 1 and not unit.prefix and unit.compound is None


def _said(segment: Segment, abbreviation: str, most: int) -> tuple[int, list[set[tuple[str, ...]]]]:
    """Read what the articles of a segment that have an abbreviation, or so many of them, say that it means.

    Returns how many were read, and what each says that says anything, as it is written.
    """
    documents = segment.postings("folded", encoded(abbreviation)).documents[:most]
    tokens, terms = segment.exact_tokens(documents), segment.terms("exact")
    places = np.flatnonzero(np.isin(tokens.terms, segment.spellings_of(encoded(abbreviation))))
    articles = np.searchsorted(tokens.starts, places, "right") - 1
    said: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    count = len(abbreviation)
    for article, place in zip(articles.tolist(), places.tolist(), strict=True):
        first, last = tokens.starts[article : article + 2].tolist()
        for begin in (place - count, place + 1):
            row = tokens.terms[begin : begin + count] if begin >= first and begin + count <= last else tokens.terms[:0]
            if len(row) and row.min() >= 0:
                written = tuple(terms[number].decode("utf-8", "surrogatepass") for number in row.tolist())
                if "".join(syllable[0] for syllable in _folded(written)) == abbreviation:
                    said[article].add(written)
    return len(documents), list(said.values())


def _folded(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold_syllable, written))


def _as_written(row: tuple[str, ...], said: Counter[tuple[str, ...]]) -> str:
    """Return the commonest way to write folded syllables."""
    ways = {count: written for written, count in said.items() if _folded(written) == row}
    return " ".join(ways[max(ways)])
