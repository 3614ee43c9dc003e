"""Fault 29: sums and counts of float16 overflow at 65,504.

Without float32 inside, the mean of 70,000 halves is infinite or its gradient 0, as the count overflows.
"""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.nn import functional as fn

MANY = 70_000


def test_mean_of_many_halves() -> None:
    """The mean of 70,000 ones is 1, and every share the half nearest to 1/70,000."""
    x = ag.Tensor(np.ones(MANY, np.float16), requires_grad=True)
    mean = np.mean(x)
    mean.backward()
    assert float(mean.item()) == 1.0
    assert mean.dtype == np.float16
    np.testing.assert_array_equal(x.grad, np.float16(1 / MANY))


@pytest.mark.parametrize("loss", [fn.mse_loss, fn.l1_loss, fn.huber_loss])
def test_mean_loss_of_many_halves(loss: object) -> None:
    """A mean loss of 70,000 halves that are each off by 1 is finite, and its gradient is not 0."""
    x = ag.Tensor(np.ones(MANY, np.float16), requires_grad=True)
    value = loss(x, np.zeros(MANY, np.float16))  # type: ignore[operator]
    value.backward()
    assert float(value.item()) == pytest.approx(0.5 if loss is fn.huber_loss else 1.0, rel=1e-3)
    assert np.all(x.grad > 0)


def test_layer_norm_of_large_halves() -> None:
    """Squares of 300 overflow a half; the norm is right all the same."""
    x = np.array([[-300.0, 300.0]], np.float16)
    np.testing.assert_allclose(fn.layer_norm(x, 2), [[-1.0, 1.0]], rtol=1e-3)
    np.testing.assert_allclose(fn.rms_norm(x, 2), [[-1.0, 1.0]], rtol=1e-3)


def test_linear_layer_of_halves() -> None:
    """70,000 products of halves are added up in float32: 70,000 · 0.25 is 17,500 to the last digit of a half."""
    layer = nn.Linear(MANY, 1, bias=False, dtype=np.float16)
    nn.init.constant_(layer.weight, 0.5)
    out = layer(np.full((1, MANY), 0.5, np.float16))
    assert out.dtype == np.float16
    assert float(out.item()) == float(np.float16(17_500))
