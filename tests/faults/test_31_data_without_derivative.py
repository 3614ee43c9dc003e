"""Fault 31: integer, boolean, object, structured or masked data are accepted, and have no gradient or lose their mask.

Without the refusal a gradient is None, is truncated to integers, or counts the elements that were masked out.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad
from autograd_lite.errors import DTypeError

NO_DERIVATIVE: dict[str, Any] = {
    "int": [1, 2],
    "bool": [True, False],
    "uint8": np.zeros(2, dtype=np.uint8),
    "Python int": 3,
    "0-d bool": np.True_,
}
NO_NUMBERS: dict[str, Any] = {
    "object": np.array([1.0, None], dtype=object),
    "string": ["a", "b"],
    "bytes": np.array([b"a"]),
    "structured": np.zeros(2, dtype=[("a", float)]),
    "datetime": np.array(["2020-01-01"], dtype="M8[D]"),
    "timedelta": np.array([1], dtype="m8[s]"),
    "None": None,
    "dict": {},
    "ragged": [[1.0], [1.0, 2.0]],
}


@pytest.mark.parametrize("data", NO_DERIVATIVE.values(), ids=NO_DERIVATIVE)
def test_leaf_that_has_no_derivative(data: Any) -> None:
    """Integers and booleans are Tensors, but cannot require a gradient, at construction and later."""
    with pytest.raises(DTypeError) as caught:
        Tensor(data, requires_grad=True)
    dtype = np.asarray(data).dtype
    assert str(caught.value) == (
        f"Got requires_grad=True with dtype {dtype}. Wanted float or complex: a derivative needs values between the "
        "integers. Pass dtype=float, or write 1.0 for 1."
    )
    t = Tensor(data)
    with pytest.raises(DTypeError):
        t.requires_grad = True
    assert not t.requires_grad
    assert Tensor(data, requires_grad=True, dtype=float).dtype == float
    with pytest.raises(DTypeError):
        grad(np.sum)(data)


@pytest.mark.parametrize("data", NO_NUMBERS.values(), ids=NO_NUMBERS)
@pytest.mark.parametrize("requires_grad", [False, True])
def test_data_that_are_no_numbers(data: Any, requires_grad: bool) -> None:
    """Objects, strings, records, times and ragged lists are refused with or without a gradient."""
    with pytest.raises(DTypeError, match=r"^Got .*[Ww]anted numbers"):
        Tensor(data, requires_grad=requires_grad)


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_matrix() -> None:
    """A matrix is refused, since its ``*`` is a matrix product: Tensors would multiply element by element."""
    for product in (lambda t, m: t * m, lambda t, m: m * t):
        with pytest.raises(TypeError, match=r"Got an np.matrix, whose \* is a matrix product.*Use np.asarray and @"):
            product(Tensor([1.0, 2.0]), np.asmatrix(np.eye(2)))


def test_masked_array() -> None:
    """A masked array is refused, as its mask would be lost; the message says what to do with it."""
    masked = np.ma.masked_array([1.0, 2.0], [False, True])
    with pytest.raises(DTypeError) as caught:
        Tensor(masked)
    assert str(caught.value) == (
        "Got a masked array, whose mask would be lost. Use data.filled(value), or np.where(mask, …)."
    )


@pytest.mark.parametrize(
    "operand",
    [np.ma.masked_array([1.0, 2.0], [False, True]), np.array([1.0, None]), np.zeros(2, dtype=[("a", float)]), "ab"],
    ids=["masked", "object", "structured", "string"],
)
def test_operand(operand: Any) -> None:
    """The same data are refused as operands, on either side."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    for call in (lambda: x * operand, lambda: operand * x, lambda: np.multiply(x, operand)):
        with pytest.raises(TypeError):
            call()


DOORS: dict[str, Callable[[Tensor, Any], Any]] = {
    "data": lambda x, values: setattr(x, "data", values),
    "grad": lambda x, values: setattr(x, "grad", values),
    "item": lambda x, values: (x * 1).__setitem__(slice(None), values),
    "seed": lambda x, values: (x * 1).backward(values),
}


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_other_doors(door: Callable[[Tensor, Any], Any]) -> None:
    """They are refused as new data, as gradient, as assigned item and as seed."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(DTypeError, match="mask would be lost"):
        door(x, np.ma.masked_array([1.0, 2.0], [False, True]))
    assert (x.tolist(), x.grad) == ([1.0, 2.0], None)


def test_integer_operands_are_fine() -> None:
    """Integers take part as what they are: constants."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    (x * np.array([3, 4]) * Tensor([1, 2]) * True).sum().backward()
    assert x.grad.tolist() == [3.0, 8.0]
