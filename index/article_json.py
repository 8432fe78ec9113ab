"""The one mapping between an article and a JSON object: sources are read through it, the index stores through it."""

import datetime
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypedDict, cast

from index.article import Article

ID_CHARACTERS = 512  # an address used as id fits; an id is a key in the index and a part of an address
NESTING_LEVELS = 32  # deeper than any real record, far below where JSON libraries give up
SHOWN_CHARACTERS = 40  # of a wrong value in a message: enough to find it by, short enough for one line
FIRST_YEAR = 1865  # of Gia Định Báo, the first newspaper in Vietnamese
LAST_YEAR = 2100  # a later date is a typing error or a placeholder and would stretch every timeline

_ALIASES = {"_id": "id", "text": "body"}  # the field names of BEIR collections
_TEXTS = ("title", "summary", "body")
_LABELS = ("author", "source", "category", "url")
_DATES = ("date", "crawled")
_FIELDS = frozenset(("id", "captions", *_TEXTS, *_LABELS, *_DATES))
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.,+\-Z ]+)?")
_DAY_FIRST_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?:[ ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?")
_TYPE_NAMES = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list"}


class WholeArticle(TypedDict):
    """An article with all its texts as the paper wrote them, null where it is unknown; days are written 2018-07-04.

    `summary` is the lead; `body` separates paragraphs by blank lines; `crawled` is the day the page was fetched. Fields
    of the source that no other holds lie beside these.
    """

    id: str
    title: str
    summary: str
    body: str
    captions: list[str]
    author: str | None
    source: str | None
    category: str | None
    url: str | None
    date: str | None
    crawled: str | None


class FieldError(ValueError):
    """A JSON object that is no article; its text is one sentence that names the field."""


def article_to_json(article: Article) -> WholeArticle:
    """Give `article` as a JSON object with every field present, unknown ones null; `extra` lies beside the fields."""
    fields = {name: getattr(article, name) for name in ("id", *_TEXTS)}
    fields["captions"] = list(article.captions)
    fields |= {name: getattr(article, name) for name in _LABELS}
    dates = {name: getattr(article, name) for name in _DATES}
    fields |= {name: None if day is None else day.isoformat() for name, day in dates.items()}
    return cast(WholeArticle, {**article.extra, **fields})


def article_from_json(record: Mapping[str, Any]) -> Article:
    """Make an article of a JSON object; the inverse of `article_to_json`.

    Null means absent, and so does a blank author, source, category, url or date. BEIR's `_id` and `text` stand for an
    absent `id` and `body`. A whole number as id is taken as its digits. An absent id is derived from the content, see
    `content_id`. Other fields are kept in `extra`, where they were not null.

    Raises:
        FieldError: a field has the wrong type or a value that cannot be used.
    """
    known, extra = _sort_fields(record)
    values: dict[str, Any] = {name: _text(known, name) or "" for name in _TEXTS}
    values |= {name: _label(known, name) for name in _LABELS}
    values |= {name: _date(known, name) for name in _DATES}
    values["captions"] = _captions(known)
    article = Article(id=_id(known) or "", extra=extra, **values)
    return article if article.id else replace(article, id=content_id(article))


def content_id(article: Article) -> str:
    """Derive an id from what identifies a report: its texts, date, source and address.

    The id stays the same when a source is reordered or fetched again, and changes when the text is corrected.
    64 bits: among a million articles two share an id with a probability of 3 in 100 million.
    """
    texts = [article.title, article.summary, article.body, *article.captions]
    origin = [str(article.date), article.source, article.url]
    content = json.dumps([texts, origin], ensure_ascii=True)
    return "sha-" + hashlib.sha256(content.encode("ascii")).hexdigest()[:16]


def _sort_fields(record: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split a record into the fields of an article and the rest, both without nulls."""
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in record.items():
        field = _ALIASES.get(name, name)
        stands_for_field = field == name or record.get(field) is None
        if value is None:
            continue
        if field in _FIELDS and stands_for_field:
            known[field] = value
        else:
            _check_nesting(name, value)
            extra[name] = value
    return known, extra


def _text(known: Mapping[str, Any], name: str) -> str | None:
    value = known.get(name)
    if value is None or isinstance(value, str):
        return value
    raise FieldError(f'the field "{name}" must be text, not {_type_name(value)}')


def _label(known: Mapping[str, Any], name: str) -> str | None:
    value = _text(known, name)
    return value if value and not value.isspace() else None


def _id(known: Mapping[str, Any]) -> str | None:
    value = known.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    elif value is not None and not isinstance(value, str):
        raise FieldError(f'the field "id" must be text or a whole number, not {_type_name(value)}')
    if value is not None:
        _check_id(value)
    return value


def _check_id(value: str) -> None:
    if not value:
        raise FieldError('the field "id" is empty; give it a value or leave the field out')
    if len(value) > ID_CHARACTERS:
        raise FieldError(f'the field "id" has {len(value)} characters; at most {ID_CHARACTERS} are possible')
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in value):
        raise FieldError(f'the field "id" holds control characters: {_shown(value)}')
    if value in (".", ".."):
        raise FieldError(f'the field "id" is {_shown(value)}, which cannot be part of an address')
    if value != value.strip():
        raise FieldError(f'the field "id" begins or ends with white space: {_shown(value)}')


def _captions(known: Mapping[str, Any]) -> tuple[str, ...]:
    value = known.get("captions", [])
    if not isinstance(value, list):
        raise FieldError(f'the field "captions" must be a list of texts, not {_type_name(value)}')
    for number, caption in enumerate(value, 1):
        if not isinstance(caption, str):
            wrong = f"item {number} is {_type_name(caption)}"
            raise FieldError(f'the field "captions" must be a list of texts, but {wrong}')
    return tuple(value)


def _date(known: Mapping[str, Any], name: str) -> datetime.date | None:
    value = _label(known, name)
    if value is None:
        return None
    try:
        day = _parse_date(value.strip())
    except ValueError:
        known_forms = "write 2017-03-05, 2017-03-05T10:00:00+07:00 or 05/03/2017"
        raise FieldError(f'the field "{name}" is {_shown(value)}, which is no date; {known_forms}') from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldError(f'the field "{name}" is {_shown(value)}; years from {FIRST_YEAR} to {LAST_YEAR} are possible')
    return day


def _parse_date(text: str) -> datetime.date:
    """Read a date, or the day of a moment in the moment's own time zone; raises ValueError."""
    if _ISO_DATE.fullmatch(text):
        return datetime.datetime.fromisoformat(text).date()
    if match := _DAY_FIRST_DATE.fullmatch(text):
        return datetime.date(int(match[3]), int(match[2]), int(match[1]))
    raise ValueError(text)


def _check_nesting(name: str, value: object) -> None:
    """Refuse an unknown field that other readers and writers of JSON could not follow to its bottom."""
    level = [value]
    for _ in range(NESTING_LEVELS):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise FieldError(f"the field {_shown(name)} is nested more than {NESTING_LEVELS} levels deep")


def _inside(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _type_name(value: object) -> str:
    return "nothing" if value is None else _TYPE_NAMES.get(type(value), "an object")


def _shown(value: str) -> str:
    return repr(value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…")
