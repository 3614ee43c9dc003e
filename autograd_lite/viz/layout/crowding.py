"""What a word on a picture would touch: boxes, arrows, frames, and words that stand there already."""

from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from autograd_lite.viz.layout.curves import Point, flattened

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom
_CELL = 48.0  # points; what lies in other cells is not looked at
BOX, WORD, LINE, BORDER = 30.0, 12.0, 10.0, 2.0  # how bad it is to touch them
_Thing = tuple[float, Hashable, Rectangle | tuple[Point, Point]]


class Crowd:
    """All that stands on a picture, to be asked what a rectangle would touch."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[_Thing]] = {}

    def add_line(self, own: Hashable, points: list[Point], across: bool = False) -> None:
        """Add an arrow, drawn through these points."""
        for (x, y), (u, v) in pairwise(flattened(points, across)):
            self._add((LINE, own, ((x, y), (u, v))), (min(x, u), min(y, v), max(x, u), max(y, v)))

    def add(self, own: Hashable, rectangle: Rectangle, badness: float) -> None:
        """Add what covers a rectangle."""
        self._add((badness, own, rectangle), rectangle)

    def add_frame(self, own: Hashable, rectangle: Rectangle) -> None:
        """Add the four sides of a frame."""
        left, top, right, bottom = rectangle
        corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for (x, y), (u, v) in pairwise(corners):
            self._add((BORDER, own, ((x, y), (u, v))), (min(x, u), min(y, v), max(x, u), max(y, v)))

    def remove(self, own: Hashable, rectangle: Rectangle) -> None:
        """Take away a word."""
        for cell in _cells(rectangle):
            self.cells[cell] = [thing for thing in self.cells[cell] if thing[1] != own]

    def _add(self, thing: _Thing, around: Rectangle) -> None:
        for cell in _cells(around):
            self.cells.setdefault(cell, []).append(thing)

    def badness(self, rectangle: Rectangle) -> float:
        """Return how bad it would be to write there; 0 where nothing is touched."""
        touched: dict[tuple[float, Hashable], None] = {}
        for cell in _cells(rectangle):
            for badness, own, shape in self.cells.get(cell, ()):
                if (badness, own) not in touched and _touches(shape, rectangle):
                    touched[badness, own] = None
        return sum(badness for badness, _ in touched)


def _cells(rectangle: Rectangle) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in rectangle)
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            yield column, row


def _touches(shape: Rectangle | tuple[Point, Point], rectangle: Rectangle) -> bool:
    if len(shape) == 2:
        return crosses(shape, rectangle)
    left, top, right, bottom = rectangle
    return left < shape[2] and shape[0] < right and top < shape[3] and shape[1] < bottom


def crosses(segment: tuple[Point, Point], rectangle: Rectangle) -> bool:
    """Return True if a part of a straight line lies in a rectangle."""
    (x, y), (u, v) = segment
    left, top, right, bottom = rectangle
    enters, leaves = 0.0, 1.0
    for start, way, low, high in ((x, u - x, left, right), (y, v - y, top, bottom)):
        if way == 0:
            if not low <= start <= high:
                return False
            continue
        first, last = sorted([(low - start) / way, (high - start) / way])
        enters, leaves = max(enters, first), min(leaves, last)
    return enters <= leaves


def first_free(crowd: Crowd, spots: Iterable[tuple[float, Rectangle]]) -> int:
    """Return the number of the best of some spots, each with how much it is disliked anyway, least first."""
    best, least = 0, float("inf")
    for number, (dislike, rectangle) in enumerate(spots):
        if dislike >= least:
            break  # those that follow are no better
        worth = dislike + 100 * crowd.badness(rectangle)
        if worth < least:
            best, least = number, worth
    return best
