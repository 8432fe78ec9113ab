"""How days, names and moments are written in the site's language."""

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from index.article import Article
from search.counting import MAX_FACET_VALUES
from search.request import FacetField, Filters, Interval, Sort
from search.trends import Scale
from search.whoosh_queries import plain_value
from web.language import counted, decimal, either, gettext, grouped, marked

MONTH_LETTERS = 3  # of a month in English where there is little room: they still tell all twelve apart
TOLD_CHARACTERS = 60  # of a query that is told: a headline, not a paragraph
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

FIELD_NAMES: Mapping[FacetField, str] = {
    "source": marked("Nguồn"),
    "category": marked("Chuyên mục"),
    "author": marked("Tác giả"),
    "year": marked("Năm"),
}
LIST_FILTERS: Mapping[FacetField, str] = {
    "source": marked("Lọc danh sách nguồn"),
    "category": marked("Lọc danh sách chuyên mục"),
    "author": marked("Lọc danh sách tác giả"),
    "year": marked("Lọc danh sách năm"),
}
SORT_NAMES: Mapping[Sort, str] = {
    "relevance": marked("Phù hợp nhất"),
    "recent": marked("Phù hợp, ưu tiên mới"),
    "newest": marked("Mới nhất"),
    "oldest": marked("Cũ nhất"),
}
INTERVAL_NAMES: Mapping[Interval, str] = {"day": marked("ngày"), "month": marked("tháng"), "year": marked("năm")}
SCALE_NAMES: Mapping[Scale, str] = {
    "articles": marked("Số bài"),
    "per_thousand": marked("Tỷ lệ trên 1.000 bài"),
}
_MORE: Mapping[FacetField, str] = {
    "source": marked('Có %(number)s nguồn; gõ thêm <kbd>nguồn:"tên"</kbd> vào từ khóa để tìm nguồn khác.'),
    "category": marked('Có %(number)s chuyên mục; gõ thêm <kbd>mục:"tên"</kbd> vào từ khóa để tìm chuyên mục khác.'),
    "author": marked('Có %(number)s tác giả; gõ thêm <kbd>tác giả:"tên"</kbd> vào từ khóa để tìm tác giả khác.'),
}
_FILTERS: Mapping[FacetField, str] = {
    "source": marked("nguồn: %(value)s"),
    "category": marked("chuyên mục: %(value)s"),
    "author": marked("tác giả: %(value)s"),
    "year": marked("năm: %(value)s"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def filter_name(field: FacetField, value: str) -> str:
    """Say what a filter lets pass."""
    return gettext(_FILTERS[field], value=value)


def more_values(field: FacetField, count: int) -> Markup:
    """Say how many values a field has, of which an engine counts some only, and how those not shown are found."""
    number = gettext("ít nhất %(number)s", number=str(count)) if count >= MAX_FACET_VALUES else str(count)
    return Markup(gettext(_MORE[field], number=number))


def days_filter_name(filters: Filters) -> str:
    """Say the range of days of filters that have one."""
    start, end = filters.date_from, filters.date_to
    if start and end:
        return gettext("ngày: từ %(start)s đến %(end)s", start=day(start), end=day(end))
    if start:
        return gettext("ngày: từ %(start)s", start=day(start))
    return gettext("ngày: đến %(end)s", end=day(end)) if end else ""


def too_many(most: int) -> str:
    """Say that there are more results than can be paged through, and what to do."""
    return gettext(
        "Chỉ xem được %(most)s bài đầu; hãy thêm từ hoặc lọc theo nguồn, chuyên mục, ngày để thu hẹp.",
        most=grouped(most),
    )


def day(date: datetime.date) -> str:
    """Write a day as Vietnamese newspapers do, 04/07/2018; in English, where that may be April: 4 July 2018."""
    return either(typed_day(date), f"{date.day} {_MONTHS[date.month - 1]} {date.year:04d}")


def span(first: datetime.date, last: datetime.date) -> str:
    """Write a day, or the first and the last of several."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def typed_day(date: datetime.date) -> str:
    """Write a day as the date boxes take it in every language: 04/07/2018."""
    return f"{date:%d/%m}/{date.year:04d}"


def shortened(text: str) -> str:
    """Return a query as it is told, by which it can be known; as it is searched, it stands in the search box."""
    return text if len(text) <= TOLD_CHARACTERS else text[:TOLD_CHARACTERS].rstrip() + "…"


def visible(text: str) -> str:
    """Return a text, as plain text, without the characters and halves of characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", str(text))


def period(iso: str) -> str:
    """Write a day, month or year, given as 2018-07-04, 2018-07 or 2018, where there is little room.

    In Vietnamese that is 04/07/2018, 07/2018 or 2018, in English 4 Jul 2018, Jul 2018 or 2018.
    """
    year, *month_and_day = iso.split("-")
    months = [_MONTHS[int(number) - 1][:MONTH_LETTERS] for number in month_and_day[:1]]
    days = [number.removeprefix("0") for number in month_and_day[1:]]
    return either("/".join([*reversed(month_and_day), year]), " ".join([*days, *months, year]))


def peak(when: str, value: float, scale: Scale, *, once: bool) -> str:
    """Say when most was written about a topic, and how much that was; not `once` where it was as much later on."""
    if scale == "articles":
        much = counted("%(count)s bài", round(value))
    else:
        much = gettext("%(number)s trên 1.000 bài", number=decimal(value))
    if once:
        return gettext("%(when)s, %(much)s", when=when, much=much)
    return gettext("%(when)s, %(much)s (lần đầu)", when=when, much=much)


def points_at(query: str, when: str, count: int) -> str:
    """Say what a point of a trend stands for."""
    return counted("%(query)s, %(when)s: %(count)s bài", count, query=query, when=when)


def unknown_day(article: Article) -> str:
    """Say what is known of when an article without a date appeared."""
    if article.crawled:
        return gettext("không rõ ngày (trước %(day)s)", day=day(article.crawled))
    return gettext("không rõ ngày")


def reprints(article: Article, others: Sequence[Article], count: int) -> str:
    """Say how many others print an article; `others` are the first of so many."""
    papers = {plain_value(other.source or "") for other in others}
    own = plain_value(article.source or "")
    if count == len(papers) and own and "" not in papers and own not in papers:
        return counted("%(count)s báo khác đăng", count)
    return counted("%(count)s bài khác gần như giống hệt", count)


def duration(milliseconds: float) -> str:
    """Write how long a search took."""
    if milliseconds < 1:
        return gettext("chưa đến 1 ms")
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return gettext("%(number)s giây", number=decimal(round(milliseconds / 1000, 1)))


def wait(seconds: int) -> str:
    """Write how long to wait, in the unit that gives a number easily read; never too short."""
    if seconds > 2 * 3600:
        return counted("%(count)s giờ", math.ceil(seconds / 3600))
    if seconds > 2 * 60:
        return counted("%(count)s phút", math.ceil(seconds / 60))
    return counted("%(count)s giây", seconds)


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
