"""Which neighbouring segments of an index are to be made one, so that a search has few to look into.

From the last segment backwards, one joins what follows it while it has fewer than FACTOR times as many articles. So
each segment left has at least FACTOR times as many as the next: log4(articles) segments at most. Small segments are
copied by every update, a thousand articles at most; beyond, an article is copied a handful of times for each of these
steps that it climbs.
"""

from collections.abc import Sequence

FACTOR = 4  # twice as many segments with 2; with 8, twice the copying
SMALL = 256  # articles; smaller segments count as this, for merging so few takes no time worth saving
WORN = 0.25  # of a segment's articles deleted: more make it a quarter slower to search, and larger, than it need be


def runs(living: Sequence[int]) -> list[range]:
    """Cut segments, by how many living articles each has, into runs of neighbours that are to be one."""
    found: list[range] = []
    last = len(living)
    while last:
        first, size = last - 1, max(living[last - 1], SMALL)
        while first and living[first - 1] < FACTOR * size:
            first -= 1
            size += living[first]
        found.insert(0, range(first, last))
        last = first
    return found


def is_worn(documents: int, living: int) -> bool:
    """Say whether a segment has so many deleted documents that it is to be written anew."""
    return documents - living > WORN * documents
