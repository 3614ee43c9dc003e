import numpy as np
import pytest

from autograd_lite import Tensor, grad, hessian, hvp, jacobian, jvp

A = np.array([[2.0, 1.0], [0.0, 4.0]])
SINGULAR = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [5.0, 7.0, 9.0]])


def test_inverse_worked_by_hand():
    """The inverse of [[2, 1], [0, 4]] moves by -x⁻¹ dx x⁻¹."""
    slope = jacobian(np.linalg.inv)(A)
    inverse = np.array([[0.5, -0.125], [0.0, 0.25]])
    assert np.array_equal(np.linalg.inv(Tensor(A)).numpy(), inverse)
    assert np.allclose(slope[:, :, 0, 1], -np.outer(inverse[:, 0], inverse[1]))


def test_solution_worked_by_hand():
    """Of x₁ in [[2, 1], [0, 4]] x = b the gradient in b is the first row of the inverse."""
    b = np.array([1.0, 8.0])
    first = lambda x, b: np.linalg.solve(x, b)[0]  # noqa: E731  # the solution is (-0.5, 2)
    assert np.allclose(grad(first, 1)(A, b), [0.5, -0.125])
    assert np.allclose(grad(first, 0)(A, b), -np.outer([0.5, -0.125], [-0.5, 2]))


def test_one_matrix_and_a_stack_of_right_hand_sides():
    """A matrix that is broadcast against a stack gets the sum of the shares."""
    b = np.arange(8.0).reshape(2, 2, 2)
    whole = grad(lambda x: np.sum(np.linalg.solve(x, b)))(A)
    assert np.allclose(whole, sum(grad(lambda x, each=each: np.sum(np.linalg.solve(x, each)))(A) for each in b))


def test_determinant_worked_by_hand():
    """The gradient of ad - bc is [[d, -c], [-b, a]], and its second derivatives are 1 and -1."""
    assert np.allclose(grad(np.linalg.det)(A), [[4, 0], [-1, 2]])
    right = np.zeros((2, 2, 2, 2))
    right[0, 0, 1, 1] = right[1, 1, 0, 0] = 1
    right[0, 1, 1, 0] = right[1, 0, 0, 1] = -1
    assert np.allclose(hessian(np.linalg.det)(A), right)


@pytest.mark.parametrize(
    ("x", "right"),
    [
        (np.array([[1.0, 2.0], [2.0, 4.0]]), [[4, -2], [-2, 1]]),
        (SINGULAR, [[3, -6, 3], [3, -6, 3], [-3, 6, -3]]),
        (np.diag([0.0, 0.0, 5.0]), np.zeros((3, 3))),
        (np.zeros((1, 1)), [[1]]),
    ],
)
def test_the_determinant_of_a_singular_matrix(x, right):
    """The gradient is the matrix of cofactors, also where there is no inverse, whatever the rank."""
    assert np.allclose(grad(np.linalg.det)(x), right, atol=1e-12)


def test_the_second_derivative_of_a_singular_determinant():
    """The second derivatives in the elements of diag(0, 0, 5) are ±5 in the first two rows and columns, else 0."""
    right = np.zeros((3, 3, 3, 3))
    right[0, 0, 1, 1] = right[1, 1, 0, 0] = 5
    right[0, 1, 1, 0] = right[1, 0, 0, 1] = -5
    assert np.allclose(hessian(np.linalg.det)(np.diag([0.0, 0.0, 5.0])), right, atol=1e-12)


def test_a_stack_in_which_one_matrix_is_singular():
    """Every matrix of the stack gets its own cofactors."""
    x = np.array([[[1.0, 2.0], [2.0, 4.0]], A])
    assert np.allclose(grad(lambda x: np.sum(np.linalg.det(x)))(x), [[[4, -2], [-2, 1]], [[4, 0], [-1, 2]]])


@pytest.mark.filterwarnings("ignore:invalid value")  # NumPy's word on a determinant of NaN
def test_the_determinant_of_a_matrix_with_nan():
    """A NaN makes the gradients of its own matrix NaN, in forward mode too, and leaves those of the others."""
    x = np.stack([A, A])
    x[1, 0, 0] = np.nan
    value, tangent = jvp(np.linalg.det, (x,), (np.ones((2, 2, 2)),))
    assert np.allclose(tangent, [5.0, np.nan], rtol=1e-14, equal_nan=True)
    assert np.allclose(value, [8.0, np.nan], rtol=1e-14, equal_nan=True)
    slope = grad(lambda x: np.sum(np.linalg.det(x)))(x)
    assert np.allclose(slope[0], [[4, 0], [-1, 2]])
    assert np.isnan(slope[1]).all()


def test_the_logarithm_of_the_determinant():
    """The gradient of log|det| is the transposed inverse, and the sign of a real determinant has none."""
    assert np.allclose(grad(lambda x: np.linalg.slogdet(x)[1])(A), [[0.5, 0], [-0.125, 0.25]])
    assert np.array_equal(grad(lambda x: np.linalg.slogdet(x).sign)(A), np.zeros((2, 2)))


def test_a_singular_matrix_whose_logarithm_is_not_used():
    """Where nothing arrives for a singular matrix its share is zero; where something does, it is not finite."""
    x = np.array([np.eye(2), np.ones((2, 2))])
    assert np.array_equal(grad(lambda x: np.linalg.slogdet(x)[1][0])(x), [np.eye(2), np.zeros((2, 2))])
    with np.errstate(all="ignore"):
        assert not np.isfinite(grad(lambda x: np.sum(np.linalg.slogdet(x)[1]))(x)[1]).any()


def test_the_complex_sign_turns():
    """Of a 1×1 matrix z the sign is z/|z|: its imaginary part at 2 has the gradient i/2."""
    assert np.allclose(grad(lambda z: np.imag(np.linalg.slogdet(z)[0]))(np.array([[2.0 + 0j]])), 0.5j)


@pytest.mark.parametrize("least", [0.1, 1e-6, 1e-12, 1e-17, 0.0])
def test_the_second_derivative_of_the_determinant_near_singular_matrices(least):
    """Of three rows the cofactors are quadratic, so half their difference is their derivative: to ten digits."""
    rng = np.random.default_rng(0)
    (u, _), (v, _) = np.linalg.qr(rng.normal(size=(3, 3))), np.linalg.qr(rng.normal(size=(3, 3)))
    x, along = u @ np.diag([2.0, 1.0, least]) @ v, rng.normal(size=(3, 3))

    def cofactors(x):
        rows = [np.cross(x[(i + 1) % 3], x[(i + 2) % 3]) for i in range(3)]
        return np.array(rows)

    right = (cofactors(x + along) - cofactors(x - along)) / 2
    np.testing.assert_allclose(grad(np.linalg.det)(x), cofactors(x), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(hvp(np.linalg.det, x, along), right, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(np.tensordot(hessian(np.linalg.det)(x), along), right, rtol=1e-10, atol=1e-10)
