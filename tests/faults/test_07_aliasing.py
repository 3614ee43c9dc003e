"""Fault 7: a gradient shares memory with the seed, with another gradient, or is a stride-0 view.

Without own memory, ``w.grad *= 0.5`` (clipping) changes the seed or another parameter's gradient as well.
"""

from itertools import combinations

import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients, vjp


def _leaves(count: int = 3) -> list[Tensor]:
    return [Tensor([1.0, 2.0], requires_grad=True) for _ in range(count)]


def _separate(arrays: list[np.ndarray]) -> None:
    for array in arrays:
        assert isinstance(array, np.ndarray)
        assert array.flags.writeable
        assert 0 not in array.strides or array.size <= 1
    for one, other in combinations(arrays, 2):
        assert not np.shares_memory(one, other)


def test_sum_of_leaves() -> None:
    """Leaves that get the very same share each own their gradient, and none owns the seed."""
    a, b, c = _leaves()
    seed = np.ones(2)
    (a + b + c + 0).backward(seed)
    _separate([a.grad, b.grad, c.grad, seed])


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.broadcast_to(x.sum(), (2, 3)),
        lambda x: x.sum(),
        lambda x: x.reshape(2, 1).T,
        lambda x: x[::-1],
        lambda x: x + 0,
        lambda x: x.copy(),
        lambda x: np.positive(x),
    ],
    ids=["broadcast", "sum", "transpose", "reversed", "plus zero", "copy", "positive"],
)
def test_views_in_rules(function: object) -> None:
    """Rules that return views, or what they were given, still leave gradients of their own."""
    (x,) = _leaves(1)
    y = function(x)  # type: ignore[operator]
    seed = np.ones(y.shape)
    y.backward(seed)
    _separate([x.grad, seed])


def test_second_pass_adds_to_own_memory() -> None:
    """Adding up two passes never writes into an array that the user was given before."""
    (x,) = _leaves(1)
    (x * 2).sum().backward()
    first = x.grad
    (x * 3).sum().backward()
    assert first.tolist() == [2.0, 2.0]
    assert x.grad.tolist() == [5.0, 5.0]


def test_scalars_are_arrays() -> None:
    """The gradient of a single number is an array that can be written to."""
    x = Tensor(3.0, requires_grad=True)
    (x + 0).backward()
    x.grad *= 2
    assert (type(x.grad), x.grad.shape, x.grad.item()) == (np.ndarray, (), 2.0)


def test_function_transforms() -> None:
    """``grad``, ``gradients`` and pullbacks return arrays that belong to the caller."""
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    _separate([*grad(lambda a, b: (a + b).sum(), argnums=(0, 1))(x, y), x, y])
    a, b = _leaves(2)
    _separate(gradients((a + b).sum(), [a, b]))
    seed = np.ones(2)
    value, pullback = vjp(lambda a, b: a + b, x, y)
    _separate([*pullback(seed), *pullback(seed), seed, value, x, y])


def test_seed_changed_by_the_caller_afterwards() -> None:
    """A seed that its owner writes to later leaves the gradient alone."""
    (x,) = _leaves(1)
    seed = np.ones(2)
    (x + 0).backward(seed)
    seed[:] = 100
    assert x.grad.tolist() == [1.0, 1.0]
