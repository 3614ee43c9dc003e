"""Structured linear systems and factorizations to solve with: triangular, banded, Sylvester's, Cholesky, LU.

Settings of SciPy that ask for speed at the price of safety (``overwrite_a``, ``check_finite``) are taken and make no
difference to the result.
"""

import numpy as np
import scipy.linalg as sl

from autograd_lite.arrays import conj, transposed
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.errors import ShapeError
from autograd_lite.operation import primitive
from autograd_lite.ops.solving import well_conditioned


def _as_columns(x):
    return x if x.ndim > 1 else np.expand_dims(x, -1)


def _one_matrix(x, name):
    """Raise unless `x` is a single square matrix; stacks are for ``np.linalg``."""
    if np.ndim(x) != 2 or np.shape(x)[0] != np.shape(x)[1]:
        raise ShapeError(f"{name} got an array of shape {np.shape(x)}. Wanted one square matrix.")


# -- triangular -------------------------------------------------------------------------------------------------------


def _triangle(n, lower, unit_diagonal):
    part = np.tri(n, k=-1 if unit_diagonal else 0)
    return part if lower else part.T


def _triangular_left(g, x, out, trans, lower, unit_diagonal):
    pulled = _as_columns(triangular(x, g, not trans, lower, unit_diagonal))
    out = _as_columns(out)
    share = out @ pulled.T if trans else pulled @ out.T
    return -share * _triangle(x.shape[0], lower, unit_diagonal)


def _triangular_samples(draw: Draw):
    n = draw.integer(1, 3)
    settings = (draw.boolean(), draw.boolean(), draw.boolean())
    return (well_conditioned(draw, n=n), draw.array(draw.choice([(n,), (n, 2)])), *settings), {}


@primitive(
    None,
    x=_triangular_left,
    y=lambda g, x, trans, lower, unit_diagonal: triangular(x, g, not trans, lower, unit_diagonal),
    samples=_triangular_samples,
    analytic=True,
)
def triangular(x, y, trans, lower, unit_diagonal):
    """Solution of a triangular system, of the transposed one if `trans`."""
    return sl.solve_triangular(x, y, trans=int(trans), lower=lower, unit_diagonal=unit_diagonal)


def _solve_samples(draw: Draw):
    (x, y, _, lower, unit), _ = _triangular_samples(draw)
    return (x, y), {"trans": draw.choice([0, "T", 2]), "lower": lower, "unit_diagonal": unit}


@composite(inputs=("x", "y"), samples=_solve_samples)
def solve_triangular(x, y, /, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y`` for a triangular matrix.

    Parameters
    ----------
    x : array of shape (n, n), of which one triangle is read (and has the gradient)
    y : array of shape (n,) or (n, k)
    trans : 0 or ``"N"``; 1 or ``"T"`` for ``x.T``; 2 or ``"C"`` for ``x.conj().T``
    lower : read the lower triangle
    unit_diagonal : take the diagonal as ones
    """
    _one_matrix(x, "solve_triangular")
    code = {"N": 0, "T": 1, "C": 2}.get(trans, trans)
    return triangular(conj(x) if code == 2 else x, y, code != 0, lower, unit_diagonal)


# -- banded -----------------------------------------------------------------------------------------------------------


def _places(shape, upper):
    """Return the row of the matrix at each place of its diagonal-ordered form, and whether there is one."""
    count, n = shape
    rows = np.arange(count)[:, None] - upper + np.arange(n)
    return np.clip(rows, 0, n - 1), (rows >= 0) & (rows < n)


@primitive(
    None,
    x=lambda g, lower, upper: turned_bands(g, upper, lower),
    samples=lambda draw: ((draw.array((4, 5)), 1, 2), {}),
    analytic=True,
)
def turned_bands(x, lower, upper):
    """Diagonal-ordered form of the transpose of a banded matrix, given in that form; what lies outside becomes zero."""
    rows, inside = _places(x.shape, upper)
    out = np.zeros_like(x)
    r, j = np.nonzero(inside)
    out[lower + upper - r, rows[r, j]] = x[r, j]
    return out


def _banded_left(g, x, out, lower, upper):
    pulled = _as_columns(banded(turned_bands(x, lower, upper), g, upper, lower))
    rows, inside = _places(x.shape, upper)
    return -np.sum(pulled[rows] * _as_columns(out), axis=-1) * inside


def _banded_samples(draw: Draw):
    lower, upper, n = draw.integer(0, 2), draw.integer(0, 2), draw.integer(3, 4)
    bands = np.array(draw.array((lower + upper + 1, n)))
    bands = bands + (np.arange(lower + upper + 1) == upper)[:, None] * np.asarray(20, bands.dtype)
    return (bands, draw.array(draw.choice([(n,), (n, 2)])), lower, upper), {}


@primitive(
    None,
    x=_banded_left,
    y=lambda g, x, lower, upper: banded(turned_bands(x, lower, upper), g, upper, lower),
    samples=_banded_samples,
    analytic=True,
)
def banded(x, y, lower, upper):
    """Solution of a banded system."""
    return sl.solve_banded((lower, upper), x, y)


@composite(inputs=("x", "y"), samples=lambda draw: _banded_call(draw), analytic=True)
def solve_banded(l_and_u, x, y, /, overwrite_ab=False, overwrite_b=False, check_finite=True):
    """Solution of a banded system, with a gradient that is banded too.

    Parameters
    ----------
    l_and_u : counts of diagonals below and above the main one
    x : the matrix in diagonal-ordered form, shape (l + u + 1, n): ``x[u + i - j, j]`` holds element (i, j)
    y : array of shape (n,) or (n, k)
    """
    return banded(x, y, *l_and_u)


def _banded_call(draw: Draw):
    (x, y, lower, upper), _ = _banded_samples(draw)
    return ((lower, upper), x, y), {}


# -- Sylvester's equation ---------------------------------------------------------------------------------------------


def _adjoint_solution(g, x, y):
    return solve_sylvester(transposed(x), transposed(y), g)


def _sylvester_samples(draw: Draw):
    n, m = draw.integer(1, 3), draw.integer(1, 3)
    return (well_conditioned(draw, n=n), well_conditioned(draw, n=m), draw.array((n, m))), {}


@primitive(
    None,
    x=lambda g, x, y, out: -_adjoint_solution(g, x, y) @ transposed(out),
    y=lambda g, x, y, out: -transposed(out) @ _adjoint_solution(g, x, y),
    q=_adjoint_solution,
    samples=_sylvester_samples,
    analytic=True,
)
def solve_sylvester(x, y, q, /):
    """Solution z of ``x @ z + z @ y = q``."""
    return sl.solve_sylvester(x, y, q)


# -- factorizations ---------------------------------------------------------------------------------------------------


@composite()
def cho_factor(x, /, lower=False, overwrite_a=False, check_finite=True):
    """Cholesky factor and `lower`, for :func:`cho_solve`; unlike SciPy's its other triangle holds zeros."""
    return np.linalg.cholesky(x, upper=not lower), bool(lower)


@composite(inputs=("c_and_lower", "y"), sequences=("c_and_lower",))
def cho_solve(c_and_lower, y, /, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y``, given the result of :func:`cho_factor` of x."""
    factor, lower = c_and_lower
    first, second = (0, 2) if lower else (2, 0)
    halfway = solve_triangular(factor, y, first, bool(lower))
    return solve_triangular(factor, halfway, second, bool(lower))


def _lu_share(g, out):
    """Return the share of a matrix from that of its factors: dL = L tril(M), dU = triu(M) U with M = L⁻¹ P dA U⁻¹."""
    packed, pivots = out
    g, n = g[0], packed.shape[-1]
    strict = np.tri(n, k=-1)
    low, up = packed * strict + np.eye(n), packed * (1 - strict)
    inner = (low.T @ (g * strict)) * strict + ((g * (1 - strict)) @ up.T) * (1 - strict)
    inner = np.linalg.solve(low.T, inner)
    inner = np.linalg.solve(up, inner.T).T
    return inner[np.argsort(rows_after(pivots))]


def rows_after(pivots):
    """Return the order of the rows after the exchanges that LAPACK lists: row i with row ``pivots[i]``, one by one."""
    pivots = np.array(pivots, dtype=int)
    order = np.arange(len(pivots))
    for i, p in enumerate(pivots):
        order[[i, p]] = order[[p, i]]
    return order


@primitive(None, x=_lu_share, samples=lambda draw: ((well_conditioned(draw),), {}))
def _lu(x):
    """Triangular factors in one matrix, and the row exchanges."""
    return tuple(sl.lu_factor(x))


@composite(samples=lambda draw: ((well_conditioned(draw),), {}))
def lu_factor(x, /, overwrite_a=False, check_finite=True):
    """Triangular factors L (below the diagonal) and U in one matrix, and the row exchanges, for :func:`lu_solve`."""
    _one_matrix(x, "lu_factor")
    return _lu(x)


@composite(inputs=("lu_and_piv", "y"), sequences=("lu_and_piv",))
def lu_solve(lu_and_piv, y, /, trans=0, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y``, given :func:`lu_factor` of x; `trans` as in :func:`solve_triangular`."""
    packed, pivots = lu_and_piv
    order = rows_after(pivots)
    if trans == 0:
        halfway = solve_triangular(packed, y[order], lower=True, unit_diagonal=True)
        return solve_triangular(packed, halfway)
    halfway = solve_triangular(packed, y, trans)
    return solve_triangular(packed, halfway, trans, lower=True, unit_diagonal=True)[np.argsort(order)]
