from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad
from autograd_lite.operation import Operation
from autograd_lite.pointwise import Elementwise
from autograd_lite.registry import operations

Z = np.array([3 + 4j, -1 + 2j, 0.5 - 0.25j, -2 - 1j])
W = np.array([1 - 2j, 0.5 + 1j, -1 + 1j, 2 + 3j])  # weights, so that both parts of a result count


def steepest(f: Callable[[Any], Any], z: Any, h: float = 1e-5) -> Any:
    """∂L/∂Re + i ∂L/∂Im of a real function of an array, by central differences, element by element."""
    found = np.zeros_like(z)
    for k in range(z.size):
        for unit in (1, 1j):
            step = np.zeros_like(z)
            step[k] = h * unit
            found[k] += unit * (f(z + step) - f(z - step)) / (2 * h)
    return found


REAL_AND_COMPLEX: dict[str, Callable[[Any], Any]] = {
    "real": np.real,
    "imag": np.imag,
    "conj": np.conj,
    "abs": np.abs,
    "sign": np.sign,
    "angle": np.angle,
    "angle in degrees": lambda z: np.angle(z, deg=True),
    "real_if_close": np.real_if_close,
    "nan_to_num": np.nan_to_num,
    "attributes": lambda z: z.real * z.imag + z.conj(),
}


@pytest.mark.parametrize("f", REAL_AND_COMPLEX.values(), ids=REAL_AND_COMPLEX)
def test_gradient_over_both_parts(f: Callable[[Any], Any]) -> None:
    """For functions that are not complex-differentiable the gradient is ∂L/∂Re + i ∂L/∂Im, at both orders."""
    loss = lambda z: np.sum(np.real(W * f(z)))  # noqa: E731
    np.testing.assert_allclose(grad(loss)(Z), steepest(loss, Z), atol=1e-8)
    slope = lambda z: np.sum(np.real(np.conj(W) * grad(loss)(z)))  # noqa: E731
    np.testing.assert_allclose(grad(slope)(Z), steepest(slope, Z), atol=1e-8)


def test_values_worked_by_hand() -> None:
    """The gradient of |z| is z/|z|, that of the angle is iz/|z|²; at 0 both are 0, and so is that of z/|z|."""
    np.testing.assert_allclose(grad(np.abs)(3 + 4j), 0.6 + 0.8j, rtol=1e-15)
    np.testing.assert_allclose(grad(np.angle)(3 + 4j), (-4 + 3j) / 25, rtol=1e-15)
    for f in (np.abs, np.angle, lambda z: np.real(np.sign(z))):
        assert grad(f)(0j) == 0
        assert grad(lambda z, f=f: np.real(grad(f)(z)))(0j) == 0


def test_parts_of_real_numbers() -> None:
    """A real number is its own real part and conjugate; its imaginary part and its angle are constant."""
    x = np.array([2.0, -3.0])
    for f, right in ((np.real, 1), (np.conj, 1), (np.imag, 0), (np.angle, 0), (np.real_if_close, 1)):
        g = grad(lambda x, f=f: np.sum(f(x)))(x)
        assert g.tolist() == [right, right]


def test_real_if_close_drops_the_imaginary_part() -> None:
    """Where the result is real, the imaginary parts have no gradient."""
    z = np.array([1 + 1e-17j, 2 + 0j])
    assert np.real_if_close(Tensor(z)).dtype == np.float64
    assert grad(lambda z: np.sum(np.real_if_close(z)))(z).tolist() == [1 + 0j, 1 + 0j]


def test_writing_into_the_real_and_the_imaginary_part() -> None:
    """t.real and t.imag are views: writing to one changes t, and the other part keeps its history."""
    x = Tensor(np.array([1 + 2j, 3 + 4j]), requires_grad=True)
    z = x * 1
    z.real[0] = 7.0
    z.imag[1] = 0.0
    assert z.tolist() == [7 + 2j, 3 + 0j]
    np.sum(np.real(z) + 2 * np.imag(z)).backward()
    assert x.grad.tolist() == [2j, 1 + 0j]


HERE = "autograd_lite.ops.elementwise"
ANALYTIC = [op for op in operations() if isinstance(op, Elementwise) and op.analytic and op.__module__.startswith(HERE)]


@pytest.mark.parametrize("operation", ANALYTIC, ids=lambda op: op.name)
@pytest.mark.parametrize("dtype", [np.complex128, np.complex64])
def test_complex_derivative(operation: Operation, dtype: Any) -> None:
    """The derivative of an analytic function is the same in every direction of the complex plane."""
    z = [np.array([0.3 + 0.2j, 0.6 - 0.4j, 1.7 + 0.5j]), np.array([1.2 - 0.3j, 0.7 + 0.1j, -0.4 + 0.8j])]
    z = z[: len(operation.inputs)]
    for k, name in enumerate(operation.inputs):
        f = lambda x, k=k: operation(*z[:k], x, *z[k + 1 :])  # noqa: E731
        exact = [(f(z[k] + h) - f(z[k] - h)) / (2 * h) for h in (1e-5, 1e-5j)]
        np.testing.assert_allclose(*exact, rtol=1e-7, err_msg=name)
        args = [each.astype(dtype) for each in z]
        found = grad(lambda *x: np.sum(operation(*x)), k, holomorphic=True)(*args)
        assert found.dtype == dtype
        np.testing.assert_allclose(found, exact[0], rtol=1e-7 if dtype is np.complex128 else 1e-4)


def test_analytic_operations_are_many() -> None:
    """The test above sees the exponential, circular and hyperbolic functions and arithmetic."""
    assert len(ANALYTIC) >= 25
