import numpy as np
import pytest

from autograd_lite import grad, hessian
from autograd_lite.ops import matrices as ours

RNG = np.random.default_rng(0)
A = np.array([[1.0, 2.0], [3.0, 4.0]])


def test_the_cross_product_worked_by_hand():
    """Of (x × y)₀ = x₁y₂ - x₂y₁ the gradient in x is (0, y₂, -y₁), and in y it is (0, -x₂, x₁)."""
    x, y = np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0])
    for cross in (np.cross, np.linalg.cross):
        assert np.array_equal(grad(lambda x, cross=cross: cross(x, y)[0])(x), [0, 6, -5])
        assert np.array_equal(grad(lambda y, cross=cross: cross(x, y)[0])(y), [0, -3, 2])


def test_vectors_of_two_components():
    """Two-component vectors warn as in NumPy, and have the determinant of the two as their product."""
    x, y = np.array([1.0, 2.0]), np.array([3.0, 5.0])
    with pytest.warns(DeprecationWarning, match="2-dimensional"):
        assert np.array_equal(grad(lambda x: np.cross(x, y))(x), [5, -3])
    with pytest.warns(DeprecationWarning, match="2-dimensional"):
        assert np.array_equal(grad(lambda x: np.cross(x, np.array([1.0, 1.0, 1.0]))[0])(x), [0, 1])


def test_powers_worked_by_hand():
    """Of x³ for a 1×1 matrix the derivatives are 3x² and 6x; of x⁻² they are -2x⁻³ and 6x⁻⁴; of x⁰ they are 0."""
    for n, first, second in ((3, 12, 12), (-2, -0.25, 0.375), (0, 0, 0), (1, 1, 0)):
        power = lambda x, n=n: np.linalg.matrix_power(x, n)[0, 0]  # noqa: E731
        assert np.isclose(grad(power)(np.array([[2.0]]))[0, 0], first)
        assert np.isclose(hessian(power)(np.array([[2.0]]))[0, 0, 0, 0], second)


def test_the_kronecker_product_worked_by_hand():
    """Every element multiplies the whole of the other."""
    assert np.array_equal(grad(lambda x: np.sum(np.kron(x, A)))(np.ones(2)), [10, 10])
    assert np.array_equal(grad(lambda x: np.kron(A, x)[1, 3])(A), [[0, 0], [0, 2]])


def test_chains_of_matrices():
    """The gradient of a product of several does not depend on the order of multiplication."""
    chain = [RNG.normal(size=shape) for shape in ((2, 5), (5, 3), (3, 4), (4, 2))]
    for k in range(4):

        def several(x, k=k):
            return np.sum(np.linalg.multi_dot([*chain[:k], x, *chain[k + 1 :]]))

        def plain(x, k=k):
            a, b, c, d = [*chain[:k], x, *chain[k + 1 :]]
            return np.sum(a @ b @ c @ d)

        assert np.allclose(grad(several)(chain[k]), grad(plain)(chain[k]))


def test_diagonals_of_the_last_axes():
    """The trace and the diagonal of np.linalg run over the last two axes, with their offset."""
    x = np.zeros((2, 2, 3))
    right = np.zeros((2, 2, 3))
    right[:, [0, 1], [1, 2]] = 1
    assert np.array_equal(grad(lambda x: np.sum(np.linalg.trace(x, offset=1)))(x), right)
    assert np.array_equal(grad(lambda x: np.sum(np.linalg.diagonal(x, offset=1)))(x), right)
    assert np.array_equal(grad(lambda x: np.linalg.matrix_transpose(x)[1, 2, 0])(x).nonzero(), [[1], [0], [2]])


def test_tensor_equations():
    """The tensor forms have the gradients of the matrices that they are read as."""
    x, b = RNG.normal(size=(2, 3, 6)), RNG.normal(size=(2, 3))
    flat = x.reshape(6, 6)
    assert np.allclose(
        grad(lambda x: np.sum(np.linalg.tensorsolve(x, b)))(x).reshape(6, 6),
        grad(lambda x: np.sum(np.linalg.solve(x, b.ravel())))(flat),
    )
    assert np.allclose(
        grad(lambda x: np.linalg.tensorinv(x)[2, 1, 1])(x).reshape(6, 6),
        grad(lambda x: np.linalg.inv(x)[2, 4])(flat),
    )


def test_values_are_numpys():
    """Every function gives NumPy's numbers and shapes."""
    x, y, stack = RNG.normal(size=(4, 3)), RNG.normal(size=(4, 3)), RNG.normal(size=(2, 3, 3))
    tensor = RNG.normal(size=(6, 2, 3))
    for ours_, theirs in (
        (ours.cross(x, y.T, axisb=0, axisc=0), np.cross(x, y.T, axisb=0, axisc=0)),
        (ours.vecdot(x.T, y.T, axis=0, keepdims=True), np.vecdot(x.T, y.T, axis=0, keepdims=True)),
        (ours.linalg_vecdot(x, y, axis=0), np.linalg.vecdot(x, y, axis=0)),
        (ours.linalg_outer(x[0], y[1]), np.linalg.outer(x[0], y[1])),
        (ours.multi_dot([x[0], y.T, x, y[1]]), np.linalg.multi_dot([x[0], y.T, x, y[1]])),
        (ours.multi_dot([x, y.T]), np.linalg.multi_dot([x, y.T])),
        *[(ours.matrix_power(stack, n), np.linalg.matrix_power(stack, n)) for n in (-2, 0, 1, 2, 5, 6)],
        (ours.kron(stack, x), np.kron(stack, x)),
        (ours.kron(x, 2.0), np.kron(x, 2.0)),
        (ours.tensorsolve(tensor, x[:3, :2].T, (0,)), np.linalg.tensorsolve(tensor, x[:3, :2].T, (0,))),
        (ours.tensorinv(tensor, 1), np.linalg.tensorinv(tensor, 1)),
    ):
        assert np.shape(ours_) == np.shape(theirs)
        assert np.allclose(ours_, theirs)


def test_messages():
    """Shapes that do not fit raise what NumPy raises, and say what was got."""
    with pytest.raises(ValueError, match="cross got vectors of 4 and 4 components"):
        ours.cross(np.ones(4), np.ones(4))
    with pytest.raises(ValueError, match=r"outer got arrays of shapes \(2, 2\) and \(2,\). Wanted vectors"):
        ours.linalg_outer(A, A[0])
    with pytest.raises(np.linalg.LinAlgError, match=r"shape \(2, 3\). Wanted square"):
        ours.matrix_power(np.ones((2, 3)), 2)
    with pytest.raises(np.linalg.LinAlgError, match="as many unknowns as equations"):
        ours.tensorsolve(np.ones((2, 3)), np.ones(2))
