from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import Tensor, grad, gradients

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]


@pytest.mark.parametrize(
    ("f", "x", "right"),
    [
        (lambda x: x + 3, 2.0, [1, 0]),
        (lambda x: 3 - x, 2.0, [-1, 0]),
        (lambda x: 3 * x, 2.0, [3, 0]),
        (lambda x: x * x, 2.0, [4, 2]),
        (lambda x: x / 4, 2.0, [0.25, 0]),
        (lambda x: 8 / x, 2.0, [-2, 2]),
        (lambda x: -x, 2.0, [-1, 0]),
        (np.positive, 2.0, [1, 0]),
        (np.reciprocal, 2.0, [-0.25, 0.25]),
        (np.square, 2.0, [4, 2]),
        (lambda x: np.hypot(x, 4.0), 3.0, [0.6, 16 / 125]),
        (lambda x: np.hypot(4.0, x), 3.0, [0.6, 16 / 125]),
        (lambda x: np.ldexp(x, 3), 2.0, [8, 0]),
        (lambda x: np.remainder(x, 3.0), 7.5, [1, 0]),
        (lambda x: np.remainder(-7.5, x), 3.0, [3, 0]),
        (lambda x: np.fmod(-7.5, x), 3.0, [2, 0]),
        (lambda x: x // 3, 7.5, [0, 0]),
        (lambda x: np.float_power(x, 3), 2.0, [12, 12]),
    ],
)
def test_values_worked_by_hand(f: Callable[[Any], Any], x: float, right: list[float], derivatives: Derivatives) -> None:
    """First and second derivative are those of the textbook."""
    np.testing.assert_allclose(derivatives(f, x, 2), right, rtol=1e-15)


@pytest.mark.parametrize("zero", [0, 0.0, np.array(0.0), np.array(0), np.array(0, dtype=np.uint8)], ids=repr)
def test_power_with_exponent_zero_is_constant(zero: Any, derivatives: Derivatives) -> None:
    """x**0 is 1 everywhere, so that its derivatives are 0, also at x = 0."""
    assert derivatives(lambda x: x**zero, 0.0, 2) == [0, 0]
    assert derivatives(lambda x: x**zero, -2.0, 2) == [0, 0]


@pytest.mark.parametrize("kind", [int, float, np.array, np.float64])
def test_whole_powers_at_zero(kind: Callable[[int], Any], derivatives: Derivatives) -> None:
    """x, x² and x³ have their textbook derivatives at 0, however the exponent is written."""
    assert derivatives(lambda x: x ** kind(1), 0.0, 3) == [1, 0, 0]
    assert derivatives(lambda x: x ** kind(2), 0.0, 3) == [0, 2, 0]
    assert derivatives(lambda x: x ** kind(3), 0.0, 3) == [0, 0, 6]


@pytest.mark.parametrize("kind", [int, float, np.array])
def test_whole_powers_of_a_negative_base(kind: Callable[[int], Any], derivatives: Derivatives) -> None:
    """A negative base is fine where the exponent is whole."""
    assert derivatives(lambda x: x ** kind(3), -2.0, 3) == [12, -12, 6]
    np.testing.assert_allclose(derivatives(lambda x: x ** (-kind(1) * 1.0), -2.0, 2), [-0.25, -0.25])


@pytest.mark.parametrize(("y", "right"), [(2.0, 0), (0.5, 0), (0.0, 0), (-1.0, -np.inf)])
def test_power_of_zero_in_the_exponent(y: float, right: float) -> None:
    """0**y is 0 for y > 0 and infinite for y < 0; at the jump in y = 0 the derivative is 0."""
    with np.errstate(all="ignore"):
        assert grad(lambda y: 0.0**y)(y) == right
        assert grad(lambda y: np.float_power(0.0, y))(y) == right


def test_power_of_a_negative_base_in_the_exponent() -> None:
    """(-2)**y is a real number for whole y only, and has no derivative in y."""
    with np.errstate(all="ignore"):
        assert np.isnan(grad(lambda y: np.power(-2.0, y))(2.0))


def test_python_exponent_keeps_float32() -> None:
    """A number of Python's as exponent or base leaves float32 what it is, forward and backward, at both orders."""
    x = Tensor(np.array([2.0, 3.0], dtype=np.float32), requires_grad=True)
    for y in (x**2, x**0.5, x**-1, 2**x):
        assert y.dtype == np.float32
        (g,) = gradients(y.sum(), [x], create_graph=True)
        assert g.dtype == np.float32
        assert gradients(g.sum(), x).dtype == np.float32


def test_hypot_does_not_overflow() -> None:
    """Where x² would overflow, slope and curvature of hypot are right."""
    x, y = np.array(3e200), np.array(4e200)
    assert grad(np.hypot)(x, y) == pytest.approx(0.6, rel=1e-15)
    assert grad(np.hypot, 1)(x, y) == pytest.approx(0.8, rel=1e-15)
    assert grad(grad(np.hypot))(x, y) == pytest.approx(0.64 / 5e200, rel=1e-15)


def test_hypot_at_the_origin(derivatives: Derivatives) -> None:
    """The length of a vector of zeros has derivative 0, at both orders."""
    assert derivatives(lambda x: np.hypot(x, 0.0), 0.0, 2) == [0, 0]
    assert derivatives(lambda x: np.hypot(0.0, x), 0.0, 2) == [0, 0]


def test_quotient_that_is_not_chosen(derivatives: Derivatives) -> None:
    """0/0 behind a np.where that chooses something else has derivative 0 in both places, at every order."""
    for f in (lambda x: x / x, lambda x: 0 / x, lambda x: 1 / x, np.reciprocal, lambda x: np.fmod(1.0, x)):
        assert derivatives(lambda x, f=f: np.where(x != 0, f(x), 0.0), 0.0, 3) == [0, 0, 0]


def test_remainders_of_large_quotients() -> None:
    """The whole number in a remainder is exact where x/y rounds up to the next one."""
    x, y = 3.0, np.array(0.1)  # 3/0.1 rounds to 30, but 30 times the double 0.1 is more than 3
    assert grad(lambda y: np.fmod(x, y))(y) == -29
    assert grad(lambda y: np.remainder(x, y))(y) == -29


def test_two_results() -> None:
    """divmod, modf and frexp give two Tensors, and the part that moves with x carries its gradient."""
    x, y = Tensor(7.5, requires_grad=True), Tensor(2.0, requires_grad=True)
    quotient, rest = np.divmod(x, y)
    assert (quotient.item(), rest.item()) == (3.0, 1.5)
    assert gradients(quotient + 10 * rest, [x, y]) == [10.0, -30.0]
    part, whole = np.modf(x)
    assert (part.item(), whole.item()) == (0.5, 7.0)
    assert gradients(3 * part + whole, x) == 3.0
    mantissa, exponent = np.frexp(x)
    assert (mantissa.item(), exponent.item()) == (0.9375, 3)
    assert gradients(mantissa, x) == 0.125


def test_broadcasting_is_undone() -> None:
    """A column times a row gives each of them the sums of the other."""
    x = Tensor(np.array([[1.0], [2.0]]), requires_grad=True)
    y = Tensor(np.array([3.0, 4.0, 5.0]), requires_grad=True)
    np.sum(x * y).backward()
    assert x.grad.tolist() == [[12.0], [12.0]]
    assert y.grad.tolist() == [3.0, 3.0, 3.0]


def test_twins_are_one_operation() -> None:
    """NumPy's second names do the same."""
    x = np.array([2.0, 3.0])
    for one, other in ((np.pow, np.power), (np.mod, np.remainder), (np.true_divide, np.divide)):
        first, second = (grad(lambda x, f=f: np.sum(f(x, x * x)))(x) for f in (one, other))
        np.testing.assert_array_equal(first, second)
