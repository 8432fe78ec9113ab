"""Terms that pyvi takes apart, kept whole besides: `4/7`, `16/08/2022`, `3,5%`, `covid-19`, `tp.hcm`, `baolangson.vn`.

A compound is

- two or more parts, each next joined to the last by exactly one joiner and no white space. Between any parts a joiner
  is one of `/ - . @ & _ '`; between two digits also `,` and `:` (`10:30`, but not `ảnh:reuters`). After a digit, `%`
  may stand before the joiner (`35%/năm`);
- a number with the `%` that follows it, by itself or ending a compound (`3,5%`, `5-7%`);
- a URL, an e-mail address or another token which pyvi keeps whole, less the signs at its ends.

Dashes are written as hyphens, and ’ as '. Punctuation that ends a sentence is never part of a compound. A compound of
more than MAX_TERM characters is dropped: its parts are indexed anyway, and a beginning of it would be no one's query.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.text.segment import Segments

MAX_TERM = 64  # characters; the longest Vietnamese syllable has 7, and longer foreign words, numbers and links are rare

_DASHES = "‐‑‒–−"
_PART = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,_]\d+)+")
_JOINT = re.compile(rf"[-{_DASHES}/.,:@&_'’%](?:(?<=%)[-{_DASHES}/.@&])?(?=[^\W_])")
_PERCENT = re.compile(r"%(?<=\d%)")
_SPELLING = str.maketrans(dict.fromkeys(_DASHES, "-") | {"’": "'"})


def take_apart(text: str, segments: Segments) -> tuple[Segments, list[tuple[int, int]]]:
    """Replace tokens that hold several parts (URLs, e-mail addresses, `tin_tức`) by their parts.

    `segments` are those of `text`. Parts apart by one `_` stay one word, others become words of their own; a number
    with separators is one part. Also returns, for every token replaced, where its first and its last part start.
    """
    if not ("_" in text or "@" in text or "://" in text):
        return segments, []
    apart = Segments([], [], [], [])
    wholes: list[tuple[int, int]] = []
    done = 0
    for place, token in enumerate(segments.tokens):
        if token.isalnum() or (parts := _parts(token, segments.starts[place])) is None:
            continue
        _extend(apart, segments, done, place)
        _append_parts(apart, text, parts, segments.joined[place])
        if len(parts) > 1:
            wholes.append((parts[0][0], parts[-1][0]))
        done = place + 1
    _extend(apart, segments, done, len(segments.tokens))
    return apart, wholes


def find_compounds(
    text: str, starts: Sequence[int], ends: Sequence[int], wholes: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Find the compounds of `text`: pairs of first and last position, rising, none longer than MAX_TERM characters.

    `starts` and `ends` are those of the positions in `text`; `wholes` comes from `take_apart`.
    """
    found = {(bisect_left(starts, first), bisect_left(starts, last)) for first, last in wholes}
    found.update(_runs(_joined_positions(text, starts, ends)))
    if "%" in text:
        numbers = (bisect_left(ends, sign.start()) for sign in _PERCENT.finditer(text))
        found.update((place, place) for place in numbers)
    return sorted(pair for pair in found if _end(text, ends, pair[1]) - starts[pair[0]] <= MAX_TERM)


def compound_text(
    text: str, parts: Sequence[str], starts: Sequence[int], ends: Sequence[int], first: int, last: int
) -> str:
    """Write a compound with the given spelling of each part, and the joiners that stand between them in `text`."""
    spelled = [part + text[ends[place] : starts[place + 1]] for place, part in enumerate(parts[first:last], first)]
    tail = text[ends[last] : _end(text, ends, last)]
    return ("".join(spelled) + parts[last] + tail).translate(_SPELLING)


def _parts(token: str, start: int) -> list[tuple[int, int]] | None:
    """Say where the parts of a token stand in the text; None for a number, and for a sign, which has none."""
    if len(token) == 1 or _NUMBER.fullmatch(token):
        return None
    return [(start + part.start(), start + part.end()) for part in _PART.finditer(token)] or None


def _extend(apart: Segments, segments: Segments, first: int, end: int) -> None:
    apart.tokens.extend(segments.tokens[first:end])
    apart.starts.extend(segments.starts[first:end])
    apart.ends.extend(segments.ends[first:end])
    apart.joined.extend(segments.joined[first:end])


def _append_parts(apart: Segments, text: str, parts: list[tuple[int, int]], joined: bool) -> None:
    apart.tokens.extend(text[start:end] for start, end in parts)
    apart.starts.extend(start for start, _ in parts)
    apart.ends.extend(end for _, end in parts)
    apart.joined.append(joined)
    apart.joined.extend(text[end:start] == "_" for (_, end), (start, _) in pairwise(parts))


def _end(text: str, ends: Sequence[int], last: int) -> int:
    """Where a compound ends: after the % that belongs to a number, else where its last part does."""
    end = ends[last]
    return end + 1 if text[end : end + 1] == "%" and text[end - 1].isdecimal() else end


def _joined_positions(text: str, starts: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """Yield, rising, every position that a joiner joins to the position before it."""
    for joint in _JOINT.finditer(text):
        start, end = joint.span()
        place = bisect_left(starts, end)
        follows = 0 < place < len(starts) and starts[place] == end and ends[place - 1] == start
        if follows and _joins(text, start, end):
            yield place


def _joins(text: str, start: int, end: int) -> bool:
    after_digit = text[start - 1].isdecimal()
    if text[end - 1] in ",:":
        return after_digit and text[end].isdecimal()
    return text[end - 1] != "%" and (end - start == 1 or after_digit)


def _runs(joined: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Put neighbouring joined positions together: (first, last) of every longest run."""
    first = last = -1
    for place in joined:
        if place - 1 != last:
            if last > first:
                yield first, last
            first = place - 1
        last = place
    if last > first:
        yield first, last
