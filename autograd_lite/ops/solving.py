"""Inverses, linear systems and determinants of (stacks of) square matrices."""

import numpy as np

from autograd_lite.arrays import adjoint, conj, transposed, unbroadcast
from autograd_lite.domains import SMALL, Draw
from autograd_lite.operation import primitive
from autograd_lite.recording import plain


def well_conditioned(draw: Draw, *batch, n=None):
    """Draw square matrices far from singular, whose eigenvalues and singular values are apart."""
    n = draw.integer(1, 3) if n is None else n
    noise = draw.array((*batch, n, n), SMALL)
    return noise + np.diag(4.0 * np.arange(1, n + 1)).astype(noise.dtype)


def one_matrix_or_a_stack(draw: Draw):
    """Draw the arguments of a function of one square matrix."""
    return (well_conditioned(draw, *draw.shape(max_ndim=1, min_side=1, max_side=2)),), {}


@primitive(
    np.linalg.inv,
    x=lambda g, out: -(transposed(out) @ g @ transposed(out)),
    samples=one_matrix_or_a_stack,
    analytic=True,
)
def inv(x, /):
    """Inverse of a square matrix, or of each in a stack."""
    return np.linalg.inv(x)


def _solve_left(g, x, out, y_shape, x_shape):
    if len(y_shape) == 1:
        pulled = np.linalg.solve(transposed(x), np.expand_dims(g, -1))
        return unbroadcast(-(pulled @ transposed(np.expand_dims(out, -1))), x_shape)
    return unbroadcast(-(np.linalg.solve(transposed(x), g) @ transposed(out)), x_shape)


def _solve_right(g, x, y_shape):
    if len(y_shape) == 1:
        return unbroadcast(np.linalg.solve(transposed(x), np.expand_dims(g, -1))[..., 0], y_shape)
    return unbroadcast(np.linalg.solve(transposed(x), g), y_shape)


def _system(draw: Draw):
    n, k = draw.integer(1, 3), draw.integer(1, 3)
    batch = draw.shape(max_ndim=1, min_side=1, max_side=2)
    rhs = draw.choice([(n,), (n, k), (*batch, n, k)])
    return (well_conditioned(draw, *draw.stretched(batch), n=n), draw.array(rhs)), {}


@primitive(np.linalg.solve, x=_solve_left, y=_solve_right, samples=_system, analytic=True)
def solve(x, y, /):
    """Solution `z` of ``x @ z = y``; `y` is one vector if it has one axis, else a stack of matrices."""
    return np.linalg.solve(x, y)


def _matrix_wise(numbers):
    """Give one number for each matrix two axes more, so that it multiplies the matrix."""
    return np.expand_dims(numbers, (-2, -1))


def products_of_others(values):
    """Return for each element along the last axis the product of all others, and for each pair that of all but both.

    Products over a masked array need no division, so zeros among the values do no harm.
    """
    n = values.shape[-1]
    but_one = ~np.eye(n, dtype=bool)
    but_two = but_one[:, None, :] & but_one[None, :, :]
    singles = np.prod(np.where(but_one, np.expand_dims(values, -2), 1.0), axis=-1)
    pairs = np.prod(np.where(but_two, np.expand_dims(values, (-3, -2)), 1.0), axis=-1)
    return singles, pairs * but_one


def _factors(x):
    """Return unitary U, V and a scalar c with x = U diag(s) V, and so det x = c prod(s)."""
    u, s, v = np.linalg.svd(x)
    return u, s, v, np.linalg.det(u) * np.linalg.det(v)


def _cofactors_share(g, x):
    """Return the second derivative of the determinant, applied to `g`.

    In the basis in which `x` is diagonal with values s, the determinant of a small change E is of second order
    sum over i ≠ j of (E_ii E_jj − E_ij E_ji) times the product of the s other than s_i and s_j.
    """
    u, s, v, c = _factors(x)
    _, pairs = products_of_others(s)
    e = adjoint(u) @ g @ adjoint(v)
    diagonal = np.einsum("...ij,...jj->...i", pairs, e)
    inner = np.expand_dims(diagonal, -1) * np.eye(s.shape[-1]) - pairs * transposed(e)
    return _matrix_wise(c) * (conj(u) @ inner @ conj(v))


@primitive(None, x=_cofactors_share, samples=one_matrix_or_a_stack)
def _cofactors(x):
    """Matrix of cofactors, the derivative of the determinant, of singular matrices too."""
    u, s, v, c = _factors(x)
    singles, _ = products_of_others(s)
    return _matrix_wise(c) * np.conjugate((u * np.expand_dims(singles, -2)) @ v)


@primitive(
    np.linalg.det,
    x=lambda g, x, out: _det_share(g, x, out),
    samples=one_matrix_or_a_stack,
    analytic=True,
)
def det(x, /):
    """Determinant; its gradient, the matrix of cofactors, is right for singular matrices too, to second order."""
    return np.linalg.det(x)


def _det_share(g, x, out):
    if np.all(out != 0) and (plain(g) is g or _is_far_from_singular(plain(x))):
        return _matrix_wise(g * out) * transposed(np.linalg.inv(x))
    return _matrix_wise(g) * _cofactors(x)


def _is_far_from_singular(x):
    """Return True if the determinant times products of two inverses, in which much cancels, has ten right digits.

    A matrix with NaN has none to lose, and no singular values either.
    """
    sizes = (np.linalg.norm(each, axis=(-2, -1)) for each in (x, np.linalg.inv(x)))
    return not np.any(np.multiply(*sizes) >= 1e5)


def _slogdet_share(g, x, out):
    """Return the share of both results: of a real matrix the sign is constant, of a complex one it turns with Im tr."""
    g_sign, g_log = g
    sign, _ = out
    weight = g_log + np.imag(g_sign * sign) * 1j if x.dtype.kind == "c" else g_log
    if np.all(sign != 0):
        return _matrix_wise(weight) * transposed(np.linalg.inv(x))
    infinite = _matrix_wise(1 / np.abs(np.linalg.det(x)))
    return np.where(_matrix_wise(g_log) == 0, 0.0, _matrix_wise(g_log) * _cofactors(x) * infinite)


@primitive(np.linalg.slogdet, x=_slogdet_share, samples=one_matrix_or_a_stack)
def slogdet(x, /):
    """Sign and logarithm of the absolute value of the determinant, as a named tuple.

    Notes
    -----
    Of a singular matrix the logarithm is -inf and its gradient is not finite, or zero where nothing arrives.
    """
    return np.linalg.slogdet(x)
