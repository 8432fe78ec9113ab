"""The four parallel views of one text that are indexed: exact syllables, words, folded syllables, folded bigrams."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import add, not_

from index.text.compounds import MAX_TERM as MAX_TERM
from index.text.compounds import compound_text, find_compounds, take_apart
from index.text.memo import Memo
from index.text.normalise import fold_syllable, normalise, normalise_syllable
from index.text.pyvi_model import PYVI_VERSION
from index.text.segment import Segments, cut, segment

STREAMS = ("exact", "words", "folded", "folded_bigrams")

RULES_VERSION = 2  # raised with every change of what this room makes of a text
ANALYSIS_VERSION = f"pyvi-{PYVI_VERSION}+rules-{RULES_VERSION}"


@dataclass(frozen=True, slots=True)
class Token:
    """A term of one stream: where it stands in the text as given, in characters, and the position it begins at."""

    text: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """The syllables of a text, exact and folded, and where they stand, like those of `Analysis`."""

    syllables: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All streams of one text, as parallel lists.

    A position is a syllable, a foreign word or a number; signs have none. `syllables`, `folded`, `starts` and `ends`
    have one entry a position; offsets are in characters of the text as given, and `text[starts[i]:ends[i]]` is what
    was written for `syllables[i]`. `words[j]` begins at position `word_positions[j]`. `compounds` holds (text, first
    position, number of positions) of what is one term besides its parts (`16/08/2022`, `covid-19`), by rising
    position, and `folded_compounds` the folded text of each.

    No term is longer than MAX_TERM characters (a bigram: twice that and a space). A longer syllable is cut there, for
    a query that holds it is cut alike and finds it; a longer word is left in syllables; a longer compound is dropped.
    """

    syllables: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    words: list[str]
    word_positions: list[int]
    compounds: list[tuple[str, int, int]]
    folded_compounds: list[str]

    @property
    def folded_bigrams(self) -> list[str]:
        """Every two neighbouring folded syllables, joined by a space; the i-th begins at position i."""
        return list(map(" ".join, pairwise(self.folded)))

    def stream(self, name: str) -> Iterator[Token]:
        """Yield the tokens of one of `STREAMS`, by rising position; raises ValueError for another name."""
        match name:
            case "exact":
                return self._with_compounds(self.syllables, [text for text, _, _ in self.compounds])
            case "words":
                return self._word_tokens()
            case "folded":
                return self._with_compounds(self.folded, self.folded_compounds)
            case "folded_bigrams":
                return map(Token, self.folded_bigrams, self.starts, self.ends[1:], range(len(self.folded)))
            case _:
                raise ValueError(f"There is no token stream {name!r}; the streams are {', '.join(STREAMS)}.")

    def _with_compounds(self, syllables: list[str], compounds: list[str]) -> Iterator[Token]:
        waiting = 0
        for position, syllable in enumerate(syllables):
            yield Token(syllable, self.starts[position], self.ends[position], position)
            while waiting < len(compounds) and self.compounds[waiting][1] == position:
                end = self.ends[position + self.compounds[waiting][2] - 1]
                text = compounds[waiting]
                yield Token(text, self.starts[position], end + text.endswith("%"), position)
                waiting += 1

    def _word_tokens(self) -> Iterator[Token]:
        bounds = pairwise([*self.word_positions, len(self.syllables)])
        for word, (position, following) in zip(self.words, bounds, strict=True):
            yield Token(word, self.starts[position], self.ends[following - 1], position)


def analyse(text: str) -> Analysis:
    """Make all token streams of a text, segmenting it once, in lower case; linear, and never an error for any str.

    Raises PyviModelError where pyvi's model cannot be read.
    """
    normalised = normalise(text)
    segments, wholes = take_apart(normalised.text, segment(normalised.text))
    spelled = list(map(_EXACT.__getitem__, segments.tokens))
    syllables, folded, starts, ends = _spelling(segments, spelled)
    words, word_positions = _words(syllables, list(compress(segments.joined, spelled)))
    places = find_compounds(normalised.text, starts, ends, wholes)
    exact_compounds, folded_compounds = (
        [compound_text(normalised.text, parts, starts, ends, first, last) for first, last in places]
        for parts in (syllables, folded)
    )
    compounds = [
        (compound, first, last - first + 1) for compound, (first, last) in zip(exact_compounds, places, strict=True)
    ]
    starts, ends = normalised.spans(starts, ends)
    return Analysis(syllables, folded, starts, ends, words, word_positions, compounds, folded_compounds)


def spell(text: str) -> Spelling:
    """Tell the syllables of a text as `analyse` does, in half the time, and nothing else."""
    normalised = normalise(text)
    segments, _ = take_apart(normalised.text, cut(normalised.text))
    syllables, folded, starts, ends = _spelling(segments, list(map(_EXACT.__getitem__, segments.tokens)))
    return Spelling(syllables, folded, *normalised.spans(starts, ends))


def _spelling(segments: Segments, spelled: list[str]) -> tuple[list[str], list[str], list[int], list[int]]:
    """Return exact and folded syllables, where they start and end; `spelled` are all tokens, empty for signs."""
    syllables = list(filter(None, spelled))
    folded = list(map(_FOLDED.__getitem__, syllables))
    return syllables, folded, list(compress(segments.starts, spelled)), list(compress(segments.ends, spelled))


def _exact(token: str) -> str:
    """Spell a token as it is indexed; empty for a sign."""
    return normalise_syllable(token)[:MAX_TERM] if token[0].isalnum() else ""


_EXACT = Memo(_exact)
_FOLDED = Memo(fold_syllable)
_LINKS = " ", "_"  # what stands before a syllable that is not, or is, joined to the one before it


def _words(syllables: list[str], joined: list[bool]) -> tuple[list[str], list[int]]:
    """Join syllables to words: `joined[i]` tells that syllable i continues the word of the one before it."""
    if not syllables:
        return [], []
    words = "".join(map(add, map(_LINKS.__getitem__, joined), syllables))[1:].split(" ")
    positions = list(compress(range(len(joined)), map(not_, joined)))
    if max(map(len, words)) <= MAX_TERM:
        return words, positions
    return _without_long_words(words, positions, syllables)


def _without_long_words(words: list[str], positions: list[int], syllables: list[str]) -> tuple[list[str], list[int]]:
    kept: list[tuple[str, int]] = []
    for word, (first, following) in zip(words, pairwise([*positions, len(syllables)]), strict=True):
        if len(word) <= MAX_TERM:
            kept.append((word, first))
        else:
            kept.extend((syllables[position], position) for position in range(first, following))
    return [word for word, _ in kept], [position for _, position in kept]
