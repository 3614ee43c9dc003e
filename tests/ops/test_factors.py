import numpy as np
import pytest

from autograd_lite import grad
from autograd_lite.errors import UnsupportedOperationError

RNG = np.random.default_rng(0)


def test_cholesky_worked_by_hand():
    """Of [[4, ·], [2, 5]] the factor is [[2, 0], [1, 2]]; its elements have slopes 1/4, 1/2 and 1/4 in their own."""
    x = np.array([[4.0, 2.0], [2.0, 5.0]])
    factor = np.linalg.cholesky
    assert np.allclose(grad(lambda x: factor(x)[0, 0])(x), [[0.25, 0], [0, 0]])
    assert np.allclose(grad(lambda x: factor(x)[1, 0])(x), [[-0.125, 0], [0.5, 0]])
    assert np.allclose(grad(lambda x: factor(x)[1, 1])(x), [[0.0625, 0], [-0.25, 0.25]])
    assert np.allclose(grad(lambda x: factor(x, upper=True)[0, 1])(x), [[-0.125, 0.5], [0, 0]])


@pytest.mark.parametrize("upper", [False, True])
def test_the_factor_times_itself(upper):
    """The gradient through L Lᴴ is that of the matrix, folded into the triangle that is read."""
    m = RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3))
    x, w = m @ m.conj().T + np.eye(3), RNG.normal(size=(3, 3))

    def through(x):
        factor = np.linalg.cholesky(x, upper=upper)
        again = np.conjugate(factor.T) @ factor if upper else factor @ np.conjugate(factor.T)
        return np.sum(np.real(again) * w)

    both = w + w.T
    right = np.diag(np.diag(w)) + (np.triu(both, 1) if upper else np.tril(both, -1))
    assert np.allclose(grad(through)(x), right)


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 4)])
@pytest.mark.parametrize("mode", ["reduced", "complete"])
def test_the_product_of_the_factors_is_the_matrix(shape, mode):
    """The gradient through Q R is that of the matrix itself, tall, square and wide, real and complex."""
    w = RNG.normal(size=shape)
    for factor in (0, 1j):
        x = RNG.normal(size=shape) + factor * RNG.normal(size=shape)
        through = lambda x: np.sum(np.real(np.linalg.qr(x, mode).Q @ np.linalg.qr(x, mode).R) * w)  # noqa: E731
        assert np.allclose(grad(through)(x), w)


def test_r_alone():
    """RᴴR is XᴴX: the gradient of the sum of squares of R is 2x."""
    x = RNG.normal(size=(4, 3))
    assert np.allclose(grad(lambda x: np.sum(np.linalg.qr(x, "r") ** 2))(x), 2 * x)


def test_refused_forms():
    """The raw form, and a loss that depends on the free columns of a complete Q, are refused by name."""
    x = RNG.normal(size=(4, 2))
    with pytest.raises(UnsupportedOperationError, match="qr was called with mode='raw'"):
        grad(lambda x: np.sum(np.linalg.qr(x, "raw")[0]))(x)
    with pytest.raises(UnsupportedOperationError, match="the columns of Q beyond those of the matrix"):
        grad(lambda x: np.sum(np.linalg.qr(x, "complete")[0] ** 3))(x)


def test_the_pseudo_inverse():
    """Of an invertible matrix the pseudo-inverse moves as the inverse; of a column v it is vᵀ / |v|²."""
    x, w = RNG.normal(size=(3, 3)), RNG.normal(size=(3, 3))
    assert np.allclose(
        grad(lambda x: np.sum(np.linalg.pinv(x) * w))(x), grad(lambda x: np.sum(np.linalg.inv(x) * w))(x)
    )
    v = np.array([[1.0], [2.0]])
    assert np.allclose(grad(lambda v: np.linalg.pinv(v)[0, 0])(v), [[0.2 - 0.08], [-0.16]])


def test_the_pseudo_inverse_of_a_matrix_that_lacks_rank():
    """Along changes that keep the rank the derivative is that of the difference quotient."""
    b, c, e = RNG.normal(size=(3, 1)), RNG.normal(size=(1, 3)), 1e-6
    w = RNG.normal(size=(3, 3))
    f = lambda b: np.sum(np.linalg.pinv(b @ c) * w)  # noqa: E731
    step = np.array([[0.0], [e], [0.0]])
    assert np.isclose(grad(f)(b)[1, 0], (f(b + step) - f(b - step)) / (2 * e), rtol=1e-7)
