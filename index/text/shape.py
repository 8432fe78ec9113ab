"""What a token looks like without being looked up anywhere."""

import re

_SYLLABLE = re.compile(r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?")


def looks_like_a_syllable(folded: str) -> bool:
    """Say whether a folded token is built as Vietnamese syllables are."""
    return bool(_SYLLABLE.fullmatch(folded))
