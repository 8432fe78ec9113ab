"""Links to the other pages of a list of results."""

from dataclasses import dataclass, replace

from search.request import MAX_RANK
from search.results import Results
from web.links import search_link
from web.parameters import SearchParameters
from web.wording import too_many

AROUND = 2  # numbered links on either side of the current page: seven in all fit a telephone


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results; `gap` says that pages between the previous link and this one are left out."""

    number: int
    link: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Paging:
    """The numbered pages to offer, the addresses of the pages before and after, and at the last what to do for more."""

    pages: list[Page]
    previous: str | None
    following: str | None
    last: int
    advice: str | None


def page_of(rank: int, size: int) -> int:
    """Return the number of the page that a hit stands on."""
    return (rank - 1) // size + 1


def last_page(found: Results) -> int:
    """Return the number of the last page that can be shown; 1 when nothing was found."""
    reachable = min(found.listed, MAX_RANK)
    return page_of(max(reachable, 1), found.size)


def paging(parameters: SearchParameters, found: Results) -> Paging:
    """Return the links around the current page, the first page always, the last one always."""
    current, last = parameters.page, last_page(found)

    def link(number: int) -> str:
        return search_link(replace(parameters, page=number))

    numbers = sorted({1, last} | set(range(max(1, current - AROUND), min(last, current + AROUND) + 1)))
    before = [0, *numbers]
    pages = [
        Page(number, link(number), number == current, gap=number > earlier + 1)
        for earlier, number in zip(before, numbers, strict=False)
    ]
    return Paging(
        pages,
        previous=link(current - 1) if current > 1 else None,
        following=link(current + 1) if current < last else None,
        last=last,
        advice=too_many(MAX_RANK) if current == last and found.listed > MAX_RANK else None,
    )
