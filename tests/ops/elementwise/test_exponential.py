import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]
LN2, LN10 = math.log(2), math.log(10)


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (np.exp, 1.0, [math.e, math.e]),
        (np.exp2, 3.0, [8 * LN2, 8 * LN2**2]),
        (np.expm1, 1.0, [math.e, math.e]),
        (np.log, 4.0, [1 / 4, -1 / 16]),
        (np.log2, 4.0, [1 / (4 * LN2), -1 / (16 * LN2)]),
        (np.log10, 4.0, [1 / (4 * LN10), -1 / (16 * LN10)]),
        (np.log1p, 3.0, [1 / 4, -1 / 16]),
        (np.sqrt, 4.0, [1 / 4, -1 / 32]),
        (np.cbrt, 8.0, [1 / 12, -1 / 144]),
        (np.cbrt, -8.0, [1 / 12, 1 / 144]),
        (lambda x: np.logaddexp(x, 0.0), 0.0, [1 / 2, 1 / 4]),
        (lambda x: np.logaddexp(LN2, x), 0.0, [1 / 3, 2 / 9]),
        (lambda x: np.logaddexp2(x, 0.0), 1.0, [2 / 3, 2 / 9 * LN2]),
        (lambda x: np.logaddexp2(1.0, x), 0.0, [1 / 3, 2 / 9 * LN2]),
    ],
)
def test_values_worked_by_hand(f: Callable[[Any], Any], x: float, right: list[float], derivatives: Derivatives) -> None:
    """First and second derivative are those of the textbook."""
    np.testing.assert_allclose(derivatives(f, x, 2), right, rtol=2e-15)


def test_roots_at_zero(derivatives: Derivatives) -> None:
    """The slope of a root at 0 is infinite."""
    assert derivatives(np.sqrt, 0.0, 2) == [np.inf, -np.inf]
    assert derivatives(np.cbrt, 0.0, 1) == [np.inf]
    assert derivatives(np.log, 0.0, 2) == [np.inf, -np.inf]


@pytest.mark.parametrize("x", [0.0, -1.0, -2.5, np.inf])
@pytest.mark.parametrize(
    "f",
    [np.log, np.log2, np.log10, np.log1p, np.sqrt, np.cbrt, lambda x: x**0.5, lambda x: x**x, lambda x: x**-1.5],
    ids=["log", "log2", "log10", "log1p", "sqrt", "cbrt", "x**0.5", "x**x", "x**-1.5"],
)
def test_what_was_not_chosen_has_no_gradient(f: Callable[[Any], Any], x: float, derivatives: Derivatives) -> None:
    """Behind a np.where that chooses something else, derivatives of every order are 0, not NaN, also off the domain."""
    assert derivatives(lambda x: np.where((x > 0) & np.isfinite(x), f(x), 0.0), x, 3) == [0, 0, 0]


def test_root_of_a_rectifier(derivatives: Derivatives) -> None:
    """sqrt(maximum(x, 0)) has derivative 0 left of 0, at every order."""
    assert derivatives(lambda x: np.sqrt(np.maximum(x, 0)), -1.0, 3) == [0, 0, 0]


@pytest.mark.parametrize("f", [np.logaddexp, np.logaddexp2])
def test_logaddexp_of_infinities(f: Callable[[Any, Any], Any]) -> None:
    """The larger one gets all; two that are −∞ get nothing; two that are +∞ get half each."""
    for x, y, right in [
        (0.0, -np.inf, 1.0),
        (-np.inf, 0.0, 0.0),
        (-np.inf, -np.inf, 0.0),
        (np.inf, np.inf, 0.5),
        (np.inf, 0.0, 1.0),
        (1e300, -1e300, 1.0),
    ]:
        assert grad(f)(x, y) == right
        assert grad(f, 1)(y, x) == right
        assert grad(grad(f))(x, y) == (0 if right != 0.5 else pytest.approx(0.25 * (1 if f is np.logaddexp else LN2)))
