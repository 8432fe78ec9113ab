"""Days, numbers and codes as others write them: `05/01` and `5/1`, `1.000` and `1000`, `U-23` and `U23`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from search.query import Query, Unit

_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-]\d{4})?")
_DAYS, _MONTHS = range(1, 32), range(1, 13)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DIGITS = re.compile(r"[1-9]\d{3,11}")
_YEARS = range(1900, 2100)  # which nobody writes with a point
_CODE = re.compile(r"([a-z])-?(\d{1,3})")  # more letters are cut where the archive has their parts (search/glued.py)


def as_others_write(query: Query) -> Query:
    """Return a query whose plain days, numbers and codes are also found as they are written otherwise."""
    if query.words is None:
        return query
    units = query.words.units
    return query.with_words(tuple(replace(one, alternatives=(*one.alternatives, *_others(one))) for one in units))


def _others(unit: Unit) -> Iterator[tuple[str, ...]]:
    """Yield the rows of syllables that stand for the same as a unit."""
    piece = unit.compound or unit.folded[0]
    day = _DAY.fullmatch(piece)
    if day and int(day[1]) in _DAYS and int(day[2]) in _MONTHS:
        forms = product(*({part.lstrip("0"), part.zfill(2)} for part in unit.folded[:2]))
        yield from sorted({(*form, *unit.folded[2:]) for form in forms} - {unit.folded})
    elif _THOUSANDS.fullmatch(piece):
        yield (piece.replace(".", ""),)
    elif _DIGITS.fullmatch(piece) and int(piece) not in _YEARS:
        yield (f"{int(piece):,}".replace(",", "."),)
    elif (code := _CODE.fullmatch(piece)) and not unit.prefix:
        yield (code[1] + code[2],) if len(unit.folded) > 1 else (code[1], code[2])
