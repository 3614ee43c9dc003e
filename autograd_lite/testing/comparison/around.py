"""What a function does around a point when some of its elements are moved, each by a little of its own."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd_lite.testing.comparison.verdict import Finding
from autograd_lite.testing.differences.evaluation import sizes

ABOUT, STEP = 2.0**-16, 2.0**-24  # how far around the point, and the step of a difference there


class Element(NamedTuple):
    """An element of an input: where it is, and the ends of the slopes that it has, for steps which move it by its size.

    `got` is what the rule says of its slope.
    """

    input: int
    where: tuple[int, ...]
    at: int
    size: float
    value: float
    got: float = 0.0
    low: float = 0.0
    high: float = 0.0

    @property
    def width(self) -> float:
        """How far the slopes on both sides of its corner are apart."""
        return self.high - self.low


Moves = Sequence[tuple[Element, float]]  # elements, and by how many of their sizes they move


def element(inputs: Sequence[Any], k: int, at: int) -> Element:
    """Return an element, by its flat index."""
    x = np.asarray(inputs[k])
    where = tuple(int(i) for i in np.unravel_index(at, x.shape)) if x.ndim else ()
    return Element(k, where, at, float(sizes(x)[where]), float(x[where]))


def with_slopes(one: Element, found: Finding) -> Element:
    """Return an element with what was found about it."""
    gap = float(found.slope.gap[0]) if found.kink and found.slope else 0.0
    low, high = ((float(found.wanted) + sign * 0.5 * gap) * one.size for sign in (-1, 1))
    return one._replace(got=float(found.got) * one.size, low=low, high=high)


class Around:
    """The weighted sum of a function's values around a point.

    Parameters
    ----------
    function : of the moving arguments
    weights : of its values
    left : evaluations that may be made

    Attributes
    ----------
    left : those that still may
    """

    def __init__(self, function: Any, weights: Any, left: int) -> None:
        self.function, self.left = function, left
        self.known = np.isfinite(function.base) & (weights != 0)
        self.weights = weights[self.known]

    def values(self, moves: Moves) -> Any:
        """Return the values where elements have moved."""
        self.left -= 1
        point = [np.array(p) for p in self.function.point]
        for one, t in moves:
            array = point[one.input]
            array.flat[one.at] += array.dtype.type(t * one.size)
        return self.function.at(point)[self.known]

    def change(self, moves: Moves) -> float:
        """Return by how much the sum changes."""
        return float(np.sum(self.weights * (self.values(moves) - self.function.base[self.known])))

    def slope(self, about: Moves, along: Moves) -> float:
        """Return the slope along a direction at a point around."""
        ahead, behind = ([*about, *[(e, sign * STEP * u) for e, u in along]] for sign in (1, -1))
        return float(np.sum(self.weights * (self.values(ahead) - self.values(behind)))) / (2 * STEP)
