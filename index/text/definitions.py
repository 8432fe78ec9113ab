"""Where a text says what an abbreviation stands for: "thông tin đối ngoại (TTĐN)", "CSGT (cảnh sát giao thông)".

An abbreviation here has one letter for each syllable, and stands right after, or right before, those that begin with
its letters.
"""

from collections.abc import Iterator, Sequence

from index.text.memo import Memo
from index.text.shape import looks_like_an_abbreviation


def definitions(syllables: Sequence[str], folded: Sequence[str]) -> Iterator[str]:
    """Yield each as the folded abbreviation and the syllables as written, a space between; linear in the text."""
    for place in [place for place, token in enumerate(folded) if _MAY_BE[token]]:
        count = len(folded[place])
        for first in (place - count, place + 1):
            row = folded[max(first, 0) : max(first, 0) + count]
            if first >= 0 and "".join(syllable[0] for syllable in row) == folded[place]:
                yield " ".join((folded[place], *syllables[first : first + count]))


_MAY_BE = Memo(looks_like_an_abbreviation)
