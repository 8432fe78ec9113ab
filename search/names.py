"""The sources, sections and authors of living articles, to be found by the beginning of a word of them."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from index.text.normalise import fold_syllable
from index.text.streams import spell
from search.beginning import Beginning
from search.columns import ValueColumn


class Names:
    """The values of one column, those that most articles have first; immutable."""

    def __init__(self, column: ValueColumn) -> None:
        """Count them, each in the spelling it is listed in."""
        counts = column.living.tolist()
        held = [code for code, count in enumerate(counts) if count]
        held.sort(key=lambda code: (-counts[code], len(column.values[code]), column.values[code]))
        self._values = [(column.values[code], counts[code]) for code in held]
        folded = [column.folded[code] for code in held]
        self._text = "\n".join(folded)  # in one piece, which is searched a hundred times as fast as value by value
        self._starts = np.cumsum([0, *(len(text) + 1 for text in folded)]).tolist()

    def completing(self, beginning: Beginning) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """Yield the names of which some words begin so, their exact syllables, and how many articles have each."""
        for folded in beginning.folded:
            for place in self._holding(f" {folded}"):
                name, count = self._values[place]
                syllables = spell(name).syllables
                if _some_words_begin(syllables, folded, beginning):
                    yield name, tuple(syllables), count

    def _holding(self, text: str) -> Iterator[int]:
        at = self._text.find(text)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._text.find(text, self._starts[place + 1])


def _some_words_begin(syllables: Sequence[str], folded: str, beginning: Beginning) -> bool:
    words = [*map(fold_syllable, syllables), ""]
    return any(
        " ".join(words[place:]).startswith(folded) and beginning.agrees(syllables[place:])
        for place in range(len(syllables))
    )
