"""The complex step is exact for analytic functions, and others are refused."""

from typing import Any

import numpy as np
import pytest

from autograd_lite.errors import DTypeError, OptionError
from autograd_lite.testing import numerical_gradient, numerical_jacobian, numerical_jvp

X = np.array([0.7, -1.3, 2.0])
REFUSED: dict[str, Any] = {
    "abs": lambda x: np.sum(np.abs(x)),
    "norm": np.linalg.norm,
    "a product with abs": lambda x: np.sum(x * np.abs(x)),
    "real": lambda x: np.sum(np.real(x) ** 2),
    "conj": lambda x: np.sum(np.conj(x) * x).real,
    "a corner at the point": lambda x: np.sum(np.maximum(x, X)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    """What drops or turns the imaginary part would give a wrong derivative without a word."""
    with pytest.raises(OptionError, match="wants an analytic function"):
        numerical_gradient(REFUSED[name], X, complex_step=True)


@pytest.mark.parametrize("x", [1e-8, 1e-4, 0.3])
def test_where_differences_hold_no_digit(x: float) -> None:
    """The slope of (1 - cos x)/x² near 0 is rounding in differences, which refuse nothing then."""
    f = lambda x: np.sum((1 - np.cos(x)) / x**2)  # noqa: E731
    assert np.isfinite(numerical_gradient(f, np.array([x]), complex_step=True)).all()


@pytest.mark.parametrize("f", [np.cos, lambda x: x**3, np.sinh, lambda x: 0 * x + 2, np.tanh])
@pytest.mark.parametrize("at", [0.0, 0.5, -30.0, 1e-9])
def test_analytic_functions_pass(f: Any, at: float) -> None:
    """Zero slopes, stationary points and saturated values are no reason to refuse."""
    found = numerical_gradient(f, at, complex_step=True)
    wanted = numerical_gradient(f, at, error=True)
    assert abs(found - wanted.value) <= 1e-6 * max(1, abs(wanted.value))


def test_exact() -> None:
    """A Jacobian and a derivative in a direction come out to the last digits."""
    f = lambda x: np.exp(x) * x[::-1]  # noqa: E731
    found = numerical_jacobian(f, X, complex_step=True)
    wanted = np.diag(np.exp(X) * X[::-1]) + np.diag(np.exp(X))[:, ::-1]
    np.testing.assert_allclose(found, wanted, rtol=1e-14)
    v = np.array([1.0, 2.0, -1.0])
    np.testing.assert_allclose(numerical_jvp(f, X, v, complex_step=True), wanted @ v, rtol=1e-14)


def test_complex_arguments() -> None:
    """Complex arguments have no imaginary axis of their own to step along."""
    with pytest.raises(DTypeError, match="wants real arguments"):
        numerical_gradient(lambda x: np.sum(x).real, X + 1j, complex_step=True)
