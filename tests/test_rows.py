"""Many backward passes at once give what as many single passes give."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import GraphFreedError
from autograd_lite.graph import Leaf
from autograd_lite.rows import sweep_rows

POINT = np.array([[0.5, 1.5, 2.5], [3.0, 1.0, 2.0]])
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "elementwise": lambda x: np.sin(x) * x,
    "broadcast": lambda x: x * x[0] + x[:, :1],
    "matmul": lambda x: x @ x.T,
    "sum": lambda x: np.sum(x * x, axis=1),
    "max": lambda x: np.max(x, axis=0),
    "index": lambda x: x[[0, 0, 1], 1] * 2,
    "write": lambda x: _written(x),
    "concatenate": lambda x: np.concatenate([x, x * 2, x[:1]]),
    "several results": lambda x: np.split(x * x, 2)[1],
    "where": lambda x: np.where(x > 1.2, x * x, -x),
    "softmax": lambda x: np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True),
    "complex in between": lambda x: np.abs(x * (1.0 + 2.0j)),
    "cast in between": lambda x: (x.astype(np.float32) * 2).astype(float),
}


def _written(x: Any) -> Any:
    y = x * 1
    y[0] = x[1] * 2
    return y * y


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_rows_are_single_passes(function: Callable[[Any], Any]) -> None:
    """Row k is the gradient for seed k, and the graph is still there."""
    x = Tensor(POINT, requires_grad=True)
    y = function(x)
    seeds = np.random.default_rng(0).normal(size=(4, *y.shape))
    found = sweep_rows(y._node, seeds, {x._node})[x._node]
    assert found.shape == (4, 2, 3)
    for row, seed in zip(found, seeds, strict=True):
        x.zero_grad()
        y.backward(seed, retain_graph=True)
        np.testing.assert_allclose(row, x.grad, rtol=1e-12, atol=1e-12)


def test_wanted_in_the_middle() -> None:
    """Results can be wanted as well as leaves."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    h = x * x
    found = sweep_rows((h * 3)._node, np.eye(2), {h._node, x._node})
    assert found[h._node].tolist() == [[3.0, 0.0], [0.0, 3.0]]
    assert found[x._node].tolist() == [[6.0, 0.0], [0.0, 12.0]]


def test_unreached() -> None:
    """A wanted node that the result does not depend on is not in the answer."""
    x, other = Tensor([1.0], requires_grad=True), Leaf((), np.dtype(float))
    assert sweep_rows((x * 2)._node, np.ones((1, 1)), {other}) == {}


def test_freed_graph() -> None:
    """A graph that was consumed raises."""
    x = Tensor([1.0], requires_grad=True)
    y = x * x
    y.sum().backward()
    with pytest.raises(GraphFreedError, match="values that multiply saved"):
        sweep_rows(y._node, np.ones((1, 1)), {x._node})
