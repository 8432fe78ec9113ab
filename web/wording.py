"""How numbers, days, names and moments are written in Vietnamese."""

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from index.article import Article
from search.request import FacetField, Interval, Sort
from search.trends import Scale

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

FIELD_NAMES: Mapping[FacetField, str] = {
    "source": "Nguồn",
    "category": "Chuyên mục",
    "author": "Tác giả",
    "year": "Năm",
}
SORT_NAMES: Mapping[Sort, str] = {
    "relevance": "Phù hợp nhất",
    "recent": "Phù hợp, ưu tiên mới",
    "newest": "Mới nhất",
    "oldest": "Cũ nhất",
}
INTERVAL_NAMES: Mapping[Interval, str] = {"day": "ngày", "month": "tháng", "year": "năm"}
SCALE_NAMES: Mapping[Scale, str] = {"articles": "Số bài", "per_thousand": "Tỷ lệ trên 1.000 bài"}


def grouped(number: int) -> str:
    """Write a whole number with a point between thousands: 12.345."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """Write a number with as many decimals as it has: 1.234,5 but 2 for 2.0."""
    whole, _, decimals = f"{number:,f}".rstrip("0").partition(".")
    return whole.replace(",", ".") + f",{decimals}" * bool(decimals)


def too_many(most: int) -> str:
    """Say that there are more results than can be paged through, and what to do."""
    return f"Chỉ xem được {grouped(most)} bài đầu; hãy thêm từ hoặc lọc theo nguồn, chuyên mục, ngày để thu hẹp."


def day(date: datetime.date) -> str:
    """Write a day as Vietnamese newspapers do and as the date boxes take it: 04/07/2018."""
    return f"{date:%d/%m}/{date.year:04d}"


def visible(text: str) -> str:
    """Return a text, as plain text, without the characters and halves of characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", str(text))


def period(iso: str) -> str:
    """Write a day, month or year given as 2018-07-04, 2018-07 or 2018: 04/07/2018, 07/2018, 2018."""
    return "/".join(reversed(iso.split("-")))


def points_at(query: str, when: str, count: int) -> str:
    """Say what a point of a trend stands for."""
    return f"{query}, {when}: {grouped(count)} bài"


def unknown_day(article: Article) -> str:
    """Say what is known of when an article without a date appeared."""
    bound = f" (trước {day(article.crawled)})" if article.crawled else ""
    return f"không rõ ngày{bound}"


def reprints(article: Article, others: Sequence[Article], count: int) -> str:
    """Say how many others print an article; `others` are the first of so many."""
    papers = {other.source for other in others}
    if count == len(papers) and article.source and None not in papers and article.source not in papers:
        return f"{grouped(count)} báo khác đăng"
    return f"{grouped(count)} bài khác gần như giống hệt"


def duration(milliseconds: float) -> str:
    """Write how long a search took."""
    if milliseconds < 1:
        return "chưa đến 1 ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} giây".replace(".", ",")


def wait(seconds: int) -> str:
    """Write how long to wait, in the unit that gives a number easily read; never too short."""
    for unit, length in (("giờ", 3600), ("phút", 60)):
        if seconds > 2 * length:
            return f"{math.ceil(seconds / length)} {unit}"
    return f"{seconds} giây"


def outside_link(url: str | None) -> str | None:
    """Return an address that is safe to link to, or None: only the web's own, never `javascript:` and its like."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def host_name(url: str) -> str:
    """Return the host of an address that `outside_link` returned."""
    return (urlsplit(url).hostname or url).removeprefix("www.")
