"""The record everything is made of: one news report."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Article:
    """One news report, its texts exactly as the paper wrote them.

    `summary` is the lead (sapô); `body` separates paragraphs by blank lines. `date` is the day of publication, or
    None where it cannot be known; `crawled`, the day the page was fetched, then bounds it from above.
    `extra` keeps the fields of the source that no other attribute holds.
    """

    id: str
    title: str = ""
    summary: str = ""
    body: str = ""
    captions: tuple[str, ...] = ()
    date: datetime.date | None = None
    author: str | None = None
    source: str | None = None
    category: str | None = None
    url: str | None = None
    crawled: datetime.date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A place in a source file that gave no article, and why, in one sentence."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        """Say where and why on one line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.reason}"
