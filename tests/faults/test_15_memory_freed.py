"""Fault 15: a graph that outlives its use, held by a reference cycle or by nodes that refer to their Tensors.

Without care, memory grows until the garbage collector happens to run.
"""

import contextlib
import gc
import tracemalloc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from autograd_lite import Tensor, grad, no_grad


@pytest.fixture(autouse=True)
def no_collector() -> Iterator[None]:
    """Switch the cycle collector off: what is freed is freed by counting references."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _loss(w: Tensor) -> Tensor:
    h = w * np.ones((100, 100))
    h = h[1:] @ w.T + np.where(h[1:] > 0, h[1:], 0.0)
    return (h.reshape(-1) * 2).sum()


def test_intermediate_dies_after_backward() -> None:
    """Nothing refers to an intermediate result's Tensor or array once the pass is over."""
    w = Tensor(np.ones((100, 100)), requires_grad=True)
    h = w * w
    array, tensor = weakref.ref(h._array), weakref.ref(h)
    y = (h * h).sum()
    del h
    assert tensor() is None
    assert array() is not None  # the rule of h * h needs it
    y.backward()
    assert array() is None


def test_dropped_graph_dies_without_backward() -> None:
    """A graph that is never differentiated goes with its end."""
    w = Tensor(np.ones((100, 100)), requires_grad=True)
    h = w * w
    array = weakref.ref(h._array)
    y = (h * h).sum()
    del h, y
    assert array() is None


def test_no_cycles() -> None:
    """Twenty steps leave nothing for the collector to find."""
    w = Tensor(np.ones((100, 100)), requires_grad=True)
    for _ in range(20):
        _loss(w).backward()
        w.data -= 0.1 * w.grad
        w.zero_grad()
    assert gc.collect() == 0


def test_memory_stays_level() -> None:
    """Twenty steps hold no more memory than two."""
    w = Tensor(np.ones((100, 100)), requires_grad=True)

    def step() -> None:
        _loss(w).backward()
        w.zero_grad()

    step()
    step()
    tracemalloc.start()
    try:
        step()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(20):
            step()
        assert tracemalloc.get_traced_memory()[0] - before < 20_000  # one array of the net has 80 000 bytes
    finally:
        tracemalloc.stop()


def test_function_transforms_leave_nothing() -> None:
    """``grad``, also nested, leaves no cycle behind."""
    slope = grad(lambda x: np.sum(np.sin(x) * x))
    grad(lambda x: np.sum(slope(x) * x))(np.ones(10))
    gc.collect()
    for _ in range(5):
        slope(np.ones(10))
        grad(lambda x: np.sum(slope(x) * x))(np.ones(10))
    assert gc.collect() == 0


def test_exception_leaves_nothing() -> None:
    """A forward pass that raises leaves no graph behind once the exception is gone."""
    w = Tensor(np.ones((3, 3)), requires_grad=True)
    h = w * w
    array = weakref.ref(h._array)
    with contextlib.suppress(ValueError):
        h @ np.ones(4)
    del h
    assert array() is None


def test_no_grad_keeps_nothing() -> None:
    """Under ``no_grad`` a result holds no inputs."""
    w = Tensor(np.ones((100, 100)), requires_grad=True)
    with no_grad():
        h = w * w
        array = weakref.ref(h._array)
        y = h * h
    del h
    assert array() is None
    assert y.is_leaf
