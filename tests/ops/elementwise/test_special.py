import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograd_lite import grad
from autograd_lite.ops.elementwise.special import bessel_i, sinc_derivative

Derivatives = Callable[[Callable[[Any], Any], Any, int], list[float]]
PI = math.pi


def test_sinc_at_zero(derivatives: Derivatives) -> None:
    """The Taylor coefficients of sin(πx)/(πx) are its derivatives at 0."""
    np.testing.assert_allclose(derivatives(np.sinc, 0.0, 4), [0, -(PI**2) / 3, 0, PI**4 / 5], rtol=1e-15)


def test_sinc_at_whole_numbers(derivatives: Derivatives) -> None:
    """At n the slope is cos(πn)/n and the curvature -2 cos(πn)/n², as sin(πn) is 0."""
    np.testing.assert_allclose(derivatives(np.sinc, 1.0, 2), [-1, 2], rtol=1e-14)
    np.testing.assert_allclose(derivatives(np.sinc, 1000.0, 2), [1e-3, -2e-6], rtol=1e-12)


@pytest.mark.parametrize("order", range(5))
def test_sinc_series_meets_recurrence(order: int) -> None:
    """The two ways to compute a derivative agree to rounding where one takes over from the other."""
    border = (order + 2) / PI
    near, far = sinc_derivative(np.array([border * (1 - 1e-15), border * (1 + 1e-15)]), order)
    assert abs(near - far) < 30 * PI**order * np.finfo(float).eps


def test_sinc_near_zero() -> None:
    """For tiny x the slope is -π²x/3 to full accuracy, where cos(πx)/x - sin(πx)/(πx²) would cancel to noise."""
    x = np.array([1e-300, 1e-100, 1e-9, 1e-5])
    np.testing.assert_allclose(grad(lambda x: np.sum(np.sinc(x)))(x), -(PI**2) / 3 * x, rtol=1e-9)


def test_sinc_of_complex_numbers() -> None:
    """The slope of sinc on the imaginary axis is that of sinh(πy)/(πy), turned."""
    y = np.array([0.25, 2.0])
    right = -1j * (np.cosh(PI * y) / y - np.sinh(PI * y) / (PI * y * y))
    np.testing.assert_allclose(grad(lambda z: np.sum(np.sinc(z)), holomorphic=True)(1j * y), right, rtol=1e-14)


# I_n(x) from Abramowitz and Stegun, tables 9.8 and 9.11, to all their digits or more.
BESSEL = {
    (0, 1.0): 1.2660658777520084,
    (1, 1.0): 0.5651591039924851,
    (2, 1.0): 0.1357476697670383,
    (0, 50.0): 2.932553783849336e20,
    (1, 50.0): 2.903078590103557e20,
}


@pytest.mark.parametrize(("n", "x"), BESSEL)
def test_bessel_functions(n: int, x: float) -> None:
    """The power series and the asymptotic one give the tabulated values, and odd orders are odd."""
    np.testing.assert_allclose(bessel_i(x, n), BESSEL[n, x], rtol=1e-14)
    np.testing.assert_allclose(bessel_i(-x, n), (-1) ** n * BESSEL[n, x], rtol=1e-14)


@pytest.mark.parametrize("n", range(5))
def test_bessel_series_meet(n: int) -> None:
    """The two series agree to rounding where one takes over from the other: the function grows by the step in x."""
    border = float(30 + n * n)
    before = np.nextafter(border, 0)
    near, far = bessel_i(np.array([before, border]), n)
    assert abs(near / far - (1 - (border - before))) < 2e-15


def test_derivatives_of_i0(derivatives: Derivatives) -> None:
    """The first derivative is I₁, the second (I₀ + I₂)/2."""
    np.testing.assert_allclose(
        derivatives(np.i0, 1.0, 2), [0.5651591039924851, (1.2660658777520084 + 0.1357476697670383) / 2]
    )
    assert derivatives(np.i0, 0.0, 3) == [0, 0.5, 0]
    assert np.isfinite(derivatives(np.i0, 713.0, 2)).all()
