"""Muon: what the iteration does to singular values, and numbers worked by hand."""

from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor
from autograd_lite.errors import OptionError
from autograd_lite.optim import Muon
from autograd_lite.optim.muon import orthogonalized, rms_factor, shape_factor

CUBIC = (1.5, -0.5, 0.0)


@pytest.mark.parametrize("shape", [(3, 3), (5, 3), (2, 6)])
def test_the_cubic_iteration_ends_at_the_nearest_orthogonal_matrix(shape: tuple[int, int]) -> None:
    """With coefficients 3/2, −1/2, 0 the limit is U Vᵀ of the singular value decomposition."""
    G = np.random.default_rng(1).normal(size=shape)
    U, _, Vt = np.linalg.svd(G, full_matrices=False)
    np.testing.assert_allclose(orthogonalized(G, CUBIC, 40, 1e-7), U @ Vt, atol=1e-12)


def test_the_default_brings_singular_values_near_one() -> None:
    """Five steps with the default coefficients leave all of them between 0.6 and 1.3."""
    G = np.random.default_rng(1).normal(size=(8, 5))
    values = np.linalg.svd(orthogonalized(G, (3.4445, -4.7750, 2.0315), 5, 1e-7), compute_uv=False)
    assert 0.6 < values.min() < values.max() < 1.3


def test_one_step() -> None:
    """Decay takes a tenth; the step is lr times the signs on the diagonal."""
    p = Tensor(np.eye(2), requires_grad=True)
    p.grad = np.diag([3.0, -5.0])
    Muon([p], lr=0.5, weight_decay=0.2, ns_coefficients=CUBIC, ns_steps=40).step()
    np.testing.assert_allclose(p.data, np.diag([0.4, 1.4]), atol=1e-12)


def test_a_zero_gradient_moves_by_decay_alone() -> None:
    """No division by the norm of zero."""
    p = Tensor(np.ones((2, 3)), requires_grad=True)
    p.grad = np.zeros((2, 3))
    Muon([p], lr=0.5, weight_decay=0.2).step()
    np.testing.assert_allclose(p.data, 0.9)


def test_factors() -> None:
    """Taller than wide: √(rows / columns); or 0.2 √ of the longer side."""
    assert (shape_factor((8, 2)), shape_factor((2, 8))) == (2.0, 1.0)
    assert rms_factor((4, 25)) == 1.0


@pytest.mark.parametrize("data", [np.zeros(3), np.zeros((2, 2, 2)), np.zeros((2, 2), complex)])
def test_only_real_matrices(data: Any) -> None:
    """Vectors, stacks and complex matrices are refused."""
    with pytest.raises(OptionError, match="Wanted real matrices"):
        Muon([Tensor(data, requires_grad=True)])
