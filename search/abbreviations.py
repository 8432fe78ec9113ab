"""What abbreviations stand for, as the archive itself says: "thông tin đối ngoại (TTĐN)".

The index holds what each article says so (`index.text.definitions`); what several articles say is believed. Beside that
there is a short list of what every reader in the country knows, for archives where nobody ever wrote it out.
"""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from cachetools import LRUCache

from index.text.normalise import fold_syllable
from index.text.shape import ABBREVIATED, looks_like_an_abbreviation
from search.postings import PostingSource
from search.query import Query, Unit
from search.request import Expansion

LEAST_WRITTEN_OUT = 3  # syllables for which their abbreviation is looked for: of two there are too many
LEAST_SAID = 2  # articles that must say what it means
LEAST_SHARE = 0.2  # of the articles that say anything: less is likely an accident
LEAST_OF_USED = 0.02  # of those that have one of two letters, halved for each further: so the less likely an accident
REMEMBERED = 4_096  # abbreviations whose meanings are kept

_NATIONAL = (
    "ubnd ủy ban nhân dân", "hđnd hội đồng nhân dân", "mttq mặt trận tổ quốc", "đbqh đại biểu quốc hội",
    "qđnd quân đội nhân dân", "cand công an nhân dân", "csgt cảnh sát giao thông", "pccc phòng cháy chữa cháy",
    "bhxh bảo hiểm xã hội", "bhyt bảo hiểm y tế", "bhtn bảo hiểm thất nghiệp", "gdđt giáo dục đào tạo",
    "thpt trung học phổ thông", "thcs trung học cơ sở", "tnxp thanh niên xung phong", "lhpn liên hiệp phụ nữ",
    "attp an toàn thực phẩm", "atgt an toàn giao thông", "tngt tai nạn giao thông", "htx hợp tác xã",
    "tnhh trách nhiệm hữu hạn", "ctcp công ty cổ phần", "tnmt tài nguyên môi trường", "gtvt giao thông vận tải",
    "ktxh kinh tế xã hội", "xhcn xã hội chủ nghĩa", "anqp an ninh quốc phòng", "asxh an sinh xã hội",
    "tand tòa án nhân dân", "vksnd viện kiểm sát nhân dân", "khcn khoa học công nghệ", "cntt công nghệ thông tin",
    "vhttdl văn hóa thể thao du lịch", "lđtbxh lao động thương binh xã hội", "sgk sách giáo khoa",
    "nnptnt nông nghiệp phát triển nông thôn", "nxb nhà xuất bản", "vđv vận động viên", "hlv huấn luyện viên",
    "hcm hồ chí minh", "tphcm thành phố hồ chí minh",
)  # fmt: skip
NATIONAL: Mapping[str, str] = {
    fold_syllable(short): written for short, _, written in (line.partition(" ") for line in _NATIONAL)
}
# Abbreviations that are mostly written in parts: TP.HCM, GD&ĐT or GD-ĐT, LĐ-TB&XH.
APART: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "tphcm": (("tp", "hcm"),),
    "gddt": (("gd", "dt"),),
    "tnmt": (("tn", "mt"),),
    "khcn": (("kh", "cn"),),
    "ktxh": (("kt", "xh"),),
    "nnptnt": (("nn", "ptnt"),),
    "ldtbxh": (("ld", "tb", "xh"), ("ldtb", "xh")),
    "vhttdl": (("vh", "tt", "dl"), ("vhtt", "dl")),
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
        for place, found in self._written_short(query.words.units):
            other_forms = [form for form in _forms("".join(units[place].folded)) if form != units[place].folded]
            alternatives = (*units[place].alternatives, *(one.syllables for one in found), *other_forms)
            units[place] = replace(units[place], alternatives=alternatives)
            used += found
        for first, found_one in self._written_out(units):
            short = fold_syllable(found_one.abbreviation)
            for place in range(first, first + len(found_one.syllables)):
                alternatives = (*units[place].alternatives, *_forms(short))
                units[place] = replace(units[place], alternatives=alternatives)
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

    def _written_short(self, units: Sequence[Unit]) -> Iterator[tuple[int, tuple[Expansion, ...]]]:
        """Yield the places of abbreviations, and what they mean."""
        for place, unit in enumerate(units):
            short = "".join(unit.folded)
            whole = is_plain(unit) or unit.folded in APART.get(short, ())
            if whole and (found := self.meanings(short)):
                yield place, found

    def _written_out(self, units: Sequence[Unit]) -> Iterator[tuple[int, Expansion]]:
        """Yield where syllables begin that have an abbreviation which some articles use."""
        for first in range(len(units)):
            for count in range(LEAST_WRITTEN_OUT, ABBREVIATED.stop):
                row = units[first : first + count]
                if len(row) < count or not all(map(is_plain, row)):
                    break
                syllables = tuple(unit.folded[0] for unit in row)
                short = "".join(syllable[0] for syllable in syllables)
                if looks_like_an_abbreviation(short) and self._is_used(short):
                    yield from ((first, one) for one in self.meanings(short) if one.syllables == syllables)

    def _is_used(self, short: str) -> bool:
        return self._source.frequency(short) > 0 or any(
            all(self._source.pair_frequency(*pair) for pair in pairwise(row)) for row in APART.get(short, ())
        )

    def _read(self, abbreviation: str) -> tuple[Expansion, ...]:
        """Return what articles say, and what every reader knows."""
        said: dict[str, int] = {}
        for definition in self._source.with_prefix("definitions", f"{abbreviation} "):
            _, _, written = definition.partition(" ")
            said[written] = self._source.term("definitions", definition).frequency
        counts: Counter[tuple[str, ...]] = Counter()
        for written, count in said.items():
            counts[_folded(written)] += count
        used = self._source.term("folded", abbreviation).frequency
        least = max(
            LEAST_SAID,
            LEAST_OF_USED * used / 2 ** (len(abbreviation) - ABBREVIATED.start),
            LEAST_SHARE * counts.total(),
        )
        believed = {row: _as_written(row, said) for row, count in counts.most_common() if count >= least}
        if national := NATIONAL.get(abbreviation):
            believed.setdefault(_folded(national), national)
        if not believed:
            return ()
        spellings = self._source.spellings(abbreviation)
        short = max(spellings, key=self._source.spelled_frequency, default=abbreviation)
        return tuple(Expansion(short, row, written) for row, written in believed.items())


def _forms(short: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways to write an abbreviation, as rows of folded syllables."""
    return (short,), *APART.get(short, ())


def is_plain(unit: Unit) -> bool:
    """Say whether a word is one syllable, or letters in one piece, typed whole."""
    return len(unit.folded) == 1 and not unit.prefix and unit.compound is None


def _folded(written: str) -> tuple[str, ...]:
    return tuple(map(fold_syllable, written.split(" ")))


def _as_written(row: tuple[str, ...], said: Mapping[str, int]) -> str:
    """Return the commonest way to write folded syllables."""
    return max((written for written in said if _folded(written) == row), key=said.__getitem__)
