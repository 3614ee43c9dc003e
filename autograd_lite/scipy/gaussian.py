"""The logistic function, the error function, and the normal distribution function, with their inverses."""

import math

import numpy as np
import scipy.special as sp

from autograd_lite.domains import Interval
from autograd_lite.pointwise import elementwise

_TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)
_ROOT_TWO_OVER_PI = math.sqrt(2 / math.pi)
_ROOT_TWO_PI = math.sqrt(2 * math.pi)
_ROOT_HALF = math.sqrt(0.5)
_PROBABILITY = Interval(0.0625, 0.9375)
_NEAR = Interval(-3.0, 3.0)
_LARGE = 30.0
_RIGHT, _BOTH = Interval(-3.0, 2 * _LARGE), Interval(-2 * _LARGE, 2 * _LARGE)


@elementwise(sp.expit, x=lambda x, out: out * expit(-x))
def expit(x, /):
    """Logistic function 1 / (1 + exp(-x))."""
    return sp.expit(x)


@elementwise(sp.log_expit, x=lambda x: expit(-x))
def log_expit(x, /):
    """Logarithm of the logistic function."""
    return sp.log_expit(x)


@elementwise(sp.logit, x=lambda x: 1 / (x * (1 - x)), domain=_PROBABILITY, strong=True)
def logit(x, /):
    """Inverse of the logistic function, log(x / (1 - x))."""
    return sp.logit(x)


@elementwise(sp.erf, x=lambda x: _TWO_OVER_ROOT_PI * np.exp(-x * x), domain=_NEAR, analytic=True)
def erf(x, /):
    """Error function."""
    return sp.erf(x)


@elementwise(sp.erfc, x=lambda x: -_TWO_OVER_ROOT_PI * np.exp(-x * x), domain=_NEAR, analytic=True)
def erfc(x, /):
    """Complement of the error function."""
    return sp.erfc(x)


def _tail(u):
    """Return u + 3u² + 15u³ + 105u⁴ + …, by which for u = ± 1 / 2x² Dawson's integral and erfcx fall at large x."""
    total = 1.0
    for odd in range(15, 1, -2):
        total = 1.0 + odd * u * total
    return u * total


def _far(x):
    """Return where the series is exact, and the formula with its difference of almost equal numbers is not."""
    real = np.abs(np.real(x))
    return (real > _LARGE) & (2 * np.abs(np.imag(x)) < real)


def _dawsn_slope(x, out):
    far = _far(x)
    return np.where(far, -_tail(0.5 / np.where(far, x, 1.0) ** 2), 1 - 2 * x * out)


def _erfcx_slope(x, out):
    far = _far(x) & (np.real(x) > 0)
    return np.where(far, _TWO_OVER_ROOT_PI * _tail(-0.5 / np.where(far, x, 1.0) ** 2), 2 * x * out - _TWO_OVER_ROOT_PI)


@elementwise(sp.erfcx, x=_erfcx_slope, domain=_RIGHT, analytic=True)
def erfcx(x, /):
    """Scaled complement of the error function, exp(x²) erfc(x)."""
    return sp.erfcx(x)


@elementwise(sp.dawsn, x=_dawsn_slope, domain=_BOTH, analytic=True)
def dawsn(x, /):
    """Dawson's integral, exp(-x²) times the integral of exp(t²) from 0 to x."""
    return sp.dawsn(x)


@elementwise(sp.erfinv, x=lambda out: np.exp(out * out) / _TWO_OVER_ROOT_PI, domain=Interval(-0.875, 0.875))
def erfinv(x, /):
    """Inverse of the error function."""
    return sp.erfinv(x)


@elementwise(sp.erfcinv, x=lambda out: -np.exp(out * out) / _TWO_OVER_ROOT_PI, domain=Interval(0.125, 1.875))
def erfcinv(x, /):
    """Inverse of the complement of the error function."""
    return sp.erfcinv(x)


@elementwise(sp.ndtr, x=lambda x: np.exp(-0.5 * x * x) / _ROOT_TWO_PI, analytic=True)
def ndtr(x, /):
    """Distribution function of the standard normal distribution."""
    return sp.ndtr(x)


# The quotient of density and distribution function, by way of erfcx: exact far left, where both underflow.
@elementwise(sp.log_ndtr, x=lambda x: _ROOT_TWO_OVER_PI / erfcx(-_ROOT_HALF * x), analytic=True)
def log_ndtr(x, /):
    """Logarithm of the distribution function of the standard normal distribution."""
    return sp.log_ndtr(x)


@elementwise(sp.ndtri, x=lambda out: _ROOT_TWO_PI * np.exp(0.5 * out * out), domain=_PROBABILITY)
def ndtri(x, /):
    """Quantiles of the standard normal distribution, the inverse of :func:`ndtr`."""
    return sp.ndtri(x)
