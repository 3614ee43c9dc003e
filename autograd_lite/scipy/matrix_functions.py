"""Functions of matrices: exponential, logarithm, square root.

The derivative of f at A in the direction E is the upper right block of f at the block matrix [[A, E], [0, A]] (Higham
2008, equation 3.16). Its adjoint is the derivative at the transpose, so every rule is the function itself, of twice the
size, and derivatives of all orders follow.
"""

import numpy as np
import scipy.linalg as sl

from autograd_lite.arrays import transposed
from autograd_lite.domains import SMALL, Draw
from autograd_lite.errors import DTypeError
from autograd_lite.operation import primitive
from autograd_lite.ops.solving import well_conditioned
from autograd_lite.recording import plain


def block_share(function, g, x):
    """Return the adjoint of the derivative of a function of matrices, applied to `g`."""
    n, size = x.shape[-1], _power_of_two(x, g)
    upper = np.concatenate([transposed(x), g * size], axis=-1)
    lower = np.concatenate([np.zeros_like(g), transposed(x)], axis=-1)
    return function(np.concatenate([upper, lower], axis=-2))[..., :n, n:] / size


def _power_of_two(x, g):
    """Return for each matrix a constant by which `g` becomes a sixteenth of `x`.

    Beside a large block a small one loses its digits, and the result is linear in `g`. Of blocks of one size SciPy's
    logarithm is less precise by a digit.
    """
    of_x, of_g = [np.max(np.abs(plain(each)), axis=(-2, -1), keepdims=True, initial=0.0) for each in (x, g)]
    usable = (of_x > 0) & (of_g > 0) & np.isfinite(of_x * of_g)
    return np.exp2(
        np.clip(np.round(np.log2(np.where(usable, of_x / 16, 1.0) / np.where(usable, of_g, 1.0))), -500, 500)
    )


def _in_double(function, x):
    """Call a function of SciPy on float64 or complex128, and give the result the precision of `x`."""
    if x.dtype.char in "gG":
        raise DTypeError(f"SciPy has no function of matrices for {x.dtype}. Wanted float64 or complex128.")
    out = function(np.ascontiguousarray(x, dtype=np.result_type(x, np.float64)))
    return out.astype(np.result_type(x, np.float16, np.complex64 if np.iscomplexobj(out) else np.float16))


def _small(draw: Draw):
    n = draw.integer(1, 3)
    return (draw.array((*draw.shape(max_ndim=1, min_side=1, max_side=2), n, n), SMALL),), {}


@primitive(None, x=lambda g, x: block_share(expm, g, x), samples=_small, analytic=True)
def expm(x, /):
    """Exponential of square matrices."""
    return _in_double(sl.expm, x)


@primitive(None, x=lambda g, x: block_share(logm, g, x), samples=lambda draw: ((well_conditioned(draw),), {}))
def logm(x, /):
    """Principal logarithm of a square matrix without eigenvalues on the negative real axis."""
    return _in_double(sl.logm, x)


@primitive(None, x=lambda g, x: block_share(sqrtm, g, x), samples=lambda draw: ((well_conditioned(draw),), {}))
def sqrtm(x, /):
    """Principal square root of a square matrix without eigenvalues on the negative real axis."""
    return _in_double(_root, x)


def _root(x):
    """Return SciPy's root; before 1.16 real roots come as complex numbers, whose imaginary part is rounding."""
    out = sl.sqrtm(x)
    if np.iscomplexobj(x) or not np.iscomplexobj(out):
        return out
    rounding = 100 * x.shape[-1] * np.finfo(out.dtype).eps * np.max(np.abs(out), initial=0)
    return out.real if np.max(np.abs(out.imag), initial=0) <= rounding else out
