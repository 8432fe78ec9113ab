"""One crawled report a text file, as a browser's text of the page: see `parse_report` for its parts."""

import codecs
import datetime
import os
import re
import unicodedata
from pathlib import Path
from typing import BinaryIO

from index.article import Article, Skipped
from index.readers.dates import publication_date
from index.readers.layout import byline_author, crawl_day, is_caption, is_text, paper_mark, paragraphs

REPORT_BYTES = 2**20  # fifty times the longest report met; a larger text file is a book or a log, not a report


def report_id(file: Path) -> str:
    """Derive a report's id from its file name, the same on every machine: NFC, white space as underscores."""
    name = os.fsencode(file.stem).decode("utf-8", "replace")
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "_", unicodedata.normalize("NFC", name))


def read_report(stream: BinaryIO, file: Path) -> Article | Skipped:
    """Read the report in `stream`, UTF-8 with or without a byte order mark; `file` gives its id and name in reasons.

    Raises what reading `stream` raises.
    """
    content = stream.read(REPORT_BYTES + 1)
    if len(content) > REPORT_BYTES:
        return Skipped(str(file), None, f"the file is larger than {REPORT_BYTES // 2**20} MiB; a file holds one report")
    if b"\0" in content:
        return Skipped(str(file), None, "the file is not text; save the report as UTF-8 text")
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Skipped(str(file), line, "the line is not UTF-8; save the file as UTF-8")
    article = parse_report(text, report_id(file))
    return article or Skipped(str(file), None, "the file holds no report: it has neither headline nor text")


def parse_report(text: str, article_id: str) -> Article | None:
    """Part a report into its pieces; any of them may be missing. None where there is neither headline nor text.

    In order: the day of the crawl; the headline, on one or more lines; the lead, opening with the paper's mark and
    naming the day; body paragraphs with captions among them; the author's name in capitals. A report of one paragraph
    has a body and no lead. All texts are as written, the mark left in the lead; the line breaks inside a headline, lead
    or caption become spaces.
    """
    lines = [line.strip() for line in re.split(r"\r\n?|\n", text)]
    crawled = _take_crawl_day(lines)
    author = _take_byline(lines)
    headline, rest = _part_headline(paragraphs(lines))
    lead, body, captions = _part_text(rest)
    title = " ".join(headline)
    if not (title or rest):
        return None
    opening, *others = [lead, *body] if lead else body or [""]
    return Article(
        id=article_id,
        title=title,
        summary=lead,
        body="\n\n".join(body),
        captions=tuple(captions),
        date=publication_date(title, opening, "\n".join([*others, *captions]), crawled),
        author=author,
        source=paper_mark(opening),
        crawled=crawled,
    )


def _take_crawl_day(lines: list[str]) -> datetime.date | None:
    """Remove the first written line where it gives the day of the crawl."""
    first = next((number for number, line in enumerate(lines) if line), None)
    if first is None:
        return None
    is_crawl_day, crawled = crawl_day(lines[first])
    if is_crawl_day:
        del lines[: first + 1]
    return crawled


def _take_byline(lines: list[str]) -> str | None:
    """Remove the last written line where it names the author; a headline and a text stand before it."""
    written = [number for number, line in enumerate(lines) if line]
    author = byline_author(lines[written[-1]]) if len(written) > 2 else None
    if author:
        del lines[written[-1] :]
    return author


def _part_headline(groups: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Take the headline's lines off the first paragraph; text without a headline is left whole."""
    if not groups or is_text(" ".join(groups[0])):
        return [], groups
    first, *rest = groups
    end = _headline_end(first, stands_apart=bool(rest) and not first[-1].endswith("."))
    return first[:end], [first[end:], *rest] if end < len(first) else rest


def _headline_end(lines: list[str], stands_apart: bool) -> int:
    """Count the lines of the headline: up to a line that opens a lead, else all where it stands apart from the text.

    Where text follows on the next line the headline is the first line, and lines that go on in lower case.
    """
    for number, line in enumerate(lines[1:], 1):
        if paper_mark(line) or not (stands_apart or line[0].islower()):
            return number
    return len(lines)


def _part_text(groups: list[list[str]]) -> tuple[str, list[str], list[str]]:
    """Sort paragraphs into the lead, the body and the captions; what has no full sentence at all is body."""
    joined = [" ".join(group) for group in groups]
    captions = [text for text in joined if is_caption(text)]
    body = ["\n".join(group) for group, text in zip(groups, joined, strict=True) if not is_caption(text)]
    if not body:
        return "", captions, []
    lead = body.pop(0).replace("\n", " ") if len(body) > 1 else ""
    return lead, body, captions
