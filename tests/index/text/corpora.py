"""Texts to try: real ones where the shared corpora are at hand, made-up and hostile ones everywhere."""

import importlib.util
import itertools
import json
import lzma
import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from index.text.fold import fold

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # every code point, lone surrogates too

# What pyvi's rules speak of, and what has broken tokenisers before.
FRAGMENTS = (
    *("đường", "hoà", "xã", "hội", "Việt", "Nam", "VIỆT", "kĩ", "a", "Z", "Đ", "_", "1", "22", "½", "٣", "中文"),
    *(" ", "  ", "\t", "\n", "\r\n", "\u00a0", "\x1c", ".", ",", "-", "–", "@", "+", "%", "/", ":", "://", "…", "“"),
    *("AB.", "ĐH.", "Tp.", "TP.", "Mr.", "Mrs.", "ThS.", "...", "->", "==>", ">>", "1.5", "1,5%", "1_1", "16/08/2022"),
    *("a.b@c.vn", "@c.vn", "a@", "http://", "https://baolangson.vn/a?b=1", "e\u0301", "\u0323", "\u200b", "\ufeff"),
    *("\0", "’", "한국", "İ", "ΑΣ", "Ð", "\u00ad", "❤️", "👨‍👩‍👧", "\ud800", "ǅ", "ﬁ", "क़", "\u1100\u1161\u11a8"),
)
HOSTILE_TEXT = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


def shared_file(name: str) -> Path:
    """Find a shared file, or skip the test by its name."""
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"../shared/data/{name} is absent")
    return path


def news_texts(count: int) -> Iterator[str]:
    """Title, summary and body of the first `count` articles of a shared corpus; skips the test where it is absent."""
    with lzma.open(shared_file("news_2017.jsonl.xz"), "rt", encoding="utf-8") as lines:
        for line in itertools.islice(lines, count):
            article = json.loads(line)
            yield "\n\n".join(article[part] for part in ("title", "summary", "body") if article[part])


def pyvi_words() -> list[str]:
    """Read pyvi's list of words, most of them of two syllables."""
    spec = importlib.util.find_spec("pyvi")
    assert spec is not None
    assert spec.origin is not None
    lines = (Path(spec.origin).parent / "models" / "words.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line]


def made_up_paragraphs(count: int) -> list[str]:
    """Paragraphs of pyvi's own words between signs, numbers and addresses, the same every time."""
    chance = random.Random(2018)
    words = pyvi_words()
    return [_paragraph(chance, words) for _ in range(count)]


def _paragraph(chance: random.Random, words: list[str]) -> str:
    parts = chance.choices(words, k=chance.randint(3, 30))
    for _ in range(chance.randint(0, 8)):
        parts.insert(chance.randint(0, len(parts)), chance.choice(FRAGMENTS).replace("\ud800", "?"))
    text = "".join(part + chance.choices([" ", ", ", ". ", ""], [20, 2, 2, 1])[0] for part in parts)
    return chance.choice(_WRITINGS)(text)


def _capitalised(text: str) -> str:
    return " ".join(part[:1].upper() + part[1:] for part in text.split(" "))


_WRITINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.lower,
    str.upper,
    str.title,
    _capitalised,
    fold,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.replace(" ", ""),
    lambda text: text.replace(" ", "."),
    lambda text: text.replace(" ", "_"),
)
