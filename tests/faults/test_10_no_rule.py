"""Fault 10: a function without a rule, or a result that depends on nothing, and no word about it.

Without an error at the call, the gradient is lost where the function stands and the user looks for it elsewhere.
"""

from collections.abc import Callable

import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients, no_grad
from autograd_lite.errors import NoGradientError, UnsupportedOperationError

CALLS: dict[str, Callable[[Tensor], object]] = {
    "function": np.roots,
    "ufunc": np.spacing,
    "ufunc method": np.nextafter.accumulate,
    "ufunc at": lambda t: np.add.at(np.zeros(2), [0, 1], t),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_function_without_a_rule(call: Callable[[Tensor], object]) -> None:
    """A NumPy function that has no rule raises where it is called on a tracked Tensor."""
    with pytest.raises(UnsupportedOperationError):
        call(Tensor([1.0, 2.0], requires_grad=True))


def test_message_of_a_function() -> None:
    """The error names the function and what to do instead."""
    with pytest.raises(UnsupportedOperationError) as caught:
        np.roots(Tensor([1.0, 2.0], requires_grad=True))
    assert str(caught.value) == (
        "np.roots has no derivative rule. "
        "Write np.linalg.eigvals(np.concatenate([-p[None, 1:] / p[0], np.eye(len(p) - 2, len(p) - 1)]))."
    )


def test_without_a_history_it_is_just_computed() -> None:
    """A Tensor that is not tracked goes through any NumPy function, and plain arrays come back."""
    factors = [1.0, -3.0, 2.0]  # (x - 1) (x - 2)
    assert np.roots(Tensor(factors)).tolist() == [2.0, 1.0]
    with no_grad():
        assert np.roots(Tensor(factors, requires_grad=True)).tolist() == [2.0, 1.0]


def test_backward_of_a_constant() -> None:
    """``backward`` of a value that depends on nothing raises and says how it could depend on something."""
    with pytest.raises(NoGradientError) as caught:
        Tensor(3.0).backward()
    assert str(caught.value) == (
        "backward of a Tensor of shape () that depends on nothing that requires a gradient. "
        "Make the inputs with requires_grad=True, and compute outside no_grad()."
    )


def test_backward_of_what_no_grad_computed() -> None:
    """The same for a result that was computed under ``no_grad``."""
    p = Tensor(3.0, requires_grad=True)
    with no_grad():
        y = p * p
    with pytest.raises(NoGradientError, match=r"outside no_grad\(\)"):
        y.backward()


def test_gradients_of_a_constant() -> None:
    """``gradients`` raises for outputs without a history and for inputs without one."""
    x = Tensor(3.0, requires_grad=True)
    with pytest.raises(NoGradientError, match="depend on no Tensor"):
        gradients(Tensor(3.0), x)
    with pytest.raises(NoGradientError, match="requires_grad=True"):
        gradients(x * 1, Tensor(3.0))


def test_grad_of_a_function_that_ignores_its_argument() -> None:
    """The gradient of a constant function is zero; that is mathematics, not a fault."""
    assert grad(lambda x: 3.0)(2.0) == 0.0
    assert grad(lambda x, y: y * y, argnums=(0, 1))(np.ones(2), 3.0)[0].tolist() == [0.0, 0.0]
