"""Polynomials as arrays of coefficients, the highest power first, as NumPy's older functions have them."""

import warnings

import numpy as np

from autograd_lite.composition import composite
from autograd_lite.domains import POSITIVE, Draw


def _evaluated(draw: Draw):
    return (draw.array(min_ndim=1, max_ndim=1), draw.array()), {}


@composite(np.polyval, inputs=("p", "x"), samples=_evaluated, analytic=True)
def polyval(p, x, /):
    """Value of a polynomial at `x`, by Horner's rule."""
    value = np.zeros_like(x)
    for coefficient in p:
        value = value * x + coefficient
    return value


def _two(draw: Draw):
    return tuple(draw.array(min_ndim=1, max_ndim=1, min_side=1) for _ in range(2)), {}


def _padded(a, length):
    a = np.atleast_1d(a)
    return np.concatenate([np.zeros(length - a.shape[0], a.dtype), a])


@composite(np.polyadd, inputs=("a", "b"), samples=_two, analytic=True)
def polyadd(a, b, /):
    """Sum of two polynomials."""
    length = max(np.size(a), np.size(b))
    return _padded(a, length) + _padded(b, length)


@composite(np.polysub, inputs=("a", "b"), samples=_two, analytic=True)
def polysub(a, b, /):
    """Difference of two polynomials."""
    length = max(np.size(a), np.size(b))
    return _padded(a, length) - _padded(b, length)


@composite(np.polymul, inputs=("a", "b"), samples=_two, analytic=True)
def polymul(a, b, /):
    """Product of two polynomials; leading zeros are kept."""
    return np.convolve(np.atleast_1d(a), np.atleast_1d(b))


def _derived(draw: Draw):
    return (draw.array(min_ndim=1, max_ndim=1, min_side=1), draw.integer(0, 2)), {}


@composite(np.polyder, inputs=("p",), samples=_derived, analytic=True)
def polyder(p, /, m=1):
    """Coefficients of the m-th derivative of a polynomial."""
    for _ in range(m):
        p = p[:-1] * np.arange(p.shape[0] - 1, 0, -1)
    return p


def _integrated(draw: Draw):
    m = draw.integer(0, 2)
    return (draw.array(min_ndim=1, max_ndim=1, min_side=1), m, draw.maybe(draw.array((m,)))), {}


@composite(np.polyint, inputs=("p", "k"), samples=_integrated, analytic=True)
def polyint(p, /, m=1, k=None):
    """Coefficients of the m-th integral of a polynomial, with the constants `k`, the first integral's first."""
    constants = np.zeros(m) if k is None else np.broadcast_to(k, (m,))
    for n in range(m):
        p = np.concatenate([p / np.arange(p.shape[0], 0, -1), constants[n : n + 1]])
    return p


# -- fitting ----------------------------------------------------------------------------------------------------------


def _fitted(draw: Draw):
    x, degree = draw.distinct((draw.integer(4, 6),)), draw.integer(0, 2)
    y, settings = draw.array((x.size, *draw.choice([(), (2,)]))), {"w": draw.maybe(draw.array(x.shape, POSITIVE))}
    if draw.boolean():
        settings |= draw.choice([{"full": True}, {"cov": True}, {"cov": "unscaled"}])
    return (x, y, degree, draw.maybe(1e-12)), settings


@composite(np.polyfit, inputs=("x", "y", "w"), samples=_fitted)
def polyfit(x, y, /, deg, rcond=None, full=False, w=None, cov=False):
    """Coefficients of the polynomial through points, with the least sum of squares.

    Parameters
    ----------
    x : array of shape (n,)
    y : array of shape (n,), or (n, k) for k polynomials
    deg : degree
    rcond : singular values below this times the largest count as zero
    full : return the sums of squares, rank, singular values and `rcond` besides
    w : array of shape (n,), what the distance of each point is multiplied by
    cov : return the covariance of the coefficients besides; "unscaled" for weights that are known as such

    Examples
    --------
    >>> import autograd_lite as ag
    >>> slope = ag.grad(lambda y: ag.polyfit([0.0, 1.0, 2.0], y, 1)[0])(np.array([1.0, 3.0, 4.0]))
    >>> bool(np.allclose(slope, [-0.5, 0.0, 0.5]))
    True
    """
    x, y, count = x + 0.0, y + 0.0, int(deg) + 1
    _check_points(x, y, deg, w)
    powers, heights = np.vander(x, count), y
    if w is not None:
        powers, heights = powers * np.expand_dims(w, 1), y * (w if y.ndim == 1 else np.expand_dims(w, 1))
    scale = np.sqrt(np.sum(powers * powers, axis=0))
    rcond = len(x) * np.finfo(x.dtype).eps if rcond is None else rcond
    solution, squares, rank, sizes = np.linalg.lstsq(powers / scale, heights, rcond)
    coefficients = (solution.T / scale).T
    if rank != count and not full:
        warnings.warn("Polyfit may be poorly conditioned", np.exceptions.RankWarning, stacklevel=4)
    if full:
        return coefficients, squares, rank, sizes, rcond
    return (coefficients, _uncertainty(powers / scale, scale, y, squares, cov)) if cov else coefficients


def _check_points(x, y, deg, w):
    fits = x.ndim == 1 and x.size and y.ndim in (1, 2) and len(x) == len(y) and (w is None or np.shape(w) == x.shape)
    if deg < 0 or not fits:
        raise ValueError(
            f"polyfit got x of shape {x.shape}, y of shape {y.shape}, deg={deg}"
            + ("" if w is None else f", w of shape {np.shape(w)}")
            + ". Wanted a degree of 0 or more, points along one axis, and a height and a weight for each."
        )


def _uncertainty(powers, scale, y, squares, cov):
    """Return the covariance of the coefficients that were fitted."""
    inverse = np.linalg.inv(powers.T @ powers) / np.outer(scale, scale)
    inverse = inverse if y.ndim == 1 else np.expand_dims(inverse, -1)
    if cov == "unscaled":
        return inverse
    if len(y) <= len(scale):
        raise ValueError(f"polyfit got {len(y)} points for cov. Wanted more than the {len(scale)} coefficients.")
    return inverse * (squares / (len(y) - len(scale)))
