"""What the lines of a crawled report are: day of the crawl, headline, paragraphs, captions, byline.

Every question is asked of the NFC form of a line, and every answer keeps the line as it was written.
"""

import datetime
import re
import unicodedata

WRAP_CHARACTERS = 120  # no line broken by hand is longer, so a break next to a longer line parts paragraphs
CAPTION_CHARACTERS = 300  # nearly twice the longest caption met; a longer paragraph is body text
BYLINE_CHARACTERS = 80  # two authors with their titles; a longer line in capitals is a slogan
BYLINE_WORDS = 9  # two names of four words and what joins them
NAME_WORDS = 4  # of one Vietnamese name
HEADLINE_CHARACTERS = 300  # three times a long headline; a longer first paragraph is text without a headline

_CRAWL_DAY = re.compile(
    r"(?:(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|cn)\b[\s,:-]*)?(?:ngày\s+)?"
    r"([0-9]{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)([0-9]{1,2})(?:\s*[/.-]\s*|[\s,]+năm\s+)((?:19|20)[0-9]{2})"
    r"(?:[\s,|–-]*[0-9]{1,2}\s?[:h]\s?[0-9]{2}(?::[0-9]{2})?)?(?:\s*\(?GMT\s?\+7\)?)?",
    re.IGNORECASE,
)
_MARK = re.compile(r"\(?(?P<mark>[A-ZĐ][A-ZĐ0-9]{1,5}(?:\.(?:VN|vn))?)\)?(?P<gap>\s*)[-–—|](?P<rest>\s*)(?P<next>\S+)")
_SENTENCE_END = re.compile(r"""[.!?…:;,]["'”’»)\]]*$""")
_LIST_ITEM = re.compile(r"(?:[-–—+•*]|[0-9IVX]{1,4}[.)/]|[a-zđ][.)])\s*")
_PHOTO_CREDIT = re.compile(
    r"(?:\bảnh(?:\s+(?:minh họa|tư liệu|chụp))?\s*:\s*\S.{0,40}|\(ảnh[^)]{0,40}\)\.?)$", re.IGNORECASE
)
_TEXT_CREDIT = re.compile(r"[Nn]guồn\s*:|(?:Theo|THEO)\s+[A-ZĐ]{2,}\b")
_ROLE = r"(?:tin|bài|ảnh|clip|video|thực hiện|tác giả|người viết|phóng viên|pv)"
_BYLINE_LABEL = re.compile(rf"{_ROLE}(?:\s*(?:,|-|–|/|&|và)\s*{_ROLE})*\s*:\s*", re.IGNORECASE)
_NAME_SIGNS = frozenset(" .,-–&()/")


def crawl_day(line: str) -> tuple[bool, datetime.date | None]:
    """Say whether `line` gives a day and nothing else, and which day; None where the calendar has no such day."""
    match = _CRAWL_DAY.fullmatch(_nfc(line).strip())
    if match is None:
        return False, None
    try:
        return True, datetime.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return True, None


def paper_mark(paragraph: str) -> str | None:
    """Give the paper's mark that opens a lead: LSO in "LSO-Sáng nay", "(LSO) – Sáng nay" and "LSO | Sáng nay"."""
    match = _MARK.match(_nfc(paragraph[:100]))
    if match is None:
        return None
    is_joined = not match["gap"] and not match["rest"]
    return None if is_joined and _is_compound(match["mark"], match["next"]) else match["mark"]


def _is_compound(mark: str, follower: str) -> bool:
    """Tell COVID-19 and GD-ĐT, joined by their hyphen, from a mark before a sentence."""
    goes_on_in_lower_case = follower[0].isalnum() and not follower[0].isupper()
    return goes_on_in_lower_case or (len(mark) == 2 and follower[:2].isupper())


def paragraphs(lines: list[str]) -> list[list[str]]:
    """Group stripped lines into paragraphs of one or more lines.

    A blank line parts paragraphs, and so does a line break next to a line too long to have been broken by hand.
    """
    groups: list[list[str]] = [[]]
    for line in lines:
        if groups[-1] and (not line or max(len(line), len(groups[-1][-1])) > WRAP_CHARACTERS):
            groups.append([])
        if line:
            groups[-1].append(line)
    return [group for group in groups if group]


def is_caption(paragraph: str) -> bool:
    """Tell a photo's caption from body text: short, and without the end of a sentence unless it credits a photo."""
    text = _nfc(paragraph)
    if len(text) > CAPTION_CHARACTERS or _LIST_ITEM.match(text) or _TEXT_CREDIT.match(text) or paper_mark(text):
        return False
    return not _SENTENCE_END.search(text) or _PHOTO_CREDIT.search(text) is not None


def is_text(paragraph: str) -> bool:
    """Tell a first paragraph that is already text from a headline: too long, or a sentence after a paper's mark."""
    is_lead = paper_mark(paragraph) is not None and _SENTENCE_END.search(paragraph) is not None
    return is_lead or len(paragraph) > HEADLINE_CHARACTERS


def byline_author(line: str) -> str | None:
    """Give the author that a last line names, as written.

    In capitals ("PHÙNG KHIÊM"), each word with a capital ("Phùng Khiêm"), or after a label ("Bài, ảnh: Phùng Khiêm").
    """
    if _BYLINE_LABEL.match(_nfc(line)):
        name = line.split(":", 1)[1].strip()
        return name if _is_name(name) else None
    letters = _nfc(line)
    is_signed = letters.isupper() or (letters.istitle() and 2 <= len(letters.split()) <= NAME_WORDS)
    return line if is_signed and _is_name(line) else None


def _is_name(text: str) -> bool:
    letters = [character for character in _nfc(text) if character not in _NAME_SIGNS]
    is_short = len(text) <= BYLINE_CHARACTERS and len(text.split()) <= BYLINE_WORDS
    return is_short and len(letters) > 1 and all(character.isalpha() for character in letters)


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
