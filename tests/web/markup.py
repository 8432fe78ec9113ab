"""Reads a page's HTML: which elements it has, with what attributes and text."""

from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset(("br", "hr", "img", "input", "link", "meta"))


@dataclass
class Element:
    """An element: its name, attributes and all text inside, white space collapsed."""

    name: str
    attributes: dict[str, str]
    text: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().name == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def elements(html: str, name: str | None = None, **attributes: str) -> list[Element]:
    """Return a page's elements of a name with these attributes; fails where elements are not closed in order.

    An underscore at the end of an attribute's name is left out: `class_`.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader._open
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    for element in reader.elements:
        element.text = " ".join(element.text.split())
    return [
        element
        for element in reader.elements
        if (name is None or element.name == name)
        and all(element.attributes.get(key) == value for key, value in wanted.items())
    ]


def link(html: str, text: str) -> str:
    """Return the address of the one link with this text or label."""
    found = [a for a in elements(html, "a") if text in (a.text, a.attributes.get("aria-label"))]
    assert len(found) == 1, f"{len(found)} links say {text!r}"
    return found[0].attributes["href"]
