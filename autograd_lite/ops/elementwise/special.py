"""Functions whose derivatives are no expressions of NumPy functions: sinc, and the Bessel function i0.

For each of them one helper operation gives the derivatives of every order, so that its own derivative is itself.
"""

import math

import numpy as np

from autograd_lite.arrays import real_only
from autograd_lite.domains import Draw, Interval
from autograd_lite.pointwise import elementwise


@elementwise(np.sinc, x=lambda x: sinc_derivative(x, 1), analytic=True)
def sinc(x, /):
    """sin(πx) / (πx), and 1 at 0, where the derivative is 0."""
    return np.sinc(x)


def _sinc_samples(draw: Draw):
    return (draw.array(), draw.integer(0, 3)), {}


@elementwise(None, x=lambda x, order: sinc_derivative(x, order + 1), samples=_sinc_samples, analytic=True)
def sinc_derivative(x, order, /):
    """Derivative of :func:`sinc` of any order, accurate near 0, where its terms would cancel."""
    x = np.asarray(x)
    kind = np.result_type(x, np.float16)
    wide = x.astype(np.result_type(kind, np.float64))
    near = np.abs(wide) < (order + 2) / math.pi
    result = np.where(near, _sinc_series(np.where(near, wide, 0), order), _sinc_far(np.where(near, 1, wide), order))
    return result.astype(kind)[()]


def _sinc_series(x, order):
    """Sum the Taylor series of sin(u)/u, differentiated term by term, in powers of u²."""
    square, even = (math.pi * x) ** 2, order + order % 2
    terms = 12 + 2 * order
    total = np.zeros_like(x)
    for power in reversed(range(even, even + 2 * terms, 2)):  # of u in the undifferentiated term (-1)^k u^2k / (2k+1)!
        factor = math.factorial(power) / math.factorial(power - order) / math.factorial(power + 1)
        total = total * square + (-1) ** (power // 2) * factor
    return total * (math.pi * x if order % 2 else 1) * math.pi**order


def _sinc_far(x, order):
    """Differentiate u f(u) = sin(u) n times: u f⁽ⁿ⁾ = sin(u + nπ/2) − n f⁽ⁿ⁻¹⁾."""
    turn = math.pi * (np.fmod(np.real(x), 2) + (1j * np.imag(x) if x.dtype.kind == "c" else 0))  # fmod is exact
    waves = (np.sin(turn), np.cos(turn), -np.sin(turn), -np.cos(turn))
    u = math.pi * x
    f = waves[0] / u
    for n in range(1, order + 1):
        f = (waves[n % 4] - n * f) / u
    return f * math.pi**order


@elementwise(np.i0, x=lambda x: bessel_i(x, 1))
def i0(x, /):
    """Modified Bessel function of the first kind, order 0."""
    return np.asarray(np.i0(x))[()]


def _bessel_samples(draw: Draw):
    return (draw.array(interval=Interval(-40.0, 40.0)), draw.integer(0, 3)), {}


@elementwise(None, x=lambda x, n: (bessel_i(x, n + 1) + bessel_i(x, np.abs(n - 1))) / 2, samples=_bessel_samples)
def bessel_i(x, n, /):
    """Modified Bessel function of the first kind, of order 0, 1, 2 or higher."""
    x = np.asarray(real_only(x, "bessel_i", "Complex ones: ag.scipy.special.iv."))
    kind = np.result_type(x, np.float16)
    wide = np.abs(x.astype(np.result_type(kind, np.float64)))
    near = wide < 30 + n * n
    result = np.where(
        near, _bessel_series(np.where(near, wide, 0), n), _bessel_far(np.where(near, 50 + n * n, wide), n)
    )
    return (np.where(x < 0, (-1) ** n, 1) * result).astype(kind)[()]


def _bessel_series(x, n):
    """Sum the power series; all its terms have one sign, so nothing cancels."""
    quarter = (x / 2) ** 2
    term = np.ones_like(x)
    total = np.ones_like(x)
    for k in range(1, 60 + n * n):
        term = term * quarter / (k * (k + n))
        total = total + term
    return total * (x / 2) ** n / math.factorial(n)


def _bessel_far(x, n):
    """Sum Hankel's asymptotic series to its smallest digits, which are reached well before it diverges."""
    term = np.ones_like(x)
    total = np.ones_like(x)
    for k in range(1, 30):
        term = term * ((2 * k - 1) ** 2 - 4 * n * n) / (8 * k * x)
        total = total + term
    half = np.exp(x / 2)  # in two halves: exp(x) overflows before the function does
    return half / np.sqrt(2 * math.pi * x) * total * half
