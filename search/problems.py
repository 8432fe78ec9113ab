"""What a typed query holds that was left out or is understood otherwise than it may have been meant, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ProblemKind: TypeAlias = Literal[
    "bad_date", "dates_reversed", "no_words", "star", "too_deep", "too_long", "too_many_terms"
]

_SENTENCES: Mapping[ProblemKind, tuple[str, str]] = {
    "bad_date": (
        "“{value}” không phải là ngày; hãy gõ như 04/07/2018.",
        "“{value}” is not a date; write 4 July 2018 as 04/07/2018 or 2018-07-04.",
    ),
    "dates_reversed": (
        "Không có ngày nào vừa từ {value} trở đi vừa đến {other}; hãy đổi chỗ hai ngày.",
        "No day is both from {value} on and up to {other}; exchange the two dates.",
    ),
    "no_words": ("Không có từ nào để tìm trong những gì đã gõ.", "There is no word to search for."),
    "star": (
        "Dấu * chỉ dùng được ở cuối một từ, sau ít nhất hai chữ; dấu này đã được bỏ qua.",
        "A star works only at the end of a word, after two letters or more; it was left out.",
    ),
    "too_deep": (
        "Ngoặc đơn lồng nhau quá {value} tầng; những ngoặc trong cùng đã được bỏ qua.",
        "Parentheses go deeper than {value} levels; the innermost were left out.",
    ),
    "too_long": (
        "Câu tìm quá dài, chỉ {value} ký tự đầu được dùng.",
        "The query is too long; its first {value} characters are used.",
    ),
    "too_many_terms": (
        "Câu tìm có quá nhiều từ, chỉ {value} âm tiết đầu được dùng.",
        "The query has too many words; its first {value} syllables are used.",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something typed that was left out or understood otherwise.

    Its kind, its place in the composed (NFC) text in characters, and a sentence in Vietnamese (`text`) and in English.
    """

    kind: ProblemKind
    position: int
    text: str
    english: str

    @classmethod
    def of(cls, kind: ProblemKind, position: int, value: object = "", other: object = "") -> "Problem":
        """Return a problem of a kind, with what its sentences speak of."""
        text, english = (sentence.format(value=value, other=other) for sentence in _SENTENCES[kind])
        return cls(kind, position, text, english)
