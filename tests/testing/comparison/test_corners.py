"""Shares of a tie that are right one by one and wrong together, and corners that have nothing to do with each other."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_jvp, examine_vjp


def relu(x: Any) -> Any:
    """Return the positive part."""
    return np.maximum(x, 0)


def largest(how: str) -> Any:
    """Return a rule for the largest element that gives it to the first, the last, all, none or all in equal parts."""

    def rule(g: Any, x: Any) -> Any:
        tied = x == x.max()
        if how in ("first", "last"):
            chosen = np.flatnonzero(tied)[0 if how == "first" else -1]
            return g * (np.arange(x.size) == chosen)
        return g * {"all": tied, "none": 0 * x, "even": tied / tied.sum()}[how]

    return rule


@pytest.mark.parametrize("point", [[1.0, 3.0, 3.0, -2.0], [0.0, 0.0, -1.0], [-2.0] * 3, [1e-6] * 2, [5.0] * 12])
def test_the_largest_of_equal_numbers(point: list[float], double: Any) -> None:
    """Each convention is right; a tie that is counted for all its elements, or for none, is wrong."""
    x = np.array(point)
    for f in (np.max, double(np.max)):
        for how in ("first", "last", "even"):
            assert examine_vjp(f, largest(how), x).verdict == "agrees"
        for how in ("all", "none"):
            report = examine_vjp(f, largest(how), x)
            assert report.verdict == "wrong"
            assert "law: corners together" in str(report)
            assert "one slope" in str(report)


@pytest.mark.parametrize("how", ["first", "last", "even"])
@pytest.mark.parametrize("factor", [0.99, 1.01])
def test_a_tie_by_a_hundredth(how: str, factor: float, double: Any) -> None:
    """Where the slope along a corner is known well, shares that miss it by a hundredth are wrong."""
    for x in (np.array([1.0, 3.0, 3.0]), np.full(2, -1e-6), np.array([5.0, 5.0, 5.0, 1.0])):
        assert examine_vjp(double(np.max), lambda g, x: factor * largest(how)(g, x), x).verdict == "wrong"


def test_what_is_said() -> None:
    """At the tie of max(x) the shares come to 2, and the slope of the two elements together is 1."""
    worst: Any = examine_vjp(np.max, lambda g, x: g * (x == x.max()), np.array([1.0, 3.0, 3.0]), seed=1).worst
    g = worst.got / 2
    assert (worst.argument, worst.index, abs(g)) == (0, None, pytest.approx(abs(worst.wanted)))
    assert worst.wanted == pytest.approx(g)
    assert "elements (1,) of input 0, (2,) of input 0 have one slope" in worst.reason


@pytest.mark.parametrize("shares", [(1, 0), (0, 1), (0.5, 0.5), (1, 1), (0, 0)])
def test_two_inputs(shares: tuple[float, float], double: Any) -> None:
    """Of minimum(x, y) where x = y, alone and among others, in reverse and in forward mode."""
    wanted = "agrees" if sum(shares) == 1 else "wrong"

    def slopes(x: Any, y: Any) -> tuple[Any, Any]:
        tied = x == y
        return (x < y) + shares[0] * tied, (y < x) + shares[1] * tied

    for x, y in [(np.array(2.0), np.array(2.0)), (np.array([1.0, 2.0, 4.0]), np.array([1.0, 5.0, 4.0]))]:
        vjp = lambda g, x, y: tuple(g * s for s in slopes(x, y))  # noqa: E731
        jvp = lambda v, x, y: sum(a * s for a, s in zip(v, slopes(x, y), strict=True))  # noqa: E731
        assert examine_vjp(np.minimum, vjp, (x, y)).verdict == wanted
        assert examine_jvp(np.minimum, jvp, (x, y)).verdict == wanted


@pytest.mark.parametrize("one", [0.0, 1.0, 0.5])
@pytest.mark.parametrize("two", [0.0, 1.0, 0.5])
def test_independent_corners(one: float, two: float, double: Any) -> None:
    """Of relu(x) − relu(y), |x| + relu(y) and relu(x) + relu(y) + xy any two shares go together."""
    x = np.zeros(2)
    cases: list[tuple[Any, list[float]]] = [
        (lambda x: relu(x[0]) - relu(x[1]), [one, -two]),
        (lambda x: abs(x[0]) + relu(x[1]), [2 * one - 1, two]),
        (lambda x: relu(x[0]) + relu(x[1]) + x[0] * x[1], [one, two]),
    ]
    for f, shares in cases:
        for each in (f, double(f)):
            assert examine_vjp(each, lambda g, x: g * np.array(shares), x).verdict == "agrees"  # noqa: B023


@pytest.mark.parametrize(
    ("f", "shares", "verdict"),
    [
        (lambda x: np.maximum(2 * x[0], x[1]), [2, 0], "agrees"),
        (lambda x: np.maximum(2 * x[0], x[1]), [2, 1], "wrong"),
        (lambda x: np.maximum(x[0] + 1, x[1]), [0, 1], "agrees"),
        (lambda x: np.maximum(x[0] + 1, x[1]), [0, 0], "wrong"),
        (lambda x: np.maximum(3 - x[0], x[1]), [-1, 0], "agrees"),
        (lambda x: np.maximum(3 - x[0], x[1]), [-1, 1], "wrong"),
        (lambda x: np.maximum(2 * x[0], x[1]) + 1000 * x[0], [1002, 1], "wrong"),
        (lambda x: np.sqrt((x[0] - 1) ** 2 + (x[1] - 2) ** 2), [0.5, 0.5], "agrees"),
        (lambda x: np.maximum(x[1] - 2 * x[0], 0) - np.maximum(2 * x[0] - x[1], 0) / 2, [-1, 0.5], "agrees"),
    ],
)
def test_corners_that_lie_aslant(f: Any, shares: list[float], verdict: str, double: Any) -> None:
    """Elements move along a corner in other proportions than their own, and against each other; a cone has no such."""
    x = np.array([1.0, 2.0])
    assert examine_vjp(double(f), lambda g, x: g * np.array(shares, float), x).verdict == verdict


def test_evaluations(double: Any) -> None:
    """With all that a tie asks for, no more than 45 a direction."""
    for how in ("first", "all"):
        for x in (np.array([3.0, 3.0]), np.full(3, 2.0), np.zeros(5), np.array([1.0, 3.0, 3.0, -2.0])):
            report = examine_vjp(double(np.max), largest(how), x)
            assert report.calls <= 45 * x.size
