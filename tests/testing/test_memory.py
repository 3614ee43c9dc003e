"""A check of a large array holds few arrays of its size: at most four, f's own argument and result among them."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import check_grads, check_jvp, check_vjp

X = np.random.default_rng(0).normal(size=1_000_000)
SQUARES = lambda x: np.sum(x * x)  # noqa: E731
HELD: dict[str, tuple[Callable[[], Any], float]] = {
    "vjp, as many values": (lambda: check_vjp(np.sin, lambda g, x: g * np.cos(x), X, directions=1), 4.1),
    "vjp, one value": (lambda: check_vjp(SQUARES, lambda g, x: 2 * g * x, X, directions=1), 3.1),
    "jvp, as many values": (lambda: check_jvp(np.sin, lambda v, x: v * np.cos(x), X, directions=1), 4.1),
    "jvp, one value": (lambda: check_jvp(SQUARES, lambda v, x: 2 * np.vdot(v, x), X, directions=1), 3.1),
    "Tensors, as many values": (lambda: check_grads(np.sin, X, 1, directions=1), 4.1),
    "Tensors, one value": (lambda: check_grads(SQUARES, X, 1, directions=1), 4.1),
    # the function is the gradient here: one evaluation holds cos x and g · cos x, or two shares and their sum, and the
    # incoming gradient is an argument of its own
    "second order": (lambda: check_grads(np.sin, X, directions=1), 5.1),
    "second order, one value": (lambda: check_grads(SQUARES, X, directions=1), 6.1),
}


@pytest.mark.parametrize("name", HELD)
def test_arrays_held_at_once(name: str) -> None:
    """The peak of memory is so many arrays of the argument's size beside it, and a tenth of one for pieces."""
    check, most = HELD[name]
    tracemalloc.start()
    try:
        check()
        assert tracemalloc.get_traced_memory()[1] <= most * X.nbytes
    finally:
        tracemalloc.stop()
