import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]
LN2 = math.log(2)
R3 = math.sqrt(3)


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (np.sinh, LN2, [5 / 4, 3 / 4]),
        (np.cosh, LN2, [3 / 4, 5 / 4]),
        (np.tanh, LN2, [16 / 25, -96 / 125]),
        (np.arcsinh, 0.75, [4 / 5, -48 / 125]),
        (np.arccosh, 2.0, [1 / R3, -2 / (3 * R3)]),
        (np.arctanh, 0.5, [4 / 3, 16 / 9]),
    ],
)
def test_values_worked_by_hand(f: Callable[[Any], Any], x: float, right: list[float], derivatives: Derivatives) -> None:
    """First and second derivative are those of the textbook."""
    np.testing.assert_allclose(derivatives(f, x, 2), right, rtol=2e-15)


def test_poles(derivatives: Derivatives) -> None:
    """The slopes of arccosh at 1 and of arctanh at ±1 are infinite."""
    assert derivatives(np.arccosh, 1.0, 1) == [np.inf]
    assert derivatives(np.arctanh, 1.0, 1) == [np.inf]
    assert derivatives(np.arctanh, -1.0, 1) == [np.inf]


@pytest.mark.parametrize(("f", "x"), [(np.arccosh, 1.0), (np.arccosh, 0.5), (np.arctanh, 1.0), (np.arctanh, 2.0)])
def test_what_was_not_chosen_has_no_gradient(f: Callable[[Any], Any], x: float, derivatives: Derivatives) -> None:
    """Behind a np.where that chooses something else, the derivatives of every order are 0, also off the domain."""
    assert derivatives(lambda x: np.where(False, f(x), 0.0), x, 3) == [0, 0, 0]


def test_nothing_overflows_early() -> None:
    """Slopes that are finite are found where a square or an exponential in a naive formula is not."""
    assert grad(np.arcsinh)(1e200) == pytest.approx(1e-200, rel=1e-15)
    assert grad(np.arccosh)(1e200) == pytest.approx(1e-200, rel=1e-15)
    assert grad(np.tanh)(1e300) == 0
    assert grad(np.sinh)(710.0) == np.cosh(710.0)


def test_tanh_far_out() -> None:
    """The derivative of tanh, taken from its output, keeps an absolute error of an ulp of 1, as is documented."""
    x = np.linspace(-40, 40, 161)
    assert np.abs(grad(lambda x: np.sum(np.tanh(x)))(x) - 1 / np.cosh(x) ** 2).max() < 3e-16
