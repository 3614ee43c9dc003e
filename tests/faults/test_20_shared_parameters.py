"""Fault 20: a parameter that two layers share, or that is listed twice, is stepped twice.

Without the refusal each step would be twice as long for it, and momentum would be counted twice.
"""

import numpy as np
import pytest

from autograd_lite import Tensor, errors, optim


def test_listed_twice() -> None:
    """A parameter listed twice, in one group or in two, is a named error."""
    p = Tensor([1.0], requires_grad=True)
    for params in ([p, p], [{"params": [p]}, {"params": [p]}]):
        with pytest.raises(
            errors.OptionError, match=r"got parameter \d \(shape \(1,\)\) twice; it would be stepped twice"
        ):
            optim.SGD(params)


def test_used_twice() -> None:
    """A parameter used by two layers gets both gradients, and one step."""
    w, x = Tensor([[2.0]], requires_grad=True), np.array([[3.0]])
    optimizer = optim.SGD([w], lr=0.5)
    ((x @ w) @ w).sum().backward()  # 3 w², slope 6 w
    optimizer.step()
    assert w.data.tolist() == [[2.0 - 0.5 * 12.0]]
