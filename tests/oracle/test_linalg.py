"""Linear algebra beside PyTorch and JAX: values, gradients and second derivatives in float64 and complex128.

Listed differences: eigh and cholesky read one triangle and have their gradient there, where both others symmetrise, so
the matrices below are symmetric by the way they are made. Vectors that are fixed up to a sign or a phase are compared
by what does not depend on it.
"""

import numpy as np
import pytest

from autograd_lite import grad

pytestmark = pytest.mark.oracle
torch = pytest.importorskip("torch")
jax = pytest.importorskip("jax")
jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)
jnp = jax.numpy

RNG = np.random.default_rng(0)
SQUARE = RNG.normal(size=(3, 3)) + 3 * np.eye(3)
STACK = RNG.normal(size=(2, 3, 3)) + 3 * np.eye(3)
TALL, WIDE, VECTOR = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 4)), RNG.normal(size=3)
SINGULAR = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [5.0, 7.0, 9.0]])
ROWS, BATCH = RNG.normal(size=(2, 3)), RNG.normal(size=(2, 4, 3))


def gram(x):
    """A positive definite matrix, symmetric by construction."""
    return x @ x.swapaxes(-1, -2) + 1.0


# name: the function of (np or jnp or torch, x), and the inputs
BOTH = {
    "det": (lambda m, x: m.linalg.det(x), (SQUARE, STACK)),
    "slogdet": (lambda m, x: m.linalg.slogdet(x)[1], (SQUARE, STACK)),
    "inv": (lambda m, x: m.linalg.inv(x), (SQUARE, STACK)),
    "pinv": (lambda m, x: m.linalg.pinv(x), (SQUARE, TALL, WIDE, STACK)),
    "solve": (lambda m, x: m.linalg.solve(x, x @ x + x), (SQUARE, STACK)),
    "cholesky": (lambda m, x: m.linalg.cholesky(gram(x)), (SQUARE, STACK)),
    "eigvalsh": (lambda m, x: m.linalg.eigvalsh(gram(x)), (SQUARE, STACK)),
    "eigh": (lambda m, x: m.linalg.eigh(gram(x))[1] ** 2, (SQUARE, STACK)),
    "svdvals": (lambda m, x: m.linalg.svdvals(x), (SQUARE, TALL, WIDE, STACK)),
    "svd u": (lambda m, x: m.linalg.svd(x, full_matrices=False)[0] ** 2, (SQUARE, TALL, WIDE)),
    "svd v": (lambda m, x: m.linalg.svd(x, full_matrices=False)[2] ** 2, (SQUARE, TALL, WIDE)),
    "qr q": (lambda m, x: m.linalg.qr(x)[0] ** 2, (SQUARE, TALL, STACK)),
    "qr r": (lambda m, x: m.linalg.qr(x)[1] ** 2, (SQUARE, TALL, STACK)),
    "matrix_power": (lambda m, x: m.linalg.matrix_power(x, 3), (SQUARE, STACK)),
    "matrix_power -2": (lambda m, x: m.linalg.matrix_power(x, -2), (SQUARE, STACK)),
    "norm": (lambda m, x: m.linalg.norm(x), (SQUARE, VECTOR)),
    "norm 1": (lambda m, x: m.linalg.norm(x, 1), (SQUARE, TALL)),
    "norm inf": (lambda m, x: m.linalg.norm(x, np.inf), (SQUARE, VECTOR)),
    "norm -2": (lambda m, x: m.linalg.norm(x, -2), (SQUARE, TALL)),
    "norm nuc": (lambda m, x: m.linalg.norm(x, "nuc"), (SQUARE, WIDE)),
    "vector_norm 3": (lambda m, x: m.linalg.vector_norm(x, ord=3), (SQUARE, VECTOR)),
    "cond": (lambda m, x: m.linalg.cond(x), (SQUARE,)),
    "einsum ii": (lambda m, x: m.einsum("ii->i", x), (SQUARE,)),
    "einsum twice": (lambda m, x: m.einsum("ij,kj->ik", x, x), (SQUARE, WIDE)),
    "einsum ...": (lambda m, x: m.einsum("...ij,...kj->...ik", x, x), (SQUARE, STACK, BATCH)),
    "einsum 3": (lambda m, x: m.einsum("ij,ij,kj->k", x, x, x), (SQUARE, TALL)),
    "tensordot": (lambda m, x: m.tensordot(x, x, ([0], [0])), (SQUARE, WIDE)),
    "kron": (lambda m, x: m.kron(x, x), (SQUARE, WIDE)),
    "outer": (lambda m, x: m.outer(x, x * x), (VECTOR,)),
    "inner": (lambda m, x: m.inner(x, x), (SQUARE, VECTOR, WIDE)),
    "matmul": (lambda m, x: x @ x.swapaxes(-1, -2) @ x, (SQUARE, STACK, BATCH)),
    "cross": (lambda m, x: m.linalg.cross(x, x * x[:1]), (ROWS, STACK)),
    "multi_dot": (lambda m, x: m.linalg.multi_dot([x, x, x]), (SQUARE,)),
    "trace": (lambda m, x: m.trace(x @ x), (SQUARE,)),
    "lstsq": (lambda m, x: m.linalg.lstsq(x, x[:, :1] * x)[0], (TALL,)),
}
CASES = [(name, k) for name, (_, inputs) in BOTH.items() for k in range(len(inputs))]


def weighted(module, f):
    """The sum of the values of f with fixed weights, so that a gradient sees all of them."""

    def total(x):
        out = f(module, x)
        weights = np.random.default_rng(7).normal(size=tuple(out.shape))
        return (out * (torch.asarray(weights) if module is torch else weights)).sum()

    return total


def slope_along(gradient, direction, total):
    """The derivative of the gradient's component along a direction."""
    return gradient(lambda x: (gradient(total)(x) * direction).sum())


def torch_grad(total):
    """PyTorch's gradient as a function; the term of zero keeps a constant gradient differentiable."""
    return lambda x: torch.autograd.grad(total(x) + 0.0 * (x * x).sum(), x, create_graph=True)[0]


@pytest.mark.parametrize(("name", "k"), CASES)
def test_jax(name, k):
    """Value, gradient and second derivative agree with JAX's to 1e-10."""
    f, inputs = BOTH[name]
    x, v = inputs[k], np.random.default_rng(3).normal(size=inputs[k].shape)
    ours, theirs = weighted(np, f), weighted(jnp, f)
    assert np.allclose(grad(ours)(x), jax.grad(theirs)(x), rtol=1e-10, atol=1e-10)
    if name == "lstsq":  # whose second derivative JAX does not have
        return
    ours2, theirs2 = slope_along(grad, v, ours)(x), slope_along(jax.grad, v, theirs)(x)
    assert np.allclose(ours2, theirs2, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("name", "k"), CASES)
def test_torch(name, k):
    """Value, gradient and second derivative agree with PyTorch's to 1e-10."""
    f, inputs = BOTH[name]
    x, v = inputs[k], np.random.default_rng(3).normal(size=inputs[k].shape)
    ours, theirs = weighted(np, f), weighted(torch, f)
    t = torch.tensor(x, requires_grad=True)
    assert np.allclose(grad(ours)(x), torch_grad(theirs)(t).detach(), rtol=1e-10, atol=1e-10)
    second = slope_along(torch_grad, torch.asarray(v), theirs)(t).detach()
    assert np.allclose(slope_along(grad, v, ours)(x), second, rtol=1e-9, atol=1e-9)


COMPLEX = {
    "det": lambda m, x: m.linalg.det(x),
    "inv": lambda m, x: m.linalg.inv(x),
    "solve": lambda m, x: m.linalg.solve(x, x @ x + x),
    "pinv": lambda m, x: m.linalg.pinv(x),
    "svdvals": lambda m, x: m.linalg.svdvals(x),
    "eigvals": lambda m, x: m.linalg.eigvals(x),
    "eig": lambda m, x: abs(m.linalg.eig(x)[1]) ** 2,
    "eigh": lambda m, x: abs(m.linalg.eigh(x @ x.conj().swapaxes(-1, -2))[1]) ** 2,
    "cholesky": lambda m, x: m.linalg.cholesky(x @ x.conj().swapaxes(-1, -2)),
    "qr": lambda m, x: abs(m.linalg.qr(x)[0]) ** 2,
    "norm": lambda m, x: m.linalg.norm(x),
}


@pytest.mark.parametrize("name", COMPLEX)
def test_complex_gradients_are_pytorchs(name):
    """The gradient of a real function of complex numbers is PyTorch's, the conjugate of JAX's."""
    x = SQUARE + 1j * RNG.normal(size=(3, 3))
    f = COMPLEX[name]

    def total(module, x):
        out = f(module, x)
        weights = np.random.default_rng(7).normal(size=tuple(out.shape))
        parts = [out.real, out.imag] if name not in ("svdvals", "eig", "eigh", "qr", "norm") else [out]
        return sum((part * (torch.asarray(weights) if module is torch else weights)).sum() for part in parts)

    t = torch.tensor(x, requires_grad=True)
    total(torch, t).backward()
    assert np.allclose(grad(lambda x: total(np, x))(x), t.grad, rtol=1e-10, atol=1e-10)


def test_a_singular_determinant():
    """The gradient of the determinant of a singular matrix is the matrix of cofactors, as JAX's; PyTorch's is zero."""
    assert np.allclose(grad(np.linalg.det)(SINGULAR), jax.grad(jnp.linalg.det)(SINGULAR), atol=1e-10)
