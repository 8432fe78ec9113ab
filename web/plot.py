"""The plot of trends: lines drawn on the server, broken where the archive has no articles, of points that are links.

The drawing is as wide as its column. So places are told in thousandths of its width and height, as the paths take
them; marks and names, which must not be stretched, stand at the same places in percent.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

Values = Sequence[float | None]

WHOLE = 1000  # the width and the height of the drawing
MOST_STEPS = 5  # between the lines behind the plot: few enough to be read at a glance
MOST_NAMES = 8  # of intervals below the plot: the days of two months have room on half a screen
FEWEST_NAMES = 3  # of them on a telephone, whose width has room for three days
DASH = 6  # thousandths of the width: as long as a mark is wide
CROWDED = 24  # points in a line: of more, marks are drawn smaller


@dataclass(frozen=True, slots=True)
class Point:
    """A value that is not zero: its place in percent, and the number of its interval."""

    x: float
    y: float
    interval: int


@dataclass(frozen=True, slots=True)
class Line:
    """The path of a line, and the points on it that lead to articles."""

    path: str
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Name:
    """What is written beside the plot, at a place in percent; a `lesser` one only where there is room."""

    text: str
    place: float
    lesser: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines, the names of some values and some intervals, and whether marks must be small."""

    lines: list[Line]
    values: list[Name]
    intervals: list[Name]
    crowded: bool


def plot(lines: Sequence[Values], intervals: Sequence[str], *, whole: bool, written: Callable[[float], str]) -> Plot:
    """Lay out lines of values, one for each interval; None is a gap.

    `whole` says that values are whole numbers; `written` tells how one is written.
    """
    most = max((value for line in lines for value in line if value is not None), default=0)
    step = _step(most, whole=whole)
    top = step * max(1, math.ceil(most / step))
    count = round(top / step)
    return Plot(
        [_line(line, top) for line in lines],
        [Name(written(step * number), _percent(WHOLE - WHOLE * number / count)) for number in range(count + 1)],
        _names(intervals),
        len(intervals) > CROWDED,
    )


def _step(most: float, *, whole: bool) -> float:
    """Return one, two or five times a power of ten that goes at most MOST_STEPS times into the greatest value."""
    least = most / MOST_STEPS
    if least == 0:
        return 1
    power = math.floor(math.log10(least))
    step = next(times * 10.0**power for times in (1, 2, 5, 10) if times * 10.0**power >= least * (1 - 1e-9))
    return max(1, round(step)) if whole else round(step, max(0, -power))


def _line(values: Values, top: float) -> Line:
    places = [
        None if value is None else (_x(number, len(values)), round(WHOLE - WHOLE * value / top))
        for number, value in enumerate(values)
    ]
    runs = (list(run) for there, run in groupby(places, lambda place: place is not None) if there)
    points = [
        Point(_percent(place[0]), _percent(place[1]), number)
        for number, (place, value) in enumerate(zip(places, values, strict=True))
        if place and value
    ]
    return Line("".join(_path(place for place in run if place) for run in runs), points)


def _path(places: Iterable[tuple[int, int]]) -> str:
    """Return a path from place to place; one place alone is a dash, or a zero between gaps would not be seen."""
    first, *others = places
    if not others:
        return f"M{first[0] - DASH // 2} {first[1]}h{DASH}"
    return f"M{first[0]} {first[1]}L" + " ".join(f"{x} {y}" for x, y in others)


def _names(intervals: Sequence[str]) -> list[Name]:
    """Return the name of every n-th interval; all but every m-th of these are lesser, so that both are evenly apart."""
    count = len(intervals)
    numbers = range(0, count, _every(count, MOST_NAMES))
    main = set(numbers[:: _every(len(numbers), FEWEST_NAMES)])
    return [Name(intervals[one], _percent(_x(one, count)), one not in main) for one in numbers]


def _every(count: int, most: int) -> int:
    """Return n, of which every n-th of so many are at most so many."""
    return max(1, math.ceil(count / most))


def _x(number: int, count: int) -> int:
    return round(WHOLE * (number + 0.5) / count)


def _percent(place: float) -> float:
    return round(place / WHOLE * 100, 1)
