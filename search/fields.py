"""The fields of the query language: their names, and what people type who mean one of them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias

from index.text.fold import fold

FieldKind: TypeAlias = Literal["author", "source", "category", "title", "from", "to"]

CLOSE = 0.8  # of a name's letters in the right order: `titel` and `nguonn` are close, `luc` and `muc` are not


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its kind, which is its English name, and its Vietnamese one.

    `examples` are values, in Vietnamese and in English; `others` are names in these languages that other search engines
    and habit give it, folded and in one piece.
    """

    kind: FieldKind
    vietnamese: str
    examples: tuple[str, str]
    others: tuple[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The names it is known by."""
        return self.vietnamese, fold(self.vietnamese), self.kind

    @property
    def dated(self) -> bool:
        """Whether its value is a date."""
        return self.kind in ("from", "to")

    def with_value(self, vietnamese: str, english: str) -> tuple[str, str]:
        """Write the field with a value, in the one and the other language."""
        return f"{self.vietnamese}:{vietnamese}", f"{self.kind}:{english}"


def one_piece(name: str) -> str:
    """Return a name folded, in lower case, without what stands between its syllables: `tac_gia` is `tacgia`."""
    return re.sub(r"[\s_-]", "", fold(name).lower())


FIELDS = (
    Field("author", "tác giả", ('"Gia Linh"', '"Gia Linh"'), ("nguoiviet phongvien", "by byline writer")),
    Field(
        "source", "nguồn", ('"Báo Nhân Dân"', '"Nhan Dan"'), ("bao tobao trang", "site website domain paper newspaper")
    ),
    Field("category", "mục", ('"Kinh tế"', '"Kinh te"'), ("chuyenmuc theloai chude", "section topic tag")),
    Field("title", "tiêu đề", ('"hòa bình"', '"hoa binh"'), ("tua tuade tit", "intitle allintitle headline")),
    Field("from", "từ", ("04/07/2018", "2018-07-04"), ("sau tungay saungay", "after since")),
    Field("to", "đến", ("04/07/2018", "2018-07-04"), ("truoc denngay truocngay", "before until till")),
)
_BY_NAME = {fold(name): field for field in FIELDS for name in field.names}
_NAME = re.compile(f"({'|'.join(name for field in FIELDS for name in field.names)}):", re.IGNORECASE)
_DAY, _MONTH, _YEAR = "04/07/2018", "7/2018", "2018"
PERIODS = {  # what people call a span of days, with one of these
    "ngay": _DAY, "day": _DAY, "date": _DAY,
    "thang": _MONTH, "month": _MONTH,
    "nam": _YEAR, "year": _YEAR,
}  # fmt: skip
_MEANT = {name: field for field in FIELDS for name in (*map(one_piece, field.names), *" ".join(field.others).split())}
_ENGLISH = [name for field in FIELDS for name in (field.kind, *field.others[1].split())] + ["day", "month", "year"]


def field_at(text: str, position: int) -> tuple[Field, int] | None:
    """Return the field whose name and colon stand at a position, and where its value may begin."""
    match = _NAME.match(text, position)
    field = _BY_NAME.get(fold(match[1]).lower()) if match else None  # Python takes ſ for an s in any case
    return (field, match.end()) if match and field else None


def meant_by(name: str) -> Field | None:
    """Return the field that people mean who give it another name."""
    return _MEANT.get(one_piece(name))


def close_to(name: str) -> Field | None:
    """Return the field whose name, or other name, a mistyped one is close to."""
    return next((_MEANT[close] for close in get_close_matches(one_piece(name), _MEANT, 1, CLOSE)), None)


def is_english(name: str) -> bool:
    """Say whether a name is English, or close to one that is."""
    return bool(get_close_matches(one_piece(name), _ENGLISH, 1, CLOSE))
