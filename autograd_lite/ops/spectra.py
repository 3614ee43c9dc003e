"""Eigenvalues and singular values, with their vectors, of (stacks of) matrices.

The rules are derived with the inner product ⟨A, B⟩ = Re tr(Aᴴ B); since cotangents are carried conjugated, they are
conjugated on the way in and on the way out.

**What is read.** ``eigh`` reads one triangle of its input, so the gradient stands in that triangle and is zero in the
other: it is the derivative of what NumPy computes. Libraries that symmetrise give half of it to each triangle; for a
matrix that is symmetric by the way it was made (``B @ B.T``) both lead to the same.

**Phases.** Complex eigenvectors and singular vectors are determined up to a phase. LAPACK makes a certain component
real, and the gradient is that of the vectors so chosen; a loss that does not depend on the phase does not notice.

**Ties.** Vectors that belong to equal eigenvalues (equal up to rounding) are not determined, and the gradient of a
loss that depends on them is not finite. Eigenvalues and singular values alone have their gradient, of the first order.
A function of the matrix itself, such as V exp(Λ) Vᴴ, has derivatives at ties too, but not by this way: they are limits
of quotients whose parts are gone. Use sums over the values, or `expm`, `sqrtm`, `matrix_power`, `slogdet`, `inv`.
"""

import numpy as np

from autograd_lite.arrays import adjoint, conj, gently_divided
from autograd_lite.domains import SMALL, Draw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.operation import primitive
from autograd_lite.ops.solving import one_matrix_or_a_stack, well_conditioned


def on_diagonal(values):
    """Return square matrices with `values` on their diagonals."""
    return np.expand_dims(values, -1) * np.eye(values.shape[-1])


def over_gaps(x, values):
    """Return ``x[i, j] / (values[j] - values[i])``, with zeros on the diagonal.

    Values that are equal but for rounding count as equal: a quotient of two rounding errors would be a number like any
    other, and wrong. Over such a gap 0 is 0, when no vector was asked for, and anything else is infinite.
    """
    gaps = np.expand_dims(values, -2) - np.expand_dims(values, -1)
    noise = 8 * values.shape[-1] * np.finfo(values.dtype).eps
    tied = np.abs(gaps) <= noise * np.expand_dims(np.max(np.abs(values), axis=-1, initial=0.0), (-2, -1))
    without = (tied & (x == 0)) | np.eye(values.shape[-1], dtype=bool)
    return np.where(without, 0.0, x) / np.where(without, 1.0, np.where(tied, 0.0, gaps))


def folded(x, lower=True):
    """Return what reaches one triangle of a Hermitian matrix, which stands for the other as well."""
    n = x.shape[-1]
    strict = np.tri(n, k=-1) if lower else np.tri(n, k=-1).T
    return (x + adjoint(x)) * strict + np.real(x) * np.eye(n)


def turning(vectors, g):
    """Return by how much the loss changes when each vector turns by a small angle: Im(vᴴ g)."""
    return np.imag(np.sum(conj(vectors) * g, axis=-2, keepdims=True))


def anchored(g, vectors, row, turn):
    """Add to the cotangent of `vectors` what follows from their component `row` being kept real.

    A change dv of the vector is followed by a turn by −Im(dv_r) / v_r, which costs `turn` times that.
    """
    anchor = np.real(np.take_along_axis(vectors, row, axis=-2))
    chosen = np.expand_dims(np.arange(vectors.shape[-2]), -1) == row
    return g - np.where(chosen, gently_divided(turn, anchor) * 1j, 0.0)


def _row(vectors, place):
    """Return one row index for each vector, in the shape that ``take_along_axis`` wants."""
    return np.full((*vectors.shape[:-2], 1, vectors.shape[-1]), place % vectors.shape[-2])


# -- Hermitian matrices -----------------------------------------------------------------------------------------------


def hermitian(draw: Draw):
    """Draw the arguments of a function of Hermitian matrices: none diagonal, where LAPACK's signs change."""
    (x,), _ = one_matrix_or_a_stack(draw)
    beside = 1.5 * (1 - np.eye(x.shape[-1], dtype=x.dtype))
    return (x + beside,), {"UPLO": draw.choice(["L", "U"])}


def _eigh_share(g, out, UPLO):
    values, vectors = out
    g_values, g_vectors = g[0], conj(g[1])
    lower = UPLO.upper() == "L"
    if vectors.dtype.kind == "c":
        row = _row(vectors, 0 if lower else -1)
        g_vectors = anchored(g_vectors, vectors, row, turning(vectors, g_vectors))
    inner = over_gaps(adjoint(vectors) @ g_vectors, values) + on_diagonal(g_values)
    return conj(folded(vectors @ inner @ adjoint(vectors), lower))


@primitive(np.linalg.eigh, x=_eigh_share, samples=hermitian)
def eigh(x, /, UPLO="L"):
    """Eigenvalues (ascending) and eigenvectors of Hermitian matrices, as a named tuple.

    Parameters
    ----------
    x : array of shape (..., n, n), of which one triangle is read
    UPLO : which: ``"L"`` or ``"U"``

    Notes
    -----
    The gradient stands in the triangle that is read. Of equal eigenvalues the vectors have none.
    """
    return np.linalg.eigh(x, UPLO)


# -- square matrices --------------------------------------------------------------------------------------------------


def _largest_real(vectors):
    """Return for each vector the row of its largest component that is real: LAPACK makes the largest one so."""
    sizes = np.where(np.imag(vectors) == 0, np.abs(vectors), -1.0)
    return np.expand_dims(np.argmax(sizes, axis=-2), -2)


def _eig_share(g, out):
    values, vectors = out
    g_values, g_vectors = conj(g[0]), conj(g[1])
    if vectors.dtype.kind == "c":
        g_vectors = anchored(g_vectors, vectors, _largest_real(vectors), turning(vectors, g_vectors))
    along = np.real(np.sum(conj(vectors) * g_vectors, axis=-2, keepdims=True))
    g_vectors = g_vectors - vectors * along  # the vectors keep their length of one
    inner = over_gaps(adjoint(vectors) @ g_vectors, conj(values)) + on_diagonal(g_values)
    return conj(np.linalg.solve(adjoint(vectors), inner @ adjoint(vectors)))


def _square(draw: Draw):
    n = draw.integer(1, 3)
    x = draw.array((*draw.shape(max_ndim=1, min_side=1, max_side=2), n, n), SMALL)
    fixed = 1.5 + np.diag(6.0 * np.arange(n))  # no zero beside the diagonal: LAPACK's signs change there
    if n > 1 and draw.boolean():
        fixed[:2, :2] += [[0, -6], [6, 0]]  # a pair of complex eigenvalues
    return (x + fixed.astype(x.dtype),), {}


@primitive(np.linalg.eig, x=_eig_share, samples=_square)
def eig(x, /):
    """Eigenvalues and eigenvectors of square matrices, as a named tuple.

    Notes
    -----
    The vectors have length one and a real largest component. Of a matrix that cannot be diagonalised, and of vectors
    of equal eigenvalues, the gradient is not finite.
    """
    return np.linalg.eig(x)


# -- singular values --------------------------------------------------------------------------------------------------


def refuse_free_basis(vectors, g, what):
    """Raise if a loss depends on which orthonormal basis was chosen where every basis is as good.

    The change of the loss under a rotation of the basis is the skew part of ``vectors^H g``.
    """
    inner = adjoint(vectors) @ g
    skew, scale = np.abs(inner - adjoint(inner)), 1.0 + np.max(np.abs(g), initial=0.0)
    if np.any(skew > 10 * np.sqrt(np.finfo(vectors.dtype).eps) * scale):
        raise UnsupportedOperationError(
            f"The loss depends on which basis was chosen for {what}, but any orthonormal basis would do. "
            "Use the reduced form, or only what is the same for all bases, such as the projector V @ V.conj().T."
        )


def _beyond(vectors, g, first, what):
    """Return the share, in the coordinates of `first`, of the columns that complete an orthonormal basis."""
    k = first.shape[-1]
    rest, g_rest = vectors[..., k:], g[..., k:]
    refuse_free_basis(rest, g_rest, what)
    return rest @ adjoint(g_rest) @ first


def _vectors_share(vectors, g, s, what):
    """Return what singular vectors add: within their span, and beyond it (over the singular values)."""
    k = s.shape[-1]
    first, g_first = vectors[..., :k], g[..., :k]
    within = adjoint(first) @ g_first
    if vectors.shape[-2] == k:
        return first, within, None
    outside = g_first - first @ within
    if vectors.shape[-1] > k:
        outside = outside - _beyond(vectors, g, first, what)
    return first, within, gently_divided(outside, np.expand_dims(s, -2))


def _svd_share(g, out):
    u, s, vh = out
    g_u, g_s, g_v, v = conj(g[0]), g[1], adjoint(conj(g[2])), adjoint(vh)
    k, imaginary = s.shape[-1], 0.0
    if u.dtype.kind == "c":
        g_u, g_v = _with_phases(u, g_u, v, g_v, k)
    u, in_u, out_u = _vectors_share(u, g_u, s, "the columns of U beyond the singular values")
    v, in_v, out_v = _vectors_share(v, g_v, s, "the rows of Vh beyond the singular values")
    columns, rows = np.expand_dims(s, -2), np.expand_dims(s, -1)
    if u.dtype.kind == "c":
        turn = np.imag(np.einsum("...ii->...i", in_u - in_v))
        imaginary = on_diagonal(gently_divided(turn, 2 * s) * 1j)
    skew_u, skew_v = (over_gaps(x - adjoint(x), s) for x in (in_u, in_v))
    inner = gently_divided(skew_u * columns + rows * skew_v, rows + columns)
    share = u @ (inner + on_diagonal(g_s) + imaginary) @ adjoint(v)
    if out_u is not None:
        share = share + out_u @ adjoint(v)
    if out_v is not None:
        share = share + u @ adjoint(out_v)
    return conj(share)


def _with_phases(u, g_u, v, g_v, k):
    """Account for the phases: of tall and square matrices LAPACK makes the first row of V real, of wide ones that of U.

    A pair of singular vectors turns together. What is beyond the first `k` has no partner and no phase to keep.
    """
    turn = turning(u[..., :k], g_u[..., :k]) + turning(v[..., :k], g_v[..., :k])
    if u.shape[-2] >= v.shape[-2]:
        first = anchored(g_v[..., :k], v[..., :k], _row(v[..., :k], 0), turn)
        return g_u, np.concatenate([first, g_v[..., k:]], axis=-1)
    first = anchored(g_u[..., :k], u[..., :k], _row(u[..., :k], 0), turn)
    return np.concatenate([first, g_u[..., k:]], axis=-1), g_v


def rectangular(draw: Draw, rows=None, columns=None):
    """Draw matrices of full rank whose singular values are apart."""
    rows, columns = (draw.integer(1, 3) if n is None else n for n in (rows, columns))
    batch = draw.shape(max_ndim=1, min_side=1, max_side=2)
    return well_conditioned(draw, *batch, n=max(rows, columns))[..., :rows, :columns]


@primitive(None, x=_svd_share, samples=lambda draw: ((rectangular(draw), False), {}))
def singular_vectors(x, full_matrices):
    """Singular values and vectors."""
    return np.linalg.svd(x, full_matrices)
