from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor

ROUNDING = [np.floor, np.ceil, np.trunc, np.fix, np.rint, np.round, np.around]


@pytest.mark.parametrize("f", ROUNDING)
def test_zero_derivative_is_recorded(f: Callable[[Any], Any]) -> None:
    """Rounding gives NumPy's numbers in a Tensor with a history, and a gradient of exact zeros, at jumps too."""
    x = Tensor([-1.5, -0.5, 0.5, 1.0, 2.7], requires_grad=True)
    y = f(x)
    np.testing.assert_array_equal(y.detach(), f(x.detach().numpy()))
    y.backward(np.full(5, np.inf))
    assert x.grad.tolist() == [0.0] * 5


def test_zero_derivative_joins_other_ways() -> None:
    """The fraction x − floor(x) has derivative 1: the zero adds nothing to what comes by other ways."""
    x = Tensor([0.5, 1.25], requires_grad=True)
    (x - np.floor(x)).sum().backward()
    assert x.grad.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("decimals", [1, -1])
def test_decimals(decimals: int) -> None:
    """The count of places changes the value and not the derivative."""
    x = Tensor([12.34, 56.78], requires_grad=True)
    for y in (np.round(x, decimals), np.round(x, decimals=decimals), x.round(decimals), np.around(x, decimals)):
        np.testing.assert_array_equal(y.detach(), np.round(x.detach().numpy(), decimals))
        x.zero_grad()
        y.sum().backward()
        assert x.grad.tolist() == [0.0, 0.0]
