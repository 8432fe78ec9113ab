"""The day a crawled report was published, worked out from the report's own words.

A report names its day without a year ("Sáng nay (4/7)"), and its page only the day of the crawl, often years later.
The rules, in order:

1. The day is a mention in the lead, the best by kind, then the first:
   a. one tied to the day of writing: "sáng nay (4/7)", "hôm nay, 4-7"; "hôm qua, 3-7", written the day after;
      "sáng mai (5/7)", written the day before;
   b. a full date after a word for a day: "ngày 04/7/2018", "sáng 4.7.2018", "ngày 4 tháng 7 năm 2018";
   c. a day and month after such a word ("ngày 4/7", "chiều thứ tư, 4-7"), or in brackets with a stroke ("(4/7)").
   Ends of spans and terms ("từ ngày 1/7", "trước 15/7", "đến 30/9", "10/7 tới") and the dates of laws and decrees
   ("Nghị định số 06 ngày 6/4/2016") are no such mentions.
2. A full date has its year; where the text names a later one, the date is a look back, and the day is not known.
   Otherwise the years named in the whole text vote: see `index.readers.years`.
3. No report is published after its crawl, nor before 1997, when Vietnam had no page to crawl: a full date outside is no
   mention, a year outside no candidate.
4. Where no day is named, or no year has evidence, the date is not known. The day of the crawl never stands in for it.
"""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.readers.years import elected_year, year_votes

FIRST_YEAR = 1997  # Vietnam joined the internet; no page is older
LEAD_CHARACTERS = 1_000  # twice a long lead; in a report of one paragraph, what stands for the lead
LEAD_IN_CHARACTERS = 48  # looked at before a mention: a word for a day with its weekday, or the name of a decree

_NUMERIC = re.compile(
    r"(?<![0-9/.,-])(?P<day>0?[1-9]|[12][0-9]|3[01])\s?(?P<mark>[/.-])\s?(?P<month>0?[1-9]|1[0-2])"
    r"(?:\s?(?P=mark)\s?(?P<year>(?:19|20)[0-9]{2}))?(?![0-9%]|\s?[/-]\s?[0-9]|[.,][0-9])"
)
_SPELLED = re.compile(
    r"(?<![0-9/.,-])(?P<day>0?[1-9]|[12][0-9]|3[01])\s+tháng\s+(?P<month>0?[1-9]|1[0-2])"
    r"(?:(?:\s*,)?\s*(?:năm\s+|/\s*)?(?P<year>(?:19|20)[0-9]{2}))?(?![0-9])",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_BETWEEN = rf"[\s,(–-]*(?:(?:{_WEEKDAY}|ngày)[\s,(–-]*)*$"  # what may stand between a word for a day and the day
_TODAY = re.compile(r"\bnay" + _BETWEEN, re.IGNORECASE)
_YESTERDAY = re.compile(r"\b(?:hôm|ngày|sáng|trưa|chiều|tối|đêm)\s+qua" + _BETWEEN, re.IGNORECASE)
_TOMORROW = re.compile(r"\b(?:ngày|sáng|trưa|chiều|tối|đêm)\s+mai" + _BETWEEN, re.IGNORECASE)
_DAY_WORD = re.compile(rf"\b(?:ngày|hôm|sáng|trưa|chiều|tối|đêm|khuya|{_WEEKDAY})[\s,(–-]*$", re.IGNORECASE)
_TIES = ((_TODAY, 0), (_YESTERDAY, 1), (_TOMORROW, -1))  # with the days from the day named to the day of writing
_SPAN_OR_TERM = re.compile(
    r"\b(?:từ|đến|tới|trước|sau|hạn|hết|tính|quá)\s+(?:(?:sáng|trưa|chiều|tối|hết|hôm|ngày|mùng)\s+)*$", re.IGNORECASE
)
_DECREE = re.compile(
    r"\b(?:luật|nghị định|nghị quyết|quyết định|thông tư|chỉ thị|công văn|kế hoạch|pháp lệnh|công điện)\b[^.;]*$",
    re.IGNORECASE,
)
_AHEAD_OR_LONG_AGO = re.compile(r"\)?\s*(?:sắp\s+)?(?:tới|âm lịch|năm\s+(?:ngoái|trước|sau|tới))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayMention:
    """A day named in a text that may be the day of publication; `rank` 0 is the best kind of mention."""

    rank: int
    position: int
    day: int
    month: int
    year: int | None
    days_to_publication: int

    def publication(self, year: int) -> datetime.date | None:
        """Say which day of publication the mention means in `year`; None where the calendar has no such day."""
        try:
            return datetime.date(year, self.month, self.day) + datetime.timedelta(days=self.days_to_publication)
        except (ValueError, OverflowError):
            return None


def publication_date(headline: str, lead: str, rest: str, crawled: datetime.date | None) -> datetime.date | None:
    """Work out when a report was published by the rules of this module; None where that cannot be known.

    Args:
        headline: its years are evidence, its days are not.
        lead: where the report names its day.
        rest: the remaining text; its years are evidence.
        crawled: the day the page was fetched, which bounds the answer, or None.
    """
    headline, lead, rest = (unicodedata.normalize("NFC", text) for text in (headline, lead, rest))
    text = f"{headline}\n{lead}\n{rest}"
    named_days = _day_mentions(lead[:LEAD_CHARACTERS])
    mentions = [mention for mention in named_days if _is_possible(mention, mention.year, crawled)]
    if not mentions:
        return None
    best = min(mentions, key=lambda mention: (mention.rank, mention.position))
    named = year_votes(text, len(headline) + 1 + best.position, best.day, best.month)
    votes = Counter({year: count for year, count in named.items() if _is_possible(best, year, crawled)})
    if best.year and max(votes, default=0) > best.year:
        return None
    year = best.year or elected_year(votes, best.month)
    return best.publication(year) if year else None


def _is_possible(mention: DayMention, year: int | None, crawled: datetime.date | None) -> bool:
    """Say whether the mention, if it is of `year`, is a day of the calendar that the crawl does not rule out."""
    if year is None:
        return True
    date = mention.publication(year)
    return date is not None and date.year >= FIRST_YEAR and (crawled is None or date <= crawled)


def _day_mentions(text: str) -> Iterator[DayMention]:
    for pattern in (_NUMERIC, _SPELLED):
        for match in pattern.finditer(text):
            kind = _kind(text, match)
            if kind:
                rank, days_to_publication = kind
                year = int(match["year"]) if match["year"] else None
                yield DayMention(rank, match.start(), int(match["day"]), int(match["month"]), year, days_to_publication)


def _kind(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """Give the rank of a date in `text` as a mention, and the days to publication; None where it is no mention."""
    before = text[max(0, match.start() - LEAD_IN_CHARACTERS) : match.start()]
    for tie, days_to_publication in _TIES:
        if tie.search(before):
            return 0, days_to_publication
    if _SPAN_OR_TERM.search(before) or _DECREE.search(before) or _AHEAD_OR_LONG_AGO.match(text, match.end()):
        return None
    if _DAY_WORD.search(before):
        return (1 if match["year"] else 2), 0
    is_bracketed = text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")"
    return (2, 0) if is_bracketed and "/" in match[0] else None
