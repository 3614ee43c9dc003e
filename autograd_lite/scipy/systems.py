"""Structured linear systems and factorizations to solve with: triangular, banded, Sylvester's, Cholesky, LU.

Matrices may be stacked, as in SciPy since 1.16 (here with older ones too). A right-hand side is then one vector for all
of them, or a stack of columns; leading axes broadcast.

Settings of SciPy that ask for speed at the price of safety (``overwrite_a``, ``check_finite``) are taken and make no
difference to the result.
"""

import numpy as np
import scipy.linalg as sl

from autograd_lite.arrays import conj, transposed, unbroadcast
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.errors import ShapeError
from autograd_lite.operation import primitive
from autograd_lite.ops.solving import one_matrix_or_a_stack, well_conditioned


def _square(x, name):
    """Raise unless `x` is a square matrix or a stack of them."""
    if np.ndim(x) < 2 or np.shape(x)[-2] != np.shape(x)[-1]:
        raise ShapeError(f"{name} got an array of shape {np.shape(x)}. Wanted (..., n, n): square matrices.")


def one_by_one(solve, *stacks):
    """Apply a function of matrices to each of several stacks of them, whose leading axes broadcast."""
    batch = np.broadcast_shapes(*[x.shape[:-2] for x in stacks])
    if not batch:
        return solve(*stacks)
    whole = [np.broadcast_to(x, (*batch, *x.shape[-2:])) for x in stacks]
    parts = [solve(*[x[i] for x in whole]) for i in np.ndindex(batch)]
    if not parts:
        return np.zeros((*batch, *stacks[-1].shape[-2:]), np.result_type(*stacks))
    return np.stack(parts).reshape(*batch, *parts[0].shape)


def _with_columns(solve, x, y):
    """Solve for a right-hand side that may be one vector for all: ``solve`` takes columns."""
    return solve(x, y) if y.ndim > 1 else solve(x, np.expand_dims(y, -1))[..., 0]


# -- triangular -------------------------------------------------------------------------------------------------------


def _triangle(n, lower, unit_diagonal):
    part = np.tri(n, k=-1 if unit_diagonal else 0)
    return part if lower else part.T


def _triangular_left(g, x, out, x_shape, trans, lower, unit_diagonal):
    pulled = triangular(x, g, not trans, lower, unit_diagonal)
    share = out @ transposed(pulled) if trans else pulled @ transposed(out)
    return unbroadcast(-share, x_shape) * _triangle(x_shape[-1], lower, unit_diagonal)


def _triangular_samples(draw: Draw):
    n, k = draw.integer(1, 3), draw.integer(1, 2)
    batch = draw.shape(max_ndim=1, min_side=1, max_side=2)
    settings = (draw.boolean(), draw.boolean(), draw.boolean())
    y = draw.array((*draw.stretched(batch), n, k))
    return (well_conditioned(draw, *draw.stretched(batch), n=n), y, *settings), {}


@primitive(
    None,
    x=_triangular_left,
    y=lambda g, x, y_shape, trans, lower, unit_diagonal: unbroadcast(
        triangular(x, g, not trans, lower, unit_diagonal), y_shape
    ),
    samples=_triangular_samples,
    analytic=True,
)
def triangular(x, y, trans, lower, unit_diagonal):
    """Solutions of triangular systems, of the transposed ones if `trans`."""
    return one_by_one(
        lambda x, y: sl.solve_triangular(x, y, trans=int(trans), lower=lower, unit_diagonal=unit_diagonal), x, y
    )


def _solve_samples(draw: Draw):
    (x, y, _, lower, unit), _ = _triangular_samples(draw)
    y = draw.array((x.shape[-1],)) if draw.boolean() else y
    return (x, y), {"trans": draw.choice([0, "T", 2]), "lower": lower, "unit_diagonal": unit}


@composite(inputs=("x", "y"), samples=_solve_samples)
def solve_triangular(x, y, /, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y`` for a triangular matrix, or for each in a stack.

    Parameters
    ----------
    x : array of shape (..., n, n), of which one triangle is read (and has the gradient)
    y : array of shape (n,) or (..., n, k)
    trans : 0 or ``"N"``; 1 or ``"T"`` for ``x.T``; 2 or ``"C"`` for ``x.conj().T``
    lower : read the lower triangle
    unit_diagonal : take the diagonal as ones
    """
    _square(x, "solve_triangular")
    code = {"N": 0, "T": 1, "C": 2}.get(trans, trans)
    if code == 2:
        x = conj(x)
    return _with_columns(lambda x, y: triangular(x, y, code != 0, lower, unit_diagonal), x, y)


# -- banded -----------------------------------------------------------------------------------------------------------


def _places(shape, upper):
    """Return the row of the matrix at each place of its diagonal-ordered form, and whether there is one."""
    count, n = shape
    rows = np.arange(count)[:, None] - upper + np.arange(n)
    return np.clip(rows, 0, n - 1), (rows >= 0) & (rows < n)


def _some_bands(draw: Draw):
    return (draw.array((*draw.shape(max_ndim=1, max_side=2), 4, 5)), 1, 2), {}


@primitive(None, x=lambda g, lower, upper: turned_bands(g, upper, lower), samples=_some_bands, analytic=True)
def turned_bands(x, lower, upper):
    """Diagonal-ordered form of the transpose of a banded matrix, given in that form; what lies outside becomes zero."""
    rows, inside = _places(x.shape[-2:], upper)
    out = np.zeros_like(x)
    r, j = np.nonzero(inside)
    out[..., lower + upper - r, rows[r, j]] = x[..., r, j]
    return out


def _banded_left(g, x, out, x_shape, lower, upper):
    pulled = banded(turned_bands(x, lower, upper), g, upper, lower)
    rows, inside = _places(x_shape[-2:], upper)
    share = -np.sum(pulled[..., rows, :] * np.expand_dims(out, -3), axis=-1) * inside
    return unbroadcast(share, x_shape)


def _banded_samples(draw: Draw):
    lower, upper, n = draw.integer(0, 2), draw.integer(0, 2), draw.integer(3, 4)
    batch = draw.shape(max_ndim=1, min_side=1, max_side=2)
    bands = np.array(draw.array((*draw.stretched(batch), lower + upper + 1, n)))
    bands = bands + (np.arange(lower + upper + 1) == upper)[:, None] * np.asarray(20, bands.dtype)
    return (bands, draw.array((*draw.stretched(batch), n, draw.integer(1, 2))), lower, upper), {}


@primitive(
    None,
    x=_banded_left,
    y=lambda g, x, y_shape, lower, upper: unbroadcast(banded(turned_bands(x, lower, upper), g, upper, lower), y_shape),
    samples=_banded_samples,
    analytic=True,
)
def banded(x, y, lower, upper):
    """Solutions of banded systems."""
    return one_by_one(lambda x, y: sl.solve_banded((lower, upper), x, y), x, y)


@composite(inputs=("x", "y"), samples=lambda draw: _banded_call(draw), analytic=True)
def solve_banded(l_and_u, x, y, /, overwrite_ab=False, overwrite_b=False, check_finite=True):
    """Solution of a banded system, with a gradient that is banded too.

    Parameters
    ----------
    l_and_u : counts of diagonals below and above the main one
    x : the matrix in diagonal-ordered form, shape (..., l + u + 1, n): ``x[u + i - j, j]`` holds element (i, j)
    y : array of shape (n,) or (..., n, k)
    """
    return _with_columns(lambda x, y: banded(x, y, *l_and_u), x, y)


def _banded_call(draw: Draw):
    (x, y, lower, upper), _ = _banded_samples(draw)
    y = draw.array((x.shape[-1],)) if draw.boolean() else y
    return ((lower, upper), x, y), {}


# -- Sylvester's equation ---------------------------------------------------------------------------------------------


def _adjoint_solution(g, x, y):
    return solve_sylvester(transposed(x), transposed(y), g)


def _sylvester_samples(draw: Draw):
    n, m = draw.integer(1, 3), draw.integer(1, 3)
    batch = draw.shape(max_ndim=1, min_side=1, max_side=2)
    x, y = (well_conditioned(draw, *draw.stretched(batch), n=side) for side in (n, m))
    return (x, y, draw.array((*draw.stretched(batch), n, m))), {}


@primitive(
    None,
    x=lambda g, x, y, out, x_shape: unbroadcast(-_adjoint_solution(g, x, y) @ transposed(out), x_shape),
    y=lambda g, x, y, out, y_shape: unbroadcast(-transposed(out) @ _adjoint_solution(g, x, y), y_shape),
    q=lambda g, x, y, q_shape: unbroadcast(_adjoint_solution(g, x, y), q_shape),
    samples=_sylvester_samples,
    analytic=True,
)
def solve_sylvester(x, y, q, /):
    """Solution z of ``x @ z + z @ y = q``, or of each in stacks of such equations."""
    return one_by_one(sl.solve_sylvester, x, y, q)


# -- factorizations ---------------------------------------------------------------------------------------------------


def _right_side(draw: Draw, n: int):
    return draw.array((n,) if draw.boolean() else (n, draw.integer(1, 2)))


def _cho_solve_samples(draw: Draw):
    n = draw.integer(1, 3)
    return ((well_conditioned(draw, n=n), draw.boolean()), _right_side(draw, n)), {}


def _lu_solve_samples(draw: Draw):
    n = draw.integer(1, 3)
    pivots = np.array([draw.integer(i, n - 1) for i in range(n)])
    return ((well_conditioned(draw, n=n), pivots), _right_side(draw, n)), {"trans": draw.choice([0, 1])}


@composite(samples=lambda draw: (one_matrix_or_a_stack(draw)[0], {"lower": draw.boolean()}))
def cho_factor(x, /, lower=False, overwrite_a=False, check_finite=True):
    """Cholesky factor and `lower`, for :func:`cho_solve`; unlike SciPy's its other triangle holds zeros."""
    return np.linalg.cholesky(x, upper=not lower), bool(lower)


@composite(inputs=("c_and_lower", "y"), sequences=("c_and_lower",), samples=_cho_solve_samples)
def cho_solve(c_and_lower, y, /, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y``, given the result of :func:`cho_factor` of x."""
    factor, lower = c_and_lower
    first, second = (0, 2) if lower else (2, 0)

    def both(factor, y):
        return solve_triangular(factor, solve_triangular(factor, y, first, bool(lower)), second, bool(lower))

    return _with_columns(both, factor, y)


def _lu_share(g, out):
    """Return the share of a matrix from that of its factors: dL = L tril(M), dU = triu(M) U with M = L⁻¹ P dA U⁻¹."""
    packed, pivots = out
    g, n = g[0], packed.shape[-1]
    strict = np.tri(n, k=-1)
    low, up = packed * strict + np.eye(n), packed * (1 - strict)
    inner = (transposed(low) @ (g * strict)) * strict + ((g * (1 - strict)) @ transposed(up)) * (1 - strict)
    inner = np.linalg.solve(transposed(low), inner)
    inner = transposed(np.linalg.solve(up, transposed(inner)))
    return np.take_along_axis(inner, np.expand_dims(np.argsort(rows_after(pivots)), -1), axis=-2)


def rows_after(pivots):
    """Return the order of the rows after the exchanges that LAPACK lists: row i with row ``pivots[i]``, one by one."""
    pivots = np.array(pivots, dtype=int)
    order = np.broadcast_to(np.arange(pivots.shape[-1]), pivots.shape).copy()
    for each in np.ndindex(pivots.shape[:-1]):
        for i, p in enumerate(pivots[each]):
            order[(*each, [i, p])] = order[(*each, [p, i])]
    return order


@primitive(None, x=_lu_share, samples=one_matrix_or_a_stack)
def _lu(x):
    """Triangular factors in one matrix, and the row exchanges."""
    parts = [sl.lu_factor(x[each]) for each in np.ndindex(x.shape[:-2])]
    packed, pivots = zip(*parts, strict=True)
    return np.reshape(packed, x.shape), np.reshape(pivots, x.shape[:-1])


@composite(samples=one_matrix_or_a_stack)
def lu_factor(x, /, overwrite_a=False, check_finite=True):
    """Triangular factors L (below the diagonal) and U in one matrix, and the row exchanges, for :func:`lu_solve`."""
    _square(x, "lu_factor")
    return _lu(x)


@composite(inputs=("lu_and_piv", "y"), sequences=("lu_and_piv",), samples=_lu_solve_samples)
def lu_solve(lu_and_piv, y, /, trans=0, overwrite_b=False, check_finite=True):
    """Solution z of ``x @ z = y``, given :func:`lu_factor` of x; `trans` as in :func:`solve_triangular`."""
    packed, pivots = lu_and_piv
    return _with_columns(lambda packed, y: _lu_columns(packed, rows_after(pivots), y, trans), packed, y)


def _lu_columns(packed, order, y, trans):
    if trans == 0:
        halfway = solve_triangular(packed, _in_order(y, order), lower=True, unit_diagonal=True)
        return solve_triangular(packed, halfway)
    halfway = solve_triangular(packed, y, trans)
    halfway = solve_triangular(packed, halfway, trans, lower=True, unit_diagonal=True)
    return _in_order(halfway, np.argsort(order))


def _in_order(y, order):
    """Return the rows of each matrix in the order that belongs to it."""
    batch = np.broadcast_shapes(y.shape[:-2], order.shape[:-1])
    whole = np.broadcast_to(y, (*batch, *y.shape[-2:]))
    return np.take_along_axis(whole, np.broadcast_to(np.expand_dims(order, -1), whole.shape), axis=-2)
