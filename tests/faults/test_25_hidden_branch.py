"""Fault 25: ``where(x > 0, sqrt(x), 0)`` has the gradient NaN at x <= 0, though the branch is not chosen there.

Zero times infinity is NaN. Here an exactly zero cotangent contributes nothing, whatever the derivative is.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad, hessian, strict_ieee

FUNCTIONS: dict[str, tuple[Callable[[Any], Any], float]] = {
    "sqrt": (np.sqrt, 0.25),
    "log": (np.log, 0.25),
    "power": (lambda x: x**0.5, 0.25),
    "power of an array": (lambda x: np.power(x, np.array([0.5])), 0.25),
    "negative power": (lambda x: x**-1.0, -1 / 16),
    "quotient": (lambda x: 1.0 / x, -1 / 16),
}


@pytest.mark.parametrize(("function", "slope"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_hidden_branch_contributes_nothing(function: Callable[[Any], Any], slope: float) -> None:
    """Where the condition is false the gradient is 0, at the pole and beyond it; where it is true it is the slope."""
    x = Tensor([-1.0, 0.0, 4.0], requires_grad=True)
    with np.errstate(all="ignore"):
        y = np.where(x > 0, function(x), 0.0)
    y.sum().backward()
    np.testing.assert_allclose(x.grad, [0.0, 0.0, slope])


@pytest.mark.parametrize(("function", "slope"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_second_order(function: Callable[[Any], Any], slope: float) -> None:
    """The second derivative of the hidden branch is 0 as well, and that of the chosen one is right."""

    def f(x: Any) -> Any:
        return np.sum(np.where(x > 0, function(x), 0.0))

    with np.errstate(all="ignore"):
        found = np.diag(hessian(f)(np.array([-1.0, 0.0, 4.0])))
    step = 1e-4
    with np.errstate(all="ignore"):
        expected = (grad(f)(np.array([4.0 + step])) - grad(f)(np.array([4.0 - step])))[0] / (2 * step)
    np.testing.assert_allclose(found, [0.0, 0.0, expected], rtol=1e-6)


def test_strict_ieee() -> None:
    """With the switch on, zero times infinity is NaN as IEEE 754 has it."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    y = np.where(x > 0, np.sqrt(x), 0.0).sum()
    with strict_ieee():
        y.backward()
    np.testing.assert_array_equal(x.grad, [np.nan, 0.25])


def test_infinite_derivative_that_counts() -> None:
    """Where the cotangent is not zero the infinity stays: nothing is swept under the carpet."""
    assert grad(np.sqrt)(0.0) == np.inf


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_false_stops_a_bad_cotangent(bad: float) -> None:
    """What a selection did not choose gets 0 also from an infinite or NaN cotangent."""
    x, y = Tensor([1.0, 2.0], requires_grad=True), Tensor([3.0, 1.0], requires_grad=True)
    seed = np.array([bad, 1.0])
    np.where(np.array([False, True]), x, 0.0).backward(seed)
    assert x.grad.tolist() == [0.0, 1.0]
    x.zero_grad()
    np.maximum(x, y).backward(seed)
    np.testing.assert_array_equal(x.grad, [0.0, 1.0])
    np.testing.assert_array_equal(y.grad, [bad, 0.0])


def test_users_error_state_is_respected_outside() -> None:
    """The pass itself raises no floating-point error, even where the user asked for exceptions."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    y = np.where(x > 0, np.sqrt(x), 0.0).sum()
    with np.errstate(all="raise"):
        y.backward()
    assert x.grad.tolist() == [0.0, 0.25]
