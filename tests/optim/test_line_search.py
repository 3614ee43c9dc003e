"""The line search meets its conditions."""

import math
from collections.abc import Callable

import pytest

from autograd_lite.optim.line_search import ENOUGH_FALL, FLAT_ENOUGH, Point, cubic_minimum, strong_wolfe

LINES: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "bowl": (lambda t: (t - 2) ** 2, lambda t: 2 * (t - 2)),
    "far": (lambda t: -t / (t * t + 2), lambda t: (t * t - 2) / (t * t + 2) ** 2),
    "steep": (lambda t: math.exp(t) - 20 * t, lambda t: math.exp(t) - 20),
    "wavy": (lambda t: t**2 / 50 - t / 5 + math.sin(3 * t) / 9 - 0.3 * t, lambda t: t / 25 - 0.5 + math.cos(3 * t) / 3),
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("first", [1e-3, 0.1, 1.0, 10.0])
def test_both_conditions_hold(name: str, first: float) -> None:
    """The value has fallen enough and the slope has flattened enough, from any first guess."""
    f, slope = LINES[name]
    start = Point(0.0, f(0.0), None, slope(0.0))
    calls = []

    def along(t: float) -> Point:
        calls.append(t)
        return Point(t, f(t), None, slope(t))

    found, used = strong_wolfe(along, start, first, 1.0, 1e-12, 25)
    assert found.f <= start.f + ENOUGH_FALL * found.t * start.slope
    assert abs(found.slope) <= FLAT_ENOUGH * abs(start.slope)
    assert used == len(calls) <= 26


def test_a_point_that_is_not_finite_is_stepped_back_from() -> None:
    """Where the function is NaN or infinite, the search turns to the near side."""

    def along(t: float) -> Point:
        return Point(t, (t - 1) ** 2, None, 2 * (t - 1)) if t < 4 else Point(t, math.nan, None, math.nan)

    found, _ = strong_wolfe(along, along(0.0), 50.0, 1.0, 1e-12, 25)
    assert found.f <= 1 - ENOUGH_FALL * 2 * found.t


def test_the_budget_is_kept() -> None:
    """Without evaluations to spend, the better of the two ends comes back."""

    def along(t: float) -> Point:
        return Point(t, -t, None, -1.0)

    found, used = strong_wolfe(along, along(0.0), 1.0, 1.0, 1e-12, 0)
    assert (found.t, used) == (1.0, 1)


def test_cubic_minimum() -> None:
    """Of t³ − 3 t between 0 and 2 it is 1; the order of the points does not matter, and bounds hold."""
    a, b = Point(0, 0.0, None, -3.0), Point(2, 2.0, None, 9.0)
    assert cubic_minimum(a, b, 0, 2) == pytest.approx(1.0)
    assert cubic_minimum(b, a, 0, 2) == pytest.approx(1.0)
    assert cubic_minimum(a, b, 1.5, 2) == 1.5


def test_cubic_without_minimum() -> None:
    """The middle is taken where no cubic has a minimum."""
    assert cubic_minimum(Point(0, 0.0, None, -1.0), Point(1, -2 / 3, None, -1.0), 0, 4) == 2.0
    assert cubic_minimum(Point(0, 0.0, None, -1.0), Point(1, math.nan, None, 1.0), 0, 4) == 2.0
