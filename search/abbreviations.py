"""What abbreviations stand for, as the archive itself says: "thông tin đối ngoại (TTĐN)".

The index holds what each article says so (`index.text.definitions`); what several articles say is believed. Beside that
there is a short list of what every reader in the country knows, for archives where nobody ever wrote it out. One in
parts, `KH&ĐT`, is the same as in one piece, and as in any other parts that the archive has side by side.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from cachetools import LRUCache

from index.text.definitions import AND
from index.text.normalise import fold_syllable
from index.text.shape import ABBREVIATED, MOST_PARTS, looks_like_an_abbreviation
from search.postings import PostingSource
from search.query import Query, Unit
from search.request import Expansion

LEAST_WRITTEN_OUT = 3  # syllables for which their abbreviation is looked for: of two there are too many
LEAST_SAID = 2  # articles that must say what it means
LEAST_SHARE = 0.2  # of the articles that say anything: less is likely an accident
LEAST_OF_USED = 0.02  # of those that have one of two letters, halved for each further: so the less likely an accident
REMEMBERED = 4_096  # abbreviations whose meanings are kept

_AND = fold_syllable(AND)

_NATIONAL = (
    "ubnd ủy ban nhân dân", "hđnd hội đồng nhân dân", "mttq mặt trận tổ quốc", "đbqh đại biểu quốc hội",
    "qđnd quân đội nhân dân", "cand công an nhân dân", "csgt cảnh sát giao thông", "pccc phòng cháy chữa cháy",
    "bhxh bảo hiểm xã hội", "bhyt bảo hiểm y tế", "bhtn bảo hiểm thất nghiệp", "gdđt giáo dục và đào tạo",
    "thpt trung học phổ thông", "thcs trung học cơ sở", "tnxp thanh niên xung phong", "lhpn liên hiệp phụ nữ",
    "attp an toàn thực phẩm", "atgt an toàn giao thông", "tngt tai nạn giao thông", "htx hợp tác xã",
    "tnhh trách nhiệm hữu hạn", "ctcp công ty cổ phần", "tnmt tài nguyên và môi trường", "gtvt giao thông vận tải",
    "ktxh kinh tế xã hội", "xhcn xã hội chủ nghĩa", "anqp an ninh quốc phòng", "asxh an sinh xã hội",
    "tand tòa án nhân dân", "vksnd viện kiểm sát nhân dân", "khcn khoa học và công nghệ", "cntt công nghệ thông tin",
    "vhttdl văn hóa thể thao và du lịch", "lđtbxh lao động thương binh và xã hội", "sgk sách giáo khoa",
    "nnptnt nông nghiệp và phát triển nông thôn", "nxb nhà xuất bản", "vđv vận động viên", "hlv huấn luyện viên",
    "hcm hồ chí minh", "tphcm thành phố hồ chí minh",
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
        for places, short in self._written_short(query.words.units):
            found = self.meanings(short)
            _add(units, places, (*self._forms(short), *(row for one in found for row in _rows(one))))
            used += found
        for places, found_one in self._written_out(query.words.units):
            _add(units, places, self._forms(fold_syllable(found_one.abbreviation)))
            used.append(found_one)
        return query.with_words(tuple(units)), tuple(dict.fromkeys(used))

    def meanings(self, abbreviation: str) -> tuple[Expansion, ...]:
        """Return what a folded abbreviation stands for, the commonest meaning first; several where it is ambiguous."""
        if not looks_like_an_abbreviation(abbreviation):
            return ()
        with self._lock:
            known = self._known.get(abbreviation)
        if known is None:
            known = self._read(abbreviation)
            with self._lock:
                self._known[abbreviation] = known
        return known

    def _written_short(self, units: Sequence[Unit]) -> Iterator[tuple[range, str]]:
        """Yield where abbreviations stand, and their letters: of `GD & ĐT`, three words, each and all."""
        for first in range(len(units)):
            for end in range(first + 1, min(first + MOST_PARTS, len(units)) + 1):
                parts = [syllable for unit in units[first:end] for syllable in unit.folded]
                short = "".join(parts)
                if any(unit.prefix for unit in units[first:end]) or not looks_like_an_abbreviation(short):
                    break
                if end == first + 1 or all(map(looks_like_an_abbreviation, parts)):
                    yield range(first, end), short

    def _written_out(self, units: Sequence[Unit]) -> Iterator[tuple[range, Expansion]]:
        """Yield where syllables stand that have an abbreviation which some articles use."""
        for first in range(len(units)):
            for end in range(first + LEAST_WRITTEN_OUT, min(first + 2 * ABBREVIATED.stop, len(units)) + 1):
                row = units[first:end]
                if not all(map(is_plain, row)):
                    break
                if _AND in (row[0].folded[0], row[-1].folded[0]):
                    continue
                typed = tuple(unit.folded[0] for unit in row)
                lettered = _without_and(typed)
                if len(lettered) >= ABBREVIATED.stop:
                    break
                for syllables in dict.fromkeys((lettered, typed)):
                    short = "".join(syllable[0] for syllable in syllables)
                    found = [one for one in self.meanings(short) if one.syllables == syllables]
                    if found and self._forms(short):
                        yield from ((range(first, end), one) for one in found)

    def _forms(self, short: str) -> tuple[tuple[str, ...], ...]:
        """Return the ways in which the archive writes an abbreviation, as rows of folded syllables."""
        return tuple(row for row in _cut(short) if self._has(row))

    def _has(self, row: Sequence[str]) -> bool:
        if len(row) == 1:
            return self._source.frequency(row[0]) > 0
        return all(self._source.pair_frequency(*pair) for pair in pairwise(row))

    def _read(self, abbreviation: str) -> tuple[Expansion, ...]:
        """Return what articles say, and what every reader knows."""
        said: dict[str, int] = {}
        for definition in self._source.with_prefix("definitions", f"{abbreviation} "):
            _, _, written = definition.partition(" ")
            said[written] = self._source.term("definitions", definition).frequency
        counts: Counter[tuple[str, ...]] = Counter()
        for written, count in said.items():
            counts[_lettered(written, abbreviation)] += count
        used = self._source.term("folded", abbreviation).frequency
        least = max(
            LEAST_SAID,
            LEAST_OF_USED * used / 2 ** (len(abbreviation) - ABBREVIATED.start),
            LEAST_SHARE * counts.total(),
        )
        believed = {row: _as_written(row, said, abbreviation) for row, count in counts.most_common() if count >= least}
        if national := NATIONAL.get(abbreviation):
            believed.setdefault(_lettered(national, abbreviation), national)
        if not believed:
            return ()
        spellings = self._source.spellings(abbreviation)
        short = max(spellings, key=self._source.spelled_frequency, default=abbreviation)
        return tuple(Expansion(short, row, written) for row, written in believed.items())


def _cut(letters: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to write an abbreviation, in one piece and in parts that are abbreviations, too."""
    if looks_like_an_abbreviation(letters):
        yield (letters,)
    for length in range(ABBREVIATED.start, len(letters) - 1):
        if looks_like_an_abbreviation(letters[:length]):
            yield from ((letters[:length], *rest) for rest in _cut(letters[length:]))


def _add(units: list[Unit], places: range, rows: Iterable[tuple[str, ...]]) -> None:
    """Have each of the units at some places also found by rows that stand for all of them."""
    typed = tuple(syllable for place in places for syllable in units[place].folded)
    others = [row for row in rows if row != typed]
    for place in places:
        units[place] = replace(units[place], alternatives=(*units[place].alternatives, *others))


def is_plain(unit: Unit) -> bool:
    """Say whether a word is one syllable, or letters in one piece, typed whole."""
    return len(unit.folded) == 1 and not unit.prefix and unit.compound is None


def _folded(written: str) -> tuple[str, ...]:
    return tuple(map(fold_syllable, written.split(" ")))


def _without_and(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(syllable for syllable in row if syllable != _AND)


def _lettered(written: str, abbreviation: str) -> tuple[str, ...]:
    """Return the folded syllables that have a letter: all, or all but "và"."""
    row = _folded(written)
    return row if len(row) == len(abbreviation) else _without_and(row)


def _rows(meaning: Expansion) -> Iterable[tuple[str, ...]]:
    """Return what articles may have in the place of an abbreviation: with "và" as it is mostly written, or without."""
    return dict.fromkeys((_folded(meaning.text), meaning.syllables))


def _as_written(row: tuple[str, ...], said: Mapping[str, int], abbreviation: str) -> str:
    """Return the commonest way to write folded syllables."""
    return max((written for written in said if _lettered(written, abbreviation) == row), key=said.__getitem__)
