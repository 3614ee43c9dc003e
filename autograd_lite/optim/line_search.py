"""A line search for the strong Wolfe conditions: the value has fallen enough, and the slope has flattened enough."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

ENOUGH_FALL = 1e-4  # c₁: the share of the fall that the first slope promises
FLAT_ENOUGH = 0.9  # c₂: the share of the first slope that may remain


class Point(NamedTuple):
    """A point on the line: how far, the value there, its gradient, its slope along the line."""

    t: float
    f: float
    g: Any
    slope: float


def cubic_minimum(a: Point, b: Point, low: float, high: float) -> float:
    """Return where the cubic through two points with their slopes has its minimum, held between `low` and `high`.

    Examples
    --------
    >>> cubic_minimum(Point(0, 4.0, None, -4.0), Point(1, 1.0, None, -2.0), 0, 5)  # of (t − 2)²
    2.0
    """
    if a.t > b.t:
        a, b = b, a
    if b.t > a.t and math.isfinite(b.f) and math.isfinite(b.slope):
        d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t)
        square = d1 * d1 - a.slope * b.slope
        bottom = b.slope - a.slope + 2 * math.sqrt(square) if square >= 0 else 0.0
        if bottom:
            minimum = b.t - (b.t - a.t) * ((b.slope + math.sqrt(square) - d1) / bottom)
            return min(max(minimum, low), high)
    return (low + high) / 2


def strong_wolfe(
    along: Callable[[float], Point], start: Point, t: float, length: float, tolerance: float, budget: int
) -> tuple[Point, int]:
    """Return a point that meets the strong Wolfe conditions, or the best one that was found, and the evaluations used.

    Parameters
    ----------
    along : evaluates the point at distance t
    start : the point at distance 0
    t : first guess
    length : largest part of the direction, to tell when a bracket is small
    tolerance : end when the bracket is smaller
    budget : evaluations after the first guess
    """

    def fallen(point: Point) -> bool:
        return point.f <= start.f + ENOUGH_FALL * point.t * start.slope

    def flat(point: Point) -> bool:
        return abs(point.slope) <= -FLAT_ENOUGH * start.slope

    last, here, used = start, along(t), 0
    while used < budget:  # go on until a minimum lies between the last two points
        if not fallen(here) or (used > 1 and here.f >= last.f):
            break
        if flat(here):
            return here, used + 1
        if here.slope >= 0:
            break
        further = cubic_minimum(last, here, here.t + 0.01 * (here.t - last.t), here.t * 10)
        last, here, used = here, along(further), used + 1
    if used == budget:
        last = start
    low, high = (here, last) if here.f < last.f else (last, here)
    return _zoomed(along, low, high, fallen, flat, length, tolerance, used, budget)


def _zoomed(
    along: Callable[[float], Point],
    low: Point,
    high: Point,
    fallen: Callable[[Point], bool],
    flat: Callable[[Point], bool],
    length: float,
    tolerance: float,
    used: int,
    budget: int,
) -> tuple[Point, int]:
    """Shrink the bracket between `low`, the lower end, and `high` until a point meets both conditions."""
    stuck = False
    while used < budget and abs(high.t - low.t) * length >= tolerance:
        left, right = sorted((low.t, high.t))
        t, stuck = _kept_off(cubic_minimum(low, high, left, right), left, right, stuck)
        here, used = along(t), used + 1
        if not fallen(here) or here.f >= low.f:
            high = here
            if high.f < low.f:
                low, high = high, low
            continue
        if flat(here):
            return here, used + 1
        if here.slope * (high.t - low.t) >= 0:
            high = low
        low = here
    return low, used + 1


def _kept_off(t: float, left: float, right: float, stuck: bool) -> tuple[float, bool]:
    """Move `t` off the ends of the bracket if it comes close to one for the second time, or is one."""
    margin = 0.1 * (right - left)
    if min(right - t, t - left) >= margin:
        return t, False
    if not (stuck or t >= right or t <= left):
        return t, True
    return (right - margin if abs(t - right) < abs(t - left) else left + margin), False
