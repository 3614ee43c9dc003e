"""Densities and distribution functions, differentiable in the point and in every parameter.

``ag.scipy.stats.norm.logpdf(x, loc, scale)`` takes the arguments of ``scipy.stats.norm.logpdf``. Outside the support a
density is 0 (its logarithm -inf) and so are its derivatives. Parameters that make no distribution give NaN, as SciPy's.

Examples
--------
>>> import autograd_lite as ag
>>> from autograd_lite.scipy.stats import norm
>>> ag.grad(norm.logpdf, argnums=1)(1.0, 0.0)
array(1.)
"""

import math

import numpy as np

from autograd_lite.scipy.entropies import xlog1py, xlogy
from autograd_lite.scipy.gammas import betaln, gammaln
from autograd_lite.scipy.gaussian import log_ndtr, ndtr
from autograd_lite.scipy.incomplete import betainc, gammainc, gammaincc, stdtr
from autograd_lite.scipy.joint import dirichlet as dirichlet, multivariate_normal as multivariate_normal
from autograd_lite.tensor import Tensor, plain

__all__ = ["beta", "chi2", "dirichlet", "gamma", "multivariate_normal", "norm", "poisson", "t"]

_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


def _array(value):
    return value if isinstance(value, Tensor) else np.asarray(value, dtype=float)[()]


def _named(names, args, kwargs, of):
    """Return the parameters in the order of `names`; loc is 0 and scale is 1 unless given."""
    given = {"loc": 0.0, "scale": 1.0, **dict(zip(names, args, strict=False)), **kwargs}
    if len(args) > len(names) or given.keys() != set(names) | {"loc", "scale"}:
        raise TypeError(f"{of} got {len(args)} parameters and {sorted(kwargs)}. Wanted {', '.join(names)}.")
    return [_array(given[name]) for name in names]


class Continuous:
    """A distribution with location and scale. A subclass says what it is in standard form.

    Parameters
    ----------
    shapes : names of the further parameters, which are positive
    low, high : the support
    """

    shapes: tuple[str, ...] = ()
    low, high = -math.inf, math.inf

    def log_density(self, y, *shapes):
        """Return the logarithm of the density at `y` within the support, in standard form."""
        raise NotImplementedError

    def distribution(self, y, *shapes):
        """Return the distribution function at `y` within the support, in standard form."""
        raise NotImplementedError

    def log_distribution(self, y, *shapes):
        """Return the logarithm of the distribution function."""
        return np.log(self.distribution(y, *shapes))

    def _standard(self, x, args, kwargs):
        """Return `x` in standard form, where it is in the support, the shapes, the scale and where all are valid."""
        *shapes, loc, scale = _named((*self.shapes, "loc", "scale"), args, kwargs, type(self).__name__)
        valid = plain(scale) > 0
        for shape in shapes:
            valid = valid & (plain(shape) > 0)
        y = (_array(x) - loc) / scale
        inside = ~(y < self.low) & ~(y > self.high)
        middle = 0.5 if math.isfinite(self.high) else 1.0
        return np.where(inside, y, middle), inside, y, shapes, scale, valid

    def logpdf(self, x, *args, **kwargs):
        """Logarithm of the density at `x`. Parameters: the shapes in order, then loc and scale, as in SciPy."""
        with np.errstate(divide="ignore", invalid="ignore"):
            y, inside, _, shapes, scale, valid = self._standard(x, args, kwargs)
            out = np.where(inside, self.log_density(y, *shapes) - np.log(scale), -np.inf)
            return np.where(valid, out, np.nan)

    def pdf(self, x, *args, **kwargs):
        """Density at `x`. Parameters as of :meth:`logpdf`."""
        return np.exp(self.logpdf(x, *args, **kwargs))

    def cdf(self, x, *args, **kwargs):
        """Distribution function at `x`. Parameters as of :meth:`logpdf`."""
        with np.errstate(divide="ignore", invalid="ignore"):
            y, inside, place, shapes, _, valid = self._standard(x, args, kwargs)
            out = np.where(inside, self.distribution(y, *shapes), np.where(place < self.low, 0.0, 1.0))
            return np.where(valid, out, np.nan)

    def logcdf(self, x, *args, **kwargs):
        """Logarithm of the distribution function at `x`. Parameters as of :meth:`logpdf`."""
        with np.errstate(divide="ignore", invalid="ignore"):
            y, inside, place, shapes, _, valid = self._standard(x, args, kwargs)
            out = np.where(inside, self.log_distribution(y, *shapes), np.where(place < self.low, -np.inf, 0.0))
            return np.where(valid, out, np.nan)


class Normal(Continuous):
    """The normal distribution: loc, scale."""

    def log_density(self, y):
        """Return -y²/2 - log √(2π)."""
        return -0.5 * y * y - _HALF_LOG_TWO_PI

    def distribution(self, y):
        """Return the distribution function."""
        return ndtr(y)

    def log_distribution(self, y):
        """Return its logarithm, exact far left."""
        return log_ndtr(y)


class Gamma(Continuous):
    """The gamma distribution: a, loc, scale."""

    shapes = ("a",)
    low = 0.0

    def log_density(self, y, a):
        """Return (a-1) log y - y - log Γ(a)."""
        return xlogy(a - 1.0, y) - y - gammaln(a)

    def distribution(self, y, a):
        """Return the incomplete gamma function."""
        return gammainc(a, y)


class ChiSquared(Continuous):
    """The chi-squared distribution: df, loc, scale."""

    shapes = ("df",)
    low = 0.0

    def log_density(self, y, df):
        """Return that of a gamma distribution of shape df/2 and scale 2."""
        return xlogy(df / 2 - 1.0, y) - y / 2 - gammaln(df / 2) - df * (math.log(2) / 2)

    def distribution(self, y, df):
        """Return the incomplete gamma function of the halves."""
        return gammainc(df / 2, y / 2)


class Beta(Continuous):
    """The beta distribution: a, b, loc, scale."""

    shapes = ("a", "b")
    low, high = 0.0, 1.0

    def log_density(self, y, a, b):
        """Return (a-1) log y + (b-1) log(1-y) - log B(a, b)."""
        return xlogy(a - 1.0, y) + xlog1py(b - 1.0, -y) - betaln(a, b)

    def distribution(self, y, a, b):
        """Return the incomplete beta function."""
        return betainc(a, b, y)


class StudentT(Continuous):
    """Student's t distribution: df (finite), loc, scale."""

    shapes = ("df",)

    def log_density(self, y, df):
        """Return -(df+1)/2 log(1 + y²/df) and the logarithm of the constant."""
        constant = gammaln((df + 1.0) / 2) - gammaln(df / 2) - 0.5 * np.log(math.pi * df)
        return constant - (df + 1.0) / 2 * np.log1p(y * y / df)

    def distribution(self, y, df):
        """Return the distribution function."""
        return stdtr(df, y)


class Poisson:
    """The Poisson distribution: mu, loc. Its point `k` counts and has no derivative."""

    def _count(self, k, loc):
        k = np.asarray(plain(k), dtype=float) - plain(loc)
        return k, (k >= 0) & (k == np.floor(k))

    def logpmf(self, k, mu, loc=0):
        """Logarithm of the probability of the count `k`."""
        k, possible = self._count(k, loc)
        mu, safe = _array(mu), np.where(possible, k, 0.0)
        out = np.where(possible, xlogy(safe, mu) - gammaln(safe + 1) - mu, -np.inf)
        return np.where(plain(mu) >= 0, out, np.nan)

    def pmf(self, k, mu, loc=0):
        """Probability of the count `k`."""
        return np.exp(self.logpmf(k, mu, loc))

    def cdf(self, k, mu, loc=0):
        """Probability of at most `k`."""
        k, mu = np.floor(self._count(k, loc)[0]), _array(mu)
        out = np.where(k >= 0, gammaincc(np.where(k >= 0, k, 0.0) + 1, mu), 0.0)
        return np.where(plain(mu) >= 0, out, np.nan)

    def logcdf(self, k, mu, loc=0):
        """Logarithm of the probability of at most `k`."""
        with np.errstate(divide="ignore"):
            return np.log(self.cdf(k, mu, loc))


norm = Normal()
gamma = Gamma()
chi2 = ChiSquared()
beta = Beta()
t = StudentT()
poisson = Poisson()
