from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, gradients, supported
from autograd_lite.errors import UnsupportedOperationError

X, Y = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]]), np.array([1.0, 1.0, 3.0])

CALLS: dict[str, Callable[[Any, Any], Any]] = {
    "equal": np.equal,
    "not_equal": np.not_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "operators": lambda x, y: (x < y) | (x == y) | ~(x >= y),
    "logical_and": np.logical_and,
    "logical_or": np.logical_or,
    "logical_xor": np.logical_xor,
    "logical_not": lambda x, y: np.logical_not(x),
    "all": lambda x, y: np.all(x, axis=0),
    "any": lambda x, y: x.any(axis=1),
    "isfinite": lambda x, y: np.isfinite(x / y),
    "isnan": lambda x, y: np.isnan(x),
    "isinf": lambda x, y: np.isinf(x),
    "isposinf": lambda x, y: np.isposinf(x),
    "isneginf": lambda x, y: np.isneginf(x),
    "signbit": lambda x, y: np.signbit(x - y),
    "isreal": lambda x, y: np.isreal(x),
    "iscomplex": lambda x, y: np.iscomplex(x),
    "iscomplexobj": lambda x, y: np.iscomplexobj(x),
    "isrealobj": lambda x, y: np.isrealobj(x),
    "isclose": np.isclose,
    "allclose": np.allclose,
    "array_equal": np.array_equal,
    "array_equiv": np.array_equiv,
    "isin": np.isin,
    "argmax": lambda x, y: np.argmax(x, axis=1),
    "argmin": lambda x, y: x.argmin(),
    "nanargmax": lambda x, y: np.nanargmax(x),
    "argsort": lambda x, y: np.argsort(x, axis=0),
    "argpartition": lambda x, y: np.argpartition(x, 1),
    "argwhere": lambda x, y: np.argwhere(x > y),
    "argwhere of a Tensor": lambda x, y: np.argwhere(x),
    "lexsort": lambda x, y: np.lexsort((x[0], y)),
    "nonzero": lambda x, y: np.nonzero(x),
    "flatnonzero": lambda x, y: np.flatnonzero(x),
    "count_nonzero": lambda x, y: np.count_nonzero(x, axis=0),
    "searchsorted": lambda x, y: np.searchsorted(y, x, side="right"),
    "digitize": lambda x, y: np.digitize(x, y),
    "tril_indices_from": lambda x, y: np.tril_indices_from(x),
    "shape": lambda x, y: np.shape(x),
    "ndim": lambda x, y: np.ndim(x),
    "size": lambda x, y: np.size(x),
    "result_type": np.result_type,
    "can_cast": lambda x, y: np.can_cast(x.dtype, int),
    "common_type": np.common_type,
    "array2string": lambda x, y: np.array2string(x),
    "array_str": lambda x, y: np.array_str(x),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_plain_results_as_of_arrays(call: Callable[[Any, Any], Any]) -> None:
    """Of tracked Tensors a constant function gives what it gives of arrays, of the same types."""
    got, right = call(Tensor(X, requires_grad=True), Tensor(Y, requires_grad=True)), call(X, Y)
    assert type(got) is type(right)
    np.testing.assert_equal(got, right)


def test_whole_numbers() -> None:
    """Functions of bits and of whole numbers give plain arrays."""
    a, b = Tensor(np.array([6, 9])), Tensor(np.array([4, 3]))
    for f in (np.gcd, np.lcm, np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.left_shift, np.right_shift):
        np.testing.assert_array_equal(f(a, b), f(np.array([6, 9]), np.array([4, 3])))
        assert supported(f).state == "constant"
    np.testing.assert_array_equal(np.invert(a), [-7, -10])


def test_out_a_tensor_is_refused() -> None:
    """A constant function writes into no Tensor: its values may be saved in the graph."""
    flag = Tensor(np.array([True, False]))
    with pytest.raises(UnsupportedOperationError) as caught:
        np.any(Tensor(X), axis=1, out=flag)
    assert str(caught.value) == (
        "any was called with out= a Tensor: its result has no history that could be written there. "
        "Use the array that it returns."
    )
    assert flag.tolist() == [True, False]


def test_masks_and_bits_by_operator() -> None:
    """Tensors of booleans and of whole numbers know &, |, ^ and ~, from either side, and give plain arrays."""
    mask, other = np.array([True, True, False]), np.array([True, False, False])
    t = Tensor(mask)
    for got, right in ((t & other, mask & other), (other | t, other | mask), (t ^ Tensor(other), mask ^ other)):
        assert isinstance(got, np.ndarray)
        np.testing.assert_array_equal(got, right)
    np.testing.assert_array_equal(~t, ~mask)
    np.testing.assert_array_equal(6 & Tensor([3, 4]), [2, 4])
    with pytest.raises(TypeError):
        Tensor([1.0]) & 1


@pytest.mark.parametrize("f", [np.zeros_like, np.ones_like, np.empty_like], ids=lambda f: f.__name__)
def test_tensors_that_can_be_filled(f: Callable[..., Any]) -> None:
    """zeros_like and its kin give a Tensor without history, of the dtype and shape asked for, that can be filled."""
    x = Tensor(Y, requires_grad=True)
    buffer = f(x)
    assert (type(buffer), buffer.shape, buffer.dtype, buffer.requires_grad) == (Tensor, (3,), np.float64, False)
    assert f(x, dtype=np.float32, shape=(2, 2)).shape == (2, 2)
    for i in range(3):
        buffer[i] = x[i] * x[i]
    assert gradients(buffer.sum(), x).tolist() == [2.0, 2.0, 6.0]


def test_full_like_keeps_the_history_of_its_value() -> None:
    """A tracked value fills the Tensor and gets the sum of its gradients."""
    x = Tensor(Y, requires_grad=True)
    filled = np.full_like(x, x[2])
    assert filled.tolist() == [3.0, 3.0, 3.0]
    assert gradients(filled.sum(), x).tolist() == [0.0, 0.0, 3.0]
    assert np.full_like(x, 7).tolist() == [7.0, 7.0, 7.0]
