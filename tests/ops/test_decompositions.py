import numpy as np
import pytest

from autograd_lite import Tensor, grad
from autograd_lite.ops.decompositions import cond, eigvals, eigvalsh, lstsq, matrix_norm, norm, pinv, qr, svd, svdvals

RNG = np.random.default_rng(0)
M = np.array([[1.0, -2.0], [3.0, 4.0]])


@pytest.mark.parametrize(
    ("order", "right"),
    [
        (None, M / np.sqrt(30)),
        ("fro", M / np.sqrt(30)),
        (1, [[0, -1], [0, 1]]),
        (-1, [[1, 0], [1, 0]]),
        (np.inf, [[0, 0], [1, 1]]),
        (-np.inf, [[1, -1], [0, 0]]),
    ],
)
def test_matrix_norms_worked_by_hand(order, right):
    """Sums of columns (1) and rows (inf), the larger or the smaller, and the root of the sum of squares."""
    assert np.allclose(grad(lambda x: np.linalg.norm(x, order, axis=(0, 1)))(M), right)


def test_norms_of_singular_values():
    """The spectral norm has the gradient u vᵀ of the largest singular value, the nuclear norm the sum of all."""
    u, _, vh = np.linalg.svd(M)
    assert np.allclose(grad(lambda x: np.linalg.norm(x, 2))(M), np.outer(u[:, 0], vh[0]))
    assert np.allclose(grad(lambda x: np.linalg.norm(x, -2))(M), np.outer(u[:, 1], vh[1]))
    assert np.allclose(grad(lambda x: np.linalg.norm(x, "nuc"))(M), u @ vh)


@pytest.mark.parametrize("order", [None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
def test_the_gradient_at_the_zero_matrix(order):
    """No norm has NaN in its gradient at zero."""
    assert np.array_equal(grad(lambda x: np.linalg.norm(x, order))(np.zeros((2, 2))), np.zeros((2, 2)))


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 1), (-1, 0), (2, 0)])
@pytest.mark.parametrize("order", [None, 1, 2, -2, "nuc", np.inf, 3])
def test_values_and_shapes_are_numpys(order, axis, keepdims):
    """Each order, axis and keepdims gives what NumPy gives, or raises where NumPy raises."""
    x = RNG.normal(size=(2, 3, 2))
    try:
        right = np.linalg.norm(x, order, axis, keepdims)
    except ValueError:
        with pytest.raises(ValueError, match="norm"):
            norm(x, order, axis, keepdims)
    else:
        assert np.shape(norm(x, order, axis, keepdims)) == np.shape(right)
        assert np.allclose(norm(x, order, axis, keepdims), right)


def test_other_values_are_numpys():
    """Every other function gives NumPy's numbers."""
    x, h, b = RNG.normal(size=(2, 4, 3)), M + M.T, RNG.normal(size=(4, 2))
    for ours, theirs in (
        (svd(x).U, np.linalg.svd(x).U),
        (svd(h, hermitian=True).Vh, np.linalg.svd(h, hermitian=True).Vh),
        (svd(h, compute_uv=False, hermitian=True), np.linalg.svd(h, compute_uv=False, hermitian=True)),
        (svdvals(x), np.linalg.svdvals(x)),
        (eigvals(M), np.linalg.eigvals(M)),
        (eigvalsh(h, "U"), np.linalg.eigvalsh(h, "U")),
        (qr(x, "complete").Q, np.linalg.qr(x, "complete").Q),
        (qr(x, "r"), np.linalg.qr(x, "r")),
        (pinv(x, rtol=0.1), np.linalg.pinv(x, rtol=0.1)),
        (pinv(x, 0.1), np.linalg.pinv(x, 0.1)),
        (matrix_norm(x, ord=2, keepdims=True), np.linalg.matrix_norm(x, ord=2, keepdims=True)),
        *[(cond(h, p), np.linalg.cond(h, p)) for p in (None, 2, -2, "fro", 1, np.inf)],
        *zip(lstsq(x[0], b), np.linalg.lstsq(x[0], b), strict=True),
        *zip(lstsq(x[0], b[:, 0], -1), np.linalg.lstsq(x[0], b[:, 0], -1), strict=True),
        *zip(lstsq(x[0].T, b[:3]), np.linalg.lstsq(x[0].T, b[:3]), strict=True),
    ):
        assert np.shape(ours) == np.shape(theirs)
        assert np.allclose(ours, theirs)


def test_a_line_through_points():
    """The least-squares slope through (0, y₀), (1, y₁), (2, y₂) is (y₂ - y₀) / 2, and the residual has its gradient."""
    a = np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
    y = np.array([0.0, 0.0, 3.0])
    assert np.allclose(grad(lambda y: np.linalg.lstsq(a, y)[0][0])(y), [-0.5, 0, 0.5])
    assert np.allclose(grad(lambda y: np.linalg.lstsq(a, y)[1][0])(y), 2 * np.array([0.5, -1, 0.5]))


def test_the_condition_number():
    """Of diag(a, b) with a > b it is a/b; of a singular matrix it is infinite."""
    assert np.allclose(grad(np.linalg.cond)(np.diag([6.0, 2.0])), [[0.5, 0], [0, -1.5]])
    assert cond(np.diag([1.0, 0.0])) == np.inf


def test_the_rank_is_a_constant():
    """A count has no derivative: of a Tensor too it comes back as a plain number."""
    assert type(np.linalg.matrix_rank(Tensor(M, requires_grad=True))) is not Tensor
    assert np.linalg.matrix_rank(Tensor(M, requires_grad=True)) == 2


def test_qr_of_a_vector():
    """NumPy's kind of error, with the shape."""
    with pytest.raises(np.linalg.LinAlgError, match=r"qr got an array of shape \(3,\). Wanted at least two axes"):
        np.linalg.qr(Tensor([1.0, 2.0, 3.0], requires_grad=True))


@pytest.mark.parametrize("rcond", [None, -1])
def test_least_squares_with_a_matrix_of_integers(rcond):
    """NumPy computes in float64 then; the gradient of the solution's sum is the sum of the pseudo-inverse's rows."""
    x = np.array([[1, 0, 2], [0, 1, 1], [3, 1, 0], [1, 1, 1]])
    slope = grad(lambda y: np.sum(np.linalg.lstsq(x, y, rcond)[0]))(np.array([1.0, 2.0, 4.0, 3.0]))
    np.testing.assert_allclose(slope, np.linalg.pinv(x).sum(axis=0))


@pytest.mark.parametrize("kinds", [("f4", "f8"), ("f8", "f4"), ("f4", "i4"), ("f4", "u1"), ("f4", "c16")], ids=str)
def test_equations_of_two_dtypes_are_solved_in_the_finer_one(kinds):
    """As in NumPy, which converts before it decomposes: whole numbers count as 64-bit ones."""
    x = np.array([[2.0, 1.0], [1.0, 3.0], [1.0, 1.0]]).astype(kinds[0])
    y = np.array([1.0, 2.0, 3.0]).astype(kinds[1])
    got, want = np.linalg.lstsq(Tensor(x), Tensor(y)), np.linalg.lstsq(x, y)
    assert got[0].dtype == want[0].dtype
    np.testing.assert_allclose(got[0].numpy(), want[0], rtol=1e-12)
