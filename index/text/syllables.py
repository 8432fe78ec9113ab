"""Cuts text into pyvi's syllable tokens: the same tokens as pyvi's one regular expression, in linear time.

A token never holds a space, so text is cut at its spaces first, and what a piece between spaces consists of is
remembered: news repeats the same few ten thousand pieces.
"""

import re
from collections.abc import Iterator

# pyvi tries, at every place: abbreviations, marks, a URL, an e-mail address, a number with separators, one sign, a
# run of letters and digits. The first alternative here is the last one's commonest case: no other can begin so.
_WORD = r"[^\W\dA-ZĐ]\w*+(?!://)"
_ABBREVIATION = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\."
_TOKEN = rf"{_WORD}|{_ABBREVIATION}|==>|->|\.\.\.|>>|\n|\w+://\S+|\d+(?:[.,_]\d+)+|[^\w\s]|\w+"
_SPACE = r"[^\S\n]+"

_PIECE = re.compile(rf"(?:{_SPACE}+)?(?:{_TOKEN})|{_SPACE}")
_SINGLE = re.compile(rf"{_TOKEN}|{_SPACE}")

# pyvi's e-mail alternative searches on from every token for an @, quadratic in "a.a.a."; here each run of characters
# that could precede an @ is read once, from its first character.
_EMAIL = re.compile(r"(?<![a-zA-Z0-9_.+-])[a-zA-Z0-9_.+-]++@(?=([a-zA-Z0-9-]++(?:\.[a-zA-Z0-9-]++)++))")
_BEFORE_EMAIL = re.compile(rf"{_ABBREVIATION}|\.\.\.")  # what pyvi tries first and could find inside an address


def pieces(chunk: str) -> list[str]:
    """Cut NFC text, best without inner spaces, into pieces that joined give it back.

    A piece is a token with the white space before it, or white space alone; a line feed is a token.
    """
    if "@" in chunk:
        return list(_pieces_with_emails(chunk))
    return _PIECE.findall(chunk)


def token_of(piece: str) -> str:
    """Take the token out of a piece; empty when the piece is white space alone."""
    return piece.lstrip() or ("\n" if piece.endswith("\n") else "")


def _pieces_with_emails(chunk: str) -> Iterator[str]:
    place = 0
    for email in _EMAIL.finditer(chunk):
        at_sign = email.end() - 1
        while place < at_sign:
            end = _end_of_token(chunk, place) if place < email.start() else _end_in_email(chunk, place, email.end(1))
            yield chunk[place:end]
            place = end
    yield from _PIECE.findall(chunk, place)


def _end_of_token(chunk: str, place: int) -> int:
    found = _SINGLE.match(chunk, place)
    assert found is not None  # every character begins a token or white space
    return found.end()


def _end_in_email(chunk: str, place: int, email_end: int) -> int:
    found = _BEFORE_EMAIL.match(chunk, place)
    return email_end if found is None else found.end()
