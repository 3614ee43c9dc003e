"""The decompositions and equations of ``np.linalg`` in all their forms, made of the operations that have rules."""

import numpy as np

from autograd_lite.arrays import adjoint
from autograd_lite.composition import composite
from autograd_lite.domains import Draw
from autograd_lite.errors import UnsupportedOperationError
from autograd_lite.ops.factors import pseudo_inverse, tall_qr, unreduced
from autograd_lite.ops.norms import vector_norm
from autograd_lite.ops.solving import one_matrix_or_a_stack, well_conditioned
from autograd_lite.ops.spectra import hermitian, rectangular, singular_vectors
from autograd_lite.undifferentiated import constant

SVDResult = type(np.linalg.svd(np.eye(1)))
QRResult = type(np.linalg.qr(np.eye(1)))

matrix_rank = constant(np.linalg.matrix_rank)(np.linalg.matrix_rank)


def _svd_samples(draw: Draw):
    if draw.boolean():
        (x,), _ = one_matrix_or_a_stack(draw)
        return (x,), {"compute_uv": draw.boolean(), "hermitian": draw.boolean()}
    return (rectangular(draw),), {"full_matrices": False, "compute_uv": draw.boolean()}


@composite(np.linalg.svd, samples=_svd_samples)
def svd(x, /, full_matrices=True, compute_uv=True, hermitian=False):
    """Singular value decomposition ``U @ diag(S) @ Vh``.

    Parameters
    ----------
    x : array of shape (..., m, n)
    full_matrices : complete U and Vh to square matrices
    compute_uv : return U and Vh besides S
    hermitian : `x` is Hermitian, of which the lower triangle is read

    Returns
    -------
    named tuple U, S, Vh; or S alone

    Raises
    ------
    UnsupportedOperationError
        In the backward pass, if a loss depends on which basis was chosen for the columns of U or the rows of Vh beyond
        the singular values: any would do, so it has no derivative.
    """
    if not hermitian:
        result = singular_vectors(x, full_matrices and compute_uv)
        return result if compute_uv else result[1]
    values, vectors = np.linalg.eigh(x)
    order = np.argsort(-np.abs(values), axis=-1)
    sizes = np.take_along_axis(np.abs(values), order, axis=-1)
    if not compute_uv:
        return sizes
    vectors = np.take_along_axis(vectors, np.expand_dims(order, -2), axis=-1)
    signs = np.sign(np.take_along_axis(values, order, axis=-1))
    return SVDResult(vectors, sizes, adjoint(vectors * np.expand_dims(signs, -2)))


@composite(np.linalg.svdvals, samples=lambda draw: ((rectangular(draw),), {}))
def svdvals(x, /):
    """Singular values, the largest first."""
    return singular_vectors(x, False)[1]


@composite(np.linalg.eigvals, samples=one_matrix_or_a_stack)
def eigvals(x, /):
    """Eigenvalues of square matrices, real if all of them are."""
    return np.linalg.eig(x)[0]


@composite(np.linalg.eigvalsh, samples=hermitian)
def eigvalsh(x, /, UPLO="L"):
    """Eigenvalues of Hermitian matrices, ascending; one triangle is read, and has the gradient."""
    return np.linalg.eigh(x, UPLO)[0]


def _qr_samples(draw: Draw):
    return (unreduced(rectangular(draw)),), {"mode": draw.choice(["reduced", "r"])}


@composite(np.linalg.qr, samples=_qr_samples)
def qr(x, /, mode="reduced"):
    """Orthonormal columns Q and upper triangular R with ``Q @ R = x``.

    Parameters
    ----------
    x : array of shape (..., m, n)
    mode : ``"reduced"``; ``"complete"``, where Q is square; or ``"r"``, which returns R alone

    Raises
    ------
    UnsupportedOperationError
        For ``mode="raw"``; and in the backward pass if a loss depends on which basis was chosen for the columns that
        complete Q.
    """
    if mode not in ("reduced", "complete", "r"):
        raise UnsupportedOperationError(
            f"qr was called with mode={mode!r}: its derivative is not defined here. "
            "Wanted 'reduced', 'complete' or 'r'; or pass t.detach() if no gradient is wanted through it."
        )
    if x.ndim < 2:
        raise np.linalg.LinAlgError(f"qr got an array of shape {x.shape}. Wanted at least two axes.")
    rows, columns = x.shape[-2:]
    complete = mode == "complete" and rows > columns
    if rows >= columns:
        q, r = tall_qr(x, "complete" if complete else "reduced")
    else:
        q, r = tall_qr(x[..., :rows], "reduced")
        r = np.concatenate([r, adjoint(q) @ x[..., rows:]], axis=-1)
    return r if mode == "r" else QRResult(q, r)


def _cutoff(x, rcond):
    """Return the relative size below which a singular value counts as zero."""
    return max(x.shape[-2:]) * _precision(x) if rcond is None else rcond


def _precision(x):
    """Return the distance from 1 to the next number in which NumPy computes with `x`; integers become float64."""
    return np.finfo(x.dtype if x.dtype.kind in "fc" else np.float64).eps


def _pinv_samples(draw: Draw):
    if draw.boolean():
        return (one_matrix_or_a_stack(draw)[0][0],), {"hermitian": True}
    return (rectangular(draw),), draw.choice([{}, {"rtol": 1e-3}, {"rcond": 1e-3}, {"rtol": None}])


@composite(np.linalg.pinv, samples=_pinv_samples)
def pinv(x, /, rcond=None, hermitian=False, *, rtol=np._NoValue):
    """Pseudo-inverse, for matrices whose rank does not change nearby.

    Parameters
    ----------
    x : array of shape (..., m, n)
    rcond, rtol : singular values below this times the largest count as zero
    hermitian : `x` is Hermitian, of which the lower triangle is read
    """
    if rcond is not None and rtol is not np._NoValue:
        raise ValueError("pinv got rtol and rcond. Wanted one of them: they mean the same.")
    if rtol is not np._NoValue:
        rcond = _cutoff(x, rtol)
    return pseudo_inverse(x, rcond, hermitian)


def _equations(draw: Draw):
    rows, columns = draw.integer(1, 4), draw.integer(1, 3)
    shape = draw.choice([(rows,), (rows, 2)])
    return (well_conditioned(draw, n=max(rows, columns))[:rows, :columns], draw.array(shape)), {
        "rcond": draw.choice([None, -1, 1e-3])
    }


@composite(np.linalg.lstsq, inputs=("x", "y"), samples=_equations)
def lstsq(x, y, /, rcond=None):
    """Least-squares solution of ``x @ z = y``.

    Parameters
    ----------
    x : array of shape (m, n)
    y : array of shape (m,) or (m, k)
    rcond : singular values below this times the largest count as zero

    Returns
    -------
    solution, sums of squared residuals (empty unless m > n and the rank is n), rank, singular values
    """
    kind = np.result_type(*[np.float64 if z.dtype.kind in "biu" else z.dtype for z in (x, y)])
    x, y = x.astype(kind, copy=False), y.astype(kind, copy=False)
    if rcond == -1:
        rcond = _precision(x)
    rank = np.linalg.matrix_rank(x, rtol=_cutoff(x, rcond))
    solution = pseudo_inverse(x, _cutoff(x, rcond)) @ y
    misfit = np.sum(np.abs(y - x @ solution) ** 2, axis=0)
    whole = rank == x.shape[1] < x.shape[0]
    residuals = np.reshape(misfit, -1) if whole else np.zeros(0, misfit.dtype)
    return solution, residuals, rank, svdvals(x)


@composite(
    np.linalg.cond,
    samples=lambda draw: (one_matrix_or_a_stack(draw)[0], {"p": draw.choice([None, 2, -2, "fro", 1, np.inf])}),
)
def cond(x, /, p=None):
    """Condition number: the norm of a matrix times the norm of its inverse; infinite for singular matrices."""
    if p in (None, 2, -2):
        values = svdvals(x)
        large, small = values[..., 0], values[..., -1]
        with np.errstate(divide="ignore", invalid="ignore"):
            return small / large if p == -2 else large / small
    return np.linalg.norm(x, p, axis=(-2, -1)) * np.linalg.norm(np.linalg.inv(x), p, axis=(-2, -1))


def _matrix_norm(x, ord, rows, columns):
    """Return the norm of matrices whose axes are kept, with length one."""
    if ord in (None, "fro", "f"):
        return vector_norm(x, axis=(rows, columns), keepdims=True)
    if ord in (1, -1, np.inf, -np.inf):
        summed, other = (rows, columns) if abs(ord) == 1 else (columns, rows)
        sums = vector_norm(x, axis=summed, keepdims=True, ord=1)
        return vector_norm(sums, axis=other, keepdims=True, ord=np.copysign(np.inf, ord))
    if ord not in (2, -2, "nuc"):
        raise ValueError(f"got the matrix norm {ord!r}. Wanted None, 'fro', 'nuc', 1, -1, 2, -2, inf or -inf.")
    values = svdvals(np.moveaxis(x, (rows, columns), (-2, -1)))
    norms = vector_norm(values, axis=-1, ord={2: np.inf, -2: -np.inf, "nuc": 1}[ord])
    return np.expand_dims(norms, (rows, columns))


def _norm_samples(draw: Draw):
    x = well_conditioned(draw, *draw.shape(max_ndim=1, min_side=1, max_side=2))
    keywords = {"keepdims": draw.boolean()}
    if draw.boolean():
        return (x, draw.choice([None, 1, 2, 3, np.inf]), draw.axis(x.ndim)), keywords
    order = draw.choice([None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
    return (x, order, draw.choice([(-2, -1), (-1, -2)])), keywords


@composite(np.linalg.norm, samples=_norm_samples)
def norm(x, /, ord=None, axis=None, keepdims=False):
    """Norm of vectors (one axis) or matrices (two axes).

    Parameters
    ----------
    x : array_like
    ord : for vectors any number, ``inf`` or ``-inf``; for matrices ``"fro"``, ``"nuc"``, ±1, ±2, ±inf
    axis : one axis or two; by default those of `x`, or all if `ord` is not given
    keepdims : keep the axes, with length one

    Notes
    -----
    The gradient at zero is zero.
    """
    if axis is None and (ord is None or (ord in ("fro", "f") and x.ndim == 2)):
        return vector_norm(x, keepdims=keepdims)
    axes = tuple(range(x.ndim)) if axis is None else tuple(axis) if np.iterable(axis) else (axis,)
    if len(axes) == 1:
        if isinstance(ord, str):
            raise ValueError(f"norm got ord={ord!r} for vectors. Wanted a number; 'fro' and 'nuc' are matrix norms.")
        return vector_norm(x, axis=axes[0], keepdims=keepdims, ord=2 if ord is None else ord)
    if len(axes) != 2:
        raise ValueError(f"norm got {len(axes)} axes. Wanted one, for vectors, or two, for matrices.")
    rows, columns = (each % x.ndim for each in axes)
    if rows == columns:
        raise ValueError("norm got the same axis twice.")
    out = _matrix_norm(x, ord, rows, columns)
    return out if keepdims else np.squeeze(out, (rows, columns))


@composite(
    np.linalg.matrix_norm,
    samples=lambda draw: (
        one_matrix_or_a_stack(draw)[0],
        {"keepdims": draw.boolean(), "ord": draw.choice(["fro", 1, "nuc"])},
    ),
)
def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """Norm of matrices over the last two axes; orders as in :func:`norm`."""
    return np.linalg.norm(x, ord, (-2, -1), keepdims)
