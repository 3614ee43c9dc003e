"""What a call says of arguments that do not fit."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, primitive
from autograd_lite.errors import ShapeError, UnsupportedOperationError
from autograd_lite.operation import Operation
from autograd_lite.registry import operations


@primitive(x=lambda g, x, k: g * k * x ** (k - 1), samples=None)
def raised(x, k=2):  # type: ignore[no-untyped-def]
    """The k-th power."""
    return x**k


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda x: raised(), TypeError, "raised() misses x. It takes x, k."),
        (lambda x: raised(x, 2, k=3), TypeError, "raised() got two values for 'k'."),
    ],
)
def test_mistakes(call: Callable[[Any], Any], error: type[Exception], text: str) -> None:
    """Missing and doubled arguments are named."""
    with pytest.raises(error) as caught:
        call(Tensor(1.0, requires_grad=True))
    assert str(caught.value) == text


@pytest.mark.parametrize("call", [lambda x: raised(x, 2, 3), lambda x: raised(x, power=3)])
def test_unknown_arguments(call: Callable[[Any], Any]) -> None:
    """Arguments that the operation does not have are refused; the message lists those that it has."""
    with pytest.raises(UnsupportedOperationError, match=r"^raised was called with .* It takes x, k;"):
        call(Tensor(1.0, requires_grad=True))


def test_shapes_that_do_not_fit() -> None:
    """What NumPy refuses comes out with the operation's name, the shapes of its inputs and NumPy's reason."""
    x = Tensor(np.ones(3), requires_grad=True)
    with pytest.raises(ShapeError, match=r"^add got x \(3,\), y \(2,\): operands could not be broadcast"):
        x + np.ones(2)


def test_names_of_numpy() -> None:
    """NumPy's name of a parameter is taken as ours."""
    assert np.sum(a=Tensor([1.0, 2.0])).item() == 3.0


@pytest.mark.parametrize("operation", [each for each in operations() if isinstance(each, Operation)], ids=str)
def test_copied_as_functions_are(operation: Operation) -> None:
    """A copy of an operation, or of a model that holds one, is the operation itself; it is pickled by name."""
    assert copy.deepcopy(operation) is operation
    assert pickle.loads(pickle.dumps(operation)) is operation
