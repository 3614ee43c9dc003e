from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]


@pytest.mark.parametrize("f", [np.abs, np.absolute, np.fabs, abs])
def test_absolute_value(f: Callable[[Any], Any], derivatives: Derivatives) -> None:
    """The derivative of |x| is the sign of x, 0 at 0; the second is 0."""
    assert [derivatives(f, x, 2) for x in (-2.0, 0.0, 3.0)] == [[-1, 0], [0, 0], [1, 0]]


def test_sign_has_derivative_zero(derivatives: Derivatives) -> None:
    """The sign of a real number has derivative 0, at 0 too."""
    assert [derivatives(np.sign, x, 2) for x in (-2.0, 0.0, 3.0)] == [[0, 0]] * 3


@pytest.mark.parametrize(("x", "y", "right"), [(3.0, -2.0, -1), (-3.0, -2.0, 1), (3.0, -0.0, -1), (0.0, -2.0, 0)])
def test_copysign(x: float, y: float, right: float, derivatives: Derivatives) -> None:
    """Taking on a sign multiplies by ±1; at 0 the derivative is that of |x|, 0; none goes to the sign."""
    assert derivatives(lambda x: np.copysign(x, y), x, 2) == [right, 0]
    assert derivatives(lambda y: np.copysign(x, y), y, 2) == [0, 0]


def test_heaviside() -> None:
    """The step has derivative 0; its value at 0 counts at 0 alone."""
    x, y = np.array([-1.0, 0.0, 2.0]), np.array([5.0, 6.0, 7.0])
    assert grad(lambda x, y: np.sum(np.heaviside(x, y)))(x, y).tolist() == [0, 0, 0]
    assert grad(lambda x, y: np.sum(np.heaviside(x, y)), 1)(x, y).tolist() == [0, 1, 0]
