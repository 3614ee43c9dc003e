"""What to write instead of functions without a rule: the errors say it, and it has the same values."""

from functools import reduce

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.errors import UnsupportedOperationError


def test_polynomials():
    """What stands in the errors of np.roots and np.poly gives what they give, and has gradients."""
    p = ag.Tensor([2.0, -6.0, 4.0], requires_grad=True)
    roots = np.linalg.eigvals(np.concatenate([-p[None, 1:] / p[0], np.eye(len(p) - 2, len(p) - 1)]))
    np.testing.assert_allclose(roots.numpy(), np.roots(p.numpy()))
    roots.sum().backward()
    np.testing.assert_allclose(p.grad, [-1.5, -0.5, 0.0], atol=1e-15)  # their sum is −p₁ / p₀
    factors = reduce(np.convolve, [ag.array([1.0, -root]) for root in roots])
    np.testing.assert_allclose(factors.numpy(), [1.0, -3.0, 2.0])


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (np.roots, r"Write np\.linalg\.eigvals\("),
        (np.poly, r"Write functools\.reduce\(np\.convolve"),
        (lambda t: np.full_like(np.zeros(3), t), r"For np\.full_like\(array, t\).* write ag\.full\(array\.shape, t\)"),
    ],
)
def test_hint(call, hint):
    """The error names what to write."""
    with pytest.raises(UnsupportedOperationError, match=hint):
        call(ag.Tensor([1.0, -3.0, 2.0], requires_grad=True))
