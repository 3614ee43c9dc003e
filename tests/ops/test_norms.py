import numpy as np
import pytest

from autograd_lite import grad, hessian

X = np.array([3.0, -4.0])


@pytest.mark.parametrize(
    ("order", "right"),
    [
        (2, [0.6, -0.8]),
        (1, [1, -1]),
        (3, np.array([9.0, -16.0]) / 91 ** (2 / 3)),
        (np.inf, [0, -1]),
        (-np.inf, [1, 0]),
        (0, [0, 0]),
        (-1, [16 / 49, -9 / 49]),
    ],
)
def test_gradients_worked_by_hand(order, right):
    """Every order has the gradient of its formula: of (9 + 16)^½ it is x/5, of the largest size a sign, and so on."""
    assert np.allclose(grad(lambda x: np.linalg.vector_norm(x, ord=order))(X), right, rtol=1e-14)


@pytest.mark.parametrize("order", [2, 1, 3, 0.5, np.inf, -np.inf, 0])
def test_the_gradient_at_zero_is_zero(order):
    """At zero, where the norm has a corner, the gradient is zero and not NaN, beside rows that are not zero too."""
    assert np.array_equal(grad(lambda x: np.linalg.vector_norm(x, ord=order))(np.zeros(3)), np.zeros(3))
    rows = grad(lambda x: np.sum(np.linalg.vector_norm(x, axis=1, ord=order)))(np.array([[0.0, 0.0], [3.0, 4.0]]))
    assert np.array_equal(rows[0], [0, 0])
    assert np.isfinite(rows).all()


def test_ties_share_evenly():
    """Elements that are all the largest get the same part of the gradient, in each row for itself."""
    x = np.array([[2.0, -2.0, 1.0], [5.0, 1.0, 1.0]])
    share = grad(lambda x: np.sum(np.linalg.vector_norm(x, axis=1, ord=np.inf)))(x)
    assert np.array_equal(share, [[0.5, -0.5, 0], [1, 0, 0]])


def test_the_second_derivative():
    """The Hessian of the length is (1 - x xᵀ / |x|²) / |x|."""
    assert np.allclose(hessian(np.linalg.vector_norm)(X), (np.eye(2) - np.outer(X, X) / 25) / 5)


def test_complex_numbers():
    """The gradient of the length of a complex vector points along it."""
    z = np.array([3j, 4.0])
    assert np.allclose(grad(np.linalg.vector_norm)(z), z / 5)
    assert np.allclose(grad(lambda z: np.linalg.vector_norm(z, ord=1))(z), [1j, 1])


def test_huge_and_tiny_numbers():
    """The gradient is a quotient taken before powers, so 1e200 does not overflow in the order 3."""
    x = np.array([1e-200, 1e-200])
    assert np.allclose(grad(lambda x: np.linalg.vector_norm(x, ord=1.5))(x), 2 ** (-1 / 3))
