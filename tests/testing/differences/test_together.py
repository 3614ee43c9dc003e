"""Derivatives with respect to many elements: few evaluations where few tell, and an error that is no boast."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite.testing import numerical_gradient, numerical_jacobian

N = 150
PLAIN = np.random.default_rng(1).normal(size=N)
DECADES = PLAIN * 10.0 ** np.random.default_rng(2).integers(-8, 9, N)
ZEROS = np.where(PLAIN < -0.5, 0.0, PLAIN)
KNOWN: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "sin": (np.sin, np.cos),
    "cube": (lambda x: x**3, lambda x: 3 * x * x),
    "1 / (1 + x²)": (lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    "|x|": (np.abs, np.sign),
    "1 - cos": (lambda x: 1 - np.cos(x), np.sin),
    "root": (lambda x: np.sqrt(1 + x * x), lambda x: x / np.sqrt(1 + x * x)),
}


class Counted:
    """The sum of a function of the elements, with a count of the calls."""

    def __init__(self, f: Callable[[Any], Any]) -> None:
        self.f, self.calls = f, 0

    def __call__(self, x: Any) -> Any:
        """Count the call and return the sum."""
        self.calls += 1
        return np.sum(self.f(x))


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("x", [PLAIN, DECADES, ZEROS], ids=["plain", "decades", "zeros"])
def test_the_error_is_honest(name: str, x: Any) -> None:
    """The true error is at most twice the estimate, for elements that are lost in the rounding of the sum too."""
    f, slope = KNOWN[name]
    found, wanted = numerical_gradient(Counted(f), x, error=True), slope(x)
    assert np.all(np.abs(found.value - wanted) <= 2 * found.error + 4e-16 * np.abs(wanted))


@pytest.mark.parametrize("name", KNOWN)
def test_the_derivative_is_precise(name: str) -> None:
    """Elements of size 1 get their derivative to nine digits."""
    f, slope = KNOWN[name]
    x = PLAIN[np.abs(PLAIN) > 0.1]
    np.testing.assert_allclose(numerical_gradient(Counted(f), x), slope(x), rtol=1e-9)


def test_few_evaluations_for_many_elements() -> None:
    """Of a smooth function an element takes ten evaluations, and hardly any takes more."""
    f = Counted(np.sin)
    numerical_gradient(f, PLAIN)
    assert 10 * N <= f.calls <= 12 * N


def test_an_element_that_has_not_settled_is_asked_further() -> None:
    """A function that is steep for one element costs further steps there, and is as precise."""
    x = np.ones(N)
    x[7] = 90.0
    f = Counted(np.sin)
    np.testing.assert_allclose(numerical_gradient(f, x), np.cos(x), rtol=1e-8)
    assert 10 * N + 16 <= f.calls <= 10 * N + 100


def test_what_does_not_move_at_long_steps_is_asked_at_short_ones() -> None:
    """A function that has a period of all the long steps is not taken for a constant."""
    f = Counted(lambda x: 4096 * x - np.rint(4096 * x))
    np.testing.assert_allclose(numerical_gradient(f, np.ones(N)), 4096.0, rtol=1e-6)


def test_jacobian_of_many() -> None:
    """Of a function with many results every column is settled by itself, in the right place."""
    a = np.random.default_rng(3).normal(size=(3, N))
    found = numerical_jacobian(lambda x: np.tanh(a @ x), PLAIN, error=True)
    wanted = (1 - np.tanh(a @ PLAIN) ** 2)[:, None] * a
    assert np.all(np.abs(found.value - wanted) <= 2 * found.error + 1e-12 * np.abs(wanted))
    np.testing.assert_allclose(numerical_jacobian(lambda x: x * x, PLAIN), np.diag(2 * PLAIN), rtol=1e-9, atol=1e-12)


def test_complex_results_of_many() -> None:
    """Real and imaginary parts are put together again."""
    found = numerical_jacobian(lambda x: np.exp(1j * x), PLAIN)
    np.testing.assert_allclose(np.diag(found), 1j * np.exp(1j * PLAIN), rtol=1e-8)


def test_progress_is_told_element_by_element() -> None:
    """Progress counts all elements, the last one too."""
    told: list[tuple[int, int]] = []
    numerical_gradient(Counted(np.sin), PLAIN, progress=lambda *done: told.append(done))
    assert told == [(k + 1, N) for k in range(N)]


def test_where_nothing_moves_the_error_is_the_rounding() -> None:
    """A derivative that is lost beside a large number has the error that the rounding of that number brings."""
    found = numerical_gradient(lambda x: 1e20 + x, 1.0, error=True)
    assert found.value == 0
    assert 1 <= found.error <= 1e6
