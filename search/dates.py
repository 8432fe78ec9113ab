"""Dates as people type them: a day, a month or a year."""

import calendar
import datetime
import re
from dataclasses import dataclass

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"(\d{4})")
_LINK = re.compile(r"(?<=\d)\s+(?:tháng|thang|năm|nam)\s+(?=\d)", re.IGNORECASE)
WRITTEN = "|".join(form.pattern for form in (_DAY, _ISO_DAY, _MONTH, _ISO_MONTH, _YEAR))  # how all of these look

_STATED = re.compile(rf"(?<!\S)(?:(?:ngày|ngay|tháng|thang|năm|nam)\s+)?({WRITTEN})(?!\S)", re.IGNORECASE)
_YEARS = range(1900, 2100)  # that a number of four digits is taken for


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A day, month or year within a text: as a field takes it, its first and last day, and the text without it."""

    written: str
    first: datetime.date
    last: datetime.date
    rest: str

    @property
    def is_year(self) -> bool:
        """Whether it is as long as a year."""
        return self.first.month != self.last.month


def stated_period(text: str) -> StatedPeriod | None:
    """Find the first day, month or year in a text: `4/7/2018`, `ngày 4 tháng 7 năm 2018`, `tháng 7/2018`, `2018`."""
    joined = _LINK.sub("/", text)
    for stated in _STATED.finditer(joined):
        period = parse_period(stated[1])
        if period and period[0].year in _YEARS:
            rest = f"{joined[: stated.start()]} {joined[stated.end() :]}"
            return StatedPeriod(stated[1], *period, " ".join(rest.split()))
    return None


def parse_period(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Read a day, a month (`mm/yyyy`, `yyyy-mm`) or a year and return its first and last day; None if it is none."""
    text = text.strip()
    try:
        if match := _DAY.fullmatch(text):
            day, month, year = map(int, match.groups())
        elif match := _ISO_DAY.fullmatch(text):
            year, month, day = map(int, match.groups())
        else:
            return _longer_period(text)
        date = datetime.date(year, month, day)
    except ValueError:  # such as 31/02/2018
        return None
    return date, date


def _longer_period(text: str) -> tuple[datetime.date, datetime.date] | None:
    if match := _MONTH.fullmatch(text):
        month, year = map(int, match.groups())
    elif match := _ISO_MONTH.fullmatch(text):
        year, month = map(int, match.groups())
    elif match := _YEAR.fullmatch(text):
        year = int(match[1])
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    else:
        return None
    return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
