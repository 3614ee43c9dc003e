import numpy as np
import pytest

from autograd_lite import Tensor, grad, jacobian
from autograd_lite.errors import UnsupportedOperationError

RNG = np.random.default_rng(0)
SYMMETRIC = np.array([[2.0, 1.0], [1.0, 2.0]])  # eigenvalues 1 and 3, vectors (1, -1) and (1, 1)


def test_eigenvalues_worked_by_hand():
    """The gradient of an eigenvalue is v vᵀ, all of which stands in the triangle that is read."""
    assert np.allclose(grad(lambda x: np.linalg.eigh(x)[0][1])(SYMMETRIC), [[0.5, 0], [1, 0.5]])
    assert np.allclose(grad(lambda x: np.linalg.eigh(x, "U")[0][1])(SYMMETRIC), [[0.5, 1], [0, 0.5]])
    assert np.allclose(grad(lambda x: np.linalg.eig(x)[0][1])(np.diag([2.0, 5.0])), [[0, 0], [0, 1]])


def test_an_eigenvector_worked_by_hand():
    """The eigenvector of [[2, t], [t, 2 + d]] at t = 1 turns by dd/4: its components move by that over √2."""
    slope = jacobian(lambda x: np.linalg.eigh(x)[1][:, 1] ** 2)(SYMMETRIC)
    assert np.allclose(slope[:, 1, 1], [-0.25, 0.25])


def test_results_have_names():
    """The results are NumPy's named tuples, of Tensors."""
    result = np.linalg.eigh(Tensor(SYMMETRIC))
    assert isinstance(result.eigenvalues, Tensor)
    assert isinstance(np.linalg.svd(Tensor(SYMMETRIC)).S, Tensor)


def test_equal_eigenvalues():
    """The trace by way of equal eigenvalues has its gradient; a loss that looks at their vectors has none."""
    assert np.allclose(grad(lambda x: np.sum(np.linalg.eigh(x)[0]))(np.eye(3)), np.eye(3))
    assert np.allclose(grad(lambda x: np.sum(np.linalg.svd(x, compute_uv=False)))(np.eye(3)), np.eye(3))
    with np.errstate(all="ignore"):
        slope = grad(lambda x: np.linalg.eigh(x)[1][0, 1] + np.linalg.eigh(x)[1][1, 2])(np.eye(3))
    assert not np.isfinite(slope).all()


@pytest.mark.parametrize("values", [[1.0, 1.0, 2.0], [1.0, 1.0, 1.0], [-1.0, 3.0, 3.0]])
def test_eigenvalues_that_are_equal_but_for_rounding(values):
    """tr(exp(A)) = Σ exp(λ) has the gradient exp(A) at ties too; by the vectors there is none, and no wrong one."""
    turn, _ = np.linalg.qr(RNG.normal(size=(3, 3)))
    x, exponential = (turn @ np.diag(d) @ turn.T for d in (np.array(values), np.exp(values)))

    def by_vectors(x):
        values, vectors = np.linalg.eigh(x)
        return vectors @ np.diag(np.exp(values)) @ vectors.T

    both = np.tril(2 * exponential) - np.diag(np.diag(exponential))  # one triangle stands for the other too
    assert np.allclose(grad(lambda x: np.sum(np.exp(np.linalg.eigvalsh(x))))(x), both)
    for f in (lambda x: np.trace(by_vectors(x)), lambda x: by_vectors(x)[0, 1]):
        assert not np.isfinite(grad(f)(x)).all()


def test_singular_values_that_are_equal_but_for_rounding():
    """The square sum of the singular values of a turn is that of its elements; its vectors have no gradient."""
    x, _ = np.linalg.qr(RNG.normal(size=(3, 3)))
    assert np.allclose(grad(lambda x: np.sum(np.linalg.svd(x)[1] ** 2))(x), 2 * x)
    assert not np.isfinite(grad(lambda x: np.linalg.svd(x)[0][0, 1])(x)).all()


def test_vectors_of_singular_values_that_are_zero_but_for_rounding():
    """U S Vᵀ of a matrix of rank one is the matrix, but its gradient is none by this way; its first part has one."""
    x, w = np.outer([1.0, 2.0, 3.0], [1.0, 0.5, -1.0]), RNG.normal(size=(3, 3))

    def part(x, count):
        u, s, vh = np.linalg.svd(x)
        return np.sum(w * ((u[:, :count] * s[:count]) @ vh[:count]))

    assert not np.isfinite(grad(lambda x: part(x, 3))(x)).all()
    assert np.isfinite(grad(lambda x: part(x, 1))(x)).all()


def test_the_gradient_of_a_phase_that_lapack_chose():
    """The components that LAPACK makes real stay real: their imaginary parts have the gradient zero."""
    x = RNG.normal(size=(3, 3)) + 1j * RNG.normal(size=(3, 3))
    for f in (
        lambda x: np.sum(np.imag(np.linalg.eigh(x)[1][0])),
        lambda x: np.sum(np.imag(np.linalg.eigh(x, "U")[1][-1])),
        lambda x: np.sum(np.imag(np.linalg.svd(x)[2][:, 0])),
        lambda x: np.sum(np.imag(np.linalg.svd(x[:2])[0][0])),
        lambda x: np.imag(np.linalg.eig(x)[1][np.argmax(np.abs(np.linalg.eig(x)[1][:, 0])), 0]),
    ):
        assert np.allclose(grad(f)(x), 0, atol=1e-13)


def test_eigenvectors_keep_their_length():
    """Whatever the matrix, the length of an eigenvector is one and has the gradient zero."""
    x = RNG.normal(size=(4, 4))
    length = lambda x: np.sum(np.abs(np.linalg.eig(x)[1]) ** 2)  # noqa: E731
    assert np.allclose(grad(length)(x), 0, atol=1e-12)


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 4)])
@pytest.mark.parametrize("factor", [1, 1j])
def test_the_product_of_the_factors_is_the_matrix(shape, factor):
    """The gradient through U S Vh is that of the matrix itself."""
    x = RNG.normal(size=shape) + factor * RNG.normal(size=shape)
    w = RNG.normal(size=shape)

    def through(x):
        u, s, vh = np.linalg.svd(x, full_matrices=False)
        return np.sum(np.real((u * s) @ vh) * w)

    assert np.allclose(grad(through)(x), w)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4)])
@pytest.mark.parametrize("factor", [0, 1j])
def test_the_null_space_has_a_projector(shape, factor):
    """The projector on what the matrix does not reach is 1 - U Uᴴ, with the gradient of that."""
    x = RNG.normal(size=shape) + factor * RNG.normal(size=shape)
    w = RNG.normal(size=(4, 4))
    rest = lambda m: m @ np.conjugate(m.T)  # noqa: E731

    def by_the_rest(x):
        u, _, vh = np.linalg.svd(x)
        return np.sum(np.real(rest(u[:, 2:] if shape[0] == 4 else np.conjugate(vh.T)[:, 2:])) * w)

    def by_the_span(x):
        u, _, vh = np.linalg.svd(x, full_matrices=False)
        return np.sum(np.real(np.eye(4) - rest(u if shape[0] == 4 else np.conjugate(vh.T))) * w)

    assert np.allclose(grad(by_the_rest)(x), grad(by_the_span)(x))


def test_a_basis_of_the_null_space_is_refused():
    """A loss that depends on which basis LAPACK chose has no derivative, and the error says what to use."""
    x = RNG.normal(size=(4, 2))
    with pytest.raises(UnsupportedOperationError, match=r"basis was chosen for the columns of U .* projector"):
        grad(lambda x: np.sum(np.linalg.svd(x)[0] ** 3))(x)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4)])
@pytest.mark.parametrize("factor", [0, 1j])
def test_the_space_beyond_the_singular_values(shape, factor):
    """The vectors that complete a basis span what the matrix leaves out: their projector is I − X X⁺."""
    x, n = RNG.normal(size=shape) + factor * RNG.normal(size=shape), max(shape)
    w = RNG.normal(size=(n, n)) + factor * RNG.normal(size=(n, n))

    def by_vectors(x):
        u, _, vh = np.linalg.svd(x)
        rest = u[:, 2:] if shape[0] == n else np.conj(vh[2:]).T
        return np.sum(np.real(w * (rest @ np.conj(rest).T)))

    def by_inverse(x):
        inside = x @ np.linalg.pinv(x) if shape[0] == n else np.linalg.pinv(x) @ x
        return np.sum(np.real(w * (np.eye(n) - inside)))

    np.testing.assert_allclose(grad(by_vectors)(x), grad(by_inverse)(x), rtol=1e-9, atol=1e-10)
    assert np.abs(grad(by_vectors)(x)).max() > 0.1
