"""The side of a corner: the slope of the point's own side is the only right one, however near the corner is."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.differences import settling
from autograd_lite.testing.differences.sides import own_side, shared_slope

STEPS = 4.0 ** -np.arange(2, 14)


def sides(f: Any, x: float) -> tuple[Any, Any]:
    """Return the differences to the left and to the right of a point."""
    left, right = (f(x) - f(x - STEPS)) / STEPS, (f(x + STEPS) - f(x)) / STEPS
    return left[:, None], right[:, None]


def test_own_side_by_hand() -> None:
    """1e-10 to the left of its corner |t| falls, to the right it rises; at the corner no side is the point's own."""
    for x, slope in ((-1e-10, -1), (1e-10, 1)):
        assert own_side(*sides(np.abs, x), STEPS, 1e-26, 1e-15)[0] == pytest.approx(slope, rel=1e-9)
    assert own_side(*sides(np.abs, 0.0), STEPS, 1e-26, 1e-15) is None
    assert own_side(*sides(np.exp, 1.0), STEPS, 1e-16, 1e-15) is None
    assert own_side(*sides(np.abs, 1e-10), STEPS, 1e-26, 1e-15, near=1e-9) is None


@pytest.mark.parametrize("distance", [1e-12, -1e-11, 1e-9, -3e-8, 1e-6, -1e-4])
@pytest.mark.parametrize("factor", [1.01, 0.99, 1.001])
def test_a_corner_near_by_excuses_nothing(
    distance: float, factor: float, verdict_of_doubles: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a corner the slope of the point's own side agrees, and a slope between both sides is wrong."""
    f = lambda x: np.where(x > 1, 2.0, 0.5) * (x - 1)  # noqa: E731
    slope = lambda x: np.where(x > 1, 2.0, 0.5) + 0 * x  # noqa: E731
    x = np.array([1 + distance])
    assert verdict_of_doubles(f, slope, x) == "agrees"
    assert verdict_of_doubles(f, lambda x: factor * slope(x), x) == "wrong"
    if abs(distance) < 1e-8:
        monkeypatch.setattr(settling, "own_side", lambda *_: None)
        assert verdict_of_doubles(f, lambda x: 0 * x + 1.25, x) == "agrees"


def test_rounding_is_no_corner(verdict_of_doubles: Any) -> None:
    """Where a division has made rounding large, one side may look straight at the shortest steps, by luck."""
    f = lambda x: (np.exp(x) - 1) / x  # noqa: E731
    assert verdict_of_doubles(f, lambda x: 0.5 + x / 3, np.array([1.19798466e-07])) != "wrong"


def test_at_the_corner_what_lies_between_agrees(verdict_of_doubles: Any) -> None:
    """At the corner itself the slopes from 0.5 to 2 agree, and no other ones."""
    f = lambda x: np.where(x > 1, 2.0, 0.5) * (x - 1)  # noqa: E731
    for slope, verdict in ((0.5, "agrees"), (2.0, "agrees"), (1.2, "agrees"), (0.49, "wrong"), (2.02, "wrong")):
        assert verdict_of_doubles(f, lambda x: slope + 0 * x, np.array([1.0])) == verdict  # noqa: B023


def test_a_corner_within_the_rounding_of_the_arguments() -> None:
    """The threshold 0.1 is 1.5e-9 from the number next to it in single precision, whose rule may take either side."""
    f = lambda x: np.maximum(x - x.dtype.type(0.1), 0)  # noqa: E731
    x = np.array([0.1], np.float32)
    for slope, verdict in ((0, "agrees"), (1, "agrees"), (1.5, "wrong")):
        assert examine_vjp(f, lambda g, x: g * x.dtype.type(slope), x).verdict == verdict  # noqa: B023


def test_domains_that_end_near_by(verdict_of_doubles: Any) -> None:
    """Close to the end of their domain functions are checked by the shorter steps that stay in it."""
    cases = (
        (np.arctanh, lambda x: 1 / ((1 - x) * (1 + x)), 1 - 5e-8),
        (lambda x: 1 / (x - 1), lambda x: -1 / (x - 1) ** 2, 1 + 1e-6),
        (lambda x: np.log(np.abs(x - 1)), lambda x: 1 / (x - 1), 1 + 3.8e-7),
        (lambda x: np.abs(x - 1) ** 1.5, lambda x: 1.5 * np.sign(x - 1) * np.sqrt(np.abs(x - 1)), 1 - 1.8e-7),
    )
    for f, slope, x in cases:
        assert verdict_of_doubles(f, slope, np.array([x])) == "agrees"
        assert verdict_of_doubles(f, lambda x: 1.01 * slope(x), np.array([x])) == "wrong"  # noqa: B023


def test_shares_that_underflow(verdict_of: Any) -> None:
    """Among the smallest numbers a share has few digits, which is no mistake; the factor 2 is one."""
    x = np.array([-742.3])
    assert verdict_of(np.exp, np.exp, x) != "wrong"
    assert verdict_of(lambda x: 1e-40 * x, lambda x: np.full_like(x, 1e-40), np.array([1.5], np.float32)) == "agrees"
    assert verdict_of(lambda x: 1e-40 * x, lambda x: np.full_like(x, 2e-40), np.array([1.5], np.float32)) == "wrong"


def test_shared_slope_by_hand() -> None:
    """The pieces of t |t| + 3 t meet with slope 3; those of |t| do not meet, and those of one bend need no help."""
    joined = sides(lambda t: t * np.abs(t) + 3 * t, 0.0)
    assert shared_slope(*joined, STEPS, 1e-30, 1e-30, 1e-7)[0] == pytest.approx(3, rel=1e-14)
    assert shared_slope(*joined, STEPS, 1e-30, 1e-30, 1e-25) is None
    assert shared_slope(*sides(np.abs, 0.0), STEPS, 1e-30, 1e-30, 1.0) is None


@pytest.mark.parametrize("x", [np.float64(1), np.ones(3), np.array([1.0, 2.0])], ids=["one", "all", "two"])
def test_pieces_that_meet_with_slope_zero(x: Any) -> None:
    """The squared hinge has slope 0 where its pieces meet: 0 agrees, and a hundred-thousandth is wrong."""

    def hinge(x: Any) -> Any:
        return np.maximum(0, 1 - x) ** 2

    def rule(g: Any, x: Any) -> Any:
        return -2 * g * np.maximum(0, 1 - x)

    assert examine_vjp(hinge, rule, (x,)).verdict == "agrees"
    assert examine_vjp(hinge, lambda g, x: rule(g, x) + 1e-5 * g, (x,)).verdict == "wrong"


def test_zero_beside_noise() -> None:
    """At the minimum of exp(x) − x rounding is all there is to the slope: 0 agrees, a thousand-millionth is wrong."""
    x = np.zeros(3)
    right = examine_vjp(lambda x: np.exp(x) - x, lambda g, x: g * np.expm1(x), (x,))
    assert right.verdict == "agrees"
    wrong = examine_vjp(lambda x: np.exp(x) - x, lambda g, x: g * (np.expm1(x) + 1e-9), (x,))
    assert wrong.verdict == "wrong"
