"""Triangular factors and the pseudo-inverse of (stacks of) matrices.

As in :mod:`autograd_lite.ops.spectra`, rules are derived with ⟨A, B⟩ = Re tr(Aᴴ B) and conjugated on both ends, and a
gradient stands in the triangle that NumPy reads.
"""

import numpy as np

from autograd_lite.arrays import adjoint, conj, transposed
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive
from autograd_lite.ops.solving import one_matrix_or_a_stack
from autograd_lite.ops.spectra import folded, rectangular, refuse_free_basis


def _positive_definite(draw: Draw):
    return one_matrix_or_a_stack(draw)[0], {"upper": draw.boolean()}


def _cholesky_share(g, out, upper):
    """Solve from both sides: with M = L⁻¹ dA L⁻ᴴ, the change of L is L times the lower half of M."""
    factor, g = (adjoint(out), transposed(g)) if upper else (out, conj(g))
    n = out.shape[-1]
    half = (adjoint(factor) @ g) * (np.tri(n) - 0.5 * np.eye(n))
    left = np.linalg.solve(adjoint(factor), half)
    return conj(folded(adjoint(np.linalg.solve(adjoint(factor), adjoint(left))), not upper))


@primitive(np.linalg.cholesky, x=_cholesky_share, samples=_positive_definite)
def cholesky(x, /, *, upper=False):
    """Triangular factor L with ``L @ L^H = x``, or with ``upper=True`` the factor U with ``U^H @ U = x``.

    Parameters
    ----------
    x : array of shape (..., n, n), Hermitian and positive definite, of which one triangle is read
    upper : read the upper triangle and return an upper factor

    Notes
    -----
    The gradient stands in the triangle that is read.
    """
    return np.linalg.cholesky(x, upper=upper)


def _qr_share(g, out):
    """Return the share of `x`: where dC = Qᴴ dA R⁻¹, its lower half turns Q, and the rest changes R."""
    q, r = out
    n = r.shape[-1]
    q, rest, r, g_q, g_r = q[..., :n], q[..., n:], r[..., :n, :], conj(g[0]), conj(g[1])[..., :n, :]
    g_rest, g_q = g_q[..., n:], g_q[..., :n]
    in_span, from_r = adjoint(q) @ g_q, g_r @ adjoint(r)
    turned = in_span - from_r
    inner = (turned - adjoint(turned)) * np.tri(n, k=-1) + from_r
    if q.dtype.kind == "c":  # R has a real diagonal, so an imaginary one of dC turns Q
        inner = inner + np.imag(turned) * np.eye(n) * 1j
    inner = q @ (inner - in_span) + g_q
    if rest.shape[-1]:
        refuse_free_basis(rest, g_rest, "the columns of Q beyond those of the matrix")
        inner = inner - rest @ adjoint(g_rest) @ q
    return conj(adjoint(np.linalg.solve(r, adjoint(inner))))


def unreduced(x):
    """Fill up what is below the diagonal: LAPACK's signs change where a column is zero there already."""
    rows, columns = x.shape[-2:]
    return x + np.tri(rows, columns, -1, dtype=x.dtype) * 1.5


def _tall(draw: Draw):
    columns = draw.integer(1, 3)
    x = rectangular(draw, columns + draw.integer(0, 2), columns)
    return (unreduced(x), "reduced"), {}


@primitive(None, x=_qr_share, samples=_tall)
def tall_qr(x, mode):
    """Orthonormal columns Q and triangular R with ``Q @ R = x``, for a matrix at least as tall as wide."""
    return np.linalg.qr(x, mode)


def _from_lower(x):
    """Return the Hermitian matrix whose lower triangle is given."""
    n = x.shape[-1]
    return x * np.tri(n, k=-1) + adjoint(x) * np.tri(n, k=-1).T + np.real(x) * np.eye(n)


def _pinv_share(g, x, out, hermitian):
    """Return the three terms of the derivative of a pseudo-inverse of constant rank (Golub and Pereyra 1973)."""
    x = _from_lower(x) if hermitian else x
    g, p, h = conj(g), adjoint(out), transposed(g)
    outside = h - x @ (out @ h)
    inside = h - (h @ out) @ x
    share = -(p @ g @ p) + outside @ out @ p + p @ out @ inside
    return conj(folded(share) if hermitian else share)


def _pinv_samples(draw: Draw):
    if draw.boolean():
        return (one_matrix_or_a_stack(draw)[0][0], 1e-3, True), {}
    return (rectangular(draw), draw.choice([None, 1e-3]), False), {}


@primitive(None, x=_pinv_share, samples=_pinv_samples)
def pseudo_inverse(x, rtol=None, hermitian=False):
    """Pseudo-inverse; singular values below `rtol` times the largest count as zero."""
    return np.linalg.pinv(x, rtol, hermitian)
