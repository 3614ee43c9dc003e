"""Rules that lose their digits, and take floats alone: what they are off by is told from a mistake."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import examine_vjp
from autograd_lite.testing.comparison.scatter import noise, scatter
from autograd_lite.testing.differences.ladder import climb

X = 1e-7


def sinc(x: Any) -> Any:
    """Return sin(x) / x, exact to rounding."""
    return np.where(np.abs(x) < 1e-3, 1 - x * x / 6, np.sin(x) / x)


def lost(x: Any) -> Any:
    """Return its slope by the textbook's formula, which cancels."""
    return (x * np.cos(x) - np.sin(x)) / x**2


LOST: dict[str, tuple[Any, Any, list[float]]] = {
    "terms alike": (sinc, lost, [1e-7, -1e-7, 3.3e-7, -2.7e-6]),
    "a grid": (lambda x: 2 * np.sin(x / 2) ** 2 * x, lambda x: 1 - np.cos(x) + x * np.sin(x), [1e-7]),
    "a cosine": (lambda x: x**3 / 6 - x**5 / 120, lambda x: 1 - np.cos(x), [1e-7, -1e-7, 1e-6]),
    "an exponential": (lambda x: np.expm1(x) / x, lambda x: (x * np.exp(x) - np.exp(x) + 1) / x**2, [1e-7, -2.7e-6]),
}


@pytest.mark.parametrize("kind", LOST)
def test_lost_digits_are_no_mistake(kind: str, double: Any) -> None:
    """A formula that cancels is not called wrong; if it is three times too large it is."""
    f, rule, points = LOST[kind]
    for x in points:
        told = [examine_vjp(double(f), lambda g, x: g * k * double(rule)(x), np.array(x)) for k in (1, 3)]  # noqa: B023
        assert [each.verdict == "wrong" for each in told] == [False, True]


@pytest.mark.parametrize(
    ("f", "slope", "x"),
    [
        (np.sin, np.cos, 0.7),
        (lambda x: np.sin(1e4 * x), lambda x: 1e4 * np.cos(1e4 * x), 0.7),
        (lambda x: x * x + 1e-3 * np.cos(1e4 * x), lambda x: 2 * x - 10 * np.sin(1e4 * x), 3.0),
        (lambda x: np.abs(x - 1), lambda x: np.where(x >= 1, 1.0, -1.0) * (1 + 0.3 * (x == 1)), 1.0),
        (lambda x: np.maximum(x, 2), lambda x: 1.3 * (x >= 2), 2.0),
        (lambda x: np.interp(x, np.arange(9.0), np.arange(9.0) ** 2), lambda x: 2 * np.floor(x) + 1, 3.5),
    ],
)
def test_what_is_smooth_stays_wrong(f: Any, slope: Any, x: float, double: Any) -> None:
    """By a hundredth too large: smooth, oscillating, at a corner, and in a table."""
    assert examine_vjp(double(f), lambda g, x: g * 1.01 * double(slope)(x), np.array(x)).verdict == "wrong"


def along(f: Callable[[Any], Any]) -> Any:
    """Return the slope of a function at X, per relative step."""
    return climb(lambda t: np.array([f(X * (1 + t))]), np.array([f(X)]), 2.2e-16)


def test_scatter() -> None:
    """It is the size of what a formula loses, and nothing for a rule that is smooth or off on the whole."""
    slope = along(lambda x: x**3 / 6)

    def claimed(t: float, factor: float = 1.0) -> float:
        return factor * X * float(1 - np.cos(X * (1 + t)))

    assert 1e-3 < scatter(claimed, claimed(0), slope) / claimed(0) < 1e-2
    assert scatter(lambda t: claimed(t, 1.1), claimed(0, 1.1), slope) == 0
    assert scatter(lambda t: 1.01 * X**3 / 2 * (1 + t) ** 2, 1.01 * X**3 / 2, slope) == 0


def test_noise_leaves_what_is_smooth() -> None:
    """A polynomial of degree four has none; a tenth at random on top has a fifth of it and more: the least counts."""
    t = np.linspace(0, 1, 16)
    smooth = 1 + t - 2 * t**4
    assert noise(smooth) < 1e-15
    assert 0.02 < noise(smooth + 0.1 * np.random.default_rng(1).normal(size=16)) < 0.2
