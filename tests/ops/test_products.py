import numpy as np
import pytest

from autograd_lite import Tensor, grad, jacobian
from autograd_lite.errors import ShapeError, UnsupportedOperationError

A = np.array([[1.0, 2.0], [3.0, 4.0]])
B = np.array([[5.0, 6.0], [7.0, 8.0]])
V = np.array([1.0, -1.0])


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (lambda x: np.sum(x @ B), A, [[11, 15], [11, 15]]),
        (lambda x: np.sum(A @ x), B, [[4, 4], [6, 6]]),
        (lambda x: V @ x @ V, A, [[1, -1], [-1, 1]]),
        (lambda x: np.dot(V, x), V, [1, -1]),
        (lambda x: np.dot(3.0, x)[0], V, [3, 0]),
        (lambda x: np.sum(np.dot(x, V)), np.ones((2, 1, 2)), [[[1, -1]], [[1, -1]]]),
        (lambda x: np.vdot(x, A), B, A),
        (lambda x: np.inner(A, x)[0, 1], B, [[0, 0], [1, 2]]),
        (lambda x: np.outer(x, V)[1, 0], V, [0, 1]),
        (lambda x: np.outer(A, x)[3, 1], V, [0, 4]),
        (lambda x: np.tensordot(x, B), A, B),
        (lambda x: np.tensordot(A, x, axes=([0], [1]))[0, 1], B, [[0, 0], [1, 3]]),
        (lambda x: np.linalg.tensordot(A, x, axes=0)[1, 1, 0, 1], B, [[0, 4], [0, 0]]),
        (lambda x: np.sum(np.matvec(A, x)), V, [4, 6]),
        (lambda x: np.sum(np.vecmat(x, A)), V, [3, 7]),
        (lambda x: x.dot(V)[0], A, [[1, -1], [0, 0]]),
    ],
)
def test_gradients_worked_by_hand(f, x, right):
    """The gradient of each product is the number that one gets with pencil and paper."""
    assert np.array_equal(grad(f)(x), right)


def test_a_product_of_both_arguments_is_differentiated_twice():
    """The Hessian of x·x is 2 on the diagonal: both places of the one argument count."""
    for dot in (np.dot, np.inner, np.vdot, np.vecdot, np.matmul):
        assert np.array_equal(jacobian(grad(lambda x, dot=dot: dot(x, x)))(V), 2 * np.eye(2))


def test_broadcast_stacks_are_summed():
    """One matrix that multiplies a stack gets the sum of the shares of all."""
    stack = np.arange(12.0).reshape(3, 2, 2)
    assert np.array_equal(grad(lambda x: np.sum(stack @ x))(A), np.sum(stack, axis=(0, 1))[:, None] * np.ones(2))


@pytest.mark.parametrize("f", [np.vdot, np.vecdot, lambda z, w: np.vecmat(z, np.reshape(w, (2, 1)))[0]])
def test_the_first_vector_is_conjugated(f):
    """Of conj(z)·w the gradient of the real part in z is w, and that in w is z."""
    z, w = np.array([1 + 2j, 3.0]), np.array([2 - 1j, 1j])
    assert np.allclose(grad(lambda z: np.real(f(z, w)))(z), w)
    assert np.allclose(grad(lambda w: np.real(f(z, w)))(w), z)


def test_the_complex_product_is_not_conjugated():
    """The derivative of z·w in z is w, as of real numbers."""
    z, w = np.array([1 + 2j, 3.0]), np.array([2 - 1j, 1j])
    assert np.allclose(grad(lambda z: np.dot(z, w), holomorphic=True)(z), w)


def test_out_is_refused():
    """A result written into an array would lose its gradient, and the message says so."""
    with pytest.raises(UnsupportedOperationError, match=r"^dot was called with the keyword 'out'"):
        np.dot(Tensor(A, requires_grad=True), B, out=np.empty((2, 2)))


@pytest.mark.parametrize("call", [lambda x: np.matvec(x, np.ones(3)), lambda x: np.vecmat(np.ones(3), x)])
def test_a_vector_is_no_matrix(call):
    """Where matmul would take a vector as a row, matvec and vecmat refuse it, as NumPy does."""
    with pytest.raises(ShapeError, match=r"\(3,\).*Wanted a matrix, of two axes"):
        call(Tensor(np.ones(3), requires_grad=True))
