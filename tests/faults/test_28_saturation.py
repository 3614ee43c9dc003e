"""Fault 28: exponentials overflow or vanish, and the loss or its gradient is NaN.

Without the stable forms log(sum(exp(1000))) is infinite and its gradient NaN; log(sigmoid(-1000)) is −∞.
"""

import numpy as np

import autograd_lite as ag
from autograd_lite.nn import functional as fn

FAR = np.array([-1000.0, 0.0, 1000.0])


def test_logsumexp_of_large_numbers() -> None:
    """log(e¹⁰⁰⁰ + e¹⁰⁰⁰) is 1000 + log 2, and each share is a half."""
    value, slope = ag.value_and_grad(ag.logsumexp)(np.array([1000.0, 1000.0]))
    assert float(value) == 1000 + np.log(2)
    np.testing.assert_allclose(slope, [0.5, 0.5])


def test_logsumexp_of_nothing() -> None:
    """Where all are −∞ so is the result, and the gradient is 0."""
    value, slope = ag.value_and_grad(ag.logsumexp)(np.full(2, -np.inf))
    assert float(value) == -np.inf
    np.testing.assert_array_equal(slope, [0.0, 0.0])


def test_sigmoid_far_out() -> None:
    """Sigmoid is 0 and 1 far out, without a warning, and its slope is 0; small values keep their digits."""
    x = ag.Tensor(FAR, requires_grad=True)
    out = fn.sigmoid(x)
    out.sum().backward()
    np.testing.assert_array_equal(out.detach(), [0.0, 0.5, 1.0])
    np.testing.assert_array_equal(x.grad, [0.0, 0.25, 0.0])
    np.testing.assert_allclose(fn.sigmoid(np.array([-40.0])), np.exp(-40.0), rtol=1e-15)


def test_softplus_and_logsigmoid_far_out() -> None:
    """Softplus is 0 and x far out, logsigmoid x and 0; their slopes 0 and 1."""
    x = ag.Tensor(FAR, requires_grad=True)
    (soft, log) = fn.softplus(x), fn.logsigmoid(x)
    np.testing.assert_array_equal(soft.detach(), [0.0, np.log(2), 1000.0])
    np.testing.assert_array_equal(log.detach(), [-1000.0, -np.log(2), 0.0])
    (soft - log).sum().backward()
    np.testing.assert_array_equal(x.grad, [-1.0, 0.0, 1.0])


def test_cross_entropy_of_sure_scores() -> None:
    """A score 2000 too high costs 2000, with the gradient of a sure mistake."""
    x = ag.Tensor([[1000.0, -1000.0]], requires_grad=True)
    loss = fn.cross_entropy(x, np.array([1]))
    loss.backward()
    assert loss.item() == 2000.0
    np.testing.assert_array_equal(x.grad, [[1.0, -1.0]])


def test_binary_cross_entropy_with_sure_scores() -> None:
    """The loss of logits is linear where the sigmoid is 0 or 1 to the last digit."""
    x = ag.Tensor(FAR, requires_grad=True)
    loss = fn.binary_cross_entropy_with_logits(x, np.array([1.0, 1.0, 0.0]), reduction="sum")
    loss.backward()
    assert loss.item() == 2000.0 + np.log(2)
    np.testing.assert_array_equal(x.grad, [-1.0, -0.5, 1.0])
