"""Fault 27: at ties one engine gives all to the first, another to the last, a third splits.

Here a tie is split evenly everywhere, so the gradient does not depend on the order of equal elements.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor

third = 1 / 3
WEIGHTS = np.array([1.0, 2.0, 4.0])
TIES: dict[str, tuple[Callable[[Any], Any], Any, Any]] = {
    "max": (np.max, [2.0, 2.0, 1.0], [0.5, 0.5, 0.0]),
    "max of three": (np.max, [2.0, 2.0, 2.0], [third, third, third]),
    "min": (np.min, [2.0, 1.0, 1.0], [0.0, 0.5, 0.5]),
    "max over an axis": (lambda x: x.max(axis=1), [[2.0, 2.0], [1.0, 3.0]], [[0.5, 0.5], [0.0, 1.0]]),
    "max, keepdims": (lambda x: np.max(x, axis=(0, 1), keepdims=True), [[2.0, 1.0], [2.0, 0.0]], [[0.5, 0], [0.5, 0]]),
    "ptp": (np.ptp, [2.0, 2.0, 1.0], [0.5, 0.5, -1.0]),
    "median": (np.median, [2.0, 2.0, 5.0], [0.5, 0.5, 0.0]),
    "median of an even count": (np.median, [2.0, 2.0, 1.0, 5.0], [0.5, 0.5, 0.0, 0.0]),
    "quantile": (lambda x: np.quantile(x, 0.5), [2.0, 2.0, 5.0], [0.5, 0.5, 0.0]),
    "nanmax": (np.nanmax, [2.0, 2.0, np.nan], [0.5, 0.5, 0.0]),
    "partition": (lambda x: np.partition(x, 1) * WEIGHTS, [2.0, 2.0, 0.0], [3.0, 3.0, 1.0]),
    "sort": (lambda x: np.sort(x) * WEIGHTS, [2.0, 2.0, 0.0], [3.0, 3.0, 1.0]),
    "maximum": (lambda x: np.maximum(x, np.array([2.0, 1.0, 3.0])), [2.0, 2.0, 2.0], [0.5, 1.0, 0.0]),
    "minimum": (lambda x: np.minimum(x, np.array([2.0, 1.0, 3.0])), [2.0, 2.0, 2.0], [0.5, 0.0, 1.0]),
    "fmax": (lambda x: np.fmax(x, np.array([2.0, 1.0, 3.0])), [2.0, 2.0, 2.0], [0.5, 1.0, 0.0]),
    "maximum with itself": (lambda x: np.maximum(x, x), [2.0], [1.0]),
}


@pytest.mark.parametrize(("function", "point", "slope"), TIES.values(), ids=TIES)
def test_tie_is_split_evenly(function: Callable[[Any], Any], point: Any, slope: Any) -> None:
    """Equal elements get equal gradients, which add up to what a single winner would get."""
    x = Tensor(point, requires_grad=True)
    y = function(x)
    y.backward(np.ones(y.shape))
    np.testing.assert_allclose(x.grad, slope)


def test_order_of_equals_does_not_matter() -> None:
    """Reversing the input reverses the gradient, ties or not."""
    point = np.array([1.0, 3.0, 3.0, 2.0, 3.0])
    for function in (np.max, np.min, np.ptp):
        forward, backward = Tensor(point, requires_grad=True), Tensor(point[::-1], requires_grad=True)
        function(forward).backward()
        function(backward).backward()
        assert forward.grad.tolist() == backward.grad[::-1].tolist()
