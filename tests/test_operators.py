import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor

rng = np.random.default_rng(0)
VECTOR, MATRIX = rng.uniform(0.5, 2.0, 3), rng.uniform(0.5, 2.0, (3, 3))

BINARY = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.pow,
    operator.floordiv,
    operator.mod,
    operator.matmul,
    divmod,
]


def plain(value: Any) -> Any:
    """The numbers in a result."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else np.asarray(value)


@pytest.mark.parametrize("op", BINARY, ids=lambda op: op.__name__)
@pytest.mark.parametrize(
    "other", [VECTOR, Tensor(VECTOR), 1.5, np.float64(1.5)], ids=["array", "Tensor", "number", "scalar"]
)
def test_binary_operators(op: Callable[[Any, Any], Any], other: Any) -> None:
    """Every operator, from either side, gives a Tensor with the values that NumPy gives."""
    if op is operator.matmul and np.ndim(other) == 0:
        return
    numbers = np.asarray(other)
    for found, expected in (
        (op(Tensor(MATRIX), other), op(MATRIX, numbers)),
        (op(other, Tensor(MATRIX)), op(numbers, MATRIX)),
    ):
        assert all(isinstance(each, Tensor) for each in (found if isinstance(found, tuple) else (found,)))
        np.testing.assert_allclose(plain(found), plain(expected))


@pytest.mark.parametrize("op", [operator.neg, operator.pos, abs], ids=["-", "+", "abs"])
def test_unary_operators(op: Callable[[Any], Any]) -> None:
    """Sign, plus and absolute value."""
    np.testing.assert_array_equal(np.asarray(op(Tensor(VECTOR - 1))), op(VECTOR - 1))


@pytest.mark.parametrize("op", [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge])
def test_comparisons_are_plain(op: Callable[[Any, Any], Any]) -> None:
    """Comparisons give plain boolean arrays, also of tracked Tensors and from either side."""
    x, other = Tensor([1.0, 2.0, 3.0], requires_grad=True), np.array([2.0, 2.0, 2.0])
    for found, expected in ((op(x, other), op(x.data, other)), (op(2.0, x), op(2.0, x.data)), (op(x, x), op(1, 1))):
        assert type(found) is np.ndarray
        assert (found == expected).all()


def test_negative_powers_of_integers() -> None:
    """NumPy's own errors come through: an integer to a negative integer power."""
    with pytest.raises(ValueError, match="Integers to negative integer powers"):
        Tensor([1, 2]) ** -1
