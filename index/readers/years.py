"""Which year a day named without a year ("4/7") belongs to, by the votes of the years that its text names.

How a year is named tells whether it is the year of writing:

- no vote: what lies ahead or back by its own words ("đến năm 2025", "giai đoạn 2016-2020", "nhiệm kỳ 2015-2020",
  "từ năm 1998", "sinh năm 2001", "cuối năm 2016", "Nghị định 34/2016"), and years in a row ("2015, 2017 và 2018");
- 3 votes for the present: "6 tháng đầu năm 2018", "trong năm 2018", "năm nay (2018)", "quý II/2018", "mùa giải 2018";
- 3 votes: two following years ("năm học 2018-2019") are the first from August on and the second before;
- 3 votes: a date or month at most 45 days from the day ("28/12/2017" for "4/1") is of the year that brings it there;
- 2 votes: "so với (cùng kỳ) năm 2017" is written in 2018; "tổng kết năm 2017" in January and February, too; and
  "nhiệm vụ năm 2019" in November and December, in 2018;
- 2 votes: "năm 2018" in any other company; 1 vote: "2018" alone.

A vote beside the day counts double. The latest year with 3 votes wins if they are three quarters of all; "năm 2019" is
expected company for 2018 in November and December, as "năm 2017" is in January and February, and does not count against
it. Otherwise the year is not known.
Cues and bounds were set on 6,351 dated articles of national papers, which seldom name their day and year: one in ten
gets a date, with the right year in four of five. They lean to silence, for a wrong date misleads more than none.
"""

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

CUE_CHARACTERS = 48  # read before a year: room for "kế hoạch phát triển kinh tế - xã hội năm"
MAX_YEARS = 1_000  # years looked at in one report: fifty times what a long one holds, and hostile files stay cheap
NEAR_CHARACTERS = 300  # beside the day: about two sentences, the length of a lead
NEAR_DAYS = 45  # between a date and the day it speaks for
ENOUGH_VOTES = 3
ENOUGH_SHARE = 0.75
_YEAR_BEGINS = (1, 2)  # months that sum up the year before
_YEAR_ENDS = (11, 12)  # months that plan the year after

_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])")
_NEXT_YEAR = re.compile(r"\s?[-–]\s?((?:19|20)[0-9]{2})(?![0-9])")
_ROW_GOES_ON = re.compile(r"(?:,|\s+và|\s+hay|\s+hoặc)\s+(?:19|20)[0-9]{2}(?![0-9])")
_DATE_BEFORE = re.compile(
    r"(?<![0-9])(?P<day>[0-9]{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<month>[0-9]{1,2})(?:\s?[/.-]\s?|[\s,]+(?:năm\s+)?)$",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"\btháng\s+(?P<month>[0-9]{1,2})(?:\s?[/-]\s?|[\s,]+năm\s+)$|\b(?P<bare>[0-9]{1,2})/$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words before a year, the votes they give it, and the years from the one named to the one of writing."""

    words: re.Pattern[str]
    votes: int
    shift: int = 0
    months: tuple[int, ...] = tuple(range(1, 13))


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})[\s(,]*$", re.IGNORECASE)


_NO_VOTE = _before(
    r"\b(?:đến|tới|tầm nhìn|trước|sau|từ|giai đoạn|nhiệm kỳ|khóa|sinh|thành lập|hồi|khởi công|những|các|vào|qua)"
    r"(?:\s+(?:hết|đầu|giữa|cuối|mùa|quý\s+\w+))?(?:\s+(?:các|những))?(?:\s+năm)?"
    r"|(?<!tháng )\bcuối năm|[0-9]\s?[/–-]|(?:19|20)[0-9]{2}(?:,|\s+(?:và|hay|hoặc))"
)
_REVIEW = "tổng kết|kết quả|kết thúc|nhìn lại"
_PLAN = "kế hoạch|nhiệm vụ|phương hướng|dự toán|chỉ tiêu|đón|Tết"
_CUES = (
    _Cue(_before(r"\b(?:so với|bằng)\s+(?:cùng kỳ\s+)?(?:năm\s+)?(?:học\s+)?|\bcùng kỳ\s+(?:của\s+)?năm"), 2, shift=1),
    _Cue(_before(r"\bcuối năm"), 2, months=_YEAR_ENDS),
    _Cue(_NO_VOTE, 0),
    _Cue(_before(rf"\b(?:{_REVIEW})\b[^.;]*\bnăm(?:\s+học)?"), 2, shift=1, months=_YEAR_BEGINS),
    _Cue(_before(rf"\b(?:{_PLAN})\b[^.;]*"), 2, shift=-1, months=_YEAR_ENDS),
    _Cue(_before(r"\btháng\s+(?:đầu|cuối)\s+năm|\btrong năm|\bnăm nay|\bquý\s+[IV1-4]+\s*(?:/|năm)?"), 3),
    _Cue(_before(r"\bmùa giải|\bvụ(?:\s+\w+){1,2}|\b(?:xuân|Tết)(?:\s+\w+){0,3}"), 3),
    _Cue(_before(r"\bnăm(?:\s+học)?"), 2),
    _Cue(_before(""), 1),
)


def year_votes(text: str, position: int, day: int, month: int) -> Counter[int]:
    """Count the votes in `text` for the year of a day.

    Args:
        text: a whole report, NFC.
        position: of the day in `text`, in characters.
        day: of the month.
        month: of the year, 1 to 12.
    """
    votes: Counter[int] = Counter()
    for match in islice(_YEAR.finditer(text), MAX_YEARS):
        year, weight = _vote(text, match, day, month)
        if weight:
            votes[year] += 2 * weight if abs(match.start() - position) <= NEAR_CHARACTERS else weight
    return votes


def elected_year(votes: Counter[int], month: int) -> int | None:
    """Give the year that `votes` tell for a day in `month`, or None where they do not tell."""
    enough = {year for year in votes if votes[year] >= ENOUGH_VOTES}
    if not enough:
        return None
    winner = max(enough)
    if month in _YEAR_ENDS and winner - 1 in enough:
        winner -= 1
    neighbour = winner + 1 if month in _YEAR_ENDS else winner - 1 if month in _YEAR_BEGINS else None
    against = sum(count for year, count in votes.items() if year not in (winner, neighbour))
    return winner if votes[winner] >= ENOUGH_SHARE * (votes[winner] + against) else None


def _vote(text: str, match: re.Match[str], day: int, month: int) -> tuple[int, int]:
    """Say which year the year in `match` speaks for, and with how many votes."""
    year = int(match[0])
    before = text[max(0, match.start() - CUE_CHARACTERS) : match.start()]
    if following := _NEXT_YEAR.match(text, match.end()):
        return (year if month >= 8 else year + 1), 3 if int(following[1]) == year + 1 else 0
    if dated := _DATE_BEFORE.search(before):
        return _vote_of_date(year, int(dated["month"]), int(dated["day"]), day, month)
    if dated := _MONTH_BEFORE.search(before):
        return _vote_of_date(year, int(dated["month"] or dated["bare"]), 15, day, month)
    if _ROW_GOES_ON.match(text, match.end()):
        return year, 0
    cue = next(cue for cue in _CUES if month in cue.months and cue.words.search(before))
    return year + cue.shift, cue.votes


def _vote_of_date(named_year: int, named_month: int, named_day: int, day: int, month: int) -> tuple[int, int]:
    """Let a date speak for the year that brings the day nearest to it, if that is near."""
    for year in (named_year - 1, named_year, named_year + 1):
        try:
            distance = datetime.date(year, month, day) - datetime.date(named_year, named_month, named_day)
        except ValueError:
            continue
        if abs(distance.days) <= NEAR_DAYS:
            return year, 3
    return named_year, 0
