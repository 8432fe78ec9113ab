"""Days as others write them: `05/01` finds `5/1`, and is found by it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from search.query import Query, Unit

_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-]\d{4})?")
_DAYS, _MONTHS = range(1, 32), range(1, 13)


def with_days(query: Query) -> Query:
    """Return a query whose plain days are also found with a zero before them, or without."""
    if query.words is None:
        return query
    units = query.words.units
    return query.with_words(tuple(replace(one, alternatives=(*one.alternatives, *_others(one))) for one in units))


def _others(unit: Unit) -> Sequence[tuple[str, ...]]:
    """Return the rows of syllables that stand for the same day as a unit; none where it is no day."""
    day = _DAY.fullmatch(unit.compound or "")
    if not day or int(day[1]) not in _DAYS or int(day[2]) not in _MONTHS:
        return []
    year = unit.folded[2:]
    forms = product(*({part.lstrip("0"), part.zfill(2)} for part in unit.folded[:2]))
    return sorted({(*form, *year) for form in forms} - {unit.folded})
