"""One spelling for what is the same to a reader: of a whole text (`normalise`) and of a syllable."""

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.fold import fold
from index.text.memo import Memo
from index.text.nfc import nfc

# Characters nobody sees: soft hyphen, zero-width space and joiners, writing direction, invisible operators,
# byte-order mark, variation selectors and tags.
_UNSEEN = "\u00ad\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
# A mark that composes with nothing is a slip of the keyboard ("đượ̣c"), and would cut the syllable in two.
_MARKS = "\u0300-\u036f"
# Python lower-cases İ to two characters and Σ by its neighbours; Ð and Ɖ are what old files write for Đ.
_CAPITALS = str.maketrans({"İ": "i", "Σ": "σ", "Ð": "đ", "Ɖ": "đ"})

_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
_MARK = re.compile(f"[{_MARKS}]")
_UNUSUAL = re.compile(f"[{_UNSEEN}{_MARKS}İΣÐƉ]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text made ready for matching, and the way back to the text as given.

    `text` is NFC and lower case, without characters nobody sees. `offsets[i]` is the index in the given text that
    `text[i]` comes from, for i from 0 to len(text) inclusive, never falling; None where the two are the same.
    """

    text: str
    offsets: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the given text, with all marks of its letters and what follows unseen."""
        starts, ends = self.spans([start], [end])
        return starts[0], ends[0]

    def spans(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """Like `span`, for parallel lists."""
        offsets = self.offsets
        if offsets is None:
            return starts, ends
        return (
            [offsets[start] for start in starts],
            [
                offsets[bisect_right(offsets, offsets[end - 1])] if end > start else offsets[end]
                for start, end in zip(starts, ends, strict=True)
            ],
        )


def normalise(text: str) -> Normalised:
    """Compose (NFC), lower-case and drop what nobody sees; idempotent, linear, and never an error for any str."""
    if text.isascii() or (_UNUSUAL.search(text) is None and unicodedata.is_normalized("NFC", text)):
        return Normalised(text.lower(), None)
    seen = [*_seen(text), len(text)]
    visible = _UNSEEN_RUN.sub("", text)
    if _MARK.search(visible) is None and unicodedata.is_normalized("NFC", visible):
        return Normalised(_canonical(visible), seen)
    return _normalise_by_chunks(visible, seen)


def _normalise_by_chunks(visible: str, seen: list[int]) -> Normalised:
    """Normalise a text without unseen characters; `seen` holds the offset of each of its characters, and of its end."""
    parts: list[str] = []
    offsets: list[int] = []
    for start, end in _closed_chunks(visible):
        chunk = visible[start:end]
        part = _CHUNKS[chunk]
        parts.append(part)
        offsets += seen[start:end] if part == chunk.lower() else [seen[start]] * len(part)
    offsets.append(seen[-1])
    return Normalised("".join(parts), offsets)


def _seen(text: str) -> Iterator[int]:
    start = 0
    for unseen in _UNSEEN_RUN.finditer(text):
        yield from range(start, unseen.start())
        start = unseen.end()
    yield from range(start, len(text))


def _canonical(text: str) -> str:
    lowered = nfc(text).translate(_CAPITALS).lower()
    return nfc(_MARK.sub("", lowered))


_CHUNKS = Memo(_canonical)


def _closed_chunks(text: str) -> Iterator[tuple[int, int]]:
    """Cut before every character that cannot compose with what precedes it: chunks compose each by itself."""
    start = 0
    for place, character in enumerate(text):
        if place > start and not _may_compose(character):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _may_compose(character: str) -> bool:
    """Tell whether a character can compose with the one before it: marks, vowels of Korean and of Kirat Rai."""
    if character < "\u0300":
        return False
    return (
        unicodedata.category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or "\U00016d63" <= character <= "\U00016d6a"
    )


# Tone placement: new style (hoà, khoẻ, thuỷ) to old style (hòa, khỏe, thủy), in open syllables only: hoàn and toán
# are written one way in both. After q the u belongs to the consonant: quý.
_OLD_STYLE = {
    new: old
    for news, olds in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for new, old in zip(news.split(), olds.split(), strict=True)
}

# Where i and y are two spellings of one word, the rarer in the press -> the commoner. No rule: tỷ (a milliard) and
# tỉ, tai and tay, mi and my are different words, and no syllable is listed here that is another word in the news.
IY_EQUIVALENTS = {
    "hi": "hy",  # hi vọng, hi sinh
    "hỉ": "hỷ",  # song hỉ
    "kì": "kỳ",  # thời kì
    "kí": "ký",  # kí kết
    "kỉ": "kỷ",  # kỉ niệm
    "kĩ": "kỹ",  # kĩ thuật
    "kị": "kỵ",  # kị binh
    "lí": "lý",  # quản lí
    "lỳ": "lì",  # lỳ xì
    "mĩ": "mỹ",  # thẩm mĩ
    "mỳ": "mì",  # bánh mỳ
    "sỹ": "sĩ",  # bác sỹ
    "qui": "quy",  # qui định
    "quì": "quỳ",  # quì gối
    "quí": "quý",  # quí khách
    "quỉ": "quỷ",  # ma quỉ
    "quĩ": "quỹ",  # quĩ đầu tư
    "quị": "quỵ",  # đột quị
}
# Without diacritics both spellings meet in the one with y, whichever is the commoner with them.
_FOLDED_EQUIVALENTS = {
    min(pair): max(pair) for pair in ((fold(rare), fold(common)) for rare, common in IY_EQUIVALENTS.items())
}

SYLLABLE_CACHE = 65_536  # distinct syllables and foreign words of some 10,000 articles


@functools.lru_cache(maxsize=SYLLABLE_CACHE)
def normalise_syllable(syllable: str) -> str:
    """Write a syllable in old-style tone placement and in the commoner of two i/y spellings: `hoà` -> `hòa`.

    `syllable` is lower-case NFC; the answer has as many characters. Idempotent.
    """
    if syllable[-2:] in _OLD_STYLE and syllable[-3:-2] != "q":
        return syllable[:-2] + _OLD_STYLE[syllable[-2:]]
    return IY_EQUIVALENTS.get(syllable, syllable)


@functools.lru_cache(maxsize=SYLLABLE_CACHE)
def fold_syllable(syllable: str) -> str:
    """Fold a syllable, and write the i/y spellings of one word alike: `kĩ`, `kỹ`, `ki` and `ky` all give `ky`."""
    folded = fold(syllable)
    return _FOLDED_EQUIVALENTS.get(folded, folded)
