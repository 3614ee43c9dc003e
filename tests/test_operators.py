import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, no_grad

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


def test_a_running_sum_in_a_list() -> None:
    """A number that an operation returned is NumPy's scalar: += makes another, and the list keeps the old one."""
    for x in (np.array([1.0, 2.0, 4.0]), Tensor([1.0, 2.0, 4.0]), Tensor([1.0, 2.0, 4.0], requires_grad=True)):
        total, sums = x[0] * 0, []
        for each in x:
            total += each
            sums.append(total)
        assert [float(s.item()) for s in sums] == [1.0, 3.0, 7.0]


def test_a_running_sum_that_was_looked_at() -> None:
    """What data, numpy() and detach() handed out of such a number keeps its value too."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    total = x[0]
    seen = [total.data, total.detach()]
    total += x[1]
    assert total.item() == 3.0
    assert [each.item() for each in seen] == [1.0, 1.0]


def test_a_number_takes_the_shape_and_the_dtype_of_what_is_added() -> None:
    """As NumPy's scalars, which are no arrays: there is nothing to write into."""
    total = Tensor([1.0, 2.0], dtype=np.float32).sum()
    total += np.array([1.0, 2.0])
    assert total.shape == (2,)
    assert total.dtype == np.float64


def test_a_tensor_of_a_number_is_changed_in_place() -> None:
    """What the user made, a parameter above all, is one thing under all of its names."""
    parameter = Tensor(2.0, requires_grad=True)
    again = parameter
    with no_grad():
        parameter -= 0.5
    count = alias = Tensor(1.0)
    count += 1
    assert again is parameter
    assert (again.item(), alias.item()) == (1.5, 2.0)
    made = Tensor(3.0) * 2
    made.requires_grad = True
    same = made
    with no_grad():
        made *= 2
    assert same is made
    assert same.item() == 12.0


def test_a_part_of_an_array_with_no_axes_is_changed_in_place() -> None:
    """x[0, ...] is an array in NumPy, and a view, where x[0] of a vector is a number."""
    x = Tensor([1.0, 2.0], requires_grad=True) * 1.0
    view = x[0, ...]
    view += 10.0
    number = x[1]
    number += 10.0
    assert x.tolist() == [11.0, 2.0]
