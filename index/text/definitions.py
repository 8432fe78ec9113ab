"""Where a text says what an abbreviation stands for: "thông tin đối ngoại (TTĐN)", "CSGT (cảnh sát giao thông)".

An abbreviation here has one letter for each syllable, or for each but "và", and stands right after, or right before,
those that begin with its letters, with a mark between that says so. It may be written in parts: "kế hoạch và đầu tư
(KH&ĐT)".
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.text.memo import Memo
from index.text.shape import ABBREVIATED, MOST_PARTS, looks_like_an_abbreviation
from index.text.streams import Analysis, Spelling

AND = "và"  # mostly has no letter: "giáo dục và đào tạo" is GD&ĐT, but "nhỏ và vừa" NVV

_SAYS_SO = re.compile(r"[(\[:=–—-]")  # side by side, or after a comma, letters agree by chance: "chụp CT cho thấy"
_REACH = 2 * ABBREVIATED.stop  # syllables that are looked at: one for each letter, and as many "và"


def definitions(text: str, spelling: Spelling | Analysis) -> Iterator[str]:
    """Yield each as the folded abbreviation and the syllables as written, a space between; linear in the text."""
    folded = spelling.folded
    pairs = list(zip(spelling.syllables, folded, strict=True))
    for place in [place for place, token in enumerate(folded) if _MAY_BE[token]]:
        behind = pairs[max(0, place - _REACH) : place][::-1] if _says_so(text, spelling, place) else ()
        for end in range(place + 1, min(place + MOST_PARTS, len(folded)) + 1):
            short = "".join(folded[place:end])
            if not (_MAY_BE[folded[end - 1]] and looks_like_an_abbreviation(short)):
                break
            if row := _row(short[::-1], behind):
                yield " ".join((short, *reversed(row)))
            if (row := _row(short, pairs[end : end + _REACH])) and _says_so(text, spelling, end):
                yield " ".join((short, *row))


def _says_so(text: str, spelling: Spelling | Analysis, place: int) -> bool:
    """Say whether a mark stands before this syllable that makes what is on its sides one and the same."""
    return place > 0 and bool(_SAYS_SO.search(text, spelling.ends[place - 1], spelling.starts[place]))


def _row(letters: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return the first syllables, if they begin with these letters one by one, or else if all but "và" do.

    None is taken that begins or ends with "và": it joins what is meant to other words.
    """
    rows = (_beginning_with(letters, pairs, left_out) for left_out in (None, AND))
    return next((row for row in rows if row and AND not in (row[0], row[-1])), [])


def _beginning_with(letters: str, pairs: Iterable[tuple[str, str]], left_out: str | None) -> list[str]:
    row: list[str] = []
    awaited = list(reversed(letters))
    for syllable, folded in pairs:
        if not (row and syllable == left_out) and folded[0] != awaited.pop():
            break
        row.append(syllable)
        if not awaited:
            return row
    return []


_MAY_BE = Memo(looks_like_an_abbreviation)
