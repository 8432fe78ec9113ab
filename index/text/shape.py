"""What a token looks like without being looked up anywhere."""

import re

ABBREVIATED = range(2, 7)  # syllables, a letter each; longer tokens are words of another language
MOST_PARTS = 3  # that an abbreviation is written in: LĐ-TB&XH; one has two letters or more

_SYLLABLE = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?")
_WORD = re.compile(r"[a-z]+")


def looks_like_a_syllable(folded: str) -> bool:
    """Say whether a folded token is built as Vietnamese syllables are."""
    return bool(_SYLLABLE.fullmatch(folded))


def looks_like_an_abbreviation(folded: str) -> bool:
    """Say whether a folded token may abbreviate syllables: a few letters that are no syllable themselves."""
    return len(folded) in ABBREVIATED and bool(_WORD.fullmatch(folded)) and not looks_like_a_syllable(folded)
