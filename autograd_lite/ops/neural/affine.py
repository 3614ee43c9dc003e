"""The affine map of a linear layer, fused: one node, and one matrix product for each derivative."""

import numpy as np

from autograd_lite.arrays import unbroadcast
from autograd_lite.domains import Draw
from autograd_lite.operation import primitive

_HALF = np.dtype(np.float16)
_ndarray = np.ndarray


def _samples(draw: Draw):
    n, k, m = (draw.integer(0, 3) for _ in range(3))
    batch = draw.choice([(n,), (), (2, n)])
    return (draw.array((*batch, k)), draw.array((m, k)), draw.maybe(draw.array((m,)))), {}


def _rows(x):
    """Return `x` as a matrix: all axes but the last made one."""
    return np.reshape(x, (-1 if x.size else int(np.prod(x.shape[:-1])), x.shape[-1]))


@primitive(
    None,
    x=lambda g, weight: g @ weight,
    weight=lambda g, x: g.T @ x if x.ndim == 2 else _rows(g).T @ _rows(x),
    bias=lambda g, bias_shape: unbroadcast(g, bias_shape),
    samples=_samples,
    analytic=True,
)
def affine(x, weight, bias=None):
    """Return ``x @ weight.T + bias`` over the last axis of `x`; `bias` may be None."""
    if x.dtype is _HALF:  # NumPy's half product adds up in half
        return affine(x.astype(np.float32), weight, bias).astype(np.result_type(x, weight))
    out = x @ weight.T
    if bias is None:
        return out
    if type(out) is _ndarray and (bias.dtype is out.dtype or np.can_cast(bias.dtype, out.dtype, "safe")):
        out += bias
        return out
    return out + bias
