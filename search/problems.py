"""What a typed query holds that was left out or is understood otherwise than it may have been meant, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ProblemKind: TypeAlias = Literal[
    "bad_date",
    "date_as_words",
    "dates_reversed",
    "empty_field",
    "empty_parentheses",
    "lone_or",
    "no_words",
    "only_excluded",
    "star",
    "too_deep",
    "too_long",
    "too_many_terms",
    "unclosed_quotation",
    "unknown_field",
    "unknown_operator",
]
Told: TypeAlias = str | int | tuple[str, str]  # what a sentence speaks of: one for both languages, or one for each

_SENTENCES: Mapping[ProblemKind, tuple[str, str]] = {
    "bad_date": (
        "“{0}” không phải là ngày nên không lọc theo ngày được; hãy gõ như 04/07/2018, 7/2018 hoặc 2018.",
        "“{0}” is not a date, so it does not narrow the search; write a day as 04/07/2018 (4 July) or 2018-07-04, "
        "a month as 7/2018, a year as 2018.",
    ),
    "date_as_words": (
        "“{0}” được tìm như chữ viết trong bài, không phải là ngày đăng; để tìm bài đăng vào lúc đó, hãy gõ {1}.",
        "“{0}” is looked for in the texts of articles; to find the articles of that date, write {1}.",
    ),
    "dates_reversed": (
        "Không có ngày nào vừa từ {0} trở đi vừa đến {1}; hãy đổi chỗ hai ngày.",
        "The start date, {0}, is later than the end date, {1}, so no article fits; swap the two dates.",
    ),
    "empty_field": (
        "Không lọc theo “{0}” được vì ngay sau dấu hai chấm chưa có gì; hãy gõ liền, như {1}.",
        "“{0}” does not narrow the search, because nothing stands right after the colon; write it like {1}.",
    ),
    "empty_parentheses": (
        "Trong ngoặc đơn chưa có gì; hãy gõ điều cần tìm vào đó, như (lũ OR bão) miền Trung, hoặc bỏ ngoặc.",
        "The parentheses are empty; put into them what to search for, as in (Hue OR Vinh) du lich, or leave them out.",
    ),
    "lone_or": (
        "“OR” phải có từ ở cả hai bên, như Hà Nội OR Sài Gòn; ở đây “OR” được tìm như một từ trong bài.",
        "“OR” needs words on both sides, as in Hue OR Vinh; here it is searched for as a word of the articles.",
    ),
    "no_words": (
        "Không có từ nào để tìm trong những gì đã gõ; hãy gõ ít nhất một từ, như lũ lụt.",
        "There is no word to search for; type at least one.",
    ),
    "only_excluded": (
        "Chỉ có điều cần loại trừ, nên mọi bài không có điều đó đều khớp; hãy gõ thêm điều cần tìm, như hòa bình -chợ.",
        "Only what to leave out is given, so every other article matches; add what to find, as in hoa binh -cho.",
    ),
    "star": (
        "Dấu * chỉ dùng được ở cuối một từ đứng riêng, như hoa* hay tiêu đề:hoa*, sau ít nhất hai chữ; "
        "dấu này đã được bỏ qua.",
        "A star works only at the end of a word by itself, as in hoa* or title:hoa*, after two letters or more; "
        "it was left out.",
    ),
    "too_deep": (
        "Ngoặc đơn lồng nhau quá {0} tầng; những ngoặc trong cùng đã được bỏ qua.",
        "Parentheses go deeper than {0} levels; the innermost were left out.",
    ),
    "too_long": (
        "Câu tìm quá dài, chỉ {0} ký tự đầu được dùng.",
        "The query is too long; its first {0} characters are used.",
    ),
    "too_many_terms": (
        "Câu tìm có quá nhiều từ, chỉ {0} âm tiết đầu được dùng.",
        "The query has too many words; its first {0} syllables are used.",
    ),
    "unclosed_quotation": (
        'Có một dấu ngoặc kép thiếu dấu thứ hai nên đã được bỏ qua; hãy đóng cụm từ lại, như "hòa bình".',
        'A quotation mark has no partner and was left out; close the phrase, as in "hoa binh".',
    ),
    "unknown_field": (
        "Không có trường “{0}:” nên “{1}” được tìm như từ thường; hãy gõ {2}.",
        "There is no field “{0}:”, so “{1}” is searched for as plain words; write {2}.",
    ),
    "unknown_operator": (
        "“{0}” không phải là toán tử ở đây nên {1}; {2}.",
        "“{0}” is no operator here and {1}; {2}.",
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
    def of(cls, kind: ProblemKind, position: int, *told: Told) -> "Problem":
        """Return a problem of a kind, with what its sentences speak of."""
        text, english = (
            sentence.format(*(one[language] if isinstance(one, tuple) else one for one in told))
            for language, sentence in enumerate(_SENTENCES[kind])
        )
        return cls(kind, position, text, english)
