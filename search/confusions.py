"""What a folded syllable may have been meant to be: one slip of a finger away, or spelled as it sounds elsewhere.

A syllable comes with a cost, in natural logarithms of odds: roughly how much rarer such a slip is than none.
"""

from collections.abc import Iterator, Mapping

SOUNDS = 1.0  # spelled as it sounds: hỏi and ngã fold alike, but s and x, n and ng do not
SLIPPED = 1.5  # two letters exchanged, or one typed twice
NEIGHBOUR = 2.0  # a key beside the one meant
LEFT_OUT = 2.2  # a letter too many
ADDED = 2.5  # a letter too few
OTHER = 3.0  # a letter of elsewhere on the keyboard

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# Consonants that a region or a hurried hand does not tell apart, at the beginning and at the end of a syllable.
_INITIALS = ("s x", "ch tr", "d gi", "d r", "gi r", "l n", "d v", "kh h", "g gh", "ng ngh", "c k", "q c")
_FINALS = ("n ng", "n nh", "c t", "ch c", "ch t", "m n")


def _both_ways(pairs: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Return for each side of the pairs what it is confused with."""
    ways = [pair.split() for pair in pairs]
    ways += [way[::-1] for way in ways]
    return {one: frozenset(other for first, other in ways if first == one) for one, _ in ways}


def _neighbours() -> Mapping[str, frozenset[str]]:
    places = {letter: (row, column) for row, letters in enumerate(_ROWS) for column, letter in enumerate(letters)}
    return {
        letter: frozenset(
            other for other, (r, c) in places.items()
            if other != letter and abs(r - row) <= 1 and abs(c - column) <= 1
        )
        for letter, (row, column) in places.items()
    }  # fmt: skip


INITIALS, FINALS, NEIGHBOURS = _both_ways(_INITIALS), _both_ways(_FINALS), _neighbours()


def meant(syllable: str) -> dict[str, float]:
    """Return what a folded syllable of the letters a to z may have been meant to be, and the least cost of each."""
    found: dict[str, float] = {}
    for other, cost in (*_slips(syllable), *((other, SOUNDS) for other in sounding_alike(syllable))):
        if other and other != syllable and not _differ_in_i(syllable, other):
            found[other] = min(cost, found.get(other, cost))
    return found


def sounding_alike(syllable: str) -> Iterator[str]:
    """Yield the syllables whose first or last consonants are taken for this one's."""
    head, body, tail = _parts(syllable)
    yield from (other + body + tail for other in INITIALS.get(head, ()))
    if body:
        yield from (head + body + other for other in FINALS.get(tail, ()))


def _parts(syllable: str) -> tuple[str, str, str]:
    """Cut into the first consonants, the vowels, the last consonants; `gi` and `qu` are consonants before a vowel."""
    start = next((place for place, letter in enumerate(syllable) if letter in VOWELS), len(syllable))
    if syllable[:2] in {"gi", "qu"} and syllable[2:3] in VOWELS:
        start = 2
    end = next((place for place in range(len(syllable), start, -1) if syllable[place - 1] in VOWELS), start)
    return syllable[:start], syllable[start:end], syllable[end:]


def _slips(syllable: str) -> Iterator[tuple[str, float]]:
    for place, letter in enumerate(syllable):
        before, after = syllable[:place], syllable[place + 1 :]
        yield before + after, SLIPPED if before.endswith(letter) else LEFT_OUT
        near = NEIGHBOURS.get(letter, frozenset())
        yield from ((before + other + after, NEIGHBOUR if other in near else OTHER) for other in LETTERS)
        yield from ((before + other + letter + after, ADDED) for other in LETTERS)
        if after:
            yield before + after[0] + letter + after[1:], SLIPPED
    yield from ((syllable + other, ADDED) for other in LETTERS)


def _differ_in_i(one: str, other: str) -> bool:
    """Say whether two syllables differ in a last i or y alone, which are both in use."""
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"i", "y"}
