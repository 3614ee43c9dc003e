"""The gamma function and its family."""

import math

import numpy as np
import scipy.special as sp

from autograd_lite.arrays import float_type
from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw, Interval
from autograd_lite.pointwise import elementwise

_NO_POLE = Interval(-3.5, 6.0, avoid=(0.0, -1.0, -2.0, -3.0))
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
_FAR = 20.0  # where ten terms of the asymptotic series give all digits


def _complex_polygamma(n, z):
    """Return the n-th derivative of digamma by its asymptotic series, after steps of one to where that is exact."""
    z = np.array(z, dtype=complex)
    total = np.zeros_like(z)
    for _ in range(max(0, math.ceil(_FAR - np.min(z.real, initial=_FAR)))):
        near = z.real < _FAR
        total += np.where(near, z ** -(n + 1.0), 0)
        z += near
    series = math.factorial(n - 1) / z**n + math.factorial(n) / (2 * z ** (n + 1))
    for k, b in enumerate(_BERNOULLI, start=1):
        series += b * math.factorial(2 * k + n - 1) / math.factorial(2 * k) / z ** (2 * k + n)
    return ((-1) ** (n + 1) * (math.factorial(n) * total + series))[()]


@elementwise(
    None,
    x=lambda x, n: polygamma(n + 1, x),
    samples=lambda draw: ((draw.integer(0, 3), draw.array(interval=POSITIVE)), {}),
    analytic=True,
)
def polygamma(n, x, /):
    """Derivative of order `n` of the digamma function."""
    if np.iscomplexobj(x):
        if np.ndim(n):
            raise TypeError("polygamma of complex numbers wants one order n.")
        return _complex_polygamma(int(n), x) if n else sp.psi(x)
    return sp.polygamma(n, x).astype(float_type(x), copy=False)


@elementwise((sp.psi,), x=lambda x: polygamma(1, x), domain=_NO_POLE, analytic=True)
def psi(x, /):
    """Digamma function, the derivative of the logarithm of the gamma function."""
    return sp.psi(x)


digamma = psi


@elementwise(sp.gamma, x=lambda x, out: out * psi(x), domain=_NO_POLE, analytic=True)
def gamma(x, /):
    """Gamma function."""
    return sp.gamma(x)


@elementwise(sp.gammaln, x=lambda x: psi(x), domain=_NO_POLE)
def gammaln(x, /):
    """Logarithm of the absolute value of the gamma function."""
    return sp.gammaln(x)


@elementwise(sp.loggamma, x=lambda x: psi(x), domain=POSITIVE, analytic=True)
def loggamma(x, /):
    """Logarithm of the gamma function, on the branch that is analytic off the negative axis."""
    return sp.loggamma(x)


def _rgamma_slope(x, out):
    """Return the derivative by reflection on the left, where digamma has its poles and 1/Γ its zeros."""
    left = np.real(x) < 0.5
    y = np.where(left, 1 - x, 1.0)
    reflected = np.cos(math.pi * x) * gamma(y) - out * psi(y)
    return np.where(left, reflected, -out * psi(np.where(left, 1.0, x)))


@elementwise(sp.rgamma, x=_rgamma_slope, domain=Interval(-3.5, 6.0), analytic=True)
def rgamma(x, /):
    """Reciprocal of the gamma function, 0 at its poles."""
    return sp.rgamma(x)


def _multivariate(draw: Draw):
    d = draw.integer(1, 4)
    return (draw.array(interval=Interval(0.5 * d + 0.125, 8.0)), d), {}


@composite(samples=_multivariate)
def multigammaln(x, d, /):
    """Logarithm of the multivariate gamma function of dimension `d`, for x > (d - 1) / 2."""
    if not np.all(x > 0.5 * (d - 1)):
        raise ValueError(f"multigammaln got {np.min(x)} in dimension {d}. Wanted more than {0.5 * (d - 1)}.")
    total = 0.25 * d * (d - 1) * math.log(math.pi)
    for j in range(d):
        total = total + gammaln(x - 0.5 * j)
    return total


@elementwise(
    sp.beta,
    x=lambda x, y, out: out * (psi(x) - psi(x + y)),
    y=lambda x, y, out: out * (psi(y) - psi(x + y)),
    domain=POSITIVE,
)
def beta(x, y, /):
    """Beta function Γ(x) Γ(y) / Γ(x + y)."""
    return sp.beta(x, y)


@elementwise(sp.betaln, x=lambda x, y: psi(x) - psi(x + y), y=lambda x, y: psi(y) - psi(x + y), domain=POSITIVE)
def betaln(x, y, /):
    """Logarithm of the absolute value of the beta function."""
    return sp.betaln(x, y)
