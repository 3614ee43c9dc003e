"""Fault 26: at corners each engine returns something else, often NaN.

The table of conventions: one row, one function at one corner, one gradient.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad, hvp, jacobian, jvp, strict_ieee

CORNERS: dict[str, tuple[Callable[[Any], Any], Any, Any]] = {
    "abs at 0": (np.abs, [0.0], [0.0]),
    "built-in abs at 0": (abs, [0.0], [0.0]),
    "sign at 0": (np.sign, [0.0], [0.0]),
    "x ** 0 at 0": (lambda x: x**0, [0.0], [0.0]),
    "x ** 0.0 at 0": (lambda x: x**0.0, [0.0], [0.0]),
    "x ** [0, 2] at 0": (lambda x: np.power(x, np.array([0.0, 2.0])), [0.0, 0.0], [0.0, 0.0]),
    "x ** 1 at 0": (lambda x: x**1, [0.0], [1.0]),
    "x ** 2 at 0": (lambda x: x**2, [0.0], [0.0]),
    "0 ** x at 2": (lambda x: 0.0**x, [2.0], [0.0]),
    "sqrt at 0": (np.sqrt, [0.0], [np.inf]),
    "sinc at 0": (np.sinc, [0.0], [0.0]),
    "norm at 0": (np.linalg.norm, [0.0, 0.0], [0.0, 0.0]),
    "norm of rows": (lambda x: np.linalg.norm(x, axis=1), [[0.0, 0.0], [0.0, 4.0]], [[0.0, 0.0], [0.0, 1.0]]),
    "prod, no zero": (np.prod, [1.0, 2.0, 3.0], [6.0, 3.0, 2.0]),
    "prod, one zero": (np.prod, [0.0, 2.0, 3.0], [6.0, 0.0, 0.0]),
    "prod, two zeros": (np.prod, [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]),
    "cumprod, one zero": (np.cumprod, [2.0, 0.0, 3.0], [1.0, 8.0, 0.0]),
    "std of a constant": (np.std, [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
    "var of a constant": (np.var, [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]),
    "relu at 0": (lambda x: np.where(x > 0, x, 0.0), [0.0], [0.0]),
    "clip at its bounds": (lambda x: np.clip(x, 1.0, 2.0), [0.5, 1.0, 1.5, 2.0, 2.5], [0.0, 1.0, 1.0, 1.0, 0.0]),
    "maximum with a number, tie": (lambda x: np.maximum(x, 0.0), [0.0], [0.5]),
    "floor": (np.floor, [1.0, 1.5], [0.0, 0.0]),
}


@pytest.mark.parametrize(("function", "point", "slope"), CORNERS.values(), ids=CORNERS)
def test_convention(function: Callable[[Any], Any], point: list[float], slope: list[float]) -> None:
    """The gradient of the sum of the results is the one in the table, without a warning."""
    x = Tensor(point, requires_grad=True)
    y = function(x)
    y.backward(np.ones(y.shape))
    np.testing.assert_array_equal(x.grad, slope)


CHAINS: dict[str, Callable[[Any], Any]] = {
    "sqrt(x**2)": lambda x: np.sqrt(x**2),
    "sqrt(x * x)": lambda x: np.sqrt(x * x),
    "sqrt(square(x))": lambda x: np.sqrt(np.square(x)),
    "(x**2) ** 0.5": lambda x: (x**2) ** 0.5,
    "sqrt(sum(x**2))": lambda x: np.sqrt(np.sum(x**2)),
    "sqrt(mask * x)": lambda x: np.sqrt(np.array([0.0, 0.0]) * x),
}


@pytest.mark.parametrize("function", CHAINS.values(), ids=CHAINS)
def test_zero_slope_before_a_pole(function: Callable[[Any], Any]) -> None:
    """Where an infinite slope meets one of zero, every mode and order has 0; with strict IEEE it is NaN."""
    zeros, ones = np.zeros(2), np.ones(2)

    def total(x: Any) -> Any:
        return np.sum(function(x))

    assert grad(total)(zeros).tolist() == [0.0, 0.0]
    assert np.sum(jvp(function, (zeros,), (ones,))[1]) == 0.0
    assert hvp(total, zeros, ones).tolist() == [0.0, 0.0]
    assert jacobian(function)(zeros).ravel().tolist() == [0.0] * 2 * np.size(function(zeros))
    with strict_ieee():
        assert np.isnan(grad(total)(zeros)).all()


def test_abs_of_a_complex_zero() -> None:
    """The modulus has no slope at 0; 0 is chosen, as for real numbers."""
    assert grad(np.abs)(0j) == 0


def test_second_derivative_of_a_product_with_a_zero() -> None:
    """d²(x y z)/dx dy is z, also where x is 0."""
    x = Tensor([0.0, 2.0, 3.0], requires_grad=True)
    np.prod(x).backward(create_graph=True)
    slope, x.grad = x.grad, None
    slope[0].backward()  # y z
    assert x.grad.tolist() == [0.0, 3.0, 2.0]
