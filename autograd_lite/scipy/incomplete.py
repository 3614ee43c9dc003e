"""Incomplete gamma and beta functions, differentiable in their parameters too.

SciPy has the functions and not their derivatives in the parameters, which are sums over the terms of a series:

* P(a, x) = Σ tₖ with tₖ = x^(a+k) exp(-x) / Γ(a+k+1);
* I(a, b, x) = Σ tₖ with tₖ = x^(a+k) (1-x)^b Γ(a+b+k) / (Γ(a+k+1) Γ(b)).

The logarithms of tₖ have simple derivatives, digamma and its relatives, and from them follow those of tₖ. All tₖ are
positive, so the sums lose nothing but what their size of at most 1 implies: an absolute error of some 1e-16.
"""

import math

import numpy as np
import scipy.special as sp

from autograd_lite.arrays import float_type, real_only
from autograd_lite.domains import Draw, Interval
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.pointwise import elementwise
from autograd_lite.scipy.entropies import xlog1py, xlogy
from autograd_lite.scipy.gammas import betaln, digamma, gammaln, polygamma

_SHAPE = Interval(0.25, 6.0)
_SHARE = Interval(0.0625, 0.9375)
_FEWEST, _AT_ONCE, _MOST_TERMS = 32, 1 << 16, 2_000_000  # terms: first, then times elements, altogether
_VANISHING = 680.0  # a density that is as many powers of e below 1 has no slope that is a number


def over_itself(log_slope, letters):
    """Return a derivative of exp(f), divided by exp(f), from the derivatives of f.

    Parameters
    ----------
    log_slope : function of letters, such as ``"aab"`` for the derivative of f twice in a and once in b
    letters : one to three, in order
    """
    match tuple(letters):
        case (i,):
            return log_slope(i)
        case (i, j):
            return log_slope(i) * log_slope(j) + log_slope(i + j)
        case (i, j, k):
            pairs = log_slope(i) * log_slope(j + k) + log_slope(j) * log_slope(i + k) + log_slope(k) * log_slope(i + j)
            return log_slope(i) * log_slope(j) * log_slope(k) + pairs + log_slope(i + j + k)
        case _:
            raise UnsupportedOperationError(
                f"The derivative of order {len(letters)} in the parameters of an incomplete gamma or beta function was "
                "asked for. There are three orders."
            )


def _summed(t, ratio, weight, alive):
    """Sum the terms times their weights over k, where `t` is multiplied by ``ratio(k)`` from term to term.

    Many terms are taken at once, `k` lying along one more axis in front. The sum ends when every `alive` element's
    ratio is below 1 and its term is negligible against what it had; what does not come so far is NaN. The others are 0.
    """
    total, mass, start, most = np.zeros_like(t), np.zeros_like(t), 0, max(_FEWEST, _AT_ONCE // max(t.size, 1))
    count, done = _FEWEST, ~alive
    while start < _MOST_TERMS and not np.all(done):
        k = np.arange(start, start + count).reshape(-1, *[1] * t.ndim)
        ratios = ratio(k)
        products = np.cumprod(ratios, axis=0)
        terms = np.concatenate([t[None], t * products[:-1]])
        total, mass = total + np.sum(terms * weight(count), axis=0), mass + np.sum(terms, axis=0)
        t, r = t * products[-1], ratios[-1]
        done = ~alive | ((r < 1) & (t <= 1e-18 * mass * (1 - r)))
        start, count = start + count, min(2 * count, most)
    return np.where(alive, np.where(done, total, np.nan), 0.0)


class Psi:
    """Digamma and its first derivatives at z, z + 1, z + 2, …, by recurrence."""

    def __init__(self, z, orders):
        self.z = z
        self.values = [sp.polygamma(n, z) for n in range(orders)]

    def next(self, count):
        """Return the values at so many numbers, along one more axis in front, and go on to those that follow."""
        z, found = self.z + np.arange(count).reshape(-1, *[1] * self.z.ndim), []
        for n, value in enumerate(self.values):
            steps = np.cumsum((-1) ** n * math.factorial(n) / z ** (n + 1), axis=0)
            found.append(value + np.concatenate([np.zeros_like(steps[:1]), steps[:-1]]))
            self.values[n] = value + steps[-1]
        self.z = self.z + count
        return found


# -- the incomplete gamma function ------------------------------------------------------------------------------------


def _gamma_sum(a, x, letters):
    a, x = np.broadcast_arrays(np.asarray(a, float), np.asarray(x, float))
    inside = (x >= 0) & (a > 0)  # where there is a value; NaN is nowhere
    alive = inside & (x > 0) & np.isfinite(x * a)
    far = sp.gammaln(np.where(alive, a, 1.0)) + np.where(alive, x - sp.xlogy(a, np.where(alive, x, 1.0)), 0.0)
    alive &= far < _VANISHING
    a, x = np.where(alive, a, 1.0), np.where(alive, x, 1.0)
    log_x, psi = np.log(x), Psi(a + 1, len(letters))

    def weight(count):
        values = psi.next(count)
        return over_itself(lambda of: (log_x if of == "a" else 0.0) - values[len(of) - 1], letters)

    first = np.exp(a * log_x - x - sp.gammaln(a + 1))
    return np.where(inside, _summed(first, lambda k: x / (a + k + 1), weight, alive), np.nan)


def _gamma_density(a, x, letters):
    """Return the derivative in x of P(a, x), and of that the derivative named by `letters`."""
    density = np.exp(xlogy(a - 1, x) - x - gammaln(a))
    if not letters:
        return density
    return density * over_itself(lambda of: (np.log(x) if of == "a" else 0.0) - polygamma(len(of) - 1, a), letters)


def _slope_samples(draw: Draw):
    a, x = draw.broadcastable(2)
    if draw.boolean():  # a parameter that is a whole number has no derivative, so the order may be the highest
        return (draw.integer(1, 5), draw.array(x, _SHAPE), draw.choice(["aa", "aaa"])), {}
    return (draw.array(a, _SHAPE), draw.array(x, _SHAPE), "a"), {}


@elementwise(
    None,
    a=lambda a, x, letters: gammainc_slope(a, x, letters + "a"),
    x=_gamma_density,
    strong=True,
    samples=_slope_samples,
)
def gammainc_slope(a, x, letters):
    """Derivative of the incomplete gamma function in `a`, once for each letter a."""
    real_only(x, "gammainc_slope", "SciPy has no gammainc of complex ones.")
    return _gamma_sum(a, x, letters).astype(float_type(a, x))[()]


@elementwise(
    sp.gammainc,
    a=lambda a, x: gammainc_slope(a, x, "a"),
    x=lambda a, x: _gamma_density(a, x, ""),
    domain=_SHAPE,
    strong=True,
)
def gammainc(a, x, /):
    """Incomplete gamma function P(a, x), from 0 to 1."""
    return sp.gammainc(a, x)


@elementwise(
    sp.gammaincc,
    a=lambda a, x: -gammainc_slope(a, x, "a"),
    x=lambda a, x: -_gamma_density(a, x, ""),
    domain=_SHAPE,
    strong=True,
)
def gammaincc(a, x, /):
    """Complement of the incomplete gamma function, 1 - P(a, x)."""
    return sp.gammaincc(a, x)


# -- the incomplete beta function -------------------------------------------------------------------------------------


def _beta_sum(a, b, x, letters):
    """Sum the series, which converges fast left of the mean; right of it use I(a, b, x) = 1 - I(b, a, 1 - x)."""
    a, b, x = np.broadcast_arrays(*(np.asarray(each, float) for each in (a, b, x)))
    inside = (x >= 0) & (x <= 1) & (a > 0) & (b > 0)  # where there is a value; NaN is nowhere
    right = x > (a + 1) / (a + b + 2)
    left_form = _beta_series(np.where(right, 1.0, a), np.where(right, 1.0, b), np.where(right, 0.0, x), letters)
    swapped = "".join(sorted(letters.translate({97: "b", 98: "a"})))
    turned = np.where(right, b, 1.0), np.where(right, a, 1.0), np.where(right, 1 - x, 0.0)
    return np.where(inside, np.where(right, -_beta_series(*turned, swapped), left_form), np.nan)


def _beta_log_slope(of, logs, of_sum, of_a, of_b):
    """Return a derivative of (a-1) log x + (b-1) log(1-x) + log Γ(a+b) - log Γ(a) - log Γ(b) in the letters `of`.

    What is given: log x and log(1-x), and functions of n for the n-th derivative of digamma at a+b, a and b.
    """
    n = len(of) - 1
    out = of_sum(n)
    if set(of) == {"a"}:
        out = out - of_a(n)
    if set(of) == {"b"}:
        out = out - of_b(n)
    return out + logs[of] if n == 0 else out


def _beta_series(a, b, x, letters):
    alive = (x > 0) & (x < 1) & (a > 0) & (b > 0) & np.isfinite(a * b)
    a, b, x = np.where(alive, a, 1.0), np.where(alive, b, 1.0), np.where(alive, x, 0.5)
    logs, orders = {"a": np.log(x), "b": np.log1p(-x)}, len(letters)
    alive &= a * logs["a"] + b * logs["b"] - sp.betaln(a, b) > -_VANISHING
    every = [Psi(a + b, orders), Psi(a + 1, orders), Psi(b, orders)]

    def weight(count):
        of_sum, of_a = [psi.next(count) for psi in every[:2]]
        tables = [values.__getitem__ for values in (of_sum, of_a, every[2].values)]
        return over_itself(lambda of: _beta_log_slope(of, logs, *tables), letters)

    first = np.exp(a * logs["a"] + b * logs["b"] + sp.gammaln(a + b) - sp.gammaln(a + 1) - sp.gammaln(b))
    return _summed(first, lambda k: x * (a + b + k) / (a + 1 + k), weight, alive)


def _beta_density(a, b, x, letters):
    """Return the derivative in x of I(a, b, x), and of that the derivative named by `letters`."""
    density = np.exp(xlogy(a - 1, x) + xlog1py(b - 1, -x) - betaln(a, b))
    if not letters:
        return density
    logs = {"a": np.log(x), "b": np.log1p(-x)}
    tables = [lambda n, z=z: polygamma(n, z) for z in (a + b, a, b)]
    return density * over_itself(lambda of: _beta_log_slope(of, logs, *tables), letters)


def _beta_slope_samples(draw: Draw):
    a, b, x = draw.broadcastable(3)
    if draw.boolean():
        letters = draw.choice(["aa", "abb", "aab"])
        return (draw.integer(1, 5), draw.integer(1, 5), draw.array(x, _SHARE), letters), {}
    return (draw.array(a, _SHAPE), draw.array(b, _SHAPE), draw.array(x, _SHARE), draw.choice(["a", "b"])), {}


@elementwise(
    None,
    a=lambda a, b, x, letters: betainc_slope(a, b, x, "a" + letters),
    b=lambda a, b, x, letters: betainc_slope(a, b, x, letters + "b"),
    x=_beta_density,
    strong=True,
    samples=_beta_slope_samples,
)
def betainc_slope(a, b, x, letters):
    """Derivative of the incomplete beta function in `a` and `b`, once for each of the letters, which are in order."""
    real_only(x, "betainc_slope", "SciPy has no betainc of complex ones.")
    return _beta_sum(a, b, x, letters).astype(float_type(a, b, x))[()]


@elementwise(
    sp.betainc,
    a=lambda a, b, x: betainc_slope(a, b, x, "a"),
    b=lambda a, b, x: betainc_slope(a, b, x, "b"),
    x=lambda a, b, x: _beta_density(a, b, x, ""),
    domain=(_SHAPE, _SHAPE, _SHARE),
    strong=True,
)
def betainc(a, b, x, /):
    """Incomplete beta function I(a, b, x), from 0 to 1."""
    return sp.betainc(a, b, x)


@elementwise(
    sp.betaincc,
    a=lambda a, b, x: -betainc_slope(a, b, x, "a"),
    b=lambda a, b, x: -betainc_slope(a, b, x, "b"),
    x=lambda a, b, x: -_beta_density(a, b, x, ""),
    domain=(_SHAPE, _SHAPE, _SHARE),
    strong=True,
)
def betaincc(a, b, x, /):
    """Complement of the incomplete beta function, 1 - I(a, b, x)."""
    return sp.betaincc(a, b, x)


# -- Student's t ------------------------------------------------------------------------------------------------------


def _t_density(df, x):
    constant = gammaln((df + 1) / 2) - gammaln(df / 2) - 0.5 * np.log(math.pi * df)
    return np.exp(constant - (df + 1) / 2 * np.log1p(x * x / df))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def _t_slope_near_zero(df, x):
    """Return the derivative in df as the integral from 0 to x of the density's, by Gauss's rule."""
    df = np.expand_dims(df, -1)
    at = np.expand_dims(x, -1) * (1 + _NODES) / 2
    q = at * at / df
    log_constant = (digamma((df + 1) / 2) - digamma(df / 2) - 1 / df) / 2
    slope = log_constant - np.log1p(q) / 2 + (df + 1) / 2 * q / (df * (1 + q))
    return x / 2 * np.sum(_t_density(df, at) * slope * _WEIGHTS, axis=-1)


def _t_slope_far(df, x):
    """Return the derivative in df of I(df/2, 1/2, z) / 2 with z = df / (df + x²), which is the tail beyond abs(x)."""
    total = df + x * x
    z = df / total
    by_shape = 0.25 * betainc_slope(df / 2, 0.5, z, "a")
    by_place = 0.5 * np.abs(x) * np.exp(xlogy(df / 2 - 1, z) - betaln(df / 2, 0.5)) / total**1.5
    return -np.sign(x) * (by_shape + by_place)


def _t_slope(df, x):
    """Return the derivative in df; within the width of the density the tail loses it, as the difference to 1/2."""
    near = np.less(x * x, np.minimum(df, 1.0))
    df, x = df + 0 * x, x + 0 * df
    close = _t_slope_near_zero(df, np.where(near, x, 0.0))
    return np.where(near, close, _t_slope_far(df, np.where(near, 2 * np.sqrt(df), x)))


@elementwise(sp.stdtr, df=_t_slope, x=_t_density, domain=(Interval(0.5, 8.0), Interval(-4.0, 4.0)))
def stdtr(df, x, /):
    """Distribution function of Student's t distribution with `df` degrees of freedom."""
    return sp.stdtr(df, x)
