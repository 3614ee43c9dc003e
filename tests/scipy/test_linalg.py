import numpy as np
import pytest
import scipy.linalg as sl

from autograd_lite import grad, jacobian
from autograd_lite.errors import ShapeError
from autograd_lite.scipy import linalg as ours

RNG = np.random.default_rng(0)
A = RNG.normal(size=(4, 4)) + 4 * np.eye(4)
B, W = RNG.normal(size=(4, 2)), RNG.normal(size=(4, 2))


def test_functions_of_one_number_worked_by_hand():
    """Of 1×1 matrices the exponential, logarithm and root have the slopes of the numbers, first and second."""
    x = np.array([[4.0]])
    for f, first, second in (
        (ours.expm, np.exp(4), np.exp(4)),
        (ours.logm, 0.25, -1 / 16),
        (ours.sqrtm, 0.25, -1 / 32),
    ):
        assert np.allclose(grad(lambda x, f=f: f(x)[0, 0])(x), first)
        assert np.allclose(jacobian(grad(lambda x, f=f: f(x)[0, 0]))(x), second)


def test_the_root_and_the_logarithm_undo():
    """The gradient through exp(log x) and root² is that of the matrix itself."""
    w = RNG.normal(size=(4, 4))
    assert np.allclose(grad(lambda x: np.sum(ours.expm(ours.logm(x)) * w))(A), w)
    assert np.allclose(grad(lambda x: np.sum(ours.sqrtm(x) @ ours.sqrtm(x) * w))(A), w)


@pytest.mark.filterwarnings("ignore:logm result may be inaccurate")  # SciPy's word on a matrix with a large logarithm
@pytest.mark.parametrize("size", [1e-12, 1e-7, 1e7])
def test_matrices_of_another_size(size):
    """The root of c A has the gradient of the root of A over √c, the logarithm that over c, to the same digits."""
    for f, power in ((ours.sqrtm, 0.5), (ours.logm, 1.0)):
        slope = grad(lambda x, f=f: np.sum(f(x) * B[:, :1]))
        assert np.allclose(slope(size * A) * size**power, slope(A), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("trans", [0, 1, 2, "N", "T", "C"])
@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize("unit", [False, True])
def test_triangular_systems(trans, lower, unit):
    """The gradient is that of the general system with the triangle cut out by hand."""
    cut = np.tri(4, k=-1 if unit else 0) if lower else np.tri(4, k=-1 if unit else 0).T

    def by_hand(x, b):
        whole = x * cut + unit * np.eye(4)
        return np.sum(np.linalg.solve(whole if trans in (0, "N") else whole.T, b) * W)

    def triangular(x, b):
        return np.sum(ours.solve_triangular(x, b, trans, lower, unit) * W)

    assert np.allclose(ours.solve_triangular(A, B, trans, lower, unit), sl.solve_triangular(A, B, trans, lower, unit))
    for mine, other in zip(grad(triangular, (0, 1))(A, B), grad(by_hand, (0, 1))(A, B), strict=True):
        assert np.allclose(mine, other)


def test_banded_systems():
    """The gradient in the bands is that of the full system, read along the diagonals."""
    bands, rows = RNG.normal(size=(4, 5)), np.arange(5)
    bands[1] += 6
    w, b = RNG.normal(size=5), RNG.normal(size=5)
    full = sum(np.diag(bands[1 + k, max(0, -k) : 5 - max(0, k)], -k) for k in (-1, 0, 1, 2))
    slope = grad(lambda x: np.sum(np.linalg.solve(x, b) * w))(full)
    mine = grad(lambda x: np.sum(ours.solve_banded((2, 1), x, b) * w))(bands)
    for r in range(4):
        places = rows + r - 1
        inside = (places >= 0) & (places < 5)
        assert np.allclose(mine[r, inside], slope[places[inside], rows[inside]])
        assert np.array_equal(mine[r, ~inside], np.zeros(np.sum(~inside)))


def test_sylvesters_equation_worked_by_hand():
    """Of numbers a z + z b = q the solution is q / (a + b)."""
    one = lambda x: np.array([[float(x)]])  # noqa: E731
    f = lambda a, b, q: ours.solve_sylvester(a, b, q)[0, 0]  # noqa: E731
    slopes = grad(f, (0, 1, 2))(one(1), one(3), one(8))
    assert np.allclose(np.ravel(slopes), [-0.5, -0.5, 0.25])


@pytest.mark.parametrize("factor", [0, 1j])
@pytest.mark.parametrize("lower", [False, True])
def test_cholesky_and_solve(factor, lower):
    """Factor and solve together have the gradient of np.linalg.solve for a matrix made Hermitian."""
    x, b = A + factor * A.T, B + factor * W
    hermitian = lambda x: x @ np.conjugate(x.T)  # noqa: E731

    def factored(x, b):
        return np.sum(np.real(ours.cho_solve(ours.cho_factor(hermitian(x), lower=lower), b)) * W)

    def direct(x, b):
        return np.sum(np.real(np.linalg.solve(hermitian(x), b)) * W)

    for mine, other in zip(grad(factored, (0, 1))(x, b), grad(direct, (0, 1))(x, b), strict=True):
        assert np.allclose(mine, other)


@pytest.mark.parametrize("trans", [0, 1, 2])
def test_lu_and_solve(trans):
    """Factor and solve together have the gradient of np.linalg.solve, rows exchanged or not, transposed or not."""
    x = A[[2, 0, 3, 1]]

    def factored(x, b):
        return np.sum(ours.lu_solve(ours.lu_factor(x), b, trans) * W)

    def direct(x, b):
        return np.sum(np.linalg.solve(x.T if trans else x, b) * W)

    for mine, other in zip(grad(factored, (0, 1))(x, B), grad(direct, (0, 1))(x, B), strict=True):
        assert np.allclose(mine, other)


def test_assembled_matrices():
    """Blocks and diagonals stand where SciPy puts them, and each element gets the sum of its places."""
    blocks = [RNG.normal(size=(2, 3)), RNG.normal(size=3), RNG.normal(size=(1, 1))]
    assert np.array_equal(ours.block_diag(*blocks), sl.block_diag(*blocks))
    assert np.array_equal(ours.toeplitz(B[:, 0]), sl.toeplitz(B[:, 0]))
    assert np.array_equal(ours.toeplitz(B[:, 0], W[:2, 0]), sl.toeplitz(B[:, 0], W[:2, 0]))
    assert np.array_equal(grad(lambda c: np.sum(ours.toeplitz(c)))(np.ones(3)), [3, 4, 2])
    assert np.array_equal(grad(lambda x: np.sum(ours.block_diag(blocks[0], x)))(np.ones((2, 2))), np.ones((2, 2)))


STACKS, SIDES = RNG.normal(size=(2, 1, 3, 3)) + 4 * np.eye(3), RNG.normal(size=(3, 3, 2))
SOLVERS = {
    "triangular": (lambda a, b: ours.solve_triangular(a, b, lower=True), lambda a, b: np.linalg.solve(np.tril(a), b)),
    "cholesky": (
        lambda a, b: ours.cho_solve(ours.cho_factor(a @ np.swapaxes(a, -1, -2)), b),
        lambda a, b: np.linalg.solve(a @ np.swapaxes(a, -1, -2), b),
    ),
    "lu": (lambda a, b: ours.lu_solve(ours.lu_factor(a), b), np.linalg.solve),
    "lu, transposed": (
        lambda a, b: ours.lu_solve(ours.lu_factor(a), b, 1),
        lambda a, b: np.linalg.solve(np.swapaxes(a, -1, -2), b),
    ),
}


@pytest.mark.parametrize(("solve", "right"), SOLVERS.values(), ids=SOLVERS)
@pytest.mark.parametrize("b", [SIDES, SIDES[0], RNG.normal(size=3)], ids=["stack", "matrix", "vector"])
def test_stacks_of_systems(solve, right, b):
    """Leading axes broadcast, a vector is one for all: values and gradients are those of np.linalg.solve."""
    w = RNG.normal(size=np.shape(right(STACKS, b)))
    np.testing.assert_allclose(solve(STACKS, b), right(STACKS, b), rtol=1e-9)
    mine = grad(lambda a, b: np.sum(solve(a, b) * w), (0, 1))(STACKS, b)
    for one, two in zip(mine, grad(lambda a, b: np.sum(right(a, b) * w), (0, 1))(STACKS, b), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-8, atol=1e-11)


def test_stacks_of_banded_and_sylvesters_systems():
    """Each system of a stack is solved, and has its gradient, as it would alone."""
    bands, b = RNG.normal(size=(2, 3, 5)) + np.array([0, 6, 0])[:, None], RNG.normal(size=(2, 5, 1))
    q = RNG.normal(size=(2, 3, 3))
    for f, args in (
        (lambda x, y: ours.solve_banded((1, 1), x, y), (bands, b)),
        (lambda x, q: ours.solve_sylvester(x, x, q), (STACKS[:, 0], q)),
    ):
        whole = grad(lambda *args, f=f: np.sum(f(*args) ** 2), (0, 1))(*args)
        for k in range(2):
            alone = [x[k] for x in args]
            np.testing.assert_allclose(f(*args)[k], f(*alone), rtol=1e-12)
            for mine, other in zip(whole, grad(lambda *args, f=f: np.sum(f(*args) ** 2), (0, 1))(*alone), strict=True):
                np.testing.assert_allclose(mine[k], other, rtol=1e-10)


def test_empty_stacks():
    """A stack of no systems has no solutions."""
    assert ours.solve_triangular(np.zeros((0, 3, 3)), np.zeros((0, 3, 2))).shape == (0, 3, 2)


def test_messages():
    """An oblong matrix is refused, and told what is wanted."""
    for f in (ours.lu_factor, lambda x: ours.solve_triangular(x, np.ones(2))):
        with pytest.raises(
            ShapeError, match=r"got an array of shape \(2, 3\). Wanted \(..., n, n\): square matrices\."
        ):
            f(np.ones((2, 3)))
