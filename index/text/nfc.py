"""Unicode's composed form (NFC) in linear time, whatever the text."""

import itertools
import re
import unicodedata

# unicodedata sorts the marks after a letter by insertion, quadratic in their number: 80,000 take six seconds. Longer
# runs than Unicode's "stream-safe" 30 (UAX #15) are sorted here first. No mark is a letter to `re`.
_LONG_RUN = re.compile(r"[^\w\s\x00-\x7f]{31,}")


def nfc(text: str) -> str:
    """Compose `text`, any str; equal to `unicodedata.normalize("NFC", text)`."""
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_in_canonical_order, text))


def _in_canonical_order(run: re.Match[str]) -> str:
    """Decompose a run of marks and sort it as Unicode does: by class, stably, between characters of class 0."""
    parts = "".join(unicodedata.normalize("NFD", mark) for mark in run[0])
    groups = itertools.groupby(parts, key=lambda part: unicodedata.combining(part) > 0)
    return "".join("".join(sorted(group, key=unicodedata.combining)) for _, group in groups)
